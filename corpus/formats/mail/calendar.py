"""Invitations: what, when and where, as a mail carries them (text/calendar)."""

import re

from corpus.text_builder import one_line

_FOLDED = re.compile(r"\n[ \t]")
_SHOWN = {
    "SUMMARY": "Event",
    "DTSTART": "Begins",
    "DTEND": "Ends",
    "LOCATION": "Place",
    "ORGANIZER": "Organizer",
    "STATUS": "Status",
    "DESCRIPTION": "Description",
}
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?$")
_ESCAPED = re.compile(r"\\([nN,;\\])")
_MOST = 200  # lines; a guess: a dozen events


def event_lines(text: str) -> list[str]:
    """Return the events of a calendar as lines: `Event: …`, `Begins: …`."""
    lines: list[str] = []
    inside: list[str] = []
    for line in _FOLDED.sub("", text).split("\n"):
        name, _, value = line.partition(":")
        name, _, parameters = name.strip().partition(";")
        name = name.upper()
        if name == "BEGIN":
            inside.append(value.strip().upper())
        elif name == "END":
            inside[-1:] = []
        elif inside and inside[-1] == "VEVENT" and name in _SHOWN and len(lines) < _MOST:
            words = one_line(_ESCAPED.sub(_unescape, _shown(name, value, parameters)))
            if words:
                lines.append(f"{_SHOWN[name]}: {words}")
    return lines


def _shown(name: str, value: str, parameters: str) -> str:
    if name == "ORGANIZER":
        named = re.search(r'(?:^|;)CN="?([^";:]{1,100})', parameters, re.IGNORECASE)
        address = re.sub(r"(?i)^mailto:", "", value.strip())
        return f"{named[1]} <{address}>" if named else address
    if name not in ("DTSTART", "DTEND") or (time := _TIME.match(value.strip())) is None:
        return value
    day = f"{time[1]}-{time[2]}-{time[3]}"
    zone = re.search(r"TZID=([^;:]{1,60})", parameters, re.IGNORECASE)
    zoned = "UTC" if time[6] else (zone[1] if zone else "")
    return f"{day} {time[4]}:{time[5]} {zoned}" if time[4] else day


def _unescape(match: re.Match[str]) -> str:
    return "\n" if match[1] in "nN" else match[1]
