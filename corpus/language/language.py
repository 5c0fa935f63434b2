"""What a language is to Pincite."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Language:
    """All that is of a language: its words, its numbers and dates, the ends of its sentences.

    There is one value of each language, compared by identity. Words are in lower case and with
    their accents, unless it says otherwise.
    """

    code: str
    """Two letters of ISO 639-1."""
    codes: tuple[str, ...]
    """The codes of three letters in ISO 639-2."""
    name: str
    """Its English name."""
    own_name: str
    stemmer: str
    """The algorithm of Snowball that its words are stemmed by."""

    stop_words: frozenset[str]
    """Words that stand in nearly every text and say nothing of what it is about."""
    letters: str
    """Letters and marks that speak for it, beside the letters of English."""

    abbreviations: frozenset[str]
    """What ends in a full stop and never a sentence, without that stop: `dr`, `z.b`."""
    before_number: frozenset[str] = frozenset()
    """Abbreviations that end no sentence where a number follows, without their stop: `nr`, `p`.

    Of English none: some are words where they are small, so `sentences.py` has them by their case.
    """
    opening: str = ""
    """Marks that a question or an exclamation begins with: `¿`."""

    months: tuple[str, ...] = ()
    """Twelve, from January on."""
    short_months: Mapping[str, int] = field(default_factory=dict)
    """Other ways to write a month, without a full stop, with its number from 1."""
    weekdays: tuple[str, ...] = ()
    """Seven, from Monday on."""
    date_joints: tuple[str, ...] = ()
    """What may stand between day, month and year: `de` in `3 de mayo de 2021`."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    """Words that are a number by themselves, below a hundred."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Words that multiply the number before them, with abbreviations without their stop."""
    ordinal_marks: tuple[str, ...] = ()
    """What makes figures an ordinal: `.` in `3.`, `er` in `1er`, `º` in `1º`."""
    decimal: str = "."
    """What stands before the digits of a fraction."""
    thousands: tuple[str, ...] = (",",)
    """What may stand between groups of three digits."""

    elided: frozenset[str] = frozenset()
    """What is written with an apostrophe in front of another word, without it: `l`, `qu`."""

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @property
    def names(self) -> tuple[str, ...]:
        """Return its names as they are compared, in lower case."""
        return self.name.casefold(), self.own_name.casefold()
