from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from bases import write_base

from bot.core.factbase.base import Library
from bot.core.matching import clustering
from bot.core.matching.clustering import (
    LONGEST_COMPARED,
    QuestionGroup,
    QuestionReader,
    ReadQuestion,
    Unanswered,
    group_questions,
    question_reader,
)

NOON = dt.datetime(2031, 3, 5, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> QuestionReader:
    """How the lighthouse's base reads questions."""
    folder: Path = tmp_path_factory.mktemp("base")
    write_base(folder)
    base = Library(root=folder, knowledge=folder / "knowledge", seeds=folder / "seeds", vectors=None).open()
    return question_reader(base.ranker)


def question(text: str, minutes: int = 0, outcome: str = "abstention") -> Unanswered:
    at = NOON + dt.timedelta(minutes=minutes)
    return Unanswered(text=text, at=at, outcome=outcome, fact=None, confidence=0.1, guild=1)


def groups(found: tuple[QuestionGroup, ...]) -> list[set[str]]:
    return [set(gap.wordings) for gap in found]


def test_questions_in_nearly_the_same_words_are_one_group(read: QuestionReader) -> None:
    texts = ["who is the keeper's employer", "keeper employer", "Who IS the employer of the keeper?", "price of fish"]

    found = group_questions(map(question, texts), read)

    assert groups(found) == [set(texts[:3]), {texts[3]}]
    assert [gap.times for gap in found] == [3, 1]


def test_a_slip_of_the_finger_and_a_synonym_of_the_base_are_no_other_question(read: QuestionReader) -> None:
    found = group_questions(map(question, ["cost of the glass", "csot of the glas", "price of the glass"]), read)

    assert len(found) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("how many soldiers died", "how many sailors died"),
        ("what does Norway think", "what does Denmark think"),
        ("who built the tower", "when was the tower built and painted"),
        ("hello", "hi"),
        ("why?", "when?"),
        ("🙂", "🙃"),
    ],
)
def test_a_question_for_something_else_is_in_another_group(read: QuestionReader, one: str, other: str) -> None:
    assert len(group_questions([question(one), question(other)], read)) == 2


def test_no_chain_of_likenesses_leads_from_one_thing_to_another() -> None:
    def read(texts: Iterable[str]) -> Iterator[ReadQuestion]:
        return (ReadQuestion(meanings=tuple(sorted(text.split())), spelling=text) for text in texts)

    chain = ["alpha beta gamma delta", "beta gamma delta omega", "gamma delta omega kappa", "delta omega kappa sigma"]
    found = group_questions([*map(question, chain), question(chain[0])], read)

    assert {chain[0], chain[1]} in groups(found)
    assert not any({chain[0], chain[3]} <= gap or {chain[0], chain[2]} <= gap for gap in groups(found))


def test_the_most_asked_comes_first_and_then_the_latest(read: QuestionReader) -> None:
    found = group_questions(
        [question("crew of the Petrel", 1), question("fish", 2), question("fish", 3), question("taxes", 4)], read
    )

    assert [gap.wordings[0] for gap in found] == ["fish", "taxes", "crew of the Petrel"]
    assert found[0].last == NOON + dt.timedelta(minutes=3)


def test_the_most_frequent_wording_comes_first(read: QuestionReader) -> None:
    (gap,) = group_questions(
        [question("boat insurance", 3), question("insurance of a boat", 1), question("insurance of a boat", 2)], read
    )

    assert gap.wordings == ("insurance of a boat", "boat insurance")
    assert [each.at.minute for each in gap.questions] == [3, 2, 1]


def test_the_same_questions_are_grouped_the_same_in_whatever_order_they_come(read: QuestionReader) -> None:
    texts = [
        f"{first} {second} of the {third}"
        for first in ("cost", "age", "name")
        for second in ("crew", "hull", "owner")
        for third in ("ferry", "buoy")
    ]
    asked = [question(text, number % 5) for number, text in enumerate(texts * 3)]
    shuffled = random.Random(5).sample(asked, len(asked))

    assert group_questions(shuffled, read) == group_questions(asked, read)


def test_each_question_is_in_one_group_and_none_is_lost(read: QuestionReader) -> None:
    rng = random.Random(7)
    asked = [
        question(" ".join(rng.choices("who when cost crew keeper taxes boat rock cook".split(), k=3)))
        for _ in range(300)
    ]

    found = group_questions(asked, read)

    assert sorted(each.text for gap in found for each in gap.questions) == sorted(each.text for each in asked)


def test_of_many_unknown_words_those_of_the_questions_that_were_asked_most_are_corrected(
    read: QuestionReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clustering, "MOST_CORRECTED", 2)
    most, more = ["cost of the glass", "csot of the glas"], ["name of the keeper", "nmae of the keepre"]
    asked = [question(text) for text in [*most, *more, most[1]]]

    found = groups(group_questions(asked, read))

    assert found == [set(most), *({text} for text in sorted(more))]
    assert groups(group_questions(reversed(asked), read)) == found


def test_of_many_questions_a_limited_number_is_compared_by_letters(
    read: QuestionReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"cost of the glass and the {word}" for word in ("crew", "hull", "mast")]
    together = group_questions(map(question, texts), read)
    monkeypatch.setattr(clustering, "MOST_SPELLED", 1)
    cut_short = group_questions(map(question, texts), read)

    assert [gap.times for gap in together] == [3]
    assert [gap.times for gap in cut_short] == [2, 1]


def test_of_a_long_question_only_the_beginning_is_compared(read: QuestionReader) -> None:
    begin = ("the cost of the lamp and of the boat, " * 10)[:LONGEST_COMPARED]
    one, other, shorter = read([f"{begin} keeper", f"{begin} taxes " * 9, "the cost of the keeper and of the boat"])

    assert one == other
    assert one != shorter


def test_nothing_asked_is_nothing_missing(read: QuestionReader) -> None:
    assert group_questions([], read) == ()


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "x" * 100_000, "a " * 50_000, "\u202e?", "=1+1"])
def test_any_text_can_be_grouped(read: QuestionReader, text: str) -> None:
    (gap,) = group_questions([question(text), question(text)], read)

    assert gap.wordings == (text,)
    assert gap.times == 2
