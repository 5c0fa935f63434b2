"""Words with which mail programs quote and forward, in the languages of Europe and some others."""

import re

VERB = re.compile(
    r"\b(?:wrote|writes|said|says|schrieb|schreibt|(?:folgendes\s)?geschrieben|a\s[ée]crit|[ée]crivait|escribi[óo]|escribe"
    r"|ha\sscritto|scrive|schreef|het\svolgende\sgeschreven|escreveu|skrev|kirjoitti|napisał(?:\(a\)|a)?"
    r"|pisze|napsal(?:\(a\)|a)?|yazdı|ezt\sírta|написал(?:\(а\)|а)?|пишет|писал(?:\(а\)|а)?)(?!\w)"
    r"|写道|寫道|のメール|님이\s작성",
    re.IGNORECASE,
)
BEFORE_DAY = re.compile(
    r"(?i)\b(?:on|am|le|el|il|giorno|dia|día|op|em|den|dem|dne|dnia|w|på|the|mon|tue|wed|thu|fri|sat|sun|mo|di"
    r"|mi|do|fr|sa|so|lun|mar|mer|mié|jeu|jue|gio|ven|vie|sam|sáb|sab|dim|dom|ma|wo|vr|za|zo|seg|ter"
    r"|qua|qui|sex|пн|вт|ср|чт|пт|сб|вс|[^\W\d_]+(?:day|tag|di|dag|edì|feira|woch|abend))\b\.?,?|[\s,于於]+"
)
PARTICLES = frozenset(
    "von van de der den del della di da la le du dos bin al el ter ten zu vom zum zur das do las"
    " los y e i via af av of".split()
)
FUNCTION_WORDS = frozenset(
    (
        "the this that these those a as like what when while since then so and but or if because"
        " here there in at on by from with about per for to according also now later yesterday"
        " today i he she it we they you who one my our your his her its their me him us them both"
        " all everybody nobody somebody someone anyone everyone people"
        " der die das dem des ein eine einer einem wie als was wenn weil dann und oder aber denn"
        " dass hier dort im am auf bei beim laut mit nach aus seit gemäß auch nun jetzt heute"
        " gestern ich er sie es wir ihr du man wer mein meine dein deine sein seine unser unsere"
        " euer eure dieser diese dieses jener jemand niemand alle"
        " comme le les un une dans selon il elle ils elles nous vous je tu on ce cette notre mon ma"
        " mes son sa ses mais ou que quand puis hier"
        " como según él ella nosotros yo mi su pero cuando ellos ellas"
        " come secondo lui lei noi io nel nella mio mia suo sua"
        " zoals het een volgens hij zij wij ik mijn zijn onze"
        " som jag han hon vi jeg hun"
    ).split()
) - {"le", "das"}
"""Words that begin a sentence or stand in one, and are in no name."""

_WHEN = (
    r"(?:yesterday|today|earlier|(?:last|this)\s(?:week|month|year)|gestern|heute|vorhin|neulich|hier"
    r"|ieri|ayer)"
)
WHEN = re.compile(rf"^(?i:{_WHEN})\b|\b{_WHEN}$")
LEADING_WEEKDAY = re.compile(
    r"(?i)^(?:(?:on|am|le|el|il|op|em|den|på)\s+)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)"
    r"(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado"
    r"|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica)(?:[.,]+\s*|\s+(?=at\s|um\s|à\s))"
)
LEFT_OUT = re.compile(
    r"(?i)^[\[<(*{]?\s*(?:\.{2,}|\u2026|snip\w*|schnipp?|quoted text .*)\s*[\]>)*}]?$"
)
"""What people write in place of words that they delete from a quotation."""

REPLIES = re.compile(
    r"(?i)\b(?:answers?|repl(?:y|ies)|responses?|comments?|inline|below|antwort\w*|unten|kommentar\w*"
    r"|anmerkung\w*|réponses?|respuestas?|risposte?)\b"
)
"""What a line such as `My answers below:` says of the words of a mail that follow it."""

SIGN_OFF = re.compile(
    r"^(?:(?:kind|best|warm|many|viele|liebe|beste|schöne|herzliche|mit\sfreundlichen)\s+)?"
    r"(?:best|regards|wishes|cheers|love|yours|sincerely|lg|vg|mfg|bg|gruß|gruss|grüße|grüßen|gruesse)[\s,]+"
)
_LABELS = {
    "from": "from von de da van från fra od от frá lähettäjä kimden 发件人 寄件者 差出人 보낸사람",
    "date": "sent date gesendet datum envoyé enviado enviada fecha inviato data verzonden skickat"
    " sendt dato wysłano odesláno отправлено дата lähetetty 发送时间 日期 送信日時",
    "to": "to an à a para aan till til do кому vastaanottaja kime 收件人 宛先",
    "cc": "cc kopie copie copia kopia копия 抄送 bcc",
    "subject": "subject betreff objet asunto oggetto onderwerp ämne emne temat předmět тема aihe"
    " konu assunto 主题 主旨 件名",
}  # fmt: skip
SENT_LABELS = frozenset(
    "sent gesendet envoyé enviado enviada inviato verzonden skickat sendt wysłano odesláno"
    " отправлено lähetetty 发送时间 送信日時".split()
) | {"enviado el", "date d'envoi", "sent on", "gesendet am"}
"""Labels of the time that only mails have; forms have a date, too."""

FIELD_KINDS = {label: kind for kind, labels in _LABELS.items() for label in labels.split()}
FIELD_KINDS |= dict.fromkeys(("enviado el", "date d'envoi", "sent on", "gesendet am"), "date")
FIELD_KINDS |= dict.fromkeys(
    ("reply-to", "antwort an", "répondre à", "organization", "importance", "wichtigkeit", "sender",
    "attachments", "anlagen", "resent-from", "message-id"), "other"
)  # fmt: skip
MAIL_FOLLOWS = re.compile(
    r"(?i)^[-_=*\s>]*(?:original\s(?:message|appointment)|forwarded\s(?:message|by)|begin\sforwarded\smessage"
    r"|ursprüngliche\s(?:nachricht|e-mail)|original-?nachricht|weitergeleitete\snachricht"
    r"|anfang\sder\sweitergeleiteten\s(?:nachricht|e-mail)|message\sd['’]origine|message\soriginal"
    r"|message\s(?:transféré|transmis|réexpédié)|début\sdu\smessage\s(?:transféré|réexpédié|transmis)"
    r"|mensaje\s(?:original|reenviado)|inicio\sdel\smensaje\sreenviado|messaggio\s(?:originale|inoltrato)"
    r"|inizio\s(?:del\s)?messaggio\sinoltrato|oorspronkelijk\sbericht|doorgestuurd\sbericht"
    r"|begin\s(?:van\s)?doorgestuurd\sbericht|исходное\sсообщение|(?:пере(?:сылаемое|направленное|адресованное))"
    r"\sсообщение|начало\sпере(?:сылаемого|адресованного)\sсообщения|mensagem\s(?:original|encaminhada)"
    r"|ursprungligt\smeddelande|vidarebefordrat\smeddelande|oprindelig\smeddelelse|wiadomość\soryginalna"
    r"|原始邮件|转发的邮件)\b(?P<more>[^\n]{0,80})$"
)
MAIL_ENDS = re.compile(
    r"(?i)^[-_=*\s]*(?:end\s(?:of\s)?(?:forwarded|original)\smessage|ende\sder\sweitergeleiteten\snachricht"
    r"|fin\sdu\smessage\s(?:transféré|réexpédié)|fine\s(?:del\s)?messaggio\sinoltrato)[-_=*\s.:]*$"
)
