from __future__ import annotations

import pytest
from rankers import small_ranker

from bot.core.matching.calibration import ask_without_each, collect_training_questions
from bot.core.progress import track

Heard = list[tuple[str, int, int]]


class Listener:
    """Remembers all reports."""

    def __init__(self) -> None:
        self.heard: Heard = []

    def on_progress(self, work: str, done: int, parts: int) -> None:
        self.heard.append((work, done, parts))


def test_each_part_is_reported_once_it_is_done() -> None:
    listener = Listener()
    order = [(part, len(listener.heard)) for part in track("ab", listener.on_progress, "spelling", 2)]

    assert order == [("a", 1), ("b", 2)]
    assert listener.heard == [("spelling", 0, 2), ("spelling", 1, 2), ("spelling", 2, 2)]


@pytest.mark.parametrize(("parts", "number"), [("", 0), ("ab", 5), ("abcde", 2)])
def test_work_ends_as_complete_even_if_its_parts_were_miscounted(parts: str, number: int) -> None:
    listener = Listener()

    assert "".join(track(parts, listener.on_progress, "spelling", number)) == parts
    assert listener.heard[0] == ("spelling", 0, number)
    assert listener.heard[-1] == ("spelling", number, number)
    assert all(done <= number for _, done, _ in listener.heard)


def test_a_calibration_reports_its_progress() -> None:
    listener = Listener()
    collect_training_questions(small_ranker(meaning=False), seed=1, on_progress=listener.on_progress)
    last_reports = {work: (done, parts) for work, done, parts in listener.heard}

    # 23 questions of facts and 3 of unknowns, as they stand and misspelt.
    assert last_reports == {"Asking without each question": (52, 52), "Asking without each entry": (26, 26)}
    assert len(listener.heard) == 53 + 27


def test_asking_without_each_question_reports_its_progress() -> None:
    listener = Listener()

    assert len(ask_without_each(small_ranker(meaning=False), on_progress=listener.on_progress)) == 26
    assert listener.heard[-1] == ("Asking without each question", 26, 26)
