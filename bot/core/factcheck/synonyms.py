"""Words and phrases that mean the same in any news text. Those of one base belong into its vocabulary."""

from __future__ import annotations

from typing import Final

SAME: Final[tuple[tuple[str, ...], ...]] = tuple(
    tuple(each.strip() for each in group.split(","))
    for line in """
    question, call into question | at one point, at some point, at a certain point | in custody, in detention |
    express, voice | detain, take into custody, take into detention | everyday life, daily life | sign, indication |
    comment, remark | legitimate, rightful | spokesman, spokeswoman, spokesperson | repeat, reiterate |
    immediately, instantly, straight away |
    worldwide, around the world, across the world, across the globe, all over the world |
    nationwide, across the country, all over the country, throughout the country |
    drug trafficking, narcotics trafficking, trafficking in drugs | unclear, murky | refuse, decline | home, house |
    collapse, cave in | protester, protestor, demonstrator | lawmaker, legislator |
    defense minister, minister of defense | foreign minister, minister of foreign affairs |
    finance minister, minister of finance | prime minister, premier | assistance, help, aid |
    unemployment, joblessness | support, favour, favor, be in favour of, be in favor of | lethal, deadly |
    restrict, curtail | curb, rein in | broad, sweeping | covert, clandestine | happen, occur |
    come from, hail from, originate from | so far, to date, thus far, until now, up to now, yet |
    riverbed, river bed, bed of the river | downstream, downriver | upstream, upriver |
    councillor, council member, member of the council | timetable, schedule | fare, ticket price, price of a ticket |
    warn, caution | stress, emphasise, emphasize, underline | ruling, judgment, judgement | convict, find guilty |
    arrest, apprehend | explosion, blast | lay off, make redundant | shareholder, stockholder |
    headquarters, head office | chief executive, ceo | oust, push out, drive out | in progress, under way, underway |
    enough, sufficiently | head, chief | speech, address | each, every one |
    begin, start, commence, get under way, get underway | end, finish, conclude | buy, purchase, acquire |
    need, require | help, assist, aid | carry out, conduct, perform | believe, think | tone down, soften |
    close, shut | extend, stretch | talk about, discuss, speak about | more and more, increasingly |
    less and less, decreasingly | rule out, dismiss the idea of |
    probably, likely | send, dispatch | tell, inform | end, come to an end | inhabitant, resident |
    police officer, policeman | opponent, adversary | supporter, backer | afterwards, afterward |
    in advance, beforehand | forever, permanently | recently, lately | eventually, in the end |
    suddenly, all of a sudden | especially, particularly | for instance, for example | in total, altogether, in all |
    go back, return | come back, return | go into, enter | find out, discover | point out, note |
    set on fire, set alight | hand in, submit | turn down, reject | do away with, abolish | bring about, cause |
    give back, return | keep on, continue | leave out, omit | pay back, repay | put up with, tolerate |
    speed up, accelerate | slow down, decelerate | take part, participate | tear down, demolish, pull down |
    throw away, discard | wipe out, eradicate | appear, seem | still, yet | television, tv |
    a little more, slightly more, a bit more, somewhat more |
    a little less, slightly less, a bit less, somewhat less |
    draw closer, move closer, come closer, get closer, come nearer, draw nearer |
    move away, move farther away, move further away, draw further away, draw farther away, pull away, pull back,\
 retreat |
    ship, vessel | normal, usual | local time, time zone there | state of emergency, emergency |
    chief of staff, staff chief | secretary of state, state secretary | weapons of mass destruction, wmd |
    cost of living, living costs | member of parliament, mp | normally, usually | figure, number |
    potentially, possibly, perhaps | potential, possible | alleged, suspected |
    fear, be afraid of, be fearful of, be scared of | oppose, be opposed to |
    support, be supportive of, be in support of | worry about, be worried about | know of, be aware of |
    be responsible for, have responsibility for | be located, be situated |
    be closest, come closest, get closest, be nearest, come nearest, get nearest, be at their closest,\
 reach their closest point, be at their closest point |
    closest point, nearest point, closest, nearest | expect, anticipate | promise, pledge, vow |
    again, once again, once more | finish, complete | journey, trip | fell, cut down, chop down | rise, increase |
    raise, increase | largest, biggest | smallest, littlest | lodge, file | include, contain | topic, subject |
    rival, competitor | reporter, journalist | expert, specialist | link, connect | respond, react | weapon, arms |
    quit, resign | condemn, denounce | praise, laud | injured, wounded | jail, prison | jobless, unemployed |
    pact, accord | rebuke, reprimand | rescue, save | sick, unwell | suspend, put on hold | vacant, empty |
    wealthy, rich | set up, establish | build, construct, erect | show, display | get rid of, rid |
    allow, permit, let | forbid, prohibit, ban | stop, halt, come to a halt, come to a standstill, grind to a halt |
    activate, switch on, turn on | deactivate, switch off, turn off | release, set free, let go |
    choose, select, pick | answer, reply, respond | ask, request | try, attempt | rise, go up, climb |
    fall, drop, decline | increase, step up, ramp up, ratchet up | reduce, cut, cut back, lower, bring down, slash |
    continue, go on, carry on | postpone, put off, delay | cancel, call off | resign, step down, quit |
    oust, remove from power, dislodge from power | about, roughly, approximately | large, big | small, little |
    quickly, fast, rapidly, swiftly | children, kids | people, persons | car, automobile | film, movie |
    doctor, physician | lawyer, attorney | cook, chef | theatre, theater | centre, center | defence, defense |
    labour, labor | harbour, harbor | kilometre, kilometer | metre, meter | programme, program |
    organisation, organization | neighbour, neighbor | colour, color | grey, gray | autumn, fall |
    dawn, daybreak, sunrise | dusk, nightfall, sunset | midday, noon | main, principal |
    yearly, annual, annually, every year | monthly, every month, each month | weekly, every week, each week |
    daily, every day, each day | last month, the previous month, the month before |
    last week, the previous week, the week before | last year, the previous year, the year before | in part, partly |
    on his own, by himself, voluntarily | in private, privately | in public, publicly | in secret, secretly |
    at once, immediately, right away | wide, broad | wide-ranging, expansive | well-known, famous |
    sold out, sold-out | plane, aircraft, airplane, aeroplane | warship, naval ship | gun, firearm |
    illegal, unlawful | legal, lawful | legality, lawfulness | attack, assault | kill, slay | injure, hurt, wound |
    die, pass away, lose one's life | survivor, person who survived | town hall, city hall | mayor, head of the town |
    pupil, schoolchild | firm, company, business | worker, employee | owner, proprietor | poll, survey |
    law, statute | bill, draft law | court, tribunal | judge, justice | inquiry, investigation, probe |
    investigate, look into, probe | agreement, deal, accord | treaty, pact | danger, peril | risk, hazard |
    storm, tempest | flood, inundation | fire, blaze | earthquake, quake | fix, repair, mend | damage, harm |
    destroy, wreck | trash, garbage, rubbish | sick, ill | illness, disease | vaccine, jab | hospital, infirmary |
    money, funds | cost, price | expensive, costly | cheap, inexpensive | free, free of charge | tax, levy |
    whole, entire | often, frequently | seldom, rarely | several, a number of | many, numerous |
    most, the majority of | nearly, almost | maybe, perhaps | important, significant | famous, renowned |
    goal, aim, objective | be aimed at, aim to | concerned, worried | clear, unmistakable |
    deliberately, intentionally, on purpose, very intentional | mobilize, mobilise | recognize, recognise |
    militarize, militarise | authorize, authorise | criticize, criticise | travel, journey |
    depart, set off, set out | land, touch down | take off, lift off, depart | hide, conceal | reveal, disclose
    """.strip().splitlines()
    for group in line.split("|")
    if group.strip()
)
"""Words and phrases of which each can replace the others in news texts without a change of what is said."""
