from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rankers import fact_of, knowledge_of, project_knowledge, quote_of

from bot.core.knowledge.entities import NotASpeaker, Speaker, SpeakerFound, Speakers, SpeakerUnclear
from bot.core.knowledge.model import Entity, EntityKind, Vocabulary

VOCABULARY = Vocabulary(
    names=(
        Entity(name="María Lund", kind=EntityKind.PERSON, aliases=("Lund", "Mayor Lund", "the mayor", "la alcaldesa")),
        Entity(name="Harbour Office", kind=EntityKind.ORGANISATION, aliases=("port authority", "the office", "City")),
        Entity(name="City Council", kind=EntityKind.ORGANISATION, aliases=("the council", "City")),
        Entity(name="Grey Skerry", kind=EntityKind.PLACE, aliases=("the skerry",)),
    )
)
FACTS = (
    fact_of("named-in-statement", statement="Boats wait for María Lund.", attribution="a boatman", importance=1),
    fact_of("named-in-quote", attribution="a boatman", importance=3, quotes=(quote_of(0, 9, exact="said the mayor"),)),
    fact_of("says", statement="It is late.", attribution="Mayor María Lund, to reporters", importance=1),
    fact_of("says-and-is-named", statement="Lund is tired.", attribution="María Lund on state radio", importance=2),
    fact_of("office-says", statement="It costs much.", attribution="the Harbour Office, in a letter to the mayor"),
    fact_of("lawyers-of-the-office", statement="It is lawful.", attribution="Harbour Office lawyers"),
    fact_of("officials", statement="It is late.", attribution="unnamed City Council officials"),
)


def speakers() -> Speakers:
    return Speakers(knowledge_of(FACTS, VOCABULARY))


def speaker(name: str) -> Speaker:
    return next(each for each in speakers().all if each.name == name)


def names(several: tuple[Speaker, ...]) -> list[str]:
    return [each.name for each in several]


def parts(name: str) -> list[tuple[str, bool]]:
    return [(part.fact.id, part.says) for part in speakers().appearances(speaker(name))]


def test_the_speakers_are_the_persons_and_organisations_then_the_attributions_that_name_none_of_them() -> None:
    assert names(speakers().all) == ["María Lund", "Harbour Office", "City Council", "a boatman"]


def test_what_a_speaker_says_comes_before_what_names_it_and_the_important_before_the_rest() -> None:
    assert parts("María Lund") == [
        ("says-and-is-named", True),
        ("says", True),
        ("named-in-quote", False),
        ("office-says", False),
        ("named-in-statement", False),
    ]


def test_a_name_within_the_attribution_is_not_the_speaker() -> None:
    assert parts("Harbour Office") == [("office-says", True), ("lawyers-of-the-office", False)]
    assert parts("City Council") == [("officials", False)]


def test_an_attribution_that_names_nobody_is_a_speaker_of_its_own() -> None:
    assert parts("a boatman") == [("named-in-quote", True), ("named-in-statement", True)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *(("María Lund", "María Lund"), ("maria lund", "María Lund"), ("LUND", "María Lund"), ("maría", "María Lund")),
        *(
            ("the mayor", "María Lund"),
            ("mayor", "María Lund"),
            ("La alcaldesa", "María Lund"),
            (" lund. ", "María Lund"),
        ),
        *(("port authority", "Harbour Office"), ("harbour", "Harbour Office"), ("boatman", "a boatman")),
    ],
)
def test_a_speaker_is_found_by_its_name_its_aliases_and_words_of_its_name(typed: str, name: str) -> None:
    assert speakers().find(typed) == SpeakerFound(speaker=speaker(name))


def test_an_alias_of_several_asks_which_is_meant() -> None:
    assert speakers().find("City") == SpeakerUnclear(near=(speaker("Harbour Office"), speaker("City Council")))


@pytest.mark.parametrize(("typed", "near"), [("Mria Lund", "María Lund"), ("harbor ofice", "Harbour Office")])
def test_a_misspelt_name_suggests_those_that_may_be_meant(typed: str, near: str) -> None:
    match speakers().find(typed):
        case SpeakerUnclear(near=suggested):
            assert names(suggested)[0] == near
        case _:
            pytest.fail("it was taken for somebody")


def test_a_place_is_distinguished_from_a_name_that_nothing_has() -> None:
    assert speakers().find("the skerry") == NotASpeaker(name="Grey Skerry")
    assert speakers().find("Napoleon") == speakers().find("") == SpeakerUnclear(near=())


def test_typed_text_may_become_a_name_a_word_of_it_or_an_alias() -> None:
    assert names(speakers().suggest("", limit=2)) == ["María Lund", "Harbour Office"]
    assert names(speakers().suggest("c", limit=9)) == ["City Council", "Harbour Office"]
    assert names(speakers().suggest("off", limit=9)) == ["Harbour Office"]
    assert names(speakers().suggest("Lnud", limit=9)) == ["María Lund"]
    assert speakers().suggest("Napoleon", limit=9) == ()


def test_a_speaker_is_found_again_by_its_key_and_a_key_of_another_base_is_nobodys() -> None:
    assert [speakers().by_key(each.key) for each in speakers().all] == list(speakers().all)
    assert Speakers(knowledge_of(FACTS)).by_key(speaker("Harbour Office").key) is None


@given(st.text(max_size=150))
def test_any_text_is_looked_for(typed: str) -> None:
    speakers().find(typed)
    speakers().suggest(typed, limit=25)


def test_in_the_base_here_titles_aliases_and_places_of_speaking_are_understood() -> None:
    here = Speakers(project_knowledge())

    def said_by(typed: str) -> set[str]:
        match here.find(typed):
            case SpeakerFound(speaker=found):
                return {part.fact.attribution for part in here.appearances(found) if part.says}
            case _:
                pytest.fail(f"{typed} was not found")

    assert said_by("POTUS") == {"Donald Trump", "President Donald Trump", "President Donald Trump, to reporters"}
    assert said_by("maduro") == {"Nicolás Maduro", "Nicolás Maduro, on state television"}
    assert said_by("SOUTHCOM chief") == {"Adm. Alvin Holsey"}
    assert said_by("pentagon") == set()


def test_the_speakers_of_a_small_base_are_quick_once_they_were_found() -> None:
    fresh = speakers()
    before = fresh.is_quick
    for each in fresh.all:
        fresh.appearances(each)

    assert (before, fresh.is_quick) == (False, True)
