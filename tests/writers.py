"""Writers over an index and a server of the test's own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from model_server import ModelServer

from index import LocalIndex
from qa.answering.question import Request
from qa.checking.verifier import EvidenceVerifier
from qa.config import Config
from qa.wiring import make_answerer
from qa.writing.call import Deadlines, Endpoint
from qa.writing.client import ChatClient
from qa.writing.writer import Writer
from qa.writing.written import WrittenAnswer

KEY = "sk-canary-0123456789"
PATIENT = Deadlines(connect=60, first=60, gap=60, total=60, pause=0.001)
"""For what must not depend on how quick this machine is."""
HASTY = replace(PATIENT, first=0.2, gap=0.2)
"""For servers that never say anything more, however long one waits."""


def make_writer(index: LocalIndex, server: ModelServer, limits: Deadlines = PATIENT) -> Writer:
    endpoint = Endpoint(f"{server.url}/chat/completions", "toy", KEY, limits)
    return Writer(index, EvidenceVerifier(), ChatClient(endpoint, 4))


def written(
    index: LocalIndex,
    server: ModelServer,
    question: str,
    *,
    limits: Deadlines = PATIENT,
    confidence: float = 0.0,
    **more: Any,
) -> WrittenAnswer:
    """Return the written answer to a question."""
    answerer = make_answerer(Config(confidence=confidence), index)
    writer = make_writer(index, server, limits)
    return writer.answer(answerer.stages(Request(question, **more)))


def texts(answer: WrittenAnswer) -> Sequence[str]:
    return [sentence.text for sentence in answer.sentences]
