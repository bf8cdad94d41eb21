"""The buttons and menus of all layouts. They carry a custom_id only: what they do is decided by who receives them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from discord import ButtonStyle, SelectOption
from discord.ui import ActionRow, Button, Select

from bot import texts
from bot.custom_ids import Action, InContext, InEdition, Related, Share, ShowFact, TopicSelect
from bot.render.limits import LINK_URL, ROW_BUTTONS, SELECT_LABEL, SELECT_OPTIONS, label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.core.facts import Fact, Source, Topic

_WEB: Final = re.compile(r"https?://[^\s/]+\S*")


def in_context(fact: Fact) -> Button[Any]:
    """Open the fact's first quote in its paragraph."""
    return _button(texts.CONTEXT, InContext(fact=fact.id), ButtonStyle.primary)


def in_edition(edition: InEdition, number: int) -> Button[Any]:
    """Open a fact of a briefing in context; `number` is the one that it bears in the briefing."""
    return _button(texts.BRIEFING_BUTTON.format(number=number), edition)


def related(fact: Fact) -> Button[Any]:
    """List what is related to the fact."""
    return _button(texts.RELATED_BUTTON, Related(fact=fact.id))


def share(fact: Fact) -> Button[Any]:
    """Post the fact for everybody."""
    return _button(texts.SHARE, Share(fact=fact.id))


def show(fact: Fact) -> Button[Any]:
    """Show the fact in full."""
    return _button(texts.SHOW, ShowFact(fact=fact.id))


def turn(page: int, pages: int, action: Callable[[int], Action]) -> list[Button[Any]]:
    """Lead to the page before and the one after, as far as there are any; `page` counts from 0."""
    turns = ((texts.PREVIOUS, page - 1), (texts.NEXT, page + 1))
    return [_button(words, action(target)) for words, target in turns if 0 <= target < pages]


def link(source: Source) -> list[Button[Any]]:
    """Lead to the source on the web: no button where Discord would refuse the address."""
    if len(source.url) > LINK_URL or not _WEB.fullmatch(source.url):
        return []
    return [Button(label=label(f"{texts.OPEN} {source.title}"), url=source.url)]


def row(buttons: Sequence[Button[Any]]) -> list[ActionRow[Any]]:
    """Put at most five buttons into a row; none make no row."""
    return [ActionRow(*buttons[:ROW_BUTTONS])] if buttons else []


def topic_menus(topics: Sequence[Topic], facts: Mapping[str, int], most: int = 1) -> list[ActionRow[Any]]:
    """Menus of topics with the number of their facts, 25 in each, at most `most` menus."""
    starts = range(0, len(topics), SELECT_OPTIONS)
    parts = [topics[start : start + SELECT_OPTIONS] for start in starts][:most]
    return [ActionRow(_menu(part, number, len(parts), facts)) for number, part in enumerate(parts)]


def _menu(topics: Sequence[Topic], part: int, parts: int, facts: Mapping[str, int]) -> Select[Any]:
    words = texts.TOPIC_CHOICE if parts == 1 else texts.TOPIC_CHOICE_PART.format(part=part + 1, parts=parts)
    options = [
        SelectOption(
            label=label(topic.title, SELECT_LABEL) or topic.id,
            value=topic.id,
            description=texts.count(facts[topic.id], texts.FACT),
        )
        for topic in topics
    ]
    return Select(custom_id=TopicSelect(part=part).encode(), placeholder=words, options=options)


def _button(words: str, action: Action, style: ButtonStyle = ButtonStyle.secondary) -> Button[Any]:
    return Button(label=words, style=style, custom_id=action.encode())
