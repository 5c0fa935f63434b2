"""Where paragraphs and sentences begin and end, as spans of the text."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

import sentencex

from corpus.language.english import ENGLISH
from corpus.language.french import FRENCH
from corpus.language.german import GERMAN
from corpus.language.language import Language
from corpus.language.numbering import LIST_ITEM, heads_its_line, wrapped_numbers
from corpus.language.spanish import SPANISH
from corpus.passage import Span

_PARAGRAPH_BREAK = re.compile(
    r"(?:\r\n|[\n\r\f\v\u2028\u2029])[^\S\n\r]*(?:[\n\r\f\v\u2029]\s*|$)|\f\s*"
)
_TABLE_ROW = r"[^\n]*[^\s|][ \t]\|[ \t][^\n]*"
_NEW_UNIT = re.compile(rf"\n(?=[ \t]*+(?:{LIST_ITEM}|{_TABLE_ROW}))")
_AFTER_ROW = re.compile(rf"(?m)^(?>{_TABLE_ROW})(\n)")
# What sentencex 1.0 takes for the end of a sentence and is not: an abbreviation that only ever
# stands before something, and the number of a list item.
_NEVER_LAST = re.compile(
    rf"(?:^|[\s(])(?:{'|'.join(sorted(ENGLISH.abbreviations))})\.$"
    r"|^\(?[0-9]{1,3}[.)]$"
    r"|^\(?[ivxlc]{1,7}[.)]$",
    re.IGNORECASE,
)
# Abbreviations that stand before a number. "App" and others are words too when they are small.
_BEFORE_NUMBER = re.compile(
    r"(?:^|[\s(\[])(?:(?i:supp|vols?|tel|fax|ext|ss?|ch|chap|figs?|eqs?|sects?|secs?|pp|nos|apt|abb"
    r"|abs|nr|ver|vers|stat|rdnr)|Tab|Tabs|App|Ex|Ed|Art|Arts|No|Rm|Rd|Ave|Pt|Reg|Ser|Kap|Bd|Ziff"
    r"|Rn|Rz|Anl|Anm|Hwy|Rte|Bldg|Ste|Cl)\.$"
)
_NUMBER = re.compile(r"[+(#]?\d|[IVXLC]+\b")
_ORDINAL = re.compile(r"(?:^|[\s(])(?:\d{1,3}|[IVX]{1,6})\.$")
_MONTH = re.compile(r"(?:Januar|Jänner|Februar|März|Mai|Juni|Juli|Oktober|Dezember|Jahrhundert)\b")
_GERMAN_ORDINAL = re.compile(
    r"(?:^|\s)(?i:am|vom|zum|zur|der|die|das|dem|den|des|eine?[nmrs]?|im|ins|beim|ab|seit|bis"
    r"|jede[nmrs]?|diese[nmrs]?|ihre?[nmrs]?|seine?[nmrs]?)\s\d{1,3}\.$"
)
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 60  # words; a guess: three sentences
_MOST_PARTS = 3  # of an abbreviation with spaces in it: `i. d. R.`
_COMMON = {  # few, so that those of one are hardly words of another
    ENGLISH: frozenset("the of and to in is was for that a on he it with as by at".split()),
    GERMAN: frozenset(
        "der die das und ist nicht mit von den dem ein eine im am zu auf für war".split()
    ),
    FRENCH: frozenset("le la les des du et est une dans pour pas qui sur au aux ce que".split()),
    SPANISH: frozenset("el la los las del y es una en por que con para se su al más".split()),
}

# A mark of a note behind the end of a sentence, as the words of the web have them: `[98]`, `³`.
_NOTE = re.compile(
    r"[.!?…][\"”’»)]{0,2}(?:\[(?:\d{1,3}|[a-z]|(?:note|nb|n\.?) ?\d{1,3}|citation needed)\]"
    r"|[¹²³⁰⁴-⁹]{1,3}(?:[,–-][¹²³⁰⁴-⁹]{1,3})*)+(?=\s)"
)
# The same, where it lost its place above the line: `refused.4 Then`, `in 1887.1 It`.
_GLUED_NOTE = re.compile(
    r"[^\W\d_][^\W\d_][)”\"’]?[.!?][”\"’)]?\d{1,3}(?:[,–-]\d{1,3})*"
    r"(?=\s+(?!(?:Jan|Febr)uary|March|April|May|Ju(?:ne|ly)|August|(?:Septem|Octo|Novem|Decem)ber)"
    r"[“\"(]?[^\W\d_])"
    r"|\b(?:1[5-9]|20)\d\d\.\d{1,2}(?=\s+(?:The|It|In|An?|He|She|They|We|This|These|That|Then|But|And"
    r"|On|At|By|For|From|After|Before|When|While|Nobody|No|There|His|Her|Its|Their|Since|As)\s)"
)
_ITEM = re.compile(r"(?:\A|(?<=[.:!?)”\"])\s+)(?P<mark>\(?(?:(?P<n>\d{1,2})|(?P<a>[a-z]))[.)])\s+")
_EAST_ASIAN_END = re.compile("[。！？｡．]+[”’」』）】》〉]*(?=[^\\s。！？｡．”’」』）】》〉])")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_EAST_ASIAN_QUOTATION = re.compile("「[^「」]{0,200}」|『[^『』]{0,200}』")

_DAY = r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4},?[ T]+"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?"
_STAMPED = re.compile(
    rf"(?m)^[ \t]*[\[(]?(?:{_DAY})?{_CLOCK}[\])]?"
    r"(?:[ \t]*[-–—:>|]|\t| {2}| (?=[A-Z<@]))[ \t]*(?=[^\W\d_]|[<@\"“])"
)
_SPEAKING = re.compile(
    r"(?m)^(<[^<>\s]{1,30}>|[^\W\d_a-z][\w.’'-]{0,30}(?: [\w.’'&/-]{1,30}){0,3}:)[ \t]\S"
)
_CONTACT = re.compile(
    r"(?m)^[ \t]*(?i:"
    r"(?:tel|telefon|telephone|phone|fax|mobile?|cell)\b[.:]*[ \t]*[+(]?\d[\d ()/.-]{3,30}"
    r"|e-?mail[.:]*[ \t]*[\w.+-]{1,60}@[\w.-]{1,60}"
    r"|(?:web|website|internet)[.:]*[ \t]*(?:https?://|www\.)[^\s]{1,200})[ \t]*$"
)

_HEADING = re.compile(
    r"[ \t]*(?=[^\W_])(?![a-zß-öø-ÿ])(?P<words>\S+(?:[ \t]+\S+){0,7})(?<=[\w)”\"’'])[ \t]*\n"
    r"(?=[ \t]*[“\"‘']?(?P<next>[A-ZÀ-ÖØ-Þ]\S*))"
)
"""A line of up to eight words without a full stop, before one that begins with a capital."""

_GOES_ON_BEHIND = re.compile(
    r"(?:^|\s)(?:[A-Z]|(?i:an?|the|of|and|or|in|on|at|by|for|from|to|with|as|is|are|was|were|has|have|had"
    r"|that|which|who|mr|mrs|ms|dr|der|die|das|des|und|von|im|le|la|les|et|de|du))$"
)
"""The last word of a line that goes on in the next one."""

_MOST_HEADINGS = 3  # lines, one below the other; a guess: title, part, section
_SENTENCE_END = re.compile(r"(?<=\w{2})[.!?][\"”’»)]?(?:\s|$)")
_SMALL_WORD = re.compile(r"(?:^|\s)[a-zß-öø-ÿ]{2,}")

_BRACKETED = re.compile(r"(?m)(?<![.!?:]\n)^([ \t]*)\(([^()\n]{1,60})\)")
"""Words at the head of a line; sentencex ends a sentence before some and none behind others."""
_CITED = re.compile(r"\.\s?\[\d[\d,;–\s-]*\]$")
_SMALL = re.compile(r"[a-zß-öø-ÿ]+\b")
_LOOK_BACK = 80  # characters; longer than any abbreviation and what stands before it

_MARK = re.compile('["“”]')
_LONG_QUOTATION = 200  # characters; a guess: three sentences, then a mark is taken for a stray one
_BEFORE_OPENING = "([{—–-‘'"


def paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the paragraphs of `text[start:end]`: what stands between empty lines.

    Spans hold no white space at either end, and none is empty.
    """
    position = start
    for gap in _PARAGRAPH_BREAK.finditer(text, start, end):
        yield from _stripped(text, position, gap.start())
        position = gap.end()
    yield from _stripped(text, position, end)


def sentences(text: str, start: int, end: int, language: Language = ENGLISH) -> Iterator[Span]:
    """Yield the sentences of one paragraph, `text[start:end]`, of a text in a language.

    List items, table rows, the lines of a chat and those of an address that hold a number or a link
    alone are sentences of their own, and may hold several; so are lines that stand over the others.
    A numbered heading belongs to the sentence behind it. Spans hold no white space at either end,
    and none is empty. The boundaries are those of sentencex, less the ones that would make a
    quotation begin in the middle, and with those behind notes and in lists.
    """
    cuts = {match.end() for match in _NEW_UNIT.finditer(text, start, end)}
    cuts -= wrapped_numbers(text, start, end)
    cuts |= {match.end() for match in _AFTER_ROW.finditer(text, start, end)}
    cuts |= _line_starts(text, start, end)
    headings = list(_headings(text, start, end))
    cuts |= {heading.end for heading in headings}
    whole = {heading.start for heading in headings}
    bounds = [start, *sorted(cut for cut in cuts if start < cut < end), end]
    for unit_start, unit_end in pairwise(bounds):
        if unit_start in whole:
            yield from _stripped(text, unit_start, unit_end)
        else:
            yield from _split(text, unit_start, unit_end, language)


def _headings(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the first lines of a paragraph that stand over it, as far as their form shows that.

    Such a line is short although the first word of the next one had room in it, and sentences
    follow. A line that was only wrapped is filled; in an address no sentence follows.
    """
    widest = max(map(len, text[start:end].split("\n")))
    place = start
    for _ in range(_MOST_HEADINGS):
        match = _HEADING.match(text, place, end)
        if match is None or _GOES_ON_BEHIND.search(match["words"]):
            return
        has_room = len(match[0]) + len(match["next"]) <= widest
        if not has_room or not _has_sentence(text[match.end() : end]):
            return
        yield Span(place, match.end())
        place = match.end()


def _line_starts(text: str, start: int, end: int) -> set[int]:
    """Return where lines begin that are units: of a chat, of who speaks, of an address."""
    lines = text.count("\n", start, end) + 1
    if lines < 2:
        return set()
    stamped = [match.start() for match in _STAMPED.finditer(text, start, end)]
    if len(stamped) > 1:
        return set(stamped)
    spoken = list(_SPEAKING.finditer(text, start, end))
    if len({match[1] for match in spoken}) < len(spoken) > 2:  # fields are named once each
        return {match.start() for match in spoken}
    return {place for match in _CONTACT.finditer(text, start, end) for place in match.span()}


def _split(text: str, start: int, end: int, language: Language) -> Iterator[Span]:
    unit = text[start:end]
    first = 0
    spoken = _spoken(unit, language)
    cased = unit != unit.lower()
    firm = _firm_starts(unit)
    for place in sorted(_found_starts(unit, spoken.code) | firm):
        if place in firm or not _goes_on(unit, first, place, spoken, cased):
            yield from _stripped(text, start + first, start + place)
            first = place
    yield from _stripped(text, start + first, end)


def _found_starts(unit: str, language: str) -> set[int]:
    """Return where sentences begin after the first one, as sentencex sees it."""
    starts: set[int] = set()
    read = _BRACKETED.sub(r"\1 \2 ", _without_stray_marks(unit))
    for boundary in sentencex.get_sentence_boundaries(language, read):
        place = boundary["end_index"]
        while place < len(unit) and unit[place].isspace():
            place += 1
        if place < len(unit):
            starts.add(place)
    return starts


def _goes_on(unit: str, first: int, place: int, spoken: Language, cased: bool) -> bool:
    """Tell whether a sentence goes on where sentencex begins another."""
    if not unit[place - 1].isspace():
        return True
    begin = max(first, place - _LOOK_BACK)
    # A word that is cut in its middle is no abbreviation.
    words = ("" if begin == first else "x") + unit[begin:place].rstrip()
    after = unit[place : place + 20]
    if begin == first and heads_its_line(words, after):
        return True
    if _NEVER_LAST.search(words) or (_BEFORE_NUMBER.search(words) and _NUMBER.match(after)):
        return True
    if spoken is not ENGLISH and _is_abbreviated(words, after, spoken):
        return True
    if cased and _CITED.search(words) and _SMALL.match(after):
        return True  # Lund et al. [10] showed
    if _ORDINAL.search(words) and ((cased and after[0].islower()) or _MONTH.match(after)):
        return True
    return spoken is GERMAN and after[0].isalpha() and _GERMAN_ORDINAL.search(words) is not None


def _is_abbreviated(words: str, after: str, spoken: Language) -> bool:
    """Return whether words end in an abbreviation, and the sentence goes on after it."""
    if not words.endswith("."):
        return False
    tail = [part.lstrip("([«„¿¡\"'").lower() for part in words[:-1].split()[-_MOST_PARTS:]]
    ends = {"".join(tail[at:]) for at in range(len(tail))}  # `z. B` is `z.b`
    if spoken.elided:
        ends |= {end.rpartition("’")[2].rpartition("'")[2] for end in ends}
    return not spoken.abbreviations.isdisjoint(ends) or (
        bool(_NUMBER.match(after)) and not spoken.before_number.isdisjoint(ends)
    )


def _spoken(unit: str, language: Language) -> Language:
    """Return the language of a paragraph: the text's, unless its words are of another."""
    known = (ENGLISH, GERMAN) if language in (ENGLISH, GERMAN) else (ENGLISH, GERMAN, language)
    words = [match[0].lower() for match in islice(_WORD.finditer(unit), _LOOKED_AT)]
    counts = {one: sum(word in _COMMON[one] for word in words) for one in known}
    other = max((one for one in known if one is not language), key=counts.__getitem__)
    return other if counts[other] > max(1, counts[language]) else language


def _firm_starts(unit: str) -> set[int]:
    """Return where sentences begin that sentencex does not see."""
    starts = {_next_word(unit, match.end()) for match in _NOTE.finditer(unit)}
    starts |= {_next_word(unit, match.end()) for match in _glued_notes(unit)}
    starts = {at for at in starts if at < len(unit) and not unit[at].islower()}
    starts |= _item_starts(unit)
    if _EAST_ASIAN.search(unit):
        starts |= _east_asian_starts(unit)
    return outside(starts, [match.span() for match in _EAST_ASIAN_QUOTATION.finditer(unit)]) & (
        outside(starts, _quotations(unit))
    )


def outside(places: set[int], spans: Sequence[tuple[int, int]]) -> set[int]:
    """Return those of the places that lie in none of the spans, which do not overlap."""
    begins = [first for first, _ in spans]
    found = set()
    for place in places:
        at = bisect_left(begins, place) - 1  # the last that begins before it
        if at < 0 or place >= spans[at][1]:
            found.add(place)
    return found


def _next_word(unit: str, place: int) -> int:
    while place < len(unit) and unit[place].isspace():
        place += 1
    return place


def _glued_notes(unit: str) -> Iterator[re.Match[str]]:
    for match in _GLUED_NOTE.finditer(unit):
        before = unit[max(0, match.start() - 60) : match.end()].rstrip("0123456789,–-").split()[-1]
        if not re.search(r"[/@\\]", before) and not _BEFORE_NUMBER.search(before):
            yield match


def _item_starts(unit: str) -> set[int]:
    """Return where the items of a list within a sentence begin, as in `1. No fires. 2. No dogs`."""
    runs: list[list[int]] = []
    wanted = ""
    for match in _ITEM.finditer(unit):
        mark = match["n"] or match["a"]
        if not unit[match.end() : match.end() + 1].isupper():
            continue
        if mark in ("1", "a"):
            runs.append([match.start("mark")])
        elif runs and mark == wanted:
            runs[-1].append(match.start("mark"))
        else:
            continue
        wanted = str(int(mark) + 1) if mark.isdigit() else chr(ord(mark) + 1)
    return {start for run in runs if len(run) > 1 for start in run if start}


def _east_asian_starts(unit: str) -> set[int]:
    """Return where sentences begin behind a full stop that needs no space."""
    starts = set()
    for match in _EAST_ASIAN_END.finditer(unit):
        quoted = match[0][-1] in "」』" and unit[match.end()] in "とっ、が"
        if not quoted and (match[0][0] != "．" or _EAST_ASIAN.match(unit, match.end())):
            starts.add(match.end())
    return starts


def _without_stray_marks(unit: str) -> str:
    """Return the unit with spaces for the quotation marks that have no partner near by.

    sentencex ends no sentence between two marks, so one that was never closed would join
    all that follows it up to the next, and a long quotation would be one sentence.
    """
    if not _MARK.search(unit):
        return unit
    letters = list(unit)
    for place in _marks(unit)[0]:
        letters[place] = " "
    return "".join(letters)


def _quotations(unit: str) -> list[tuple[int, int]]:
    return _marks(unit)[1] if _MARK.search(unit) else []


def _marks(unit: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Return the quotation marks without a partner near by, and the pairs of the others."""
    strays: list[int] = []
    pairs: list[tuple[int, int]] = []
    opened: int | None = None
    for match in _MARK.finditer(unit):
        place = match.start()
        opens = _opens(unit, place)
        if opens:
            if opened is not None:
                strays.append(opened)
            opened = place
        elif opened is None:
            strays.append(place)
        else:
            if place - opened > _LONG_QUOTATION:
                strays += (opened, place)
            else:
                pairs.append((opened, place))
            opened = None
    if opened is not None:
        strays.append(opened)
    return strays, pairs


def _opens(unit: str, place: int) -> bool:
    if unit[place] != '"':
        return unit[place] == "“"
    before = unit[place - 1] if place else " "
    return before.isspace() or before in _BEFORE_OPENING


def _has_sentence(text: str) -> bool:
    """Return whether a text begins with a sentence: two lower-case words before a full stop."""
    stop = _SENTENCE_END.search(text)
    return stop is not None and len(_SMALL_WORD.findall(text[: stop.start()])) > 1


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
