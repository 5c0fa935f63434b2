"""Whether a text may give the sum of money that a question asks for."""

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


def lacks_sum(question: str, text: str) -> str:
    """Return the words that ask for a sum of money which a text cannot give; "" where it may."""
    asks = _ASKS.search(question)
    if asks is None or _WRITTEN.search(text) or _SAID.search(text):
        return ""
    return asks[0]
