"""All settings, read once from the environment and passed down."""

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import platformdirs

from qa.config import addresses
from qa.errors import ConfigError

PREFIX = "PINCITE_"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a setting is read from text, and what it is for.

    `bare` returns what may be shown of one that is secret; without it, that is nothing.
    """

    parse: Callable[[str], Any]
    help: str
    secret: bool = False
    bare: Callable[[str], str] | None = None


def _integer(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise ValueError(f"{text!r} is not a whole number") from None
        if not low <= value <= high:
            raise ValueError(f"{value} is not between {low} and {high}")
        return value

    return parse


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number") from None
    if not 0 <= value <= 1:
        raise ValueError(f"{text} is not between 0 and 1")
    return value


def collection_name(text: str) -> str:
    """Return the name of a collection, which is that of its folder and part of its addresses.

    Raises:
        ValueError: If it is none.
    """
    allowed = text.replace("-", "").replace("_", "")
    if not (text.isascii() and allowed.isalnum() and len(text) <= 64):
        raise ValueError(f"{text!r} is not a name: use letters, digits, - and _")
    return text


def _names(text: str) -> tuple[str, ...]:
    return tuple(collection_name(part.strip()) for part in text.split(","))


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty: remove it, or give it a value")
    return text.strip()


def _key(text: str) -> str:
    if len(text) < 16 or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("a key needs at least 16 printable ASCII characters, without spaces")
    return text


def _foreign_key(text: str) -> str:
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("a key is printable ASCII without spaces")
    return text


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number of seconds") from None
    if not 0.1 <= value <= 3600:
        raise ValueError(f"{text} is not between 0.1 and 3600 seconds")
    return value


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(f"{text!r} is not one of {', '.join(choices)}")
        return text

    return parse


def _switch(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(f"{text!r} is not 0 or 1")
    return text == "1"


def _language(text: str) -> str:
    from corpus.language import LANGUAGES, code_of

    if not (code := code_of(text)):
        known = ", ".join(language.code for language in LANGUAGES)
        raise ValueError(f"{text!r} is not one of {known}")
    return code


def _folder(text: str) -> Path:
    return Path(_words(text)).expanduser().absolute()


# The bounds of numbers are guesses: they refuse slips of the keyboard, not large machines.
SETTINGS: dict[str, Setting] = {
    "data": Setting(_folder, "the directory that holds the collections"),
    "index": Setting(
        addresses.passages,
        "the Milvus that has the passages, if this machine has not: milvus+http://host:19530",
        secret=True,
        bare=addresses.without_password,
    ),
    "store": Setting(
        addresses.store,
        "the PostgreSQL that many servers share for all but passages: postgresql://…",
        secret=True,
        bare=addresses.without_password,
    ),
    "collection": Setting(collection_name, "the collection to use"),
    "collections": Setting(
        _names, "the other collections to serve, with commas; all in the data directory if not set"
    ),
    "language": Setting(
        _language, "the language of texts that do not show theirs: en, de, fr or es"
    ),
    "model": Setting(_words, "the embedding model: a name, or the path of a folder"),
    "runtime": Setting(
        _one_of("light", "reference"), "what runs the model: light (onnxruntime) or reference"
    ),
    "models": Setting(_folder, "the directory that keeps light forms of models; .models in data"),
    "reader": Setting(
        _words, "what reads for the answer: on, off, or the folder of a cross-encoder of your own"
    ),
    "effort": Setting(
        _integer(0, 10_000), "the candidates that search in a large collection weighs; 0 is all"
    ),
    "confidence": Setting(_share, "the confidence below which nothing is quoted"),
    "host": Setting(_words, "the address that the service listens on"),
    "port": Setting(_integer(0, 65535), "the port that the service listens on; 0 is any free one"),
    "public_url": Setting(
        addresses.public_url,
        "the address at which people reach the service; links of citations need it",
    ),
    "base_path": Setting(addresses.base_path, "the path below which all is served: /pincite"),
    "trust_proxy": Setting(
        addresses.networks,
        "the addresses of proxies that may say who asks, as 10.0.0.2, 10.1.0.0/24",
    ),
    "user_header": Setting(
        addresses.header, "the header in which such a proxy names the user: X-Forwarded-User"
    ),
    "cors": Setting(
        addresses.origins, "the sites whose pages may call the API: https://app.example.org"
    ),
    "frame_ancestors": Setting(addresses.origins, "the sites that may show Pincite in a frame"),
    "threads": Setting(_integer(1, 256), "the requests that the service works on at a time"),
    "questions": Setting(_integer(1, 256), "the questions that it works on at a time besides"),
    "per_address": Setting(_integer(1, 10_000), "the connections that one address may have"),
    "upload_mb": Setting(_integer(1, 1000), "the largest upload, in megabytes"),
    "queue": Setting(_integer(1, 10_000), "the uploads that may wait to be read"),
    "workers": Setting(_integer(1, 16), "the uploads that are read at a time"),
    "originals": Setting(
        _switch, "1 keeps the bytes of uploads and PDFs, to show pages and read them again; 0 none"
    ),
    "documents": Setting(_integer(1, 10_000_000), "the documents that uploads may fill it to"),
    "key": Setting(_key, "the key that a client must send; needed beyond loopback", secret=True),
    "llm_url": Setting(
        addresses.web_address,
        "the address of a language model that may write: http://127.0.0.1:11434/v1",
    ),
    "llm_model": Setting(_words, "the name of that model"),
    "llm_key": Setting(_foreign_key, "the key to it", secret=True),
    "llm_key_file": Setting(_folder, "the file that holds the key to it"),
    "llm_connect": Setting(_seconds, "the seconds that it may take to accept a connection"),
    "llm_first": Setting(_seconds, "the seconds that it may then take to begin its answer"),
    "llm_gap": Setting(_seconds, "the seconds that it may take to go on"),
    "llm_total": Setting(_seconds, "the seconds that it may take in all"),
    "llm_calls": Setting(_integer(1, 256), "the answers that it may write at a time"),
    "metrics_port": Setting(
        _integer(1, 65535), "the port on which /metrics needs no key; without it, it needs the key"
    ),
    "log": Setting(
        _one_of("text", "json"), "how the service writes its log: text (for people) or json"
    ),
    "eval_data": Setting(_folder, "the folder with the evaluation sets"),
}


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one run; `origins` says where each that was set came from."""

    data: Path = field(default_factory=lambda: platformdirs.user_data_path("pincite"))
    index: str = field(default="", repr=False)
    store: str = field(default="", repr=False)
    collection: str = "main"
    collections: tuple[str, ...] = ()
    language: str = ""  # that of most documents
    model: str = "all-MiniLM-L6-v2"
    runtime: str = "light"
    models: Path | None = None
    reader: str = "on"
    effort: int = 200  # measured on 115,000 vectors: finds 99.9 % of the ten nearest
    confidence: float | None = None  # the working point of the weights: `docs/quality.md`
    host: str = "127.0.0.1"
    port: int = 8000  # a custom, no more
    public_url: str | None = None
    base_path: str = ""
    trust_proxy: tuple[addresses.Network, ...] = ()
    user_header: str = ""
    cors: tuple[str, ...] = ()
    frame_ancestors: tuple[str, ...] = ()
    # Guesses: as `qa.web.serving.limits`, `corpus.reading` and `index.ledger.jobs` have them; two
    # workers, so that a long document does not hold up the short ones.
    threads: int = 32
    questions: int = 8
    per_address: int = 100
    upload_mb: int = 25
    queue: int = 100
    workers: int = 2
    originals: bool = True
    documents: int = 100_000
    key: str = field(default="", repr=False)
    llm_url: str = ""
    llm_model: str = ""
    llm_key: str = field(default="", repr=False)
    llm_key_file: Path | None = None
    llm_connect: float = 3.0
    llm_first: float = 15.0
    llm_gap: float = 15.0
    llm_total: float = 120.0
    llm_calls: int = 4
    metrics_port: int | None = None
    log: str = "text"
    eval_data: Path | None = None
    origins: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read every `PINCITE_…` variable.

        Raises:
            ConfigError: If one is no setting, with the nearest that is, or has a value
                that it cannot have, or if another one that it needs is missing.
        """
        values: dict[str, Any] = {}
        for variable in sorted(name for name in environ if name.startswith(PREFIX)):
            name = variable.removeprefix(PREFIX).lower()
            if name not in SETTINGS or variable != variable_of(name):
                raise ConfigError(f"{variable}: no such setting{_suggestion(name)}")
            values[name] = _parsed(variable, name, environ[variable])
        _require_together(values)
        return cls(
            **values, origins={name: f"environment ({variable_of(name)})" for name in values}
        )

    def with_options(self, **options: str | None) -> Self:
        """Return the settings with those that the command line gives, as text.

        Raises:
            ConfigError: If an option has a value that it cannot have.
        """
        values = {
            name: _parsed(f"--{name.replace('_', '-')}", name, text)
            for name, text in options.items()
            if text is not None
        }
        origins = {name: f"option (--{name.replace('_', '-')})" for name in values}
        return replace(self, **values, origins={**self.origins, **origins})

    @property
    def directory(self) -> Path:
        """Return the directory of the collection."""
        return self.data / self.collection

    @property
    def light_models(self) -> Path:
        """Return the directory that keeps light forms; no collection can have its name."""
        return self.models or self.data / ".models"

    def rows(self) -> list[tuple[str, str, str]]:
        """Return (variable, value, where it came from) of every setting."""
        return [
            (
                variable_of(item.name),
                self._shown(item.name),
                self.origins.get(item.name, "default"),
            )
            for item in fields(self)
            if item.name in SETTINGS
        ]

    def _shown(self, name: str) -> str:
        value = getattr(self, name)
        if value in (None, "", ()):
            return "(not set)"
        if isinstance(value, tuple):
            return ", ".join(map(str, value))
        if isinstance(value, bool | float):
            return f"{value:g}"
        setting = SETTINGS[name]
        if setting.bare is not None:
            return setting.bare(value)
        return "(set, not shown)" if setting.secret else str(value)


def variable_of(name: str) -> str:
    """Return the environment variable of a setting: `data` is `PINCITE_DATA`."""
    return PREFIX + name.upper()


def _require_together(values: Mapping[str, Any]) -> None:
    """Refuse settings that lack another, or contradict it."""
    for one, other in (("llm_url", "llm_model"), ("llm_model", "llm_url")):
        if one in values and other not in values:
            raise ConfigError(f"{variable_of(one)} is set, so set {variable_of(other)} as well")
    if "user_header" in values and "trust_proxy" not in values:
        raise ConfigError(
            "PINCITE_USER_HEADER is believed only from proxies: set PINCITE_TRUST_PROXY as well"
        )
    if "store" in values and "index" not in values:
        raise ConfigError(
            "PINCITE_STORE is for many servers, and passages can be searched by many only in "
            "Milvus: set PINCITE_INDEX to its address as well"
        )
    base, public = values.get("base_path", ""), values.get("public_url")
    if base and public and not urlsplit(public).path.endswith(base):
        raise ConfigError(f"PINCITE_PUBLIC_URL has to end in PINCITE_BASE_PATH, which is {base}")
    if "llm_key" in values and "llm_key_file" in values:
        raise ConfigError("PINCITE_LLM_KEY and PINCITE_LLM_KEY_FILE are both set: remove one")


def _parsed(where: str, name: str, text: str) -> Any:
    try:
        return SETTINGS[name].parse(text)
    except ValueError as exc:
        raise ConfigError(f"{where}: {exc}") from exc


def _suggestion(name: str) -> str:
    near = difflib.get_close_matches(name, SETTINGS, n=1)
    return f" (did you mean {variable_of(near[0])}?)" if near else ": see `pincite doctor`"
