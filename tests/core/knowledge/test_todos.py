from __future__ import annotations

from pathlib import Path

import pytest
from bases import LIGHT, write_base

from bot.config import load_config
from bot.core.knowledge.loader import load_knowledge
from bot.core.knowledge.yaml_reader import MAX_PROBLEMS, find_todos
from bot.errors import KnowledgeError


def places(text: str) -> list[tuple[int, int]]:
    return [(problem.line, problem.column) for problem in find_todos(text.encode(), file="f.yaml")]


@pytest.mark.parametrize("mark", ["# TODO", "#TODO", "# TODO: which?", "#   TODO which?"])
def test_a_comment_that_begins_with_todo_is_reported_with_its_place(mark: str) -> None:
    assert places(f"- id: é\n  when: 2031-03-04  {mark}\n{mark}\n") == [(2, 21), (3, 1)]


def test_the_message_repeats_what_is_to_be_settled_and_how_to_settle_it() -> None:
    (problem,) = find_todos(b"id: a # TODO: which of the two?\n", file="knowledge/f.yaml")

    assert str(problem) == (
        "knowledge/f.yaml:1:7: Not settled yet (which of the two?). "
        "Fix or confirm what this line says, then delete the comment # TODO."
    )


@pytest.mark.parametrize(
    "text",
    [
        'a: "x # TODO y"\n',
        "a: 'x\n  # TODO y'\n",
        "a: |\n  # TODO y\nb: c\n",
        "a: b#TODO\n",
        "a: b # see the TODO list\n",
        "a: b # todo\n",
        "a: b # TODOS\n",
    ],
)
def test_what_only_looks_like_one_is_not_found(text: str) -> None:
    assert places(text) == []


def test_a_todo_behind_a_value_that_looks_like_one_is_found() -> None:
    assert places('a: "x # TODO y"  # TODO\n') == [(1, 18)]


def test_of_many_todos_the_first_are_reported_with_how_many_follow() -> None:
    found = find_todos(b"- a # TODO\n" * (MAX_PROBLEMS + 7), file="f.yaml")

    assert len(found) == MAX_PROBLEMS + 1
    assert "7 more TODO comments" in found[-1].message


@pytest.mark.parametrize("broken", ["a: [b # TODO", 'a: "b # TODO', "\ta: # TODO", "a: b: # TODO"])
def test_a_broken_file_is_read_as_far_as_it_goes(broken: str) -> None:
    assert len(places(broken)) <= 1


def test_a_base_with_a_todo_is_not_loaded(tmp_path: Path) -> None:
    marked = LIGHT.replace("standing: documented", "standing: documented  # TODO: is there a record?")
    config = load_config(write_base(tmp_path, {"knowledge/facts/light.yaml": marked}))

    with pytest.raises(KnowledgeError) as raised:
        load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds)

    assert [str(problem).partition(" Fix")[0] for problem in raised.value.problems] == [
        "knowledge/facts/light.yaml:20:25: Not settled yet (is there a record?)."
    ]
