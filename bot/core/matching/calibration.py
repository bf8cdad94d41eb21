"""The base teaches its own ranker: what it gets wrong when a question, or a whole entry, is left out.

A question left out is a question whose answer is known: from that come the weights of the features. An entry left out
makes its questions near misses that nothing answers; with everyday questions they teach when to stay silent.
Each question counts as it stands and misspelt, so that slips do not pass for strangeness.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.documents import Overlaps, TextRole
from bot.core.matching.features import FEATURES, NOTHING_HIDDEN, Evidence, Hidden
from bot.core.matching.query import parse_words
from bot.core.matching.ranker import Lead, Ranker, lead, signals
from bot.core.matching.weights import SIGNALS, Weights
from bot.core.progress import ProgressCallback, no_progress, track
from bot.core.text.normalise import words

EVERYDAY_QUESTIONS: Final = (
    "what is the weather like tomorrow", "how do I bake sourdough bread", "who won the world cup in 1998",
    "what is the capital of Mongolia", "recommend a good film for tonight", "how tall is Mount Kilimanjaro",
    "what time does the supermarket close", "can you translate this into German",
    "how many calories are in an avocado", "when was the printing press invented", "what is the square root of 144",
    "who wrote Pride and Prejudice", "how do I reset my router", "what is the price of bitcoin", "tell me a joke",
    "how long should I boil an egg", "which planet has the most moons", "why is the sky blue",
    "where can I buy cheap train tickets", "how do vaccines work", "what is the best phone this year",
    "who painted the ceiling of the Sistine Chapel", "how do I tie a bow tie", "what are the symptoms of flu",
    "when does daylight saving end", "how many players are in a rugby team", "what is the meaning of life",
    "how far is the moon", "which language is spoken in Brazil", "is it going to rain at the weekend",
    "how do I write a cover letter", "what is photosynthesis", "who is the fastest man alive", "where are my keys",
    "how old is the universe", "what does this error message mean", "how much is a stamp",
    "when do cherry trees bloom", "why do cats purr", "what is a good name for a dog",
    "how do I cancel my subscription", "who sang the song at the wedding", "what is the exchange rate of the yen",
    "how big is the Pacific Ocean", "can you order me a pizza", "what day is Easter next year",
    "how do I learn to swim", "what happened in the last episode", "where was the first marathon run",
    "are you a human", "what can you do", "hello", "thanks", "good morning", "sing us a song", "who made you",
    "which model are you", "write a poem on autumn", "do you dream", "good night", "see you tomorrow",
    "how was your weekend", "what are you up to", "never mind", "ok cool", "test", "lorem ipsum dolor",
    "blah blah blah", "qwerty", "who is in the office today", "book a meeting room for noon", "what is the wifi code",
    "when is payday", "how do I ask for leave", "where is the printer", "who do I call in IT",
    "what is for lunch in the canteen", "remind me to ring the dentist", "set a timer for ten minutes",
    "play some music", "how many inches are in a metre", "what is ten percent of 250", "what is the time in Tokyo",
    "spell necessary", "what is the plural of octopus", "who discovered penicillin", "how does a microwave work",
    "what is a black hole", "how long do hamsters live", "which country has won the most Olympic medals",
    "when did the Titanic sink", "how deep is the Mariana Trench", "what is the population of Canada",
    "who is the president of France", "what is the best way to learn Spanish", "how do I remove a wine stain",
    "can I freeze cooked rice", "how do I grow tomatoes", "is coffee bad for you",
    "what should I wear to an interview", "how do I change a tyre", "which laptop should I buy",
    "how do I export a spreadsheet to PDF", "what is the deadline for tax returns", "is there a bus strike on Monday",
    "how much does a flight to Rome cost", "what is on at the cinema", "who plays the lead in the new film",
    "what was the score last night", "recommend a book about ships", "quién inventó el teléfono",
    "cuál es la capital de Portugal", "hola, qué tal", "dónde está la biblioteca", "qué tiempo hace hoy",
    "cómo se hace una paella", "quién ganó el partido de ayer", "cuánto cuesta un billete de tren",
    "a qué hora abre el museo",
)  # fmt: skip


# A slip in about every third word of four letters or more.
_SHARE: Final = 1 / 3
_SHORTEST: Final = 4
_NEIGHBOURS: Final = {
    "a": "qsz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku",
    "k": "jli", "l": "kop", "m": "nj", "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf", "s": "adw", "t": "ryg",
    "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xa",
}  # fmt: skip


def misspell(text: str, dice: random.Random) -> str:
    """The text with slips in about a third of its longer words: at least one where a word is long enough."""
    words = text.split()
    long = [place for place, word in enumerate(words) if len(word) >= _SHORTEST and word.isalpha()]
    if not long:
        return text
    for place in dice.sample(long, max(1, round(len(long) * _SHARE))):
        words[place] = _slip(words[place], dice)
    return " ".join(words)


def _slip(word: str, dice: random.Random) -> str:
    """Swap two letters, drop one, double one, or candidate its neighbour on the keyboard; the first letter stays."""
    at = dice.randrange(1, len(word) - 1)
    match dice.choice(("swap", "drop", "double", "neighbour")):
        case "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case "drop":
            return word[:at] + word[at + 1 :]
        case "double":
            return word[:at] + word[at] + word[at:]
        case _:
            return word[:at] + dice.choice(_NEIGHBOURS.get(word[at].lower(), word[at])) + word[at + 1 :]


Doubles = NDArray[np.float64]
Slopes = tuple[float, Doubles, Doubles]

_STEPS: Final = 50
_HALVINGS: Final = 30
_CONVERGED: Final = 1e-8


Choice = tuple[NDArray[np.float32], int, float]


def fit_choice(choices: Sequence[Choice], ridge: float, expected: Doubles | None = None) -> Doubles:
    """Weights (features,) that make the right row of each choice likely.

    A choice is (rows of features, the right row, how much the choice counts). The ridge draws the weights towards
    those `expected`, or towards 0.
    """
    exact = [(rows.astype(np.float64), right, counts) for rows, right, counts in choices]
    size = exact[0][0].shape[1]
    drawn = np.zeros(size) if expected is None else expected

    def slopes(weights: Doubles) -> Slopes:
        strayed = weights - drawn
        loss, gradient, hessian = ridge / 2 * float(strayed @ strayed), ridge * strayed, ridge * np.eye(size)
        for rows, right, counts in exact:
            scores = rows @ weights
            odds = np.exp(scores - scores.max())
            total = odds.sum()
            odds /= total
            mean = odds @ rows
            loss += counts * float(np.log(total) + scores.max() - scores[right])
            gradient = gradient + counts * (mean - rows[right])
            hessian = hessian + counts * ((rows * odds[:, None]).T @ rows - np.outer(mean, mean))
        return loss, gradient, hessian

    return _minimise(slopes, np.zeros(size))


def fit_chance(
    rows: Doubles, hits: Doubles, counts: Doubles, ridge: float, expected: Doubles | None = None
) -> tuple[Doubles, float]:
    """Weights (features,) and bias of a logistic regression of `hits` (0 or 1) on `rows`.

    `counts` says how much each row counts. The ridge draws the weights towards those `expected`, or towards 0; the
    bias is not shrunk.
    """
    drawn = np.append(np.zeros(rows.shape[1]) if expected is None else expected, 0.0)
    design = np.hstack([rows, np.ones((len(rows), 1))])
    shrink = np.diag([*[ridge] * rows.shape[1], 1e-9])

    def slopes(weights: Doubles) -> Slopes:
        scores = design @ weights
        chance = 1 / (1 + np.exp(-np.clip(scores, -700, 700)))
        strayed = weights - drawn
        loss = float(counts @ (np.logaddexp(0, scores) - hits * scores) + strayed @ shrink @ strayed / 2)
        gradient = design.T @ (counts * (chance - hits)) + shrink @ strayed
        return loss, gradient, (design * (counts * chance * (1 - chance))[:, None]).T @ design + shrink

    fitted = _minimise(slopes, np.zeros(design.shape[1]))
    return fitted[:-1], float(fitted[-1])


def _minimise(slopes: Callable[[Doubles], Slopes], weights: Doubles) -> Doubles:
    """Newton's method; a step that does not lower the loss is halved."""
    loss, gradient, hessian = slopes(weights)
    for _ in range(_STEPS):
        step = np.linalg.solve(hessian, gradient)
        for halving in range(_HALVINGS):
            tried = weights - step / 2**halving
            found = slopes(tried)
            if found[0] < loss:
                break
        else:
            return weights
        gained = loss - found[0]
        weights, (loss, gradient, hessian) = tried, found
        if gained < _CONVERGED * (1 + abs(loss)):
            return weights
    return weights


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
# base's own questions say "which"; people who ask for what is not told say it often.
EXPECTED: Final[Mapping[str, float]] = MappingProxyType({"unnamed": -3.0})
EXPECTED_TRUST: Final[Mapping[str, float]] = MappingProxyType({"unnamed": -1.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingQuestion:
    """A question of known outcome: `right` is the entry it is after, or None where nothing answers it.

    `lost` is the entry that was left out to make it a near miss; `counts` is how much the case weighs.
    """

    evidence: Evidence
    right: int | None = None
    lost: int | None = None
    counts: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What was learned, and how the base does when it asks itself: shares of the left-out questions of facts, 0 to 1.

    `near_misses_answered` and `foreign_answered` are shares of the questions that nothing answers.
    """

    weights: Weights
    questions: int
    right_first: float
    among_three: float
    right_answered: float
    wrong_answered: float
    near_misses_answered: float
    foreign_answered: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingQuestions:
    """All that a base asks itself: questions of facts and unknowns left out, near misses, everyday questions."""

    facts: tuple[TrainingQuestion, ...]
    unknowns: tuple[TrainingQuestion, ...]
    near: tuple[TrainingQuestion, ...]
    foreign: tuple[TrainingQuestion, ...]

    @property
    def all(self) -> tuple[TrainingQuestion, ...]:
        """The cases of every kind."""
        return (*self.facts, *self.unknowns, *self.near, *self.foreign)


def calibrate(ranker: Ranker, *, seed: int, on_progress: ProgressCallback = no_progress) -> Calibration:
    """Fit the weights to a base of at least two facts with two questions each; the same seed gives the same weights.

    Takes about half a minute for a hundred facts.
    """
    cases = collect_training_questions(ranker, seed=seed, on_progress=on_progress)
    return judge_left_out(fit(cases, ranker.overlaps), cases, ranker.overlaps)


def collect_training_questions(
    ranker: Ranker, *, seed: int, on_progress: ProgressCallback = no_progress
) -> TrainingQuestions:
    """Ask the base about itself: the dear part of a calibration."""
    dice = random.Random(seed)  # noqa: S311 - misspellings, no secrets
    questions = sum(example.role is TextRole.QUESTION for example in ranker.entries.examples)
    asked = list(track(_left_out_questions(ranker, dice), on_progress, "Asking without each question", 2 * questions))
    facts = _weighed([case for case in asked if _is_fact(ranker, case)], FACT_ASKED)
    unknowns = _weighed([case for case in asked if not _is_fact(ranker, case)], UNKNOWN_ASKED)
    foreign = _weighed(list(_foreign(ranker, dice)), FOREIGN_ASKED)
    draft = _ranking_only([*facts, *unknowns, *foreign])
    left_out = list(track(_left_out_entries(ranker, dice), on_progress, "Asking without each entry", questions))
    # Where the best that remains shows the same passage, the question is still answered: no near miss.
    # Where it is an unknown, the user is told that the source does not say, which is no wrong answer.
    near = _weighed([c for c in left_out if _is_miss(draft, c, ranker)], NEAR_MISS_ASKED)
    return TrainingQuestions(facts=tuple(facts), unknowns=tuple(unknowns), near=tuple(near), foreign=tuple(foreign))


def fit(cases: TrainingQuestions, overlaps: Overlaps) -> Weights:
    """Weights of the features and of the confidence, fitted to what a base asked itself."""
    return _learn_confidence(_ranking_only(cases.all), cases.all, overlaps)


def _left_out_questions(ranker: Ranker, dice: random.Random) -> Iterator[TrainingQuestion]:
    for place, example in enumerate(ranker.entries.examples):
        if example.role is TextRole.QUESTION:
            for text in (example.parsed.text, misspell(example.parsed.text, dice)):
                yield TrainingQuestion(evidence=_evidence(ranker, text, Hidden(example=place)), right=example.entry)


def _left_out_entries(ranker: Ranker, dice: random.Random) -> Iterator[TrainingQuestion]:
    for example in ranker.entries.examples:
        if example.role is TextRole.QUESTION:
            text = example.parsed.text if dice.random() < 0.5 else misspell(example.parsed.text, dice)  # noqa: PLR2004
            yield TrainingQuestion(evidence=_evidence(ranker, text, Hidden(entry=example.entry)), lost=example.entry)


def _foreign(ranker: Ranker, dice: random.Random) -> Iterator[TrainingQuestion]:
    for question in EVERYDAY_QUESTIONS:
        for text in (question, misspell(question, dice)):
            yield TrainingQuestion(evidence=_evidence(ranker, text, NOTHING_HIDDEN))


def _evidence(ranker: Ranker, text: str, hidden: Hidden) -> Evidence:
    repaired = ranker.speller.repair(words(text))
    return ranker.evidence(parse_words(text, repaired.words, ranker.concept_index), hidden)


def _is_fact(ranker: Ranker, case: TrainingQuestion) -> bool:
    return case.right is not None and bool(ranker.is_fact[case.right])


def _weighed(cases: Sequence[TrainingQuestion], share: float) -> list[TrainingQuestion]:
    """The cases, each counting so much that all of them make up their share of a thousand questions."""
    return [
        TrainingQuestion(evidence=case.evidence, right=case.right, lost=case.lost, counts=1000 * share / len(cases))
        for case in cases
    ]


def _ranking_only(cases: Sequence[TrainingQuestion]) -> Weights:
    """Weights of the features that make the right entry the likeliest, or nothing where no entry is right."""
    nothing = np.zeros((1, len(FEATURES)), dtype=np.float32)
    choices = [
        (np.vstack([case.evidence.values, nothing]), _row(case), case.counts) for case in cases if _can_win(case)
    ]
    ranking = MappingProxyType(
        dict(zip(FEATURES, map(float, fit_choice(choices, _RIDGE, _expected(FEATURES, EXPECTED))), strict=True))
    )
    return Weights(ranking=ranking, confidence=MappingProxyType({}), bias=0, answer=ANSWER, suggest=SUGGEST)


def _expected(names: Sequence[str], known: Mapping[str, float]) -> NDArray[np.float64]:
    return np.array([known.get(name, 0.0) for name in names])


def _can_win(case: TrainingQuestion) -> bool:
    """Whether the right entry, where there is one, is among the candidates: else the case teaches nothing."""
    return case.right is None or case.right in case.evidence.entries


def _row(case: TrainingQuestion) -> int:
    """The row of the entry that the case is after; the last row, nothing, where there is none."""
    found = np.flatnonzero(case.evidence.entries == case.right)
    return int(found[0]) if len(found) else len(case.evidence.entries)


def _learn_confidence(draft: Weights, cases: Sequence[TrainingQuestion], overlaps: Overlaps) -> Weights:
    rows = np.array([_signals(draft, case, overlaps) for case in cases])
    hits = np.array([_is_right(draft, case, overlaps) for case in cases], dtype=np.float64)
    fitted, bias = fit_chance(
        rows, hits, np.array([case.counts for case in cases]), _RIDGE, _expected(SIGNALS, EXPECTED_TRUST)
    )
    confidence = MappingProxyType(dict(zip(SIGNALS, map(float, fitted), strict=True)))
    return Weights(ranking=draft.ranking, confidence=confidence, bias=bias, answer=ANSWER, suggest=SUGGEST)


def _signals(weights: Weights, case: TrainingQuestion, overlaps: Overlaps) -> list[float]:
    found = signals(case.evidence, _lead(weights, case, overlaps))
    return [found[name] for name in SIGNALS]


def _lead(weights: Weights, case: TrainingQuestion, overlaps: Overlaps) -> Lead:
    return lead(case.evidence, weights.score(case.evidence.values, FEATURES), overlaps)


def _best(weights: Weights, case: TrainingQuestion, overlaps: Overlaps) -> int:
    return int(case.evidence.entries[_lead(weights, case, overlaps).row])


def _is_miss(weights: Weights, case: TrainingQuestion, ranker: Ranker) -> bool:
    best = _best(weights, case, ranker.overlaps)
    return bool(ranker.is_fact[best]) and best not in ranker.overlaps[case.lost or 0]


def _is_right(weights: Weights, case: TrainingQuestion, overlaps: Overlaps) -> bool:
    return case.right is not None and _best(weights, case, overlaps) in overlaps[case.right]


def _is_trusted(weights: Weights, case: TrainingQuestion, overlaps: Overlaps) -> bool:
    found = dict(zip(SIGNALS, _signals(weights, case, overlaps), strict=True))
    return weights.trust(found) >= weights.answer


def judge_left_out(weights: Weights, cases: TrainingQuestions, overlaps: Overlaps) -> Calibration:
    """How weights do on what a base asked itself."""
    facts = cases.facts
    right = [_is_right(weights, case, overlaps) for case in facts]
    trusted = [_is_trusted(weights, case, overlaps) for case in facts]
    return Calibration(
        weights=weights,
        questions=len(facts),
        right_first=_share(right),
        among_three=_share([_is_among(weights, case, overlaps, 3) for case in facts]),
        right_answered=_share([t and r for t, r in zip(trusted, right, strict=True)]),
        wrong_answered=_share([t and not r for t, r in zip(trusted, right, strict=True)]),
        near_misses_answered=_share([_is_trusted(weights, case, overlaps) for case in cases.near]),
        foreign_answered=_share([_is_trusted(weights, case, overlaps) for case in cases.foreign]),
    )


def _is_among(weights: Weights, case: TrainingQuestion, overlaps: Overlaps, shown: int) -> bool:
    first = np.argsort(-weights.score(case.evidence.values, FEATURES))[:shown]
    return any(case.evidence.entries[row] in overlaps[case.right or 0] for row in first)


def _share(outcomes: Sequence[bool]) -> float:
    return sum(outcomes) / len(outcomes) if outcomes else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What one question gets of the base without it.

    `entry` is the place of its own entry in `Entries.targets`, `got` that of the one which leads, with the calibrated
    `confidence` in it, 0 to 1. `right` where that shows the same passage, `among` where one of the best three does.
    """

    question: str
    entry: int
    got: int
    right: bool
    among: bool
    confidence: float


def ask_without_each(ranker: Ranker, *, on_progress: ProgressCallback = no_progress) -> tuple[LeftOut, ...]:
    """Ask each question of the base, in its order, of the base without it. Takes some 20 ms a question."""
    questions = [place for place, example in enumerate(ranker.entries.examples) if example.role is TextRole.QUESTION]
    return tuple(
        _left_out(ranker, place)
        for place in track(questions, on_progress, "Asking without each question", len(questions))
    )


def _left_out(ranker: Ranker, place: int) -> LeftOut:
    example, weights, overlaps = ranker.entries.examples[place], ranker.weights, ranker.overlaps
    case = TrainingQuestion(evidence=_evidence(ranker, example.parsed.text, Hidden(example=place)), right=example.entry)
    found = dict(zip(SIGNALS, _signals(weights, case, overlaps), strict=True))
    return LeftOut(
        question=example.text,
        entry=example.entry,
        got=_best(weights, case, overlaps),
        right=_is_right(weights, case, overlaps),
        among=_is_among(weights, case, overlaps, 3),
        confidence=weights.trust(found),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ablated:
    """How a base does without what `dropped` names; with nothing dropped, as it is."""

    dropped: tuple[str, ...]
    left_out: Calibration


def ablate(cases: TrainingQuestions, overlaps: Overlaps) -> Iterator[Ablated]:
    """The base with all features, then without each in turn. Each takes some seconds for a hundred facts."""
    for dropped in ((), *((name,) for name in FEATURES)):
        weights = fit_without(cases, dropped, overlaps)
        yield Ablated(dropped=dropped, left_out=judge_left_out(weights, cases, overlaps))


def fit_without(cases: TrainingQuestions, dropped: Sequence[str], overlaps: Overlaps) -> Weights:
    """The weights of a base that lacks some features: 0 for these, whatever is expected of them elsewhere."""
    fitted = fit(without(cases, dropped), overlaps)
    none = dict.fromkeys(dropped, 0.0)
    trusted = {name: none.get(name, weight) for name, weight in fitted.confidence.items()}
    return replace(fitted, ranking=MappingProxyType({**fitted.ranking, **none}), confidence=MappingProxyType(trusted))


def without(cases: TrainingQuestions, dropped: Sequence[str]) -> TrainingQuestions:
    """The same cases, the values of some features 0."""
    if not dropped:
        return cases
    columns = [FEATURES.index(name) for name in dropped]
    return TrainingQuestions(
        facts=_blank(cases.facts, columns),
        unknowns=_blank(cases.unknowns, columns),
        near=_blank(cases.near, columns),
        foreign=_blank(cases.foreign, columns),
    )


def _blank(cases: Sequence[TrainingQuestion], columns: Sequence[int]) -> tuple[TrainingQuestion, ...]:
    return tuple(_blanked(case, columns) for case in cases)


def _blanked(case: TrainingQuestion, columns: Sequence[int]) -> TrainingQuestion:
    values = case.evidence.values.copy()
    values[:, columns] = 0
    return replace(case, evidence=replace(case.evidence, values=values))
