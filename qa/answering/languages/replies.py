"""What Pincite says of a question that it does not answer, as one language words it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Replies:
    """Sentences with gaps in braces; one value of each language.

    Attributes:
        gives: What no sentence does, by the kind of answer that is asked for (`Kind`).
        how: The same where a question asks `{how}`, such as "how old".
        no_word: The question has no word to search for.
        nothing: None of `{words}` stands in the `{documents}`.
        mentioned: The `{documents}` mention `{words}`, but no sentence `{gives}`.
        partly: They mention `{words}`, but not `{missing}`, and no sentence `{gives}`.
        documents: What is searched, if that is all documents.
        searched: What is searched, if that is some of them.
        quoted: A word of the question, `{word}`.
        in_passages: Such a word with how many passages have it, `{passages}`.
        passage: One passage, behind its number.
        passages: Several.
        thousands: What stands between groups of three digits.
        both: What joins the last two words that are mentioned.
        either: What joins the last two that are not.
        not_named: None of the closest passages mentions `{asked}`.
        not_named_but: The same, and the closest has `{given}`.
        instead: The closest passage has `{given}`, not `{asked}`.
        objected: What the closest sentence does wrong, by its guard (`Guard`).
        note: A reader's `{note}` on the document `{title}`.
        by_record: The record of `{title}` says who wrote it, `{value}`, and its text does not.
        dated_by_record: It says when it was published, `{value}`, and its text does not.
    """

    gives: Mapping[str, str]
    how: str
    no_word: str
    nothing: str
    mentioned: str
    partly: str
    documents: str
    searched: str
    quoted: str
    in_passages: str
    passage: str
    passages: str
    thousands: str
    both: str
    either: str
    not_named: str
    not_named_but: str
    instead: str
    objected: Mapping[str, str]
    note: str
    by_record: str
    dated_by_record: str

    def counted(self, word: str, passages: int) -> str:
        """Return a word of the question with the number of passages that have it."""
        number = f"{passages:,}".replace(",", self.thousands)
        many = f"{number} {self.passage if passages == 1 else self.passages}"
        return self.in_passages.format(word=self.quoted.format(word=word), passages=many)

    @staticmethod
    def listed(items: Sequence[str], joint: str) -> str:
        """Return items as a list in words; `joint` stands before the last of several."""
        return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {joint} {items[-1]}"
