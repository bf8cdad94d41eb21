from __future__ import annotations

import dataclasses
from pathlib import Path

from bases import base_files, write_base
from rankers import project_base

from bot.config import load_config
from bot.core.factbase.base import Base, Library
from bot.core.factbase.examples import LONGEST, Examples, choose_examples
from bot.core.matching.decision import Answer, NotInSource


def base_of(folder: Path, **changed: str) -> Base:
    """The small base with files of knowledge/ changed; `light` is facts/light.yaml, and so on."""
    names = {"light": "facts/light.yaml", "repair": "facts/repair.yaml", "unknowns": "unknowns.yaml"}
    config = load_config(write_base(folder, {f"knowledge/{names[key]}": text for key, text in changed.items()}))
    return Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=None).open()


def written(name: str) -> str:
    return str(base_files()[f"knowledge/{name}"])


def test_examples_are_questions_of_the_news_each_on_another_topic(tmp_path: Path) -> None:
    found = choose_examples(base_of(tmp_path), most=3)

    assert [(each.question, each.fact.id) for each in found.answered] == [
        ("since when has the lighthouse been out", "dark-since"),
        ("how much will the repair cost", "repair-cost"),
        ("does the ferry still run in the evening", "ferry-by-day"),
    ]
    assert found.open == "what was the storm called"


def test_a_topic_has_one_example_however_much_news_it_has(tmp_path: Path) -> None:
    light = written("facts/light.yaml").replace("importance: 2", "importance: 3")

    found = choose_examples(base_of(tmp_path, light=light), most=3)

    assert [each.fact.topics for each in found.answered] == [("light",), ("repair",), ("ferry",)]


def test_no_more_examples_than_are_wanted(tmp_path: Path) -> None:
    assert len(choose_examples(base_of(tmp_path), most=2).answered) == 2


def test_a_phrasing_is_never_an_example(tmp_path: Path) -> None:
    light = written("facts/light.yaml").replace('"since when has the lighthouse been out"', '"who is the keeper"', 1)

    found = choose_examples(base_of(tmp_path, light=light), most=3)

    questions = {fact.question for fact in base_of(tmp_path, light=light).knowledge.facts.values()}
    assert {each.question for each in found.answered} <= questions


def test_a_question_that_does_not_get_its_own_fact_is_no_example(tmp_path: Path) -> None:
    base = base_of(tmp_path)
    never_sure = dataclasses.replace(base.ranker.weights, answer=1.1)
    unsure = dataclasses.replace(base, ranker=dataclasses.replace(base.ranker, weights=never_sure))

    assert choose_examples(unsure, most=3) == Examples(answered=(), open="")


def test_a_question_that_is_too_long_to_be_shown_whole_is_no_example(tmp_path: Path) -> None:
    light = written("facts/light.yaml").replace('"since when has', f'"since {"long " * 20}when has')

    found = choose_examples(base_of(tmp_path, light=light), most=1)

    assert [each.fact.topics for each in found.answered] == [("repair",)]


def test_a_base_that_leaves_nothing_open_has_no_such_example(tmp_path: Path) -> None:
    assert choose_examples(base_of(tmp_path, unknowns="[]\n"), most=1).open == ""


def test_the_examples_of_the_shipped_base_get_what_they_are_examples_of() -> None:
    base = project_base()

    found = choose_examples(base, most=3)

    assert len(found.answered) == 3
    for each in found.answered:
        outcome = base.decide(each.question)
        assert isinstance(outcome, Answer)
        assert outcome.match.fact == each.fact
        assert len(each.question) <= LONGEST
    assert isinstance(base.decide(found.open), NotInSource)


def test_a_base_has_its_examples_once_they_were_chosen(tmp_path: Path) -> None:
    base = base_of(tmp_path)
    before = base.has_examples
    found = base.examples

    assert found.answered
    assert (before, base.has_examples) == (False, True)
