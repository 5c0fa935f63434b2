"""What somebody says of a document in place of what it says itself: its title, its author."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from corpus import Document
from corpus.language import LANGUAGES, code_of
from corpus.text_builder import one_line
from index.errors import CorrectionRejected
from index.types import CORRECTABLE, DocumentInfo

MAX_CHARACTERS = 500  # as readers cut what a document says of itself
MAX_TAG = 60  # characters; a guess: a few words
MAX_TAGS = 50  # of one document; a guess

_RESETTABLE = (*CORRECTABLE, "tags")


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of what is listed of a document, and cited of it.

    What is None stays as it is, and "" says that nothing is known. `tags` are all of its tags
    from now on; `add_tags` and `remove_tags` change some. Fields named by `reset` say again
    what the document says itself. None of it changes what passages are searched by, except the
    language: their words are stemmed by it.
    """

    title: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    tags: tuple[str, ...] | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    reset: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Write all words on one line, without characters that nobody sees.

        Raises:
            CorrectionRejected: If a value is not one that the field can have.
        """
        for name in CORRECTABLE:
            if (value := getattr(self, name)) is not None:
                object.__setattr__(self, name, _value(name, value))
        for name in ("tags", "add_tags", "remove_tags"):
            if (tags := getattr(self, name)) is not None:
                object.__setattr__(self, name, tuple(_tag(tag) for tag in tags))
        if unknown := set(self.reset) - set(_RESETTABLE):
            raise CorrectionRejected(
                f"{unknown.pop()!r} cannot be reset: name {', '.join(_RESETTABLE)}"
            )

    def __bool__(self) -> bool:
        """Return whether it changes anything."""
        return self != Correction()

    def applied(self, info: DocumentInfo) -> DocumentInfo:
        """Return the document as it is listed with this correction.

        Raises:
            CorrectionRejected: If it would have too many tags.
        """
        own = {name: info.own(name) for name in CORRECTABLE}
        shown: dict[str, Any] = {name: self._shown(name, info) for name in CORRECTABLE}
        return replace(
            info,
            **shown,
            uncorrected=tuple((name, own[name]) for name in own if shown[name] != own[name]),
            tags=self._tags(info.tags),
        )

    def _shown(self, name: str, info: DocumentInfo) -> Any:
        if name in self.reset:
            return info.own(name)
        value = getattr(self, name)
        return getattr(info, name) if value is None else value

    def _tags(self, before: tuple[str, ...]) -> tuple[str, ...]:
        if self.tags is not None or "tags" in self.reset:
            before = self.tags or ()
        removed = {tag.casefold() for tag in self.remove_tags}
        by_name = {tag.casefold(): tag for tag in (*self.add_tags, *before)}
        tags = tuple(sorted(tag for name, tag in by_name.items() if name not in removed))
        if len(tags) > MAX_TAGS:
            raise CorrectionRejected(f"a document has at most {MAX_TAGS} tags")
        return tags


def carried_over(before: DocumentInfo | None, info: DocumentInfo) -> DocumentInfo:
    """Return a document that was read anew, with the corrections of its former version."""
    if before is None:
        return info
    corrected = {name: getattr(before, name) for name in before.corrected}
    return Correction(**corrected, tags=before.tags).applied(info)


def as_read(info: DocumentInfo, document: Document) -> Document:
    """Return a document without corrections."""
    own: dict[str, Any] = dict(info.uncorrected)
    return replace(document, **own) if own else document


def _value(name: str, value: str) -> str:
    words = one_line(value)
    if len(words) > MAX_CHARACTERS:
        raise CorrectionRejected(f"this {name} is too long: up to {MAX_CHARACTERS} characters")
    if name == "title" and not _has_words(words):
        raise CorrectionRejected("a title needs a letter or a digit; reset it to remove yours")
    if name == "language":
        return _code(words)
    if name == "published" and words and not _is_date(words):
        raise CorrectionRejected(f"{words!r} is not a date: write 2019, 2019-05 or 2019-05-01")
    return words


def _code(written: str) -> str:
    if not (code := code_of(written)):
        known = ", ".join(f"{one.code} ({one.name})" for one in LANGUAGES)
        raise CorrectionRejected(f"{written!r} is no language that Pincite knows: write {known}")
    return code


def _tag(tag: str) -> str:
    words = one_line(tag)
    if not _has_words(words) or len(words) > MAX_TAG:
        raise CorrectionRejected(f"a tag has up to {MAX_TAG} characters, one a letter or a digit")
    if "," in words:
        raise CorrectionRejected(f"{words!r} has a comma: give each tag by itself")
    return words


def _has_words(words: str) -> bool:
    return any(character.isalnum() for character in words)


def _is_date(words: str) -> bool:
    """Tell whether words are a year, a month or a day that there is."""
    parts = words.split("-")
    if len(parts) > 3 or [len(part) for part in parts] != [4, 2, 2][: len(parts)]:
        return False
    if not all(part.isascii() and part.isdecimal() for part in parts):
        return False
    try:
        date(*(int(part) for part in (*parts, "01", "01")[:3]))
    except ValueError:
        return False
    return True
