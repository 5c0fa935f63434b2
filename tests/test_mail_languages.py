"""Heads and attributions of mails in many languages."""

import pytest

from corpus import Document, Source, read
from corpus.formats.mail.dates import find_day

MAIL = Source("test:mail", "mail.eml")
HEAD = (
    "From: Anna Ek <anna@ek.example>\nTo: carla@x.org\nDate: Wed, 5 May 2021 10:00:00 +0200\n"
    "Subject: Quay\nMIME-Version: 1.0\n"
)


def plain(body: str) -> Document:
    return read(f"{HEAD}Content-Type: text/plain; charset=utf-8\n\n{body}".encode(), MAIL)


def html(body: str) -> Document:
    return read(f"{HEAD}Content-Type: text/html; charset=utf-8\n\n{body}".encode(), MAIL)


OHM = "Bert Ohm <b@x.org>"


@pytest.mark.parametrize(
    "line",
    [
        f"{OHM}, 3 May 2021 Pzt, 10:07 tarihinde şunu yazdı:",
        f"3 May 2021 10:07 tarihinde {OHM} şunları yazdı:",
        f"Dne 3. 5. 2021 v 10:07 {OHM} napsal(a):",
        f"po 3. 5. 2021 v 10:07 odesílatel {OHM} napsal:",
        f"Dňa 3. 5. 2021 o 10:07 {OHM} napísal(a):",
        f"pon., 3 maj 2021 o 10:07 {OHM} napisał(a):",
        f"Στις Δευ 3 Μαΐ 2021 στις 10:07 π.μ., ο χρήστης {OHM} έγραψε:",
        f"{OHM} ezt írta (időpont: 2021. máj. 3., H, 10:07):",
        f"пн, 3 трав. 2021 р. о 10:07 {OHM} пише:",
        f"3 трав. 2021 р. о 10:07 {OHM} написав(-ла):",
        f"На пн, 3.05.2021 г. в 10:07 {OHM} написа:",
        f"pon, 3. svi 2021. u 10:07 {OHM} napisao je:",
        f"V V pon., 3. maj 2021 ob 10:07 je oseba {OHM} napisala:",
        f"În lun., 3 mai 2021 la 10:07, {OHM} a scris:",
        f"2021-05-03, pr, 10:07 {OHM} rašė:",
        "pirmd., 2021. g. 3. maijs, plkst. 10:07 — lietotājs Bert Ohm (<b@x.org>) rakstīja:",
        f"Kuupäev E, 3. mai 2021 kell 10:07 kirjutas {OHM}:",
        f"man. 3. mai 2021 kl. 10:07 skrev {OHM}:",
        f"{OHM} escreveu (segunda, 3/05/2021 à(s) 10:07):",
        f"El lunes, 3 de mayo de 2021, 10:07:12 CEST, {OHM} escribió:",
        f"Le dimanche 3 mai 2021 à 10:07:12 UTC+2, {OHM} a écrit :",
        f"{OHM} 於 2021年5月3日 週一 上午10:07寫道：",
        f"2021年5月3日(月) 10:07 {OHM}:",
        "Dne 3. 5. 2021 v 10:07 Bert Ohm napsal(a):",
        "Bert Ohm, 03.05.2021 10:07:",
    ],
)  # fmt: skip
def test_attributions_that_programs_write_need_no_marks(line: str) -> None:
    (voice,) = plain(f"Never.\n\n{line}\n\nIt is safe.").voices
    assert voice.author in (OHM, "Bert Ohm")
    assert voice.published == "2021-05-03"


@pytest.mark.parametrize("line", [f"--- {OHM} wrote:", f"Quoting {OHM}:", f"Zitat von {OHM}:"])
def test_an_attribution_without_a_day(line: str) -> None:
    (voice,) = plain(f"Never.\n\n{line}\n\nIt is safe.").voices
    assert voice.author == OHM


@pytest.mark.parametrize(
    "fields",
    [
        "De|Enviada em|Para|Assunto|segunda-feira, 6 de setembro de 2021 18:02",
        "Kimden|Gönderildi|Kime|Konu|6 Eylül 2021 Pazartesi 18:02",
        "Gönderen|Gönderilme|Kime|Konu|6 Eylül 2021 Pazartesi 18:02",
        "Feladó|Küldve|Címzett|Tárgy|2021. szeptember 6., hétfő 18:02",
        "Від|Надіслано|Кому|Тема|6 вересня 2021 р. 18:02",
        "Από|Στάλθηκε|Προς|Θέμα|Δευτέρα, 6 Σεπτεμβρίου 2021 6:02 μμ",
        "От|Изпратено|До|Относно|понеделник, 6 септември 2021 г. 18:02",
        "Šalje|Poslano|Prima|Predmet|6. rujna 2021. 18:02",
        "Od|Odesláno|Komu|Předmět|pondělí 6. září 2021 18:02",
        "Fra|Sendt|Til|Emne|6. september 2021 18:02",
        "Van|Verzonden|Aan|Onderwerp|maandag 6 september 2021 18:02",
        "Saatja|Saadetud|Adressaat|Teema|esmaspäev, 6. september 2021 18:02",
        "Lähettäjä|Lähetetty|Vastaanottaja|Aihe|maanantai 6. syyskuuta 2021 18.02",
        "Ó|Seolta|Chuig|Ábhar|6 September 2021 18:02",
        "No|Nosūtīts|Kam|Temats|pirmdiena, 2021. gada 6. septembris 18:02",
        "Nuo|Išsiųsta|Kam|Tema|2021 m. rugsėjo 6 d., pirmadienis 18:02",
        "Minn|Mibgħut|Lil|Suġġett|6 ta' Settembru 2021 18:02",
        "Od|Wysłano|Do|Temat|poniedziałek, 6 września 2021 18:02",
        "De la|Trimis|Către|Subiect|luni, 6 septembrie 2021 18:02",
        "Od|Odoslané|Komu|Predmet|pondelok 6. septembra 2021 18:02",
        "Od|Poslano|Za|Zadeva|ponedeljek, 06. september 2021 18:02",
        "От|Отправлено|Кому|Тема|6 сентября 2021 г. 18:02",
        "发件人|发送时间|收件人|主题|2021年9月6日 18:02",
        "寄件者|寄件日期|收件者|主旨|2021年9月6日 下午 06:02",
        "差出人|送信日時|宛先|件名|2021年9月6日 18:02",
        "보낸 사람|보낸 날짜|받는 사람|제목|2021년 9월 6일 월요일 오후 6:02",
    ],
)
def test_heads_in_many_languages(fields: str) -> None:
    sender, sent, to, subject, day = fields.split("|")
    head = f"{sender}: Bert Ohm\n{sent}: {day}\n{to}: Anna\n{subject}: Quay"
    for mail in (
        plain(f"No.\n\n{head}\n\nYes."),
        html(f"No.<p>{head}</p>Yes.".replace("\n", "<br>")),
    ):
        assert [(voice.author, voice.published) for voice in mail.voices] == [
            ("Bert Ohm", "2021-09-06")
        ]


@pytest.mark.parametrize(
    "rule",
    ["Eredeti üzenet", "Orijinal Mesaj", "Původní zpráva", "Original Message", "Αρχικό μήνυμα"],
)
def test_heads_without_colons(rule: str) -> None:
    head = 'From "Bert Ohm" <b@x.org>\nTo "Anna" <a@x.org>\nDate 23/05/2021 18:02:11\nSubject Quay'
    (voice,) = plain(f"No.\n\n------ {rule} ------\n{head}\n\nYes.").voices
    assert (voice.author, voice.published) == (OHM, "2021-05-23")


def test_a_short_head_counts_where_it_is_quoted() -> None:
    head = 'Od: "Bert Ohm" <b@x.org>\n> Data: 6 września 2021 18:02'
    (voice,) = plain(f"No.\n\n> {head}\n>\n> Yes.").voices
    assert (voice.author, voice.published) == (OHM, "2021-09-06")
    assert plain(f"No.\n\n{head.replace('> ', '')}\n\nMine.").voices == ()


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("6. listopada 2021.", "2021-10-06"), ("6 listopada 2021", "2021-11-06"),
        ("6. listopadu 2021", "2021-11-06"), ("6. lis 2021", ""), ("6. srp 2021", ""),
        ("6. června 2021", "2021-06-06"), ("6. července 2021", "2021-07-06"),
        ("6 lipca 2021", "2021-07-06"), ("6. lipnja 2021.", "2021-06-06"),
        ("2021. 09. 06.", "2021-09-06"), ("6. 9. 2021", "2021-09-06"),
    ],
)  # fmt: skip
def test_months_that_differ_between_languages(words: str, iso: str) -> None:
    day = find_day(words)
    assert day is not None
    assert day.iso == iso
