"""Values to Discord layouts, within all of Discord's limits. No I/O; every layout lives on after a restart."""

from __future__ import annotations

from bot.render.answers import abstention, answer, declined, fact, not_in_source, outcome, shared, suggestion
from bot.render.browsing import related, sources, topic, topics
from bot.render.context import in_context
from bot.render.disputes import comparison, disputed
from bot.render.dry_run_pages import dry_run_page
from bot.render.edition_pages import edition_facts
from bot.render.editions import Briefing, briefing, preview
from bot.render.escape import clean, escape
from bot.render.gaps import gaps, voted
from bot.render.help import help_page
from bot.render.limits import CHOICES, choice
from bot.render.notices import failed, refused, told
from bot.render.people import who, who_near
from bot.render.periods import period
from bot.render.privacy import privacy
from bot.render.reloads import broken_run, dry_run, loaded
from bot.render.schedules import Plan, Standing, pause_message, permissions, scheduled, schedules, stopped
from bot.render.support import support
from bot.render.timeline import has_picture, timeline

__all__ = [
    "CHOICES",
    "Briefing",
    "Plan",
    "Standing",
    "abstention",
    "answer",
    "briefing",
    "broken_run",
    "choice",
    "clean",
    "comparison",
    "declined",
    "disputed",
    "dry_run",
    "dry_run_page",
    "edition_facts",
    "escape",
    "fact",
    "failed",
    "gaps",
    "has_picture",
    "help_page",
    "in_context",
    "loaded",
    "not_in_source",
    "outcome",
    "pause_message",
    "period",
    "permissions",
    "preview",
    "privacy",
    "refused",
    "related",
    "scheduled",
    "schedules",
    "shared",
    "sources",
    "stopped",
    "suggestion",
    "support",
    "timeline",
    "told",
    "topic",
    "topics",
    "voted",
    "who",
    "who_near",
]
