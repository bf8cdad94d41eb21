"""Pages about a dry run: what a reload would change, or every problem; and the result of loading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from discord.ui import Item, LayoutView, Separator

from bot.core.factbase.corrections import CorrectionKind, FactCorrection
from bot.core.factbase.diff import (
    AnswerChange,
    BrokenRun,
    ChangedFact,
    Changes,
    DryRun,
    GoldenChange,
    Impact,
    ReplayedQuestion,
    Tally,
)
from bot.core.knowledge.model import ExpectedOutcome, Fact, GoldenQuestion, Quote
from bot.core.matching.decision import Abstention, Answer, Match, NotInSource, Outcome, Suggestion
from bot.errors import Problem
from bot.i18n import NounForms, Texts, phrases
from bot.i18n.phrases import quotation
from bot.ui import components
from bot.ui.components import displays, framed, page_line, page_of, room
from bot.ui.corrections import said_change
from bot.ui.custom_ids import DryRunAllWording, DryRunPage, DryRunPart, DryRunWording
from bot.ui.fitting import LAYOUT_TEXT, Piece, fill, fit, short
from bot.ui.markdown import block_quote, line

ON_PAGE: Final = 5
"""Changed facts, golden questions or questions on a page."""

PROBLEMS_ON_PAGE: Final = 8
"""Problems on a page."""

_SHOWN: Final = 8  # facts of each group in the overview

# Characters.
_FIELDS: Final = 60
_QUESTION: Final = 300
_STATEMENT: Final = 250
_PLACE: Final = 150

_STATEMENT_FIELD: Final = "statement"


def alone(fact: Fact) -> Piece:
    """Write a fact that was added or removed."""
    name = f"`{fact.id}` "
    return lambda room: f"{name}{fit(fact.statement, room - len(name), line)}"


def in_short(pair: ChangedFact, words: Texts) -> Piece:
    """Write a changed fact in short: the two statements, or the names of the changed fields."""
    if _STATEMENT_FIELD in pair.fields:
        return _beside(f"`{pair.new.id}`", pair.old.statement, pair.new.statement, words)
    differs = f"\n-# {fit(words.changed_fields.format(fields=', '.join(pair.fields)), _FIELDS, line)}"
    statement = alone(pair.new)
    return lambda room: f"{statement(room - len(differs))}{differs}"


def in_full(pair: ChangedFact, words: Texts) -> Piece:
    """Write a changed fact in full: each changed field, old and new."""
    head = f"`{pair.new.id}`"
    fields = [_field(pair, name, words) for name in pair.fields]

    def write(room: int) -> str:
        return "\n".join([head, *fill(fields, room - len(head) - len(fields))])

    return write


def _field(pair: ChangedFact, name: str, words: Texts) -> Piece:
    old, new = (_written(getattr(fact, name), words) for fact in (pair.old, pair.new))
    return _beside(f"*{line(name)}*", old, new, words)


def _beside(head: str, old: str, new: str, words: Texts) -> Piece:
    frame = f"{head}\n{words.old}: \n{words.new}: "

    def write(room: int) -> str:
        before, after = fill([_line(old), _line(new)], room - len(frame))
        return f"{head}\n{words.old}: {before}\n{words.new}: {after}"

    return write


def _line(text: str) -> Piece:
    return lambda room: fit(text, min(room, LAYOUT_TEXT), line)


def _written(value: object, words: Texts) -> str:
    match value:
        case None:
            return "–"
        case Quote(source=source, exact=exact):
            return f"{source}: {quotation(exact, words)}"
        case tuple():
            return " · ".join(_written(each, words) for each in value) or "–"
        case _:
            return str(value)


def dry_run_page(tried: DryRun, view: DryRunPart, words: Texts, page: int = 0) -> LayoutView:
    """Show a page of a part of a dry run; a page past the last shows the last."""
    match view:
        case DryRunPart.OVERVIEW:
            return dry_run(tried, words)
        case DryRunPart.CORRECTIONS:
            return _corrections_page(tried, words, page)
        case DryRunPart.FACTS:
            heading, pieces = words.facts_button, _facts(tried.impact, words)
        case DryRunPart.GOLDEN:
            heading, pieces = words.golden_button, [_golden(case, words) for case in tried.impact.missed]
        case DryRunPart.ASKED:
            heading, pieces = words.asked_button, [_asked(case, words) for case in tried.impact.differing]
    named = heading.format(count=words.number(len(pieces)))
    return _page(tried, view, f"**{named}**", pieces, page, words)


def _page(  # noqa: PLR0913, PLR0917 - what a page shows
    tried: DryRun, view: DryRunPart, heading: str, pieces: Sequence[Piece], page: int, words: Texts
) -> LayoutView:
    page, pages, part = page_of(pieces, page, ON_PAGE)
    head = [f"## {title(tried.back, words)}", heading, *page_line(page, pages, words)]
    items: list[Item[Any]] = displays(head)
    for text in fill(part, room(head)):
        items += [Separator(), *displays([text])]
    turns = components.turn(page, pages, lambda to: DryRunPage(run=tried.run, view=view, page=to), words)
    back = components.open_part(words.overview_button, DryRunPage(run=tried.run, view=DryRunPart.OVERVIEW))
    deciding = components.row(components.decide(tried.run, words))
    return framed([*items, *components.row([back, *turns]), *deciding])


def corrections_on(tried: DryRun, page: int) -> Sequence[FactCorrection]:
    """Return the corrections on a page of a dry run."""
    _, _, part = page_of(tried.corrections, page, ON_PAGE)
    found: Sequence[FactCorrection] = part
    return found


def _corrections_page(tried: DryRun, words: Texts, page: int) -> LayoutView:
    """Show the corrections with the number of messages of each, and a menu to mark those of the wording alone."""
    found = tried.corrections
    page, pages, part = page_of(found, page, ON_PAGE)
    head = [f"## {title(tried.back, words)}", _edits(tried, words), *page_line(page, pages, words)]
    items: list[Item[Any]] = displays(head)
    for text in fill([_correction(each, tried, words) for each in part], room(head)):
        items += [Separator(), *displays([text])]
    turns = components.turn(
        page, pages, lambda to: DryRunPage(run=tried.run, view=DryRunPart.CORRECTIONS, page=to), words
    )
    back = components.open_part(words.overview_button, DryRunPage(run=tried.run, view=DryRunPart.OVERVIEW))
    changed = [each for each in found if each.kind is CorrectionKind.CHANGED]
    all_marked = all(each.wording for each in changed)
    name = words.no_wording_button if all_marked else words.all_wording_button
    mark = components.open_part(name, DryRunAllWording(run=tried.run, wording=not all_marked, page=page))
    rows = [
        *components.wording_menu(DryRunWording(run=tried.run, page=page), part, words),
        *components.row([back, *turns, *([mark] if changed else [])]),
        *components.row(components.decide(tried.run, words)),
    ]
    return framed([*items, *rows])


def _correction(change: FactCorrection, tried: DryRun, words: Texts) -> Piece:
    """Write what a fact says and will say, and how many posted messages that corrects."""
    count = len(tried.messages(change.fact))
    shown = words.correction_shown_in.format(messages=words.count(count, words.posted_message))
    notes = [shown if count else words.correction_not_shown, *([words.correction_wording] if change.wording else [])]
    note = f"\n-# {phrases.BETWEEN.join(notes)}"
    body = said_change(change, words)
    return lambda room: f"`{change.fact}`\n{body(room - len(change.fact) - 3 - len(note))}{note}"


def _edits(tried: DryRun, words: Texts) -> str:
    """Return how many posted messages would be edited for how many corrections; empty without corrections."""
    corrected = [each for each in tried.impact.corrections if not each.wording]
    if not tried.impact.corrections:
        return ""
    if tried.posted is None:
        return words.corrections_unread
    return words.corrections_line.format(
        corrections=words.count(len(corrected), words.correction),
        messages=words.count(tried.edited, words.posted_message),
    )


def _facts(impact: Impact, words: Texts) -> list[Piece]:
    """Write the changes, removed facts first: they are the hardest to notice later."""
    found = impact.changes
    kinds = [
        (words.kind_removed, [alone(fact) for fact in found.removed]),
        (words.kind_changed, [in_full(pair, words) for pair in found.changed]),
        (words.kind_added, [alone(fact) for fact in found.added]),
    ]
    return [_under(kind, piece) for kind, pieces in kinds for piece in pieces]


def _under(kind: str, piece: Piece) -> Piece:
    named = f"**{kind}** "
    return lambda room: f"{named}{piece(room - len(named))}"


def _golden(case: GoldenChange, words: Texts) -> Piece:
    verdict = words.golden_wrong if case.was_right else words.golden_still_wrong
    lines = ((words.expected, _expected(case.golden, words)), (words.new, describe_outcome(case.new, words)))
    return _question(case.golden.question, f"{verdict} · {case.golden.place}", lines)


def _asked(case: ReplayedQuestion, words: Texts) -> Piece:
    lines = ((words.old, describe_outcome(case.old, words)), (words.new, describe_outcome(case.new, words)))
    return _question(case.question, words.replayed[case.change], lines)


def _question(question: str, note: str, lines: Sequence[tuple[str, str]]) -> Piece:
    """Write a question in bold with a note, then lines of a name and its value (markdown)."""
    beneath = "".join(f"\n{name}: {text}" for name, text in lines)
    noted = f"\n-# {fit(note, _QUESTION, line)}"

    def write(room: int) -> str:
        left = room - len(beneath) - len(noted) - 4
        asked = fit(question, min(left, _QUESTION), line)
        return f"**{asked}**{noted}{beneath}"

    return write


def _expected(golden: GoldenQuestion, words: Texts) -> str:
    match golden.outcome:
        case None:
            return words.outcome_fact.format(fact=f"`{golden.fact}`")
        case ExpectedOutcome.NOT_IN_SOURCE:
            return words.outcome_not_in_source
        case ExpectedOutcome.ABSTENTION:
            return words.outcome_abstention


def describe_outcome(outcome: Outcome, words: Texts) -> str:
    """Return in a line what a question gets, as markdown."""
    match outcome:
        case Answer(match=match):
            statement = fit(match.fact.statement, _STATEMENT, line)
            return f"{words.outcome_fact.format(fact=f'`{match.fact.id}`')}: {statement}"
        case NotInSource(unknown=unknown):
            return words.outcome_unknown.format(unknown=f"`{unknown.id}`")
        case Suggestion(matches=matches):
            return words.outcome_suggestion.format(facts=_ids(matches))
        case Abstention():
            return words.outcome_abstention


def _ids(matches: Sequence[Match]) -> str:
    return ", ".join(f"`{match.fact.id}`" for match in matches)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """A heading with the changes beneath it."""

    title: str
    pieces: tuple[Piece, ...]
    note: str

    def frame(self) -> str:
        """Return what is written around the pieces."""
        return "\n".join([self.title, *("" for _ in self.pieces), self.note])

    def write(self, pieces: Sequence[str]) -> str:
        return "\n".join([self.title, *pieces, *([self.note] if self.note else [])])


def dry_run(tried: DryRun, words: Texts) -> LayoutView:
    """Show what would change: the first facts of each group, the results of the questions, and the buttons."""
    found = tried.impact.changes
    head = [f"## {title(tried.back, words)}", f"-# {_would_serve(tried, words)}"]
    nothing = found.nothing and not tried.impact.calibration
    head += [words.no_changes] if nothing else []
    others = "\n".join(_others(tried.impact, words))
    asked = "\n".join(filter(None, [_edits(tried, words), *_questions(tried, words)]))
    groups = [group for group in _groups(found, words) if group.pieces]
    space = room([*head, others, asked, *(group.frame() for group in groups)])
    written = iter(fill([piece for group in groups for piece in group.pieces], space))
    items = displays(head)
    for group in groups:
        items += [Separator(), *displays([group.write([next(written) for _ in group.pieces])])]
    for text in filter(None, (others, asked)):
        items += [Separator(), *displays([text])]
    return framed([*items, *_rows(tried, words)])


def broken_run(tried: BrokenRun, words: Texts, page: int = 0) -> LayoutView:
    """Show a page of the problems of files that cannot be loaded; a page past the last shows the last."""
    counted = words.count(len(tried.problems), words.problem)
    page, pages, part = page_of(tried.problems, page, PROBLEMS_ON_PAGE)
    head = [f"## {words.not_loadable.format(problems=counted)}", words.problems_note, *page_line(page, pages, words)]
    written = fill([_problem(problem, words) for problem in part], room(head))
    turns = components.turn(page, pages, lambda to: DryRunPage(run=tried.run, view=DryRunPart.OVERVIEW, page=to), words)
    items: list[Item[Any]] = [*displays(head), Separator(), *displays(written)]
    return framed([*items, *components.row(turns)], components.PROBLEM)


def loaded(tried: DryRun, words: Texts, *, recorded: bool, disk_left: bool) -> LayoutView:
    """Say that the base was loaded. `recorded`: the database has it. `disk_left`: the files on disk are others.

    The posted messages are corrected from now on.
    """
    facts = words.count(tried.impact.changes.served, words.fact)
    text = [f"## {words.loaded}", words.served.format(facts=facts, revision=short(tried.base.knowledge.revision))]
    if not recorded:
        text.append(words.loaded_unrecorded)
    elif disk_left:
        text.append(words.rolled_back)
    if tried.edited:
        text.append(words.corrections_begin.format(messages=words.count(tried.edited, words.posted_message)))
    return framed(displays(text))


def reload_progress(steps: Sequence[str], words: Texts) -> LayoutView:
    """Show which steps of a reload are done, and the one that runs; `steps` have begun, in order."""
    names = [words.reload_steps[step] for step in dict.fromkeys(steps) if step in words.reload_steps]
    done = [f"✓ {name}" for name in names[:-1]]
    running = [f"▸ {name} …" for name in names[-1:]]
    return framed(displays([f"## {words.reload_progress}", "\n".join([*done, *running])]))


def nothing_changed(revision: str, words: Texts) -> LayoutView:
    """Say that the files are those of the base in use."""
    return framed(displays([words.nothing_changed.format(revision=short(revision))]))


def title(back: str | None, words: Texts) -> str:
    """Return the title of a dry run."""
    return words.dry_run if back is None else words.dry_rollback.format(revision=short(back))


def _would_serve(tried: DryRun, words: Texts) -> str:
    found = tried.impact.changes
    facts = words.count(found.served, words.fact)
    return words.would_serve.format(facts=facts, revision=short(found.revision), served=short(tried.served))


def _rows(tried: DryRun, words: Texts) -> list[Item[Any]]:
    found, impact = tried.impact.changes, tried.impact
    facts = len(found.added) + len(found.changed) + len(found.removed)
    parts = [
        (DryRunPart.FACTS, words.facts_button, facts),
        (DryRunPart.CORRECTIONS, words.corrections_button, len(impact.corrections)),
        (DryRunPart.GOLDEN, words.golden_button, len(impact.missed)),
        (DryRunPart.ASKED, words.asked_button, len(impact.differing)),
    ]
    opening = [
        components.open_part(name.format(count=words.number(count)), DryRunPage(run=tried.run, view=view))
        for view, name, count in parts
        if count
    ]
    return [*components.row(opening), *components.row(components.decide(tried.run, words))]


def _groups(found: Changes, words: Texts) -> list[_Group]:
    return [
        _group(words.added, [alone(fact) for fact in found.added], words),
        _group(words.changed, [in_short(pair, words) for pair in found.changed], words),
        _group(words.removed, [alone(fact) for fact in found.removed], words),
    ]


def _group(heading: str, pieces: Sequence[Piece], words: Texts) -> _Group:
    counted = words.count(len(pieces), words.fact)
    named = f"**{heading.format(facts=counted)}**"
    return _Group(title=named, pieces=tuple(pieces[:_SHOWN]), note=_more(len(pieces) - _SHOWN, words))


def _more(rest: int, words: Texts) -> str:
    return f"-# {words.and_more.format(count=words.number(rest))}" if rest > 0 else ""


def _others(impact: Impact, words: Texts) -> list[str]:
    found = impact.changes
    named = ((words.unknown, found.unknowns), (words.source, found.sources), (words.topic, found.topics))
    lines = [_tally(noun, tally, words) for noun, tally in named if tally.total]
    notes = [
        (found.vocabulary, words.vocabulary),
        (found.golden, words.golden_changed),
        (impact.calibration, words.calibration),
    ]
    return [*lines, *(f"-# {text}" for differs, text in notes if differs)]


def _tally(noun: NounForms, tally: Tally, words: Texts) -> str:
    name = noun.many.capitalize()
    counts = words.other_changes.format(name=name, added=tally.added, changed=tally.changed, removed=tally.removed)
    return f"-# {counts}"


def golden_line(impact: Impact, words: Texts) -> str:
    """Return how many golden questions get what they should, and how many did before."""
    right, before = sum(case.right for case in impact.golden), sum(case.was_right for case in impact.golden)
    total = words.number(len(impact.golden))
    return words.golden_line.format(right=words.number(right), total=total, before=words.number(before))


def asked_line(impact: Impact, words: Texts) -> str:
    """Return how many of the latest questions get the same answer as before, another one, or none: only what occurs."""
    numbers = ((impact.count(change), words.replayed[change]) for change in AnswerChange)
    counts = ", ".join(f"{words.number(number)} {kind}" for number, kind in numbers if number)
    return words.asked_line.format(questions=words.count(len(impact.asked), words.question), counts=counts)


def _questions(tried: DryRun, words: Texts) -> list[str]:
    impact = tried.impact
    golden = [golden_line(impact, words)] if impact.golden else []
    asked = [asked_line(impact, words)] if impact.asked else []
    return [*golden, *asked, *([words.asked_unread] if tried.asked_unread else [])]


def _problem(problem: Problem, words: Texts) -> Piece:
    """Write the place of a problem in bold, with the id of its fact, and the message beneath."""
    place = f"**{fit(f'{problem.file}:{problem.line}:{problem.column}', _PLACE, line)}**"
    place += f" · {line(words.in_fact.format(fact=problem.fact))}" if problem.fact else ""
    return lambda room: f"{place}\n" + fit(problem.message, room - len(place) - 1, block_quote)
