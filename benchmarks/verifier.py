"""How many right sentences the verifier supports, and how many wrong ones.

    python -m benchmarks.verifier
    python -m benchmarks.verifier --whole
    python -m benchmarks.verifier --rules-only --claims MY-CLAIMS.jsonl

Two sets: the claims that come with Pincite (`qa/evaluation/everyday/claims.jsonl`), and sentences
of its everyday documents and its article with one thing changed by rule. The second set's right
sentences are those documents' own. With `--whole` each claim is checked as a draft of its own, so
that Pincite finds the words itself among all everyday documents.
"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from corpus import Document
from corpus.language.sentences import paragraphs, sentences
from index import NewDocument
from index.counted import counted
from qa.checking.checked import VERDICTS
from qa.checking.checker import Checker
from qa.checking.draft import draft_of
from qa.checking.guards.names import is_named, names_in
from qa.checking.verdict import Evidence, Verifier
from qa.checking.verifier import EvidenceVerifier
from qa.config import Config
from qa.evaluation.claims import Claim, Figures, everyday_claims, measure
from qa.evaluation.corruptions import corruptions
from qa.evaluation.everyday import load_files
from qa.wiring import make_entailment, open_index

_SENTENCE = re.compile(r"[“\"A-Z][^|\t]{40,400}[.!”\"]", re.DOTALL)
_NAME = re.compile(r"[A-Z][a-z]{3,}")
_FOREIGN = re.compile(r"\b(?:der|und|les|des|est)\b")


def corrupted(documents: list[Document]) -> list[Claim]:
    """Return sentences of documents as they are, and with one thing changed."""
    own = {document.source: [*_sentences(document)] for document in documents}
    names = sorted({*_names(sentence for found in own.values() for sentence in found)})
    claims = [
        Claim("", sentence, Evidence(sentence), "supported", "as it stands", source)
        for source, found in own.items()
        for sentence in found
    ]
    for source, found in own.items():
        claims += [
            Claim("", one.text, Evidence(one.original), "contradicted", one.kind, source)
            for one in corruptions(found, names)
        ]
    return claims


def _sentences(document: Document) -> Iterator[str]:
    """Yield the sentences of a text that is English; no rows of tables."""
    if _FOREIGN.search(document.text[:1_000]):
        return
    text = document.text
    for paragraph in paragraphs(text, 0, len(text)):
        for span in sentences(text, paragraph.start, paragraph.end):
            sentence = text[span.start : span.end].strip()
            if _SENTENCE.fullmatch(sentence):
                yield sentence


def _names(found: Iterator[str]) -> Iterator[str]:
    for sentence in found:
        for start, end in names_in(sentence):
            if _NAME.fullmatch(sentence[start:end]) and not is_named(sentence[start:end], ""):
                yield sentence[start:end]


def main() -> None:
    """Print the figures of both sets."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rules-only", action="store_true", help="use no entailment model")
    parser.add_argument("--whole", action="store_true", help="find the words as well")
    parser.add_argument("--claims", type=Path, help="claims to measure in place of Pincite's own")
    args = parser.parse_args()
    verifier = EvidenceVerifier() if args.rules_only else _with_model()
    documents = list(load_files("everyday", None).documents or ())
    print(verifier.id)
    for name, claims in (
        ("claims", everyday_claims(args.claims)),
        ("changed by rule", corrupted(documents)),
    ):
        _print(name, measure(claims, verifier), len(claims))
    if args.whole:
        _print_whole(everyday_claims(args.claims), documents, verifier)


def _with_model() -> EvidenceVerifier:
    index = open_index(Config.from_env(), "benchmark-verifier")
    index.embedder.embed_question("the model is made when it is first used")
    return EvidenceVerifier(make_entailment(Config.from_env(), lambda: index.embedder, print)())


def _print_whole(claims: list[Claim], documents: list[Document], verifier: Verifier) -> None:
    """Print how many right and wrong claims get each verdict, where the words have to be found."""
    counts: dict[tuple[bool, str], int] = {}
    index = open_index(Config.from_env(), "benchmark-claims")
    for _ in index.add(NewDocument(document, document.source) for document in documents):
        pass
    checker = Checker(index, lambda: verifier)
    for claim in claims:
        (sentence, *_) = checker.check(draft_of(claim.text)).sentences
        key = claim.label == "supported", sentence.verdict
        counts[key] = counts.get(key, 0) + 1
    print(f"\nwhole check: {counted(len(claims), 'sentence')}")
    for right in (True, False):
        all_ = sum(count for (one, _), count in counts.items() if one == right)
        for verdict in VERDICTS:
            count = counts.get((right, verdict), 0)
            row = f"{'right' if right else 'wrong'}: {verdict}"
            print(f"  {row:34} {count / max(all_, 1):6.3f}   {count} of {all_}")


def _print(name: str, figures: Figures, size: int) -> None:
    print(f"\n{name}: {counted(size, 'sentence')}, {figures.milliseconds:.1f} ms each")
    for row, passed in figures.rows():
        print(f"  {row:34} {passed.share:6.3f}   {passed.supported} of {passed.all}")


if __name__ == "__main__":
    main()
