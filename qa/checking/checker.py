"""From a draft to a verdict for each of its sentences, pinned to the words that it rests on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from index import ALL_DOCUMENTS, Filter, Index, IndexReader
from qa.answering.answer import Citation, ClosestPassage, WordSpan
from qa.answering.filters import applied
from qa.answering.links import linked
from qa.answering.quoting import leans
from qa.checking.candidates import Candidate, FoundWords, find_words
from qa.checking.checked import (
    CheckedDraft,
    CheckedSentence,
    DraftRecord,
    OwnCitations,
    OwnPlaceRecord,
)
from qa.checking.draft import Draft, DraftSentence
from qa.checking.own_places import OwnPlace, Versions, own_places
from qa.checking.ruling import Ruling, by_cited, by_found, decisive, reason_of
from qa.checking.verdict import Judgement, Verifier

MOST_CHECKS = 2
"""Drafts that one process checks at a time; a guess: each keeps a core busy, a long one for
minutes."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The first stage of a check: the draft was read, and has so many sentences."""

    sentences: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A further stage: one sentence, and the citations that are new with it."""

    sentence: CheckedSentence
    citations: tuple[Citation, ...]


Stage = Begun | Checked | CheckedDraft


class Checker:
    """Checks drafts against a collection; safe to share between threads."""

    def __init__(
        self, index: Index, verifier: Callable[[], Verifier], public_url: str | None = None
    ) -> None:
        """Take what finds and what gives the verifier, which the first call may take a second.

        `public_url` is the address that links of citations begin with; None makes none.
        """
        self._index = index
        self._verifier = verifier
        self._public_url = public_url

    def load(self) -> None:
        """Load the verifier now, rather than at the first draft; again costs nothing."""
        self._verifier()

    def check(self, draft: Draft, wanted: Filter = ALL_DOCUMENTS) -> CheckedDraft:
        """Check a draft; see `stages`."""
        *_, last = self.stages(draft, wanted)
        assert isinstance(last, CheckedDraft)
        return last

    def stages(self, draft: Draft, wanted: Filter = ALL_DOCUMENTS) -> Iterator[Stage]:
        """Check a draft sentence by sentence; the checked draft comes last.

        What a sentence cites itself is judged first, whatever is `wanted`; where that does not
        support it, the documents are searched.

        Raises:
            CollectionEmpty: If there is nothing to check against.
            NothingWithin: If no document matches the filter.
        """
        verifier = self._verifier()
        with self._index.reader() as reader:
            within = applied(reader, wanted)
        yield Begun(len(draft.sentences))
        checked: list[CheckedSentence] = []
        versions, numbers = Versions(), _Numbers(self._public_url)
        for place, sentence in enumerate(draft.sentences):
            known = len(numbers.citations)
            # A moment each: whoever takes the stages may be slow, and a moment that is held open
            # keeps the ledger's log from being emptied.
            with self._index.reader() as reader:
                moment = _Moment(reader, verifier, versions, numbers, wanted)
                checked.append(moment.checked(sentence, _searched(draft.sentences, place)))
            yield Checked(checked[-1], tuple(numbers.citations[known:]))
        yield CheckedDraft(
            DraftRecord(draft.name, draft.media_type, len(draft.text), draft.sha256, draft.text),
            tuple(checked),
            tuple(numbers.citations),
            verifier.id,
            within,
        )


def _searched(sentences: Sequence[DraftSentence], place: int) -> str:
    """Return what is searched for a sentence: with the one before it where it leans on that."""
    claim = sentences[place].claim.text
    return f"{sentences[place - 1].claim.text} {claim}" if place and leans(claim) else claim


@dataclass(slots=True)
class _Numbers:
    """Numbers citations as they come up, the same words once."""

    public_url: str | None
    citations: list[Citation] = field(default_factory=list)
    known: dict[tuple[str, str, int, int], int] = field(default_factory=dict)

    def of(self, reader: IndexReader, words: Candidate) -> int:
        if words.key not in self.known:
            number = self.known[words.key] = len(self.citations) + 1
            document_id = words.hit.document.id
            place = reader.file_paths({document_id}).get(document_id, "")
            self.citations.append(linked(words.citation(number, place), self.public_url))
        return self.known[words.key]


@dataclass(frozen=True, slots=True)
class _Moment:
    """Checks a sentence at one moment of the collection."""

    reader: IndexReader
    verifier: Verifier
    versions: Versions
    numbers: _Numbers
    wanted: Filter

    def checked(self, sentence: DraftSentence, searched: str) -> CheckedSentence:
        if sentence.unchecked is not None:
            return _unchecked(sentence, sentence.unchecked)
        claim = sentence.claim.text
        places = tuple(own_places(self.reader, sentence.marks, self.versions))
        words_at = {place.words.key: place.words for place in places if place.words is not None}
        cited = list(words_at.values())
        own = by_cited(self.verifier, claim, cited)
        if own is not None and own.supports:
            return self._sentence(sentence, places, own, own, ())
        found = self._found(searched)
        fresh = [words for words in found.candidates if words.key not in words_at]
        ruling = decisive(own, by_found(self.verifier, claim, fresh))
        closest = () if ruling.words else found.closest()
        return self._sentence(sentence, places, own, ruling, closest)

    def _found(self, searched: str) -> FoundWords:
        vector = self.reader.embed_question(searched)
        return find_words(self.reader, searched, vector, self.wanted)

    def _sentence(
        self,
        sentence: DraftSentence,
        places: Sequence[OwnPlace],
        own: Ruling | None,
        ruling: Ruling,
        closest: tuple[ClosestPassage, ...],
    ) -> CheckedSentence:
        said = ruling.judgement
        citations = tuple(self.numbers.of(self.reader, words) for words in ruling.words)
        better = citations if places and ruling.supports and ruling is not own else ()
        return CheckedSentence(
            sentence.start,
            sentence.end,
            sentence.text,
            said.verdict,
            reason_of(places, own, ruling, better),
            round(said.support, 4),
            _unsupported(sentence, said),
            citations,
            self._own(places, own, better) if places else None,
            closest,
        )

    def _own(
        self, places: Sequence[OwnPlace], own: Ruling | None, better: tuple[int, ...]
    ) -> OwnCitations:
        recorded = (
            OwnPlaceRecord(
                place.mark,
                place.state,
                None if place.words is None else self.numbers.of(self.reader, place.words),
                place.note,
            )
            for place in places
        )
        return OwnCitations(tuple(recorded), None if own is None else own.judgement.verdict, better)


def _unchecked(sentence: DraftSentence, why: str) -> CheckedSentence:
    where = (sentence.start, sentence.end, sentence.text)
    return CheckedSentence(*where, "unchecked", why, 0.0, (), (), None, ())


def _unsupported(sentence: DraftSentence, said: Judgement) -> tuple[WordSpan, ...]:
    """Return the unsupported words of a sentence, as they stand in the draft."""
    if said.verdict in ("supported", "not_found"):
        return ()
    return tuple(WordSpan(*sentence.claim.span(*part)) for part in said.unsupported)
