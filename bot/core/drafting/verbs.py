"""The verbs of English news prose, by their forms: what a form's base is, and whether it is finite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_REGULAR: Final = """
abandon absorb accept accompany account accuse achieve acknowledge acquire act add address adjust admit adopt advance
advise affect agree aim air alert allege allow alter amount analyse analyze announce answer anticipate appeal appear
apply appoint appreciate approach approve argue arise arm arrange arrest arrive ask assemble assert assess assign
assist assume assure attach attack attempt attend attract authorise authorize avoid await award back balance ban bar
base beg believe belong benefit blame block board boost borrow brief bury call calculate camp cancel capture care
carry cast cause cease celebrate challenge change charge chase check cite claim clash classify clean clear climb close
coincide collapse collect combine commence comment commission commit compare compete complain complete comply compose
concede concern conclude condemn conduct confirm confront connect consider consist constitute construct consult consume
contact contain contend continue contract contribute control convert convict convince cook cool cooperate cope correct
cost cover crack crash create cross crush cry damage dash date decide declare decline decrease dedicate defeat defend
define delay deliver demand demolish denounce deny depart depend deploy describe deserve design destroy detail detain
detect determine develop devote die differ direct disagree disappear disclose discover discuss dismiss display dispute
distribute disturb divide dock donate double doubt draft drag drop drown earn ease edit educate elect eliminate embrace
emerge emit emphasise emphasize employ enable encourage end endorse enforce engage enjoy enlarge ensure enter equip
escape establish estimate evacuate examine exceed exchange exclude excuse execute exercise exist expand expect explain
explode exploit explore export express extend face fail favour favor fear feature fetch file fill film finance finish
fire fish fit fix flank flood flow focus follow force form found free freeze fuel fund gain gather generate govern
graduate grant greet guarantee guard guide handle happen harm head heat help hire honour hope host house identify
ignore impact implement imply import impose improve include increase indicate influence inform injure insist inspect
inspire install intend intensify interview introduce invest investigate invite involve issue join joke judge jump
justify kick kill kiss label lack land last laugh launch lease lecture lie lift like limit line link list listen live
load lobby locate lock look lower maintain manage march mark marry match matter measure melt mention merge
migrate miss mix mock monitor mount mourn move multiply murder name narrow need negotiate nominate note notice notify
number obey object observe obtain occupy occur offer open operate oppose order organise organize originate oust outline
oversee own paint park part pass pause peak perform permit persuade phone pick pin place plan plant play plead pledge
plunge point pose possess post postpone pour praise predict prefer prepare present preserve press prevent print
process produce profit prohibit project promise promote prompt propose prosecute protect protest prove provide publish
pull punish purchase pursue push qualify question quiz raise range rank rate reach react realise realize rebuke recall
receive recognise recognize recommend record recover recruit reduce refer reflect refuse regard register regret
regulate reject relate release rely remain remark remember remind remove renew rent repair repeat replace reply report
represent request require rescue research resemble resign resist resolve respond rest restore restrict result resume
retain retire retreat retrieve return reveal reverse review revise reward risk rob roll rule rush sack sail sample
satisfy save scan schedule score seal search secure seek seem select sentence separate serve settle shape share shatter
shift ship shock shout shelter sign signal slam slip slow smoke solve sort sound spark specify sponsor spot
stabilise stage stamp start state station stay stem step stop store strengthen stress stretch struggle study submit
succeed suffer suggest sue suit summon supply support suppose surface surge surpass surrender surround survive suspect
suspend sustain sweat switch tackle talk target taste tax tend term terminate test testify thank threaten tie tighten
tolerate total touch tour trace track trade train transfer transform transport travel treat trigger triple trouble trust
try turn tweet uncover undermine unveil update upgrade urge use vacate value vanish vary veto view violate visit voice
vote vow wait walk want warm warn wash waste watch weaken weigh welcome whisper widen wipe wish withdraw witness wonder
work worry worsen wound yield boast brand caution contest criticise criticize dub guess hail lament muse quip quote
count counter document retort attest recount
rebut
reckon refute reiterate apologise apologize drain flush halt jam plummet repay slash soar tow
"""

_IRREGULAR: Final = """
arise arose arisen|bear bore borne|beat beat beaten|become became become|begin began begun|bend bent bent|bet bet bet
bid bid bid|bind bound bound|bite bit bitten|bleed bled bled|blow blew blown|break broke broken|breed bred bred
bring brought brought|broadcast broadcast broadcast|build built built|burn burned burnt|burst burst burst
buy bought bought|cast cast cast|catch caught caught|choose chose chosen|cling clung clung|come came come
cost cost cost|cut cut cut|deal dealt dealt|dig dug dug|draw drew drawn|drink drank drunk|drive drove driven
eat ate eaten|fall fell fallen|feed fed fed|feel felt felt|fight fought fought|find found found|flee fled fled
fly flew flown|forbid forbade forbidden|forget forgot forgotten|freeze froze frozen|get got got|give gave given
go went gone|grow grew grown|hang hung hung|hear heard heard|hide hid hidden|hit hit hit|hold held held
hurt hurt hurt|keep kept kept|know knew known|lay laid laid|lead led led|learn learned learnt|leave left left
lend lent lent|let let let|lose lost lost|make made made|mean meant meant|meet met met|outweigh outweighed outweighed
overcome overcame overcome|pay paid paid|put put put|quit quit quit|read read read|ride rode ridden|ring rang rung
rise rose risen|run ran run|say said said|see saw seen|seek sought sought|sell sold sold|send sent sent|set set set
shake shook shaken|shed shed shed|shine shone shone|shoot shot shot|show showed shown|shrink shrank shrunk
shut shut shut|sing sang sung|sink sank sunk|sit sat sat|smell smelt smelt|sleep slept slept|slide slid slid
speak spoke spoken
spend spent spent|split split split|spread spread spread|spring sprang sprung|stand stood stood|steal stole stolen
stick stuck stuck|strike struck struck|swear swore sworn|sweep swept swept|swim swam swum|swing swung swung
take took taken|teach taught taught|tear tore torn|tell told told|think thought thought|throw threw thrown
understand understood understood|undergo underwent undergone|uphold upheld upheld|wake woke woken|wear wore worn
win won won|withdraw withdrew withdrawn|withstand withstood withstood|write wrote written
"""
_DOUBLED: Final = frozenset(
    "admit ban bar beg cancel dub quip rebut commit control drag drop equip fit infer label occur permit pin plan "
    "prefer quiz refer "
    "regret rob slam slip stem step stop submit tour travel transfer trap veer quit fuel signal total".split()
) - frozenset("tour fuel".split())
_SPELT_BOTH: Final = frozenset("cancel label travel fuel signal total".split())  # canceled, cancelled
_VOWELS: Final = frozenset("aeiou")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbForm:
    """A form of a verb: its base, and which of its forms this may be."""

    base: str
    past: bool = False
    third: bool = False
    participle: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is the base form only."""
        return not (self.past or self.third or self.participle)


def _past(base: str) -> Iterator[str]:
    if base.endswith("e"):
        yield f"{base}d"
    elif base.endswith("y") and base[-2] not in _VOWELS:
        yield f"{base[:-1]}ied"
    else:
        if base in _DOUBLED:
            yield f"{base}{base[-1]}ed"
        if base not in _DOUBLED or base in _SPELT_BOTH:
            yield f"{base}ed"


def third_person(base: str) -> str:
    """Return the form for he, she and it: "carries", "reaches"."""
    if base.endswith("y") and base[-2] not in _VOWELS:
        return f"{base[:-1]}ies"
    return f"{base}es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{base}s"


def _forms() -> Iterator[tuple[str, VerbForm]]:
    irregular = [tuple(entry.split()) for line in _IRREGULAR.strip().splitlines() for entry in line.split("|")]
    bases = {base for base, _, _ in irregular}
    for base in _REGULAR.split():
        if base not in bases:
            irregular.extend((base, past, past) for past in _past(base))
    for base, _, _ in irregular:
        yield base, VerbForm(base=base)
        yield third_person(base), VerbForm(base=base, third=True)
    for base, _, participle in irregular:
        yield participle, VerbForm(base=base, participle=True)
    for base, past, participle in irregular:
        yield past, VerbForm(base=base, past=True, participle=past == participle)


VERB_FORMS: Final[Mapping[str, VerbForm]] = MappingProxyType(dict(_forms()))
"""Verbs that are common in news, by each form in small letters. The past wins where a form may be two."""

BE: Final = frozenset("be is are was were been being am".split())
HAVE: Final = frozenset("has have had".split())
MODALS: Final = frozenset("will would can could may might must should shall cannot".split())
AUXILIARIES: Final = BE - {"be", "been", "being"} | HAVE | MODALS | {"do", "does", "did"}
"""Finite auxiliary verbs."""
NEGATED: Final = frozenset(
    "isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t won’t wouldn’t can’t couldn’t didn’t doesn’t don’t "
    "shouldn’t".split()
)


def is_finite(word: str) -> bool:
    """Return whether a word in small letters may be the verb of a sentence."""
    word = word.replace("'", "’")
    form = VERB_FORMS.get(word)
    return word in AUXILIARIES or word in NEGATED or (form is not None and (form.past or form.third or form.plain))
