"""How a turn of a conversation leans on the ones before it, as German words that."""

import re
from dataclasses import replace

from corpus.language import GERMAN as LANGUAGE
from qa.answering.languages.foreign_turns import OTHERS, YEAR, stems, times, turn, words

_BEI = (
    "in|im|am|an|auf|bei|beim|für|von|vom|mit|nach|zu|zum|zur|vor|seit|bis|um|unter|über|ab"
    "|während|ohne"
)
_WANN = r"(?:seit |bis |ab |von )?wann|wo|wohin|woher|warum|weshalb|wieso|wie"

GERMAN = replace(
    OTHERS,
    language=LANGUAGE,
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
    aspects=stems(
        "vorteil nachteil beispiel grund ursache folge art weise schritt unterschied bedeutung "
        "ergebnis kosten zweck ziel rolle sache ding einzelheit",
        LANGUAGE,
    ),
    prepositions=_BEI,
    places=frozenset("in im an am auf bei beim".split()),
    article=r"(?:der|die|das|dem|den|des|eine[rsmn]?|ein)",
    articles=frozenset("der die das dem den".split()),
    turn=turn(
        "und|aber|oder|also|auch|wie|ok|okay", "(?:was|wie) (?:ist|war|wäre)(?: es)? mit", _BEI
    ),
    marked=re.compile(
        r"^\W*(?:(?:und|aber|oder)\b|(?:was|wie) (?:ist|war|wäre)(?: es)? mit\b)", re.IGNORECASE
    ),
    no_filler=words(
        "wer wem wen was wann wo wohin woher warum wieso weshalb wie welche welcher welches ist "
        "sind war waren hat haben hatte wird werden wurde wurden kann können darf muss soll es er "
        "sie ihn ihm ihr sein das dies diese dieser dort da noch mehr sonst andere anderen nicht "
        "ja nein man ich du wir"
    ),
    times=times(
        LANGUAGE,
        rf"zwischen {YEAR} und {YEAR}|von {YEAR} bis {YEAR}",
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
