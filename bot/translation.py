"""The commands' names and descriptions in the languages of the catalogues, for Discord to show by the user's locale."""

from __future__ import annotations

from typing import Any, Final

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.i18n import ENGLISH, CommandWords, OptionWords, Texts, texts_for

_NAMES: Final = (Location.command_name, Location.group_name, Location.parameter_name)


class CatalogueTranslator(app_commands.Translator):
    """Finds words by the command and the parameter that they belong to; English is what is registered by itself."""

    async def translate(
        self,
        string: app_commands.locale_str,  # noqa: ARG002 - its place tells more than its words
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the words in the locale's language, None where these are the registered ones or there are none."""
        words = texts_for(str(locale))
        found = None if words is ENGLISH else _words_of(context.data, words)
        if found is None:
            return None
        return found.name if context.location in _NAMES else found.description


def _words_of(place: Any, words: Texts) -> CommandWords | OptionWords | None:  # noqa: ANN401 - many types in discord.py
    match place:
        case (
            app_commands.Command(qualified_name=name)
            | app_commands.Group(qualified_name=name)
            | app_commands.ContextMenu(qualified_name=name)
        ):
            return words.commands.get(name)
        case app_commands.Parameter(name=name, command=app_commands.Command(qualified_name=command)):
            known = words.commands.get(command)
            return known.options.get(name) if known else None
        case _:
            return None
