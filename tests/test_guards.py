"""Guards on what is quoted: another one's fact, the opposite, another speaker, no definition."""

from dataclasses import replace

import pytest
from made_hits import evidence_of, make_hit

from corpus.passage import TableCell, TableRow
from qa.answering.choosing import names_nothing
from qa.answering.features import analyse
from qa.answering.guarding import guarded, is_text_of
from qa.answering.named_things import things_named
from qa.answering.objection import Guard
from qa.answering.ranking import ScoredSentence
from qa.answering.surroundings import document_words


def judged(
    question: str, *sentences: str, title: str = "Notes", heading: tuple[str, ...] = ()
) -> list[ScoredSentence]:
    """Return the sentences of a passage, of which the first had the best score."""
    evidence = evidence_of(make_hit(*sentences, title=title, heading=heading))
    ranked = [ScoredSentence(evidence, row, -float(row)) for row in range(len(sentences))]
    documents = document_words({id(one.hit): one.hit for one in ranked}.values())
    return guarded(analyse(question, {}, 1), ranked, documents)


def failed(question: str, sentence: str, **over: str | tuple[str, ...]) -> Guard | None:
    objection = judged(question, sentence, **over)[0].objection  # type: ignore[arg-type]
    return None if objection is None else objection.guard


def failed_beside(question: str, sentence: str, other: str) -> Guard | None:
    """Return the guard that a sentence fails with another in its passage, whichever comes first."""
    (found,) = [one for one in judged(question, sentence, other) if one.text == sentence]
    return None if found.objection is None else found.objection.guard


@pytest.mark.parametrize(
    ("question", "sentence", "guard"),
    [
        ("Who is the chief of Google?", "Ida Brandt is the chief of Selby Ltd.", "name"),
        ("What fell at Whin Sill in 2021?", "At Whin Sill 1,811 mm fell in 2022.", "time"),
        ("What was sold in the 1950s?", "They sold the mill in 1962.", "time"),
        ("Who is the medical director?", "Ada Lund, Director of Nursing, spoke.", "other thing"),
        ("Who is the press officer?", "Ada Lund is the training officer.", "other thing"),
        ("What was sold in 2003?", "The mill, of 2001-11-30, was sold.", "time"),
        ("What opens in March?", "The pool opens in May.", "time"),
        ("What does the City 4 cost?", "The City 5 costs 2,449 euros.", "number"),
        ("What does code E5 mean?", "E4 says that the drawer is full.", "number"),
        ("Does the City 2 float?", "City 1, 2 years old, floats.", "number"),
        ("Does the City 2 float?", "City 1, 2.5 m long, floats.", "number"),
        ("Who did not pay the dues?", "Selby and Marle paid the dues.", "negation"),
        ("What is the lowest fee?", "The highest fee is 140 crowns.", "opposite"),
        ("What does Article 12 say?", "Article 12.", "repeats"),
        ("What did Omar Nasri say about it?", "“It is cheap,” said Ida Brandt.", "name"),
        ("What is ASL?", "And AST-ASL ties would only deepen.", "definition"),
        ("Who leads the port?", "Who leads the port of Askvik today?", "question"),
        ("Who runs the tea tent?", "Ida Brandt runs the bread tent.", "other thing"),
        ("Who is the deputy mayor?", "The mayor is Ida Brandt.", "other thing"),
        ("What does a child pay?", "Adults pay 9 crowns.", "other thing"),
        ("How many died?", "Two were injured.", "opposite"),
        (
            "When was the Kessel yard founded?",
            "Marle was founded in 1990 by men of the Kessel yard.",
            "other thing",
        ),
        ("Where was Ida Brandt born?", "Ida Brandt lived at Selby.", "form"),
        ("What is the phone number of the mill?", "Mill: 11/23/2024 14:32:18, € 1,250.00", "form"),
        ("Where is the green door?", "The red door leads to the yard.", "other thing"),
        ("How long is a walk in Dutch?", "A walk lasts an hour.", "other thing"),
        ("When was the wooden lock built?", "The lock was built in 1788.", "other thing"),
        ("What does § 9 say?", "§ 3 Boats must be moored.", "number"),
        ("When is the pool open?", "The pool was opened in 1979.", "time"),
        ("Why did the mill close?", "She explained why the mill had to close.", "repeats"),
        ("The pump leaks at the valve, what now?", "The valve of the pump may leak.", "repeats"),
        ("pump fails with error 4", "Sometimes a pump may fail with error 4.", "repeats"),
        ("Why do the motors spin on land?", "Motors spin as soon as they are on land.", "repeats"),
        ("Does lace shrink?", "They investigated whether lace shrinks.", "repeats"),
        ("What did Omar Nasri say?", "Ida Brandt, his aunt, said no to Nasri.", "speaker"),
        ("What is the email address of the choir?", "The choir meets at noon.", "form"),
        ("How much does the kit cost?", "The lamp can be fitted with kit 618-390.", "form"),
        ("What is the fee for a berth?", "A berth is 9 metres long.", "form"),
        ("What percentage of boats leaked?", "In 2010 we saw leaks in 313 boats.", "form"),
        ("What is the proportion of boats that leaked?", "A total of 9 boats leaked.", "form"),
        (
            "Who runs the nomination board?",
            "The audit board is run by Ida at least.",
            "other thing",
        ),
    ],
)
def test_what_speaks_of_something_else_fails(question: str, sentence: str, guard: Guard) -> None:
    assert failed(question, sentence) == guard


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who is the chief of Google?", "Ida Brandt is the chief of Google."),
        ("Who led Iraq?", "The Iraqi minister was Omar Nasri."),
        ("What does Aleksandr Hrytsenko study?", "Oleksandr Hrytsenko studies seals."),
        ("What city is in Switzerland?", "The Swiss met in Bern."),
        ("Who chairs it?", "Ida Brandt does."),
        ("What fell in 2021?", "1,811 mm fell from 2019 to 2022."),
        ("What was sold in 1955?", "In the 1950s they sold the mill."),
        ("Who is the company secretary?", "Ada Lund is the secretary of the company."),
        ("Who is the managing director?", "Ada Lund is the director of Selby Ltd."),
        ("What did Lucy Okonjo approve?", "Hanley Strutt; approved by L Okonjo"),
        ("What percentage of patients fell ill?", "28 patients out of 313 fell ill."),
        ("What percentage of patients fell ill?", "28 (of 313) fell ill."),
        ("What percentage of patients fell ill?", "Three of the twelve fell ill."),
        ("Which share does the backup write to?", "The backup writes to nas1."),
        ("What did Lucy Okonjo approve?", "Hanley Strutt; approved by L. M. Okonjo"),
        ("What was built in the 1700s?", "The crane was built in the 18th century."),
        ("What does the City 4 cost?", "The City 4 costs less than the City 5."),
        ("Does the City 2 float?", "The City 1, 2 and 3 float."),
        ("Does the City 3 float?", "The City 1, 2 and 3 are afloat."),
        ("Who did not pay the dues?", "Askvik and Hvar never paid."),
        ("When did lace develop?", "Lace did not develop there."),
        ("When was the Kessel yard founded?", "The Kessel yard was founded in 1990 at Marle."),
        ("When was the Kessel yard founded?", "It was founded in 1990 as the Kessel yard."),
        ("Where was Ida Brandt born?", "Ida Brandt (1810–1871) is of Selby."),
        ("What is the phone number of the mill?", "Mill: 0161 496 0123, since 11/23/2024"),
        ("What is next after 9 November 2023?", "The next is on 14 December 2023."),
        ("Who lent 1500 crowns?", "Kestrel lent it 1,500 crowns in 2011."),
        ("Who leads Lower Selby?", "Ida leads Lower Selby with higher fees."),
        ("What did the 3 ports pay?", "Three ports paid 85 crowns."),
        ("Is frost covered?", "Damage by frost is not covered."),
        ("Why did they not pay?", "The ports were unable to pay."),
        ("Who runs the tea tent?", "Ida Brandt runs the tea tent, Omar the bread tent."),
        ("Who leads the yearly fair?", "Ida Brandt leads the annual fair."),
        ("Who is the deputy mayor?", "The deputy is Ida Brandt, not the mayor."),
        ("What does a child pay?", "Adults pay 9 crowns, a child 4."),
        ("How long is a walk in Dutch?", "A walk in English or Dutch lasts an hour."),
        ("When was the wooden lock built?", "The lock, all wood, was built of wooden logs."),
        ("When was the ferry built?", "The boat was built in 1788."),
        ("What was an important part?", "It is a part of the mill."),
        ("What does § 9 say?", "§ 9 Boats must be moored."),
        ("When is the pool open?", "Since 1979 the pool has been open from 9 am."),
        ("When was the pool opened?", "The pool was opened in 1979."),
        ("Why did the mill close?", "She explained why the mill was dear."),
        ("What is due if a port does not pay?", "Ten crowns are due."),
        ("What is ASL?", "The Armed Struggle League (ASL) was founded in 1990."),
        ("How much does the kit cost?", "The kit is 9 crowns."),
        ("How much does the kit cost?", "There is no charge."),
        ("What percentage of boats leaked?", "Leaks were seen in 9% of 313 boats."),
        ("What percentage of boats leaked?", "Of 313 boats, 28 leaked."),
        ("What percentage of boats leaked?", "One in nine boats leaked."),
        ("What share of the boats leaked?", "Most boats leaked."),
        ("What share price did the yard reach?", "It reached 9 crowns."),
        ("How much did the price of the kit rise?", "It rose by 4 per cent."),
        ("Wie hoch ist der Sprungturm im Freibad?", "Der Turm misst fünf Meter."),
    ],
)
def test_what_speaks_of_the_same_passes(question: str, sentence: str) -> None:
    assert failed(question, sentence) is None


def test_another_name_to_which_the_same_was_done_is_in_the_place_of_the_one_asked_for() -> None:
    question, named = "Why was Omar Nasri released as guarantor?", "Omar Nasri signed it."

    def failing(sentence: str) -> Guard | None:
        return failed_beside(question, sentence, named)

    assert failing("Ms Ida Brandt is released as guarantor.") == "other thing"
    assert failing("Brandt is released as guarantor.") is None, "it may be a word"
    assert failing("The Guarantor was released in May.") != "other thing"
    assert failing("Omar Nasri was released as Ida Brandt was released.") != "other thing"


def test_a_row_that_begins_with_the_code_says_what_it_means() -> None:
    hit = make_hit("F13 | Overheating", "Code F13 flashes.")
    cells = (TableCell(0, 3, ()), TableCell(6, 17, ()))
    passage = replace(hit.passage, rows=(TableRow(cells, False, 1, None),))
    evidence = evidence_of(replace(hit, passage=passage))
    ranked = [ScoredSentence(evidence, 0, 0.0), ScoredSentence(evidence, 1, 0.0)]
    documents = document_words([evidence.hit])

    def failing(question: str) -> dict[str, Guard | None]:
        found = guarded(analyse(question, {}, 1), ranked, documents)
        return {one.text: one.objection.guard if one.objection else None for one in found}

    of_code = failing("What does error code F13 mean?")
    assert of_code == {"F13 | Overheating": None, "Code F13 flashes.": "definition"}
    assert failing("What does overheating mean?")["F13 | Overheating"] == "definition"


def test_a_row_may_hold_a_share_without_a_sign() -> None:
    hit = make_hit("Leaking | 35.8", title="Boats in per cent")
    cells = (TableCell(0, 7, ()), TableCell(10, 14, ()))
    passage = replace(hit.passage, rows=(TableRow(cells, False, 1, None),))
    evidence = evidence_of(replace(hit, passage=passage))
    asked = analyse("What percentage of boats are leaking?", {}, 1)
    (found,) = guarded(asked, [ScoredSentence(evidence, 0, 0.0)], document_words([evidence.hit]))

    assert found.objection is None


@pytest.mark.parametrize(
    ("other", "guard"), [("Pay | $5,000.00", None), ("Boats | 5,000.00", "form")]
)
def test_a_row_holds_money_if_others_beside_it_have_the_currency(
    other: str, guard: Guard | None
) -> None:
    hit = make_hit("Insurance | 73,218.04", other)
    cells = (TableCell(0, 9, ()), TableCell(12, 21, ()))
    passage = replace(hit.passage, rows=(TableRow(cells, False, 1, None),))
    evidence = evidence_of(replace(hit, passage=passage))
    asked = analyse("How much did insurance cost?", {}, 1)
    (found,) = guarded(asked, [ScoredSentence(evidence, 0, 0.0)], document_words([evidence.hit]))

    assert (None if found.objection is None else found.objection.guard) == guard


def test_a_row_from_elsewhere_is_no_row_from_the_place_asked_for() -> None:
    rows = ("From: Marle; To: Askvik; Single: 9", "Selby is a port.")
    by_text = {one.text: one.objection for one in judged("What is a single from Selby?", *rows)}
    objection = by_text[rows[0]]

    assert objection is not None
    assert (objection.guard, objection.given) == ("other name", "Marle")
    again = judged("What is a single from Marle?", *rows)
    assert {one.text: one.objection for one in again}[rows[0]] is None


def test_a_name_may_stand_over_the_sentence() -> None:
    question, sentence = "What is the fee in Selby?", "The fee is 140 crowns."

    assert failed(question, sentence) == "name"
    assert failed(question, sentence, title="Fees of Selby") is None
    assert failed(question, sentence, heading=("Ports", "Selby")) is None
    assert judged(question, sentence, "Selby is a port.")[0].objection is None


def test_another_name_as_subject_is_in_the_place_of_the_one_asked_for() -> None:
    question = "How old was Mrs Brandt?"

    def failing(sentence: str) -> Guard | None:
        return failed_beside(question, sentence, "Mrs Brandt bred dogs, and sold Fern.")

    assert failing("Fern was seven years old.") == "other name"
    assert failing("Omar Nasri was seven years old.") == "other name"
    assert failing("Dogs are seven years old at most.") is None
    assert failing("Ida Brandt was seven years old.") is None
    assert failing("She was seven years old, and Fern was two.") is None


def test_what_belongs_to_somebody_is_not_who_it_is() -> None:
    question = "Who is the defendant?"

    assert failed(question, "The defendant's expert is Omar Nasri.") == "other thing"
    assert failed(question, "The defendant's name is Ida Brandt.") is None
    assert failed(question, "Ida Brandt, the defendant, called the defendant's expert.") is None


def test_another_name_behind_the_same_noun_is_in_the_place_of_the_one_asked_for() -> None:
    question = "Who is the head of Askvik?"

    def failing(sentence: str) -> Guard | None:
        return failed_beside(question, sentence, "Boats from Askvik come at noon.")

    assert failing("Ida Brandt is the head of Selby.") == "other name"
    assert failing("Ida Brandt is the head of Askvig.") is None
    assert failing("Ida Brandt is its head, and lives in Selby.") is None


def test_a_speaker_may_be_named_in_the_sentence_before() -> None:
    question = "What did Omar Nasri say about the crane?"
    before = ("Omar Nasri has seen it.", "“It is old,” he said of the crane.")

    assert judged(question, *before)[0].objection is None
    far = ("Omar Nasri left.", "It rained.", "It snowed.", "“It is old,” Ida said of the crane.")
    by_text = {one.text: one.objection for one in judged(question, *far)}
    objection = by_text[far[-1]]
    assert objection is not None
    assert objection.guard == "speaker"


def test_a_sentence_that_fails_goes_behind_a_fair_one() -> None:
    ranked = judged("How much fell in 2021?", "In 2022 it was 1,811 mm.", "In 2021 1,100 mm fell.")

    assert [one.text for one in ranked] == ["In 2021 1,100 mm fell.", "In 2022 it was 1,811 mm."]
    assert [one.objection is None for one in ranked] == [True, False]


def test_the_next_sentence_has_the_place_of_one_that_it_goes_on_from() -> None:
    fees = ("The mooring fee in Askvik is 85 crowns for a season.", "In Selby it is 140 crowns.")
    ranked = judged("What is the mooring fee in Selby?", *fees)

    assert ranked[0].text == fees[1]
    assert ranked[0].score == 0.0
    objection = ranked[1].objection
    assert objection is not None
    assert (objection.guard, objection.asked, objection.given) == ("other name", "Selby", "Askvik")


def test_the_sentence_that_introduces_a_term_comes_first() -> None:
    ranked = judged(
        "What does HWU stand for?", "HWU met.", "The Harbour Workers’ Union (HWU) left."
    )

    assert ranked[0].text == "The Harbour Workers’ Union (HWU) left."


def test_a_number_that_is_named_more_exactly_is_no_other() -> None:
    said = "The tuned Falcon 3.5-turbo is the faster one."

    assert failed("Is the tuned Falcon 3.5 fast?", said) is None
    assert failed("Is the tuned Falcon 3.5 fast?", said.replace("-turbo", "b")) == "number"


def test_the_text_of_a_numbered_article_has_the_place_of_its_number() -> None:
    question = "What does Article 12 say?"
    ranked = judged(question, "Article 12.", "No boat may anchor.", "Article 13.", "Fires are out.")

    assert ranked[0].text == "No boat may anchor."
    assert is_text_of(analyse(question, {}, 1), ranked[0])
    assert not is_text_of(analyse("What does Article 13 say?", {}, 1), ranked[0])
    assert not is_text_of(analyse("Who wrote Article 12?", {}, 1), ranked[0])


def test_a_row_of_another_one_fails() -> None:
    rows = ("Station: Ivelet; Rain: 1038", "Station: Kiln Row; Rain: 615")
    by_text = {one.text: one.objection for one in judged("How much rain fell at Kiln Row?", *rows)}
    objection = by_text[rows[0]]

    assert objection is not None
    assert objection.guard == "other name"
    assert by_text[rows[1]] is None


@pytest.mark.parametrize(
    ("question", "fails"),
    [
        ("What did the keeper Erasmus Holte die of?", {"Birgitte"}),
        ("When did the keeper Holte leave the light?", set()),
        ("When did the keeper Arvid Holte leave the light?", set()),
    ],
)
def test_a_row_with_half_of_a_name_fails_where_another_has_all_of_it(
    question: str, fails: set[str]
) -> None:
    """No row has Arvid, so that either of the others may be meant; one has no first name."""
    rows = (
        "Keeper: Birgitte Holte; Left: 1902", "Keeper: Erasmus Holte; Left: 1889",
        "Keeper: E. Holte; Died: 1889", "Keeper: Holte; Paid: 1820",
    )  # fmt: skip
    objections = {one.text: one.objection for one in judged(question, *rows)}

    assert {text.split()[1] for text, found in objections.items() if found} == fails
    assert {found.guard for found in objections.values() if found} <= {"other name"}


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why do the motors spin on land?", "Motors spin on land because nothing holds them."),
        ("The pump leaks at the valve, what now?", "If the valve of the pump leaks, turn it off."),
        ("Does the valve of the pump leak?", "The valve of the pump may leak."),
        ("Why did the pump stop?", "Frost stopped the pump."),
        ("Why does the red light blink?", "The red light blinks if the battery is low."),
        ("How do I prevent rust?", "Oil prevents rust."),
        ("dead sea salinity", "The salinity of the dead sea is 34 %."),
        ("List the errors of the pump", "The errors of the pump are as follows."),
        ("pump fails with error 4", "Error 4 tells of a dry well."),
        ("pump with four valves", "The pump has four valves."),
    ],
)
def test_what_tells_of_a_trouble_with_its_cause_or_remedy_repeats_nothing(
    question: str, sentence: str
) -> None:
    assert failed(question, sentence) is None


@pytest.mark.parametrize(
    ("after", "score"),
    [("Replace its seal.", 0), ("It is caused by frost.", 0), ("The pump is loud.", -1)],
)
def test_a_remedy_behind_the_trouble_has_its_place(after: str, score: int) -> None:
    sentences = "The valve of the pump may leak.", after
    ranked = judged("The pump leaks at the valve, what now?", *sentences)

    assert (ranked[0].text, ranked[0].score) == (after, score)


@pytest.mark.parametrize("own", ["Chancellor Holte left.", "Holte Senior left.", "A. Holte left."])
def test_a_name_that_only_ends_alike_may_be_the_one_asked_for(own: str) -> None:
    hits = [make_hit(own), make_hit("Ada Holte came in 2012.")]
    ranked = [ScoredSentence(evidence_of(hit), 0, 0.0) for hit in hits]
    found = guarded(analyse("When did Ada Holte leave?", {}, 1), ranked, document_words(hits))

    assert [one.objection for one in found if one.text == own] == [None]


@pytest.mark.parametrize(
    ("question", "before", "given"),
    [
        ("Who led Ansar al-Sharia?", "", "Ansar al-Din"),
        ("Who led Ansar al-Din?", "", None),
        ("Who led Ansar al-Sharia?", "Ansar al-Sharia grew.", None),
        ("Who led Ansar al-Noor?", "", None),
        ("Who led Ansar al-Sharian?", "", None),
    ],
)
def test_half_of_a_name_beside_another_half_is_another_name_where_the_document_has_both(
    question: str, before: str, given: str | None
) -> None:
    """Of what no passage names whole, that half may be another way to write it."""
    own = "Omar Dahl was a commander of Ansar al-Din."
    hits = [make_hit(*filter(None, (before, own))), make_hit("Ansar al-Sharia began in 2012.")]
    ranked = [
        ScoredSentence(evidence_of(hit), row, float(row))
        for hit in hits
        for row in range(len(hit.passage.sentences))
    ]
    found = guarded(analyse(question, {}, 1), ranked, document_words(hits))

    (objection,) = [one.objection for one in found if one.text == own]
    assert (objection.given if objection else None) == given


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who led Ansar al-Sharia?", ["Ansar al-Sharia"]),
        ("Who was behind al-Murabitun?", ["al-Murabitun"]),
        ("What did the keeper Ada Holte die of?", ["Ada Holte"]),
        ("How many people live in Los Angeles?", ["Los Angeles"]),
        ("When did the ship of Ada Lund reach El Salvador?", ["Ada Lund", "El Salvador"]),
        ("When's the ship due in El Paso?", ["El Paso"]),
        ("Nar kom die Skip til Bergen?", []),
        ("Hoe heet der Molen von Delft?", []),
    ],
)
def test_only_in_a_question_that_is_plainly_english_a_word_of_another_language_hides_no_name(
    question: str, names: list[str]
) -> None:
    assert [thing.written for thing in things_named(question)] == names


def test_what_was_done_to_another_thing_that_is_there_too_fails() -> None:
    sentences = ("The bridge was built in 1788.", "The ferry carries 18 cars.", "It rains.")
    objection = {one.text: one.objection for one in judged("When was the lock built?", *sentences)}
    assert objection[sentences[0]] is None

    mine = {one.text: one.objection for one in judged("When was the ferry built?", *sentences)}
    found = mine[sentences[0]]
    assert found is not None
    assert (found.guard, found.asked, found.given) == ("other thing", "ferry", "bridge")


def test_a_day_that_the_document_names_elsewhere_is_asked_for() -> None:
    day = evidence_of(make_hit("Monday: closed."))
    other = evidence_of(make_hit("The baths have a hall.", ordinal=1, start=20))
    ranked = [ScoredSentence(other, 0, 0.0), ScoredSentence(day, 0, -9.0)]
    documents = document_words([day.hit, other.hit])
    objection = guarded(analyse("When are they open on Mondays?", {}, 1), ranked, documents)[
        0
    ].objection

    assert objection is not None
    assert (objection.guard, objection.asked) == ("time", "Mondays")


def test_times_are_named_as_they_are_written() -> None:
    objection = judged("What opens on Sundays?", "The pool opens on Saturdays.")[0].objection

    assert objection is not None
    assert (objection.asked, objection.given) == ("Sundays", "Saturdays")


def test_nothing_is_made_of_no_sentences() -> None:
    assert guarded(analyse("Who?", {}, 1), [], {}) == []


def test_an_answer_must_share_a_word_that_tells_what_is_asked() -> None:
    question = analyse("How many died?", {}, 1)

    assert names_nothing(question, judged("How many died?", "I have many boats, three in all.")[0])
    assert not names_nothing(question, judged("How many died?", "Nine died.")[0])
    assert not names_nothing(question, judged("How many died?", "Nine.", title="Who died")[0])
    assert not names_nothing(analyse("How many?", {}, 1), judged("How many?", "Nine.")[0])
    rate = "What interest rate was agreed?"
    assert not names_nothing(analyse(rate, {}, 1), judged(rate, "Interest is due at 4 %.")[0])
