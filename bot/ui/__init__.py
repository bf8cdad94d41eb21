"""Functions that turn values into Discord layouts within Discord's limits. No I/O; buttons survive a restart."""

from __future__ import annotations

from bot.ui.admin import unanswered, voted
from bot.ui.briefing import (
    Briefing,
    ScheduleStatus,
    briefing,
    edition_facts,
    opening_view,
    pause_message,
    preview,
    scheduled,
    schedules,
    stopped,
)
from bot.ui.browse import comparison, disputed, overview, related, sources, topic, topics, who, who_near
from bot.ui.citation import citation
from bot.ui.components import mark_vote
from bot.ui.factcheck import checked_message
from bot.ui.facts import asked_on, declined, fact, in_context, outcome, shared, shared_unknown
from bot.ui.fitting import CHOICES, choice
from bot.ui.reload import broken_run, dry_run, dry_run_page, loaded, nothing_changed, reload_progress
from bot.ui.settings import settings_panel
from bot.ui.system import failed, help_page, notice, privacy, refused, short_help
from bot.ui.timeline import has_picture, row_label, timeline

__all__ = [
    "CHOICES",
    "Briefing",
    "ScheduleStatus",
    "asked_on",
    "briefing",
    "broken_run",
    "checked_message",
    "choice",
    "citation",
    "comparison",
    "declined",
    "disputed",
    "dry_run",
    "dry_run_page",
    "edition_facts",
    "fact",
    "failed",
    "has_picture",
    "help_page",
    "in_context",
    "loaded",
    "mark_vote",
    "nothing_changed",
    "notice",
    "opening_view",
    "outcome",
    "overview",
    "pause_message",
    "preview",
    "privacy",
    "refused",
    "related",
    "reload_progress",
    "row_label",
    "scheduled",
    "schedules",
    "settings_panel",
    "shared",
    "shared_unknown",
    "short_help",
    "sources",
    "stopped",
    "timeline",
    "topic",
    "topics",
    "unanswered",
    "voted",
    "who",
    "who_near",
]
