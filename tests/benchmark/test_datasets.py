from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.benchmark.datasets import (
    ArticleSet,
    IntentSet,
    QuestionSet,
    SentenceSet,
    read_dataset,
    read_questions,
)
from bot.core.matching.evaluation import Question
from bot.errors import UsageError

ASKED = [
    {"q": "lamp height", "answerable": True, "gold": ["38 metres above the sea"], "kind": "keywords"},
    {"q": "last ferry after dark", "answerable": True, "gold": ["38 metres above the sea"], "kind": "keywords"},
    {"q": "how old is the keeper", "answerable": False, "gold": [], "kind": "near miss", "note": "left aside"},
]


def written(folder: Path, *lines: object) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_questions_are_read_line_by_line_and_empty_lines_passed_over(tmp_path: Path) -> None:
    found = list(read_questions(written(tmp_path, ASKED[0], "", "  ", ASKED[2])))

    assert found == [
        Question(text="lamp height", answerable=True, gold=("38 metres above the sea",), kind="keywords"),
        Question(text="how old is the keeper", answerable=False, gold=(), kind="near miss"),
    ]


def test_only_a_line_break_ends_a_line(tmp_path: Path) -> None:
    line = json.dumps({**ASKED[0], "q": "lamp\u2028height\x85"}, ensure_ascii=False)

    assert [question.text for question in read_questions(written(tmp_path, line))] == ["lamp\u2028height\x85"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "the line: Invalid JSON"),
        ('{"q": "lamp"}', "answerable: Field required"),
        (json.dumps({**ASKED[0], "gold": "38 metres"}), "gold: "),
        (json.dumps({**ASKED[0], "gold": []}), "the line: Value error, an answerable question needs gold or facts"),
        (json.dumps({**ASKED[2], "facts": ["lamp-height"]}), "the line: Value error, a question that nothing answers"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = written(tmp_path, ASKED[0], line)

    with pytest.raises(UsageError) as raised:
        list(read_questions(path))

    assert str(raised.value).startswith(f"{path}:2: {said}")


@pytest.mark.parametrize("content", [None, b"\xff"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "questions.jsonl"
    if content:
        path.write_bytes(content)

    with pytest.raises(UsageError, match=r"questions\.jsonl cannot be read"):
        list(read_questions(path))


ARTICLE = {
    "title": "Grey Skerry",
    "sentences": ["The lamp was lit in 1891.", "A storm broke it."],
    "paragraphs": [0, 1],
    "questions": [{"q": "When was it lit?", "typo": "Wen was it lit?", "sentence": 0}],
    "unanswerable": ["Who built it?"],
}
INTENTS = {
    "train": {"light_on": ["turn the light on", "lights please"], "bye": ["goodbye"]},
    "test": [["switch on the light", "light_on"]],
    "out_of_scope": ["how old is the moon"],
}
SENTENCE = {"text": "The lamp was lit in 1981.", "want": "contradicted", "never": ["supported", "claimed"]}


@pytest.mark.parametrize(
    ("line", "kind"),
    [(ASKED[0], QuestionSet), (ARTICLE, ArticleSet), (SENTENCE, SentenceSet), (INTENTS, IntentSet)],
)
def test_the_keys_say_what_a_file_contains(tmp_path: Path, line: object, kind: type) -> None:
    assert isinstance(read_dataset(written(tmp_path, "", line)), kind)


def test_intents_may_be_written_over_many_lines(tmp_path: Path) -> None:
    found = read_dataset(written(tmp_path, json.dumps(INTENTS, indent=0)))

    assert isinstance(found, IntentSet)
    assert found.test == (("switch on the light", "light_on"),)


def test_a_label_by_facts_needs_no_gold(tmp_path: Path) -> None:
    line = {"q": "lamp height", "answerable": True, "facts": ["lamp-height", "lamp-range"], "kind": "keywords"}
    (found,) = read_questions(written(tmp_path, line))

    assert found.facts == frozenset({"lamp-height", "lamp-range"})
    assert found.gold == ()


def test_a_question_without_labels_by_facts_differs_from_one_that_no_fact_answers(tmp_path: Path) -> None:
    by_gold, by_facts = read_questions(written(tmp_path, ASKED[0], {**ASKED[0], "facts": []}))

    assert (by_gold.facts, by_facts.facts) == (None, frozenset())


def test_an_empty_file_has_no_questions(tmp_path: Path) -> None:
    assert read_dataset(written(tmp_path)) == QuestionSet(placed=())


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(['{"name": "lamp"}'], ":1: no labelled data", id="other keys"),
        pytest.param(["[1, 2]"], ":1: no labelled data", id="a list"),
        pytest.param(["38 metres"], ":1: no valid JSON", id="text"),
        pytest.param(["{", '"train": {}', '"test": []}'], ":3: no valid JSON", id="broken over many lines"),
        pytest.param([ARTICLE, {**ARTICLE}], ":2: title: 'Grey Skerry' is the title of ", id="the same title twice"),
        pytest.param([{**ARTICLE, "paragraphs": [0]}], ":1: the line: Value error, 2 sentences, but", id="paragraphs"),
        pytest.param(
            [{**ARTICLE, "questions": [{"q": "when", "typo": "wen", "sentence": 2}]}],
            ":1: the line: Value error, no sentence 2; the last one is 1: when",
            id="no such sentence",
        ),
        pytest.param([SENTENCE, {"text": "The lamp."}], ":2: the line: Value error, neither want nor never", id="none"),
        pytest.param([SENTENCE, {**SENTENCE, "want": "true"}], ":2: want: Input should be", id="no such verdict"),
        pytest.param(
            [{**INTENTS, "test": [["hello", "greet"]]}],
            ": the file: Value error, test 0: no phrasings of the intent 'greet' in train",
            id="no such intent",
        ),
        pytest.param(
            [{**INTENTS, "train": {"bye": []}}], ": train.bye: Tuple should have at least 1", id="no phrasing"
        ),
    ],
)
def test_a_line_without_labelled_data_is_named_with_its_place(tmp_path: Path, lines: list[object], said: str) -> None:
    path = written(tmp_path, *lines)

    with pytest.raises(UsageError) as raised:
        read_dataset(path)

    assert str(raised.value).startswith(f"{path}{said}")
