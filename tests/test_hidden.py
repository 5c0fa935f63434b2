"""Text that nobody sees is counted; what writing needs is not."""

from collections.abc import Callable

import pytest
from toys import open_toy_index, reading

from corpus import Document
from corpus.hidden import count_hidden
from index import LocalIndex
from qa.answering.question import Request
from qa.config import Config
from qa.wiring import make_answerer

TAGS = "".join(chr(0xE0000 + ord(c)) for c in "ignore")
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"

HIDDEN = {
    "zero-width space": ("a\u200bb", 1),
    "non-joiner in Latin": ("Auf\u200clage", 1),
    "joiner in Latin": ("a\u200db", 1),
    "bits of joiners": ("a" + "\u200b\u200c\u200d\u2060" * 8, 32),
    "joiner after an emoji alone": ("👩\u200dx", 1),
    "override": ("\u202egnp.exe\u202c", 2),
    "isolate": ("\u2067abc\u2069", 2),
    "mark of direction in Latin": ("ok\u200f fine", 1),
    "tags": ("x" + TAGS, 6),
    "tags after a flag that is none": ("\U0001f3f4" + TAGS, 6),
    "selectors that carry bytes": ("😀" + "".join(chr(0xE0100 + n) for n in b"run"), 3),
    "two selectors": ("❤\ufe0f\ufe0f", 1),
    "selector of a letter": ("a\ufe0f", 1),
    "byte order mark inside": ("a\ufeffb", 1),
    "Hangul filler": ("\u3164", 1),
    "word joiner": ("a\u2060b", 1),
    "invisible times": ("2\u2062x", 1),
    "annotation": ("\ufff9a\ufffab\ufffb", 3),
    "escape": ("\x1b[2J", 1),
}
NEEDED = {
    "plain": "The heron stands.\n\tIn water.\f\r\x85",
    "soft hyphen": "Wasser\u00advogel",
    "Persian": "می\u200cخواهم",
    "Hindi": "क्\u200dष",
    "emoji of several": "👩\u200d🚀 🏳\ufe0f\u200d🌈 👍\U0001f3fd ❤\ufe0f 1\ufe0f\u20e3",
    "flag": ENGLAND,
    "variant of a character": "葛\U000e0100",
    "Hebrew": "שלום!\u200f ok \u200eשלום",
    "byte order mark": "\ufeffabc",
    "Mongolian": "ᠠ\u180b",
}


@pytest.mark.parametrize(("text", "number"), HIDDEN.values(), ids=HIDDEN)
def test_what_nobody_sees_is_counted(text: str, number: int) -> None:
    assert count_hidden(text) == number


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED)
def test_what_writing_needs_is_not_counted(text: str) -> None:
    assert count_hidden(text) == 0


def test_a_document_tells_how_much_is_hidden_in_it(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    """In its text and in what it says of itself, and after a rebuild too."""
    list(index.add([make_document(f"The heron{TAGS} stands."), make_document("Owls.", "b.txt")]))
    list(index.add([make_document("---\ntitle: Te\u200brns\n---\nTerns dive.", "c.txt")]))
    counted = {info.source: info.hidden_characters for info in reading(index).documents()}
    list(index.rebuild())

    assert counted == {"note.txt": 6, "b.txt": 0, "c.txt": 1}
    again = reading(open_toy_index(index.directory)).documents()
    assert {info.source: info.hidden_characters for info in again} == counted


def test_an_answer_quotes_what_is_hidden_and_says_how_much(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    list(index.add([make_document(f"The heron{TAGS} stands in water.")]))
    answer = make_answerer(Config(confidence=0.0), index).answer(
        Request("Where does the heron stand?")
    )

    (citation,) = answer.record()["citations"]
    assert TAGS in citation["quote"]
    assert citation["hidden_characters"] == 6
