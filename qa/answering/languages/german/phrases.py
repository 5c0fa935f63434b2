"""How questions and answers are worded in German."""

import re
from collections.abc import Mapping

from corpus.language import GERMAN as LANGUAGE
from qa.answering.languages.german.about_documents import GERMAN as ABOUT
from qa.answering.languages.german.parts import GERMAN as PARTS
from qa.answering.languages.german.replies import GERMAN as REPLIES
from qa.answering.languages.german.turns import GERMAN as TURNS
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

_AMOUNTS = (
    "anzahl zahl preis kosten gebühr beitrag betrag miete kaution anteil summe höhe länge breite "
    "tiefe größe fläche gewicht temperatur alter einkommen umsatz gewinn gehalt quote rate strafe "
    "frist dauer einwohnerzahl prozentsatz geschwindigkeit entfernung"
).replace(" ", "|")
_ROLES = (
    r"person|leute|frau|mann|\w*(?:leiter|direktor|präsident|minister|sprecher|vorsitzende|autor"
    r"|meister|architekt|lehrer|arzt|richter|anwalt|inhaber|eigentümer|besitzer|gründer|trainer"
    r"|geschäftsführer|vertreter|partner|verfasser|mitarbeiter|künstler|kandidat)(?:in|s|n|r"
    r"|innen)?"
)
_PLACES = (
    r"ort|orte|stadt|städte|land|ländern?|gemeinde|dorf|region|straße|adresse|gebäude|raum|saal"
    r"|zimmer"
    r"|haus|halle|stadtteil|bezirk|bahnhof|hafen|insel|kirche|museum"
)
_WHICH = r"welche[rsnm]?"
_IS = r"(?:ist|sind|war|waren|wird|werden)"
_THE = r"(?:der|die|das|den|dem|ein|eine|sein|seine|ihr|ihre|unser|unsere)"

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "time",
        any_of(
            "wann",
            "um wie ?viel uhr",
            "wie lange",
            "wie bald",
            rf"{_WHICH} (?:jahr|jahre|jahres|tag|tage|tagen|datum|monat|monate|uhrzeit|zeit|woche"
            r"|wochentag|jahrhundert|jahrzehnt|termin|zeitraum|stunde)",
            rf"was {_IS} {_THE} (?:\w+ )?(?:datum|termin|stichtag)",
        ),
    ),
    (
        "number",
        any_of(
            r"wie ?viele?[rnsm]?",
            "wie (?:hoch|groß|lang|weit|breit|tief|schwer|alt|teuer|oft|häufig|schnell|dick|stark)",
            rf"{_WHICH} (?:\w+ )?(?:{_AMOUNTS})",
            rf"was {_IS} {_THE} (?:\w+ ){{0,2}}?(?:{_AMOUNTS})",
            r"was kostet(?:e|en)?",
        ),
    ),
    (
        "person",
        any_of("wer", "wem", "wen", "wessen", rf"{_WHICH} (?:\w+ )?(?:{_ROLES})"),
    ),
    (
        "place",
        any_of(
            "wo",
            "wohin",
            "woher",
            rf"{_WHICH} (?:\w+ )?(?:{_PLACES})",
            rf"(?:wie|was) (?:lautet|{_IS}) {_THE} (?:\w+ )?(?:adresse|anschrift)",
        ),
    ),
    (
        "reason",
        any_of(
            "warum",
            "weshalb",
            "wieso",
            "weswegen",
            rf"{_WHICH} (?:\w+ )?gr(?:u|ü)nde?n?",
            rf"was {_IS} {_THE} (?:\w+ )?(?:grund|ursache)",
            "wodurch",
        ),
    ),
)

_LARGE = r"[A-ZÄÖÜ][\w’'-]*"
_IN = (
    "in|im|am|an|auf|bei|beim|nach|aus|von|vom|neben|hinter|vor|vorm|unter|über|zwischen"
    "|gegenüber|entlang"
    "|zu|zum|zur"
)
_HELD: Mapping[Kind, re.Pattern[str]] = {
    "time": time_pattern(
        LANGUAGE,
        "frühling",
        "frühjahr",
        "sommer",
        "herbst",
        "winter",
        "mittags?",
        "mitternacht",
        "heute",
        "gestern",
        "morgen",
        r"\d{1,2} uhr",
        r"\w+ (?:sekunden?|minuten?|stunden?|tage[ns]?|wochen?|monate[ns]?|jahre?[ns]?)",
        "nachts?",
        "abends?",
        "vormittags?",
        "nachmittags?",
    ),
    "number": number_held(LANGUAGE),
    "person": re.compile(
        rf"\b(?:Herrn?|Frau|Dr\.|Prof\.)\s"
        rf"|\b(?!(?i:{one_of(LANGUAGE.stop_words)})\b){_LARGE}"
        rf" (?:von |van |de |zu )?{_LARGE}"
        r"|\b[A-ZÄÖÜ]\w+(?:erin|orin|istin|antin|eurin|leiter|meister|inhaber|führer|sprecher"
        r"|vorsitzende[rn]?"
        r"|mieter|pächter|nehmer|geber|besitzer|verwaltung|vorstand|ausschuss|verein)\b"
    ),
    "place": re.compile(
        rf"\b(?i:{_IN})\s+(?:(?:dem|der|den|das|die|einem|einer|eine"
        rf"|einen)\s+)?(?:\w+en\s+)?{_LARGE}"
        r"|\b(?i:dort|draußen|drinnen|hier)\b"
    ),
    "reason": any_of(
        "weil",
        "da",
        "denn",
        "wegen",
        "aufgrund",
        "auf grund",
        "damit",
        "deshalb",
        "daher",
        "deswegen",
        "darum",
        "infolge",
        "somit",
        "nämlich",
        "sonst",
        "um .{1,60} zu",
        r"gr(?:u|ü)nde?n?",
        "ursachen?",
        r"ausgelöst",
        r"führte[n]? zu",
        "mangels",
        "zum schutz",
    ),
}

_A = (
    r"(?:(?:der|die|das|ein|eine|einem|einer|den|dem)\s+)?"
    r"(?:(?:abkürzung|begriff|wort|ausdruck)\s+)?"
)
_TERM = r"[„“\"'‚»]?(?P<term>\w[\w'’&./+-]*(?:\s+[\w'’&./+-]+){0,3}?)[”“\"'‘«]?"
_TERMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*was\s+(?:bedeutet|bedeuten|heißt|heißen|meint|bezeichnet)\s+{_A}{_TERM}\W*$",
        rf"^\W*was\s+(?:ist|sind|war|waren)\s+(?:eigentlich\s+)?{_A}{_TERM}\W*$",
        rf"^\W*was\s+(?:versteht\s+man|ist)\s+(?:hier\s+)?(?:unter|mit)\s+{_A}{_TERM}"
        r"(?:\s+gemeint)?\W*$",
        rf"^\W*(?:wofür|für\s+was)\s+(?:steht|stehen)\s+{_A}{_TERM}\W*$",
        rf"^\W*(?:definition|bedeutung)\s+(?:von|des|der)\s+{_A}{_TERM}\W*$",
    )
)
_DEFINES_AFTER = (
    r"(?:\s*\([^)]*\))?[”“\"'«]?(?:\s+im\s+Sinne\s[^.,;]{1,60}?)?\s*(?:"
    r"(?:ist|sind|war|waren|wird|werden)\s+(?:hier\s+)?(?:ein|eine|einer|der|die|das|den"
    r"|jede[rs]?|alle"
    r"|was|wenn|nur|solche|als|\w+e[sr]?)\b"
    r"|(?:bedeute[tn]|heißt|bezeichne[tn]|meint|umfass(?:t|en)|beträgt|steht\s+für|dien(?:t|en))\b"
    r"|;\s(?:bedeutung|erklärung|beschreibung):|[–—:=|]|\s-\s|,\s+(?:ein|eine|der|die|das|also|d\.\s?h\.)\b|\(\s*[^)]{4,}\))"
)
_DEFINES_BEFORE = (
    r"(?:\bunter|\bals|\bgenannt|\bsogenannte\w*|\bsog\.|\bheißt|\bheißen|\bnennt\s+man"
    r"|\bdefinier\w+|\bbegriff"
    r"|\()\s*(?:(?:der|die|das|dem|einem|einer|ein|eine)\s+)?[„“\"'»]?"
)

GERMAN = Phrases(
    language=LANGUAGE,
    replies=REPLIES,
    about=ABOUT,
    parts=PARTS,
    turns=TURNS,
    is_read=False,
    names_large=False,
    question_word=re.compile(
        r"\b(?:um wie ?viel uhr|wie ?viele?[rnsm]?|wann|wer|wem|wen|wessen|wohin|woher|wo|warum"
        r"|weshalb"
        r"|weswegen|wieso|wodurch|wie|was|welche[rsnm]?)\b",
        re.IGNORECASE,
    ),
    kinds=_KINDS,
    held=_HELD,
    asks_condition=begins("(?:und |aber )?wann (?:ist|sind|darf|kann|muss|müssen|soll|wird|gilt)"),
    gives_condition=any_of("wenn", "falls", "sofern", "sobald", "es sei denn", "außer", "soweit"),
    yes_or_no=begins(
        "ist|sind|war|waren|hat|haben|hatte|hatten|wird|werden|wurde|wurden|darf|dürfen|kann|können"
        "|konnte|muss|müssen|musste|soll|sollen|sollte|gibt es|gab es|braucht|brauche|gehört|gilt"
        "|bin"
        "|steht|bekommt|bekomme|ist es"
    ),
    asks_not=re.compile(
        r"^(?!\W*(?:warum|weshalb|wieso|wie|wann|wo|was (?:passiert|geschieht|gilt|tun))\b).*"
        r"\b(?:nicht(?! nur)|nie|niemals|keine?[nmrs]?|niemand(?:em|en)?)\b",
        re.IGNORECASE | re.DOTALL,
    ),
    says_not=any_of(
        "nicht",
        "nie",
        "niemals",
        r"keine?[nmrs]?",
        "niemand(?:em|en)?",
        "nichts",
        "ohne",
        "weder",
        "noch",
        "kaum",
        "außer",
        "statt",
        r"verb(?:ot|iet)\w*",
        r"untersag\w*",
        r"lehnt\w*",
        r"ablehn\w*",
        r"abgelehnt\w*",
        r"verzicht\w*",
        r"ausgenommen\w*",
        r"ausgeschlossen\w*",
        r"fehl\w+",
        r"unzulässig\w*",
        r"un\w{4,}",
        r"\w+los(?:e[nrsm]?)?",
        "nur",
        "aber",
        "jedoch",
        "trotz",
        "obwohl",
        r"verweiger\w*",
        r"entf(?:ä|a)ll\w*",
        r"gegen",
    ),
    terms=_TERMS,
    no_terms=frozenset("es das er sie dies los passiert geschehen zu".split()),
    stands_for=any_of("wofür steht", "für was steht", "abkürzung"),
    definite=re.compile(
        rf"^\W*was\s+{_IS}\s+{_THE}\s+(?:\w+\s+)*(?:{_AMOUNTS}|grund|ursache|ziel|zweck|aufgabe)\b",
        re.I,
    ),
    meaning=any_of("bedeutung", "definition", "begriff", "abkürzung"),
    defines_after=_DEFINES_AFTER,
    defines_before=_DEFINES_BEFORE,
    asks_several=re.compile(
        r"^\W*(?:wie (?:kann|muss|soll|sollte|darf) (?:ich|man)\b|wie (?:wird|werden|geht)\b"
        r"|was (?:muss|soll|sollte|kann|darf|müssen|sollen|brauche?) (?:ich|man|wir)\b"
        r"|was (?:brauche|braucht|enthält|gehört)\b|welche \w+|nenne\w*\b|wozu gehören\b"
        r"|was (?:sind|waren|gehört|gehören)\b)|\b(?:schritte?|anleitung)\b",
        re.IGNORECASE,
    ),
    asks_steps=re.compile(
        r"^\W*(?:wie (?:kann|muss|soll|sollte|darf) (?:ich|man)\b|wie (?:wird|werden|geht)\b)"
        r"|\b(?:schritte?|anleitung)\b",
        re.IGNORECASE,
    ),
    asks_how=begins("wie (?:kann|muss|soll|sollte|darf|bekomme|mache|werde|wird) (?:ich|man|wir)?"),
    asks_value=begins(
        "wie ?viele?[rnsm]?|wie \\w+|was|welche[rsnm]?|wann|bis wann|wer|um wie viel"
    ),
    measures=frozenset(
        """
        viel viele lang lange hoch groß weit breit tief schwer alt teuer oft kostet kosten
        kostete gekostet soll sollen
        """.split()
    ),
    asking=ASKING[LANGUAGE.code],
    how=any_of(
        "wie (?:lange|alt|weit|groß|hoch|tief|schnell|breit|schwer|dick|oft|häufig|teuer|viele?)"
    ),
    beside=re.compile(
        r"\b(?:nach|vor|seit|bis|ab|zwischen)\s(?:[\w,.]+\s){0,3}?"
        rf"(?:\d{{4}}\b|{month_pattern(LANGUAGE)}|{one_of(LANGUAGE.weekdays)})",
        re.IGNORECASE,
    ),
    prepositions=frozenset("in im am an auf bei beim von vom aus für nach zu zum zur".split()),
    placed=re.compile(rf"\b(?:{_IN})\s+(?:(?:dem|der|den|das|die)\s+)?$", re.IGNORECASE),
    number=number_pattern(
        LANGUAGE,
        "prozent",
        "quadratmeter",
        "kilometer",
        "meter",
        "liter",
        "kilo(?:gramm)?",
        "tonnen?",
        "kilowattstunden?",
        "stimmen",
        "haushalte",
        "personen",
        "mitglieder",
        r"\w+miete[n]?",
        "stunden?",
        "minuten?",
        "tage?",
        "wochen?",
        "monate?",
        "jahre?",
        "uhr",
        "cent",
        "grad",
    ),
    lasting=duration_pattern(
        LANGUAGE,
        "sekunden?",
        "minuten?",
        "stunden?",
        "tage?n?",
        "wochen?",
        "monate?n?",
        "jahre?n?",
        about="etwa|rund|ungefähr|fast|über|gut|knapp|mindestens|höchstens",
    ),
    clock=re.compile(
        r"\b\d{1,2}(?:[.:]\d{2})?\s?uhr\b|\b\d{1,2}:\d{2}\b"
        rf"|\b(?:{one_of(LANGUAGE.weekdays)})s?\b",
        re.IGNORECASE,
    ),
    dates=date_pattern(LANGUAGE),
    money=re.compile(r"[€$£]|\b(?:euro|eur|cent|dollar|franken|chf)\b", re.IGNORECASE),
    costs=re.compile(
        r"\b(?:kost\w+|preise?|gebühr\w*|beitrag\w*|miete|zahl\w+|bezahl\w+|teuer|kaution|gehalt"
        r"|strafe)\b",
        re.IGNORECASE,
    ),
    how_long=any_of("wie lange", "wie alt", "wie bald"),
    reasons=re.compile(
        r"\b(?:weil|denn|wegen|aufgrund|damit|infolge|da(?= [^.;]{5,}\b\w+(?:t|en|te"
        r"|ten)\b[.,;]))\b[^.;]*",
        re.IGNORECASE,
    ),
)
