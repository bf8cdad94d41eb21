"""How the check does on labelled messages."""

from __future__ import annotations

from functools import cache

import pytest
from core.factcheck.labelled import KINDS, Judged, read, tried

FILES = ("building.jsonl", "held_out.jsonl")
EACH = pytest.mark.parametrize("file", FILES)


@cache
def cases(file: str) -> tuple[Judged, ...]:
    return tried(file)


def test_there_are_many_messages_of_every_kind_and_none_is_in_both_files() -> None:
    texts = [{each.text for each in read(file)} for file in FILES]

    assert not texts[0] & texts[1]
    for file in FILES:
        labels = [label for each in read(file) for label in each.gets]
        assert len(labels) >= 40
        assert set(labels) == set(KINDS)


@EACH
def test_nothing_is_called_supported_that_the_source_does_not_say(file: str) -> None:
    assert [case.verdict.sentence for case in cases(file) if case.says_too_much] == []


@EACH
def test_at_least_three_of_five_sentences_get_what_they_should(file: str) -> None:
    right = [case.wanted == case.got for case in cases(file)]

    assert sum(right) / len(right) >= 0.6


@EACH
def test_few_sentences_are_called_contradicted_that_are_not(file: str) -> None:
    wrong = [case for case in cases(file) if case.got == "contradicted" != case.wanted]

    assert len(wrong) <= 0.02 * len(cases(file))


@EACH
def test_the_fact_that_is_shown_is_about_the_sentence(file: str) -> None:
    other = [case for case in cases(file) if case.wanted == case.got and case.shows_another_fact]

    assert len(other) <= 0.02 * len(cases(file))
