"""What Pincite says in German of a question that it does not answer."""

from qa.answering.languages.replies import Replies

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
