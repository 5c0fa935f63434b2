"""Sentences that answer by their form: speakers' words, rows and labels asked for, statements."""

from dataclasses import replace

import pytest
from made_hits import evidence_of, make_hit

from corpus import Attribution
from corpus.passage import Head, TableCell, TableRow
from index import Hit
from qa.answering.cells import is_line_asked, is_row_asked, with_row_asked
from qa.answering.clauses import states
from qa.answering.contrasts import lacks_form
from qa.answering.features import AnalyzedQuestion, analyse
from qa.answering.guarding import guarded, is_text_of
from qa.answering.ranking import ScoredSentence
from qa.answering.speech import is_said_by, other_speaker
from qa.answering.surroundings import document_words

FARES = (
    "Boat: Heron; Single (EUR): 4; Return (EUR): 7; Runs: May to June",
    "Boat: Old Heron; Single (EUR): 5; Return (EUR): 9; Runs: July",
    "Boat: Plover; Single (EUR): 6; Return (EUR): 11; Runs: all year",
)


def made(
    *sentences: str, row: int = -1, title: str = "Notes", heading: tuple[str, ...] = ()
) -> ScoredSentence:
    """Return one of the sentences of a passage; the last one by default."""
    evidence = evidence_of(make_hit(*sentences, title=title, heading=heading))
    return ScoredSentence(evidence, row % len(sentences), 0.0)


def asked(question: str) -> AnalyzedQuestion:
    return analyse(question, {}, 1)


def said(question: str, *sentences: str) -> bool:
    one = made(*sentences)
    return is_said_by(asked(question), one.hit.passage, one.row)


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("What did Ada Lund say?", ["“It is a small boat,” said Ada Lund, the pilot."]),
        ("What did Ada Lund say about the mast?", ["Ada Lund warned that the mast is rotten."]),
        ("What does Lund say of the mast?", ["Lund, who sails, told the crew to cut the mast."]),
        ("What did Ada Lund say?", ["Ada Lund: We shall sail at noon."]),
        (
            "What did Ada Lund say about the mast?",
            ["Ada Lund explained how the mast broke.", "It was rotten, she said, and too long."],
        ),
        ("What did Ada Lund say?", ["Ms Lund moved to cut it down to the deck; she said it rots."]),
    ],
)
def test_the_words_of_the_one_who_is_asked_for_are_known(
    question: str, sentences: list[str]
) -> None:
    assert said(question, *sentences)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What did Ada Lund say?", "“It is a small boat,” said Omar Nasri."),
        ("What did Ada Lund say?", "Ada Lund was told that it rains."),
        ("What did Ada Lund say?", "Ada Lund and the pilot Omar Nasri said nothing."),
        ("What did Ada Lund say about the mast?", "“It is a small boat,” said Ada Lund."),
        ("Who said that it rains?", "Ada Lund said that it rains."),
        ("What did Ada Lund say?", "Omar met Ada Lund at noon in all that rain; he said no."),
    ],
)
def test_words_of_others_and_on_other_things_are_not(question: str, sentence: str) -> None:
    assert not said(question, sentence)


def test_who_writes_a_letter_says_what_stands_there_in_the_first_person() -> None:
    one = made("I would advise against a second mast.", "A mast costs 900 crowns.")
    by = Attribution("Ada Lund <ada@boats.example>", "")
    letter = replace(one.hit.passage, voice=by)

    assert is_said_by(asked("What does Ada Lund advise?"), letter, 0)
    assert not is_said_by(asked("What does Ada Lund advise?"), letter, 1)
    assert not is_said_by(asked("What does Omar Nasri advise?"), letter, 0)


TALK = (
    "Q: How old is the mast?",
    "A: It is rotten.",
    "It will be cut.",
    "Q: Who sails?",
    "A: My sister.",
)


@pytest.mark.parametrize(
    ("question", "heading", "rows"),
    [
        ("What did Ada Lund say about the mast?", "Interview with Ada Lund, pilot", [1, 2]),
        ("What did Ada Lund say?", "A conversation with Ada Lund", [1, 2, 4]),
        ("What did Omar Nasri say about the mast?", "Interview with Ada Lund, pilot", []),
        ("What did Ada Lund say about the mast?", "The boat of Ada Lund", []),
    ],
)
def test_the_answers_of_an_interview_are_by_the_one_who_was_asked(
    question: str, heading: str, rows: list[int]
) -> None:
    talk = made(*TALK, heading=(heading,)).hit.passage

    assert [row for row in range(len(TALK)) if is_said_by(asked(question), talk, row)] == rows


def test_another_speaker_is_named() -> None:
    assert other_speaker({"lund"}, "“It rains,” said Omar Nasri.") == "Omar Nasri"
    assert other_speaker({"nasri"}, "“It rains,” said Omar Nasri.") == ""
    assert other_speaker({"lund"}, "It rained.") == ""


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("How much is a single ticket on the Plover?", 2),
        ("What is the return fare of the Plover?", 2),
        ("How much is a single ticket on the Old Heron?", 1),
    ],
)
def test_a_row_is_asked_for_by_its_name_and_a_column(question: str, row: int) -> None:
    rows = [made(*FARES, row=place, title="Ticket and fare of boats") for place in range(3)]

    assert is_row_asked(asked(question), rows[row])
    if "Old" not in question:
        assert [is_row_asked(asked(question), one) for one in rows].count(True) == 1


@pytest.mark.parametrize(
    "question",
    [
        "How much is a weekly ticket on the Plover?",  # no such column
        "How much is a single ticket on the Heron and the Plover?",  # two rows
        "How much is a single ticket on the Curlew?",  # no such row
        "Why is a single ticket on the Plover so dear?",
        "How much is a single ticket for the sauna on the Plover with supper?",
    ],
)
def test_no_row_is_asked_for(question: str) -> None:
    rows = (made(*FARES, row=place, title="Ticket and fare of boats") for place in range(3))

    assert not any(is_row_asked(asked(question), one) for one in rows)


YEARS = (
    "Year: 2010; Net income (USD): 18; Staff: 89; Inhabitants: 7",
    "Year: 2011; Net income (USD): 23; Staff: 90; Inhabitants: 8",
)


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("What was the net income of Plover Ltd in 2011?", 1),
        ("How many staff did Plover Ltd have in 2010?", 0),
        ("How many people lived there in 2010?", None),
        ("How many people live in the village in 2010?", 0),
        ("What was the net income in 2012?", None),
        ("What was the net debt in 2011?", None),  # a column has a word of it alone
        ("How many staff did Plover Ltd sack in 2010?", None),
        ("What happened in 2010?", None),
    ],
)
def test_a_row_is_asked_for_by_its_year_and_a_whole_column(question: str, row: int | None) -> None:
    rows = [made(*YEARS, row=place, title="Plover Ltd, a village") for place in range(2)]

    found = [place for place, one in enumerate(rows) if is_row_asked(asked(question), one)]
    assert found == ([] if row is None else [row])


def test_the_passage_with_the_row_asked_for_is_read() -> None:
    parts = [
        evidence_of(make_hit("Plover Ltd has staff.", title="Plover Ltd", document="d1")),
        evidence_of(make_hit("It began in 2010.", title="Plover Ltd", document="d2")),
        evidence_of(_table("2009 | 88", "Staff")),
        evidence_of(_table("2010 | 89", "Staff")),
    ]
    question = asked("How many staff did Plover Ltd have in 2010?")

    assert with_row_asked(question, parts, 2) == [parts[0], parts[3], parts[1], parts[2]]
    assert with_row_asked(question, parts, 4) == parts, "it is read anyway"
    assert with_row_asked(asked("Why did Plover Ltd have staff in 2010?"), parts, 2) == parts


def _table(row: str, column: str) -> Hit:
    """Return a passage of one row, the year of which is its name."""
    hit = make_hit(row, title="Plover Ltd")
    cells = TableCell(0, 4, ()), TableCell(7, 9, (Head(0, 0, column),))
    return replace(hit, passage=replace(hit.passage, rows=(TableRow(cells, False, 1, None),)))


def test_the_row_of_the_year_goes_before_a_line_of_another() -> None:
    line, row = "Net income: USD 73 million (2023)", "Year: 2011; Net income (USD): 23"
    evidence = [evidence_of(make_hit(text, title="Plover Ltd")) for text in (line, row)]
    ranked = [ScoredSentence(evidence[0], 0, 5.0), ScoredSentence(evidence[1], 0, 1.0)]
    hits = [one.hit for one in evidence]

    question = asked("What was the net income in 2011?")
    found = guarded(question, ranked, document_words(hits))

    assert (found[0].text, found[0].objection) == (row, None)


def test_a_line_is_asked_for_by_its_label() -> None:
    known = {"choir", "practic"}
    question = asked("When is the next practice of the choir?")

    assert is_line_asked(question, made("Next practice: Tuesday 4 June, 7 pm"), known)
    assert not is_line_asked(question, made("Next practice: in the hall"), known)
    assert is_line_asked(
        asked("Who is the tenant?"), made("Here is Tenant: no\nTenant: Ms Ada"), known
    )
    assert not is_line_asked(
        asked("Who is the tenant?"), made("For the tenant: Ms Ada Lund"), known
    )
    assert not is_line_asked(question, made("Next concert: Tuesday 4 June, 7 pm"), known)
    assert not is_line_asked(question, made("Next practice: Tuesday 4 June, 7 pm"), set())


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Who owns the tower?", "Owner: the Province of Marle"),
        ("How high is the tower?", "Elevation: 1,243 m"),
        ("How high above sea level is the tower?", "Elevation: 1,243 m"),
        ("Who had the tower built?", "Built for: Count Omar"),
        ("When was the tower built?", "Built: 1187–1214"),
    ],
)
def test_a_label_may_stand_for_the_words_of_a_question(question: str, line: str) -> None:
    known = {"tower", "marl"}

    assert is_line_asked(asked(question), made(line), known)
    assert not is_line_asked(asked(question), made(line), set()), "it is not about the tower"
    assert not is_line_asked(asked(question), made("Colour: 9 red Marles of 1900"), known)


def test_the_box_of_one_place_does_not_answer_for_another_that_its_document_names() -> None:
    question, line = asked("How many people live in Marle?"), "Population: 412"

    assert is_line_asked(question, made(line, title="The village of Marle"), {"marl"})
    assert not is_line_asked(question, made(line, title="The isle of Hvar"), {"marl"})


def test_a_row_of_two_cells_is_a_label_and_a_value() -> None:
    one, question = made("Owner | the Province"), asked("Who owns the tower?")
    cells = (TableCell(0, 5, ()), TableCell(8, 20, ()))
    head = Head(30, 35, "Tower")

    def is_asked(cells: tuple[TableCell, ...], caption: Head | None) -> bool:
        row = TableRow(cells, False, 1, caption)
        hit = replace(one.hit, passage=replace(one.hit.passage, rows=(row,)))
        return is_line_asked(question, ScoredSentence(evidence_of(hit), 0, 0.0), {"tower"})

    assert is_asked(cells, head)
    assert not is_asked((cells[0], TableCell(8, 20, (head,))), None), "its column has a name"


def test_a_line_below_a_heading_tells_how_to_do_what_that_names() -> None:
    question = asked("How do I moor my boat?")

    assert is_line_asked(question, made("5 How to moor\nTie the rope to the ring."), {"boat"})
    assert not is_line_asked(question, made("5 How to paint\nStir the tar."), {"boat"})
    assert not is_line_asked(question, made("To moor is easy.\nTie the rope."), {"boat"})
    assert not is_line_asked(asked("Why do I moor it?"), made("5 Moor\nTie the rope."), set())


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When was the harbour crane built?", "The crane was built in 1871 by two smiths."),
        ("Where was the bell found?", "The bell was found in a well near Askvik."),
        ("When is a berth refused?", "The berth is refused if the boat leaks."),
        ("When was the mill first sold?", "In all, the mill was sold in May."),
    ],
)
def test_a_statement_answers_its_question(question: str, sentence: str) -> None:
    assert states(asked(question.replace("first ", "")), made(sentence, title="Harbour"))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When was the crane built?", "The crane was built by two smiths."),
        ("When was the crane built?", "The crane was sold in 1871."),
        ("When was the crane built?", "The lock was built in 1871."),
        ("When was the floating crane of Selby built?", "The crane was built in 1871."),
        ("Where was the bell found?", "The bell was found in 1871."),
        ("Where is the cargo sorted?", "The cargo is sorted in the right order."),
        ("Who built the crane?", "The crane was built in 1871."),
    ],
)
def test_other_statements_do_not(question: str, sentence: str) -> None:
    assert not states(asked(question), made(sentence))


def test_what_answers_by_its_form_comes_first_and_is_sure() -> None:
    question = asked("What did Ada Lund say about the mast?")
    evidence = evidence_of(make_hit("The mast is old.", "“The mast is new,” said Ada Lund."))
    ranked = [ScoredSentence(evidence, 0, 1.0), ScoredSentence(evidence, 1, -1.0)]
    first, *_ = guarded(question, ranked, document_words([evidence.hit]))

    assert first.row == 1
    assert is_text_of(question, first)
    far = [ranked[0], ScoredSentence(evidence, 1, -9.0)]
    assert guarded(question, far, document_words([evidence.hit]))[0].row == 0


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What is the email address of Ada Lund?", "Ada Lund is the pilot."),
        ("Which phone number should I ring?", "Ring the pilot between two and four."),
        ("What is the website of the choir?", "The choir has a page."),
    ],
)
def test_an_address_must_have_the_form_of_one(question: str, text: str) -> None:
    assert lacks_form(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What is the email address of Ada Lund?", "Write to ada@boats.example."),
        ("Which phone number should I ring?", "Ring 0555 20 31."),
        ("What is the website of the choir?", "See choir.example for songs."),
        ("Who sent the email?", "Ada Lund is the pilot."),
    ],
)
def test_one_that_has_it_may_answer(question: str, text: str) -> None:
    assert not lacks_form(question, text)
