"""How questions about a document itself are worded in Spanish, and the lines that answer them."""

import re

from qa.answering.languages.about_documents import (
    JOINED,
    AboutDocuments,
    behind,
    named,
    patterns,
    titled,
)

_ESCRITO = (
    r"(?:informes?|artículos?|documentos?|textos?|cartas?|correos?(?: electrónicos?)?|mensajes?"
    r"|e-?mails?|actas?|manual(?:es)?|notas?(?: de prensa)?|comunicados?|contratos?|estudios?"
    r"|libros?|páginas?|resúmen(?:es)?|resumen|guías?|sentencias?|crónicas?|reportajes?|ensayos?"
    r"|archivos?|boletín|boletines|circular(?:es)?)"
)

SPANISH = AboutDocuments(
    this=re.compile(
        rf"(?:esto|eso|(?:de |en )?(?:este|esta|ese|esa|el|la) {_ESCRITO}|del {_ESCRITO})",
        re.IGNORECASE,
    ),
    named=named(
        r"(?:(?:de |en |a |sobre )?(?:el|la|este|esta|ese|esa|un|una|su)|del|al)\s", _ESCRITO
    ),
    relates=re.compile(
        r"^\W*(?:sobre|acerca de|de|del|titulad[oa]|llamad[oa]|para)\b(?:\s+(?:el|la|los|las)\b)?",
        re.IGNORECASE,
    ),
    mail=re.compile(r"\b(?:e-?mails?|correos?|mensajes?)\b", re.IGNORECASE),
    asked=patterns(
        r"^quién(?:es)? (?:ha )?(?P<did>escribió|escribieron|escrito|redactó|redactado|envió"
        r"|enviado|mandó|publicó|firmó|levantó) (?P<what>.+)$",
        r"^quién(?:es)? (?:es|fue|era|son) (?:el|la|los|las) (?P<did>autor|redactor|remitente"
        r"|editor)(?:a|es|as)? (?P<what>(?:de|del)\b.+)$",
        r"^(?:de|por) quién (?:es|fue|está) (?P<what>.+?)(?: (?P<did>escrit[oa]|redactad[oa]"
        r"|enviad[oa]))?$",
        r"^por quién fue (?P<did>escrit[oa]|redactad[oa]|enviad[oa]) (?P<what>.+)$",
        r"^cuándo (?:se|fue|ha sido) (?P<on>publicó|escribió|redactó|envió|publicad[oa]|escrit[oa]"
        r"|redactad[oa]|enviad[oa]) (?P<what>.+)$",
        r"^cuándo (?P<on>salió|apareció) (?P<what>.+)$",
        r"^de cuándo es (?P<what>(?P<on>).+)$",
        r"^cuál es la (?P<on>fecha)(?: de publicación)? (?P<what>(?:de|del)\b.+)$",
        flags=re.IGNORECASE,
    ),
    like={
        "envió": "sent", "enviado": "sent", "mandó": "sent", "remitente": "sent",
        "editor": "edited", "enviada": "sent",
    },
    took=frozenset({"levantó"}),
    minutes=re.compile(r"\bactas?\b", re.IGNORECASE),
    bylines={
        "minutes": r"\b(?:secretari[oa]|acta levantada por)\s*:?",
        "edited": r"\b(?:editado por\b|editor(?:a|es)?\s*:)",
        "sent": r"^de\s*:",
        "wrote": r"(?:^|[|·•–—]\s*|\s-\s+)(?:(?:escrito |redactado |texto |publicado )?por\b:?"
        r"|autor(?:a|es)?\s*:|texto\s*:)",
    },
    titled=titled(_ESCRITO, "es|fue"),
    behind=behind("y el en para de del con"),
    tells=frozenset(
        "el la los las un una este esta él ella ellos que quien es son era fue ha han ser será"
        " puede debe no".split()
    ),
    joins=frozenset(f"y el en para de del con {JOINED}".split()),
    no_names=frozenset("hoy ayer mañana mediodía medianoche ahora".split()),
    seasons=frozenset("primavera verano otoño invierno navidad".split()),
    gist=patterns(
        r"^de qué (?:trata|habla|va) (?P<what>.+)$",
        r"^sobre qué (?:es|trata|va) (?P<what>.+)$",
        r"^cuál es el (?:tema|asunto|contenido) (?P<what>(?:de|del)\b.+)$",
        r"^(?:resume|resuma|resumir) (?P<what>.+)$",
        r"^qué dice (?P<what>.+)$",
        flags=re.IGNORECASE,
    ),
    too_little=frozenset({"eso"}),
)  # fmt: skip
