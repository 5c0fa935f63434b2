"""French."""

from corpus.language.language import Language

FRENCH = Language(
    code="fr",
    codes=("fra", "fre"),
    name="French",
    own_name="Français",
    stemmer="french",
    stop_words=frozenset(
        """
        a afin ai aie aient ainsi alors après as au aucun aucune aura auraient aurait auront aussi
        autre autres aux avaient avais avait avant avec avez aviez avions avoir avons ayant c ça
        car ce ceci cela celle celles celui cependant ces cet cette ceux chacun chacune chaque chez
        ci comme comment contre d dans de depuis des desquelles desquels dès doit doivent donc dont
        du duquel durant elle elles en encore entre es est et étaient étais était étant été être eu
        eux eut fait faire faut font fut furent il ils j jamais je jusqu jusque l la là laquelle le
        lequel les lesquelles lesquels leur leurs lors lorsqu lorsque lui m ma mais malgré me même
        mêmes mes mien mienne moi moins mon n ne néanmoins ni non nos notre nôtre nous on ont or ou
        où par parce parmi pas pendant peu peut peuvent plus plusieurs pour pourquoi pourra pourrait
        puis puisqu puisque qu quand quant que quel quelle quelles quelqu quelque quelques quels qui
        quoi quoique s sa sans se sera seraient serait seront ses si sien sienne sinon soi soient
        sois soit sommes son sont sous suis sur t ta tandis tant te tel telle telles tels tes toi
        ton toujours tous tout toute toutefois toutes très trop tu un une va vers voici voilà vont
        vos votre vôtre vous y combien
        """.split()
    ),
    letters="éèêàçùâîôûëïœ",
    abbreviations=frozenset(
        """
        al apr art av bd boul c.-à-d cf chap coll dr dre env ex fasc fig i.e introd m me mgr
        mlle mlles mm mme mmes ms p.ex pr prof réf resp st ste tél trad
        """.split()
    ),
    before_number=frozenset(
        """
        al art bd chap ch col env fasc fig no nos n nº p pp par réf sec t tél tab tome vol v
        """.split()
    ),
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
        *("septembre", "octobre", "novembre", "décembre"),
    ),
    short_months={
        **{"janv": 1, "févr": 2, "fév": 2, "avr": 4, "juil": 7, "aout": 8, "sept": 9},
        **{"oct": 10, "nov": 11, "déc": 12},
    },
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    date_joints=("de",),
    numbers={
        **{"zéro": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5},
        **{"six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12},
        **{"treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "dix-sept": 17},
        **{"dix-huit": 18, "dix-neuf": 19, "vingt": 20, "trente": 30, "quarante": 40},
        **{"cinquante": 50, "soixante": 60, "soixante-dix": 70, "septante": 70},
        **{"quatre-vingt": 80, "quatre-vingts": 80, "huitante": 80, "octante": 80},
        **{"quatre-vingt-dix": 90, "nonante": 90},
    },
    sizes={
        **{"cent": 100, "cents": 100, "centaine": 100, "douzaine": 12, "mille": 10**3},
        **{"millier": 10**3, "milliers": 10**3, "million": 10**6, "millions": 10**6},
        **{"milliard": 10**9, "milliards": 10**9, "md": 10**9, "mds": 10**9},
        **{"billion": 10**12, "billions": 10**12},
    },
    ordinal_marks=("er", "re", "e", "ème", "nd", "nde"),
    decimal=",",
    thousands=("\u202f", "\u00a0", "\u2009", " ", "."),
    elided=frozenset("c d j jusqu l lorsqu m n puisqu qu quelqu quoiqu s t".split()),
)
