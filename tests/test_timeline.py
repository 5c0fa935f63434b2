"""What happened when: every dated sentence in order, each pinned."""

import pytest
from toys import reading

from corpus import Document
from index import Filter, LocalIndex
from qa.answering.answerer import Answerer
from qa.config import Config
from qa.errors import CollectionEmpty, NothingWithin
from qa.overview.furniture import is_furniture
from qa.overview.timeline import Timeline, TimelineRequest, timeline
from qa.wiring import make_answerer

DIARY = "It rained from 3 May to 6 May 1871.\n\nHerons came last March. Nothing else happened."
REPORT = "Herons were counted in 1871 and again on 5 May 1871. They left in May 1871.\n\nOwls."

ALL = TimelineRequest()


@pytest.fixture
def filled(index: LocalIndex) -> LocalIndex:
    list(
        index.add(
            [
                Document(id="d", title="Diary", source="d", text=DIARY, published="1872-04-01"),
                Document(id="r", title="Report", source="r", text=REPORT, author="Ada Lund"),
            ]
        )
    )
    return index


def found(index: LocalIndex, request: TimelineRequest = ALL) -> Timeline:
    answerer: Answerer = make_answerer(Config(), index)
    return timeline(index, answerer, request)


def test_dates_come_in_order_the_less_exact_first(filled: LocalIndex) -> None:
    told = [(e.first, e.last, e.written, e.document_id) for e in found(filled).events]

    assert told == [
        ("1871", "1871", "1871", "r"),
        ("1871-05", "1871-05", "May 1871", "r"),
        ("1871-05-03", "1871-05-06", "3 May to 6 May 1871", "d"),
        ("1871-05-05", "1871-05-05", "5 May 1871", "r"),
        ("1872-03", "1872-03", "last March", "d"),
    ]


def test_every_sentence_and_date_stands_where_it_says(filled: LocalIndex) -> None:
    events = found(filled).events

    assert len(events) == 5
    for event in events:
        document = reading(filled).document(event.document_id)
        assert document is not None
        assert document.version == event.version
        assert document.text[event.start : event.end] == event.quote
        assert document.text[event.date_start : event.date_end] == event.written


def test_what_was_resolved_is_marked(filled: LocalIndex) -> None:
    events = found(filled).events

    assert [(e.written, e.precision, e.published) for e in events if e.relative] == [
        ("last March", "month", "1872-04-01")
    ]


def test_it_comes_in_pages_that_agree_with_the_whole(filled: LocalIndex) -> None:
    whole = found(filled)
    parts = [found(filled, TimelineRequest(first=n, most=2)) for n in (0, 2, 4)]

    assert [e for part in parts for e in part.events] == list(whole.events)
    assert {(part.total, part.documents) for part in parts} == {(5, 2)}
    assert found(filled, TimelineRequest(first=5, most=2)).events == ()


def test_it_can_be_of_some_documents_or_about_a_topic(filled: LocalIndex) -> None:
    of_one = found(filled, TimelineRequest(wanted=Filter(documents=("d",))))
    about = found(filled, TimelineRequest("rained"))

    assert {e.document_id for e in of_one.events} == {"d"}
    assert of_one.within is not None
    assert of_one.within.documents == 1
    assert "3 May to 6 May 1871" in {e.written for e in about.events}
    assert "r" not in {e.document_id for e in about.events}


def test_a_long_document_is_read_page_by_page(index: LocalIndex) -> None:
    paragraphs = [f"In {1600 + n // 5} this happened, number {n} of many." for n in range(1300)]
    text = "\n\n".join(" ".join([p, *["Filler words follow."] * 15]) for p in paragraphs)
    list(index.add([Document(id="long", title="Long", source="long", text=text)]))

    assert found(index, TimelineRequest(most=1)).total == 1300


def test_the_words_of_a_quoted_author_lean_on_his_date(index: LocalIndex) -> None:
    from corpus.document import Voice

    text = "I agree.\n\nWe met yesterday."
    voice = Voice(text.index("We"), len(text), "Bo Ek", "2019-05-02")
    mail = Document(
        id="m", title="Mail", source="m", text=text, voices=(voice,), published="2020-01-01"
    )
    list(index.add([mail]))
    (event,) = found(index).events

    assert (event.first, event.author, event.published) == ("2019-05-01", "Bo Ek", "2019-05-02")


@pytest.mark.parametrize("published", ["9999-12-31", "0001-01-01", "2019-02-31"])
def test_a_mail_of_a_day_at_the_end_of_time_or_of_none_breaks_nothing(
    index: LocalIndex, published: str
) -> None:
    text = "We met on 3 March. It rained on 5 May 1871."
    list(index.add([Document(id="m", title="M", source="m.eml", text=text, published=published)]))

    assert "1871-05-05" in [event.first for event in found(index).events]


def test_there_must_be_documents(index: LocalIndex, filled: LocalIndex) -> None:
    with pytest.raises(NothingWithin):
        found(filled, TimelineRequest(wanted=Filter(documents=("x",))))
    index.delete_all(["d", "r"])
    with pytest.raises(CollectionEmpty):
        found(index)


def test_a_long_gap_in_a_line_does_not_hold_up_the_others() -> None:
    """With a pattern that tries it at every place, this takes hours."""
    assert not is_furniture(f"On 3 March\n{' ' * 50_000}it rained.", in_mail=True)
