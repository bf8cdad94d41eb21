"""Closed lists of English words that decide what a sentence says, and words that mean the same in any news text.

All are folded: small letters, no accents. Words of one base belong into its vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _by_word(groups: str) -> Mapping[str, str]:
    """Map each word of a line to the first one."""
    lines = [line.split() for line in groups.strip().splitlines()]
    return MappingProxyType({word: line[0] for line in lines for word in line})


BE: Final = _words("be is are was were been being am")
HAVE: Final = _words("have has had having")
DO: Final = _words("do does did")
NEGATORS: Final = _words("not no never nor neither none nobody nothing nowhere")
DETERMINERS: Final = _words("a an the this these those its his her their our my your own such")
PRONOUNS: Final = _words("he she it they him them himself herself itself themselves i we us you who there")
SUBJECT_PRONOUNS: Final = _words("he she it they i we you")
DEMONSTRATIVES: Final = _words("this that these those")
UNNAMED: Final = SUBJECT_PRONOUNS | DEMONSTRATIVES
"""Subjects that do not say who it is."""
POSTPOSED: Final = _words(
    "familiar responsible available present concerned involved aware able likely high long wide deep tall old thick"
)
"""Adjectives that stand after their noun, and so are not what a word before them belongs to."""
OWN: Final = _words("his her its their")

MODALS: Final = _by_word(
    """
    may might could
    can
    would
    will shall
    should must ought
    """
)
"""Modal verbs, by the first of those that are equally strong."""

QUANTIFIERS: Final = _by_word(
    """
    some certain
    all everyone everybody everything entire whole entirely completely
    each every
    any
    most mostly majority
    many numerous
    few
    several multiple
    both
    only just solely exclusively merely
    half
    part partly partially
    always
    often frequently
    seldom rarely
    sometimes occasionally
    exactly precisely
    """
)
"""Words that say how many, how much or how often; both texts must have the same."""

HEDGES: Final = _words(
    """
    alleged allegedly suspected purported purportedly reported reportedly possible possibly potential potentially
    perhaps
    maybe apparent apparently probable probably likely unlikely supposed supposedly so-called claimed rumored rumoured
    proposed planned threatened looming unconfirmed
    """
)
"""Words that weaken what they stand beside. A sentence that drops one says more than its source."""

WEIGHING: Final = _words(
    """
    consider considers considered considering weigh weighs weighed weighing plan plans planned planning intend intends
    intended intending want wants wanted wanting hope hopes hoped hoping try tries tried trying attempt attempts
    attempted
    attempting seek seeks sought seeking aim aims aimed aiming threaten threatens threatened threatening expect expects
    expected expecting refuse refuses refused refusing fail fails failed failing deny denies denied denying propose
    proposes proposed proposing offer offers offered offering doubt doubts doubted doubting fear fears feared fearing
    question questions questioned questioning discuss discusses discussed discussing stop stops stopped stopping avoid
    avoids avoided avoiding
    """
)
"""Verbs after which something is not said to have happened."""

SAYING: Final = _by_word(
    """
    say says said saying tell tells told telling state states stated report reports reported add adds added note notes
    claim claims claimed claiming allege alleges alleged assert asserts asserted insist insists insisted maintains
    argue argues argued arguing
    acknowledge acknowledges acknowledged admit admits admitted concede concedes conceded confirm confirms confirmed
    announce announces announced declare declares declared announcing
    describe describes described describing call calls called
    warn warns warned warning
    accuse accuses accused accusing
    promise promises promised pledge pledges pledged vow vows vowed
    predict predicts predicted
    """
)
"""Verbs of speech, by the first of those that are equally strong."""
NEUTRAL: Final = "say"
"""The verb of speech that may replace any other but those that judge."""
REPORTING: Final = frozenset(SAYING) - _words(
    "report reports state states call calls called describe describes described describing accuse accuses "
    "accused accusing "
    "note notes warning promise"
)
"""Verbs of speech that "that", or a clause without it, may follow."""

UNLIKE: Final[Mapping[str, str]] = MappingProxyType(
    {word: word_not for pair in (
        "lawful unlawful", "legal illegal", "safe unsafe", "known unknown", "likely unlikely", "clear unclear",
        "happy unhappy", "true untrue", "possible impossible", "certain uncertain", "fair unfair", "aware unaware",
    ) for word, word_not in (pair.split(),)}
)  # fmt: skip
"""Adjectives with the one that denies each: "not lawful" is "unlawful"."""
LIGHT: Final = _words(
    "be have do go come get stay make take show stand lie reach number total amount count include set carry"
)
"""Verbs that say little beside a number, a date or a name: "300 people came" for "it drew 300 people"."""
BARE: Final = _words("let lets letting help helps helped helping")
"""Verbs after whose object an infinitive follows without "to"."""
BARE_THINKING: Final = _words(
    "think thinks thought believe believes believed know knows knew hope hopes hoped fears feared"
)
"""Verbs after which what is thought may follow without "that"."""

THINKING: Final = _words(
    """
    think thinks thought thinking believe believes believed believing know knows knew concerned worried fear fears
    feared
    hope hopes hoped expect expects expected indication indications sign signs claim claims argument possibility
    evidence
    idea fact doubt doubts suggest suggests suggested show shows showed shown find finds found mean means meant decide
    decided decides demand demands demanded concern concerns appears seems likely unlikely aware sure certain confident
    belief view report reports warning proof
    """
)
"""Words after which "that" begins what is thought, and not a relative clause."""

SUBORDINATORS: Final = _words(
    "because although though while whereas in_case if unless whether when where until since as after before so"
)
CONTRASTING: Final = _words("while whereas")
TIMES: Final = _words(
    "day days week weeks month months year years hour hours minute minutes decade century morning afternoon "
    "evening night "
    "nights midnight noon midday dawn dusk today yesterday tomorrow tonight spring summer autumn winter fall weekend"
)
"""Words that say when, wherever they stand in a clause."""
ADVERBS: Final = _words(
    "again once yet still ever soon further now then already ago twice far closer earlier later"
) | {"so far", "to date"}
"""Words that may stand anywhere in a clause."""
ADVERB_PHRASES: Final = frozenset(
    ("at once", "right away", "on purpose", "in private", "in public", "in secret", "in part", "all of a sudden")
)
"""Phrases that tell how or when something is done, wherever they stand."""
NOUNS_IN_LY: Final = _words(
    "anomaly assembly butterfly doily dragonfly family gadfly homily horsefly monopoly oversupply potbelly resupply "
    "subassembly subfamily supply undersupply underbelly"
)
"""Words in -ly that are no adverbs."""
ATTRIBUTING: Final = _words(
    "tie link connect associate designate label brand call describe regard treat consider accuse blame suspect see view"
)
"""Verbs of judging: without who does it, a sentence says more than its source."""
SPEECH_NOUNS: Final = _words(
    "argument arguments claim claims allegation allegations accusation accusations assertion promise"
)
CONDITIONS: Final = _words("if unless whether in_case")
REASONS: Final = _words("because since as")
"""Words that begin a reason. Where somebody calls, describes or names something so, it is theirs."""
RELATIVES: Final = _words("who which whom whose where")
DOUBTFUL: Final = _words("as since until after before so")
"""Words that begin a clause only if a verb follows; otherwise they are prepositions."""
JOINERS: Final = _words("and but or nor")
OPENERS: Final = _words("so and but well")
"""Words with which a sentence of a chat begins and that add nothing."""
PARTICLES: Final = _words("out up down back away apart together forward ahead")
SOMETIMES_PARTICLES: Final = _words("off on in over through")

PREPOSITIONS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        line.split()[0]: frozenset(line.split()[1:])
        for line in (
            "in in inside", "inside in inside", "within within inside", "at in at place", "on on target aboard place",
            "upon on", "aboard aboard", "onboard aboard", "against target against", "to to", "into to into",
            "onto to on",
            "toward toward", "towards toward", "from from", "of of", "off off", "about about", "concerning about",
            "regarding about", "over over", "above above", "below below", "under under", "beneath below",
            "beyond beyond",
            "outside outside", "near near", "beside near", "across across in", "throughout across in",
            "through through",
            "along along", "around around", "between between", "among among", "amid amid", "during during in",
            "before before", "prior before", "after after", "following after", "since since", "until until",
            "till until", "by by", "with with", "without without", "for for", "despite despite", "as as", "like like",
            "than than", "per per", "via via", "behind behind", "except except", "plus plus", "versus against",
            "past past", "in_case_of in_case_of",
            "due_to due_to", "instead instead", "out_of out_of", "as_of as_of on", "up_to up_to until",
            "alongside with", "such_as such_as like", "opposite opposite", "round around", "unlike unlike",
        )
    }
)  # fmt: skip
"""Prepositions with the kinds of relation that they may express; two agree if they share one."""

JOINED: Final[Mapping[str, str]] = MappingProxyType(
    {"because of": "due_to", "due to": "due_to", "owing to": "due_to", "prior to": "before", "ahead of": "before",
     "close to": "near", "next to": "near", "instead of": "instead", "apart from": "except",
     "rather than": "instead", "along with": "with", "together with": "with", "out of": "out_of", "on board": "aboard",
     "as of": "as_of", "up to": "up_to", "such as": "such_as", "in case of": "in_case_of",
     "in case": "in_case",
     "in favour of": "for", "in favor of": "for", "in spite of": "despite", "no one": "nobody", "not any": "no",
     "a host of": "many", "a lot of": "many", "lots of": "many",
     "plenty of": "many", "a handful of": "few", "the majority of": "most", "for the record": "btw",
     "by the way": "btw", "of course": "indeed", "in fact": "indeed", "has to": "must",
    "while in": "in", "while inside": "inside", "when in": "in", "when inside": "inside", "while on": "on",
     "have to": "must", "is going to": "will", "are going to": "will", "works as": "is",
     "work as": "are", "worked as": "was", "serves as": "is", "served as": "was"}
)  # fmt: skip
"""Words that are read as one: most are prepositions."""

PLACING: Final = _words("beyond within before after against without inside outside above below over under past")
"""Prepositions that count even before a word such as "it"."""

IGNORED: Final = _words(
    "also meanwhile moreover however too please well indeed now then thus therefore that's breaking update news "
    "reportedly "
    "currently already so even quite fyi btw lol imo imho omg guys folks hey wow yes yeah well"
)
"""Words that add nothing to what is said."""

TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {"adm": "admiral", "gen": "general", "sen": "senator", "gov": "governor", "rep": "representative",
    "capt": "captain",
     "col": "colonel", "lt": "lieutenant", "sgt": "sergeant", "dr": "doctor", "prof": "professor", "pres": "president"}
)  # fmt: skip
POLITE: Final = _words("mr mrs ms miss sir")

_OPPOSITES: Final = """
    increase~decrease | rise~fall | raise~lower | raise~cut | grow~shrink | expand~shrink | expand~cut |
    expand~reduce | step_up~ease | strengthen~weaken | tighten~loosen | tighten~ease | buy~sell | join~leave |
    accept~reject | approve~reject | approve~veto | support~oppose | back~oppose | for~against | legal~illegal |
    lawful~unlawful | legality~illegality | detain~release | detain~free | arrest~release | inside~outside |
    before~after | above~below | win~lose | open~close | open~shut | gain~lose | north~south | east~west |
    northern~southern | eastern~western | first~last | arrive~depart | arrive~leave | enter~leave | into~from |
    to~from | publish~withhold | public~private | publicly~privately | openly~secretly | classified~published |
    secret~public | begin~end | start~end | start~finish | more~fewer | more~less | most~least | fast~slow |
    quickly~slowly | high~low | large~small | big~small | long~short | early~late | old~new | young~old |
    male~female | man~woman | men~women | husband~wife | son~daughter | brother~sister | mother~father | allow~ban |
    allow~forbid | permit~forbid | permit~ban | legalise~ban | import~export | attack~defend | success~failure |
    succeed~fail | safe~dangerous | peaceful~violent | full~empty | rich~poor | true~false | up~down | left~right |
    upstream~downstream | inland~offshore | day~night | morning~evening | dawn~dusk | summer~winter | spring~autumn
    | confirm~deny | praise~criticise | mock~praise | mock~defend | denounce~praise | denounce~defend | trust~doubt
    | endorse~question | accelerate~slow | remember~forget | hire~fire | appoint~dismiss | build~demolish |
    create~destroy | love~hate | strong~weak | temporary~permanent | partial~full | guilty~innocent | convict~acquit
    | alive~dead | voluntary~mandatory | paid~unpaid | known~unknown | armed~unarmed | lawfully~unlawfully |
    legally~illegally | grant~deny | give~take | send~receive | lend~borrow | advance~retreat | closer~farther |
    closer~further | defiance~surrender | domestic~foreign | upper~lower | maximum~minimum | concerned~confident |
    worried~confident | sell-out~flop | continue~stop | significant~trivial | widespread~rare | some~none |
    increase~ease | step_up~cut | ramp_up~cut | ratchet_up~ease | majority~minority | profit~loss | surplus~deficit
    |
    widely~narrowly | near~far | broad~narrow | largest~smallest | biggest~smallest | larger~smaller |
    bigger~smaller | higher~lower | highest~lowest | older~younger | oldest~youngest | faster~slower |
    fastest~slowest | earliest~latest | stronger~weaker | richer~poorer | better~worse | best~worst | soft~hard
    | welcome~criticise | welcome~reject | welcome~condemn | acknowledge~deny | admit~deny | claim~deny |
    likely~unlikely | expand~narrow | widen~narrow | extend~shorten | tone_down~ramp_up | tone_down~step_up |
    tone_down~increase | intensify~ease | escalate~ease | deploy~withdraw | retreat~advance | hot~cold |
    warm~cold | heavy~light | wide~narrow | deep~shallow | thick~thin | dry~wet | clean~dirty | easy~difficult |
    easy~hard | happy~unhappy | healthy~sick | correct~wrong | right~wrong | accuse~exonerate | freeze~unfreeze
    | lift~impose | ally~enemy | friend~enemy | victory~defeat | arrival~departure | entrance~exit | birth~death
    | optimistic~pessimistic | minimum~maximum | retire~stay | resign~stay | doubt~believe | add~subtract |
    agree~disagree | agree~refuse | expel~admit | recover~worsen | improve~worsen | unanimously~narrowly |
    everybody~nobody | legally~unlawfully | present~absent | permanently~temporarily | outskirts~centre |
    less~a_little_more | fewer~a_little_more | a_little_less~a_little_more | draw_closer~move_away |
    upward~downward | inbound~outbound | northward~southward | eastward~westward
"""
_OPPOSED: Final = """
    relax loosen ease lift ~ crack_down clamp_down tighten impose
    repeal revoke scrap annul overturn cancel ~ sign enact adopt pass issue introduce
    limit restrict curtail narrow cut_back shrink scale_back rein_in ~ expand widen broaden extend enlarge
    stop halt cease come_to_a_halt come_to_a_standstill grind_to_a_halt break_down ~ continue go_on carry_on persist
    switch_off turn_off deactivate disable ~ activate switch_on turn_on enable
    release set_free free let_go ~ detain arrest capture hold jail imprison seize
    stay remain ~ leave quit depart flee withdraw retire resign step_down
    approve back support adopt welcome endorse praise favour ~ reject oppose criticise condemn denounce veto turn_down
    raise increase rise go_up climb grow gain double ~ lower cut reduce fall drop decline shrink halve
    secret secretive classified confidential hidden ~ public open published declassified
    publicly openly loudly ~ privately secretly quietly cautiously discreetly covertly
    deliberate deliberately intentional intentionally on_purpose ~ accidental accidentally unintentional by_accident
    peaceful nonviolent ~ violent bloody
    united unanimous ~ divided split
    narrow limited small tiny slight minor short ~ broad wide expansive wide-ranging large huge vast major sweeping long
    rare rarely seldom hardly_ever ~ common often frequently regularly constantly
    survive ~ die perish kill
    arrive land touch_down ~ depart take_off leave
    build construct erect ~ demolish tear_down dismantle
    plant ~ fell cut_down
    hire appoint ~ fire dismiss sack
    hard firm solid ~ soft loose
    faster quicker ~ slower
    longer ~ shorter
    cheaper ~ dearer costlier
    confident calm relaxed certainty ~ concerned worried anxious anxiety uncertainty
    well ~ badly poorly
    deny dispute reject ~ confirm admit acknowledge concede
    empty ~ sold-out full packed
    pull_out withdraw remove ~ deploy move send station
    demobilise demobilize disband ~ mobilise mobilize
    proof evidence ~ doubt
    temporary ~ permanent
    voluntarily ~ forcibly
    ally friend ~ enemy foe rival
    win ~ lose
    early ~ late
    legal lawful ~ illegal unlawful
    question doubt challenge ~ confirm accept believe trust
    strengthen boost ~ weaken undermine
    begin start open ~ end finish close conclude
    supporter backer ~ opponent critic
    sunset dusk nightfall ~ dawn sunrise daybreak
    """
"""Words on one side of a line deny each of those on the other."""
OPPOSITES: Final = frozenset(frozenset(pair.strip().split("~")) for pair in _OPPOSITES.split("|")) | frozenset(
    frozenset((one, two))
    for ours, theirs in (line.split("~") for line in _OPPOSED.strip().splitlines())
    for one in ours.split()
    for two in theirs.split()
)
"""Pairs of words of which one denies the other where all else is the same."""

_UNDONE: Final = """
    detain arrest capture hold jail imprison seize ~ release free set_free let_go
    close shut ~ open reopen
    open begin start ~ close shut end finish conclude
    deploy send move ~ withdraw pull_out remove
    mobilise mobilize ~ demobilise demobilize disband
    impose ~ lift
    hire appoint ~ fire dismiss sack
    build construct erect plant ~ demolish tear_down dismantle fell cut_down
    join enter arrive land touch_down ~ leave quit depart take_off
    buy ~ sell
    """
UNDONE: Final = frozenset(
    frozenset((one, two))
    for before, after in (line.split("~") for line in _UNDONE.strip().splitlines())
    for one in before.split()
    for two in after.split()
)
"""Opposites of which the second may come after the first: who was detained may have been released since."""

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
OFFICES: Final = _words(
    "secretary minister president adviser advisor chancellor governor mayor ambassador senator chairman chairwoman "
    "spokesman spokeswoman commander chief director attorney"
)
"""Words for an office: with another one, or with the same of another field, somebody holds another office."""
DEPUTY: Final = _words("vice deputy former acting assistant under")
"""Words that make another office of one."""
OF_A_KIND: Final = frozenset[str]().union(*KINDS)
"""All words of KINDS."""

SAME: Final[tuple[tuple[str, ...], ...]] = tuple(
    tuple(each.strip() for each in line.split(","))
    for line in """
    question, call into question
    at one point, at some point, at a certain point
    in custody, in detention
    express, voice
    detain, take into custody, take into detention
    everyday life, daily life
    sign, indication
    comment, remark
    legitimate, rightful
    spokesman, spokeswoman, spokesperson
    repeat, reiterate
    immediately, instantly, straight away
    worldwide, around the world, across the world, across the globe, all over the world
    nationwide, across the country, all over the country, throughout the country
    drug trafficking, narcotics trafficking, trafficking in drugs
    unclear, murky
    refuse, decline
    home, house
    collapse, cave in
    protester, protestor, demonstrator
    lawmaker, legislator
    defense minister, minister of defense
    foreign minister, minister of foreign affairs
    finance minister, minister of finance
    prime minister, premier
    assistance, help, aid
    unemployment, joblessness
    support, favour, favor, be in favour of, be in favor of
    lethal, deadly
    restrict, curtail
    curb, rein in
    broad, sweeping
    covert, clandestine
    happen, occur
    come from, hail from, originate from
    so far, to date, thus far, until now, up to now, yet
    riverbed, river bed, bed of the river
    downstream, downriver
    upstream, upriver
    councillor, council member, member of the council
    timetable, schedule
    fare, ticket price, price of a ticket
    warn, caution
    stress, emphasise, emphasize, underline
    ruling, judgment, judgement
    convict, find guilty
    arrest, apprehend
    explosion, blast
    lay off, make redundant
    shareholder, stockholder
    headquarters, head office
    chief executive, ceo
    oust, push out, drive out
    in progress, under way, underway
    enough, sufficiently
    head, chief
    speech, address
    each, every one
    begin, start, commence, get under way, get underway
    end, finish, conclude
    buy, purchase, acquire
    need, require
    help, assist, aid
    carry out, conduct, perform
    believe, think
    tone down, soften
    close, shut
    extend, stretch
    talk about, discuss, speak about
    more and more, increasingly
    probably, likely
    send, dispatch
    tell, inform
    end, come to an end
    inhabitant, resident
    police officer, policeman
    opponent, adversary
    supporter, backer
    afterwards, afterward
    in advance, beforehand
    forever, permanently
    recently, lately
    eventually, in the end
    suddenly, all of a sudden
    especially, particularly
    for instance, for example
    in total, altogether, in all
    go back, return
    come back, return
    go into, enter
    find out, discover
    point out, note
    set on fire, set alight
    hand in, submit
    turn down, reject
    do away with, abolish
    bring about, cause
    give back, return
    keep on, continue
    leave out, omit
    pay back, repay
    put up with, tolerate
    speed up, accelerate
    slow down, decelerate
    take part, participate
    tear down, demolish, pull down
    throw away, discard
    wipe out, eradicate
    appear, seem
    still, yet
    television, tv
    a little more, slightly more, a bit more, somewhat more
    a little less, slightly less, a bit less, somewhat less
    draw closer, move closer, come closer, get closer, come nearer, draw nearer
    move away, move farther away, move further away, draw further away, draw farther away, pull away, pull back, retreat
    ship, vessel
    normal, usual
    local time, time zone there
    state of emergency, emergency
    chief of staff, staff chief
    secretary of state, state secretary
    weapons of mass destruction, wmd
    cost of living, living costs
    member of parliament, mp
    normally, usually
    figure, number
    potentially, possibly, perhaps
    potential, possible
    alleged, suspected
    fear, be afraid of, be fearful of, be scared of
    oppose, be opposed to
    support, be supportive of, be in support of
    worry about, be worried about
    know of, be aware of
    be responsible for, have responsibility for
    be located, be situated
    be closest, come closest, get closest, be nearest, come nearest, get nearest, be at their closest,\
 reach their closest point, be at their closest point
    closest point, nearest point, closest, nearest
    expect, anticipate
    promise, pledge, vow
    again, once again, once more
    finish, complete
    journey, trip
    fell, cut down, chop down
    rise, increase
    raise, increase
    largest, biggest
    smallest, littlest
    lodge, file
    include, contain
    topic, subject
    rival, competitor
    reporter, journalist
    expert, specialist
    link, connect
    respond, react
    weapon, arms
    quit, resign
    condemn, denounce
    praise, laud
    injured, wounded
    jail, prison
    jobless, unemployed
    pact, accord
    rebuke, reprimand
    rescue, save
    sick, unwell
    suspend, put on hold
    vacant, empty
    wealthy, rich
    set up, establish
    build, construct, erect
    show, display
    get rid of, rid
    allow, permit, let
    forbid, prohibit, ban
    stop, halt, come to a halt, come to a standstill, grind to a halt
    activate, switch on, turn on
    deactivate, switch off, turn off
    release, set free, let go
    choose, select, pick
    answer, reply, respond
    ask, request
    try, attempt
    rise, go up, climb
    fall, drop, decline
    increase, step up, ramp up, ratchet up
    reduce, cut, cut back, lower, bring down, slash
    continue, go on, carry on
    postpone, put off, delay
    cancel, call off
    resign, step down, quit
    oust, remove from power, dislodge from power
    about, roughly, approximately
    large, big
    small, little
    quickly, fast, rapidly, swiftly
    children, kids
    people, persons
    car, automobile
    film, movie
    doctor, physician
    lawyer, attorney
    cook, chef
    theatre, theater
    centre, center
    defence, defense
    labour, labor
    harbour, harbor
    kilometre, kilometer
    metre, meter
    programme, program
    organisation, organization
    neighbour, neighbor
    colour, color
    grey, gray
    autumn, fall
    dawn, daybreak, sunrise
    dusk, nightfall, sunset
    midday, noon
    main, principal
    yearly, annual, annually, every year
    monthly, every month, each month
    weekly, every week, each week
    daily, every day, each day
    last month, the previous month, the month before
    last week, the previous week, the week before
    last year, the previous year, the year before
    in part, partly
    on his own, by himself, voluntarily
    in private, privately
    in public, publicly
    in secret, secretly
    at once, immediately, right away
    wide, broad
    wide-ranging, expansive
    well-known, famous
    sold out, sold-out
    plane, aircraft, airplane, aeroplane
    warship, naval ship
    gun, firearm
    illegal, unlawful
    legal, lawful
    legality, lawfulness
    attack, assault
    kill, slay
    injure, hurt, wound
    die, pass away, lose one's life
    survivor, person who survived
    town hall, city hall
    mayor, head of the town
    pupil, schoolchild
    firm, company, business
    worker, employee
    owner, proprietor
    poll, survey
    law, statute
    bill, draft law
    court, tribunal
    judge, justice
    inquiry, investigation, probe
    investigate, look into, probe
    agreement, deal, accord
    treaty, pact
    danger, peril
    risk, hazard
    storm, tempest
    flood, inundation
    fire, blaze
    earthquake, quake
    fix, repair, mend
    damage, harm
    destroy, wreck
    trash, garbage, rubbish
    sick, ill
    illness, disease
    vaccine, jab
    hospital, infirmary
    money, funds
    cost, price
    expensive, costly
    cheap, inexpensive
    free, free of charge
    tax, levy
    whole, entire
    often, frequently
    seldom, rarely
    several, a number of
    many, numerous
    most, the majority of
    nearly, almost
    maybe, perhaps
    important, significant
    famous, renowned
    goal, aim, objective
    be aimed at, aim to
    concerned, worried
    clear, unmistakable
    deliberately, intentionally, on purpose, very intentional
    mobilize, mobilise
    recognize, recognise
    militarize, militarise
    authorize, authorise
    criticize, criticise
    travel, journey
    depart, set off, set out
    land, touch down
    take off, lift off, depart
    hide, conceal
    reveal, disclose
    """.strip().splitlines()
)
"""Words and phrases of which each can replace the others in news texts without a change of what is said."""

IRREGULAR: Final[Mapping[str, str]] = MappingProxyType(
    {
        form: line.split()[0]
        for line in """
        arise arose arisen
        bear bore borne bearing
        beat beaten
        become became
        begin began begun
        bend bent
        bind bound
        bite bit bitten
        bleed bled
        blow blew blown
        break broke broken
        bring brought
        build built
        burn burnt
        buy bought
        catch caught
        choose chose chosen
        cling clung
        come came
        creep crept
        deal dealt
        dig dug
        draw drew drawn
        drink drank drunk
        drive drove driven
        eat ate eaten
        fall fell fallen
        feed fed
        feel felt
        fight fought
        find found
        flee fled
        fly flew flown flies
        forbid forbade forbidden
        forget forgot forgotten
        freeze froze frozen
        get got gotten
        give gave given
        go went gone goes
        grow grew grown
        hang hung
        hear heard
        hide hid hidden
        hold held
        keep kept
        know knew known
        lay laid
        lead led
        learn learnt
        leave left
        lend lent
        light lit
        lose lost
        make made
        mean meant
        meet met
        mistake mistook mistaken
        pay paid
        ride rode ridden
        ring rang rung
        rise rose risen
        run ran
        say said
        see saw seen
        seek sought
        sell sold
        send sent
        shake shook shaken
        shine shone
        shoot shot
        show shown
        shrink shrank shrunk
        sing sang sung
        sink sank sunk
        sit sat
        sleep slept
        slide slid
        speak spoke spoken
        spend spent
        spin spun
        spring sprang sprung
        stand stood
        steal stole stolen
        stick stuck
        strike struck stricken
        swear swore sworn
        sweep swept
        swim swam swum
        swing swung
        take took taken
        teach taught
        tear tore torn
        tell told
        think thought
        throw threw thrown
        understand understood
        undergo underwent undergone
        wake woke woken
        wear wore worn
        weave wove woven
        win won
        withdraw withdrew withdrawn
        write wrote written
        man men
        woman women
        child children
        foot feet
        person people
        life lives
        wife wives
        knife knives
        leaf leaves
        half halves
        crisis crises
        coup coups
        """.strip().splitlines()
        for form in line.split()[1:]
    }
)
"""Irregular forms of verbs and nouns, with the form that a dictionary lists."""
BASE_FORMS: Final = frozenset(IRREGULAR.values())
"""The forms that a dictionary lists of irregular words."""

IRREGULAR_VERBS: Final = _words("cut put set hit hurt let shut split spread cast cost read") | frozenset(
    form for form, base in IRREGULAR.items()
    if base not in _words("man woman child foot person life wife knife leaf half crisis coup")
)  # fmt: skip

VERBS: Final = _words(
    """
    accept acknowledge act add address affect agree allow announce appear appoint approve argue arrange arrest
    arrive ask
    assess attack attend authorize avoid bear become begin believe belong block boost break bring build buy call cancel
    carry catch cause change charge check choose claim close collect come compare complain conduct confirm connect
    consider consist contain continue control cost count cover create cross deal decide declare decline defend deliver
    demand denounce deny depend describe design destroy detain determine develop die direct discover discuss dismiss
    display divide draw drive drop earn eat employ enable end enforce enjoy enter establish estimate exceed exist expand
    expect explain export express extend face fail fall feed feel fill find finish fly follow forbid force form
    fund gain
    gather generate get give go govern grant grow happen hear help hide hold hope host house identify ignore import
    improve include increase indicate inform insist install intend introduce invest investigate invite involve join keep
    kill know lack last launch lay lead leave let lie limit link live locate lose maintain make manage mean measure meet
    mock move need notice obtain occupy occur offer open operate oppose order organize oust own oversee pass pay perform
    permit place plan play pose prepare prevent produce promise propose protect prove provide publish pull push put
    raise
    reach receive recognize recommend reduce refer refuse regulate reject relate release rely remain remove repair
    repeat
    replace represent require resign respond restore restrict result retire return reveal rise rule run save say
    see seek
    seem sell send serve set settle share shoot shrink sign sit speak spend spread stand start stay steal stop stretch
    strike struggle study succeed suffer suggest supply suspect suspend take teach tell think threaten tie tolerate
    anticipate attract blame broaden condemn confer criticise criticize curb evacuate halt injure inspect lodge mull
    pledge portray postpone purchase reckon reopen reposition retain seize simmer steer tackle topple undermine unveil
    uphold urge vow widen supervise emphasise emphasize depict deter diminish donate dwindle emerge endorse envisage
    escalate
    show achieve admit assume cite conclude demonstrate deploy exclude fear imply impose justify negotiate nominate
    persuade
    possess prohibit reflect remind reside resist satisfy specify strengthen submit surround survive undergo undertake
    violate weaken
    transport travel treat try turn use visit vote wait want warn watch wear weigh welcome win withdraw work worry write
    """
)
"""Common verbs: their forms with -s may be verbs."""

AMBIGUOUS: Final = _words(
    """
    acts addresses attacks calls causes changes charges checks claims controls costs counts covers deals declines
    demands
    designs directs dismisses displays draws drives drops ends estimates exports faces falls feeds fills finds forces
    forms funds gains grants grows hides hopes hosts houses imports increases invites leaves limits links lives measures
    moves needs notices offers opens orders owners passes plans plays places poses promises pulls raises reaches reports
    results returns rises rules runs saves sets shares shoots signs stands starts stays stops strikes struggles studies
    supplies suspects ties tries turns uses visits votes waits wants warns watches wins works worries reveals deaths
    """
) - _words(
    "faces wants needs leaves tries warns grows poses reaches stands stays wins hides sets draws falls raises "
    "finds runs"
)
"""Forms with -s that are nouns as often as verbs, and so are read as neither."""

PARTICIPLES_THAT_DESCRIBE: Final = _words(
    "united armed alleged suspected purported named unnamed retired limited advanced experienced detailed "
    "wing evening "
    "morning building meeting training nothing something anything everything during including king spring "
    "string ring thing "
    "being bed red hundred speed need indeed seed feed breed united sacred naked hatred riverbed seabed flatbed "
    "infrared kindred newlywed embed watershed bloodshed skilled talented"
)
"""Words that end like a verb's form and are read as none."""
