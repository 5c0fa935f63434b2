"""Makes the Flask application."""

import json
from importlib.metadata import version
from typing import Any

from flask.json.provider import DefaultJSONProvider
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI

from qa.service.collections import Collections
from qa.service.service import Service
from qa.web import description, errors
from qa.web.current import Addresses
from qa.web.routes import framed, pages, static_files
from qa.web.routes.alerts import alerts
from qa.web.routes.answers import api
from qa.web.routes.anthropic import anthropic
from qa.web.routes.changes import changes
from qa.web.routes.checks import checks
from qa.web.routes.collection import collection
from qa.web.routes.collections import collections as collection_routes
from qa.web.routes.documents import documents
from qa.web.routes.exports import exports
from qa.web.routes.folders import folders
from qa.web.routes.marks import marks
from qa.web.routes.mcp import mcp
from qa.web.routes.metrics import metrics
from qa.web.routes.openai import openai
from qa.web.routes.page_images import page_images
from qa.web.routes.sessions import sessions
from qa.web.routes.timeline import timelines
from qa.web.routes.uploads import uploads
from qa.web.schemas import responses as replies
from qa.web.security import policy
from qa.web.serving.form_request import FormRequest
from qa.web.watching import log
from qa.web.watching.metrics import Metrics

_DESCRIPTION = (
    "Answers questions about a collection of documents, and pins every sentence of an "
    "answer to the exact words it rests on. What is of a collection is described here once, for "
    "the default one: for the collection NAME, `/api/v1/…` is `/api/v1/collections/NAME/…` or "
    "`/c/NAME/api/v1/…`, and `/v1/…` is `/c/NAME/v1/…`."
)


class StrictJSON(DefaultJSONProvider):
    """JSON as the standard has it: no NaN, no key twice, no abyss; replies keep their order."""

    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            return json.loads(s, parse_constant=_refused, object_pairs_hook=_once)
        except RecursionError as exc:
            raise ValueError("nested too deeply") from exc


def create_app(service: Service, collections: Collections | None = None) -> OpenAPI:
    """Return the application that serves a collection, and all others that there are."""
    app = OpenAPI(
        "qa.web",
        info=Info(title="Pincite", version=version("pincite"), description=_DESCRIPTION),
        doc_ui=False,
        validation_error_status=422,
        validation_error_model=replies.ErrorReply,
        validation_error_callback=errors.invalid,
        security_schemes={"key": {"type": "http", "scheme": "bearer"}},
    )
    app.json = StrictJSON(app)
    app.request_class = FormRequest
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.config.update(
        MAX_FORM_MEMORY_SIZE=500_000,  # a guess: a form's fields are short
        MAX_FORM_PARTS=10,  # a guess: a form has a file and two fields
        MAX_CONTENT_LENGTH=service.config.upload_mb * 1_000_000,
    )
    log.register(app, service.shared.figures.requests)
    errors.register(app)
    collections = collections or Collections.alone(service)
    app.extensions[Collections.__name__] = collections
    app.extensions[Metrics.__name__] = Metrics(collections)
    app.wsgi_app = Addresses(app.wsgi_app)  # type: ignore[method-assign]
    policy.register(app, service.config)  # which puts the rules for proxies before that
    app.register_api(api)
    app.register_api(checks)
    app.register_api(documents)
    app.register_api(uploads)
    app.register_api(folders)
    app.register_api(framed.framed)
    app.register_api(collection)
    app.register_api(collection_routes)
    app.register_api(marks)
    app.register_api(alerts)
    app.register_api(changes)
    app.register_api(page_images)
    app.register_blueprint(mcp)
    app.register_blueprint(metrics)
    app.register_api(openai)
    app.register_api(anthropic)
    app.register_api(exports)
    app.register_api(timelines)
    app.register_api(sessions)
    pages.register(app)
    static_files.register(app)
    framed.register(app)
    description.complete(app, service.config)
    return app


def _refused(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands twice")
    return value
