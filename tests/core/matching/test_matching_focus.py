from __future__ import annotations

import random

import pytest
from rankers import fact_of, knowledge_of

from bot.core.knowledge.model import Entity, EntityKind, Vocabulary
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.matching.counterfactuals import Counterfactual, make_counterfactuals
from bot.core.matching.documents import Entries, collect
from bot.core.matching.features import Foci, count_foci, find_focus_of
from bot.core.matching.names import find_names, find_subjects
from bot.core.matching.query import ParsedText, parse
from bot.core.text.normalise import stem

VOCABULARY = Vocabulary(
    names=(
        Entity(name="Harbour Office", kind=EntityKind.ORGANISATION),
        Entity(name="Coast Guard", kind=EntityKind.ORGANISATION),
        Entity(name="Ostrand", kind=EntityKind.PLACE),
    ),
    same=(("musical", "revue"),),
)
CONCEPT_INDEX = build_concept_index(VOCABULARY)


def parsed(question: str) -> ParsedText:
    return parse(question, CONCEPT_INDEX)


def entries(*questions: str) -> Entries:
    fact = fact_of("a", statement="It is so.", question=questions[0], phrasings=questions[1:], attribution="-")
    return collect(
        knowledge_of([fact, fact_of("b", statement="It is not.", question="lamp")], VOCABULARY), CONCEPT_INDEX
    )


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("when did it sink", {"?when"}),
        ("what did the keeper say about it", {"?say"}),
        ("how did it sink", {"?how"}),
        ("how many boats sank", {"?count"}),
        ("tell me about the lamp", set()),
        ("did the lamp break", set()),
        ("which theatre shows it", {stem("theatre")}),
        ("what effect does it have", {stem("effect")}),
        ("what is the name of the theatre", {"?who", stem("theatre")}),
        ("¿Qué dijo el guardián?", {"?say"}),
        ("¿Cuándo se hundió?", {"?when"}),
    ],
)
def test_the_focus_is_what_a_question_asks_for(question: str, focus: set[str]) -> None:
    assert parsed(question).focus >= focus
    assert bool(parsed(question).focus) == bool(focus)


def test_the_noun_after_which_counts_with_its_synonyms() -> None:
    assert not parsed("which musical is on").focus.isdisjoint(parsed("which revue is on").focus)
    assert parsed("which musical is on").focus.isdisjoint(parsed("which theatre shows the musical").focus)


def foci_of(found: Entries) -> Foci:
    spans = map(found.span, range(len(found.targets)))
    counted = [count_foci(found, map(found.examples.__getitem__, span)) for span in spans]
    return Foci(
        counts=[counts for counts, _ in counted],
        asking=[asking for _, asking in counted],
        focus=find_focus_of(found),
    )


def test_an_entry_is_asked_for_what_its_questions_ask_for() -> None:
    foci = foci_of(entries("where is the musical on", "which theatre has the musical", "musical tonight"))

    assert foci.scores(parsed("where does it play"), [0, 1], None).T.tolist() == [[0.5, 0], [0, 0]]
    assert foci.scores(parsed("which musical plays there"), [0], None).T.tolist() == [[0, 1]]
    assert foci.scores(parsed("the musical"), [0], None).T.tolist() == [[0, 0]], "it asks for nothing definite"


def test_a_question_that_is_left_out_does_not_count() -> None:
    found = entries("where is the musical on", "when is it on")
    foci = foci_of(found)

    assert foci.scores(parsed("where is it"), [0], found.examples[0]).T.tolist() == [[0, 1]]
    assert foci.scores(parsed("where is it"), [0], found.examples[1]).T.tolist() == [[1, 0]]


@pytest.mark.parametrize(
    ("question", "known", "capital"),
    [
        ("what did the Harbour Office say", {"harbour", "office"}, set()),
        ("what did the harbour office say", {"harbour", "office"}, set()),
        ("What did Lindqvist say in Ostrand?", {"ostrand"}, {"lindqvist"}),
        ("Lindqvist said what", set(), set()),
        ("WHAT DID LINDQVIST SAY", set(), set()),
    ],
)
def test_names_are_those_of_the_vocabulary_and_words_with_a_capital_inside_a_sentence(
    question: str, known: set[str], capital: set[str]
) -> None:
    asked = parsed(question)
    flags = find_names(asked, CONCEPT_INDEX.kinds)
    words = [need.word for need in asked.content_words]

    assert {word for word, flag in zip(words, flags[0], strict=True) if flag} == known
    assert {word for word, flag in zip(words, flags[1], strict=True) if flag} == capital


def made(*questions: str, seed: int = 3) -> list[Counterfactual]:
    dice = random.Random(seed)
    return list(make_counterfactuals(entries(*questions), VOCABULARY, CONCEPT_INDEX, dice))


def changes(*questions: str, seed: int = 3) -> dict[str, str]:
    """Return the changes of the first question."""
    return {each.change: each.text for each in reversed(made(*questions, seed=seed)) if each.near == 0}


def test_a_name_is_replaced_by_another_of_its_kind() -> None:
    changed = changes("what did the Harbour Office say")["name"]

    assert changed.startswith("what did the ")
    assert changed.endswith(" say")
    assert "Harbour" not in changed


def test_a_number_is_replaced_by_another() -> None:
    assert changes("are there 16 boats")["number"] in {
        f"are there {number} boats" for number in ("3", "17", "42", "250", "9000", "2004")
    }


def test_a_question_is_asked_for_something_that_the_entry_is_not_asked_for() -> None:
    asked = ("when did it sink", "where did it sink", "why did it sink", "who sank it")
    changed = {changes(*asked, seed=seed).get("focus") for seed in range(20)}

    assert "how did it sink" in changed
    assert changed <= {"how did it sink", "how sank it", None}, "None where the other question word is asked too"


def test_each_name_is_asked_for_what_nobody_wrote_down() -> None:
    asked = [each.text for each in made("lamp") if each.near is None]

    assert len(asked) >= 5
    assert all(any(name.name in text for name in VOCABULARY.names) for text in asked)


def test_a_statement_in_place_of_a_question_asks_for_nothing() -> None:
    statement = "The keeper saw when it sank."
    fact = fact_of("a", statement=statement, question=statement, attribution="-")
    foci = foci_of(collect(knowledge_of([fact], VOCABULARY), CONCEPT_INDEX))

    assert foci.scores(parsed("who sank it"), [0], None).T.tolist() == [[0, 0]]


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("what did the harbour office say about it", {"@0"}),
        ("Why has Lindqvist gone?", {stem("lindqvist")}),
        ("How many boats did Lindqvist see?", {stem("lindqvist")}),
        ("did the Coast Guard come", {"@1"}),
        ("what did Ostrand do", set()),
        ("who said that the Harbour Office pays", set()),
        ("what did the keeper say to Lindqvist", set()),
        ("Can I visit the lamp?", set()),
        ("Should I've called the lamp first?", set()),
    ],
)
def test_the_subject_is_the_person_or_organisation_after_the_auxiliary(question: str, subjects: set[str]) -> None:
    assert find_subjects(parsed(question), CONCEPT_INDEX.kinds) == subjects
