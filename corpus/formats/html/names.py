"""What the classes and the id of an element say that it is.

Only whole names count: `no-sidebar` is no sidebar, `related-work` a chapter of a paper, and
`informed-consent` no cookie banner. And a name alone is never enough to leave words out: see
`corpus.formats.html.page`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

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

    OVERLAY = auto()
    BANNER = auto()
    LINKS = auto()
    SIDEBAR = auto()
    COMMENTS = auto()
    CONTROL = auto()


_KINDS = {
    Kind.CONTROL: re.compile(
        r"headerlink|anchor-?link|heading-anchor|mw-editsection|mw-jump-link|reversefootnote|skip-?(?:link|to-content|nav)|back-to-top"
        r"|copy-?(?:button|btn)|edit-(?:this-page|link)|printfooter|noprint"
    ),
    Kind.OVERLAY: _named(
        r"cookies?(?:-(?:consent|policy|law|info|disclaimer|settings))?|gdpr|ccpa|consent|cookieconsent"
        r"|onetrust(?:-consent)?|advert(?:isement)?s?|adsbygoogle|(?:[a-z0-9]+-)*pop-?up|modal|paywall"
        r"|lightbox|toast|snackbar"
    ),
    Kind.BANNER: _named(r"newsletter(?:-signup)?|subscribe|sign-?up|ads?|promos?|promotion"),
    Kind.LINKS: _named(
        r"nav-?bar|nav-?box|nav|navigation|menu|pagination|pager|shar(?:e|es|ing)"
        r"|share-this|social(?:-(?:share|sharing|media|follow))?|addthis|sharedaddy|noprint|catlinks|(?:[a-z0-9]+-)*breadcrumbs?"
        r"|(?:related|recommended|popular|more|latest|trending|similar)-(?:posts?|articles?|content"
        r"|stories|news|topics?|items?|products?|pages|videos?|reading)|related|recommended"
        r"|recirculation|most-read|read-more|toc|table-of-contents|vector-toc|tags?|tag-cloud|blogroll"
    ),
    Kind.SIDEBAR: _named(r"side-?bar"),
    Kind.COMMENTS: _named(r"comments?|comment-respond|disqus(?:-thread)?|respond"),
}
_WORDS = re.compile(
    r"cook|gdpr|ccpa|consent|onetrust|news|subscr|sign|ad|promo|pop|modal|paywall|lightbox|toast"
    r"|snackbar|crumb|nav|menu|pag|shar|social|print|cat|relat|recom|more|latest|trend|simil|recirc"
    r"|most|toc|table-of|tag|blogroll|side|comment|disqus|respond|link|mw-|foot|skip|top|copy|edit"
    r"|anchor"
)
"""A part of every name below: others need not be looked at closely."""
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
    r"(?:doc-|mso-)?(?:note|footnote|fn|endnote)-?ref(?:erence)?|footnote-?(?:anchor|marker|call)"
)
_BACK = re.compile(r"(?:doc-)?backlink|footnote-?back(?:ref|link)?|mw-cite-backlink")
_TITLE = re.compile(r"(?:\w+-)*(?:accordion|collaps\w*)(?:-\w+)*")
_FORMULA = re.compile(r"(?:\w+-)*(?:math|tex|latex)(?:-\w+)*")
_INFOBOX = re.compile(r"infobox(?:-\w+)*")
_DATA = re.compile(r"wikitable|infobox(?:-\w+)*|dataframe|(?:\w+-)?sortable|data-?table")
_RAISED = re.compile(r"sup|super|superscript")
_LOWERED = re.compile(r"sub|subscript")
_MOST = 50  # names of one element, and 80 letters of a name; guesses: style sheets have fewer
_LONGEST = 1_000  # characters of an attribute; a guess
_SMALL_TO_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DASHES = re.compile(r"[-_]+")
_NO_WORD = re.compile(r"[\W_]+")

Attributes = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Traits:
    """What the names of an element say that it is.

    Attributes:
        kind: What stands around the text, if it seems to be that.
        for_ears: Words for screen readers only.
        icon: A picture that is made of letters.
        note: The words of a note, or a list of notes.
        note_mark: The mark of a note.
        raised: Above the line.
        lowered: Below the line.
        title: What opens a part when it is clicked.
        formula: A formula, as a picture or otherwise.
        infobox: A table of facts on one thing, each in a row.
        data: A table of data.
    """

    kind: Kind | None = None
    for_ears: bool = False
    icon: bool = False
    note: bool = False
    note_mark: bool = False
    raised: bool = False
    lowered: bool = False
    title: bool = False
    formula: bool = False
    infobox: bool = False
    data: bool = False


_NONE = Traits()


def traits(attributes: Attributes) -> Traits:
    """Return what the class, the role and the type of an element say that it is."""
    classes = attributes.get("class") or ""
    role, kind = attributes.get("role") or "", attributes.get("epub:type") or ""
    if not (classes or role or kind):
        return _NONE
    return _traits(classes[:_LONGEST], f"{role[:_LONGEST]} {kind[:_LONGEST]}")


@lru_cache(maxsize=5_000)  # a guess: pages have some hundred; of 1,000 characters they take 10 MB
def _traits(classes: str, others: str) -> Traits:
    names = names_of(classes)
    notes = [*names, *names_of(others)]

    def any_is(pattern: re.Pattern[str], names: list[str] = names) -> bool:
        return any(map(pattern.fullmatch, names))

    return Traits(
        kind=Kind.CONTROL if any_is(_BACK, notes) else _kind(names),
        for_ears=any_is(_EAR) and "not-sr-only" not in names,
        icon=any_is(_ICON),
        note=any_is(_NOTE, notes),
        note_mark=any_is(_NOTE_MARK, notes),
        raised=any_is(_RAISED),
        lowered=any_is(_LOWERED),
        title=any_is(_TITLE),
        formula=any_is(_FORMULA),
        infobox=any_is(_INFOBOX),
        data=any_is(_DATA),
    )


def kind_of_id(name: str) -> Kind | None:
    """Return what stands around the text and has an id like this, if anything does."""
    return _kind(names_of(name)) if _WORDS.search(name.lower()) else None


def names_of(words: str) -> list[str]:
    """Return the names in an attribute, in lower case, parted by single dashes."""
    spelled = _SMALL_TO_CAPITAL.sub("-", words[:_LONGEST]).lower()
    return [_DASHES.sub("-", name).strip("-") for name in spelled.split()[:_MOST] if len(name) < 80]


def _kind(names: Iterable[str]) -> Kind | None:
    for name in names:
        if _WORDS.search(name):
            for kind, pattern in _KINDS.items():
                if pattern.fullmatch(name):
                    return kind
    return None


def slug(words: str) -> str:
    """Return the id that programs make of a title."""
    return _NO_WORD.sub("-", words.lower()).strip("-")
