"""Messages as Outlook saves them (.msg)."""

from email import message_from_bytes

import pytest
from made_msg import Tree, compound, message

from corpus import CorpusError, Damaged, Encrypted, Source, detect, read
from corpus.formats.mail.compressed_rtf import decompress
from corpus.reading import read_contents

NOTE = Source("test:note", "note.msg")
FROM, ADDRESS, SUBJECT, CLASS, BODY, HTML, RTF = 0x42, 0x5D02, 0x37, 0x1A, 0x1000, 0x1013, 0x1009
SENT = {0x39: 132645960000000000}  # 4 May 2021, 10:00 UTC
HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a0072637067313235423220"[:-2]
    + "0af32068656c090020627705b06c647d0a800fa0"
)


def head() -> dict[int, str]:
    return {FROM: "Anna Ek", ADDRESS: "anna@ek.example", SUBJECT: "Quay", BODY: "Closed. Now.\r\n"}


def receiver(name: str, address: str, kind: int) -> Tree:
    return message({0x3001: name, 0x39FE: address}, fixed={0xC15: kind}, header=8)


def test_a_message_tells_who_wrote_what_to_whom_and_when() -> None:
    to = {
        "__recip_version1.0_#00000000": receiver("Bert Ohm", "bert@ohm.example", 1),
        "__recip_version1.0_#00000001": receiver("Carla", "/o=Exchange/cn=Carla", 2),
    }
    data = compound(message(head(), fixed=SENT, inside={**to}))

    assert detect(data, "x") == "application/vnd.ms-outlook"
    document = read(data, NOTE)
    assert (document.title, document.author) == ("Quay", "Anna Ek <anna@ek.example>")
    assert document.published == "2021-05-04"
    assert document.text == (
        "From: Anna Ek <anna@ek.example>\nTo: Bert Ohm <bert@ohm.example>\nCc: Carla\n"
        "Date: Tue, 04 May 2021 10:00:00 +0000\nSubject: Quay\n\nClosed. Now."
    )


def test_what_is_quoted_in_a_message_is_by_its_writer() -> None:
    below = "From: Bert Ohm\r\nSent: Monday, 3 May 2021 09:00\r\nTo: Anna\r\n\r\nIs it closed?\r\n"
    document = read(compound(message({**head(), BODY: f"Yes.\r\n\r\n{below}"})), NOTE)
    (voice,) = document.voices
    assert (voice.author, voice.published) == ("Bert Ohm", "2021-05-03")


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({HTML: b"<p>Gr\xfc\xdfe <b>aus</b> Selby.</p>"}, "Grüße aus Selby."),
        ({RTF: HELLO}, "hello world"),
    ],
)
def test_a_message_without_plain_text(more: dict[int, bytes], text: str) -> None:
    words = {name: value for name, value in head().items() if name != BODY}
    document = read(compound(message(words, more, {0x3FDE: 1252})), NOTE)
    assert document.text.endswith(f"Subject: Quay\n\n{text}")


def test_the_html_is_read_unless_it_says_less() -> None:
    words = {**head(), BODY: "See our site<https://x.example/>. It is closed.\r\n"}
    page = b"<p>See our <a href='https://x.example/'>site</a>. It is <b>closed</b>.</p>"
    assert read(compound(message(words, {HTML: page})), NOTE).text.endswith(
        "\n\nSee our site. It is closed."
    )
    assert "closed" in read(compound(message(words, {HTML: b"<p>See.</p>"})), NOTE).text


def test_compressed_rtf() -> None:
    assert decompress(HELLO) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    with pytest.raises(Damaged):
        decompress(b"\0" * 20)


def test_files_and_messages_that_came_with_one() -> None:
    inner = message({**head(), SUBJECT: "Old quay"}, header=24)
    data = compound(
        message(
            head(),
            inside={
                "__attach_version1.0_#00000000": message(
                    {0x3707: "../../a.txt"}, {0x3701: b"Note. " * 900}, header=8
                ),
                "__attach_version1.0_#00000001": message(
                    {0x3001: "Old quay"}, fixed={0x3705: 5}, header=8,
                    inside={"__substg1.0_3701000D": inner},
                ),
                "__attach_version1.0_#00000002": message(
                    {0x3707: "a.png"}, {0x3701: b"\x89PNG"}, header=8
                ),
            },
        )
    )  # fmt: skip
    found = read_contents(data, NOTE)
    file, mail = found.parts

    assert (file.name, file.data) == ("../../a.txt", b"Note. " * 900)
    assert mail.name == "Old quay.eml"
    assert message_from_bytes(mail.data)["Subject"] == "Old quay"
    assert "Closed. Now." in read(mail.data, NOTE, mail.name).text
    assert found.document is not None
    assert found.document.notes == ("1 attachment was not read: a.png.",)


def test_a_signed_message_is_read_and_an_encrypted_one_refused() -> None:
    signed = (
        b"Content-Type: multipart/signed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSigned.\n"
        b"--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nxx\n--b--\n"
    )
    for kind in ("IPM.Note.SMIME.MultipartSigned", "IPM.Note.SMIME"):
        sealed = message({0x3707: "smime.p7m"}, {0x3701: signed}, header=8)
        words = {FROM: "Anna", SUBJECT: "Quay", CLASS: kind}
        data = compound(message(words, inside={"__attach_version1.0_#00000000": sealed}))
        if kind.endswith("Signed"):
            assert read(data, NOTE).text.endswith("Signed.")
        else:
            with pytest.raises(Encrypted, match="decrypt it"):
                read(data, NOTE)


def test_a_message_with_a_workbook_in_it_is_no_workbook() -> None:
    sheet = message({0x3707: "a.xls"}, {0x3701: "Workbook".encode("utf-16-le")}, header=8)
    data = compound(message(head(), inside={"__attach_version1.0_#00000000": sheet}))
    assert detect(data, "a.xls") == "application/vnd.ms-outlook"


def test_a_damaged_message_is_refused() -> None:
    data = compound(message(head()))
    for cut in (700, 1_600, len(data) - 600):
        with pytest.raises(CorpusError):
            read(data[:cut], NOTE)
