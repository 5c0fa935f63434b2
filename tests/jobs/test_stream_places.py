"""Places for streams: nobody gets all of them."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import HOST, Client, serving_collection

from qa.config import Config
from qa.service.key_store import KeyStore
from qa.service.stream_places import StreamPlaces

KEY = "correct-horse-battery"
NOTE = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    b"The bittern booms.\r\n--x--\r\n"
)
UPLOAD = (
    b"POST /api/v1/documents HTTP/1.1\r\n"
    + HOST
    + b"Authorization: Bearer "
    + KEY.encode()
    + b"\r\nContent-Type: multipart/form-data; boundary=x\r\n"
)


def held_by(places: StreamPlaces, holder: str) -> list[Callable[[], None]]:
    """Take all that somebody can get."""
    taken = []
    while (give_back := places.take(holder)) is not None:
        taken.append(give_back)
    return taken


@pytest.mark.parametrize(("places", "alone"), [(1, 1), (2, 1), (3, 2), (8, 4), (10, 5)])
def test_one_alone_gets_half_and_the_next_a_place_all_the_same(places: int, alone: int) -> None:
    shared = StreamPlaces(places)

    assert len(held_by(shared, "ada")) == alone
    assert bool(held_by(shared, "berta")) == (places > 1)


@given(
    st.integers(1, 12),
    st.lists(st.tuples(st.sampled_from("abcde"), st.booleans()), max_size=60),
)
def test_who_has_none_gets_one_as_long_as_any_is_free(
    places: int, steps: list[tuple[str, bool]]
) -> None:
    shared = StreamPlaces(places)
    taken: dict[str, list[Callable[[], None]]] = {holder: [] for holder in "abcde"}
    for holder, comes in steps:
        held = Counter({one: len(of) for one, of in taken.items()})
        free = places - held.total()
        assert free >= 0
        if comes:
            give_back = shared.take(holder)
            assert (give_back is not None) == (free > held[holder])
            taken[holder] += [] if give_back is None else [give_back]
        elif taken[holder]:
            taken[holder].pop()()


def test_a_place_that_is_given_back_twice_is_one_place() -> None:
    shared = StreamPlaces(2)
    give_back = shared.take("ada")
    assert give_back is not None
    give_back()
    give_back()
    held = [held_by(shared, holder) for holder in ("ada", "berta", "carla")]

    assert [len(one) for one in held] == [1, 1, 0]


def test_one_key_cannot_take_the_streams_of_all_others(tmp_path: Path) -> None:
    store = KeyStore(tmp_path)
    keys = [store.add(name, "read", None)[1] for name in ("ada", "berta", "carla")]
    config = Config(port=0, key=KEY, threads=32, data=tmp_path)
    with serving_collection(tmp_path / "main", config=config) as server, ExitStack() as stack:
        uploaded = stack.enter_context(Client(server.port))
        uploaded.send(UPLOAD + b"Content-Length: %d\r\n\r\n%s" % (len(NOTE), NOTE))
        assert uploaded.reply().status == 202, "or there is nothing to listen to"

        def listen(key: str, address: str = "127.0.0.1") -> tuple[int, str | None]:
            client = stack.enter_context(Client(server.port, address))
            head = b"GET /api/v1/jobs HTTP/1.1\r\n" + HOST + b"Accept: text/event-stream\r\n"
            client.send(head + f"Authorization: Bearer {key}\r\n\r\n".encode())
            reply = client.head()
            return reply.status, reply.headers["Retry-After"]

        ada = [listen(keys[0]) for _ in range(6)]
        assert ada == 4 * [(200, None)] + 2 * [(503, "5")]
        assert [listen(keys[1])[0] for _ in range(3)] == [200, 200, 503]
        assert listen(keys[2])[0] == 200
        assert listen(KEY)[0] == 200, "the administrator's counts by address"
        assert listen(KEY)[0] == 503
