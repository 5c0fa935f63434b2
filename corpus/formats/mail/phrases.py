"""Words with which mail programs quote and forward, in the languages of Europe and some others."""

import re

VERB = re.compile(
    r"\b(?:wrote|writes|said|says|schrieb|schreibt|geschrieben|a\s[ée]crit|[ée]crivait|escribi[óo]|escribe"
    r"|ha\sscritto|scrive|schreef|het\svolgende\sgeschreven|escreveu|skrev|kirjoitti|napisał(?:\(a\)|a)?"
    r"|pisze|napsal(?:\(a\)|a)?|yazdı|ezt\sírta|написал(?:\(а\)|а)?|пишет|писал(?:\(а\)|а)?)(?!\w)"
    r"|写道|寫道|のメール|님이\s작성",
    re.IGNORECASE,
)
BEFORE_DAY = re.compile(
    r"(?i)\b(?:on|am|le|el|il|giorno|dia|día|op|em|den|dne|dnia|w|på|the|mon|tue|wed|thu|fri|sat|sun|mo|di"
    r"|mi|do|fr|sa|so|lun|mar|mer|mié|jeu|jue|gio|ven|vie|sam|sáb|sab|dim|dom|ma|wo|vr|za|zo|seg|ter"
    r"|qua|qui|sex|пн|вт|ср|чт|пт|сб|вс|[^\W\d_]+(?:day|tag|di|dag|edì|feira|woch|abend))\b\.?,?|[\s,于於]+"
)
PARTICLES = frozenset(
    "von van de der den del della di da la le du dos bin al el ter ten zu".split()
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
    r"|原始邮件|转发的邮件)\b[^\n]{0,80}$"
)
MAIL_ENDS = re.compile(
    r"(?i)^[-_=*\s]*(?:end\s(?:of\s)?(?:forwarded|original)\smessage|ende\sder\sweitergeleiteten\snachricht"
    r"|fin\sdu\smessage\s(?:transféré|réexpédié)|fine\s(?:del\s)?messaggio\sinoltrato)[-_=*\s.:]*$"
)
