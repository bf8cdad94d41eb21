"""Values to Discord layouts, within all of Discord's limits. No I/O; every layout lives on after a restart."""

from __future__ import annotations

from bot.render.answers import abstention, answer, fact, not_in_source, outcome, shared, suggestion
from bot.render.browsing import related, sources, topic, topics
from bot.render.context import in_context
from bot.render.editions import Briefing, briefing
from bot.render.escape import clean, escape
from bot.render.limits import CHOICES, choice
from bot.render.notices import failed, refused
from bot.render.reloads import changes, problems

__all__ = [
    "CHOICES",
    "Briefing",
    "abstention",
    "answer",
    "briefing",
    "changes",
    "choice",
    "clean",
    "escape",
    "fact",
    "failed",
    "in_context",
    "not_in_source",
    "outcome",
    "problems",
    "refused",
    "related",
    "shared",
    "sources",
    "suggestion",
    "topic",
    "topics",
]
