"""Closed lists of English words by which a draft is guessed. All are in small letters unless they say otherwise."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS: Final = _words("a an the this that these those his her its their our my your")
POSSESSIVES: Final = _words("his her its their our my your")
SUBJECT_PRONOUNS: Final = _words("i he she it they we you who which that this these those one some many others")
PREPOSITIONS: Final = _words(
    """
    about above across after against along amid among around as at before behind below beneath beside between beyond by
    despite down during except following for from in inside into like near of off on onto out outside over past per
    since through throughout to toward towards under until upon via with within without
    """
)
SUBORDINATORS: Final = _words(
    "because although though while whereas if unless whether when where after before since until as that which who "
    "whose"
)
COORDINATORS: Final = _words("and but or so yet nor then")
WEEKDAYS: Final = _words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS: Final = _words(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec"
)

TITLES: Final = _words(
    """
    recorder
    mr mrs ms mx dr prof professor sir dame lord lady father sister brother rabbi imam rev reverend bishop archbishop
    hon eng pope
    judge justice magistrate attorney prosecutor sheriff constable officer detective inspector superintendent sgt
    sergeant
    cpl corporal lt lieutenant capt captain maj major col colonel gen general adm admiral cmdr commander cmdt pvt pfc
    brigadier marshal president vice-president premier chancellor minister secretary undersecretary ambassador consul
    governor gov mayor alderman alderwoman cllr councillor councilor councilman councilwoman councilmember commissioner
    supervisor sen senator rep representative congressman congresswoman assemblyman assemblywoman delegate speaker
    chairman chairwoman chair chief director king queen prince princess emir sheikh sultan duke duchess
    archduke count countess earl viscount viscountess marquess marquis baron baroness baronet pastor chaplain coach
    deputy assistant prime vice district press foreign interior defense defence finance energy health education
    lawyer spokesman spokeswoman treasurer ombudsman principal dean provost rector engineer nurse trustee envoy
    """
)
"""Words that stand before a person's name with a capital. Some are also parts of other names."""

LONE_TITLES: Final = _words(
    "mr mrs ms mx dr prof sir dame gov sen rep sgt cpl lt capt maj col gen adm cmdr pvt pfc rev judge justice mayor "
    "hon eng president senator governor minister captain colonel admiral professor duchess countess viscount "
    "viscountess baroness"
)
"""Titles that only persons have: one before a name is enough to know its kind."""

ROLES: Final = _words(
    """
    accountant activist actor actress administrator adviser advisor advocate aide ambassador analyst anthropologist
    archaeologist architect artist astronomer athlete attorney aunt author baker banker biologist bishop botanist boy
    brother builder businessman businesswoman candidate captain carpenter chair chairman chairperson chairwoman chef
    chemist clerk climatologist co-author co-founder coach colleague colonel columnist commander commissioner
    congressman congresswoman conservationist consultant contractor coordinator coroner correspondent councillor
    councilman councilwoman counsel counsellor criminologist critic curator customer dancer daughter dealer dean
    defendant
    delegate demographer deputy designer detective developer diplomat director doctor driver ecologist economist editor
    employee engineer entomologist entrepreneur envoy epidemiologist executive expert farmer father film-maker filmmaker
    firefighter fisher fisherman fisherwoman forester founder friend gardener general geochemist geographer geologist
    geophysicist girl glaciologist governor grandfather grandmother grower guard guide hacker head headmaster
    headmistress hiker historian host husband hydrologist immunologist informant inmate inspector instructor
    investigator investor journalist judge juror keeper landlord lawmaker lawyer leader lecturer legislator librarian
    lieutenant linguist magistrate man manager marshal mathematician mayor mechanic member meteorologist microbiologist
    midwife miner minister mother musician neighbor neighbour neuroscientist novelist nurse oceanographer officer
    official ombudsman operator organiser organizer owner painter paleontologist paramedic parent partner passenger
    pastor patient pharmacist photographer physician physicist pilot player poet police politician premier president
    priest principal producer professor programmer prosecutor psychiatrist psychologist publisher pupil receptionist
    rector regulator relative repairman reporter representative researcher resident retiree scholar scientist secretary
    seismologist senator sergeant shareholder sheriff shopkeeper singer sister skipper sociologist soldier solicitor son
    spokesman spokesperson spokeswoman statistician strategist student superintendent supervisor surgeon surveyor
    survivor suspect person
    tailor teacher technician tenant tourist toxicologist trader trainer treasurer trucker trustee
    tutor
    uncle undersecretary veteran veterinarian vicar victim villager virologist volcanologist volunteer waiter waitress
    warden watchmaker welder whistleblower widow wife winner witness woman worker writer zoologist
    """
)
"""Nouns for a person by what they are or do."""

GROUPS: Final = _words(
    """
    academy administration agency airline alliance archive army assembly association authority authorities bank board
    body brand brigade broadcaster bureau business cabinet campaign carrier center centre chain chamber charity church
    city club coalition college command commission committee community company conference congress consortium
    cooperative corporation council country county court crew defense defence delegation department developer district
    embassy employer faculty family federation firm force forces foundation front fund government group guild gym
    hospital
    industry inquiry institute institution insurer jury lab laboratory league legislature manufacturer maker media
    military ministry monastery museum nation navy network newspaper nonprofit office operator opposition orchestra
    organisation organization panel parliament parish partnership party police port practice press provider public
    publisher railway regulator residents retailer school secretariat senate service shipyard side society start-up
    startup state store studio supplier team theatre theater town trade tribe tribunal trust union university utility
    village watchdog white-house workforce zoo
    """
)
"""Nouns for organisations and groups of people."""

PEOPLE: Final = _words(
    "people critics experts sources families police staff campaigners neighbours neighbors opponents supporters "
    "commuters locals activists lawmakers jurors children men women clergy personnel everyone nobody somebody"
)
"""Plurals for people that no role has as its singular."""

RECORDS: Final = _words(
    """
    agreement settlement filing recorder recorders tachograph
    microphone microphones camera cameras radar detector detectors buoys thermometer thermometers
    film clip appendix form sheet sheets spreadsheet manifest rota tape timetable examination account accounts analysis
    calculations counts dating archive article assessment audit autopsy book brief briefing bulletin buoy catalogue
    census certificate chart charter contract contracts cores data database deed diary document documents email emails
    estimate estimates evidence examination excerpt figures file files filing filings findings footage forecast gauge
    gauges images index inspection instruments inventory invoice invoices journal ledger letter letters list log
    logbook logs magazine manual map maps measurements memo memorandum message messages metadata minutes models
    monitor monitors notes notice order paper papers permit photo photograph photographs photos picture pictures plan
    plans poll polls projections rating readings receipt receipts record recording recordings records register
    registers registry reply report reports results review rules ruling samples satellite scans schedule screenshot
    sensor sensors signs simulation simulations sonar statement statements statistics statute studies study supplement
    appendix survey surveys tally test tests text transcript transcripts verdict video videos
    """
)
"""Nouns for what is on record: a document, a measurement, a recording."""

ACCUSING: Final = _words(
    "indictment complaint lawsuit suit affidavit petition accusation allegation claim claims charges"
)
"""Records that only claim."""

HEDGES: Final = _words(
    "may might could perhaps probably possibly likely unlikely appears appear appeared seems seem suspects suspect "
    "suspected believes believe believed thinks think estimates estimate estimated roughly allegedly reportedly "
    "apparently should ought too"
)
"""Words that make an account a claim."""

PARTISAN: Final = _words(
    "critics opponents supporters activists campaigners advocates lawyer lawyers attorney prosecutor prosecutors "
    "plaintiff plaintiffs prosecuting defending prosecution defendant union league group residents neighbours "
    "neighbors parents families insurer "
    "opposition senator lawmakers"
)
"""Speakers whose account of others is a claim."""

# Verbs of speech, by their bases.
FINDING: Final = _words(
    "researchers scientists team authors study commission committee inquiry panel audit auditors investigators "
    "inspectors inspectorate review group watchdog"
)
"""Those who "found" something after they had looked into it."""

COURTS: Final = _words(
    "court judge jury jurors panel tribunal magistrate magistrates justices justice recorder coroner council "
    "parliament senate"
)
"""Those who decide: they dismiss a claim without saying anything."""

FREE_SPEECH: Final = _words(
    """
    say tell announce acknowledge warn explain confirm deny denounce declare promise vow admit concede insist argue
    allege counter retort attest recount
    contend assert accuse predict reiterate caution assure stress emphasise emphasize claim boast lament disclose
    """
)
"""Verbs whose subject always speaks."""

BOUND_SPEECH: Final = _words(
    """
    add note write state recall reply respond answer remark comment observe point suggest conclude complain joke quip
    quote continue repeat report believe think hope fear expect estimate project advise urge ask agree maintain hold
    propose pledge tweet post call describe brand label dub dismiss praise criticise criticize hail blame recommend
    demand request reject dispute doubt challenge contest question rebut refute welcome condemn begin put read go
    wonder muse disagree testify cite mention reveal propose guess reckon suspect caution defend remember
    """
)
"""Verbs whose subject speaks where a quotation, "that" or a clause follows, or the sentence came before."""

OBJECT_SPEECH: Final = _words(
    "dispute deny reject rebut refute contest doubt accuse denounce condemn criticise criticize"
)
"""Verbs whose subject speaks whatever they have for an object."""

SHOWING: Final = _words(
    "document read show indicate find count measure detect confirm identify conclude suggest reveal record put "
    "describe say state list note measure report warn give"
)
"""Verbs of records: "the log shows"."""

CLAIMING: Final = _words(
    "claim allege insist argue accuse contend assert maintain believe think suspect fear hope doubt estimate predict "
    "blame expect guess reckon"
)
DENYING: Final = _words("dispute deny reject rebut refute contest disagree question challenge contradict")
"""Verbs of the one who contradicts another."""

NOUN_LIKE: Final = _words(
    "claim estimate report note state doubt dispute promise answer comment project call post hope fear charge warn vow "
    "question label challenge quote demand request cause result record point contest pledge brand"
)
"""Verbs that are nouns in the same spelling."""

ORGANISATION_WORDS: Final = _words(
    """
    academy administration agency airlines airways alliance army assembly associates association authority bank board
    brewery brigade broadcasting bureau cabinet center centre chamber charity church club coalition college command
    commission committee company conference congress consortium cooperative coalition corporation corps corp council
    court
    courier crew daily delegation department division echo embassy enterprises exchange express federation fleet force
    forces foundation front fund gazette government group guard guild herald holdings hospital hydro inc industries
    initiative inspectorate institute institution power energy laboratories laboratory labs league legislature llc ltd
    museum
    ministry
    monitor motors navy network news nonprofit observatory office orchestra organisation organization panel parliament
    partners partnership party planning police post press project railway register registry research resources
    response review archive archives priory abbey
    school schools secretariat senate sentinel service services society solutions squad standard station steel line
    lines ferries railways local store
    studio studios survey symphony syndicate systems task team technologies telegraph theatre theater times trade
    tribune
    tribunal trust union university utilities volunteers watch wire works workshop foods freight biologics
    mutual homecare insurance logistics constabulary treasury
    engineering engineers grid repair repairs marine consulting consultants consultancy builders construction dynamics
    robotics biotech publishing advertiser chronicle examiner recorder ledger bugle tramways buses coaches capital
    ventures pharma pharmaceuticals therapeutics metals timber textiles dairies estates properties housing healthcare
    hospice infirmary directorate conservancy collective choir ensemble ballet portraits pictures images media
    architects solicitors chambers co-operative cooperative
    """
)
"""Words of the names of organisations."""

PLACE_WORDS: Final = _words(
    """
    airport alley archipelago avenue bank basin bay beach bluff bluffs bog boulevard bridge brook canal canyon cape
    cemetery causeway
    city cliffs close coast common corner county court courthouse cove creek crescent crossing dam delta desert district
    dock docks downs drive east estuary falls farm fell field fields fjord flats ford forest fort garden gardens gate
    glacier
    glen gorge green grove gulf harbor harbour haven head heath heights highlands highway hill hills hollow house inlet
    island islands isle isles junction kingdom lagoon lake landing lane ledge light lighthouse lock lowlands market
    marsh
    meadow meadows mesa mill mills moor mound mount mountain mountains mouth narrows neck north nation oasis ocean
    park pass path peak peaks peninsula pier pike plain plains plateau plaza point pond port prairie province quarter
    quay quays range rapids reach reef region republic reservoir ridge rise river road rock rocks row run sands sea
    shoals
    shore slope sound south spit spring springs square state states stadium strait straits strand street summit swamp
    terrace territory tower town township trail tunnel vale valley view village volcano walk water waterfall way west
    wharf
    wood woods yard zone room hall cap shelf
    central ward constituency borough parish hamlet tunnel quarry mine orchard embankment esplanade promenade airfield
    marina jetty lido racecourse cathedral prison jail castle palace manor cottage fen fens crossroads depot arena
    crater caldera seamount mews parade farmhouse weir levee sluice
    """
)
"""Last words of the names of places, or first ones, as in "Lake Varn"."""

LEADING_PLACE_WORDS: Final = _words(
    "lake mount port fort cape saint st san santa isle river point gulf bay lower upper nether north south east west "
    "new straits old great loch"
)
"""First words of the names of places."""

THING_WORDS: Final = _words(
    "proceedings transactions annals bulletin journal act agreement award bill brief charter code compact "
    "constitution convention cup declaration deal doctrine fair "
    "festival games initiative law letters magazine medal reports newsletter order pact plan prize process programme "
    "program "
    "protocol report reserve summit survey treaty war week year festival amendment directive regulation championship "
    "election budget strategy index scale"
)
"""Last words of the names of laws, events and works."""

THING_NOUNS: Final = _words(
    "album app boat book brand car comet documentary drone exhibition exoplanet ferry film freighter game journal "
    "magazine missile mission model movie newsletter newspaper novel opera painting plane play podcast probe product "
    "robot rocket rover satellite series ship show software song spacecraft submarine submersible system tanker "
    "telescope "
    "trawler tug vaccine vessel yacht"
)
"""Nouns before the name of a thing: "the submersible Petrel"."""

PLACE_NOUNS: Final = _words(
    "borough capital city coast coastline county district hamlet harbour harbor hospital island islands lake "
    "neighborhood "
    "neighbourhood parish peninsula port prison province region river settlement shore state suburb territory town "
    "township valley village"
)
"""Nouns for what a place is: "the village of Varn"."""

PLACE_PREPOSITIONS: Final = _words("in near off outside around across throughout beyond toward towards at from to")
SURE_PLACE_PREPOSITIONS: Final = _words("in near off outside around across throughout")

COMPANY_NOUNS: Final = GROUPS | _words(
    "contractor seller airline subsidiary bakery brewery cooperative magazine wholesaler"
)
"""Nouns of an apposition that says what organisation a name is."""

FEMALE: Final = _words(
    "mrs ms miss dame lady queen princess duchess countess viscountess baroness sister mother woman girl spokeswoman "
    "chairwoman congresswoman councilwoman businesswoman daughter wife widow aunt grandmother actress waitress "
    "headmistress alderwoman her herself"
)
MALE: Final = _words(
    "mr sir lord king prince duke earl viscount baron brother father man boy spokesman chairman congressman "
    "councilman businessman son husband uncle grandfather actor fisherman waiter headmaster alderman his himself"
)

TIME_NOUNS: Final = _words("seconds minutes hours days nights weeks months years decades centuries times")
