"""Text as XML can hold it."""

import re

_REFUSED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may hold."""


def xml_text(text: str) -> str:
    """Return text with a replacement character for each that no XML may hold."""
    return _REFUSED.sub("\N{REPLACEMENT CHARACTER}", text)
