"""The texts of the interface, in English and in Spanish. Quotes are never translated.

To add a text, write it in `en.Texts` and under the same name in `es.SpanishTexts`, or in `edits.EditTexts` and
`edits.SpanishEditTexts` if curators read it while they edit facts; a test says if one is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.i18n.catalogue import CommandWords, NounForms, OptionWords
from bot.i18n.en import ENGLISH, Texts
from bot.i18n.es import SPANISH

__all__ = [
    "CATALOGUES",
    "ENGLISH",
    "LANGUAGES",
    "SPANISH",
    "CommandWords",
    "NounForms",
    "OptionWords",
    "Texts",
    "texts_for",
]

CATALOGUES: Final = (ENGLISH, SPANISH)
"""The texts of all languages, the default first."""

LANGUAGES: Final[Mapping[str, str]] = MappingProxyType({"en": "English", "es": "Español"})
"""The code of each catalogue, which `texts_for` reads, and the name of its language in that language."""


def texts_for(locale: str) -> Texts:
    """Return the texts for a Discord locale such as es-419; English if there are none in its language."""
    return SPANISH if locale.partition("-")[0] == "es" else ENGLISH
