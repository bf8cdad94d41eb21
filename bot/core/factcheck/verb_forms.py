"""Forms of verbs, and words that only look like one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


IRREGULAR: Final[Mapping[str, str]] = MappingProxyType(
    {
        form: line.split()[0]
        for line in """
        arise arose arisen | bear bore borne bearing | beat beaten | become became | begin began begun | bend bent |
        bind bound | bite bit bitten | bleed bled | blow blew blown | break broke broken | bring brought |
        build built | burn burnt | buy bought | catch caught | choose chose chosen | cling clung | come came |
        creep crept | deal dealt | dig dug | draw drew drawn | drink drank drunk | drive drove driven |
        eat ate eaten | fall fell fallen | feed fed | feel felt | fight fought | find found | flee fled |
        fly flew flown flies | forbid forbade forbidden | forget forgot forgotten | freeze froze frozen |
        get got gotten | give gave given | go went gone goes | grow grew grown | hang hung | hear heard |
        hide hid hidden | hold held | keep kept | know knew known | lay laid | lead led | learn learnt | leave left |
        lend lent | light lit | lose lost | make made | mean meant | meet met | mistake mistook mistaken | pay paid |
        ride rode ridden | ring rang rung | rise rose risen | run ran | say said | see saw seen | seek sought |
        sell sold | send sent | shake shook shaken | shine shone | shoot shot | show shown | shrink shrank shrunk |
        sing sang sung | sink sank sunk | sit sat | sleep slept | slide slid | speak spoke spoken | spend spent |
        spin spun | spring sprang sprung | stand stood | steal stole stolen | stick stuck | strike struck stricken |
        swear swore sworn | sweep swept | swim swam swum | swing swung | take took taken | teach taught |
        tear tore torn | tell told | think thought | throw threw thrown | understand understood |
        undergo underwent undergone | wake woke woken | wear wore worn | weave wove woven | win won |
        withdraw withdrew withdrawn | write wrote written | man men | woman women | child children | foot feet |
        person people | life lives | wife wives | knife knives | leaf leaves | half halves | crisis crises |
        coup coups
        """.replace("|", "\n")
        .strip()
        .splitlines()
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

PLAIN_PARTICIPLES: Final = _words("come become overcome run")
"""Participles with the form of a present: after "has" they make a perfect."""
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
