"""How questions about a document itself are worded, and the lines that answer them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qa.answering.particles import PARTICLES


@dataclass(frozen=True, slots=True, eq=False)
class AboutDocuments:
    """How a language asks who wrote a document, when, and what it is about; one value of each.

    Questions come with their first letter small, and without marks at either end.

    Attributes:
        this: A document that is before one's eyes: "this", "the report".
        named: One that is told from others, with the groups `kind` and `of`.
        papers: The same for kinds of documents of which only the gist is asked, if there are any.
        relates: What stands between a document and what it is about.
        mail: Words for a mail.
        asked: Questions for who or when, with the group `what` for the document. `did` is the
            verb of who, `on` of when, and `who` is whose document it is.
        like: The kind of line (a key of `bylines`) that such a verb asks for, if not "wrote".
        took: Verbs that ask for who took minutes, and only for that.
        minutes: Words for minutes.
        bylines: What stands before the name in a line that says who wrote, sent, edited it.
        titled: What stands before such words in the same line, where it only names the document.
        behind: What may stand behind a name in such a line.
        tells: Words of sentences, which no list of names, dates and offices has.
        joins: Small words that such a list may have.
        no_names: Words that are written where a name could be, and are times.
        seasons: Seasons and feasts.
        gist: Questions for what a document is about, with the group `what`.
        gist_of_paper: Those of them that may be about one of `papers`.
        too_little: What means no document when its gist is asked for: "What is it about?".
    """

    this: re.Pattern[str]
    named: re.Pattern[str]
    relates: re.Pattern[str]
    mail: re.Pattern[str]
    asked: tuple[re.Pattern[str], ...]
    like: Mapping[str, str]
    took: frozenset[str]
    minutes: re.Pattern[str]
    bylines: Mapping[str, str]
    titled: re.Pattern[str]
    behind: re.Pattern[str]
    tells: frozenset[str]
    joins: frozenset[str]
    no_names: frozenset[str]
    seasons: frozenset[str]
    gist: tuple[re.Pattern[str], ...]
    too_little: frozenset[str]
    papers: re.Pattern[str] | None = None
    gist_of_paper: tuple[re.Pattern[str], ...] = ()


JOINED = " ".join(PARTICLES)
"""Small words inside names, as a list of names and offices has them."""

_BEHIND = r"\s*(?:$|[|·•–—;,.(<&/]|-\s|(?:{})\b)"


def behind(joins: str) -> re.Pattern[str]:
    return re.compile(_BEHIND.format(joins.replace(" ", "|")), re.IGNORECASE)


def titled(noun: str, verbs: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|.*\s){noun}(?:\s+(?:{verbs}))?\s*", re.IGNORECASE)


def named(determiners: str, noun: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:{determiners})\s*(?P<kind>(?:\S+\s+){{0,5}}?){noun}\b(?P<of>.*)", re.IGNORECASE
    )


def patterns(*patterns: str, flags: int = 0) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, flags) for pattern in patterns)
