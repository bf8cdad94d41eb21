"""What the bot keeps, told to whoever asks."""

from __future__ import annotations

from discord.ui import LayoutView

from bot.render import colours
from bot.render.frame import displays, framed
from bot.texts import Texts


def privacy(keep_days: int, words: Texts) -> LayoutView:
    """What is kept and for how long; `keep_days` is 0 where no questions are."""
    days = words.count(keep_days, words.whole_day)
    kept = (words.privacy_kept.format(days=days), words.privacy_not_kept, words.privacy_votes)
    told = kept if keep_days else (words.privacy_off,)
    return framed(displays([f"## {words.privacy}", *told, words.privacy_others]), colours.NEUTRAL)
