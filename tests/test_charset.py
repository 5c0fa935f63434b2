"""8-bit texts are read in the charset in which their words look like words."""

import pytest

from corpus import Undecodable
from corpus.encoding.charset import codec_of, detect
from corpus.text import decode

TEXTS = [
    (
        "cp1250 iso8859_2 cp852 mac_latin2",
        "Rada gminy zamknęła most. Głosował Łukasz Żak, więc ścieżka jest pusta.",
    ),
    (
        "cp1250 iso8859_2 cp852 mac_latin2",
        "Zasedání řídila Zdeňka Šťastná. Účet přišel později, než čekali.",
    ),
    ("cp1250 iso8859_2 cp852", "Zasadnutie viedol Ľubomír Šťastný. Ďalší účet prišiel neskôr."),
    (
        "cp1250 iso8859_2 cp852",
        "A gyűlést Szűcs Győző vezette. Később nőtt a hídpénz, és szűkült az út.",
    ),
    (
        "cp1250 iso8859_2 cp852",
        "Sjednicu je vodila Željka Đukić. Većina čamaca otišla je već u lipnju.",
    ),
    (
        "cp1254 iso8859_9 cp857 mac_turkish",
        "Toplantıyı Ayşegül Yıldız yönetti. Köprü geçen kış kapandı, ışıklar söndü.",
    ),
    (
        "cp1257 iso8859_13 cp775",
        "Posėdžiui vadovavo Žygimantas Šukys. Tiltas uždarytas, nes vanduo pakilęs.",
    ),
    (
        "cp1257 iso8859_13 cp775",
        "Sēdi vadīja Jānis Bērziņš. Tilts slēgts, jo ūdens cēlās un ķieģeļi šķīda.",
    ),
    (
        "cp1252 iso8859_15 cp850 cp437 mac_roman",
        "Die Prüfung führte Jörg Größl. Später gab es Ärger über die Brücke.",
    ),
    (
        "cp1252 mac_roman",
        "La séance fut menée à l’aube. « Où est l’élu ? » a demandé Zoé, très fâchée.",
    ),
    (
        "cp1252 cp850 mac_roman",
        "La reunión de mañana será en Logroño. ¿Quién pagará? Según Íñigo, el dueño.",
    ),
    ("cp1252 cp850 cp861", "Fundinum stýrði Þórunn Ægisdóttir. Brúnni var lokað, það þótti miður."),
    (
        "cp1252 cp850 mac_roman",
        "Mødet blev ledet af Søren Østergård. Både færgen og broen var lukket.",
    ),
    ("cp1252 mac_roman", "The aide’s résumé was “naïve” — it cost £50 and nobody paid."),
    ("cp1250 iso8859_2", "A Mr Wałęsa of Gdańsk met the mayor of Łódź at the bridge."),
    (
        "cp1251 koi8_r cp866 iso8859_5 mac_cyrillic",
        "Заседание вела Жанна Щукина. Мост закрыли, вода поднялась.",
    ),
    ("cp1251 koi8_u mac_cyrillic", "Засідання вела Їлена Ґудзь. Міст закрили, бо вода піднялася."),
    ("cp1251 koi8_r iso8859_5", "Заседанието води Щерьо Йовков. Мостът беше затворен през юни."),
    ("cp1251 iso8859_5", "Седницу је водио Љубомир Ђорђевић. Мост је затворен у јуну."),
    (
        "cp1253 iso8859_7 cp737 mac_greek",
        "Τη συνεδρίαση διηύθυνε η Ελένη Ψαρρά. Η γέφυρα έκλεισε τον Ιούνιο.",
    ),
    ("cp1255 iso8859_8 cp862", "את הישיבה ניהלה נועה. הגשר נסגר ביוני כי המים עלו."),
    ("cp1256 iso8859_6", "ترأست الجلسة ليلى حداد. أغلق الجسر في يونيو لأن المياه ارتفعت."),
    ("cp874", "การประชุมนำโดยมาลี สะพานปิดในเดือนมิถุนายน"),
    ("gb18030", "会议由王丽主持。大桥六月关闭，因为水位上涨。"),
    ("big5", "會議由王麗主持。大橋六月關閉，因為水位上漲。"),
    ("cp932 euc_jp iso2022_jp", "会議は佐藤が進めた。橋は六月に閉鎖され、船は戻らなかった。"),
    ("cp949", "회의는 김민서가 이끌었다. 다리는 유월에 닫혔다."),
    ("cp1252", "Grüße"),
    ("cp1251 koi8_r", "Привет"),
    ("cp932 euc_jp", "東京"),
]


@pytest.mark.parametrize(
    ("text", "charset"), [(text, name) for names, text in TEXTS for name in names.split()]
)
def test_a_short_text_is_read_in_its_charset(text: str, charset: str) -> None:
    assert decode(text.encode(charset)) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [text + "\n" for _, text in TEXTS if len(text) > 20])
def test_utf16_without_a_mark_is_seen_in_any_script(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "charset", "declared"),
    [
        ("Мост закрыли, вода поднялась.", "cp1251", "iso-8859-1"),
        ("Мост закрыли, вода поднялась.", "koi8-r", "windows-1251"),
        ("Żak zamknął most w Łodzi.", "cp1250", "iso-8859-1"),
        ("The “bridge” is shut.", "cp1252", "iso-8859-1"),
        ("橋は六月に閉鎖された①。", "cp932", "us-ascii"),
        ("The café is shut.", "utf-8", "iso-8859-1"),
        ("The café is shut.", "cp1252", "utf-8"),
        ("The café is shut.", "cp1252", "x-unknown"),
        ("The café is shut.", "cp1252", "rot13"),
    ],
)
def test_a_declared_charset_that_does_not_fit_gives_way(
    text: str, charset: str, declared: str
) -> None:
    assert decode(text.encode(charset), declared) == text


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Naïve", "iso-8859-1"),
        ("Għandu ċ-ċavetta tal-Ħamrun.", "iso-8859-3"),
        ("鎔", "big5"),
        ("朱镕基", "gbk"),
        ("Łódź Šumava", "iso-8859-2"),
        ("‰ ½", "windows-1252"),
        ("日本語", "iso-2022-jp"),
        ("Grüße + mehr", "utf-7"),
    ],
)
def test_a_declared_charset_that_fits_holds(text: str, charset: str) -> None:
    assert decode(text.encode(charset), charset) == text


def test_stray_bytes_in_utf8_are_read_as_windows_1252() -> None:
    data = "José — señor. ".encode() + b"\x93Yes\x94, said the na\xefve man"

    assert decode(data) == "José — señor. “Yes”, said the naïve man"


def test_a_character_cut_in_two_is_marked_as_such() -> None:
    assert decode("José señor é".encode()[:-1]) == "José señor \ufffd"


@pytest.mark.parametrize("data", [b"\xfd\xfc\xff\xfe" * 50, bytes(range(128, 256)) * 3])
def test_bytes_that_make_no_words_are_refused(data: bytes) -> None:
    assert detect(data) is None
    with pytest.raises(Undecodable, match="save it as UTF-8"):
        decode(data)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("Windows-1252", "cp1252"),
        ("x-sjis", "cp932"),
        ("ks_c_5601-1987", "cp949"),
        ("ISO-8859-8-I", "iso8859-8"),
        ("cp-850", "cp850"),
        ("idna", ""),
        ("base64", ""),
        ("nonsense\x00", ""),
    ],
)
def test_charsets_are_known_by_their_names(name: str, codec: str) -> None:
    assert codec_of(name) == codec
