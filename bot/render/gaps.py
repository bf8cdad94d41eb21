"""What curators may want to write next: questions that got no answer, and facts that were voted against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from discord.ui import LayoutView, Separator

from bot.core.knowledge.model import Knowledge
from bot.core.matching.clustering import Gap
from bot.custom_ids import GapsPage, VotedPage
from bot.render import buttons, colours
from bot.render.browsing import page_line, page_of
from bot.render.escape import line
from bot.render.frame import displays, framed, room
from bot.render.limits import ELLIPSIS, Piece, fill, fit
from bot.store import Tally
from bot.texts import Texts

_GAPS_ON_PAGE: Final = 10
_VOTED_ON_PAGE: Final = 5
_WORDINGS: Final = 3  # further wordings of a group that are shown
_WORDING: Final = 120  # characters of each
_STATEMENT: Final = 300
_SAID: Final = 6  # words against a fact that are shown, the latest
_QUOTED: Final = "\n> "


def gaps(found: Sequence[Gap], words: Texts, page: int = 0, *, most: int) -> LayoutView:
    """One page of the questions that got no answer; `most` is how many questions are looked at."""
    page, pages, part = page_of(found, page, _GAPS_ON_PAGE)
    asked = sum(gap.times for gap in found)
    head = [f"## {words.gaps}", _counts(asked, found, page, pages, words) if found else words.gaps_none]
    head += [f"-# {words.gaps_latest.format(questions=words.count(most, words.question))}"] if asked >= most else []
    written = fill([_gap(gap, words) for gap in part], room(head))
    items = [*displays(head), *([Separator()] if part else []), *displays(written)]
    row = [*buttons.turn(page, pages, lambda target: GapsPage(page=target), words), buttons.to_voted(words)]
    return framed([*items, *buttons.row([*row, *([buttons.export(words)] if found else [])])], colours.NEUTRAL)


def voted(tallies: Sequence[Tally], knowledge: Knowledge, words: Texts, page: int = 0) -> LayoutView:
    """One page of the facts with votes against them, with the words that came with the votes."""
    page, pages, part = page_of([tally for tally in tallies if tally.down], page, _VOTED_ON_PAGE)
    head = [f"## {words.voted}", *([] if part else [words.voted_none])]
    head += [f"-# {words.page.format(page=page + 1, pages=pages)}"] if pages > 1 else []
    written = fill([_tally(tally, knowledge, words) for tally in part], room(head))
    items = [*displays(head), *([Separator()] if part else []), *displays(written)]
    turns = buttons.turn(page, pages, lambda target: VotedPage(page=target), words)
    return framed([*items, *buttons.row([*turns, buttons.to_gaps(words)])], colours.NEUTRAL)


def _counts(asked: int, found: Sequence[Gap], page: int, pages: int, words: Texts) -> str:
    counted = f"{words.count(asked, words.question)} · {words.count(len(found), words.question_group)}"
    return f"-# {page_line(counted, page, pages, words)}"


def _gap(gap: Gap, words: Texts) -> Piece:
    """How often, and how it was asked; what it got, when last, and which fact was nearest."""
    title = f"**{words.number(gap.times)}×** "
    told = [*_outcomes(gap, words), words.gap_last.format(day=words.date(gap.last.date())), *_nearest(gap, words)]
    note = f"\n-# {' · '.join(told)}"
    others = [fit(wording, _WORDING, line) for wording in gap.wordings[1 : 1 + _WORDINGS]]
    also = f"\n-# {words.gap_also.format(wordings=' / '.join(others))}" if others else ""

    least = min(len(line(gap.wordings[0])), _WORDING)

    def write(space: int) -> str:
        extra = also if len(title) + least + len(also) + len(note) <= space else ""
        asked = fit(gap.wordings[0], space - len(title) - len(note) - len(extra), line) or ELLIPSIS
        return f"{title}{asked}{extra}{note}"

    return write


def _outcomes(gap: Gap, words: Texts) -> list[str]:
    counted = Counter(question.outcome for question in gap.questions)
    return [words.count(counted[outcome], noun) for outcome, noun in words.unanswered.items() if counted[outcome]]


def _nearest(gap: Gap, words: Texts) -> list[str]:
    facts = Counter(question.fact for question in gap.questions if question.fact is not None)
    nearest = min(facts, key=lambda fact: (-facts[fact], fact), default=None)
    return [] if nearest is None else [words.gap_nearest.format(fact=f"`{nearest}`")]


def _tally(tally: Tally, knowledge: Knowledge, words: Texts) -> Piece:
    """A fact, its votes, and the latest words against it."""
    fact = knowledge.facts.get(tally.fact)
    statement = fit(fact.statement, _STATEMENT, line) if fact else words.fact_gone
    counted = words.tally.format(down=words.number(tally.down), up=words.number(tally.up))
    head = f"**{counted}** · `{tally.fact}`\n{statement}"
    said = [_said(word) for word in reversed(tally.words) if line(word)][:_SAID]
    return lambda space: head + "".join(fill(said, space - len(head)))


def _said(word: str) -> Piece:
    return lambda space: f"\n> {fit(word, space - len(_QUOTED), line)}"
