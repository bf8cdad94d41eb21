"""An edit changes the lines of its entry, and every other byte of the file stays."""

from __future__ import annotations

import difflib
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.knowledge.anchor_repair import yaml_text
from bot.core.knowledge.yaml_reader import Document, Value, read_document
from bot.curation.editing import EditRefusedError, YamlText

ORDER = ("id", "statement", "topics", "attribution", "standing", "when", "importance", "quotes", "question")
FACTS = """\
# yaml-language-server: $schema=../schema/facts.schema.json
# The first one is checked.
- id: lamp   # kept
  statement: "The lamp \\u202Fstands 38 metres above the sea."  # TODO: in your own words
  topics: [light,   sea]
  attribution: 'the keeper''s log'  # TODO: guessed
  standing: stated
  quotes:
    - source: post
      exact: "stands 38 metres
        above the sea"
  question: How high is the lamp?
  phrasings:  # TODO: add ten
    - "lamp # TODO: height"
    # A comment inside.
    - how high

# Between.
- id: cost
  statement: >-
    The repair costs
    600,000 crowns.
  topics:
    - money
  phrasings: []  # TODO: add ten
  # TODO: who says so?


- {id: boat, statement: "A boat came.", topics: [sea]}
"""


Edit = Callable[[YamlText], YamlText]


def value(text: str) -> Value:
    read = read_document(text.encode(), file="facts.yaml")
    assert isinstance(read, Document), read.problems
    return read.value


def changed(before: str, after: str) -> list[str]:
    """The lines that an edit took away and added, in the order of the text."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (
            lambda text: text.with_text((0, "statement"), 'The "lamp" is \u202f38 m high.'),
            [
                '-  statement: "The lamp \\u202Fstands 38 metres above the sea."  # TODO: in your own words',
                '+  statement: "The \\"lamp\\" is \\u202F38 m high."  # TODO: in your own words',
            ],
        ),
        (
            lambda text: text.with_text((0, "attribution"), "the owner's log"),
            [
                "-  attribution: 'the keeper''s log'  # TODO: guessed",
                "+  attribution: 'the owner''s log'  # TODO: guessed",
            ],
        ),
        (
            lambda text: text.with_text((0, "question"), "How high: the lamp?"),
            ["-  question: How high is the lamp?", '+  question: "How high: the lamp?"'],
        ),
        (
            lambda text: text.with_text((0, "attribution"), "null").with_text((0, "question"), "No"),
            [
                "-  attribution: 'the keeper''s log'  # TODO: guessed",
                "+  attribution: 'null'  # TODO: guessed",
                "-  question: How high is the lamp?",
                '+  question: "No"',
            ],
        ),
        (
            lambda text: text.with_list((0, "topics"), ["light, and dark", "sea"]),
            ["-  topics: [light,   sea]", '+  topics: ["light, and dark",   sea]'],
        ),
        (
            lambda text: text.with_list((0, "topics"), ["null", "sea"]),
            ["-  topics: [light,   sea]", '+  topics: ["null",   sea]'],
        ),
        (
            lambda text: text.with_item((2, "topics"), "null"),
            [
                '-- {id: boat, statement: "A boat came.", topics: [sea]}',
                '+- {id: boat, statement: "A boat came.", topics: [sea, "null"]}',
            ],
        ),
        (lambda text: text.with_text((0, "standing"), "claimed"), ["-  standing: stated", "+  standing: claimed"]),
        (lambda text: text.with_text((0, "when"), "2031-03-04", order=ORDER), ["+  when: 2031-03-04"]),
        (
            lambda text: text.with_text((1, "statement"), "It costs more."),
            ["-  statement: >-", "-    The repair costs", "-    600,000 crowns.", '+  statement: "It costs more."'],
        ),
        (
            lambda text: text.with_list((0, "topics"), ["light", "sea", "storm"]),
            ["-  topics: [light,   sea]", "+  topics: [light,   sea, storm]"],
        ),
        (
            lambda text: text.with_list((0, "topics"), ["storm", "sea"]),
            ["-  topics: [light,   sea]", "+  topics: [storm,   sea]"],
        ),
        (
            lambda text: text.with_list((0, "topics"), ["sea"]),
            ["-  topics: [light,   sea]", "+  topics: [sea]"],
        ),
        (
            lambda text: text.with_list((0, "phrasings"), ["how high", "what height"]),
            ['-    - "lamp # TODO: height"', '+    - "what height"'],
        ),
        (
            lambda text: text.with_list((1, "phrasings"), ["what does it cost"]),
            ["-  phrasings: []  # TODO: add ten", "+  phrasings:  # TODO: add ten", '+    - "what does it cost"'],
        ),
        (lambda text: text.without((1, "topics", 0)), ["-  topics:", "-    - money", "+  topics: []"]),
        (
            lambda text: text.with_item((0, "quotes"), {"source": "post", "exact": "so it: is"}),
            ["+    - source: post", '+      exact: "so it: is"'],
        ),
        (
            lambda text: text.with_text((2, "statement"), "It came.").with_item((2, "topics"), "light"),
            [
                '-- {id: boat, statement: "A boat came.", topics: [sea]}',
                '+- {id: boat, statement: "It came.", topics: [sea, light]}',
            ],
        ),
        (
            lambda text: text.with_field((2, "when"), "2031-03-05").without((2, "topics")),
            [
                '-- {id: boat, statement: "A boat came.", topics: [sea]}',
                '+- {id: boat, statement: "A boat came.", when: 2031-03-05}',
            ],
        ),
        (
            lambda text: text.without_todos((0,), "attribution"),
            ["-  attribution: 'the keeper''s log'  # TODO: guessed", "+  attribution: 'the keeper''s log'"],
        ),
        (
            lambda text: text.without_todos((1,)),
            ["-  phrasings: []  # TODO: add ten", "-  # TODO: who says so?", "+  phrasings: []"],
        ),
        (
            lambda text: text.without((0, "id")),
            [
                "-- id: lamp   # kept",
                '-  statement: "The lamp \\u202Fstands 38 metres above the sea."  # TODO: in your own words',
                '+- statement: "The lamp \\u202Fstands 38 metres above the sea."  # TODO: in your own words',
            ],
        ),
        (lambda text: text.without((1,)), [f"-{line}" for line in FACTS.splitlines()[18:28]]),
        (lambda text: text.without((2,)), [f"-{line}" for line in FACTS.splitlines()[26:]]),
        (lambda text: text.with_item((), {"id": "new", "topics": ["sea"]}), ["+", "+- id: new", "+  topics: [sea]"]),
        (lambda text: text.with_item((), {"id": "new"}, at=0), ["+- id: new"]),
        (
            lambda text: text.without((0,)).without((0,)).without((0,)),
            [*(f"-{line}" for line in FACTS.splitlines()[2:17]),
             *(f"-{line}" for line in FACTS.splitlines()[18:]), "+[]"],
        ),
    ],
)  # fmt: skip
def test_an_edit_changes_the_lines_of_its_value_and_no_others(edit: Edit, lines: list[str]) -> None:
    after = edit(YamlText(FACTS)).text

    value(after)
    assert sorted(changed(FACTS, after)) == sorted(lines)
    assert edit(YamlText(FACTS.replace("\n", "\r\n"))).text == after.replace("\n", "\r\n")


def test_a_todo_is_found_with_its_key_unless_it_is_part_of_a_text() -> None:
    text = YamlText(FACTS)

    assert [(todo.key, todo.what, todo.line) for todo in text.todos((0,))] == [
        ("statement", "in your own words", 4),
        ("attribution", "guessed", 6),
        ("phrasings", "add ten", 13),
    ]
    assert [todo.what for todo in text.todos((1,))] == ["add ten", "who says so?"]
    assert text.lines((1,)) == (19, 26)


@pytest.mark.parametrize(
    ("text", "edit", "sentence"),
    [
        ("- a: [", lambda text: text.without((0,)), r"line \d: This is not YAML"),
        ("", lambda text: text.without((0,)), "The file is empty"),
        ("- a: 1\n", lambda text: text.with_text((1, "a"), "2"), "line 1: there is no '1' here"),
        ("- a: [1]\n", lambda text: text.with_text((0, "a"), "2"), "line 1: 'a' is not a text"),
        ("- a: b\n", lambda text: text.with_item((0, "a"), "2"), "line 1: 'a' is not a list"),
        ("- a: b\n", lambda text: text.without((0, "a")), "line 1: 'a' is the only key here"),
        ("- - a\n  - b\n", lambda text: text.without((0, 0)), "line 1: this entry shares its line"),
    ],
)
def test_what_cannot_be_edited_is_refused_with_its_place(text: str, edit: Edit, sentence: str) -> None:
    with pytest.raises(EditRefusedError, match=f"^{sentence}"):
        edit(YamlText(text))


WORDS = st.text(st.sampled_from("ab #:'\"\\-[]{},é\u202f\u00a0\t\U0001f6a2TODO"), min_size=1, max_size=12)
COMMENTS = st.sampled_from(["", "  # TODO: why", "   # kept", " # [a: 'b"])
BLANKS = st.sampled_from(["", "\n", "\n\n", "# Between: - id: x\n", "\n# TODO: of no entry\n\n"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A text with single or double quotation marks or none, as a curator may write it."""
    text = draw(WORDS)
    styles = [yaml_text(text)]
    if "\t" not in text:
        styles.append("'" + text.replace("'", "''") + "'")
    return draw(st.sampled_from([*styles, "plain words"]))


@st.composite
def entries(draw: st.DrawFn, number: int) -> str:
    phrasings = draw(st.lists(texts(), max_size=3))
    if draw(st.booleans()):
        between = draw(st.sampled_from([", ", ",\n      "]))
        listed = f" [{between.join(phrasings)}]{draw(COMMENTS)}\n"
    else:
        listed = "".join(f"\n    - {each}{draw(COMMENTS)}" for each in phrasings) + "\n" if phrasings else " []\n"
    return (
        f"- id: entry-{number}{draw(COMMENTS)}\n"
        f"  statement: {draw(texts())}{draw(COMMENTS)}\n"
        f"  phrasings:{listed}"
        f"  standing: stated{draw(COMMENTS)}\n"
    )


@st.composite
def files(draw: st.DrawFn) -> tuple[str, int]:
    """A file, with the index of one of its entries."""
    count = draw(st.integers(min_value=2, max_value=4))
    parts = [part for number in range(count) for part in (draw(BLANKS), draw(entries(number)))]
    text = "".join(["# Head\n", *parts, draw(BLANKS)])
    text = text if draw(st.booleans()) else text.rstrip("\n")
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))), draw(st.integers(0, count - 1))


OPERATIONS = ("text", "list", "field", "todos", "delete", "entry")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files(), st.sampled_from(OPERATIONS), WORDS, st.lists(WORDS, max_size=3))
def test_an_edit_of_an_entry_leaves_every_byte_outside_of_it(
    file: tuple[str, int], operation: str, word: str, words: list[str]
) -> None:
    before, index = file
    text, expected = YamlText(before), value(before)
    assert isinstance(expected, list)
    entry = expected[index]
    assert isinstance(entry, dict)
    match operation:
        case "text":
            after, entry["statement"] = text.with_text((index, "statement"), word), word
        case "list":
            after, entry["phrasings"] = text.with_list((index, "phrasings"), words), list(words)
        case "field":
            after = text.with_text((index, "when"), "2031-03-04", order=("id", "statement", "when"))
            entry["when"] = "2031-03-04"
        case "todos":
            after = text.without_todos((index,))
            assert after.todos((index,)) == ()
        case "delete":
            after = text.without((index,))
            del expected[index]
        case _:
            new: Value = {"id": "new", "statement": word}
            after = text.with_item((), new)
            expected.append(new)
    first, last = text.lines((index,))
    if operation == "entry":  # it comes after the last one
        last = text.lines((len(expected) - 2,))[1]
        first = last + 1
    lines = before.splitlines(keepends=True)
    head, tail = "".join(lines[: first - 1]), "".join(lines[last:])
    if operation in {"delete", "entry"}:
        head, tail = head.rstrip(), tail.lstrip()

    assert value(after.text) == expected
    assert after.text.startswith(head)
    assert after.text.endswith(tail)
    assert ("\r\n" in before) is ("\r\n" in after.text)
    assert "\n" not in after.text.replace("\r\n", "") or "\r\n" not in before
