"""How questions and answers are worded in Spanish."""

import re
from collections.abc import Mapping

from corpus.language import SPANISH as LANGUAGE
from qa.answering.languages.patterns import (
    date_pattern,
    duration_pattern,
    month_pattern,
    number_held,
    number_pattern,
    one_of,
    time_pattern,
)
from qa.answering.languages.phrases import Kind, Phrases, any_of, begins
from qa.answering.languages.small_words import ASKING
from qa.answering.languages.spanish.about_documents import SPANISH as ABOUT
from qa.answering.languages.spanish.parts import SPANISH as PARTS
from qa.answering.languages.spanish.replies import SPANISH as REPLIES
from qa.answering.languages.spanish.turns import SPANISH as TURNS

_WHAT = "qu[eé]"
_WHICH = r"(?:qu[eé]|cu[aá]l(?:es)?)"
_AMOUNTS = (
    "número cifra precio coste costo importe tarifa alquiler renta sueldo salario tasa porcentaje "
    "parte "
    "suma altura longitud anchura profundidad tamaño superficie peso temperatura edad velocidad "
    "distancia "
    "capacidad duración presupuesto cuota multa población plazo fianza cantidad total"
).replace(" ", "|")
_ROLES = (
    "persona personas hombre mujer autor autora director directora presidente presidenta ministro "
    "ministra "
    "alcalde alcaldesa jefe jefa médico juez abogado abogada profesor profesora arquitecto "
    "arquitecta "
    "ingeniero fundador fundadora responsable candidato propietario propietaria inquilino "
    "entrenador testigo "
    "artista periodista secretario secretaria tesorero tesorera empresa"
).replace(" ", "|")
_PLACES = (
    "ciudad país pueblo región lugar sitio calle dirección edificio sala estación puerto isla "
    "barrio "
    "municipio provincia planta habitación"
).replace(" ", "|")
_IS = r"(?:es|son|era|eran|será|serán|fue)"
_THE = r"(?:el|la|los|las|su|sus|un|una)"

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "time",
        any_of(
            "cu[aá]ndo",
            r"cu[aá]nto tiempo",
            "cu[aá]nto (?:dura|duró|durará|duran|tarda|tardó)",
            rf"{_WHICH} (?:años?|fechas?|días?|mes|meses|horas?|siglo|momento|época|estación"
            rf"|semana|período)",
            rf"cu[aá]l {_IS} {_THE} (?:\w+ )?(?:fecha|día|plazo)",
        ),
    ),
    (
        "number",
        any_of(
            r"cu[aá]nt[oa]s?",
            rf"{_WHICH} (?:\w+ )?(?:{_AMOUNTS})",
            rf"cu[aá]l(?:es)? {_IS} {_THE} (?:\w+ ){{0,2}}?(?:{_AMOUNTS})",
        ),
    ),
    (
        "person",
        any_of(
            r"qui[eé]n(?:es)?",
            rf"{_WHAT} (?:{_ROLES})",
            rf"c[oó]mo se llama(?:n|ba)? {_THE} (?:\w+ )?(?:{_ROLES})",
        ),
    ),
    (
        "place",
        any_of(
            r"(?:a)?d[oó]nde",
            rf"{_WHICH} (?:{_PLACES})",
            rf"cu[aá]l {_IS} {_THE} (?:dirección|lugar)",
        ),
    ),
    (
        "reason",
        any_of(
            "por qu[eé]",
            rf"{_WHICH} (?:razón|razones|motivos?|causas?)",
            rf"cu[aá]l(?:es)? {_IS} {_THE} (?:razón|razones|motivos?|causas?)",
            "a qu[eé] se debe",
        ),
    ),
)

_LARGE = r"[A-ZÁÉÍÓÚÜÑ][\w’'-]*"
_NAME = rf"(?<!^)(?<![.!?¿¡«“\"] )\b{_LARGE}"
_HELD: Mapping[Kind, re.Pattern[str]] = {
    "time": time_pattern(
        LANGUAGE,
        "primavera",
        "verano",
        "otoño",
        "invierno",
        "mediodía",
        "medianoche",
        "hoy",
        "ayer",
        "mañana",
        r"las (?:\d{1,2}|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce)",
        r"\w+ (?:segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?|siglos?)",
        "madrugada",
        "noche",
        "tarde",
    ),
    "number": number_held(LANGUAGE),
    "person": re.compile(rf"\b(?i:don|doña|sr|sra|d|dª|dr|dra)\b\.?\s[A-ZÁÉÍÓÚÑ]|{_NAME}"),
    "place": re.compile(
        r"(?i:\b(?:junto a|al lado de|detrás de|delante de|frente a|cerca de|debajo de|encima de"
        r"|dentro de|entre"
        r"|sobre|bajo|calle|plaza|avenida)\b)"
        rf"|\b(?i:en)\s+(?:(?i:el|la|los|las|un|una|su)\s+)?\w|\b(?i:a|al|de|del|desde"
        rf"|hasta)\s+{_LARGE}|{_NAME}"
    ),
    "reason": any_of(
        "porque",
        "ya que",
        "puesto que",
        "dado que",
        "debido a",
        "a causa de",
        "por culpa de",
        "pues",
        "para que",
        "por eso",
        "por (?:lo tanto|ello)",
        "gracias a",
        "como consecuencia",
        r"motivos?",
        r"razón",
        r"razones",
        r"causas?",
        r"provoc\w+",
        r"a raíz de",
        "para (?:no )?\\w+(?:ar|er|ir)(?:se)?",
        "así que",
        "con el fin de",
    ),
}

_A = (
    r"(?:(?:el|la|los|las|un|una|unos|unas)\s+)?"
    r"(?:(?:palabra|término|sigla|siglas|abreviatura|expresión)\s+)?"
)
_TERM = r"[«“\"']?(?P<term>\w[\w'’&./+-]*(?:\s+[\w'’&./+-]+){0,4}?)[»”\"']?"
_TERMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*{_WHAT}\s+(?:es|son|era|eran)\s+{_A}{_TERM}\W*$",
        rf"^\W*{_WHAT}\s+(?:significan?|quiere[n]?\s+decir|designan?)\s+{_A}{_TERM}\W*$",
        rf"^\W*{_WHAT}\s+se\s+(?:entiende|considera)n?\s+(?:por\s+)?{_A}{_TERM}\W*$",
        rf"^\W*(?:definición|significado)\s+(?:de\s+|del\s+){_A}{_TERM}\W*$",
        rf"^\W*cu[aá]l\s+es\s+(?:la\s+definición|el\s+significado)\s+(?:de\s+"
        rf"|del\s+){_A}{_TERM}\W*$",
    )
)
_DEFINES_AFTER = (
    r"(?:\s*\([^)]*\))?[»”\"']?\s*(?:"
    r"(?:es|son|era|eran)\s+(?:un|una|unos|unas|el|la|los|las|lo|todo|toda|aquel\w*|cualquier\w*"
    r"|cuando)\b"
    r"|(?:significan?|designan?|consisten?\s+en|equivalen?\s+a|comprenden?|quiere[n]?\s+decir)\b"
    r"|;\s(?:significado|explicación|definición):|[–—:=|]|\s-\s|,\s+(?:un|una|el|la|los|las|o|es\s+decir)\b|\(\s*[^)]{4,}\)"
    r"|\s(?:aquell?\w*|l[oa]s)\s+(?:que|cuy[oa]s?)\b)"
)
_DEFINES_BEFORE = (
    r"(?:\bse\s+entiende\s+por|\bentenderá\s+por|\bpor|\bse\s+llaman?|\bllamad[oa]s?"
    r"|\bdenominad[oa]s?"
    r"|\bconsideran?|\bdefin\w+\s+como|\btérmino|\()\s*(?:(?:el|la|los|las|un|una)\s+)?[«“\"']?"
)

SPANISH = Phrases(
    language=LANGUAGE,
    replies=REPLIES,
    about=ABOUT,
    parts=PARTS,
    turns=TURNS,
    is_read=False,
    names_large=True,
    question_word=re.compile(
        r"\b(?:por qu[eé]|a qu[eé] se debe|cu[aá]nt[oa]s?|cu[aá]ndo|qui[eé]n(?:es)?"
        r"|(?:a)?d[oó]nde|c[oó]mo"
        r"|cu[aá]l(?:es)?|qué|(?<=^)que|(?<=¿)que)\b",
        re.IGNORECASE,
    ),
    kinds=_KINDS,
    held=_HELD,
    asks_condition=begins(
        "(?:y |pero )?cu[aá]ndo (?:es|son|se|puede|pueden|debe|deben|hay|puedo|debo)"
    ),
    gives_condition=any_of(
        "si", "cuando", "siempre que", "salvo", "a menos que", "en caso de", "con tal de"
    ),
    yes_or_no=begins(
        r"(?:no )?(?:es|son|está|están|era|eran|fue|fueron|hay|había|hubo|ha|han|puede|pueden"
        r"|puedo|podemos|se"
        r"|debe|deben|debo|tiene|tienen|tengo|existe|existen|admiten?|cubre|incluye|será|serán"
        r"|hace|cuesta)"
    ),
    asks_not=re.compile(
        r"^(?!\W*(?:por qu[eé]|c[oó]mo|cu[aá]ndo|qu[eé] (?:pasa|ocurre|sucede))\b).*"
        r"\b(?:no(?! solo| sólo)|nunca|jamás|ningun[oa]?|ningún|nadie)\b",
        re.IGNORECASE | re.DOTALL,
    ),
    says_not=any_of(
        "no",
        "nunca",
        "jamás",
        r"ningun[oa]?",
        "ningún",
        "nadie",
        "nada",
        "sin",
        "ni",
        "tampoco",
        "salvo",
        "excepto",
        r"prohib\w+",
        r"rechaz\w+",
        r"neg\w+",
        r"excluy\w+",
        r"exclu\w+",
        r"anul\w+",
        r"cancel\w+",
        r"falt\w+",
        r"imposib\w+",
        r"exent\w+",
        "contra",
        "en lugar de",
        "en vez de",
        "solo",
        "sólo",
        "solamente",
        "pero",
        "aunque",
        r"carec\w+",
        r"imped\w+",
        r"impid\w+",
        r"evit\w+",
        "apenas",
    ),
    terms=_TERMS,
    no_terms=frozenset("eso esto ello él ella lo que pasa".split()),
    stands_for=any_of("siglas?", "abreviatura", "quiere[n]? decir", "significan?"),
    definite=re.compile(
        rf"^\W*(?:{_WHAT}|cu[aá]l)\s+{_IS}\s+{_THE}\s+(?:{_AMOUNTS}|objetivo|fin)\b", re.IGNORECASE
    ),
    meaning=any_of("definición", "significado", "término", "palabra"),
    defines_after=_DEFINES_AFTER,
    defines_before=_DEFINES_BEFORE,
    asks_several=re.compile(
        rf"^\W*(?:c[oó]mo\b|{_WHAT} (?:hay que|tengo que|debo|se debe|hace falta|necesito"
        rf"|contienen?|incluyen?|trae)\b"
        rf"|{_WHAT} \w+[aeo]s\b|cu[aá]les\b|enumer[ae]\b|list[ae]\b)|\b(?:pasos?|instrucciones)\b",
        re.IGNORECASE,
    ),
    asks_steps=re.compile(
        r"^\W*c[oó]mo (?:se|puedo|puede|debo|debe|hay que|hago|\w+o)\b|\b(?:pasos?"
        r"|instrucciones)\b",
        re.IGNORECASE,
    ),
    asks_how=begins(r"c[oó]mo (?:se|me|puedo|puede|debo|debe|hay que|hago)"),
    asks_value=begins(
        r"(?:a |de |por |hasta |en )?(?:cu[aá]nt[oa]s?|cu[aá]l(?:es)?|cu[aá]ndo|qui[eé]n(?:es)?"
        r"|qu[eé])"
    ),
    measures=frozenset(
        """
        cuánto cuánta cuántos cuántas tiempo lejos alto largo ancho precio coste cuesta cuestan
        costará costarán costó costado asciende
        """.split()
    ),
    asking=ASKING[LANGUAGE.code],
    how=any_of("cuánto tiempo", "cuánt[oa]s?", "con qué frecuencia"),
    beside=re.compile(
        r"\b(?:después de|antes de|desde|hasta|entre|a partir de)\s(?:[\w,.]+\s){0,3}?"
        rf"(?:\d{{4}}\b|{month_pattern(LANGUAGE)}|{one_of(LANGUAGE.weekdays)})",
        re.IGNORECASE,
    ),
    prepositions=frozenset("a al en de del para por desde hasta con".split()),
    placed=re.compile(
        r"\b(?:en|a|al|de|del|desde|hasta|hacia|por|cerca de)\s+(?:(?:el|la|los|las)\s+)?$",
        re.IGNORECASE,
    ),
    number=number_pattern(
        LANGUAGE,
        "por ciento",
        "metros? cuadrados?",
        "kilómetros?",
        "metros?",
        "litros?",
        "kilos?",
        "kilogramos?",
        "toneladas?",
        "votos?",
        "habitantes?",
        "vecinos?",
        "personas?",
        "socios?",
        "horas?",
        "minutos?",
        "días?",
        "semanas?",
        "mes(?:es)?",
        "años?",
        "mensualidades?",
        "céntimos?",
        "grados?",
        "páginas?",
    ),
    lasting=duration_pattern(
        LANGUAGE,
        "segundos?",
        "minutos?",
        "horas?",
        "días?",
        "semanas?",
        "mes(?:es)?",
        "años?",
        about="unos|unas|cerca de|casi|más de|al menos|como máximo",
    ),
    clock=re.compile(
        r"\b(?:a )?las? (?:\d{1,2}(?:[:.]\d{2})?|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve"
        r"|diez|once|doce)\b"
        r"(?:\s(?:horas|de la (?:mañana|tarde|noche)))?|\b\d{1,2}[:.]\d{2}\b"
        rf"|\b(?:{one_of(LANGUAGE.weekdays)})s?\b",
        re.IGNORECASE,
    ),
    dates=date_pattern(LANGUAGE),
    money=re.compile(r"[€$£]|\b(?:euros?|céntimos?|dólares|dólar|pesos?)\b", re.IGNORECASE),
    costs=re.compile(
        r"\b(?:cuest\w+|cost\w+|precios?|tarifas?|importe|alquiler|renta|pag\w+|cuota|sueldo"
        r"|salario|multa"
        r"|fianza|vale|asciende)\b",
        re.IGNORECASE,
    ),
    how_long=any_of(
        "cu[aá]nto tiempo", "cu[aá]nto (?:dura|tarda)n?", "qu[eé] (?:edad|plazo|duración)"
    ),
    reasons=re.compile(
        r"\b(?:porque|ya que|puesto que|dado que|debido a|a causa de|para que)\b[^.;]*",
        re.IGNORECASE,
    ),
)
