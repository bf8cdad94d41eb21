from __future__ import annotations

import pytest
from drafts import drafted

from bot.core.knowledge.model import Standing


@pytest.mark.parametrize(
    ("text", "attribution", "standing"),
    [
        ("Bank records shown to the jury list 31 deposits.", "bank records shown to the jury", "documented"),
        ("The figure in the harbour log is 1,140 boats.", "the harbour log", "documented"),
        ("An audit that the office obtained shows three old boats.", "an audit that the office obtained", "documented"),
        ("The cave closed in 1640, dating of the calcite suggests.", "dating of the calcite", "claimed"),
        ("The crabs keep time in the dark, researchers have found.", "researchers", "stated"),
        (
            "The water held 9 micrograms of lead, according to the Varn Analyst Laboratory.",
            "the Varn Analyst Laboratory",
            "documented",
        ),
        (
            "The fund may pay again, a person familiar with the matter said.",
            "a person familiar with the matter",
            "reported",
        ),
        ("On Friday a court in Varn dismissed a claim of $4 million against the port.", "Varn Gazette", "reported"),
        ("The officer’s note gives a first name only.", "Varn Gazette", "documented"),
        ("A clerk pleaded guilty on Monday to theft, prosecutors said.", "prosecutors", "reported"),
        ("Tom Ash got 40 crowns, according to a plea agreement.", "a plea agreement", "documented"),
        ("In a paper on tides, the team describe how crabs sleep.", "the team", "stated"),
        ("The clerk, who was not named in the papers, reported it to a hotline.", "Varn Gazette", "reported"),
        ("The audit documents 31 cases in which lamps broke.", "the audit", "documented"),
        ("An officer of the port counted 460 dead crabs.", "Varn Gazette", "reported"),
        ("Fining Tom Ash, the chairman, Ann Grey, said: “You did nothing for two years.”", "Ann Grey", "stated"),
        ("Magistrates heard that the tank had a crack.", "Varn Gazette", "claimed"),
        ("If so, the crabs may have lived there for 300 years.", "Varn Gazette", "claimed"),
    ],
)
def test_the_standing_follows_from_who_says_it_and_how(text: str, attribution: str, standing: str) -> None:
    (fact,) = drafted(text).facts

    assert (fact.attribution, fact.standing) == (attribution, Standing(standing))


def test_the_rest_of_what_a_record_shows_is_documented_too() -> None:
    text = "Bank records list 31 deposits. The largest, 6,500 crowns, was paid in on Jan. 14, 2021."

    assert [(fact.attribution, fact.standing) for fact in drafted(text).facts] == [
        ("bank records", Standing.DOCUMENTED)
    ] * 2


RELEASE = """\
FOR IMMEDIATE RELEASE

Varn Gazette opened a reading room in the old customs house on Monday.

The Water Tribunal ordered Varn Gazette in May to move.

Gov. Ann Grey spoke at the opening.

Grey signed the Libraries Act on Feb. 27.
"""


def test_a_press_release_states_what_its_publisher_did_and_reports_what_others_did() -> None:
    assert [fact.standing for fact in drafted(RELEASE).facts] == [
        Standing.STATED,
        Standing.REPORTED,
        Standing.REPORTED,
        Standing.REPORTED,
    ]


def test_what_a_court_heard_is_the_prosecutions() -> None:
    text = (
        "The director lied to inspectors daily, a court heard on Monday.\n\n"
        "Ann Grey, prosecuting, told jurors that the tanks were off."
    )

    assert [fact.attribution for fact in drafted(text).facts] == ["Ann Grey", "Ann Grey"]
