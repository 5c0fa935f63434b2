"""Words that say the opposite of one another."""

from collections.abc import Iterator, Mapping, Set
from functools import lru_cache

from index.analysis.terms import terms_of
from qa.checking.words import words_of

_OPPOSED = """
rise rose risen increase grow growth climb gain higher raise raised | fall fell fallen drop
 decrease decline sink sank shrink lower reduce reduction cut lowered;
win won victory | lose lost defeat;
accept accepted approve approved adopt agree granted grant upheld |
 reject rejected refuse refused decline declined dismiss dismissed defeated oppose opposed;
allow allowed permit permitted | forbid forbidden prohibit prohibited ban banned;
begin began start started open opened launch | end ended stop stopped cease close closed finish
 finished shut;
first | last; earliest oldest | latest newest youngest; early | late;
largest biggest | smallest;
highest tallest | lowest shortest; longest | shortest; most many | least fewest few;
more | less fewer; larger bigger greater | smaller; longer | shorter; heavier | lighter;
faster quicker | slower; older | younger newer; better best | worse worst; warmer hotter |
 cooler colder;
cheaper | dearer costlier; stronger | weaker; wider broader | narrower; deeper | shallower;
minimum | maximum; least | most;
support supported favour favoured backed | oppose opposed against;
arrive arrived arrival | leave left depart departed departure;
import imported | export exported; include included | exclude excluded except;
hire hired recruit appoint appointed | fire fired dismiss dismissed sacked;
build built construct erect | demolish demolished destroy destroyed;
above over | below under; inside indoors | outside outdoors; upper | lower;
north northern | south southern; east eastern | west western;
public | private; guilty convicted | innocent acquitted; legal lawful | illegal unlawful;
safe | dangerous unsafe; open | closed shut; full | empty; hot warm | cold cool; wet | dry;
free | charged paid; alive survived | dead died killed; success succeeded | failure failed;
male man men | female woman women; father | mother; son | daughter; brother | sister;
husband | wife; always | never; often | rarely seldom; day | night; summer | winter;
morning | evening; mandatory compulsory required obligatory | optional voluntary;
paid | unpaid; true correct right | false wrong incorrect; easy | difficult hard; major | minor;
hard | soft; new | old; rich | poor; high | low; strong | weak; before | after;
clockwise | anticlockwise; monthly | yearly annually weekly daily;
weekly | daily monthly yearly; quarterly | monthly yearly;
adult | child; locked | unlocked; present | absent; temporary | permanent; internal | external;
singular | plural; employee | employer; landlord | tenant; claimant plaintiff | defendant;
client customer | contractor supplier; majority | minority; profit | loss; deny denied |
 confirm confirmed admit admitted; praise praised | criticise criticised; alone | together;
full | half; singly | jointly; indoors | outdoors; near close | far distant;
red | blue | green | yellow | black | white | brown | grey gray | pink | orange | purple | silver;
wood wooden timber | brick | concrete | steel | glass | bronze | granite | marble | plastic;
breakfast | lunch | dinner supper; beer | wine | whisky | vodka | gin | coffee | tea | milk;
spring | summer | autumn | winter; bedroom | kitchen | bathroom | garage | office | cellar | attic;
stay stayed remain remained | leave left;
common frequent usual | rare uncommon unusual; accuse | defend;
dog | cat | horse | cow | sheep | goat | pig;
car | bicycle bike | bus | train | tram | ship | plane;
doctor | lawyer | teacher | engineer | baker | farmer | painter | singer | photographer | botanist;
king | queen; uncle | aunt; nephew | niece; grandfather | grandmother; boy | girl;
"""


@lru_cache(maxsize=1)
def _sides() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """Return for each term the terms that say the opposite, and those that say the same."""
    opposed, same = dict[str, set[str]](), dict[str, set[str]]()
    for line in _OPPOSED.split(";"):
        sides = [{term for word in side.split() for term in _own(word)} for side in line.split("|")]
        every = set().union(*sides)
        for side in sides:
            for term in side:
                opposed.setdefault(term, set()).update(every - side)
                same.setdefault(term, set()).update(side)
    return _frozen(opposed), _frozen(same)


def _frozen(sets: dict[str, set[str]]) -> Mapping[str, frozenset[str]]:
    return {term: frozenset(others) for term, others in sets.items()}


@lru_cache(maxsize=2_000)
def _own(word: str) -> tuple[str, ...]:
    return tuple({*terms_of(word)})


def opposites_of(term: str) -> frozenset[str]:
    """Return the terms of what says the opposite of a term; none for most."""
    return _sides()[0].get(term, frozenset())


def alike(term: str) -> frozenset[str]:
    """Return the terms that say the same where an opposite is meant, the term itself among them."""
    return _sides()[1].get(term, frozenset()) | {term}


@lru_cache(maxsize=4_000)
def all_terms(text: str) -> frozenset[str]:
    """Return the terms of all words of a text, those without meaning too."""
    return frozenset(word.term for word in words_of(text))


def opposed_words(
    sentence: str, terms: Set[str], known: Set[str]
) -> Iterator[tuple[int, int, str, str]]:
    """Yield where a sentence has a word whose opposite is among terms, and none like it is known.

    Each with its own term and the other one.
    """
    own = all_terms(sentence)
    for word in words_of(sentence):
        others = opposites_of(word.term) & terms
        if others and not alike(word.term) & known and not others & own:
            yield word.start, word.end, word.term, min(others)
