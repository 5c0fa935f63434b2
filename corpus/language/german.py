"""German."""

from corpus.language.language import Language

GERMAN = Language(
    code="de",
    codes=("deu", "ger"),
    name="German",
    own_name="Deutsch",
    stemmer="german",
    stop_words=frozenset(
        """
        aber alle allem allen aller alles als also am an ander andere anderem anderen anderer
        anderes auch auf aus bei beim bin bis bist bitte bzw da dabei dadurch dafür dagegen daher
        damit danach dann daran darauf daraus darf darin darüber darum darunter das dass dasselbe
        davon davor dazu dein deine deinem deinen deiner deines dem demselben den denen denn
        denselben der derem deren derselbe derselben des desselben dessen dich die dies diese
        dieselbe dieselben diesem diesen dieser dieses dir doch dort du durch durfte dürfen ein
        eine einem einen einer eines einige einigem einigen einiger einiges einmal er es etwa
        etwas euch euer eure eurem euren eurer eures für gegen gewesen hab habe haben habt hast
        hat hatte hatten hattest hattet her hin hinter hätte hätten ich ihm ihn ihnen ihr ihre
        ihrem ihren ihrer ihres im in indem ins irgend ist ja je jede jedem jeden jeder jedes jene
        jenem jenen jener jenes jetzt kann kein keine keinem keinen keiner keines konnte konnten
        können könnte könnten man manche manchem manchen mancher manches mein meine meinem meinen
        meiner meines mich mir mit mochte muss musste mussten müssen müsste möchte nach nachdem nein
        nicht nichts noch nun nur ob obwohl oder ohne sehr sein seine seinem seinen seiner seines
        seit selbst sich sie sind so sobald sofern solche solchem solchen solcher solches soll
        sollen sollte sollten somit sondern sonst soweit sowie sowohl über um und uns unser unsere
        unserem unseren unserer unseres unter viel viele vielem vielen vieler vom von vor wann war
        waren warst wart warum was weil weiter weitere weiteren welche welchem welchen welcher
        welches wem wen wenn wer werde werden werdet weshalb wessen wie wieder wieso wieviel
        wieviele will wir wird wirst wo wobei wodurch wofür wogegen woher wohin wollen wollte womit
        woran worauf worin worüber wovon wozu wurde wurden während wäre wären würde
        würden zu zum zur zwar zwischen
        """.split()
    ),
    letters="äöüß",
    abbreviations=frozenset(
        """
        abk abschn allg art-nr bez bspw bzgl bzw ca d.h d.i d.j d.ä dipl dipl.-ing dr eigtl
        einschl evtl exkl fa fam fr frl geb gem gest ggf ggfs hl hr hrn hrsg i.a i.d.r i.s.d
        i.v i.v.m inkl insb insbes ing mag mind o.g prof resp s.o s.u sog sogen stv tägl v.a
        verf vgl vs wg z.b z.t z.zt zzgl
        """.split()
    ),
    before_number=frozenset(
        """
        abb abs abschn anh anl anm art aufl az bd bde bl ca fn fig ggü hausnr jg jh kap lfd lit
        max min nr nrn pos rdnr rn rz s seite sp tab tel teil tz vers z ziff
        """.split()
    ),
    months=(
        *("januar", "februar", "märz", "april", "mai", "juni", "juli", "august"),
        *("september", "oktober", "november", "dezember"),
    ),
    short_months={
        **{"jänner": 1, "jan": 1, "jän": 1, "feber": 2, "feb": 2, "mär": 3, "mrz": 3, "apr": 4},
        **{"jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11, "dez": 12},
    },
    weekdays=(*("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),),
    numbers={
        **{"null": 0, "ein": 1, "eins": 1, "eine": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4},
        **{"fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11},
        **{"zwölf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16},
        **{"siebzehn": 17, "achtzehn": 18, "neunzehn": 19, "zwanzig": 20, "dreißig": 30},
        **{"dreissig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70},
        **{"achtzig": 80, "neunzig": 90},
    },
    sizes={
        **{"hundert": 100, "dutzend": 12, "tausend": 10**3, "tsd": 10**3, "million": 10**6},
        **{"millionen": 10**6, "mio": 10**6, "milliarde": 10**9, "milliarden": 10**9},
        **{"mrd": 10**9, "billion": 10**12, "billionen": 10**12},
    },
    ordinal_marks=(".",),
    decimal=",",
    thousands=(".", "\u202f", "\u00a0", "\u2009", "'", "’"),
)
