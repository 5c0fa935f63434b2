"""How questions about a document itself are worded, and the lines that answer them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qa.answering.particles import PARTICLES


@dataclass(frozen=True, slots=True, eq=False)
class AboutDocuments:
    """How a language asks who wrote a document, when, and what it is about; one value of each.

    Questions come with their first letter small, and without marks at either end.

    Attributes:
        this: A document that is before one's eyes: "this", "the report".
        named: One that is told from others, with the groups `kind` and `of`.
        relates: What stands between a document and what it is about.
        mail: Words for a mail.
        asked: Questions for who or when, with the group `what` for the document. `did` is the
            verb of who, `on` of when, and `who` is whose document it is.
        like: The kind of line (a key of `bylines`) that such a verb asks for, if not "wrote".
        took: Verbs that ask for who took minutes, and only for that.
        minutes: Words for minutes.
        bylines: What stands before the name in a line that says who wrote, sent, edited it.
        titled: What stands before such words in the same line, where it only names the document.
        behind: What may stand behind a name in such a line.
        tells: Words of sentences, which no list of names, dates and offices has.
        joins: Small words that such a list may have.
        no_names: Words that are written where a name could be, and are times.
        seasons: Seasons and feasts.
        gist: Questions for what a document is about, with the group `what`.
        too_little: What means no document when its gist is asked for: "What is it about?".
    """

    this: re.Pattern[str]
    named: re.Pattern[str]
    relates: re.Pattern[str]
    mail: re.Pattern[str]
    asked: tuple[re.Pattern[str], ...]
    like: Mapping[str, str]
    took: frozenset[str]
    minutes: re.Pattern[str]
    bylines: Mapping[str, str]
    titled: re.Pattern[str]
    behind: re.Pattern[str]
    tells: frozenset[str]
    joins: frozenset[str]
    no_names: frozenset[str]
    seasons: frozenset[str]
    gist: tuple[re.Pattern[str], ...]
    too_little: frozenset[str]


_JOINED = " ".join(PARTICLES)
_BEHIND = r"\s*(?:$|[|·•–—;,.(<&/]|-\s|(?:{})\b)"


def _behind(joins: str) -> re.Pattern[str]:
    return re.compile(_BEHIND.format(joins.replace(" ", "|")), re.IGNORECASE)


def _titled(noun: str, verbs: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|.*\s){noun}(?:\s+(?:{verbs}))?\s*", re.IGNORECASE)


def _named(determiners: str, noun: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:{determiners})\s*(?P<kind>(?:\S+\s+){{0,5}}?){noun}\b(?P<of>.*)", re.IGNORECASE
    )


def _all(*patterns: str, flags: int = 0) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, flags) for pattern in patterns)


_NOUN = (
    r"(?:reports?|articles?|(?:web ?)?pages?|essays?|papers?|stud(?:y|ies)|documents?|texts?|books?"
    r"|(?:blog )?posts?|blogs?|stor(?:y|ies)|letters?|e-?mails?|mails?|messages?|memos?|notes?"
    r"|minutes|manuals?|faqs?|judge?ments?|contracts?|agreements?|reviews?|thesis|press releases?"
    r"|files?|newsletters?|summar(?:y|ies)|guides?|presentations?|transcripts?|piece|column)"
)

ENGLISH = AboutDocuments(
    this=re.compile(rf"(?:this|it|that|(?:this|that|the) {_NOUN})", re.IGNORECASE),
    named=_named(r"(?:the|this|that|an?|her|his|their)\s", _NOUN),
    relates=re.compile(
        r"^\W*(?:about|on|of|at|from|for|in|regarding|concerning|titled|called)\b", re.IGNORECASE
    ),
    mail=re.compile(r"\b(?:e-?mails?|mails?|messages?)\b", re.IGNORECASE),
    asked=_all(
        r"^who (?P<did>wrote|authored|compiled|edited|prepared|drafted|sent|e-?mailed|posted|took"
        r"|kept)\s+(?P<what>.+)$",
        r"^who (?:is|was|are|were) the (?P<did>author|writer|sender|editor)s? of (?P<what>.+)$",
        r"^(?:by whom|who) (?:is|was|were) (?P<what>.+?) (?P<did>written|sent|compiled)(?: by)?$",
        r"^who (?:is|was) (?P<what>.+?) (?P<did>from|by)$",
        r"^when (?:was|were) (?P<what>.+?) (?P<on>published|written|sent|posted|released|issued"
        r"|dated)$",
        r"^when did (?P<who>.+?) (?P<on>send|write|publish|post|e-?mail|release|issue)"
        r" (?P<what>.+)$",
        r"^(?:what (?:is|was) )?the (?P<on>(?:publication )?date) of (?P<what>.+)$",
    ),
    like={
        "editor": "edited", "sender": "sent", "emailed": "sent", "e-mailed": "sent",
        "from": "sent", "compiled": "compiled", "edited": "edited", "prepared": "prepared",
        "sent": "sent",
    },
    took=frozenset({"took", "kept"}),
    minutes=re.compile(r"\bminutes\b|\bnotes\b", re.IGNORECASE),
    bylines={
        "minutes": r"\bminutes(?: taken)?(?: by\b|\s*:)",
        "compiled": r"\bcompiled by\b",
        "edited": r"\bedit(?:ed by\b|ors?\s*:)",
        "prepared": r"\bprepared by\b",
        "sent": r"^from\s*:",
        "wrote": r"(?:^|[|·•–—]\s*|\s-\s+)(?:(?:written |posted |words |story |text )?by\b:?"
        r"|authors?\s*:|from\s*:)",
    },
    titled=_titled(_NOUN, "is|was|were|are"),
    behind=_behind("and on for at in from with"),
    tells=frozenset(
        "the a an this that these those he she it they we you there who which is are was were be"
        " been has have had do does did will would shall should can could may might must not"
        .split()
    ),
    joins=frozenset(f"and on for at in from with of by {_JOINED}".split()),
    no_names=frozenset("today yesterday tomorrow noon midnight now then".split()),
    seasons=frozenset("spring summer autumn fall winter christmas easter".split()),
    gist=_all(
        r"^what (?:is|are|was|were) (?P<what>.+?) (?:all )?about$",
        r"^what (?:is|are) the (?:main )?(?:topic|subject|gist|point|content)s? of (?P<what>.+)$",
        r"^(?:please )?(?:summari[sz]e|sum up|describe) (?P<what>.+)$",
        r"^what does (?P<what>.+?) (?:say|cover|deal with|describe|discuss)$",
    ),
    too_little=frozenset({"it", "that"}),
)  # fmt: skip

_TEXT = (
    r"(?:(?:[\w-]*?)(?:bericht|artikel|beitrag|schreiben|brief|mail|dokument|vertrag|protokoll"
    r"|niederschrift|anleitung|mitteilung|meldung|aufsatz|studie|gutachten|urteil|buch|seite"
    r"|notiz|rundschreiben|zusammenfassung|leitfaden|newsletter|text|datei|vermerk|rezension)"
    r"(?:e?s|en?|er)?)"
)

GERMAN = AboutDocuments(
    this=re.compile(
        rf"(?:das|dies|es|(?:(?:von|in|aus) )?(?:diese[rsmn]?|der|die|das|dem|den|des) {_TEXT}"
        rf"|(?:im|vom) {_TEXT})",
        re.IGNORECASE,
    ),
    named=_named(
        r"(?:(?:vom|im|zum|beim)\s|(?:(?:von|in|aus|auf|mit)\s+)?(?:der|die|das|dem|den|des|diese[rsmn]?"
        r"|eine?[rsmn]?|seine?[rsmn]?|ihre?[rsmn]?)\s)",
        _TEXT,
    ),
    relates=re.compile(
        r"^\W*(?:über|von|vom|zu|zum|zur|aus|für|an|mit|betreffend|namens)\b(?:\s+(?:die|der|das"
        r"|den|dem)\b)?",
        re.IGNORECASE,
    ),
    mail=re.compile(r"\b(?:e-?)?mails?\b|\bnachricht\b", re.IGNORECASE),
    asked=_all(
        r"^wer (?:hat|hatte) (?P<what>.+?) (?P<did>geschrieben|verfasst|erstellt|gesendet"
        r"|geschickt|verschickt|geführt|herausgegeben)$",
        r"^wer (?P<did>schrieb|verfasste|erstellte|schickte|sendete|führte) (?P<what>.+)$",
        r"^wer (?:ist|war|sind|waren) (?:der|die) (?P<did>autor|verfasser|absender|herausgeber)"
        r"(?:in|s|innen|en)? (?P<what>(?:von |des |der |dieses |dieser ).+)$",
        r"^von wem (?:ist|war|stammt|wurde) (?P<what>.+?)(?P<did> geschrieben| verfasst| gesendet"
        r"| geschickt)?$",
        r"^wann (?:wurde|ist|war) (?P<what>.+?) (?P<on>veröffentlicht|geschrieben|verfasst"
        r"|gesendet|verschickt|erschienen|datiert|herausgegeben)(?: worden)?$",
        r"^wann (?:erschien|erscheint) (?P<what>(?P<on>).+)$",
        r"^wann hat (?P<who>.+?) (?P<what>(?:den|die|das|diese[ns]?) .+?) (?P<on>geschrieben"
        r"|verfasst|veröffentlicht|geschickt|gesendet)$",
        r"^von wann (?:ist|stammt) (?P<what>(?P<on>).+)$",
        flags=re.IGNORECASE,
    ),
    like={
        "absender": "sent", "gesendet": "sent", "geschickt": "sent", "verschickt": "sent",
        "schickte": "sent", "sendete": "sent", "herausgeber": "edited", "herausgegeben": "edited",
    },
    took=frozenset({"führte", "geführt"}),
    minutes=re.compile(r"protokoll|niederschrift", re.IGNORECASE),
    bylines={
        "minutes": r"\b(?:protokoll(?:führung|führer(?:in)?|ant(?:in)?)?|niederschrift"
        r"|schriftführ\w+)\s*(?::|von\b)",
        "edited": r"\bherausge(?:geben von|ber(?:in)?\s*:)",
        "sent": r"^von\s*:",
        "wrote": r"(?:^|[|·•–—]\s*|\s-\s+)(?:(?:geschrieben |verfasst |text |ein beitrag )?von\b:?"
        r"|(?:autor|verfasser)(?:in|en|innen)?\s*:|text\s*:)",
    },
    titled=_titled(_TEXT, "ist|war|wurde"),
    behind=_behind("und am im in für bei aus mit"),
    tells=frozenset(
        "der die das den dem ein eine er sie es wir ihr ist sind war waren hat haben hatte wird"
        " werden wurde wurden kann soll muss nicht dass wenn weil".split()
    ),
    joins=frozenset(f"und am im in für bei aus mit vom zu {_JOINED}".split()),
    no_names=frozenset("heute gestern morgen mittag mitternacht jetzt dann".split()),
    seasons=frozenset("frühling frühjahr sommer herbst winter weihnachten ostern".split()),
    gist=_all(
        r"^(?:worum|um was) (?:geht|ging|handelt) (?:es|es sich)(?: eigentlich)? (?:in|bei)"
        r" (?P<what>.+)$",
        r"^(?:worum|um was) (?:geht|ging) (?:es|es sich)(?: eigentlich)? (?P<what>im .+)$",
        r"^(?:wovon|von was) (?:handelt|spricht) (?P<what>.+)$",
        r"^was (?:ist|war) (?:das thema|der inhalt|der gegenstand) (?P<what>.+)$",
        r"^(?:fasse?|fassen sie) (?:bitte )?(?P<what>.+?) (?:kurz )?zusammen$",
        r"^was steht (?P<what>(?:in|im) .+)$",
        flags=re.IGNORECASE,
    ),
    too_little=frozenset({"das", "es", "dies"}),
)  # fmt: skip

_ECRIT = (
    r"(?:rapports?|articles?|documents?|textes?|lettres?|courriers?|e-?mails?|mails?|messages?"
    r"|courriels?|comptes? rendus?|procès-verba(?:l|ux)|notices?|communiqués?|contrats?|études?"
    r"|livres?|pages?|notes?|résumés?|guides?|jugements?|billets?|essais?|mémoires?|fichiers?"
    r"|chroniques?|bulletins?)"
)

FRENCH = AboutDocuments(
    this=re.compile(
        rf"(?:ceci|cela|ça|(?:de |dans )?(?:ce|cet|cette|le|la|l['’]) ?{_ECRIT}"
        rf"|(?:du|au) {_ECRIT})",
        re.IGNORECASE,
    ),
    named=_named(
        r"(?:(?:de |dans |à |sur )?(?:(?:le|la|ce|cet|cette|un|une|son|sa)\s|l['’])|(?:du|au)\s)",
        _ECRIT,
    ),
    relates=re.compile(
        r"^\W*(?:sur|concernant|à propos d|au sujet d|intitulée?|de|du|des|d)\b['’]?"
        r"(?:\s*(?:(?:le|la|les|du|des|de)\b|l['’]))*",
        re.IGNORECASE,
    ),
    mail=re.compile(r"\b(?:e-?mails?|mails?|courriels?|messages?)\b", re.IGNORECASE),
    asked=_all(
        r"^qui a (?P<did>écrit|rédigé|envoyé|publié|signé|établi|tenu) (?P<what>.+)$",
        r"^qui (?:est|était|sont) (?:l['’]|les? |la )(?P<did>auteur|rédacteur|rédactrice"
        r"|expéditeur|expéditrice|signataire)e?s? (?P<what>(?:d|de|du|des)\b.+)$",
        r"^(?:de qui est|par qui (?:est|a été)) (?P<what>.+?)(?: (?P<did>écrite?|rédigée?"
        r"|envoyée?))?$",
        r"^quand (?P<what>.+?) (?:a|est|fut)(?:-t-(?:il|elle))? (?:été )?(?P<on>publiée?|écrite?"
        r"|rédigée?|envoyée?|parue?|datée?)$",
        r"^quand (?:a|est|fut) (?:été )?(?P<on>publiée?|écrite?|rédigée?|envoyée?|parue?|datée?)"
        r" (?P<what>.+)$",
        r"^de quand (?:date|est) (?P<what>(?P<on>).+)$",
        r"^quelle est la (?P<on>date)(?: de publication)? (?P<what>(?:d|de|du|des)\b.+)$",
        flags=re.IGNORECASE,
    ),
    like={
        "envoyé": "sent", "envoyée": "sent", "expéditeur": "sent", "expéditrice": "sent",
    },
    took=frozenset({"tenu"}),
    minutes=re.compile(r"compte rendu|procès-verbal", re.IGNORECASE),
    bylines={
        "minutes": r"\b(?:secrétaire(?: de séance)?|rapporteur)\s*:",
        "edited": r"\b(?:sous la direction de\b|éditeurs?\s*:)",
        "sent": r"^de\s*:",
        "wrote": r"(?:^|[|·•–—]\s*|\s-\s+)(?:(?:écrit |rédigé |texte |propos recueillis )?par\b:?"
        r"|aut(?:eur|rice)s?\s*:|texte\s*:)",
    },
    titled=_titled(_ECRIT, "est|a été"),
    behind=_behind("et le à pour de du avec"),
    tells=frozenset(
        "le la les un une ce cette il elle ils elles nous vous qui que est sont était ont a été"
        " sera peut doit ne pas".split()
    ),
    joins=frozenset(f"et le à pour de du des avec en au {_JOINED}".split()),
    no_names=frozenset("aujourd'hui hier demain midi minuit maintenant".split()),
    seasons=frozenset("printemps été automne hiver noël pâques".split()),
    gist=_all(
        r"^de quoi (?:parle|traite|est-il question dans|s['’]agit-il dans) (?P<what>.+)$",
        r"^de quoi (?P<what>.+?) (?:parle|traite)(?:-t-(?:il|elle))?$",
        r"^(?:quel est le (?:sujet|thème|contenu|propos)|quelle est la teneur)"
        r" (?P<what>(?:d|de|du|des)\b.+)$",
        r"^(?:résume[zr]?|résumer) (?P<what>.+)$",
        r"^que dit (?P<what>.+)$",
        flags=re.IGNORECASE,
    ),
    too_little=frozenset({"cela", "ça"}),
)  # fmt: skip

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
    named=_named(
        r"(?:(?:de |en |a |sobre )?(?:el|la|este|esta|ese|esa|un|una|su)|del|al)\s", _ESCRITO
    ),
    relates=re.compile(
        r"^\W*(?:sobre|acerca de|de|del|titulad[oa]|llamad[oa]|para)\b(?:\s+(?:el|la|los|las)\b)?",
        re.IGNORECASE,
    ),
    mail=re.compile(r"\b(?:e-?mails?|correos?|mensajes?)\b", re.IGNORECASE),
    asked=_all(
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
    titled=_titled(_ESCRITO, "es|fue"),
    behind=_behind("y el en para de del con"),
    tells=frozenset(
        "el la los las un una este esta él ella ellos que quien es son era fue ha han ser será"
        " puede debe no".split()
    ),
    joins=frozenset(f"y el en para de del con {_JOINED}".split()),
    no_names=frozenset("hoy ayer mañana mediodía medianoche ahora".split()),
    seasons=frozenset("primavera verano otoño invierno navidad".split()),
    gist=_all(
        r"^de qué (?:trata|habla|va) (?P<what>.+)$",
        r"^sobre qué (?:es|trata|va) (?P<what>.+)$",
        r"^cuál es el (?:tema|asunto|contenido) (?P<what>(?:de|del)\b.+)$",
        r"^(?:resume|resuma|resumir) (?P<what>.+)$",
        r"^qué dice (?P<what>.+)$",
        flags=re.IGNORECASE,
    ),
    too_little=frozenset({"eso"}),
)  # fmt: skip
