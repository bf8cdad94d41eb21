"""Measure the check of sentences with labelled ones, for the command `eval`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.benchmark.datasets import LabelledSentence
from bot.core.factcheck import FactChecker, NotCovered, Verdict
from bot.core.progress import ProgressCallback, no_progress, track
from bot.i18n.phrases import verdict_kind


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


def check_sentences(
    checker: FactChecker, labels: Sequence[LabelledSentence], *, on_progress: ProgressCallback = no_progress
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
