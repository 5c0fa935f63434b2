"""What guards read in months, heads, list numbers, other languages and sides of dates."""

import pytest

from qa.checking.amounts import amounts_in
from qa.checking.guards.numbers import number_findings
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
        ("The reserve is a quarter of a million.", "The reserve is 250,000."),
        ("Rinse for a quarter of an hour.", "Rinse for 15 minutes."),
        ("He answered within a fortnight.", "He answered within two weeks."),
        ("They play an hour and a half a day.", "They play ninety minutes a day."),
        ("The crossing takes 170 minutes.", "The crossing takes 2 hours 50 minutes."),
        ("The lease ran five and a half years.", "The lease ran 5 years and 6 months."),
        ("The siege took 2 weeks.", "The siege took 2 weeks, and 3 days later peace came."),
        ("The walk takes 3.5 hours.", "The walk takes 3½ hours."),
        ("The tower has more than a hundred steps.", "The tower has 142 steps."),
        ("With 20 metres per second the boat stays.", "With 20 metres a second the boat stays."),
        ("It was carried by 28 to 15.", "It was carried by 28 votes to 15."),
        ("It is closed from June 3rd to 14th.", "It is closed from 3 to 14 June."),
        ("The sample was taken on 5 September 2023.", "The sample was taken on 05.09.2023."),
        ("The sample is of 14 November 2023.", "The sample is of Mill,2023-11-14,8.8."),
        ("The order was cancelled.", "The order for a boat was cancelled."),
        ("You cannot book on the website.", "You book at the desk, not on the website."),
        ("Not many have followed her.", "Few have followed her."),
    ],
)
def test_the_same_read_otherwise_is_supported(sentence: str, quote: str) -> None:
    assert judge(sentence, quote).verdict == "supported", [*findings(sentence, Evidence(quote))]


@pytest.mark.parametrize(
    "quote",
    [
        "Entry costs members nothing; others pay £5.",
        "Members pay nothing for entry; others pay £5.",
        "For entry adults pay £5, children £2, and members nothing.",
        "Entry is without charge for members; others pay £5.",
    ],
)
def test_what_costs_nothing_is_free(quote: str) -> None:
    found = findings("Entry is free for members and costs others £5.", Evidence(quote))

    assert {one.weight for one in found} <= {"doubt"}


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Unlike Selby, Rietwil passed both plans.",
         "Selby rejected the pool. In Rietwil both plans passed."),
        ("Despite Lund's warning they sailed.", "Lund warned them. They sailed all the same."),
        ("Besides Reyes, Lund voted for it.", "Reyes and Lund voted for it."),
        ("Beyond Selby led no road.", "No road led beyond Selby."),
    ],
)  # fmt: skip
def test_what_opens_a_sentence_is_no_name(sentence: str, quote: str) -> None:
    assert "name" not in {one.guard for one in findings(sentence, Evidence(quote))}


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Maja Holm of Denmark came second.", "The Dane Maja Holm came second."),
        ("Norway's grid bought it.", "The Norwegian grid bought it."),
        ("Turkish crops failed.", "In Turkey the crops failed."),
        ("Firms from the Netherlands won.", "Dutch firms won."),
        ("Thai rice was dear.", "Thailand sold its rice dear."),
    ],
)
def test_people_are_of_their_country(sentence: str, quote: str) -> None:
    assert "name" not in {one.guard for one in findings(sentence, Evidence(quote))}


COURSE = "The course is taught by Lund, not by Reyes, who looks after the boats."


def test_what_is_told_of_somebody_besides_is_not_denied() -> None:
    found = findings("Reyes looks after the boats.", Evidence(COURSE))

    assert "negation" not in {one.guard for one in found}


@pytest.mark.parametrize(
    "sentence",
    ["Reyes teaches the course.", "The course is taught by Reyes, who looks after the boats."],
)
def test_what_is_denied_of_somebody_is(sentence: str) -> None:
    found = findings(sentence, Evidence(COURSE))

    assert ("negation", "conflict") in {(one.guard, one.weight) for one in found}


@pytest.mark.parametrize("country", ["Sweden", "Finland", "Germany"])
def test_people_are_of_no_other_country(country: str) -> None:
    found = findings(f"Maja Holm of {country} came second.", Evidence("The Dane Maja Holm won."))

    assert "name" in {one.guard for one in found}


@pytest.mark.parametrize("opening", ["Unlike", "Besides"])
def test_a_name_behind_it_is_one(opening: str) -> None:
    found = findings(f"{opening} Jansen, Lund voted for it.", Evidence("Reyes and Lund voted."))

    assert "Jansen" in " ".join(one.reason for one in found if one.guard == "name")


def test_what_is_paid_for_is_not_free() -> None:
    found = findings("Entry is free for members.", Evidence("Members pay £2 for entry."))

    assert "conflict" in {one.weight for one in found}


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
        ("Appeals were lodged in May.", "The family asked; appeals may be lodged in May.",
         "partly", "The source says “may”, not that this has happened."),
        ("There is no doctor; the nurse can not be found at the post at nine.",
         "There is no doctor; the nurse can be found at the post at nine.",
         "contradicted", "The source does not say “not”."),
        ("Dogs do not travel free.", "Dogs travel free.",
         "contradicted", "The source does not say “not”."),
        ("Three hives per square mile are kept.", "Three hives per square kilometre are kept.",
         "contradicted", "The source says Three per square kilometre, not Three per square mile."),
        ("The crossing takes 2 hours.", "The crossing takes 2 hours 50 minutes.",
         "contradicted", "The source says 2 hours 50 minutes, not 2 hours."),
        ("Half were wooden.", "It grew by half a million.",
         "not_found", "The source does not mention Half."),
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
    ("sentence", "quote"),
    [
        ("Landings fell by 118 tonnes.", "Landings fell to 412 tonnes from 530 tonnes."),
        ("In all 14 families are needed.", "Eight families have come; six more are needed."),
        ("The county gives 42,000 crowns.", "Of 84,000 crowns the county gives half."),
        ("Half the trains were late.", "Of 84 trains, 42 were late."),
        ("He washed a second time.", "He washed in the evening, and at dawn again."),
        ("Unless you answer within two weeks the parcel is returned.",
         "Send us the proof within fourteen days. Otherwise the parcel is returned."),
    ],
)  # fmt: skip
def test_a_number_that_a_reader_may_have_reckoned_or_read_elsewhere_is_a_doubt(
    sentence: str, quote: str
) -> None:
    assert _weights(sentence, quote) == {"doubt"}


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Landings fell by 117 tonnes.", "Landings fell to 412 tonnes from 530 tonnes."),
        ("In all 15 families are needed.", "Eight families have come; six more are needed."),
        ("The county gives 43,000 crowns.", "Of 84,000 crowns the county gives half."),
        ("Fifty per cent of the trains were late.", "Of 84 trains, 42 were late."),
        ("He washed a ninth time.", "He washed in the evening, and at dawn again."),
        ("Members save a fifth.", "Members pay 25 % less, and show their card."),
    ],
)
def test_a_number_that_nothing_gives_is_more_than_a_doubt(sentence: str, quote: str) -> None:
    assert _weights(sentence, quote) - {"doubt"}


def _weights(sentence: str, quote: str) -> set[str]:
    found = findings(sentence, Evidence(quote))
    return {one.weight for one in found if one.guard == "number"}


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


@pytest.mark.parametrize(
    ("sentence", "quote", "context", "reason"),
    [
        ("The mayor came on Tuesday.", "The mayor came on Monday.", "The Courier, Tuesday",
         "The source says Monday, not Tuesday."),
        ("Adults take eight drops.", "Adults take four drops.", "Children take eight drops.",
         "The source says four, not eight."),
        ("She taught at the University of Esbjerg.", "She taught at the University of Tarbrook.",
         "News from Esbjerg", "The source says Tarbrook here, not University of Esbjerg."),
    ],
)  # fmt: skip
def test_what_stands_around_a_quote_does_not_replace_its_own_values(
    sentence: str, quote: str, context: str, reason: str
) -> None:
    found = VERIFIER.judge(sentence, [Evidence(quote, context)])[0]
    assert (found.verdict, found.reason) == ("contradicted", reason)
    assert VERIFIER.judge(sentence, [Evidence(context, quote)])[0].reason != reason


def test_what_stands_around_a_quote_is_denied_for_itself() -> None:
    quote = "Bonfires are permitted from November to March."
    around = "Sprinklers are not permitted at any time."
    assert VERIFIER.judge(quote[:-1], [Evidence(quote, around)])[0].verdict == "supported"


def test_a_value_that_the_sentence_has_elsewhere_contradicts_nothing() -> None:
    sentence = "The amendment was carried by 31 votes, and the proposal by 28 votes."
    found = judge(sentence, "The proposal was carried by 28 votes.")
    assert (found.verdict, found.reason) == ("partly", "The source does not mention 31.")


def test_who_did_it_to_whom_may_be_said_in_the_passive() -> None:
    quote = "In 1904 a gannet broke the lens of Skarvik."
    passive = "In 1904 the lens of Skarvik was broken by a gannet."
    assert [*findings(passive, Evidence(quote))] == []


def test_what_was_done_without_something_was_done() -> None:
    quote = "She parked at the chapel without charge."
    found = findings("She parked at the chapel.", Evidence(quote))
    assert [one.weight for one in found] == ["doubt"]


def test_a_unit_may_be_left_out_behind_another_of_its_kind() -> None:
    quote = "In the first year 22 per cent were yellow; now it is 9."
    assert [*number_findings("Now 9 per cent are yellow.", Evidence(quote))] == []
    assert [*number_findings("Now 8 per cent are yellow.", Evidence(quote))] != []


def test_never_within_is_at_least() -> None:
    kept, bare = amounts_in("never within 10 metres, and within 20 metres")
    assert (kept.bound, bare.bound) == ("least", "most")
