"""Which collection an address is of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.service.addresses import address_of, split_address


@pytest.mark.parametrize(
    ("path", "name", "rest"),
    [
        ("/", "", "/"),
        ("/api/v1/ask", "", "/api/v1/ask"),
        ("/read/x", "", "/read/x"),
        ("/c/birds", "birds", "/"),
        ("/c/birds/", "birds", "/"),
        ("/c/birds/read/x", "birds", "/read/x"),
        ("/c/birds/mcp", "birds", "/mcp"),
        ("/c/birds/v1/models", "birds", "/v1/models"),
        ("/c/birds/api/v1/ask", "birds", "/api/v1/ask"),
        ("/api/v1/collections/birds/ask", "birds", "/api/v1/ask"),
        ("/api/v1/collections/birds/documents/x/text", "birds", "/api/v1/documents/x/text"),
        ("/api/v1/collections/../ask", "..", "/api/v1/ask"),
        # Of the whole service
        ("/api/v1/collections", "", "/api/v1/collections"),
        ("/api/v1/collections/birds", "", "/api/v1/collections/birds"),
        ("/api/v1/collections/birds/", "", "/api/v1/collections/birds/"),
        ("/api/v1/bin", "", "/api/v1/bin"),
        ("/api/v1/service/changes", "", "/api/v1/service/changes"),
    ],
)
def test_an_address_is_of_one_collection_or_of_the_service(path: str, name: str, rest: str) -> None:
    assert split_address(path) == (name, rest)


@pytest.mark.parametrize(
    "path",
    [
        "/c",
        "/c/",
        "/c//read/x",
        "/c/birds/healthz",
        "/c/birds/readyz",
        "/c/birds/docs",
        "/c/birds/openapi.json",
        "/c/birds/static/main.js",
        "/c/birds/c/fish/read/x",
        "/c/birds/api/v1/collections",
        "/c/birds/api/v1/collections/fish",
        "/c/birds/api/v1/bin/x",
        "/c/birds/api/v1/service/changes",
        "/api/v1/collections/birds/collections/fish",
        "/api/v1/collections//ask",
        "/C/birds/read/x",
    ],
)
def test_what_is_of_the_whole_service_has_no_address_in_a_collection(path: str) -> None:
    assert split_address(path) == ("", path)


@given(st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True), st.text(max_size=20))
def test_what_is_put_together_comes_apart_again(name: str, rest: str) -> None:
    path = f"/read/{rest}"

    assert split_address(address_of(name, path)) == (name, path)
    assert split_address(address_of("", path)) == ("", path)


@given(st.text(max_size=60))
def test_no_address_is_rewritten_twice(path: str) -> None:
    name, rest = split_address(f"/c/birds/{path}")

    assert name == "" or split_address(rest) == ("", rest)
