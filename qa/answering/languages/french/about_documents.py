"""How questions about a document itself are worded in French, and the lines that answer them."""

import re

from qa.answering.languages.about_documents import (
    JOINED,
    AboutDocuments,
    behind,
    named,
    patterns,
    titled,
)

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
    named=named(
        r"(?:(?:de |dans |à |sur )?(?:(?:le|la|ce|cet|cette|un|une|son|sa)\s|l['’])|(?:du|au)\s)",
        _ECRIT,
    ),
    relates=re.compile(
        r"^\W*(?:sur|concernant|à propos d|au sujet d|intitulée?|de|du|des|d)\b['’]?"
        r"(?:\s*(?:(?:le|la|les|du|des|de)\b|l['’]))*",
        re.IGNORECASE,
    ),
    mail=re.compile(r"\b(?:e-?mails?|mails?|courriels?|messages?)\b", re.IGNORECASE),
    asked=patterns(
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
    titled=titled(_ECRIT, "est|a été"),
    behind=behind("et le à pour de du avec"),
    tells=frozenset(
        "le la les un une ce cette il elle ils elles nous vous qui que est sont était ont a été"
        " sera peut doit ne pas".split()
    ),
    joins=frozenset(f"et le à pour de du des avec en au {JOINED}".split()),
    no_names=frozenset("aujourd'hui hier demain midi minuit maintenant".split()),
    seasons=frozenset("printemps été automne hiver noël pâques".split()),
    gist=patterns(
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
