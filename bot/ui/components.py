"""The buttons and menus of all layouts. They carry a custom_id only: what they do is decided by who receives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from discord import ButtonStyle, Colour, SelectOption
from discord.ui import ActionRow, Button, Container, Item, LayoutView, Select, TextDisplay

from bot.core.knowledge.model import Fact, Quote, Source, Standing, Topic
from bot.core.knowledge.text_fragments import passage_url
from bot.i18n import Texts
from bot.ui.custom_ids import (
    Action,
    DryRunCancel,
    DryRunConfirm,
    EditionFacts,
    EditionPick,
    InContext,
    InEdition,
    NoneOfThese,
    QuestionForm,
    Related,
    Share,
    ShowFact,
    TopicSelect,
    UnansweredExport,
    UnansweredPage,
    Vote,
    VotedPage,
)
from bot.ui.fitting import LAYOUT_TEXT, LINK_URL, ROW_BUTTONS, SELECT_LABEL, SELECT_OPTIONS, label

STANDING: Final[Mapping[Standing, Colour]] = MappingProxyType(
    {
        Standing.DOCUMENTED: Colour(0x2E9E6B),
        Standing.REPORTED: Colour(0x3F8BD3),
        Standing.STATED: Colour(0x8C79D9),
        Standing.CLAIMED: Colour(0xBD7D14),
        Standing.DISPUTED: Colour(0xE0594C),
    }
)
NEUTRAL: Final = Colour(0x7F8794)
PROBLEM: Final = Colour(0xE0594C)


def framed(items: Iterable[Item[Any]], colour: Colour) -> LayoutView:
    """Return a layout of the items, for a message that outlives the process."""
    view = LayoutView(timeout=None)
    view.add_item(Container(*items, accent_colour=colour))
    return view


def room(written: Sequence[str]) -> int:
    """How many characters of text a layout still takes beside what is written."""
    return LAYOUT_TEXT - sum(len(text) for text in written)


def displays(written: Iterable[str]) -> list[Item[Any]]:
    """One text display for each text; empty texts are left out, since Discord refuses them."""
    return [TextDisplay(text) for text in written if text]


_UP: Final = "\N{THUMBS UP SIGN}"
_DOWN: Final = "\N{THUMBS DOWN SIGN}"
_WEB: Final = re.compile(r"https?://[^\s/]+\S*")


def in_context(fact: Fact, words: Texts) -> Button[Any]:
    """Open the fact's first quote in its paragraph."""
    return _button(words.context, InContext(fact=fact.id), ButtonStyle.primary)


def in_edition(edition: InEdition, number: int, words: Texts) -> Button[Any]:
    """Open a fact of a briefing in context; `number` is the one that it bears in the briefing."""
    return _button(words.briefing_button.format(number=number), edition)


def of_edition(facts: EditionFacts, question: QuestionForm, words: Texts) -> list[Button[Any]]:
    """Open all facts of a briefing, and the form for a question."""
    everything = _button(words.edition_facts_button, facts, ButtonStyle.primary)
    return [everything, _button(words.ask_button, question)]


def related(fact: Fact, words: Texts) -> Button[Any]:
    """List what is related to the fact."""
    return _button(words.related_button, Related(fact=fact.id))


def share(fact: Fact, words: Texts) -> Button[Any]:
    """Post the fact for everybody."""
    return _button(words.share_button, Share(fact=fact.id))


def votes(fact: Fact, question: int, words: Texts) -> list[Button[Any]]:
    """Say whether the fact was an answer to the question that is kept under an id."""
    return [
        _button(words.vote_up_button, Vote(up=True, question=question, fact=fact.id), emoji=_UP),
        _button(words.vote_down_button, Vote(up=False, question=question, fact=fact.id), emoji=_DOWN),
    ]


def to_unanswered(words: Texts) -> Button[Any]:
    """Lead to what was asked and not answered."""
    return _button(words.unanswered_button, UnansweredPage())


def to_voted(words: Texts) -> Button[Any]:
    """Lead to the facts that were voted against."""
    return _button(words.voted_button, VotedPage())


def export(words: Texts) -> Button[Any]:
    """Give what was asked and not answered as a table."""
    return _button(words.export_button, UnansweredExport())


def show(fact: Fact, words: Texts) -> Button[Any]:
    """Show the fact in full."""
    return _button(words.show_button, ShowFact(fact=fact.id))


def named(fact: Fact, name: str) -> Button[Any]:
    """Show the fact in full, under a name of its own: a statement, or a question that it answers."""
    return _button(label(name) or fact.id, ShowFact(fact=fact.id))


def none_of_these(question: int, words: Texts) -> Button[Any]:
    """Say that none of the facts that were suggested for a question was meant."""
    return _button(words.suggestion_none_button, NoneOfThese(question=question))


def turn(page: int, pages: int, action: Callable[[int], Action], words: Texts) -> list[Button[Any]]:
    """Lead to the page before and the one after, as far as there are any; `page` counts from 0."""
    turns = ((words.previous_button, page - 1), (words.next_button, page + 1))
    return [_button(name, action(target)) for name, target in turns if 0 <= target < pages]


def open_part(name: str, action: Action) -> Button[Any]:
    """Open a part of something larger under a name of its own."""
    return _button(label(name), action)


def decide(run: int, words: Texts) -> list[Button[Any]]:
    """Serve what a dry run has shown, or leave all as it is."""
    return [
        _button(words.load_button, DryRunConfirm(run=run), ButtonStyle.success),
        _button(words.cancel_button, DryRunCancel(run=run)),
    ]


def link(source: Source, words: Texts) -> list[Button[Any]]:
    """Lead to the source on the web: no button where Discord would refuse the address."""
    if len(source.url) > LINK_URL or not _WEB.fullmatch(source.url):
        return []
    return [Button(label=label(f"{words.open_button} {source.title}"), url=source.url)]


def passage(quote: Quote, source: Source, words: Texts) -> list[Button[Any]]:
    """Lead to the very passage on the web: no button where the source's address is none of an article."""
    address = passage_url(quote, source, longest=LINK_URL)
    if not _WEB.fullmatch(address):
        return []
    return [Button(label=words.passage_button.format(number=words.number(quote.paragraph)), url=address)]


def row(buttons: Sequence[Button[Any]]) -> list[ActionRow[Any]]:
    """Put at most five buttons into a row; none make no row."""
    return [ActionRow(*buttons[:ROW_BUTTONS])] if buttons else []


def edition_menu(menu: EditionPick, facts: Sequence[Fact], words: Texts) -> ActionRow[Any]:
    """A menu of a briefing's facts, at most 25; the value of each is its id."""
    options = [
        SelectOption(label=label(f"{number}. {fact.statement}", SELECT_LABEL), value=fact.id)
        for number, fact in enumerate(facts[:SELECT_OPTIONS], 1)
    ]
    return ActionRow(Select(custom_id=menu.encode(), placeholder=words.edition_pick, options=options))


def topic_menus(topics: Sequence[Topic], facts: Mapping[str, int], words: Texts, most: int = 1) -> list[ActionRow[Any]]:
    """Menus of topics with the number of their facts, 25 in each, at most `most` menus."""
    starts = range(0, len(topics), SELECT_OPTIONS)
    parts = [topics[start : start + SELECT_OPTIONS] for start in starts][:most]
    return [ActionRow(_menu(part, number, len(parts), facts, words)) for number, part in enumerate(parts)]


def _menu(topics: Sequence[Topic], part: int, parts: int, facts: Mapping[str, int], words: Texts) -> Select[Any]:
    title = words.topic_choice if parts == 1 else words.topic_choice_part.format(part=part + 1, parts=parts)
    options = [
        SelectOption(
            label=label(topic.title, SELECT_LABEL) or topic.id,
            value=topic.id,
            description=words.count(facts[topic.id], words.fact),
        )
        for topic in topics
    ]
    return Select(custom_id=TopicSelect(part=part).encode(), placeholder=title, options=options)


def _button(
    name: str, action: Action, style: ButtonStyle = ButtonStyle.secondary, *, emoji: str | None = None
) -> Button[Any]:
    return Button(label=name, style=style, custom_id=action.encode(), emoji=emoji)
