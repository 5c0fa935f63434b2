"""Services on real ports, with a key, for the clients that programs use."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from services import make_service
from serving import running
from toys import WordEmbedder

from corpus import Source, read
from index import LocalIndex
from qa.config import Config
from qa.web.serving.limits import Limits
from qa.web.serving.serve import make_server
from qa.wiring import make_answerer

KEY = "correct-horse-battery"


@contextmanager
def served(
    folder: Path,
    notes: Mapping[str, str],
    wrap: Callable[[Any], Any] | None = None,
    **settings: Any,
) -> Iterator[str]:
    """Serve some notes under the settings given, and yield the address of the service.

    `wrap` puts something between the service and what answers.
    """
    index = LocalIndex(folder, WordEmbedder)
    named = ((Source(f"test:{name}", name), text) for name, text in notes.items())
    list(index.add([read(text.encode(), source, source.label) for source, text in named]))
    config = Config(**{"port": 0, "key": KEY, "confidence": 0.0, **settings})
    answerer = None if wrap is None else wrap(make_answerer(config, index))
    service = make_service(index, config, answerer=answerer)
    limits = Limits(grace_seconds=0.0, drain_seconds=5.0)
    with ExitStack() as stack:
        stack.callback(service.close)
        server = stack.enter_context(running(make_server(service, limits)))
        yield f"http://127.0.0.1:{server.port}"
