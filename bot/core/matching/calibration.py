"""Calibrate a ranker on its own base: ask it each question without that question, and without its whole entry.

A question that is left out has a known answer, which teaches the weights of the features. An entry that is left out
turns its questions into near misses that nothing answers; with everyday questions they teach when not to answer. Each
question counts as it is and misspelt, so that a typing error is not taken for a word that the base lacks.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from bot.core.matching.arrays import Doubles
from bot.core.matching.counterfactuals import Counterfactual, make_counterfactuals
from bot.core.matching.documents import Overlaps, TextRole
from bot.core.matching.features import FEATURES, NOTHING_HIDDEN, Evidence, Hidden
from bot.core.matching.query import parse, parse_words
from bot.core.matching.ranker import Lead, Ranker, lead, signals
from bot.core.matching.regression import fit_chance, fit_choice
from bot.core.matching.training_texts import EVERYDAY_QUESTIONS, misspell
from bot.core.matching.weights import SIGNALS, Weights
from bot.core.progress import ProgressCallback, no_progress, track
from bot.core.text.normalise import same_text, words

FACT_ASKED: Final = 0.70
"""Share of a team's questions that ask for a fact. These six are assumptions until a question log replaces them."""
UNKNOWN_ASKED: Final = 0.10
"""Share that ask for an unknown."""
NEAR_MISS_ASKED: Final = 0.02
"""Share about the story that a fact answers which the base does not have."""
UNKNOWN_MISSED: Final = 0.05
"""Share about the story that nothing answers and no unknown foresees."""
COUNTERFACTUAL_ASKED: Final = 0.02
"""Share about the story with another name, number or question word."""
FOREIGN_ASKED: Final = 0.15
"""Share of everyday questions that have nothing to do with the story."""

QUESTIONS: Final = 1000
"""What all cases of a calibration weigh together: the ridge is measured against it."""

ANSWER: Final = 0.5
"""Least confidence of an answer: it must be likelier right than wrong."""
SUGGEST: Final = 0.2
"""Least confidence of a suggestion: one chance in five."""

EXPECTED: Final[Mapping[str, float]] = MappingProxyType({"unnamed": -3.0})
"""The weight towards which the ridge draws a feature; 0 for all others. Few of a base's own questions say "which", but
people who ask for what the source does not say often do."""
EXPECTED_TRUST: Final[Mapping[str, float]] = MappingProxyType({"unnamed": -1.0})
"""The same for the signals of the confidence."""

_RIDGE: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingQuestion:
    """A question of known outcome: `right` is the entry that answers it, or None if none does.

    `lost` is the entry that was left out to make it a near miss, or whose question was changed; `counts` is how much
    the case weighs. `overlaps` are those of the base that was asked.
    """

    evidence: Evidence
    overlaps: Overlaps
    right: int | None = None
    lost: int | None = None
    counts: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What was learned, and how the base does when it is asked its own questions: shares of those of facts, 0 to 1.

    `near_misses_answered`, `counterfactuals_answered` and `foreign_answered` are shares of the questions that nothing
    answers.
    """

    weights: Weights
    questions: int
    right_first: float
    among_three: float
    right_answered: float
    wrong_answered: float
    near_misses_answered: float
    counterfactuals_answered: float
    foreign_answered: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingQuestions:
    """All questions of a calibration: left-out questions of facts and unknowns, and questions that nothing answers.

    These are questions of an entry that was left out (`near`), changed questions, and everyday questions (`foreign`).
    """

    features: str
    facts: tuple[TrainingQuestion, ...]
    unknowns: tuple[TrainingQuestion, ...]
    near: tuple[TrainingQuestion, ...]
    counterfactuals: tuple[TrainingQuestion, ...]
    foreign: tuple[TrainingQuestion, ...]

    @property
    def all(self) -> tuple[TrainingQuestion, ...]:
        """The cases of every kind."""
        return (*self.facts, *self.unknowns, *self.near, *self.counterfactuals, *self.foreign)


def calibrate(ranker: Ranker, *, seed: int, on_progress: ProgressCallback = no_progress) -> Calibration:
    """Fit the weights to a base of at least two facts with two questions each; the same seed gives the same weights.

    Takes about half a minute for a hundred facts.
    """
    cases = collect_training_questions(ranker, seed=seed, on_progress=on_progress)
    return judge_left_out(fit(cases), cases)


def collect_training_questions(
    ranker: Ranker, *, seed: int, on_progress: ProgressCallback = no_progress
) -> TrainingQuestions:
    """Ask the base its own questions: the slow part of a calibration."""
    dice = random.Random(seed)  # noqa: S311 - misspellings, no secrets
    questions = sum(example.role is TextRole.QUESTION for example in ranker.entries.examples)
    asked = list(track(_left_out_questions(ranker, dice), on_progress, "Asking without each question", 2 * questions))
    facts = _weighed([case for case in asked if _is_fact(ranker, case)], FACT_ASKED)
    unknowns = _weighed([case for case in asked if not _is_fact(ranker, case)], UNKNOWN_ASKED)
    foreign = _weighed(list(_foreign(ranker, dice)), FOREIGN_ASKED)
    draft = _ranking_only([*facts, *unknowns, *foreign], "")
    left_out = list(track(_left_out_entries(ranker, dice), on_progress, "Asking without each entry", questions))
    # No near misses: a best remaining fact that shows the same passage still answers the question, and a best
    # remaining unknown says that the source does not say, which is not a wrong answer.
    missed = [case for case in left_out if _is_miss(draft, case, ranker)]
    near = [
        *_weighed([case for case in missed if ranker.is_fact[case.lost or 0]], NEAR_MISS_ASKED),
        *_weighed([case for case in missed if not ranker.is_fact[case.lost or 0]], UNKNOWN_MISSED),
    ]
    changed = [case for case in _changed_questions(ranker, dice) if _is_deceived(draft, case, ranker)]
    return TrainingQuestions(
        features=ranker.weights.features,
        facts=tuple(facts),
        unknowns=tuple(unknowns),
        near=tuple(near),
        counterfactuals=tuple(_weighed(changed, COUNTERFACTUAL_ASKED)),
        foreign=tuple(foreign),
    )


def ask_labelled(
    ranker: Ranker, questions: Iterable[tuple[str, int | None]], counts: float
) -> Iterator[TrainingQuestion]:
    """Ask a base questions with the entry that answers each, or None; together they weigh `counts`."""
    asked = list(questions)
    for text, right in asked:
        yield replace(_asked(ranker, text, NOTHING_HIDDEN), right=right, counts=counts / len(asked))


def fit(cases: TrainingQuestions, more: Sequence[TrainingQuestion] = ()) -> Weights:
    """Fit the weights of the features and of the confidence to the questions of a calibration, and to `more`."""
    every = (*cases.all, *more)
    return _learn_confidence(_ranking_only(every, cases.features), every)


def _left_out_questions(ranker: Ranker, dice: random.Random) -> Iterator[TrainingQuestion]:
    for place, example in enumerate(ranker.entries.examples):
        if example.role is TextRole.QUESTION:
            for text in (example.parsed.text, misspell(example.parsed.text, dice)):
                yield replace(_asked(ranker, text, Hidden(example=place)), right=example.entry)


def _left_out_entries(ranker: Ranker, dice: random.Random) -> Iterator[TrainingQuestion]:
    for example in ranker.entries.examples:
        if example.role is TextRole.QUESTION:
            text = example.parsed.text if dice.random() < 0.5 else misspell(example.parsed.text, dice)  # noqa: PLR2004
            yield replace(_asked(ranker, text, Hidden(entry=example.entry)), lost=example.entry)


def _changed_questions(ranker: Ranker, dice: random.Random) -> Iterator[TrainingQuestion]:
    for made in make_counterfactuals(ranker.entries, ranker.knowledge.vocabulary, ranker.concept_index, dice):
        answered = same_text(made.text) in ranker.exact or (made.near is not None and _answers(ranker, made))
        if not answered and (made.near is None or ranker.is_fact[made.near]):
            yield replace(_asked(ranker, made.text, NOTHING_HIDDEN), lost=made.near)


def _answers(ranker: Ranker, made: Counterfactual) -> bool:
    """Return whether the statement has what the changed question asks for, after all."""
    answer, asked = ranker.answer_words[made.near or 0], parse(made.text, ranker.concept_index)
    said = {*asked.words, *asked.stems}
    return made.change == "focus" and answer is not None and any(answer.answers(cue, said) for cue in asked.cues)


def _foreign(ranker: Ranker, dice: random.Random) -> Iterator[TrainingQuestion]:
    for question in EVERYDAY_QUESTIONS:
        for text in (question, misspell(question, dice)):
            yield _asked(ranker, text, NOTHING_HIDDEN)


def _asked(ranker: Ranker, text: str, hidden: Hidden) -> TrainingQuestion:
    repaired = ranker.speller.repair(words(text))
    parsed = parse_words(text, repaired.words, ranker.concept_index)
    return TrainingQuestion(evidence=ranker.evidence(parsed, hidden), overlaps=ranker.overlaps)


def _is_fact(ranker: Ranker, case: TrainingQuestion) -> bool:
    return case.right is not None and bool(ranker.is_fact[case.right])


def _weighed(cases: Sequence[TrainingQuestion], share: float) -> list[TrainingQuestion]:
    """Give the cases equal counts that add up to their share of `QUESTIONS`."""
    return [replace(case, counts=QUESTIONS * share / len(cases)) for case in cases]


def _ranking_only(cases: Sequence[TrainingQuestion], features: str) -> Weights:
    """Fit the weights of the features so that the right entry is the likeliest, or nothing if no entry is right."""
    nothing = np.zeros((1, len(FEATURES)), dtype=np.float32)
    choices = [
        (np.vstack([case.evidence.values, nothing]), _row(case), case.counts) for case in cases if _can_win(case)
    ]
    ranking = MappingProxyType(
        dict(zip(FEATURES, map(float, fit_choice(choices, _RIDGE, _expected(FEATURES, EXPECTED))), strict=True))
    )
    return Weights(
        features=features,
        ranking=ranking,
        confidence=MappingProxyType({}),
        bias=0,
        answer=ANSWER,
        suggest=SUGGEST,
    )


def _expected(names: Sequence[str], known: Mapping[str, float]) -> Doubles:
    return np.array([known.get(name, 0.0) for name in names])


def _can_win(case: TrainingQuestion) -> bool:
    """Return whether the right entry, if there is one, is among the candidates: else the case teaches nothing."""
    return case.right is None or case.right in case.evidence.entries


def _row(case: TrainingQuestion) -> int:
    """Return the row of the right entry, or the last row, which is nothing, if there is none."""
    found = np.flatnonzero(case.evidence.entries == case.right)
    return int(found[0]) if len(found) else len(case.evidence.entries)


def _learn_confidence(draft: Weights, cases: Sequence[TrainingQuestion]) -> Weights:
    found = (_signals(draft, case) for case in cases)
    rows = np.array([[each[name] for name in SIGNALS] for each in found])
    hits = np.array([_is_right(draft, case) for case in cases], dtype=np.float64)
    fitted, bias = fit_chance(
        rows, hits, np.array([case.counts for case in cases]), _RIDGE, _expected(SIGNALS, EXPECTED_TRUST)
    )
    confidence = MappingProxyType(dict(zip(SIGNALS, map(float, fitted), strict=True)))
    return replace(draft, confidence=confidence, bias=bias)


def _signals(weights: Weights, case: TrainingQuestion) -> Mapping[str, float]:
    return signals(case.evidence, _lead(weights, case))


def _lead(weights: Weights, case: TrainingQuestion) -> Lead:
    return lead(case.evidence, weights.score(case.evidence.values), case.overlaps)


def _best(weights: Weights, case: TrainingQuestion) -> int:
    return int(case.evidence.entries[_lead(weights, case).row])


def _is_miss(weights: Weights, case: TrainingQuestion, ranker: Ranker) -> bool:
    best = _best(weights, case)
    return bool(ranker.is_fact[best]) and best not in case.overlaps[case.lost or 0]


def _is_deceived(weights: Weights, case: TrainingQuestion, ranker: Ranker) -> bool:
    """Return whether a changed question still finds the fact; another one may be an answer to it."""
    best = _best(weights, case)
    return bool(ranker.is_fact[best]) and (case.lost is None or best in case.overlaps[case.lost])


def _is_right(weights: Weights, case: TrainingQuestion) -> bool:
    return case.right is not None and _best(weights, case) in case.overlaps[case.right]


def _is_trusted(weights: Weights, case: TrainingQuestion) -> bool:
    return weights.trust(_signals(weights, case)) >= weights.answer


def judge_left_out(weights: Weights, cases: TrainingQuestions) -> Calibration:
    """Measure weights on the questions of a calibration."""
    facts = cases.facts
    right = [_is_right(weights, case) for case in facts]
    trusted = [_is_trusted(weights, case) for case in facts]
    return Calibration(
        weights=weights,
        questions=len(facts),
        right_first=_share(right),
        among_three=_share([_is_among(weights, case, 3) for case in facts]),
        right_answered=_share([t and r for t, r in zip(trusted, right, strict=True)]),
        wrong_answered=_share([t and not r for t, r in zip(trusted, right, strict=True)]),
        near_misses_answered=_share([_is_trusted(weights, case) for case in cases.near]),
        counterfactuals_answered=_share([_is_trusted(weights, case) for case in cases.counterfactuals]),
        foreign_answered=_share([_is_trusted(weights, case) for case in cases.foreign]),
    )


def _is_among(weights: Weights, case: TrainingQuestion, shown: int) -> bool:
    first = np.argsort(-weights.score(case.evidence.values))[:shown]
    return any(case.evidence.entries[row] in case.overlaps[case.right or 0] for row in first)


def _share(outcomes: Sequence[bool]) -> float:
    return sum(outcomes) / len(outcomes) if outcomes else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How a base answers one of its questions without having it.

    `entry` is the place of the question's entry in `Entries.targets`, `got` that of the leading entry, with the
    calibrated `confidence` in it, 0 to 1. `right`: it shows the same passage; `among`: one of the best three does.
    """

    question: str
    entry: int
    got: int
    right: bool
    among: bool
    confidence: float


def ask_without_each(ranker: Ranker, *, on_progress: ProgressCallback = no_progress) -> tuple[LeftOut, ...]:
    """Ask the base each of its questions without that question, in order. Takes some 20 ms a question."""
    questions = [place for place, example in enumerate(ranker.entries.examples) if example.role is TextRole.QUESTION]
    return tuple(
        _left_out(ranker, place)
        for place in track(questions, on_progress, "Asking without each question", len(questions))
    )


def _left_out(ranker: Ranker, place: int) -> LeftOut:
    example, weights = ranker.entries.examples[place], ranker.weights
    case = replace(_asked(ranker, example.parsed.text, Hidden(example=place)), right=example.entry)
    return LeftOut(
        question=example.text,
        entry=example.entry,
        got=_best(weights, case),
        right=_is_right(weights, case),
        among=_is_among(weights, case, 3),
        confidence=weights.trust(_signals(weights, case)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ablated:
    """How a base does without the features `dropped`, which may be none."""

    dropped: tuple[str, ...]
    left_out: Calibration


def ablate(cases: TrainingQuestions) -> Iterator[Ablated]:
    """Measure the base with all features, then without each in turn: some seconds each for a hundred facts."""
    for dropped in ((), *((name,) for name in FEATURES)):
        weights = fit_without(cases, dropped)
        yield Ablated(dropped=dropped, left_out=judge_left_out(weights, cases))


def fit_without(cases: TrainingQuestions, dropped: Sequence[str]) -> Weights:
    """Fit the weights of a base that lacks some features; their weights are 0, even if `EXPECTED` has another."""
    fitted = fit(without(cases, dropped))
    none = dict.fromkeys(dropped, 0.0)
    trusted = {name: none.get(name, weight) for name, weight in fitted.confidence.items()}
    return replace(fitted, ranking=MappingProxyType({**fitted.ranking, **none}), confidence=MappingProxyType(trusted))


def without(cases: TrainingQuestions, dropped: Sequence[str]) -> TrainingQuestions:
    """Return the same cases with the values of some features set to 0."""
    if not dropped:
        return cases
    columns = [FEATURES.index(name) for name in dropped]

    def blank(kind: Iterable[TrainingQuestion]) -> Iterator[TrainingQuestion]:
        for case in kind:
            values = case.evidence.values.copy()
            values[:, columns] = 0
            yield replace(case, evidence=replace(case.evidence, values=values))

    return replace(
        cases,
        facts=tuple(blank(cases.facts)),
        unknowns=tuple(blank(cases.unknowns)),
        near=tuple(blank(cases.near)),
        counterfactuals=tuple(blank(cases.counterfactuals)),
        foreign=tuple(blank(cases.foreign)),
    )
