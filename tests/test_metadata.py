"""Questions about a document itself: who wrote it, when, and what it is about."""

from collections.abc import Callable

import pytest

from corpus import Document, Source, read
from index import Filter, LocalIndex
from qa.answering.answer import Answer
from qa.answering.gist import asks_gist
from qa.answering.metadata import asked_of_document
from qa.answering.query_rewriting import Turn
from qa.answering.question import Request
from qa.answering.verification import verify
from qa.config import Config
from qa.wiring import make_answerer

MakeDocument = Callable[..., Document]

REPORT = (
    "THE HARBOUR COURIER\nThursday, 14 March 2024\n\nFerry suspended after crack is found\n"
    "By Maura Kestrel\n\nThe only ferry to the island was taken out of service on Tuesday. "
    "The ferry was built in Gdansk by Karl Brunn.\n"
)
MINUTES = (
    "Allotment society\nMeeting on weedkillers, 19 October 2023\n"
    "Chair: Beatrix Oyelaran. Minutes: Stuart Pell.\n\nThe Chair proposed a ban.\n"
)
RECORD = (
    "---\ntitle: Owls of the north\nauthor: Ada Lund\ndate: 1872-05-03\n---\n"
    "Owls of the north are seldom seen by day. Nobody keeps a record of owls in the north.\n"
)


@pytest.fixture
def ask(index: LocalIndex, make_document: MakeDocument) -> Callable[..., Answer]:
    """Ask over a report, minutes, and a text whose author only its record knows."""
    texts = {"ferry-report.txt": REPORT, "minutes.txt": MINUTES, "owls.txt": RECORD}
    list(index.add([make_document(text, name) for name, text in texts.items()]))

    def asked(question: str, *history: Turn, wanted: Filter | None = None) -> Answer:
        request = Request(question, history, filter=wanted or Filter())
        return make_answerer(Config(), index).answer(request)

    return asked


@pytest.mark.parametrize(
    ("question", "quote", "value"),
    [
        ("Who wrote the report about the suspended ferry?", "By Maura Kestrel", "Maura Kestrel"),
        ("Who is the author of the article on the ferry?", "By Maura Kestrel", "Maura Kestrel"),
        (
            "When was the report about the ferry published?",
            "Thursday, 14 March 2024",
            "14 March 2024",
        ),
        (
            "Who took the minutes at the allotment society's meeting?",
            "Chair: Beatrix Oyelaran. Minutes: Stuart Pell.",
            "Stuart Pell",
        ),
    ],
)
def test_the_line_that_says_it_is_quoted_and_marked(
    ask: Callable[..., Answer], index: LocalIndex, question: str, quote: str, value: str
) -> None:
    answer = ask(question)

    assert [(c.quote, c.kind) for c in answer.citations] == [(quote, "metadata")]
    assert answer.metadata is not None
    assert answer.metadata.value == value
    assert [check.verdict for check in verify(answer.record(), index)] == ["verbatim"]


def test_what_only_the_record_knows_is_said_and_not_quoted(ask: Callable[..., Answer]) -> None:
    answer = ask("Who wrote the text about owls of the north?")

    assert (answer.status, answer.citations) == ("unanswered", ())
    assert answer.metadata is not None
    assert answer.metadata.value == "Ada Lund"
    assert "is by Ada Lund" in (answer.reason or "")


def test_this_means_the_only_document_or_that_of_the_last_answer(
    ask: Callable[..., Answer], index: LocalIndex
) -> None:
    with index.reader() as reader:
        report = next(i for i in reader.documents() if i.source == "ferry-report.txt")
    only = Filter(documents=(report.id,))
    said = "The only ferry to the island was taken out of service on Tuesday."
    last = Turn("What happened?", said)

    assert ask("Who wrote this?").metadata is None
    for answer in (ask("Who wrote this?", wanted=only), ask("Who wrote it?", last)):
        assert [c.quote for c in answer.citations] == ["By Maura Kestrel"]


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote Hamlet?",
        "Who took the ferry to the island?",
        "When was the priory founded?",
        "Who sent help?",
        "When did the ferry stop?",
    ],
)
def test_what_documents_say_is_not_asked_of_their_records(question: str) -> None:
    assert asked_of_document(question) is None


def test_the_writer_of_a_mail_and_of_one_that_it_quotes_are_told_apart(index: LocalIndex) -> None:
    mail = (
        "From: Helen Abara <helen@lexford.example>\nDate: Thu, 12 Sep 2024 16:42:10 +0200\n"
        "Subject: Venue for the conference\n\nThe granary is free in April, so I took it.\n\n"
        "On Wed, 11 Sep 2024 at 09:15, Oskar Lindqvist wrote:\n"
        "> I would prefer the hotel, because it lies next to the station.\n"
    )
    list(index.add([read(mail.encode(), Source("test:thread.eml", "thread.eml"))]))
    answerer = make_answerer(Config(), index)
    sent = answerer.answer(Request("Who sent the mail about the granary?"))
    quoted = answerer.answer(Request("When did Oskar Lindqvist write his mail about the hotel?"))

    assert sent.citations[0].quote.startswith("From: Helen Abara")
    assert sent.metadata is not None
    assert sent.metadata.value == "Helen Abara"
    assert quoted.metadata is not None
    assert quoted.metadata.value == "11 Sep 2024"


def test_what_a_document_is_about_is_said_in_its_own_whole_sentences(
    ask: Callable[..., Answer],
) -> None:
    answer = ask("What is the report about the ferry about?")

    assert answer.status == "answered"
    assert "ferry" in answer.citations[0].quote
    assert all(c.source == "ferry-report.txt" and c.quote.endswith(".") for c in answer.citations)


@pytest.mark.parametrize("question", ["What is this document about?", "Summarize this report."])
def test_the_gist_of_this_document_is_asked_for(question: str) -> None:
    assert asks_gist(question) == ""


@pytest.mark.parametrize("question", ["What is it about?", "What is demurrage?", "Describe owls."])
def test_other_questions_ask_for_no_gist(question: str) -> None:
    assert asks_gist(question) is None
