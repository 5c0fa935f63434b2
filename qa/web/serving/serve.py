"""Runs the application under waitress: one process, many threads."""

import logging
import os
import signal
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

import click

from corpus import MAX_BYTES, ReaderStopped
from corpus import bundled as bundled_files
from corpus.sandbox.pool import ReaderPool
from index import Index
from index.ingest.files import ingest
from qa.config import Config
from qa.errors import ConfigError
from qa.service.collections import Collections
from qa.service.figures import RequestKind
from qa.service.key_ring import KeyRing
from qa.service.service import Service
from qa.web.app import create_app
from qa.web.security.policy import LOOPBACK, hide_keys
from qa.web.security.proxy import Proxies
from qa.web.serving.admission import admission
from qa.web.serving.disk import end_on_disk_failure
from qa.web.serving.heap import Heap
from qa.web.serving.http_server import HttpServer
from qa.web.serving.limits import Limits, is_loopback
from qa.web.serving.metrics_server import metrics_server, running
from qa.web.watching.log import Counter, configure, known_method
from qa.web.watching.metrics import Metrics
from qa.wiring import with_writer_key

log = logging.getLogger("pincite.web")


def serve(
    config: Config,
    folders: Sequence[Path] = (),
    *,
    bundled: bool = False,
    opened: Callable[[str], object] | None = None,
) -> None:
    """Serve the configured collection until SIGINT or SIGTERM.

    The port opens first; the model is loaded meanwhile, and `/readyz` says when it is
    there. Then folders are read, while questions are answered.

    Args:
        config: The settings.
        folders: Those whose documents the collection is to hold, besides what it holds.
        bundled: Give a collection that has never held a document the article that comes with
            Pincite.
        opened: Called with the address of the page once it can be reached from this machine.

    Raises:
        ConfigError: If the address cannot be used, or needs a key that is not set; if uploads
            may be larger than a document; if the file with a language model's key cannot be read.
        KeysUnusable: If the file with the keys cannot be read.
    """
    config = with_writer_key(config)  # now, and not at a question; the log must not show it
    _require_safe(config)
    configure(config)
    Heap().start()
    if config.key or config.llm_key:
        hide_keys()
    service = Service.open(config, folders)
    logging.getLogger().addHandler(Counter(service.shared.figures.logged.add))
    _end_on_disk_failure(service)
    collections = Collections(service, config.collections, opened=_end_on_disk_failure)
    server = _listening(collections)
    watched = _metrics_server(config, server)
    end_on_signals(server)
    address = _address(config, server.port)
    _announce(config, address)
    preparing = threading.Thread(target=_prepare, args=(collections, bundled), daemon=True)
    preparing.start()
    if opened is not None:
        opened(address)
    try:
        with running(watched):
            run(server, collections)
    finally:
        if preparing.is_alive():
            os._exit(0)  # the threads of a library that is loading abort a process that ends


def _listening(collections: Collections) -> HttpServer:
    """Return a server of collections, whose port is open.

    Raises:
        ConfigError: If the configured address cannot be used.
    """
    config = collections.config
    try:
        return make_server(collections.default, collections=collections)
    except ValueError as exc:
        raise ConfigError(
            f"{config.host} is not an address of this machine: choose another with --host"
        ) from exc
    except OSError as exc:
        raise ConfigError(
            f"port {config.port} of {config.host} cannot be opened ({exc.strerror}): "
            "choose another with --port"
        ) from exc


def _require_safe(config: Config) -> None:
    """Let settings pass that open nothing to strangers, and ask for nothing that cannot be.

    Raises:
        ConfigError: If one does.
        KeysUnusable: If the file with the keys cannot be read.
    """
    if config.host not in LOOPBACK and not config.key and not KeyRing(config.data).locks():
        raise ConfigError(
            f"{config.host} can be reached from other machines: set PINCITE_KEY to a secret "
            "of at least 16 characters, add a key with `pincite key add`, or listen on 127.0.0.1"
        )
    if config.trust_proxy and not config.key and not KeyRing(config.data).locks():
        raise ConfigError(
            "PINCITE_TRUST_PROXY lets others reach the service by way of a proxy: set "
            "PINCITE_KEY to a secret of at least 16 characters, or add a key with `pincite key`"
        )
    if config.upload_mb * 1_000_000 > MAX_BYTES:
        raise ConfigError(
            f"PINCITE_UPLOAD_MB: {config.upload_mb} is more than the {MAX_BYTES // 1_000_000} MB "
            "that one document may have: leave it out"
        )


def _end_on_disk_failure(service: Service) -> None:
    end_on_disk_failure(service.index, service.config.directory)


def _metrics_server(config: Config, server: HttpServer) -> HttpServer | None:
    """Return what serves the figures of a service on a port of their own; None without one.

    Raises:
        ConfigError: If the port cannot be opened.
    """
    if config.metrics_port is None:
        return None
    metrics: Metrics = server.application.extensions[Metrics.__name__]
    try:
        return metrics_server(metrics, config.host, config.metrics_port)
    except OSError as exc:
        raise ConfigError(
            f"PINCITE_METRICS_PORT: port {config.metrics_port} of {config.host} cannot be opened "
            f"({exc.strerror}): choose another"
        ) from exc


def make_server(
    service: Service, limits: Limits | None = None, collections: Collections | None = None
) -> HttpServer:
    """Return a server of a collection, and of others, whose port is open.

    Its limits are the settings'.

    Raises:
        ValueError: If the configured host is none.
        OSError: If the configured address cannot be used.
    """
    config = service.config
    app = create_app(service, collections)
    limits = limits or Limits(
        threads=config.threads,
        questions=config.questions,
        per_address=config.per_address,
        exempt=_exempt(app.extensions[Proxies.__name__]) if config.trust_proxy else is_loopback,
    )
    count = service.shared.figures.requests.add

    def refused(method: str, status: int) -> None:
        count(RequestKind(known_method(method), "-", status), 0.0)

    return HttpServer(app, admission(app, config), config.host, config.port, limits, refused)


def _exempt(proxies: Proxies) -> Callable[[str], bool]:
    """Return whether an address may have any number of connections: a proxy's clients may not."""
    return lambda address: is_loopback(address) or proxies.trusts(address)


def run(server: HttpServer, collections: Collections) -> None:
    """Serve until asked to end; then answer what was accepted, and close the collections."""
    service = collections.default
    try:
        server.run(collections.begin_ending)
    finally:
        collections.close()
        if service.state == "ready":
            service.index.checkpoint(always=True)


def end_on_signals(server: HttpServer) -> None:
    """End well on the first SIGTERM or SIGINT, at once on the second."""

    def end(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_DFL)
        server.end()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)


def _address(config: Config, port: int) -> str:
    host = f"[{config.host}]" if ":" in config.host else config.host
    return f"http://{host}:{port}"


def _announce(config: Config, address: str) -> None:
    """Say where the service is, as a line of the log if the log is for programs."""
    said = f"Pincite is on {address}"
    if config.log == "json":
        log.info("%s", said)
    else:
        click.echo(f"{said} (Ctrl+C ends it)", err=True)


def _prepare(collections: Collections, bundled: bool) -> None:
    service = collections.default
    try:
        if bundled and _is_new(service.index):
            service.startup.say("adding the bundled article: a few seconds")
            for outcome in ingest(bundled_files(), service.index):
                log.info("%s: %s", outcome.label, outcome.reason or outcome.status)
    except Exception:  # what stops it may stop nothing else: `load` tells whether it does
        log.exception("the bundled article was not added: run `pincite doctor`")
    service.load()
    service.worker.start()
    if service.state == "ready":
        service.alerts.start()
        service.folders.start()
    else:
        service.folders.give_up("The model cannot be loaded: run “pincite doctor” to see why.")
    collections.start()  # in any case: what is wrong with the default one is not of the others
    log.info("%s", "ready to answer" if service.state == "ready" else "not able to answer")
    _tell_lacks()


def _is_new(index: Index) -> bool:
    """Return whether the collection has never held a document."""
    with index.reader() as reader:
        return reader.state().number == 0


def _tell_lacks() -> None:
    """Tell in the log how readers are less confined here than they should be."""
    try:
        with ReaderPool(1) as pool:
            for lack in pool.lacks():
                log.warning("%s", lack)
    except ReaderStopped as exc:
        log.error("documents cannot be read: %s", exc)
