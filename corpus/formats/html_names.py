"""What the classes and the id of an element say that it is.

Only whole names count: `no-sidebar` is no sidebar, `related-work` a chapter of a paper, and
`informed-consent` no cookie banner. And a name alone is never enough to leave words out: see
`corpus.formats.html_page`.
"""

import re
from collections.abc import Iterable, Mapping
from enum import Enum, auto

_BEFORE = (
    r"(?:(?:site|page|global|block|widget|module|component|js|wp|wpb|c|o|m|l|u|the|top|bottom|footer"
    r"|header|sticky|eu|article|post|entry|story|main)-)*"
)
_AFTER = (
    r"(?:-(?:banner|bar|box|notice|popup|modal|overlay|message|dialog|container|wrapper|wrap|warning"
    r"|form|widget|block|cta|unit|slot|label|sdk|root|inner|list|links?|buttons?|icons?|tools?|area"
    r"|section|menu|toggle|left|right|primary|secondary|\d+))*"
)


def _named(words: str) -> re.Pattern[str]:
    return re.compile(f"{_BEFORE}(?:{words}){_AFTER}")


class Kind(Enum):
    """What stands around the text of a page, by its name."""

    BANNER = auto()
    LINKS = auto()
    SIDEBAR = auto()
    COMMENTS = auto()
    CONTROL = auto()


_KINDS = {
    Kind.CONTROL: re.compile(
        r"headerlink|anchor-?link|heading-anchor|mw-editsection|mw-jump-link|mw-cite-backlink"
        r"|footnote-?back(?:ref|link)?|reversefootnote|skip-?(?:link|to-content|nav)|back-to-top"
        r"|copy-?(?:button|btn)|edit-(?:this-page|link)|printfooter"
    ),
    Kind.BANNER: _named(
        r"cookies?(?:-(?:consent|policy|law|info|disclaimer|settings))?|gdpr|ccpa|consent|cookieconsent"
        r"|onetrust(?:-consent)?|newsletter(?:-signup)?|subscribe|sign-?up|advert(?:isement)?s?|ads?"
        r"|adsbygoogle|promos?|promotion|pop-?up|modal|paywall|lightbox|toast|snackbar"
    ),
    Kind.LINKS: _named(
        r"breadcrumbs?|nav-?bar|nav-?box|nav|navigation|menu|pagination|pager|shar(?:e|es|ing)"
        r"|share-this|social(?:-(?:share|sharing|media|follow))?|addthis|sharedaddy|noprint|catlinks"
        r"|(?:related|recommended|popular|more|latest|trending|similar)-(?:posts?|articles?|content"
        r"|stories|news|topics?|items?|products?|pages|videos?|reading)|related|recommended"
        r"|recirculation|most-read|read-more|toc|table-of-contents|vector-toc|tags?|tag-cloud|blogroll"
    ),
    Kind.SIDEBAR: _named(r"side-?bar"),
    Kind.COMMENTS: _named(r"comments?|comment-respond|disqus(?:-thread)?|respond"),
}
_EAR = re.compile(
    r"(?:[a-z0-9]{1,12}-)?(?:sr-only|visually-?hidden|visual-hidden|screen-?reader(?:-text|-only)?"
    r"|offscreen|off-screen|show-for-sr|screen-only|hidden-visually|element-invisible"
    r"|assistive-text|sronly)(?:-focusable)?"
)
_ICON = re.compile(r"(?:\w+-)*(?:icons?|glyphicon|fa[bsrl]?|mdi|material-symbols)(?:-\w+)*")
_NOTE = re.compile(
    r"(?:doc-)?(?:foot|end|rear|chapter|side|margin)-?notes?|footnotes?-(?:list|body)"
)
_NOTE_MARK = re.compile(
    r"(?:doc-)?(?:note|footnote|fn|endnote)-?ref(?:erence)?|footnote-?(?:anchor|marker|call)"
)
_INFOBOX = re.compile(r"infobox(?:-\w+)*")
_DATA_TABLE = re.compile(r"wikitable|infobox(?:-\w+)*|dataframe|(?:\w+-)?sortable|data-?table")
_RAISED = re.compile(r"sup|super|superscript")
_LOWERED = re.compile(r"sub|subscript")
_MOST = 50  # names of one element, and 80 letters of a name; guesses: style sheets have fewer
_SMALL_TO_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DASHES = re.compile(r"[-_]+")
_NO_WORD = re.compile(r"[\W_]+")

Attributes = Mapping[str, str | None]


def names_of(attributes: Attributes, *keys: str) -> list[str]:
    """Return the names in the attributes of an element, in lower case, parted by single dashes."""
    raw = " ".join(attributes.get(key) or "" for key in keys)
    spelled = _SMALL_TO_CAPITAL.sub("-", raw).lower()
    return [_DASHES.sub("-", name).strip("-") for name in spelled.split()[:_MOST] if len(name) < 80]


def kind_of(names: Iterable[str]) -> Kind | None:
    """Return what an element of these names seems to be, if it is not the text."""
    for name in names:
        for kind, pattern in _KINDS.items():
            if pattern.fullmatch(name):
                return kind
    return None


def is_for_ears(names: Iterable[str]) -> bool:
    """Tell whether names are those of words for screen readers only."""
    return any(map(_EAR.fullmatch, names)) and "not-sr-only" not in names


def is_icon(names: Iterable[str]) -> bool:
    """Tell whether names are those of a picture that is made of letters."""
    return any(map(_ICON.fullmatch, names))


def is_note(attributes: Attributes) -> bool:
    """Tell whether an element is the words of a note, or a list of notes."""
    return any(map(_NOTE.fullmatch, names_of(attributes, "epub:type", "role", "class")))


def is_note_mark(attributes: Attributes) -> bool:
    """Tell whether an element is the mark of a note."""
    return any(map(_NOTE_MARK.fullmatch, names_of(attributes, "epub:type", "role", "class")))


def is_raised(names: Iterable[str]) -> bool:
    """Tell whether names say that an element stands above the line."""
    return any(map(_RAISED.fullmatch, names))


def is_lowered(names: Iterable[str]) -> bool:
    """Tell whether names say that an element stands below the line."""
    return any(map(_LOWERED.fullmatch, names))


def is_infobox(attributes: Attributes) -> bool:
    """Tell whether a table gives the facts of one thing, each in a row."""
    return any(map(_INFOBOX.fullmatch, names_of(attributes, "class")))


def is_data_table(attributes: Attributes) -> bool:
    """Tell whether the names of a table say that it is one of data."""
    return any(map(_DATA_TABLE.fullmatch, names_of(attributes, "class")))


def slug(words: str) -> str:
    """Return the id that programs make of a title."""
    return _NO_WORD.sub("-", words.lower()).strip("-")
