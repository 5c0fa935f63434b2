"""Places for streams: nobody gets all of them."""

from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import HOST, Client, serving_collection

from qa.config import Config
from qa.service.key_store import KeyStore
from qa.service.stream_places import StreamPlace, StreamPlaces

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


def held_by(places: StreamPlaces, holder: str) -> list[StreamPlace]:
    """Take all that somebody can get."""
    taken = []
    while (place := places.take(holder)) is not None:
        taken.append(place)
    return taken


@pytest.mark.parametrize(("places", "alone"), [(1, 1), (2, 1), (3, 2), (8, 4), (10, 5)])
def test_one_alone_gets_half_and_the_next_a_place_all_the_same(places: int, alone: int) -> None:
    shared = StreamPlaces(places)

    assert len(held_by(shared, "ada")) == alone
    assert bool(held_by(shared, "berta")) == (places > 1)


def test_several_who_take_all_leave_one_for_whoever_comes() -> None:
    shared = StreamPlaces(8)
    greedy = [place for holder in "abcd" for place in held_by(shared, holder)]
    assert sum(not place.is_taken_away for place in greedy) == 8

    late = [shared.take(holder) is not None for holder in "efghi"]
    assert late == [True, True, True, True, False], "the eight have one each"
    kept = Counter(place.holder for place in greedy if not place.is_taken_away)
    assert kept == dict.fromkeys("abcd", 1)


def test_who_has_most_loses_the_place_taken_last() -> None:
    shared = StreamPlaces(4)
    ada, berta = held_by(shared, "ada"), held_by(shared, "berta")
    carla = held_by(shared, "carla")
    assert (len(ada), len(berta), len(carla)) == (2, 1, 1)
    assert shared.take("dora") is not None

    assert [place.is_taken_away for place in (*ada, *berta, *carla)] == [False, True, False, False]


def test_no_more_places_are_about_to_end_than_there_are() -> None:
    """Who takes one and gives it back again and again cannot have more and more threads kept."""
    shared = StreamPlaces(2)
    refused = 0
    for number in range(20):
        shared.take("ada")
        shared.take("ada")
        taken = [shared.take(f"{number}-{which}") for which in "bc"]
        refused += taken.count(None)
        for place in taken:
            if place is not None:
                place.give_back()

    assert refused > 0


@given(
    st.integers(1, 12),
    st.lists(st.tuples(st.sampled_from("abcde"), st.booleans()), max_size=60),
)
def test_who_has_none_gets_one_unless_all_have_one(
    places: int, steps: list[tuple[str, bool]]
) -> None:
    shared = StreamPlaces(places)
    taken: dict[str, list[StreamPlace]] = {holder: [] for holder in "abcde"}
    for holder, comes in steps:
        held = Counter({one: len(of) for one, of in taken.items()})
        free, most = places - held.total(), max(held.values())
        assert free >= 0
        if comes:
            place = shared.take(holder)
            fairly = free == 0 and most >= held[holder] + 2
            assert (place is not None) == (free > held[holder] or fairly)
            taken[holder] += [] if place is None else [place]
        elif taken[holder]:
            taken[holder].pop().give_back()
        for of in taken.values():
            for place in [one for one in of if one.is_taken_away]:
                of.remove(place)
                place.give_back()


def test_a_place_that_is_given_back_twice_is_one_place() -> None:
    shared = StreamPlaces(2)
    place = shared.take("ada")
    assert place is not None
    place.give_back()
    place.give_back()
    held = [held_by(shared, holder) for holder in ("ada", "berta", "carla")]

    assert [len(one) for one in held] == [1, 1, 0]


def test_one_key_cannot_take_the_streams_of_all_others(tmp_path: Path) -> None:
    store = KeyStore(tmp_path)
    keys = [store.add(name, "read", None)[1] for name in ("ada", "berta", "carla")]
    config = Config(port=0, key=KEY, threads=32, data=tmp_path)
    with serving_collection(tmp_path / "main", config=config) as server, ExitStack() as stack:
        clients = [uploaded := stack.enter_context(Client(server.port))]
        uploaded.send(UPLOAD + b"Content-Length: %d\r\n\r\n%s" % (len(NOTE), NOTE))
        assert uploaded.reply().status == 202, "or there is nothing to listen to"

        def listen(key: str, address: str = "127.0.0.1") -> tuple[int, str | None]:
            client = stack.enter_context(Client(server.port, address))
            clients.append(client)
            head = b"GET /api/v1/jobs HTTP/1.1\r\n" + HOST + b"Accept: text/event-stream\r\n"
            client.send(head + f"Authorization: Bearer {key}\r\nConnection: close\r\n\r\n".encode())
            reply = client.head()
            return reply.status, reply.headers["Retry-After"]

        ada = [listen(keys[0]) for _ in range(6)]
        assert ada == 4 * [(200, None)] + 2 * [(503, "5")]
        assert [listen(keys[1])[0] for _ in range(3)] == [200, 200, 503]
        assert listen(keys[2])[0] == 200
        assert listen(KEY)[0] == 200, "the administrator's counts by address"
        assert [listen(KEY)[0] for _ in range(2)] == [200, 503], "one of Ada's four, and no more"
        assert b'"code": "busy"' in clients[4].rest(), "the last that Ada opened ends, and says why"
