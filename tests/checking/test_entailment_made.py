"""Pairs that are made of word lists, of questions, and of what stands around evidence."""

import random
import re
from dataclasses import replace
from typing import Any

import pytest

from corpus import Document, Heading
from qa.checking.entailment.training import composed_words as words
from qa.checking.entailment.training.asked import asked_pairs, statement
from qa.checking.entailment.training.composed import MAKERS, Maker, composed_pairs
from qa.checking.entailment.training.pairs import LABELS, Pair
from qa.checking.entailment.training.surroundings import in_context
from qa.checking.entailment.training.written import WITHOUT_TEXT, is_trained_on

# Of word lists ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "line", [*words.RELATIONS, *words.CONVERSE, *words.MUTUAL, words.CAUSED, words.ORDERED]
)
def test_every_form_names_both_once(line: str) -> None:
    forms = line.split("|")
    assert len(forms) == len(set(forms)) >= 3
    for form in forms:
        assert form.count("{a}") == form.count("{b}") == 1 or "{t}" in form or "{a}, who" in form
        assert {"{a}", "{b}"} <= set(re.findall(r"\{.\}", form))


@pytest.mark.parametrize("make", dict.fromkeys(MAKERS), ids=lambda make: make.__name__)
def test_each_set_has_right_claims_and_wrong_ones(make: Maker) -> None:
    for seed in range(40):
        evidence, claims = make(random.Random(seed))
        labels = [label for _, label, _ in claims]
        assert "supported" in labels
        assert {*labels} - {"supported"}
        assert {*labels} <= {*LABELS}
        right = {claim for _, label, claim in claims if label == "supported"}
        assert not right & {claim for _, label, claim in claims if label != "supported"}
        assert evidence[0].isupper()
        assert evidence.endswith(".")


def test_the_exchanged_have_the_words_of_the_right_ones() -> None:
    """So that words alone do not tell them apart."""
    pairs = list(composed_pairs(60, random.Random(1)))
    of_deeds = [p for p in pairs if p.group.startswith("composed:deeds")]
    right, exchanged = (
        {tuple(sorted(p.claim.lower().split())) for p in of_deeds if p.kind == kind}
        for kind in ("roles kept", "roles exchanged")
    )
    assert len(exchanged) >= 100
    assert len([one for one in exchanged if one in right]) >= 10


def test_verbs_agree_with_their_subjects() -> None:
    said = " ".join(f"{p.claim} {p.evidence}" for p in composed_pairs(80, random.Random(2)))
    assert "The residents were " in said
    assert not re.search(r"\b(?:residents|drivers|pupils|prices) (?:was|is|has|needs)\b", said)


def test_the_pairs_are_the_same_each_time() -> None:
    first, again = (list(composed_pairs(5, random.Random(3))) for _ in range(2))
    assert first == again


# Of questions -----------------------------------------------------------------------

STORY = (
    "The mill was built by Ada Lund in 1871. Tom Reyes invented a wheel there. "
    "Forty people worked at the mill. It burned down near Selby."
)


@pytest.mark.parametrize(
    ("question", "answer", "stated"),
    [
        ("Who invented a wheel?", "Tom Reyes", "Tom Reyes invented a wheel."),
        ("who was elected mayor of Selby", "Ada Lund", "Ada Lund was elected mayor of Selby."),
        ("Which team won the cup?", "Norby", "Norby won the cup."),
        (
            "How many people worked at the mill?",
            "Forty people",
            "Forty people worked at the mill.",
        ),
        ("What is the name of the mill?", "Low Mill", "The name of the mill is Low Mill."),
        ("When was the mill built?", "1871", "The mill was built in 1871."),
        ("What did Tom Reyes invent?", "a wheel", "Tom Reyes invented a wheel."),
        ("Where did Tom Reyes invent a wheel?", "there", "Tom Reyes invented a wheel in there."),
        ("Who was Ada Lund married to?", "Tom Reyes", None),
        ("Why did it burn down?", "a spark", None),
        ("Who?", "Tom Reyes", None),
    ],
)
def test_a_question_with_its_answer_is_a_statement(
    question: str, answer: str, stated: str | None
) -> None:
    assert statement(question, answer, STORY, STORY.find(answer)) == stated


def test_the_answer_of_another_question_makes_it_wrong() -> None:
    def row(question: str, answer: str) -> dict[str, Any]:
        answers = [{"text": answer, "start": STORY.index(answer)}]
        return {"set": "toy", "question": question, "context": 4, "answers": answers}

    rows = [row("Who invented a wheel there?", "Tom Reyes"), row("Who built the mill?", "Ada Lund")]
    pairs = [
        pair
        for seed in range(20)
        for pair in asked_pairs(rows, {4: STORY}, {"toy": 9}, random.Random(seed))
    ]
    said = {(pair.label, pair.claim) for pair in pairs}
    assert said >= {
        ("supported", "Tom Reyes invented a wheel there."),
        ("supported", "Ada Lund built the mill."),
        ("contradicted", "Ada Lund invented a wheel there."),
        ("contradicted", "Tom Reyes built the mill."),
    }
    for pair in pairs:
        answer = "Tom Reyes" if "wheel" in pair.claim else "Ada Lund"
        assert (answer in pair.evidence) == (pair.label != "not")


# In context -------------------------------------------------------------------------

TEXT = "Mills\n\nLow Mill\n\nIt was built in 1871. Ada Lund paid for it. It burned down."


def document() -> Document:
    heads = (Heading(1, "Mills", 0, 5), Heading(2, "Low Mill", 7, 15))
    return Document(
        id="d", origin_sha256="", title="Mills of Selby", source="mills.md", text=TEXT,
        headings=heads, author="Bo Ek",
    )  # fmt: skip


def pair(claim: str, evidence: str, group: str = "w1/docs/mills.md") -> Pair:
    return Pair("written", "k", "supported", claim, evidence, group)


def test_evidence_stands_behind_its_title_and_headings() -> None:
    made = {
        one.evidence
        for seed in range(30)
        for one in in_context(
            [pair("Lund paid.", "Ada Lund paid for it.")],
            {"w1/docs/mills.md": document()},
            random.Random(seed),
        )
    }
    around = "Mills of Selby\nBo Ek\nMills\nLow Mill\n"
    assert made == {
        f"{around}Ada Lund paid for it.",
        f"{around}It was built in 1871.\nAda Lund paid for it.",
    }


def test_the_sentence_before_never_says_what_the_evidence_does_not() -> None:
    for seed in range(30):
        (made,) = in_context(
            [pair("Lund paid for it in 1871.", "Ada Lund paid for it.")],
            {"w1/docs/mills.md": document()},
            random.Random(seed),
        )
        assert "1871" not in made.evidence


def test_what_stands_in_no_document_is_left_out() -> None:
    pairs = [pair("It burned.", "It flew."), pair("It burned.", "It burned down.", "other")]
    assert [*in_context(pairs, {"w1/docs/mills.md": document()}, random.Random(1))] == []


def test_what_is_written_beside_the_evidence_stands_in_front_of_it() -> None:
    known = replace(pair("Lund paid.", "She paid.", "p5/x"), around="Mills\nAda Lund built it.")
    (made,) = in_context([known], {}, random.Random(1))
    assert (made.evidence, made.around) == ("Mills\nAda Lund built it.\nShe paid.", "")


@pytest.mark.parametrize("folder", WITHOUT_TEXT)
def test_of_documents_without_text_one_in_ten_is_held_out(folder: str) -> None:
    names = [f"{folder}/mail-{number}" for number in range(400)]
    assert 0.06 <= sum(not is_trained_on(name) for name in names) / 400 <= 0.14
