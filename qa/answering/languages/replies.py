"""What Pincite says of a question that it does not answer, as one language words it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Replies:
    """Sentences with gaps in braces; one value of each language.

    Attributes:
        gives: What no sentence does, by the kind of answer that is asked for (`Kind`).
        how: The same where a question asks `{how}`, such as "how old".
        no_word: The question has no word to search for.
        nothing: None of `{words}` stands in the `{documents}`.
        mentioned: The `{documents}` mention `{words}`, but no sentence `{gives}`.
        partly: They mention `{words}`, but not `{missing}`, and no sentence `{gives}`.
        documents: What is searched, if that is all documents.
        searched: What is searched, if that is some of them.
        quoted: A word of the question, `{word}`.
        in_passages: Such a word with how many passages have it, `{passages}`.
        passage: One passage, behind its number.
        passages: Several.
        thousands: What stands between groups of three digits.
        both: What joins the last two words that are mentioned.
        either: What joins the last two that are not.
        not_named: None of the closest passages mentions `{asked}`.
        not_named_but: The same, and the closest has `{given}`.
        instead: The closest passage has `{given}`, not `{asked}`.
        objected: What the closest sentence does wrong, by its guard (`Guard`).
        note: A reader's `{note}` on the document `{title}`.
        by_record: The record of `{title}` says who wrote it, `{value}`, and its text does not.
        dated_by_record: It says when it was published, `{value}`, and its text does not.
    """

    gives: Mapping[str, str]
    how: str
    no_word: str
    nothing: str
    mentioned: str
    partly: str
    documents: str
    searched: str
    quoted: str
    in_passages: str
    passage: str
    passages: str
    thousands: str
    both: str
    either: str
    not_named: str
    not_named_but: str
    instead: str
    objected: Mapping[str, str]
    note: str
    by_record: str
    dated_by_record: str

    def counted(self, word: str, passages: int) -> str:
        """Return a word of the question with the number of passages that have it."""
        number = f"{passages:,}".replace(",", self.thousands)
        many = f"{number} {self.passage if passages == 1 else self.passages}"
        return self.in_passages.format(word=self.quoted.format(word=word), passages=many)

    @staticmethod
    def listed(items: Sequence[str], joint: str) -> str:
        """Return items as a list in words; `joint` stands before the last of several."""
        return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {joint} {items[-1]}"


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

GERMAN = Replies(
    gives={
        "person": "sagt eindeutig, wer es ist",
        "time": "sagt eindeutig, wann",
        "place": "sagt eindeutig, wo",
        "number": "nennt eindeutig die gesuchte Zahl",
        "reason": "sagt eindeutig, warum",
        "other": "beantwortet eindeutig die Frage",
    },
    how="sagt eindeutig, {how}",
    no_word="Die Frage enthält kein Wort, nach dem gesucht werden kann.",
    nothing="In den {documents} steht nichts von {words}.",
    mentioned="In den {documents} steht {words}, aber kein Satz {gives}.",
    partly="In den {documents} steht {words}, aber nichts von {missing}. Kein Satz {gives}.",
    documents="Dokumenten",
    searched="durchsuchten Dokumenten",
    quoted="„{word}“",
    in_passages="{word} ({passages})",
    passage="Textstelle",
    passages="Textstellen",
    thousands=".",
    both="und",
    either="oder",
    not_named="Keine der nächstliegenden Textstellen erwähnt „{asked}“.",
    not_named_but=(
        "Keine der nächstliegenden Textstellen erwähnt „{asked}“; die erste nennt „{given}“."
    ),
    instead="Die nächstliegende Textstelle nennt „{given}“, nicht „{asked}“.",
    objected={
        "negation": "Der nächstliegende Satz sagt, was zutrifft; gefragt ist, was nicht zutrifft.",
        "speaker": "Der nächstliegende Satz ist nicht erkennbar von „{asked}“.",
        "definition": "Der nächstliegende Satz sagt nicht, was „{asked}“ bedeutet.",
        "form": "Im nächstliegenden Satz fehlt das Gesuchte: „{asked}“.",
    },
    note="Hinweis zu „{title}“: {note}",
    by_record=(
        "Den Angaben zu „{title}“ nach ist es von {value}. Im Text selbst steht das nicht, "
        "deshalb gibt es nichts zu zitieren."
    ),
    dated_by_record=(
        "Den Angaben zu „{title}“ nach ist das Datum {value}. Im Text selbst steht es nicht, "
        "deshalb gibt es nichts zu zitieren."
    ),
)

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
