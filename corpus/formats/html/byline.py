"""Who wrote a page and when, as its text shows it, and not what it shows of other pages."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.formats.html.names import kind_of_id, names_of, traits
from corpus.text_builder import metadata_text, one_line

BY = re.compile(r"(?i)\A(?:(?:written |posted )?by|von|par|por|di|door|af|av)\b:?\s+")
_NAME = 80  # characters; a guess: a longer byline says more than a name
_BEHIND = re.compile(
    r"(?i)\s*(?:[|·•]|\s[–—-]\s|,?\s(?:on |am |le |el |il |published |updated |posted )?(?:\d"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z.]* \d"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)).*"
)
_LOOKED_AT = 50  # elements; a guess: pages with more bylines are lists
_BYLINES = 10  # a guess: more are a list too
_NEAR = 4  # elements from a date up to the byline that it stands in; a guess
_DEPTH = 60  # elements; a guess: pages are not nested deeper
_BESIDE = 30  # elements and texts before one; a guess: lists of other pages are no longer
_BYLINE = re.compile(
    r"(?:[a-z]+-)*(?:byline|dateline|published|posted|pub-?date|date|meta|info)(?:-[a-z]+)*"
)
_OTHERS = re.compile(
    r"(?!(?:no|has|with|hide|show)-|.*(?:author|byline))"
    r"(?:[a-z0-9]+-)*(?:teasers?|cards?|related|recommend(?:ed|ations?)|recirc(?:ulation)?"
    r"|more-(?:from|on|in|like)|also-(?:read|like)|read-(?:next|also)|up-next|next-up"
    r"|(?:next|prev|previous|recent|latest|other|popular)-(?:posts?|articles?|stor(?:y|ies)|news)"
    r"|comments?|repl(?:y|ies))(?:-[a-z0-9]+)*"
)
_ABOUT_OTHERS = re.compile(
    r"(?i)(?:\d+ )?(?:related|recommended|similar|more|also|latest|popular|trending"
    r"|read (?:more|next|also)|see also|(?:what to )?read next|up next|next up|you (?:may|might)"
    r"|most read|comments?"
    r"|repl(?:y|ies)|responses|leave a|other (?:news|articles|stories|posts)|mehr|auch interessant"
    r"|weitere|verwandte|ähnliche|kommentare?|lesen sie|das könnte|à lire|lire aussi|sur le même"
    r"|commentaires?|articles? (?:liés|similaires)|relacionad[oa]s?|comentarios?|también|más|leggi"
    r"|correlati|commenti|lees ook|meer|gerelateerd|reacties)\b.{0,40}"
)
_COMMENT = re.compile(r"(?i).*/(?:user)?comments?")


class Surroundings:
    """Tells what of a page is about other pages: lists of them, comments, what stands around."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        titles = tree.css("h1")[:_LOOKED_AT]
        self._over_title: set[int] = set()
        self._others: dict[int, bool] = {}
        articles: dict[int, None] = {}
        for title in titles:
            path = _path(title)
            self._over_title |= {node.mem_id for node in path[1:]}
            article = next((node.mem_id for node in path if node.tag == "article"), None)
            if article is not None:
                articles[article] = None
        self._main = next(iter(articles)) if len(articles) == 1 else None

    def is_elsewhere(self, node: LexborNode) -> bool:
        """Tell whether an element stands in what is about another page."""
        path = _path(node)
        articles = [part.mem_id for part in path if part.tag == "article"]
        if articles and self._main is not None and articles[0] != self._main:
            return True
        if len(articles) > 1 and articles[0] != self._main:
            return True
        for part in path:
            if part.mem_id in self._over_title:
                return part.tag in ("aside", "nav")
            if part.tag == "footer" and not articles:
                return True
            if part.mem_id not in self._others:
                others = _is_of_others(part) or _is_under_title_of_others(part)
                self._others[part.mem_id] = others
            if self._others[part.mem_id]:
                return True
        return False


def _path(node: LexborNode) -> list[LexborNode]:
    """Return an element and those that it stands in, up to the body."""
    found: list[LexborNode] = []
    place: LexborNode | None = node
    while place is not None and place.tag not in ("body", "html") and len(found) < _DEPTH:
        found.append(place)
        place = place.parent
    return found


def _is_of_others(node: LexborNode) -> bool:
    if node.tag in ("aside", "nav", "blockquote", "figure"):
        return True
    attributes = node.attributes
    name = attributes.get("id") or ""
    if traits(attributes).kind or kind_of_id(name):
        return True
    item = f"{attributes.get('itemtype') or ''}/{attributes.get('itemprop') or ''}"
    names = names_of(f"{attributes.get('class') or ''} {name}")
    return any(map(_OTHERS.fullmatch, names)) or any(
        _COMMENT.fullmatch(f"/{part}") for part in item.rsplit("/", 2)[1:]
    )


def _is_under_title_of_others(node: LexborNode) -> bool:
    """Tell whether the heading before an element, beside it, says that others follow."""
    before = node.prev
    for _ in range(_BESIDE):
        if before is None or before.tag == "h1":
            return False
        if before.tag in ("h2", "h3", "h4", "h5", "h6"):
            return _ABOUT_OTHERS.fullmatch(one_line(before.text(deep=True))) is not None
        before = before.prev
    return False


def byline(tree: LexborHTMLParser, around: Surroundings) -> str:
    """Return the author where the text names one, and only one, marked as such."""
    for selector in ("[itemprop=author]", "[rel=author]", ".p-author", ".byline"):
        nodes = [node for node in tree.css(selector)[:_LOOKED_AT] if not around.is_elsewhere(node)]
        found = {_byline_name(node): None for node in nodes[:_BYLINES]}
        found.pop("", None)
        if len(found) == 1:
            return next(iter(found))
    return ""


def _byline_name(node: LexborNode) -> str:
    name = node.css_first("[itemprop=name], [rel=author]") or node
    words = one_line(name.text(deep=True)) or node.attributes.get("content") or ""
    by_words = node.tag == "meta" or "byline" not in (node.attributes.get("class") or "")
    if len(words) > _NAME or not (by_words or BY.match(words)):
        return ""
    return named(_BEHIND.sub("", words, count=1))


def dates(tree: LexborHTMLParser, around: Surroundings) -> Iterator[str]:
    """Yield the dates of publication as the page shows them: marked, or in its byline."""
    marked = tree.css("[itemprop=datePublished], time[pubdate], time.dt-published")[:_LOOKED_AT]
    times = [*marked, *filter(_is_in_byline, tree.css("time[datetime]")[:_LOOKED_AT])]
    for time in times:
        if not around.is_elsewhere(time):
            attributes = time.attributes
            yield attributes.get("datetime") or attributes.get("content") or time.text(deep=True)


def _is_in_byline(time: LexborNode) -> bool:
    place: LexborNode | None = time
    for _ in range(_NEAR):
        if place is None or place.tag in ("body", "main", "article", "footer"):
            return False
        if place.tag in ("header", "hgroup", "address"):
            return True
        if any(map(_BYLINE.fullmatch, _names(place))):
            return True
        place = place.parent
    return False


def _names(node: LexborNode) -> list[str]:
    attributes = node.attributes
    return names_of(f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''}")


# Names ---------------------------------------------------------------------------------

_NOBODY = re.compile(
    r"(?i)(?:\w{1,20}[ ._-]?)??(?:web ?)?admin(?:istrator|istration)?[ ._-]?\d*|web ?master|root"
    r"|(?:super|wp|wordpress|web|test)?[ ._-]?user\d*|owner|unknown|author|anonymous|guest"
    r"|(?:web|site|content|chief)?[ ._-]?editor\d*|default|n/?a|null|undefined|none"
    r"|(?:wp|wordpress|test|demo)\d*|drupal|joomla|typo3|cms|publisher|contributor|preinstalled|microsoft"
)
_LOGIN = re.compile(r"@\w+|[a-z0-9][a-z0-9._+-]{3,}|[A-Za-z]+[._-]?\d+|[A-Za-z0-9]+_\w+")
_AND = re.compile(r"(?i)[&;]|\b(?:and|with|und|mit|et|avec|y|con|e|en|met|og|och)\b")


def named(words: str) -> str:
    """Return the name of an author, "" for the name of nobody."""
    name = BY.sub("", one_line(words))
    return "" if _NOBODY.fullmatch(name) or "://" in name else metadata_text(name)


def person(words: str) -> str:
    """Return the name of an author that readers need not see, "" also for that of an account."""
    name = named(words)
    return "" if _LOGIN.fullmatch(name) else name


def author_of(stated: str, shown: str) -> str:
    """Return the author of a page: whom it shows; of its office or title, what is stated is not."""
    if not shown or not stated:
        return shown or stated
    before, found, after = shown.casefold().partition(stated.casefold())
    return stated if found and not _AND.search(f"{before} {after}") else shown
