"""Numbers and times that a source does not write, but that a reader may find in it."""

import pytest

from qa.checking.verdict import Evidence
from qa.checking.verifier import findings

RACE = "1 | A. Nakata | 1:09:40\n2 | O. Byrne | 1:10:05"
DROPS = "Wait five minutes before other drops and fifteen before contact lenses."
LOTS = "Lot 1 made £4,000, lot 2 made £2,500 and lot 3 made £600."


def weights(sentence: str, quote: str) -> list[str]:
    """Return how much each objection of the guards of numbers and dates weighs."""
    found = findings(sentence, Evidence(quote))
    return [one.weight for one in found if one.guard in ("number", "date")]


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Tickets are longer by seven days.", "Tickets are made longer by a week."),
        ("It remembers it for 60 minutes.", "It remembers it for an hour."),
        ("At 13.50 the mast was restored.", "13.50 Mast restored at reduced speed."),
        ("She may sell at £4.10 until 30 June.", "She may sell at £4.10, but not after 30 June."),
        ("The deed of 1923 puts it there.", "The deed of 1923, at the fence."),
        ("Wait fifteen minutes before contact lenses.", DROPS),
        ("Permits cannot be sold.", "Permits are for residents. May I sell a permit? No."),
    ],
)
def test_what_is_the_same_is_not_objected_to(sentence: str, quote: str) -> None:
    assert weights(sentence, quote) == []


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The lots made £7,100 in all.", LOTS),
        ("Twenty had another subject.", "Of 210 complaints, 160 were on signs and 30 on menus."),
        ("He held the chair for 7 years.", "He held the chair of botany (1801 to 1808)."),
        ("Byrne was 25 seconds behind Nakata.", RACE),
        ("It began two days after the fitting.", "Fitted on 10 June, it leaked on 12 June."),
        (
            "They are kept for 90 days on Plus.",
            "They are kept for 30 days, on Plus three times that.",
        ),
        ("The train leaves at 1.15.", "The train leaves at quarter past one."),
        ("Stays of over 7 days need leave.", "Stays of over a week need leave."),
        ("Visitors may stay 24 hours.", "The limit is 8 hours, and a day for the sick."),
        ("He came on Saturday.", "She came on Friday, and he one day later."),
        ("It lasted 5 days.", "It lasted from 28 April to 3 May 1999."),
        ("It measures from -20 °C.", "The probe measures from -20 to 150 °C."),
        ("Sales move to the second floor.", "Sales move to the second, others to the third floor."),
        ("A boy of sixteen may sell tickets.", "Those under eighteen may sell tickets."),
        ("The older of the two has one manual.", "The signed one is older than 4 unsigned ones."),
        ("Kit's mother came on Saturday.", "Kit came on Friday, and Kit's mother the day after."),
        ("He arrived in 1850.", "She had it by 1847, three years before he arrived."),
        ("Nobody may enter in May.", "Between April and July it is closed to everybody."),
    ],
)
def test_what_may_be_reckoned_is_left_to_the_model(sentence: str, quote: str) -> None:
    assert set(weights(sentence, quote)) == {"doubt"}


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The lots made £7,200 in all.", LOTS),
        ("He held the chair for 9 years.", "He held the chair of botany (1801 to 1808)."),
        ("Byrne was 35 seconds behind Nakata.", RACE),
        ("Wait twenty minutes before contact lenses.", DROPS),
        ("It is closed within 14 days.", "It is closed within 30 days."),
        ("Kit's mother came on Sunday.", "Kit came on Friday, and Kit's mother the day after."),
        ("He arrived in 1852.", "She had it by 1847, three years before he arrived."),
        ("Nobody may enter in March.", "Between April and July it is closed to everybody."),
        ("She was paid three times.", "She was paid twice."),
        ("The shop cut prices by a quarter.", "The shop cut prices by a third."),
        ("Tickets are longer by eight days.", "Tickets are made longer by a week."),
        ("The train leaves at 1.45.", "The train leaves at quarter past one."),
        ("It costs 5.10 a week.", "Stored at 5.00 a week."),
        ("Membership runs for 1 year.", "It lasts 3 years and costs £5 per year."),
        ("It takes 1 second.", "It takes 4 seconds on the second floor."),
        ("It is open on Wednesday.", "It is open on Monday and Friday."),
        ("It costs £5.", "It costs £10 each, with double-glazed windows."),
        ("The reply comes in 90 days.", "The reply comes within 30 days."),
        ("It cost £500.", "It cost at most £20."),
        ("Kit's mother came on Thursday.", "Kit came on Friday, and Kit's mother the day after."),
        ("It is closed on 1 December.", "It is closed from 20 February to 29 February."),
        ("It weighs 6 kg.", "It is four feet high, there six."),
        ("It takes 36 minutes.", "It takes an hour and costs £3.50 or £4.26."),
    ],
)
def test_what_cannot_be_reckoned_is_refused(sentence: str, quote: str) -> None:
    assert {"conflict", "missing"} & set(weights(sentence, quote))
