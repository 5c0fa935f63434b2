"""Small words of all languages, looked for in texts before it is known which language they are in.

So these are here, and the tables of other languages than English load when they are needed.
"""

import re
from collections.abc import Mapping

from qa.answering.languages.phrases import any_of

ASKING: Mapping[str, re.Pattern[str]] = {
    "en": any_of(
        r"how (?:soon|long|old|recently|far|large|big|tall|high|deep|fast|often|wide|heavy|thick)",
        r"much|many|say(?:s|ing)?|said|tells?|told|mention(?:s|ed)?|get(?:s|ting)?|got|give[sn]?",
        r"gave|find(?:s|ing)?|found|happen(?:s|ed)?|called|named|kinds?|sorts?|things?|ways?",
        r"know[ns]?|knew|make[sn]?|made|go(?:es)?|went|come|came|take[sn]?|took|use[sd]?|put",
        r"need(?:s|ed)?|think|thought|describe[sd]?|explain(?:s|ed)?|according",
    ),
    "de": any_of(
        r"wie",
        r"viele?[rnsm]?",
        "hoch",
        "groß",
        "lang",
        "lange",
        "weit",
        "oft",
        "alt",
        "teuer",
        r"sag(?:t|en|te|ten)",
        "gesagt",
        r"nenn\w+",
        "genannt",
        r"find\w+",
        "gefunden",
        "gibt",
        "gab",
        r"mach\w+",
        "gemacht",
        "geht",
        "ging",
        "gehen",
        "kommt",
        "kam",
        "steht",
        "stand",
        r"brauch\w+",
        "heißt",
        r"bedeute[tn]",
        "passiert",
        "geschieht",
        r"art(?:en)?",
    ),
    "fr": any_of(
        "combien",
        "quelle?s?",
        r"di(?:t|sent|re)",
        r"trouv\w+",
        r"fai(?:t|re|sait)",
        r"fait",
        "faut",
        r"pass[eé]\w*",
        r"appel\w+",
        r"nomm\w+",
        r"signifie\w*",
        "va",
        "vont",
        "vient",
        r"donn\w+",
        r"mention\w+",
        r"sortes?",
        r"types?",
        "choses?",
        "façons?",
        "compte",
        r"besoin",
    ),
    "es": any_of(
        r"cu[aá]nt[oa]s?",
        r"cu[aá]l(?:es)?",
        r"di(?:ce|cen|jo)",
        r"encuentr\w+",
        r"hac(?:e|en)",
        "hizo",
        "pasa",
        "pasó",
        r"llam\w+",
        r"signific\w+",
        "va",
        "van",
        "viene",
        r"da(?:n)?",
        r"mencion\w+",
        "tipos?",
        "cosas?",
        "maneras?",
        "tiene",
        "tienen",
        "hay",
        "asciende",
    ),
}
"""By language, words that ask, or stand in nearly any text: that they are missing says nothing."""

_LEANS_ENGLISH = (
    r"^[“\"'(\[]*(?:(?:and|but|yet|so|also|moreover|however|still|then|therefore|thus|instead)\b,?\s+)*"
    r"(?:he|she|they|it|this|these|those|that|such|his|her|their|its|both|neither|one|the "
    r"(?:former|latter|same))\b"
)
_LEANS_GERMAN = (
    r"^[„“\"'(\[]*(?:(?:und|aber|doch|auch|außerdem|deshalb|daher|dennoch|trotzdem|jedoch"
    r"|dann)\b,?\s+)*"
    r"(?:er|es|dies(?:e[rsmn]?)?|jene[rsmn]?|sein(?:e[rsmn]?)?|ihr(?:e[rsmn])|beide|deren"
    r"|dessen|dabei|dafür"
    r"|damit|daran|darauf|davon|dort|sie (?:ist|war|hat|wird|\w+(?:t|te)))\b"
)
_LEANS_FRENCH = (
    r"^[«“\"'(\[]*\s?(?:(?:et|mais|or|donc|aussi|puis|ensuite|cependant|toutefois|pourtant"
    r"|enfin|ainsi)\b,?\s+)*"
    r"(?:ils?|elles?|cela|ça|celui-ci|celle-ci|ceux-ci|celles-ci|ces|cet|cette|ce|son|sa|ses"
    r"|leurs?"
    r"|c['’]est|c['’]était)\b"
)
_LEANS_SPANISH = (
    r"^[«“\"'(\[¿¡]*(?:(?:y|pero|también|además|luego|después|sin embargo|por eso|así)\b,?\s+)*"
    r"(?:él|ella|ellos|ellas|ello|est[aoe]s?|es[aoe]s?|aquel\w*|su|sus|ambos|ambas"
    r"|l[oa]s? (?:\w+(?:á|ó|aba)|(?:ten|hac|dec|quer|pod|sab|deb|hab|ve|cre)ía)"
    r"|se (?:jubil|retir|march|va|fue))\w*\b"
)

LEANS = re.compile("|".join((_LEANS_ENGLISH, _LEANS_GERMAN, _LEANS_FRENCH, _LEANS_SPANISH)), re.I)
"""How a sentence of any language begins that means something before it: "He", "Dies"."""
