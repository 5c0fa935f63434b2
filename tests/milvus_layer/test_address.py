"""The address of a Milvus, as settings give it."""

import pytest

from index.milvus.address import Address


@pytest.mark.parametrize(
    ("url", "uri", "database", "token"),
    [
        ("milvus+http://localhost", "http://localhost:19530", "", ""),
        ("milvus+http://10.0.0.1:29550/", "http://10.0.0.1:29550", "", ""),
        ("milvus+https://ann:p%40ss@example.org/papers", "https://example.org:19530", "papers",
         "ann:p@ss"),
        ("milvus+https://key@[::1]:443/papers", "https://[::1]:443", "papers", "key"),
    ],
)  # fmt: skip
def test_an_address_has_server_database_and_token(
    url: str, uri: str, database: str, token: str
) -> None:
    address = Address.parse(url)

    assert (address.uri, address.database, address.token) == (uri, database, token)
    assert not token or token not in repr(address)


@pytest.mark.parametrize(
    "url",
    ["http://localhost:19530", "milvus://localhost", "milvus+http://", "milvus+http://a/b/c", "",
     "milvus+http://ann:secret@/x", "milvus+http://ann:secret/x@host", "milvus+http://a:p@host:secret",
     "milvus+http://ann:secret\u2100@host"],
)  # fmt: skip
def test_what_is_no_address_is_refused_and_no_password_told(url: str) -> None:
    with pytest.raises(ValueError, match=r"looks like milvus\+http://host:19530") as fault:
        Address.parse(url)

    assert "secret" not in str(fault.value)
