"""What to write for raised and lowered text, so that it never joins the word before it.

"1,500³" with a raised 3 is 1,500 and a note, "10⁶" is a power, "km²" a unit, "1st" an ordinal.
Formats only say that text is raised; what it follows says which of these it is. Where nothing
speaks for a power, a unit, an ordinal or an abbreviation, raised digits and letters are the mark
of a note and stand in brackets.
"""

import re
from itertools import takewhile

_NEAR = 40  # characters before that are looked at; a guess: longer than any number with its unit
_RAISED = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_TRADE = {"tm": "™", "sm": "℠", "®": "®", "™": "™", "℠": "℠"}

_BRACKETED = re.compile(r"[\[(⟨].*[\])⟩]", re.DOTALL)
_SIGNS = re.compile(r"[^\w\s]+")
_NUMBERS = re.compile(r"\d{1,4}(?:\s?[,;–—-]\s?\d{1,4})*[.,)]?")
_ROMAN = re.compile(r"i|ii|iii|iv|v|vi{1,3}|ix|x|xi{1,3}|xiv|xv")
_NEGATIVE = re.compile(r"[-−–]\s?\d{1,3}")
_CHARGE = re.compile(r"\d{0,2}[+−–-]")  # of an ion: "2+"

# Two letters or more hardly mark a note: English (by the digit), French, Spanish, Dutch, Italian.
_ENGLISH = re.compile(r"(?i)(?:(?<!1)1(st)|(?<!1)2(nd)|(?<!1)3(rd)|(?:1[123]|[04-9])(th))\Z")
_ENDING = re.compile(r"(?i)er|re|[eè]re|[eiè]?[eè]me|nde?|os|as|de|ste|bis|ter|d[eo]")
_COUNTED = re.compile(r"(?<![\w.,$€£¥])(?:\d{1,3}|[IVXLCDM]{1,8})\Z")
_GROUPED = re.compile(r"(?<![\w.,$€£¥])(?:\d{1,3}(?:,\d{3})+|\d{1,4})\Z")
_ROMAN_NUMBER = re.compile(r"(?<!\w)[IVXLCDM]{1,8}\Z")
# One letter marks notes in English: it ends a small number only where other words are around it.
_LETTER = re.compile(r"[eoarnthms]")
_BEFORE_ORDINAL = re.compile(
    r"(?i)(?:\b(?:la|les?|du|des|aux?|un|une|et|en|el|los|las|del|al|da|dos|na|della|dello|nella|il"
    r"|lo|gli|het|de|van|à|vers|dès|art\.|artículo|artigo|articolo)\s|\b[ld]['’])"
    r"(?:\d{1,2}|[IVXLCDM]{1,8})\Z"
)
_AFTER_ORDINAL = re.compile(
    r"(?i)\s?(?:siècle|s\.|arr|édition|étage|république|congrès|rue|edición|siglo|edição|século"
    r"|edizione|secolo|druk|eeuw)"
)
_HOUR = re.compile(r"(?<![\w.,])\d{1,2}\Z")
_SMALL = re.compile(r"(?<![\w.,$€£¥])\d{1,2}\Z")
# Letters that end an abbreviation rather than mark a note; a letter that is not here is a note.
_SHORT_WORD = re.compile(r"(?<!\w)[^\W\d_]{1,2}\.?\Z")
_ONE_CAPITAL = re.compile(r"(?<!\w)[A-ZÀ-Þ]\.?\Z")
_ABBREVIATED = re.compile(
    r"(?<![\w.])(?<!\d\s)(?:M[rs]|Mrs|Monsr|Dr|S[trn]|[Nn][or]|Wm|P[rt]|J[rs]|Jn[or]|F[rt]"
    r"|Ve|Jas|Chas|Thos|[Ff]olo|[Nn]umo|Gov[rt]|Capt|Capt|Lieut|Sergt|Corpl|Coll|Genl"
    r"|Majr|Regt|Dept|Supt|Asst|Acct|Secy|Atty|Comp?y|Cavy|Infy|Arty|Esqr|Junr|Senr"
    r"|Robt|Recd|Revd|Honr|Sigr|Brigr)\Z"
)
_ALPHABET = re.compile(
    r"([a-z])\1{1,2}|ab|bc|cd|de|ef|fg|gh|abc|bcd|cde"
)  # more marks than letters
_VARIABLE = re.compile(r"[nxkijmpqtyzNT]|\d?[nkx](?:\s?[+−–-]\s?\d)?")

_BASE = re.compile(r"(?<![\w.,$€£¥])(?:2|3|10)\Z|[=+×·*/^(−-]\s?\d{1,2}\Z")
_TEN = re.compile(r"(?<![\w.,$€£¥])10\Z|[×x·*]\s?10\Z")
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s10\Z")
_LONG_UNIT = re.compile(r"(?<![^\W\d_])(?:[kcdmnhµμ]?m|ft|yd|mi|\d\s?in|[/·⋅]\s?(?:s|h|min))\.?\Z")
_ONE_LETTER = re.compile(r"(?<![^\W_])(?:m?c|[a-zRα-ωΑ-Ω]\d?)\Z")
_CAPITAL = re.compile(r"(?<![^\W_])[A-Z]\Z")
_FRACTION = re.compile(r"[/⁄∕](?:\d|\Z)")
_PRICE = re.compile(r"[$€£]\s?\d{1,4}\Z")
_MILLIONS = ("bn", "mn")  # a lone letter may be a note, and would make a price a thousand-fold
_CENTS = re.compile(r"0\d|9[59]")

_ELEMENTS = (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br"
    " Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho"
    " Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf"
).split()
_PROTONS = {symbol: number for number, symbol in enumerate(_ELEMENTS, start=1)}
_ELEMENT = re.compile(r"([A-Z][a-z]?)(?![a-z])")


def raised(words: str, before: str, after: str = "") -> str:
    """Return what to write for raised words.

    Args:
        words: What is raised.
        before: The text up to it, as it was written; the last forty characters are looked at.
        after: The text behind it, where it is known: it tells isotopes and fractions.
    """
    mark = words.strip()
    near = before[-_NEAR:]
    if not mark or _BRACKETED.fullmatch(mark) or _SIGNS.fullmatch(mark):
        return _charge(mark, near) or words
    if near[-1:].isspace() or not near:
        return _at_a_start(words, mark, near, after)
    written = _with_sense(mark, near, after)
    if written is None:
        written = _letters(mark, near, after) if mark[0].isalpha() else _number(mark)
    return written + words[len(words.rstrip()) :]


def note_mark(words: str) -> str:
    """Return what to write for words that are known to mark a note."""
    mark = words.strip().strip("[]()").strip()
    return f"[{mark}]" if any(c.isalnum() for c in mark) else words.strip()


def lowered(words: str, before: str) -> str:
    """Return what to write for lowered words: as they are, but never digits behind digits."""
    if words.strip()[:1].isdigit() and before[-1:].isdigit():
        return words.translate(_LOWERED)
    return words


def superscript(words: str) -> str:
    """Return words as Unicode superscripts, or behind a `^` where there are none."""
    small = words.replace(" ", "").translate(_RAISED)
    return f"^{words}" if any(c.isalnum() and ord(c) < 128 for c in small) else small


def _charge(mark: str, near: str) -> str:
    """Return the charge of an ion: a sign behind a symbol."""
    return superscript(mark) if mark in "+-−–" and near[-1:].isalnum() and mark else ""


def _at_a_start(words: str, mark: str, near: str, after: str) -> str:
    """Return what begins a word: a fraction, an isotope, or a mark that stands alone."""
    if not mark[0].isdigit() or not _NUMBERS.fullmatch(mark):
        return words
    if _FRACTION.match(after):
        return words
    if _is_isotope(mark, after):
        return superscript(mark)
    apart = "" if not after or after[:1].isspace() or not after[0].isalnum() else " "
    return f"{words[: len(words) - len(words.lstrip())]}{_number(mark)}{apart}"


def _is_isotope(mark: str, after: str) -> bool:
    """Tell the mass of an atom from a note: atoms weigh 1.5 to 2.7 times their protons."""
    element = _ELEMENT.match(after)
    protons = _PROTONS.get(element[1], 0) if element else 0
    if not protons or not mark.isdigit():
        return False
    return int(mark) in (1, 2, 3) if protons == 1 else 1.5 * protons <= int(mark) <= 2.7 * protons


def _with_sense(mark: str, near: str, after: str) -> str | None:
    """Return raised text that belongs to what it follows; None for the mark of a note."""
    if _FRACTION.match(after) and mark.isdigit() and near[-1].isdigit():
        return f" {mark}"  # 1 1/2
    if mark.lower() in _TRADE and near[-1].isalpha() and not _SHORT_WORD.search(near):
        return _TRADE[mark.lower()]
    if mark == "o" and near[-1].isdigit() and after[:1] in ("C", "F", "N", "S", "E", "W"):
        return "°"
    if _PRICE.search(near):
        return f".{mark}" if _CENTS.fullmatch(mark) else (mark if mark in _MILLIONS else None)
    if _NEGATIVE.fullmatch(mark) or (_CHARGE.fullmatch(mark) and near[-1].isalnum()):
        return superscript(mark)
    if _is_power(mark, near):
        return superscript(mark)
    return mark if _is_ordinal(mark, near, after) else None


def _is_ordinal(mark: str, near: str, after: str) -> bool:
    """Tell whether letters end a number: "1st", "XIXe", "14h30"; a lone letter in its language."""
    english = _ENGLISH.search(near + mark)
    if english and _GROUPED.search(near):
        return True
    if len(mark) > 1:
        roman = _ROMAN_NUMBER.search(near) and mark in ("st", "nd", "rd", "th")
        return bool(roman or (_ENDING.fullmatch(mark) and _COUNTED.search(near)))
    if mark == "h" and _HOUR.search(near) and after[:2].isdigit():
        return True
    small = _SMALL.search(near) or _ROMAN_NUMBER.search(near)
    spoken = _BEFORE_ORDINAL.search(near) or _AFTER_ORDINAL.match(after)
    return bool(small and _LETTER.fullmatch(mark) and spoken)


def _is_power(mark: str, near: str) -> bool:
    if _VARIABLE.fullmatch(mark):
        return bool(_BASE.search(near) or _ONE_LETTER.search(near) or _CAPITAL.search(near))
    if not (mark.isdigit() and len(mark) <= 3) or mark.startswith("0"):
        return False
    if _TEN.search(near):
        return not _MONTH.search(near)
    if mark in ("2", "3") and (_LONG_UNIT.search(near) or _CAPITAL.search(near)):
        return True
    return bool(_ONE_LETTER.search(near)) and not _LONG_UNIT.search(near)


def _letters(mark: str, near: str, after: str) -> str:
    """Return raised letters: part of an abbreviation, the mark of a note, or words."""
    if any(map(str.isspace, mark)):
        return f" {mark}"
    if "," in mark:
        return f"[{mark}]"
    if not near[-1].isalpha():
        lone = len(mark) == 1 or _ROMAN.fullmatch(mark) or near[-1].isdigit()
        return f"[{mark}]" if lone else f" {mark}"
    if after[:1].isalpha():  # within a word: McLeod, LaTeX
        return mark
    if len(mark) == 1:
        return mark if _ABBREVIATED.search(near + mark) else f"[{mark}]"
    if _ROMAN.fullmatch(mark):
        return f"[{mark}]"
    if _ONE_CAPITAL.search(near):  # Mme, Cie
        return mark
    return f"[{mark}]" if _ALPHABET.fullmatch(mark) else mark


def _number(mark: str) -> str:
    """Return the number of a note in brackets, and what ends a sentence behind them."""
    end = "".join(takewhile(lambda c: c in ".,;:", reversed(mark)))[::-1]
    return f"[{mark.removesuffix(end).rstrip(')')}]{end}" if mark.removesuffix(end) else mark
