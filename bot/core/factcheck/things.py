"""Words for things, people and places that exclude or hold each other, or stay where they are."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BRANCHES: Final = ("air force", "army", "navy", "coast guard", "marine corps", "national guard", "space force")
"""Branches of armed forces: what one does, another does not."""

REGIONS: Final = _words(
    "caribbean pacific atlantic mediterranean baltic arctic europe asia africa america americas balkans antilles region"
)
"""Words of names for parts of the world that have countries, islands and cities of other names in them."""
NATIONS: Final = _words(
    "us usa america american mexican cuban german korean african french dutch greek swiss czech thai iraqi israeli "
    "pakistani afghan saudi qatari emirati kuwaiti yemeni omani filipino argentine holland"
) | {"u s", "u s a", "great britain", "united kingdom", "north korea", "south korea", "ivory coast", "czechia"}
"""Names and adjectives of countries beside those that a list of countries and the endings of adjectives tell."""
AREAS: Final = _words(
    """
    england scotland wales northern_ireland catalonia bavaria quebec ontario alberta queensland yorkshire kent essex
    sussex surrey norfolk suffolk cornwall devon dorset somerset cumbria
    alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa
    kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska
    nevada new_hampshire new_jersey new_mexico north_carolina north_dakota ohio oklahoma oregon pennsylvania
    rhode_island south_carolina south_dakota tennessee texas utah vermont virginia west_virginia wisconsin wyoming
    """
)
AREA_WORDS: Final = _words("county province")
"""Names of parts of countries with cities in them, and words that such names have."""
KINDS: Final = (
    _words("oak lime beech birch maple pine spruce fir elm ash willow chestnut poplar"),
    _words(
        """
        cook baker butcher teacher doctor nurse dentist lawyer judge engineer journalist farmer fisherman plumber
        electrician carpenter pilot driver accountant architect banker priest soldier sailor schoolteacher professor
        student waiter waitress cleaner hairdresser tailor shopkeeper pharmacist scientist historian economist
        photographer poet novelist actor actress singer musician painter politician gardener miner firefighter
        policeman policewoman secretary librarian translator surgeon midwife mechanic bricklayer taxi-driver housewife
        """
    ),
    _words("red orange yellow green blue purple pink brown black white grey"),
    _words("bus railway train tram metro underground ferry taxi bicycle plane"),
    _words(
        "hospital airport school university church museum library market prison gasworks theatre theater stadium "
        "station hall harbour port"
    ),
    _words("bridge road street tunnel railway"),
    _words("radio television newspaper"),
    _words("county town state nation national federal government"),
    _words("resident residents shopkeeper shopkeepers student students farmer farmers fisherman fishermen"),
    _words("knife knives gun guns rifle rifles stick sticks"),
    _words("wood steel stone brick concrete glass iron plastic"),
    _words("north south east west"),
    _words("football cricket rugby tennis basketball baseball hockey"),
)
"""Words for things of one kind: what is counted as one, or is one, is none of the others."""
IMMOVABLE: Final = _words(
    "campus campuses university universities school city town village state province region coast coastline border "
    "territory airspace soil mainland island river road bridge airport factory mine hospital prison court capital "
    "street church theatre theater museum market farm forest lake mountain stadium port harbour desert home house "
    "building bank shop office headquarters station square park tower hall restaurant hotel plant dam canal pier beach "
    "bay neighbourhood district suburb shopkeeper resident inhabitant"
)
"""Things that stay where they are: "campuses in Venezuela" are Venezuelan campuses, unlike troops or embassies."""
SITES: Final = IMMOVABLE | _words("base airfield barracks") - _words("city town village state province region")
"""Words of names for places that are within a city, or outside of any."""
STAFF: Final = _words(
    "lawyer attorney official expert specialist employee staff contractor company firm spokesman spokeswoman "
    "spokesperson analyst scientist journalist reporter guard chief head director doctor teacher student"
)
"""Who works somewhere: "lawyers at the Pentagon" are Pentagon lawyers."""
PERSONS: Final = (
    _words(
        "people person persons man men woman women child children boy girl baby adult human soul life lives civilian "
        "resident inhabitant citizen survivor victim patient guest passenger crew member pupil student family "
        "families pensioner tourist migrant refugee troops police officer councillor protester prisoner neighbour "
        "neighbor local locals villager fatality fatalities casualty casualties dead"
    )
    | STAFF
    | KINDS[1]
)
"""Words for people: "nobody" denies them, and no animals."""
INSTITUTIONS: Final = _words(
    "military government administration forces officials authorities council court company party group union state "
    "town city county country nation army navy team press media police bank parliament congress senate association"
)
"""Words for those who act together."""
OFFICES: Final = _words(
    "secretary minister president adviser advisor chancellor governor mayor ambassador senator chairman chairwoman "
    "spokesman spokeswoman commander chief director attorney"
)
"""Words for an office: with another one, or with the same of another field, somebody holds another office."""
DEPUTY: Final = _words("vice deputy former acting assistant under")
"""Words that make another office of one."""
OF_A_KIND: Final = frozenset[str]().union(*KINDS)
"""All words of KINDS."""
