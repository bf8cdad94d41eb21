"""The panel of a server's settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from discord import ChannelType, SelectDefaultValue, SelectDefaultValueType, SelectOption
from discord.ui import ActionRow, ChannelSelect, Item, LayoutView, Select, Separator

from bot.i18n import LANGUAGES, Texts, texts_for
from bot.storage import MentionScope, ServerSettings
from bot.ui.components import displays, framed
from bot.ui.custom_ids import SetLanguage, SetMentionChannels, SetMentions
from bot.ui.fitting import SELECT_OPTIONS

AS_SERVER: Final = "server"
"""The value of the option that leaves the language to the server."""

_CHANNELS: Final = (ChannelType.text, ChannelType.news, ChannelType.forum, ChannelType.voice, ChannelType.stage_voice)
_LISTED: Final = 20  # channels with a briefing that are named


def settings_panel(  # noqa: PLR0913 - what the panel shows
    settings: ServerSettings, words: Texts, *, base: str | None, locale: str, answered: bool, briefings: Sequence[int]
) -> LayoutView:
    """Show the settings of a server with menus to change them.

    `base` is the name of its base, None if there is only one. `locale` is the server's own language, `answered` whether
    the config lets the bot answer messages at all, and `briefings` are the channels that get one.
    """
    items = [
        *displays([f"## {words.settings}"]),
        *_base(base, words),
        *displays([f"**{words.settings_language}**\n-# {words.settings_language_note}"]),
        _languages(settings, words, locale),
        Separator(),
        *displays(
            [f"**{words.settings_mentions}**\n-# {words.settings_mentions_note if answered else words.settings_off}"]
        ),
        *(_mentions(settings, words) if answered else []),
        Separator(),
        *displays(
            [f"**{words.settings_briefings}** {_briefings(briefings, words)}\n-# {words.settings_briefings_note}"]
        ),
    ]
    return framed(items)


def _base(base: str | None, words: Texts) -> list[Item[Any]]:
    if base is None:
        return []
    return [*displays([f"**{words.settings_base}** `{base}`\n-# {words.settings_base_note}"]), Separator()]


def _languages(settings: ServerSettings, words: Texts, locale: str) -> ActionRow[Any]:
    own = next(name for code, name in LANGUAGES.items() if texts_for(code) is texts_for(locale))
    names = {AS_SERVER: words.settings_as_server.format(language=own), **LANGUAGES}
    chosen = settings.language or AS_SERVER
    options = [SelectOption(label=name, value=code, default=code == chosen) for code, name in names.items()]
    return ActionRow(Select(custom_id=SetLanguage().encode(), placeholder=words.settings_language, options=options))


def _mentions(settings: ServerSettings, words: Texts) -> list[Item[Any]]:
    options = [
        SelectOption(label=words.settings_scopes[scope], value=scope, default=scope is settings.mentions)
        for scope in MentionScope
    ]
    menu: Select[Any] = Select(custom_id=SetMentions().encode(), placeholder=words.settings_mentions, options=options)
    rows: list[Item[Any]] = [ActionRow(menu)]
    if settings.mentions in {MentionScope.ONLY, MentionScope.EXCEPT}:
        rows.append(ActionRow(_channels(settings, words)))
    return rows


def _channels(settings: ServerSettings, words: Texts) -> ChannelSelect[Any]:
    return ChannelSelect(
        custom_id=SetMentionChannels().encode(),
        channel_types=list(_CHANNELS),
        placeholder=words.settings_channels,
        min_values=0,
        max_values=SELECT_OPTIONS,
        default_values=[
            SelectDefaultValue(id=channel, type=SelectDefaultValueType.channel)
            for channel in sorted(settings.channels)[:SELECT_OPTIONS]
        ],
    )


def _briefings(channels: Sequence[int], words: Texts) -> str:
    if not channels:
        return words.settings_no_briefings
    more = len(channels) - _LISTED
    rest = [words.and_more.format(count=words.number(more))] if more > 0 else []
    return " ".join([*(f"<#{channel}>" for channel in channels[:_LISTED]), *rest])
