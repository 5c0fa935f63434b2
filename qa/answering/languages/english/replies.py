"""What Pincite says in English of a question that it does not answer."""

from qa.answering.languages.replies import Replies

ENGLISH = Replies(
    gives={
        "person": "says who",
        "time": "says when",
        "place": "says where",
        "number": "gives the number",
        "reason": "says why",
        "other": "says what the question asks for",
    },
    how="says {how}",
    no_word="The question has no word to search for.",
    nothing="Nothing in the {documents} mentions {words}.",
    mentioned="The {documents} mention {words}, but no sentence clearly {gives}.",
    partly="The {documents} mention {words}, but not {missing}. No sentence clearly {gives}.",
    documents="documents",
    searched="documents searched",
    quoted="“{word}”",
    in_passages="{word} in {passages}",
    passage="passage",
    passages="passages",
    thousands=",",
    both="and",
    either="or",
    not_named="None of the closest passages mentions “{asked}”.",
    not_named_but="None of the closest passages mentions “{asked}”; the closest gives “{given}”.",
    instead="The closest passage gives “{given}”, not “{asked}”.",
    objected={
        "negation": "The closest sentence says what is so, and the question asks for what is not.",
        "speaker": "The closest sentence does not name “{asked}” as the one who says it.",
        "definition": "The closest sentence does not say what “{asked}” means.",
        "form": "The closest sentence does not give what you ask for: “{asked}”.",
    },
    note="Note on “{title}”: {note}",
    by_record=(
        "The record of “{title}” says that it is by {value}, but its text does not: "
        "there are no words to quote."
    ),
    dated_by_record=(
        "The record of “{title}” says that it is dated {value}, but its text does not: "
        "there are no words to quote."
    ),
)
