"""How a turn of a conversation leans on the ones before it, as Spanish words that."""

import re
from dataclasses import replace

from corpus.language import SPANISH as LANGUAGE
from qa.answering.languages.foreign_turns import OTHERS, YEAR, stems, times, turn, words

_EN = "en|a|al|para|de|del|por|con|sin|desde|hasta|antes de|después de|durante|sobre|entre|bajo"
_CUANDO = r"(?:desde |hasta )?cuándo|adónde|dónde|por qué|cómo|cuánto(?: tiempo)?"

SPANISH = replace(
    OTHERS,
    language=LANGUAGE,
    pronoun=re.compile(
        r"\b(?:él|ell[oa]s?|sus?|suy[oa]s?)\b"
        r"|\b(?:la|los|las)\b(?= \w+(?:ó|aba|aron|ieron)\b)|\b(?:lo|les?)\b(?= (?!de\b|del\b|que\b)"
        r"\w+(?:a|e|ó|ió|ía|aba|an|en|aron|ieron)(?:\W*$|\s+(?:él|ella|ellos)\b))",
        re.IGNORECASE,
    ),
    points_back=re.compile(
        r"\b(?:est[oae]s?|es[oae]s?|aquel(?:l[oa]s?)?|allí|allá|ahí|entonces|ambos|ambas"
        r"|(?:el|la|los|las) otr[oa]s?|en su lugar)\b(?!\s+(?:\w+\s+)?(?:informe|documento))",
        re.IGNORECASE,
    ),
    continues=re.compile(
        r"^\W*(?:(?:y|e|pero|o|u|entonces|también|además|qué hay de|qué pasa con)\b"
        rf"|(?:{_CUANDO}|quién(?:es)?|cuál(?:es)?|por qué no)\W*$)",
        re.IGNORECASE,
    ),
    defines=re.compile(
        r"^\W*(?:qué|quién(?:es)?) (?:es|son|era|eran|fue|significa)\b", re.IGNORECASE
    ),
    clause=re.compile(
        r"[,;:.?!]|\b(?:y|e|o|u|pero)\s+(?:quién|qué|cuándo|dónde|cómo|cuánto|por qué|es|son|fue"
        r"|ha|han|él|ella)\b",
        re.IGNORECASE,
    ),
    owning=frozenset("su sus suyo suya suyos suyas".split()),
    own_noun=re.compile(r"^\W*(?:qué|cuál|cuánt[oa]s)\s+(\w+)", re.IGNORECASE),
    aspects=stems(
        "ventaja desventaja ejemplo razón causa efecto tipo clase paso diferencia resultado coste "
        "precio fin papel cosa detalle",
        LANGUAGE,
    ),
    prepositions=_EN,
    places=frozenset("en a al".split()),
    article=r"(?:el|la|los|las|un|una)",
    articles=frozenset("el la los las".split()),
    turn=turn("y|e|pero|o|u|entonces|también", "qué (?:hay de|pasa con)", _EN),
    marked=re.compile(r"^\W*(?:(?:y|e|pero|o)\b|qué (?:hay de|pasa con)\b)", re.IGNORECASE),
    no_filler=words(
        "quién quiénes qué cuándo dónde cómo cuál cuáles cuánto cuántos es son era fue ha han "
        "había será puede debe él ella ellos eso esto allí otro otra otros otras más no "
        "sí yo se lo la le"
    ),
    times=times(
        LANGUAGE,
        rf"entre {YEAR} y {YEAR}|de {YEAR} a {YEAR}",
        "primavera|verano|otoño|invierno",
    ),
    spans=("entre ", "de "),
    within="en",
    bare=re.compile(rf"^\W*(?:(?:y|pero)\s+)?({_CUANDO})\W*$", re.IGNORECASE),
    adverb=re.compile(
        rf"^\W*(?:{_CUANDO})\s+(?=\w+(?:ó|ió|aron|ieron|a|e|an|en|ó)\s)", re.IGNORECASE
    ),
    why=re.compile(
        r"^\W*(?:(?:y|pero)\s+)?(?:por qué|por qué razón)(?: no| eso)?\W*$", re.IGNORECASE
    ),
)
