"""What a dry run tells an admin: all that would change, or every problem; and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from discord.ui import Item, LayoutView, Separator

from bot.core.factbase.diff import BlastRadius, BrokenRun, Changes, DryRun, Tally, Verdict
from bot.custom_ids import DryRunPage, DryRunPart
from bot.errors import Problem
from bot.render import buttons, colours
from bot.render.escape import block, escape, line
from bot.render.fact_changes import alone, in_short
from bot.render.frame import displays, framed, room
from bot.render.limits import Piece, fill, fit
from bot.texts import Noun, Texts

_SHOWN: Final = 8  # facts of each group that are written out in the overview
PROBLEMS_ON_PAGE: Final = 8
_PLACE: Final = 150
_REVISION: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """One heading with what is written out beneath it."""

    title: str
    pieces: tuple[Piece, ...]
    note: str

    def frame(self) -> str:
        """All but the pieces: what is written in any case."""
        return "\n".join([self.title, *("" for _ in self.pieces), self.note])

    def write(self, pieces: Sequence[str]) -> str:
        return "\n".join([self.title, *pieces, *([self.note] if self.note else [])])


def short(revision: str) -> str:
    """A revision as people name it."""
    return revision[:_REVISION]


def dry_run(tried: DryRun, words: Texts) -> LayoutView:
    """What would change: facts in groups, cut to a message with counts of the rest; how questions fare; the buttons."""
    found = tried.radius.changes
    head = [f"## {title(tried.back, words)}", f"-# {_would_serve(tried, words)}"]
    nothing = found.nothing and not tried.radius.calibration
    head += [words.no_changes] if nothing else []
    others = "\n".join(_others(tried.radius, words))
    asked = "\n".join(_questions(tried, words))
    groups = [group for group in _groups(found, words) if group.pieces]
    space = room([*head, others, asked, *(group.frame() for group in groups)])
    written = iter(fill([piece for group in groups for piece in group.pieces], space))
    items = displays(head)
    for group in groups:
        items += [Separator(), *displays([group.write([next(written) for _ in group.pieces])])]
    for text in filter(None, (others, asked)):
        items += [Separator(), *displays([text])]
    return framed([*items, *_rows(tried, words)], colours.NEUTRAL)


def broken_run(tried: BrokenRun, words: Texts, page: int = 0) -> LayoutView:
    """One page of the problems of a base that cannot be served; a page past the last shows the last."""
    counted = words.count(len(tried.problems), words.problem)
    pages = max(1, -(-len(tried.problems) // PROBLEMS_ON_PAGE))
    page = min(page, pages - 1)
    head = [f"## {words.not_loadable.format(problems=counted)}", words.problems_note]
    head += [f"-# {words.page.format(page=page + 1, pages=pages)}"] if pages > 1 else []
    part = tried.problems[page * PROBLEMS_ON_PAGE : (page + 1) * PROBLEMS_ON_PAGE]
    written = fill([_problem(problem, words) for problem in part], room(head))
    turns = buttons.turn(page, pages, lambda to: DryRunPage(run=tried.run, view=DryRunPart.OVERVIEW, page=to), words)
    items: list[Item[Any]] = [*displays(head), Separator(), *displays(written)]
    return framed([*items, *buttons.row(turns)], colours.PROBLEM)


def loaded(tried: DryRun, words: Texts, *, recorded: bool, disk_left: bool) -> LayoutView:
    """The base serves now; `recorded` where the store has kept it, `disk_left` where the files on disk are others."""
    facts = words.count(tried.radius.changes.served, words.fact)
    text = [f"## {words.loaded}", words.served.format(facts=facts, revision=short(tried.base.knowledge.revision))]
    if not recorded:
        text.append(words.loaded_unrecorded)
    elif disk_left:
        text.append(words.rolled_back)
    return framed(displays(text), colours.NEUTRAL)


def title(back: str | None, words: Texts) -> str:
    """What the dry run is of."""
    return words.dry_run if back is None else words.dry_rollback.format(revision=short(back))


def _would_serve(tried: DryRun, words: Texts) -> str:
    found = tried.radius.changes
    facts = words.count(found.served, words.fact)
    return words.would_serve.format(facts=facts, revision=short(found.revision), served=short(tried.served))


def _rows(tried: DryRun, words: Texts) -> list[Item[Any]]:
    found, radius = tried.radius.changes, tried.radius
    facts = len(found.added) + len(found.changed) + len(found.removed)
    parts = [
        (DryRunPart.FACTS, words.facts_button, facts),
        (DryRunPart.GOLDEN, words.golden_button, len(radius.missed)),
        (DryRunPart.ASKED, words.asked_button, len(radius.differing)),
    ]
    opening = [
        buttons.open_part(name.format(count=words.number(count)), DryRunPage(run=tried.run, view=view))
        for view, name, count in parts
        if count
    ]
    deciding = [] if radius.identical else buttons.decide(tried.run, words)
    return [*buttons.row(opening), *buttons.row(deciding)]


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


def _others(radius: BlastRadius, words: Texts) -> list[str]:
    found = radius.changes
    named = ((words.unknown, found.unknowns), (words.source, found.sources), (words.topic, found.topics))
    lines = [_tally(noun, tally, words) for noun, tally in named if tally.total]
    told = [
        (found.vocabulary, words.vocabulary),
        (found.golden, words.golden_changed),
        (radius.calibration, words.calibration),
    ]
    return [*lines, *(f"-# {text}" for differs, text in told if differs)]


def _tally(noun: Noun, tally: Tally, words: Texts) -> str:
    name = noun.many.capitalize()
    counts = words.others.format(name=name, added=tally.added, changed=tally.changed, removed=tally.removed)
    return f"-# {counts}"


def _questions(tried: DryRun, words: Texts) -> list[str]:
    radius = tried.radius
    lines = []
    if radius.golden:
        right, before = (sum(case.right for case in radius.golden), sum(case.was_right for case in radius.golden))
        lines.append(
            words.golden_line.format(
                right=words.number(right), total=words.number(len(radius.golden)), before=words.number(before)
            )
        )
    if radius.asked:
        counts = {verdict.value: words.number(radius.count(verdict)) for verdict in Verdict}
        asked = words.count(len(radius.asked), words.question)
        lines.append(
            words.asked_line.format(
                questions=asked,
                same=counts["same"],
                changed=counts["changed"],
                lost=counts["lost"],
                gained=counts["gained"],
            )
        )
    return [*lines, *([words.asked_unread] if tried.asked_unread else [])]


def _problem(problem: Problem, words: Texts) -> Piece:
    """The place in bold, with the fact that it stands in; the message beneath it as a block quote."""
    place = f"**{fit(f'{problem.file}:{problem.line}:{problem.column}', _PLACE, line)}**"
    place += f" · {line(words.in_fact.format(fact=problem.fact))}" if problem.fact else ""
    return lambda room: f"{place}\n" + fit(problem.message, room - len(place) - 1, lambda text: block(escape(text)))
