"""Sentences that stand alone: a request declined, a defect, something that is gone."""

from __future__ import annotations

from typing import Final

from discord.ui import LayoutView

from bot.render import colours
from bot.render.escape import escape, line
from bot.render.frame import displays, framed
from bot.render.limits import fit
from bot.texts import Texts

_SENTENCE: Final = 1000
_ID: Final = 40


def refused(text: str, words: Texts) -> LayoutView:
    """The sentence that declines a request."""
    return framed(displays([fit(text, _SENTENCE, escape) or words.refused]), colours.NEUTRAL)


def told(text: str) -> LayoutView:
    """A sentence of the interface's own that says what was done."""
    return framed(displays([text]), colours.NEUTRAL)


def failed(error_id: str, words: Texts) -> LayoutView:
    """A defect: the id stands in the log with the traceback."""
    return framed(displays([words.failed.format(error_id=f"**{fit(error_id, _ID, line)}**")]), colours.PROBLEM)
