from __future__ import annotations

import copy
from typing import Any

import jsonschema_rs
import pytest
import yaml
from bases import FERRY, LIGHT, REPAIR, SOURCES, TOPICS, UNKNOWNS, VOCABULARY

from bot.core.knowledge.schema import MAX_PHRASINGS, MAX_QUESTION, MAX_STATEMENT, FactShape, SourceShape, json_schemas
from bot.core.knowledge.validation import Shape, ValidEntry, check_list
from bot.core.knowledge.yaml_reader import MAX_PROBLEMS, Document, read_document

FACT = """\
- id: lamp-height
  statement: "The lamp stands 38 metres above the sea."
  topics: [light]
  attribution: "Ostrand Post"
  standing: reported
  importance: 1
  quotes:
    - source: ostrand-post
      exact: "stands 38 metres above the sea"
  question: "How high above the sea is the lamp?"
  phrasings:
    - "how high is the lamp"
"""


def problems(text: str, model: type[Shape] = FactShape) -> list[str]:
    document = read_document(text.encode(), file="f.yaml")
    assert isinstance(document, Document)
    return [str(problem) for problem in check_list(model, document).problems]


def fact(text: str) -> FactShape:
    document = read_document(text.encode(), file="f.yaml")
    assert isinstance(document, Document)
    (entry,) = check_list(FactShape, document).entries
    assert isinstance(entry, ValidEntry)
    return entry.value


MISTAKES = {
    "a key misspelt": (
        "attribution:",
        "atribution:",
        "f.yaml:4:3: The key 'atribution' is not known here. Did you mean",
    ),
    "a key like no other": (
        "topics:",
        "zzz:",
        "f.yaml:3:3: The key 'zzz' is not known here. Known keys: id, statement,",
    ),
    "a key missing": (
        "  standing: reported\n",
        "",
        "f.yaml:1:3: The key 'standing' is missing; expected one of documented",
    ),
    "a standing that is none": ("reported", "true", "f.yaml:5:13: standing: found 'true'; expected one of documented"),
    "an importance too high": (
        "importance: 1",
        "importance: 4",
        "f.yaml:6:15: importance: found '4'; expected a whole",
    ),
    "an importance in words": ("importance: 1", "importance: high", "found 'high'; expected a whole number from 1"),
    "an empty value": ('"Ostrand Post"', "", "f.yaml:4:15: attribution: found nothing; expected who says it"),
    "blank text": ('"Ostrand Post"', '"  "', "f.yaml:4:16: attribution: found empty text; expected who says it"),
    "text that shows nothing": (
        '"Ostrand Post"',
        '"\\x00\\u200B \\e"',
        "found invisible text; expected who says it",
    ),
    "a quote that shows nothing": (
        '"stands 38 metres above the sea"',
        '"\\u200B"',
        "f.yaml:9:14: quotes[1].exact: found invisible text",
    ),
    "a list for text": ('"Ostrand Post"', "[a]", "f.yaml:4:16: attribution: found a list; expected who says it"),
    "text for a list": ("[light]", "light", "f.yaml:3:11: topics: found 'light'; expected a list of one or more"),
    "an empty list": ("[light]", "[]", "f.yaml:3:11: topics: found no entries; expected a list of one or more"),
    "an id with capitals": ("lamp-height", "Lamp_Height", "f.yaml:1:7: id: found 'Lamp_Height'; expected an id of"),
    "a day that is none": ("importance: 1", "when: 2031-02-30", "f.yaml:6:9: when: found '2031-02-30'; expected a day"),
    "a number for a day": ("importance: 1", "when: 1900022400", "when: found '1900022400'; expected a day such as"),
    "a key of a quote misspelt": (
        "exact:",
        "exat:",
        "f.yaml:9:7: The key 'exat' is not known here. Did you mean 'exact'?",
    ),
    "text for a quote": ('exact: "stands', 'more: "stands', "f.yaml:8:7: The key 'exact' is missing; expected 1 to"),
    "a long statement": (
        "stands 38 metres above the sea.",
        "x" * MAX_STATEMENT,
        "f.yaml:2:14: statement: found 509 char",
    ),
    "a long phrasing": (
        "how high is the lamp",
        "x" * (MAX_QUESTION + 12),
        "f.yaml:12:7: phrasings[1]: found 212 characters; expected a list of",
    ),
    "too many phrasings": (
        '    - "how high',
        '    - "?"\n' * MAX_PHRASINGS + '    - "how high',
        "phrasings: found 41 entries; expected",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_in_plain_words_with_its_place(name: str) -> None:
    right, wrong, expected = MISTAKES[name]
    assert right in FACT
    found = problems(FACT.replace(right, wrong, 1))

    assert any(expected in problem for problem in found), found


def test_all_mistakes_of_an_entry_are_reported_at_once() -> None:
    text = FACT.replace("reported", "sure").replace("importance: 1", "importance: 9").replace("[light]", "[]")

    assert len(problems(text)) == 3


def test_of_a_file_full_of_mistakes_only_the_first_are_reported() -> None:
    found = problems("- id: a\n" * 30)

    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1] == "f.yaml:9:3: The file has more than 50 problems; fix these first."


def test_a_wrong_item_does_not_make_its_list_too_short() -> None:
    assert len(problems(FACT.replace("how high is", "x" * MAX_QUESTION))) == 1


def test_a_broken_entry_leaves_the_others_checked() -> None:
    assert len(problems("- id: a\n" + FACT + "- just text\n")) == 7


@pytest.mark.parametrize("text", ["id: a\n", "just text\n"])
def test_a_file_that_is_no_list_is_one_problem(text: str) -> None:
    assert problems(text) == ["f.yaml:1:1: Expected a list of entries, each beginning with '- '."]


def test_a_mistake_of_the_yaml_is_not_reported_twice() -> None:
    document = read_document(FACT.replace('"Ostrand Post"', "*post").encode(), file="f.yaml")
    assert isinstance(document, Document)

    assert len(document.problems) == 1
    assert check_list(FactShape, document).problems == ()


def test_text_that_looks_like_something_else_stays_text() -> None:
    read = fact(FACT.replace('"how high is the lamp"', "No\n    - 1:30\n    - 2025-10-15"))

    assert read.phrasings == ("No", "1:30", "2025-10-15")


def test_a_folded_statement_becomes_one_line() -> None:
    read = fact(FACT.replace('"The lamp stands 38 metres above the sea."', "|\n    The lamp\n    stands.\n"))

    assert read.statement == "The lamp stands."


def test_a_quote_keeps_every_space() -> None:
    read = fact(FACT.replace('"stands 38 metres above the sea"', '" stands\\u202F38 "'))

    assert read.quotes[0].exact == " stands\u202f38 "


@pytest.mark.parametrize("url", ["javascript:alert(1)", "example.com", "https://exa mple.com"])
def test_an_address_that_is_no_link_is_refused(url: str) -> None:
    text = SOURCES.replace("https://example.com/grey-skerry", url).replace("{sha256}", "0" * 64)

    assert any(f"url: found '{url}'" in problem for problem in problems(text, SourceShape))


WRITTEN = {
    "sources": SOURCES.replace("{sha256}", "0" * 64),
    "topics": TOPICS,
    "vocabulary": VOCABULARY,
    "facts": LIGHT + REPAIR + FERRY,
    "unknowns": UNKNOWNS,
}


def as_an_editor_reads(text: str) -> Any:
    """Editors read YAML 1.2, in which a day is text."""

    class Editor(yaml.SafeLoader):
        yaml_implicit_resolvers = copy.deepcopy(yaml.SafeLoader.yaml_implicit_resolvers)

    for digit in "0123456789":
        resolvers = Editor.yaml_implicit_resolvers[digit]
        Editor.yaml_implicit_resolvers[digit] = [pair for pair in resolvers if not pair[0].endswith("timestamp")]
    return yaml.load(text, Loader=Editor)  # noqa: S506 - a SafeLoader's child


@pytest.mark.parametrize("name", WRITTEN)
def test_the_published_schema_accepts_what_the_loader_accepts(name: str) -> None:
    schema = json_schemas()[f"{name}.schema.json"]
    jsonschema_rs.meta.validate(schema)

    jsonschema_rs.Draft202012Validator(schema).validate(as_an_editor_reads(WRITTEN[name]))


def test_the_published_schema_refuses_a_key_misspelt() -> None:
    written = as_an_editor_reads(LIGHT.replace("attribution:", "atribution:"))

    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.Draft202012Validator(json_schemas()["facts.schema.json"]).validate(written)
