"""Whether a text may give the sum of money, or the share of a whole, that a question asks for."""

import re

_ASKS = re.compile(
    r"\bhow much (?:do|does|did|will|would|must|should|can|has|have|had)\b.*"
    r"\b(?:cost|charged?|paid|pay|earn(?:ed)?|owed?|spen[dt])\b"
    r"|^\W*what (?:do|does|did)\b.*\bcost\W*$"
    r"|\b(?:what|how much|how high)(?:['’]s| is| are| was| were) the (?:[a-z-]+ )?"
    r"(?:price|fee|fare|rent|salary|fine|cost)s?\b",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"[€$£¥₹%]|\b(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|JPY|CAD|AUD|INR|PLN|CZK)\b"
    r"|(?:(?<=\d)|\b)(?:euros?|dollars?|pounds?|sterling|francs?|cents?|pence|p|pfennigs?|kroner"
    r"|kron[ea]|kronor|crowns?|roubles?|rubles?|yen|yuan|rupees?|rupiah|pesos?|lir[ae]s?|shekels?"
    r"|dinars?|dirhams?|riyals?|rand|reais|real|guilders?|marks?|forints?|zloty(?:s|ch)?|shillings?"
    r"|guineas?|k|m|bn|million|billion)\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:free|gratis|nothing|complimentary|waived?|not?|none|never|\w+n['’]t|without|per cent"
    r"|percent|half|double|cost(?:s|ing)?|price[sd]?|pricing|fees?|fares?|charge[sd]?|rents?"
    r"|salar(?:y|ies)|fine[sd]?|paid|pays?|spen[dt]|worth|same|more|less|cheap\w*|(?:in)?expensive|affordable|value"
    r"|budget\w*|discount\w*|earn\w*|wages?|tax(?:es)?)\b",
    re.IGNORECASE,
)
"""What stands beside a sum whose currency is left out, or says that there is none."""

_FIGURE = re.compile(r"\b\d{1,3}(?:,\d{3})+(?:\.\d\d)?\b|\b\d+\.\d\d\b")
"""A number as sums are written in tables: `1,250`, `73.20`."""

_ASKS_SHARE = re.compile(
    r"\b(?:what|which) (?:percent(?:age)?|per cent|(?:proportion|fraction|share) of)\b"
    r"(?! (?:points?|capital)\b)"
    r"|\bhow many per ?cent\b"
    r"|\bwhat(?:['’]s| is| was) the (?:[a-z-]+ )?(?:percentage|proportion)\b(?! points?\b)",
    re.IGNORECASE,
)
_NUMERAL = (
    r"(?:\d[\d,.]{0,15}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|a dozen|an? hundred)"
)
_SHARE = re.compile(
    r"[%‰]|\d ?/ ?\d|(?<!\d)0?\.\d|\b(?:per ?cent\w*|proportions?|fractions?|ratios?|hal(?:f|ves)"
    r"|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|majority|minority|most"
    r"|mostly|mainly|all|none|nobody|no|nothing|every\w*|each|whole|entire(?:ly)?|only|nearly|almost"
    r"|pct|shares?|few|several|many|rest|remainder|double|twice)\b"
    rf"|\b{_NUMERAL} \(?(?:in|(?:\w+ ){{0,2}}(?:out )?of)"
    rf" (?:(?:the|every|these|those|our|its|their|all) ){{0,2}}{_NUMERAL}\b|\bout of {_NUMERAL}\b"
    rf"|(?-i:\bOf) (?:the |these |those )?{_NUMERAL} ",
    re.IGNORECASE,
)


def is_written_like_sum(text: str) -> bool:
    """Tell whether a text has a number as sums are written whose currency stands elsewhere."""
    return _FIGURE.search(text) is not None


def lacks_share(question: str, text: str) -> str:
    """Return the words that ask for a share which a text cannot give; "" where it may."""
    asks = _ASKS_SHARE.search(question)
    return asks[0] if asks is not None and _SHARE.search(text) is None else ""


def lacks_sum(question: str, text: str) -> str:
    """Return the words that ask for a sum of money which a text cannot give; "" where it may."""
    asks = _ASKS.search(question)
    if asks is None or _WRITTEN.search(text) or _SAID.search(text):
        return ""
    return asks[0]
