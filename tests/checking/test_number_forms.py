"""The same number, date or hour in another form, and another one in the same form."""

import pytest

from qa.checking.amounts import amounts_in
from qa.checking.moments import moments_in
from qa.checking.verdict import Evidence
from qa.checking.verifier import findings
from qa.checking.words import segments


def reasons(sentence: str, quote: str) -> set[str]:
    """Return what guards of numbers and times have against a sentence, but doubts."""
    found = findings(sentence, Evidence(quote))
    return {
        one.reason for one in found if one.guard in ("number", "date") and one.weight != "doubt"
    }


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("90% of farmers had no paper.", "Nine in ten farmers had no paper."),
        ("90% of the herds turned back.", "The fence turned back nine herds in ten."),
        ("Four out of five farmers came.", "Of the farmers 80% came."),
        ("Two in three litres are organic.", "Two thirds of the litres are organic."),
        ("The fine was cut by 50%.", "The fine is halved."),
        ("The mill got four fifths of its claim.", "The mill got its claim, less a fifth."),
        ("Together they have 50 % of the market.", "One has 35 % of the market, the other 15 %."),
        ("It processes 12.6m litres a year.", "It processes 12.6 million litres a year."),
        ("It gives up 20m kroner.", "It gives up 20 million kroner."),
        ("It delivered 600 m³ an hour.", "It delivered 600 cubic metres an hour."),
        ("The curtain measured 80 m2.", "The curtain measured 80 square metres."),
        ("The waves exceed 1.5 m.", "The waves are higher than a metre and a half, and more."),
        ("The bread costs 1.50 euros.", "We ask one euro fifty for the bread."),
        ("The ticket costs PLN 38.", "The ticket costs 38 zloty."),
        ("The drink has 5 g per 100 millilitres.", "The drink has 5 g per 100 ml."),
        ("Schools report by the 10th of each month.", "Schools report by the tenth of each month."),
        ("Keep it until class six.", "They keep it until the sixth class."),
        ("Use it until the end of month 6.", "Use it until the end of the sixth month."),
        ("The appellant is forty-four years old.", "The appellant is 44."),
        ("The third test costs nothing.", "Ask for a third test; it costs nothing."),
        ("No. 4 copies it.", "No. 3 is the oldest. No. 4 copies it."),
        ("The workers return at 22:00.", "The workers go back tonight at ten."),
        ("No candles burn after 8 pm.", "Candles burn until eight."),
        ("The tower is open from 10 am to 4 pm.", "The tower is open from ten to four."),
        ("They have it from 1 pm.", "They have it from one o'clock."),
        ("The barn is needed from 12 o'clock.", "The barn is needed from noon."),
        ("The call came at 2:04.", "The call came at four minutes past two."),
        ("It tripped at 8 minutes to noon.", "At 11:52 it tripped."),
        ("No crack has grown since the 1990s.", "No crack has grown since the nineties."),
        ("It was repaired in the nineteen-twenties.", "It was repaired in the 1920s."),
        ("On August 2nd, 1986 we left.", "We left on the second of August 1986."),
        ("He came on May 23rd.", "He came on the twenty-third of May."),
        ("Hjelle was outvoted 5 to 2.", "Hjelle was outvoted by five to two."),
    ],
)  # fmt: skip
def test_the_same_in_another_form_is_left_to_the_model(sentence: str, quote: str) -> None:
    assert reasons(sentence, quote) == set()


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Nine in ten farmers had no paper.", "90% of farmers had no paper."),
        ("The workers go back tonight at ten.", "The workers return at 22:00."),
        ("The tower is open from ten to four.", "The tower is open from 10 am to 4 pm."),
        ("It is kept until the sixth class.", "Keep it until class six."),
        ("Schools report by the tenth of each month.", "Schools report by the 10th of each month."),
        ("We ask one euro fifty for the bread.", "The bread costs 1.50 euros."),
        ("The ticket costs 38 zloty.", "The ticket costs PLN 38."),
    ],
)
def test_so_is_what_the_source_has_in_figures(sentence: str, quote: str) -> None:
    assert reasons(sentence, quote) == set()


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("80% of farmers had no paper.", "Nine in ten farmers had no paper."),
        ("Three out of five farmers came.", "Of the farmers 80% came."),
        ("The fine was cut by 40%.", "The fine is halved."),
        ("The mill got three fifths of its claim.", "The mill got its claim, less a fifth."),
        ("It processes 12.6m litres a year.", "It processes 12.6 billion litres a year."),
        ("The mast is 20m high.", "The mast is 20 million high."),
        ("It delivered 600 m³ an hour.", "It delivered 600 square metres an hour."),
        ("The bread costs 1.60 euros.", "We ask one euro fifty for the bread."),
        ("The ticket costs PLN 38.", "The ticket costs 38 euros."),
        ("Schools report by the 10th of each month.", "Schools report by the ninth of each month."),
        ("Keep it until class six.", "They keep it until the fifth class."),
        ("The appellant is forty-four years old.", "The appellant is 45."),
        ("The workers return at 22:00.", "The workers go back tonight at nine."),
        ("The workers return at 22:00.", "The workers go back at 10 am."),
        ("The workers return at 22:00.", "Ten workers go back."),
        ("The call came at 2:04.", "The call came at five minutes past two."),
        ("No crack has grown since the 1990s.", "No crack has grown since the eighties."),
        ("On August 2nd, 1986 we left.", "We left on the third of August 1986."),
    ],
)  # fmt: skip
def test_another_value_is_refused_in_any_form(sentence: str, quote: str) -> None:
    assert reasons(sentence, quote)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("It ran until 20:00.", "It was run by eight men until 10:00."),
        ("It ran until 8 pm.", "It closed at 6 pm and was run by eight men."),
        ("The shop opens at 21:00.", "The shop opens at 8 am, with goods from nine towns."),
        ("The shop opens at 8 am.", "The shop opens at eight in the evening."),
        ("The shop opens at 20:00.", "The shop opens at eight in the morning."),
        ("He lost his keys at ten past four.", "He lost his keys at ten to four."),
        ("The bill was approved at twenty past nine.", "The bill was approved at twenty to nine."),
        ("The reactor was shut at seven past nine.", "The reactor was shut at seven to nine."),
        ("The group grew to 7.", "The group of 5 met at 7 pm."),
        ("It cost 50 SEK.", "It cost 50 NOK."),
        ("It cost DKK 50.", "It cost SEK 50."),
        ("Nine in ten pupils passed.", "Ten per cent of the pupils passed."),
        ("Turnout was 90 %.", "Turnout was 10 %."),
        ("Growth was 8 %.", "Growth was 5 % in May and 3 % in June."),
        ("The tax is 100 %.", "Every tax is 40 %."),
        ("The fine is cut by 50 %.", "The fine is cut by 30 % after half a year."),
        ("Prices fell by 50 per cent.", "Prices fell in two towns."),
        ("Of the cars 40 % came.", "2 cars in 5 days came."),
        ("Of them 20 % left.", "They left on one day in five weeks."),
        ("It lost a quarter last year.", "It lost 40 % last year."),
        ("Rents rose a quarter last year.", "Rents rose a third last year."),
        ("The girl, 12 years old, won.", "The girl won 12 medals."),
        ("The third goal fell.", "The three goals fell."),
        ("The tenth runner fell.", "Runner 9 of the ten runners fell."),
        ("It closes in month 6.", "It closes in month 5, on the sixth day."),
    ],
)
def test_a_number_of_something_else_is_no_other_form(sentence: str, quote: str) -> None:
    assert reasons(sentence, quote)


@pytest.mark.parametrize(
    "text", ["It lost a quarter last year.", "A third drive.", "A tenth is left."]
)
def test_a_part_is_a_share(text: str) -> None:
    assert [one.unit for one in amounts_in(text)] == ["%"]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("at eight in the morning", "8:00"),
        ("at half past eight in the evening", "20:30"),
        ("at eleven at night", "23:00"),
        ("at twelve at night", "0:00"),
        ("at two at night", "2:00"),
        ("from one o'clock in the afternoon", "13:00"),
    ],
)
def test_the_half_of_the_day_may_be_told(text: str, hour: str) -> None:
    assert [one.parts for one in moments_in(text)] == [{("clock", hour)}]


@pytest.mark.parametrize(
    "text",
    [
        "She was in her nineties.",
        "It passed by ten to five.",
        "Take one tablet in the morning and one in the evening.",
    ],
)
def test_ages_votes_and_tablets_are_no_times(text: str) -> None:
    assert moments_in(text) == ()


def test_short_titles_do_not_end_what_is_said() -> None:
    text = "Mr. Holm owns No. 3. Does he? No. Dr. Lee does."
    found = [text[start:end].strip() for start, end in segments(text)]

    assert found == ["Mr. Holm owns No. 3.", "Does he?", "No.", "Dr. Lee does."]


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Three hundred clinics bought it.", "300 clinics bought it."),
        ("Colonel Ross would remove it.", "Col. Ross would remove it."),
        ("Rev. Skaill planted it.", "The Reverend Skaill planted it."),
    ],
)
def test_what_counts_and_titles_are_no_missing_names(sentence: str, quote: str) -> None:
    assert "name" not in {one.guard for one in findings(sentence, Evidence(quote))}


PRICES = "A ticket costs £2 for children, £3 for adults."


@pytest.mark.parametrize(
    "sentence", ["Children pay £3 for a ticket.", "A ticket for adults costs £2."]
)
def test_a_value_of_another_in_a_row_is_refused(sentence: str) -> None:
    found = findings(sentence, Evidence(PRICES))

    assert ("binding", "conflict") in {(one.guard, one.weight) for one in found}


@pytest.mark.parametrize(
    "sentence",
    [
        "Children pay £2 for a ticket.",
        "A ticket costs £3 for adults.",
        "Adults pay £3 and children £2.",
        "With £3 adults pay £1 more than children.",
    ],
)
def test_its_own_is_not(sentence: str) -> None:
    assert "binding" not in {
        one.guard for one in findings(sentence, Evidence(PRICES)) if one.weight == "conflict"
    }
