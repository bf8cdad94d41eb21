from __future__ import annotations

from dataclasses import replace

import pytest
from drafts import drafted, source_of

from bot.core.drafting import DraftSource, ExistingBase, draft
from bot.core.knowledge.model import EntityKind

PERSON, BODY, PLACE, THING = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.PLACE, EntityKind.THING


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The court heard Judge Imelda R. Castane on Monday.", {"Imelda R. Castane": PERSON}),
        (
            "The pier was painted by lawyer Theo Lind and a spokeswoman, Pia Ash.",
            {"Theo Lind": PERSON, "Pia Ash": PERSON},
        ),
        ("They met Speaker Rowe on the pier.", {"Rowe": PERSON}),
        ("The keeper met Mr Orchard by the pier.", {"Orchard": PERSON}),
        ("The jury heard Countess Ida Strand on Monday.", {"Ida Strand": PERSON}),
        ("The order names Kolvar AS, as it runs the ferry.", {"Kolvar AS": BODY}),
        ("They met the boats of Nether Varn.", {"Nether Varn": PLACE}),
        ("Buenos Aires and Gdańsk have tide clocks.", {"Buenos Aires": PLACE, "Gdańsk": PLACE}),
        ("Lower Varn will follow in the autumn, and the lamps lower their price.", {"Lower Varn": PLACE}),
        ("The harbour master spoke for Harbour Ash.", {"Harbour Ash": PLACE}),
        ("It was published last week in Tide Rhythms.", {"Tide Rhythms": THING}),
        (
            "The bench fined Tom Ash, of Quay Loft, Upper Lisle.",
            {"Tom Ash": PERSON, "Quay Loft": PLACE, "Upper Lisle": PLACE},
        ),
        ("Nobody liked the Harbor, the man said.", {}),
        ("It was read by the auditors Grey Ash.", {"Grey Ash": BODY}),
        ("It was read by the auditors Ann Grey and Tom Ash.", {"Ann Grey": PERSON, "Tom Ash": PERSON}),
        ("They met the Drivers’ and Cleaners’ Union.", {"Drivers’ and Cleaners’ Union": BODY}),
        ("It was told on Radio Varn in May.", {"Radio Varn": BODY}),
        ("The hens of Quay Lane, Lisle, were sold.", {"Quay Lane": PLACE, "Lisle": PLACE}),
        ("The guards’ union, Kolvar, came.", {"Kolvar": BODY}),
        ("They met Beni Tarasque, 54, who fishes there.", {"Beni Tarasque": PERSON}),
        ("The work went to Brightwater, a firm that digs.", {"Brightwater": BODY}),
        ("The crew belonged to the Institute for Polar Waters (IPW).", {"Institute for Polar Waters": BODY}),
        (
            "They asked the Sable Homeowners’ League in Crane’s Neck.",
            {"Sable Homeowners’ League": BODY, "Crane’s Neck": PLACE},
        ),
        ("A union, United Metalworkers Local 88, came.", {"United Metalworkers Local 88": BODY}),
        ("The boat left for Lake Ushkara and the village of Norr.", {"Lake Ushkara": PLACE, "Norr": PLACE}),
        ("They met at Varn, Ostrand and Lisle Point.", {"Varn": PLACE, "Ostrand": PLACE, "Lisle Point": PLACE}),
        ("The crew of the submersible Petrel II came on the MV Corran.", {"Petrel II": THING, "MV Corran": THING}),
        ("The keeper signed the Harbour Recovery Act.", {"Harbour Recovery Act": THING}),
        (
            "The panel heard Grey Cells, Inc. and Lumen Ferries Ltd. on Monday.",
            {"Grey Cells, Inc.": BODY, "Lumen Ferries Ltd.": BODY},
        ),
        ("The crew of the ferry Lady Maren slept in Jan Rowe’s house.", {"Lady Maren": THING, "Jan Rowe": PERSON}),
        ("The jury heard Ida Strand KC on Monday.", {"Ida Strand": PERSON}),
        ("The jury heard Tom Ash, 47, of Quay Lane.", {"Tom Ash": PERSON, "Quay Lane": PLACE}),
        ("The keeper broke the Piers and Harbours Act.", {"Piers and Harbours Act": THING}),
        ("The tubes came from Ostrand Metalworks.", {"Ostrand Metalworks": BODY}),
        ("The water ran from the Varn ice cap to the sea.", {"Varn ice cap": PLACE}),
        ("The keeper had it in Pier Reports on Monday.", {"Pier Reports": THING}),
        ("The keeper asked that every lamp is X-rayed.", {}),
        ("The jars, said Ida Hill, MBA, were sold by the Company.", {"Ida Hill": PERSON}),
        ("Most Norvessan scientists and the Norvessans agree.", {}),
        ("On Monday in May the keeper said that I’m late.", {}),
        ("The sum went to the U.S. and to Ms. Ida Hill, the owner.", {"U.S.": PLACE, "Ida Hill": PERSON}),
    ],
)
def test_a_name_has_the_kind_that_its_words_and_neighbours_say(text: str, kinds: dict[str, EntityKind]) -> None:
    assert {name.name: name.kind for name in drafted(text).names} == kinds


def test_other_spellings_are_aliases_of_the_fullest_name() -> None:
    text = (
        "The court heard Garrick P. Sowell on Monday. The Bureau of Inland Harbors (BIH) had warned Garrick Sowell. "
        "Mr. Sowell told the BIH that the crane was safe."
    )

    assert {name.name: name.aliases for name in drafted(text).names} == {
        "Garrick P. Sowell": ("Garrick Sowell", "Sowell"),
        "Bureau of Inland Harbors": ("BIH",),
    }


def test_those_who_take_part_and_the_body_that_meets_are_names() -> None:
    text = """\
Harbour Committee

Members present: Dame Ida Hill (Chair); Tom Ash

Witnesses: Dr Jan Rowe, Chief Engineer, Pier Crossings Agency (PCA); and Ann Grey, Varn Constabulary

Q1 Chair: The pier has been shut for 33 days. Dr Rowe, what happened?

Dr Rowe: The lamp of the pier fell on 9 May.

Q2 Tom Ash: The keeper says that he rang you. Is that so?

Dr Rowe: The log has no call from the keeper.
"""

    assert {name.name: name.kind for name in drafted(text).names} == {
        "Harbour Committee": BODY,
        "Ida Hill": PERSON,
        "Tom Ash": PERSON,
        "Jan Rowe": PERSON,
        "Pier Crossings Agency": BODY,
        "Ann Grey": PERSON,
        "Varn Constabulary": BODY,
    }


def test_who_stands_above_a_job_is_a_person() -> None:
    text = "The pier is shut\n\nAnn Grey\nCourt correspondent\n\nThe lamp of the pier fell into the sea on Monday."

    assert [(name.name, name.kind) for name in drafted(text).names] == [("Ann Grey", PERSON)]


def test_the_wire_of_a_dateline_and_the_source_of_a_release_are_organisations() -> None:
    text = """\
OSTRAND, Jan. 4, 2031 /Tidewire/ -- Lamp Works Inc. said that it recalls all 400 lamps that it sold on the pier in May.

Lamp has received 37 reports of lamps that fell.

SOURCE Lamp Works Inc.
"""

    names = {name.name: (name.kind, name.aliases) for name in drafted(text).names}

    assert names == {
        "Ostrand": (PLACE, ()),
        "Tidewire": (BODY, ()),
        "Lamp Works Inc.": (BODY, ("Lamp",)),
    }


def test_a_surname_is_the_person_and_not_the_firm_with_that_name() -> None:
    text = "The court heard Mr. Hugo Perrow, who runs Perrow Hides Ltd. in Varn. The guard said that Perrow was late."

    assert {name.name: name.aliases for name in drafted(text).names} == {
        "Hugo Perrow": ("Perrow",), "Perrow Hides Ltd.": (), "Varn": ()
    }  # fmt: skip


def test_a_headline_in_title_case_has_no_names() -> None:
    assert drafted("Former Port Director Convicted of Theft\n\nThe man was led away by two guards.").names == ()


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The pump failed, Ostrel Valley Water said in May.", "Ostrel Valley Water", EntityKind.ORGANISATION),
        ("He owns the Blue Kettle laundry on the corner.", "Blue Kettle", EntityKind.ORGANISATION),
        ("Water is handed out at Varn Fire Station No. 2 all day.", "Varn Fire Station No. 2", EntityKind.ORGANISATION),
        ("The ferry was tied up at Dock 9 all winter.", "Dock 9", EntityKind.PLACE),
        ("A meeting is held in the Grange Hall, where all may speak.", "Grange Hall", EntityKind.PLACE),
        (
            "The vote of United Cell Workers, Local 61, was close.",
            "United Cell Workers, Local 61",
            EntityKind.ORGANISATION,
        ),
    ],
)
def test_a_firm_a_utility_and_a_hall_are_no_persons(text: str, name: str, kind: EntityKind) -> None:
    assert [(each.name, each.kind) for each in drafted(text).names] == [(name, kind)]


def test_a_ship_has_its_bare_name_as_an_alias() -> None:
    (ship,) = drafted("The ferry MV Kestrel left at noon. The Kestrel was towed back by the harbour office.").names

    assert (ship.name, ship.aliases) == ("MV Kestrel", ("Kestrel",))


def test_a_name_with_an_initial_is_that_of_the_full_name() -> None:
    text = "Image: T. Ash/Varn Institute\n\nTom Ash lit the lamp of the pier in May. Ash said it was old."

    assert {name.name: name.aliases for name in drafted(text).names} == {
        "Tom Ash": ("T. Ash", "Ash"),
        "Varn Institute": (),
    }


def test_a_saint_without_what_is_named_after_him_is_the_same_name() -> None:
    (name,) = drafted("St Orm’s Hospital ran on its generators that night. The council told St Orm’s to close.").names

    assert (name.name, name.aliases) == ("St Orm’s Hospital", ("St Orm",))


def test_those_who_worked_on_a_text_are_persons() -> None:
    text = "The lamp of the pier fell into the sea on Monday.\n\n(Reporting by Ann Grey; Editing by Tom Ash)"

    assert {name.name: name.kind for name in drafted(text).names} == {"Ann Grey": PERSON, "Tom Ash": PERSON}


def test_the_publisher_is_known_with_its_article() -> None:
    made = draft(
        DraftSource(
            source=replace(source_of("The pier fell, The Varn Bell can say."), publisher="The Varn Bell"),
            guessed=frozenset(),
        ),
        ExistingBase(),
    )

    assert [(name.name, name.kind, name.aliases) for name in made.names] == [("Varn Bell", BODY, ("The Varn Bell",))]


def test_the_last_word_of_an_organisation_stands_for_it() -> None:
    (name,) = drafted("The Varn Transport Authority will run boats. It was said that the Authority has no boats.").names

    assert (name.name, name.aliases) == ("Varn Transport Authority", ("Authority",))


def test_a_byline_may_begin_with_two_words() -> None:
    text = "The pier is shut\n\nWords by Ann Grey\n\nThe lamp of the pier fell into the sea on Monday."

    assert [(name.name, name.kind) for name in drafted(text).names] == [("Ann Grey", PERSON)]
