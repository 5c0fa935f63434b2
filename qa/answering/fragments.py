"""Pieces of a document that are no sentence and answer nothing: blanks, contents, bare cells."""

import re

from qa.answering.features import AnalyzedQuestion, states
from qa.answering.languages.english.phrases import ENGLISH
from qa.answering.works import asks_for_work, is_reference

_MOST_WORDS = 8  # a guess: a heading that was not set as one
_MOST_LEADER = 60  # characters; a guess: dots and a page number
_BLANK = re.compile(r"_{3,}|\.{4,}|…{2,}")
_LISTED_PAGE = re.compile(r"(?:\.[ ]?|…){4,}\s*[\divxlc]+$", re.IGNORECASE)
_LABEL = re.compile(r"[^:|;]*:")
_SET_APART = re.compile(r"[ \t]\|[ \t]|:\s+\S|^(?:[-*+•‣–]|\(?[0-9]{1,3}[.)])\s")
_LINK = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,60}@[\w.-]{1,60}\.\w+")
_ASKS_FOR_LINK = re.compile(
    r"(?i)\b(?:links?|urls?|web ?(?:site|page)s?|addresse?s?|e-?mails?|mail|online"
    r"|contact|reach|where)\b"
)
_MOST_LINK_WORDS = 3  # beside a link; a guess: "See also", "More at"
_MENU = re.compile(
    r"(?i)\b(?:home|about(?: us)?|contact(?: us)?|log ?in|sign (?:in|up)|search|menu"
    r"|privacy(?: policy)?|terms(?: of use)?|sitemap|subscribe|newsletter|share|next|previous"
    r"|back to top|skip to content)\b"
)
_BETWEEN_LINKS = re.compile(r"\s*[|·•›»/]\s*|\s{2,}|\n")
_SALUTATION = re.compile(
    r"(?i)^(?:dear|hi|hello|hey|good (?:morning|afternoon|evening)|sehr geehrte[rs]?|liebe[rs]?"
    r"|hallo|ch[eè]re?s?|bonjour|estimad[oa]s?|hola)\b[^.?!;:]{0,80},$"
)
_ASKS_TO_WHOM = re.compile(
    r"(?i)\b(?:whom|address\w*|recipients?|receive[drs]?|letters?|e-?mails?|mails?|messages?|sent|send"
    r"|wr[io]te|written|greet\w*)\b|\bto\W*$"
)

_MAIL_LABEL = re.compile(
    r"^(?:from|to|cc|bcc|date|sent|subject|reply-to|von|an|datum|gesendet|betreff|de|à|objet|envoyé"
    r"|para|asunto|fecha|enviado):[ \t]",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST = 300  # characters of a line that only refers to others; a guess
_MAIL_HEAD = 3  # labelled lines; a guess: notes and forms have one or two of them
_WROTE = re.compile(
    r"[>\s]*(?:on|am|le|el)\b[^\n]*\d[^\n]*(?:\n[^\n]*)?\b(?:wrote|schrieb|écrit|escribió)"
    r"\b[^:\n]{0,80}:\s*",
    re.IGNORECASE,
)
_ASKS_OF_MAIL = re.compile(
    r"(?i)\b(?:whom|sen[dt]\w*|cc|copied|copy|copies|recipients?|receive[drs]?|e-?mails?|mails?"
    r"|messages?|letters?|repl(?:y|ies|ied)|answer(?:ed|s)?|addresse?s?|subject|dated?|gesendet"
    r"|geschickt|schrieb|absender|empfänger|betreff|envoy\w+|expéditeur|destinataire|objet|correo"
    r"|enviad[ao]|remitente|asunto)\b|\b(?:wr[io]tes?|written|schreibt|écrit|escribe|escribió)\b"
    r"|\bto\W*$"
)

_SUBJECT = re.compile(r"^(?:subject|betreff|objet|asunto):(.*)", re.IGNORECASE | re.MULTILINE)

_CLOSING = re.compile(
    r"(?:(?:(?:with |my )?(?:kind(?:est)?|best|warm(?:est)?)|with) )?(?:regards|wishes)"
    r"|all the best|best|yours(?: (?:sincerely|faithfully|truly|ever))?|sincerely(?: yours)?"
    r"|cheers|many thanks|(?:mit )?(?:freundlich|best|herzlich|lieb|viel)en? gr(?:ü|ue)(?:ß|ss)en?"
    r"|hochachtungsvoll|cordialement|bien à vous|(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?"
    r"|atentamente",
    re.IGNORECASE,
)
_ASKS_OF_SIGNER = re.compile(
    r"(?i)\b(?:sign(?:ed|er|atory)|who(?:['’]s| is| was| are| were)|whose|wer (?:ist|war|sind)"
    r"|qui (?:est|était|sont)|quién(?:es)? (?:es|era|son)|jobs?|roles?|posts?|positions?|titles?"
    r"|professions?|work(?:s|ed)?|employ\w*|compan(?:y|ies)|firms?|organi[sz]ations?"
    r"|(?:tele)?(?:phones?|fax)|mobiles?|numbers?|address\w*|contact\w*|reach(?:ed)?|touch|ring"
    r"|call(?:ed)?|(?:web ?)?sites?|live[sd]?|based|offices?|departments?|teams?"
    r"|telefon\w*|handy\w*|nummer|adresse|anschrift|erreich\w*|kontakt\w*|beruf|firma|wohnt"
    r"|téléphone|numéro|joindre|contacter|métier|poste|habite|société"
    r"|teléfono|número|dirección|contactar|puesto|cargo|vive|empresa)\b"
)

_ASKS_SAID = re.compile(
    r"(?i)^\W*what (?:did|does|do|has|have)\b.*\b(?:say|said|think|tell|told|write|written"
    r"|ask(?:ed)?|propose[sd]?|suggest(?:ed)?|announced?|reply|promised?)\b"
)

_ELSEWHERE = re.compile(
    r"(?i)[^.;:?!]*\b(?:is|are|was|were)\s+(?:those\s+|that\s+|the\s+ones?\s+)?(?:listed|set\s+out|given|shown"
    r"|described|specified|laid\s+down|explained|found)\s+(?:below|above|overleaf"
    r"|(?:in|on|at|under)\s+(?:the\s+)?(?:schedule|annex|appendix|section|clause|table|figure|chapter|part|article"
    r"|paragraph|page|note|box|attachment|enclosure)s?(?:\s+(?:[\dA-Z][\d.()a-z]*|below|above|overleaf))?)"
    r"\W*"
)
"""A sentence that only says where something stands."""

_BY_LINE = re.compile(
    r"\W*(?:(?i:written|posted|words|story|text|report(?:ed|ing)?|photos?|pictures?) )?"
    r"[Bb]y:? +[A-ZÀ-ÖØ-Þ][^.!?\n]{1,80}$"
)
_ASKS_WHO_WROTE = re.compile(
    r"(?i)\b(?:wr[io]te|written|writer|authors?|by|report\w*|articles?|post(?:ed|s)?|stor(?:y|ies)|journalists?"
    r"|edit\w*|publish\w*|photo\w*|texts?|from|took|taken|prepared|compiled)\b"
)

_NUMBERED_HEADING = re.compile(
    r"\W*(?:article|art|section|chapter|part|clause|paragraph|annex|appendix|schedule|artikel|kapitel"
    r"|abschnitt|teil)\.?\s+(?:\d+|[IVXLC]+)[.:)]?(?:\s+[^\W\d_]\S*){1,7}",
    re.IGNORECASE,
)


def is_fragment(asked: AnalyzedQuestion, sentence: str) -> bool:
    """Tell whether what stands here cannot answer.

    A form's line that nobody filled in; a salutation (`Dear Ms Marsh,`); the head of a mail, and
    the line over what it quotes (`On 3 May 2021, Ada Lund wrote:`), where the mail is not asked
    about; the end of a letter (`Kind regards, Ada Lund`), where neither its writer nor most of its
    words are asked about; a sentence that only says where something stands (`The particulars are
    listed in Schedule 1.`); an entry of a list of references; who wrote the text (`By Ada Lund`),
    where somebody else is asked for; a line of a table of contents; the heading of an article; a
    number alone, where no number or time is asked for; and a few words without a full stop, such as
    a heading that was not set as one, that give no number, time or name where that is asked for.
    What a label (`Open: at dawn`), a list or a table sets apart may answer, and what is not plain
    English may.

    Args:
        asked: The question.
        sentence: What stands here.
    """
    if is_menu(sentence) or _is_beside_the_point(asked, sentence):
        return True
    if asked.kind == "person" and is_by_line(sentence) and not _ASKS_WHO_WROTE.search(asked.text):
        return True
    if _LISTED_PAGE.search(sentence[-_MOST_LEADER:]):
        return True
    if _BLANK.search(sentence) and _is_unfilled(sentence):
        return True
    if not any(character.isalpha() for character in sentence):
        return asked.kind not in ("number", "time", "other")
    if states(sentence) or _SET_APART.search(sentence) or len(sentence.split()) > _MOST_WORDS:
        return False
    if _NUMBERED_HEADING.fullmatch(sentence.strip()):
        return True
    plain = sentence.isascii() or asked.phrases is not ENGLISH
    wanted = asked.kind in ("number", "time", "person") and plain
    return wanted and not asked.holds_kind(sentence)


def _is_beside_the_point(asked: AnalyzedQuestion, sentence: str) -> bool:
    """Tell whether a sentence is of a sort that answers only questions about that sort."""
    question = asked.text
    return (
        (is_link_line(sentence) and not _ASKS_FOR_LINK.search(question))
        or (is_reference(sentence) and not asks_for_work(question))
        or _is_head_of_other_mail(asked, sentence)
        or (_is_closing(sentence) and _asks_of_other_than_signer(asked, sentence))
        or (refers_elsewhere(sentence) and asked.kind != "place")
        or (_SALUTATION.match(sentence.strip()) is not None and not _ASKS_TO_WHOM.search(question))
    )


def refers_elsewhere(sentence: str) -> bool:
    """Tell whether a sentence only says where something stands: `These are set out in Annex 2`."""
    return len(sentence) <= _LONGEST and _ELSEWHERE.fullmatch(sentence) is not None


def is_link_line(sentence: str) -> bool:
    """Tell whether hardly anything stands beside a link or an address of mail."""
    rest, links = _LINK.subn(" ", sentence)
    return bool(links) and len(rest.split()) <= _MOST_LINK_WORDS


def is_by_line(sentence: str) -> bool:
    """Tell whether a line says who wrote the text: `By Ada Lund, staff reporter`."""
    return _BY_LINE.match(sentence.strip()) is not None


def is_menu(sentence: str) -> bool:
    """Tell whether a line is the links of a page: three or more, most of them in every menu."""
    items = [item for item in _BETWEEN_LINKS.split(sentence.strip()) if item]
    known = sum(_MENU.fullmatch(item.strip()) is not None for item in items)
    return len(items) >= 3 and 2 * known > len(items)


def _is_head_of_other_mail(asked: AnalyzedQuestion, sentence: str) -> bool:
    """Tell whether a sentence is the head of a mail that is not asked about, or over a quoted one.

    Its subject may answer what is no time, number or reason, and nobody's words; where a person or
    a place is asked for, only if it has most of what is asked.
    """
    asks_said = _ASKS_SAID.search(asked.text) is not None and "subject" not in asked.text
    if _ASKS_OF_MAIL.search(asked.text) and not asks_said:
        return False
    if len(sentence) <= _LONGEST and _WROTE.fullmatch(sentence) is not None:
        return True
    if len(_MAIL_LABEL.findall(sentence)) < _MAIL_HEAD:
        return False
    if asks_said or asked.kind in ("time", "number", "reason"):
        return True
    subject = _SUBJECT.search(sentence)
    told = subject[1] if subject is not None else ""
    sent = subject is not None or "@" in sentence
    return sent and asked.kind in ("person", "place") and not _has_most(asked, told)


def _is_closing(sentence: str) -> bool:
    """Tell whether a sentence is the closing of a letter: `Kind regards, Ada Lund`."""
    first, *rest = re.split(r"[\n,]", sentence.strip(), maxsplit=1)
    closes = _CLOSING.fullmatch(first.strip(" .!–—-")) is not None
    return bool(rest) and closes and not states(sentence)


def _asks_of_other_than_signer(asked: AnalyzedQuestion, closing: str) -> bool:
    """Tell whether a question asks neither who signed a letter nor how it closes."""
    if _ASKS_OF_MAIL.search(asked.text) or _ASKS_OF_SIGNER.search(asked.text):
        return False
    return not _has_most(asked, closing)


def _has_most(asked: AnalyzedQuestion, words: str) -> bool:
    """Tell whether a text has most of a question's terms, not counting names."""
    terms = asked.weights.keys() - asked.names
    return 2 * len(terms.intersection(asked.terms_in(words))) > len(terms)


def _is_unfilled(sentence: str) -> bool:
    """Tell whether nothing stands after the labels of a line with blanks: `Name: ____`."""
    words = _BLANK.sub(" ", sentence)
    if ":" in words:
        return not any(map(str.isalnum, _LABEL.sub("", words)))
    return _BLANK.search(sentence[-4:]) is not None and len(words.split()) <= _MOST_WORDS
