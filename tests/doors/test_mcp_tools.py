"""What the tools give back, beside what any client sees: pins, pieces, pages and failures."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from services import make_service

from corpus import Document
from corpus.document import Page
from index import LocalIndex
from qa.checking.checker import MOST_CHECKS
from qa.config import Config
from qa.doors.mcp import reading
from qa.doors.mcp.calls import Refused, call_tool, list_resources, read_resource
from qa.doors.mcp.pins import Pin, PinRejected, parse_pin
from qa.doors.mcp.reply import quoted
from qa.doors.mcp.served import Scope
from qa.service.service import Service

PAGES = "The tern dives for fish.\nThe gull follows ships.\n"
LONG = "".join(f"Sentence {number} tells of puffins.\n" for number in range(6000))


@pytest.fixture
def service(index: LocalIndex) -> Iterator[Service]:
    middle = PAGES.index("The gull")
    pages = (Page(1, 0, middle, "iv"), Page(2, middle, len(PAGES), recognized=True))
    birds = Document(id="birds", title="Sea\nbirds", source="birds.pdf", text=PAGES, pages=pages)
    list(index.add([birds]))
    started = make_service(index, Config(confidence=0.0))
    yield started
    started.close()


def told(service: Service, tool: str, **arguments: Any) -> Any:
    result = call_tool(Scope(service), tool, arguments)
    assert not result.is_error, result.content
    return result.structured_content


def text(service: Service, tool: str, **arguments: Any) -> str:
    first = call_tool(Scope(service), tool, arguments).content[0]
    assert first.type == "text"
    return first.text


@given(
    st.from_regex(r"[a-z2-7]{26}", fullmatch=True),
    st.integers(0, 10**9 - 1),
    st.none() | st.integers(0, 10**9 - 1),
)
def test_a_pin_reads_back_as_itself(document_id: str, start: int, end: int | None) -> None:
    pin = Pin(document_id, start, end)

    assert parse_pin(str(pin)) == parse_pin(pin.address) == pin


@pytest.mark.parametrize("wrong", ["", "a b", "a:1", "a:1-2-3", "a:-1-2", "a:١-٢", ":1-2"])
def test_what_is_no_pin_is_refused(wrong: str) -> None:
    with pytest.raises(PinRejected, match="DOCUMENT:START-END"):
        parse_pin(wrong)


@given(st.text())
def test_no_line_of_a_document_can_pass_for_one_of_ours(words: str) -> None:
    lines = quoted(words).split("\n")

    assert all(line.startswith(">") for line in lines if line)
    assert not any(set(line) & set("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029") for line in lines)


def test_a_span_is_shown_in_its_surroundings_with_its_page(service: Service) -> None:
    start = PAGES.index("gull")
    found = told(service, "read", id=f"birds:{start}-{start + 4}", around=9)
    shown = text(service, "read", id=f"birds:{start}-{start + 4}", around=9)

    assert (found["before"], found["text"], found["after"]) == (
        PAGES[start - 9 : start],
        "gull",
        PAGES[start + 4 : start + 13],
    )
    assert (found["page"], found["page_label"], found["recognized"]) == (2, "", True)
    assert told(service, "read", id="birds:0-3", around=0)["page_label"] == "iv"
    assert f"Sea birds, p. 2, read by OCR, birds:{start}-{start + 4}:\n> gull" in shown


@pytest.mark.parametrize("span", ["5-5", "9-5", "0-999"])
def test_a_span_that_is_not_there_is_refused_with_the_length(service: Service, span: str) -> None:
    result = call_tool(Scope(service), "read", {"id": f"birds:{span}"})

    assert result.is_error
    assert f"which has {len(PAGES)}" in text(service, "read", id=f"birds:{span}")


def test_a_long_document_comes_in_pieces_that_are_all_of_it(
    index: LocalIndex, service: Service
) -> None:
    list(index.add([Document(id="long", title="Long", source="l", text=LONG)]))
    pieces, following = [], "long"
    while following:
        piece = told(service, "fetch", id=following)
        place = piece["metadata"]
        assert piece["text"] == LONG[place["start"] : place["end"]]
        pieces.append(piece["text"])
        following = place["next"]

    assert len(pieces) == 1 + len(LONG) // reading.MOST_FETCHED > 1
    assert "".join(pieces) == LONG
    assert call_tool(Scope(service), "read", {"id": "long"}).is_error
    with pytest.raises(Refused, match="span by span"):
        read_resource(Scope(service), "pincite:long")


def test_a_passage_is_fetched_with_what_stands_around_it(
    index: LocalIndex, service: Service
) -> None:
    list(index.add([Document(id="long", title="Long", source="l", text=LONG)]))
    start = LONG.index("Sentence 3000")
    fetched = told(service, "fetch", id=f"long:{start}-{start + 13}")
    place = fetched["metadata"]

    assert place["start"] < start < start + 13 < place["end"]
    assert fetched["text"] == LONG[place["start"] : place["end"]]
    assert LONG[place["start"] - 1].isspace(), "no word is cut"
    assert LONG[place["end"]].isspace()


def test_documents_are_listed_page_by_page(index: LocalIndex, service: Service) -> None:
    names = [f"n{number}" for number in range(5)]
    list(index.add(Document(id=n, title=n, source=n, text=f"On {n}.") for n in names))
    listed, after = [], ""
    while True:
        page = told(service, "documents", after=after, limit=4)
        listed += [document["id"] for document in page["documents"]]
        after = page["next"]
        if not after:
            break

    assert sorted(listed) == ["birds", *names]
    assert page["total"] == 6
    assert told(service, "documents", within={"folders": ["n1"]})["total"] == 1
    assert call_tool(Scope(service), "documents", {"after": "gone"}).is_error
    with pytest.raises(Refused):
        list_resources(Scope(service), "gone")


def test_a_survey_shows_as_much_as_was_asked_for(index: LocalIndex, service: Service) -> None:
    names = [f"n{number}" for number in range(3)]
    words = "The auk nests on cliffs.\n\n" * 12
    list(index.add(Document(id=n, title=n, source=n, text=words) for n in names))
    found = told(service, "find", topic="auk", passages=1, documents=2)

    assert (found["documents_found"], len(found["documents"])) == (3, 2)
    assert all(len(group["passages"]) == 1 < group["matched"] for group in found["documents"])
    assert "The 2 with the most passages are shown." in text(
        service, "find", topic="auk", documents=2
    )


def test_an_unanswered_question_says_so_and_shows_what_is_closest(index: LocalIndex) -> None:
    list(index.add([Document(id="d", title="D", source="d", text=PAGES)]))
    service = make_service(index, Config(confidence=1.0))
    result = call_tool(Scope(service), "ask", {"question": "Who painted the gull?"})
    shown = text(service, "ask", question="Who painted the gull?")
    service.close()

    assert result.structured_content["status"] == "unanswered"
    assert shown.startswith("No clear answer in your documents.")
    assert "Closest: D, d:0-" in shown
    assert len(result.content) == 1, "nothing is cited"


def test_a_draft_is_read_with_what_is_missing_and_what_is_closest(service: Service) -> None:
    draft = "The tern dives for fish. The gull follows trains.\n\nWho does?"
    shown = text(service, "check", text=draft)

    assert "Supported [1]:\n> The tern dives for fish." in shown
    assert "[1] Sea birds, p. iv (PDF page 1), birds:0-24\n> The tern dives" in shown
    assert "trains" in shown.partition("Not supported:\n> ")[2].partition("\n")[0]
    assert "Not checked:\n> Who does?" in shown
    assert "Closest: " in text(service, "check", text="Zebras graze in Kenya.")


def test_as_many_drafts_are_checked_as_may_be(service: Service) -> None:
    held = 0
    while service.checks.acquire(blocking=False):
        held += 1
    busy = call_tool(Scope(service), "check", {"text": "The tern dives for fish."})
    service.checks.release(held)

    assert busy.is_error
    assert told(service, "check", text="The tern dives for fish.")["counts"]["supported"] == 1
    assert service.checks.acquire(blocking=False), "it gave its place back"


@pytest.mark.parametrize(
    ("tool", "arguments", "code"),
    [
        ("ask", {"question": "?"}, "question_rejected"),
        ("ask", {"question": "\ud800 herons"}, "invalid_field"),
        ("ask", {"question": "gull", "within": {"since": "May"}}, "filter_rejected"),
        ("search", {"query": "gull", "within": {"tags": ["x"]}}, "nothing_within"),
        ("search", {"query": "gull", "limit": 51}, "invalid_field"),
        ("search", {"query": "gull", "k": 5}, "invalid_field"),
        ("fetch", {"id": "nothing"}, "unknown_document"),
        ("fetch", {"id": "not a pin"}, "invalid_field"),
        ("check", {"text": " "}, "draft_rejected"),
        ("verify", {"answer": {}}, "record_rejected"),
        ("verify", {"answer": {"sentences": [], "citations": [1]}}, "record_rejected"),
    ],
)
def test_what_is_wrong_is_said_in_the_result(
    service: Service, tool: str, arguments: dict[str, Any], code: str
) -> None:
    result = call_tool(Scope(service), tool, arguments)

    assert result.is_error
    assert text(service, tool, **arguments).endswith(f"(code: {code})")


def test_what_was_never_said_is_not_verified(service: Service) -> None:
    answer = told(service, "ask", question="What does the tern dive for?")
    for part in (*answer["citations"], *answer["sentences"]):
        part["quote" if "quote" in part else "text"] = "The tern sings."
    checked = told(service, "verify", answer=answer)

    assert checked["all_verbatim"] is False
    assert {check["verdict"] for check in checked["citations"]} == {"altered"}
    assert "[1] altered: " in text(service, "verify", answer=answer)


def test_a_forged_sentence_of_a_model_is_not_verified(service: Service) -> None:
    answer = told(service, "ask", question="What does the tern dive for?")
    (sentence,) = answer["sentences"]
    for words, holds in (
        ("The tern dives for fish.", True),
        ("The tern dives for 9 pearls.", False),
    ):
        answer["sentences"] = [{**sentence, "text": words, "verdict": "supported"}]
        checked = told(service, "verify", answer=answer)

        assert checked["all_verbatim"] is holds
        assert [one["holds"] for one in checked["sentences"]] == [holds]
    assert "claimed supported, is " in text(service, "verify", answer=answer)
    for _ in range(MOST_CHECKS):
        service.checks.acquire()
    assert text(service, "verify", answer=answer).startswith("Other drafts are being checked")


def test_sources_that_differ_and_words_that_were_read_otherwise_are_named(
    index: LocalIndex, service: Service
) -> None:
    for name, count in (("one", 40), ("two", 60)):
        words = f"In 1871 Ada Lund counted {count} herons at Askvik."
        list(index.add([Document(id=name, title=name, source=name, text=words)]))
    shown = text(service, "ask", question="How many herons did Ada Lund count in 1871?")

    assert "These sources differ: " in shown
    shown = text(service, "ask", question="Who counted herons at Askwik?")
    assert "“Askwik” was read as “Askvik”." in shown


def test_words_that_are_gone_have_no_link(index: LocalIndex, service: Service) -> None:
    answer = told(service, "ask", question="What does the tern dive for?")
    index.delete("birds")
    checked = call_tool(Scope(service), "verify", {"answer": answer})

    assert checked.structured_content["citations"][0]["verdict"] == "gone"
    assert len(checked.content) == 1
