"""Forms of English words that no rule of a stemmer brings together."""

import re
from collections import defaultdict
from collections.abc import Mapping

from index.analysis.stemming import stem_all

_VERBS = """
arise arose arisen; awake awoke awoken; bear bore borne; beat beaten; become became; begin began
begun; bend bent; bind bound; bite bit bitten; bleed bled; blow blew blown; break broke broken;
breed bred; bring brought; build built; burn burnt; buy bought; catch caught; choose chose chosen
choice; cling clung; come came; creep crept; deal dealt; dig dug; draw drew drawn; dream dreamt;
drink drank drunk; drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight
fought; find found; flee fled; fling flung; fly flew flown flight; forbid forbade forbidden;
foresee foresaw foreseen; forget forgot forgotten; forgive forgave forgiven; freeze froze frozen;
get got gotten; give gave given; go went gone; grow grew grown growth; hang hung; hear heard; hide
hid hidden; hold held; keep kept; kneel knelt; know knew known; lead led; lean leant; leap leapt;
learn learnt; leave left; lend lent; light lit; lose lost loss; make made; mean meant; meet met;
overcome overcame; overtake overtook overtaken; overthrow overthrew overthrown; pay paid; prove
proven proof; ride rode ridden; ring rang rung; rise rose risen; run ran; say said; see saw seen;
seek sought; sell sold sale; send sent; shake shook shaken; shine shone; shoot shot; show shown;
shrink shrank shrunk; sing sang sung; sink sank sunk; sit sat; slay slew slain; sleep slept; slide
slid; smell smelt; speak spoke spoken speech; spend spent; spill spilt; spin spun; spring sprang
sprung; stand stood; steal stole stolen theft; stick stuck; sting stung; strike struck stricken;
strive strove striven; swear swore sworn; sweep swept; swell swollen; swim swam swum; swing swung;
take took taken; teach taught; tear tore torn; tell told; think thought; throw threw thrown;
undergo underwent undergone; understand understood; undertake undertook undertaken; wake woke
woken; wear wore worn; weave wove woven; weep wept; win won; withdraw withdrew withdrawn;
withstand withstood; write wrote written
"""
"""Verbs with their irregular forms, and nouns that are as irregular.

Forms that are as often another word are left out: lay, ground, wound.
"""

_NOUNS = """
supply supplier; lead leader; own owner; buy buyer; sell seller; pay payer payment; win winner;
lose loser; found founder; build builder; make maker; write writer; speak speaker; teach teacher;
train trainer; trade trader; drive driver; ride rider; sing singer; dance dancer; paint painter;
farm farmer; fight fighter; hunt hunter; kill killer; rob robber; smuggle smuggler; deal dealer;
lend lender; borrow borrower; use user; work worker; play player; help helper; hold holder; keep
keeper; carry carrier; produce producer production; report reporter; print printer; read reader;
view viewer; invent inventor; inspect inspector; direct director; edit editor; invest investor;
act actor action; conduct conductor; contract contractor; visit visitor; survive survivor; operate
operator; collect collector; translate translator; treat treatment; ship shipment; judge judgment
judgement; invade invader invasion; decide decision; divide division; explode explosion; expand
expansion; conclude conclusion; permit permission; admit admission; destroy destruction; reduce
reduction; introduce introduction; describe description; receive reception receipt; solve
solution; resolve resolution; die death dead; long length; wide width; deep depth; high height;
strong strength; weigh weight; believe belief; marry marriage; sign signature; compare comparison;
explain explanation; pronounce pronunciation; propose proposal; refuse refusal; succeed success
successor; lease lessee; employ employer employee; sail sailor; rule ruler; bake baker
"""
"""Verbs and adjectives with the nouns of them that stem otherwise."""

_NAMES_TOO = frozenset("rose drew lent".split())
"""Forms that are names where they are written large."""

_OUR = re.compile(r"^\w{3,}our$")
_KEEP_OUR = frozenset("hour four your pour tour sour flour devour detour contour scour".split())


def _families(lines: str) -> dict[str, list[str]]:
    """Return by its first word what else stands in each group."""
    groups = (group.split() for group in lines.split(";"))
    return {first: rest for first, *rest in groups}


IRREGULAR: Mapping[str, str] = {
    form: verb for verb, forms in _families(_VERBS).items() for form in forms
}
"""For each irregular form the verb, as words."""

_BASE: Mapping[str, str] = {
    stem_all([noun])[0]: stem_all([IRREGULAR.get(first, first)])[0]
    for first, nouns in _families(_NOUNS).items()
    for noun in nouns
}


def base_word(word: str) -> str:
    """Return the verb of an irregular form, and any other word in lower case as it is."""
    lower = word.lower()
    if lower in _NAMES_TOO and word != lower:
        return lower
    return IRREGULAR.get(lower, lower)


def base_stem(stem: str) -> str:
    """Return the one stem of all words of a family, in American spelling."""
    found = _BASE.get(stem)
    if found is not None:
        return found
    if stem[-3:] == "our" and _OUR.match(stem) and stem not in _KEEP_OUR:
        return f"{stem[:-3]}or"
    if stem[-2:] == "is" and len(stem) > 5:
        return stem_all([f"{stem[:-2]}ize"])[0]
    return stem


def _by_base() -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for verb, forms in _families(_VERBS).items():
        found[base_stem(stem_all([verb])[0])] += [verb, *forms]
    for first, nouns in _families(_NOUNS).items():
        found[base_stem(stem_all([first])[0])] += [first, *nouns]
    return {stem: tuple(dict.fromkeys(words)) for stem, words in found.items()}


_WORDS = _by_base()


def family(stem: str) -> tuple[str, ...]:
    """Return words whose base has this stem and that stem otherwise; none for most."""
    found = list(_WORDS.get(stem, ()))
    if stem[-2:] == "or" and len(stem) > 4:
        found.append(f"{stem[:-2]}our")
    if len(stem) > 3:
        found.append(f"{stem[:-2] if stem[-2:] == 'iz' else stem}ise")
    return tuple(found)
