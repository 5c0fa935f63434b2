"""What Pincite says in French of a question that it does not answer."""

from qa.answering.languages.replies import Replies

FRENCH = Replies(
    gives={
        "person": "ne dit clairement qui",
        "time": "ne dit clairement quand",
        "place": "ne dit clairement où",
        "number": "ne donne clairement le chiffre",
        "reason": "ne dit clairement pourquoi",
        "other": "ne répond clairement à la question",
    },
    how="ne dit clairement {how}",
    no_word="La question ne contient aucun mot à rechercher.",
    nothing="Rien dans les {documents} ne mentionne {words}.",
    mentioned="Les {documents} mentionnent {words}, mais aucune phrase {gives}.",
    partly="Les {documents} mentionnent {words}, mais pas {missing}. Aucune phrase {gives}.",
    documents="documents",
    searched="documents interrogés",
    quoted="«\u00a0{word}\u00a0»",
    in_passages="{word} ({passages})",
    passage="passage",
    passages="passages",
    thousands="\u202f",
    both="et",
    either="ni",
    not_named="Aucun des passages les plus proches ne mentionne «\u00a0{asked}\u00a0».",
    not_named_but=(
        "Aucun des passages les plus proches ne mentionne «\u00a0{asked}\u00a0»\u00a0; le premier "
        "donne «\u00a0{given}\u00a0»."
    ),
    instead=(
        "Le passage le plus proche donne «\u00a0{given}\u00a0», et non «\u00a0{asked}\u00a0»."
    ),
    objected={
        "negation": (
            "La phrase la plus proche dit ce qui est, alors que la question porte sur ce qui "
            "n’est pas."
        ),
        "speaker": "La phrase la plus proche n’est pas attribuée à «\u00a0{asked}\u00a0».",
        "definition": (
            "La phrase la plus proche ne dit pas ce que signifie «\u00a0{asked}\u00a0»."
        ),
        "form": (
            "La phrase la plus proche ne donne pas ce que vous cherchez\u00a0: "
            "«\u00a0{asked}\u00a0»."
        ),
    },
    note="Remarque sur «\u00a0{title}\u00a0»\u00a0: {note}",
    by_record=(
        "D’après sa fiche, l’auteur de «\u00a0{title}\u00a0» est {value}, mais le texte ne le dit "
        "pas\u00a0: il n’y a rien à citer."
    ),
    dated_by_record=(
        "D’après sa fiche, la date de «\u00a0{title}\u00a0» est {value}, mais le texte ne la donne "
        "pas\u00a0: il n’y a rien à citer."
    ),
)
