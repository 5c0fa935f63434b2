"""What Pincite says in Spanish of a question that it does not answer."""

from qa.answering.languages.replies import Replies

SPANISH = Replies(
    gives={
        "person": "dice claramente quién",
        "time": "dice claramente cuándo",
        "place": "dice claramente dónde",
        "number": "da claramente la cifra",
        "reason": "dice claramente por qué",
        "other": "responde claramente a la pregunta",
    },
    how="dice claramente {how}",
    no_word="La pregunta no contiene ninguna palabra que buscar.",
    nothing="Nada en los {documents} menciona {words}.",
    mentioned="Los {documents} mencionan {words}, pero ninguna frase {gives}.",
    partly="Los {documents} mencionan {words}, pero no {missing}. Ninguna frase {gives}.",
    documents="documentos",
    searched="documentos consultados",
    quoted="«{word}»",
    in_passages="{word} ({passages})",
    passage="fragmento",
    passages="fragmentos",
    thousands=".",
    both="y",
    either="ni",
    not_named="Ninguno de los fragmentos más cercanos menciona «{asked}».",
    not_named_but=(
        "Ninguno de los fragmentos más cercanos menciona «{asked}»; el primero da «{given}»."
    ),
    instead="El fragmento más cercano da «{given}», no «{asked}».",
    objected={
        "negation": "La frase más cercana dice lo que es, y la pregunta pide lo que no es.",
        "speaker": "La frase más cercana no se atribuye a «{asked}».",
        "definition": "La frase más cercana no dice qué significa «{asked}».",
        "form": "La frase más cercana no da lo que usted pide: «{asked}».",
    },
    note="Nota sobre «{title}»: {note}",
    by_record=(
        "Según su ficha, «{title}» es de {value}, pero el texto no lo dice: no hay nada que citar."
    ),
    dated_by_record=(
        "Según su ficha, la fecha de «{title}» es {value}, pero el texto no la da: no hay nada que "
        "citar."
    ),
)
