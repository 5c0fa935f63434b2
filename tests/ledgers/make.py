"""Makes a small ledger of the format that Pincite writes now, to be kept when that changes.

Run it before a change of the format is released, and commit both files:

    python -m tests.ledgers.make

`format-N.zip` is a backup of a collection of every kind of row; `format-N.jsonl` are answers
that it gave. `tests/test_migration.py` opens each that is here with the Pincite of today.
"""

import hashlib
import json
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from job_calls import read_in  # noqa: E402
from made_files import make_pdf, scanned_page, text_page  # noqa: E402
from toys import open_toy_index  # noqa: E402

from corpus import Document, FileStat, Source, Span, Table, Voice  # noqa: E402
from corpus.sandbox.pool import ReaderPool  # noqa: E402
from index import Alert, Correction, LocalIndex, Mark, NewDocument, Sighting, back_up  # noqa: E402
from index.ledger.jobs import Limits  # noqa: E402
from index.ledger.schema import FORMAT  # noqa: E402
from index.types import Verdict  # noqa: E402
from qa.answering.question import Request  # noqa: E402
from qa.config import Config  # noqa: E402
from qa.wiring import make_answerer  # noqa: E402

PAPERS = "/srv/papers/"
FILES: dict[str, bytes] = {
    "herons.md": b"---\ntitle: On herons\nauthor: Ann Reed\ndate: 2020-03-01\n---\n"
    b"# Wading\n\nHerons wade in shallow water.\n\n## Counts\n\nThey were counted in 1871.\n",
    "owls.txt": b"Owls hunt at night. Nobody counts owls in winter.\n",
    "saved/gulls.html": b"<html><head><title>Gulls</title>"
    b'<link rel="canonical" href="https://example.org/gulls"></head>'
    b"<body><h1>Gulls</h1><p>Gulls cry all day over the harbour.</p></body></html>",
    "wrens.pdf": make_pdf(
        text_page("Wrens sing at dawn in the hedges."),
        scanned_page("Wrens weigh nine grams in spring.", called=4),
        title="Wrens",
        author="Bo Lark",
    ),
    "swans.txt": b"Swans are removed from this collection.\n",
}
_TALLY = "Tally of the marsh\n\nBird | 2019 | 2020\nStork | 7 | 12\nCrake | 5 | \n"
_REPLY = "Thank you.\n\nThe crake is rare here, said the ranger.\n"
LAID_OUT = (
    Document(
        "tally",
        "Tally",
        "papers/tally.docx",
        _TALLY,
        file_author="office-pc",
        file_created="2021-02-03",
        tables=(
            Table(
                (
                    (Span(20, 24), Span(27, 31), Span(34, 38)),
                    (Span(39, 44), Span(47, 48), Span(51, 53)),
                    (Span(54, 59), Span(62, 63), Span(66, 66)),
                ),
                heads=1,
                labels=1,
                caption=Span(0, 18),
            ),
        ),
        notes=("2 hidden rows were left out.",),
    ),
    Document(
        "reply",
        "Re: crakes",
        "papers/reply.eml",
        _REPLY,
        author="Ann Reed",
        published="2022-05-02",
        voices=(Voice(12, len(_REPLY), "Bo Lark", "2022-05-01"),),
    ),
)
MARKED: tuple[tuple[str, Verdict, int, int], ...] = (
    ("When do owls hunt?", "answers", 0, 19),
    ("Who counts owls?", "does_not_answer", 20, 49),
)
ALERTED = (Alert("question", "When do owls hunt?"), Alert("find", "counting birds"))
QUESTIONS = (
    "When were herons counted?",
    "Where do gulls cry?",
    "What do wrens weigh?",
    "When do owls hunt?",
    "How many storks in 2020?",
    "Is the crake rare?",
)


def arrival(room: ReaderPool, name: str, data: bytes) -> NewDocument:
    source = Source(f"file:{PAPERS}{name}", f"papers/{name}")
    return NewDocument(room.read(data, source, name), source.key, FileStat(len(data), 1, 2))


def fill(index: LocalIndex) -> None:
    """Add documents, one of them twice, correct and remove one, and leave an upload to be read."""
    with ReaderPool(1) as room:
        list(index.add([arrival(room, "owls.txt", b"Owls hunt by day, it was thought.\n")]))
        list(index.add(arrival(room, name, data) for name, data in FILES.items()))
    list(index.add(LAID_OUT))
    with index.reader() as reader:
        infos = reader.documents()
    (swans,) = [info.id for info in infos if info.source.endswith("swans.txt")]
    index.by("ann").delete(swans)
    index.purge()
    (owls,) = [info.id for info in infos if info.source.endswith("owls.txt")]
    index.by("bo").correct(
        owls, Correction(author="Ann Reed", published="2019-05", add_tags=("night",))
    )
    (version,) = [info.version for info in infos if info.id == owls]
    for question, verdict, start, end in MARKED:
        index.mark(Mark(question, question, owls, version, start, end, 0.75, verdict))
    for alert in ALERTED:
        kept = index.add_alert(alert)
        index.keep_look(kept.id, 1, [Sighting(kept.id, owls, version, 0, 19)])
        index.keep_look(kept.id, 9, [Sighting(kept.id, owls, version, 20, 49)])
    upload(index, "finches.txt", b"Finches eat seeds.\n")
    work = index.jobs.claim("make")
    assert work is not None
    read_in(index, work)
    upload(index, "terns.txt", b"Terns dive for fish.\n")


def upload(index: LocalIndex, name: str, data: bytes) -> None:
    source = Source(f"upload:{name}", name)
    index.by("ann").jobs.submit(source, data, hashlib.sha256(data).hexdigest(), Limits())


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = open_toy_index(Path(folder) / "birds")
        fill(index)
        answerer = make_answerer(Config(confidence=0.0), index)
        answers = [answerer.answer(Request(question)).record() for question in QUESTIONS]
        back_up(index.directory, HERE / f"format-{FORMAT}.zip")
    lines = "".join(json.dumps(answer) + "\n" for answer in answers)
    (HERE / f"format-{FORMAT}.jsonl").write_text(lines)


if __name__ == "__main__":
    main()
