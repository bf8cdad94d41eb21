"""False sentences in other words than the source's, each beside a true one that must not be contradicted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rankers import project_checker, second_checker

from bot.core.factcheck import Contradicted, DifferenceKind, Verdict
from bot.core.factcheck.checker import FactChecker
from bot.i18n.phrases import verdict_kind

HERE = Path(__file__).parents[2]
CHECKERS = {"project": project_checker, "second": second_checker}
CASES: list[tuple[str, str, tuple[str, str] | None]] = [
    # A number of the same things; of other things it is none.
    ("project", "Just 300 people turned up to the famous salsa party in Caracas", ("300", "1,000")),
    ("project", "About 300 people were still dancing at the salsa party at midnight", None),
    ("project", "Five US Air Force B-52 bombers were off Venezuela on 15 October", ("Five", "Three")),
    ("project", "Two of the B-52 bombers flew off Venezuela on 15 October", None),
    ("project", "At least 27 people have been killed in the boat strikes", None),
    ("project", "Twenty-seven people have died in the US strikes on boats.", None),
    ("project", "The US military killed 27 people on the boats.", None),
    ("project", "Six people survived a US boat strike.", ("Six", "two")),
    ("second", "The Sele rose 8.4 metres above normal in the 2021 flood", ("8.4 metres", "4.8 metres")),
    ("second", "In 2005 the Sele rose 3.2 metres above its normal level", None),
    ("second", "Council tax is to go up by 13 per cent to pay for the barrier", ("13 per cent", "3 per cent")),
    ("second", "The depot of the tram will be 5.6 metres high and 30 metres long", None),
    ("second", "The national government pays 16 per cent of the cost of the tram", None),
    ("second", "Eastbank has 4,000 homes.", None),
    # A date of the same event.
    ("second", "Nobody died in the flood of 1953.", None),
    ("project", "The decree was announced at the end of August 2025", ("August 2025", "September 2025")),
    ("second", "The building of the barrier is due to start in March 2027", ("March 2027", "February 2027")),
    ("second", "Construction of the tram line is due to begin in March 2027.", None),
    ("project", "Holsey will leave his post on December 12", None),
    ("project", "Holsey took command of SOUTHCOM in November 2024.", None),
    ("project", "Maduro's forces carried out drills on La Orchila at the end of September", None),
    # A place inside a name, and a place that is part of another.
    (
        "project",
        "The airspace where the B-52s stayed is controlled by Chile's aviation authority",
        ("Chile", "Venezuela"),
    ),
    ("project", "Chile's aviation authority controls the flight information region next to it", None),
    ("project", "The two survivors were detained by the US military in Puerto Rico", None),
    # Another office.
    ("project", "Pete Hegseth is the US Secretary of State", ("Secretary of State", "Defense Secretary")),
    ("project", "Marco Rubio is the US Secretary of State", None),
    (
        "project",
        "The White House recognized Juan Guaidó as vice president of Venezuela in 2019",
        ("vice president", ""),
    ),
    # What somebody does not have, did not do, or is not.
    ("project", "Southern Command had no concerns that the Caribbean operations were unlawful", ("no", "")),
    ("project", "The White House had no concerns about the operations in the Caribbean", None),
    ("project", "The US bombers failed to remain in international airspace", ("failed", "")),
    ("project", "No Venezuelans are showing support for the American pressure on Maduro", ("No", "")),
    ("project", "Holsey thought that he was moving fast enough against drug traffickers", None),
    ("project", "Venezuela's airspace reaches far beyond its flight information region", ("airspace", "airspace")),
    ("project", "Trump said on Wednesday that the CIA would try to remove Maduro", ("", "")),
    ("project", "A senator said that the CIA would try to remove Maduro", None),
    ("second", "The barrier costs at least 110 million pounds because the ground under the river is soft.", None),
    ("project", "Two of the strikes took place in September", None),
    # All, where the source has some of several.
    ("project", "All three bombers kept their location beacons activated.", ("All three", "Two")),
    ("project", "Inside Venezuela's FIR, all of the B-52s kept their location beacons on.", ("all", "Two")),
    ("project", "All of Venezuela's states have been militarized.", ("All", "20")),
    (
        "project",
        "Thirteen of Venezuela's states were militarized as part of Maduro's mobilizations.",
        ("Thirteen", "20"),
    ),
    ("project", "All of the bombers flew off Venezuela.", None),
    ("project", "All the bombers took off from Barksdale.", None),
    ("second", "All 11 seats are taken.", None),
    # The end of a way, or one side of something.
    ("second", "The tram line will run from the airport to St Anne's Hospital.", ("airport", "station")),
    ("second", "The flood barrier will stand between the gasworks and the town hall.", ("town hall", "market")),
    ("second", "The tram line will run from the station to St Anne's Hospital.", None),
    # The same in another construction.
    ("second", "The shopkeepers' complaint was filed on 4 April 2026.", ("4 April", "4 May")),
    ("project", "The US Secretary of State is Pete Hegseth.", ("Secretary of State", "")),
    ("project", "The survivors are on a ship of the US Coast Guard.", ("US Coast Guard", "US Navy")),
    ("project", "Nobody survived the sixth US strike on an alleged drug boat", ("Nobody", "")),
    # Opposites; two of them tell of something else, unless one is only the direction of the other.
    ("second", "In January 2021 the river fell 4.8 metres below its normal level", ("below", "above")),
    ("project", "Trump officials have publicly denied that they want to oust Maduro", None),
    ("project", "The US military set the two survivors of the strike free on Friday", ("set", "detained")),
    ("project", "Trump decided to limit the CIA's authority to conduct lethal targeting.", ("limit", "expand")),
    ("project", "Congress wants to cut back the CIA's authority", None),
    (
        "project",
        "The government announced that Maduro had repealed a decree of external commotion",
        ("repealed", "signed"),
    ),
    ("project", "Maduro repealed another decree in 2019", None),
]
"""A base, a sentence, and what it differs in from the source, each in its own words; None if it contradicts nothing."""


def verdict_on(base: str, text: str) -> Verdict:
    checker: FactChecker = CHECKERS[base]()
    return next(iter(checker.check([text])))


@pytest.mark.parametrize(("base", "text", "differs"), CASES)
def test_another_value_is_contradicted_and_what_only_resembles_one_is_not(
    base: str, text: str, differs: tuple[str, str] | None
) -> None:
    verdict = verdict_on(base, text)

    assert isinstance(verdict, Contradicted) is (differs is not None)
    if isinstance(verdict, Contradicted) and differs is not None:
        said, source = differs
        assert any(said in each.said and source in str(each.source) for each in verdict.differences)


def test_an_adjective_is_denied_by_not_and_by_its_own_form_alike() -> None:
    denied = verdict_on("project", "Southern Command was concerned that the Caribbean operations were lawful")

    assert isinstance(denied, Contradicted)
    assert {each.kind for each in denied.differences} <= {DifferenceKind.WORD, DifferenceKind.NEGATION}


@pytest.mark.parametrize(("base", "file"), [("project", ""), ("second", "second_base/")])
def test_no_sentence_gets_a_verdict_that_its_label_excludes(base: str, file: str) -> None:
    lines = (HERE / f"{file}check_exclusive.jsonl").read_text(encoding="utf-8").splitlines()
    labels = [json.loads(line) for line in lines]
    got = [verdict_kind(verdict_on(base, label["text"])) for label in labels]

    assert len(labels) > 100
    assert [each["text"] for each, verdict in zip(labels, got, strict=True) if verdict in each["never"]] == []
