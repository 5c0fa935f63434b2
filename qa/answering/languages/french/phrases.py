"""How questions and answers are worded in French."""

import re
from collections.abc import Mapping

from corpus.language import FRENCH as LANGUAGE
from qa.answering.languages.french.about_documents import FRENCH as ABOUT
from qa.answering.languages.french.parts import FRENCH as PARTS
from qa.answering.languages.french.replies import FRENCH as REPLIES
from qa.answering.languages.french.turns import FRENCH as TURNS
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

_WHICH = r"quel(?:le)?s?"
_AMOUNTS = (
    "nombre chiffre prix coût montant tarif loyer salaire taux pourcentage part somme hauteur "
    "longueur "
    "largeur profondeur taille superficie surface poids température âge vitesse distance capacité "
    "durée "
    "budget cotisation amende population délai préavis altitude"
).replace(" ", "|")
_ROLES = (
    "personnes? hommes? femmes? auteure?s? directeur directrice président présidente ministre "
    "maire chef "
    "médecin juge avocate? professeure? architecte ingénieure? fondateur fondatrice responsable "
    "candidate? "
    "propriétaire locataire entraîneur témoin artiste journaliste secrétaire trésorier trésorière"
).replace(" ", "|")
_PLACES = (
    "ville pays village région lieu endroit rue adresse bâtiment salle gare port île quartier "
    "commune "
    "département étage pièce"
).replace(" ", "|")
_IS = r"(?:est|sont|était|étaient|sera|seront)"
_THE = r"(?:le |la |les |l['’]|son |sa |ses |leur |leurs |un |une )"

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "time",
        any_of(
            "quand",
            "combien de temps",
            rf"{_WHICH} (?:année|date|jour|mois|heure|siècle|moment|époque|saison|semaine"
            rf"|période)s?",
            rf"{_WHICH} {_IS} {_THE}(?:\w+ )?(?:date|jour|échéance)",
        ),
    ),
    (
        "number",
        any_of(
            "combien",
            rf"{_WHICH} (?:\w+ )?(?:{_AMOUNTS})",
            rf"{_WHICH} {_IS} {_THE}(?:\w+ ){{0,2}}?(?:{_AMOUNTS})",
        ),
    ),
    (
        "person",
        any_of(
            "qui",
            rf"{_WHICH} (?:{_ROLES})",
            rf"{_WHICH} {_IS} {_THE}nom d[eu]s? (?:la |l['’])?(?:{_ROLES})",
        ),
    ),
    (
        "place",
        any_of(
            "où", rf"{_WHICH} (?:{_PLACES})", rf"{_WHICH} {_IS} {_THE}(?:\w+ )?(?:adresse|lieu)"
        ),
    ),
    (
        "reason",
        any_of(
            "pourquoi",
            rf"{_WHICH} (?:raison|motif|cause)s?",
            rf"{_WHICH} {_IS} {_THE}(?:raison|motif|cause)s?",
        ),
    ),
)

_LARGE = r"[A-ZÀ-ÖØ-ÞŒ][\w’'-]*"
_NAME = rf"(?<!^)(?<![.!?«“\"] )\b{_LARGE}"
_HELD: Mapping[Kind, re.Pattern[str]] = {
    "time": time_pattern(
        LANGUAGE,
        "printemps",
        "été(?= \\d| dernier| prochain)",
        "automne",
        "hiver",
        "midi",
        "minuit",
        "aujourd['’]hui",
        "hier",
        "demain",
        r"\d{1,2} ?h(?:eures?)?(?: ?\d{2})?",
        r"\w+ (?:secondes?|minutes?|heures?|jours?|semaines?|mois|ans?|années?|siècles?)",
        "matin",
        "soir",
        "après-midi",
    ),
    "number": number_held(LANGUAGE),
    "person": re.compile(rf"\b(?:M\.|Mme|Mlle|MM\.|Dr|Me)\s|{_NAME}"),
    "place": re.compile(
        r"(?i:\b(?:dans|devant|derrière|sous|sur|chez|entre|près d|à côté d|en face d|au bout d"
        r"|au-dessus d"
        r"|au-dessous d|au fond d|à l['’]|rue|avenue|place|salle|boulevard)\b)"
        rf"|\b(?i:à|au|aux|en|de|du|des)\s+(?:la\s+|l['’])?{_LARGE}|{_NAME}"
    ),
    "reason": any_of(
        "parce qu['’e]?",
        "car",
        "puisqu['’e]?",
        "en raison d",
        r"à cause d\w*",
        "faute de",
        "grâce à",
        "afin (?:de|que|d)",
        "pour que",
        "c['’]est pourquoi",
        r"(?:est|sont) dus?e?s? à",
        "donc",
        "suite à",
        "à la suite d",
        r"raisons?",
        r"causes?",
        r"provoqu\w+",
        r"entraîn\w+",
        "ainsi",
        "sous peine",
        "pour (?:se |s['’]|ne pas )?\\w+(?:er|ir|re|oir)",
    ),
}

_A = (
    r"(?:le\s+|la\s+|les\s+|l['’]\s*|un\s+|une\s+|des\s+|du\s+)?"
    r"(?:(?:mot|terme|sigle|abréviation|acronyme|expression)\s+)?"
)
_TERM = r"[«“\"']?\s?(?P<term>\w[\w'’&./+-]*(?:\s+[\w'’&./+-]+){0,4}?)\s?[»”\"']?"
_TERMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*qu['’]est[- ]ce\s+(?:que\s+c['’]est\s+que\s+|que\s+|qu['’]\s*){_A}{_TERM}\W*$",
        rf"^\W*(?:que|qu['’]est[- ]ce\s+que)\s+(?:signifie(?:nt)?|désigne(?:nt)?|veut\s+dire"
        rf"|veulent\s+dire)"
        rf"\s+{_A}{_TERM}\W*$",
        rf"^\W*qu['’](?:entend-on|appelle-t-on)\s+(?:par\s+)?{_A}{_TERM}\W*$",
        rf"^\W*c['’]est\s+quoi,?\s+{_A}{_TERM}\W*$",
        rf"^\W*(?:définition|signification|sens)\s+(?:de\s+|du\s+|d['’]){_A}{_TERM}\W*$",
        rf"^\W*quelle\s+est\s+la\s+(?:définition|signification)\s+(?:de\s+|du\s+"
        rf"|d['’]){_A}{_TERM}\W*$",
    )
)
_DEFINES_AFTER = (
    r"(?:\s*\([^)]*\))?\s?[»”\"']?\s*(?:"
    r"(?:est|sont|était|étaient)\s+(?:un|une|le|la|les|l['’]|des|du|ce|celui|celle|tout"
    r"|toute)(?:\b|(?<=['’]))"
    r"|(?:signifie\w*|désigne\w*|correspond\w*|consiste\w*|comprend\w*|veut\s+dire)\b"
    r"|;\s(?:signification|sens|explication|définition):|[–—:=|]|\s-\s|,\s+(?:un|une|le|la|l['’]|soit|ou|c['’]est-à-dire)|\(\s*[^)]{4,}\))"
)
_DEFINES_BEFORE = (
    r"(?:\bentend\w*\s+par|\bpar|\bappel\w+|\bnomm\w+|\bdit\w*|\bqualifi\w+\s+de"
    r"|\bdéfini\w*\s+comme|\bterme"
    r"|\()\s*(?:le\s+|la\s+|les\s+|l['’]|un\s+|une\s+)?[«“\"']?\s?"
)

FRENCH = Phrases(
    language=LANGUAGE,
    replies=REPLIES,
    about=ABOUT,
    parts=PARTS,
    turns=TURNS,
    is_read=False,
    names_large=True,
    question_word=re.compile(
        r"\b(?:combien|quand|pourquoi|où|quel(?:le)?s?|lequel|laquelle|lesquel(?:le)?s|comment"
        r"|(?<!ce )(?<!est-ce )qui|quoi|qu['’]est|que)\b",
        re.IGNORECASE,
    ),
    kinds=_KINDS,
    held=_HELD,
    asks_condition=begins(
        "(?:et |mais )?quand (?:est|sont|peut|peuvent|doit|doivent|faut|puis|dois)"
    ),
    gives_condition=any_of(
        "si", "s['’]ils?", "lorsqu['’e]?", "dès que", "sauf", "à condition", "en cas d", "à moins"
    ),
    yes_or_no=re.compile(
        r"^(?!\W*(?:que|qui)\b)(?!.*\b(?:combien|quand|pourquoi|où|quel(?:le)?s?|comment)\b)"
        r"\W*(?:est-ce qu|[^?]{0,80}?-(?:t-)?(?:ils?|elles?|on|je|vous|nous|tu|ce)\b)",
        re.IGNORECASE,
    ),
    asks_not=re.compile(
        r"^(?!\W*(?:pourquoi|comment|quand|que (?:se passe|faire|faut))\b).*"
        r"\b(?:pas(?! seulement)|jamais|n(?:e\s|['’])(?:[\w'’-]+\s){1,3}?"
        r"(?:plus|aucune?|rien|personne))\b",
        re.IGNORECASE | re.DOTALL,
    ),
    says_not=any_of(
        "ne",
        "n",
        "pas",
        "jamais",
        "aucune?",
        "rien",
        "personne",
        "sans",
        "ni",
        "non",
        "sauf",
        r"interdi\w+",
        r"refus\w+",
        r"rejet\w+",
        r"exclu\w*",
        r"abandonn\w+",
        r"annul\w+",
        r"manqu\w+",
        r"impossib\w+",
        r"dispens\w+",
        r"exempt\w+",
        "contre",
        "au lieu",
        "plutôt que",
        "seulement",
        "mais",
        "cependant",
        "malgré",
        r"absen\w+",
        r"empêch\w+",
        r"renonc\w+",
        "faute de",
    ),
    terms=_TERMS,
    no_terms=frozenset("ce cela ça il elle qui que passe".split()),
    stands_for=any_of("sigle", "abréviation", "acronyme", "veut dire", "signifie"),
    definite=re.compile(
        rf"^\W*qu['’]est[- ]ce\s+que\s+{_THE}(?:{_AMOUNTS}|but|objectif|rôle)\b", re.IGNORECASE
    ),
    meaning=any_of("définition", "signification", "sens", "terme", "mot"),
    defines_after=_DEFINES_AFTER,
    defines_before=_DEFINES_BEFORE,
    asks_several=re.compile(
        r"^\W*(?:comment\b|que (?:faut-il|dois-je|doit-on|faire|contient)\b"
        r"|qu['’]est-ce qu['’e]\s*(?:il faut|on doit"
        r"|je dois)|quel(?:le)?s (?:sont\b|[\w'’-]+)|citez\b|énumérez\b|listez\b)|\b(?:étapes?"
        r"|instructions?)\b",
        re.IGNORECASE,
    ),
    asks_steps=re.compile(
        r"^\W*(?:comment (?:faire|faut-il|puis-je|peut-on|doit-on|dois-je|\w+er|\w+ir)\b"
        r"|que faire\b)"
        r"|\b(?:étapes?|instructions?)\b",
        re.IGNORECASE,
    ),
    asks_how=begins(r"comment (?:faire|faut-il|puis-je|peut-on|doit-on|dois-je|\w+er|\w+ir)"),
    asks_value=begins(
        r"(?:à |de |pour |jusqu['’]à )?(?:combien|quel(?:le)?s?|quand|qui|que|qu['’]est-ce qu[ei]?)"
    ),
    measures=frozenset(
        """
        combien long longtemps haut grand gros loin large lourd vieux prix coût coûts coûte
        coûtent coûtera coûteront coûté coûtait temps
        """.split()
    ),
    asking=ASKING[LANGUAGE.code],
    how=any_of("combien de temps", "combien", "quel âge"),
    beside=re.compile(
        r"\b(?:après|avant|depuis|jusqu['’](?:à|en|au)|entre|dès)\s(?:[\w,.]+\s){0,3}?"
        rf"(?:\d{{4}}\b|{month_pattern(LANGUAGE)}|{one_of(LANGUAGE.weekdays)})",
        re.IGNORECASE,
    ),
    prepositions=frozenset("à au aux en de du des dans chez pour par près sur".split()),
    placed=re.compile(
        r"\b(?:à|au|aux|en|dans|de|du|des|chez|près de|vers|sur)\s+(?:la\s+|l['’])?$", re.I
    ),
    number=number_pattern(
        LANGUAGE,
        "pour cent",
        "mètres? carrés?",
        "kilomètres?",
        "mètres?",
        "millimètres?",
        "litres?",
        "kilos?",
        "kilogrammes?",
        "tonnes?",
        "voix",
        "habitants?",
        "personnes?",
        "membres?",
        "signes",
        "heures?",
        "minutes?",
        "jours?",
        "semaines?",
        "mois",
        "ans?",
        "années?",
        "centimes?",
        "degrés?",
        "pages?",
    ),
    lasting=duration_pattern(
        LANGUAGE,
        "secondes?",
        "minutes?",
        "heures?",
        "jours?",
        "semaines?",
        "mois",
        "ans?",
        "années?",
        about="environ|près de|presque|plus de|au moins|au plus",
    ),
    clock=re.compile(
        r"\b\d{1,2}\s?(?:h(?:eures?)?)(?:\s?\d{2})?\b|\b\d{1,2}:\d{2}\b"
        rf"|\b(?:{one_of(LANGUAGE.weekdays)})s?\b",
        re.IGNORECASE,
    ),
    dates=date_pattern(LANGUAGE),
    money=re.compile(r"[€$£]|\b(?:euros?|centimes?|dollars?|francs?)\b", re.IGNORECASE),
    costs=re.compile(
        r"\b(?:coût\w*|prix|tarifs?|montant|loyer|pay\w+|cotisation|salaire|amende|vaut|valoir"
        r"|caution"
        r"|élève)\b",
        re.IGNORECASE,
    ),
    how_long=any_of(
        "combien de temps",
        "quelle (?:est la )?durée",
        "quel (?:est le )?(?:délai|préavis)",
        "quel âge",
    ),
    reasons=re.compile(
        r"\b(?:parce qu['’e]|car\b|puisqu['’e]|en raison d|à cause d|faute d|afin d"
        r"|pour que)[^.;]*",
        re.IGNORECASE,
    ),
)
