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
from bot.ui.corrections import (
    corrected_content,
    corrected_layout,
    corrections_page,
    deleted,
    edition_corrections,
    plain_facts,
    retired,
    shown_facts,
    since_note,
)
from bot.ui.desk import at_desk, desk_card, desk_status, dismiss_form, post_title, tell_noted, told
from bot.ui.factcheck import checked_message
from bot.ui.facts import asked_on, declined, fact, in_context, outcome, shared, shared_unknown
from bot.ui.fitting import CHOICES, choice
from bot.ui.following import follow_list, follow_news, followed, unfollowed
from bot.ui.reload import broken_run, corrections_on, dry_run, dry_run_page, loaded, nothing_changed, reload_progress
from bot.ui.settings import settings_panel
from bot.ui.system import failed, forgotten, help_page, notice, notice_with_desk, privacy, refused, short_help
from bot.ui.timeline import has_picture, row_label, timeline

__all__ = [
    "CHOICES",
    "Briefing",
    "ScheduleStatus",
    "asked_on",
    "at_desk",
    "briefing",
    "broken_run",
    "checked_message",
    "choice",
    "citation",
    "comparison",
    "corrected_content",
    "corrected_layout",
    "corrections_on",
    "corrections_page",
    "declined",
    "deleted",
    "desk_card",
    "desk_status",
    "dismiss_form",
    "disputed",
    "dry_run",
    "dry_run_page",
    "edition_corrections",
    "edition_facts",
    "fact",
    "failed",
    "follow_list",
    "follow_news",
    "followed",
    "forgotten",
    "has_picture",
    "help_page",
    "in_context",
    "loaded",
    "mark_vote",
    "nothing_changed",
    "notice",
    "notice_with_desk",
    "opening_view",
    "outcome",
    "overview",
    "pause_message",
    "plain_facts",
    "post_title",
    "preview",
    "privacy",
    "refused",
    "related",
    "reload_progress",
    "retired",
    "row_label",
    "scheduled",
    "schedules",
    "settings_panel",
    "shared",
    "shared_unknown",
    "short_help",
    "shown_facts",
    "since_note",
    "sources",
    "stopped",
    "tell_noted",
    "timeline",
    "told",
    "topic",
    "topics",
    "unanswered",
    "unfollowed",
    "voted",
    "who",
    "who_near",
]
