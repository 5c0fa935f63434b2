"""Whether a sentence says more than its source: all for some, is for may be, fact for opinion."""

import re
from collections.abc import Iterator, Sequence

from qa.checking.finding import Finding, Guard
from qa.checking.guards.scopes import Scope, scopes
from qa.checking.verdict import Evidence
from qa.checking.words import segments, words_of


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_ALL = re.compile(r"all|every|each|always|entire|whole|both|any|complete|in full", re.IGNORECASE)
_QUANTITY_WORDS: Sequence[tuple[re.Pattern[str], re.Pattern[str]]] = (
    (
        _any("all|every|everyone|everybody|everything|each|always|entire(?:ly)?|whole|any|anyone|both|complete(?:ly)?"
             "|everywhere|in full"),
        _any("all|every\\w*|each|always|entire\\w*|whole\\w*|any\\w*|both|complete\\w*|fully|in"
             " full|wherever"
             "|whoever|whenever|full|no|none|nobody|never|everywhere|throughout|100 (?:%"
             "|per\\s?cent)|whatever|daily"
             "|neither|nothing|total"),
    ),
    (_any("most|majority|mostly|mainly|largely"),
     _any("most\\w*|majority|mainly|largely|all|every\\w*|each|more than half|above all|chiefly"
          "|predominantly"
          "|usually|principal\\w*")),
    (_any("only|solely|exclusively|nothing but|the sole"),
     _any("only|sole\\w*|exclusive\\w*|nothing but|no other|alone|but|except|merely|just|one of"
          "|single|other than"
          "|unless|lone|never|no|not|limited to|anybody other|everything but|nowhere else")),
    (_any("none|nobody|no one|nothing"),
     _any("none|nobody|no\\s?one|nothing|no|not|\\w+n['’]t|never|neither|without|nil|zero|all"
          "|unhurt|free"
          "|nowhere|cannot")),
)  # fmt: skip
"""What says how many, and what a source has to have for it."""

_SUPERLATIVE = re.compile(
    r"\b(?:the|its|their|his|her|our)\s+(?:\w+\s+)?(?P<word>[a-z]{3,}est|first|last|most|least|best|worst|only)\b"
)
_HALF_SUPERLATIVE = re.compile(
    r"\b(?:one of the|among the|second|third|fourth|fifth|next)[\s-]+(?:\w+\s+)?([a-z]{3,}est"
    r"|best|worst|most|least)\b",
    re.IGNORECASE,
)
_EST = frozenset(
    "west east forest interest guest request test rest protest honest harvest modest arrest"
    " nest chest invest suggest manifest contest digest latest".split()
)
_MAY = r"(?<!\d\s)(?-i:may|MAY)(?!\s+\d)"
"""Allowed or possible, not the month: that has a capital, or stands beside a day or a year."""
_OPEN = _any(
    f"{_MAY}|"
    "might|could|perhaps|possibly|probably|likely|plan(?:s|ned|ning)? to|(?:is|are|was|were"
    "|be) planned"
    "|(?:is|are|was|were) (?:\\w+ )?expected to|expect(?:s|ed) to|expect(?:s|ed)|propos(?:e|es|ed"
    "|al) (?:to|that)"
    "|propos(?:ed|es|ing|al)|hop(?:e|es|ed|ing) (?:to|that|for)|intend(?:s|ed)? to|aim(?:s|ed)? to"
    "|consider(?:s|ed|ing)?|would|whether|want(?:s|ed)? to|if|unless|moved that|recommend(?:s|ed)"
    " that"
    "|offer(?:s|ed) to|asked (?:to|for)|is to|are to|was to|were to|due to be|should"
)
_ALSO_OPEN = _any(
    f"{_MAY}|"
    "might|could|can|perhaps|possibl[ey]|probabl[ey]|likely|plan\\w*|expect\\w*|propos\\w*|hop(?:e|es|ed)"
    "|intend\\w*|intention|aim\\w*|consider\\w*|would|whether|want\\w*|if|unless|move[ds]?|recommend\\w*"
    "|offer\\w*|ask\\w*|is to|are to|was to|were to|due|should|will|shall|suggest\\w*|estimat\\w+"
    "|project\\w+"
    "|forecast\\w*|potential\\w*|wish\\w*|where|when(?:ever)?|in case|must|need\\w*|advi[sc]\\w+"
    "|request\\w*"
    "|call(?:ed)? for|demand\\w*|ready to|willing to|set to|going to|in favour|anyone who|whoever"
    "|require[ds]?"
    "|ha(?:s|ve|d) to|provided|permit\\w*|allow\\w*|anticipat\\w+|predict\\w*|without|up to"
    "|seek\\w*|sought"
)
_WILL = _any("will|shall|going to|is due to|are due to")
_DONE = re.compile(r"\b(?:was|were|has|have|had|did)\b", re.IGNORECASE)
_MUST = _any("must|obliged to|required to|have to|has to|compulsory|mandatory")
_MUST_TOO = _any(
    "must|shall|oblig\\w+|requir\\w+|ha(?:s|ve) to|compulsory|mandatory|need\\w*|never|not|no"
    "|only|duty"
    "|is to|are to|due|do|will|always|should|forbidden|prohibited|banned|essential|necessary|liable"
    "|cannot|ask\\w*|please|at most|at least"
)
_OPINION = _any(
    "claim(?:s|ed|ing)?|alleg(?:e|es|ed|ing|edly)|argu(?:e|es|ed|ing)|believ(?:e|es|ed)|think(?:s)?|thought"
    "|accus(?:e|es|ed|ing)|warn(?:s|ed)|insist(?:s|ed)|suspect(?:s|ed)|complain(?:s|ed)|in (?:his"
    "|her|their|my|our)"
    " (?:opinion|view)|according to|feel(?:s)?|felt|supposed(?:ly)?|assert(?:s|ed)|speculat\\w+"
    "|rumou?r\\w*|fear(?:s|ed)"
    "|I (?:find|fear)|maintain(?:s|ed) that|suggest(?:s|ed)|object(?:s|ed)|contend(?:s|ed)"
    "|purported\\w*|reportedly"
)
_ATTRIBUTED = _any(
    "claim\\w*|alleg\\w+|argu\\w+|belie\\w+|think\\w*|thought|accus\\w+|warn\\w*|insist\\w*|suspect\\w*|complain\\w*"
    "|opinion|view|views|according to|feel\\w*|felt|suppos\\w+|assert\\w*|speculat\\w+"
    "|rumou?r\\w*|fear\\w*|find\\w*|found"
    "|said|says?|told|stat(?:ed|es)|maintain\\w*|suggest\\w*|object\\w*|contend\\w*|put down"
    "|attribut\\w+|blam\\w+|held"
    "|consider\\w*|regard\\w*|call(?:s|ed)?|describ\\w+|wrote|writes|report\\w*|report\\w*|explain\\w*|purported\\w*"
    "|critic\\w+|regrets?|doubt\\w*|disput\\w+|reject\\w*|disagree\\w*|den(?:y|ied|ies)|oppos\\w+|against|reckon\\w*"
    "|mention\\w*|remark\\w*|express\\w*|voice[ds]|announc\\w+|advis\\w+|caution\\w*|point(?:s"
    "|ed) out|announce\\w*"
)
_CAUSE = _any(
    "because(?: of)?|due to|owing to|caus(?:e|es|ed|ing)(?! to\\b)|as a result(?: of)?|thanks to"
    "|led to|leads to"
    "|result(?:s|ed|ing)? (?:in|from)|therefore|in order to|on account of|the reason|in response"
    " to|following"
    " complaints|prompted|triggered|which is why|brought about|in protest|as a consequence|so that"
)
_CAUSE_TOO = _any(
    "because|due to|owing to|caus\\w+|result\\w*|thanks to|led to|lead(?:s|ing)? to|therefore|in"
    " order to|reason\\w*"
    "|response|since|so|why|thus|hence|consequen\\w+|prompt\\w*|trigger\\w*|on account of"
    "|otherwise|as we"
    "|as (?:it|he|she|they|the|I|its)|for (?:lack|want|fear)|make[sd]? |made|attribut\\w+"
    "|blam\\w+|when|if|after|on the ground"
    "|because of|follow(?:s|ed|ing)|which|by \\w+ing|through|in protest|for repairs|means"
)


def quantity_word_findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object to all, most, only and none where the source has nothing like them."""
    for said, needed in _QUANTITY_WORDS:
        match = said.search(sentence)
        if match and not needed.search(source.quote):
            reason = f"The source does not say “{match[0].lower()}”."
            guard: Guard = "all" if _ALL.match(match[0]) else "quantity word"
            yield Finding(guard, "doubt", match.span(), reason)


def superlative_findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object to "the largest" where the source says so of none, or of one of several."""
    own = {w.term for w in words_of(source.text)}
    for match in _SUPERLATIVE.finditer(sentence):
        word = match["word"]
        if word in _EST:
            continue
        span, terms = match.span("word"), {w.term for w in words_of(word)}
        half = [m for m in _HALF_SUPERLATIVE.finditer(source.text) if m[1].lower() == word]
        if not terms & own and word not in ("most", "only", "least"):
            yield Finding("quantity word", "doubt", span, f"The source does not say “{word}”.")
        elif half and not _HALF_SUPERLATIVE.search(sentence):
            reason = f"The source says “{' '.join(half[0][0].split())}”."
            yield Finding("quantity word", "doubt", span, reason)


def modality_findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object where the source only plans, expects or allows what the sentence says plainly."""
    must = _MUST.search(sentence)
    if must and not _MUST_TOO.search(source.text):
        yield Finding(
            "modality", "doubt", must.span(), "The source does not say that it must be so."
        )
    if not _ALSO_OPEN.search(sentence):
        yield from _only(sentence, source, _OPEN, "modality", "The source says only “{}” of this.")
        if _DONE.search(sentence):
            yield from _only(
                sentence, source, _WILL, "modality", "The source says only that it will be so."
            )


def attribution_findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object where the source gives only somebody's opinion, and the sentence a fact.

    What somebody said, reported or announced may be said as a fact: nearly all that reports and
    minutes hold is said by somebody.
    """
    if _ATTRIBUTED.search(sentence):
        return
    own = [word for word in words_of(sentence) if word.is_content]
    for start, end in segments(source.quote):
        part = source.quote[start:end]
        match = _OPINION.search(part)
        if match is None or not own:
            continue
        there = {word.term for word in words_of(part)}
        behind = {word.term for word in words_of(part[match.end() :])}
        if 2 * sum(w.term in behind for w in own) > len(own) and 3 * sum(
            w.term in there for w in own
        ) > len(own):
            reason = "The source gives this as what somebody thinks or claims, not as a fact."
            yield Finding("attribution", "doubt", (own[0].start, own[-1].end), reason)
            return


def cause_findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object to a cause where the source gives none."""
    match = _CAUSE.search(sentence)
    if match and not _CAUSE_TOO.search(source.quote):
        yield Finding("cause", "doubt", match.span(), "The source does not say why.")


def _only(
    sentence: str, source: Evidence, cue: re.Pattern[str], guard: Guard, reason: str
) -> Iterator[Finding]:
    """Object where what a sentence says stands in the source behind a cue only."""
    words = {word.term: word for word in words_of(sentence) if word.is_content}
    found = [*scopes(source.quote, cue)]
    for scope in found:
        head = next(iter(scope.terms), "")
        if head in words and not _is_elsewhere(head, source.quote, found):
            word = words[head]
            said = reason.format(" ".join(scope.cue.split()).lower())
            yield Finding(guard, "doubt", (word.start, word.end), said)
            return


def _is_elsewhere(term: str, text: str, found: Sequence[Scope]) -> bool:
    """Tell whether a term stands in a text at another place than behind a cue."""
    behind = sum(scope.terms[:1] == (term,) for scope in found)
    return sum(word.term == term for word in words_of(text)) > behind
