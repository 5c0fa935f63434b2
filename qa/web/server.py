"""Runs the application under waitress: one process, many threads."""

import logging
import os
import signal
import threading
from types import FrameType

import click
import waitress

from corpus import MAX_BYTES, ReaderStopped
from corpus import bundled as bundled_files
from corpus.apart import ReadingRoom
from qa.config import Config
from qa.errors import ConfigError
from qa.ingest import ingest
from qa.web.app import create_app
from qa.web.front import tell_errors_as_json
from qa.web.security import LOOPBACK, hide_key
from qa.web.service import Service

log = logging.getLogger("pincite.web")


def serve(config: Config, *, bundled: bool) -> None:
    """Serve the configured collection until SIGINT or SIGTERM.

    The port opens first; the model is loaded beside, and `/readyz` tells when it is
    there. With `bundled`, a collection that has never held a document gets the article
    that comes with Pincite.

    Raises:
        ConfigError: If the address cannot be used, or needs a key that is not set; if uploads
            may be larger than a document.
    """
    _log()
    if config.host not in LOOPBACK and not config.key:
        raise ConfigError(
            f"{config.host} can be reached from other machines: set PINCITE_KEY to a secret "
            "of at least 16 characters, or listen on 127.0.0.1"
        )
    if config.upload_mb * 1_000_000 > MAX_BYTES:
        raise ConfigError(
            f"PINCITE_UPLOAD_MB: {config.upload_mb} is more than the {MAX_BYTES // 1_000_000} MB "
            "that one document may have: leave it out"
        )
    if config.key:
        hide_key()
    service = Service.open(config)
    try:
        server = waitress.create_server(
            create_app(service),
            host=config.host,
            port=config.port,
            threads=config.threads,
            ident=None,
            channel_timeout=30,
            connection_limit=500,
            max_request_body_size=config.upload_mb * 1_000_000 + 100_000,
            clear_untrusted_proxy_headers=True,
        )
    except ValueError as exc:
        raise ConfigError(
            f"{config.host} is no address of this machine: choose another with --host"
        ) from exc
    except OSError as exc:
        raise ConfigError(
            f"port {config.port} of {config.host} cannot be opened ({exc.strerror}): "
            "choose another with --port"
        ) from exc
    tell_errors_as_json(server)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    preparing = threading.Thread(target=_prepare, args=(service, bundled), daemon=True)
    preparing.start()
    host = f"[{config.host}]" if ":" in config.host else config.host
    click.echo(f"Pincite is on http://{host}:{server.effective_port} (Ctrl+C ends it)", err=True)
    try:
        server.run()
    finally:
        server.close()
        service.close()
        if service.state == "ready":
            service.index.checkpoint(always=True)
        if preparing.is_alive():
            os._exit(0)  # the threads of a library that is loading abort a process that ends


def _log() -> None:
    """Log to standard error: what we tell, and of libraries only what is a warning."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    for ours in ("pincite", "corpus", "index", "qa"):
        logging.getLogger(ours).setLevel(logging.INFO)


def _prepare(service: Service, bundled: bool) -> None:
    try:
        if bundled and service.index.is_new():
            service.startup.say("adding the bundled article: a few seconds")
            for outcome in ingest(bundled_files(), service.index):
                log.info("%s: %s", outcome.label, outcome.reason or outcome.status)
    except Exception:  # what stops it may stop nothing else: `load` tells whether it does
        log.exception("the bundled article was not added: run `pincite doctor`")
    service.load()
    service.worker.start()
    log.info("%s", "ready to answer" if service.state == "ready" else "not able to answer")
    _tell_lacks()


def _tell_lacks() -> None:
    """Tell in the log how readers are less confined here than they should be."""
    try:
        with ReadingRoom(1) as room:
            for lack in room.lacks():
                log.warning("%s", lack)
    except ReaderStopped as exc:
        log.error("no document can be read: %s", exc)


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
