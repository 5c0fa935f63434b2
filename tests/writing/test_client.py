"""The client of language models, against a server that does what servers do at their worst."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from model_server import (
    HEAD,
    Connection,
    Script,
    answering,
    breaking_off,
    closing_early,
    dripping,
    endless,
    falling_silent,
    flooding,
    model_server,
    piece,
    refusing,
    sending,
    silent,
)

from qa.writing.breaker import FAILURES, SECONDS, Breaker
from qa.writing.call import MAX_BYTES, Deadlines, Endpoint
from qa.writing.client import MAX_TEXT, ChatClient
from qa.writing.failures import ModelFailed
from qa.writing.usage import Usage

KEY = "sk-canary-0123456789"
MESSAGES = [{"role": "user", "content": "Who counted the herons?"}]
PATIENT = Deadlines(connect=60, first=60, gap=60, total=60, pause=0.001)
"""For what must not depend on how quick this machine is."""
HASTY = replace(PATIENT, first=0.2, gap=0.2)
"""For servers that never say anything more, however long one waits."""


def client_of(url: str, limits: Deadlines = PATIENT, calls: int = 4, **more: Any) -> ChatClient:
    return ChatClient(Endpoint(f"{url}/chat/completions", "toy", KEY, limits), calls, **more)


def said(client: ChatClient) -> str:
    return "".join(text for text in client.stream(MESSAGES) if isinstance(text, str))


def failed(client: ChatClient) -> tuple[ModelFailed, str]:
    """Return why a call failed, and what came before."""
    texts: list[str] = []
    with pytest.raises(ModelFailed) as caught:
        texts.extend(text for text in client.stream(MESSAGES) if isinstance(text, str))
    assert KEY not in str(caught.value)
    assert "127.0.0.1" not in str(caught.value)
    return caught.value, "".join(texts)


# As it should be ----------------------------------------------------------------------


def test_an_answer_comes_in_pieces() -> None:
    with model_server(answering("Ada ", "Lund\n", "é")) as server:
        assert said(client_of(server.url)) == "Ada Lund\né"

    (request,) = server.seen
    assert request.head.startswith("POST /v1/chat/completions HTTP/1.1\r\n")
    assert f"\r\nauthorization: bearer {KEY}\r\n" in request.head.lower()
    assert request.body["messages"] == MESSAGES
    assert (request.body["model"], request.body["stream"]) == ("toy", True)


def test_without_a_key_none_is_sent() -> None:
    with model_server(answering("Ada")) as server:
        endpoint = Endpoint(f"{server.url}/chat/completions", "toy", deadlines=PATIENT)
        assert said(ChatClient(endpoint, 1)) == "Ada"

    assert "authorization" not in server.seen[0].head.lower()


def test_a_proxy_of_this_machine_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with model_server(answering("stolen")) as proxy, model_server(answering("Ada")) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert said(client_of(server.url)) == "Ada"

    assert proxy.seen == []


def test_an_end_without_a_mark_is_an_end_if_the_model_says_why_it_ended() -> None:
    with model_server(sending([event(piece("Ada")), event(piece("", "stop"))])) as server:
        assert said(client_of(server.url)) == "Ada"


def test_events_of_other_names_are_dropped() -> None:
    foreign = b"event: execute\ndata: " + piece("rm -rf /").encode() + b"\n\n"
    comment, own = b": still here\n\n", b"event: message\n" + event(piece("Ada"))
    with model_server(sending([foreign, comment, own, event("[DONE]")])) as server:
        assert said(client_of(server.url)) == "Ada"


def test_thinking_aloud_is_no_answer() -> None:
    thought = '{"choices": [{"delta": {"reasoning_content": "Hm."}}]}'
    usage = '{"choices": [], "usage": {"total_tokens": 3}}'
    pieces = [event(thought), event(piece("Ada")), event(usage), event("[DONE]")]
    with model_server(sending(pieces)) as server:
        assert said(client_of(server.url)) == "Ada"


def test_a_model_that_knows_no_temperature_is_asked_without() -> None:
    with model_server(refusing("400 Bad Request"), answering("Ada")) as server:
        assert said(client_of(server.url)) == "Ada"

    assert [sorted(request.body) for request in server.seen] == [
        ["max_tokens", "messages", "model", "stream", "stream_options", "temperature"],
        ["messages", "model", "stream", "stream_options"],
    ]


def test_a_server_that_does_not_count_is_asked_without() -> None:
    bad = refusing("400 Bad Request")
    with model_server(bad, bad, answering("Ada")) as server:
        assert said(client_of(server.url)) == "Ada"

    assert sorted(server.seen[-1].body) == ["messages", "model", "stream"]


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ({"prompt_tokens": 31, "completion_tokens": 7, "total_tokens": 38}, [Usage(31, 7)]),
        ({"prompt_tokens": 0, "completion_tokens": 0}, [Usage(0, 0)]),
        ({"prompt_tokens": 31}, []),
        ({"prompt_tokens": -1, "completion_tokens": 7}, []),
        ({"prompt_tokens": True, "completion_tokens": 7}, []),
        ({"prompt_tokens": 31.5, "completion_tokens": 7}, []),
        ({"prompt_tokens": 10**12, "completion_tokens": 7}, []),
        ("31", []),
    ],
)
def test_what_a_reply_took_is_yielded_where_the_server_counts(
    told: Any, counted: list[Usage]
) -> None:
    with model_server(lambda connection: connection.answer("Ada", usage=told)) as server:
        found = [*client_of(server.url).stream(MESSAGES)]

    assert [one for one in found if isinstance(one, Usage)] == counted
    assert server.seen[0].body["stream_options"] == {"include_usage": True}


def test_invalid_utf_8_becomes_marks_and_hides_nothing() -> None:
    data = event(piece("Ada \ue000Lund")).replace(b"\\ue000", b"\xff\xfe")
    with model_server(sending([data, event("[DONE]")])) as server:
        assert said(client_of(server.url)) == "Ada \ufffd\ufffdLund"


def test_half_characters_become_marks() -> None:
    with model_server(answering("Ada \ud800")) as server:
        assert said(client_of(server.url)) == "Ada \ufffd"


# What fails ---------------------------------------------------------------------------


def event(data: str) -> bytes:
    return f"data: {data}\n\n".encode()


@pytest.mark.parametrize(
    ("script", "status", "before"),
    [
        (silent, "slow", ""),
        (falling_silent, "slow", "Ada Lund counted "),
    ],
)
def test_silence_ends_with_a_deadline(script: Script, status: str, before: str) -> None:
    with model_server(script) as server:
        failure, text = failed(client_of(server.url, HASTY))

    assert (failure.status, text) == (status, before)


def test_a_server_that_drips_is_held_to_the_deadline_of_the_whole() -> None:
    with model_server(dripping) as server:
        assert failed(client_of(server.url, replace(PATIENT, total=0.3)))[0].status == "slow"


def test_signs_of_life_do_not_put_off_the_first_word() -> None:
    def alive(connection: Connection) -> None:
        connection.send(HEAD)
        while True:
            connection.chunk(b": still here\n\n")
            threading.Event().wait(0.01)

    with model_server(alive) as server:
        assert failed(client_of(server.url, replace(PATIENT, first=0.2)))[0].status == "slow"


@pytest.mark.parametrize(
    ("script", "status"),
    [
        (refusing("301 Moved", "Location: http://127.0.0.1:9/"), "refused"),
        (refusing("401 Unauthorized", body=KEY), "refused"),
        (refusing("404 Not Found"), "refused"),
        (refusing("418 I'm a teapot"), "refused"),
        (refusing("400 Bad Request", body="request (9083 tokens) exceeds"), "refused"),
        (refusing("500 Internal Server Error", body=KEY), "failed"),
        (refusing("429 Too Many Requests", "Retry-After: 3600"), "busy"),
        (refusing("503 Unavailable", "Retry-After: 9" + "9" * 500), "failed"),
        (sending([event("{not json}")]), "failed"),
        (sending([event("[" * 100_000)]), "failed"),
        (sending([event("[]")]), "failed"),
        (sending([event('{"error": {"message": "' + KEY + '"}}')]), "failed"),
        (sending([b"<html>It works!</html>"]), "incomplete"),
        (sending([]), "incomplete"),
        (sending([event(piece("", "content_filter"))]), "declined"),
        (sending([event('{"choices": [{"delta": {"refusal": "No."}}]}')]), "declined"),
        (lambda connection: connection.send(b"SSH-2.0-OpenSSH\r\n"), "unreachable"),
        (lambda connection: connection.reset(), "unreachable"),
        (lambda connection: None, "unreachable"),
        (lambda connection: connection.send(HEAD + b"zzz\r\n"), "unreachable"),
    ],
)
def test_a_failure_is_named(script: Script, status: str) -> None:
    with model_server(script) as server:
        failure, text = failed(client_of(server.url))

    assert (failure.status, text) == (status, "")


@pytest.mark.parametrize("script", [breaking_off, closing_early])
def test_what_came_before_a_break_is_kept_and_not_asked_for_again(script: Script) -> None:
    with model_server(script) as server:
        failure, text = failed(client_of(server.url))

    assert failure.status == "unreachable"
    assert text == "Ada Lund counted 40 herons in 1871. And "
    assert len(server.seen) == 1


def test_an_answer_that_was_cut_off_at_its_length_is_not_complete() -> None:
    with model_server(sending([event(piece("Ada", "length")), event("[DONE]")])) as server:
        failure, text = failed(client_of(server.url))

    assert (failure.status, text) == ("incomplete", "Ada")


def test_packed_replies_are_not_unpacked() -> None:
    """A kilobyte could unpack to a gigabyte."""
    packed = gzip.compress(event(piece("Ada")))

    def script(connection: Connection) -> None:
        connection.send(HEAD.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n"))
        connection.chunk(packed)
        connection.end()

    with model_server(script) as server:
        assert failed(client_of(server.url))[0].status == "refused"
    assert "accept-encoding: identity" in server.seen[0].head.lower()


def test_what_never_ends_is_cut_off() -> None:
    with model_server(endless) as server:
        failure, text = failed(client_of(server.url))

    assert failure.status == "too_long"
    assert len(text) <= MAX_TEXT


def test_a_gigabyte_is_not_read() -> None:
    sent: list[int] = []

    def script(connection: Connection) -> None:
        try:
            flooding(connection)
        finally:
            sent.append(1)

    with model_server(script) as server:
        assert failed(client_of(server.url))[0].status == "too_long"
    assert sent == [1], "the server noticed that nobody listens"
    assert MAX_BYTES < 10_000_000


def test_nobody_listens_at_the_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    failure, _ = failed(client_of(f"http://127.0.0.1:{port}/v1"))

    assert failure.status == "unreachable"


def test_a_port_that_never_accepts_is_slow() -> None:
    """A black hole: a full queue of connections that nobody takes."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        filling = [socket.socket() for _ in range(8)]
        for one in filling:
            one.setblocking(False)
            one.connect_ex(address)
        failure, _ = failed(
            client_of(f"http://127.0.0.1:{address[1]}/v1", replace(PATIENT, connect=0.2))
        )
        for one in filling:
            one.close()

    assert failure.status == "slow"


def test_a_name_that_is_none_is_unreachable() -> None:
    failure, _ = failed(client_of("http://nowhere.invalid:9/v1"))

    assert failure.status == "unreachable"


def test_a_server_without_tls_where_tls_is_meant_is_unreachable() -> None:
    with model_server(silent) as server:
        url = server.url.replace("http://", "https://")
        failure, _ = failed(client_of(url, replace(PATIENT, connect=0.5)))

    assert failure.status in ("unreachable", "slow")


# Trying again -------------------------------------------------------------------------


def test_two_more_tries_are_made_before_the_first_word() -> None:
    bad = refusing("500 Internal Server Error")
    with model_server(bad, lambda c: c.reset(), answering("Ada")) as server:
        assert said(client_of(server.url)) == "Ada"
    with model_server(bad, bad, bad, answering("Ada")) as server:
        assert failed(client_of(server.url))[0].status == "failed"
        assert len(server.seen) == 3


def test_the_server_may_say_when_to_come_again() -> None:
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    for value in ("0", "1", at, "soon", "-1"):
        slow_down = refusing("429 Too Many Requests", f"Retry-After: {value}")
        with model_server(slow_down, answering("Ada")) as server:
            assert said(client_of(server.url)) == "Ada"


# Too many, too often ------------------------------------------------------------------


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_model_that_keeps_failing_is_left_alone_for_a_while() -> None:
    clock = Clock()
    broken, well = refusing("404 Not Found"), answering("Ada")
    down = refusing("500 Internal Server Error", "Retry-After: 3600")
    with model_server(*[down] * FAILURES, down, well, broken) as server:
        client = client_of(server.url, breaker=Breaker(clock))
        for _ in range(FAILURES):
            assert failed(client)[0].status == "failed"
        assert "tried again in 30 seconds" in failed(client)[0].reason
        assert len(server.seen) == FAILURES

        clock.now += SECONDS
        assert failed(client)[0].status == "failed"
        assert failed(client)[0].status == "unreachable"
        assert len(server.seen) == FAILURES + 1, "one call was let through"

        clock.now += SECONDS
        assert said(client) == "Ada"
        for _ in range(FAILURES + 1):
            assert failed(client)[0].status == "refused", "it answers, so it is well"


def test_one_call_at_a_time_sees_whether_a_model_is_well_again() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        breaker.enter()
        breaker.failed()
    clock.now += SECONDS
    breaker.enter()
    with pytest.raises(ModelFailed):
        breaker.enter()
    breaker.abandoned()
    breaker.enter()
    breaker.succeeded()
    breaker.enter()
    breaker.enter()


def test_a_call_that_cannot_begin_holds_neither_a_place_nor_the_breaker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        breaker.failed()
    clock.now += SECONDS
    with model_server(answering("Ada")) as server:
        client = client_of(server.url, calls=1, breaker=breaker)
        with monkeypatch.context() as patched:
            patched.setattr(threading.Thread, "start", no_thread)
            with pytest.raises(RuntimeError, match="can't start"):
                said(client)
        assert not client._open
        assert said(client) == "Ada"


def no_thread(thread: threading.Thread) -> None:
    """Fail as Python does where the system gives no more threads."""
    raise RuntimeError("can't start new thread")


def test_no_more_calls_are_open_than_may_be() -> None:
    with model_server(silent) as server:
        client = client_of(server.url, calls=2)
        waiting = [client.stream(MESSAGES) for _ in range(2)]
        assert [next(one) for one in waiting] == [None, None]
        assert failed(client)[0].status == "busy"
        for one in waiting:
            close(one)
        wait_for(lambda: next_is_open(client))


def next_is_open(client: ChatClient) -> bool:
    stream = client.stream(MESSAGES)
    try:
        next(stream)
    except ModelFailed:
        return False
    close(stream)
    return True


def close(stream: Iterator[str | Usage | None]) -> None:
    stream.close()  # type: ignore[attr-defined]


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(3000):
        if condition():
            return
        threading.Event().wait(0.02)
    raise AssertionError("it never came true")


@pytest.mark.parametrize("before", [b"", HEAD])
def test_who_goes_away_takes_the_connection_along(before: bytes) -> None:
    closed = threading.Event()

    def script(connection: Connection) -> None:
        connection.send(before)
        connection.wait_until_closed()
        closed.set()

    with model_server(script) as server:
        stream = client_of(server.url).stream(MESSAGES)
        assert next(stream) is None
        wait_for(lambda: bool(server.seen))
        close(stream)
        assert closed.wait(30), "the model was left talking to nobody"


def test_closing_ends_every_call_and_begins_none() -> None:
    with model_server(silent) as server:
        client = client_of(server.url)
        stream = client.stream(MESSAGES)
        assert next(stream) is None
        wait_for(lambda: bool(server.seen))
        client.close()
        with pytest.raises(ModelFailed):
            for _ in stream:
                pass
        assert failed(client)[0].reason == "The service is shutting down."


def test_neither_key_nor_address_is_in_what_a_log_would_hold(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(0)
    with model_server(refusing("500 Broken", body=KEY)) as server:
        client = client_of(server.url)
        failed(client)

    assert KEY not in caplog.text
    assert KEY not in repr(client._endpoint)
    assert "the model did not answer (failed)" in caplog.text
