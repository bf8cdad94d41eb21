"""Why a question got its outcome, as a curator reads it at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.cli.terminal import outcome_in_words
from bot.core.knowledge.model import Unknown
from bot.core.matching.decision import Veto
from bot.core.matching.explain import Contribution, CoveredWord, ExplainedEntry, Explanation
from bot.core.text.normalise import visible

_WORDS_OF_A_GROUP: Final = 3  # the first ones, which identify it
_MOST_ODDS: Final = 1e6
_ROUNDED: Final = 9.95  # odds from here on are shown without decimals
_VISIBLE: Final = 0.005  # smaller values are shown as 0.00

_VETOES: Final = {
    Veto.GUESSED_WORD: "Not answered: the only word that says what the question is about was a spelling correction.",
    Veto.OTHER_SUBJECT: "Not answered: the first fact does not name whom or what the question asks about.",
    Veto.OTHER_TIME: "Not answered: the first fact is of another time than the question asks about.",
    Veto.NO_MEASURE: "Not answered: the first fact has no age, or no amount of money, which the question asks for.",
    Veto.DOUBTFUL_DENIAL: "Not reported as an unknown: the unknown scores hardly better than the best fact.",
}


def show_explanation(console: Console, explanation: Explanation) -> None:
    """Print why a question got its outcome."""
    parts = (*_repairs(explanation), *_entries(explanation), *_confidence(explanation), Text(_decision(explanation)))
    console.print(Group(*parts), highlight=False)


def _repairs(explanation: Explanation) -> Iterator[RenderableType]:
    for repair in explanation.repairs:
        yield Text(f"“{visible(repair.written)}” was read as “{repair.read}”")


def _entries(explanation: Explanation) -> Iterator[RenderableType]:
    if not explanation.entries:
        yield Text("The question has no word that a fact could cover, so nothing was weighed.")
        return
    for number, entry in enumerate(explanation.entries, 1):
        kind = "unknown" if isinstance(entry.target, Unknown) else "fact"
        yield Text.assemble(
            (f"{number}  {kind} {entry.target.id}", "bold"),
            f" · total {entry.total:+.2f} · odds against nothing {_odds(entry.odds)}",
        )
        yield Padding(Text(visible(entry.target.statement), style="dim"), (0, 0, 0, 3), expand=False)
    yield from _words(explanation)
    yield from _features(explanation.entries)


def _words(explanation: Explanation) -> Iterator[RenderableType]:
    if not explanation.words:
        return
    table = Table("word", box=SIMPLE_HEAD, title="Which words are covered, and by what", title_justify="left")
    table.add_column("weight", justify="right")
    for number, _ in enumerate(explanation.entries, 1):
        table.add_column(f"in {number}", overflow="fold")
    for place, (word, share) in enumerate(zip(explanation.words, explanation.shares, strict=True)):
        covers = (_cover(entry.covers[place]) for entry in explanation.entries)
        table.add_row(Text(visible(word)), f"{share:.0%}", *covers)
    yield table


def _cover(cover: CoveredWord) -> Text:
    if not cover.credit:
        return Text("–", style="red")
    if cover.like:
        return Text(visible(f"{cover.spoken} {cover.credit:.2f}"), style="dim")
    if not cover.through:
        return Text(visible(cover.spoken) or "yes", style="green")
    group = " = ".join(cover.through[:_WORDS_OF_A_GROUP])
    return Text(visible(f"{cover.spoken or 'yes'} ({group})"), style="yellow")


def _features(entries: tuple[ExplainedEntry, ...]) -> Iterator[RenderableType]:
    """Return one row for each feature, those that contributed most to the best entry first."""
    brought = [{found.name: found for found in entry.contributions} for entry in entries]
    idle = [name for name in brought[0] if all(abs(terms[name].brought) < _VISIBLE for terms in brought)]
    table = Table("feature", box=SIMPLE_HEAD, title="What each feature brought (value x weight)", title_justify="left")
    table.add_column("weight", justify="right")
    for number, _ in enumerate(entries, 1):
        table.add_column(f"{number}: value", justify="right")
        table.add_column("brought", justify="right")
    for best in (term for term in entries[0].contributions if term.name not in idle):
        table.add_row(
            best.name, f"{best.weight:.2f}", *(cell for terms in brought for cell in _cells(terms[best.name]))
        )
    table.add_section()
    table.add_row("total", "", *(cell for entry in entries for cell in ("", _signed(entry.total))), style="bold")
    yield table
    if idle:
        yield Text(f"Brought nothing to any of them: {', '.join(idle)}.", style="dim")


def _cells(term: Contribution) -> tuple[str, str]:
    return f"{term.value:.2f}", _signed(term.brought)


def _confidence(explanation: Explanation) -> Iterator[RenderableType]:
    if explanation.exact:
        yield Text("The question is one of the first entry's questions, word for word: the confidence is 1.")
        return
    if not explanation.signals:
        return
    table = Table("signal", box=SIMPLE_HEAD, title="What made the confidence", title_justify="left")
    for heading in ("value", "weight", "brought"):
        table.add_column(heading, justify="right")
    for signal in explanation.signals:
        value, brought = _cells(signal)
        table.add_row(signal.name, value, f"{signal.weight:.2f}", brought)
    table.add_row("constant", "", "", _signed(explanation.constant))
    table.add_section()
    total = explanation.constant + sum(signal.brought for signal in explanation.signals)
    table.add_row("log odds", "", "", _signed(total), style="bold")
    yield table


def _decision(explanation: Explanation) -> str:
    thresholds = f"an answer needs {explanation.answer:.2f}, a suggestion {explanation.suggest:.2f}"
    veto = f" {_VETOES[explanation.veto]}" if explanation.veto else ""
    return f"Confidence {explanation.confidence:.2f}; {thresholds}: {outcome_in_words(explanation.outcome)}.{veto}"


def _signed(value: float) -> str:
    # Adding 0 makes -0.0 of a tiny sum, or of a negative weight times 0, a plain zero.
    return f"{round(value, 2) + 0.0:+.2f}"


def _odds(odds: float) -> str:
    if odds < 1:
        return f"1 : {_times(1 / odds)}"
    return f"{_times(odds)} : 1"


def _times(odds: float) -> str:
    if odds > _MOST_ODDS:
        return f"over {_MOST_ODDS:,.0f}"
    return f"{odds:,.0f}" if odds >= _ROUNDED else f"{odds:.1f}"
