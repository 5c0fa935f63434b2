r"""Characters that nobody sees and that can carry a text which people do not read.

Tag characters, zero-width characters, direction controls, runs of variation selectors and
the like. What writing needs is not counted: joiners in Arabic and Indic scripts and in
emoji, marks of direction beside right-to-left letters, one variation selector after what it
varies, flags, and soft hyphens. `qa/web/static/base/hidden.js` shows the same characters by
name; a test keeps the two alike.
"""

import re

from corpus.document import Document

_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf"
    "\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_JOINED = (
    "\u0600-\u109f\u1700-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00011fff\U0001e900-\U0001e95f"
)
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_VARIED = f"0\u1000-\u109f\u2200-\u23ff\u2a00-\u2aff\u3000-\u303f\ua840-\ua87f\uff00-\uffef{_HAN}"
_ALWAYS = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u034f\u115f\u1160\u17b4\u17b5\u200b\u202a-\u202e"
    "\u2060-\u206f\u3164\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
    "\U000e01f0-\U000e0fff"
)
_FLAG = re.compile(  # England, Scotland, Wales
    "\U0001f3f4\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|"
    "\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073)\U000e007f"
)
_NEVER_NEEDED = re.compile(f"[{_ALWAYS}]+")
_MAYBE_NEEDED = re.compile(
    "[\u061c\u180b-\u180f\u200c-\u200f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
_UNNEEDED = re.compile(
    f"(?<![{_JOINED}])\u200c"
    f"|(?<![{_JOINED}])(?:(?<![{_EMOJI}\ufe0f])\u200d|\u200d(?![{_EMOJI}]))"
    f"|(?<![{_RIGHT_TO_LEFT}])(?<![{_RIGHT_TO_LEFT}].)[\u061c\u200e\u200f](?!.?[{_RIGHT_TO_LEFT}])"
    "|(?<![\u1800-\u18af])[\u180b-\u180f]"
    f"|(?<![{_VARIED}])[\ufe00-\ufe0d]"
    f"|(?<![{_EMOJI}0-9#*])[\ufe0e\ufe0f]"
    f"|(?<![{_HAN}])[\U000e0100-\U000e01ef]"
    r"|(?!\A)\ufeff"
)


def count_hidden(text: str) -> int:
    """Return how many characters of a text nobody sees; of what writing needs, none is counted."""
    needless = sum(map(len, _NEVER_NEEDED.findall(text)))
    flags = sum(len(flag) - 1 for flag in _FLAG.findall(text))
    doubtful = _MAYBE_NEEDED.finditer(text)
    unneeded = sum(_UNNEEDED.match(text, found.start()) is not None for found in doubtful)
    return needless - flags + unneeded


def hidden_in(document: Document) -> int:
    """Return how many hidden characters a document has in its text, title and other facts."""
    facts = (document.title, document.author, document.publisher, document.published)
    others = {fact for fact in (*facts, document.source) if fact not in document.text}
    return sum(map(count_hidden, (document.text, *others)))
