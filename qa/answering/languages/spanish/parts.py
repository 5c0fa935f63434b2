"""How questions with several parts are worded in Spanish: comparisons, and two in one."""

import re

from qa.answering.languages.parts import Parts, sides, two
from qa.answering.languages.patterns import NEVER

_UNO, _OTRO = sides("el|la|los|las|un|una")
_PREGUNTA = (
    r"quién(?:es)?|qué|cuándo|dónde|adónde|cómo|cuál(?:es)?|cuánt[oa]s?|por qué|a quién|de quién"
    r"|en cuánto|desde cuándo"
)

SPANISH = Parts(
    compares=(
        re.compile(rf",\s*{_UNO}\s+[ou]\s+{_OTRO}\s*\??$"),
        re.compile(rf"\bentre\s+{_UNO}\s+[ye]\s+{_OTRO}\s*(?:\?|$|\ben\b)", re.IGNORECASE),
        re.compile(rf"\bcompar[ae]\w*\s+{_UNO}\s+(?:y|con|a)\s+{_OTRO}\s*[?.!]?$", re.IGNORECASE),
        re.compile(rf"^¿?{_UNO}\s+(?:o|versus|vs\.?|frente a)\s+{_OTRO}\s*(?::|\?|,|$)"),
    ),
    true=re.compile(r"(?:verdad|verdadero|falso|sí|no|correcto)", re.IGNORECASE),
    verb=re.compile(
        rf"(?:es|son|era|eran|fue|ha|han|había|será|puede|pueden|debe|deben|{_PREGUNTA})\b",
        re.IGNORECASE,
    ),
    two=two(_PREGUNTA, "[ye]"),
    told=NEVER,
    told_too=NEVER,
    both_to_come=re.compile(r"\bentre\b(?!.*\b[ye]\b)", re.IGNORECASE),
)
