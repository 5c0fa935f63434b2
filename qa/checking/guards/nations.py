"""Countries and their people, where the one's name does not show the other's."""

_NATIONS = """
argentina argentine argentinian
belgium belgian
britain british briton
burma burmese myanmar
congo congolese
cyprus cypriot
czechia czech
denmark danish dane
england english englishman englishwoman
finland finnish finn
france french frenchman frenchwoman
germany german
greece greek
greenland greenlander greenlandic
hungary hungarian
iceland icelander icelandic
ireland irish irishman irishwoman
italy italian
kosovo kosovar
lebanon lebanese
luxembourg luxembourger
malta maltese
mexico mexican
montenegro montenegrin
morocco moroccan
netherlands dutch dutchman dutchwoman holland
norway norwegian
peru peruvian
philippines philippine filipino filipina
poland polish pole
portugal portuguese
scotland scottish scots scot
slovakia slovak
slovenia slovene slovenian
spain spanish spaniard
sweden swedish swede
switzerland swiss
thailand thai
turkey turkish turk
wales welsh welshman welshwoman
zealand zealander
"""
_NATION_OF = {
    form: words[0]
    for words in map(str.split, _NATIONS.strip().split("\n"))
    for form in (*words, *(f"{word}s" for word in words))
}


def are_of_one_nation(one: str, other: str) -> bool:
    """Tell whether two words, in small letters, name a country and its people, or both one."""
    nation = _NATION_OF.get(one)
    return nation is not None and nation == _NATION_OF.get(other)
