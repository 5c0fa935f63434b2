"""The claims that come with Pincite, and what the rules alone reach on them."""

from collections import Counter

from qa.checking.verifier import EvidenceVerifier
from qa.evaluation.claims import SEEN, Figures, Passed, everyday_claims, measure
from qa.evaluation.corruptions import corruptions
from qa.evaluation.everyday import everyday_folder, load_files

# Reached by the rules alone: right .637, seen .035, others .259.
LEAST_RIGHT = 0.60
MOST_SEEN = 0.045
MOST_OTHERS = 0.28


def _rows(figures: Figures) -> dict[str, Passed]:
    return dict(figures.rows())


def test_the_evidence_of_each_claim_stands_in_its_document() -> None:
    loaded = load_files("everyday", None)
    texts = {
        "documents/" + loaded.keys[document.id].split("documents/", 1)[1]: document.text
        for document in loaded.documents or ()
    }
    for claim in everyday_claims():
        assert claim.evidence.quote in texts[claim.document], claim.id


def test_the_claims_are_as_the_readme_says() -> None:
    readme = (everyday_folder() / "README.md").read_text("utf-8")
    claims = everyday_claims()
    labels = Counter(claim.label for claim in claims)
    assert f"{len(claims)} sentences" in readme
    assert f"{labels['supported']} that the evidence says" in readme
    assert f"and {len(claims) - labels['supported']} that it\ndoes not" in readme
    assert len({claim.id for claim in claims}) == len(claims)
    assert {kind for kind in SEEN} <= {claim.kind for claim in claims}


def test_the_rules_alone_keep_their_floor() -> None:
    rows = _rows(measure(everyday_claims(), EvidenceVerifier()))
    assert rows["right"].share >= LEAST_RIGHT
    assert rows["wrong, where a guard can see it"].share <= MOST_SEEN
    assert rows["wrong elsewhere"].share <= MOST_OTHERS


def test_sentences_are_changed_by_rule_in_every_way_they_have_room_for() -> None:
    right = "Anna Bell did not sell 12 horses to Tom Reed before 3 May 1950."
    found = {one.kind: one.text for one in corruptions([right], ["Selby"])}
    assert set(found) == {"number", "date", "name", "negation", "opposite", "names exchanged"}
    assert all(text != right for text in found.values())
    assert found["negation"] == "Anna Bell did sell 12 horses to Tom Reed before 3 May 1950."
    assert found["names exchanged"].startswith("Tom Reed did not sell 12 horses to Anna Bell")
    assert [*corruptions([right], ["Selby"])] == [*corruptions([right], ["Selby"])]
