"""Title, author and date of a PDF: what its pages say first, what its file says second."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.document import Document, Source
from corpus.formats.pdf.lines import Typography
from corpus.formats.pdf.pages import HYPHEN
from corpus.formats.pdf.rows import Row
from corpus.text import title_from
from corpus.text_builder import TextBuilder, metadata_date, metadata_text
from corpus.titles import real_title

_LARGE = 1.2  # times the text; a guess: a title is clearly larger
_LONGEST_TITLE = 200  # characters; a guess: three lines of a title page
_FIRST_PAGES = 2  # where a title stands; a guess: behind a cover
_STANDING = 0.7  # of the words of a title; a guess: "Report" is "The Report: 2020" on the page
_NEAR_TITLE = 6  # rows; a guess: subtitle, authors, date
_TOP = 12  # rows; a guess: the letterhead and what is under it

_TECHNICAL = re.compile(
    r"(?ix)^(?: \W* | \W?(?:anonymous|unspecified)\W? | untitled.* | no\ title | title | draft"
    r"| (?:document|dokument|doc|book|sheet|tabelle|slide|folie|layout|page|scan|image|print|file)"
    r"[\s_-]*\d* | scanned?\ (?:document|image|page).* | (?:power\s?point\ )?presentation\d*"
    r"| powerpoint-präsentation | microsoft\ (?:word|powerpoint|excel|office|publisher|visio)\b.*"
    r"| full\ page\ photo | print(?:ing)?\ .*job.* | remote\ desktop.* | about:blank | template"
    r"| (?:https?|file):.* | (?:\w:)?[\\/].* | .*\\.* | .*[^\s]\.[a-z][a-z0-9]{1,4}"
    r"| \S*_\S* | [\d\W_]* | \S*\d\S* | .*\b(?:normal|letter)\.dotx? )$"
)
# What a large stamp or a list says, and no title.
_NO_TITLE = re.compile(
    r"(?i)^(?:filed|draft|copy|original|confidential|received|approved|revoked|void|sealed|final|"
    r"redacted|entwurf|kopie|brouillon|copie|borrador|(?:table of )?contents|index|"
    r"inhalt(?:sverzeichnis)?|table des matières|sommaire|índice|abstract|introduction|page|"
    r"memo(?:randum)?)\W*$"
)
_FIRST_SECTION = re.compile(r"(?:1|I|A)(?:\.\d+)*\.?\s|(?i:chapter|kapitel|chapitre)\s")
_NO_AUTHOR = re.compile(
    r"(?ix)^(?: \W* | \W?(?:anonymous|unspecified|unknown)\W?"
    r"| (?:windows|test|default|local)?[\s_-]*(?:user|admin|administrator|owner|author|guest"
    r"|benutzer|utilisateur|usuario)\d*"
    r"| .*\b(?:microsoft|adobe|acrobat|libreoffice|openoffice|latex|pdftex|tex|quark\w*|indesign"
    r"|itext|ghostscript|reportlab|scanner|xerox|canon|ricoh|konica|kyocera|workcentre|printer"
    r"|server|system|edgar|filer|filing|financial\ printing|donnelley|workiva|toppan|merrill"
    r"|converter|software)\b.*"
    r"| \S*\d\S* | [^\s,]*[@\\/_]\S* )$"
)
_LOGIN = re.compile(r"[a-z.-]+")
_NAME = r"[^\W\d_a-zß-ÿ][\w'’.-]*(?:\s(?:[a-z]{2,3}\s){0,2}[^\W\d_a-zß-ÿ][\w'’.-]*){1,3}"
_BYLINE = re.compile(
    rf"(?:By|by|BY|Von|von|Par|par|Por|por)\s"
    rf"({_NAME}(?:(?:,|,?\sand|\sund|\set|\sy)\s{_NAME}){{0,4}})"
)
_MONTHS = (
    "january janvier enero januar jan|february février febrero februar feb|"
    "march mars marzo märz mar|april avril abril apr|may mai mayo|june juin junio juni jun|"
    "july juillet julio juli jul|"
    "august août agosto aug|september septembre septiembre sept sep|"
    "october octobre octubre oktober oct okt|november novembre noviembre nov|"
    "december décembre diciembre dezember dec dez"
)
_MONTH = {
    name: number for number, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()
}
_BEFORE_DATE = (
    r"(?i)(?:(?:date|dated|published|released|issued|datum|fecha|le)\s?:?\s|[^\W\d_]{3,20},\s)?"
    r"(?:the\s|den\s)?"
)
_ISO = re.compile(rf"{_BEFORE_DATE}(\d{{4}})-(\d\d)-(\d\d)")
_DAY_FIRST = re.compile(
    rf"{_BEFORE_DATE}(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?(?:\sof|\sde)?\s([^\W\d_]{{3,10}})\.?,?"
    r"(?:\sde)?\s(\d{4})"
)
_MONTH_FIRST = re.compile(
    rf"{_BEFORE_DATE}([^\W\d_]{{3,10}})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself, and what the properties of its file say."""

    title: str
    author: str
    published: str
    file_author: str
    file_created: str
    first_page: str

    def document(self, layout: TextBuilder, source: Source) -> Document:
        """Return the document of a layout; its title is at last the name of its file."""
        first = real_title(_first_heading(layout, self.first_page))
        title = real_title(self.title) or first or title_from(source)
        return layout.document(
            source,
            title=title,
            author=self.author,
            published=self.published,
            file_author=self.file_author,
            file_created=self.file_created,
        )


def metadata(facts: Mapping[str, str], pages: Sequence[Sequence[Row]]) -> Metadata:
    """Return what is known of a document from the properties of its file and its pages."""
    named, maker = metadata_text(facts.get("Title")), metadata_text(facts.get("Author"))
    maker = "" if _NO_AUTHOR.match(maker) or _LOGIN.fullmatch(maker) else maker
    first = next((page for page in pages if page), [])
    large = _largest(pages, first)
    title = _title(named, pages[:_FIRST_PAGES], first, " ".join(row.words for row in large))
    under = _under(first, large)
    return Metadata(
        title=title,
        author=_author(under, maker),
        published=_published(first),
        file_author=maker,
        file_created=metadata_date(facts.get("CreationDate")),
        first_page=" ".join(row.words for row in first),
    )


def _first_heading(layout: TextBuilder, page: str) -> str:
    """Return the first heading, if it is on the first page and may be a title."""
    first = layout.headings[0].title if layout.headings else ""
    if _NO_TITLE.match(first) or _FIRST_SECTION.match(first):
        return ""
    return first if "".join(_letters(first)) in "".join(_letters(page)) else ""


def _title(named: str, pages: Sequence[Sequence[Row]], first: Sequence[Row], large: str) -> str:
    """Return the file's title where the pages say it too, or what is largest on the first."""
    shown = large.replace(HYPHEN, "-")
    shown = re.sub(r"(?:\s?(?:\[\w{1,3}\]|[*∗†‡]))+$", "", shown)
    if _TECHNICAL.match(named) or _NO_TITLE.match(named):
        return shown
    words = _letters(named)
    standing = {word for page in pages for row in page for word in _letters(row.words)}
    if len(words) > 1 and sum(word in standing for word in words) >= _STANDING * len(words):
        return named
    if len(words) == 1:
        alone = any(_letters(row.words) == words for row in first[:_NEAR_TITLE])
        return shown or (named if alone or named.istitle() else "")
    return shown or named


def _letters(words: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", words.casefold().replace(HYPHEN, ""))


def _largest(pages: Sequence[Sequence[Row]], first: Sequence[Row]) -> list[Row]:
    """Return the rows in the largest letters of the first page, where these are large."""
    typography = Typography.of(row for page in pages for row in page)
    titles = [
        row for row in first if typography.heading_level(row) and not _NO_TITLE.match(row.words)
    ]
    most = max((row.size for row in titles), default=0.0)
    if most < _LARGE * typography.body:
        return []
    group: list[Row] = []
    for row in titles:
        if row.size <= most - 0.5:  # one size, rounded
            continue
        # A guess: lines of a title are set tight.
        if group and not 0 < group[-1].box.bottom - row.box.bottom < 2 * most:
            break
        group.append(row)
    return group if sum(len(row.words) for row in group) <= _LONGEST_TITLE else []


def _under(first: Sequence[Row], title: Sequence[Row]) -> list[str]:
    """Return the rows under the title."""
    begin = 0
    for place, row in enumerate(first):
        if title and row is title[-1]:
            begin = place + 1
    return [row.words for row in first[begin : begin + _NEAR_TITLE]]


def _author(under: Sequence[str], maker: str) -> str:
    """Return the author that the first page names: in a byline, or as the file does."""
    for words in under:
        if match := _BYLINE.fullmatch(words.strip()):
            return match[1]
    alone = len(maker.split()) > 1 and any(_letters(words) == _letters(maker) for words in under)
    return maker if alone else ""


def _published(first: Sequence[Row]) -> str:
    """Return the date that stands alone on a line at the top of the first page."""
    found = {date for row in first[:_TOP] if (date := _date(row.words.strip()))}
    return found.pop() if len(found) == 1 else ""


def _date(line: str) -> str:
    if match := _ISO.fullmatch(line):
        return "-".join(match.groups())
    for pattern, month, day in ((_DAY_FIRST, 2, 1), (_MONTH_FIRST, 1, 2)):
        match = pattern.fullmatch(line)
        number = _MONTH.get(match[month].lower()) if match else None
        if match and number and 1 <= int(match[day]) <= 31:
            return f"{match[3]}-{number:02}-{int(match[day]):02}"
    return ""
