"""Recognizes what is in a cell: a number, a placeholder, or a common column name."""

import re

LONGEST_NAME = 80  # characters; a guess: names of columns are short, sentences are not
_MOST_WORDS = 5  # of a name that only begins or ends with a usual word; a guess

YEAR = re.compile(
    r"(?:1[5-9]|2[01])\d\d(?:\s?[/–-]\s?\d{2,4})?|\d{4}-\d\d(?:-\d\d)?"
    r"|\d{1,2}[./]\d{1,2}[./](?:\d\d){1,2}"
)
"""A year, two years, or a day: what names columns though it is a number."""

_NUMBER = re.compile(
    r"[(+-]?\W{0,3}(?:(?:kr|Fr|[A-Z]{3})\.? ?)?-?\d[\d.,:/ –-]*\W{0,4}(?:[A-Za-z%€$£]{1,4})?"
)
_MONTH = (  # as it begins in the languages of Western Europe: "Visitors 2022" is no day
    r"(?i:jan|feb|f[eé]v|mar|m[aä]r|maa|mrt|apr|avr|abr|ma[ijy]|mei|mag|jun|jui|jul|giu|lug|aug|ao[uû]|ago"
    r"|sep|set|okt|oct|out|ott|nov|d[eé]c|dez|des|dic|ene|gen)[^\W\d_]{0,7}"
)
_FIGURE = re.compile(
    r"[^\w\s]?\s?[-+(]?\d[\d\s.,:/'’%()T+Z-]*\s?(?:[€$£¥%°]|[A-Za-z]{1,3})?"
    rf"|\d{{1,2}}\.? (?:de )?{_MONTH}\.? (?:de )?\d{{4}}"
    rf"|{_MONTH}\.? (?:de )?(?:\d{{1,2}}, )?\d{{4}}"
    r"|\S+@\S+|https?://\S+|(?i:yes|no|true|false|ja|nein|oui|non|y|n)"
)
_NOTED = re.compile(r"\[[^\[\]]{1,5}\]")

_STAND_IN = re.compile(
    r"(?i)\W*|(?:n\.?[/.]?\s?[ad]|k\.?\s?a|s/d|tb[acd])\.?|none|nil|null|nan|unk?|un(?:known|defined)"
    r"|undisclosed|unspecified|missing|no data|no answer|not? (?:known|available|applicable|given"
    r"|stated|reported|recorded|yet|disclosed)\b.*|.*\bon request|see (?:notes?|below|above)\b.*"
    r"|keine? (?:angaben?|daten)|unbekannt|entfällt|inconnue?|néant|aucune?|desconocid[oa]|ninguno"
    r"|sconosciut[oa]|nessuno|onbekend|geen|ukjent|ukendt|okänd|brak|yes|no|true|false|ja|nein|oui"
    r"|non|#[A-Z/0?!]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|zero|many|few"
    r"|several|various|about .*|around .*|approx.*|circa .*|ca\. .*|under review"
)
_INSTEAD = re.compile(
    r"(?i)free(?: of charge)?|gratis|kostenlos|gratuit|included|inclusive|pending|waived|open"
    r"|closed|varies|variable|withheld|late|lost|cancell?ed|offen|confidential|sold out|exempt"
)
_UNIT = re.compile(r"[(\[][^\d()\[\]]{1,12}[)\]]\W*|\W*[%€$£¥]\W*")
_ENDS_IN_UNIT = re.compile(r".*\w\W*(?:[(\[][^\d()\[\]]{1,12}[)\]]|[%€$£¥])")
_WORD = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_IDENTIFIER = re.compile(r"[A-Za-z]+(?:_[A-Za-z0-9]+)+|[a-z]+(?:[A-Z][a-z0-9]+)+")

_LINKING = frozenset("of the in per by and or a de du des la le der die das von di del van".split())
_OF_TEXT = frozenset(
    "remark remarks note notes comment comments description text message question answer body"
    " summary definition meaning explanation reason bemerkung bemerkungen beschreibung anmerkung"
    " hinweis nachricht remarque description observaciones descripción opmerking 備考 备注".split()
)
_NAMES = _OF_TEXT | frozenset(
    "id ids no nr num number numbers key code ref reference name names firstname lastname"
    " surname forename first last title date day month year years week quarter time start end"
    " from to begin due deadline birth born town city place port country state capital region"
    " province district county area address street zip postcode postal location site station"
    " room floor building company organisation organization employer operator supplier"
    " customer client vendor office department division unit team role position job occupation"
    " profession status state stage priority type kind category class group tag tags label"
    " labels subject author editor publisher sender receiver recipient owner contact email"
    " mail phone telephone tel mobile fax url link web website amount price cost costs fee"
    " fees sum total subtotal value quantity qty count rate balance revenue income profit"
    " expenses expense budget tax paid spent planned plan actual currency age sex gender"
    " birthday nationality language source file filename path size version item items product"
    " article species model brand colour color weight height length width depth area volume"
    " distance speed temperature elevation altitude duration hours minutes days latitude"
    " longitude lat lon lng party votes seats score points rank average mean median min max"
    " share percent percentage change growth population inhabitants people members employees"
    " sales units stock tons tonnes kg km cm mm ft lb usd eur gbp chf event activity task"
    " action step result results outcome test parameter variable method"
    " salary wage wages pay rent route driver ship vessel captain crew tonnage flag river lake risk"
    " impact likelihood probability severity mitigation requirement requirements regulation"
    " responsible manager supervisor teacher student course grade school team player goals wins"
    " losses serial manufacturer habitat"
    # German, French, Spanish, Portuguese, Italian, Dutch
    " ort stadt land region datum tag jahr monat zeit uhrzeit betrag preis kosten anzahl menge"
    " summe gesamt plz straße strasse titel typ art nummer vorname nachname firma abteilung"
    " einwohner alter telefon adresse einheit wert größe gewicht länge höhe nom prénom prenom"
    " ville pays rue montant prix quantité libellé nombre année mois jour heure âge adresse"
    " téléphone valeur unité apellido apellidos ciudad país calle fecha precio cantidad"
    " importe dirección edad teléfono año mes día total valor unidad nome sobrenome cidade"
    " endereço preço quantidade idade data città cognome prezzo quantità indirizzo età anno"
    " mese valore naam plaats bedrag prijs aantal datum achternaam voornaam leeftijd straat"
    " land jaar maand"
    # Scandinavian, Polish, Czech, Russian
    " navn by beløb antall antal pris dato adresse namn ort belopp år imię nazwisko miasto"
    " kwota cena ilość data adres rok jméno příjmení město částka počet datum имя фамилия"
    " город дата сумма цена количество адрес возраст год"
    # Japanese, Chinese, Korean
    " 名前 氏名 名称 年齢 住所 電話 電話番号 日付 番号 金額 価格 数量 合計 単価 性別 国 都市 会社名"
    " 姓名 年龄 地址 电话 日期 编号 金额 价格 合计 性别 国家"
    " 城市 公司 이름 나이 주소 날짜 번호 금액 가격 수량 합계 도시".split()
)


def is_number(words: str) -> bool:
    """Return whether a cell is a number, a date or an amount."""
    return len(words) <= LONGEST_NAME and bool(_NUMBER.fullmatch(_NOTED.sub("", words)))


def is_figure(words: str) -> bool:
    """Return whether a cell is a number, a date, an e-mail or web address, or yes or no."""
    if is_number(words):
        return True
    return len(words) <= LONGEST_NAME and bool(_FIGURE.fullmatch(words))


def is_name(words: str) -> bool:
    """Return whether a cell could be a column name: a few words, or a year."""
    if len(words) > LONGEST_NAME or words in ("TRUE", "FALSE"):
        return False
    return bool(YEAR.fullmatch(words)) or (any(map(str.isalpha, words)) and not is_number(words))


def is_stand_in(words: str) -> bool:
    """Return whether a cell marks a missing value ("n/a") or spells a value out ("many")."""
    return bool(_STAND_IN.fullmatch(words)) or "@" in words or "://" in words


def may_be_value(words: str) -> bool:
    """Return whether a word may stand in place of a number ("pending"), or head such a column."""
    return bool(_INSTEAD.fullmatch(words))


def is_identifier(words: str) -> bool:
    """Return whether a cell is an identifier, as in code: `first_name`, `firstName`."""
    return len(words) <= LONGEST_NAME and bool(_IDENTIFIER.fullmatch(words))


def is_of_text(words: str) -> bool:
    """Return whether this is a common name for a column of free text ("Remarks")."""
    return words.lower() in _OF_TEXT


def is_listed(words: str) -> bool:
    """Return whether a cell reads as a common column name ("Date of birth"), not a value."""
    if len(words) > LONGEST_NAME:
        return False
    plain = _UNIT.sub("", words)
    found = _WORD.findall(_CAMEL.sub(" ", plain))
    lower = [word.lower() for word in found]
    if any(word in _NAMES for word in lower) and all(
        word in _NAMES or word in _LINKING for word in lower
    ):
        return True
    if not 1 < len(found) <= _MOST_WORDS or any(map(str.isdigit, plain)):
        return False
    proper = not plain.isupper() and any(word[0].isupper() for word in found[1:])
    return not proper and (lower[0] in _NAMES or lower[-1] in _NAMES)


def is_measure(words: str) -> bool:
    """Return whether a cell is a common column name, or ends in a unit ("Depth (m)")."""
    return is_listed(words) or bool(_ENDS_IN_UNIT.fullmatch(words))
