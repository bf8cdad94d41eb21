"""The texts in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from bot.core.factbase.base import LoadStep
from bot.core.factbase.diff import AnswerChange
from bot.core.factcheck import Unchecked
from bot.core.knowledge.model import Standing
from bot.i18n.catalogue import Catalogue, CommandWords, NounForms, OptionWords
from bot.i18n.edits import EditTexts

_BASE: Final = OptionWords("base", "The base, if you are an admin of several")


class Texts(Catalogue):
    """All texts, in English. Another language is a subclass that replaces each of them.

    The names in `{…}` are the same in all languages; the caller fills them in. `attributions` has attributions that
    many bases use and that name nobody, by their English wording in small letters. `commands` has the English names as
    keys, such as "admin status".
    """

    __slots__ = ()

    language = "en"
    months = tuple("January February March April May June July August September October November December".split())
    date_format = "{day} {month} {year}"
    thousands_separator = ","
    thousands_from = 1_000
    percent_format = "{percent}%"
    quotation = "“{text}”"
    standing: ClassVar[Mapping[Standing, str]] = {
        Standing.DOCUMENTED: "Documented",
        Standing.REPORTED: "Reported",
        Standing.STATED: "Stated",
        Standing.CLAIMED: "Claimed",
        Standing.DISPUTED: "Disputed",
    }
    standing_meaning: ClassVar[Mapping[Standing, str]] = {
        Standing.DOCUMENTED: "The source points to a record or to data.",
        Standing.REPORTED: "The source's own reporting.",
        Standing.STATED: "Said on the record.",
        Standing.CLAIMED: "The source doubts it or cannot confirm it.",
        Standing.DISPUTED: "The source reports that others contradict it.",
    }
    translated = "translated statement"
    derived_date = "{date} (“{said}” in the quote)"
    said_by: ClassVar[Mapping[Standing, str]] = {
        Standing.DOCUMENTED: "{standing} by {who}",
        Standing.REPORTED: "{standing} by {who}",
        Standing.STATED: "{standing} by {who}",
        Standing.CLAIMED: "{standing} by {who}",
        Standing.DISPUTED: "{standing}, said by {who}",
    }
    attributions: ClassVar[Mapping[str, str]] = {
        "anonymous sources": "anonymous sources",
        "unnamed sources": "unnamed sources",
        "multiple unnamed sources": "multiple unnamed sources",
        "several unnamed sources": "several unnamed sources",
        "two unnamed sources": "two unnamed sources",
        "sources familiar with the matter": "sources familiar with the matter",
        "unnamed sources familiar with the matter": "unnamed sources familiar with the matter",
        "two unnamed sources familiar with the matter": "two unnamed sources familiar with the matter",
        "multiple unnamed sources familiar with the matter": "multiple unnamed sources familiar with the matter",
        "unnamed officials": "unnamed officials",
        "unnamed experts": "unnamed experts",
        "unnamed legal experts": "unnamed legal experts",
        "unnamed analysts": "unnamed analysts",
        "unnamed witnesses": "unnamed witnesses",
        "officials": "officials",
        "experts": "experts",
        "legal experts": "legal experts",
        "analysts": "analysts",
        "witnesses": "witnesses",
        "residents": "residents",
        "the police": "the police",
        "the government": "the government",
        "the army": "the army",
        "the author": "the author",
        "critics": "critics",
        "the us military": "the US military",
        "us officials": "US officials",
    }
    disputed_by = "disputed by {who} ›"
    disputed_by_others = "disputed by {who} and others ›"
    fact = NounForms("fact", "facts")
    unknown = NounForms("unknown", "unknowns")
    source = NounForms("source", "sources")
    topic = NounForms("topic", "topics")
    quote = NounForms("quote", "quotes")
    sentence = NounForms("sentence", "sentences")
    passage = NounForms("passage", "passages")
    problem = NounForms("problem", "problems")
    name = NounForms("name", "names")
    golden_question = NounForms("golden question", "golden questions")
    other_place = NounForms("other place", "other places")
    todo = NounForms("TODO", "TODOs")
    draft = "DRAFT"
    draft_unconfirmed = "not confirmed by a curator"
    draft_todos = "{todos} left: {groups}"
    fact_todos = "Not settled in this fact: {keys}"
    asked = "You asked: {question}"
    read_as = "Read as: {repairs}"
    against = "Disputed by"
    more_against = "{facts} not shown here. See Related."
    more_quotes = "{quotes} not shown here. See In context."
    not_in_source = "The source does not say."
    nearest = "Closest fact"
    nearest_others = "Also close"
    suggestion = "Did you mean one of these?"
    suggestion_note = "None of them is close enough to be the answer."
    suggestion_none_button = "None of these"
    suggestion_none = "Thanks for telling us."
    suggestion_none_noted = "The question is now on the list of unanswered questions, without anyone's name."
    suggestion_none_unnoted = (
        "The question could not be added to the unanswered questions. It may have expired, or the database is "
        "unavailable."
    )
    abstention = "No fact here answers that."
    abstention_topics = "Topics covered:"
    abstention_empty = "There are no facts yet."
    context = "In context"
    context_place = "Paragraph {number} of {total} · characters {start} to {end}"
    context_quote = "Quote {number} of {total}"
    context_file = "File {file}, SHA-256 {sha256}…"
    context_base = "Revision {revision}"
    context_proven = "Checked just now: the quote occurs exactly once, character for character."
    context_proven_beside = (
        "Checked just now: with the words around it, the quote occurs exactly once, character for character."
    )
    context_other_text = "Checked just now: **the text does not match the SHA-256 in the fact base.** It has {sha256}…"
    context_missing = "Checked just now: **the source does not contain this quote.**"
    context_elsewhere = (
        "Checked just now: **the quote is not where the fact base has it.** It is at characters {start} to {end}."
    )
    context_repeated = "Checked just now: **the source contains this quote {places} times,** so its place is uncertain."
    passage_button = "Open paragraph {number} in the source"
    paragraph = "paragraph {number}"
    related = "Related facts"
    related_button = "Related"
    nothing_related = "There are no related facts."
    overview = "The story in short"
    overview_more = "Not shown here: {topics}."
    topics = "Topics"
    no_topics = "There are no topics with facts yet."
    topic_choice = "Choose a topic"
    no_facts = "No facts here yet."
    page = "Page {page} of {pages}"
    sources = "Sources"
    source_coverage = "{share} of {sentences} quoted"
    source_hash = "SHA-256 {sha256}…"
    source_quoted = "quoted by {facts}"
    source_authors = "By {authors}"
    source_published = "published {date}"
    source_retrieved = "retrieved {date}"
    source_changed = "change seen on {date}"
    quote_changed = "in this wording since {date} at the latest"
    month_format = "{month} {year}"
    timeline = "Timeline"
    timeline_range = "{first} to {last}"
    timeline_continued = "{day}, continued"
    timeline_undated = "Not shown: {facts} without a date."
    timeline_none = "No facts have a date in that range. Dates run from {first} to {last}."
    timeline_no_dates = "No facts have a date yet."
    timeline_none_read = "No facts have a date in that range. Dates run from {first} to {last}. {read}"
    date_read = "“{typed}” was read as {day}. If you mean {other}, enter {iso}."
    date_invalid = "“{typed}” is not a date. Enter a day, a month or a year, such as {day}, {iso}, {month} or {year}."
    range_reversed = "That range ends on {last}, before it starts on {first}. Swap the two dates."
    picture_light = "Light picture"
    picture_dark = "Dark picture"
    picture_alt = "Timeline. {range}: {facts}."
    picture_symbol = "Each symbol stands for up to {facts}."
    picture_limited = "This time without a picture: each user gets {count} new ones a minute."
    who_says = "Attributed to this name"
    who_named = "Mentioning this name"
    who_none = "No facts mention {name} or are attributed to that name."
    who_unknown = "No person or organisation is called “{typed}”. Choose one from the list that appears as you type."
    who_near = "Who do you mean by “{typed}”?"
    who_other = "“{name}” is a place or a thing, not a person or an organisation. Use /ask to find facts about it."
    entity_gone = "This name is no longer in the fact base."
    compare = "Disputed claims"
    compare_claim = "The claim"
    compare_pick = "Choose a claim"
    compare_none = "No claims are disputed."
    compare_undisputed = "No fact disputes this: {statement}"
    compare_unmatched = "No disputed claim matches “{typed}”. Here are all of them."
    compare_all_button = "All disputed claims"
    dispute = NounForms("disputed claim", "disputed claims")
    correction = NounForms("correction", "corrections")
    posted_message = NounForms("posted message", "posted messages")
    paraphrase = NounForms("paraphrase", "paraphrases")
    dispute_gone = "This claim no longer exists or is no longer disputed."
    may_not_share = "This server only lets your apps reply to you privately, so nothing was shared."
    briefing = "Briefing for {day}"
    briefing_late = "This briefing is late: it could not be sent on time."
    briefing_empty = "There are no facts to report today."
    briefing_button = "{number} · In context"
    briefing_new = "New"
    briefing_changed = "Changed"
    briefing_nothing_new = "Nothing was added or changed since the last briefing."
    briefing_cut = "… shortened · {place}"
    briefing_against = "Disputed, see {numbers}"
    briefing_against_by = "Disputed by {who}"
    briefing_disputes = "Disputes {numbers}"
    briefing_disputes_by = "Disputes a claim by {who}"
    edition_facts = "More facts than in the briefing for {day}"
    edition_facts_button = "More facts"
    edition_pick = "Open a fact"
    edition_gone = "None of these facts exist any more."
    edition_complete = "There are no more facts than those in this briefing."
    ask_button = "Ask a question"
    question_label = "Your question"
    question_hint = "In your own words"
    question_form_late = "The form could not be opened in time. Press the button again, or use /ask."
    schedules = "Briefings on this server"
    no_schedules = "There are no briefings yet. Use /briefing schedule to set one up."
    scheduled = "{channel} gets a briefing: {schedule}."
    schedule_days: ClassVar[Mapping[str, str]] = {
        "daily": "{facts} every day",
        "weekdays": "{facts} from Monday to Friday",
        "monday": "{facts} every Monday",
        "tuesday": "{facts} every Tuesday",
        "wednesday": "{facts} every Wednesday",
        "thursday": "{facts} every Thursday",
        "friday": "{facts} every Friday",
        "saturday": "{facts} every Saturday",
        "sunday": "{facts} every Sunday",
    }
    schedule_at = "{days} at {time}"
    schedule_short = "without quotes"
    schedule_thread = "in a new thread each time"
    schedule_role = "with a mention of {role}"
    schedule_only_new = "only when something is new"
    schedule_role_gone = "The role that this briefing mentions was deleted. Set it again with another role or none."
    replaced = "This replaces: {schedule}."
    next_edition = "Next briefing: {moment}, your time. It follows the clocks of {zone}."
    edition_sent = "The briefing for {day} was already sent. Each channel gets one per day."
    schedule_by = "set up by {user}"
    schedule_config = "set up in the bot's config"
    schedule_fixed_zone = (
        "{zone} is a fixed offset from UTC: where clocks change for the summer, this briefing comes an hour "
        "early or late. Set it again with a place."
    )
    schedule_unreadable = (
        "The schedule cannot be read ({reason}), so no briefing is sent. Set it again with /briefing schedule, or "
        "remove it with /briefing stop."
    )
    last_edition = "last sent: {edition}"
    not_sent_yet = "not sent yet"
    paused = "Paused since {moment}: {reason} It resumes once this is fixed."
    paused_message = (
        "The briefing in {channel} on {guild} is paused: {reason} It resumes once this is fixed. Use "
        "/briefing status to check."
    )
    obstacle_gone = "the channel was deleted, or the bot is no longer on its server."
    obstacle_missing = "the bot is missing permissions: {permissions}."
    obstacle_locked = "the thread is locked or archived."
    obstacle_refused = "Discord rejects the bot's messages there."
    obstacle_tag = "the forum requires a tag for each post, and the bot sets none."
    stopped = "{channel} no longer gets a briefing. Use /briefing schedule to set it up again."
    not_scheduled = "{channel} has no briefing. Use /briefing status to see the briefings on this server."
    preview_note = "Only you can see this preview of the next briefing in {channel}."
    preview_thread = "The facts would be in a new thread called “{title}”:"
    preview_post = "It would be a post called “{title}”:"
    preview_skipped = "Nothing was added or changed since the last briefing, so nothing would be posted."
    not_a_manager = "You need the Manage Server permission to use this command."
    only_in_server = "This command is about the channels of a server. Use it on a server."
    time_invalid = "“{typed}” is not a time. Enter hours and minutes, such as 08:00, 8.30 or 8 pm."
    zone_unknown = "No time zone is called “{typed}”. Choose one from the list that appears as you type."
    zone_near = "“{typed}” is not the name of a time zone. Did you mean {names}?"
    zone_fixed = "“{typed}” is not the time of a place. Choose one from the list that appears as you type."
    zone_fixed_near = (
        "“{typed}” is an offset from UTC, which most places change for the summer. Enter a place, such as {names}."
    )
    facts_limits = "A briefing can have {least} to {most} facts, not {number}."
    channel_foreign = "That channel is not on this server. Choose one that is."
    channel_kind = "Briefings go to text channels, announcement channels, forums and threads. Choose one of these."
    thread_in_thread = "A thread cannot have threads. Leave out the option “thread”, or choose the channel instead."
    forum_tag = (
        "{channel} requires a tag for each post, and the bot sets none. Turn this off or choose another channel."
    )
    role_everyone = "The bot does not mention everyone. Choose another role, or none."
    role_not_yours = "You may not mention {role} in {channel}, so the bot does not do it for you. Choose another role."
    bot_lacks = "The bot cannot post in {channel} yet. Missing permissions: {permissions}."
    permission: ClassVar[Mapping[str, str]] = {
        "view_channel": "View Channel",
        "send_messages": "Send Messages",
        "send_messages_in_threads": "Send Messages in Threads",
        "read_message_history": "Read Message History",
        "create_public_threads": "Create Public Threads",
        "mention_everyone": "Mention @everyone, @here, and All Roles",
    }
    no_changes = "Nothing would change."
    served = "{facts} in use · revision {revision}"
    added = "Added: {facts}"
    changed = "Changed: {facts}"
    removed = "Removed: {facts}"
    old = "Before"
    new = "Now"
    changed_fields = "Changed: {fields}"
    other_changes = "{name}: {added} added, {changed} changed, {removed} removed"
    vocabulary = "The vocabulary changed."
    and_more = "…and {count} more"
    dry_run = "What a reload would change"
    dry_rollback = "What going back to revision {revision} would change"
    would_serve = "{facts} · revision {revision}, replacing {served}"
    kind_added = "Added"
    kind_changed = "Changed"
    kind_removed = "Removed"
    calibration = "The calibration changed."
    golden_changed = "The golden questions changed."
    golden_line = "**Golden questions:** {right} of {total} correct ({before} with the facts in use)"
    asked_line = "**Latest {questions}:** {counts}"
    asked_unread = "The latest questions could not be read from the database."
    load_button = "Load"
    cancel_button = "Cancel"
    overview_button = "Overview"
    corrections_line = "**Corrections:** {corrections}. *Load* edits {messages}."
    corrections_unread = "The posted messages could not be counted: the database failed."
    corrections_button = "Corrections ({count})"
    correction_shown_in = "shown in {messages}"
    correction_not_shown = "in no posted message that is kept"
    correction_wording = "no correction: only the wording changes"
    wording_menu = "Only the wording changes: no correction"
    all_wording_button = "Mark all as no correction"
    no_wording_button = "Mark all as corrections"
    corrections_begin = "{messages} will be corrected, one after the other. /admin status shows how far that is."
    facts_button = "Facts ({count})"
    golden_button = "Golden questions ({count})"
    asked_button = "Questions ({count})"
    golden_wrong = "wrong, was correct before"
    golden_still_wrong = "still wrong"
    expected = "Expected"
    outcome_fact = "the fact {fact}"
    outcome_unknown = "“The source does not say” ({unknown})"
    outcome_not_in_source = "“The source does not say”"
    outcome_suggestion = "a suggestion: {facts}"
    outcome_abstention = "no fact"
    not_loadable = "These files cannot be loaded: {problems}"
    in_fact = "fact {fact}"
    loaded = "Fact base loaded"
    loaded_unrecorded = "The database could not record this. After a restart, the bot loads the files on disk."
    rolled_back = (
        "The files on disk stay as they are, and the bot does not load them after a restart either. Fix them, then "
        "use /reload."
    )
    nothing_changed = "Nothing would change: revision `{revision}` is already in use, with the same files."
    not_loaded = "Nothing was loaded. The bot keeps using the same facts."
    dry_run_gone = "This dry run has expired. Use the command again."
    dry_run_overtaken = "Other facts were loaded after this dry run, so nothing was loaded. Use the command again."
    files_changed = "The files have changed since this dry run, so nothing was loaded. Use /reload again."
    no_such_revision = "That revision is not stored. Choose one from the list that appears as you type."
    revision_damaged = "The stored files of that revision are damaged, so it cannot be loaded. Choose another one."
    status = "Status"
    status_serves = "In use: {facts} · revision {revision}"
    status_since = "Loaded {moment} ({distance}) {how}"
    status_rolled_back = "It replaces revision {revision}, which is still on disk."
    disk_same = "On disk: the same files."
    disk_other = "On disk: revision {revision}, not loaded. Use /reload to see what it would change."
    disk_other_files = "On disk: the same revision, but another calibration or other files. Use /reload to load them."
    disk_broken = "On disk: {problems}, so these files cannot be loaded. Use /reload to list all problems. The first:"
    calibrated = "Calibrated on this revision."
    calibrated_earlier = "Calibrated on revision {revision}. The command calibrate updates it."
    not_calibrated = "Not calibrated: the default weights are in use."
    database_broken = "Database: failing ({reason})"
    database_works = "Database: works."
    heartbeat_at = "Last heartbeat: {moment}"
    no_heartbeat = "Last heartbeat: none yet"
    gateway_latency = "Gateway: {milliseconds} ms"
    gateway_unmeasured = "Gateway: not measured yet"
    server = NounForms("server", "servers")
    shard = NounForms("shard", "shards")
    status_edits = "Corrections: {counts}"
    status_edits_none = "Corrections: no posted message had to be edited."
    status_edits_done = "{messages} edited"
    status_edits_pending = "{messages} still to edit"
    status_edits_skipped = "{count} skipped ({reason})"
    skip_reasons: ClassVar[Mapping[str, str]] = {
        "deleted": "deleted",
        "no channel": "channel deleted",
        "no permission": "permission missing",
        "refused": "refused by Discord",
    }
    status_version = "Version {version}"
    status_running = "running since {moment} ({distance})"
    status_memory = "{megabytes} MB of memory"
    processes = "Processes"
    process_shards = "shards {shards}"
    process_behind = "behind"
    process_silent = "silent, last seen {moment}"
    process_not_connected = "not connected"
    history = "Load history"
    history_none = "No loads are recorded yet."
    history_served = "in use"
    load_by = "by {user}"
    load_unrecorded = "at an unknown time (not in the database)"
    replayed: ClassVar[Mapping[AnswerChange, str]] = {
        AnswerChange.LOST: "no longer answered",
        AnswerChange.CHANGED: "changed",
        AnswerChange.GAINED: "newly answered",
        AnswerChange.SAME: "unchanged",
    }
    load_how: ClassVar[Mapping[str, str]] = {
        "start": "at startup",
        "reload": "with /reload",
        "rollback": "with /admin rollback",
        "edit": "by an edit",
    }
    problems_note = "The bot keeps using the facts that it has."
    refused = "That is not possible."
    failed = "Something went wrong on our side. If it happens again, give the bot's admin this ID: {error_id}"
    fact_gone = "This fact is no longer in the base."
    base_broken = "This base cannot be loaded: {problems}."
    base_needed = "You are an admin of several bases, and this server uses none of them. Name one with the option base."
    base_not_yours = "You are an admin of no base called “{typed}”. Choose one from the list that appears as you type."
    status_base = "Base:"
    status_bases = "loaded: {used} of {all} bases"
    status_bases_broken = "cannot be loaded: {names}"
    base_unavailable = "The facts for this server cannot be loaded right now. The bot's admins can see why."
    base_loading = "The facts for this server are being loaded. Please try again in a moment."
    base_unknown = "This server has no base called “{typed}”. Choose one from the list that appears as you type."
    base_changed = "This message shows facts of another base, which this server no longer uses. Please ask again."
    corrections = "Corrections"
    corrections_none = "Nothing has been corrected yet."
    corrections_more = "…and {count} more: /corrections"
    corrected_on = "Corrected on {dates}"
    corrected_back = "Changed on {dates}, and says the same again as here at first"
    retired_on = "Retired on {dates}"
    restored_on = "Restored on {dates}"
    retired_unexplained = "It was removed from the fact base without a reason."
    quote_removed = "This quote was removed."
    corrected_since = "⚠️ Corrected on {date}, after this message. Below is what the fact says today."
    reworded_since = "Worded differently since this message."
    said_then = "It said: {old}"
    topic_gone = "This topic no longer exists."
    foreign_button = "This button belongs to another version of the bot. Please ask again."
    stale_command = "This command has changed. Try again in a minute, or restart Discord."
    restarting = "The bot is restarting. Please try again in a minute."
    no_such_fact = "No fact has this ID. Choose one from the list that appears as you type."
    may_not_write = "You cannot post in this channel, so nothing was shared."
    not_an_admin = "Only the admins named in the bot's config can reload the facts."
    reload_progress = "Loading the facts"
    reload_steps: ClassVar[Mapping[str, str]] = {
        LoadStep.READ: "Reading the files and proving the quotes",
        LoadStep.BUILT: "Preparing the search",
        LoadStep.EMBEDDED: "Preparing other languages",
        LoadStep.COMPARED: "Comparing the answers with those in use",
    }
    reload_runs = "A reload is already running. Wait for its result."
    prompt = "? "
    prompt_help = "Ask about the {facts}. Type a number to open a listed fact, or nothing to quit."
    prompt_examples = "Ask about the {facts} in your own words, for example:"
    not_listed = "There is no fact {number} in the last list, which has {listed}."
    question_missing = 'Add a question ({program} ask "…"), or --stdin to read one from each line.'
    question_twice = "Use either a question or --stdin, not both."
    show_button = "Open"
    share_button = "Share"
    shared_by = "{user} shared"
    shared_asked = "asked: {question}"
    remove_button = "Remove"
    cite = "Citation"
    cite_button = "Cite"
    cite_plain = "Plain text"
    cite_markdown = "Markdown"
    cite_checked = "quote checked {date}"
    may_not_remove = "Only the person who shared this and those who can manage messages here can remove it."
    previous_button = "Previous"
    next_button = "Next"
    open_button = "Open"
    question = NounForms("question", "questions")
    request = NounForms("request", "requests")
    question_group = NounForms("group", "groups")
    second = NounForms("second", "seconds")
    day = NounForms("day", "days")
    vote_up_button = "Helpful"
    vote_down_button = "Not helpful"
    vote_cast = "{vote} ✓"
    vote_thanks = "Thanks, your vote has been counted. Use the other button to change it."
    vote_gone = "You can no longer vote on this answer: its question has been deleted."
    vote_unsure = (
        "The database is not responding, so your vote may not have been counted. Please try again in a minute."
    )
    comment_form = "Your vote has been counted. What was wrong?"
    comment_label = "In a few words (optional)"
    comment_hint = "The bot's admins can read this. Your name is not stored."
    comment_thanks = "Thanks. The bot's admins can read this. Your name is not stored."
    shared_button = "Shared"
    shared_already = "This was already shared."
    rate_limited = "You have sent {requests} in the last minute, which is the limit. Try again in {seconds}."
    help = "How to ask"
    help_examples = "Ask in your own words with `/{ask}`. For example:"
    help_own_words = "Ask in your own words with `/{ask}`."
    help_mentions = "Or mention the bot in a message, or write to it directly."
    help_outcomes = "What you get"
    help_answer = (
        "**An answer:** one fact, who says it, and the quote that proves it. *{context}* shows where the quote "
        "comes from."
    )
    help_not_in_source = "**{outcome}** A curator has checked that the source leaves this open."
    help_not_in_source_example = "For example: “{question}”"
    help_suggestion = "**{outcome}** Facts that come close, but not close enough to be the answer."
    help_abstention = "**{outcome}** The bot never makes up an answer. Instead, it lists the topics it covers."
    help_desk = "*{ask}* passes a question on to people who can answer it."
    help_commands = "Commands"
    help_factcheck = (
        "*{name}* says of each sentence whether the source says it (supported), somebody in the source says it "
        "(claimed), the source says otherwise (contradicted), a fact comes close but does not settle it (related), or "
        "no fact is about it (not covered)."
    )
    ask_by_mention = "Mention the bot and ask in your own words."
    ask_directly = "Ask in your own words."
    ask_examples = "For example:"
    ask_more = "`/{help}` says what you can get, and lists the commands."
    factcheck = "Checked against the fact base"
    factcheck_note = (
        "This shows what the source says, not what is true. It compares words, numbers, dates, names and who does "
        "what: read the quote."
    )
    factcheck_empty = "This message has no sentences to check."
    factcheck_counted: ClassVar[Mapping[str, NounForms]] = {
        "contradicted": NounForms("contradicted", "contradicted"),
        "claimed": NounForms("claimed", "claimed"),
        "supported": NounForms("supported", "supported"),
        "related": NounForms("related", "related"),
        "not_covered": NounForms("not covered", "not covered"),
    }
    factcheck_supported = "✓ Supported: the source says so."
    factcheck_stated = "✓ Supported: the source reports it as a statement by {attribution}."
    factcheck_claimed = "◐ Claimed by {attribution}, as the source reports it."
    factcheck_disputed = "◐ Claimed by {attribution}, as the source reports it. Others dispute it."
    factcheck_against = "Disputed by {attribution}: {statement}"
    factcheck_contradicted = "✗ Contradicted: {differences}"
    factcheck_related = "≈ Related: the base does not settle this. Nearest:"
    factcheck_differing = "What differs: {differences}"
    factcheck_unsaid = "the source does not say {said}"
    factcheck_qualified = "the source adds “{word}”"
    factcheck_roles = "the source gives {said} another role"
    factcheck_open = "Open fact"
    factcheck_differs = "this says {said}, but the source says {source}"
    factcheck_denies = "this says “{word}”, but the source affirms it"
    factcheck_denied = "this affirms it, but the source says “{word}”"
    factcheck_not_covered = "○ Not covered by the fact base"
    factcheck_unchecked: ClassVar[Mapping[Unchecked, str]] = {
        Unchecked.QUESTION: "a question",
        Unchecked.LANGUAGE: "not compared: only sentences in English are",
        Unchecked.LENGTH: "not compared: too long",
    }
    factcheck_in_menu = "{sentences} in the menu below."
    factcheck_more = "Not shown: {sentences}."
    factcheck_unread = "The message is too long: {sentences} at the end not checked."
    factcheck_pick = "Show another sentence"
    factcheck_missing = 'Add a text ({program} factcheck "…"), or --stdin to read one from standard input.'
    factcheck_twice = "Use either a text or --stdin, not both."
    privacy = "What this bot stores"
    privacy_kept = (
        "**For {days}:** each question as you sent it, unless it only opens a page (the overview, a name, the "
        "sources, the timeline or the help), or the fact that you picked while typing; the outcome (an answer, a "
        "suggestion or nothing); whether you said that none of the suggested facts was meant; the first fact shown "
        "and how confident the bot was; the server and the time. The bot's admins read this to see which facts are "
        "missing, and the facts that are asked for most are suggested first. After {days} it is deleted, with its "
        "votes."
    )
    privacy_not_kept = (
        "**Never:** who asked, in which channel, what you type but do not send, and the messages you check against "
        "the fact base. So nobody can tell which questions are yours, and nobody can find them to delete them: do "
        "not write anything in a question that the bot's admins should not read. How often you use the bot is "
        "counted for a minute, in memory only."
    )
    privacy_votes = (
        "**Votes:** your vote is stored without your name, under a code computed from your user ID, the number of "
        "the question and a secret key. This way it counts once, you can change it, and your votes on different "
        "answers cannot be linked. Only someone who has the bot's own file, with the key, could test whether a "
        "vote is from a certain person. Comments are stored as you write them. All of this is deleted with the "
        "question, and the key with the last question."
    )
    privacy_shares = (
        "**Sharing:** a shared message names you and your question, and its *{remove}* button has your user ID. All of "
        "this is on Discord only, until you remove the message. For {days}, the bot keeps the number of the answer "
        "that you shared, so that it is not shared twice."
    )
    privacy_posted = (
        "**Messages for everybody:** for {days}, the bot keeps where its shared facts, answers to mentions and "
        "briefings are and which facts they show, so that it can correct them. It keeps no user with them."
    )
    privacy_messages = (
        "**Messages:** the bot reads direct messages to it and messages that mention it, and treats the questions in "
        "them like those of /ask, without the names that they mention. Everybody in the channel sees the answer to a "
        "mention. Discord sends the bot all other messages without their text, and it ignores them."
    )
    privacy_others = (
        "**As long as the bot runs:** which channels get a briefing and who set it up, what a server has set, which "
        "briefings were sent, which admin loaded the facts, and with each edit the user ID and name of its curator. "
        "The bot's log contains the user IDs of those who load or edit facts, set a briefing or change the settings of "
        "a server, and of anyone who tries to and may not. It contains nothing that readers type, and not who they "
        "are. The people who run the bot decide how long the log and backups are kept."
    )
    privacy_desk = (
        "**The desk:** a question that you put to it is kept like the others, without your name. If you choose "
        "*{tell}*, your user ID and the channel are kept until you have been told, or for {days}. With an answer, the "
        "ID of the curator is kept."
    )
    privacy_forget = (
        "`/{forget}` deletes at once everything that is kept of you as a reader: your votes, and what has your user ID."
    )
    privacy_off = (
        "**Questions and votes:** none are stored. How often you use the bot is counted for a minute, in memory only."
    )
    unanswered = "Unanswered questions"
    unanswered_none = "All stored questions were answered."
    unanswered_off = "No questions are stored: questions.keep_days is 0 in the bot's config."
    unanswered_latest = "Only the latest {questions} are included."
    unanswered_button = "Unanswered"
    unanswered_also = "Also asked: {wordings}"
    unanswered_last = "last asked on {day}"
    unanswered_nearest = "closest: {fact}"
    unanswered_outcomes: ClassVar[Mapping[str, NounForms]] = {
        "abstention": NounForms("without a fact", "without a fact"),
        "suggestion": NounForms("suggestion", "suggestions"),
        "declined": NounForms("declined suggestion", "declined suggestions"),
        "not_in_source": NounForms("not in the source", "not in the source"),
    }
    export_button = "Export"
    exported = "A table of {questions} without an answer."
    exported_part = "A table of the latest {questions} without an answer. More do not fit in a file here."
    voted = "Facts marked as not helpful"
    voted_none = "No fact was marked as not helpful."
    voted_button = "Marked as not helpful"
    vote_counts = "{down} not helpful, {up} helpful"
    database_unreadable = "The database cannot be read right now. The bot's log has the reason."
    admins_only = "Only the admins named in the bot's config can see this."
    settings = "Settings of this server"
    settings_base = "Base:"
    settings_base_note = "The facts that answer here and that briefings are made of. /settings base chooses another."
    settings_language = "Language"
    settings_language_note = (
        "For what everybody sees: briefings, shared facts and answers to mentions. What only one member sees is in the "
        "language of that member's Discord."
    )
    settings_as_server = "That of the server ({language})"
    settings_mentions = "Answers to messages that mention the bot"
    settings_mentions_note = "Everybody in the channel sees them. Commands work everywhere."
    settings_off = "Off on all servers: `mentions` is false in the bot's config."
    settings_scopes: ClassVar[Mapping[str, str]] = {
        "everywhere": "In all channels",
        "only": "Only in the channels below",
        "except": "In all channels except those below",
        "nowhere": "Nowhere",
    }
    settings_channels = "Choose the channels"
    settings_briefings = "Briefings:"
    settings_briefings_note = "/briefing schedule and /briefing stop change them."
    settings_no_briefings = "no channel gets one."
    forgotten = "Deleted: {deleted}."
    forgotten_nothing = "The bot keeps nothing about you."
    forgotten_note = (
        "Questions are stored without saying who asked, so nobody can tell which are yours. What you set or loaded for "
        "a server stays, as does what the bot has posted on Discord: delete such messages there. The bot's log and "
        "backups are not changed."
    )
    forgotten_failed = "The database is not responding, so nothing may have been deleted. Please try again in a minute."
    wish = NounForms("wish to be told an answer", "wishes to be told an answer")
    vote = NounForms("vote", "votes")
    follow_button = "Follow"
    followed = "You now follow {topics}."
    followed_note = (
        "You get a direct message when a fact of these topics is new, changed, corrected or retired, {pace}. For that, "
        "your user ID is kept until you stop, or use `/{forget}`."
    )
    follow_paces: ClassVar[Mapping[str, str]] = {"daily": "at most once a day", "at_once": "at once"}
    follow_pace = "You get messages {pace}."
    follow_list = "What you follow"
    follow_list_none = "You follow nothing. Follow a topic with `/{follow}`."
    follow_closed = "Paused since {day}: your direct messages are closed to the bot. Open them, then press “{again}”."
    follow_again_button = "Send me messages again"
    follow_stop_button = "Stop: {topic}"
    follow_stop_all_button = "Stop all"
    follow_stop_pick = "Choose topics to stop following"
    follow_stopped = "You no longer follow {topics}."
    follow_stopped_all = "You no longer follow anything, and your user ID is no longer kept for that."
    follow_not = "You do not follow this."
    follow_news = "News on what you follow"
    follow_kinds: ClassVar[Mapping[str, str]] = {
        "new": "New",
        "changed": "Reworded",
        "corrected": "Corrected",
        "removed": "Retired",
    }
    follow_before = "Before: {statement}"
    follow_more = "And {facts} more."
    follow_limit = "You can follow {most} topics at most. Stop one with /follow list first."
    follow_unknown = "There is no topic “{typed}”. Choose one from the list that appears as you type."
    privacy_follow = (
        "**Following:** while you follow a topic, your user ID, the topics, how often you want messages and the news "
        "that you have not been sent are kept, and deleted when you stop following."
    )
    followed_topic = NounForms("followed topic", "followed topics")
    desk_ask_button = "Ask the desk"
    desk_card = "A question for the desk"
    desk_states: ClassVar[Mapping[str, str]] = {"open": "Open", "answered": "Answered", "dismissed": "Dismissed"}
    desk_asked = "asked {times}"
    desk_first_asked = "first {when}"
    desk_decided_by = "{state} by {user}"
    desk_said = "What the bot said"
    desk_outcomes: ClassVar[Mapping[str, str]] = {
        "answer": "An answer that was marked as not helpful:",
        "proposal": "A fact that was picked while typing, and marked as not helpful:",
        "not_in_source": "The source does not say:",
        "suggestion": "Suggestions, none of which is the answer for sure:",
        "declined": "Suggestions, none of which was meant:",
        "abstention": "No fact here answers that.",
    }
    desk_nearest = "Closest facts"
    desk_no_facts = "No fact comes close."
    desk_answer = "Answer"
    desk_reason = "Reason: {reason}"
    desk_dismiss_button = "Dismiss"
    desk_dismiss = "Dismiss the question"
    desk_dismiss_label = "Reason"
    desk_dismiss_hint = "Those who wait for the answer can read it."
    desk_dismissed = "The question was dismissed."
    desk_sent = "The desk has your question."
    desk_sent_note = "People see it there, without your name."
    desk_joined = "The desk already had this question. It has now been asked {times}."
    desk_asked_already = "You have already asked the desk this. It has been asked {times}."
    desk_tell_note = (
        "Do you want to be told when there is an answer? Only then is your user ID kept: until you have been told, or "
        "for {days}. You get a direct message. *{here}* also lets the bot mention you in this channel if your direct "
        "messages are closed."
    )
    desk_tell_button = "Tell me"
    desk_tell_here_button = "Tell me, here if need be"
    desk_tell_noted = "You will get a direct message. `/{forget}` deletes this wish."
    desk_tell_here_noted = (
        "You will get a direct message or, if yours are closed, be mentioned in this channel. `/{forget}` deletes this "
        "wish."
    )
    desk_told_answered = "The desk has answered your question."
    desk_told_unknown = "The desk has looked into your question: the source does not say."
    desk_told_dismissed = "The desk has closed your question without an answer."
    desk_told_why = "You get this because you asked to be told. Your user ID is no longer kept for that."
    desk_told_button = "Show the answer in full"
    desk_told_topics_button = "See what the facts cover"
    desk_set = "Questions for the desk now go to {channel}."
    desk_stopped = "This server no longer has a desk. Its cards stay, and can still be answered."
    desk_none = "This server has no desk. Set one with `/{set}`."
    desk_status = "The desk of this server"
    desk_status_channel = "Questions go to {channel}."
    desk_status_curators = "**Curators:** {names}"
    desk_status_no_curators = "**Curators:** none. Choose a role with `/{curators}`."
    desk_curators_added = "{role} can now answer the questions at the desk."
    desk_curators_removed = "{role} can no longer answer the questions at the desk."
    desk_off = "The desk needs the question log: questions.keep_days is 0 in the bot's config."
    desk_missing = "This server has no desk."
    desk_question_gone = "This question is no longer at the desk."
    desk_question_decided = "This question has been answered or dismissed in the meantime."
    desk_limited = "You have put {questions} to the desk in the last hour, which is the limit. Try again in {minutes}."
    desk_full = "The desk has been given {questions} in the last hour, which is the limit. Try again in {minutes}."
    desk_unreachable = "The desk cannot be reached right now. Those who manage this server see why with /desk status."
    desk_late = "The database is not responding, so the desk may not have your question. Please try again in a minute."
    desk_vote_first = "Only an answer that you marked as not helpful can be put to the desk."
    desk_channel_gone = "The channel of the desk was deleted. Choose another with /desk set."
    desk_everyone = "@everyone would let every member answer. Choose another role."
    edits = EditTexts()
    warning = NounForms("warning", "warnings")
    text_line = NounForms("line", "lines")
    edit_gone = "This edit is no longer waiting: it was published or cancelled, or it has expired."
    edit_elsewhere = (
        "Other servers use these facts too, so only curators whom the bot's config names can edit them here."
    )
    edit_undone = "This edit has been undone already."
    entry_gone = "It is no longer in the base."
    not_a_curator = "Only the curators of this server's desk can do this."
    time = NounForms("time", "times")
    once = "once"
    minute = NounForms("minute", "minutes")
    commands: ClassVar[Mapping[str, CommandWords]] = {
        "ask": CommandWords(
            "ask",
            "Ask a question. The answer is a fact, with the source's own words.",
            options={"question": OptionWords("question", "Ask in your own words, or pick a suggestion")},
        ),
        "help": CommandWords("help", "How to ask, with examples, and what you can get."),
        "overview": CommandWords("overview", "The story in short: the most important fact of each topic."),
        "fact": CommandWords(
            "fact",
            "Show a fact and its proof.",
            options={"fact_id": OptionWords("id", "The ID of a fact. Type a few words to find it")},
        ),
        "topics": CommandWords("topics", "Browse facts by topic."),
        "privacy": CommandWords("privacy", "See what this bot stores about your questions, and for how long."),
        "follow": CommandWords("follow", "Get a direct message when the facts of a topic change."),
        "follow topic": CommandWords(
            "topic",
            "Follow a topic: a direct message when a fact of it is new, changed or retired.",
            options={
                "topic": OptionWords("topic", "A topic. Type a few letters to find it"),
                "pace": OptionWords("pace", "How often at most (default: once a day)"),
            },
            choices={"daily": "At most once a day", "at_once": "At once"},
        ),
        "follow list": CommandWords("list", "See what you follow, and stop."),
        "forget": CommandWords("forget", "Delete at once everything that this bot keeps about you."),
        "Check against the base": CommandWords(
            "Check against the base",
            "In a message's menu: what the source says about each of its sentences.",
            menu=True,
        ),
        "sources": CommandWords("sources", "List the documents that the facts quote."),
        "timeline": CommandWords(
            "timeline",
            "Show dated facts day by day, with a picture.",
            options={
                "first": OptionWords("from", "The first day, such as 15 October 2025, or a month or a year"),
                "last": OptionWords("to", "The last day, or a month or a year"),
            },
        ),
        "who": CommandWords(
            "who",
            "Show facts that a person or an organisation states or is mentioned in.",
            options={"name": OptionWords("name", "A name, or what people call them")},
        ),
        "corrections": CommandWords("corrections", "See which facts were corrected or retired, newest first."),
        "compare": CommandWords(
            "compare",
            "Compare a claim with the facts that dispute it.",
            options={"claim": OptionWords("claim", "A claim. Leave it out to see all disputed claims")},
        ),
        "briefing": CommandWords("briefing", "The briefing of a channel."),
        "briefing schedule": CommandWords(
            "schedule",
            "Post a briefing in a channel every day, on weekdays or once a week.",
            options={
                "channel": OptionWords("channel", "Where to post it"),
                "time": OptionWords("time", "The local time, such as 08:00 or 8 pm"),
                "timezone": OptionWords("timezone", "A city, such as London or New York"),
                "facts": OptionWords("facts", "How many facts it has (default: 3)"),
                "days": OptionWords("days", "On which days (default: every day)"),
                "only_new": OptionWords("only_new", "Post only when something is new (default: no)"),
                "role": OptionWords("role", "A role to mention (default: none)"),
                "thread": OptionWords("thread", "Post each in a new thread (default: no)"),
                "form": OptionWords("form", "With quotes or without (default: with quotes)"),
            },
            choices={
                "daily": "Every day",
                "weekdays": "Monday to Friday",
                "monday": "Every Monday",
                "tuesday": "Every Tuesday",
                "wednesday": "Every Wednesday",
                "thursday": "Every Thursday",
                "friday": "Every Friday",
                "saturday": "Every Saturday",
                "sunday": "Every Sunday",
                "full": "With quotes",
                "short": "Without quotes",
            },
        ),
        "briefing status": CommandWords("status", "See the briefings on this server, and when the next ones go out."),
        "briefing stop": CommandWords(
            "stop",
            "Stop the briefing of a channel.",
            options={"channel": OptionWords("channel", "The channel that gets no more briefings")},
        ),
        "briefing preview": CommandWords(
            "preview",
            "See the next briefing. Nobody else sees it.",
            options={"channel": OptionWords("channel", "The briefing's channel (default: this one)")},
        ),
        "admin": CommandWords("admin", "Tools for the admins named in the bot's config."),
        "admin status": CommandWords(
            "status",
            "See the facts in use, the files on disk, the database, the gateway and the process.",
            options={"base": _BASE},
        ),
        "admin history": CommandWords(
            "history",
            "See which revisions were loaded, when and by whom.",
            options={"base": _BASE},
        ),
        "admin rollback": CommandWords(
            "rollback",
            "Go back to an earlier revision. You see what would change first.",
            options={
                "revision": OptionWords("revision", "Choose one from the list, newest first"),
                "base": _BASE,
            },
        ),
        "admin gaps": CommandWords(
            "gaps",
            "See unanswered questions, most asked first, and facts marked as not helpful.",
            options={
                "export": OptionWords("export", "Get the questions as a table instead"),
                "base": _BASE,
            },
        ),
        "settings": CommandWords(
            "settings",
            "Set the language for this server, and where the bot answers mentions.",
            options={"base": OptionWords("base", "The facts that answer on this server")},
        ),
        "desk": CommandWords("desk", "The desk: people who answer what the bot cannot."),
        "desk set": CommandWords(
            "set",
            "Choose the channel or forum where questions for the desk are shown.",
            options={"channel": OptionWords("channel", "A text channel or a forum")},
        ),
        "desk status": CommandWords("status", "See where questions go, how many are open, and who can answer them."),
        "desk stop": CommandWords("stop", "Take no more questions for the desk."),
        "desk curators": CommandWords(
            "curators",
            "Let a role answer the questions at the desk, or no longer.",
            options={"role": OptionWords("role", "A role. Choose it again to remove it")},
        ),
        "reload": CommandWords(
            "reload",
            "Load the facts from their files again. You see what would change first.",
            options={"base": _BASE},
        ),
    }


ENGLISH: Final = Texts()
