"""What guards read in months, heads, list numbers, other languages and sides of dates."""

import pytest

from qa.checking.verdict import Evidence, Judgement
from qa.checking.verifier import EvidenceVerifier, findings

VERIFIER = EvidenceVerifier()
FLOOD = "On 3 August 2024 the estate was flooded and 42 homes lost power."


def judge(sentence: str, quote: str) -> Judgement:
    return VERIFIER.judge(sentence, [Evidence(quote)])[0]


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("X was elected in 1872.", "In May 1872 the meeting elected X."),
        ("It opened on 5/3/1872.", "It opened on 3 May 1872."),
        ("The grant was £22,900.", "Item: grant; Amount (GBP): 22900"),
        ("The grant was £22,900.", "Item: grant; Amount in £: 22900"),
        ("The grant was €22,900.", "Item: grant; Amount (EUR): 22,900"),
        ("The grant was $3 million.", "Item: grant; $ million: 3"),
        ("They pay up to £60,000.", "They pay up to a total of £60,000."),
        ("The wall protected the town.", "The wall did not fail to protect the town."),
        ("The wall did not fail to protect the town.", "The wall protected the town."),
        ("The wall did not protect the town.", "The wall failed to protect the town."),
        ("Das Haus kostet 5000 Euro.", "Das Haus kostet 5.000 Euro."),
        ("Das Haus kostet 5.000 Euro.", "Das Haus kostet 5000 Euro."),
        ("It opened after 1872.", "It opened after 1872."),
        ("It has been compulsory since 1876.", "It became compulsory in 1876."),
    ],
)
def test_the_same_read_otherwise_is_supported(sentence: str, quote: str) -> None:
    assert judge(sentence, quote).verdict == "supported", [*findings(sentence, Evidence(quote))]


@pytest.mark.parametrize(
    ("sentence", "quote", "verdict", "reason"),
    [
        ("The heirs sold it.", "The heirs may sell it.",
         "partly", "The source says “may”, not that this has happened."),
        ("THE HEIRS SOLD IT.", "THE HEIRS MAY HAVE SOLD IT.",
         "partly", "The source says only “may” of this."),
        ("The grant was £29,200.", "Item: grant; Amount (GBP): 22900",
         "contradicted", "The source says 22900, not £29,200."),
        ("The phone rang nine times before anyone answered.",
         "The phone rang nine times before somebody answered.",
         "partly", "The source does not say “anyone”."),
        ("Das Haus kostet 6000 Euro.", "Das Haus kostet 5.000 Euro.",
         "contradicted", "The source says 5.000 Euro, not 6000 Euro."),
        ("It weighs 1.250 kg.", "It weighs 1250 kg.",
         "contradicted", "The source says 1250 kg, not 1.250 kg."),
        ("It opened after 1872.", "It opened in 1872.",
         "partly", "The source does not say “after 1872”."),
        ("It has been open since 1872.", "It was open in 1872.",
         "partly", "The source does not say “since 1872”."),
        ("It opened in early 1872.", "It opened in 1872.",
         "partly", "The source does not say “early 1872”."),
        ("It opened at 10 pm.", "It opened at 10 am.",
         "contradicted", "The source says 10 am, not 10 pm."),
        ("The wall protected the town.", "The wall failed to protect the town.",
         "contradicted", "The source says “failed to” of this."),
    ],
)  # fmt: skip
def test_what_is_not_the_same_comes_with_its_reason(
    sentence: str, quote: str, verdict: str, reason: str
) -> None:
    found = judge(sentence, quote)
    assert (found.verdict, found.reason) == (verdict, reason)


@pytest.mark.parametrize(
    "mark", ["2. ", "2. Flooding of 3 August ", "(2) ", "2.) ", "§ 2. ", "2.1.3. ", "(a) "]
)
def test_the_number_of_a_heading_is_no_quantity(mark: str) -> None:
    for quote in (f"{mark}{FLOOD}", f"The site has 7 wells.\n\n{mark}{FLOOD}"):
        assert judge(f"{mark}{FLOOD}", quote).verdict == "supported"


@pytest.mark.parametrize(
    ("plain", "denied"),
    [
        ("Der Rat hat den Plan genehmigt.", "Der Rat hat den Plan nicht genehmigt."),
        ("Der Rat genehmigt den Plan.", "Der Rat genehmigt den Plan nicht."),
        ("Der Rat hat Geld bewilligt.", "Der Rat hat kein Geld bewilligt."),
        ("Der Rat hat den Plan genehmigt.", "Der Rat hat den Plan niemals genehmigt."),
        ("Le conseil a approuvé le plan.", "Le conseil n’a pas approuvé le plan."),
        ("Le conseil approuve le plan.", "Le conseil n'approuve jamais le plan."),
        ("El consejo aprobó el plan.", "El consejo no aprobó el plan."),
        ("El consejo aprobó el plan.", "El consejo nunca aprobó el plan."),
    ],
)
def test_denials_count_in_german_french_and_spanish(plain: str, denied: str) -> None:
    for sentence, quote in ((plain, denied), (denied, plain)):
        assert any(one.guard == "negation" for one in findings(sentence, Evidence(quote))), sentence
        assert judge(sentence, quote).verdict != "supported"
    assert judge(denied, denied).verdict == "supported"
