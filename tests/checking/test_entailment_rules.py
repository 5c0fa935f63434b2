"""Rules that make pairs out of sentences: what they change, and what they leave as it is."""

import random

import pytest

from qa.checking.entailment.training.exchanged import ADDING, CONTRADICTING, Surroundings
from qa.checking.entailment.training.reworded import REWORDING
from qa.checking.entailment.training.ruled import HELD_OUT_KINDS, Text, ruled_pairs

TEXT = (
    "The harbour board met on Monday, 3 May 2019, and Ada Lund was in the chair. "
    "All members may vote, but only Ada Lund beat Tom Reyes before the 40 ballots were counted. "
    "The ferry to Skane costs 1,250 crowns for 12 days and is cheaper than the train. "
    "It is not clear whether Tom Reyes, who lives in Malmo, accepted the offer of the board. "
    "However, the board had rejected three plans because funds were short. "
    "Every boat (there are sixteen) was inspected for rust, and the pier was mended in spring."
)
AROUND = Surroundings.of(TEXT)
SENTENCES = [sentence + "." for sentence in TEXT.removesuffix(".").split(". ")]


def edits(kind: str) -> dict[str, list[tuple[str, str]]]:
    """Return by sentence what a rule makes of it, and the words that it marks."""
    rule = {**CONTRADICTING, **ADDING}[kind]
    found: dict[str, list[tuple[str, str]]] = {}
    for sentence in SENTENCES:
        for seed in range(20):
            edit = rule(sentence, AROUND, random.Random(seed))
            if edit is not None:
                marked = "|".join(edit.text[start:end] for start, end in edit.uncovered)
                found.setdefault(sentence, []).append((edit.text, marked))
    return found


@pytest.mark.parametrize("kind", [*CONTRADICTING, *ADDING])
def test_what_a_rule_changes_is_marked(kind: str) -> None:
    found = edits(kind)

    assert found, "there is a sentence for each rule"
    for sentence, changed in found.items():
        for text, marked in changed:
            assert text != sentence
            assert marked, text


@pytest.mark.parametrize(
    ("kind", "words"),
    {
        "number": "3 40 1,250 12 three",
        "date": "Monday May 2019",
        "name": "Lund Reyes Skane Malmo",
        "unit": "crowns days",
        "quantifier": "All Every",
        "direction": "cheaper",
        "time order": "before",
        "opposite": "accepted rejected short spring",
        "modality hardened": "may",
    }.items(),
)
def test_an_exchange_takes_out_one_of_its_words_and_nothing_else(kind: str, words: str) -> None:
    for sentence, changed in edits(kind).items():
        before = [word.strip(".,()") for word in sentence.split()]
        for text, _ in changed:
            after = [word.strip(".,()") for word in text.split()]
            gone = [word for word in before if word not in after]
            assert set(gone) & set(words.split()), text
            assert len(gone) <= 2, "of a name, a first name goes too"


def test_two_names_change_places() -> None:
    assert {text for text, _ in edits("roles swapped")[SENTENCES[1]]} == {
        "All members may vote, but only Tom Reyes beat Ada Lund before the 40 ballots were counted."
    }


def test_a_negation_is_put_in_or_taken_out() -> None:
    found = {
        sentence: {text for text, _ in changed} for sentence, changed in edits("negation").items()
    }

    assert found[SENTENCES[3]] == {SENTENCES[3].replace("is not clear", "is clear")}
    assert SENTENCES[0].replace("was in", "was not in") in found[SENTENCES[0]]


@pytest.mark.parametrize(
    ("kind", "sentence", "wanted"),
    [
        ("contracted", "It is not clear.", "It isn't clear."),
        ("contracted", "The permit is blue.", None),
        ("number written otherwise", "He has three boats.", "He has 3 boats."),
        (
            "number written otherwise",
            "It fell by 5 per cent.",
            {"It fell by 5%.", "It fell by 5 percent."},
        ),
        (
            "number rounded",
            "It costs 41,300 crowns.",
            {"It costs more than 40,000 crowns.", "It costs over 40,000 crowns."},
        ),
        ("date written otherwise", "Due on 2019-05-03.", "Due on 3 May 2019."),
        ("date written otherwise", "Due on 3 May.", {"Due on May 3.", "Due on 3 May."}),
        ("shortened", "All the boats were old (some leaked badly).", "All the boats were old."),
        ("shortened", "Nobody saw the boats (some leaked badly).", None),
        ("synonyms", "He bought boats.", "He purchased boats."),
    ],
)
def test_a_rewording_says_the_same_or_less(
    kind: str, sentence: str, wanted: str | set[str] | None
) -> None:
    found = {REWORDING[kind](sentence, random.Random(seed)) for seed in range(20)}

    assert found == (wanted if isinstance(wanted, set) else {wanted})


def test_pairs_are_the_same_every_time_and_none_of_a_kind_that_is_held_out() -> None:
    texts = [Text("toy", f"text-{number}", TEXT) for number in range(30)]
    pairs = list(ruled_pairs(texts, 6, random.Random(1)))

    assert pairs == list(ruled_pairs(texts, 6, random.Random(1)))
    assert {pair.label for pair in pairs} == {"supported", "partly", "contradicted", "not"}
    assert not {pair.kind for pair in pairs} & set(HELD_OUT_KINDS)
    held = list(ruled_pairs(texts, 6, random.Random(1), kinds=HELD_OUT_KINDS))
    wrong = {pair.kind for pair in held if pair.label == "contradicted"}
    assert wrong == set(HELD_OUT_KINDS)


def test_what_is_not_supported_is_not_in_the_evidence() -> None:
    texts = [Text("toy", f"text-{number}", TEXT) for number in range(30)]

    for pair in ruled_pairs(texts, 6, random.Random(2)):
        if pair.label == "partly":
            assert pair.uncovered
            for start, end in pair.uncovered:
                assert pair.claim[start:end] not in pair.evidence
        elif pair.label == "supported" and pair.kind in ("identical", "added to both"):
            assert pair.claim in pair.evidence
        elif pair.label in ("contradicted", "not"):
            assert pair.claim not in pair.evidence
