"""Spanish."""

from corpus.language.language import Language

SPANISH = Language(
    code="es",
    codes=("spa",),
    name="Spanish",
    own_name="Español",
    stemmer="spanish",
    stop_words=frozenset(
        """
        a acá ahí al algo alguna algunas alguno algunos algún allí ante antes aquel aquella aquellas
        aquello aquellos aquí así aun aún aunque cada casi como cómo con contra cual cuál cuales
        cuáles cualquier cuando cuándo cuanta cuánta cuantas cuántas cuanto cuánto cuantos cuántos
        de del desde después donde dónde dos durante e el él ella ellas ello ellos en entonces entre
        era eran eras es esa esas ese eso esos esta está están estaba estaban estado estar estas
        este esto estos estuvo fue fueron ha haber había habían habrá han has hasta hay haya he
        hemos hizo hubo la las le les lo los más me mediante mi mí mientras mis misma mismas mismo
        mismos mucha muchas mucho muchos muy nada ni ningún ninguna ninguno no nos nosotras nosotros
        nuestra nuestras nuestro nuestros nunca o os otra otras otro otros para pero poca pocas poco
        pocos por porque pues puede pueden que qué quien quién quienes quiénes se sea sean según ser
        será serán si sí sido siempre siendo sin sino sobre sois solo sólo somos son soy su sus
        suya suyo tal tales también tampoco tan tanta tantas tanto tantos te tenía tiene tienen toda
        todas todavía todo todos tras tu tú tus u un una unas uno unos usted ustedes va van vosotros
        vuestra vuestro y ya yo
        """.split()
    ),
    letters="ñáíóúü¿¡",
    abbreviations=frozenset(
        """
        admón apdo aprox arq art avda c.a cap cía d da dña dpto dr dra dres drs ej exc excmo
        fig fr gral hno hnos ilmo ing lic ltda máx mín mons núm p.ej pág págs ppal prof
        profa prov rte s.m sr sra sras sres srta sta sto tlf v.gr vda
        """.split()
    ),
    before_number=frozenset(
        """
        ap apdo art arts cap cía col fig figs n no nro núm núms nº pág págs p párr pp pár s t tab
        tel tlf tomo vol
        """.split()
    ),
    opening="¿¡",
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto"),
        *("septiembre", "octubre", "noviembre", "diciembre"),
    ),
    short_months={
        **{"ene": 1, "feb": 2, "abr": 4, "jun": 6, "jul": 7, "ago": 8, "sep": 9, "sept": 9},
        **{"set": 9, "setiembre": 9, "oct": 10, "nov": 11, "dic": 12},
    },
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    date_joints=("de", "del"),
    numbers={
        **{"cero": 0, "un": 1, "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5},
        **{"seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12},
        **{"trece": 13, "catorce": 14, "quince": 15, "dieciséis": 16, "diecisiete": 17},
        **{"dieciocho": 18, "diecinueve": 19, "veinte": 20, "veintiuno": 21, "veintiún": 21},
        **{"veintiuna": 21, "veintidós": 22, "veintitrés": 23, "veinticuatro": 24},
        **{"veinticinco": 25, "veintiséis": 26, "veintisiete": 27, "veintiocho": 28},
        **{"veintinueve": 29, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60},
        **{"setenta": 70, "ochenta": 80, "noventa": 90},
    },
    sizes={
        **{"cien": 100, "ciento": 100, "cientos": 100, "docena": 12, "mil": 10**3},
        **{"miles": 10**3, "millón": 10**6, "millones": 10**6, "billón": 10**12},
        **{"billones": 10**12, "mill": 10**6},
    },
    ordinal_marks=("º", "ª", ".º", ".ª", "°"),
    decimal=",",
    thousands=(".", "\u202f", "\u00a0", "\u2009", " "),
)
