"""What each feature brings: the weights fitted anew without it, judged on what the base asked itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.core.matching.calibration import Calibration, Case, Cases, fit, judge_left_out
from bot.core.matching.features import NAMES
from bot.core.matching.kin import Kin
from bot.core.matching.weights import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Ablated:
    """How a base does without what `dropped` names; with nothing dropped, as it is."""

    dropped: tuple[str, ...]
    left_out: Calibration


def ablate(cases: Cases, kin: Kin) -> Iterator[Ablated]:
    """The base with all features, then without each in turn. Each takes some seconds for a hundred facts."""
    for dropped in ((), *((name,) for name in NAMES)):
        weights = fit_without(cases, dropped, kin)
        yield Ablated(dropped=dropped, left_out=judge_left_out(weights, cases, kin))


def fit_without(cases: Cases, dropped: Sequence[str], kin: Kin) -> Weights:
    """The weights of a base that lacks some features: 0 for these, whatever is expected of them elsewhere."""
    fitted = fit(without(cases, dropped), kin)
    none = dict.fromkeys(dropped, 0.0)
    trusted = {name: none.get(name, weight) for name, weight in fitted.confidence.items()}
    return replace(fitted, ranking=MappingProxyType({**fitted.ranking, **none}), confidence=MappingProxyType(trusted))


def without(cases: Cases, dropped: Sequence[str]) -> Cases:
    """The same cases, the values of some features 0."""
    if not dropped:
        return cases
    columns = [NAMES.index(name) for name in dropped]
    return Cases(
        facts=_blank(cases.facts, columns),
        unknowns=_blank(cases.unknowns, columns),
        near=_blank(cases.near, columns),
        foreign=_blank(cases.foreign, columns),
    )


def _blank(cases: Sequence[Case], columns: Sequence[int]) -> tuple[Case, ...]:
    return tuple(_blanked(case, columns) for case in cases)


def _blanked(case: Case, columns: Sequence[int]) -> Case:
    values = case.evidence.values.copy()
    values[:, columns] = 0
    return replace(case, evidence=replace(case.evidence, values=values))
