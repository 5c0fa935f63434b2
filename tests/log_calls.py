"""What the service logs, in the forms that it writes."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from qa.config import Config
from qa.web.watching.log import make_handler


@contextmanager
def logged(form: str, **settings: Any) -> Iterator[io.StringIO]:
    """Yield what is logged meanwhile, in the form that the service writes."""
    stream = io.StringIO()
    handler = make_handler(Config(log=form, **settings), stream)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
