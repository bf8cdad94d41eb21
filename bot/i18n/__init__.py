"""All the words that the interface itself says. Statements and quotes are the curators' and the sources'."""

from __future__ import annotations

from bot.i18n.catalogue import CommandWords, NounForms, OptionWords, Texts
from bot.i18n.en import ENGLISH
from bot.i18n.es import SPANISH

__all__ = ["ENGLISH", "SPANISH", "CommandWords", "NounForms", "OptionWords", "Texts", "texts_for"]


def texts_for(locale: str) -> Texts:
    """Return the words for a locale as Discord names it, such as es-419; English where a language has no catalogue."""
    return SPANISH if locale.partition("-")[0] == "es" else ENGLISH
