"""Whether what stands in place of a title is one, or only what a program left there."""

import re

_LEFT = re.compile(
    r"""(?ix) \W*
    | (?:untitled|unnamed|unbenannt|sans\ titre|sin\ t[ií]tulo|senza\ titolo|no\ title|new|neues?)
      (?:[\s_-]*(?:microsoft\ word\ )?
         (?:document|dokument|presentation|spreadsheet|file|page|doc))?[\s_-]*\(?\d*\)?
    | (?:document|dokument|doc|presentation|präsentation|book|mappe|sheet|tabelle|slide|folie|scan
      |image|img|file|template|title|titel|print)[\s_-]*\(?\d*\)?
    | microsoft\ (?:word|powerpoint|excel|office|publisher|visio)\ -\ .*
    | (?:[a-z]:)?\\.* | [a-z]:/.* | file:.* | https?://\S+
    | \S+\.(?:docx?|dotx?|pptx?|xlsx?|od[tsp]|rtf|pdf|tex|dvi|indd|qxd|wpd|pages|txt|html?|eml|msg)
    """
)
"""What programs put there by themselves: the name of a new file, a file name, an address."""

_SPACED = 4  # single letters; a guess: "R E P O R T" is spaced out, "Vitamin C" is not


def real_title(words: str) -> str:
    """Return a title, or "" if a program made it up or its letters are spaced out."""
    return "" if _LEFT.fullmatch(words.strip()) or _is_spaced(words) else words


def _is_spaced(words: str) -> bool:
    """Return whether most of the words are single letters, which no real title has."""
    parts = words.split()
    alone = sum(len(part) == 1 and part.isalpha() for part in parts)
    return alone >= _SPACED and 2 * alone > len(parts)
