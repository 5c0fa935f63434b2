"""How questions with several parts are worded in German: comparisons, and two in one."""

import re

from qa.answering.languages.parts import Parts, sides, two

_EINES, _ANDERES = sides("der|die|das|dem|den|des|einem|einer|einen|eine|ein")
_FRAGT = r"wer|wem|wen|wessen|was|wann|wo|wohin|woher|warum|weshalb|wieso|wie|welche[rsnm]?"

GERMAN = Parts(
    compares=(
        re.compile(rf",\s*{_EINES}\s+oder\s+{_ANDERES}\s*\??$"),
        re.compile(rf"\bzwischen\s+{_EINES}\s+und\s+{_ANDERES}\s*(?:\?|$|\bin\b)", re.I),
        re.compile(rf"\bvergleiche?\w*\s+{_EINES}\s+(?:und|mit)\s+{_ANDERES}\s*[?.!]?$", re.I),
        re.compile(
            rf"\b(?:sind|ist|unterscheiden sich)\s+{_EINES}\s+(?:und|oder)\s+{_ANDERES}"
            r"(?:\s+(?:gleich|besser|schlechter|mehr|weniger|\w+er)\b|\W*$)",
            re.IGNORECASE,
        ),
        re.compile(rf"^{_EINES}\s+(?:oder|versus|vs\.?)\s+{_ANDERES}\s*(?::|\?|,|$)"),
    ),
    true=re.compile(r"(?:wahr|falsch|richtig|ja|nein|nicht)", re.IGNORECASE),
    verb=re.compile(
        rf"(?:ist|sind|war|waren|hat|haben|hatte|wird|werden|wurde|wurden|kann|können|darf|muss"
        rf"|soll|{_FRAGT})\b",
        re.IGNORECASE,
    ),
    two=two(_FRAGT, "und"),
    told=re.compile(rf"\b(?:davon|darüber|dazu|damit|daran),?\s+(?:{_FRAGT})\b", re.IGNORECASE),
    told_too=re.compile(rf"(?:{_FRAGT}|und)\b", re.IGNORECASE),
    both_to_come=re.compile(r"\bzwischen\b(?!.*\bund\b)", re.IGNORECASE),
)
