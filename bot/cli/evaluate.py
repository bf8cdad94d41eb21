"""`eval`: measure the answers and verdicts on labelled data, next to other ways of searching."""

from __future__ import annotations

import sqlite3
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from rich.console import Console

from bot.benchmark.datasets import (
    ArticleSet,
    Dataset,
    IntentSet,
    PlacedQuestion,
    QuestionSet,
    SentenceSet,
    TextSet,
    label,
    read_dataset,
)
from bot.benchmark.drafts import DraftMeasurement, measure_draft
from bot.benchmark.made_bases import (
    FEW_PHRASINGS,
    MadeBase,
    intent_base,
    one_base_each,
    one_base_together,
    sample,
    sample_places,
)
from bot.benchmark.quality import Measurement, Replies, ask, draw, measure, measure_left_out, measure_peers
from bot.benchmark.verdicts import CheckCost, CheckedSentence, check_sentences, measure_check
from bot.cli.base import open_configured
from bot.cli.context import ProcessContext
from bot.cli.figures import (
    drafts_record,
    left_out_record,
    measurement_record,
    show_drafts,
    show_left_out,
    show_measurement,
    show_verdicts,
    verdicts_record,
)
from bot.cli.options import add_base, add_json, add_seed
from bot.cli.progress import bars
from bot.config import Config, load_config
from bot.core.factbase.base import Base
from bot.core.knowledge.model import Knowledge
from bot.core.knowledge.validation import did_you_mean
from bot.core.matching import Ranker, WordVectors, build_ranker, load_vectors
from bot.core.matching.calibration import Calibration
from bot.core.progress import Progress, track
from bot.core.text.control_chars import json_text
from bot.errors import UsageError

WIDTH: Final = 120
"""Characters of the tables when the output is not a terminal."""
_FEWEST_FACTS: Final = 2


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `eval` takes."""
    parser.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="labelled questions, sentences to check, articles or intents (docs/matching.md describes the formats), or "
        "a folder of labelled texts to draft from (docs/drafting.md)",
    )
    add_json(parser, "the figures as JSON, one object per line")
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="draw risk against coverage")
    parser.add_argument(
        "--left-out", action="store_true", help="also ask the base its own questions; takes as long as calibrate"
    )
    parser.add_argument(
        "--calibrate", action="store_true", help="fit the weights first, without writing them; implies --left-out"
    )
    parser.add_argument(
        "--sample",
        type=int,
        metavar="N",
        help="ask at most N questions of each kind, or check N sentences, of each file",
    )
    parser.add_argument(
        "--labels", type=Path, metavar="FILE", help="JSON Lines with q and facts: the ids that answer each question"
    )
    add_seed(parser, of="misspellings and of the sample")
    add_base(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Measure each file, print tables or one JSON object for each measurement, and return 0.

    Raises UsageError for a file of none of these kinds, or with labels that are wrong or that the base lacks.
    """
    config, out = load_config(arguments.config, base=arguments.base), context.stdout
    datasets: Sequence[Dataset] = [read_dataset(file) for file in arguments.files]
    if arguments.labels:
        datasets = label(datasets, arguments.labels)
    _require_usable(arguments, datasets)
    console = Console(file=out, width=None if out.isatty() else WIDTH)
    with bars(context.stderr) as progress:
        evaluation = _Evaluation(config, arguments, progress)
        measured = zip(arguments.files, map(evaluation.results, datasets), strict=True)
        for file, result in ((file, result) for file, results in measured for result in results):
            if arguments.json:
                out.write(json_text({"file": str(file), "base": result.base, **_record(result)}) + "\n")
            else:
                console.print(f"{file}: {result.base}", style="bold", highlight=False, markup=False)
                _show(console, result)
            if arguments.plot and isinstance(result, _Answers):
                draw(result.measured, arguments.plot)
    return 0


def require_left_out(knowledge: Knowledge) -> None:
    """Raise UsageError when a base is too small to be asked its own questions."""
    if len(knowledge.facts) < _FEWEST_FACTS:
        raise UsageError(f"A base of fewer than {_FEWEST_FACTS} facts cannot be asked its own questions.")


def _require_usable(arguments: Namespace, datasets: Sequence[Dataset]) -> None:
    if arguments.sample is not None and arguments.sample < 1:
        raise UsageError("--sample must be at least 1.")
    if arguments.plot and not (len(datasets) == 1 and isinstance(datasets[0], QuestionSet)):
        raise UsageError("--plot draws the answers of one base: name one FILE of labelled questions.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answers:
    """Measured answers of `base`, with the figures on its own questions if they were wanted and can be had."""

    base: str
    measured: Measurement
    left_out: Calibration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdicts:
    """Checked sentences."""

    base: str
    checked: tuple[CheckedSentence, ...]
    cost: CheckCost


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drafts:
    """Measured drafts of labelled texts."""

    base: str
    measured: tuple[DraftMeasurement, ...]


_Result = _Answers | _Verdicts | _Drafts


def _record(result: _Result) -> dict[str, object]:
    match result:
        case _Answers():
            own = {"left_out": left_out_record(result.left_out)} if result.left_out else {}
            return {**measurement_record(result.measured), **own}
        case _Verdicts():
            return verdicts_record(result.checked, result.cost)
        case _Drafts():
            return drafts_record(result.measured)


def _show(console: Console, result: _Result) -> None:
    match result:
        case _Answers():
            show_measurement(console, result.measured)
            if result.left_out:
                show_left_out(console, result.left_out, result.measured)
        case _Verdicts():
            show_verdicts(console, result.checked, result.cost)
        case _Drafts():
            show_drafts(console, result.measured)


class _Evaluation:
    """Measures files of any kind. What several files need, such as the configured base, is made once."""

    def __init__(self, config: Config, arguments: Namespace, progress: Progress) -> None:
        self._config = config
        self._progress = progress
        self._seed: int = arguments.seed
        self._sample: int | None = arguments.sample
        self._calibrate: bool = arguments.calibrate
        self._left_out: bool = arguments.left_out or arguments.calibrate

    def results(self, dataset: Dataset) -> Iterator[_Result]:
        """Measure a file."""
        match dataset:
            case QuestionSet():
                yield self._questions(dataset)
            case SentenceSet():
                yield self._sentences(dataset)
            case ArticleSet():
                yield from self._articles(dataset)
            case IntentSet():
                yield from self._intents(dataset)
            case TextSet():
                number = len(dataset.texts)
                texts = track(dataset.texts, self._progress.on_progress, "Drafting the texts", number)
                yield _Drafts(base=f"drafts of {number} texts", measured=tuple(map(measure_draft, texts)))

    def _questions(self, dataset: QuestionSet) -> _Answers:
        knowledge = self._base.knowledge
        _require_known(dataset.placed, knowledge)
        kept = self._places([each.question.kind for each in dataset.placed])
        questions = [dataset.placed[place].question for place in kept]
        ranker, left_out = self._own
        replies = ask(ranker, questions, on_progress=self._progress.on_progress)
        with closing(sqlite3.connect(":memory:")) as database:
            facts = tuple(knowledge.facts.values())
            peers = tuple(measure_peers(facts, questions, database, on_progress=self._progress.on_progress))
        weights = "calibrated" if self._base.calibration else "default"
        base = f"{len(facts):,} facts, {'fitted' if self._calibrate else weights} weights"
        return _Answers(base=base, measured=measure([replies], peers), left_out=left_out)

    def _sentences(self, dataset: SentenceSet) -> _Verdicts:
        kept = [dataset.sentences[place] for place in self._places([""] * len(dataset.sentences))]
        checked = check_sentences(self._base.checker, kept, on_progress=self._progress.on_progress)
        cost = measure_check(self._base.checker, [label.text for label in kept])
        return _Verdicts(base=f"{len(self._base.knowledge.facts):,} facts", checked=checked, cost=cost)

    def _articles(self, dataset: ArticleSet) -> Iterator[_Answers]:
        number = len(dataset.articles)
        apart, together = one_base_each(dataset.articles), one_base_together(dataset.articles)
        facts = len(together.knowledge.facts)
        # Not asked their own questions: without its question, a fact would still have the same text as its statement.
        yield self._made(f"{number} articles, a base of each, default weights", self._sampled(apart))
        title = f"{number} articles, one base of {facts:,} sentences, default weights"
        yield self._made(title, self._sampled([together]))

    def _intents(self, dataset: IntentSet) -> Iterator[_Answers]:
        weights = "fitted" if self._calibrate else "default"
        most = max(map(len, dataset.train.values()))
        for phrasings in sorted({min(FEW_PHRASINGS, most), most}):
            title = f"{len(dataset.train)} intents, {phrasings} phrasings of each, {weights} weights"
            yield self._made(title, self._sampled([intent_base(dataset, phrasings)]), own=True)

    def _made(self, base: str, made: Sequence[MadeBase], *, own: bool = False) -> _Answers:
        """Ask bases made from a file; with `own`, the one base is also asked its own questions if that is wanted."""
        replies: list[Replies] = []
        left_out = None
        for each in made:
            with self._progress.step("ranker built"):
                ranker = build_ranker(each.knowledge, vectors=self._vectors)
            if own:
                ranker, left_out = self._judged_left_out(ranker)
            replies.append(ask(ranker, each.questions, on_progress=self._progress.on_progress))
        return _Answers(base=base, measured=measure(replies), left_out=left_out)

    def _sampled(self, made: Sequence[MadeBase]) -> Sequence[MadeBase]:
        return made if self._sample is None else sample(made, self._sample, seed=self._seed)

    def _places(self, kinds: Sequence[str]) -> Sequence[int]:
        if self._sample is None:
            return range(len(kinds))
        return sorted(sample_places(kinds, self._sample, seed=self._seed))

    @cached_property
    def _base(self) -> Base:
        return open_configured(self._config, self._progress)

    @cached_property
    def _vectors(self) -> WordVectors | None:
        return load_vectors(self._config.encoder)

    @cached_property
    def _own(self) -> tuple[Ranker, Calibration | None]:
        return self._judged_left_out(self._base.ranker)

    def _judged_left_out(self, ranker: Ranker) -> tuple[Ranker, Calibration | None]:
        """Ask a base its own questions if that is wanted, and return it with the weights that were judged."""
        if not self._left_out:
            return ranker, None
        require_left_out(ranker.knowledge)
        found = measure_left_out(
            ranker, seed=self._seed, fitted=self._calibrate, on_progress=self._progress.on_progress
        )
        return replace(ranker, weights=found.weights), found


def _require_known(placed: Sequence[PlacedQuestion], knowledge: Knowledge) -> None:
    """Raise UsageError for a label that names an entry that the base does not have."""
    known = {**knowledge.facts, **knowledge.unknowns}
    for each in placed:
        for key in sorted(each.question.facts or ()):
            if key not in known:
                raise UsageError(
                    f"{each.place}: facts: the base has no fact or unknown '{key}'.{did_you_mean(key, known)}"
                )
