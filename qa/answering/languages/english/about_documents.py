"""How questions about a document itself are worded in English, and the lines that answer them."""

import re

from qa.answering.languages.about_documents import (
    JOINED,
    AboutDocuments,
    behind,
    named,
    patterns,
    titled,
)

_NOUN = (
    r"(?:reports?|articles?|(?:web ?)?pages?|essays?|papers?|stud(?:y|ies)|documents?|texts?|books?"
    r"|(?:blog )?posts?|blogs?|stor(?:y|ies)|letters?|e-?mails?|mails?|messages?|memos?|notes?"
    r"|minutes|manuals?|faqs?|judge?ments?|rulings?|contracts?|agreements?|reviews?|thesis"
    r"|press releases?|files?|newsletters?|summar(?:y|ies)|guides?|presentations?|transcripts?"
    r"|piece|column)"
)
_MORE = (
    r"(?:polic(?:y|ies)|handbooks?|extracts?|excerpts?|timelines?|recipes?|leaflets?|brochures?"
    r"|agendas?|glossar(?:y|ies)|interviews?|speech(?:es)?|abstracts?|regulations?|by-?laws"
    r"|instructions|decisions?|statements?|leases?|invoices?|receipts?|notices?"
    r"|protocols?|proposals?)"
)
"""Documents of which only the gist is asked: when a notice was sent, its own words say."""
_POSSESSIVE = r"(?=(?:\S+\s){0,3}\S+[’']s?\s)"
"""Where "Ada Lund's report" begins."""

_GIST = (
    r"^what (?:is|are|was|were) (?P<what>.+?) (?:all )?about$",
    r"^what (?:is|are) the (?:main )?(?:topic|subject|gist|point|content)s? of (?P<what>.+)$",
    r"^what does (?P<what>.+?) (?:describe|regulate|govern)$",
)
_RELATES = r"(?:about|on|of|at|from|for|in|regarding|concerning|titled|called)"
_OF_NONE = r"(?!(?:about|against|at|by|for|from|in|of|on|to|under|with|without)\s)"
"""What the words before a kind of document are not: "the deposit under the lease" is no lease."""

ENGLISH = AboutDocuments(
    this=re.compile(rf"(?:this|it|that|(?:this|that|the) {_NOUN})", re.IGNORECASE),
    named=named(r"(?:the|this|that|an?|her|his|their)\s", _NOUN),
    relates=re.compile(rf"^\W*{_RELATES}\b", re.IGNORECASE),
    mail=re.compile(r"\b(?:e-?mails?|mails?|messages?)\b", re.IGNORECASE),
    asked=patterns(
        r"^who (?P<did>wrote|authored|compiled|edited|prepared|drafted|sent|e-?mailed|posted|took"
        r"|kept)\s+(?P<what>.+)$",
        r"^who (?:is|was|are|were) the (?P<did>author|writer|sender|editor)s? of (?P<what>.+)$",
        r"^(?:by whom|who) (?:is|was|were) (?P<what>.+?) (?P<did>written|sent|compiled)(?: by)?$",
        r"^who (?:is|was) (?P<what>.+?) (?P<did>from|by)$",
        r"^when (?:was|were) (?P<what>.+?) (?P<on>published|written|sent|posted|released|issued"
        r"|dated)$",
        r"^when did (?P<who>.+?) (?P<on>send|write|publish|post|e-?mail|release|issue)"
        r" (?P<what>.+)$",
        r"^(?:what (?:is|was) )?the (?P<on>(?:publication )?date) of (?P<what>.+)$",
    ),
    like={
        "editor": "edited", "sender": "sent", "emailed": "sent", "e-mailed": "sent",
        "from": "sent", "compiled": "compiled", "edited": "edited", "prepared": "prepared",
        "sent": "sent",
    },
    took=frozenset({"took", "kept"}),
    minutes=re.compile(r"\bminutes\b|\bnotes\b", re.IGNORECASE),
    bylines={
        "minutes": r"\bminutes(?: taken)?(?: by\b|\s*:)",
        "compiled": r"\bcompiled by\b",
        "edited": r"\bedit(?:ed by\b|ors?\s*:)",
        "prepared": r"\bprepared by\b",
        "sent": r"^from\s*:",
        "wrote": r"(?:^|[|·•–—]\s*|\s-\s+)(?:(?:written |posted |words |story |text )?by\b:?"
        r"|authors?\s*:|from\s*:)",
    },
    titled=titled(_NOUN, "is|was|were|are"),
    behind=behind("and on for at in from with"),
    tells=frozenset(
        "the a an this that these those he she it they we you there who which is are was were be"
        " been has have had do does did will would shall should can could may might must not"
        .split()
    ),
    joins=frozenset(f"and on for at in from with of by {JOINED}".split()),
    no_names=frozenset("today yesterday tomorrow noon midnight now then".split()),
    seasons=frozenset("spring summer autumn fall winter christmas easter".split()),
    gist=patterns(
        r"^(?:please )?(?:summari[sz]e|sum up|describe) (?P<what>.+)$",
        r"^what does (?P<what>.+?) (?:say|cover|deal with|describe|discuss)$",
        *_GIST,
    ),
    too_little=frozenset({"it", "that"}),
    papers=re.compile(
        rf"(?:(?:the|this|that|an?|her|his|their)\s|{_POSSESSIVE})\s*"
        rf"(?P<kind>(?:{_OF_NONE}\S+\s+){{0,5}}?)(?:{_NOUN}|{_MORE})"
        rf"(?=$|\W*[,;(\d]|\s+(?:{_RELATES}|by|version|no|number|dated)\b)(?P<of>.*)",
        re.IGNORECASE,
    ),
    gist_of_paper=patterns(*_GIST),
)  # fmt: skip
