from __future__ import annotations

from dataclasses import replace

import pytest
from drafts import drafted, source_of

from bot.core.drafting import DraftSource, ExistingBase, draft
from bot.core.knowledge.model import Standing

ANN = "Ann Grey, the mayor of Ostrand, said the pier is safe."


def said(text: str) -> list[str]:
    """Who says each fact."""
    return [fact.attribution for fact in drafted(text).facts]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (f"{ANN} She added that it will open on Monday.", ["Ann Grey", "Ann Grey"]),
        (f"{ANN}\n\nGrey said that the crane was old.", ["Ann Grey", "Ann Grey"]),
        (f"{ANN}\n\n“The crane is old,” the mayor said.", ["Ann Grey", "Ann Grey"]),
        ("“The crane fell at noon,” said Ann Grey. “It hit the pier. Nobody was on the pier.”", ["Ann Grey"] * 3),
        ("“The crane fell at noon. It hit the pier,” said Ann Grey.", ["Ann Grey"] * 2),
        ("“The crane fell at noon,” said Ann Grey.\n\n“It hit the old pier.”", ["Ann Grey"] * 2),
        (
            "“The crane fell at noon,” said Ann Grey. “It hit the old pier.\n\n“Then the lamp of the pier went out.”",
            ["Ann Grey"] * 3,
        ),
        ("Mr. Ash, 54, told the court that Ann Grey signed it. He said the note was his.", ["Ash", "Ash"]),
        (f"{ANN} Tom Ash painted the pier. He said the paint is dry.", ["Ann Grey", "Varn Gazette", "Tom Ash"]),
        (
            "The Harbour Office (HO) runs the pier. The HO said the pier is safe.",
            ["Varn Gazette", "the Harbour Office"],
        ),
        (
            f"{ANN} According to a letter that she wrote in May, the crane is old.",
            ["Ann Grey", "Ann Grey’s letter"],
        ),
        ("According to figures that it published, nine boats waited.", ["figures"]),
        ("One guard, who saw it, said the crane fell. The guard said the pier shook.", ["one guard", "one guard"]),
    ],
)
def test_who_speaks_is_found_around_the_sentence(text: str, who: list[str]) -> None:
    assert said(text) == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Tom Ash said the pier is safe. The lamp had been passed in May by a keeper, Jan Rowe, he added.",
            ["Tom Ash", "Tom Ash"],
        ),
        (
            "Ann Grey runs the pier. Jan Rowe had never been on it, she said.",
            ["Varn Gazette", "Jan Rowe"],
        ),
        (
            "Asked by Tom Ash why the lamp was dark, Jan Rowe paused for some time. “I have two kids,” he said.",
            ["Varn Gazette", "Jan Rowe"],
        ),
        (
            "The reply, read to the jury from the phone, came 11 minutes later. It said: “Grease it until September.”",
            ["Varn Gazette", "the reply"],
        ),
        (
            "Ann Grey spoke for the port. Tom Ash, she said, sold ten lamps of the pier.",
            ["Varn Gazette", "Ann Grey"],
        ),
        (
            "Ann Grey runs the pier. Tom Ash is not so sure: at nine crowns, he says, it may be the wrong lamp.",
            ["Varn Gazette", "Tom Ash"],
        ),
        ("Keepers of the pier have counted 61 gulls, they report in Pier Letters.", ["keepers of the pier"]),
        ("St Orm’s told us that “the lamps worked”.", ["St Orm’s"]),
        (
            "The team combed through 11 years of records and found the same fall.",
            ["the team"],
        ),
    ],
)
def test_who_speaks_is_the_subject_and_not_who_else_is_named(text: str, who: list[str]) -> None:
    assert said(text) == who


def test_a_person_is_not_written_for_it_in_a_statement() -> None:
    text = "Tom Ash said the pier is safe. The lamp, every part of it, had been passed in May, he added."

    assert drafted(text).facts[1].statement == ("The lamp, every part of it, had been passed in May, Tom Ash added.")


def test_a_pronoun_with_two_persons_is_marked_or_left_open() -> None:
    near = drafted(f"{ANN} Tom Ash painted the pier. He said the paint is dry.").facts[-1]
    open_ = drafted("Tom Ash and Jan Rowe painted the pier. He said that the paint is dry.").facts[-1]

    assert (near.attribution, near.said_by, near.sure) == ("Tom Ash", "He", False)
    assert (open_.attribution, open_.said_by, open_.sure, open_.pointer) == ("Varn Gazette", "He", False, "He")


def test_a_statement_names_whom_a_pronoun_means_and_a_second_quote_proves_it() -> None:
    first, second = drafted(f"{ANN} She added that the lamp will be lit again.").facts

    assert second.statement == "Ann Grey added that the lamp will be lit again."
    assert second.named_by == first.quotes[0]


TRANSCRIPT = """\
Press briefing with Ann Grey and Tom Ash

MS. GREY: Good afternoon. The pier was closed on Monday.

We have moved 40 boats to the south harbour.

Q Thank you. Ines Ford, Varn Gazette. The union says the crane was never checked. Is that true?

MR. ASH: According to our log, the crane was checked in May.

Q The crane belonged to your brother.

MR. ASH: That is false, and I sold my shares in the crane.
"""


def test_the_turns_of_a_transcript_say_who_speaks() -> None:
    made = drafted(TRANSCRIPT)

    assert [(fact.attribution, fact.standing) for fact in made.facts] == [
        ("Ann Grey", Standing.STATED),
        ("Ann Grey", Standing.STATED),
        ("the union", Standing.DISPUTED),
        ("our log", Standing.DISPUTED),
        ("an unnamed reporter", Standing.DISPUTED),
        ("Tom Ash", Standing.DISPUTED),
    ]
    assert made.facts[1].statement == "Ann Grey said: “We have moved 40 boats to the south harbour.”"
    assert made.facts[1].named_by is not None
    assert made.facts[1].named_by.exact == "MS. GREY:"


HEARING = """\
Hearing on the Varn crane

Chairwoman ALVES. The crane fell on May 2 with 12 tons of grain.

Mr. TOLLIVER. I ran the crane, and I was on duty that day.

Chairwoman ALVES. The harbour log names you, and the union says you were asleep.

Mr. TOLLIVER. The union was on strike.
"""


def test_the_record_of_a_parliament_is_a_transcript_and_a_title_stays_with_a_surname() -> None:
    said_by = [fact.attribution for fact in drafted(HEARING).facts]

    assert said_by[:2] == ["Chairwoman Alves", "Mr. Tolliver"]
    assert said_by[-1] == "Mr. Tolliver"


def test_both_sides_of_a_contradiction_are_disputed_and_linked() -> None:
    first, second = drafted("The mayor said the pier is safe.\n\nThe union disputed that, and closed its office.").facts

    assert [first.standing, second.standing] == [Standing.DISPUTED, Standing.DISPUTED]
    assert (first.disputes, second.disputes) == ((), (first.id,))


def test_a_denial_of_nothing_in_the_text_is_only_claimed() -> None:
    (fact,) = drafted("The council denied that the pier is closed.").facts

    assert (fact.standing, fact.disputes) == (Standing.STATED, ())


def test_what_a_court_heard_is_claimed() -> None:
    (fact,) = drafted("The director lied to inspectors daily, a court heard on Monday.").facts

    assert (fact.attribution, fact.standing) == ("Varn Gazette", Standing.CLAIMED)


def test_an_organisation_that_the_sentence_before_is_about_hopes_too_but_not_surely() -> None:
    fact = drafted("The utility lowered its prices in May. It hopes to keep them until June.").facts[1]

    assert (fact.attribution, fact.sure) == ("the utility", False)
    assert fact.statement == "The utility hopes to keep them until June."


def test_the_company_of_a_press_release_is_its_publisher() -> None:
    text = "FOR IMMEDIATE RELEASE\n\nThe lamps may fall, the Company said. It sold 400 lamps."

    assert said(text)[0] == "Varn Gazette"


def test_the_authority_of_a_press_release_is_its_publisher_and_its_chief_executive_has_a_name() -> None:
    text = (
        "FOR IMMEDIATE RELEASE\n\nThe Varn Boat Authority will run 40 boats, the Authority said today.\n\n"
        "“The boats are old,” said the Authority’s Chief Executive, Ann Grey.\n\nThe Authority has no pier."
    )
    source = replace(source_of(text), publisher="Varn Boat Authority")
    facts = draft(DraftSource(source=source, guessed=frozenset()), ExistingBase()).facts

    assert [(fact.attribution, fact.standing) for fact in facts] == [
        ("Varn Boat Authority", Standing.STATED),
        ("Ann Grey", Standing.STATED),
        ("Varn Boat Authority", Standing.STATED),
    ]


def test_the_minister_is_whom_the_text_calls_so() -> None:
    text = (
        "The Minister of Waters, Hon. Ann Grey, opened the pier on Monday.\n\nThe Minister said that it cost 40 crowns."
    )

    assert said(text) == ["Varn Gazette", "Ann Grey"]


def test_can_i_say_names_no_other_speaker() -> None:
    text = "TOM ASH: The pier opened.\n\nANN GREY: Can I say, the pier cost 40 crowns.\n\nTOM ASH: It cost 30 crowns."

    assert said(text)[0] == "Ann Grey"


def test_the_chair_of_a_hearing_has_a_label_without_a_name() -> None:
    text = (
        "The CHAIR. Four of the nine cranes have been idle since May.\n\nMr. ASH. The cranes were sold in June.\n\n"
        "The CHAIR. The record will stay open for ten days."
    )

    assert said(text) == ["the chair", "Mr. Ash", "the chair"]


RADIO = """\
TOLL: On Saturday 40 boats lost their lamps in the harbour of Ostrand. What went wrong?

ASH: A pump of ours stopped at nine o’clock. We had a second pump in the shed.

TOLL: A guard who was on the pier told me that both pumps had failed. She says the alarm of the pumps was off. Was it?

ASH: The alarm rang at nine o’clock.

TOLL: A sailor from Lisle wrote to us. He says that the pier was dark for two days. Is that right?

ASH: It was dark for one day.
"""


def test_who_opens_a_broadcast_and_asks_reports_and_cites_others() -> None:
    facts = {fact.quotes[0].exact.split(" ", 3)[-1][:12]: fact for fact in drafted(RADIO).facts}

    assert [(fact.attribution, fact.standing, fact.sure) for fact in facts.values()][:4] == [
        ("Toll", Standing.REPORTED, True),
        ("Ash", Standing.STATED, True),
        ("Ash", Standing.STATED, True),
        ("a guard", Standing.STATED, True),
    ]
    by_text = {fact.quotes[0].exact: fact for fact in facts.values()}
    says = by_text["She says the alarm of the pumps was off."]
    assert (says.attribution, says.sure) == ("a guard", False)
    assert not by_text["He says that the pier was dark for two days."].sure


def test_who_is_cited_in_a_turn_may_stand_before_the_name() -> None:
    cited = "TOLL: The guards’ union, Kolvar, told us that it had two boats on the pier."
    facts = drafted(f"{RADIO}\n{cited}\n").facts

    assert facts[-1].attribution == "Kolvar"


def test_a_mayor_who_asks_in_a_meeting_states_what_she_says() -> None:
    first = drafted(RADIO.replace("TOLL:", "MAYOR TOLL:")).facts[0]

    assert (first.attribution, first.standing) == ("Mayor Toll", Standing.STATED)
