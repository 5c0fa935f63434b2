"""Which language model may write: what the settings say of it, and the key to it."""

from dataclasses import replace
from pathlib import Path

from qa.config import Config
from qa.errors import ConfigError, NoWriter
from qa.writing.call import Deadlines, Endpoint


def endpoint(config: Config) -> Endpoint:
    """Return the language model that may write, and where it is.

    Raises:
        NoWriter: If none is configured.
        ConfigError: If the file with its key cannot be read, or holds none.
    """
    if not config.llm_url:
        raise NoWriter(
            "there is no language model to write: set PINCITE_LLM_URL and PINCITE_LLM_MODEL, or "
            "ask for quotes"
        )
    path = "/chat/completions"
    return Endpoint(
        config.llm_url.removesuffix(path) + path,
        config.llm_model,
        config.llm_key or _key_in(config.llm_key_file),
        Deadlines(config.llm_connect, config.llm_first, config.llm_gap, config.llm_total),
    )


def with_writer_key(config: Config) -> Config:
    """Return the settings with the language model's key in place of the file that holds it.

    Raises:
        ConfigError: If the file cannot be read, or holds no key.
    """
    if not config.llm_url or config.llm_key_file is None:
        return config
    return replace(config, llm_key=_key_in(config.llm_key_file), llm_key_file=None)


def _key_in(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        key = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as exc:
        why = exc.strerror if isinstance(exc, OSError) else "it is not ASCII"
        raise ConfigError(f"PINCITE_LLM_KEY_FILE: {path} cannot be read: {why}") from None
    if not key or not key.isprintable() or " " in key:
        raise ConfigError(f"PINCITE_LLM_KEY_FILE: {path} must hold the key and nothing else")
    return key
