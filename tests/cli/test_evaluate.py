from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.evaluate import read_questions
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
