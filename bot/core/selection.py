"""Risk against coverage: what a base would answer, and how wrongly, at each threshold of confidence.

El-Yaniv and Wiener (2010), "On the Foundations of Noise-free Selective Classification".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.core.answer import Outcome, settle
from bot.core.evaluation import Judged
from bot.core.matching.matcher import Matcher, Ranking


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What happens where an answer needs a confidence of `threshold` (0 to 1); shares of 1.

    `coverage` and `right` are the answerable questions answered, and rightly answered; `risk` is the part of all
    answers given that are wrong, 0 where none is given. `needless` counts, for each kind of question that nothing
    answers, those answered nonetheless.
    """

    threshold: float
    coverage: float
    right: float
    risk: float
    needless: Mapping[str, int]


def without_thresholds(matcher: Matcher) -> Callable[[Ranking], Outcome]:
    """A decision that answers with whatever comes first, however little it is trusted."""
    lenient = replace(matcher, weights=replace(matcher.weights, answer=0.0, suggest=0.0))
    return lambda ranking: settle(ranking, lenient)


def curve(judged: Sequence[Judged], thresholds: Iterable[float]) -> tuple[Point, ...]:
    """The points of questions that were judged without thresholds, in the order of the thresholds."""
    return tuple(_point(judged, threshold) for threshold in thresholds)


def steps(judged: Sequence[Judged]) -> tuple[float, ...]:
    """Every threshold at which the outcome of some question changes, ascending."""
    return tuple(sorted({case.outcome.confidence for case in judged if case.answered}))


def _point(judged: Sequence[Judged], threshold: float) -> Point:
    given = [case for case in judged if case.answered and case.outcome.confidence >= threshold]
    answerable = sum(case.question.answerable for case in judged)
    answered = [case for case in given if case.question.answerable]
    return Point(
        threshold=threshold,
        coverage=_share(len(answered), answerable),
        right=_share(sum(case.right for case in answered), answerable),
        risk=_share(sum(case.wrong for case in given), len(given)),
        needless=_needless(judged, given),
    )


def _needless(judged: Sequence[Judged], given: Sequence[Judged]) -> Mapping[str, int]:
    counts = dict.fromkeys((case.question.kind for case in judged if not case.question.answerable), 0)
    for case in given:
        if not case.question.answerable:
            counts[case.question.kind] += 1
    return MappingProxyType(counts)


def _share(count: int, of: int) -> float:
    return count / of if of else 0.0
