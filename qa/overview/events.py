"""Dates in the sentences of a document, each with its sentence and its place."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from corpus import Passage, Span
from index import DocumentInfo
from qa.answering.date_reading import ReadDate, read_dates
from qa.answering.dates import Unit
from qa.overview.furniture import is_figure, is_furniture, is_mail, names_law, without_page_number
from qa.overview.years import Surroundings, YearFrom, read_yearless, years_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A date in a sentence. Always true: `document.text[start:end] == quote`.

    `written` is the date as it stands there, from `date_start` to `date_end`. `first` and `last`
    are what was read of it, as exact as it is: `1871`, `1871-05`, `1871-05-03`; the same where it
    is no range. `precision` is that of `first`; a date that has only a month or year comes before
    the days of it. A `relative` one (`last March`) was resolved by `published`. Where the year of a
    day is not written, `year_from` says what it was read from.
    """

    first: str
    last: str
    precision: Unit
    written: str
    relative: bool
    year_from: YearFrom | None
    quote: str
    document_id: str
    version: str
    title: str
    source: str
    author: str
    published: str
    page: int | None
    page_label: str
    recognized: bool
    start: int
    end: int
    date_start: int
    date_end: int

    @property
    def order(self) -> tuple[str, str, str, str, int]:
        """Return what it is sorted by: the date, then where it stands."""
        return (self.first, self.last, self.title, self.document_id, self.date_start)

    def record(self) -> dict[str, Any]:
        return asdict(self)


def events_of(info: DocumentInfo, passages: Iterable[Passage]) -> Iterator[Event]:
    """Yield the dates in the sentences of a document's passages, in the order they stand there.

    Left out are heads of mails, page numbers and the years in names of laws. A sentence that the
    document repeats, as running heads are, counts once.
    """
    mail = is_mail(info)
    seen: set[tuple[str, str, str]] = set()
    for passage in passages:
        for event in _events_in(info, passage, mail=mail):
            key = (without_page_number(event.quote), event.first, event.written)
            if key not in seen:
                seen.add(key)
                yield event


def _events_in(info: DocumentInfo, passage: Passage, *, mail: bool) -> Iterator[Event]:
    own = passage.voice.published if passage.voice is not None else info.published
    in_mail = mail or passage.voice is not None
    quotes = [(span, passage.quote(span)) for span in passage.sentences]
    dates = [_dates_in(quote, own, in_mail=in_mail) for _, quote in quotes]
    years = years_of([date for found in dates for date in found])
    mail_date = own if in_mail and len(own) == len("2019-05-03") else ""
    before = ""
    for (span, quote), found in zip(quotes, dates, strict=True):
        around = Surroundings(passage.heading, before, years, mail_date)
        read: list[tuple[ReadDate, YearFrom | None]] = [(date, None) for date in found]
        read += [
            (one.date, one.year_from)
            for one in read_yearless(quote, around)
            if all(one.date.end <= date.start or date.end <= one.date.start for date in found)
        ]
        for date, year_from in sorted(read, key=lambda one: one[0].start):
            yield _event(info, passage, span, date, year_from)
        before = quote


def _dates_in(quote: str, own: str, *, in_mail: bool) -> list[ReadDate]:
    if is_furniture(quote, in_mail=in_mail):
        return []
    return [
        date
        for date in read_dates(quote, own)
        if not is_figure(quote, date) and not names_law(quote, date)
    ]


def _event(
    info: DocumentInfo, passage: Passage, span: Span, date: ReadDate, year_from: YearFrom | None
) -> Event:
    by = passage.voice or info
    return Event(
        first=date.first,
        last=date.last,
        precision=date.precision,
        written=date.written,
        relative=date.relative,
        year_from=year_from,
        quote=passage.quote(span),
        document_id=info.id,
        version=info.version,
        title=info.title,
        source=info.source,
        author=by.author,
        published=by.published,
        page=passage.page,
        page_label=passage.page_label,
        recognized=passage.recognized,
        start=span.start,
        end=span.end,
        date_start=span.start + date.start,
        date_end=span.start + date.end,
    )
