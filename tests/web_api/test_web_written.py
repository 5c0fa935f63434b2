"""Asking for a written answer over HTTP."""

from flask.testing import FlaskClient
from web_client import ask, fault, stream


def test_without_a_model_nothing_is_written(client: FlaskClient, document_id: str) -> None:
    for asked in (ask, stream):
        assert fault(asked(client, answer="written"), 409) == "no_writer"
