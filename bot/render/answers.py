"""What /ask and /fact show: one of the four outcomes, or one fact."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Final

from discord.ui import Button, LayoutView, Separator

from bot.core.knowledge.model import Fact, Knowledge, Quote, Topic
from bot.core.matching.decision import SHOWN, Abstention, Answer, NotInSource, Outcome, Suggestion
from bot.render import buttons, colours
from bot.render.browsing import covered, fact_counts, present
from bot.render.escape import line
from bot.render.frame import displays, framed, room
from bot.render.limits import Piece, fill, fit
from bot.render.passages import entries, entry, heading, listed, quoted, standing
from bot.texts import Texts, telling

_QUESTION: Final = 200  # characters of the question that are repeated
_QUOTES: Final = 4
_AGAINST: Final = 3
_NEAREST: Final = 3
_UNKNOWN: Final = 1010
_TITLE: Final = 110
_TITLES: Final = 700  # characters of topics that are named in a row; the menu beneath has more


def outcome(found: Outcome, knowledge: Knowledge, words: Texts, question: int | None = None) -> LayoutView:
    """The layout of whatever was decided; with the id of its question, an answer or a suggestion can be judged."""
    match found:
        case Answer():
            return answer(found, knowledge, words, question)
        case NotInSource():
            return not_in_source(found, knowledge, words)
        case Suggestion():
            return suggestion(found, words, question)
        case Abstention():
            return abstention(found, knowledge, words)


def answer(found: Answer, knowledge: Knowledge, words: Texts, question: int | None = None) -> LayoutView:
    """The fact that answers, with its proof and what speaks against it; `question` is the id under which it is kept."""
    return _card(found.match.fact, knowledge, words, asked=found.question, shareable=True, question=question)


def fact(shown: Fact, knowledge: Knowledge, words: Texts, question: int | None = None) -> LayoutView:
    """One fact as /fact shows it, or a suggestion that was followed; `question` as above, for a proposal of /ask."""
    return _card(shown, knowledge, words, asked="", shareable=True, question=question)


def shared(shown: Fact, knowledge: Knowledge, words: Texts) -> LayoutView:
    """The copy for everybody in the channel: it cannot be shared again and does not tell what was asked."""
    return _card(shown, knowledge, words, asked="", shareable=False)


def not_in_source(found: NotInSource, knowledge: Knowledge, words: Texts) -> LayoutView:
    """The source does not say; what it does not tell, and the nearest facts."""
    ids = [match.fact.id for match in found.nearest] or found.unknown.nearest
    near = present(ids, knowledge)[:_NEAREST]
    head = [*_asked(found.question, words), f"## {words.not_in_source}", fit(found.unknown.statement, _UNKNOWN, line)]
    titles = [f"**{words.nearest}**", f"**{words.nearest_others}**"]
    listing = entries(near, room([*head, *titles]), words)
    items = displays(head)
    for title, part in zip(titles, (listing[:1], listing[1:]), strict=True):
        if part:
            items += [Separator(), *displays([title]), *part]
    return framed(items, colours.NEUTRAL)


def suggestion(found: Suggestion, words: Texts, question: int | None = None) -> LayoutView:
    """Facts that may be meant, each a button; said not to be an answer.

    That none of them is meant can be said where the id of the question is given.
    """
    facts = [match.fact for match in found.matches[:SHOWN]]
    head = [*_asked(found.question, words), f"## {words.suggestion}", f"-# {words.suggestion_note}"]
    numbered = [_numbered(number, entry(fact, words)) for number, fact in enumerate(facts, 1)]
    # Each in a row of its own: side by side, a phone would cut their statements to a word.
    choices = [buttons.named(fact, f"{number}. {fact.statement}") for number, fact in enumerate(facts, 1)]
    choices += [] if question is None else [buttons.none_of_these(question, words)]
    rows = [row for choice in choices for row in buttons.row([choice])]
    return framed([*displays(head), Separator(), *displays(fill(numbered, room(head))), *rows], colours.NEUTRAL)


def declined(knowledge: Knowledge, words: Texts, *, noted: bool) -> LayoutView:
    """None of the suggested facts was meant: whether that is noted, and the topics that the base does cover."""
    said = words.suggestion_none_noted if noted else words.suggestion_none_unnoted
    return _covering([f"## {words.suggestion_none}", said], knowledge, words)


def abstention(found: Abstention, knowledge: Knowledge, words: Texts) -> LayoutView:
    """Nothing near; the topics that the base does cover, with a menu to browse them."""
    return _covering([*_asked(found.question, words), f"## {words.abstention}"], knowledge, words)


def _covering(head: Sequence[str], knowledge: Knowledge, words: Texts) -> LayoutView:
    topics = covered(knowledge)
    if not topics:
        return framed(displays([*head, words.abstention_empty]), colours.NEUTRAL)
    menus = buttons.topic_menus(topics, fact_counts(knowledge), words)
    return framed([*displays([*head, _titles(topics, words)]), *menus], colours.NEUTRAL)


def _titles(topics: Sequence[Topic], words: Texts) -> str:
    """The topics by name, in one line that breaks where it has to; what does not fit is counted."""
    written = [fit(topic.title, _TITLE, line) for topic in topics]
    ends = [*accumulate(len(title) + len(telling.BETWEEN) for title in written)]
    named = max(1, bisect_right(ends, _TITLES))
    more = len(written) - named
    rest = [words.and_more.format(count=words.number(more))] if more else []
    return f"{words.abstention_topics} {telling.BETWEEN.join([*written[:named], *rest])}"


def _card(  # noqa: PLR0913 - what the kinds of card differ in
    shown: Fact, knowledge: Knowledge, words: Texts, *, asked: str, shareable: bool, question: int | None = None
) -> LayoutView:
    against = present(knowledge.disputing.get(shown.id, ()), knowledge)
    head = [*_asked(asked, words), heading(shown.statement), standing(shown, knowledge, words)]
    more, title, more_against = _more_quotes(shown, words), f"**{words.against}**", _more_against(against, words)
    quotes, others = shown.quotes[:_QUOTES], against[:_AGAINST]
    pieces = [quoted(quote, knowledge.sources[quote.source], words) for quote in quotes]
    pieces += [entry(other, words) for other in others]
    written = fill(pieces, room([*head, more, title, more_against]))
    items = [*displays(head), Separator(), *displays([*written[: len(quotes)], more])]
    items += buttons.row(_passages(quotes, knowledge, words))
    if others:
        listing = [listed(other, text, words) for other, text in zip(others, written[len(quotes) :], strict=True)]
        items += [Separator(), *displays([title]), *listing]
        items += displays([more_against])
    row = _buttons(shown, words, shareable=shareable)
    row += buttons.votes(shown, question, words) if question is not None else []
    return framed([*items, *buttons.row(row)], colours.STANDING[shown.standing])


def _buttons(shown: Fact, words: Texts, *, shareable: bool) -> list[Button[Any]]:
    row = [buttons.in_context(shown, words)] if shown.quotes else []
    return [*row, buttons.related(shown, words), *([buttons.share(shown, words)] if shareable else [])]


def _passages(quotes: Sequence[Quote], knowledge: Knowledge, words: Texts) -> list[Button[Any]]:
    """Links to the passages on the web, one for each paragraph."""
    first = {(quote.source, quote.paragraph): quote for quote in reversed(quotes)}
    found = [buttons.passage(quote, knowledge.sources[quote.source], words) for quote in reversed(first.values())]
    return [button for each in found for button in each]


def _numbered(number: int, piece: Piece) -> Piece:
    mark = f"**{number}.** "
    return lambda space: f"{mark}{piece(space - len(mark))}"


def _more_quotes(shown: Fact, words: Texts) -> str:
    more = len(shown.quotes) - _QUOTES
    return f"-# {words.more_quotes.format(quotes=words.count(more, words.quote))}" if more > 0 else ""


def _more_against(against: Sequence[Fact], words: Texts) -> str:
    more = len(against) - _AGAINST
    return f"-# {words.more_against.format(facts=words.count(more, words.fact))}" if more > 0 else ""


def _asked(question: str, words: Texts) -> list[str]:
    asked = fit(question, _QUESTION, line)
    return [f"-# {words.asked.format(question=asked)}"] if asked else []
