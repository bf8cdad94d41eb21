from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matchers import fact_of, knowledge_of, project_knowledge, quote_of

from bot.core.knowledge.entities import Known, NoParty, Party, People, Unclear
from bot.core.knowledge.model import Name, NameKind, Vocabulary

VOCABULARY = Vocabulary(
    names=(
        Name(name="María Lund", kind=NameKind.PERSON, aliases=("Lund", "Mayor Lund", "the mayor", "la alcaldesa")),
        Name(name="Harbour Office", kind=NameKind.BODY, aliases=("port authority", "the office", "City")),
        Name(name="City Council", kind=NameKind.BODY, aliases=("the council", "City")),
        Name(name="Grey Skerry", kind=NameKind.PLACE, aliases=("the skerry",)),
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


def people() -> People:
    return People(knowledge_of(FACTS, VOCABULARY))


def party(name: str) -> Party:
    return next(each for each in people().parties if each.name == name)


def names(parties: tuple[Party, ...]) -> list[str]:
    return [each.name for each in parties]


def parts(name: str) -> list[tuple[str, bool]]:
    return [(part.fact.id, part.says) for part in people().parts(party(name))]


def test_the_parties_are_the_persons_and_bodies_then_the_attributions_that_name_none_of_them() -> None:
    assert names(people().parties) == ["María Lund", "Harbour Office", "City Council", "a boatman"]


def test_what_a_party_says_comes_before_what_names_it_and_the_important_before_the_rest() -> None:
    assert parts("María Lund") == [
        ("says-and-is-named", True),
        ("says", True),
        ("named-in-quote", False),
        ("office-says", False),
        ("named-in-statement", False),
    ]


def test_who_only_has_a_part_in_the_attribution_does_not_say_it() -> None:
    assert parts("Harbour Office") == [("office-says", True), ("lawyers-of-the-office", False)]
    assert parts("City Council") == [("officials", False)]


def test_an_attribution_that_names_nobody_is_a_party_of_its_own() -> None:
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
def test_a_party_is_found_by_its_name_its_aliases_and_words_of_its_name(typed: str, name: str) -> None:
    assert people().find(typed) == Known(party=party(name))


def test_an_alias_of_several_asks_which_is_meant() -> None:
    assert people().find("City") == Unclear(near=(party("Harbour Office"), party("City Council")))


@pytest.mark.parametrize(("typed", "near"), [("Mria Lund", "María Lund"), ("harbor ofice", "Harbour Office")])
def test_a_misspelt_name_brings_those_that_may_be_meant(typed: str, near: str) -> None:
    match people().find(typed):
        case Unclear(near=parties):
            assert names(parties)[0] == near
        case _:
            pytest.fail("it was taken for somebody")


def test_a_place_is_told_from_a_name_that_nothing_bears() -> None:
    assert people().find("the skerry") == NoParty(name="Grey Skerry")
    assert people().find("Napoleon") == people().find("") == Unclear(near=())


def test_what_is_typed_may_become_a_name_a_word_of_it_or_an_alias() -> None:
    assert names(people().propose("", limit=2)) == ["María Lund", "Harbour Office"]
    assert names(people().propose("c", limit=9)) == ["City Council", "Harbour Office"]
    assert names(people().propose("off", limit=9)) == ["Harbour Office"]
    assert names(people().propose("Lnud", limit=9)) == ["María Lund"]
    assert people().propose("Napoleon", limit=9) == ()


def test_a_party_is_found_again_by_its_key_and_a_key_of_another_base_is_nobodys() -> None:
    assert [people().by_key(each.key) for each in people().parties] == list(people().parties)
    assert People(knowledge_of(FACTS)).by_key(party("Harbour Office").key) is None


@given(st.text(max_size=150))
def test_any_text_is_looked_for(typed: str) -> None:
    people().find(typed)
    people().propose(typed, limit=25)


def test_in_the_base_here_titles_aliases_and_places_of_speaking_are_understood() -> None:
    here = People(project_knowledge())

    def said_by(typed: str) -> set[str]:
        match here.find(typed):
            case Known(party=found):
                return {part.fact.attribution for part in here.parts(found) if part.says}
            case _:
                pytest.fail(f"{typed} was not found")

    assert said_by("POTUS") == {"Donald Trump", "President Donald Trump", "President Donald Trump, to reporters"}
    assert said_by("maduro") == {"Nicolás Maduro", "Nicolás Maduro, on state television"}
    assert said_by("SOUTHCOM chief") == {"Adm. Alvin Holsey"}
    assert said_by("pentagon") == set()
