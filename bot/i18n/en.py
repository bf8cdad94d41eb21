"""The texts in English."""

from __future__ import annotations

from typing import Final

from bot.core.factbase.diff import AnswerChange
from bot.core.knowledge.model import Standing
from bot.i18n.catalogue import CommandWords, NounForms, OptionWords, Texts

ENGLISH: Final = Texts(
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    date_format="{day} {month} {year}",
    thousands_separator=",",
    thousands_from=1_000,
    percent_format="{percent}%",
    quotation="“{text}”",
    standing={
        Standing.DOCUMENTED: "Documented",
        Standing.REPORTED: "Reported",
        Standing.STATED: "Stated",
        Standing.CLAIMED: "Claimed",
        Standing.DISPUTED: "Disputed",
    },
    standing_meaning={
        Standing.DOCUMENTED: "The source points to a record or to data.",
        Standing.REPORTED: "The source's own reporting.",
        Standing.STATED: "Said on the record.",
        Standing.CLAIMED: "The source doubts it or cannot confirm it.",
        Standing.DISPUTED: "The source reports that others contradict it.",
    },
    derived_date="{date} (“{said}” in the quote)",
    said_by={
        Standing.DOCUMENTED: "{standing} by {who}",
        Standing.REPORTED: "{standing} by {who}",
        Standing.STATED: "{standing} by {who}",
        Standing.CLAIMED: "{standing} by {who}",
        Standing.DISPUTED: "{standing}, said by {who}",
    },
    disputed_by="disputed by {who} ›",
    disputed_by_others="disputed by {who} and others ›",
    fact=NounForms("fact", "facts"),
    unknown=NounForms("unknown", "unknowns"),
    source=NounForms("source", "sources"),
    topic=NounForms("topic", "topics"),
    quote=NounForms("quote", "quotes"),
    sentence=NounForms("sentence", "sentences"),
    problem=NounForms("problem", "problems"),
    name=NounForms("name", "names"),
    golden_question=NounForms("golden question", "golden questions"),
    other_place=NounForms("other place", "other places"),
    todo=NounForms("TODO", "TODOs"),
    draft="DRAFT",
    draft_unconfirmed="not confirmed by a curator",
    draft_todos="{todos} left: {groups}",
    fact_todos="Not settled in this fact: {keys}",
    asked="You asked: {question}",
    read_as="Read as: {repairs}",
    against="Disputed by",
    more_against="{facts} not shown here. See Related.",
    more_quotes="{quotes} not shown here. See In context.",
    not_in_source="The source does not say.",
    nearest="Closest fact",
    nearest_others="Also close",
    suggestion="Did you mean one of these?",
    suggestion_note="None of them is close enough to be the answer.",
    suggestion_none_button="None of these",
    suggestion_none="Thanks for telling us.",
    suggestion_none_noted="The question is now on the list of unanswered questions, without anyone's name.",
    suggestion_none_unnoted=(
        "The question could not be added to the unanswered questions. It may have expired, or the database is "
        "unavailable."
    ),
    abstention="No fact here answers that.",
    abstention_topics="Topics covered:",
    abstention_empty="There are no facts yet.",
    context="In context",
    context_place="Paragraph {number} of {total} · characters {start} to {end}",
    context_quote="Quote {number} of {total}",
    context_file="File {file}, SHA-256 {sha256}…",
    context_base="Revision {revision}",
    context_proven="Checked just now: the quote occurs exactly once, character for character.",
    context_proven_beside=(
        "Checked just now: with the words around it, the quote occurs exactly once, character for character."
    ),
    context_other_text=("Checked just now: **the text does not match the SHA-256 in the fact base.** It has {sha256}…"),
    context_missing="Checked just now: **the source does not contain this quote.**",
    context_elsewhere=(
        "Checked just now: **the quote is not where the fact base has it.** It is at characters {start} to {end}."
    ),
    context_repeated="Checked just now: **the source contains this quote {places} times,** so its place is uncertain.",
    passage_button="Open paragraph {number} in the source",
    paragraph="paragraph {number}",
    related="Related facts",
    related_button="Related",
    nothing_related="There are no related facts.",
    overview="The story in short",
    overview_more="Not shown here: {topics}.",
    topics="Topics",
    no_topics="There are no topics with facts yet.",
    topic_choice="Choose a topic",
    no_facts="No facts here yet.",
    page="Page {page} of {pages}",
    sources="Sources",
    source_coverage="{share} of {sentences} quoted",
    source_hash="SHA-256 {sha256}…",
    source_quoted="quoted by {facts}",
    source_authors="By {authors}",
    source_published="published {date}",
    source_retrieved="retrieved {date}",
    source_changed="change seen on {date}",
    quote_changed="in this wording since {date} at the latest",
    month_format="{month} {year}",
    timeline="Timeline",
    timeline_range="{first} to {last}",
    timeline_continued="{day}, continued",
    timeline_undated="Not shown: {facts} without a date.",
    timeline_none="No facts have a date in that range. Dates run from {first} to {last}.",
    timeline_no_dates="No facts have a date yet.",
    timeline_none_read="No facts have a date in that range. Dates run from {first} to {last}. {read}",
    date_read="“{typed}” was read as {day}. If you mean {other}, enter {iso}.",
    date_invalid="“{typed}” is not a date. Enter a day, a month or a year, such as {day}, {iso}, {month} or {year}.",
    range_reversed="That range ends on {last}, before it starts on {first}. Swap the two dates.",
    picture_light="Light picture",
    picture_dark="Dark picture",
    picture_alt="Timeline. {range}: {facts}.",
    picture_symbol="Each symbol stands for up to {facts}.",
    picture_limited="This time without a picture: each user gets {count} new ones a minute.",
    who_says="Attributed to this name",
    who_named="Mentioning this name",
    who_none="No facts mention {name} or are attributed to that name.",
    who_unknown="No person or organisation is called “{typed}”. Choose one from the list that appears as you type.",
    who_near="Who do you mean by “{typed}”?",
    who_other="“{name}” is a place or a thing, not a person or an organisation. Use /ask to find facts about it.",
    entity_gone="This name is no longer in the fact base.",
    compare="Disputed claims",
    compare_claim="The claim",
    compare_pick="Choose a claim",
    compare_none="No claims are disputed.",
    compare_undisputed="No fact disputes this: {statement}",
    compare_unmatched="No disputed claim matches “{typed}”. Here are all of them.",
    compare_all_button="All disputed claims",
    dispute=NounForms("disputed claim", "disputed claims"),
    dispute_gone="This claim no longer exists or is no longer disputed.",
    may_not_share="This server only lets your apps reply to you privately, so nothing was shared.",
    briefing="Briefing for {day}",
    briefing_late="This briefing is late: it could not be sent on time.",
    briefing_empty="There are no facts to report today.",
    briefing_dropped="{facts} did not fit in this message.",
    briefing_button="{number} · In context",
    briefing_new="New",
    briefing_changed="Changed",
    briefing_nothing_new="Nothing was added or changed since the last briefing.",
    briefing_cut="… shortened · {place}",
    edition_facts="Facts in the briefing for {day}",
    edition_facts_button="All of today's facts",
    edition_pick="Open a fact",
    edition_gone="None of this briefing's facts exist any more.",
    ask_button="Ask a question",
    question_form="Ask a question",
    question_label="Your question",
    question_hint="In your own words",
    question_form_late="The form could not be opened in time. Press the button again, or use /ask.",
    schedules="Briefings on this server",
    no_schedules="There are no briefings yet. Use /briefing schedule to set one up.",
    scheduled="{channel} gets a briefing every day.",
    schedule_line="Daily at {time} ({zone}), {facts}",
    replaced="This replaces: {schedule}.",
    next_edition="Next briefing: {moment} ({distance}), at {time} in {zone}.",
    edition_sent="The briefing for {day} was already sent. Each channel gets one per day.",
    schedule_by="set up by {user}",
    schedule_config="set up in the bot's config",
    schedule_fixed_zone=(
        "{zone} is a fixed offset from UTC: where clocks change for the summer, this briefing comes an hour "
        "early or late. Set it again with a place."
    ),
    schedule_unreadable=(
        "The schedule cannot be read ({reason}), so no briefing is sent. Set it again with /briefing schedule, or "
        "remove it with /briefing stop."
    ),
    last_edition="last sent: {edition}",
    not_sent_yet="not sent yet",
    paused="Paused since {moment}: {reason} It resumes once this is fixed.",
    paused_message=(
        "The daily briefing in {channel} on {guild} is paused: {reason} It resumes once this is fixed. Use "
        "/briefing status to check."
    ),
    obstacle_gone="the channel was deleted, or the bot is no longer on its server.",
    obstacle_missing="the bot is missing permissions: {permissions}.",
    obstacle_locked="the thread is locked or archived.",
    obstacle_refused="Discord rejects the bot's messages there.",
    stopped="{channel} no longer gets a briefing. Use /briefing schedule to set it up again.",
    not_scheduled="{channel} has no briefing. Use /briefing status to see the briefings on this server.",
    preview_note="Only you can see this preview of the next briefing in {channel}.",
    not_a_manager="You need the Manage Server permission to use this command.",
    only_in_server="This command is about the channels of a server. Use it on a server.",
    time_invalid="“{typed}” is not a time. Enter hours and minutes, such as 08:00, 8.30 or 8 pm.",
    zone_unknown="No time zone is called “{typed}”. Choose one from the list that appears as you type.",
    zone_near="“{typed}” is not the name of a time zone. Did you mean {names}?",
    zone_fixed="“{typed}” is not the time of a place. Choose one from the list that appears as you type.",
    zone_fixed_near=(
        "“{typed}” is an offset from UTC, which most places change for the summer. Enter a place, such as {names}."
    ),
    facts_limits="A briefing can have {least} to {most} facts, not {number}.",
    channel_foreign="That channel is not on this server. Choose one that is.",
    channel_kind="Briefings go to text channels, announcement channels and threads. Choose one of these.",
    bot_lacks="The bot cannot post in {channel} yet. Missing permissions: {permissions}.",
    permission={
        "view_channel": "View Channel",
        "send_messages": "Send Messages",
        "send_messages_in_threads": "Send Messages in Threads",
        "read_message_history": "Read Message History",
    },
    no_changes="Nothing would change.",
    served="{facts} in use · revision {revision}",
    added="Added: {facts}",
    changed="Changed: {facts}",
    removed="Removed: {facts}",
    old="Before",
    new="Now",
    changed_fields="Changed: {fields}",
    other_changes="{name}: {added} added, {changed} changed, {removed} removed",
    vocabulary="The vocabulary changed.",
    and_more="…and {count} more",
    dry_run="What a reload would change",
    dry_rollback="What going back to revision {revision} would change",
    would_serve="{facts} · revision {revision}, replacing {served}",
    kind_added="Added",
    kind_changed="Changed",
    kind_removed="Removed",
    calibration="The calibration changed.",
    golden_changed="The golden questions changed.",
    golden_line="**Golden questions:** {right} of {total} correct, {before} with the facts in use",
    asked_line=(
        "**Latest {questions}:** {same} unchanged, {changed} changed, {lost} no longer answered, {gained} newly "
        "answered"
    ),
    asked_unread="The latest questions could not be read from the database.",
    load_button="Load",
    cancel_button="Cancel",
    overview_button="Overview",
    facts_button="Facts ({count})",
    golden_button="Golden questions ({count})",
    asked_button="Questions ({count})",
    golden_wrong="wrong, was correct before",
    golden_still_wrong="still wrong",
    expected="Expected",
    outcome_fact="the fact {fact}",
    outcome_unknown="“The source does not say” ({unknown})",
    outcome_not_in_source="“The source does not say”",
    outcome_suggestion="a suggestion: {facts}",
    outcome_abstention="no fact",
    not_loadable="These files cannot be loaded: {problems}",
    in_fact="fact {fact}",
    loaded="Fact base loaded",
    loaded_unrecorded="The database could not record this. After a restart, the bot loads the files on disk.",
    rolled_back=(
        "The files on disk stay as they are, and the bot does not load them after a restart either. Fix them, then "
        "use /reload."
    ),
    nothing_changed="Nothing would change: revision `{revision}` is already in use, with the same files.",
    not_loaded="Nothing was loaded. The bot keeps using the same facts.",
    dry_run_gone="This dry run has expired. Use the command again.",
    files_changed="The files have changed since this dry run, so nothing was loaded. Use /reload again.",
    no_such_revision="That revision is not stored. Choose one from the list that appears as you type.",
    revision_damaged="The stored files of that revision are damaged, so it cannot be loaded. Choose another one.",
    status="Status",
    status_serves="In use: {facts} · revision {revision}",
    status_since="Loaded {moment} ({distance}) {how}",
    status_rolled_back="It replaces revision {revision}, which is still on disk.",
    disk_same="On disk: the same files.",
    disk_other="On disk: revision {revision}, not loaded. Use /reload to see what it would change.",
    disk_other_files="On disk: the same revision, but another calibration or other files. Use /reload to load them.",
    disk_broken="On disk: {problems}, so these files cannot be loaded. Use /reload to list all problems. The first:",
    calibrated="Calibrated on this revision.",
    calibrated_earlier="Calibrated on revision {revision}. The command calibrate updates it.",
    not_calibrated="Not calibrated: the default weights are in use.",
    database_broken="Database: failing ({reason})",
    database_works="Database: works.",
    heartbeat_at="Last heartbeat: {moment}",
    no_heartbeat="Last heartbeat: none yet",
    gateway_latency="Gateway: {milliseconds} ms",
    gateway_unmeasured="Gateway: not measured yet",
    history="Load history",
    history_none="No loads are recorded yet.",
    history_served="in use",
    load_by="by {user}",
    load_unrecorded="at an unknown time (not in the database)",
    replayed={
        AnswerChange.LOST: "no longer answered",
        AnswerChange.CHANGED: "changed",
        AnswerChange.GAINED: "newly answered",
        AnswerChange.SAME: "unchanged",
    },
    load_how={"start": "at startup", "reload": "with /reload", "rollback": "with /admin rollback"},
    problems_note="The bot keeps using the facts that it has.",
    refused="That is not possible.",
    failed="Something went wrong on our side. If it happens again, give the bot's admin this ID: {error_id}",
    fact_gone="This fact is no longer in the base.",
    topic_gone="This topic no longer exists.",
    foreign_button="This button belongs to another version of the bot. Please ask again.",
    stale_command="This command has changed. Try again in a minute, or restart Discord.",
    restarting="The bot is restarting. Please try again in a minute.",
    no_such_fact="No fact has this ID. Choose one from the list that appears as you type.",
    may_not_write="You cannot post in this channel, so nothing was shared.",
    not_an_admin="Only the admins named in the bot's config can reload the facts.",
    reload_runs="A reload is already running. Wait for its result.",
    prompt="? ",
    prompt_help="Ask about the {facts}. Type a number to open a listed fact, or nothing to quit.",
    prompt_examples="Ask about the {facts} in your own words, for example:",
    not_listed="There is no fact {number} in the last list, which has {listed}.",
    question_missing='Add a question ({program} ask "…"), or --stdin to read one from each line.',
    question_twice="Use either a question or --stdin, not both.",
    show_button="Show",
    share_button="Share",
    shared_by="{user} shared",
    shared_asked="asked: {question}",
    remove_button="Remove",
    cite="Citation",
    cite_button="Cite",
    cite_plain="Plain text",
    cite_markdown="Markdown",
    cite_checked="quote checked {date}",
    may_not_remove="Only the person who shared this and those who can manage messages here can remove it.",
    previous_button="Previous",
    next_button="Next",
    open_button="Open",
    question=NounForms("question", "questions"),
    request=NounForms("request", "requests"),
    question_group=NounForms("group", "groups"),
    second=NounForms("second", "seconds"),
    day=NounForms("day", "days"),
    vote_up_button="Helpful",
    vote_down_button="Not helpful",
    vote_thanks="Thanks, your vote has been counted. Use the other button to change it.",
    vote_gone="You can no longer vote on this answer: its question has been deleted.",
    vote_unsure="The database is not responding, so your vote may not have been counted. Please try again in a minute.",
    comment_form="Your vote has been counted. What was wrong?",
    comment_label="In a few words (optional)",
    comment_hint="The bot's admins can read this. Your name is not stored.",
    comment_thanks="Thanks. The bot's admins can read this. Your name is not stored.",
    shared_button="Shared",
    shared_already="This was already shared.",
    rate_limited="You have sent {requests} in the last minute, which is the limit. Try again in {seconds}.",
    help="How to ask",
    help_examples="Ask in your own words with `/{ask}`. For example:",
    help_own_words="Ask in your own words with `/{ask}`.",
    help_outcomes="What you get",
    help_answer=(
        "**An answer:** one fact, who says it, and the quote that proves it. *{context}* shows where the quote "
        "comes from."
    ),
    help_not_in_source="**{outcome}** A curator has checked that the source leaves this open.",
    help_not_in_source_example="For example: “{question}”",
    help_suggestion="**{outcome}** Facts that come close, but not close enough to be the answer.",
    help_abstention="**{outcome}** The bot never makes up an answer. Instead, it lists the topics it covers.",
    help_commands="Commands",
    help_factcheck=(
        "*{name}* says of each sentence whether the source says it (supported), somebody in the source says it "
        "(claimed), the source says otherwise (contradicted), a fact comes close but does not settle it (related), or "
        "no fact is about it (not covered)."
    ),
    ask_by_mention="Mention the bot and ask in your own words.",
    ask_directly="Ask in your own words.",
    ask_examples="For example:",
    ask_more="`/{help}` says what you can get, and lists the commands.",
    factcheck="Checked against the fact base",
    factcheck_note=(
        "This shows what the source says, not what is true. It compares words, numbers, dates, names and who does "
        "what: read the quote."
    ),
    factcheck_empty="This message has no sentences to check.",
    factcheck_counted={
        "supported": NounForms("supported", "supported"),
        "claimed": NounForms("claimed", "claimed"),
        "contradicted": NounForms("contradicted", "contradicted"),
        "related": NounForms("related", "related"),
        "not_covered": NounForms("not covered", "not covered"),
    },
    factcheck_supported="✓ Supported: the source says so.",
    factcheck_stated="✓ Supported: the source reports it as a statement by {attribution}.",
    factcheck_claimed="◐ Claimed by {attribution}, as the source reports it.",
    factcheck_disputed="◐ Claimed by {attribution}, as the source reports it. Others dispute it.",
    factcheck_against="Disputed by {attribution}: {statement}",
    factcheck_contradicted="✗ Contradicted: {differences}",
    factcheck_related="≈ Related: the base does not settle this. Nearest:",
    factcheck_differing="Different or missing: {differences}",
    factcheck_unsaid="not in the source: {said}",
    factcheck_qualified="the source adds “{word}”",
    factcheck_roles="in other roles: {said}",
    factcheck_open="Open fact",
    factcheck_differs="says {said} · source says {source}",
    factcheck_denies="says “{word}” · source affirms it",
    factcheck_denied="affirms it · source says “{word}”",
    factcheck_not_covered="○ Not covered by the fact base",
    factcheck_question="a question",
    factcheck_in_menu="{sentences} in the menu below.",
    factcheck_more="Not shown: {sentences}.",
    factcheck_unread="The message is too long: {sentences} at the end not checked.",
    factcheck_pick="Show another sentence",
    factcheck_missing='Add a text ({program} factcheck "…"), or --stdin to read one from standard input.',
    factcheck_twice="Use either a text or --stdin, not both.",
    privacy="What this bot stores",
    privacy_kept=(
        "**For {days}:** each question as you sent it, unless it only opens a page (the overview, a name, the "
        "sources, the timeline or the help), or the fact that you picked while typing; the outcome (an answer, a "
        "suggestion or nothing); whether you said that none of the suggested facts was meant; the first fact shown "
        "and how confident the bot was; the server and the time. The bot's admins read this to see which facts are "
        "missing. After {days} it is deleted, with its votes."
    ),
    privacy_not_kept=(
        "**Never:** who asked, in which channel, what you type but do not send, and the messages you check against "
        "the fact base. So nobody can tell which questions are yours, and nobody can find them to delete them: do "
        "not write anything in a question that the bot's admins should not read. How often you use the bot is "
        "counted for a minute, in memory only."
    ),
    privacy_votes=(
        "**Votes:** your vote is stored without your name, under a code computed from your user ID, the number of "
        "the question and a secret key. This way it counts once, you can change it, and your votes on different "
        "answers cannot be linked. Only someone who has the bot's own file, with the key, could test whether a "
        "vote is from a certain person. Comments are stored as you write them. All of this is deleted with the "
        "question, and the key with the last question."
    ),
    privacy_shares=(
        "**Sharing:** a shared message names you and your question, and its *{remove}* button has your user ID. All of "
        "this is on Discord only, until you remove the message. For {days}, the bot keeps the number of the answer "
        "that you shared, so that it is not shared twice."
    ),
    privacy_messages=(
        "**Messages:** the bot reads direct messages to it and messages that mention it, and treats the questions in "
        "them like those of /ask, without the names that they mention. Everybody in the channel sees the answer to a "
        "mention. Discord sends the bot all other messages without their text, and it ignores them."
    ),
    privacy_others=(
        "**As long as the bot runs:** which channels get a briefing and who set it up, what a server has set, which "
        "briefings were sent, and which admin loaded the facts. The bot's log contains the user IDs of those who load "
        "facts or set a briefing, and of anyone who tries to and may not. It contains nothing that readers type, and "
        "not who they are. The people who run the bot decide how long the log and backups are kept."
    ),
    privacy_off=(
        "**Questions and votes:** none are stored. How often you use the bot is counted for a minute, in memory only."
    ),
    unanswered="Unanswered questions",
    unanswered_none="All stored questions were answered.",
    unanswered_off="No questions are stored: questions.keep_days is 0 in the bot's config.",
    unanswered_latest="Only the latest {questions} are included.",
    unanswered_button="Unanswered",
    unanswered_also="Also asked: {wordings}",
    unanswered_last="last asked on {day}",
    unanswered_nearest="closest: {fact}",
    unanswered_outcomes={
        "abstention": NounForms("without a fact", "without a fact"),
        "suggestion": NounForms("suggestion", "suggestions"),
        "declined": NounForms("declined suggestion", "declined suggestions"),
        "not_in_source": NounForms("not in the source", "not in the source"),
    },
    export_button="Export",
    exported="A table of {questions} without an answer.",
    exported_part="A table of the latest {questions} without an answer. More do not fit in a file here.",
    voted="Facts marked as not helpful",
    voted_none="No fact was marked as not helpful.",
    voted_button="Marked as not helpful",
    vote_counts="{down} not helpful, {up} helpful",
    database_unreadable="The database cannot be read right now. The bot's log has the reason.",
    admins_only="Only the admins named in the bot's config can see this.",
    settings="Settings of this server",
    settings_language="Language",
    settings_language_note=(
        "For what everybody sees: briefings, shared facts and answers to mentions. What only one member sees is in the "
        "language of that member's Discord."
    ),
    settings_as_server="That of the server ({language})",
    settings_mentions="Answers to messages that mention the bot",
    settings_mentions_note="Everybody in the channel sees them. Commands work everywhere.",
    settings_off="Off on all servers: `mentions` is false in the bot's config.",
    settings_scopes={
        "everywhere": "In all channels",
        "only": "Only in the channels below",
        "except": "In all channels except those below",
        "nowhere": "Nowhere",
    },
    settings_channels="Choose the channels",
    settings_briefings="Briefings:",
    settings_briefings_note="/briefing schedule and /briefing stop change them.",
    settings_no_briefings="no channel gets one.",
    commands={
        "ask": CommandWords(
            name="ask",
            description="Ask a question. The answer is a fact, with the source's own words.",
            options={
                "question": OptionWords(name="question", description="Ask in your own words, or pick a suggestion")
            },
        ),
        "help": CommandWords(name="help", description="How to ask, with examples, and what you can get."),
        "overview": CommandWords(
            name="overview", description="The story in short: the most important fact of each topic."
        ),
        "fact": CommandWords(
            name="fact",
            description="Show a fact and its proof.",
            options={"fact_id": OptionWords(name="id", description="The ID of a fact. Type a few words to find it")},
        ),
        "topics": CommandWords(name="topics", description="Browse facts by topic."),
        "privacy": CommandWords(
            name="privacy", description="See what this bot stores about your questions, and for how long."
        ),
        "Check against the base": CommandWords(
            name="Check against the base",
            description="In a message's menu: what the source says about each of its sentences.",
            menu=True,
        ),
        "sources": CommandWords(name="sources", description="List the documents that the facts quote."),
        "timeline": CommandWords(
            name="timeline",
            description="Show dated facts day by day, with a picture.",
            options={
                "first": OptionWords(
                    name="from", description="The first day, such as 15 October 2025, or a month or a year"
                ),
                "last": OptionWords(name="to", description="The last day, or a month or a year"),
            },
        ),
        "who": CommandWords(
            name="who",
            description="Show facts that a person or an organisation states or is mentioned in.",
            options={"name": OptionWords(name="name", description="A name, or what people call them")},
        ),
        "compare": CommandWords(
            name="compare",
            description="Compare a claim with the facts that dispute it.",
            options={
                "claim": OptionWords(name="claim", description="A claim. Leave it out to see all disputed claims")
            },
        ),
        "briefing": CommandWords(name="briefing", description="The daily briefing of a channel."),
        "briefing schedule": CommandWords(
            name="schedule",
            description="Post a briefing in a channel every day. Each channel gets one per day.",
            options={
                "channel": OptionWords(name="channel", description="Where to post it"),
                "time": OptionWords(name="time", description="The local time, such as 08:00 or 8 pm"),
                "timezone": OptionWords(name="timezone", description="A city, such as London or New York"),
                "facts": OptionWords(name="facts", description="How many facts it has (default: 3)"),
            },
        ),
        "briefing status": CommandWords(
            name="status", description="See the briefings on this server, and when the next ones go out."
        ),
        "briefing stop": CommandWords(
            name="stop",
            description="Stop the daily briefing of a channel.",
            options={"channel": OptionWords(name="channel", description="The channel that gets no more briefings")},
        ),
        "briefing preview": CommandWords(
            name="preview",
            description="See the next briefing. Nobody else sees it.",
            options={"channel": OptionWords(name="channel", description="The briefing's channel (default: this one)")},
        ),
        "admin": CommandWords(name="admin", description="Tools for the admins named in the bot's config."),
        "admin status": CommandWords(
            name="status", description="See the facts in use, the files on disk, the database and the gateway."
        ),
        "admin history": CommandWords(name="history", description="See which revisions were loaded, when and by whom."),
        "admin rollback": CommandWords(
            name="rollback",
            description="Go back to an earlier revision. You see what would change first.",
            options={"revision": OptionWords(name="revision", description="Choose one from the list, newest first")},
        ),
        "admin gaps": CommandWords(
            name="gaps",
            description="See unanswered questions, most asked first, and facts marked as not helpful.",
            options={"export": OptionWords(name="export", description="Get the questions as a table instead")},
        ),
        "settings": CommandWords(
            name="settings", description="Set the language for this server, and where the bot answers mentions."
        ),
        "reload": CommandWords(
            name="reload",
            description="Load the facts from their files again. You see what would change first.",
        ),
    },
)
