"""Rules that change a sentence so that what it says still follows."""

import random
import re
from collections.abc import Callable, Mapping

from qa.checking.entailment.training.vocabulary import MONTHS, NUMBERS, SYNONYMS

Rewording = Callable[[str, random.Random], str | None]
"""Returns None if the rule finds nothing to change in a sentence."""

_SYNONYM = re.compile(rf"\b(?:{'|'.join(SYNONYMS)})\b")
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?\b")
_LIMITED = re.compile(r"\b(?:not|no|never|nobody|nothing|only|few|without|if|unless)\b|n't")
"""What makes the rest of a sentence say more when a part of it is left out."""
_SHORT = {"did not": "didn't", "does not": "doesn't", "do not": "don't", "is not": "isn't",
          "was not": "wasn't", "were not": "weren't", "are not": "aren't", "has not": "hasn't",
          "had not": "hadn't", "would not": "wouldn't", "could not": "couldn't",
          "cannot": "can't", "it is": "it's"}  # fmt: skip


def synonyms(sentence: str, draw: random.Random) -> str | None:
    """Return the sentence with one word or two exchanged for their like."""
    found = list(_SYNONYM.finditer(sentence))
    for match in sorted(draw.sample(found, min(2, len(found))), key=lambda m: -m.start()):
        sentence = sentence[: match.start()] + SYNONYMS[match[0]] + sentence[match.end() :]
    return sentence if found else None


def contracted(sentence: str, draw: random.Random) -> str | None:
    """Return the sentence with "not" written short, or long."""
    for long, short in _SHORT.items():
        if re.search(rf"\b{long}\b", sentence):
            return re.sub(rf"\b{long}\b", short, sentence, count=1)
        if short in sentence and short != "it's":
            return sentence.replace(short, long, 1)
    return None


def numbers(sentence: str, draw: random.Random) -> str | None:
    """Return the sentence with a number written in another way."""
    for place, word in enumerate(NUMBERS, 2):
        if re.search(rf" {word} [a-z]", sentence):
            return re.sub(rf" {word} ", f" {place} ", sentence, count=1)
        if re.search(rf"(?<![\w.,]) {place} [a-z]", sentence):
            return re.sub(rf" {place} ", f" {word} ", sentence, count=1)
    match = re.search(r"(?<![\w.,])(\d{1,3}),(\d{3})(?![\w.,])", sentence)
    if match:
        thousands = match[2] == "000" and draw.random() < 0.6
        new = f"{match[1]} thousand" if thousands else match[1] + match[2]
        return sentence[: match.start()] + new + sentence[match.end() :]
    if " per cent" in sentence:
        return sentence.replace(" per cent", draw.choice(("%", " percent")))
    match = re.search(r"\d%", sentence)
    return sentence.replace("%", draw.choice((" per cent", " percent"))) if match else None


def rounded(sentence: str, draw: random.Random) -> str | None:
    """Return the sentence with a bound in the place of a number."""
    match = re.search(
        r"(?<![\w.,£$€-])(?<!than )(?<!about )([1-9])(\d{1,2}),(\d{3}) (?=[a-z])", sentence
    )
    if not match or (match[2] + match[3]).strip("0") == "":
        return None
    low = int(match[1] + "0" * len(match[2]) + "000")
    bound = f"more than {low:,} " if draw.random() < 0.6 else f"over {low:,} "
    return sentence[: match.start()] + bound + sentence[match.end() :]


def dates(sentence: str, draw: random.Random) -> str | None:
    """Return the sentence with a date written in another way."""
    iso = _ISO.search(sentence)
    if iso and 1 <= int(iso[2]) <= 12:
        new = f"{int(iso[3])} {MONTHS[int(iso[2]) - 1]} {iso[1]}"
        return sentence[: iso.start()] + new + sentence[iso.end() :]
    day = _DAY.search(sentence)
    if not day:
        return None
    new = f"{day[2]} {day[1]}" + (f", {day[3]}" if day[3] else "")
    if draw.random() < 0.3:
        new = f"{day[1]} {day[2][:3]}" + (f" {day[3]}" if day[3] else "")
    return sentence[: day.start()] + new + sentence[day.end() :]


def shortened(sentence: str, draw: random.Random) -> str | None:
    """Return the sentence without one of its parts that can be left out."""
    if _LIMITED.search(sentence):
        return None
    options = [
        re.sub(r" \([^()]{2,60}\)", "", sentence, count=1),
        re.sub(r", (?:which|who|where)\b[^,.;]{5,70}, ", " ", sentence, count=1),
        re.sub(r", (?:which|who|where|whose)\b[^,;]{5,90}[.]$", ".", sentence, count=1),
        re.sub(r"^(?:However|Moreover|Indeed|Then|Finally|Also|But|And|So|Meanwhile),? (\w)",
               lambda m: m[1].upper(), sentence),
        re.sub(r",? (?:because|so that|although|while|whereas) [^,;.]{10,90}[.]$", ".", sentence),
        re.sub(r"(?<=[a-z]{3}), (?:and|but) [a-z]+ [^,;]{12,}[.]$", ".", sentence),
        re.sub(r"; [^;]{10,}[.]$", ".", sentence),
        re.sub(r" (?:in|on|at|during|for|with) (?:the )?[A-Za-z0-9 ]{3,25}[.]$", ".", sentence),
    ]  # fmt: skip
    usable = [s for s in options if s != sentence and len(s.split()) >= 5]
    return draw.choice(usable) if usable else None


REWORDING: Mapping[str, Rewording] = {
    "synonyms": synonyms,
    "contracted": contracted,
    "number written otherwise": numbers,
    "number rounded": rounded,
    "date written otherwise": dates,
    "shortened": shortened,
}
"""Rules after which a sentence says the same, or less."""
