"""The catalogue: every text of the interface, and how a language writes dates and numbers."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.core.factbase.diff import AnswerChange
from bot.core.factcheck import Unchecked
from bot.core.knowledge.model import Standing
from bot.core.text.dates import AmbiguousDate
from bot.errors import Counted, MonthOf, PermissionNames, RefusalValue, RefusedError
from bot.i18n.edits import EditTexts


class NounForms(NamedTuple):
    """A noun after the number 1, and after any other number."""

    one: str
    many: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionWords:
    """The name and the description of an option of a command."""

    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandWords:
    """The name and the description of a command or a group; its options by the names of their parameters.

    `choices` has what its options offer to choose from, by their values. A command in a message's menu (`menu`) has no
    description on Discord, and its name may have spaces and capitals.
    """

    name: str
    description: str
    options: Mapping[str, OptionWords] = field(default_factory=dict)
    menu: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The texts of one language, by its code.

    The names in `{…}` are the same in all languages; the caller fills them in. `attributions` has attributions that
    many bases use and that name nobody, by their English wording in small letters. `commands` has the English names as
    keys, such as "admin status". `date_format` uses `{day}`, `{month}` and `{year}`. Numbers from `thousands_from` on
    have a `thousands_separator`.
    """

    language: str
    months: tuple[str, ...]
    date_format: str
    thousands_separator: str
    thousands_from: int
    percent_format: str
    quotation: str

    standing: Mapping[Standing, str]
    standing_meaning: Mapping[Standing, str]
    derived_date: str
    translated: str
    said_by: Mapping[Standing, str]
    attributions: Mapping[str, str]
    disputed_by: str
    disputed_by_others: str

    fact: NounForms
    unknown: NounForms
    source: NounForms
    topic: NounForms
    quote: NounForms
    sentence: NounForms
    problem: NounForms
    name: NounForms
    golden_question: NounForms
    other_place: NounForms
    todo: NounForms

    draft: str
    draft_unconfirmed: str
    draft_todos: str
    fact_todos: str

    asked: str
    read_as: str
    against: str
    more_against: str
    more_quotes: str

    not_in_source: str
    nearest: str
    nearest_others: str
    suggestion: str
    suggestion_note: str
    suggestion_none_button: str
    suggestion_none: str
    suggestion_none_noted: str
    suggestion_none_unnoted: str
    abstention: str
    abstention_topics: str
    abstention_empty: str

    context: str
    context_place: str
    context_quote: str
    context_file: str
    context_base: str
    context_proven: str
    context_proven_beside: str
    context_other_text: str
    context_missing: str
    context_elsewhere: str
    context_repeated: str
    passage_button: str
    paragraph: str

    related: str
    related_button: str
    nothing_related: str
    overview: str
    overview_more: str
    topics: str
    no_topics: str
    topic_choice: str
    no_facts: str
    page: str
    sources: str
    source_coverage: str
    source_hash: str
    source_quoted: str
    source_authors: str
    source_published: str
    source_retrieved: str
    source_changed: str
    quote_changed: str
    month_format: str
    timeline: str
    timeline_range: str
    timeline_continued: str
    timeline_undated: str
    timeline_none: str
    timeline_no_dates: str
    timeline_none_read: str
    date_invalid: str
    date_read: str
    range_reversed: str
    picture_light: str
    picture_dark: str
    picture_alt: str
    picture_symbol: str
    picture_limited: str
    who_says: str
    who_named: str
    who_none: str
    who_unknown: str
    who_near: str
    who_other: str
    entity_gone: str
    compare: str
    compare_claim: str
    compare_pick: str
    compare_none: str
    compare_undisputed: str
    compare_unmatched: str
    compare_all_button: str
    dispute: NounForms
    correction: NounForms
    posted_message: NounForms
    paraphrase: NounForms
    dispute_gone: str
    may_not_share: str

    briefing: str
    briefing_late: str
    briefing_empty: str
    briefing_button: str
    briefing_new: str
    briefing_changed: str
    briefing_nothing_new: str
    briefing_cut: str
    briefing_against: str
    briefing_against_by: str
    briefing_disputes: str
    briefing_disputes_by: str
    edition_facts: str
    edition_facts_button: str
    edition_pick: str
    edition_gone: str
    edition_complete: str
    ask_button: str
    question_form: str
    question_label: str
    question_hint: str
    question_form_late: str
    schedules: str
    no_schedules: str
    scheduled: str
    schedule_days: Mapping[str, str]
    schedule_at: str
    schedule_short: str
    schedule_thread: str
    schedule_role: str
    schedule_only_new: str
    schedule_role_gone: str
    replaced: str
    next_edition: str
    edition_sent: str
    schedule_by: str
    schedule_config: str
    schedule_unreadable: str
    schedule_fixed_zone: str
    last_edition: str
    not_sent_yet: str
    paused: str
    paused_message: str
    obstacle_gone: str
    obstacle_missing: str
    obstacle_locked: str
    obstacle_refused: str
    obstacle_tag: str
    stopped: str
    not_scheduled: str
    preview_note: str
    preview_thread: str
    preview_post: str
    preview_skipped: str
    not_a_manager: str
    only_in_server: str
    time_invalid: str
    zone_unknown: str
    zone_near: str
    zone_fixed: str
    zone_fixed_near: str
    facts_limits: str
    channel_foreign: str
    channel_kind: str
    thread_in_thread: str
    forum_tag: str
    role_everyone: str
    role_not_yours: str
    bot_lacks: str
    permission: Mapping[str, str]

    no_changes: str
    served: str
    added: str
    changed: str
    removed: str
    old: str
    new: str
    changed_fields: str
    other_changes: str
    vocabulary: str
    and_more: str
    dry_run: str
    dry_rollback: str
    would_serve: str
    kind_added: str
    kind_changed: str
    kind_removed: str
    calibration: str
    golden_changed: str
    golden_line: str
    asked_line: str
    asked_unread: str
    load_button: str
    cancel_button: str
    overview_button: str
    corrections_line: str
    corrections_unread: str
    corrections_button: str
    correction_shown_in: str
    correction_not_shown: str
    correction_wording: str
    wording_menu: str
    all_wording_button: str
    no_wording_button: str
    corrections_begin: str
    facts_button: str
    golden_button: str
    asked_button: str
    golden_wrong: str
    golden_still_wrong: str
    expected: str
    outcome_fact: str
    outcome_unknown: str
    outcome_not_in_source: str
    outcome_suggestion: str
    outcome_abstention: str
    not_loadable: str
    in_fact: str
    loaded: str
    loaded_unrecorded: str
    rolled_back: str
    nothing_changed: str
    not_loaded: str
    dry_run_gone: str
    dry_run_overtaken: str
    files_changed: str
    no_such_revision: str
    revision_damaged: str
    status: str
    status_serves: str
    status_since: str
    status_rolled_back: str
    disk_same: str
    disk_other: str
    disk_other_files: str
    disk_broken: str
    calibrated: str
    calibrated_earlier: str
    not_calibrated: str
    database_broken: str
    database_works: str
    heartbeat_at: str
    no_heartbeat: str
    gateway_latency: str
    gateway_unmeasured: str
    server: NounForms
    shard: NounForms
    status_edits: str
    status_edits_none: str
    status_edits_done: str
    status_edits_pending: str
    status_edits_skipped: str
    skip_reasons: Mapping[str, str]
    status_version: str
    status_running: str
    status_memory: str
    processes: str
    process_shards: str
    process_behind: str
    process_silent: str
    process_not_connected: str
    history: str
    history_none: str
    history_served: str
    load_by: str
    load_unrecorded: str
    replayed: Mapping[AnswerChange, str]
    load_how: Mapping[str, str]
    problems_note: str

    refused: str
    failed: str
    fact_gone: str
    base_broken: str
    base_needed: str
    base_not_yours: str
    base_unavailable: str
    status_base: str
    status_bases: str
    status_bases_broken: str
    base_loading: str
    base_unknown: str
    base_changed: str
    corrections: str
    corrections_none: str
    corrections_more: str
    corrected_on: str
    corrected_back: str
    retired_on: str
    restored_on: str
    retired_unexplained: str
    quote_removed: str
    corrected_since: str
    reworded_since: str
    said_then: str
    topic_gone: str
    foreign_button: str
    stale_command: str
    restarting: str
    no_such_fact: str
    may_not_write: str
    not_an_admin: str
    reload_runs: str
    reload_progress: str
    reload_steps: Mapping[str, str]

    prompt: str
    prompt_help: str
    prompt_examples: str
    not_listed: str
    question_missing: str
    question_twice: str

    show_button: str
    share_button: str
    shared_by: str
    shared_asked: str
    remove_button: str
    cite: str
    cite_button: str
    cite_plain: str
    cite_markdown: str
    cite_checked: str
    may_not_remove: str
    previous_button: str
    next_button: str
    open_button: str

    question: NounForms
    request: NounForms
    question_group: NounForms
    second: NounForms
    day: NounForms

    vote_up_button: str
    vote_down_button: str
    vote_cast: str
    vote_thanks: str
    vote_gone: str
    vote_unsure: str
    comment_form: str
    comment_label: str
    comment_hint: str
    comment_thanks: str

    shared_button: str
    shared_already: str
    rate_limited: str

    help: str
    help_examples: str
    help_own_words: str
    help_mentions: str
    help_outcomes: str
    help_answer: str
    help_not_in_source: str
    help_not_in_source_example: str
    help_suggestion: str
    help_abstention: str
    help_desk: str
    help_commands: str
    help_factcheck: str
    ask_by_mention: str
    ask_directly: str
    ask_examples: str
    ask_more: str

    factcheck: str
    factcheck_note: str
    factcheck_empty: str
    factcheck_counted: Mapping[str, NounForms]
    factcheck_supported: str
    factcheck_stated: str
    factcheck_claimed: str
    factcheck_disputed: str
    factcheck_against: str
    factcheck_contradicted: str
    factcheck_related: str
    factcheck_differing: str
    factcheck_unsaid: str
    factcheck_qualified: str
    factcheck_roles: str
    factcheck_open: str
    factcheck_differs: str
    factcheck_denies: str
    factcheck_denied: str
    factcheck_not_covered: str
    factcheck_unchecked: Mapping[Unchecked, str]
    factcheck_in_menu: str
    factcheck_more: str
    factcheck_unread: str
    factcheck_pick: str
    factcheck_missing: str
    factcheck_twice: str

    privacy: str
    privacy_kept: str
    privacy_not_kept: str
    privacy_votes: str
    privacy_shares: str
    privacy_posted: str
    privacy_messages: str
    privacy_others: str
    privacy_desk: str
    privacy_forget: str
    privacy_off: str

    unanswered: str
    unanswered_none: str
    unanswered_off: str
    unanswered_latest: str
    unanswered_button: str
    unanswered_also: str
    unanswered_last: str
    unanswered_nearest: str
    unanswered_outcomes: Mapping[str, NounForms]
    export_button: str
    exported: str
    exported_part: str
    voted: str
    voted_none: str
    voted_button: str
    vote_counts: str
    admins_only: str
    database_unreadable: str

    settings: str
    settings_base: str
    settings_base_note: str
    settings_language: str
    settings_language_note: str
    settings_as_server: str
    settings_mentions: str
    settings_mentions_note: str
    settings_off: str
    settings_scopes: Mapping[str, str]
    settings_channels: str
    settings_briefings: str
    settings_briefings_note: str
    settings_no_briefings: str

    forgotten: str
    forgotten_nothing: str
    forgotten_note: str
    forgotten_failed: str
    wish: NounForms
    vote: NounForms
    follow_button: str
    followed: str
    followed_note: str
    follow_paces: Mapping[str, str]
    follow_pace: str
    follow_list: str
    follow_list_none: str
    follow_closed: str
    follow_again_button: str
    follow_stop_button: str
    follow_stop_all_button: str
    follow_stop_pick: str
    follow_stopped: str
    follow_stopped_all: str
    follow_not: str
    follow_news: str
    follow_kinds: Mapping[str, str]
    follow_before: str
    follow_more: str
    follow_limit: str
    follow_unknown: str
    privacy_follow: str
    followed_topic: NounForms
    desk_ask_button: str
    desk_card: str
    desk_states: Mapping[str, str]
    desk_asked: str
    desk_first_asked: str
    desk_decided_by: str
    desk_said: str
    desk_outcomes: Mapping[str, str]
    desk_nearest: str
    desk_no_facts: str
    desk_answer: str
    desk_reason: str
    desk_dismiss_button: str
    desk_dismiss: str
    desk_dismiss_label: str
    desk_dismiss_hint: str
    desk_dismissed: str
    desk_sent: str
    desk_sent_note: str
    desk_joined: str
    desk_asked_already: str
    desk_tell_note: str
    desk_tell_button: str
    desk_tell_here_button: str
    desk_tell_noted: str
    desk_tell_here_noted: str
    desk_told_answered: str
    desk_told_unknown: str
    desk_told_dismissed: str
    desk_told_why: str
    desk_told_button: str
    desk_told_topics_button: str
    desk_set: str
    desk_stopped: str
    desk_none: str
    desk_status: str
    desk_status_channel: str
    desk_status_curators: str
    desk_status_no_curators: str
    desk_curators_added: str
    desk_curators_removed: str
    desk_off: str
    desk_missing: str
    desk_question_gone: str
    desk_question_decided: str
    desk_limited: str
    desk_full: str
    desk_unreachable: str
    desk_late: str
    desk_vote_first: str
    desk_channel_gone: str
    desk_everyone: str
    edits: EditTexts
    warning: NounForms
    text_line: NounForms
    edit_gone: str
    edit_elsewhere: str
    edit_undone: str
    entry_gone: str
    not_a_curator: str
    time: NounForms
    once: str
    minute: NounForms

    commands: Mapping[str, CommandWords]

    def date(self, day: dt.date) -> str:
        """Return a date, such as 5 October 2025."""
        return self.date_format.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def month(self, day: dt.date) -> str:
        """Return the month of a date, such as October 2025."""
        return self.month_format.format(month=self.months[day.month - 1], year=day.year)

    def no_date(self, typed: str, example: dt.date) -> str:
        """Return the sentence that `typed` is not a date, with `example` written in the ways that the bot reads."""
        return self.date_invalid.format(
            typed=typed,
            day=self.date(example),
            iso=example.isoformat(),
            month=self.month(example),
            year=example.year,
        )

    def date_reading(self, typed: str, date: AmbiguousDate) -> str:
        """Return how `typed` was read, and how to write the other day that it could be."""
        return self.date_read.format(
            typed=typed, day=self.date(date.read), other=self.date(date.other), iso=date.other.isoformat()
        )

    def number(self, number: int) -> str:
        """Return a whole number, with separated thousands if the language separates them in a number of this size."""
        return f"{number:,}".replace(",", self.thousands_separator) if number >= self.thousands_from else str(number)

    def count(self, number: int, noun: NounForms) -> str:
        """Return a number with its noun, singular or plural."""
        return f"{self.number(number)} {noun.one if number == 1 else noun.many}"

    def percent(self, share: float) -> str:
        """Return a share (0 to 1) in percent, rounded down, so that only the whole is 100."""
        return self.percent_format.format(percent=math.floor(share * 100))

    def refusal(self, error: RefusedError) -> str:
        """Return the sentence that tells a user why a request was declined."""
        template: str = getattr(self, error.key)
        return template.format(**{name: self._written(value) for name, value in error.values.items()})

    def _written(self, value: RefusalValue) -> str:
        match value:
            case Counted(number=number, noun=noun):
                return self.count(number, getattr(self, noun))
            case MonthOf(day=day):
                return self.month(day)
            case PermissionNames(names=names):
                return ", ".join(self.permission.get(name, name) for name in names)
            case dt.date():
                return self.date(value)
            case str() | int():
                return str(value)
