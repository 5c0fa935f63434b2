"""How questions with several parts are worded: comparisons, and two questions in one."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """How a language compares things, and asks two questions in one; one value of each.

    Attributes:
        compares: Comparisons, with the groups `one` and `other` for their sides.
        true: What is asked of one thing with an "or"; nothing is compared.
        verb: How a side begins that is no thing.
        two: Two questions in one, with the groups `first` and `second`.
        told: A question that stands in another as a thing: the costs of how it works.
        told_too: How one that is told as a thing goes on.
        both_to_come: "Between" without its "and": that joins the things, not two questions.
    """

    compares: tuple[re.Pattern[str], ...]
    true: re.Pattern[str]
    verb: re.Pattern[str]
    two: re.Pattern[str]
    told: re.Pattern[str]
    told_too: re.Pattern[str]
    both_to_come: re.Pattern[str]


def _sides(articles: str) -> tuple[str, str]:
    thing = rf"(?:(?:{articles})\s+)?(?P<{{}}>[^\s,:;?.!]+(?:\s+[^\s,:;?.!]+){{{{0,3}}}}?)"
    return thing.format("one"), thing.format("other")


def _two(asks: str, and_: str) -> re.Pattern[str]:
    return re.compile(
        rf"^(?P<first>\W*(?:{asks})\b.{{6,}}?),?\s+{and_}\s+(?P<second>(?:{asks})\b.{{6,}})$",
        re.IGNORECASE,
    )


_VERB = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|would|shall|should|might|must"
    r"|(?:will|may)(?!\s+(?-i:[A-Z]))|who|whom|whose|what|when|where|why|how)\b"
)
_ONE, _OTHER = _sides("the|an?")

ENGLISH = Parts(
    compares=(
        re.compile(rf",\s*{_ONE}\s+or\s+{_OTHER}\s*\??$"),
        re.compile(
            rf"\bbetween\s+{_ONE}\s+and\s+{_OTHER}\s*(?:\?|$|\bin\b|\bwhen\b)", re.IGNORECASE
        ),
        re.compile(rf"\bcompare[sd]?\s+{_ONE}\s+(?:and|with|to)\s+{_OTHER}\s*\??$", re.IGNORECASE),
        re.compile(
            rf"\b(?:do|does|did|is|are)\s+{_ONE}\s+(?:and|or)\s+{_OTHER}\s+"
            r"(?:differ|better|worse|the same|more|less|\w+er)\b",
            re.IGNORECASE,
        ),
        re.compile(rf"^{_ONE}\s+(?:or|versus|vs\.?)\s+{_OTHER}\s*(?::|\?|,|$)"),
    ),
    true=re.compile(r"(?:true|false|right|wrong|yes|no|not|correct|incorrect)", re.IGNORECASE),
    verb=re.compile(_VERB, re.IGNORECASE),
    two=_two("who|whom|whose|what|when|where|why|which|how", "and"),
    told=re.compile(
        r"\b(?:about|between|by|from|of|on|than|to|with)\s+(?:who|what|when|where|why|how)\b",
        re.IGNORECASE,
    ),
    told_too=re.compile(rf"(?:what|when|where|why|how)\s+(?!{_VERB})", re.IGNORECASE),
    both_to_come=re.compile(r"\bbetween\b(?!.*\band\b)", re.IGNORECASE),
)

_NEVER = re.compile(r"(?!)")

_EINES, _ANDERES = _sides("der|die|das|dem|den|des|einem|einer|einen|eine|ein")
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
    two=_two(_FRAGT, "und"),
    told=re.compile(rf"\b(?:davon|darüber|dazu|damit|daran),?\s+(?:{_FRAGT})\b", re.IGNORECASE),
    told_too=re.compile(rf"(?:{_FRAGT}|und)\b", re.IGNORECASE),
    both_to_come=re.compile(r"\bzwischen\b(?!.*\bund\b)", re.IGNORECASE),
)

_UN, _AUTRE = _sides("le|la|les|un|une|des|du")
_DEMANDE = (
    r"qui|que|quoi|quand|où|pourquoi|comment|combien|quel(?:le)?s?|lequel|laquelle|qu['’]est-ce"
    r"|à qui|de qui|depuis quand"
)

FRENCH = Parts(
    compares=(
        re.compile(rf",\s*{_UN}\s+ou\s+{_AUTRE}\s*\??$"),
        re.compile(rf"\bentre\s+{_UN}\s+et\s+{_AUTRE}\s*(?:\?|$|\ben\b|\bà\b)", re.IGNORECASE),
        re.compile(rf"\bcompare[zr]?\s+{_UN}\s+(?:et|à|avec)\s+{_AUTRE}\s*[?.!]?$", re.IGNORECASE),
        re.compile(rf"^{_UN}\s+(?:ou|contre|vs\.?)\s+{_AUTRE}\s*(?::|\?|,|$)"),
    ),
    true=re.compile(r"(?:vrai|faux|oui|non|pas)", re.IGNORECASE),
    verb=re.compile(
        rf"(?:est|sont|était|étaient|a|ont|avait|sera|peut|peuvent|doit|doivent|{_DEMANDE})\b",
        re.IGNORECASE,
    ),
    two=_two(_DEMANDE, "et"),
    told=_NEVER,
    told_too=_NEVER,
    both_to_come=re.compile(r"\bentre\b(?!.*\bet\b)", re.IGNORECASE),
)

_UNO, _OTRO = _sides("el|la|los|las|un|una")
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
    two=_two(_PREGUNTA, "[ye]"),
    told=_NEVER,
    told_too=_NEVER,
    both_to_come=re.compile(r"\bentre\b(?!.*\b[ye]\b)", re.IGNORECASE),
)
