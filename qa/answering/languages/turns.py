"""How a turn of a conversation leans on the ones before it, as each language words that."""

import re
from dataclasses import dataclass

from corpus.language import Language


@dataclass(frozen=True, slots=True, eq=False)
class Turns:
    """How a language goes on with a conversation; one value of each.

    Attributes:
        language: The language, for its stop words and stems.
        pronoun: Words that stand for something before them.
        points_back: Other words that do: "this", "the other".
        continues: A turn that only goes on with the one before it: "And in Mali?", "Why?".
        defines: A question for what a thing is, complete though it is short.
        clause: Where another clause begins. "It" is never the subject of its own: "Why did
            Musk start it?".
        subordinate: Where one may begin in which "it" is a name that stands before it.
        owning: Pronouns that own.
        own_noun: "Which …", with what a pronoun behind it may mean.
        of_what: A thing of which the turn does not say what it belongs to.
        definite: A thing that the question takes for known, as the first group.
        last_verb: The verb at the end of a question, which is not part of the thing named before
            it.
        whole: A short question with all its parts: "Who counted the herons?".
        few: Up to so many words of meaning make a turn that leans.
        little: So many words are carried into a turn that goes on, and asks a question of its own.
        aspects: Words of what is asked about a thing, not of the thing, stemmed.
        cut: What is left of "aren't", "we'll" when words are told apart by their letters.
        verbs: Where a question has its verb, as far as its form shows that.
        prepositions: What may stand before the part that a turn replaces, as a pattern.
        places: Prepositions that stand for one another before a place: "at Saltby", "in Selby".
        article: An article, as a pattern.
        articles: Articles that may stand between a preposition and a name.
        turn: A turn, with its preposition and what it puts in place of something.
        marked: How one begins that surely replaces something.
        no_filler: Words of a turn that asks something of its own.
        times: Years, dates, days, seasons: each is replaced by its like.
        spans: How a time from one year to another begins.
        within: What stands before a time.
        definition: A question for what a thing is, with the thing as `a` or `b`.
        copula: How a question begins whose subject follows.
        predicate: What is said of a subject, at its end.
        does: A helping verb, behind which the subject stands.
        bare: A turn that is a question word alone.
        adverb: The question word of the question before it, which such a turn replaces.
        who_did: "Who built it?", with the verb `did` and the thing `what`.
        named: Pronouns that may mean the name that the last answer gave.
        person: Pronouns of a person.
        asks_for_name: A question that a name answers.
        placed: What stands before places and firms more often than before persons.
        is_name: "Who is Ada Lund?".
        why: "Why?" alone.
    """

    language: Language
    pronoun: re.Pattern[str]
    points_back: re.Pattern[str]
    continues: re.Pattern[str]
    defines: re.Pattern[str]
    clause: re.Pattern[str]
    subordinate: re.Pattern[str]
    owning: frozenset[str]
    own_noun: re.Pattern[str]
    of_what: re.Pattern[str]
    definite: re.Pattern[str]
    last_verb: re.Pattern[str]
    whole: re.Pattern[str]
    few: int
    little: int
    aspects: frozenset[str]
    cut: frozenset[str]
    verbs: tuple[re.Pattern[str], ...]
    prepositions: str
    places: frozenset[str]
    article: str
    articles: frozenset[str]
    turn: re.Pattern[str]
    marked: re.Pattern[str]
    no_filler: frozenset[str]
    times: tuple[re.Pattern[str], ...]
    spans: tuple[str, ...]
    within: str
    definition: re.Pattern[str]
    copula: re.Pattern[str]
    predicate: re.Pattern[str]
    does: re.Pattern[str]
    bare: re.Pattern[str]
    adverb: re.Pattern[str]
    who_did: re.Pattern[str]
    named: re.Pattern[str]
    person: re.Pattern[str]
    asks_for_name: re.Pattern[str]
    placed: re.Pattern[str]
    is_name: re.Pattern[str]
    why: re.Pattern[str]


"""A list made by hand."""
