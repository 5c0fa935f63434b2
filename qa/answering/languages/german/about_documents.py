"""How questions about a document itself are worded in German, and the lines that answer them."""

import re

from qa.answering.languages.about_documents import (
    JOINED,
    AboutDocuments,
    behind,
    named,
    patterns,
    titled,
)

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
    named=named(
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
    asked=patterns(
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
    titled=titled(_TEXT, "ist|war|wurde"),
    behind=behind("und am im in für bei aus mit"),
    tells=frozenset(
        "der die das den dem ein eine er sie es wir ihr ist sind war waren hat haben hatte wird"
        " werden wurde wurden kann soll muss nicht dass wenn weil".split()
    ),
    joins=frozenset(f"und am im in für bei aus mit vom zu {JOINED}".split()),
    no_names=frozenset("heute gestern morgen mittag mitternacht jetzt dann".split()),
    seasons=frozenset("frühling frühjahr sommer herbst winter weihnachten ostern".split()),
    gist=patterns(
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
