"""Sentences that may hold beside a fact and so are not contradicted, and sentences cut short and so not proven."""

from __future__ import annotations

import pytest
from rankers import project_checker, second_checker

from bot.i18n.phrases import verdict_kind


def got(text: str, *, second: bool = False) -> str:
    checker = second_checker() if second else project_checker()
    (verdict,) = checker.check([text])
    return verdict_kind(verdict)


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("The Liberals voted against the plan.", True),
        ("The Conservatives voted for the plan.", True),
        ("The Liberal group voted against the plan because of the trees.", True),
        ("Greenpeace welcomed the vote.", True),
        ("Petro is denouncing US activity in the region.", False),
        ("Mexico is repositioning troops.", False),
        ("Rubio has weighed military action in Venezuela.", False),
        ("Rubio has concerns about the strikes.", False),
        ("The United Kingdom moved warships into the Caribbean.", False),
    ],
)
def test_another_of_whom_the_base_knows_nothing_may_do_what_several_do(text: str, *, second: bool) -> None:
    assert got(text, second=second) == "related"


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("The Labour group voted against the plan because of the trees.", True),
        ("Northline won the order to build the flood barrier.", True),
        ("Hegseth has called for new exercises by the Bolivarian National Armed Forces.", False),
        ("Defense Secretary Mark Esper did not believe Holsey was moving quickly enough.", False),
    ],
)
def test_another_whom_the_base_names_is_contradicted(text: str, *, second: bool) -> None:
    assert got(text, second=second) == "contradicted"


@pytest.mark.parametrize(
    "text",
    ["The council voted on 3 March 2026.", "The council debated on 3 March 2026.", "The River Sele rose in 2023."],
)
def test_what_recurs_may_be_of_another_day(text: str) -> None:
    assert got(text, second=True) == "related"


def test_what_is_told_of_one_day_with_its_numbers_is_not_of_another() -> None:
    assert got("The council voted 7 to 4 on 11 May 2026.", second=True) == "contradicted"


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("The US Air Force has 76 B-52 bombers.", False),
        ("Banners in support of Maduro have been hung on 40 campuses.", False),
        ("Two dogs died in the flood of January 2021.", True),
        ("300 cows died in the flood.", True),
    ],
)
def test_a_number_of_what_the_fact_does_not_speak_of_is_only_related(text: str, *, second: bool) -> None:
    assert got(text, second=second) == "related"


@pytest.mark.parametrize("who", ["Three people", "300 residents", "A child", "Two firefighters", "Twelve"])
def test_nobody_denies_everybody(who: str) -> None:
    assert got(f"{who} died in the flood of January 2021.", second=True) == "contradicted"


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Trump stopped short.", False),
        ("On 15 October 2025 Trump stopped short.", False),
        ("Trump acknowledged.", False),
        ("Trump decided to expand.", False),
        ("Trump mocked.", False),
        ("Experts have questioned.", False),
        ("The flood barrier will stand.", True),
        ("The town plans.", True),
        ("The council had rejected.", True),
    ],
)
def test_a_verb_without_what_completes_it_proves_nothing(text: str, *, second: bool) -> None:
    assert got(text, second=second) == "related"


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("The council voted.", True),
        ("46 lime trees have to be felled.", True),
        ("Nobody died.", True),
        ("Daily life in Venezuela has gone on.", False),
    ],
)
def test_a_verb_that_needs_nothing_more_is_proven(text: str, *, second: bool) -> None:
    assert got(text, second=second) == "supported"


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("The Labour group was the largest group on the council.", True),
        ("Pete Hegseth was the US Defense Secretary.", False),
        ("Ivonne Caña was a cook.", False),
    ],
)
def test_what_is_so_now_is_not_told_as_past(text: str, *, second: bool) -> None:
    assert got(text, second=second) == "related"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Both survivors were detained by the US military on Friday.", "supported"),
        ("Both of the survivors are held aboard a US Navy vessel.", "supported"),
        ("Both bombers kept their location beacons activated inside Venezuela's flight information region.", "related"),
        ("Both B-52 bombers came within 53 miles of La Orchila Island.", "related"),
    ],
)
def test_both_are_the_two_and_not_two_of_more(text: str, verdict: str) -> None:
    assert got(text) == verdict


@pytest.mark.parametrize(
    ("text", "second", "verdict"),
    [
        ("People in Venezuela are increasingly discussing the US warships in the Caribbean Sea.", False, "supported"),
        ("Northline said that a tram ticket may cost up to £2.20.", True, "supported"),
        ("Work on the barrier starts in February 2027.", True, "supported"),
        ("Work on the barrier starts in August 2027.", True, "contradicted"),
        ("Adm. Alvin Holsey said he is not going to retire.", False, "contradicted"),
        ("Daily life in Venezuela has come to a halt.", False, "contradicted"),
        (
            "US officials have refused to designate the drug traffickers and cartels as terror groups.",
            False,
            "contradicted",
        ),
        ("Trump has refused to say that the CIA would attempt to remove Maduro.", False, "related"),
        (
            "It was the second time that an American strike did not immediately kill everyone on board.",
            False,
            "contradicted",
        ),
        ("Two bridges were closed for a month in the flood of January 2021.", True, "contradicted"),
    ],
)
def test_common_wordings_are_read(text: str, verdict: str, *, second: bool) -> None:
    assert got(text, second=second) == verdict


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Maduro has also been mocked by Trump on Truth Social.", False),
        ("Hegseth praised a video of the Venezuelan militia.", False),
        ("None of the survivors has a lawyer.", False),
        ("Two hundred people waited outside the salsa party in Caracas.", False),
        ("Three hundred people protested in Caracas.", False),
        ("The US Navy has 11 aircraft carriers.", False),
        ("The B-52 bombers flew home after six hours.", False),
        ("Five survivors were found after another accident.", False),
        ("Four strikes were carried out in the Pacific.", False),
        ("The US military has not struck any boat in the Pacific.", False),
        ("CNN did not name the two sources.", False),
        ("The Justice Department has not commented on the opinion.", False),
        ("Caña has three children.", False),
        ("Caña has not left Caracas.", False),
        ("Adm. Holsey has not given a reason for his retirement.", False),
        ("Trump has not ruled out strikes on land.", False),
        ("Maduro has not commented on the bombers' flight.", False),
        ("Venezuela has 28 million people.", False),
        ("The militia was not founded by Maduro.", False),
        ("Trump did not mention Maduro in his speech on Monday.", False),
        ("The musical will run for two weeks.", False),
        ("The theater has 2,400 seats.", False),
        ("Two bombers returned to Louisiana in the evening.", False),
        ("One of the survivors is from Ecuador.", False),
        ("Not all Venezuelans support the US pressure.", False),
        ("Some campuses had no banners.", False),
        ("Students at 40 universities went on strike.", False),
        ("The Washington Post reported on the boat strikes in September.", False),
        ("Rubio met Trump on Tuesday.", False),
        ("Guaidó left Venezuela in 2023.", False),
        ("The White House did not comment.", False),
        ("The Pentagon released a video of the first strike.", False),
        ("The first strike killed 11 people.", False),
        ("The second strike killed three people.", False),
        ("The decree has not been published.", False),
        ("Maduro signed another decree in October.", False),
        ("The council did not discuss the bus.", True),
        ("The mayor did not vote.", True),
        ("Two councillors abstained in an earlier vote.", True),
        ("The flood of 1953 killed 12 people.", True),
        ("In the flood of 1953 three bridges were closed.", True),
        ("The county pays for the fish market.", True),
        ("The bus runs every 20 minutes.", True),
        ("The bus has 12 stops.", True),
        ("Northline has 300 employees.", True),
        ("Northline did not build the old tram.", True),
        ("The railway station was built in 1902.", True),
        ("The Old Bridge was closed for two days in 2019.", True),
        ("The Liberal group has two seats.", True),
        ("The Greens have three seats on the council.", True),
        ("Dunmore Civil Works has built four barriers before.", True),
        ("The order is worth £30 million.", True),
        ("The parks department planted 200 trees last year.", True),
        ("The petition has not been answered.", True),
        ("The shopkeepers did not sign a petition against the barrier.", True),
        ("The court in Leeds has not decided yet.", True),
        ("The court rejected another complaint in 2024.", True),
        ("A ticket for the bus costs £1.80.", True),
        ("Eastbank has 4,000 homes.", True),
        ("Residents of Eastbank did not sue the town.", True),
        ("Trump has decided against military action in Venezuela.", False),
    ],
)
def test_what_the_base_leaves_open_is_not_contradicted(text: str, *, second: bool) -> None:
    assert got(text, second=second) != "contradicted"


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("None of the bombers had a location beacon switched on in Venezuela's flight information region.", False),
        ("Experts have not questioned Maduro's number of reservists.", False),
        ("The council approved the plan by 7 votes to 5.", True),
        ("Hegseth made fun of a video of the Venezuelan militia on Truth Social.", False),
    ],
)
def test_one_word_more_does_not_hide_a_contradiction(text: str, *, second: bool) -> None:
    assert got(text, second=second) == "contradicted"


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("The tram needs less time than the bus.", True),
        ("The tram line will also cross Station Road.", True),
        ("Hull's council voted 9 to 2 for a barrier too.", True),
        ("There are 80 lime trees on Market Square.", True),
        ("60 per cent of the shopkeepers are against the tram.", True),
        ("The gasworks stand 1 kilometre downstream of the Old Bridge.", True),
        ("The fish market is 3 kilometres downstream of the Old Bridge.", True),
        ("Northline expects 2,000 passengers a day at the station.", True),
        ("US warships are 50 miles from the Venezuelan mainland.", False),
        ("One person survived the eighth known US strike on alleged drug boats.", False),
        ("Two people died in the sixth known US strike on alleged drug boats.", False),
        ("The US military carried out a strike on 21 October 2025.", False),
        ("The New York Times also reported Trump's decision to expand the CIA's authority.", False),
        ("Some Venezuelans are openly showing their support for Maduro.", False),
        ("Pedro Caña said that he sleeps well.", False),
        ("Juan Caña said we sleep well.", False),
        ("Experts say that the members of Maduro's militias are badly trained.", False),
        ("Experts say the militias are not well trained.", False),
        ("Trump denied that he wants war.", False),
        ("Trump ruled out that the CIA would attempt to remove Maduro.", False),
    ],
)
def test_another_event_or_actor_or_more_of_them_is_no_contradiction(text: str, *, second: bool) -> None:
    assert got(text, second=second) in {"related", "not_covered"}


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("The parks department has promised to plant two new trees for each two that are felled.", True),
        ("The council voted to build a flood barrier across the River Sele or a tram line to the hospital.", True),
        ("The council had rejected the plan in 2019 or in 2022.", True),
        ("The council has rejected the plan.", True),
        ("On 9 June 2026 the shopkeepers filed a complaint in Leeds.", True),
        ("The court in Leeds may yet stop the tram on 9 June 2026.", True),
        ("Maduro or Trump is massing military forces.", False),
        ("On 15 October 2025 Trump authorized the CIA to conduct covert action in Venezuela.", False),
        ("In October 2025 Maduro's forces carried out drills on La Orchila Island.", False),
        ("Juan Guaidó was Venezuela's legitimate president in 2019.", False),
        ("Trump has not decided on military action inside Venezuela.", False),
        ("The cartels are terror groups.", False),
        ("According to experts, the militias have more than 8 million reservists.", False),
        ("The musical and the salsa party took place in the west of Caracas.", False),
    ],
)
def test_another_day_a_choice_or_a_point_of_view_left_out_is_not_proven(text: str, *, second: bool) -> None:
    assert got(text, second=second) not in {"supported", "claimed"}


@pytest.mark.parametrize(
    "text",
    ["CNN says the boats were carrying drugs.", "CNN says that traffickers are an imminent threat to Americans."],
)
def test_what_the_publisher_reports_of_others_remains_their_claim(text: str) -> None:
    assert got(text) == "claimed"
