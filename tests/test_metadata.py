"""Questions about a document itself: who wrote it, when, and what it is about."""

import re
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


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the ferry had been repaired, and the harbour was open to all ships again.",
        "By London Bridge the ferry had stopped.",
        "By London, the ferry was full of people.",
        "By Monday",
        "By Saturday Evening, Askvik",
        "By May",
        "By December 2024, Askvik",
        "By Christmas",
        "From: " + "Askvik, " * 40,
    ],
)
def test_a_line_that_is_no_byline_names_no_author(
    index: LocalIndex, make_document: MakeDocument, line: str
) -> None:
    list(index.add([make_document(f"The ferry\n\n{line}\n", "ferry.txt")]))
    answer = make_answerer(Config(), index).answer(Request("Who wrote this article?"))

    assert answer.metadata is None


def test_words_that_were_prepared_by_somebody_are_no_document(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    list(index.add([make_document("Our dinner was prepared by Ada Lund.", "a.txt")]))
    answer = make_answerer(Config(), index).answer(Request("Who prepared this report?"))

    assert answer.metadata is None


@pytest.mark.parametrize(
    ("question", "line", "name"),
    [
        ("Who wrote this article?", "By Maura Kestrel, staff reporter", "Maura Kestrel"),
        ("Who wrote this article?", "The Courier | By April Lund | 3 May 2024", "April Lund"),
        ("Who wrote this article?", "Posted by Ada Lund on Monday, 3 May 2024", "Ada Lund"),
        ("Who wrote this article?", "By Ada Lund.", "Ada Lund"),
        ("Who wrote this article?", "Author: A. B. Lund, University of Askvik", "A. B. Lund"),
        ("Who wrote this article?", "By Ada Lund and Ola Dahl", "Ada Lund"),
        (
            "Who prepared this report?",
            "This report was prepared by Ada Lund for the council of Askvik.",
            "Ada Lund",
        ),
        ("Who edited this guide?", "Edited by Ada Lund", "Ada Lund"),
    ],
)
def test_a_byline_may_have_more_than_the_name(
    index: LocalIndex, make_document: MakeDocument, question: str, line: str, name: str
) -> None:
    list(index.add([make_document(f"The ferry\n\n{line}\n\nIt sank.\n", "ferry.txt")]))
    answer = make_answerer(Config(), index).answer(Request(question))

    assert answer.metadata is not None
    assert answer.metadata.value == name
    assert [citation.quote for citation in answer.citations] == [line]


@pytest.mark.parametrize(
    ("lines", "quoted"),
    [
        ("Annual report of Annex Ann-Marie\n\nBy Ann", ["By Ann"]),
        ("Ann and the ferry\n\nBy Ann", ["By Ann"]),
        ("Annual report\n\nNobody came.", []),
    ],
)
def test_the_name_of_the_record_is_found_as_a_whole_word_and_first_in_a_byline(
    index: LocalIndex, make_document: MakeDocument, lines: str, quoted: list[str]
) -> None:
    text = f"---\ntitle: Ferry\nauthor: Ann\n---\n{lines}\n"
    list(index.add([make_document(text, "ferry.txt")]))
    answer = make_answerer(Config(), index).answer(Request("Who wrote this report?"))

    assert answer.metadata is not None
    assert [citation.quote for citation in answer.citations] == quoted


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


def test_the_gist_is_of_the_first_passages_however_like_them_the_later_ones_are(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    first = [f"Owls hunt mice by night in wood number {n} of {n * 7}." for n in range(60)]
    later = ["Owls hunt mice by night in wood number of wood."] * 400
    parts = "\n\n".join(f"# Part\n\n{line}" for line in (*first, *later))
    text = f"---\ntitle: Notes\n---\n{parts}"
    list(index.add([read(text.encode(), Source("test:owls.md", "owls.md"))]))
    answer = make_answerer(Config(), index).answer(Request("What is this document about?"))

    assert answer.status == "answered"
    assert all(re.search(r"\d", citation.quote) for citation in answer.citations)


POLICY = (
    "---\ndate: 2024-07-01\n---\n# Policy on working from home\n\nHalvorsen, version 3.1.\n\n"
    "## Days\n\nWhoever has passed the probation may work from home up to three days a week.\n"
)
MAIL = (
    "From: Katarzyna Wilk <k@wilk.example>\nTo: care@rowan.example\n"
    "Date: Wed, 11 Sep 2024 10:00:00 +0200\nSubject: The wrong board was delivered\n\n"
    "Dear Ms Obuya,\n\nWe ordered grey board of two millimetres and have got three.\n"
)


@pytest.fixture
def ask_titled(index: LocalIndex, ask: Callable[..., Answer]) -> Callable[..., Answer]:
    """Ask also over a policy and a mail, which have titles."""
    texts = {"policy.md": POLICY, "mail.eml": MAIL}
    list(index.add([read(t.encode(), Source(f"test:{n}", n)) for n, t in texts.items()]))
    return ask


@pytest.mark.parametrize(
    ("question", "title", "then"),
    [
        ("What does Halvorsen's policy regulate?", "Policy on working from home", "Whoever"),
        ("What is the policy, version 3, about?", "Policy on working from home", "Whoever"),
        ("What is the policy, version 3.1, about?", "Policy on working from home", "Whoever"),
        (
            "What is the policy on working at home of 2024 about?",
            "Policy on working from home",
            "Whoever",
        ),
        (
            "What is Wilk's mail of 11 September 2024 about?",
            "The wrong board was delivered",
            "We ordered",
        ),
    ],
)
def test_what_a_document_is_about_its_title_says_first(
    ask_titled: Callable[..., Answer], index: LocalIndex, question: str, title: str, then: str
) -> None:
    answer = ask_titled(question)

    assert answer.citations[0].quote == title
    assert answer.citations[1].quote.startswith(then)
    assert {check.verdict for check in verify(answer.record(), index)} == {"verbatim"}


def test_when_a_notice_was_sent_is_no_question_about_a_document() -> None:
    assert asked_of_document("When was the notice sent?") is None
    assert asked_of_document("When was the letter sent?") is not None


@pytest.mark.parametrize(
    "question",
    [
        "What is the policy on working from home, version 3.2, about?",
        "What does Halvorsen's policy of 2023 regulate?",
        "When was version 4.0 of the policy on working from home published?",
    ],
)
def test_no_document_is_meant_that_has_another_number(
    ask_titled: Callable[..., Answer], question: str
) -> None:
    answer = ask_titled(question)

    assert answer.metadata is None
    assert "Policy on working from home" not in [citation.quote for citation in answer.citations]


@pytest.mark.parametrize("question", ["What is this document about?", "Summarize this report."])
def test_the_gist_of_this_document_is_asked_for(question: str) -> None:
    assert asks_gist(question) == ""


@pytest.mark.parametrize(
    "question",
    [
        "What is it about?",
        "What is demurrage?",
        "Describe owls.",
        "What does the policy cover?",
        "What does the notice board say?",
        "What is the notice period about?",
        "Describe the lease termination process",
        "Describe Ada's guide dog",
        "What is the tenant's deposit under the lease about?",
    ],
)
def test_other_questions_ask_for_no_gist(question: str) -> None:
    assert asks_gist(question) is None
