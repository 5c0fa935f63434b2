"""How a turn of a conversation leans on the ones before it, as French words that."""

import re
from dataclasses import replace

from corpus.language import FRENCH as LANGUAGE
from qa.answering.languages.foreign_turns import OTHERS, YEAR, stems, times, turn, words

_A = (
    "à|au|aux|en|dans|sur|sous|pour|de|du|des|chez|par|avec|sans|avant|après|depuis|pendant|vers"
    "|entre"
)
_QUAND = r"(?:depuis |jusqu['’]à )?quand|où|pourquoi|comment|combien(?: de temps)?"

FRENCH = replace(
    OTHERS,
    language=LANGUAGE,
    pronoun=re.compile(
        r"(?<!-)\b(?:elles?|eux|lui|leurs?|celui-ci|celle-ci|ceux-ci|celles-ci)\b"
        r"|(?<!-)\bils?\b(?! y a\b)(?! faut\b)"
        # "Quand est-il fermé ?", but not "Quand le gîte est-il fermé ?"
        r"|^(?:(?!\b(?:les?|la|une?|ces?|cet|cette|des|du|son|sa|ses)\s|\bl['’]).)*?"
        r"-(?:t-)?(?:ils?|elles?)\b(?!-?\s?(?:y a|faut)\b)"
        r"|(?<=[a-zé] )l['’](?=(?:a|ont|est|avait)\b)"
        r"|\b(?:la|le|les) (?=\w+(?:-t)?-(?:il|elle|on|ils|elles)\b)",
        re.IGNORECASE,
    ),
    points_back=re.compile(
        r"\b(?:ceci|cela|ça|celui-là|celle-là|ce dernier|cette dernière|les deux|l['’]autre"
        r"|les autres|là-bas|alors|à la place)\b|\by (?=(?:a-t-|va|est|sont)\b(?!-il de))",
        re.IGNORECASE,
    ),
    continues=re.compile(
        r"^\W*(?:(?:et|mais|ou|donc|aussi|sinon|qu['’]en est-il d)\b"
        rf"|(?:{_QUAND}|qui|lequel|laquelle|pourquoi pas)\W*$)",
        re.IGNORECASE,
    ),
    defines=re.compile(r"^\W*(?:qu['’]est-ce qu|qui (?:est|sont|était)\b|que signifie)", re.I),
    clause=re.compile(
        r"[,;:.?!]|\b(?:et|ou|mais)\s+(?:qui|que|quand|où|comment|combien|pourquoi|il|elle|ils"
        r"|elles|est|a)\b",
        re.IGNORECASE,
    ),
    owning=frozenset({"leur", "leurs"}),
    own_noun=re.compile(r"^\W*(?:quel(?:le)?s?|combien de)\s+(\w+)", re.IGNORECASE),
    aspects=stems(
        "avantage inconvénient exemple raison cause effet sorte type étape différence résultat "
        "coût prix but rôle chose détail",
        LANGUAGE,
    ),
    prepositions=_A,
    places=frozenset("à au aux en dans sur chez".split()),
    article=r"(?:le|la|les|un|une|des|du)",
    articles=frozenset("le la les".split()),
    turn=turn("et|mais|ou|alors|donc|aussi", "(?:qu['’]en est-il )?(?:pour ce qui est )?", _A),
    marked=re.compile(r"^\W*(?:(?:et|mais|ou)\b|qu['’]en est-il\b)", re.IGNORECASE),
    no_filler=words(
        "qui que quoi quand où comment combien pourquoi quel quelle quels quelles est sont était a "
        "ont avait sera peut doit il elle ils elles on ce cela ça ceci là y autre autres plus non "
        "oui pas je tu nous vous le lui"
    ),
    times=times(
        LANGUAGE,
        rf"entre {YEAR} et {YEAR}|de {YEAR} à {YEAR}",
        "printemps|été|automne|hiver",
    ),
    spans=("entre ", "de "),
    within="en",
    bare=re.compile(rf"^\W*(?:(?:et|mais)\s+)?({_QUAND})\W*$", re.IGNORECASE),
    adverb=re.compile(
        rf"^\W*(?:{_QUAND})\s+(?=(?:a|ont|est|sont|était|avait|fut|dure|durent|coûte|doit|peut)\b)",
        re.IGNORECASE,
    ),
    why=re.compile(
        r"^\W*(?:(?:et|mais)\s+)?(?:pourquoi|pour quelle raison)(?: pas| cela| ça)?\W*$",
        re.IGNORECASE,
    ),
)
