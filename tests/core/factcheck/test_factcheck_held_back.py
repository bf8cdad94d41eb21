"""How the check does on labelled sentences that were kept aside while it was built."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from rankers import PROJECT, project_checker, second_checker

from bot.benchmark.datasets import SentenceSet, read_dataset
from bot.benchmark.verdicts import CheckedSentence, check_sentences
from bot.core.factcheck import Contradicted
from bot.core.factcheck.checker import FactChecker

CHECKERS: dict[str, Callable[[], FactChecker]] = {
    "check_held_back.jsonl": project_checker,
    "second_base/check_held_back.jsonl": second_checker,
    "check_unseen.jsonl": project_checker,
    "second_base/check_unseen.jsonl": second_checker,
    "check_restated.jsonl": project_checker,
    "second_base/check_restated.jsonl": second_checker,
    "check_plain.jsonl": project_checker,
    "second_base/check_plain.jsonl": second_checker,
    # One half is false in one small way, the other plain news told again.
    "check_attacked.jsonl": project_checker,
    "second_base/check_attacked.jsonl": second_checker,
    # Freely reworded, so that few are settled yet.
    "check_told.jsonl": project_checker,
    "second_base/check_told.jsonl": second_checker,
    "check_reworded.jsonl": project_checker,
    "second_base/check_reworded.jsonl": second_checker,
}
EACH = pytest.mark.parametrize("file", CHECKERS)
SETTLED = pytest.mark.parametrize(
    "file", [file for file in CHECKERS if not file.endswith(("check_told.jsonl", "check_reworded.jsonl"))]
)


@cache
def checked(file: str) -> tuple[CheckedSentence, ...]:
    dataset = read_dataset(PROJECT / "tests" / file)
    assert isinstance(dataset, SentenceSet)
    return check_sentences(CHECKERS[file](), dataset.sentences)


@EACH
def test_no_false_sentence_is_called_supported_or_claimed(file: str) -> None:
    false = [each for each in checked(file) if each.label.want in {"contradicted", "related", "not_covered"}]

    assert len(false) > 20
    assert [each.label.text for each in false if each.got in {"supported", "claimed"}] == []


@EACH
def test_no_true_sentence_is_called_contradicted(file: str) -> None:
    true = [each for each in checked(file) if each.label.want in {"supported", "claimed"}]

    assert len(true) > 15
    assert [each.label.text for each in true if each.got == "contradicted"] == []


@pytest.mark.parametrize("file", ["check_held_back.jsonl", "second_base/check_held_back.jsonl"])
def test_no_claim_without_its_speaker_is_called_supported(file: str) -> None:
    claims = [each for each in checked(file) if each.label.want == "claimed"]

    assert claims
    assert [each.label.text for each in claims if each.got == "supported"] == []


@SETTLED
@pytest.mark.parametrize(("verdict", "share"), [("supported", 0.3), ("contradicted", 0.55)])
def test_some_sentences_get_the_verdict_that_they_should(file: str, verdict: str, share: float) -> None:
    wanted = [each for each in checked(file) if each.label.want == verdict]

    assert sum(each.got == verdict for each in wanted) >= share * len(wanted)


@pytest.mark.parametrize(
    ("checker", "sentence"),
    [
        pytest.param(
            project_checker,
            "The planes flew at their closest point to the Venezuelan mainland.",
            id="a distance from a place is no movement from it",
        ),
        pytest.param(
            project_checker,
            "Two of the bombers came within 86 kilometers of La Orchila Island.",
            id="miles converted and rounded up",
        ),
        pytest.param(
            second_checker,
            "The flood barrier will be 6.5 metres high and 340 metres long.",
            id="two measures the other way around",
        ),
        pytest.param(second_checker, "Trams would run until 12:30 a.m.", id="half an hour past midnight"),
    ],
)
def test_another_way_to_say_it_is_no_contradiction(checker: Callable[[], FactChecker], sentence: str) -> None:
    (verdict,) = checker().check([sentence])

    assert not isinstance(verdict, Contradicted)
