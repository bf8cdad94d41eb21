from __future__ import annotations

from pathlib import Path

import pytest
from bases import write_base

from bot.core.knowledge.loader import load_knowledge
from bot.core.knowledge.model import ExpectedOutcome, GoldenQuestion, Knowledge
from bot.errors import KnowledgeError

NAME = "knowledge/golden.yaml"


def load(folder: Path, golden: str | None) -> Knowledge:
    write_base(folder, {NAME: golden})
    return load_knowledge(root=folder, knowledge=folder / "knowledge", seeds=folder / "seeds")


def problems(folder: Path, golden: str) -> list[str]:
    with pytest.raises(KnowledgeError) as raised:
        load(folder, golden)
    return [str(problem) for problem in raised.value.problems]


def test_golden_questions_keep_their_order_and_their_places(tmp_path: Path) -> None:
    text = '- {question: "how high", fact: lamp-height}\n- question: "what storm"\n  outcome: not_in_source\n'

    first, second = load(tmp_path, text).golden

    assert first == GoldenQuestion(question="how high", fact="lamp-height", outcome=None)
    assert second == GoldenQuestion(question="what storm", fact=None, outcome=ExpectedOutcome.NOT_IN_SOURCE)
    assert (first.place, second.place) == ("knowledge/golden.yaml:1:14", "knowledge/golden.yaml:2:13")


def test_a_base_needs_no_golden_questions(tmp_path: Path) -> None:
    assert load(tmp_path, None).golden == ()


def test_golden_questions_are_part_of_the_revision(tmp_path: Path) -> None:
    text = '- {question: "how high", fact: lamp-height}\n'
    without = load(tmp_path / "a", None).revision

    assert load(tmp_path / "b", text).revision != without
    assert load(tmp_path / "c", text).revision == load(tmp_path / "d", text).revision


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- {question: a}\n", "1:3: Say what the question has to get: either 'fact' or 'outcome', and not both."),
        ("- {question: a, fact: wave-height, outcome: abstention}\n", "1:3: Say what the question has to get"),
        (
            "- {question: a, fact: wave-hight}\n",
            "1:23: 'wave-hight' is not the id of a fact. Did you mean 'wave-height'?",
        ),
        ("- {question: a, outcome: silence}\n", "1:26: outcome: found 'silence'; expected not_in_source or abstention"),
        ("- {fact: wave-height}\n", "1:3: The key 'question' is missing"),
        ("- {question: a, fact: wave-height, why: b}\n", "1:36: The key 'why' is not known here."),
        (
            "- {question: How high?, fact: wave-height}\n- {question: how high, fact: lamp-height}\n",
            "2:14: This question is already asked at knowledge/golden.yaml:1:14; remove one.",
        ),
    ],
)
def test_a_mistake_has_its_place_and_is_the_only_one_reported(tmp_path: Path, text: str, expected: str) -> None:
    (found,) = problems(tmp_path, text)

    assert found.startswith(f"knowledge/golden.yaml:{expected}")
