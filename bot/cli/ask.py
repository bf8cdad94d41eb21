"""An explanation for a curator at a terminal."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.cli.json_output import explanation_record, record
from bot.config import Config
from bot.core.factbase.base import Base, open_base
from bot.core.knowledge.model import Fact, Knowledge, Quote, Source, Standing, Unknown
from bot.core.knowledge.text_fragments import passage_url
from bot.core.matching import load_vectors
from bot.core.matching.decision import Abstention, Answer, Match, NotInSource, Outcome, Suggestion, settle
from bot.core.matching.explain import Contribution, Cover, Explanation, Weighed, explain
from bot.core.progress import SILENT, Progress
from bot.core.text.normalise import visible
from bot.errors import UsageError
from bot.i18n import ENGLISH, Texts, phrases

# Blue is left out: on a dark terminal it can hardly be read.
_COLOURS: Final = {
    Standing.DOCUMENTED: "green",
    Standing.REPORTED: "cyan",
    Standing.STATED: "magenta",
    Standing.CLAIMED: "yellow",
    Standing.DISPUTED: "red",
}

_LONGEST_LINK: Final = 2_000  # characters of an address; terminals drop longer ones


def show(console: Console, outcome: Outcome, knowledge: Knowledge, words: Texts) -> None:
    """Print what a question got."""
    lines = outcome_lines(outcome, knowledge, words)
    console.print(Padding(lines, (1, 0), expand=False), highlight=False, soft_wrap=False)


def choices(outcome: Outcome) -> Sequence[Match]:
    """The facts that a person may open by their number after this outcome."""
    match outcome:
        case Answer():
            return outcome.related
        case NotInSource():
            return outcome.nearest
        case Suggestion():
            return outcome.matches
        case Abstention():
            return ()


def outcome_lines(outcome: Outcome, knowledge: Knowledge, words: Texts) -> RenderableType:
    """What a question got, as rich prints it."""
    match outcome:
        case Answer():
            related = _numbered(words.related, outcome.related, words)
            return Group(fact_lines(outcome.match.fact, knowledge, words), *related)
        case NotInSource():
            said = Text(words.not_in_source, style="bold"), Text(visible(outcome.unknown.statement))
            nearest = _numbered(words.nearest, outcome.nearest[:1], words)
            others = _numbered(words.nearest_others, outcome.nearest[1:], words, first=2)
            return Group(*said, *nearest, *others)
        case Suggestion():
            said = Text(words.suggestion, style="bold"), Text(words.suggestion_note, style="dim")
            return Group(*said, *_numbered("", outcome.matches, words))
        case Abstention():
            return Group(Text(words.abstention, style="bold"), Text(_covers(knowledge, words)))


def fact_lines(fact: Fact, knowledge: Knowledge, words: Texts) -> RenderableType:
    """A fact with who says it and what that means, its quotes, and what speaks against it."""
    sign = phrases.sign(fact, knowledge, words, who=visible)
    return Group(
        Text(visible(fact.statement), style="bold"),
        _coloured(sign, fact, words),
        Text(phrases.meaning(fact, words), style="dim"),
        *(line for quote in fact.quotes for line in _quote(quote, knowledge, words)),
        *_against(fact, knowledge, words),
    )


def standing_line(fact: Fact, words: Texts) -> Text:
    """How far the source stands behind a fact, and who says it."""
    return _coloured(phrases.said_by(fact, words, who=visible), fact, words)


def _coloured(told: str, fact: Fact, words: Texts) -> Text:
    """What is told of a fact, its standing in the colour of the standing."""
    text = Text(told)
    text.stylize(_COLOURS[fact.standing], 0, len(words.standing[fact.standing]))
    return text


def _quote(quote: Quote, knowledge: Knowledge, words: Texts) -> Iterable[RenderableType]:
    source = knowledge.sources[quote.source]
    yield Text()
    yield Padding(Text(phrases.quotation(visible(quote.exact), words), style="italic"), (0, 4), expand=False)
    place = phrases.place(quote, source, words, publisher=visible, title=visible)
    yield Padding(Text(f"— {place}", style=_linked(quote, source)), (0, 4), expand=False)


def _linked(quote: Quote, source: Source) -> Style:
    """Dim; where the terminal can follow links, one to the very passage."""
    return Style(dim=True, link=passage_url(quote, source, longest=_LONGEST_LINK) or None)


def _against(fact: Fact, knowledge: Knowledge, words: Texts) -> Iterable[RenderableType]:
    against = [knowledge.facts[other] for other in knowledge.disputing.get(fact.id, ())]
    if against:
        yield Text()
        yield Text(words.against, style="bold")
    for other in against:
        yield Padding(Text(visible(other.statement)), (0, 2), expand=False)
        told = _coloured(phrases.in_short(other, words, who=visible), other, words)
        yield Padding(told, (0, 2, 0, 4), expand=False)


def _covers(knowledge: Knowledge, words: Texts) -> str:
    """The topics that hold facts."""
    held = {topic for fact in knowledge.facts.values() for topic in fact.topics}
    titles = [visible(topic.title) for key, topic in knowledge.topics.items() if key in held]
    return f"{words.abstention_topics} {phrases.BETWEEN.join(titles)}" if titles else words.abstention_empty


def _numbered(heading: str, matches: Iterable[Match], words: Texts, first: int = 1) -> Iterable[RenderableType]:
    facts = [match.fact for match in matches]
    if not facts:
        return
    yield Text()
    yield from [Text(heading, style="bold")] if heading else []
    listing = Table.grid(padding=(0, 1))
    for number, fact in enumerate(facts, first):
        listing.add_row(f"{number}.", Text(visible(fact.statement)))
        listing.add_row("", _coloured(phrases.in_short(fact, words, who=visible), fact, words))
    yield Padding(listing, (0, 2), expand=False)


# A group's first words tell which it is.
_WORDS_OF_A_GROUP: Final = 3
_MOST_ODDS: Final = 1e6
# Odds from here on are told without decimals.
_ROUNDED: Final = 9.95
# Less than this is shown as 0.00.
_TOLD: Final = 0.005


def show_explanation(console: Console, explanation: Explanation) -> None:
    """Print why a question got what it got."""
    console.print(explanation_lines(explanation), highlight=False)


def explanation_lines(explanation: Explanation) -> RenderableType:
    """The explanation as rich prints it."""
    return Group(
        *_repairs(explanation), *_entries(explanation), *_confidence(explanation), Text(_decision(explanation))
    )


def _repairs(explanation: Explanation) -> Iterator[RenderableType]:
    for repair in explanation.repairs:
        yield Text(f"“{visible(repair.written)}” was read as “{repair.read}”")


def _entries(explanation: Explanation) -> Iterator[RenderableType]:
    if not explanation.entries:
        yield Text("The question has no word that a fact could cover: nothing was weighed.")
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
    for place, (word, rarity) in enumerate(zip(explanation.words, explanation.rarities, strict=True)):
        covers = (_cover(entry.covers[place]) for entry in explanation.entries)
        table.add_row(Text(visible(word)), f"{rarity:.0%}", *covers)
    yield table


def _cover(cover: Cover) -> Text:
    if not cover.credit:
        return Text("–", style="red")
    if cover.like:
        return Text(visible(f"{cover.spoken} {cover.credit:.2f}"), style="dim")
    if not cover.through:
        return Text(visible(cover.spoken) or "yes", style="green")
    group = " = ".join(cover.through[:_WORDS_OF_A_GROUP])
    return Text(visible(f"{cover.spoken or 'yes'} ({group})"), style="yellow")


def _features(entries: tuple[Weighed, ...]) -> Iterator[RenderableType]:
    """One row a feature, in the order of what it brought the best entry; cells are value and value times weight."""
    brought = [{found.name: found for found in entry.contributions} for entry in entries]
    idle = [name for name in brought[0] if all(abs(terms[name].brought) < _TOLD for terms in brought)]
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
    return f"Confidence {explanation.confidence:.2f}; {thresholds}: {_outcome(explanation.outcome)}."


def _outcome(outcome: Outcome) -> str:
    match outcome:
        case Answer():
            return f"an answer, {outcome.match.fact.id}"
        case NotInSource():
            return f"not in source, {outcome.unknown.id}"
        case Suggestion():
            return f"a suggestion of {', '.join(match.fact.id for match in outcome.matches)}"
        case Abstention():
            return "an abstention"


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


# As wide as an explanation's tables where the output is no terminal.
_WIDTH: Final = 100


# What people type to leave a prompt.
LEAVING: Final = frozenset({"exit", "quit", "q", "salir"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked: one question, or with None whatever stands on standard input, one question a line.

    With `explained`, each outcome comes with what led to it. `words` are those of the interface, in their language.
    """

    question: str | None
    as_json: bool
    each_line: bool
    explained: bool = False
    words: Texts = ENGLISH


def run(config: Config, asking: Asking, *, stdin: TextIO, out: TextIO, progress: Progress = SILENT) -> int:
    """Answer one question, each line of `stdin`, or whoever sits at the terminal; gives the exit code 0.

    Raises KnowledgeError where the base has problems, UsageError where there is nothing to answer.
    """
    if asking.question is not None and asking.each_line:
        raise UsageError(asking.words.question_twice)
    converse = asking.question is None and not asking.each_line
    if converse and (asking.as_json or not stdin.isatty()):
        raise UsageError(asking.words.question_missing)
    base = open_base(
        root=config.root,
        knowledge=config.knowledge,
        seeds=config.seeds,
        vectors=load_vectors(config.encoder),
        step=progress.step,
    )
    if converse:
        _converse(base, asking, stdin, out)
        return 0
    for question in _questions(asking.question, stdin):
        _answer(base, question, asking, out)
    return 0


def _questions(question: str | None, stdin: TextIO) -> Iterable[str]:
    if question is not None:
        return (question,)
    return (line.removesuffix("\n").removesuffix("\r") for line in stdin)


def _answer(base: Base, question: str, asking: Asking, out: TextIO) -> Outcome:
    began = time.perf_counter()
    ranking = base.matcher.rank(question)
    outcome = settle(ranking, base.matcher)
    ms = (time.perf_counter() - began) * 1000
    explanation = explain(ranking, outcome, base.matcher) if asking.explained else None
    if asking.as_json:
        why = {"explanation": explanation_record(explanation)} if explanation else {}
        out.write(json.dumps({**record(outcome, ms=ms), **why}, ensure_ascii=False) + "\n")
        out.flush()
        return outcome
    console = Console(file=out)
    show(console, outcome, base.knowledge, asking.words)
    if explanation:
        show_explanation(Console(file=out, width=None if out.isatty() else _WIDTH), explanation)
    return outcome


def _converse(base: Base, asking: Asking, stdin: TextIO, out: TextIO) -> None:
    """Ask until an empty line or the end of input; a number opens a fact that was just listed."""
    words = asking.words
    out.write(words.prompt_help.format(facts=words.count(len(base.knowledge.facts), words.fact)) + "\n")
    listed: Sequence[Match] = ()
    while (line := _typed(stdin, out, words)) and line.casefold() not in LEAVING:
        if not line.isdecimal():
            listed = choices(_answer(base, line, asking, out))
        elif 1 <= int(line) <= len(listed):
            Console(file=out).print(
                "", fact_lines(listed[int(line) - 1].fact, base.knowledge, words), "", sep="\n", highlight=False
            )
        else:
            out.write(words.not_listed.format(number=line, listed=len(listed)) + "\n")


def _typed(stdin: TextIO, out: TextIO, words: Texts) -> str:
    out.write(words.prompt)
    out.flush()
    return stdin.readline().strip()
