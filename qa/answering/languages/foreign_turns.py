"""How turns lean on the ones before them in German, French and Spanish."""

import re
from dataclasses import replace

from corpus.language import FRENCH as FRENCH_LANGUAGE
from corpus.language import GERMAN as GERMAN_LANGUAGE
from corpus.language import SPANISH as SPANISH_LANGUAGE
from corpus.language import Language
from index.analysis import stems_of
from index.analysis.stemming import without_accents
from qa.answering.languages.patterns import date_pattern, month_pattern, one_of
from qa.answering.languages.turns import ENGLISH

_NEVER = re.compile(r"(?!)")
_YEAR = r"\b(?:1\d{3}|20\d{2})\b"

_OTHERS = replace(
    ENGLISH,
    subordinate=_NEVER,
    of_what=_NEVER,
    definite=_NEVER,
    last_verb=_NEVER,
    whole=_NEVER,
    # None by its length alone: how often short turns lean was measured in English only.
    few=0,
    little=0,
    cut=frozenset(),
    verbs=(),
    definition=_NEVER,
    copula=_NEVER,
    predicate=_NEVER,
    does=_NEVER,
    who_did=_NEVER,
    named=_NEVER,
    person=_NEVER,
    asks_for_name=_NEVER,
    placed=_NEVER,
    is_name=_NEVER,
)
"""What these languages do not have here: their pronouns do not tell persons from things."""


def _times(language: Language, spans: str, seasons: str) -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"(?:{spans})|{_YEAR}", re.IGNORECASE),
        date_pattern(language),
        re.compile(rf"\b{month_pattern(language)}(?!\w)", re.IGNORECASE),
        re.compile(rf"\b(?:{one_of(language.weekdays)})s?\b", re.IGNORECASE),
        re.compile(rf"\b(?:{seasons})\b", re.IGNORECASE),
    )


def _turn(and_: str, about: str, prepositions: str) -> re.Pattern[str]:
    return re.compile(
        rf"^\W*(?:(?:{and_})\b[\s,]+)*(?:(?:{about})\s+)?((?:{prepositions})\s+)?(.+?)[\s?.!]*$",
        re.IGNORECASE,
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(without_accents(text).split())


def _stems(text: str, language: Language) -> frozenset[str]:
    return frozenset(stems_of(text, language))


_BEI = (
    "in|im|am|an|auf|bei|beim|für|von|vom|mit|nach|zu|zum|zur|vor|seit|bis|um|unter|über|ab"
    "|während|ohne"
)
_WANN = r"(?:seit |bis |ab |von )?wann|wo|wohin|woher|warum|weshalb|wieso|wie"

GERMAN = replace(
    _OTHERS,
    language=GERMAN_LANGUAGE,
    pronoun=re.compile(
        r"\b(?:(?<![Gg]eht )(?<![Gg]ibt )(?<![Gg]ing )(?<![Gg]ab )es|er|ihn|ihm|sie|ihnen"
        r"|seine[rsmn]?|sein(?= [A-ZÄÖÜ])|ihre?[rsmn]?|deren|dessen)\b"
    ),
    points_back=re.compile(
        r"\b(?:diese[rsmn]?|jene[rsmn]?|davon|dafür|dagegen|damit|dabei|daran|darauf|darin|darüber"
        r"|dazu|dort|dorthin|damals|beide[rsmn]?|letztere[rsmn]?|stattdessen"
        r"|(?:der|die|das|den|dem) (?:andere|zweite|erste)[rsmn]?)\b|\bdas\W*$|^\W*das\b",
        re.IGNORECASE,
    ),
    continues=re.compile(
        r"^\W*(?:(?:und|aber|oder|also|auch|sonst|außerdem|was ist mit|wie ist es mit|was noch)\b"
        rf"|(?:{_WANN}|wer|wie viele?|wie lange|welche[rsnm]?|warum nicht|wieso nicht)\W*$)",
        re.IGNORECASE,
    ),
    defines=re.compile(r"^\W*(?:was|wer) (?:ist|sind|war|waren|bedeutet|heißt)\b", re.IGNORECASE),
    clause=re.compile(
        r"[,;:.?!]|\b(?:und|oder|aber)\s+(?:wer|was|wann|wo|wie|warum|ist|sind|hat|haben|wird|wurde"
        r"|kann|darf|muss|es|er|sie)\b",
        re.IGNORECASE,
    ),
    owning=frozenset("sein seine seiner seines seinem seinen ihr ihre ihrer ihres ihrem".split()),
    own_noun=re.compile(r"^\W*(?:welche[rsnm]?|wessen|wie viele?)\s+(\w+)", re.IGNORECASE),
    aspects=_stems(
        "vorteil nachteil beispiel grund ursache folge art weise schritt unterschied bedeutung "
        "ergebnis kosten zweck ziel rolle sache ding einzelheit",
        GERMAN_LANGUAGE,
    ),
    prepositions=_BEI,
    places=frozenset("in im an am auf bei beim".split()),
    article=r"(?:der|die|das|dem|den|des|eine[rsmn]?|ein)",
    articles=frozenset("der die das dem den".split()),
    turn=_turn(
        "und|aber|oder|also|auch|wie|ok|okay", "(?:was|wie) (?:ist|war|wäre)(?: es)? mit", _BEI
    ),
    marked=re.compile(
        r"^\W*(?:(?:und|aber|oder)\b|(?:was|wie) (?:ist|war|wäre)(?: es)? mit\b)", re.IGNORECASE
    ),
    no_filler=_words(
        "wer wem wen was wann wo wohin woher warum wieso weshalb wie welche welcher welches ist "
        "sind war waren hat haben hatte wird werden wurde wurden kann können darf muss soll es er "
        "sie ihn ihm ihr sein das dies diese dieser dort da noch mehr sonst andere anderen nicht "
        "ja nein man ich du wir"
    ),
    times=_times(
        GERMAN_LANGUAGE,
        rf"zwischen {_YEAR} und {_YEAR}|von {_YEAR} bis {_YEAR}",
        "frühling|frühjahr|sommer|herbst|winter",
    ),
    spans=("zwischen ", "von "),
    bare=re.compile(
        rf"^\W*(?:(?:und|aber)\s+)?({_WANN}|wie lange|wie oft|wie viel)\W*$", re.IGNORECASE
    ),
    adverb=re.compile(
        rf"^\W*(?:wie (?:lange|oft|viel|weit|hoch|alt|teuer)|{_WANN})\s+(?=\w+(?:t|te|ten|en|st|nd"
        r"|ar|urde|ann|arf|uss)\s)",
        re.IGNORECASE,
    ),
    why=re.compile(
        r"^\W*(?:(?:und|aber)\s+)?(?:warum|weshalb|wieso|weswegen)(?: nicht| das)?\W*$",
        re.IGNORECASE,
    ),
)

_A = (
    "à|au|aux|en|dans|sur|sous|pour|de|du|des|chez|par|avec|sans|avant|après|depuis|pendant|vers"
    "|entre"
)
_QUAND = r"(?:depuis |jusqu['’]à )?quand|où|pourquoi|comment|combien(?: de temps)?"

FRENCH = replace(
    _OTHERS,
    language=FRENCH_LANGUAGE,
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
    aspects=_stems(
        "avantage inconvénient exemple raison cause effet sorte type étape différence résultat "
        "coût prix but rôle chose détail",
        FRENCH_LANGUAGE,
    ),
    prepositions=_A,
    places=frozenset("à au aux en dans sur chez".split()),
    article=r"(?:le|la|les|un|une|des|du)",
    articles=frozenset("le la les".split()),
    turn=_turn("et|mais|ou|alors|donc|aussi", "(?:qu['’]en est-il )?(?:pour ce qui est )?", _A),
    marked=re.compile(r"^\W*(?:(?:et|mais|ou)\b|qu['’]en est-il\b)", re.IGNORECASE),
    no_filler=_words(
        "qui que quoi quand où comment combien pourquoi quel quelle quels quelles est sont était a "
        "ont avait sera peut doit il elle ils elles on ce cela ça ceci là y autre autres plus non "
        "oui pas je tu nous vous le lui"
    ),
    times=_times(
        FRENCH_LANGUAGE,
        rf"entre {_YEAR} et {_YEAR}|de {_YEAR} à {_YEAR}",
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

_EN = "en|a|al|para|de|del|por|con|sin|desde|hasta|antes de|después de|durante|sobre|entre|bajo"
_CUANDO = r"(?:desde |hasta )?cuándo|adónde|dónde|por qué|cómo|cuánto(?: tiempo)?"

SPANISH = replace(
    _OTHERS,
    language=SPANISH_LANGUAGE,
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
    aspects=_stems(
        "ventaja desventaja ejemplo razón causa efecto tipo clase paso diferencia resultado coste "
        "precio fin papel cosa detalle",
        SPANISH_LANGUAGE,
    ),
    prepositions=_EN,
    places=frozenset("en a al".split()),
    article=r"(?:el|la|los|las|un|una)",
    articles=frozenset("el la los las".split()),
    turn=_turn("y|e|pero|o|u|entonces|también", "qué (?:hay de|pasa con)", _EN),
    marked=re.compile(r"^\W*(?:(?:y|e|pero|o)\b|qué (?:hay de|pasa con)\b)", re.IGNORECASE),
    no_filler=_words(
        "quién quiénes qué cuándo dónde cómo cuál cuáles cuánto cuántos es son era fue ha han "
        "había será puede debe él ella ellos eso esto allí otro otra otros otras más no "
        "sí yo se lo la le"
    ),
    times=_times(
        SPANISH_LANGUAGE,
        rf"entre {_YEAR} y {_YEAR}|de {_YEAR} a {_YEAR}",
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
