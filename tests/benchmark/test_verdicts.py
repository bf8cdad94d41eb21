from __future__ import annotations

import pytest
from rankers import small_knowledge

from bot.benchmark.datasets import LabelledSentence, VerdictName
from bot.benchmark.verdicts import CheckedSentence, check_sentences, measure_check, tally_verdicts
from bot.core.factcheck.checker import FactChecker

SUPPORTED = "The lamp of Grey Skerry stands 38 metres above the sea."
CONTRADICTED = "The lamp of Grey Skerry stands 40 metres above the sea."
ELSEWHERE = "The mayor of Ostrand likes plums."


def checked(*labels: LabelledSentence) -> tuple[CheckedSentence, ...]:
    return check_sentences(FactChecker(small_knowledge()), labels)


@pytest.mark.parametrize(
    ("text", "got", "fact"),
    [
        (SUPPORTED, "supported", "lamp-height"),
        (CONTRADICTED, "contradicted", "lamp-height"),
        (ELSEWHERE, "not_covered", ""),
    ],
)
def test_a_sentence_has_its_verdict_and_the_fact_that_shows_it(text: str, got: VerdictName, fact: str) -> None:
    (case,) = checked(LabelledSentence(text=text, want="supported", never=("contradicted",)))

    assert (case.got, case.fact) == (got, fact)
    assert case.forbidden == (got == "contradicted")


def test_verdicts_are_counted_by_what_the_sentence_has_to_get() -> None:
    never: tuple[VerdictName, ...] = ("supported", "claimed")
    cases = checked(
        LabelledSentence(text=SUPPORTED, want="supported"),
        LabelledSentence(text=CONTRADICTED, never=never),
        LabelledSentence(text=SUPPORTED, never=never),
        LabelledSentence(text=ELSEWHERE, never=never),
    )

    wanted, free = tally_verdicts(cases)

    assert (wanted.want, wanted.checked, wanted.got["supported"], wanted.forbidden) == ("supported", 1, 1, 0)
    assert (free.want, free.checked, free.forbidden) == (None, 3, 1)
    assert {verdict: free.got[verdict] for verdict in ("supported", "claimed", "contradicted", "not_covered")} == {
        "supported": 1,
        "claimed": 0,
        "contradicted": 1,
        "not_covered": 1,
    }


def test_the_cost_of_a_check_has_the_time_of_one_sentence_of_a_message_and_of_the_waiting_loop() -> None:
    sentences = [fact.statement for fact in small_knowledge().facts.values()]
    cost = measure_check(FactChecker(small_knowledge()), sentences)

    assert cost.sentence > 0
    assert cost.message > 0
    assert cost.longest >= 0


def test_a_file_without_sentences_costs_nothing() -> None:
    assert measure_check(FactChecker(small_knowledge()), []).sentence == 0
