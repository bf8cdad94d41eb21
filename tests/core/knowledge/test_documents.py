from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.core.knowledge.yaml_reader import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_PROBLEMS,
    Document,
    Unreadable,
    Value,
    read_document,
)

YAML_LIKE = st.text(alphabet="ab:-[]{},&*!|>%@'\"#?\\ \n\t0~<", max_size=80)


def value_of(text: str) -> Value:
    document = read_document(text.encode(), file="f.yaml")
    assert isinstance(document, Document), document.problems
    assert document.problems == ()
    return document.value


@pytest.mark.parametrize(
    "written", ["No", "yes", "on", "true", "1:30", "2025-10-15", "017", "1e3", "0x1F", "1_000", "="]
)
def test_a_scalar_stays_the_text_that_was_written(written: str) -> None:
    assert value_of(f"key: {written}\n") == {"key": written}


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_an_unquoted_null_is_none(written: str) -> None:
    assert value_of(f"key: {written}\n") == {"key": None}


def test_a_quoted_null_is_text() -> None:
    assert value_of("- 'null'\n- \"~\"\n- ''\n") == ["null", "~", ""]


def test_quoted_merge_key_is_a_plain_key() -> None:
    assert value_of('"<<": 1\n') == {"<<": "1"}


def test_escapes_give_the_characters_that_cannot_be_seen() -> None:
    assert value_of('"a\\u202Fb\\tc"') == "a\u202fb\tc"


READABLE_TRAPS = {
    "a key written twice": ("a: 1\nb: 2\na: 3\n", 3, 1, "'a' is already in this mapping, in line 1"),
    "a key twice in a flow mapping": ("- {a: 1, a: 2}\n", 1, 10, "already in this mapping"),
    "an anchor": ("a: &x text\n", 1, 4, "anchor &x"),
    "an alias": ("a: 1\nb: *x\n", 2, 4, "alias *x"),
    "a tag": ("a: !!python/object:os.system x\n", 1, 4, "Tags"),
    "a local tag": ("a: !x [1]\n", 1, 4, "Tags"),
    "a merge key": ("<<: {a: 1}\n", 1, 1, "merge key"),
    "a list for a key": ("? [a]\n: 1\n", 1, 3, "Expected a key"),
    "a missing key": ("?\n: 1\n", 1, 2, "Expected a key"),
    "a tab for indentation": ("a:\n\tb: 1\n", 2, 1, "A tab; indent"),
    "a tab within a line": ("a: b\tc\n", 1, 5, "A tab; indent"),
    "tabs throughout": ("a:\n\tb:\n\t\t- c\n\t\t- d\n", 2, 1, "A tab, and 4 more in this file;"),
    "a second document": ("a: 1\n---\nb: 1\n", 2, 1, "second document"),
}
UNREADABLE_TRAPS = {
    "an empty file": ("", 1, 1, "empty"),
    "nothing but comments": ("# soon\n\n# more\n", 1, 1, "empty"),
    "a lone null": ("~\n", 1, 1, "empty"),
    "a tab that leaves no YAML": ("a: 1\n\t\t b: [\n", 2, 1, "A tab, and 1 more"),
    "a control character": ("a: b\x07\n", 1, 5, "U+0007"),
    "a line separator": ('a: "b\u2028c"\n', 1, 6, "U+2028 LINE SEPARATOR"),
    "a next-line character": ("a: b\x85\n", 1, 5, '"\\x85"'),
    "a byte-order mark": ("\ufeffa: 1\n", 1, 1, "byte-order mark"),
    "a quote that never closes": ("a: 'b\n", 2, 1, "not YAML"),
    "a colon within plain text": ("a: b: c\n", 1, 5, "double quotes"),
    "wrong indentation": ("a: 1\n  b: 2\n", 2, 4, "not YAML"),
    "deep nesting": ("[" * 100_000, 1, MAX_DEPTH + 1, "nested"),
    "deep nesting of mappings": ("{a: " * 50_000, 1, 4 * MAX_DEPTH - 2, "nested"),
}


@pytest.mark.parametrize("name", READABLE_TRAPS)
def test_a_trap_is_a_problem_with_its_place_and_leaves_the_file_readable(name: str) -> None:
    text, line, column, message = READABLE_TRAPS[name]
    document = read_document(text.encode(), file="f.yaml")

    assert isinstance(document, Document)
    assert [(problem.line, problem.column) for problem in document.problems] == [(line, column)]
    assert message in document.problems[0].message


@pytest.mark.parametrize("name", UNREADABLE_TRAPS)
def test_a_trap_that_spoils_the_file_is_a_problem_with_its_place(name: str) -> None:
    text, line, column, message = UNREADABLE_TRAPS[name]
    document = read_document(text.encode(), file="f.yaml")

    assert isinstance(document, Unreadable)
    assert [(problem.line, problem.column) for problem in document.problems] == [(line, column)]
    assert message in document.problems[0].message


@pytest.mark.parametrize(
    ("content", "line", "column", "message"),
    [
        (b"a: 1\nb: caf\xe9\n", 2, 7, "0xE9"),
        ("a: 1\n".encode("utf-16"), 1, 1, "UTF-16"),
        (b"#" * (MAX_BYTES + 1), 1, 1, "larger"),
    ],
)
def test_bytes_that_are_no_text_are_refused(content: bytes, line: int, column: int, message: str) -> None:
    document = read_document(content, file="f.yaml")

    assert isinstance(document, Unreadable)
    (problem,) = document.problems
    assert (problem.file, problem.line, problem.column) == ("f.yaml", line, column)
    assert message in problem.message


def test_aliases_are_never_multiplied() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    document = read_document("\n".join(levels).encode(), file="f.yaml")

    assert len(document.problems) == MAX_PROBLEMS + 1
    assert "fix these first" in document.problems[-1].message


def test_several_mistakes_of_one_file_are_reported_at_once() -> None:
    document = read_document(b"a: &x 1\nb: *x\na: !t 2\n", file="f.yaml")

    assert [problem.line for problem in document.problems] == [1, 2, 3, 3]


@pytest.mark.parametrize(
    "inner",
    ["  - id: a\n\t  asks: x", "  - id: a\n    asks: x\n\t\t# c", "\t- id: a\n\t  asks: x"]
    + [f"{' ' * width}- id: a\n\t  asks: x" for width in (2, 4, 8)],
)
def test_past_a_tab_the_rest_is_read_as_editors_show_it(inner: str) -> None:
    document = read_document(f"list:\n{inner}\n".encode(), file="f.yaml")

    assert isinstance(document, Document)
    assert document.value == {"list": [{"id": "a", "asks": "x"}]}
    assert len(document.problems) == 1


def test_a_tab_inside_quotes_stays_a_tab() -> None:
    document = read_document(b'- id: "a\tb"\n\tc: "d\te"\n', file="f.yaml")

    assert isinstance(document, Document)
    assert document.value == [{"id": "a\tb", "c": "d\te"}]


def test_a_tab_that_separates_is_read_past() -> None:
    document = read_document(b"- \tid: a\n", file="f.yaml")

    assert isinstance(document, Document)
    assert document.value == [{"id": "a"}]


def test_a_file_of_more_values_than_any_base_needs_is_read_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.core.knowledge.yaml_reader.MAX_VALUES", 10)
    assert isinstance(read_document(b"- a\n" * 9, file="f.yaml"), Document)
    document = read_document(b"- a\n" * 100, file="f.yaml")

    assert isinstance(document, Unreadable)
    assert [(problem.line, problem.message) for problem in document.problems] == [
        (10, "The file has more than 10 values; split it into several files.")
    ]


def test_after_a_tab_the_other_mistakes_are_reported() -> None:
    document = read_document(b"a:\n\tb: &x 1\nc: *x\nc: 2\n", file="f.yaml")

    assert [problem.line for problem in document.problems] == [2, 2, 3, 4]


@pytest.mark.parametrize("text", ["{k}: 1\n{k}: 2\n", "a: &{k} b\n", "a: *{k}\n"])
def test_a_message_repeats_no_more_of_a_file_than_a_reader_takes_in(text: str) -> None:
    document = read_document(text.format(k="k" * 500).encode(), file="f.yaml")

    assert document.problems
    assert all(len(problem.message) < 250 for problem in document.problems)


def test_values_and_keys_remember_their_places() -> None:
    document = read_document(b"- id: a\n  asks:\n    - one\n    - two\n", file="f.yaml")

    assert isinstance(document, Document)
    value, key = document.position((0, "asks", 1)), document.position((0, "asks"), key=True)
    assert (value.line, value.column) == (4, 7)
    assert (key.line, key.column) == (2, 3)


def test_a_missing_key_has_the_place_of_its_mapping() -> None:
    document = read_document(b"- id: a\n- id: b\n", file="f.yaml")

    assert isinstance(document, Document)
    problem = document.problem((1, "statement"), "missing")
    assert (problem.line, problem.column) == (2, 3)


def test_without_the_fast_parser_the_same_values_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "- id: No\n  asks: ['null', ~, 1:30]\n"
    fast = value_of(text)
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)

    assert value_of(text) == fast


@pytest.mark.parametrize("escape", ["\\U00110000", "\\UFFFFFFFF", "\\ud800", "\\udfff\\ud800"])
@pytest.mark.parametrize("fast", [True, False])
def test_an_escape_that_names_no_character_is_a_problem_in_either_parser(
    escape: str, monkeypatch: pytest.MonkeyPatch, *, fast: bool
) -> None:
    if not fast:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    document = read_document(f'- a: b\n- a: "c{escape}"\n'.encode(), file="f.yaml")

    assert [problem.line for problem in document.problems] == [2]


@given(YAML_LIKE | st.text(alphabet='"\\\\uUxNdD08F:- \n'))
def test_no_text_makes_the_slow_parser_fail(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeLoader", raising=False)
        document = read_document(text.encode(), file="f.yaml")

    assert isinstance(document, Document) or document.problems


@given(st.binary(max_size=200))
def test_no_bytes_make_reading_fail(content: bytes) -> None:
    document = read_document(content, file="f.yaml")

    assert isinstance(document, Document) or document.problems


@given(YAML_LIKE)
def test_no_text_makes_reading_fail(text: str) -> None:
    document = read_document(text.encode(), file="f.yaml")

    assert isinstance(document, Document) or document.problems


@given(
    st.recursive(st.text(), lambda children: st.lists(children) | st.dictionaries(st.text(), children), max_leaves=15)
)
def test_written_values_read_back_as_they_were(value: Value) -> None:
    text = yaml.safe_dump(value, default_style='"', allow_unicode=False)
    document = read_document(text.encode(), file="f.yaml")

    assert isinstance(document, Document)
    assert document.value == value
