"""The base teaches its own matcher: what it gets wrong when an ask, or a whole entry, is left out.

An ask left out is a question whose answer is known: from that come the weights of the features. An entry left out
makes its asks near misses that nothing answers; with everyday questions they teach when to stay silent.
Each question counts as it stands and misspelt, so that slips do not pass for strangeness.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.entries import Role
from bot.core.matching.features import NAMES, NOTHING_HIDDEN, Evidence, Hidden
from bot.core.matching.foreign import FOREIGN
from bot.core.matching.kin import Kin
from bot.core.matching.leading import Lead, lead, signals
from bot.core.matching.matcher import Matcher
from bot.core.matching.misspelling import misspell
from bot.core.matching.question import parse_words
from bot.core.matching.regression import fit_chance, fit_choice
from bot.core.matching.weights import SIGNALS, Weights
from bot.core.progress import Tell, told, untold
from bot.core.text.normalise import words

Floats = NDArray[np.float32]

# What people ask a team's bot, as shares of 1: a fact, a known unknown, a near miss that nobody foresaw, or
# something else. An assumption, not a measurement; a question log will tell better.
FACT_ASKED: Final = 0.70
UNKNOWN_ASKED: Final = 0.10
NEAR_MISS_ASKED: Final = 0.05
FOREIGN_ASKED: Final = 0.15
# An answer must be likelier right than wrong; a suggestion must have one chance in five.
ANSWER: Final = 0.5
SUGGEST: Final = 0.2

_RIDGE: Final = 1.0
# Where the base teaches nothing else, a weight is that of the features named here, and 0 for all others. Few of a
# base's own asks say "which"; people who ask for what is not told say it often.
EXPECTED: Final[Mapping[str, float]] = MappingProxyType({"unnamed": -3.0})
EXPECTED_TRUST: Final[Mapping[str, float]] = MappingProxyType({"unnamed": -1.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question of known outcome: `right` is the entry it is after, or None where nothing answers it.

    `lost` is the entry that was left out to make it a near miss; `counts` is how much the case weighs.
    """

    evidence: Evidence
    right: int | None = None
    lost: int | None = None
    counts: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What was learned, and how the base does when it asks itself: shares of the left-out asks of facts, 0 to 1.

    `near_misses_answered` and `foreign_answered` are shares of the questions that nothing answers.
    """

    weights: Weights
    asks: int
    right_first: float
    among_three: float
    right_answered: float
    wrong_answered: float
    near_misses_answered: float
    foreign_answered: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Everything that a base asks itself: asks of facts and of unknowns left out, near misses, everyday questions."""

    facts: tuple[Case, ...]
    unknowns: tuple[Case, ...]
    near: tuple[Case, ...]
    foreign: tuple[Case, ...]

    @property
    def all(self) -> tuple[Case, ...]:
        """The cases of every kind."""
        return (*self.facts, *self.unknowns, *self.near, *self.foreign)


def calibrate(matcher: Matcher, *, seed: int, tell: Tell = untold) -> Calibration:
    """Fit the weights to a base of at least two facts with two asks each; the same seed gives the same weights.

    Takes about half a minute for a hundred facts.
    """
    cases = collect_cases(matcher, seed=seed, tell=tell)
    return judge_left_out(fit(cases, matcher.kin), cases, matcher.kin)


def collect_cases(matcher: Matcher, *, seed: int, tell: Tell = untold) -> Cases:
    """Ask the base about itself: the dear part of a calibration."""
    dice = random.Random(seed)  # noqa: S311 - misspellings, no secrets
    asks = sum(example.role is Role.ASK for example in matcher.entries.examples)
    asked = list(told(_left_out_asks(matcher, dice), tell, "Asking without each ask", 2 * asks))
    facts = _weighed([case for case in asked if _is_fact(matcher, case)], FACT_ASKED)
    unknowns = _weighed([case for case in asked if not _is_fact(matcher, case)], UNKNOWN_ASKED)
    foreign = _weighed(list(_foreign(matcher, dice)), FOREIGN_ASKED)
    draft = _ranking_only([*facts, *unknowns, *foreign])
    left_out = list(told(_left_out_entries(matcher, dice), tell, "Asking without each entry", asks))
    # Where the best that remains shows the same passage, the question is still answered: no near miss.
    # Where it is an unknown, the user is told that the source does not say, which is no wrong answer.
    near = _weighed([c for c in left_out if _is_miss(draft, c, matcher)], NEAR_MISS_ASKED)
    return Cases(facts=tuple(facts), unknowns=tuple(unknowns), near=tuple(near), foreign=tuple(foreign))


def fit(cases: Cases, kin: Kin) -> Weights:
    """Weights of the features and of the confidence, fitted to what a base asked itself."""
    return _learn_confidence(_ranking_only(cases.all), cases.all, kin)


def _left_out_asks(matcher: Matcher, dice: random.Random) -> Iterator[Case]:
    for place, example in enumerate(matcher.entries.examples):
        if example.role is Role.ASK:
            for text in (example.parsed.text, misspell(example.parsed.text, dice)):
                yield Case(evidence=_evidence(matcher, text, Hidden(example=place)), right=example.entry)


def _left_out_entries(matcher: Matcher, dice: random.Random) -> Iterator[Case]:
    for example in matcher.entries.examples:
        if example.role is Role.ASK:
            text = example.parsed.text if dice.random() < 0.5 else misspell(example.parsed.text, dice)  # noqa: PLR2004
            yield Case(evidence=_evidence(matcher, text, Hidden(entry=example.entry)), lost=example.entry)


def _foreign(matcher: Matcher, dice: random.Random) -> Iterator[Case]:
    for question in FOREIGN:
        for text in (question, misspell(question, dice)):
            yield Case(evidence=_evidence(matcher, text, NOTHING_HIDDEN))


def _evidence(matcher: Matcher, text: str, hidden: Hidden) -> Evidence:
    repaired = matcher.speller.repair(words(text))
    return matcher.evidence(parse_words(text, repaired.words, matcher.lexicon), hidden)


def _is_fact(matcher: Matcher, case: Case) -> bool:
    return case.right is not None and bool(matcher.is_fact[case.right])


def _weighed(cases: Sequence[Case], share: float) -> list[Case]:
    """The cases, each counting so much that all of them make up their share of a thousand questions."""
    return [
        Case(evidence=case.evidence, right=case.right, lost=case.lost, counts=1000 * share / len(cases))
        for case in cases
    ]


def _ranking_only(cases: Sequence[Case]) -> Weights:
    """Weights of the features that make the right entry the likeliest, or nothing where no entry is right."""
    nothing = np.zeros((1, len(NAMES)), dtype=np.float32)
    choices = [
        (np.vstack([case.evidence.values, nothing]), _row(case), case.counts) for case in cases if _can_win(case)
    ]
    ranking = MappingProxyType(
        dict(zip(NAMES, map(float, fit_choice(choices, _RIDGE, _expected(NAMES, EXPECTED))), strict=True))
    )
    return Weights(ranking=ranking, confidence=MappingProxyType({}), bias=0, answer=ANSWER, suggest=SUGGEST)


def _expected(names: Sequence[str], known: Mapping[str, float]) -> NDArray[np.float64]:
    return np.array([known.get(name, 0.0) for name in names])


def _can_win(case: Case) -> bool:
    """Whether the right entry, where there is one, is among the candidates: else the case teaches nothing."""
    return case.right is None or case.right in case.evidence.candidates


def _row(case: Case) -> int:
    """The row of the entry that the case is after; the last row, nothing, where there is none."""
    found = np.flatnonzero(case.evidence.candidates == case.right)
    return int(found[0]) if len(found) else len(case.evidence.candidates)


def _learn_confidence(draft: Weights, cases: Sequence[Case], kin: Kin) -> Weights:
    rows = np.array([_signals(draft, case, kin) for case in cases])
    hits = np.array([_is_right(draft, case, kin) for case in cases], dtype=np.float64)
    fitted, bias = fit_chance(
        rows, hits, np.array([case.counts for case in cases]), _RIDGE, _expected(SIGNALS, EXPECTED_TRUST)
    )
    confidence = MappingProxyType(dict(zip(SIGNALS, map(float, fitted), strict=True)))
    return Weights(ranking=draft.ranking, confidence=confidence, bias=bias, answer=ANSWER, suggest=SUGGEST)


def _signals(weights: Weights, case: Case, kin: Kin) -> list[float]:
    found = signals(case.evidence, _lead(weights, case, kin))
    return [found[name] for name in SIGNALS]


def _lead(weights: Weights, case: Case, kin: Kin) -> Lead:
    return lead(case.evidence, weights.score(case.evidence.values, NAMES), kin)


def _best(weights: Weights, case: Case, kin: Kin) -> int:
    return int(case.evidence.candidates[_lead(weights, case, kin).row])


def _is_miss(weights: Weights, case: Case, matcher: Matcher) -> bool:
    best = _best(weights, case, matcher.kin)
    return bool(matcher.is_fact[best]) and best not in matcher.kin[case.lost or 0]


def _is_right(weights: Weights, case: Case, kin: Kin) -> bool:
    return case.right is not None and _best(weights, case, kin) in kin[case.right]


def _is_trusted(weights: Weights, case: Case, kin: Kin) -> bool:
    found = dict(zip(SIGNALS, _signals(weights, case, kin), strict=True))
    return weights.trust(found) >= weights.answer


def judge_left_out(weights: Weights, cases: Cases, kin: Kin) -> Calibration:
    """How weights do on what a base asked itself."""
    facts = cases.facts
    right = [_is_right(weights, case, kin) for case in facts]
    trusted = [_is_trusted(weights, case, kin) for case in facts]
    return Calibration(
        weights=weights,
        asks=len(facts),
        right_first=_share(right),
        among_three=_share([_is_among(weights, case, kin, 3) for case in facts]),
        right_answered=_share([t and r for t, r in zip(trusted, right, strict=True)]),
        wrong_answered=_share([t and not r for t, r in zip(trusted, right, strict=True)]),
        near_misses_answered=_share([_is_trusted(weights, case, kin) for case in cases.near]),
        foreign_answered=_share([_is_trusted(weights, case, kin) for case in cases.foreign]),
    )


def _is_among(weights: Weights, case: Case, kin: Kin, shown: int) -> bool:
    first = np.argsort(-weights.score(case.evidence.values, NAMES))[:shown]
    return any(case.evidence.candidates[row] in kin[case.right or 0] for row in first)


def _share(outcomes: Sequence[bool]) -> float:
    return sum(outcomes) / len(outcomes) if outcomes else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What one ask gets of the base without it.

    `entry` is the place of its own entry in `Entries.targets`, `got` that of the one which leads, with the calibrated
    `confidence` in it, 0 to 1. `right` where that shows the same passage, `among` where one of the best three does.
    """

    ask: str
    entry: int
    got: int
    right: bool
    among: bool
    confidence: float


def ask_without_each(matcher: Matcher, *, tell: Tell = untold) -> tuple[LeftOut, ...]:
    """Each ask of the base, in its order, asked as it stands of the base without it. Takes some 20 ms an ask."""
    asks = [place for place, example in enumerate(matcher.entries.examples) if example.role is Role.ASK]
    return tuple(_left_out(matcher, place) for place in told(asks, tell, "Asking without each ask", len(asks)))


def _left_out(matcher: Matcher, place: int) -> LeftOut:
    example, weights, kin = matcher.entries.examples[place], matcher.weights, matcher.kin
    case = Case(evidence=_evidence(matcher, example.parsed.text, Hidden(example=place)), right=example.entry)
    found = dict(zip(SIGNALS, _signals(weights, case, kin), strict=True))
    return LeftOut(
        ask=example.text,
        entry=example.entry,
        got=_best(weights, case, kin),
        right=_is_right(weights, case, kin),
        among=_is_among(weights, case, kin, 3),
        confidence=weights.trust(found),
    )
