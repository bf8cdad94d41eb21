from __future__ import annotations

import pytest
from drafts import source_of

from bot.core.drafting.noise import read_segments
from bot.core.drafting.segments import NoFact

STORY = "The harbour office closed the north pier on Monday after a crane fell into the water there."


def reasons(text: str) -> list[tuple[str, NoFact | None]]:
    return [(text[each.start : each.end], each.no_fact) for each in read_segments(source_of(text))]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Read more: Five things about the pier", NoFact.NAVIGATION),
        ("Sign up for our free newsletter.", NoFact.NAVIGATION),
        ("Get the best of the Gazette in your inbox.", NoFact.NAVIGATION),
        ("Get the day’s biggest stories by email every morning.", NoFact.NAVIGATION),
        ("Our best harbour stories, every Saturday.", NoFact.NAVIGATION),
        ("This is an uncorrected transcript of evidence taken in public.", NoFact.BOILERPLATE),
        ("Not all keepers are sold.", NoFact.EMPTY),
        ("Ann Grey/Varn Gazette", NoFact.CREDIT),
        ("By Ann Grey and Tom Ash", NoFact.BYLINE),
        ("(Photo: Ann Grey / Varn Gazette)", NoFact.CREDIT),
        ("Photo courtesy of the harbour office", NoFact.CREDIT),
        ("Image caption, The crane in the water", NoFact.CAPTION),
        ("Pier | Crane | Year", NoFact.TABLE),
        ("- Up to 400 crowns a day", NoFact.FRAGMENT),
        ("• 38 metres: height of the lamp", NoFact.FRAGMENT),
        ("The museum warmly welcomes the vote.", NoFact.EMPTY),
        ("“Burned lovely,” the keeper said.", NoFact.EMPTY),
        ("It was, members of the jury, a small town’s emergency.", NoFact.EMPTY),
        ("Lars Hedin is not convinced.", NoFact.EMPTY),
        ("You can hear The Long Tide again on our website.", NoFact.BOILERPLATE),
        ("That is simply not true.", NoFact.EMPTY),
        ("He denies all of them.", None),
        ("Nobody was killed.", None),
        ("Nobody else was hurt.", None),
        ("Nobody knows.", NoFact.EMPTY),
        ("Please follow along on our page.", NoFact.NAVIGATION),
        ("October 3, 2031, 10:00 a.m.", NoFact.LABEL),
        ("FOR IMMEDIATE RELEASE", NoFact.LABEL),
        ("April 9, 2031", NoFact.LABEL),
        ("1:07 P.M.", NoFact.LABEL),
        ("(Laughter.)", NoFact.LABEL),
        ("###", NoFact.LABEL),
        ("Owners may receive:", NoFact.LABEL),
        ("How the lamps were lit", NoFact.HEADING),
        ("Media contact: Ann Grey, 555-0143", NoFact.BOILERPLATE),
        ("This transcript has been lightly edited for clarity.", NoFact.BOILERPLATE),
        ("Reach her at grey@varn.example.", NoFact.BOILERPLATE),
        ("Could the pier fall?", NoFact.QUESTION),
        ("“It was a long two weeks,” the keeper said.", NoFact.EMPTY),
        ("“I counted them all because I was awake.”", NoFact.LITTLE),
        ("“Well, if I may, we are happy to say so.”", NoFact.EMPTY),
        ("Updated March 11, 2031, 6:42 p.m.", NoFact.LABEL),
        ("Reference: A. Grey et al., Pier Reports 12, 118 (2031).", NoFact.BOILERPLATE),
        ("A. Grey et al., Pier Reports 12, 118 (2031).", NoFact.BOILERPLATE),
        ("(Ann Grey/The Varn Bell)", NoFact.CREDIT),
        ("About VBA: The Authority plans and pays for boats and piers.", NoFact.BOILERPLATE),
        ("– ENDS –", NoFact.LABEL),
        ("Radio Varn, 19 November 2031.", NoFact.LABEL),
        ("Not everyone is persuaded.", NoFact.EMPTY),
        ("“We have inspected six cranes since then,” the keeper said.", None),
        ("Whether the pier can be repaired is unclear.", None),
    ],
)
def test_a_line_that_is_no_fact_is_known_by_its_words(line: str, reason: NoFact | None) -> None:
    assert reasons(f"{STORY}\n\n{line}\n\n{STORY}")[1] == (line, reason)


def test_what_stands_between_the_title_and_the_byline_is_a_heading() -> None:
    under = "The crane fell into the water, keepers say. The harbour office wants it back."
    text = f"The pier is shut\n\n{under}\n\nBy Ann Grey\n\n{STORY}"

    assert [reason for _, reason in reasons(text)] == [*[NoFact.HEADING] * 3, NoFact.BYLINE, None]


def test_a_name_above_a_job_is_a_byline() -> None:
    text = f"The pier is shut\n\nAnn Grey\nCourt correspondent\n\n{STORY}"

    assert reasons(text)[1:3] == [("Ann Grey", NoFact.BYLINE), ("Court correspondent", NoFact.HEADING)]


def test_a_long_paragraph_before_the_byline_is_the_story_itself() -> None:
    text = f"The pier is shut\n\n{STORY} {STORY} {STORY}\n\nBy Ann Grey\n\n{STORY}"

    assert [reason for _, reason in reasons(text)] == [NoFact.HEADING, None, None, None, NoFact.BYLINE, None]


def test_what_stands_under_citations_is_no_fact() -> None:
    text = f"{STORY}\n\nCITATIONS\n\nA. Grey. The pier moves with the tide. Pier Reports. Published online May 6, 2031."

    assert NoFact.BOILERPLATE in dict(reasons(text)).values()
    assert [line for line, reason in reasons(text) if reason is None] == [STORY]


@pytest.mark.parametrize(
    "place",
    [
        "OSTRAND, Lisle (AP) —",
        "LOWER WICKETT —",
        "PORT ESKDALE, May 14 -",
        "SARNOW, 3 June 2032 –",
        "OSTRAND, Jan. 4, 2031 /Wire/ --",
        "Varn, Tuesday —",
    ],
)
def test_a_place_before_the_story_is_cut_off(place: str) -> None:
    assert reasons(f"{place} {STORY}") == [(place, NoFact.LABEL), (STORY, None)]


def test_a_dash_inside_a_sentence_cuts_nothing_off() -> None:
    line = "Ann Grey saw it fall — She had been on the pier since noon and called the harbour office at once."

    assert reasons(line) == [(line, None)]


def test_the_items_of_a_list_are_facts_without_their_markers_where_a_whole_sentence_leads_to_them() -> None:
    lead = "Free water is being handed out this week at two places:"
    item = "Varn Fire Station No. 2, daily from 7 a.m. to 7 p.m."
    text = f"{STORY}\n\n{lead}\n\n- {item}\n\n- The pier was closed by the harbour office."
    start = text.index(lead)

    read = read_segments(source_of(text))

    assert [(text[each.start : each.end], each.no_fact, each.lead) for each in read[1:]] == [
        (lead, None, None),
        (item, None, (start, start + len(lead))),
        ("The pier was closed by the harbour office.", None, None),
    ]


def test_the_lines_of_a_list_are_read_one_by_one_and_wrapped_lines_as_one() -> None:
    wrapped = STORY.replace(" after ", "\nafter ")

    assert [text for text, _ in reasons("Pier | Year\nNorth | 1901\nSouth | 1911")] == [
        "Pier | Year", "North | 1901", "South | 1911"
    ]  # fmt: skip
    assert reasons(wrapped) == [(wrapped, None)]


def test_a_sentence_with_its_credit_is_a_caption() -> None:
    text = f"{STORY}\n\nA crane is lifted out of the water in Varn.\nCredit: A. Grey/Varn Gazette"

    assert reasons(text)[1] == ("A crane is lifted out of the water in Varn.", NoFact.CAPTION)


def test_what_a_publisher_says_about_itself_is_no_fact() -> None:
    about = f"About the Harbour Office\n\n{STORY}"

    assert [reason for _, reason in reasons(about)] == [NoFact.HEADING, NoFact.BOILERPLATE]
    assert [reason for _, reason in reasons(about.replace("\n\n", "\n"))] == [NoFact.HEADING, NoFact.BOILERPLATE]


def test_a_sentence_ends_after_a_company_where_another_one_begins() -> None:
    text = "The panel dismissed a claim by Lumen Ferries Ltd. Lumen had alleged that the packs overheated."

    assert [text for text, _ in reasons(text)] == [
        "The panel dismissed a claim by Lumen Ferries Ltd.", "Lumen had alleged that the packs overheated."
    ]  # fmt: skip


def test_who_wrote_a_text_stands_under_it() -> None:
    text = "\n\n".join([STORY] * 4 + ["Ann Grey writes about piers. Her last piece was about the gulls of Varn."])

    assert [reason for _, reason in reasons(text)][-2:] == [NoFact.BOILERPLATE] * 2


def test_a_dateline_may_come_after_the_line_of_the_title() -> None:
    text = f"The pier of Ostrand is shut\nOSTRAND, May 4 (VAR) - {STORY}"

    assert reasons(text)[1] == ("OSTRAND, May 4 (VAR) -", NoFact.LABEL)


HEARING = """\
The CHAIR. Mr. Ash, you are recognized for five minutes.

Mr. ASH. The crane was oiled in May. The keeper left by himself.

The CHAIR. The committee would like to see that. If that is so.

Mr. ASH. That is not correct. It was oiled again. I’ve not seen any letter. Mr Grey, thanks for coming in.

Mr. ASH. I am ashamed of that.
"""


def test_a_short_sentence_of_a_transcript_may_say_something() -> None:
    found = {text: reason for text, reason in reasons(HEARING) if reason is not NoFact.LABEL}

    assert found == {
        "Mr. Ash, you are recognized for five minutes.": NoFact.EMPTY,
        "The crane was oiled in May.": None,
        "The keeper left by himself.": None,
        "The committee would like to see that.": NoFact.EMPTY,
        "If that is so.": NoFact.EMPTY,
        "That is not correct.": NoFact.EMPTY,
        "It was oiled again.": NoFact.LITTLE,
        "I’ve not seen any letter.": NoFact.LITTLE,
        "Mr Grey, thanks for coming in.": NoFact.EMPTY,
        "I am ashamed of that.": NoFact.EMPTY,
    }
