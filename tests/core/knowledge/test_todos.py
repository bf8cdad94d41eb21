from __future__ import annotations

from pathlib import Path

import pytest
from bases import LIGHT, VOCABULARY, write_base

from bot.config import load_config
from bot.core.knowledge.loader import load_knowledge
from bot.core.knowledge.todo_groups import TodoGroup, group_alike, group_todos
from bot.core.knowledge.todos import todo_problem, todo_problems
from bot.core.knowledge.yaml_reader import MAX_PROBLEMS, find_todos
from bot.errors import KnowledgeError, Todo


def places(text: str) -> list[tuple[int, int]]:
    return [(todo.line, todo.column) for todo in find_todos(text.encode())]


@pytest.mark.parametrize("mark", ["# TODO", "#TODO", "# TODO: which?", "#   TODO which?"])
def test_a_comment_that_begins_with_todo_is_reported_with_its_place(mark: str) -> None:
    assert places(f"- id: é\n  when: 2031-03-04  {mark}\n{mark}\n") == [(2, 21), (3, 1)]


def test_the_message_repeats_what_is_to_be_settled_and_how_to_settle_it() -> None:
    todo = Todo(file="knowledge/f.yaml", line=1, column=7, what="which of the two?")

    assert str(todo_problem(todo)) == (
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
    found = todo_problems(Todo(file="f.yaml", line=line, column=5) for line in range(1, MAX_PROBLEMS + 8))

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


def loaded(folder: Path, files: dict[str, str | bytes], *, drafts: bool = True) -> tuple[Todo, ...]:
    config = load_config(write_base(folder, files))
    base = load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds, drafts=drafts)
    return base.todos


def test_a_draft_that_is_asked_for_is_loaded_with_its_todos_and_the_entry_of_each(tmp_path: Path) -> None:
    light = LIGHT.replace("standing: documented", "standing: documented  # TODO: is there a record?")
    light = light.replace("- id: lamp-range", "- id: lamp-range # TODO\n  # TODO: all of it")
    names = VOCABULARY.replace("kind: body", "kind: body  # TODO: a place?").replace("same:", "same:  # TODO: more?")
    files: dict[str, str | bytes] = {"knowledge/facts/light.yaml": light, "knowledge/vocabulary.yaml": names}
    todos = loaded(tmp_path, files)

    assert [(todo.noun, todo.entry, todo.key, todo.what) for todo in todos] == [
        ("fact", "wave-height", "standing", "is there a record?"),
        ("fact", "lamp-range", "id", ""),
        ("fact", "lamp-range", "", "all of it"),
        ("name", "Harbour Office", "kind", "a place?"),
        ("", "", "same", "more?"),
    ]
    assert todos[0].line == 20


def test_other_problems_of_a_draft_are_told_without_its_todos(tmp_path: Path) -> None:
    light = LIGHT.replace("standing: documented", "standing: proven  # TODO: is there a record?")

    with pytest.raises(KnowledgeError) as raised:
        loaded(tmp_path, {"knowledge/facts/light.yaml": light})

    assert [problem.todos for problem in raised.value.problems] == [0]
    assert [todo.entry for todo in raised.value.todos] == ["wave-height"]


def marked(entry: str, *keys: str, noun: str = "fact") -> list[Todo]:
    return [
        Todo(file="f.yaml", line=line, column=9, key=key, entry=entry, noun=noun) for line, key in enumerate(keys, 1)
    ]


def test_entries_of_one_kind_are_a_group_and_those_alike_a_smaller_one() -> None:
    two = ("standing", "statement")
    todos = [*marked("Petrel", "kind", noun="name"), *marked("a", *two), *marked("b", *two), *marked("c", *two, "when")]
    todos.append(Todo(file="f.yaml", line=9, column=1))

    assert group_todos(todos) == (
        TodoGroup(noun="fact", entries=3, fewest=2, most=3, keys=("standing", "statement", "when")),
        TodoGroup(noun="name", entries=1, fewest=1, most=1, keys=("kind",)),
        TodoGroup(noun="", entries=1, fewest=1, most=1),
    )
    assert [(group.entries, group.keys) for group in group_alike(todos)] == [
        (2, two),
        (1, (*two, "when")),
        (1, ("kind",)),
        (1, ()),
    ]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("- id: a\n  phrasings:  # TODO\n    - b  # TODO\n    - c\n    - d  # TODO\n", ["phrasings"] * 3),
        ("names:\n  - name: a  # TODO\n    kind: place  # TODO\n# TODO\n", ["name", "kind", ""]),
        ("- a  # TODO\n", [""]),
    ],
)
def test_an_item_of_a_list_has_the_key_of_the_list(text: str, keys: list[str]) -> None:
    assert [todo.key for todo in find_todos(text.encode())] == keys


def test_a_passage_of_a_source_is_an_entry_of_its_own_and_what_follows_is_the_sources(tmp_path: Path) -> None:
    config = load_config(write_base(tmp_path))
    sources = config.knowledge / "sources.yaml"
    text = sources.read_text("utf-8").replace('reason: "The headline."', 'reason: "The headline."  # TODO: is it?')
    sources.write_text(text.replace("published: 2031-03-06", "published: 2031-03-06  # TODO: which day?"), "utf-8")
    found = load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds, drafts=True).todos

    assert [(todo.noun, todo.entry, todo.what) for todo in found] == [
        ("passage", "Grey Skerry goes dark", "is it?"),
        ("source", "ostrand-post", "which day?"),
    ]
