"""Uploads and questions that somebody made to hurt."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from web_client import (
    ASK,
    DOCUMENTS,
    QUESTION,
    SEARCH,
    VERIFY,
    MakeClient,
    ask,
    fault,
    upload,
    upload_raw,
)

from index import LocalIndex

# Uploads that somebody made to hurt (abuse cases 1-8, 13) ----------------------------

NAMES = [
    b"../../../../tmp/pwn.txt",
    b"..%2f..%2fpwn",
    rb"..\..\pwn.txt",
    b"/etc/cron.d/pwn",
    b"C:\\pwn.txt",
    b"....//pwn",
    b"\xc0\xae\xc0\xae/pwn",
    b"",
    b".",
    b"..",
    b"\x00.pdf",
    b"a" * 300,
    "日".encode() * 200,
    b"a\r\nX: y.pdf",
    b"a\nb",
    "\u202egpj.exe".encode(),
    "\u200b\ufeff".encode(),
    b"CON.txt",
    b"<img src=x onerror=alert(1)>.txt",
    b'\\"><svg onload=alert(1)>.pdf',
    b"%00%0d%0a",
    b"\xff\xfe",
    "e\u0301🦩.md".encode(),
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_file_name_is_shown_and_never_used(
    client: FlaskClient, tmp_path: Path, index: LocalIndex, name: bytes
) -> None:
    before = {path for path in tmp_path.rglob("*") if index.directory not in path.parents}
    response = upload_raw(client, name)

    assert {path for path in tmp_path.rglob("*") if index.directory not in path.parents} == before
    if response.status_code != 201:
        fault(response, 400, 422)
        return
    label = response.get_json()["document"]["source"]
    assert 0 < len(label) <= 200
    assert not set(label) & {"/", "\\", "\0", "\r", "\n", "\u202e", "\u200b"}
    assert client.get(DOCUMENTS).get_json()["documents"][0]["source"] == label


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%%EOF",
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"PK\x03\x04" + bytes(50),
        b"MZ\x90\x00" + bytes(50),
        b"\x7fELF" + bytes(50),
        b"\x1f\x8b\x08" + bytes(50),
        b"GIF89a" + bytes(20),
        b"\xd0\xcf\x11\xe0" + bytes(50),
        b"%PDF-1.7 PK\x03\x04 polyglot",
        bytes(range(256)) * 20,
        bytes(1000),
    ],
    ids=["PDF", "PNG", "ZIP", "EXE", "ELF", "gzip", "GIF", "OLE", "both", "binary", "zeros"],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a", "a.docx", "a.pdf"])
def test_the_bytes_decide_what_a_file_is(client: FlaskClient, name: str, data: bytes) -> None:
    assert fault(upload(client, name, data), 415, 422) in ("unsupported_format", "damaged")
    assert client.get(DOCUMENTS).get_json() == {"documents": []}


@pytest.mark.parametrize(
    "told", ["application/pdf", "text/html", "image/svg+xml", "application/x-msdownload", "x"]
)
def test_what_a_client_calls_a_file_decides_nothing(client: FlaskClient, told: str) -> None:
    """A script that is called a PDF is text, as its bytes are, and a picture is none."""
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
    replies = [
        client.post(
            f"{DOCUMENTS}?wait=60",
            data=f"{head}Content-Type: {told}\r\n\r\n".encode() + data + b"\r\n--x--\r\n",
            content_type="multipart/form-data; boundary=x",
        )
        for data in (b"rm -rf herons", b"\x89PNG\r\n\x1a\n" + bytes(50))
    ]

    assert replies[0].status_code == 201
    assert fault(replies[1], 415) == "unsupported_format"
    (listed,) = client.get(DOCUMENTS).get_json()["documents"]
    text = client.get(f"{DOCUMENTS}/{listed['id']}/text")
    assert (text.mimetype, text.get_data()) == ("text/plain", b"rm -rf herons")


@pytest.mark.parametrize("data", [b"", b" \n\f\t", b"...!?", "\u200b\u2028".encode()])
def test_a_file_without_words_is_refused(client: FlaskClient, data: bytes) -> None:
    assert fault(upload(client, "a.txt", data), 422) == "empty_document"
    assert client.get(DOCUMENTS).get_json() == {"documents": []}


def test_a_file_over_the_limit_is_refused_and_one_under_it_taken(make_client: MakeClient) -> None:
    client = make_client(upload_mb=1)
    line = b"The heron stands in water.\n"

    assert upload(client, "a.txt", line * 37_000).status_code == 201
    assert fault(upload(client, "b.txt", line * 38_000), 413) == "too_large"
    assert len(client.get(DOCUMENTS).get_json()["documents"]) == 1


def test_more_than_one_document_may_have_is_refused(make_client: MakeClient) -> None:
    client = make_client(upload_mb=20)

    assert fault(upload(client, "a.txt", b"heron " * 1_666_667), 413) == "too_large"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"--x\r\n", f"multipart/form-data; boundary={'x' * 70_000}"),
        (b"--x--", "multipart/form-data; boundary=x"),
        (b"\r\n" + b"a" * 5_000_000, "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\n\r\n" + b"a" * 5_000_000, "multipart/form-data; boundary=x"),
        (b"--x\r\n" + b"a" * 5_000_000, "multipart/form-data; boundary=x"),
        (b"--x\r\nA: " + b"a" * 600_000 + b"\r\n\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"file=heron", "application/x-www-form-urlencoded"),
        (b"A heron.", "text/plain"),
        (b"{}", "application/json"),
        (b"A heron.", None),
    ],
    ids=range(13),
)
def test_a_body_that_is_no_upload_is_refused_quickly(
    standing: FlaskClient, body: bytes, kind: str | None
) -> None:
    began = time.thread_time()

    fault(standing.post(DOCUMENTS, data=body, content_type=kind), 400, 413, 415, 422)
    assert time.thread_time() - began < 10


def part(name: str, value: bytes, filename: str = "") -> bytes:
    told = f'; filename="{filename}"' if filename else ""
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'
    return head.encode() + value + b"\r\n"


@pytest.mark.parametrize(
    "parts",
    [
        part("file", b"A heron.", "a.txt") + part("more", b"x"),
        part("file", b"A heron.", "a.txt") + part("file", b"An owl.", "b.txt"),
        part("file", b"A heron."),
        part("other", b"A heron.", "a.txt"),
        part("more", b"a" * 600_000) + part("file", b"A heron.", "a.txt"),
        part("more", b"x") * 10_001 + part("file", b"A heron.", "a.txt"),
    ],
    ids=["extra", "two files", "no file", "other field", "large field", "10,002 parts"],
)
def test_an_upload_of_anything_but_one_file_is_refused(client: FlaskClient, parts: bytes) -> None:
    body = parts + b"--x--\r\n"
    response = client.post(DOCUMENTS, data=body, content_type="multipart/form-data; boundary=x")

    fault(response, 413, 422)
    assert client.get(DOCUMENTS).get_json() == {"documents": []}


TEXTS = {
    "UTF-16 with mark": "The heron.".encode("utf-16"),
    "UTF-16 without": "The heron stands.".encode("utf-16-le"),
    "UTF-32": "The heron.".encode("utf-32"),
    "GBK": "苍鹭站在浅水里。它在一八七一年第一次被数到。".encode("gbk") * 20,
    "Latin-1": "Der Graureiher heißt auch Fischreiher, größer als früher.".encode("latin-1") * 9,
    "invalid UTF-8": b"The heron \xff\xfe stands.",
    "surrogates": b"The heron \xed\xa0\x80 stands.",
    "NUL": b"The heron\x00stands.",
    "no line end": b"heron " * 100_000,
    "no space": b"heron" * 50_000,
    "combining": ("heron a" + "\u0301" * 20_000).encode(),
    "ligature": ("heron " + "\ufdfa" * 5_000).encode(),
    "bidi": "heron \u202eיונק \u2066x\u2069 heron.".encode(),
    "tags": ("heron" + "".join(chr(0xE0000 + n) for n in range(32, 127))).encode(),
    "marks": b"heron." + b".!?" * 30_000,
    "breaks": b"heron" + b"\n\f\r\n" * 20_000 + b"heron",
    "noncharacters": "heron \ufffe \uffff \U0010ffff.".encode(),
    "open front matter": b"---\ntitle: heron\n" * 2_000,
    "YAML bomb": b"---\na: &a [x,x]\n" + b"b: [*a,*a]\n" * 99 + b"---\nheron",
    "deep quote": b">" * 5_000 + b" heron",
    "deep list": b"".join(b"  " * n + b"- heron\n" for n in range(200)),
    "links": b"[heron](" * 20_000,
    "tags open": b"<a " * 20_000 + b"heron",
    "comments open": b"<!--" * 20_000 + b"heron",
}


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("data", TEXTS.values(), ids=TEXTS)
def test_a_strange_text_is_quoted_exactly_or_refused(
    client: FlaskClient, data: bytes, name: str
) -> None:
    began = time.thread_time()
    response = upload(client, name, data)
    assert time.thread_time() - began < 10
    if response.status_code != 201:
        fault(response, 413, 415, 422)
        return
    place = f"{DOCUMENTS}/{response.get_json()['document']['id']}/text"
    text = client.get(place).get_data().decode()
    answer = ask(client, "heron").get_json()

    assert all(text[c["start"] : c["end"]] == c["quote"] for c in answer["citations"])
    verified = client.post(VERIFY, json=answer).get_json()["all_verbatim"]
    assert verified is bool(answer["sentences"]), "where nothing is quoted, nothing is verified"


# Questions that somebody made to hurt (abuse cases 16-20) ----------------------------


@pytest.mark.parametrize("path", [ASK, SEARCH])
@pytest.mark.parametrize(
    "question",
    [None, 1, [], {}, True, "", "   ", "?!", "\0", "\ud800", "a \udfff", "w" * 4001, "🦩" * 50_000],
    ids=range(13),
)
def test_what_is_no_question_is_refused(standing: FlaskClient, path: str, question: Any) -> None:
    fault(standing.post(path, json={"question": question}), 400, 413, 422)


BODIES = [
    b"",
    b"{",
    b"[]",
    b'"question"',
    b"null",
    b"{}",
    b"[" * 100_000,
    b'{"question":' * 50_000,
    b'{"question": "a", "question": "heron"}',
    b'{"question": NaN}',
    b'{"question": "heron", "k": Infinity}',
    b'{"question": 1e999}',
    b'{"question": ' + b"1" * 5000 + b"}",
    b'{"question": "heron", "tenant": "B"}',
    b'{"question": "heron", "role": "admin"}',
    b'{"question": "her\xff"}',
    b'{"question": "heron"} {}',
    b'{"\\ud800": "heron"}',
    b"\x1f\x8b\x08\x00" + bytes(20),
    b'{"question": "' + b"a" * 1_000_000 + b'"}',
]


@pytest.mark.parametrize("path", [ASK, SEARCH, VERIFY])
@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_body_that_is_no_request_is_refused(
    standing: FlaskClient, path: str, body: bytes
) -> None:
    fault(standing.post(path, data=body, content_type="application/json"), 400, 413, 422)


@pytest.mark.parametrize(
    "kind",
    [None, "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json", "é"],
)
def test_a_body_that_is_not_called_json_is_refused(standing: FlaskClient, kind: str | None) -> None:
    """A page of another site may send text without asking first; JSON it may not."""
    body = json.dumps({"question": QUESTION})

    assert fault(standing.post(ASK, data=body, content_type=kind), 415) == "unsupported_media_type"


@pytest.mark.parametrize(
    "k", [-1, 0, 51, 51.0, 10**9, 1e300, 2**63, 10**400, "5", "5.0", 5.5, True, None, [5]]
)
def test_a_number_of_hits_that_is_none_is_refused_by_name(standing: FlaskClient, k: Any) -> None:
    response = standing.post(SEARCH, json={"question": "heron", "k": k})

    assert fault(response, 422) == "invalid_field"
    assert response.get_json()["error"]["message"].startswith("k must be ")


def test_a_number_of_hits_may_be_written_as_any_json_writes_it(standing: FlaskClient) -> None:
    for k in (5, 5.0, 5e0):
        assert standing.post(SEARCH, json={"question": "heron", "k": k}).status_code == 200


@pytest.mark.parametrize(
    "question",
    (
        "\"¦'; DROP TABLE documents;--¦a AND¦NEAR(a¦a*¦-x¦col:val¦%s%n a¦{{7*7}} a¦${jndi:x}¦"
        f"__import__('os')¦(x|x)*y¦{'a' * 4000}¦a{'.' * 3999}¦{'a!?' * 1333}¦{'( a' * 1333}"
    ).split("¦"),
    ids=range(16),
)
def test_marks_in_a_question_are_never_syntax(standing: FlaskClient, question: str) -> None:
    began = time.thread_time()
    response = ask(standing, question)

    assert response.status_code in (200, 400)
    assert "49" not in response.get_json().get("question", "")
    assert time.thread_time() - began < 10
    assert len(standing.get(DOCUMENTS).get_json()["documents"]) == 1
