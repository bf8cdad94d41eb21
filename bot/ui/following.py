"""What followers of topics see: the message with news, the list of what they follow, and short confirmations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from discord import ButtonStyle, SelectOption
from discord.ui import ActionRow, Item, LayoutView, Section, Select, Separator, TextDisplay

from bot.core.factbase.news import NewsKind
from bot.core.knowledge.model import Knowledge
from bot.i18n import Texts, phrases
from bot.storage import Follow, FollowedNews, Follower
from bot.ui import components
from bot.ui.components import button, displays, framed, room
from bot.ui.custom_ids import FollowAgain, ShowFact, Unfollow, UnfollowAll, UnfollowPick, stamped
from bot.ui.facts import standing_line
from bot.ui.fitting import BUTTON_LABEL, SELECT_LABEL, SELECT_OPTIONS, Piece, fill, fit, label
from bot.ui.markdown import line

_FACTS: Final = 8  # facts in one message; each takes three components
_TOPICS: Final = 4  # topics with a button of their own beside the one that stops everything
_TITLE: Final = 110
_BEFORE: Final = 300
_CHANGES: Final = frozenset({NewsKind.CHANGED, NewsKind.CORRECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicNews:
    """News with the base that it is from."""

    news: FollowedNews
    knowledge: Knowledge


def follow_news(found: Sequence[TopicNews], words: Texts, *, notice: int) -> LayoutView:
    """Show what is new, and how to stop; `notice` is the number of the message."""
    shown, more = found[:_FACTS], len(found) - _FACTS
    head = [f"## {words.follow_news}"]
    foot = [f"-# {words.follow_more.format(facts=words.count(more, words.fact))}"] if more > 0 else []
    written = fill([_news(each, words) for each in shown], room([*head, *foot]))
    items: list[Item[Any]] = [*displays(head)]
    for each, text in zip(shown, written, strict=True):
        items.append(_entry(each, text, words))
    topics = {each.news.topic: topic_title(each.news.topic, each.knowledge, words) for each in found}
    stops = [
        button(label(words.follow_stop_button.format(topic=title), BUTTON_LABEL), Unfollow(notice=notice, topic=topic))
        for topic, title in list(topics.items())[:_TOPICS]
    ]
    stops.append(button(words.follow_stop_all_button, UnfollowAll(notice=notice)))
    return framed([*items, Separator(), *displays(foot), *components.row(stops)], components.NEAREST)


def followed(topics: Sequence[tuple[str, str]], follower: Follower, words: Texts) -> LayoutView:
    """Confirm that a user follows topics, each an id with its title."""
    names = ", ".join(fit(title, _TITLE, line) for _, title in topics)
    note = words.followed_note.format(pace=words.follow_paces[follower.pace], forget=words.commands["forget"].name)
    stops = [
        button(label(words.follow_stop_button.format(topic=title), BUTTON_LABEL), Unfollow(notice=0, topic=topic))
        for topic, title in topics[:_TOPICS]
    ]
    head = displays([words.followed.format(topics=f"**{names}**"), f"-# {note}"])
    return framed([*head, *components.row(stops)])


def follow_list(follows: Sequence[tuple[Follow, str]], follower: Follower | None, words: Texts) -> LayoutView:
    """Show what a user follows, each with its title, and a menu to stop; say so if messages are refused."""
    head = [f"## {words.follow_list}"]
    if not follows or follower is None:
        command = f"{words.commands['follow'].name} {words.commands['follow topic'].name}"
        return framed(displays([*head, words.follow_list_none.format(follow=command)]))
    listed = "\n".join(f"- {fit(title, _TITLE, line)}" for _, title in follows)
    pace = words.follow_pace.format(pace=words.follow_paces[follower.pace])
    items: list[Item[Any]] = displays([*head, listed, f"-# {pace}"])
    if follower.closed_at is not None:
        closed = words.follow_closed.format(day=words.date(follower.closed_at.date()), again=words.follow_again_button)
        items += displays([f"**{closed}**"])
        items += components.row([button(words.follow_again_button, FollowAgain(), ButtonStyle.primary)])
    titles = {follow.topic: title for follow, title in follows}
    options = [
        SelectOption(label=label(title, SELECT_LABEL) or topic, value=topic)
        for topic, title in list(titles.items())[:SELECT_OPTIONS]
    ]
    menu: Select[Any] = Select(
        custom_id=UnfollowPick().encode(),
        placeholder=words.follow_stop_pick,
        options=options,
        min_values=1,
        max_values=len(options),
    )
    items += [ActionRow(menu), *components.row([button(words.follow_stop_all_button, UnfollowAll(notice=0))])]
    return framed(items, components.PROBLEM if follower.closed_at is not None else components.NEUTRAL)


def unfollowed(titles: str, words: Texts, *, stopped: bool, left: bool) -> LayoutView:
    """Confirm that a user no longer follows topics; `left` says whether others are still followed."""
    said = words.follow_stopped.format(topics=f"**{fit(titles, _TITLE, line)}**") if left else words.follow_stopped_all
    return framed(displays([said if stopped else words.follow_not]))


def topic_title(topic: str, knowledge: Knowledge, words: Texts) -> str:
    """Return the title of a topic; its id if the base no longer has it."""
    return phrases.topic_title(knowledge.topics[topic], words) if topic in knowledge.topics else topic


def _news(found: TopicNews, words: Texts) -> Piece:
    """Write what happened to a fact: its statement, and what it said before if that differs."""
    news, fact = found.news, found.knowledge.facts.get(found.news.fact)
    kind = f"**{words.follow_kinds[news.kind]}** · {fit(topic_title(news.topic, found.knowledge, words), _TITLE, line)}"
    now = news.before if fact is None else phrases.statement(fact, words)
    changed = fact is not None and news.kind in _CHANGES and news.before not in {"", fact.statement}
    before = f"-# {words.follow_before.format(statement=fit(news.before, _BEFORE, line))}" if changed else ""
    said = f"-# {standing_line(fact, words)}" if fact is not None else ""
    retired = found.knowledge.retired.get(news.fact)
    why = f"-# {fit(retired.reason, _BEFORE, line)}" if retired is not None and retired.reason else ""
    tail = "".join(f"\n{text}" for text in (before, said, why) if text)

    def write(space: int) -> str:
        left = space - len(kind) - len(tail) - len("\n~~~~")
        statement = fit(now, left, line)
        return f"{kind}\n{statement if fact is not None else f'~~{statement}~~'}{tail}"

    return write


def _entry(found: TopicNews, text: str, words: Texts) -> Item[Any]:
    fact = found.knowledge.facts.get(found.news.fact)
    if fact is None:
        return TextDisplay(text)
    show = components.show(fact, words)
    show.custom_id = stamped(ShowFact(fact=fact.id).encode(), found.news.base)
    return Section(TextDisplay(text), accessory=show)
