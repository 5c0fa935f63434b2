"""How questions with several parts are worded in English: comparisons, and two in one."""

import re

from qa.answering.languages.parts import Parts, sides, two

_VERB = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|would|shall|should|might|must"
    r"|(?:will|may)(?!\s+(?-i:[A-Z]))|who|whom|whose|what|when|where|why|how)\b"
)
_ONE, _OTHER = sides("the|an?")

ENGLISH = Parts(
    compares=(
        re.compile(rf",\s*{_ONE}\s+or\s+{_OTHER}\s*\??$"),
        re.compile(
            rf"\bbetween\s+{_ONE}\s+and\s+{_OTHER}\s*(?:\?|$|\bin\b|\bwhen\b)", re.IGNORECASE
        ),
        re.compile(rf"\bcompare[sd]?\s+{_ONE}\s+(?:and|with|to)\s+{_OTHER}\s*\??$", re.IGNORECASE),
        re.compile(
            rf"\b(?:do|does|did|is|are)\s+{_ONE}\s+(?:and|or)\s+{_OTHER}\s+"
            r"(?:differ|better|worse|the same|more|less|\w+er)\b",
            re.IGNORECASE,
        ),
        re.compile(rf"^{_ONE}\s+(?:or|versus|vs\.?)\s+{_OTHER}\s*(?::|\?|,|$)"),
    ),
    true=re.compile(r"(?:true|false|right|wrong|yes|no|not|correct|incorrect)", re.IGNORECASE),
    verb=re.compile(_VERB, re.IGNORECASE),
    two=two("who|whom|whose|what|when|where|why|which|how", "and"),
    told=re.compile(
        r"\b(?:about|between|by|from|of|on|than|to|with)\s+(?:who|what|when|where|why|how)\b",
        re.IGNORECASE,
    ),
    told_too=re.compile(rf"(?:what|when|where|why|how)\s+(?!{_VERB})", re.IGNORECASE),
    both_to_come=re.compile(r"\bbetween\b(?!.*\band\b)", re.IGNORECASE),
)
