"""Text layers that are not what a page shows are found, and no writing people use is."""

import random
import string

import pytest

from corpus.formats.pdf.gibberish import is_gibberish

ENGLISH = (
    "The harbour master wrote to the owners of the boats in the spring, and he asked them for the "
    "fees that they had not paid. None of them answered before the end of June, so that the board "
    "closed the basin to every boat whose owner was in debt, as the statute of the port demands."
)
WRITINGS = {
    "Finnish": "Satamamestari kirjoitti keväällä veneiden omistajille pyytäen maksamattomia "
    "maksuja. Kukaan heistä vastannut ennen kesäkuun loppua, joten altaan sulki lautakunta.",
    "Welsh": "Ysgrifennodd yr harbwrfeistr at berchnogion y cychod yn y gwanwyn gan ofyn am y "
    "ffioedd nad oeddent wedi eu talu. Nid atebodd yr un ohonynt cyn diwedd Mehefin.",
    "Vietnamese": "Trưởng cảng đã viết thư cho các chủ thuyền vào mùa xuân và yêu cầu họ trả "
    "những khoản phí chưa trả. Không ai trong số họ trả lời trước cuối tháng sáu.",
    "Hungarian": "Tavasszal írt kikötőmester csónakok tulajdonosainak, kérte tőlük kifizetetlen "
    "díjakat. Egyikük sem válaszolt június vége előtt, bizottság lezárta medencét.",
    "Turkish": "Liman başkanı ilkbaharda teknelerin sahiplerine yazdı, ödenmemiş ücretleri "
    "istedi. Haziran sonundan önce hiçbiri yanıt vermedi, kurul havuzu herkese kapattı.",
    "Arabic": "كتب مدير الميناء إلى أصحاب القوارب في الربيع وطلب منهم دفع الرسوم التي لم يدفعوها",
    "Russian": "Начальник порта написал весной владельцам лодок и попросил их уплатить сборы. "
    "Никто из них не ответил до конца июня, и совет закрыл бассейн для должников.",
    "Croatian": "Grk Krk vrt smrt vrh prst krv trn trg hrt strm mrk tvrd brk srp crn drvo lučki "
    "kapetan pisao vlasnicima brodova tražeći pristojbe, nitko nije odgovorio lipnja.",
    "numbers": " ".join(f"{n * 37 % 9973} {n / 7:.2f} {n % 50}" for n in range(200)),
    "parts": " ".join(f"KX-{n:04}/B{n % 7} M{n % 12}x{n} DIN{n * 13 % 999}" for n in range(90)),
    "code": "def main(argv): return [x * 2 for x in argv if x > 0]\n#include <stdio.h>\nint main"
    '(void) { printf("%d\\n", strlen(ptr->next)); } var f = (a, b) => { ctx.push({k: a}); }; ' * 4,
    "contents": "\n".join(f"{n}.{n} Chapter {n} {'.' * 60} {n * 9}" for n in range(1, 40)),
}


@pytest.mark.parametrize("name", WRITINGS)
def test_no_writing_of_people_is_gibberish(name: str) -> None:
    assert not is_gibberish(WRITINGS[name])


@pytest.mark.parametrize("shift", [-29, -3, -1, 1, 3, 13, 31])
def test_letters_that_are_moved_are_gibberish(shift: int) -> None:
    moved = "".join(c if c == " " else chr(ord(c) + shift) for c in ENGLISH)
    assert is_gibberish(moved.replace("\x7f", ""))
    assert not is_gibberish(ENGLISH)


def test_letters_that_were_shuffled_are_mostly_gibberish() -> None:
    found = 0
    for seed in range(20):
        letters = list(string.ascii_lowercase)
        random.Random(seed).shuffle(letters)
        table = str.maketrans(string.ascii_lowercase, "".join(letters))
        found += is_gibberish(ENGLISH.lower().translate(table))
    assert found >= 6


def test_other_wrong_maps_are_gibberish() -> None:
    numbered: dict[str, str | int | None] = {
        letter: chr(33 + n)
        for n, letter in enumerate(dict.fromkeys(ENGLISH.lower()))
        if letter != " "
    }
    assert is_gibberish(ENGLISH.lower().translate(str.maketrans(numbered)))
    assert is_gibberish(WRITINGS["Russian"].encode("cp1251").decode("latin-1"))
    mixed = "".join(
        chr(ord(c) + (0x350 if n % 2 else 0)) if c.isalpha() else c for n, c in enumerate(ENGLISH)
    )
    assert is_gibberish(mixed)


def test_a_calendar_of_numbers_is_no_cipher() -> None:
    """Digits moved to letters make short words by chance."""
    chance = random.Random(1)
    for _ in range(500):
        numbers = (str(chance.randint(1, chance.choice([31, 99, 999]))) for _ in range(36))
        assert not is_gibberish(f"Jan Feb Mar Apr May Jun {' '.join(numbers)}")
