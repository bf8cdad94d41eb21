"""What a draft leaves to a curator, in sentences of a story that is made up."""

from __future__ import annotations

import drafts
import pytest
import yaml

from bot.core.drafting import Draft, draft_files
from bot.core.drafting.doubts import BESIDE, CONTRADICTS, NO_SPEAKER, OTHER_SIDE, PAIRED, REFERS_BACK

HEAD = "The Varn lock is closed\n\n"


def drafted(text: str) -> Draft:
    return drafts.drafted(HEAD + text)


def doubts(text: str) -> dict[str, str]:
    """The doubt of each drafted fact, by the first two words of its passage."""
    return {" ".join(fact.quotes[0].exact.split()[:2]): fact.doubt for fact in drafted(text).facts}


@pytest.mark.parametrize(
    ("text", "first", "doubt"),
    [
        ("Those boats waited at the lock for nine days.", "Those boats", REFERS_BACK.format(word="Those")),
        ("“The pumps ran all night.” The mayor and the keeper met.", "“The pumps", NO_SPEAKER),
        ("According to figures that it published, nine boats waited.", "According to", NO_SPEAKER),
        ("There are nine locks on the canal.", "There are", ""),
        ("Ann Grey said the pumps had never run dry.", "Ann Grey", CONTRADICTS),
        ("Engineers questioned the account of the harbour office.", "Engineers questioned", CONTRADICTS),
        ("The log shows that no boat passed the lock.", "The log", ""),
        ("The lock was not repaired in May.", "The lock", ""),
    ],
)
def test_a_passage_is_in_doubt_where_a_word_of_it_leads_elsewhere(text: str, first: str, doubt: str) -> None:
    others = "The canal was dug in 1788. The pumps lift 40 tonnes of water an hour."
    assert doubts(f"{text}\n\n{others}")[first] == doubt


def test_what_stands_beside_a_dispute_may_be_meant_by_it() -> None:
    found = doubts(
        "The town council says the roof was repaired in May. Roofers who saw the hall dispute that.\n\n"
        "The insurer said the hall is old.\n\nThe clock was built in 1788."
    )

    assert found["The town"] == found["Roofers who"] == ""
    assert found["The insurer"] == BESIDE
    assert found["The clock"] == ""


def test_both_sides_of_a_dispute_are_offered_or_none() -> None:
    made = drafted(
        "These repairs to the roof were made in May, the council said. The roofers said: “No repairs were made.”\n\n"
        "The clock was built in 1788."
    )
    by_doubt = {fact.doubt for fact in made.facts if fact.standing == "disputed"}

    assert by_doubt == {REFERS_BACK.format(word="These"), OTHER_SIDE}


def test_a_draft_in_which_all_is_in_doubt_offers_all() -> None:
    made = drafted("Those boats waited at the lock for nine days.")

    assert [fact.doubt for fact in made.offered] == [REFERS_BACK.format(word="Those")]
    assert made.doubtful == ()


def test_passages_in_doubt_are_listed_with_the_reason_in_place_of_facts() -> None:
    made = drafted("Those boats waited at the lock for nine days.\n\nThe canal was dug in 1788.")
    files = draft_files(made)
    (facts,) = map(yaml.safe_load, files.facts.values())
    (source,) = yaml.safe_load(files.entries["sources.yaml"])
    (listed,) = [each for each in source["unquoted"] if each["exact"].startswith("Those")]

    assert [fact["statement"] for fact in facts] == ["The canal was dug in 1788."]
    assert listed["reason"] == "What “Those” stands for is not clear."
    assert "not clear.”  # TODO: make a fact of it" in files.entries["sources.yaml"].replace('."  #', ".”  #")


def test_a_link_without_a_denial_is_in_doubt_on_both_sides() -> None:
    reasons = {fact.doubt for fact in drafts.drafted(LINKED).facts}

    assert PAIRED in reasons


LINKED = """\
The trial of a lock keeper

Prosecutor Ann Grey said the keeper opened the gates at night for money from the boats.

For the defence, Tom Ash said his client opened the gates at night for a boat in distress.

The canal was dug in 1788.
"""


def test_what_may_say_too_little_is_listed() -> None:
    text = "“The pumps of the lock ran all night,” the keeper said. “I counted them because I was awake.”"

    assert doubts(text) == {"“The pumps": "", "“I counted": "It may say too little by itself."}


def test_the_clauses_of_one_sentence_share_a_doubt() -> None:
    found = doubts(
        "MS. GREY: The pump of the lock came in May.\n\n"
        "MR. ASH: I did not say that it came from you; it was the keeper of the lock in Varn.\n\n"
        "MS. GREY: The lock was dug in 1788."
    )

    assert found == {"The pump": "", "I did": CONTRADICTS, "it was": CONTRADICTS, "The lock": ""}
