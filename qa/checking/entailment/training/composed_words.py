"""The words that `composed` makes sentences of: who did what to whom, when, why and how often."""

FIRST = (
    "Ada Aisha Amara Andreas Anneli Beatriz Boris Carla Chidi Clara Dagny Dmitri Edda Elias Emeka "
    "Farah Felix Gita Gustav Hanna Hugo Ines Ivar Jana Jonas Kaisa Kofi Lena Leo Luca Lucia Mabel "
    "Marek Mei Milan Nadia Nils Noor Olga Omar Pia Priya Quentin Rafael Rosa Samir Sofia Tariq "
    "Tessa "
    "Thora Uma Victor Wanda Yusuf Zofia"
).split()
LAST = (
    "Abbot Adeyemi Akers Alvarez Andersson Aoki Baptiste Barlow Becker Bianchi Bose Brandt Brekke "
    "Carver Castel Chen Cole Costa Dahl Diaz Dube Eklund Farouk Ferrer Fofana Fox Gallo Garnier "
    "Gruber Haddad Hale Hansen Hartley Holm Ibsen Ito Jankowski Kaya Keane Kovac Kruger Lang "
    "Larsen "
    "Lind Lopez Lund Marsh Mbeki Meyer Mills Mirza Moreau Nagy Ness Novak Obi Okoro Olsen Osman "
    "Park Petrov Quist Ray Reyes Rossi Roth Sato Shah Silva Stone Sund Tanaka Thorn Toure Vance "
    "Varga Vogel Weir Wolf Yilmaz Zapata"
).split()
TITLES = ("Mr", "Ms", "Mrs", "Dr", "Professor", "Councillor", "Inspector", "Judge")
BODIES = (
    "the council/the ministry/the board/the union/the committee/the school/the museum/the bank/"
    "the court/the police/the hospital/the residents/the parents/the tenants/the owners/the "
    "inspectors/"
    "the auditors/the drivers/the students/the teachers/the church/the newspaper/the contractor/"
    "the supplier/the agency/the harbour board/the railway/the water board/the foundation/the club"
).split("/")
PLACES = (
    "Alder Askvik Barrow Brennholm Calder Castro Dunmore Eastry Elmsted Farrow Galway Hadley Holt "
    "Ivydale Karlsby Kells Lindow Marston Norby Oakham Ostra Penrith Quarley Ravik Selby Storvik "
    "Thornsea Ulvik Varna Wexham Yarrow"
).split()
FIRMS = (
    "Arvo Shipping/Baltic Foods/Corvid Systems/Delta Paper/Eastgate Motors/Fenwick & Sons/"
    "Granite Bank/"
    "Harrow Textiles/Isola Energy/Juno Optics/Kestrel Air/Lumen Press/Marlow Steel/Northway Rail/"
    "Orchard Dairy/Polar Seafood/Quill Software/Ridge Timber/Saltire Insurance/Tern Logistics"
).split("/")

DEEDS = (
    "accused beat/beaten blamed called chose/chosen criticised defeated dismissed drove/driven "
    "followed "
    "found helped hired introduced invited nominated overruled overtook/overtaken paid "
    "photographed praised questioned recommended replaced rescued saw/seen succeeded sued "
    "supported "
    "taught thanked told trained visited warned treated trusted urged arrested asked advised "
    "attacked "
    "backed challenged consulted contacted copied cited defended encouraged examined fined funded "
    "informed inspected interviewed led mentioned monitored obeyed opposed outlived persuaded "
    "phoned "
    "promoted protected quoted reassured reminded represented served supplied surprised threatened "
    "welcomed outvoted sheltered imitated insulted painted forgave/forgiven hid/hidden betrayed "
    "embraced evicted employed endorsed"
).split()
"""What one did to another: the past, and the participle where that is another word."""

CONVERSE = (
    # each line: forms that all say the same of {a}, {b} and a thing {t}
    "{a} sold {t} to {b}|{b} bought {t} from {a}|{t} was sold to {b} by {a}|{t} was bought by "
    "{b} from {a}|"
    "{b} purchased {t} from {a}|{a} was the seller of {t}, and {b} the buyer",
    "{a} lent {t} to {b}|{b} borrowed {t} from {a}|{a} lent {b} {t}|{t} was lent to {b} by {a}|"
    "{b} has {t} on loan from {a}",
    "{a} gave {t} to {b}|{b} received {t} from {a}|{b} was given {t} by {a}|{t} was a gift from "
    "{a} to {b}|"
    "{a} presented {b} with {t}",
    "{a} rented {t} to {b}|{b} rented {t} from {a}|{a} let {t} to {b}|{b} was the tenant of {t}, "
    "and {a} "
    "the landlord|{t} was let to {b} by {a}",
    "{a} sent {t} to {b}|{b} was sent {t} by {a}|{b} received {t} from {a}|{t} was sent by {a} "
    "to {b}|"
    "{t} reached {b} from {a}",
    "{a} left {t} to {b} in a will|{b} inherited {t} from {a}|{b} was left {t} by {a}|"
    "{t} passed from {a} to {b} by inheritance",
    "{a} delivered {t} to {b}|{t} was delivered to {b} by {a}|{b} took delivery of {t} from {a}|"
    "{b} was supplied with {t} by {a}",
    "{a} showed {t} to {b}|{b} was shown {t} by {a}|{a} let {b} see {t}|{b} was allowed by {a} "
    "to see {t}",
    "{a} handed {t} over to {b}|{b} took {t} over from {a}|{t} was handed by {a} to {b}|"
    "{t} went from {a} to {b}",
    "{a} returned {t} to {b}|{b} got {t} back from {a}|{t} was given back to {b} by {a}|"
    "{a} gave {b} {t} back",
    "{a} promised {t} to {b}|{b} was promised {t} by {a}|{a} promised {b} {t}|"
    "{b} has a promise of {t} from {a}",
    "{a} owes {b} for {t}|{b} is owed money by {a} for {t}|{a} has yet to pay {b} for {t}|"
    "{b} is still waiting for {a} to pay for {t}",
    "{a} refused {b} the use of {t}|{b} was refused the use of {t} by {a}|"
    "{a} did not let {b} use {t}|{b} was not allowed by {a} to use {t}",
    "{a} offered {t} to {b}|{b} was offered {t} by {a}|{a} made {b} an offer of {t}|"
    "{b} had an offer of {t} from {a}",
    "{a} took {t} away from {b}|{b} lost {t} to {a}|{t} was taken from {b} by {a}|"
    "{b} had {t} taken away by {a}",
)
THINGS = (
    "the old mill/the boat/a piano/the report/the keys/the archive/the north field/a set of maps/"
    "the printing press/two vans/the lease/the painting/the letters/the shop/the warehouse/"
    "the patent/a collection of coins/the files/the spare parts/the garden/the bicycle/the "
    "drawings/"
    "the shares/the house by the lake/the photographs/the tickets/the telescope/the timber/the "
    "data/"
    "the contract"
).split("/")

RELATIONS = (
    "{a} works for {b}|{b} employs {a}|{a} is employed by {b}|{b} is the employer of {a}|"
    "{a} is on the staff of {b}",
    "{a} reports to {b}|{b} is the superior of {a}|{b} supervises {a}|{a} is supervised by {b}|"
    "{b} is in charge of {a}",
    "{a} owns {b}|{b} belongs to {a}|{b} is owned by {a}|{a} is the owner of {b}|{b} is the "
    "property of {a}",
    "{a} is part of {b}|{b} includes {a}|{a} belongs to {b}|{a} is one part of {b}|{b} takes in "
    "{a}",
    "{a} was succeeded by {b}|{b} succeeded {a}|{b} came after {a}|{a} held the post before {b}|"
    "{a} was the predecessor of {b}|{b} took the place of {a}",
    "{a} lost to {b}|{b} beat {a}|{b} won against {a}|{a} was beaten by {b}|{b} was the winner, "
    "and {a} lost|"
    "{b} defeated {a}",
    "{a} learned the trade from {b}|{b} taught {a} the trade|{a} was an apprentice of {b}|"
    "{a} was taught the trade by {b}|{b} was the teacher of {a}",
    "{a} was a guest of {b}|{b} was the host of {a}|{b} put {a} up|{a} stayed with {b}|{a} was "
    "hosted by {b}",
    "{a} depends on {b}|{b} is what {a} depends on|Without {b} there can be no {a}|{a} needs {b}",
    "{a} is named after {b}|{b} gave its name to {a}|{a} has its name from {b}|{a} takes its "
    "name from {b}",
    "{a} lives upstairs from {b}|{b} lives below {a}|{a} lives above {b}|{b} has the flat under "
    "that of {a}",
    "{a} arrived before {b}|{b} arrived after {a}|{a} was there sooner than {b}|{b} came later "
    "than {a}|"
    "When {b} arrived, {a} was already there",
    "{a} is the daughter of {b}|{b} is the parent of {a}|{a} is the child of {b}|{b} has a "
    "daughter, {a}",
    "{a} is a customer of {b}|{b} supplies {a}|{a} is supplied by {b}|{a} buys from {b}|{b} "
    "sells to {a}",
    "{a} translated the work of {b}|{b} was translated by {a}|{a} was the translator of {b}|"
    "The work of {b} was translated by {a}",
    "{a} was told the news by {b}|{b} told {a} the news|{a} heard the news from {b}|"
    "{a} learned the news from {b}|It was {b} who broke the news to {a}",
    "{a} outsourced the work to {b}|{b} does the work for {a}|{b} was given the work by {a}|"
    "{a} has the work done by {b}|The work of {a} is done by {b}",
    "{a} forgave {b}|{b} was forgiven by {a}|{b} had the forgiveness of {a}|{a} bore {b} no grudge",
    "{a} voted for {b}|{b} had the vote of {a}|{b} was given the vote of {a}|The vote of {a} "
    "went to {b}",
    "{a} lodged a complaint against {b}|{b} was complained of by {a}|{a} complained about {b}|"
    "There was a complaint by {a} about {b}|{b} faces a complaint from {a}",
    "{a} followed the advice of {b}|{b} advised {a}, who did as advised|{a} did what {b} had "
    "advised|"
    "What {b} advised was done by {a}",
    "{a} gave way to {b}|{b} had {a} give way|{a} yielded to {b}|{b} prevailed over {a}",
)

MUTUAL = (
    "{a} met {b}|{a} and {b} met|{b} was met by {a}|there was a meeting of {a} and {b}",
    "{a} married {b}|{a} and {b} got married|{a} is married to {b}",
    "{a} lives next door to {b}|{a} and {b} are neighbours|{a} is a neighbour of {b}",
    "{a} signed a treaty with {b}|{a} and {b} signed a treaty|there is a treaty between {a} and "
    "{b}",
    "{a} shares an office with {b}|{a} and {b} share an office|{a} and {b} work in the same office",
    "{a} drew with {b}|{a} and {b} drew|the game between {a} and {b} was a draw",
    "{a} agreed with {b}|{a} and {b} agreed|{a} was of the same opinion as {b}",
    "{a} is a cousin of {b}|{a} and {b} are cousins|{a} and {b} have a grandparent in common",
    "{a} corresponded with {b}|{a} and {b} wrote to each other|there were letters between {a} "
    "and {b}",
    "{a} merged with {b}|{a} and {b} merged|there was a merger of {a} with {b}",
)

PLURALS = (
    "residents parents tenants owners inspectors auditors drivers students teachers police queues "
    "prices protests layoffs works accounts extinguishers tanks pupils brakes meters hedges keys "
    "letters shares vans maps"
).split()
OF_MANY = {"was": "were", "is": "are", "has": "have", "needs": "need", "works": "work",
           "owns": "own", "depends": "depend", "reports": "report", "lives": "live",
           "owes": "owe", "buys": "buy", "sells": "sell", "supplies": "supply", "employs": "employ",
           "supervises": "supervise", "includes": "include", "looks": "look", "belongs": "belong",
           "takes": "take", "faces": "face", "does": "do"}  # fmt: skip
"""What a verb becomes behind a word for several."""

COMPARED = (
    "older/younger larger/smaller heavier/lighter faster/slower taller/shorter cheaper/dearer "
    "longer/shorter stronger/weaker higher/lower warmer/colder louder/quieter safer/riskier "
    "wider/narrower deeper/shallower richer/poorer better/worse busier/quieter newer/older "
    "drier/wetter thicker/thinner"
).split()
COMPARED_THINGS = (
    "the north wing/the south wing/the new model/the old model/the eastern route/the western route/"
    "the first sample/the second sample/the red valve/the blue valve/the public school/the "
    "private school/"
    "the treated group/the control group/the upper lake/the lower lake/the morning shift/the "
    "night shift/"
    "the printed edition/the online edition/the wooden bridge/the steel bridge/the ferry/the bus"
).split("/")

CAUSES = (
    "the drought/the flood/the strike/a broken valve/the new tax/the road works/the frost/a "
    "software fault/"
    "the merger/the low price of oil/the loss of the licence/a shortage of staff/the storm/the "
    "fire/"
    "a wrong setting/the new timetable/the late delivery/the rise in rents"
).split("/")
EFFECTS = (
    "the poor harvest/the delay/the closure of the ferry/the power cut/the fall in sales/the "
    "traffic jam/"
    "the loss of data/the resignation of the director/the higher prices/the crop failure/"
    "the long queues/the overheating of the pump/the cancelled concert/the layoffs/the leak/"
    "the protests/the shortage of parts/the drop in attendance"
).split("/")
CAUSED = (
    "{a} caused {b}|{b} was caused by {a}|{a} led to {b}|{b} was due to {a}|{b} was the result "
    "of {a}|"
    "{a} was the cause of {b}|{a} brought about {b}|{b} came about because of {a}|"
    "The reason for {b} was {a}|{b} can be put down to {a}|{a} was to blame for {b}|"
    "{a} resulted in {b}|Without {a}, {b} would not have happened"
)

EVENTS = (
    "the vote/the inspection/the audit/the election/the concert/the training/the repair/the "
    "delivery/"
    "the survey/the opening/the hearing/the appeal/the election of the chair/the interview/the "
    "payment/"
    "the test run/the public reading/the first lesson/the merger/the sale"
).split("/")
ORDERED = (
    "{a} took place before {b}|{b} took place after {a}|{a} preceded {b}|{b} followed {a}|"
    "{a} came first, then {b}|{b} was preceded by {a}|{a} was followed by {b}|"
    "First there was {a}, and later {b}|{b} was later than {a}|Only after {a} was there {b}|"
    "By the time of {b}, {a} was over"
)

OFTEN = (
    "every day/daily/once a day",
    "twice a day/two times a day/every twelve hours",
    "every week/weekly/once a week",
    "twice a week/two times a week/on two days of the week",
    "every two weeks/every other week/fortnightly/once a fortnight",
    "every month/monthly/once a month/twelve times a year",
    "every two months/every other month/six times a year",
    "every three months/quarterly/four times a year/once a quarter",
    "twice a year/every six months/half-yearly/two times a year",
    "every year/yearly/annually/once a year",
    "every two years/every other year/once in two years/biennially",
    "every five years/once in five years/twice a decade",
    "every ten years/once a decade/once in ten years",
    "every hour/hourly/once an hour",
    "after every use/each time that it has been used/whenever it has been used",
    "every Monday/on Mondays/each Monday",
    "on the first of each month/at the beginning of every month/monthly, on the first day",
)
TASKS = (
    # what is done to what: infinitive passive, passive past participle with agent possible
    "the filter/cleaned",
    "the lift/inspected",
    "the boiler/serviced",
    "the accounts/audited",
    "the alarm/tested",
    "the water/analysed",
    "the extinguishers/checked",
    "the list of members/updated",
    "the tanks/emptied",
    "the pupils/examined",
    "the password/changed",
    "the brakes/adjusted",
    "the report/sent to the board",
    "the meters/read",
    "the rota/drawn up",
    "the prices/reviewed",
    "the database/backed up",
    "the hedges/cut",
    "the machine/oiled",
    "the residents/told of the costs",
)
AGENTS = (
    "an expert/the user/the caretaker/a technician/the owner/an independent auditor/the operator/"
    "the tenant/the manufacturer/the landlord/a nurse/the foreman/the treasurer/the secretary/"
    "an electrician/the school doctor"
).split("/")

DUTIES = {
    "must": ("must", "has to", "is required to", "is obliged to", "is under a duty to"),
    "may": ("may", "is allowed to", "is permitted to", "is free to", "has the right to"),
    "should": ("should", "is advised to", "ought to", "is recommended to"),
    "must not": ("must not", "is not allowed to", "is forbidden to", "is not permitted to"),
    "need not": ("need not", "does not have to", "is not obliged to", "is not required to"),
}
"""What somebody is to do, in words of the same strength; keyed by the plainest."""
STRONGER = {
    ("may", "must"): "partly",
    ("should", "must"): "partly",
    ("must not", "may"): "contradicted",
    ("may", "must not"): "contradicted",
    ("must", "need not"): "contradicted",
    ("need not", "must"): "contradicted",
    ("must", "must not"): "contradicted",
    ("should", "must not"): "contradicted",
    ("need not", "must not"): "partly",
    ("must not", "must"): "contradicted",
    ("must not", "should"): "contradicted",
}
DUTY_DOERS = (
    "the tenant/the owner/the driver/the operator/a visitor/the applicant/the employer/the "
    "landlord/"
    "the treasurer/the teacher/the pupil/the buyer/the seller/the patient/the passenger/the "
    "licence holder"
).split("/")
DUTY_DEEDS = (
    "keep the receipts/pay a deposit/report the damage/wear a helmet/cancel the contract/keep a "
    "dog/"
    "sign the form twice/leave by the rear door/show a passport/bring a guest/use the lift/open "
    "the valve/"
    "store the files abroad/work on Sundays/change the lock/park in the yard/renew the licence/"
    "ask for a second opinion/publish the figures/hand in the keys"
).split("/")

SAID = ("said", "reported", "announced", "stated", "confirmed", "explained", "pointed out", "wrote")
UNSURE = ("feared", "claimed", "believed", "hoped", "suspected", "thought it possible", "doubted")
STATES = (
    "the bridge was unsafe/the fund was empty/the vaccine worked/sales had fallen/the contract "
    "had expired/"
    "the river was clean again/the software had been tested/nobody had been hurt/the accounts "
    "were in order/"
    "the factory would close/the documents were genuine/the soil was polluted/the line would "
    "open in spring/"
    "most members had agreed/the roof could be saved/the data had been deleted"
).split("/")

MANY = {
    "all": ("all", "every one of", "all of"),
    "most": ("most of", "the majority of", "more than half of"),
    "half": ("half of", "half", "50 per cent of"),
    "few": ("only a few of", "few of", "just a few of"),
    "none": ("none of", "not one of"),
    "third": ("a third of", "one in three of", "one third of"),
    "quarter": ("a quarter of", "one in four of", "25 per cent of"),
}
MANY_WRONG = {
    "all": ("half", "few", "none", "third"),
    "most": ("all", "few", "none", "quarter"),
    "half": ("all", "quarter", "none", "most"),
    "few": ("all", "most", "none"),
    "none": ("all", "most", "half", "few"),
    "third": ("all", "half", "quarter", "most"),
    "quarter": ("all", "half", "third", "most"),
}
GROUPS = (
    "the members/the houses/the patients/the trains/the schools/the applicants/the samples/the "
    "trees/"
    "the shops/the bridges/the answers/the parents/the boats/the lamps/the farms/the letters"
).split("/")
PREDICATES = (
    "were checked in spring/come from abroad/were lost in the fire/pay the full fee/failed the "
    "test/"
    "are more than a century old/were sold within a week/took part in the survey/had to be "
    "replaced/"
    "received help/stood empty/were delayed/improved within a month/have been insured"
).split("/")

WHEN = (
    "in May/in 1998/last spring/on 4 March/during the strike/after the war/in the second round/"
    "in the final/at the annual meeting/in the autumn of 2012/before the vote/two years ago/"
    "on the first day/in court/in the council chamber/in a letter/by telephone/at the harbour/"
    "for the second time/without warning/in front of witnesses/in public"
).split("/")
ASIDES = (
    "The meeting lasted two hours./It was raining at the time./Nothing more is known about the "
    "matter./"
    "The press was not admitted./A record was kept./The costs have not been published./"
    "More details are in the annex./The talks went on until late./There were some forty guests./"
    "The decision had been expected for weeks./Copies are kept in the archive./"
    "Questions may be put in writing./This was noted in the minutes."
).split("/")
