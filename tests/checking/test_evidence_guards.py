"""What each guard lets through and what it stops, sentence by sentence."""

import pytest

from qa.checking.verdict import Evidence, Judgement
from qa.checking.verifier import EvidenceVerifier

VERIFIER = EvidenceVerifier()


def judge(sentence: str, quote: str, context: str = "") -> Judgement:
    return VERIFIER.judge(sentence, [Evidence(quote, context)])[0]


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The town had 5 thousand people.", "The town had 5,000 people."),
        ("The town had five thousand people.", "The town had 5,000 people."),
        ("The bridge cost 1.5 million euros.", "The bridge cost 1,500,000 euros."),
        ("The bridge cost $3m.", "The bridge cost 3 million dollars."),
        ("Half of the members came.", "50 % of the members came."),
        ("50 percent of the members came.", "50 per cent of the members came."),
        ("About 500 people came.", "497 people came."),
        ("It has more than 200 members.", "It has 214 members."),
        ("The road is 5 kilometres long.", "The road is 5 km long."),
        ("The lease ran for two years.", "The lease ran for 24 months."),
        ("The break takes half an hour.", "The break takes 30 minutes."),
        ("It opened on 17 February 2011.", "It opened on 2011-02-17."),
        ("It opened on 2011-02-17.", "It opened on February 17th, 2011."),
        ("It opened in February 2011.", "It opened on 17 Feb 2011."),
        ("It opened in 2011.", "It opened on 17 Feb 2011."),
        ("It opened in the 1950s.", "It opened in 1956."),
        ("It opened in the nineteenth century.", "It opened in 1887."),
        ("It opened at 6 pm.", "It opened at 18:00."),
        ("Gaddafi fled.", "Qadhafi fled."),
        ("Bell sold the house.", "Anna Bell sold the house."),
        ("A. Bell sold the house.", "Anna Bell sold the house."),
        ("The WHO advised it.", "The World Health Organization advised it."),
        ("The World Health Organization advised it.", "The WHO advised it."),
        ("Jose Nunez won.", "José Núñez won."),
        ("He called it “a disaster”.", "“It was a disaster,” he called out."),
        ("The minister did not resign.", "The minister never resigned."),
        ("The plot may never be sold.", "The plot may not be sold."),
        ("The house was sold by Tom Reed to Anna Bell.", "Tom Reed sold the house to Anna Bell."),
        ("The walk took place before the meal.", "The meal took place after the walk."),
        ("The firm will open a shop.", "The firm plans to open a shop."),
        ("Mr Garrick claimed that the beans died of blight.",
         "Mr Garrick claimed that the beans had died of blight."),
        ("The respondent sold a caravan to the claimant.",
         "The claimant bought a caravan from the respondent, who sold it at a loss."),
        ("It opened at half past seven.", "It opened at 7:30 pm."),
        ("The CPI rose by a seventh.", "The consumer price index rose by one seventh."),
        ("The beans had died of blight.", "The clerk reported that the beans had died of blight."),
        ("They had to wait for want of men.", "They had to wait for want of men, not of tools."),
        ("The firm opened a shop.", "The firm opened a shop and plans to open another."),
        ("The wall shall be cleaned by the firm.", "The firm shall clean the wall."),
        ("The firm may clean walls.", "The firm may clean walls."),
    ],
)  # fmt: skip
def test_the_same_said_otherwise_is_supported(sentence: str, quote: str) -> None:
    assert judge(sentence, quote) == judge(sentence, quote)
    assert judge(sentence, quote).verdict == "supported", judge(sentence, quote)


@pytest.mark.parametrize(
    ("sentence", "quote", "verdict", "reason"),
    [
        ("The town had 1,500 people in 1950.", "In 1950 the town had 1,200 people.",
         "contradicted", "The source says 1,200, not 1,500."),
        ("The road is 5 miles long.", "The road is 5 km long.",
         "contradicted", "The source says 5 km, not 5 miles."),
        ("It holds at least 40 people.", "It holds at most 40 people.",
         "contradicted", "The source says at most 40, not at least 40."),
        ("It opened on 18 February 2011.", "It opened on 17 February 2011.",
         "contradicted", "The source says 17 February 2011, not 18 February 2011."),
        ("It opened on 17 February 2011.", "It opened in 2011.",
         "partly", "The source says only 2011, not 17 February 2011."),
        ("It opened in March 2011.", "It opened last March.",
         "partly", "The source says only March, not March 2011."),
        ("Selby sold the mill.", "The miller sold the mill.",
         "partly", "The source does not mention Selby."),
        ("Mr Jansen sold the mill.", "Mr Jensen sold the mill.",
         "partly", "The source does not mention Jansen."),
        ("He called it “a disaster”.", "He called it a great disaster.",
         "partly", "These words are quoted but do not stand in the source."),
        ("The minister did not resign.", "The minister resigned.",
         "contradicted", "The source does not say “not”."),
        ("The minister resigned.", "The minister never resigned.",
         "contradicted", "The source says “never” of this."),
        ("The minister took the money.", "The minister denied that he took the money.",
         "contradicted", "The source says it was denied."),
        ("Prices rose in May 2020.", "Prices fell in May 2020.",
         "contradicted", "The source says “fell”, not “rose”."),
        ("The path is unsafe.", "The path is safe.",
         "contradicted", "The source says “safe”, not “unsafe”."),
        ("Anna Bell sold the house to Tom Reed.", "Tom Reed sold the house to Anna Bell.",
         "contradicted", "The source says it the other way round."),
        ("The lake is larger than the pond.", "The pond is larger than the lake.",
         "contradicted", "The source says it the other way round."),
        ("The walk took place before the meal.", "The meal took place before the walk.",
         "contradicted", "The source says it the other way round."),
        ("At the meeting the mayor laughed long.",
         "The mayor came late to the meeting. At the meeting the county laughed long.",
         "contradicted", "The source says this of the county, not of the mayor."),
        ("The respondent bought a caravan from the claimant.",
         "The claimant bought a caravan from the respondent.",
         "contradicted", "The source says it the other way round."),
        ("The repair costs 31,000 and the boiler 9,800.",
         "The repair costs 9,800, the boiler 31,000.",
         "contradicted", "The source says it the other way round."),
        ("The wall is of wood.", "The wall is of brick.",
         "contradicted", "The source says “brick”, not “wood”."),
        ("The judge sold the old grey mare.", "The judge sold the old grey cart.",
         "partly", "The source says “cart”, not “mare”."),
        ("The firm opened a shop.", "It said that the firm plans to open a shop.",
         "partly", "The source says “plans to”, not that this has happened."),
        ("The firm opened a shop.", "The firm plans to open a shop.",
         "partly", "The source says “plans to”, not that this has happened."),
        ("The firm has cleaned the wall.", "The firm may clean the wall each spring.",
         "partly", "The source says “may”, not that this has happened."),
        ("The firm cleaned the wall.", "Please let the firm clean the wall.",
         "partly", "The source says “please”, not that this has happened."),
        ("It is safe in the oven.", "It is safe, not in the oven.",
         "contradicted", "The source says “not” of this."),
        ("All members voted for it.", "Some members voted for it.",
         "partly", "The source does not say “all”."),
        ("It is the largest mill.", "It is one of the largest mills.",
         "partly", "The source says “one of the largest”."),
        ("The firm gained because of rain.", "The firm gained much. There was rain.",
         "partly", "The source does not say why."),
        ("The beans died of blight.", "Mr Garrick claimed that the beans had died of blight.",
         "partly", "The source gives this as what somebody thinks or claims, not as a fact."),
        ("The mill stands in a valley.", "The weather was fine.",
         "not_found", "The source does not say “mill”, “stands”, “valley”."),
    ],
)  # fmt: skip
def test_what_a_guard_stops_comes_with_its_reason(
    sentence: str, quote: str, verdict: str, reason: str
) -> None:
    found = judge(sentence, quote)
    assert (found.verdict, found.reason) == (verdict, reason)
    assert found.unsupported
    assert all(0 <= start < end <= len(sentence) for start, end in found.unsupported)


def test_names_and_dates_may_stand_around_a_quote_and_quotations_may_not() -> None:
    assert judge("Bell sold it in 1950.", "She sold it.", "Anna Bell, 1950").verdict == "supported"
    quoted = judge("She sold “the old mill”.", "She sold the mill.", "The old mill")
    assert quoted.verdict == "partly"


def test_evidence_is_joined_in_whatever_order_it_comes() -> None:
    one, other = Evidence("The mill was built in 1820."), Evidence("The mill burnt in 1850.")
    sentence = "The mill was built in 1820 and burnt in 1850."
    assert [found.verdict for found in VERIFIER.judge(sentence, [one, other])] != ["supported"] * 2
    together = VERIFIER.judge_together(sentence, [one, other])
    assert together == VERIFIER.judge_together(sentence, [other, one])
    assert together.verdict == "supported"
