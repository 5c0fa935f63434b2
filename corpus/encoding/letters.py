"""What letters follow each other in the languages of 8-bit texts, and how much each pair costs.

A cost is minus two logarithms of a probability, so costs add up, and of two readings of the
same bytes the cheaper one is the likelier.

`letters.json` is made by `scripts/letters` from the profiles of langdetect 1.0.9 (Apache-2.0).
"""

import json
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("letters.json").read_bytes()  # now: a sandbox opens no file later

# Costs of letters that a language does not write by itself; guesses, checked on the charsets
# and languages of `tests/test_charset.py`.
_LOANED = frozenset("éèêëüöäñçáàâíïóôåøæßœúãõ")  # in loan words and names of any language
_LOAN = 20
_FOREIGN = 30
_AFTER_FOREIGN = 8

_RARE_SYLLABLE = 15
_COMMON_HAN = 12  # the 300 commonest are half of any text
_HAN = 17  # 3,000 others are nearly all the rest
_RARE_HAN = 30
_KANA = 7
_STOP = 8  # full-width punctuation
_ODD = 30  # what an East Asian charset has besides: Cyrillic, lines, half-width kana
_SIMPLIFIED = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发"
    "后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开"
    "但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并"
    "物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先"
    "海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才"
    "结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书"
    "非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领"
)
_TRADITIONAL = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發"
    "後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開"
    "但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並"
    "物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先"
    "海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才"
    "結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書"
    "非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領"
)
_KANJI = frozenset(
    "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百"
    "書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨会同事自社発者地業方新場員立開手"
    "力問代明動京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元重近考画海売知道集別物使"
    "品計死特私始朝運終台広住無真有口少町料工建空急止送切転研足究楽起着店病質待試族銀早映親験英医仕去"
    "政議民連対部合市内相定回選米実関決全表戦経最現調化当約首法性的要制治務成期取都和統保機平総加山県"
)
_HAN_OF = {"zh-s": _SIMPLIFIED, "zh-t": _TRADITIONAL, "ja": _KANJI}
_ORDINARY = {"zh-s": ("gb2312", 0xD7), "zh-t": ("big5", 0xC6), "ja": ("euc_jp", 0xCF)}


@dataclass(frozen=True, slots=True)
class _Pairs:
    places: dict[str, int]
    costs: str

    def cost(self, word: str) -> int:
        """Return what the letters of a small word cost, with those before and after it."""
        total = last = 0
        width = len(self.places)
        for letter in word:
            place = self.places.get(letter)
            if place is not None:
                total += _AFTER_FOREIGN if last < 0 else self._pair(last * width + place)
                last = place
            elif letter.isalpha() or unicodedata.combining(letter):
                total += _LOAN if letter in _LOANED else _FOREIGN
                last = -1
            else:
                total += self._pair(last * width) if last > 0 else 0
                last = 0
        return total + (self._pair(last * width) if last > 0 else 0)

    def _pair(self, at: int) -> int:
        return ord(self.costs[at]) - 65


@cache
def _pairs(language: str) -> _Pairs:
    fields = _fields()[language]
    places = {letter: place for place, letter in enumerate(" " + fields["letters"])}
    return _Pairs(places, fields["costs"])


@cache
def _fields() -> dict[str, dict[str, str]]:
    fields: dict[str, dict[str, str]] = json.loads(_FILE)
    return fields


def cost(word: str, language: str) -> int:
    """Return what the letters of a word without capitals cost in a language."""
    if word.isascii() or not (language in _HAN_OF or language == "ko"):
        return _pairs("en" if language in _HAN_OF or language == "ko" else language).cost(word)
    return sum(
        7 * letter.isalpha() if letter.isascii() else _east_asian(letter, language)
        for letter in word
    )


@cache
def _syllables() -> dict[str, int]:
    """Return the commonest syllables of Korean; the first of them are a third of any text."""
    letters = _fields()["ko"]["letters"]
    return {letter: 9 + place // 100 for place, letter in enumerate(letters)}


def _east_asian(letter: str, language: str) -> int:
    if "\u3041" <= letter <= "\u30fe" and language == "ja":
        return _KANA
    if "\uac00" <= letter <= "\ud7a3" and language == "ko":
        common = _syllables().get(letter, 0)
        return common or (_RARE_SYLLABLE if _fits(letter, "euc_kr") else _RARE_HAN)
    if "\u4e00" <= letter <= "\u9fff" and language != "ko":
        return _han(letter, language)
    return _STOP if letter in "。、，．・：；？！（）「」『』《》“”　ー—…·々〇" else _ODD


def _han(letter: str, language: str) -> int:
    if letter in _HAN_OF[language]:
        return _COMMON_HAN
    charset, last = _ORDINARY[language]
    try:
        return _HAN if letter.encode(charset)[0] <= last else _RARE_HAN
    except UnicodeEncodeError:
        return _RARE_HAN


def _fits(letter: str, charset: str) -> bool:
    try:
        return bool(letter.encode(charset))
    except UnicodeEncodeError:
        return False
