"""Measure the check of sentences with labelled ones, and what it costs, for the command `eval`."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final

from bot.benchmark.datasets import LabelledSentence
from bot.benchmark.speed import Timer, longest_pause
from bot.core.factcheck import NotCovered, Verdict
from bot.core.factcheck.results import LONGEST_MESSAGE, ChecksSentences
from bot.core.progress import ProgressCallback, no_progress, track
from bot.i18n.phrases import verdict_kind

_IDLE: Final = 0.3  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSentence:
    """A labelled sentence with its verdict."""

    label: LabelledSentence
    verdict: Verdict

    @property
    def got(self) -> str:
        """The verdict's name."""
        return verdict_kind(self.verdict)

    @property
    def forbidden(self) -> bool:
        """Whether the verdict is one that the sentence must never get."""
        return self.got in self.label.never

    @property
    def fact(self) -> str:
        """The id of the fact that the verdict shows, or nothing."""
        return "" if isinstance(self.verdict, NotCovered) else self.verdict.fact.id


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictFigures:
    """Counts over sentences with the same `want`; `got` counts the verdicts by name."""

    want: str | None
    checked: int
    got: Mapping[str, int]
    forbidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCost:
    """What it costs to check sentences.

    `sentence` is the processor time of one, in ms; `message` that of a message of as many as are read, in seconds.
    While it is checked in a thread, the event loop waits `longest` ms at most; `idle` ms if nothing runs.
    """

    sentence: float
    message: float
    longest: float
    idle: float


def measure_check(checker: ChecksSentences, sentences: Sequence[str], *, clock: Timer = time.perf_counter) -> CheckCost:
    """Check all sentences, and then a message of them as the bot does, in a thread beside the event loop."""
    if not sentences:
        return CheckCost(sentence=0, message=0, longest=0, idle=0)
    began = time.process_time()
    for sentence in sentences:
        list(checker.check([sentence]))
    used = time.process_time() - began
    message = tuple(itertools.islice(itertools.cycle(sentences), LONGEST_MESSAGE))
    return asyncio.run(_in_a_thread(checker, message, clock, 1000 * used / len(sentences)))


async def _in_a_thread(checker: ChecksSentences, message: Sequence[str], clock: Timer, sentence: float) -> CheckCost:
    idle = await longest_pause(partial(asyncio.sleep, _IDLE), clock)
    began = time.process_time()
    longest = await longest_pause(partial(asyncio.to_thread, lambda: list(checker.check(message))), clock)
    return CheckCost(sentence=sentence, message=time.process_time() - began, longest=longest, idle=idle)


def check_sentences(
    checker: ChecksSentences, labels: Sequence[LabelledSentence], *, on_progress: ProgressCallback = no_progress
) -> tuple[CheckedSentence, ...]:
    """Check every sentence on its own."""
    return tuple(
        CheckedSentence(label=label, verdict=verdict)
        for label in track(labels, on_progress, "Checking the sentences", len(labels))
        for verdict in checker.check([label.text])
    )


def tally_verdicts(checked: Sequence[CheckedSentence]) -> tuple[VerdictFigures, ...]:
    """Return figures for each wanted verdict, in the order in which they first appear, None for no wanted one."""
    wants = dict.fromkeys(case.label.want for case in checked)
    return tuple(_figures(want, [case for case in checked if case.label.want == want]) for want in wants)


def _figures(want: str | None, cases: Sequence[CheckedSentence]) -> VerdictFigures:
    return VerdictFigures(
        want=want,
        checked=len(cases),
        got=MappingProxyType(Counter(case.got for case in cases)),
        forbidden=sum(case.forbidden for case in cases),
    )
