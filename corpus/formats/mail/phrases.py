"""Words with which mail programs quote and forward, in the languages of Europe and some others."""

import re

VERB = re.compile(
    r"\b(?:wrote|writes|said|says|schrieb|schreibt|(?:folgendes\s)?geschrieben|a\s[ée]crit|[ée]crivait|escribi[óo]|escribe"
    r"|ha\sscritto|scrive|schreef|het\svolgende\sgeschreven|escreveu|skrev|kirjoitti|napisał(?:\(a\)|a)?"
    r"|pisze|(?:napsal|napísal)(?:\(a\)|/a|a)?|yazdı|ezt\sírta|írta|написал(?:\(а\)|а)?|пишет"
    r"|писал(?:\(а\)|а)?|написа(?:в|ла)?(?:\s?\(-?ла\))?|пише|έγραψε|a\sscris|scria|raš[ėo]|parašė"
    r"|rakstīja|kirjutas|(?:je\s)?napisa(?:o|la|l)(?:\(la\)|\(a\)|/la|/a)?(?:\sje)?|kiteb|scríobh)(?!\w)"
    r"|写道|寫道|のメール|님이\s작성",
    re.IGNORECASE,
)
_WEEKDAYS = (
    "pondělí|úterý|střed[au]|čtvrtek|pátek|sobot[auęa]|neděl[ei]|pondelok|utorok|stred[au]|štvrtok"
    "|piatok|nedeľ[au]|poniedziałek|wtorek|środ[aę]|czwartek|piątek|niedziel[aę]|hétfő|kedd|szerda"
    "|csütörtök|péntek|szombat|vasárnap|maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai"
    "|sunnuntai|esmaspäev|teisipäev|kolmapäev|neljapäev|reede|laupäev|pühapäev|(?:pirm|otr|treš"
    "|ceturt|piekt|sest|svēt)dien[au]|(?:pirma|antra|trečia|ketvirta|penkta|šešta|sekma)dien(?:is|į)"
    "|luni|marți|miercuri|joi|vineri|sâmbătă|duminică|ponedjeljak|utorak|srijed[au]|četvrtak|petak"
    "|subot[au]|nedjelj[au]|ponedeljek|torek|sred[ao]|četrtek|nedelj[ao]|pazartesi|salı|çarşamba"
    "|perşembe|cuma|cumartesi|pazar|δευτέρα|τρίτη|τετάρτη|πέμπτη|παρασκευή|σάββατο|κυριακή"
    "|понеділок|вівторок|серед[ау]|четвер|п['’]ятниц[яю]|субот[ау]|неділ[яю]|понедельник|вторник"
    "|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|понеделник|сряда|четвъртък|петък|събота"
    "|неделя"
)
BEFORE_DAY = re.compile(
    rf"(?i)\b(?:{_WEEKDAYS}|dňa|în|στις|στο|την|на|у|в|kuupäev(?:al)?(?:\s[etknrlp]\b)?"
    r"|(?:w|v)\sdniu|dimanche|domingo|sábado|domenica|sabato|lunes|martes|miércoles|jueves|viernes|segunda"
    r"|terça|quarta|quinta|sexta|man(?=\.)|δευ|τρί|τετ|πέμ|παρ|σάβ|κυρ|(?:pirm|otr|treš|ceturt|piekt|sest"
    r"|svēt)d)\b\.?,?"
    r"|\b(?:on|am|le|el|il|giorno|dia|día|op|em|den|dem|dne|dnia|w|på|the|mon|tue|wed|thu|fri|sat|sun|mo|di"
    r"|mi|do|fr|sa|so|lun|mar|mer|mié|jeu|jue|gio|ven|vie|sam|sáb|sab|dim|dom|ma|wo|vr|za|zo|seg|ter"
    r"|qua|qui|sex|пн|вт|ср|чт|пт|сб|вс|[^\W\d_]+(?:day|tag|di|dag|edì|feira|woch|abend))\b\.?,?|[\s,于於]+"
)
AFTER_DAY = re.compile(
    rf"(?i)(?:\b(?:{_WEEKDAYS}|tarihinde|kell|plkst|στις|(?-i:la|ob|u|v|f|d|r|о|об|в|у|г|р))\b\.?"
    r"|[πμ]\.\s?μ\.|[^\W\d_]{1,3}\.?,?\s(?=\d{1,2}[:.h]\d\d))"
)
"""What stands between a day, its time and a name, beside the words of the big languages."""

BESIDE_NAME = re.compile(
    r"^V\sV\s|^V\s(?=[a-zč]{3}\.)|\b(?:[οη]\s)?χρήστης\b|\b(?:odesílatel|uživatel|používateľ|oseba|je|lietotājs|[Uu]żytkownik"
    r"|[Пп]ользователь|[Кк]ористувач|şunu|şunları|tarihinde|kuupäeval|het\svolgende|plkst|ezt)\b"
    r"|\b[Ff]olgendes\b|időpont:?|à\(s\)|—"
)
"""What programs write beside a name: `the user`, `the following`."""

MADE = re.compile(r"(?i)\bşun(?:u|ları)\syazdı|\bezt\sírta\s\(időpont")
"""What only programs write."""

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
    "from": "from|von|de|da|van|från|fra|od|от|från|frá|lähettäjä|kimden|发件人"
    "|寄件者|差出人|보낸사람|gönderen|feladó|від|από|šalje|saatja|kellelt|nuo|no"
    "|minn|de la|од"
    "|寄件人|发件者|送信者|보낸 사람|ó",
    "sent": "sent|gesendet|envoyé|enviado|enviada|inviato|verzonden|skickat|sendt|wysłano|wysłane"
    "|odesláno|отправлено|lähetetty|发送时间|送信日時|enviado el|date d'envoi|date d’envoi|sent on"
    "|gesendet am|envoyé le|enviado em|enviada em|data de envio|fecha de envío|inviato il"
    "|verzonden op|data wysłania|gönderildi|gönderilme|gönderim tarihi|gönderme|gönderilme tarihi"
    "|gönderilen|küldve|elküldve|надіслано|відправлено|στάλθηκε|εστάλη|αποστολή|poslano|poslato"
    "|saadetud|saatmisaeg|išsiųsta|nosūtīts|mibgħut|trimis|expediat|odoslané|odeslané|изпратено"
    "|изпратен|发送日期|寄件日期|傳送時間|傳送日期|보낸 날짜|보낸날짜|보낸 시간|seolta|enviat",
    "date": "date|datum|fecha|data|dato|дата|日期|tarih|dátum|ημερομηνία|kuupäev|päivämäärä|päiväys"
    "|pvm|datums|dată|dáta|日時|日付|날짜|时间|時間",
    "to": "to|an|à|a|para|aan|till|til|do|кому|vastaanottaja|kime|收件人|宛先|komu"
    "|címzett|προς|prima|za|pro|pre|adressaat|kellele|kam|lil|către|catre|до"
    "|за|收件者|받는 사람|받는사람|chuig|per a",
    "cc": "cc|kopie|copie|copia|kopia|копия|抄送|bcc|bilgi|másolatot kap|másolat|копія|κοιν."
    "|κοινοποίηση|kopija|koopia|kopio|kopi|kópia|kp|dw|копие|副本|참조|cóip|cópia",
    "subject": "subject|betreff|objet|asunto|oggetto|onderwerp|ämne|emne|temat|předmět|тема"
    "|aihe|konu|assunto|主题|主旨|件名|tárgy|θέμα|predmet|teema|tema|temats|tēma|suġġett|subiect|zadeva|относно"
    "|제목|ábhar|assumpte",
}  # fmt: skip
SENT_LABELS = frozenset(_LABELS["sent"].split("|"))
"""Labels of the time that only mails have; forms have a date, too."""

FIELD_KINDS = {label: kind for kind, labels in _LABELS.items() for label in labels.split("|")}
FIELD_KINDS |= dict.fromkeys(SENT_LABELS, "date")
FIELD_KINDS |= dict.fromkeys(
    ("reply-to", "antwort an", "répondre à", "organization", "importance", "wichtigkeit", "sender",
    "attachments", "anlagen", "resent-from", "message-id"), "other"
)  # fmt: skip
NUMBER_LABEL = "no"
"""`from` in Latvian, and a number in English."""

LATVIAN = frozenset(("nosūtīts", "kam", "temats", "tēma", "datums"))
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
    r"|(?:eredeti|továbbított)\süzenet|(?:orijinal|özgün|iletilen|yönlendirilen|yönlendirilmiş)\s(?:mesaj|ileti|e-posta)"
    r"|(?:original|oprindelig|videresendt)\s(?:besked|meddelelse)|(?:opprinnelig|videresendt)\smelding"
    r"|(?:alkuperäinen|välitetty|edelleenlähetetty)\sviesti|(?:původní|přeposlaná)\s(?:zpráva|e-mail)"
    r"|(?:pôvodná|preposlaná)\sspráva|(?:izvirno|posredovano)\ssporočilo"
    r"|(?:izvorna|originalna|proslijeđena|prosleđena)\sporuka|mesaj(?:ul)?\s(?:original|inițial|redirecționat)"
    r"|(?:αρχικό|προωθημένο)\sμήνυμα|(?:оригінальне|початкове|вихідне|пересилане|переслане)\sповідомлення"
    r"|(?:оригинално|препратено|първоначално)\sсъобщение|(?:algne|edastatud)\s(?:sõnum|kiri|teade)|algsõnum"
    r"|(?:sākotnējā|oriģinālā|pārsūtītā?)\sziņa|(?:pradinis|persiųstas)\slaiškas|(?:originalus|pirminis|persiųstas)"
    r"\spranešimas|messaġġ\soriġinali|oryginalna\swiadomość|wiadomość\sprzekazana|przekazana\swiadomość"
    r"|оригинальное\sсообщение|元のメッセージ|オリジナルメッセージ|転送メッセージ|转发邮件|原始郵件"
    r"|轉寄的?郵件|转发的消息|원본\s?(?:메시지|메일)|전달된\s메시지"
    r"|原始邮件|转发的邮件)\b(?P<more>[^\n]{0,80})$"
)
MAIL_ENDS = re.compile(
    r"(?i)^[-_=*\s]*(?:end\s(?:of\s)?(?:forwarded|original)\smessage|ende\sder\sweitergeleiteten\snachricht"
    r"|fin\sdu\smessage\s(?:transféré|réexpédié)|fine\s(?:del\s)?messaggio\sinoltrato)[-_=*\s.:]*$"
)
