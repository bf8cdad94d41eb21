from __future__ import annotations

import pytest
from rankers import small_ranker

from bot.core.matching.calibration import ask_without_each, collect_training_questions
from bot.core.progress import told

Heard = list[tuple[str, int, int]]


class Listener:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.heard: Heard = []

    def tell(self, work: str, done: int, parts: int) -> None:
        self.heard.append((work, done, parts))


def test_each_part_is_told_of_once_it_is_done() -> None:
    listener = Listener()
    order = [(part, len(listener.heard)) for part in told("ab", listener.tell, "spelling", 2)]

    assert order == [("a", 1), ("b", 2)]
    assert listener.heard == [("spelling", 0, 2), ("spelling", 1, 2), ("spelling", 2, 2)]


@pytest.mark.parametrize(("parts", "number"), [("", 0), ("ab", 5), ("abcde", 2)])
def test_a_work_ends_as_whole_also_where_its_parts_were_miscounted(parts: str, number: int) -> None:
    listener = Listener()

    assert "".join(told(parts, listener.tell, "spelling", number)) == parts
    assert listener.heard[0] == ("spelling", 0, number)
    assert listener.heard[-1] == ("spelling", number, number)
    assert all(done <= number for _, done, _ in listener.heard)


def test_a_calibration_tells_how_far_it_has_come() -> None:
    listener = Listener()
    collect_training_questions(small_ranker(meaning=False), seed=1, tell=listener.tell)
    told_of = {work: (done, parts) for work, done, parts in listener.heard}

    # 23 questions of facts and 3 of unknowns, as they stand and misspelt.
    assert told_of == {"Asking without each question": (52, 52), "Asking without each entry": (26, 26)}
    assert len(listener.heard) == 53 + 27


def test_asking_without_each_question_tells_how_far_it_has_come() -> None:
    listener = Listener()

    assert len(ask_without_each(small_ranker(meaning=False), tell=listener.tell)) == 26
    assert listener.heard[-1] == ("Asking without each question", 26, 26)
