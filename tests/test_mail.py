"""Mail: its texts in order, what came with it, and who wrote which part of it."""

import textwrap
from binascii import b2a_uu

import pytest

from corpus import Document, Encrypted, Source, read, split
from corpus.document import Contents, Part
from corpus.formats.mail.attribution import attribution
from corpus.formats.mail.dates import find_day
from corpus.reading import read_contents

MAIL = Source("test:mail", "mail.eml")
HEAD = (
    "From: Anna Ek <anna@ek.example>\nTo: bert@ohm.example\nDate: Wed, 5 May 2021 10:00:00 +0200\n"
    "Message-ID: <1@ek.example>\nSubject: Quay\nMIME-Version: 1.0\n"
)


def plain(body: str, more: str = "") -> bytes:
    return (
        f"{HEAD}Content-Type: text/plain; charset=utf-8{more}\n\n{textwrap.dedent(body)}".encode()
    )


def html(body: str) -> bytes:
    return f"{HEAD}Content-Type: text/html; charset=utf-8\n\n{body}".encode()


def multipart(kind: str, *parts: str) -> bytes:
    bodies = "".join(f"--x\n{part}\n" for part in parts)
    return f"{HEAD}Content-Type: multipart/{kind}; boundary=x\n\n{bodies}--x--\n".encode()


def contents(data: bytes) -> Contents:
    return read_contents(data, MAIL)


def body(document: Document) -> str:
    return document.text.partition("Subject: Quay")[2].strip()


def said(document: Document) -> list[tuple[str, str]]:
    """Return who wrote what, in the order of the text; the mail's head left out."""
    found, at = [], document.text.index("Subject: Quay") + len("Subject: Quay")
    for voice in document.voices:
        found.append(("Anna", document.text[at : voice.start]))
        author = " ".join(filter(None, (voice.author.partition(" ")[0], voice.published)))
        found.append((author, document.text[voice.start : voice.end]))
        at = voice.end
    found.append(("Anna", document.text[at:]))
    return [(who, " ".join(words.split())) for who, words in found if words.strip()]


TEXT = "Content-Type: text/plain; charset=utf-8\n\n"
HTML = "Content-Type: text/html; charset=utf-8\n\n"


def test_every_text_is_read_and_in_order() -> None:
    picture = "Content-Type: image/png\nContent-Disposition: inline; filename=a.png\n\nxx"
    read_mail = contents(multipart("mixed", f"{TEXT}One.", picture, f"{HTML}<p>Two.</p>"))

    assert read_mail.document is not None
    assert body(read_mail.document) == "One.\n\nTwo."
    assert read_mail.document.notes == ("1 attachment was not read: a.png.",)
    assert read_mail.parts == ()


def test_a_plain_form_that_says_less_gives_way_to_the_html() -> None:
    stub = f"{TEXT}View this newsletter in your browser: https://x.example/1"
    rich = f"{HTML}<p>The council closed the quay. Forty boats must move by the end of June.</p>"
    document = read(multipart("alternative", stub, rich), MAIL)

    assert "Forty boats must move" in document.text
    assert "View this" not in document.text
    assert document.notes


def test_a_plain_form_that_says_as_much_is_read() -> None:
    rich = f"{HTML}<p>Closed from <b>Monday</b> on.</p><p>Unsubscribe</p>"
    document = read(multipart("alternative", f"{TEXT}Closed from Monday on.", rich), MAIL)

    assert body(document) == "Closed from Monday on."


def test_of_two_forms_that_say_the_same_the_one_with_the_table_is_read() -> None:
    cells = "Port Fee Selby 98 Torvik 77".split()
    tags = [f"<t{'dh'[n < 2]}>{cell}</t{'dh'[n < 2]}>" for n, cell in enumerate(cells)]
    rows = "".join(f"<tr>{a}{b}</tr>" for a, b in zip(tags[::2], tags[1::2], strict=True))
    plain_form = TEXT + "The fees:\n\n" + "\n\n".join(cells)
    rich_form = f"{HTML}<p>The fees:</p><table>{rows}</table>"
    document = read(multipart("alternative", plain_form, rich_form), MAIL)

    assert body(document) == "The fees:\n\nPort | Fee\nSelby | 98\nTorvik | 77"
    assert document.notes == ()


def test_files_of_the_form_that_is_not_read_come_along() -> None:
    pdf = "Content-Type: application/pdf; name=a.pdf\n\n%PDF-1.4 x"
    inner = (
        f"Content-Type: multipart/mixed; boundary=y\n\n--y\n{HTML}<p>Hello.</p>\n--y\n{pdf}\n--y--"
    )
    read_mail = contents(multipart("alternative", f"{TEXT}Hello.", inner))

    assert [part.name for part in read_mail.parts] == ["a.pdf"]


def test_paragraphs_that_were_wrapped_to_be_sent_are_joined() -> None:
    flowed = "The dredger \narrives \nin June.\n\n> Does the bank \n> pay?\n\nNo.\n-- \nAnna\n"
    document = read(plain(flowed, "; format=flowed"), MAIL)
    assert body(document) == "The dredger arrives in June.\n\nDoes the bank pay?\n\nNo.\n--\nAnna"

    joined = read(plain("Drei \nbrücke \nn\n", "; format=flowed; delsp=yes"), MAIL)
    assert body(joined) == "Dreibrücken"


def test_a_charset_that_lies_does_no_harm() -> None:
    head = HEAD.replace("Quay", "=?iso-8859-1?Q?=80_5?=").encode()
    data = head + b"Content-Type: text/plain; charset=iso-8859-1\n\nSaid \x93never\x94 \x80 5."
    document = read(data, MAIL)

    assert "“never” € 5." in document.text
    assert document.title == "€ 5"


def test_words_of_a_field_may_be_split_within_a_letter_or_not_encoded() -> None:
    split = "Subject: =?utf-8?B?w4k=?=\n =?utf-8?Q?t=C3?= =?utf-8?Q?=A9?="
    data = HEAD.replace("Subject: Quay", split).replace("Anna Ek", "Ána Ek").encode() + b"\nHello."
    document = read(data, MAIL)

    assert (document.title, document.author) == ("Été", "Ána Ek <anna@ek.example>")


def test_a_mail_that_apple_saved() -> None:
    mail = plain("Closed.")
    data = b"%-10d\n" % len(mail) + mail + b"<?xml version='1.0'?><plist/>"
    assert body(read(data, MAIL, "1.emlx")) == "Closed."


def test_files_and_signatures_written_into_a_text() -> None:
    lines = [b2a_uu(b"Note. " * 7), b2a_uu(b"Ends.")]
    file = f"begin 644 a.txt\n{b''.join(lines).decode()}`\nend\n"
    read_mail = contents(plain(f"See.\n\n{file}\nBye.\n"))
    assert read_mail.document is not None
    assert body(read_mail.document).split() == ["See.", "Bye."]
    assert read_mail.parts == (Part("a.txt", b"Note. " * 7 + b"Ends."),)

    signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHi.\n- -- \nAnna\n"
    seal = "-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\n"
    assert body(read(plain(signed + seal), MAIL)) == "Hi.\n--\nAnna"


@pytest.mark.parametrize(
    "data",
    [
        multipart("encrypted", "Content-Type: application/pgp-encrypted\n\nVersion: 1"),
        plain("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"),
        f"{HEAD}Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nxx".encode(),
    ],
)
def test_an_encrypted_mail_is_refused(data: bytes) -> None:
    with pytest.raises(Encrypted, match="decrypt it"):
        read(data, MAIL)


def test_a_mail_in_a_mail_and_a_text_with_a_name_are_parts() -> None:
    inner = "Content-Type: message/rfc822\n\nFrom: b@x.example\nSubject: Old/quay\n\nClosed."
    notes = "Content-Type: text/plain; name=notes.txt\nContent-Disposition: attachment\n\nNote."
    tnef = "Content-Type: application/ms-tnef; name=winmail.dat\n\nx"
    read_mail = contents(multipart("mixed", f"{TEXT}See.", inner, notes, tnef))

    assert [(part.name, part.data[:20]) for part in read_mail.parts] == [
        ("Old-quay.eml", b"From: b@x.example\nSu"),
        ("notes.txt", b"Note."),
    ]
    assert read_mail.document is not None
    assert "winmail.dat" in read_mail.document.notes[0]


def test_a_report_and_an_invitation_are_read() -> None:
    status = "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed\n"
    event = (
        "Content-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\n"
        "SUMMARY:Qu\n ay\nDTSTART;TZID=Europe/Oslo:20210506T093000\nBEGIN:VALARM\n"
        "DESCRIPTION:Beep\nEND:VALARM\nEND:VEVENT\n"
    )
    text = read(multipart("report", f"{TEXT}It failed.", status, event), MAIL).text

    assert "Action: failed" in text
    assert "Event: Quay\nBegins: 2021-05-06 09:30 Europe/Oslo" in text
    assert "Beep" not in text


def test_a_reply_above_and_between_quoted_lines() -> None:
    mail = """\
        I agree.

        On Mon, 3 May 2021 at 09:00, Bert Ohm <bert@ohm.example>
        wrote:
        > Close it.
        > On 2 May 2021, Carla wrote:
        > > Is it safe?
        > No.

        Not before June.

        > And the boats?

        They move.
        -- 
        Anna
        """  # noqa: W291
    assert said(read(plain(mail), MAIL)) == [
        ("Anna", "I agree. On Mon, 3 May 2021 at 09:00, Bert Ohm <bert@ohm.example> wrote:"),
        ("Bert 2021-05-03", "Close it. On 2 May 2021, Carla wrote:"),
        ("Carla 2021-05-02", "Is it safe?"),
        ("Bert 2021-05-03", "No."),
        ("Anna", "Not before June."),
        ("Bert 2021-05-03", "And the boats?"),
        ("Anna", "They move. -- Anna"),
    ]


def test_a_quotation_that_names_nobody_is_nobodys() -> None:
    (voice,) = read(plain("As they say:\n\n> Never.\n"), MAIL).voices
    assert (voice.author, voice.published) == ("", "")


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("-----Original Message-----", "From: Bert Ohm\nSent: Monday, 3 May 2021 09:00\nTo: Anna"),
        ("", "Von: Bert Ohm\nGesendet: Montag, 3. Mai 2021 09:00\nAn: Anna\nBetreff: Kai"),
        ("", "*De :* Bert Ohm\n*Envoyé :* lundi 3 mai 2021 09:00\n*À :* Anna\n*Objet :* Quai"),
        ("________________________________", "De: Bert Ohm\nEnviado el: 03/05/2021 9:00"),
        ("", "Da: Bert Ohm\nInviato: lunedì 3 maggio 2021 09:00\nA: Anna\nOggetto: Molo"),
        ("", "Van: Bert Ohm\nVerzonden: maandag 3 mei 2021 09:00\nAan: Anna"),
        ("", "От: Bert Ohm\nОтправлено: 3 мая 2021 г. 9:00\nКому: Anna\nТема: Причал"),
        ("Begin forwarded message:", "From: Bert Ohm\nSubject: Quay\nDate: 3 May 2021 at 09:00"),
        ("--- Weitergeleitete Nachricht ---", "Betreff: Kai\nDatum: 03.05.2021\nVon: Bert Ohm"),
        ("---- Forwarded message ----", "From: Bert Ohm\nDate: Mon, May 3, 2021\nTo: Anna,\n C"),
    ],
)  # fmt: skip
def test_what_is_forwarded_is_its_writers(rule: str, fields: str) -> None:
    document = read(plain(f"See below.\n\n{rule}\n{fields}\n\nThe quay is closed.\n"), MAIL)
    first, second = said(document)

    assert first == ("Anna", f"See below. {rule}".strip())
    assert second[0] == "Bert 2021-05-03"
    assert second[1].endswith("The quay is closed.")


@pytest.mark.parametrize(
    "head",
    [
        "Bert Ohm@OHM\n05/23/2001 09:00 AM\nTo:\tAnna Ek/OSL/EK@EK\ncc:\nSubject:\tQuay",
        "Bert Ohm on 05/23/2001 09:00:00 AM\nTo: Anna Ek\ncc: Carla\n\nSubject: Quay",
        "Bert Ohm <bert@ohm.example> 23.05.2001 09:00\n\nTo: Anna Ek\nSubject: Quay",
    ],
)
def test_what_notes_forwarded_is_its_writers(head: str) -> None:
    rule = "--------- Forwarded by Anna Ek/OSL/EK on 05/24/2001 10:00 AM ---------"
    document = read(plain(f"See below.\n{rule}\n\n{head}\n\nClosed.\n"), MAIL)
    (_, words), (who, quoted) = said(document)

    assert words.endswith(rule)
    assert who.startswith("Bert")
    assert who.endswith("2001-05-23")
    assert quoted.endswith("Subject: Quay Closed.")


def test_threads_of_outlook_are_by_one_after_the_other() -> None:
    head = "From: {}\nSent: {} May 2021 09:00\nTo: All\nSubject: Quay\n\n{}\n\n"
    mail = "Mine.\n\n" + head.format("Bert", 3, "His.") + head.format("Carla", 2, "Hers.")
    assert [who for who, _ in said(read(plain(mail), MAIL))] == [
        "Anna", "Bert 2021-05-03", "Carla 2021-05-02",
    ]  # fmt: skip


def test_no_sentence_is_by_two_people() -> None:
    mail = "Bye,\nAnna\n-----Original Message-----\nFrom: Bert Ohm\nSent: 3 May 2021\n\nClosed.\n"
    document = read(plain(mail), MAIL)
    passages = split(document, lambda texts: [len(text.split()) for text in texts], 100)
    sentences = [(p.voice is None, p.quote(s)) for p in passages for s in p.sentences]

    assert [own for own, quote in sentences if "Original" in quote] == [True]
    assert [own for own, quote in sentences if "Bert" in quote] == [False]


def test_after_the_end_of_a_forwarded_mail_its_sender_goes_on() -> None:
    mail = (
        "----- Forwarded message from Bert -----\n\nDate: Mon, 3 May 2021 09:00\nFrom: Bert\n\n"
        "Closed.\n\n----- End forwarded message -----\nSo it is.\n"
    )
    *_, (who, words) = said(read(plain(mail), MAIL))
    assert (who, words) == ("Anna", "----- End forwarded message ----- So it is.")


@pytest.mark.parametrize(
    "quoted",
    [
        "<div class=gmail_quote><div>On Mon, May 3, 2021 at 9:00 AM Bert Ohm &lt;<a>b@x.example</a>"
        "&gt; wrote:<br></div><blockquote class=gmail_quote><p>Close it.</p></blockquote></div>",
        "<div>Am 03.05.2021 um 09:00 schrieb Bert Ohm:</div>"
        "<blockquote type=cite>Close it.</blockquote>",
        "<div id=divRplyFwdMsg><b>From:</b> Bert Ohm<br><b>Sent:</b> Monday, May 3, 2021 9:00 AM"
        "<br><b>To:</b> Anna<br><b>Subject:</b> Quay</div><div>Close it.</div>",
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>Von:</b> Bert Ohm<br><b>"
        "Gesendet:</b> Montag, 3. Mai 2021 09:00<br><b>An:</b> Anna</p></div><p>Close it.</p>",
        "<div class=yahoo_quoted>On Monday, 3 May 2021, 09:00:00 CEST, Bert Ohm &lt;b@x.example&gt;"
        " wrote:<br><br><div>Close it.</div></div>",
        "<p>Begin forwarded message:</p><blockquote type=cite><div><b>From: </b>Bert Ohm</div><div>"
        "<b>Date: </b>3 May 2021 at 09:00</div><div><b>To: </b>Anna</div><br><div>Close it.</div>",
    ],
)  # fmt: skip
def test_quotations_in_html_are_by_whom_they_quote(quoted: str) -> None:
    document = read(html(f"<div>I agree.</div>{quoted}"), MAIL)
    (voice,) = document.voices

    assert voice.author.startswith("Bert Ohm")
    assert voice.published == "2021-05-03"
    assert document.text[voice.start : voice.end].endswith("Close it.")
    assert "I agree." in document.text[: voice.start]


def test_an_inline_reply_in_html() -> None:
    page = (
        "<p>Bert Ohm wrote:</p><blockquote type=cite>One?</blockquote><p>Yes.</p>"
        "<blockquote type=cite>Two?<blockquote>Three?</blockquote></blockquote><p>No.</p>"
        '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">Mine.</blockquote>'
    )
    assert said(read(html(page), MAIL)) == [
        ("Anna", "Bert Ohm wrote:"),
        ("Bert", "One?"),
        ("Anna", "Yes."),
        ("Bert", "Two?"),
        ("", "Three?"),
        ("Anna", "No. Mine."),
    ]


def test_the_end_of_a_quoted_line_that_was_wrapped_again_stays_quoted() -> None:
    long = "> The dredger that the council ordered in March will not arrive before"
    document = read(
        plain(f"{long}\nthe end\n> of June because the yard burned down.\n\nI see.\n"), MAIL
    )
    assert said(document)[0][1].endswith(
        "not arrive before the end of June because the yard burned down."
    )


def test_a_line_that_a_mailbox_marked_is_no_quotation() -> None:
    document = read(plain("See this.\n>From Monday on it is closed.\n>= 5 boats stay.\n"), MAIL)
    assert body(document) == "See this.\nFrom Monday on it is closed.\n>= 5 boats stay."
    assert document.voices == ()


@pytest.mark.parametrize(
    "line",
    """\
On Mon, May 3, 2021 at 10:00 AM Bert Ohm <bert@x.example> wrote:
On 3 May 2021, at 10:00, Bert Ohm <bert@x.example> wrote:
On Mon, 3 May 2021, 10:00 Bert Ohm, <bert@x.example> wrote:
2021-05-03 10:00 GMT+02:00 Bert Ohm <bert@x.example>:
Bert Ohm <bert@x.example> wrote on 3 May 2021 10:00:
Am Mo., 3. Mai 2021 um 10:00 Uhr schrieb Bert Ohm <bert@x.example>:
Am Montag, den 03.05.2021, 10:00 +0200 schrieb Bert Ohm <bert@x.example>:
Le lun. 3 mai 2021 à 10:00, Bert Ohm <bert@x.example> a écrit :
Le 03/05/2021 à 10:00, Bert Ohm <bert@x.example> a écrit :
El lun, 3 may 2021 a las 10:00, Bert Ohm (<bert@x.example>) escribió:
Il giorno lun 3 mag 2021 alle ore 10:00 Bert Ohm <bert@x.example> ha scritto:
Op ma 3 mei 2021 om 10:00 schreef Bert Ohm <bert@x.example>:
Op 3 mei 2021, om 10:00 heeft Bert Ohm <bert@x.example> het volgende geschreven:
пн, 3 мая 2021 г. в 10:00, Bert Ohm <bert@x.example>:
3 мая 2021 г., в 10:00, Bert Ohm <bert@x.example> написал(а):
Em seg., 3 de mai. de 2021 às 10:00, Bert Ohm <bert@x.example> escreveu:
Den mån 3 maj 2021 kl 10:00 skrev Bert Ohm <bert@x.example>:
pon., 3 maj 2021 o 10:00 Bert Ohm <bert@x.example> napisał(a):
Bert Ohm <bert@x.example> 于2021年5月3日周一 10:00写道：""".splitlines(),
)
def test_an_attribution_in_any_language(line: str) -> None:
    assert attribution(line) == (("Bert Ohm <bert@x.example>", "2021-05-03"), True)


@pytest.mark.parametrize("line", ["The order is as follows:", "Note:", "Bert wrote to me.", ""])
def test_what_is_no_attribution(line: str) -> None:
    assert attribution(line) is None


def test_a_name_is_not_made_of_a_sentence() -> None:
    found = attribution("The council says in its letter to the yard:")
    assert found is not None
    assert found.writer.author == ""


def test_a_day_that_may_be_a_month_is_not_guessed() -> None:
    days = [find_day(text) for text in ("03/05/2021", "23/05/2021", "5/23/21", "03.05.21")]
    assert [d.iso for d in days if d] == ["", "2021-05-23", "2021-05-23", "2021-05-03"]
