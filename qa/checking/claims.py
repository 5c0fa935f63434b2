"""Which sentences state something that documents could say: questions and greetings do not."""

import re

from qa.checking.amounts import amounts_in
from qa.checking.blocks import Kind
from qa.checking.guards.names import names_in
from qa.checking.moments import moments_in

_GREETING = re.compile(
    r"(?i)(?:dear|hello|hi|hey|sehr geehrte[rns]?|liebe[rs]?|hallo)\b[^.!?\d]{0,60}[!,]?$"
    r"|(?:many thanks|thanks|thank you|vielen dank|danke)\b(?! to)[^.!?\d]{0,60}[.!,]?$"
    r"|(?:good (?:morning|afternoon|evening)|guten (?:morgen|tag|abend)|(?:(?:kind|best|warm)"
    r"(?:est)? )?(?:regards|wishes)|sincerely|yours (?:sincerely|faithfully|truly)"
    r"|mit (?:freundlich|best|herzlich|viel)en grüßen)\b[^.!?\d]{0,40}[.!,]?$"
)
_ABOUT_ITSELF = re.compile(
    r"(?i)(?:in|throughout) (?:this|the (?:next|following|present)) "
    r"(?:section|chapter|paper|article|report|essay|thesis|study|post|document|part|paragraph)s?"
    r",? (?:i|we)\b"
    r"|(?:this|the (?:next|following|present)) "
    r"(?:section|chapter|paper|article|report|essay|thesis|post|document|part|paragraph)s? "
    r"(?:(?:first|then|also|briefly|will|aims? to|seeks? to|tries to) )*(?:describe|discuss|present"
    r"|explain|show|examine|summari[sz]e|outline|introduce|argue|cover|look|turn|deal|is about"
    r"|is organi[sz]ed|is structured)"
    r"|(?:we|i) (?:(?:first|then|now|next|finally|will|shall) )*(?:turn to|conclude with|begin with"
    r"|start with|describe|discuss|outline|summari[sz]e)\b"
    r"|in (?:diesem|dieser) (?:abschnitt|kapitel|artikel|bericht|aufsatz|arbeit|text)\b"
    r"|im folgenden (?:\w+ ){0,2}(?:wir|ich)\b"
)
_OPINION = re.compile(
    r"(?i)(?:(?:personally|frankly|honestly),? )?"
    r"(?:(?:i|we) (?:do not |don['’]t |strongly |firmly )?"
    r"(?:think|believe|feel|guess|suspect|hope|doubt|wish|love|like|prefer)\b"
    r"|(?:i|we) would (?:argue|say|suggest|prefer)\b"
    r"|(?:in|to) (?:my|our) (?:opinion|view|mind|eyes)\b|it seems to (?:me|us)\b"
    r"|ich (?:denke|glaube|finde|meine|hoffe|vermute)\b|wir (?:denken|glauben|meinen|hoffen)\b"
    r"|(?:meiner|unserer) (?:meinung|ansicht) nach\b)"
)
_REQUEST = re.compile(r"(?i)(?:please|let['’]?s|let us|bitte|note that you|todo|fixme|tbd)\b")
_QUESTION = re.compile(r"[?？][\"”’'»)\]]*$")
_TAG = re.compile(
    r"(?i), ?(?:(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)"
    r"(?:n['’]t)?|won['’]t|can['’]t) (?:i|you|he|she|it|we|they|there)"
    r"|right|correct|oder|nicht wahr|stimmt['’]s)[?？][\"”’'»)\]]*$"
)
_GERMAN = re.compile(r"(?i)(?:ich|wir|in diese[mr]|im folgenden|meiner|unserer|bitte)\b")
_ENDED = re.compile(r"[.!?…:;。！？][\"”’'»)\]]*$")
_WORD = re.compile(r"\w+")

_FEW = 3  # words; a guess: "It rained." is the shortest that anybody would check
_TITLE = 8  # words; a guess: longer ones without a full stop are sentences nevertheless


def why_unchecked(claim: str, kind: Kind, *, alone: bool, cited: bool) -> str | None:
    """Return in a sentence why there is nothing to check; None where there is.

    What has a citation of its own is checked whatever it sounds like, except a question: whoever
    cites states something. So does a sentence with a number, a date or a name, except a question
    or a greeting.

    Args:
        claim: The words of the sentence, without marks.
        kind: What it stands in.
        alone: Whether it is its whole paragraph.
        cited: Whether it has a citation of its own.
    """
    if kind == "row":
        return "It is a row of a table, which is not checked."
    if _QUESTION.search(claim) and not (tag_at(claim) and _has_facts(claim)):
        return "It is a question."
    if cited:
        return None
    if _GREETING.match(claim):
        return "It is a greeting or a closing."
    return _unfinished(claim, alone) if _has_facts(claim) else _without_facts(claim, alone)


def tag_at(claim: str) -> int | None:
    """Return where the question behind a statement begins: `, didn't she?`; None without one."""
    match = _TAG.search(claim)
    if match is None or len(_WORD.findall(claim[: match.start()])) < _FEW:
        return None
    return match.start()


def _has_facts(claim: str) -> bool:
    """Tell whether a sentence has a number, a date or, beyond its first word, a name.

    Such a sentence states something, however it begins. Every noun of German looks like a name,
    so that there only names of several words count.
    """
    if amounts_in(claim) or moments_in(claim):
        return True
    first = _WORD.search(claim)
    begun = first.end() if first else 0
    names = [claim[max(start, begun) : end] for start, end in names_in(claim) if end > begun]
    return any(" " in name.strip() for name in names) if _GERMAN.match(claim) else bool(names)


def _without_facts(claim: str, alone: bool) -> str | None:
    if _REQUEST.match(claim):
        return "It asks for something and states nothing."
    if _ABOUT_ITSELF.match(claim):
        return "It speaks of the text that it stands in."
    if _OPINION.match(claim):
        return "It is marked as an opinion."
    return _unfinished(claim, alone)


def _unfinished(claim: str, alone: bool) -> str | None:
    """Return why words are no sentence; None where they may be one."""
    words = _WORD.findall(claim)
    figures = any(map(str.isdigit, claim))
    if len(words) < _FEW and not figures and not (_ENDED.search(claim) and len(words) > 1):
        return "It is too short to state anything."
    if alone and not figures and len(words) <= _TITLE and not _ENDED.search(claim):
        return "It looks like a heading."
    return None
