"""What /ask and /fact show: one of the four outcomes, or one fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from discord.ui import Button, LayoutView, Separator

from bot import texts
from bot.core.answer import Abstention, Answer, NotInSource, Outcome, Suggestion
from bot.render import buttons, colours
from bot.render.browsing import covered, fact_counts, present, topic_lines
from bot.render.escape import line
from bot.render.frame import displays, framed, room
from bot.render.limits import fill, fit
from bot.render.passages import entries, entry, heading, listed, quoted, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.facts import Fact, Knowledge

_QUESTION: Final = 200  # characters of the question that are repeated
_QUOTES: Final = 4
_AGAINST: Final = 3
_NEAREST: Final = 3
_UNKNOWN: Final = 1010


def outcome(found: Outcome, knowledge: Knowledge) -> LayoutView:
    """The layout of whatever was decided."""
    match found:
        case Answer():
            return answer(found, knowledge)
        case NotInSource():
            return not_in_source(found, knowledge)
        case Suggestion():
            return suggestion(found)
        case Abstention():
            return abstention(found, knowledge)


def answer(found: Answer, knowledge: Knowledge) -> LayoutView:
    """The fact that answers, with its proof and what speaks against it."""
    return _card(found.match.fact, knowledge, asked=found.question, shareable=True)


def fact(shown: Fact, knowledge: Knowledge) -> LayoutView:
    """One fact as /fact shows it, or a suggestion that was followed."""
    return _card(shown, knowledge, asked="", shareable=True)


def shared(shown: Fact, knowledge: Knowledge) -> LayoutView:
    """The copy for everybody in the channel: it cannot be shared again and does not tell what was asked."""
    return _card(shown, knowledge, asked="", shareable=False)


def not_in_source(found: NotInSource, knowledge: Knowledge) -> LayoutView:
    """The source does not say; what it does not tell, and the nearest facts."""
    ids = [match.fact.id for match in found.nearest] or found.unknown.nearest
    near = present(ids, knowledge)[:_NEAREST]
    head = [*_asked(found.question), f"## {texts.NOT_IN_SOURCE}", fit(found.unknown.statement, _UNKNOWN, line)]
    titles = [f"**{texts.NEAREST}**", f"**{texts.NEAREST_OTHERS}**"]
    listing = entries(near, room([*head, *titles]))
    items = displays(head)
    for title, part in zip(titles, (listing[:1], listing[1:]), strict=True):
        if part:
            items += [Separator(), *displays([title]), *part]
    return framed(items, colours.NEUTRAL)


def suggestion(found: Suggestion) -> LayoutView:
    """Facts that may be meant, each to be opened; said not to be an answer."""
    head = [*_asked(found.question), f"## {texts.SUGGESTION}", f"-# {texts.SUGGESTION_NOTE}"]
    listing = entries([match.fact for match in found.matches], room(head))
    return framed([*displays(head), Separator(), *listing], colours.NEUTRAL)


def abstention(found: Abstention, knowledge: Knowledge) -> LayoutView:
    """Nothing near; the topics that the base does cover, with a menu to browse them."""
    topics = covered(knowledge)
    head = [*_asked(found.question), f"## {texts.ABSTENTION}"]
    head.append(texts.ABSTENTION_TOPICS if topics else texts.ABSTENTION_EMPTY)
    lines = topic_lines(topics, knowledge, room(head))
    menus = buttons.topic_menus(topics, fact_counts(knowledge))
    return framed([*displays([*head, lines]), *menus], colours.NEUTRAL)


def _card(shown: Fact, knowledge: Knowledge, *, asked: str, shareable: bool) -> LayoutView:
    against = present(knowledge.disputing.get(shown.id, ()), knowledge)
    head = [*_asked(asked), heading(shown.statement), standing(shown)]
    more, title, more_against = _more_quotes(shown), f"**{texts.AGAINST}**", _more_against(against)
    quotes, others = shown.quotes[:_QUOTES], against[:_AGAINST]
    pieces = [*(quoted(quote, knowledge.sources[quote.source]) for quote in quotes), *map(entry, others)]
    written = fill(pieces, room([*head, more, title, more_against]))
    items = [*displays(head), Separator(), *displays([*written[: len(quotes)], more])]
    if others:
        items += [Separator(), *displays([title]), *map(listed, others, written[len(quotes) :])]
        items += displays([more_against])
    return framed([*items, *buttons.row(_buttons(shown, shareable=shareable))], colours.STANDING[shown.standing])


def _buttons(shown: Fact, *, shareable: bool) -> list[Button[Any]]:
    row = [buttons.in_context(shown)] if shown.quotes else []
    return [*row, buttons.related(shown), *([buttons.share(shown)] if shareable else [])]


def _more_quotes(shown: Fact) -> str:
    more = len(shown.quotes) - _QUOTES
    return f"-# {texts.MORE_QUOTES.format(quotes=texts.count(more, texts.QUOTE))}" if more > 0 else ""


def _more_against(against: Sequence[Fact]) -> str:
    more = len(against) - _AGAINST
    return f"-# {texts.MORE_AGAINST.format(facts=texts.count(more, texts.FACT))}" if more > 0 else ""


def _asked(question: str) -> list[str]:
    asked = fit(question, _QUESTION, line)
    return [f"-# {texts.ASKED.format(question=asked)}"] if asked else []
