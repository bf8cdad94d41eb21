"""Closed lists of English words that decide what a sentence says. All are folded: small letters, no accents."""

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
REFERRING: Final = _words("he she it they him her them")
"""Pronouns that stand for a person or thing."""
DEMONSTRATIVES: Final = _words("this that these those")
UNNAMED: Final = SUBJECT_PRONOUNS | DEMONSTRATIVES
"""Subjects that do not say who it is."""
PARTS_OF_PERIODS: Final = _words("start beginning middle end close course")
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
    "nights midnight noon midday dawn dusk sunrise sunset daybreak nightfall "
    "today yesterday tomorrow tonight spring summer autumn winter fall weekend"
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
     "as well": "also",
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
    "also meanwhile moreover however please indeed now then thus therefore that's breaking update news "
    "reportedly "
    "currently already so even quite fyi btw lol imo imho omg guys folks hey wow yes yeah"
)
"""Words that add nothing to what is said."""

TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {"adm": "admiral", "gen": "general", "sen": "senator", "gov": "governor", "rep": "representative",
    "capt": "captain",
     "col": "colonel", "lt": "lieutenant", "sgt": "sergeant", "dr": "doctor", "prof": "professor", "pres": "president"}
)  # fmt: skip
POLITE: Final = _words("mr mrs ms miss sir")
