"""Has a model write an answer, and shows of it what the sources say."""

import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing

from index import Hit, Index
from qa.answering.answer import Answer
from qa.answering.answerer import Found, Stage
from qa.checking.verdict import Verifier
from qa.writing import prompt
from qa.writing.assembling import Assembly
from qa.writing.client import ChatClient
from qa.writing.drafting import Drafted, Drafter
from qa.writing.failures import ModelFailed
from qa.writing.judging import Judge, Supported
from qa.writing.sources import Source, gather
from qa.writing.usage import Usage
from qa.writing.written import RejectedSentence, Waiting, WritingStage, WrittenAnswer

MOST_SENTENCES = 40
"""Of a model that are checked; a guess: more is no answer but a flood."""
MOST_REPEATED = 3
"""How often a model may say again what it has said before it is stopped: small ones go round in
circles to their last token. A guess."""


class Writer:
    """Writes answers by a model; safe to share between threads."""

    def __init__(
        self,
        index: Index,
        verifier: Verifier,
        client: ChatClient,
        public_url: str | None = None,
    ) -> None:
        """Take what is written about, what checks it, and what writes.

        `public_url` is the address that links of citations begin with; None makes none.
        """
        self._index = index
        self._verifier = verifier
        self._client = client
        self._public_url = public_url

    @property
    def model(self) -> str:
        return self._client.model

    def close(self) -> None:
        """Let go whoever waits for the model."""
        self._client.close()

    def answer(self, quoted: Iterable[Stage]) -> WrittenAnswer:
        """Write an answer; see `stages`."""
        *_, last = self.stages(quoted)
        assert isinstance(last, WrittenAnswer)
        return last

    def stages(self, quoted: Iterable[Stage]) -> Generator[WritingStage, None, None]:
        """Yield the stages of an answer in quotes, then those of writing; the answer comes last.

        Where the documents do not answer, the model is not asked: what it wrote would be about
        what was found, not about the question. That it fails is no error: the quotes stand.

        Args:
            quoted: The stages of the answer in quotes. What they raise is raised here.
        """
        began = time.perf_counter()
        hits: Sequence[Hit] = ()
        answer = None
        for stage in quoted:
            if isinstance(stage, Answer):
                answer = stage
            else:
                hits = stage.hits if isinstance(stage, Found) else hits
                yield stage
        assert answer is not None
        assembly = Assembly(answer)
        if answer.sentences:
            with closing(self._written(assembly, answer, hits)) as stages:
                yield from stages
        took = round((time.perf_counter() - began) * 1000, 3)
        yield assembly.answer(self.model, self._verifier.id, took)

    def _written(
        self, assembly: Assembly, answer: Answer, hits: Sequence[Hit]
    ) -> Generator[WritingStage, None, None]:
        with self._index.reader() as reader:
            sources = gather(reader, hits, answer.citations, self._public_url)
        judge, repeated = Judge(self._verifier, sources), 0
        try:
            with closing(self._drafted(answer.searched, sources)) as drafts:
                for drafted in drafts:
                    if drafted is None:
                        yield Waiting()
                    elif isinstance(drafted, Usage):
                        assembly.count(drafted)
                    elif prompt.declines(drafted.text):
                        assembly.decline()
                    elif (judged := judge.judge(drafted)) is not None:
                        yield from assembly.take(self._standing(judged))
                    else:
                        repeated += 1
                        if repeated == MOST_REPEATED:
                            raise ModelFailed("incomplete", "The model repeated itself.")
        except ModelFailed as failure:
            assembly.fail(failure)
        for one in [*assembly.supported]:
            if isinstance(now := self._standing(one), RejectedSentence):
                assembly.drop(one, now)

    def _drafted(
        self, question: str, sources: Sequence[Source]
    ) -> Generator[Drafted | Usage | None, None, None]:
        """Yield the sentences of the model, what they took, and None while it goes on."""
        drafter = Drafter([source.key for source in sources])
        count = 0
        with closing(self._client.stream(prompt.messages(question, sources))) as texts:
            for text in texts:
                if text is None or isinstance(text, Usage):
                    yield text
                    continue
                for drafted in drafter.feed(text):
                    yield drafted
                    count += 1
                    if count == MOST_SENTENCES:
                        raise ModelFailed("too_long", "The model wrote more than is read.")
        yield from drafter.finish()

    def _standing(self, judged: Supported | RejectedSentence) -> Supported | RejectedSentence:
        """Return a sentence as it stands: rejected where a document of it is gone by now."""
        if isinstance(judged, RejectedSentence):
            return judged
        versions = {s.citation.document_id: s.citation.version for s in judged.sources}
        with self._index.reader() as reader:
            now = reader.infos(versions)
        if all(key in now and now[key].version == versions[key] for key in versions):
            return judged
        reason = "The document that says this was removed or replaced meanwhile."
        return RejectedSentence(judged.text, "not_found", reason)
