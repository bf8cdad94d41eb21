"""Words of which one denies the other in any news text."""

from __future__ import annotations

from typing import Final


def _pairs(groups: str) -> frozenset[frozenset[str]]:
    """Return each word on one side of a "~" with each on the other; a "|" or a line ends a group."""
    sides = (group.split("~") for line in groups.strip().splitlines() for group in line.split("|") if group.strip())
    return frozenset(frozenset((one, two)) for ours, theirs in sides for one in ours.split() for two in theirs.split())


OPPOSITES: Final = _pairs(
    """
    increase~decrease | expand~cut | expand~reduce | step_up~ease | buy~sell | join~leave | accept~reject |
    for~against | legality~illegality | inside~outside | before~after | above~below | open~shut | gain~lose |
    north~south | east~west | northern~southern | eastern~western | first~last | enter~leave | into~from | to~from |
    publish~withhold | public~private | more~fewer | more~less | most~least | fast~slow | quickly~slowly | high~low |
    big~small | old~new | young~old | male~female | man~woman | men~women | husband~wife | son~daughter |
    brother~sister | mother~father | allow~ban | allow~forbid | permit~forbid | permit~ban | legalise~ban |
    import~export | attack~defend | success~failure | succeed~fail | safe~dangerous | rich~poor | true~false |
    up~down | left~right | upstream~downstream | inland~offshore | day~night | morning~evening | summer~winter |
    spring~autumn | mock~praise | mock~defend | denounce~defend | endorse~question | accelerate~slow |
    remember~forget | create~destroy | love~hate | strong~weak | partial~full | guilty~innocent | convict~acquit |
    alive~dead | voluntary~mandatory | paid~unpaid | known~unknown | armed~unarmed | lawfully~unlawfully |
    legally~illegally | grant~deny | give~take | send~receive | lend~borrow | advance~retreat | closer~farther |
    closer~further | defiance~surrender | domestic~foreign | upper~lower | maximum~minimum | sell-out~flop |
    significant~trivial | widespread~rare | some~none | increase~ease | step_up~cut | ramp_up~cut | ratchet_up~ease |
    majority~minority | profit~loss | surplus~deficit | widely~narrowly | near~far | largest~smallest |
    biggest~smallest | larger~smaller | bigger~smaller | higher~lower | highest~lowest | older~younger |
    oldest~youngest | fastest~slowest | earliest~latest | stronger~weaker | richer~poorer | better~worse |
    best~worst | claim~deny | likely~unlikely | extend~shorten | tone_down~ramp_up | tone_down~step_up |
    tone_down~increase | intensify~ease | escalate~ease | hot~cold | warm~cold | heavy~light | deep~shallow |
    thick~thin | dry~wet | clean~dirty | easy~difficult | easy~hard | happy~unhappy | healthy~sick | correct~wrong |
    right~wrong | accuse~exonerate | freeze~unfreeze | victory~defeat | arrival~departure | entrance~exit |
    birth~death | optimistic~pessimistic | add~subtract | agree~disagree | agree~refuse | expel~admit |
    recover~worsen | improve~worsen | unanimously~narrowly | everybody~nobody | legally~unlawfully | present~absent |
    permanently~temporarily | outskirts~centre | less~a_little_more | fewer~a_little_more |
    a_little_less~a_little_more | draw_closer~move_away | upward~downward | inbound~outbound | northward~southward |
    eastward~westward
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
    rule_out ~ weigh consider mull
    more_and_more increasingly ~ less_and_less decreasingly
    sunset dusk nightfall ~ dawn sunrise daybreak
    """
)
"""Pairs of words of which one denies the other where all else is the same."""

UNDONE: Final = _pairs(
    """
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
)
"""Opposites of which the second may come after the first: who was detained may have been released since."""
