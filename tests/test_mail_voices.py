"""What the sender of a mail wrote, and what may be anybody's, is in nobody else's name."""

import textwrap

import pytest

from corpus import Document, Source, read
from corpus.formats.mail.attribution import attribution
from corpus.formats.plain_text import read_plain_text

MAIL = Source("test:mail", "mail.eml")
HEAD = (
    "From: Anna Ek <anna@ek.example>\nTo: carla@x.org\nDate: Wed, 5 May 2021 10:00:00 +0200\n"
    "Message-ID: <1@ek.example>\nSubject: Quay\nMIME-Version: 1.0\n"
)
TEXT = "Content-Type: text/plain; charset=utf-8\n\n"
BERT = "On Mon, May 3, 2021 at 9:00 AM Bert Ohm <b@x.org> wrote:"
OUTLOOK = "From: Bert Ohm <b@x.org>\nSent: 3 May 2021 09:00\nTo: Anna\nSubject: Quay"


def plain(body: str) -> Document:
    return read(f"{HEAD}{TEXT}{textwrap.dedent(body)}".encode(), MAIL)


def html(body: str) -> Document:
    return read(f"{HEAD}Content-Type: text/html; charset=utf-8\n\n{body}".encode(), MAIL)


def said(document: Document) -> list[tuple[str, str]]:
    """Return the parts that are not the sender's: first name and words."""
    return [
        (voice.author.partition(" ")[0], " ".join(document.text[voice.start : voice.end].split()))
        for voice in document.voices
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Trip:\n\nFrom: Berlin\nTo: Paris\nDate: 12 June 2021\nSeat: 45\n\nI have paid.",
        "Your trip:\n\nFrom: Oslo S\nTo: Bergen\nDate: 12 June 2021 10:25\n\nI have paid.",
        "Deine Reise:\n\nVon: Berlin Hbf\nAn: Paris Est\nDatum: 12.06.2021, 10:25 Uhr\n\nBezahlt.",
        "Agenda\n----------\nFrom: 9:00\nTo: 10:00\n\nI will not come.",
        "Agenda\n----------\nVon: 9 Uhr\nBis: 10 Uhr\nDatum: 12.06.2021\n\nIch komme nicht.",
        "Minutes:\n\nFrom: 10:00\nDate: 12 June 2021\nSubject: budget\n\nWe agreed on nothing.",
        "Invoice\n\nTo: Carl Day\nFrom: Port of Hull\nDate: 12 June 2021\n\nI owe nothing.",
        "Parcel\n\nFrom: Hull\nTo: Anna Ek\nSent: 3 May 2021 10:00\n\nIt never came.",
        "Paket\n\nVon: Kiel\nAn: Anna Ek\nGesendet: 03.05.2021 10:00\n\nKam nie an.",
        "Leave\n\nFrom: Monday\nTo: Friday\nDate: 12 June 2021\nSubject: leave\n\nPlease sign.",
        "Phone call\n\nFrom: Carl Day\nTo: Bert\nDate: 12 June 2021, 10:30\nSubject: rent\n\nNo.",
        "Train\n\nDe : Paris\nÀ : Lyon\nDate : 12 juin 2021 10:25\nObjet : billet\n\nPayé.",
        "Original message below\n\nFrom: Monday on we close.\nTo: be sure, come early.\n\nMine.",
        "____________\nFrom: The board\nTo: Us\nDate: 12 June 2021\nSubject: Quay\n\nMy draft.",
        "MEMO\n\nFrom: The board\nTo: All staff\nDate: 12 June 2021\nSubject: Quay\n\nMy draft.",
        "Hi\n____________________\nFrom: me to you\nTo: all\n\nHappy birthday.",
        "To: do\nFrom: now on we meet on Mondays.\nDate: 12 June 2021\n\nMy words.",
        "Meeting on 23/05/2021 09:00\nTo: All\nSubject: Quay\n\nI will speak first.",
        "At the meeting on 3 May 2021 at 10:30 the chair said:\n\nIt is closed.\n\nI doubt it.",
        "In der Sitzung am 3.5.2021 um 10:30 schrieb der Vorsitz:\n\nGesperrt.\n\nDas ist falsch.",
        "As the minister Karl Ohm <k@x.org> wrote on 4 May 2020 at 10:00:\nIt is safe.\n\nNo.",
        "Wie Minister Ohm <k@x.org> am 4.5.2020 um 10:00 schrieb:\nEs ist sicher.\n\nNein.",
        "As the minister\nKarl Ohm <k@x.org> wrote on 4 May 2020 at 10:00:\nIt is safe.\n\nNo.",
        "Our offer on 3 May 2021 at 10:00 as Bert Ohm says:\n\nI will pay nothing.",
        "On 5 June 2021 at 14:00 Bert writes:\n\nI do not accept his claim.",
        "Am 5. Juni 2021 um 14:00 Uhr schreibt Bert Ohm:\n\nDas nehme ich nicht hin.",
        "Appointment on 3 May 2021 10:00 with Bert Ohm <b@x.org>:\n\nI bring the papers.",
        "12 June 2021, 10:00 Bert Ohm <b@x.org>:\nHe gets the keys.\n\n11:00 Carla:\nI do.",
        "Yesterday, 4 May 2021 at 10:00, Bert Ohm (b@x.org) wrote:\n\nNo.\n\nI disagree.",
        "On 4 May 2021 at 10:00 I (anna@ek.example) wrote:\n\nPay.\n\nNobody did.",
        "On 4 May 2021 at 10:00 Bert (b@x.org) said:\n\nPay.\n\nNobody did.",
        "Bert Ohm (b@x.org) hat mir am 3.5.2021 um 10:30 geschrieben:\n\nNie.\n\nDoch.",
        "Log:\n\n2021-05-03 10:00 Bert Ohm <b@x.org>:\nNo.\n2021-05-03 10:01 Me <a@x.org>:\nYes.",
        f"{BERT}\n\n[...]\n\nI agree.",
        "Then he said:\n\nNever.\n\nI left.",
        "Dann schrieb er:\n\nNie.\n\nIch ging.",
        "PS: From: here on I am away. Subject: none.\n\nAnna",
        "-- \nAnna Ek\nFrom: Selby\nPhone: 1\nDate: always",
        "Board Meeting, 06.09.2021 18:00:\n\nI bring the papers.",
        "In item (a) on 3 May 2021 at 10:30 Bert Ohm wrote:\n\nPay.\n\nNobody did.",
        "Am 3.5.21 um 10:30 schrieb Bert Ohm:\n\nNie.\n\nDoch.",
        "Permit\n\nNo: A12\nDate: 12 June 2021, 10:30\nTo: Bert\nSubject: rent\n\nPaid.",
        "Paczka\n\nOd: Hull\nDo: Anna Ek\nData: 12 czerwca 2021 10:25\nTemat: list\n\nNie ma.",
        "Ship:\n\nFrom Hull\nTo Kiel\nDate 12 June 2021\nSubject to ice\n\nI go.",
        "Run this:\nSQL> select 1\nIt says one.",
        "| Port | Fee |\n|------|-----|\n| Kiel | 45 |\n\nI paid.",
        "Notes:\n\n| Buy milk\n| Call Bert\n\nAnna",
        "In R:\n\nR> summary(x)\n\nIt is 4.",
        "cat fees.txt\n| sort\n| head\n\nI ran it.",
    ],
)  # fmt: skip
def test_what_the_sender_wrote_stays_the_senders(body: str) -> None:
    assert plain(body).voices == ()


@pytest.mark.parametrize(
    "above",
    [
        "The law says:", "Das Gesetz sagt:", "She wrote:", "Er schrieb:", "The chair said:",
        "Der Vorsitz schrieb:", "As Karl Ohm wrote on 4 May 2020:", "Wie Karl Ohm schrieb:",
        "At the meeting on 3 May 2021 at 10:30 the chair said:", "My favourite poem:", "I wrote:",
    ],
)  # fmt: skip
def test_what_is_quoted_from_nobody_known_is_nobodys(above: str) -> None:
    assert said(plain(f"{above}\n> No bridge is safe.\n\nSo it is.")) == [
        ("", "No bridge is safe.")
    ]


@pytest.mark.parametrize("above", ["The law says:", "Mein Lieblingsgedicht:"])
def test_a_law_below_a_quoted_mail_is_not_of_that_mail(above: str) -> None:
    mail = plain(f"{BERT}\n> It is safe.\n\nPS: No.\n\n{above}\n\n> No bridge is safe.\n")
    assert said(mail) == [("Bert", "It is safe."), ("", "No bridge is safe.")]


@pytest.mark.parametrize(
    "law",
    [
        "<blockquote>No bridge is safe.</blockquote>",
        "<p>As the law says:</p><blockquote class=law>No bridge is safe.</blockquote>",
        "<blockquote class=gmail_quote>No bridge is safe.</blockquote>",
    ],
)
def test_a_law_below_a_quoted_page_is_not_of_that_page(law: str) -> None:
    quoted = (
        f"<div class=gmail_quote><div>{BERT.replace('<', '&lt;')}</div><blockquote"
        " class=gmail_quote>It is safe.</blockquote></div>"
    )
    for page in (f"{quoted}<p>PS: no.</p>{law}", f"<p>Hi.</p>{law}{quoted}"):
        assert sorted(said(html(page))) == [("", "No bridge is safe."), ("Bert", "It is safe.")]


def test_a_blockquote_is_by_whom_the_line_above_it_names() -> None:
    page = (
        "<p>Bert Ohm wrote:</p><blockquote>One.</blockquote><p>Yes.</p>"
        "<blockquote>Two.</blockquote>"
    )
    assert said(html(page)) == [("Bert", "One."), ("", "Two.")]


@pytest.mark.parametrize(
    "quoted",
    [
        f"-----Original Message-----\n{OUTLOOK}\n\nIt is safe.",
        f"{BERT}\n\nIt is safe.",
        f"{BERT}\n\n> It is safe.",
    ],
)
def test_another_text_of_the_mail_is_the_senders(quoted: str) -> None:
    data = (
        f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\n{TEXT}See.\n\n{quoted}\n"
        f"--x\n{TEXT}I add: it is NOT safe.\n--x--\n"
    )
    ((who, words),) = said(read(data.encode(), MAIL))
    assert who == "Bert"
    assert words.endswith("It is safe.")


def test_what_stands_below_a_forwarded_page_is_the_senders() -> None:
    forwarded = (
        "<div class=gmail_quote>---------- Forwarded message ---------<br>From: Bert Ohm<br>"
        "Date: Mon, May 3, 2021 at 9:00 AM<br>Subject: Quay<br>To: Anna<br><br><p>It is safe.</p>"
        "</div>"
    )
    ((who, words),) = said(html(f"<p>See below.</p>{forwarded}<p>PS: It is not.</p>"))
    assert (who, words.endswith("It is safe.")) == ("Bert", True)


@pytest.mark.parametrize(
    "page",
    [
        "<p>Trip</p><table><tr><td>From:<td>Berlin<tr><td>To:<td>Paris<tr><td>Date:<td>12 June 2021"
        "</table><p>I paid.</p>",
        "<p>Plan</p><hr><p>Von: 9:00<br>Bis: 10:00<br>Datum: 12.06.2021</p><p>Ohne mich.</p>",
    ],
)
def test_a_page_that_the_sender_wrote_stays_the_senders(page: str) -> None:
    assert html(page).voices == ()


def test_an_inline_reply_of_gmail_keeps_its_names() -> None:
    page = (
        f"<div>Hi</div><div class=gmail_quote><div>{BERT.replace('<', '&lt;')}</div><blockquote"
        " class=gmail_quote>One?</blockquote><div>Yes.</div><blockquote class=gmail_quote>Two?"
        "<div class=gmail_quote><div>On May 2, 2021 at 9:00 Carla &lt;c@x.org&gt; wrote:</div>"
        "<blockquote class=gmail_quote>Three?</blockquote></div>So</blockquote><div>No.</div></div>"
    )
    assert [who for who, _ in said(html(page))] == ["Bert", "Bert", "Carla", "Bert"]


def test_a_reply_between_attribution_and_quoted_lines_is_the_senders() -> None:
    mail = plain(
        f"{BERT}\n\nHi Bert, my answers:\n\n> Is it safe?\n\nNo.\n\n> Why?\n\nIt is old.\n"
    )
    assert [words for _, words in said(mail)] == ["Is it safe?", "Why?"]
    mail = plain(f"{BERT}\n\nHi Bert.\n\n> Is it safe?\n\nNo.\n")
    assert said(mail) == [("Bert", "Is it safe?")]


def test_replies_between_marked_lines_below_a_head_are_the_senders() -> None:
    mail = plain(
        f"-----Original Message-----\n{OUTLOOK}\n\n> Is it safe?\n\nNo.\n\n> Why?\n\nOld.\n"
    )
    assert said(mail) == [("Bert", "Is it safe?"), ("Bert", "Why?")]


@pytest.mark.parametrize("signed", ["Anna", "- Anna Ek", "Best regards, Anna", "LG Anna"])
@pytest.mark.parametrize("above", [f"-----Original Message-----\n{OUTLOOK}", BERT])
def test_below_unmarked_words_the_sender_may_have_gone_on(signed: str, above: str) -> None:
    mail = plain(f"See.\n\n{above}\n\nIt is safe.\n\nI doubt that.\n\n{signed}\n")
    assert all(who == "" for who, words in said(mail) if "I doubt" in words)


def test_a_writer_keeps_what_the_writer_signed() -> None:
    thread = f"{OUTLOOK}\n\nAnna,\n\nIt is safe.\n\nBest\nBert\n"
    ((who, words),) = said(plain(f"See.\n\n{thread}"))
    assert (who, words.endswith("Best Bert")) == ("Bert", True)

    ((who, words),) = said(plain(f"See.\n\n{thread}\n-- \nAnna Ek, Port of Selby\n"))
    assert (who, words.endswith("Best Bert")) == ("Bert", True)

    (_, bert), (nobody, rest) = said(
        plain(f"See.\n\n{thread}Port of Hull\n\nI doubt it.\n\nAnna\n")
    )
    assert bert.endswith("Best Bert")
    assert (nobody, rest) == ("", "Port of Hull I doubt it. Anna")


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("On Sun, Carl <c@x.org> wrote:", "Carl <c@x.org>"),
        ("On Monday at 10:00, Carl wrote:", "Carl"),
        ("Am Montag um 10:00 schrieb Carl:", "Carl"),
        ("Am Montag, dem 3. Mai 2021 um 9:00 Uhr hat Carl Folgendes geschrieben:", "Carl"),
        ("Bert wrote yesterday:", "Bert"),
        ("Gestern schrieb Bert Ohm:", "Bert Ohm"),
        ("On Mon, May 3, 2021 at 10:00:00AM +0200, Bert Ohm wrote:", "Bert Ohm"),
        ("On 5/3/21 10:00 AM, Bert Ohm via Dev wrote:", "Bert Ohm"),
        ("On Mon, 2021-05-03 at 10:00 +0200, Ursula von der Leyen wrote:", "Ursula von der Leyen"),
        ("On Monday 03 May 2021 10:00:00 Bert Ohm wrote:", "Bert Ohm"),
        ("On May 3, 2021, at 10:00, bert ohm <b@x.org> wrote:", "bert ohm <b@x.org>"),
        ("On 3 May 2021 10:00, The Guardian <n@x.org> wrote:", "The Guardian <n@x.org>"),
        ("On 3 May 2021 10:00, <b@x.org> wrote:", "b@x.org"),
        ("On 3 May 2021 at 10:00:11 UTC+2 Bert Ohm wrote:", "Bert Ohm"),
        ("On 3 May 2021 at 10:00:11 AM GMT+2, Bert Ohm <b@x.org> wrote:", "Bert Ohm <b@x.org>"),
        ("On 3 May 2021 at 10:00, M. La Rue wrote:", "M. La Rue"),
        ("On 3 May 2021, Bert Ohm via Dev <dev@x.org> wrote:", "Bert Ohm"),
        ("Am 3. Mai 2021, 10:00 MESZ hat Bert Ohm <b@x.org> Folgendes geschrieben:",
         "Bert Ohm <b@x.org>"),
        ("Bert Ohm <b@x.org> writes:", "Bert Ohm <b@x.org>"),
        ('"Ohm, Bert (SELBY)" <b@x.org> schrieb am 3.5.2021 10:00:', "Ohm, Bert (SELBY) <b@x.org>"),
        ("ma 3. toukok. 2021 klo 10.00 Bert Ohm (b@x.org) kirjoitti:", "Bert Ohm <b@x.org>"),
        ("2021年5月3日(月) 10:00 Bert Ohm <b@x.org>:", "Bert Ohm <b@x.org>"),
        ("2021년 5월 3일 (월) 오전 10:00, Bert Ohm <b@x.org>님이 작성:", "Bert Ohm <b@x.org>"),
        ("As Karl Ohm <k@x.org> wrote on 4 May 2020:", ""),
        ("Wie Karl Ohm <k@x.org> schrieb:", ""),
        ("They wrote:", ""),
        ("Sie schrieb:", ""),
    ],
)  # fmt: skip
def test_who_is_named(line: str, author: str) -> None:
    found = attribution(line)
    assert found is not None
    assert found.writer.author == author


def test_a_text_that_begins_like_a_timetable_has_no_author() -> None:
    text = "From: Berlin Hbf\nTo: Paris Est\nDate: 12 June 2021 10:25\n\nChange in Cologne."
    assert read_plain_text(text.encode(), Source("test:x", "x.txt")).author == ""


@pytest.mark.parametrize("mark", ["BO> ", "BO>", "Bert> ", "| "])
def test_other_marks_of_quotations(mark: str) -> None:
    mail = plain(f"Bert Ohm wrote:\n{mark}It is safe.\n{mark}I saw it.\nNo.\n")
    assert [(who, words) for who, words in said(mail)] == [("Bert", "It is safe. I saw it.")]


def test_initials_below_a_line_that_names_nobody() -> None:
    mail = plain("Monday, May 3, 2021, 10:07:11 PM, you wrote:\n\nBO> Is it safe?\n\nNo.\n")
    assert said(mail) == [("", "Is it safe?")]


def test_marks_in_a_mail_that_was_saved_as_text() -> None:
    text = f"{OUTLOOK}\n\nCarl Day wrote:\nCD> It is safe.\n\nNo.\n"
    (voice,) = read_plain_text(text.encode(), Source("test:x", "x.txt")).voices
    assert voice.author == "Carl Day"


def test_the_end_of_a_quoted_line_may_have_lost_its_mark() -> None:
    mail = plain(f"{BERT}\n> The hut burned and\nthe dog died.\n>\n> That is all.\n\nNo.\n")
    assert said(mail) == [("Bert", "The hut burned and the dog died. That is all.")]
    mail = plain(f"{BERT}\n> Is it safe\nno, never\n> Why\n")
    assert [words for _, words in said(mail)] == ["Is it safe", "Why"]
