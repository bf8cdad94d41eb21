from __future__ import annotations

from pathlib import Path

import pytest
from rankers import small_ranker

from bot.benchmark.quality import Measurement, ask, draw, measure
from bot.core.matching.evaluation import Question
from bot.errors import UsageError

HEIGHT = Question(text="how high is the lamp", answerable=True, gold=("38 metres above the sea",), kind="full")


def measured(*questions: Question) -> Measurement:
    return measure([ask(small_ranker(), questions)])


@pytest.mark.parametrize("questions", [(HEIGHT,), ()])
def test_a_picture_is_written(questions: tuple[Question, ...], tmp_path: Path) -> None:
    file = tmp_path / "curve.png"

    draw(measured(*questions), file)

    assert file.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["missing/curve.png", "curve.nonsense"])
def test_a_file_that_cannot_be_written_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"{name} cannot be written"):
        draw(measured(HEIGHT), tmp_path / name)
