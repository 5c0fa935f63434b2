"""Reads the labelled pairs of public sets, each in a format of its own."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from qa.checking.entailment.training.pairs import Pair, Spans

Files = Mapping[str, Path]
"""Where the files of a repository lie, by their paths in it."""

_WINDOW = 90  # words of a page that are read; a guess: two or three passages of the index
_NLI = {"entailment": "supported", "contradiction": "contradicted", "neutral": "not"}
_MARKS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"'}


def wice(files: Files) -> Iterator[Pair]:
    """Yield the claims of WiCE (Kamoi et al. 2023) with sentences of the page that is cited.

    Where nothing supports a claim, the sentences most like it are the evidence. Of a claim that
    has support, other sentences of the page are evidence that gives none.
    """
    for part in ("dev", "test"):
        for row in _json(files[f"data/entailment_retrieval/claim/{part}.jsonl"]):
            yield from _of_page(row, None)
    for part in ("train", "dev", "test"):
        for row in _json(files[f"data/non_supported_tokens/{part}.jsonl"]):
            yield from _of_page(row, _marked(row))


def _of_page(row: Any, uncovered: Spans | None) -> Iterator[Pair]:
    label = {"supported": "supported", "partially_supported": "partly"}.get(row["label"], "not")
    page = [line for line in row["evidence"] if not line.startswith("(meta data)")]
    group = f"wice:{page[:8]}"
    if label == "not":
        yield Pair("wice", "", "not", row["claim"], window(row["claim"], page), group)
        return
    chosen = sorted(row["supporting_sentences"][0])
    said = " ".join(row["evidence"][number] for number in chosen)
    yield Pair("wice", "", label, row["claim"], said, group, uncovered)
    other = [s for number, s in enumerate(row["evidence"]) if number not in _all(row)]
    other = [line for line in other if not line.startswith("(meta data)")]
    if other and uncovered is None:
        far = window("", other[len(other) // 2 :])
        yield Pair("wice", "same page", "not", row["claim"], far, group)


def _all(row: Any) -> set[int]:
    return {number for chosen in row["supporting_sentences"] for number in chosen}


def _marked(row: Any) -> Spans:
    """Return the words that annotators marked, as places in the claim."""
    spans, position = [], 0
    for token, marked in zip(row["claim_tokens"], row["non_supported_spans"], strict=True):
        start = row["claim"].find(token, position)
        if start < 0:
            continue
        position = start + len(token)
        if marked:
            spans.append((start, position))
    return tuple(spans)


def window(claim: str, sentences: Sequence[str]) -> str:
    """Return the sentences in a row that have most words of a claim, some 90 words of them."""
    wanted = set(re.findall(r"\w{4,}", claim.lower()))
    best, most = "", -1
    for first in range(len(sentences)):
        held: list[str] = []
        for sentence in sentences[first:]:
            if held and sum(len(s.split()) for s in (*held, sentence)) > _WINDOW:
                break
            held.append(sentence)
        text = " ".join(" ".join(held).split()[: _WINDOW + 30])
        found = len(wanted & set(re.findall(r"\w{4,}", text.lower())))
        if found > most:
            best, most = text, found
    return best


def fool_me_twice(files: Files) -> Iterator[Pair]:
    """Yield the claims of Fool Me Twice (Eisenschlos et al. 2021) with their evidence."""
    labels = {"SUPPORTS": "supported", "REFUTES": "contradicted"}
    for part in ("dev", "test"):
        for row in _json(files[f"dataset/{part}.jsonl"]):
            said = " ".join(item["text"] for item in row["gold_evidence"])
            group = f"fool-me-twice:{row['wikipedia_page']}"
            yield Pair("fool-me-twice", "", labels[row["label"]], row["text"], said, group)


def fever_symmetric(files: Files) -> Iterator[Pair]:
    """Yield the pairs of the symmetric set over FEVER (Schuster et al. 2019)."""
    labels = {"SUPPORTS": "supported", "REFUTES": "contradicted"}
    for name, key in (
        ("symmetric_v0.2/fever_symmetric_dev", "evidence"),
        ("symmetric_v0.2/fever_symmetric_test", "evidence"),
        ("symmetric_v0.1/fever_symmetric_full", "evidence_sentence"),
    ):
        for row in _json(files[f"{name}.jsonl"]):
            claim, said = _plain(row["claim"]), _plain(row[key])
            # the four pairs of a claim have its id, with their number behind it
            group = f"fever:{re.sub('000000[0-9]$', '', str(row['id']))}"
            yield Pair("fever-symmetric", "", labels[row["label"]], claim, said, group)


def breaking_nli(files: Files) -> Iterator[Pair]:
    """Yield the pairs of Breaking NLI (Glockner et al. 2018), which differ by a word."""
    with zipfile.ZipFile(files["breaking_nli_dataset.zip"]) as archive:
        lines = archive.read("data/dataset.jsonl").decode("utf-8").split("\n")
    for row in (json.loads(line) for line in lines if line.strip()):
        said, label = row["sentence1"], _NLI.get(row["gold_label"])
        if label:
            group = f"breaking:{' '.join(said.split()[:3])}"
            yield Pair("breaking-nli", row["category"], label, row["sentence2"], said, group)


def scone(files: Files) -> Iterator[Pair]:
    """Yield the pairs of ScoNe (She et al. 2023): negations whose scope matters."""
    for path in sorted(files):
        for row in _table(files[path]):
            row = {name.removesuffix("_edited"): row[name] for name in row}  # those stand last
            label = _NLI[row["gold_label"]]
            said, claim = row["sentence1"], row["sentence2"]
            group = f"scone:{path.split('/')[1]}-{row['']}"
            yield Pair("scone", path.split("/")[-1][:-4], label, claim, said, group)


def negation_nli(files: Files) -> Iterator[Pair]:
    """Yield the pairs of Hossain et al. (2020): a negation put into one or both sentences.

    RTE only says whether the one follows from the other; what does not is left out.
    """
    for name in ("RTE", "MNLI", "SNLI"):
        for row in _table(files[f"data/new_benchmarks/clean_data/{name}.txt"], "\t"):
            label = _NLI.get(row["gold_label"])
            if label:
                said, claim = row["Text"], row["Hypothesis"]
                group = f"negation:{' '.join(said.replace('not ', '').split()[:6])}"
                yield Pair("negation-nli", name, label, claim, said, group)


def med(files: Files) -> Iterator[Pair]:
    """Yield the pairs of MED (Yanaka et al. 2019): more general and more special words."""
    for row in _table(files["MED.tsv"], "\t"):
        label = _NLI.get(row["gold_label"])
        if label:
            said, kind = row["sentence1"], row["genre"].split(":")[-1]
            yield Pair("med", kind, label, row["sentence2"], said, f"med:{row['promptID']}")


def semeval_student(files: Files) -> Iterator[Pair]:
    """Yield answers of students (Dzikovska et al. 2013): does one say what the reference says?"""
    labels = {"correct": "supported", "contradictory": "contradicted", "incorrect": "not"}
    with zipfile.ZipFile(files["semeval-3way.zip"]) as archive:
        names = sorted(n for n in archive.namelist() if "3way" in n and n.endswith(".xml"))
        for name in names:
            root = ElementTree.fromstring(archive.read(name))
            references = [item.text or "" for item in root.iter("referenceAnswer")]
            for answer in root.iter("studentAnswer"):
                label = labels[answer.attrib["accuracy"]]
                group = f"semeval:{root.attrib['id']}"
                words = " ".join((answer.text or "").split())
                claim = " ".join(references[0].split())
                yield Pair("semeval2013-student", "", label, claim, words, group)


def snli(files: Files) -> Iterator[Pair]:
    """Yield the dev and test pairs of SNLI (Bowman et al. 2015), as e-SNLI has them."""
    for part in ("dev", "test"):
        columns = [_lines(files[f"dataset/eSNLI/{name}.{part}"]) for name in ("s1", "s2", "labels")]
        for said, claim, label in zip(*columns, strict=True):
            said, claim = _plain(said), _plain(claim)
            yield Pair("snli-devtest", "", _NLI[label.strip()], claim, said, f"snli:{said}")


def entailment_bank(files: Files) -> Iterator[Pair]:
    """Yield the statements of EntailmentBank (Dalvi et al. 2021) with what they follow from."""
    for part in ("dev", "test"):
        place = (
            f"data/public_dataset/entailment_trees_emnlp2021_data_v2/dataset/task_1/{part}.jsonl"
        )
        for row in _json(files[place]):
            said = ". ".join(row["meta"]["triples"].values())
            group = f"entailmentbank:{row['id']}"
            yield Pair("entailmentbank", "", "supported", row["hypothesis"], said, group)


def factcheck_gpt(files: Files) -> Iterator[Pair]:
    """Yield claims of a language model (Wang et al. 2023) with words of web pages."""
    labels = {
        "completely-support": "supported",
        "partially-support": "partly",
        "refute": "contradicted",
        "irrelevant": "not",
    }
    for row in _json(files["subtasks/subtask3_claim_evidence_stance.jsonl"]):
        label = labels.get(row["stance"])
        if label:
            said = window(row["claim"], re.split(r"(?<=[.!?]) +", row["evidence"]))
            group = f"factcheck:{row['claim']}"
            yield Pair("factcheck-gpt", "", label, row["claim"], said, group)


def expertqa(files: Files) -> Iterator[Pair]:
    """Yield sentences of language models that experts compared with the page they cite.

    (Malaviya et al. 2023)
    """
    labels = {"Complete": "supported", "Partial": "partly", "Incomplete": "partly"}
    seen = set()
    for path in sorted(files):
        for row in _json(files[path]):
            for answer in row["answers"].values():
                for claim in answer["claims"]:
                    words, label = claim["claim_string"].strip(), labels.get(claim["support"])
                    if not label or len(claim["evidence"]) != 1 or words in seen:
                        continue
                    seen.add(words)
                    page = re.sub(r"^\[\d+\]\s*\S+\s*", "", claim["evidence"][0])
                    said = window(words, re.split(r"(?<=[.!?])\s+|\n+", page))
                    if len(said.split()) > 8:
                        yield Pair(
                            "expertqa", "", label, words, said, f"expertqa:{row['question']}"
                        )


FORMATS: Mapping[str, Callable[[Files], Iterator[Pair]]] = {
    "wice": wice,
    "fool-me-twice": fool_me_twice,
    "fever-symmetric": fever_symmetric,
    "breaking-nli": breaking_nli,
    "scone": scone,
    "negation-nli": negation_nli,
    "med": med,
    "semeval2013-student": semeval_student,
    "snli-devtest": snli,
    "entailmentbank": entailment_bank,
    "factcheck-gpt": factcheck_gpt,
    "expertqa": expertqa,
}
"""The readers by the names that `sources.json` gives the repositories."""


def _plain(words: str) -> str:
    """Return words of the Penn Treebank as people write them."""
    for code, mark in _MARKS.items():
        words = words.replace(code, mark)
    words = re.sub(r" ([,.;:?!)\]%]|'(?:s|t|re|ve|ll|d)\b|'(?= )|n't)", r"\1", words.strip())
    return re.sub(r"([(\[]) ", r"\1", words)


def _lines(path: Path) -> list[str]:
    # not splitlines: U+2028 and its like may stand inside a line
    return [line for line in path.read_text("utf-8").split("\n") if line.strip()]


def _json(path: Path) -> Iterator[Any]:
    return map(json.loads, _lines(path))


def _table(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    text = io.StringIO(path.read_text("utf-8", errors="replace"))  # MED has a stray byte
    if delimiter == ",":
        return csv.DictReader(text)
    return csv.DictReader(text, delimiter=delimiter, quoting=csv.QUOTE_NONE)
