"""Finds a set of questions: a public one by name, or a user's own by path."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus import Document
from qa.answering.query_rewriting import Turn
from qa.answering.question import checked_question
from qa.errors import AnswerError, QuestionRejected
from qa.evaluation.cases import Case, EvalSet
from qa.evaluation.everyday import FILE_SETS, load_files
from qa.evaluation.public import BUNDLED_SETS, SETS


class SetUnknown(AnswerError):
    """There is no such set, or its data are not there."""

    code = "rejected"


def load(name: str, folder: Path | None, *, quick: bool = False) -> EvalSet:
    """Return a set by name, or the user's own questions by the path of a JSONL file.

    Args:
        name: One of `SETS` or `FILE_SETS`, or a path.
        folder: Where the data of the sets are; those in `BUNDLED_SETS` need none.
        quick: Take a part of the documents and questions, the same at every call.

    Raises:
        SetUnknown: If there is no such set, or its data are missing or malformed.
    """
    if name not in SETS and name not in FILE_SETS:
        path = Path(name).expanduser()
        if not path.is_file():
            known = ", ".join((*SETS, *FILE_SETS))
            raise SetUnknown(f"{name}: neither a set ({known}) nor a file of questions")
        return _own(path)
    if folder is None and name not in BUNDLED_SETS:
        raise SetUnknown(f"the data of {name} are missing: set PINCITE_EVAL_DATA to their folder")
    try:
        if name in FILE_SETS:
            return load_files(name, folder, quick=quick)
        documents, cases = SETS[name](folder or Path())
    except FileNotFoundError as exc:
        raise SetUnknown(f"{exc.filename} is missing: is PINCITE_EVAL_DATA right?") from exc
    except (ValueError, KeyError) as exc:
        raise SetUnknown(f"the data of {name} are malformed: {exc}") from exc
    if quick:
        documents, cases = _part(documents, cases)
    return EvalSet(name, tuple(cases), tuple(documents), _digest(documents, cases))


def _part(documents: list[Document], cases: list[Case]) -> tuple[list[Document], list[Case]]:
    """Keep every fourth title of a large set, and every third question on what is kept.

    What is large, and the shares, are guesses: so that `make quality` takes minutes.
    """
    if len(documents) < 50:
        return documents, cases[::3] if len(cases) > 200 else cases
    titles = list(dict.fromkeys(document.title for document in documents))
    chosen = set(titles[::4])
    kept = [document for document in documents if document.title in chosen]
    ids = {document.id for document in kept}
    cases = [
        case if case.within is None else replace(case, within=case.within & ids)
        for case in cases
        if case.relevant <= ids
    ]
    return kept, cases[::3] if len(cases) > 200 else cases


def _digest(documents: list[Document], cases: list[Case]) -> str:
    digest = hashlib.sha256()
    for document in documents:
        digest.update(document.version.encode())
    for case in cases:
        known = (case.id, case.question, case.regime, sorted(case.relevant), case.answers)
        more = (case.spans, case.history, case.rewrite, sorted(case.within or ()), case.candidates)
        digest.update(repr((known, more)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


_OWN_KEYS = frozenset("id question answerable gold history kind trap all note".split())
"""The fields that a question may have; one with a wrong name would silently not be measured."""


def _own(path: Path) -> EvalSet:
    """Read a user's questions: `{"question", "answerable"?, "gold"?: [{"text", …}]}` a line."""
    cases: dict[str, Case] = {}
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise SetUnknown(f"{path} cannot be read as UTF-8: {exc}") from exc
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            case = _own_case(row, number)
        except (ValueError, KeyError, TypeError, AttributeError, QuestionRejected) as exc:
            raise SetUnknown(
                f"{path}, line {number}: not a question in JSON, as "
                '{"question": "…", "answerable": true, "gold": [{"text": "…"}]}'
            ) from exc
        if unknown := sorted(row.keys() - _OWN_KEYS):
            raise SetUnknown(
                f"{path}, line {number}: {unknown[0]!r} is not known: right words stand in "
                '"gold", as [{"text": "…"}], and "answerable": false says that there are none'
            )
        if case.id in cases:
            raise SetUnknown(
                f"{path}, line {number}: the id {case.id} is already on an earlier line"
            )
        cases[case.id] = case
    if not cases:
        raise SetUnknown(f"{path}: there are no questions in it")
    return EvalSet(path.stem, tuple(cases.values()), None, _digest([], [*cases.values()]))


def _own_case(row: Any, number: int) -> Case:
    question, answerable = row["question"], row.get("answerable", True)
    gold, history = row.get("gold", []), row.get("history", [])
    if not (isinstance(answerable, bool) and isinstance(gold, list) and isinstance(history, list)):
        raise TypeError("a field of another type")
    return Case(
        str(row.get("id", f"line {number}")),
        checked_question(question),
        "answerable" if answerable else "near-miss",
        frozenset(str(item["document_id"]) for item in gold if "document_id" in item),
        tuple(str(item["text"]) for item in gold),
        history=tuple(Turn(checked_question(turn)) for turn in history),
    )
