"""The labelled pairs are made of public repositories, each in its own format."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa.checking.entailment.training.formats import FORMATS, window
from qa.checking.entailment.training.pairs import LABELS, Pair, is_held_out, read, write
from qa.checking.entailment.training.prepare import TAKEN, public
from qa.checking.entailment.training.sources import PAIRS, taken
from qa.reader.training.fetching import listed_repositories

PACKAGE = "qa.checking.entailment.training"


def lines(*rows: Any) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def archive(name: str, data: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr(name, data)
    return held.getvalue()


WICE = {
    "claim": "The heron is blue.",
    "evidence": ["(meta data) TITLE: Birds", "Herons live here.", "A heron is grey.", "Owls too."],
}
TREES = "data/public_dataset/entailment_trees_emnlp2021_data_v2/dataset/task_1"
LFQA = {
    "claim_string": "Owls hunt.",
    "support": "Complete",
    "evidence": ["[1] http://x\n\nOwls are birds that hunt mice in the dark of the night."],
}
STUDENT = """<question id="q1"><referenceAnswers><referenceAnswer>It floats.</referenceAnswer>
</referenceAnswers><studentAnswers><studentAnswer accuracy="contradictory">it
sinks</studentAnswer></studentAnswers></question>"""
FILES: dict[str, dict[str, bytes]] = {
    "wice": {
        "data/entailment_retrieval/claim/dev.jsonl": lines(
            {**WICE, "label": "not_supported", "supporting_sentences": []}
        ),
        "data/entailment_retrieval/claim/test.jsonl": lines(
            {**WICE, "label": "supported", "supporting_sentences": [[2]]}
        ),
        "data/non_supported_tokens/train.jsonl": lines(
            {
                **WICE,
                "label": "partially_supported",
                "supporting_sentences": [[2]],
                "claim_tokens": ["The", "heron", "is", "blue", "."],
                "non_supported_spans": [False, False, False, True, False],
            }
        ),
        "data/non_supported_tokens/dev.jsonl": b"",
        "data/non_supported_tokens/test.jsonl": b"",
    },
    "fool-me-twice": {
        "dataset/dev.jsonl": lines(
            {
                "text": "Owls sing.",
                "label": "REFUTES",
                "gold_evidence": [{"text": "Owls hoot."}, {"text": "They never sing."}],
                "wikipedia_page": "Owl",
            }
        ),
        "dataset/test.jsonl": b"",
    },
    "fever-symmetric": {
        "symmetric_v0.2/fever_symmetric_dev.jsonl": lines(
            {
                "id": "7",
                "claim": "Ada is old .",
                "evidence": "Ada -LRB- 90 -RRB- is old .",
                "label": "SUPPORTS",
            }
        ),
        "symmetric_v0.2/fever_symmetric_test.jsonl": b"",
        "symmetric_v0.1/fever_symmetric_full.jsonl": lines(
            {
                "id": "70000002",
                "claim": "Ada is young .",
                "evidence_sentence": "Ada is old .",
                "label": "REFUTES",
            }
        ),
    },
    "breaking-nli": {
        "breaking_nli_dataset.zip": archive(
            "data/dataset.jsonl",
            lines(
                {
                    "sentence1": "A man ate.",
                    "sentence2": "A boy ate.",
                    "gold_label": "contradiction",
                    "category": "antonyms",
                }
            ),
        )
    },
    "scone": {
        "scone_nli/train/one_scoped.csv": (
            b",sentence1,sentence2,gold_label\n0,No owl sat.,No bird sat.,neutral\n"
        ),
        "scone_nli/train/two_scoped.csv": (
            b",sentence1,sentence2,gold_label,sentence1_edited,sentence2_edited,gold_label_edited\n"
            b"0,a,b,neutral,No owl sat.,No old owl sat.,entailment\n"
        ),
    },
    "negation-nli": {
        f"data/new_benchmarks/clean_data/{name}.txt": (
            'index\tText\tHypothesis\tgold_label\n0\tIt did not "rain.\tIt was dry.\t'
            + label
            + "\n"
        ).encode()
        for name, label in (("RTE", "not_entailment"), ("MNLI", "entailment"), ("SNLI", "neutral"))
    },
    "med": {
        "MED.tsv": (
            b"promptID\tgenre\tsentence1\tsentence2\tgold_label\n"
            b"3\tpaper:up\tSome old owls sat.\tSome owls s\xe9t.\tentailment\n"
        )
    },
    "semeval2013-student": {"semeval-3way.zip": archive("a/3way/q1.xml", STUDENT.encode())},
    "snli-devtest": {
        f"dataset/eSNLI/{name}.{part}": text.encode()
        for part in ("dev", "test")
        for name, text in (
            ("s1", f"Two {part} men sit .\n"),
            ("s2", "Men sit .\n"),
            ("labels", "entailment\n"),
        )
    },
    "entailmentbank": {
        f"{TREES}/dev.jsonl": lines(
            {
                "id": "x",
                "hypothesis": "ice melts",
                "meta": {"triples": {"sent1": "ice is cold", "sent2": "heat melts"}},
            }
        ),
        f"{TREES}/test.jsonl": b"",
    },
    "factcheck-gpt": {
        "subtasks/subtask3_claim_evidence_stance.jsonl": lines(
            {"claim": "Owls sing.", "evidence": "Owls do sing.", "stance": "partially-support"},
            {"claim": "Owls sing.", "evidence": "?", "stance": "unclear"},
        )
    },
    "expertqa": {
        "data/lfqa/rand_val.jsonl": lines(
            {"question": "Do owls hunt?", "answers": {"a": {"claims": [LFQA, LFQA]}}}
        )
    },
}
"""The files of each repository, with as little in them as shows their format."""

WANTED: dict[str, list[tuple[str, str, str]]] = {
    "wice": [
        ("not", "The heron is blue.", "Herons live here. A heron is grey. Owls too."),
        ("supported", "The heron is blue.", "A heron is grey."),
        ("not", "The heron is blue.", "Owls too."),
        ("partly", "The heron is blue.", "A heron is grey."),
    ],
    "fool-me-twice": [("contradicted", "Owls sing.", "Owls hoot. They never sing.")],
    "fever-symmetric": [
        ("supported", "Ada is old.", "Ada (90) is old."),
        ("contradicted", "Ada is young.", "Ada is old."),
    ],
    "breaking-nli": [("contradicted", "A boy ate.", "A man ate.")],
    "scone": [
        ("not", "No bird sat.", "No owl sat."),
        ("supported", "No old owl sat.", "No owl sat."),
    ],
    "negation-nli": [
        ("supported", "It was dry.", 'It did not "rain.'),
        ("not", "It was dry.", 'It did not "rain.'),
    ],
    "med": [("supported", "Some owls s\ufffdt.", "Some old owls sat.")],
    "semeval2013-student": [("contradicted", "It floats.", "it sinks")],
    "snli-devtest": [
        ("supported", "Men sit.", "Two dev men sit."),
        ("supported", "Men sit.", "Two test men sit."),
    ],
    "entailmentbank": [("supported", "ice melts", "ice is cold. heat melts")],
    "factcheck-gpt": [("partly", "Owls sing.", "Owls do sing.")],
    "expertqa": [
        ("supported", "Owls hunt.", "Owls are birds that hunt mice in the dark of the night.")
    ],
}


@pytest.fixture
def pairs_of(tmp_path: Path) -> Callable[[str], list[Pair]]:
    def pairs(name: str) -> list[Pair]:
        places = {}
        for path, data in FILES[name].items():
            places[path] = tmp_path / path
            places[path].parent.mkdir(parents=True, exist_ok=True)
            places[path].write_bytes(data)
        return list(FORMATS[name](places))

    return pairs


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_read(name: str, pairs_of: Callable[[str], list[Pair]]) -> None:
    found = pairs_of(name)

    assert [(pair.label, pair.claim, pair.evidence) for pair in found] == WANTED[name]
    assert {pair.set for pair in found} == {name}


def test_words_that_annotators_marked_have_their_places(
    pairs_of: Callable[[str], list[Pair]],
) -> None:
    marked = [pair for pair in pairs_of("wice") if pair.uncovered]

    assert [(pair.claim[13:17], pair.uncovered) for pair in marked] == [("blue", ((13, 17),))]


def test_the_pairs_of_one_claim_are_never_torn_apart(
    pairs_of: Callable[[str], list[Pair]],
) -> None:
    assert len({pair.group for pair in pairs_of("fever-symmetric")}) == 1
    assert len({pair.group for pair in pairs_of("wice")}) == 1


def test_of_a_page_the_sentences_most_like_the_claim_are_read() -> None:
    page = [f"Sentence {number} about nothing at all, at length." for number in range(40)]
    page[25] = "Herons were counted in Ripon."

    found = window("In Ripon they counted herons.", page)
    assert page[25] in found
    assert len(found.split()) <= 120
    assert window("herons", []) == ""


def test_a_pair_is_taken_once_and_not_without_words() -> None:
    rows = [
        Pair("x", "", "not", claim, evidence, "")
        for claim, evidence in (("A b.", "c"), ("a b", "C!"), ("a", "..."), ("A b.", "d"))
    ]

    assert [pair.evidence for pair in taken(rows)] == ["c", "d"]


def test_every_repository_is_listed_with_what_its_format_reads() -> None:
    listed = listed_repositories(PACKAGE)

    assert [repository.set for repository in listed] == list(FORMATS)
    assert set(TAKEN) == set(FORMATS)
    for repository in listed:
        assert len(repository.commit) == 40
        assert all(len(digest) == 64 for digest in repository.files.values())
        if repository.set not in ("scone", "expertqa"):  # these take each file that is there
            assert set(FILES[repository.set]) == set(repository.files)


def test_what_is_held_out_is_not_trained_on(tmp_path: Path) -> None:
    rows = [
        Pair("med", "", label, f"claim {number} {label}", "e", f"med:{number}")
        for number in range(200)
        for label in LABELS
    ]
    write(tmp_path / PAIRS, rows)
    assert list(read(tmp_path / PAIRS)) == rows
    kept, held = public(tmp_path)

    assert 0 < len({pair.group for pair in held}) < 40
    assert not {pair.group for pair in kept} & {pair.group for pair in held}
    assert all(is_held_out(pair.group, 1) for pair in held)
