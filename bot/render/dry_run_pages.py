"""The pages of a dry run: every fact that differs, and every question that fares otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from discord.ui import Item, LayoutView, Separator

from bot.core.factbase.diff import BlastRadius, DryRun, Replayed, Tried
from bot.core.knowledge.model import Golden, Silence
from bot.core.matching.decision import Abstention, Answer, Match, NotInSource, Outcome, Suggestion
from bot.custom_ids import DryRunPage, DryRunPart
from bot.render import buttons, colours
from bot.render.escape import line
from bot.render.fact_changes import alone, in_full
from bot.render.frame import displays, framed, room
from bot.render.limits import Piece, fill, fit
from bot.render.reloads import dry_run, title
from bot.texts import Texts

ON_PAGE: Final = 5
_QUESTION: Final = 300
_STATEMENT: Final = 250
_ID: Final = 64


def dry_run_page(tried: DryRun, view: DryRunPart, words: Texts, page: int = 0) -> LayoutView:
    """One page of a part of a dry run; a page past the last shows the last."""
    match view:
        case DryRunPart.OVERVIEW:
            return dry_run(tried, words)
        case DryRunPart.FACTS:
            heading, pieces = words.facts_button, _facts(tried.radius, words)
        case DryRunPart.GOLDEN:
            heading, pieces = words.golden_button, [_golden(case, words) for case in tried.radius.missed]
        case DryRunPart.ASKED:
            heading, pieces = words.asked_button, [_asked(case, words) for case in tried.radius.differing]
    named = heading.format(count=words.number(len(pieces)))
    return _page(tried, view, f"**{named}**", pieces, page, words)


def _page(  # noqa: PLR0913, PLR0917 - all that a page shows
    tried: DryRun, view: DryRunPart, heading: str, pieces: Sequence[Piece], page: int, words: Texts
) -> LayoutView:
    pages = max(1, -(-len(pieces) // ON_PAGE))
    page = min(page, pages - 1)
    head = [f"## {title(tried.back, words)}", heading]
    head += [f"-# {words.page.format(page=page + 1, pages=pages)}"] if pages > 1 else []
    items: list[Item[Any]] = displays(head)
    for text in fill(pieces[page * ON_PAGE : (page + 1) * ON_PAGE], room(head)):
        items += [Separator(), *displays([text])]
    turns = buttons.turn(page, pages, lambda to: DryRunPage(run=tried.run, view=view, page=to), words)
    back = buttons.open_part(words.overview_button, DryRunPage(run=tried.run, view=DryRunPart.OVERVIEW))
    deciding = [] if tried.radius.identical else buttons.decide(tried.run, words)
    return framed([*items, *buttons.row([back, *turns]), *buttons.row(deciding)], colours.NEUTRAL)


def _facts(radius: BlastRadius, words: Texts) -> list[Piece]:
    """Removed facts first: what is gone is the hardest to notice later."""
    found = radius.changes
    kinds = [
        (words.kind_removed, [alone(fact) for fact in found.removed]),
        (words.kind_changed, [in_full(pair, words) for pair in found.changed]),
        (words.kind_added, [alone(fact) for fact in found.added]),
    ]
    return [_under(kind, piece) for kind, pieces in kinds for piece in pieces]


def _under(kind: str, piece: Piece) -> Piece:
    named = f"**{kind}** "
    return lambda room: f"{named}{piece(room - len(named))}"


def _golden(case: Tried, words: Texts) -> Piece:
    verdict = words.golden_wrong if case.was_right else words.golden_still_wrong
    lines = ((words.has_to_get, _expected(case.golden, words)), (words.new, _outcome(case.new, words)))
    return _question(case.golden.question, f"{verdict} · {case.golden.place}", lines)


def _asked(case: Replayed, words: Texts) -> Piece:
    lines = ((words.old, _outcome(case.old, words)), (words.new, _outcome(case.new, words)))
    return _question(case.question, words.verdict[case.verdict], lines)


def _question(question: str, note: str, lines: Sequence[tuple[str, str]]) -> Piece:
    """A question in bold with a note, then lines of a name and what it names, which are markdown already."""
    beneath = "".join(f"\n{name}: {text}" for name, text in lines)
    noted = f"\n-# {fit(note, _QUESTION, line)}"

    def write(room: int) -> str:
        left = room - len(beneath) - len(noted) - 4
        asked = fit(question, min(left, _QUESTION), line)
        return f"**{asked}**{noted}{beneath}"

    return write


def _expected(golden: Golden, words: Texts) -> str:
    match golden.silence:
        case None:
            return words.gets_fact.format(fact=f"`{golden.fact}`")
        case Silence.NOT_IN_SOURCE:
            return words.gets_not_in_source
        case Silence.ABSTENTION:
            return words.gets_nothing


def _outcome(outcome: Outcome, words: Texts) -> str:
    match outcome:
        case Answer(match=match):
            statement = fit(match.fact.statement, _STATEMENT, line)
            return f"{words.gets_fact.format(fact=f'`{match.fact.id}`')}: {statement}"
        case NotInSource(unknown=unknown):
            return words.gets_unknown.format(unknown=f"`{unknown.id}`")
        case Suggestion(matches=matches):
            return words.gets_suggestion.format(facts=_ids(matches))
        case Abstention():
            return words.gets_nothing


def _ids(matches: Sequence[Match]) -> str:
    return ", ".join(f"`{match.fact.id}`" for match in matches)
