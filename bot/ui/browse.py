"""Pages to browse by: topics, sources, related facts, entities and disputed claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from discord import SelectOption
from discord.ui import ActionRow, Container, Item, LayoutView, Select, Separator, TextDisplay

from bot.core.knowledge.coverage import SourceCoverage
from bot.core.knowledge.disputes import Dispute
from bot.core.knowledge.entities import Appearance, Speaker
from bot.core.knowledge.model import Fact, Knowledge, Source, Topic
from bot.core.knowledge.overview import Highlight, highlights
from bot.i18n import Texts, phrases
from bot.ui import components
from bot.ui.components import displays, framed, page_line, page_of, room
from bot.ui.custom_ids import (
    Compare,
    DisputeSelect,
    DisputesPage,
    SourcesPage,
    TimelinePage,
    TopicPage,
    TopicsPage,
    WhoPage,
)
from bot.ui.facts import entries, entry, grouped, listed, quoted, short_line
from bot.ui.fitting import LAYOUT_TEXT, SELECT_LABEL, SELECT_OPTIONS, Piece, fill, fit, label, short
from bot.ui.markdown import line

_FACTS_ON_PAGE: Final = 5
_DISPUTES_ON_PAGE: Final = 6
_SOURCES_ON_PAGE: Final = 5
_HIGHLIGHTS: Final = 10  # of an overview: each is three of the components that a layout may have
_SOURCES_NAMED: Final = 3
_RELATED: Final = 8
_TOPICS_LISTED: Final = 40  # topics that are written out; the menus hold more

# Characters, after escaping.
_NAME: Final = 210
_TYPED: Final = 120
_STATEMENT: Final = 700
_NOTE: Final = 600
_TITLE: Final = 210
_PUBLISHER: Final = 110
_AUTHORS: Final = 210


def who(speaker: Speaker, parts: Sequence[Appearance], words: Texts, page: int = 0) -> LayoutView:
    """Show a page of the facts about an entity: those attributed to it, then those that mention it."""
    page, pages, shown = page_of(parts, page, _FACTS_ON_PAGE)
    name = fit(speaker.name, _NAME, line)
    head = [f"## {name}"]
    if not parts:
        return framed(displays([*head, words.who_none.format(name=name)]))
    head += page_line(page, pages, words, words.count(len(parts), words.fact))
    headings = {says: _heading(parts, words, says=says) for says in (True, False)}
    listing = [(headings[part.says], part.fact) for part in shown]
    turns = components.turn(page, pages, lambda target: WhoPage(entity=speaker.key, page=target), words)
    items = [*displays(head), Separator(), *grouped(listing, room(head), words), *components.row(turns)]
    return framed(items)


def who_near(typed: str, near: Sequence[Speaker], words: Texts) -> LayoutView:
    """Show the entities that a name may mean, each with a button."""
    title = f"## {words.who_near.format(typed=fit(typed, _TYPED, line))}"
    row = [components.open_part(speaker.name, WhoPage(entity=speaker.key)) for speaker in near]
    return framed([*displays([title]), *components.row(row)])


def _heading(parts: Sequence[Appearance], words: Texts, *, says: bool) -> str:
    number = sum(part.says is says for part in parts)
    return f"**{words.who_says if says else words.who_named}** · {words.count(number, words.fact)}"


def comparison(dispute: Dispute, knowledge: Knowledge, words: Texts, page: int = 0) -> LayoutView:
    """Show a claim and one of the facts that dispute it, each in its own frame; `page` numbers those facts from 0."""
    page, pages, (other,) = page_of(dispute.against, page, 1)
    view = LayoutView(timeout=None)
    view.add_item(_side(words.compare_claim, dispute.claim, knowledge, words))
    title = words.against if pages == 1 else f"{words.against} · {page + 1}/{pages}"
    view.add_item(_side(title, other, knowledge, words))
    turns = components.turn(page, pages, lambda target: Compare(fact=dispute.claim.id, page=target), words)
    row = [*turns, components.open_part(words.compare_all_button, DisputesPage())]
    view.add_item(ActionRow[Any](*row))
    return view


def disputed(found: Sequence[Dispute], words: Texts, page: int = 0, note: str = "") -> LayoutView:
    """Show a page of all disputed claims, with a menu to open one; `note` comes first and says why they are shown."""
    page, pages, part = page_of(found, page, _DISPUTES_ON_PAGE)
    head = [*([fit(note, _NOTE, line)] if note else []), f"## {words.compare}"]
    if not found:
        return framed(displays([*head, words.compare_none]))
    head += page_line(page, pages, words, words.count(len(found), words.dispute))
    written = fill([entry(dispute.claim, words) for dispute in part], room(head))
    turns = components.turn(page, pages, lambda target: DisputesPage(page=target), words)
    items = [*displays(head), Separator(), *displays(written), _menu(part, words), *components.row(turns)]
    return framed(items)


def _side(title: str, fact: Fact, knowledge: Knowledge, words: Texts) -> Container[Any]:
    """Return one side of the comparison, with its first quote, in half of the characters of a layout."""
    statement = f"### {fit(phrases.statement(fact, words), _STATEMENT, line)}"
    head = [f"-# {title}", statement, short_line(fact, words)]
    space = LAYOUT_TEXT // 2 - sum(map(len, head))
    quotes = [
        quoted(quote, knowledge.sources[quote.source], words, said=fact.attribution)(space) for quote in fact.quotes[:1]
    ]
    opened = components.in_context(fact, words) if fact.quotes else components.show(fact, words)
    items = [*map(TextDisplay[Any], [*head, *quotes]), *components.row([opened])]
    return Container(*items, accent_colour=components.STANDING[fact.standing])


def _menu(part: Sequence[Dispute], words: Texts) -> ActionRow[Any]:
    options = [
        SelectOption(label=label(phrases.statement(claim, words), SELECT_LABEL) or claim.id, value=claim.id)
        for claim in (dispute.claim for dispute in part)
    ]
    return ActionRow(Select(custom_id=DisputeSelect().encode(), placeholder=words.compare_pick, options=options))


def overview(knowledge: Knowledge, words: Texts) -> LayoutView:
    """Show the story in short: the dates, the sources, and the most important fact of each of the first ten topics."""
    found = highlights(knowledge)
    shown, more = found[:_HIGHLIGHTS], len(knowledge.covered_topics()) - len(found[:_HIGHLIGHTS])
    head = [f"## {words.overview}", _stories(knowledge, words), f"-# {phrases.extent(knowledge, words)}"]
    rest = f"-# {words.overview_more.format(topics=words.count(more, words.topic))}" if more else ""
    written = fill([_highlight(each, words) for each in shown], room([*head, rest, words.no_facts]))
    items = [listed(each.fact, text, words) for each, text in zip(shown, written, strict=True)]
    dated = bool(knowledge.dated())
    buttons = [
        components.open_part(words.topics, TopicsPage()),
        *([components.open_part(words.timeline, TimelinePage(first=None, last=None))] if dated else []),
        components.open_part(words.sources, SourcesPage()),
    ]
    below = displays([rest] if shown else [words.no_facts])
    return framed([*displays(head), Separator(), *items, *below, *components.row(buttons)])


def _stories(knowledge: Knowledge, words: Texts) -> str:
    """Return the first sources on a line each, by title, publisher and day of publication."""
    named = list(knowledge.sources.values())[:_SOURCES_NAMED]
    more = len(knowledge.sources) - len(named)
    return "\n".join(
        [
            *(_story(each, words) for each in named),
            *([f"-# {words.and_more.format(count=words.number(more))}"] if more else []),
        ]
    )


def _story(source: Source, words: Texts) -> str:
    published = phrases.published(source, words)
    title = fit(source.title, _TITLE - len(published) - len(phrases.BETWEEN), line)
    return phrases.BETWEEN.join(filter(None, (f"**{title}**", fit(source.publisher, _PUBLISHER, line), published)))


def _highlight(shown: Highlight, words: Texts) -> Piece:
    title = f"**{fit(phrases.topic_title(shown.topic, words), _TITLE // 2, line)}**\n"
    write = entry(shown.fact, words)
    return lambda space: title + write(space - len(title))


def related(fact: Fact, knowledge: Knowledge, words: Texts, ranked: Sequence[str] = ()) -> LayoutView:
    """Show related facts: those that its curator named, those that dispute it, `ranked` ids, those of its topics."""
    near = _near(fact, knowledge, ranked)[:_RELATED]
    head = [f"## {words.related}", fit(phrases.statement(fact, words), LAYOUT_TEXT // 4, line)]
    if not near:
        head.append(words.nothing_related)
    return framed([*displays(head), Separator(), *entries(near, room(head), words)], components.STANDING[fact.standing])


def topics(knowledge: Knowledge, words: Texts, page: int = 0) -> LayoutView:
    """Show a page of the topics that have facts, with a menu to open one."""
    page, pages, part = page_of(knowledge.covered_topics(), page, SELECT_OPTIONS)
    head = [f"## {words.topics}", *([] if part else [words.no_topics]), *page_line(page, pages, words)]
    lines = topic_lines(part, knowledge, room(head), words)
    turns = components.turn(page, pages, lambda target: TopicsPage(page=target), words)
    menu = components.topic_menu(part, knowledge.fact_counts(), words)
    return framed([*displays([*head, lines]), *menu, *components.row(turns)])


def topic(knowledge: Knowledge, topic_id: str, words: Texts, page: int = 0) -> LayoutView:
    """Show a page of a topic's facts; a page past the last shows the last. Raises KeyError for an unknown topic."""
    shown = knowledge.topics[topic_id]
    facts = knowledge.facts_of([topic_id])
    page, pages, part = page_of(facts, page, _FACTS_ON_PAGE)
    title, description = phrases.topic_title(shown, words), phrases.topic_description(shown, words)
    head = [f"## {fit(title, _TITLE, line)}", fit(description, 2 * _TITLE, line)]
    head += page_line(page, pages, words, words.count(len(facts), words.fact)) if facts else [words.no_facts]
    items = [*displays(head), Separator(), *entries(part, room(head), words)]
    turns = components.turn(page, pages, lambda target: TopicPage(topic=topic_id, page=target), words)
    menu = components.topic_menu(knowledge.covered_topics(), knowledge.fact_counts(), words)
    return framed([*items, *components.row(turns), *menu])


def sources(coverage: Sequence[SourceCoverage], words: Texts, page: int = 0) -> LayoutView:
    """Show a page of the sources: title, publisher, coverage, and how many facts quote it."""
    page, pages, part = page_of(coverage, page, _SOURCES_ON_PAGE)
    counted = words.count(len(coverage), words.source)
    head = [f"## {words.sources}", *page_line(page, pages, words, counted)]
    items: list[Item[Any]] = displays(head)
    for cover, text in zip(part, fill([_source(each, words) for each in part], room(head)), strict=True):
        items += [Separator(), *displays([text]), *components.row(components.link(cover.source, words))]
    turns = components.turn(page, pages, lambda target: SourcesPage(page=target), words)
    return framed([*items, *components.row(turns)])


def topic_lines(shown: Sequence[Topic], knowledge: Knowledge, space: int, words: Texts) -> str:
    """Return the topics as a list of at most `space` characters; after 40 topics, only the number of the rest."""
    counts = knowledge.fact_counts()
    listing, rest = shown[:_TOPICS_LISTED], len(shown) - _TOPICS_LISTED
    more = [f"-# {words.and_more.format(count=words.number(rest))}"] if rest > 0 else []
    pieces = [_topic(topic, counts, words) for topic in listing]
    return "\n".join([*fill(pieces, space - sum(map(len, more)) - len(listing)), *more])


def _near(fact: Fact, knowledge: Knowledge, ranked: Sequence[str]) -> list[Fact]:
    first = [*fact.related, *knowledge.disputing.get(fact.id, ()), *ranked, fact.id]
    same_topic = knowledge.facts_of(fact.topics)[: len(first) + _RELATED]
    ids = dict.fromkeys([*first, *(other.id for other in same_topic)])
    return [other for other in knowledge.present(ids) if other.id != fact.id]


def _topic(topic: Topic, counts: Mapping[str, int], words: Texts) -> Piece:
    def write(room: int) -> str:
        number = f" · {words.count(counts[topic.id], words.fact)}"
        title = f"**{fit(phrases.topic_title(topic, words), min(room - len(number) - 4, _TITLE), line)}**"
        left = room - len(title) - len(number) - len("\n-# ")
        description = phrases.topic_description(topic, words)
        return f"{title}{number}" + (f"\n-# {fit(description, left, line)}" if description and left > 0 else "")

    return write


def _source(cover: SourceCoverage, words: Texts) -> Piece:
    source = cover.source
    quoted = words.source_quoted.format(facts=words.count(cover.facts, words.fact))
    state = f"-# {_share(cover, words)} · {quoted} · {words.source_hash.format(sha256=short(source.sha256))}"
    origin = phrases.origin(source, words, authors=partial(fit, limit=_AUTHORS, written=line))
    named = "\n".join(filter(None, (fit(source.publisher, _PUBLISHER, line), origin)))

    def write(room: int) -> str:
        left = room - len(named) - len(state) - 6
        title = f"**{fit(source.title, min(left, 2 * _TITLE), line)}**"
        text = f"{title}\n{named}\n{state}"
        dates = fit(source.dates, room - len(text) - 4, line)
        return f"{text}\n-# {dates}" if dates else text

    return write


def _share(cover: SourceCoverage, words: Texts) -> str:
    counted = words.count(len(cover.quoted) + len(cover.bare), words.sentence)
    return words.source_coverage.format(share=words.percent(cover.share), sentences=counted)
