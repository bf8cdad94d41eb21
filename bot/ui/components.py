"""The parts of all layouts: frames, pages, buttons and menus. The cogs decide what a custom_id does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from discord import ButtonStyle, Colour, SelectOption
from discord.ui import ActionRow, Button, Container, Item, LayoutView, Select, TextDisplay, View

from bot.core.factbase.corrections import CorrectionKind, FactCorrection
from bot.core.knowledge.model import Fact, Quote, Source, Standing, Topic
from bot.core.knowledge.text_fragments import is_article, passage_url
from bot.i18n import Texts, phrases
from bot.ui.custom_ids import (
    Action,
    AskDesk,
    Cite,
    DryRunCancel,
    DryRunConfirm,
    DryRunWording,
    EditionPick,
    InContext,
    Share,
    ShowFact,
    TopicSelect,
    Unshare,
    Vote,
    parse,
    stamped,
    without_mark,
)
from bot.ui.fitting import (
    ELLIPSIS,
    LAYOUT_TEXT,
    LINK_URL,
    ROW_BUTTONS,
    SELECT_LABEL,
    SELECT_OPTIONS,
    label,
    word_end,
)

STANDING: Final[Mapping[Standing, Colour]] = MappingProxyType(
    {
        Standing.DOCUMENTED: Colour(0x2E9E6B),
        Standing.REPORTED: Colour(0x3F8BD3),
        Standing.STATED: Colour(0x8C79D9),
        Standing.CLAIMED: Colour(0xBD7D14),
        Standing.DISPUTED: Colour(0xE0594C),
    }
)
"""The colour of a fact's card, by its standing."""

NEUTRAL: Final = Colour(0x7F8794)
PROBLEM: Final = Colour(0xE0594C)
PROVEN: Final = Colour(0x2E9E6B)
CLAIM: Final = Colour(0xBD7D14)
NEAREST: Final = Colour(0x3F8BD3)

_UP: Final = "\N{THUMBS UP SIGN}"
_DOWN: Final = "\N{THUMBS DOWN SIGN}"
_WEB: Final = re.compile(r"https?://[^\s/]+\S*")


def framed(items: Iterable[Item[Any]], colour: Colour = NEUTRAL) -> LayoutView:
    """Return a layout of the items; its buttons still work after a restart."""
    view = LayoutView(timeout=None)
    view.add_item(Container(*items, accent_colour=colour))
    return view


def put_on_top(view: LayoutView, text: str) -> None:
    """Add a line to the first text of a layout, so that it needs no component of its own.

    If there is no room for it, the longest text loses its last words. Does nothing if the line is there already.
    """
    texts = [item for item in view.walk_children() if isinstance(item, TextDisplay)]
    if not texts or texts[0].content.startswith(text):
        return
    texts[0].content = f"{text}\n{texts[0].content}"
    surplus = -room([each.content for each in texts])
    if surplus > 0:
        longest = max(texts, key=lambda each: len(each.content))
        kept = longest.content[: len(longest.content) - surplus - len(ELLIPSIS)]
        longest.content = f"{kept[: word_end(kept, len(kept))].rstrip()}{ELLIPSIS}"


def room(written: Sequence[str]) -> int:
    """Return how many characters of text still fit in a layout that has these texts."""
    return LAYOUT_TEXT - sum(len(text) for text in written)


def displays(written: Iterable[str]) -> list[Item[Any]]:
    """Return a text display for each text. Leaves out empty texts, which Discord rejects."""
    return [TextDisplay(text) for text in written if text]


def page_of(things: Sequence[Any], page: int, size: int) -> tuple[int, int, Any]:
    """Return the page (from 0, the last one if `page` is past it), the number of pages, and the things on the page."""
    pages = max(1, -(-len(things) // size))
    page = min(max(page, 0), pages - 1)
    return page, pages, things[page * size : (page + 1) * size]


def page_line(page: int, pages: int, words: Texts, *before: str) -> list[str]:
    """Return a line with what comes before and, if there are several pages, the page; no line if it would be empty."""
    parts = [*before, *([words.page.format(page=page + 1, pages=pages)] if pages > 1 else [])]
    return [f"-# {phrases.BETWEEN.join(parts)}"] if parts else []


def button(
    name: str, action: Action, style: ButtonStyle = ButtonStyle.secondary, *, emoji: str | None = None
) -> Button[Any]:
    """Return a button that does what the action says."""
    return Button(label=name, style=style, custom_id=action.encode(), emoji=emoji)


def in_context(fact: Fact, words: Texts) -> Button[Any]:
    """Open the fact's first quote in its paragraph."""
    return button(words.context, InContext(fact=fact.id), ButtonStyle.primary)


def cite(fact: Fact, words: Texts, quote: int = 0) -> Button[Any]:
    """Show a quote of the fact as a citation."""
    return button(words.cite_button, Cite(fact=fact.id, quote=quote))


def share(fact: Fact, words: Texts) -> Button[Any]:
    """Post the fact for everybody."""
    return button(words.share_button, Share(fact=fact.id))


def remove(by: int, words: Texts) -> Button[Any]:
    """Delete the message, which the user `by` shared."""
    return button(words.remove_button, Unshare(by=by))


def votes(fact: Fact, question: int, words: Texts) -> list[Button[Any]]:
    """Vote on whether the fact answered the question; `question` is its id in the question log."""
    return [
        button(words.vote_up_button, Vote(up=True, question=question, fact=fact.id), emoji=_UP),
        button(words.vote_down_button, Vote(up=False, question=question, fact=fact.id), emoji=_DOWN),
    ]


def ask_desk(question: int, words: Texts) -> Button[Any]:
    """Put the question to the desk of the server; `question` is its id in the question log."""
    return button(words.desk_ask_button, AskDesk(question=question), ButtonStyle.primary)


def stamp(view: LayoutView | View, base: str) -> None:
    """Mark the buttons and menus of a layout that show something of a base as those of the base of this name."""
    for item in view.walk_children():
        if isinstance(item, Button | Select) and item.custom_id:
            marked = stamped(item.custom_id, base)
            if marked != item.custom_id:
                item.custom_id = marked


def mark_vote(view: LayoutView, words: Texts, *, question: int, up: bool, desk: bool = False) -> None:
    """Mark the button of the vote that was cast, by its colour and its label, and no other of the question.

    With `desk`, a vote against the answer adds a button to ask the desk, and a vote for it removes that.
    """
    for item in view.walk_children():
        action = parse(item.custom_id) if isinstance(item, Button) and item.custom_id else None
        if isinstance(item, Button) and isinstance(action, Vote) and action.question == question:
            name = words.vote_up_button if action.up else words.vote_down_button
            cast = action.up is up
            item.label = words.vote_cast.format(vote=name) if cast else name
            item.style = ButtonStyle.success if cast else ButtonStyle.secondary
    _offer_desk(view, words, question, offered=desk and not up)


def _offer_desk(view: LayoutView, words: Texts, question: int, *, offered: bool) -> None:
    """Add the button to ask the desk to the row of votes, or remove it."""
    desk = AskDesk(question=question).encode()
    for row in [each for each in view.walk_children() if isinstance(each, ActionRow)]:
        buttons = [each for each in row.children if isinstance(each, Button) and each.custom_id]
        for button in buttons:
            if without_mark(button.custom_id or "") == desk:
                row.remove_item(button)
        if offered and any(isinstance(parse(each.custom_id or ""), Vote) for each in buttons):
            row.add_item(ask_desk(question, words))


def show(fact: Fact, words: Texts) -> Button[Any]:
    """Show the fact in full."""
    return button(words.show_button, ShowFact(fact=fact.id))


def named(fact: Fact, name: str) -> Button[Any]:
    """Show the fact in full; the label is its statement or a question that it answers."""
    return button(label(name) or fact.id, ShowFact(fact=fact.id))


def turn(page: int, pages: int, action: Callable[[int], Action], words: Texts) -> list[Button[Any]]:
    """Go to the previous and the next page, if they exist; `page` counts from 0."""
    turns = ((words.previous_button, page - 1), (words.next_button, page + 1))
    return [button(name, action(target)) for name, target in turns if 0 <= target < pages]


def open_part(name: str, action: Action) -> Button[Any]:
    """Open what the action shows, under its own name."""
    return button(label(name), action)


def decide(run: int, words: Texts) -> list[Button[Any]]:
    """Load what a dry run has shown, or cancel it."""
    return [
        button(words.load_button, DryRunConfirm(run=run), ButtonStyle.success),
        button(words.cancel_button, DryRunCancel(run=run)),
    ]


def link(source: Source, words: Texts) -> list[Button[Any]]:
    """Open the source on the web, or the site that its address leads to. No button if Discord would reject it."""
    if len(source.url) > LINK_URL or not _WEB.fullmatch(source.url):
        return []
    name = source.title if is_article(source.url) else urlsplit(source.url).hostname
    return [Button(label=label(f"{words.open_button} {name}"), url=source.url)]


def passage(quote: Quote, source: Source, words: Texts) -> list[Button[Any]]:
    """Open the quoted passage on the web. No button if the source's address is not that of an article."""
    address = passage_url(quote, source, longest=LINK_URL)
    if not _WEB.fullmatch(address):
        return []
    return [Button(label=words.passage_button.format(number=words.number(quote.paragraph)), url=address)]


def row(buttons: Sequence[Button[Any]]) -> list[ActionRow[Any]]:
    """Put up to five buttons in a row; no row without buttons."""
    return [ActionRow(*buttons[:ROW_BUTTONS])] if buttons else []


def rows(*groups: Sequence[Button[Any]]) -> list[ActionRow[Any]]:
    """Put each group of up to five buttons in a row of its own."""
    return [found for group in groups for found in row(group)]


def edition_menu(menu: EditionPick, facts: Sequence[Fact], words: Texts) -> ActionRow[Any]:
    """Return a menu of a briefing's facts, at most 25; the value of an option is the id of its fact."""
    options = [
        SelectOption(label=label(f"{number}. {phrases.statement(fact, words)}", SELECT_LABEL), value=fact.id)
        for number, fact in enumerate(facts[:SELECT_OPTIONS], 1)
    ]
    return ActionRow(Select(custom_id=menu.encode(), placeholder=words.edition_pick, options=options))


def wording_menu(menu: DryRunWording, found: Sequence[FactCorrection], words: Texts) -> list[ActionRow[Any]]:
    """Return a menu in which those corrections are chosen that change the wording alone; none without any."""
    changed = [each for each in found if each.kind is CorrectionKind.CHANGED and each.new is not None]
    options = [
        SelectOption(
            label=label(each.fact, SELECT_LABEL),
            value=each.fact,
            description=label(each.new.stated(words.language) if each.new else "", SELECT_LABEL),
            default=each.wording,
        )
        for each in changed[:SELECT_OPTIONS]
    ]
    choice: Select[Any] = Select(
        custom_id=menu.encode(), placeholder=words.wording_menu, options=options, min_values=0, max_values=len(options)
    )
    return [ActionRow(choice)] if options else []


def topic_menu(topics: Sequence[Topic], facts: Mapping[str, int], words: Texts) -> list[ActionRow[Any]]:
    """Return a menu of the first 25 topics with the number of their facts; none without topics."""
    options = [
        SelectOption(
            label=label(phrases.topic_title(topic, words), SELECT_LABEL) or topic.id,
            value=topic.id,
            description=words.count(facts[topic.id], words.fact),
        )
        for topic in topics[:SELECT_OPTIONS]
    ]
    menu: Select[Any] = Select(custom_id=TopicSelect().encode(), placeholder=words.topic_choice, options=options)
    return [ActionRow(menu)] if options else []
