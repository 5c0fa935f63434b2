"""The words that rules exchange, leave out or put in; all of them chosen by hand."""

MONTHS = (
    "January February March April May June July August September October November December".split()
)
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NUMBERS = "two three four five six seven eight nine ten eleven twelve".split()

OPPOSITES: dict[str, tuple[tuple[str, str], ...]] = {
    "direction": tuple(
        tuple(pair.split("/"))  # type: ignore[misc]
        for pair in (
            "more/less fewer/more higher/lower larger/smaller longer/shorter above/below "
            "over/under "
            "rose/fell rise/fall rising/falling increased/decreased increase/decrease "
            "increases/decreases increasing/decreasing gained/lost gain/loss grew/shrank "
            "raised/lowered upper/lower most/least best/worst faster/slower older/younger "
            "stronger/weaker better/worse cheaper/dearer wider/narrower heavier/lighter "
            "north/south northern/southern east/west eastern/western left/right into/from "
            "majority/minority maximum/minimum profit/loss surplus/deficit advantage/drawback "
            "improved/worsened accelerated/slowed expanded/contracted up/down"
        ).split()
    ),
    "time order": tuple(
        tuple(pair.split("/"))  # type: ignore[misc]
        for pair in (
            "before/after earlier/later first/last early/late former/latter previous/next "
            "began/ended begins/ends begin/end started/stopped starts/stops opened/closed "
            "opens/closes "
            "beginning/end preceded/followed until/since old/new initially/finally past/future"
        ).split()
    ),
    "opposite": tuple(
        tuple(pair.split("/"))  # type: ignore[misc]
        for pair in (
            "accepted/rejected accept/reject allowed/forbidden allow/forbid agreed/refused "
            "approved/refused supported/opposed support/oppose won/lost wins/loses win/lose "
            "bought/sold buy/sell lent/borrowed included/excluded includes/excludes "
            "open/closed public/private required/optional possible/impossible with/without "
            "succeeded/failed success/failure always/never often/rarely usually/seldom "
            "male/female men/women boys/girls father/mother son/daughter brother/sister "
            "husband/wife black/white hot/cold dry/wet full/empty rich/poor alive/dead "
            "confirmed/denied admitted/denied praised/criticised arrived/left hired/dismissed "
            "appointed/dismissed internal/external free/paid legal/illegal safe/dangerous "
            "known/unknown able/unable strong/weak high/low large/small long/short easy/difficult "
            "present/absent true/false guilty/innocent valid/invalid voluntary/compulsory "
            "attacked/defended built/demolished created/destroyed found/lost indoors/outdoors "
            "morning/evening summer/winter spring/autumn day/night"
        ).split()
    ),
    "quantifier": tuple(
        tuple(pair.split("/"))  # type: ignore[misc]
        for pair in (
            "some/all many/all most/all several/all few/all all/no every/no each/no both/neither "
            "some/no none/all everyone/nobody partly/entirely mostly/entirely largely/wholly"
        ).split()
    ),
}
"""Words that say the opposite of each other, by the kind of error that an exchange is."""

UNITS = (
    "seconds minutes hours days weeks months years decades".split(),
    "second minute hour day week month year decade".split(),
    "metres kilometres miles feet yards centimetres millimetres".split(),
    "m km cm mm ft".split(),
    "grams kilograms tonnes tons pounds ounces kg g mg".split(),
    "litres gallons millilitres pints".split(),
    "euros dollars pounds kroner francs crowns marks pence cents".split(),
    "thousand million billion".split(),
    "degrees percent".split(),
)
"""Units, a line for each quantity; those on a line can replace one another."""

SYNONYMS: dict[str, str] = dict(
    pair.split("/")
    for pair in (
        "about/around approximately/about nearly/almost purchase/buy purchased/bought buy/purchase "
        "bought/purchased begin/start began/started started/began begins/starts help/assist "
        "helped/assisted show/demonstrate showed/demonstrated shows/demonstrates children/kids "
        "big/large large/big small/little quick/fast quickly/rapidly rapidly/quickly "
        "however/though also/too many/numerous several/some firm/company company/firm "
        "companies/firms car/automobile cars/automobiles house/home doctor/physician "
        "doctors/physicians film/movie movie/film films/movies town/municipality road/street "
        "use/utilise used/employed get/obtain got/received receive/get received/got end/finish "
        "ended/finished finished/ended important/significant difficult/hard hard/difficult "
        "famous/well-known wealthy/rich rich/wealthy sick/ill ill/sick near/close killed/slain "
        "choose/pick chose/picked chosen/picked ask/request asked/requested need/require "
        "needs/requires needed/required requires/needs give/provide gave/provided gives/provides "
        "provide/give provided/gave allow/permit allowed/permitted allows/permits stop/halt "
        "stopped/halted build/construct built/constructed constructed/built repair/mend "
        "repaired/mended say/state says/states said/stated stated/said told/informed "
        "believe/think believed/thought thought/believed live/reside lived/resided lives/resides "
        "whole/entire entire/whole error/mistake mistake/error errors/mistakes annual/yearly "
        "yearly/annual per/a currently/now now/currently often/frequently "
        "frequently/often usually/normally normally/usually because/since although/though "
        "until/till while/whilst perhaps/maybe maybe/perhaps shall/must "
        "roughly/about costs/expenses pupils/students students/pupils teacher/instructor "
        "writer/author author/writer job/post meeting/session report/account rise/increase "
        "rose/increased rises/increases increase/rise increased/rose fall/drop fell/dropped "
        "decline/fall declined/fell increases/rises permit/allow permitted/allowed answer/reply "
        "answered/replied assistance/help inhabitants/residents residents/inhabitants "
        "spouse/partner leave/depart left/departed arrive/come arrived/came "
        "owns/possesses owned/possessed contain/hold contains/holds contained/held vote/ballot "
        "attempt/try attempted/tried tried/attempted created/made made/created "
        "released/published published/released located/situated situated/located"
    ).split()
)
"""Words that may stand for others without saying anything else; never both in one phrase."""

ADJECTIVES = (
    "annual new old local former senior temporary second third final only independent secret "
    "official unpaid expensive modern foreign retired famous young illegal public private joint "
    "wooden northern southern red blue green abandoned award-winning popular rare preliminary "
    "unanimous controversial long-awaited weekly monthly renovated heated voluntary electronic "
    "Swedish Canadian Italian German French historic unfinished emergency central digital"
).split()

ADDED_NUMBERS = (
    "in {year}",
    "since {year}",
    "for {small} weeks",
    "for {small} years",
    "at a cost of {large} euros",
    "{small} times",
    "by {small} per cent",
    "in {small} places",
    "within {small} days",
    "on {day} {month}",
    "in {month}",
    "with {small} others",
)
ADDED_CAUSES = (
    "because of the weather",
    "because money was short",
    "in order to save costs",
    "owing to a lack of staff",
    "because of a new law",
    "after a complaint",
    "for reasons of safety",
    "to attract more visitors",
    "as a result of the reform",
    "because the rules required it",
    "out of concern for health",
    "because demand had grown",
    "to avoid further delay",
    "thanks to a private donation",
)
ADDED_DETAILS = (
    "against the advice of experts",
    "with the support of the local council",
    "for the first time",
    "in the main hall",
    "without any public debate",
    "as the neighbours had expected",
    "to the surprise of many",
    "together with colleagues from abroad",
    "under a new director",
    "despite strong protests",
    "in front of a large audience",
    "with great success",
    "and was widely praised for it",
    "and has been copied elsewhere",
    "which many had called for",
    "which nobody disputed",
    "according to the police",
    "by unanimous vote",
    "in the north of the country",
    "at weekends only",
)

HARDENED = (
    ("may", "will"),
    ("might", "will"),
    ("could", "will"),
    ("can", "must"),
    ("should", "must"),
    ("may have", "has"),
    ("plans to", "will"),
    ("plan to", "will"),
    ("planned to", "did"),
    ("expects to", "will"),
    ("hopes to", "will"),
    ("hoped to", "was certain to"),
    ("expected to", "certain to"),
    ("likely to", "certain to"),
    ("probably", "certainly"),
    ("perhaps", "certainly"),
    ("possibly", "definitely"),
    ("suggests", "proves"),
    ("suggest", "prove"),
    ("suggested", "proved"),
    ("believes", "knows"),
    ("believed", "knew"),
    ("alleged", "proven"),
    ("allegedly", "demonstrably"),
    ("reportedly", "undoubtedly"),
    ("estimated", "measured"),
    ("proposed", "decided"),
    ("proposes", "has decided"),
    ("considering", "carrying out"),
    ("recommended", "ordered"),
    ("about", "exactly"),
    ("around", "exactly"),
    ("roughly", "exactly"),
    ("nearly", "more than"),
    ("almost", "more than"),
    ("up to", "exactly"),
    ("tried to", "managed to"),
    ("seems to", "is known to"),
    ("appears to", "is known to"),
    ("often", "always"),
    ("usually", "always"),
    ("sometimes", "always"),
)
"""What is said for certain that was not: the first is in the evidence, the second is claimed."""
