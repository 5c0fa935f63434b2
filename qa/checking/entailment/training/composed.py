"""Makes pairs out of word lists: what a sentence says is known, so its other wordings are too.

Each set has evidence and claims of the same words. Right ones say it in another form (passive, the
converse verb, another order); in wrong ones somebody else did it, it came about the other way
round, more or less often, or was only allowed, planned or asked. So it is not the words that tell
right from wrong but what they do to each other.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence

from qa.checking.entailment.training import composed_words as words
from qa.checking.entailment.training.pairs import Pair

SET = "composed"
_PARTS = 40
"""Groups of the set, by which some are held out; a guess."""
_ASIDE = 0.4  # share of the evidence with a sentence about nothing of it; a guess
_ANOTHER = 0.5  # share of the evidence of a deed with another deed beside it; a guess

_MANY_WITH_ONE = re.compile(
    rf"\b((?:the )?(?:{'|'.join(words.PLURALS)})) ({'|'.join(words.OF_MANY)})\b", re.IGNORECASE
)

Said = tuple[str, str, str]
"""A kind, a label, and a claim without its full stop."""
Maker = Callable[[random.Random], tuple[str, list[Said]]]


def composed_pairs(each: int, draw: random.Random) -> Iterator[Pair]:
    """Yield the pairs of so many sets of each kind."""
    for make in MAKERS:
        for number in range(each):
            evidence, claims = make(draw)
            group = f"{SET}:{make.__name__}:{number % _PARTS}"
            said = _with_aside(evidence, draw)
            for kind, label, claim in claims:
                yield Pair(SET, kind, label, _sentence(claim), said, group)


def _sentence(said: str) -> str:
    said = _MANY_WITH_ONE.sub(lambda match: f"{match[1]} {words.OF_MANY[match[2]]}", said)
    return f"{said[0].upper()}{said[1:]}."


def _with_aside(evidence: str, draw: random.Random) -> str:
    if draw.random() >= _ASIDE:
        return evidence
    two = [evidence, draw.choice(words.ASIDES)]
    draw.shuffle(two)
    return " ".join(two)


def _person(draw: random.Random) -> str:
    last = draw.choice(words.LAST)
    return draw.choice(
        (f"{draw.choice(words.FIRST)} {last}", last, f"{draw.choice(words.TITLES)} {last}")
    )


def _actors(draw: random.Random, many: int) -> list[str]:
    """Return different persons, bodies or firms, now and then mixed."""
    pools: Sequence[Callable[[], str]] = (
        lambda: _person(draw),
        lambda: draw.choice(words.BODIES),
        lambda: draw.choice(words.FIRMS),
        lambda: draw.choice(words.FIRST),
    )
    one = draw.choice(pools)
    found: dict[str, None] = {}
    while len(found) < many:
        found[one() if draw.random() < 0.7 else draw.choice(pools)()] = None
    return list(found)


def _forms(line: str, draw: random.Random, many: int, **named: str) -> list[str]:
    """Return some forms of a line, all different, with what they name filled in."""
    forms = line.split("|")
    return [form.format(**named) for form in draw.sample(forms, min(many, len(forms)))]


def _deed_forms(draw: random.Random, doer: str, done_to: str, deed: str, when: str) -> list[str]:
    past, participle = deed.split("/") if "/" in deed else (deed, deed)
    found = [
        f"{doer} {past} {done_to} {when}",
        f"{done_to} was {participle} by {doer} {when}",
        f"it was {doer} that {past} {done_to} {when}",
        f"{when}, {doer} {past} {done_to}",
        f"{when}, {done_to} was {participle} by {doer}",
        f"the one that {past} {done_to} {when} was {doer}",
    ]
    draw.shuffle(found)
    return found


_DEEDS = (*words.DEEDS, "wrote to/written to", "took over/taken over")


def deeds(draw: random.Random) -> tuple[str, list[Said]]:
    """Return who did what to whom."""
    one, two, third = _actors(draw, 3)
    deed, other = draw.sample(_DEEDS, 2)
    when, later = draw.sample(words.WHEN, 2)
    told, *same = _deed_forms(draw, one, two, deed, when)
    evidence = _sentence(told)
    turned = _deed_forms(draw, two, one, deed, when)
    claims: list[Said] = [
        ("roles kept", "supported", same[0]),
        ("roles kept", "supported", same[1]),
        ("roles exchanged", "contradicted", turned[0]),
        ("roles exchanged", "contradicted", turned[1]),
    ]
    if draw.random() < _ANOTHER:
        evidence = f"{evidence} {_sentence(_deed_forms(draw, third, one, other, later)[0])}"
        claims += [
            ("roles kept", "supported", _deed_forms(draw, third, one, other, later)[0]),
            ("other party", "contradicted", _deed_forms(draw, third, two, deed, when)[0]),
            ("roles exchanged", "contradicted", _deed_forms(draw, one, third, other, later)[0]),
        ]
    else:
        claims.append(("other party", "contradicted", _deed_forms(draw, third, two, deed, when)[0]))
    return evidence, claims


def converses(draw: random.Random) -> tuple[str, list[Said]]:
    """Return who gave what to whom, as the giver or the taker would say it."""
    line = draw.choice(words.CONVERSE)
    (one, two), thing = _actors(draw, 2), draw.choice(words.THINGS)
    told, *same = _forms(line, draw, 3, a=one, b=two, t=thing)
    return _sentence(told), [
        *(("roles kept", "supported", form) for form in same),
        *(
            ("roles exchanged", "contradicted", form)
            for form in _forms(line, draw, 2, a=two, b=one, t=thing)
        ),
    ]


def relations(draw: random.Random) -> tuple[str, list[Said]]:
    """Return what one is to another."""
    line = draw.choice(words.RELATIONS)
    one, two = _actors(draw, 2)
    told, *same = _forms(line, draw, 3, a=one, b=two)
    return _sentence(told), [
        *(("roles kept", "supported", form) for form in same),
        *(
            ("roles exchanged", "contradicted", form)
            for form in _forms(line, draw, 2, a=two, b=one)
        ),
    ]


def mutual(draw: random.Random) -> tuple[str, list[Said]]:
    """Return what two do to each other, so that either may come first."""
    line = draw.choice(words.MUTUAL)
    one, two, third = _actors(draw, 3)
    told, *same = _forms(line, draw, 2, a=one, b=two)
    turned = _forms(line, draw, 1, a=two, b=one)
    return _sentence(told), [
        *(("roles kept", "supported", form) for form in (*same, *turned)),
        *(("other party", "not", form) for form in _forms(line, draw, 1, a=third, b=one)),
        ("other party", "not", _forms(line, draw, 1, a=two, b=third)[0]),
    ]


def comparisons(draw: random.Random) -> tuple[str, list[Said]]:
    """Return which of two is more."""
    more, less = draw.choice(words.COMPARED).split("/")
    one, two = draw.sample(words.COMPARED_THINGS, 2)
    line = (
        f"{{a}} is {more} than {{b}}|{{b}} is {less} than {{a}}|of {{a}} and {{b}}, {{a}} is the "
        f"{more}|compared with {{a}}, {{b}} is {less}|{{a}} turned out to be {more} than {{b}}|"
        f"the {less} of the two is {{b}}, not {{a}}"
    )
    told, *same = _forms(line, draw, 3, a=one, b=two)
    wrong = _forms(line, draw, 2, a=two, b=one)
    equal = f"{one} and {two} are the same in this, neither is {more}"
    return _sentence(told), [
        *(("comparison kept", "supported", form) for form in same),
        *(("direction", "contradicted", form) for form in wrong),
        ("direction", "contradicted", equal),
    ]


def causes(draw: random.Random) -> tuple[str, list[Said]]:
    """Return what came of what."""
    (one, other), (two, neither) = draw.sample(words.CAUSES, 2), draw.sample(words.EFFECTS, 2)
    told, *same = _forms(words.CAUSED, draw, 3, a=one, b=two)
    turned = _forms(words.CAUSED, draw, 1, a=two, b=one)
    invented = _forms(words.CAUSED, draw, 1, a=other, b=two)
    evidence, also = _sentence(told), _forms(words.CAUSED, draw, 1, a=other, b=neither)
    if draw.random() < _ANOTHER:
        evidence = f"{evidence} {_sentence(also[0])}"
    else:
        loose = f"There was {one}, and in the same year {two}"
        if draw.random() < 0.5:
            return f"{loose}.", [
                ("not a cause", "not", same[0]),
                ("joined", "supported", f"in the same year there were {one} and {two}"),
                ("not a cause", "not", turned[0]),
            ]
    return evidence, [
        *(("cause kept", "supported", form) for form in same),
        *(("cause turned", "contradicted", form) for form in turned),
        *(("wrong attribute", "contradicted", form) for form in invented),
    ]


def orders(draw: random.Random) -> tuple[str, list[Said]]:
    """Return what came first."""
    one, two = draw.sample(words.EVENTS, 2)
    told, *same = _forms(words.ORDERED, draw, 3, a=one, b=two)
    wrong = _forms(words.ORDERED, draw, 2, a=two, b=one)
    return _sentence(told), [
        *(("order kept", "supported", form) for form in same),
        *(("time order", "contradicted", form) for form in wrong),
    ]


def frequencies(draw: random.Random) -> tuple[str, list[Said]]:
    """Return how often something is done, and by whom: two tasks of the same thing."""
    (often, other) = (line.split("/") for line in draw.sample(words.OFTEN, 2))
    thing, done = draw.choice(words.TASKS).split("/")
    by, also = draw.sample(words.AGENTS, 2)
    must, is_to = draw.sample(("must be", "has to be", "is to be", "needs to be"), 2)
    told = _sentence(f"{thing} {must} {done} {often[0]} by {by}")
    second = draw.choice(
        (f"{other[0]} it {is_to} looked at by {also}", f"{also} looks at it {other[0]}")
    )
    evidence = f"{told} {_sentence(second)}" if draw.random() < 0.6 else told
    claims: list[Said] = [
        ("frequency kept", "supported", f"{thing} {must} {done} by {by} {often[-1]}"),
        ("frequency kept", "supported", f"{draw.choice(often)}, {thing} {is_to} {done}"),
        ("frequency", "contradicted", f"{thing} {is_to} {done} by {by} {other[-1]}"),
        ("frequency", "contradicted", f"{thing} {must} {done} {draw.choice(other)}"),
        ("other party", "contradicted", f"{thing} {is_to} {done} {often[0]} by {also}"),
    ]
    if evidence != told:
        looked = f"{also} looks at {thing} {draw.choice(other)}"
        claims += [
            ("frequency kept", "supported", looked),
            ("other party", "contradicted", f"{by} looks at {thing} {draw.choice(other)}"),
            ("frequency", "contradicted", f"{also} looks at {thing} {draw.choice(often)}"),
        ]
    return evidence, claims


def duties(draw: random.Random) -> tuple[str, list[Said]]:
    """Return what somebody must, may or need not do."""
    strength = draw.choice(list(words.DUTIES))
    forms = list(words.DUTIES[strength])
    draw.shuffle(forms)
    (who, another), (what, else_) = (
        draw.sample(words.DUTY_DOERS, 2),
        draw.sample(words.DUTY_DEEDS, 2),
    )
    claims: list[Said] = [("duty kept", "supported", f"{who} {forms[1]} {what}")]
    for (found, wrong), label in words.STRONGER.items():
        if found == strength:
            kind = "modality hardened" if label == "partly" else "duty turned"
            claims.append((kind, label, f"{who} {draw.choice(words.DUTIES[wrong])} {what}"))
    evidence = _sentence(f"{who} {forms[0]} {what}")
    if strength != "need not" and draw.random() < _ANOTHER:
        opposite = "must not" if strength in ("must", "may", "should") else "may"
        third = draw.choice(words.DUTIES[opposite])
        evidence = f"{evidence} {_sentence(f'{another} {third} {what}')}"
        claims.append(("other party", "contradicted", f"{another} {forms[0]} {what}"))
        again = draw.choice(words.DUTIES[opposite])
        claims.append(("duty kept", "supported", f"{another} {again} {what}"))
    claims.append(("not said", "not", f"{who} {forms[0]} {else_}"))
    return evidence, claims


def reports(draw: random.Random) -> tuple[str, list[Said]]:
    """Return who said what to whom."""
    one, two = _actors(draw, 2)
    state, verb = draw.choice(words.STATES), draw.choice(words.SAID)
    told, *same = draw.sample(
        (
            f"{one} {verb} that {state}",
            f"according to {one}, {state}",
            f"{state}, {one} {verb}",
            f"{one} told {two} that {state}",
            f"{two} was told by {one} that {state}",
            f"{two} heard from {one} that {state}",
        ),
        3,
    )
    asked, unsure = (
        f"{one} asked {two} whether {state}",
        f"{one} {draw.choice(words.UNSURE)} that {state}",
    )
    if draw.random() < 0.4:
        said = draw.choice((asked, unsure))
        return _sentence(said), [
            ("unsettled question", "not" if said == asked else "partly", state),
            ("attribution kept", "supported", said),
            (
                "unsettled question",
                "not" if said == asked else "partly",
                f"{one} {verb} that {state}",
            ),
        ]
    has_two = two in told
    kept = [form for form in same if has_two or two not in form] or [told]
    return _sentence(told), [
        *(("attribution kept", "supported", form) for form in kept),
        ("attribution dropped", "supported", state),
        ("roles exchanged", "contradicted" if has_two else "not", f"{two} told {one} that {state}"),
        ("negation", "contradicted", f"{one} denied that {state}"),
        ("unsettled question", "contradicted", f"{one} asked whether {state}"),
    ]


def quantities(draw: random.Random) -> tuple[str, list[Said]]:
    """Return how many of a group it was."""
    share = draw.choice(list(words.MANY))
    (group, another), what = draw.sample(words.GROUPS, 2), draw.choice(words.PREDICATES)
    first, second = draw.sample(words.MANY[share], 2)
    wrong = draw.sample(words.MANY_WRONG[share], 2)
    return _sentence(f"{first} {group} {what}"), [
        ("quantifier kept", "supported", f"{second} {group} {what}"),
        *(
            ("all or only", "contradicted", f"{draw.choice(words.MANY[one])} {group} {what}")
            for one in wrong
        ),
        ("not said", "not", f"{second} {another} {what}"),
    ]


MAKERS: Sequence[Maker] = (
    deeds, deeds, converses, relations, relations, mutual, comparisons, causes, orders, frequencies,
    duties, reports, quantities,
)  # fmt: skip
"""What sets are made of; twice where there is most to learn."""
