"""Facts by relation and by topic, and the sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from discord.ui import Item, LayoutView, Separator

from bot.core.knowledge.coverage import Coverage, coverage
from bot.core.knowledge.model import Fact, Knowledge, Topic
from bot.custom_ids import SourcesPage, TopicPage, TopicsPage
from bot.render import buttons, colours
from bot.render.escape import line
from bot.render.frame import displays, framed, room
from bot.render.limits import LAYOUT_TEXT, SELECT_OPTIONS, Piece, fill, fit
from bot.render.passages import entries
from bot.texts import Texts

_RELATED: Final = 8
_FACTS_ON_PAGE: Final = 5
_SOURCES_ON_PAGE: Final = 5
_TITLE: Final = 210
_NAME: Final = 110
_LINES: Final = 40  # topics that are written out; the menus hold more
_HASH: Final = 12


def present(ids: Iterable[str], knowledge: Knowledge) -> list[Fact]:
    """The facts of the ids that the base holds; an id may stem from a base of before a reload."""
    return [knowledge.facts[key] for key in ids if key in knowledge.facts]


def related(fact: Fact, knowledge: Knowledge, words: Texts, ranked: Sequence[str] = ()) -> LayoutView:
    """Facts near to one fact: those that its curator named, those against it, `ranked` ids, those of its topics."""
    near = _near(fact, knowledge, ranked)[:_RELATED]
    head = [f"## {words.related}", fit(fact.statement, LAYOUT_TEXT // 4, line)]
    if not near:
        head.append(words.nothing_related)
    return framed([*displays(head), Separator(), *entries(near, room(head), words)], colours.STANDING[fact.standing])


def topics(knowledge: Knowledge, words: Texts, page: int = 0) -> LayoutView:
    """One page of the topics that hold facts, with a menu to open one."""
    page, pages, part = page_of(covered(knowledge), page, SELECT_OPTIONS)
    head = [f"## {words.topics}", *([] if part else [words.no_topics])]
    if pages > 1:
        head.append(f"-# {words.page.format(page=page + 1, pages=pages)}")
    lines = topic_lines(part, knowledge, room(head), words)
    turns = buttons.turn(page, pages, lambda target: TopicsPage(page=target), words)
    menus = buttons.topic_menus(part, fact_counts(knowledge), words)
    return framed([*displays([*head, lines]), *menus, *buttons.row(turns)], colours.NEUTRAL)


def topic(knowledge: Knowledge, topic_id: str, words: Texts, page: int = 0) -> LayoutView:
    """One page of a topic's facts; a page past the last shows the last. Raises KeyError for an unknown topic."""
    shown = knowledge.topics[topic_id]
    facts = [fact for fact in knowledge.facts.values() if topic_id in fact.topics]
    page, pages, part = page_of(facts, page, _FACTS_ON_PAGE)
    head = [f"## {fit(shown.title, _TITLE, line)}", fit(shown.description, 2 * _TITLE, line)]
    head.append(f"-# {page_line(words.count(len(facts), words.fact), page, pages, words)}" if facts else words.no_facts)
    items = [*displays(head), Separator(), *entries(part, room(head), words)]
    turns = buttons.turn(page, pages, lambda target: TopicPage(topic=topic_id, page=target), words)
    menus = buttons.topic_menus(covered(knowledge), fact_counts(knowledge), words)
    return framed([*items, *buttons.row(turns), *menus], colours.NEUTRAL)


def sources(knowledge: Knowledge, words: Texts, page: int = 0) -> LayoutView:
    """One page of the sources: what each is, its state, and how many facts quote it."""
    page, pages, part = page_of(tuple(knowledge.sources.values()), page, _SOURCES_ON_PAGE)
    head = [
        f"## {words.sources}",
        f"-# {page_line(words.count(len(knowledge.sources), words.source), page, pages, words)}",
    ]
    quoting = Counter(source for fact in knowledge.facts.values() for source in {quote.source for quote in fact.quotes})
    coverages = {cover.source.id: cover for cover in coverage(knowledge)}
    pieces = [_source(coverages[source.id], quoting[source.id], words) for source in part]
    items: list[Item[Any]] = displays(head)
    for source, text in zip(part, fill(pieces, room(head)), strict=True):
        items += [Separator(), *displays([text]), *buttons.row(buttons.link(source, words))]
    turns = buttons.turn(page, pages, lambda target: SourcesPage(page=target), words)
    return framed([*items, *buttons.row(turns)], colours.NEUTRAL)


def covered(knowledge: Knowledge) -> list[Topic]:
    """The topics that hold facts, in the order of the base."""
    counts = fact_counts(knowledge)
    return [topic for key, topic in knowledge.topics.items() if counts[key]]


def fact_counts(knowledge: Knowledge) -> Counter[str]:
    """Topic id -> number of its facts."""
    return Counter(topic for fact in knowledge.facts.values() for topic in fact.topics)


def topic_lines(shown: Sequence[Topic], knowledge: Knowledge, space: int, words: Texts) -> str:
    """The topics as a list within so many characters; beyond 40, the count of the rest."""
    counts = fact_counts(knowledge)
    listing, rest = shown[:_LINES], len(shown) - _LINES
    more = [f"-# {words.and_more.format(count=words.number(rest))}"] if rest > 0 else []
    pieces = [_topic(topic, counts, words) for topic in listing]
    return "\n".join([*fill(pieces, space - sum(map(len, more)) - len(listing)), *more])


def _near(fact: Fact, knowledge: Knowledge, ranked: Sequence[str]) -> list[Fact]:
    same_topic = (other.id for other in knowledge.facts.values() if set(other.topics) & set(fact.topics))
    ids = dict.fromkeys([*fact.related, *knowledge.disputing.get(fact.id, ()), *ranked, *same_topic])
    return [other for other in present(ids, knowledge) if other.id != fact.id]


def page_of(things: Sequence[Any], page: int, size: int) -> tuple[int, int, Any]:
    """The page, kept within what there is, the number of pages, and what stands on it; pages count from 0."""
    pages = max(1, -(-len(things) // size))
    page = min(max(page, 0), pages - 1)
    return page, pages, things[page * size : (page + 1) * size]


def page_line(counted: str, page: int, pages: int, words: Texts) -> str:
    """What was counted, with the page where there are several."""
    return counted if pages == 1 else f"{counted} · {words.page.format(page=page + 1, pages=pages)}"


def _topic(topic: Topic, counts: Mapping[str, int], words: Texts) -> Piece:
    def write(room: int) -> str:
        number = f" · {words.count(counts[topic.id], words.fact)}"
        title = f"**{fit(topic.title, min(room - len(number) - 4, _TITLE), line)}**"
        left = room - len(title) - len(number) - len("\n-# ")
        description = fit(topic.description, left, line) if topic.description and left > 0 else ""
        return f"{title}{number}" + (f"\n-# {description}" if description else "")

    return write


def _source(cover: Coverage, facts: int, words: Texts) -> Piece:
    source = cover.source
    quoted = words.quoted_by.format(facts=words.count(facts, words.fact))
    state = f"-# {_share(cover, words)} · {quoted} · {words.source_hash.format(sha256=source.sha256[:_HASH])}"
    publisher = fit(source.publisher, _NAME, line)

    def write(room: int) -> str:
        left = room - len(publisher) - len(state) - 6
        title = f"**{fit(source.title, min(left, 2 * _TITLE), line)}**"
        text = f"{title}\n{publisher}\n{state}"
        dates = fit(source.dates, room - len(text) - 4, line)
        return f"{text}\n-# {dates}" if dates else text

    return write


def _share(cover: Coverage, words: Texts) -> str:
    counted = words.count(len(cover.quoted) + len(cover.bare), words.sentence)
    return words.share_quoted.format(share=words.percent(cover.share), sentences=counted)
