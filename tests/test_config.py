"""The settings: where they come from, what they may be, and what is shown of them."""

from dataclasses import fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from qa.config import SETTINGS, Config, variable_of
from qa.errors import ConfigError

KEY = "correct-horse-battery-staple"

GIVEN: dict[str, tuple[str, Any]] = {
    "data": ("/srv/pincite", Path("/srv/pincite")),
    "index": (" milvus+https://ada:secret@m:1/db ", "milvus+https://ada:secret@m:1/db"),
    "store": (" postgresql://ada:secret@p/db ", "postgresql://ada:secret@p/db"),
    "collection": ("papers_2-b", "papers_2-b"),
    "collections": ("letters, papers", ("letters", "papers")),
    "language": ("German", "de"),
    "model": (" ./models/e5 ", "./models/e5"),
    "runtime": ("reference", "reference"),
    "models": ("/srv/models", Path("/srv/models")),
    "reader": (" ./my-reader ", "./my-reader"),
    "effort": ("400", 400),
    "confidence": ("0.25", 0.25),
    "host": ("0.0.0.0", "0.0.0.0"),
    "port": ("0", 0),
    "public_url": ("https://a.example:8443/pincite/", "https://a.example:8443/pincite"),
    "base_path": ("/team/pincite/", "/team/pincite"),
    "trust_proxy": (
        "10.0.0.2, 2001:db8::/64",
        (ip_network("10.0.0.2"), ip_network("2001:db8::/64")),
    ),
    "user_header": ("X-Forwarded-User", "X-Forwarded-User"),
    "cors": (
        "https://App.example.org:443/,http://[::1]:8080",
        ("https://app.example.org", "http://[::1]:8080"),
    ),
    "frame_ancestors": ("https://intranet.example.org", ("https://intranet.example.org",)),
    "threads": ("4", 4),
    "questions": ("2", 2),
    "per_address": ("7", 7),
    "queue": ("7", 7),
    "workers": ("3", 3),
    "documents": ("500", 500),
    "originals": ("0", False),
    "upload_mb": ("25", 25),
    "key": (KEY, KEY),
    "llm_url": ("http://127.0.0.1:11434/v1/", "http://127.0.0.1:11434/v1"),
    "llm_model": ("qwen3:8b", "qwen3:8b"),
    "llm_key": ("sk-1", "sk-1"),
    "llm_key_file": ("/run/secrets/llm", Path("/run/secrets/llm")),
    "llm_connect": ("1.5", 1.5),
    "llm_first": ("60", 60.0),
    "llm_gap": ("5", 5.0),
    "llm_total": ("300", 300.0),
    "llm_calls": ("2", 2),
    "metrics_port": ("9100", 9100),
    "log": ("json", "json"),
    "eval_data": ("/srv/eval", Path("/srv/eval")),
}

BAD = {
    "data": ["", "  "],
    "index": ["", "http://m:19530", "milvus+http://", "milvus+http:///db", "milvus+http://m/a/b"],
    "store": [
        "",
        "mysql://p/db",
        "postgresql://p",
        "postgresql://p/",
        "postgresql:///db",
        "postgresql://p:x/db",
        "postgresql://p:0/db",
        "postgresql://p/db#x",
    ],
    "collection": ["", "../x", "/abs", "a/b", "..", "a b", "é", "x" * 65, "a\u200bb", "-", "_-"],
    "collections": ["", ",", "a,", "a,../x", "a b"],
    "language": ["", "la", "deutsche"],
    "model": ["", " "],
    "runtime": ["", "torch", "Light"],
    "models": [""],
    "reader": ["", " "],
    "effort": ["", "-1", "10001", "much"],
    "confidence": ["", "high", "-0.1", "1.1", "nan", "inf"],
    "host": [""],
    "port": ["", "http", "-1", "65536", "80.5"],
    "public_url": [
        "",
        "a.example",
        "ftp://a.example",
        "https://",
        "https://a.example/?q=1",
        "https://a.example/#top",
        "https://me:secret@a.example",
        "https://a b.example",
        "https://é.example",
        "https://a.example:99999",
        "https://[::1",
        "javascript:alert(1)",
        "https:/a.example",
        "https://a.example\\b",
        "https://a.example\n",
    ],
    "base_path": ["pincite", "//evil.example", "/a//b", "/a/../b", "/.", "/a b", "/a?b", "/%61"],
    "trust_proxy": [
        "",
        "*",
        "proxy",
        "0.0.0.0/0",
        "::/0",
        "10.0.0.1/24",
        "10.0.0.2,",
        "10.0.0.999",
    ],
    "user_header": ["", "X User", "X_User", "X-User:", "Ü"],
    "cors": [
        "",
        "*",
        "null",
        "https://a.example/x",
        "a.example",
        "https://*.a.example",
        "ftp://a",
        "https://a:0",
        "https://a;b",
        "https://a,,https://b",
    ],
    "frame_ancestors": ["", "*", "'self'", "https://a.example; script-src *", "https:"],
    "threads": ["0", "257", "many"],
    "questions": ["0", "257", "all"],
    "per_address": ["0", "10001", "any"],
    "queue": ["0", "10001", "many"],
    "workers": ["0", "17", "many"],
    "documents": ["0", "10000001", "all"],
    "originals": ["", "2", "yes"],
    "upload_mb": ["0", "1001", "10MB"],
    "key": ["", "too-short", "with a space in the middle", "ключ-ключ-ключ-ключ", "a\n" * 10],
    "llm_url": [
        "",
        "ollama",
        "ftp://a/v1",
        "http://",
        "http://u:p@a/v1",
        "http://a/v1?key=1",
        "http://[a/v1",
        "http://a:x/v1",
        "http://a/v1#b",
    ],
    "llm_model": ["", " "],
    "llm_key": ["", "a b", "ключ", "a\n"],
    "llm_key_file": [""],
    "llm_connect": ["", "soon", "0", "3601", "nan"],
    "llm_first": ["", "-1"],
    "llm_gap": ["0"],
    "llm_total": ["inf"],
    "llm_calls": ["0", "257", "many"],
    "metrics_port": ["", "0", "65536", "http"],
    "log": ["", "JSON", "jsno", "people"],
    "eval_data": [""],
}


def test_a_public_address_leads_below_the_base_path() -> None:
    below = {"PINCITE_BASE_PATH": "/pincite", "PINCITE_PUBLIC_URL": "https://a.example/pincite"}
    assert Config.from_env(below).base_path == "/pincite"
    with pytest.raises(ConfigError, match="has to end in PINCITE_BASE_PATH, which is /pincite"):
        Config.from_env(below | {"PINCITE_PUBLIC_URL": "https://a.example"})


def test_the_header_of_a_user_is_refused_where_no_proxy_is_trusted() -> None:
    with pytest.raises(ConfigError, match="set PINCITE_TRUST_PROXY as well"):
        Config.from_env({"PINCITE_USER_HEADER": "X-Forwarded-User"})


def test_lists_are_shown_as_they_are_written() -> None:
    config = Config.from_env({"PINCITE_TRUST_PROXY": "10.0.0.2,10.1.0.0/24"})
    shown = "10.0.0.2/32, 10.1.0.0/24"
    assert ("PINCITE_TRUST_PROXY", shown, "environment (PINCITE_TRUST_PROXY)") in config.rows()


def test_every_setting_has_an_example_here() -> None:
    assert GIVEN.keys() == BAD.keys() == SETTINGS.keys()


def test_every_setting_is_a_field_with_help() -> None:
    names = {item.name for item in fields(Config)} - {"origins"}

    assert names == SETTINGS.keys()
    assert all(setting.help for setting in SETTINGS.values())


def test_an_empty_environment_gives_the_defaults() -> None:
    config = Config.from_env({"HOME": "/root", "PATH": "/bin"})

    assert config == Config()
    assert {origin for _, _, origin in config.rows()} == {"default"}


@pytest.mark.parametrize("name", GIVEN)
def test_a_setting_is_read_from_its_variable(name: str) -> None:
    value = GIVEN[name][1]
    pairs = {"llm_url": "llm_model", "llm_model": "llm_url", "user_header": "trust_proxy"}
    needed = (pairs | {"store": "index"}).get(name, name)
    given = {variable_of(one): GIVEN[one][0] for one in (name, needed)}
    config = Config.from_env(given)

    assert getattr(config, name) == value
    assert config.origins[name] == f"environment ({variable_of(name)})"
    assert config.origins.keys() == {name, needed}


@pytest.mark.parametrize(("name", "text"), [(n, text) for n in BAD for text in BAD[n]])
def test_a_bad_value_stops_naming_its_variable(name: str, text: str) -> None:
    with pytest.raises(ConfigError, match=rf"^{variable_of(name)}: \S"):
        Config.from_env({variable_of(name): text})


def test_a_bad_key_is_not_printed_with_the_complaint() -> None:
    with pytest.raises(ConfigError) as caught:
        Config.from_env({"PINCITE_KEY": "short-secret"})

    assert "short-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("PINCITE_DATAS", "PINCITE_DATA"),
        ("PINCITE_PROT", "PINCITE_PORT"),
        ("PINCITE_UPLOADMB", "PINCITE_UPLOAD_MB"),
        ("PINCITE_data", "PINCITE_DATA"),
    ],
)
def test_a_misspelt_variable_stops_with_the_nearest(variable: str, meant: str) -> None:
    """A setting that is silently not read is the worst kind of wrong setting."""
    with pytest.raises(ConfigError, match=rf"{variable}: no such setting.*{meant}\?"):
        Config.from_env({variable: "x"})


def test_an_unknown_variable_near_to_none_points_at_doctor() -> None:
    with pytest.raises(ConfigError, match="PINCITE_ZZZZZZ: no such setting: see `pincite doctor`"):
        Config.from_env({"PINCITE_ZZZZZZ": "1"})


def test_an_option_outranks_the_environment() -> None:
    config = Config.from_env({"PINCITE_PORT": "9000", "PINCITE_HOST": "127.0.0.1"})
    config = config.with_options(port="9001", host=None)

    assert (config.port, config.host) == (9001, "127.0.0.1")
    assert config.origins["port"] == "option (--port)"
    assert config.origins["host"] == "environment (PINCITE_HOST)"


def test_a_bad_option_is_named_as_the_user_typed_it() -> None:
    with pytest.raises(ConfigError, match=r"^--upload-mb: 0 is not between 1 and 1000$"):
        Config().with_options(upload_mb="0")


def test_rows_show_each_setting_with_its_value_and_origin() -> None:
    rows = Config.from_env({"PINCITE_PORT": "9000"}).with_options(collection="papers").rows()

    assert [row[0] for row in rows] == [variable_of(name) for name in SETTINGS]
    assert ("PINCITE_PORT", "9000", "environment (PINCITE_PORT)") in rows
    assert ("PINCITE_COLLECTION", "papers", "option (--collection)") in rows
    assert ("PINCITE_KEY", "(not set)", "default") in rows


def test_the_key_is_never_shown() -> None:
    config = Config.from_env({"PINCITE_KEY": KEY, "PINCITE_LLM_KEY": KEY})

    assert KEY not in repr(config)
    assert KEY not in str(config.rows())
    assert ("PINCITE_LLM_KEY", "(set, not shown)", "environment (PINCITE_LLM_KEY)") in config.rows()
    assert ("PINCITE_KEY", "(set, not shown)", "environment (PINCITE_KEY)") in config.rows()


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["llm_url"], "PINCITE_LLM_URL is set, so set PINCITE_LLM_MODEL as well"),
        (["llm_model"], "PINCITE_LLM_MODEL is set, so set PINCITE_LLM_URL as well"),
        (["llm_key", "llm_key_file"], "PINCITE_LLM_KEY and PINCITE_LLM_KEY_FILE are both set"),
    ],
)
def test_half_of_what_reaches_a_language_model_is_refused(names: list[str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        Config.from_env({variable_of(name): GIVEN[name][0] for name in names})


def test_a_store_needs_a_milvus_beside_it() -> None:
    with pytest.raises(ConfigError, match=r"PINCITE_STORE is for many servers.*set PINCITE_INDEX"):
        Config.from_env({"PINCITE_STORE": GIVEN["store"][0]})


def test_the_password_of_a_server_is_never_shown() -> None:
    names = ("index", "store")
    config = Config.from_env({variable_of(name): GIVEN[name][0] for name in names})

    assert "secret" not in repr(config) + str(config.rows())
    shown = {name: value for name, value, _ in config.rows()}
    assert shown["PINCITE_INDEX"] == "milvus+https://m:1/db"
    assert shown["PINCITE_STORE"] == "postgresql://p/db"


@pytest.mark.parametrize(
    "address",
    ["postgresql://p/db?user=ada&password=secret", "postgresql://secret@p/db"],
)
def test_a_password_at_an_unusual_place_is_not_shown_either(address: str) -> None:
    given = {"PINCITE_INDEX": "milvus+http://m", "PINCITE_STORE": address}
    rows = Config.from_env(given).rows()

    assert ("PINCITE_STORE", "postgresql://p/db", "environment (PINCITE_STORE)") in rows


@pytest.mark.parametrize(
    "name", ["PINCITE_LLM_URL", "PINCITE_PUBLIC_URL", "PINCITE_INDEX", "PINCITE_STORE"]
)
@pytest.mark.parametrize(
    "address",
    [
        "http://ada:secret@example.org/v1",
        "http://example.org/v1?key=secret",
        "http://example.org/v1#secret",
        "ftp://ada:secret@example.org",
        "ada:secret@example.org",
        "http://ada:secret@example.org:x",
        "milvus+http://ada:secret/x@example.org",
        "postgresql://ada:p@secret@example.org/db",
    ],
)
def test_a_secret_in_an_address_is_not_printed_with_the_complaint(name: str, address: str) -> None:
    with pytest.raises(ConfigError, match=name) as caught:
        Config.from_env({name: address})

    assert "secret" not in str(caught.value)


_STORE, _MILVUS = "postgresql://ada:{}@p:5432/db", "milvus+http://ada:{}@m:1/db"


@pytest.mark.parametrize("begin", ["12", "x", ""])
@pytest.mark.parametrize(
    ("address", "sign"),
    [
        *((_STORE, sign) for sign in ("/", "?", "#", "@", "%", "/@", "[", "%zz")),
        *((_MILVUS, sign) for sign in ("/", "?", "#", "/@", "[")),
    ],
)
def test_a_password_is_not_taken_for_a_host(address: str, begin: str, sign: str) -> None:
    name = "PINCITE_STORE" if address is _STORE else "PINCITE_INDEX"
    given = {"PINCITE_INDEX": "milvus+http://m", name: address.format(f"{begin}{sign}secret")}
    with pytest.raises(ConfigError, match=name) as caught:
        Config.from_env(given)

    assert "secret" not in str(caught.value)
    assert "%2F" in str(caught.value) or address is _MILVUS


def test_a_password_whose_signs_are_escaped_is_taken() -> None:
    address = "postgresql://ada:%25%40%2F%3F%23%3A@p:5432/db"
    config = Config.from_env({"PINCITE_INDEX": "milvus+http://m", "PINCITE_STORE": address})

    assert config.store == address


def test_a_folder_is_made_absolute_and_knows_the_home_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The server must not move its data when its working directory changes."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    assert Config.from_env({"PINCITE_DATA": "~/data"}).data == tmp_path / "data"
    assert Config.from_env({"PINCITE_DATA": "data"}).data == tmp_path / "data"


def test_a_collection_is_a_directory_of_its_own_in_the_data() -> None:
    config = Config.from_env({"PINCITE_DATA": "/srv", "PINCITE_COLLECTION": "papers"})

    assert config.directory == Path("/srv/papers")
