"""English."""

from corpus.language.language import Language

ENGLISH = Language(
    code="en",
    codes=("eng",),
    name="English",
    own_name="English",
    stemmer="porter",
    stop_words=frozenset(
        """
        a about above after again against all also am an and any are aren as at be because been
        before being below between both but by can could couldn did didn do does doesn doing don
        down during each few for from further had hadn has hasn have having he her here hers herself
        him himself his how i if in into is isn it its itself just me more most my myself no nor not
        now of off on once only or other our ours ourselves out over own please s same shall she
        should shouldn so some such t tell than that the their theirs them themselves then there
        these they this those through to too under until up upon us ve very was wasn we were weren
        what when where which while who whom whose why will with would wouldn you your yours
        yourself
        """.split()
    ),
    letters="",
    abbreviations=frozenset(
        """
        approx para paras rev gen col lt capt sgt adm hon messrs mr mrs ms dr prof viz cf ca
        """.split()
    ),
    months=(
        *("january", "february", "march", "april", "may", "june", "july", "august"),
        *("september", "october", "november", "december"),
    ),
    short_months={
        **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8},
        **{"sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12},
    },
    weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    date_joints=("of", "the"),
    numbers={
        **{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6},
        **{"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12},
        **{"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17},
        **{"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40},
        **{"fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
    },
    sizes={
        **{"hundred": 100, "dozen": 12, "thousand": 10**3, "million": 10**6},
        **{"billion": 10**9, "trillion": 10**12, "mln": 10**6, "mn": 10**6, "bn": 10**9},
    },
    ordinal_marks=("st", "nd", "rd", "th"),
    decimal=".",
    thousands=(",", "\u202f", "\u00a0", "\u2009"),
)
