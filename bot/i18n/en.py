"""The words in English."""

from __future__ import annotations

from types import MappingProxyType
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
    standing=MappingProxyType(
        {
            Standing.DOCUMENTED: "Documented",
            Standing.REPORTED: "Reported",
            Standing.STATED: "Stated",
            Standing.CLAIMED: "Claimed",
            Standing.DISPUTED: "Disputed",
        }
    ),
    standing_meaning=MappingProxyType(
        {
            Standing.DOCUMENTED: "The source points to a record or to data.",
            Standing.REPORTED: "The source's own reporting.",
            Standing.STATED: "Said on the record.",
            Standing.CLAIMED: "The source doubts it or cannot confirm it.",
            Standing.DISPUTED: "The source reports that others contradict it.",
        }
    ),
    said_by=MappingProxyType(
        {
            Standing.DOCUMENTED: "{standing} by {who}",
            Standing.REPORTED: "{standing} by {who}",
            Standing.STATED: "{standing} by {who}",
            Standing.CLAIMED: "{standing} by {who}",
            Standing.DISPUTED: "{standing}, said by {who}",
        }
    ),
    disputed_by="disputed by {who} ›",
    disputed_by_others="disputed by {who} and others ›",
    fact=NounForms("fact", "facts"),
    unknown=NounForms("unknown", "unknowns"),
    source=NounForms("source", "sources"),
    topic=NounForms("topic", "topics"),
    quote=NounForms("quote", "quotes"),
    sentence=NounForms("sentence", "sentences"),
    problem=NounForms("problem", "problems"),
    asked="You asked: {question}",
    against="What speaks against it",
    more_against="{facts} more against it: see Related.",
    more_quotes="{quotes} more: see In context.",
    not_in_source="The source does not say.",
    nearest="Nearest fact",
    nearest_others="Also near",
    suggestion="Did you mean one of these?",
    suggestion_note="None of them is close enough to be given as the answer.",
    suggestion_none_button="None of these",
    suggestion_none="Thank you: none of these, then.",
    suggestion_none_noted="Your question is noted, without your name, as one that the facts do not answer yet.",
    suggestion_none_unnoted="Your question could not be noted: it is no longer kept, or the bot's store fails.",
    abstention="No fact here answers that.",
    abstention_topics="The base covers:",
    abstention_empty="The base holds no facts yet.",
    context="In context",
    context_place="Paragraph {number} of {total} · characters {start} to {end}",
    context_quote="Quote {number} of {total}",
    context_file="File {file}, SHA-256 {sha256}…",
    context_base="Base of revision {revision}",
    context_proven="Checked as this was opened: found once, character for character.",
    context_proven_beside=(
        "Checked as this was opened: found once beside the words that tell its place, character for character."
    ),
    context_other_text=(
        "Checked as this was opened: **this is not the text whose SHA-256 the base holds.** Its own is {sha256}…"
    ),
    context_missing="Checked as this was opened: **the text does not hold this quote.**",
    context_elsewhere=(
        "Checked as this was opened: **the quote is not where the base has it.** It stands at characters {start} "
        "to {end}."
    ),
    context_repeated=(
        "Checked as this was opened: **the text holds this quote in {places} places.** None of them is certain."
    ),
    passage_button="Open paragraph {number} in the source",
    paragraph="paragraph {number}",
    related="Related facts",
    related_button="Related",
    nothing_related="No other fact is related to this one.",
    topics="Topics",
    no_topics="The base holds no topics with facts.",
    topic_choice="Choose a topic",
    topic_choice_part="Choose a topic ({part} of {parts})",
    no_facts="No facts here yet.",
    page="Page {page} of {pages}",
    sources="Sources",
    source_coverage="{share} of {sentences} quoted",
    source_hash="SHA-256 {sha256}…",
    source_quoted="quoted by {facts}",
    month_format="{month} {year}",
    timeline="Timeline",
    timeline_range="{first} to {last}",
    timeline_continued="{day}, continued",
    timeline_undated="{facts} without a day of their own are not listed here.",
    timeline_none="No fact of this base has a day in that time. Its days run from {first} to {last}.",
    timeline_no_dates="No fact of this base has a day of its own yet.",
    date_invalid="“{typed}” is no date. Give a day, a month or a year, such as {day}, {iso}, {month} or {year}.",
    range_reversed="That time would begin with {first} and end before it, with {last}. Swap the two.",
    picture_light="Light picture",
    picture_dark="Dark picture",
    picture_alt="Timeline. {range}: {facts}.",
    picture_symbol="One sign stands for up to {facts}.",
    who_says="Says it",
    who_named="Is named in it",
    who_none="No fact of this base names {name} or is attributed to that name.",
    who_unknown="This base names no person or body “{typed}”. Take one from the list that appears while you type.",
    who_near="Who is meant by “{typed}”?",
    who_other="“{name}” is a place or a thing in this base, no person or body. /ask finds facts about it.",
    entity_gone="The base no longer holds this name.",
    compare="Disputed claims",
    compare_claim="The claim",
    compare_pick="Choose a claim",
    compare_none="No fact of this base disputes another.",
    compare_undisputed="Nothing in this base disputes this: {statement}",
    compare_unmatched="No disputed claim here is like “{typed}”. These are all that there are.",
    compare_all_button="All disputed claims",
    dispute=NounForms("disputed claim", "disputed claims"),
    dispute_gone="The base no longer holds this claim, or nothing disputes it now.",
    may_not_share="This server lets the apps of your account answer you alone, so nothing was shared.",
    briefing="Briefing for {day}",
    briefing_late="This briefing is late: it could not be sent at its time.",
    briefing_empty="The base holds no facts to tell today.",
    briefing_dropped="{facts} did not fit into this message.",
    briefing_button="{number} · In context",
    briefing_new="New",
    briefing_changed="Changed",
    briefing_nothing_new="No fact was added or changed since the last briefing.",
    briefing_cut="… shortened · {place}",
    edition_facts="Facts of the briefing for {day}",
    edition_facts_button="All of today's facts",
    edition_pick="Open a fact",
    edition_gone="The base holds none of this briefing's facts now.",
    ask_button="Ask a question",
    question_form="Ask a question",
    question_label="Your question",
    question_hint="In your own words",
    question_form_late="The form could not be opened in time. Press the button again, or use /ask.",
    schedules="Briefings of this server",
    no_schedules="No briefing is set up here. /briefing schedule sets one up.",
    scheduled="{channel} gets a briefing each day.",
    schedule_line="Daily at {time} ({zone}), {facts}",
    replaced="It takes the place of: {schedule}.",
    next_edition="The next one goes out {moment} ({distance}), at {time} in {zone}.",
    edition_sent="The one for {day} was sent already; a channel gets one a day.",
    schedule_by="set by {user}",
    schedule_config="set in the bot's config",
    schedule_unreadable=(
        "The schedule cannot be read ({reason}), so no briefing is posted. Set it again with /briefing schedule, or "
        "remove it with /briefing stop."
    ),
    last_edition="last sent: {edition}",
    not_sent_yet="none sent yet",
    paused="Paused since {moment}: {reason} It goes on by itself once this is mended.",
    paused_message=(
        "The daily briefing in {channel} on {guild} is paused: {reason} It goes on by itself once this is mended; "
        "/briefing status tells how it stands."
    ),
    obstacle_gone="the channel was deleted, or the bot is no longer on its server.",
    obstacle_missing="the bot lacks permissions there: {permissions}.",
    obstacle_locked="the thread is locked or archived.",
    obstacle_refused="Discord refuses its messages there.",
    stopped="{channel} gets no briefing any more. /briefing schedule sets it up again.",
    not_scheduled="{channel} has no briefing; /briefing status lists those of this server.",
    preview_note="Only you see this: what the next briefing in {channel} would tell.",
    not_a_manager="Only those who may manage this server (Manage Server) may use /briefing.",
    only_in_server="A briefing belongs to a channel of a server: use this command there.",
    time_invalid="“{typed}” is no time of day. Give hours and minutes, such as 08:00, 8.30 or 8 pm.",
    zone_unknown="No time zone is called “{typed}”. Take one from the list that appears while you type.",
    zone_near="“{typed}” does not name one time zone. Did you mean {names}?",
    facts_limits="A briefing tells {least} to {most} facts, not {number}.",
    channel_foreign="That channel is not on this server. Choose one of this server.",
    channel_kind="A briefing goes to a text channel, an announcement channel or a thread; that is none of them.",
    bot_lacks="The bot cannot post in {channel} yet. It lacks there: {permissions}.",
    permission=MappingProxyType(
        {
            "view_channel": "View Channel",
            "send_messages": "Send Messages",
            "send_messages_in_threads": "Send Messages in Threads",
            "read_message_history": "Read Message History",
        }
    ),
    no_changes="Nothing differs from what was served before.",
    served="{facts} served · revision {revision}",
    added="Added: {facts}",
    changed="Changed: {facts}",
    removed="Removed: {facts}",
    old="Before",
    new="Now",
    changed_fields="Differs in: {fields}",
    other_changes="{name}: {added} added, {changed} changed, {removed} removed",
    vocabulary="The vocabulary changed.",
    and_more="… and {count} more.",
    dry_run="What a reload would change",
    dry_rollback="What going back to revision {revision} would change",
    would_serve="{facts} · revision {revision}, in place of {served}",
    kind_added="Added",
    kind_changed="Changed",
    kind_removed="Removed",
    calibration="The ranker's calibration changed.",
    golden_changed="The golden questions changed.",
    golden_line="**Golden questions:** {right} of {total} right, {before} on the base served now",
    asked_line=(
        "**The latest {questions}:** {same} the same, {changed} change, {lost} now unanswered, {gained} newly answered"
    ),
    asked_unread="The latest questions could not be read from the store.",
    load_button="Serve this",
    cancel_button="Cancel",
    overview_button="Overview",
    facts_button="Facts ({count})",
    golden_button="Golden questions ({count})",
    asked_button="Questions ({count})",
    golden_wrong="wrong, and right before",
    golden_still_wrong="wrong, as before",
    expected="Has to get",
    outcome_fact="the fact {fact}",
    outcome_unknown="“The source does not say” ({unknown})",
    outcome_not_in_source="“The source does not say”",
    outcome_suggestion="a suggestion: {facts}",
    outcome_abstention="no fact",
    not_loadable="This base cannot be served: {problems}",
    in_fact="fact {fact}",
    loaded="The base was loaded",
    loaded_unrecorded="The store could not keep it: after a restart the files on disk are served.",
    rolled_back=(
        "The files on disk are left as they are, and are not served after a restart either. Mend them, then "
        "use /reload."
    ),
    nothing_changed="Nothing would change: revision `{revision}` is in use already, with the same files.",
    not_loaded="Nothing was loaded. The base served so far goes on answering.",
    dry_run_gone="This dry run is gone. Please use the command again.",
    files_changed="The files have changed since this dry run, so nothing was loaded. Please use /reload again.",
    no_such_revision="No such revision is kept. Take one from the list that appears while you type.",
    status="Status",
    status_serves="Serves {facts} · revision {revision}",
    status_since="Loaded {moment} ({distance}) {how}",
    status_rolled_back="It is served in place of revision {revision}, which stays on disk.",
    disk_same="On disk: the same files.",
    disk_other="On disk: revision {revision}, which is not served. /reload shows what it would change.",
    disk_other_files="On disk: the same revision, with another calibration or other files. /reload loads it.",
    disk_broken="On disk: {problems}, so that base cannot be served. /reload lists them; the first:",
    calibrated="Calibrated on this revision.",
    calibrated_earlier="Calibrated on revision {revision}: python -m bot calibrate fits it anew.",
    not_calibrated="Not calibrated: the default weights serve.",
    database_broken="Store: fails ({reason})",
    database_works="Store: works.",
    heartbeat_at="Last heartbeat: {moment}",
    no_heartbeat="Last heartbeat: none yet",
    gateway_latency="Gateway: {milliseconds} ms",
    gateway_unmeasured="Gateway: not measured yet",
    history="What was loaded",
    history_none="The store holds no loads yet.",
    history_served="served now",
    load_by="by {user}",
    load_unrecorded="at an unknown time: the store has no record of it",
    replayed=MappingProxyType(
        {
            AnswerChange.LOST: "now unanswered",
            AnswerChange.CHANGED: "changes",
            AnswerChange.GAINED: "newly answered",
            AnswerChange.SAME: "the same",
        }
    ),
    load_how=MappingProxyType({"start": "at the start", "reload": "by /reload", "rollback": "by /admin rollback"}),
    problems_note="The base served so far goes on answering.",
    refused="That is not possible.",
    failed="Something went wrong here, not with you. If it happens again, tell the bot's admin this id: {error_id}",
    fact_gone="The base no longer holds this fact.",
    topic_gone="The base no longer holds this topic.",
    foreign_button="This button is of another version of the bot. Please ask again.",
    stale_command="This command has changed. Please try again in a minute, or restart Discord.",
    restarting="The bot is just being restarted. Please ask again in a minute.",
    no_such_fact="No fact has this id. Take one from the list that appears while you type.",
    may_not_write="You may not write in this channel, so nothing was shared.",
    not_an_admin="Only the admins named in the bot's config may reload the base.",
    reload_runs="A reload is running already. Please wait for its result.",
    prompt="? ",
    prompt_help="Ask about the {facts} of this base. A number opens a fact that was listed; an empty line ends.",
    not_listed="No fact was listed under {number}; the last list has {listed}.",
    question_missing='Give a question ("python -m bot ask …"), or --stdin to read one from each line.',
    question_twice="Give either a question or --stdin, not both.",
    show_button="Show",
    share_button="Share",
    previous_button="Previous",
    next_button="Next",
    open_button="Open",
    question=NounForms("question", "questions"),
    question_group=NounForms("group", "groups"),
    second=NounForms("second", "seconds"),
    day=NounForms("day", "days"),
    vote_up_button="Helpful",
    vote_down_button="Not helpful",
    vote_thanks="Thank you, your vote is counted. The other button changes it.",
    vote_gone="This answer can no longer be voted on: its question is not kept any more.",
    vote_unsure="The bot's store does not answer: your vote may not have been counted. Please try again in a minute.",
    comment_form="Your vote is counted. What was wrong?",
    comment_label="In a few words, if you like",
    comment_hint="The bot's admins can read this; your name is not kept.",
    comment_thanks="Thank you. The bot's admins can read this; your name is not kept.",
    shared_button="Shared",
    shared_already="You have shared this already.",
    rate_limited="You have asked {questions} within a minute; more is not possible. You can go on in {seconds}.",
    help="How to ask",
    help_examples="Ask in your own words with `/{ask}`. For example:",
    help_own_words="Ask in your own words with `/{ask}`.",
    help_outcomes="What you get",
    help_answer=(
        "**An answer:** one fact, who says it, and the quote that proves it. *{context}* shows the quote's place."
    ),
    help_not_in_source="**{outcome}** It leaves this open, and a curator wrote that down.",
    help_not_in_source_example="So it is with “{question}”",
    help_suggestion="**{outcome}** Facts that come near; none of them is given as the answer.",
    help_abstention="**{outcome}** The bot makes nothing up; it names the topics that the facts cover.",
    help_commands="Commands",
    factcheck="Checked against the base",
    factcheck_note="What the source says, not what is true: words, numbers, dates and names compared. Read the quote.",
    factcheck_empty="This message has no sentence that can be checked.",
    factcheck_counted=MappingProxyType(
        {
            "supported": NounForms("supported", "supported"),
            "claimed": NounForms("reported as a claim", "reported as claims"),
            "contradicted": NounForms("contradicted", "contradicted"),
            "not_covered": NounForms("not covered", "not covered"),
        }
    ),
    factcheck_supported="✓ Supported: the source says so.",
    factcheck_stated="✓ Supported: the source says so, as a statement of {attribution}.",
    factcheck_claimed="◐ The source reports this as a claim of {attribution}.",
    factcheck_disputed="◐ The source reports this as said by {attribution}; others dispute it.",
    factcheck_against="Against it, {attribution}: {statement}",
    factcheck_contradicted="✗ Contradicted: {differences}",
    factcheck_differs="says {said} · source says {source}",
    factcheck_denies="says “{word}” · source affirms it",
    factcheck_denied="affirms it · source says “{word}”",
    factcheck_not_covered="○ Not covered by the base",
    factcheck_question="a question",
    factcheck_in_menu="{sentences} more in the menu below.",
    factcheck_more="… and {sentences} more.",
    factcheck_unread="The message is long: {sentences} at its end were not checked.",
    factcheck_pick="The other sentences",
    factcheck_missing='Give a text ("python -m bot support …"), or --stdin to read one from standard input.',
    factcheck_twice="Give either a text or --stdin, not both.",
    privacy="What this bot keeps",
    privacy_kept=(
        "**For {days}:** each question as it was asked, or the fact whose proposal was taken; what it got (an answer, "
        "a suggestion, nothing), whether none of what was suggested was meant, the first fact that was shown and how "
        "sure the bot was; the server and the time. The bot's admins read this to see what the facts lack. After "
        "{days} it is deleted, with its votes."
    ),
    privacy_not_kept=(
        "**Not at all:** who asked, in which channel, what is typed and not sent, and messages checked against the "
        "base. So nobody can tell which questions are yours, and nobody can look them up to delete them: write nothing "
        "into a question that the bot's admins should not read. How often you ask is counted for a minute, in memory "
        "only."
    ),
    privacy_votes=(
        "**Votes:** your vote on an answer is kept without your name, under a code that is computed from your user "
        "id, the number of the question and a secret key. So it counts once and can be changed; your votes on two "
        "answers have nothing in common. Only who has the bot's own file, with the key, could test whether a vote is "
        "of a certain person. What you add to a vote is kept as you write it. All this goes with the question, "
        "and the key with the last of them."
    ),
    privacy_others=(
        "**As long as the bot runs:** which channels get a briefing and who set it up, which briefings were sent, and "
        "which admin loaded the facts. The log of the running bot names user ids where a request was refused. How "
        "long that log and backups are kept is for those to say who run the bot."
    ),
    privacy_off="**Questions and votes:** none are kept. How often you ask is counted for a minute, in memory only.",
    unanswered="Asked and not answered",
    unanswered_none="Every question that is kept got an answer.",
    unanswered_off="No questions are kept: the bot's config has questions.keep_days at 0.",
    unanswered_latest="These are the latest {questions}; older ones are left out.",
    unanswered_button="Not answered",
    unanswered_also="Also: {wordings}",
    unanswered_last="last on {day}",
    unanswered_nearest="nearest: {fact}",
    unanswered_outcomes=MappingProxyType(
        {
            "abstention": NounForms("without a fact", "without a fact"),
            "suggestion": NounForms("suggestion", "suggestions"),
            "declined": NounForms("suggestion declined", "suggestions declined"),
            "not_in_source": NounForms("not in the source", "not in the source"),
        }
    ),
    export_button="Export",
    exported="{questions} without an answer, as a table.",
    exported_part="The latest {questions} without an answer, as a table; more do not fit into a file here.",
    voted="Facts voted against",
    voted_none="No fact has a vote against it.",
    voted_button="Voted against",
    vote_counts="{down} against, {up} for",
    database_unreadable="The bot's store cannot be read just now; its log has the reason.",
    admins_only="Only the admins named in the bot's config may see this.",
    commands=MappingProxyType(
        {
            "ask": CommandWords(
                name="ask",
                description="Ask a question. The answer is a fact, with its source's own words.",
                options=MappingProxyType(
                    {
                        "question": OptionWords(
                            name="question", description="Ask in your own words, or take one of the proposals"
                        )
                    }
                ),
            ),
            "help": CommandWords(name="help", description="How to ask, by example, and what you can get."),
            "fact": CommandWords(
                name="fact",
                description="Show one fact of the base with its proof.",
                options=MappingProxyType(
                    {"fact_id": OptionWords(name="id", description="The id of a fact; type a few words to find it")}
                ),
            ),
            "topics": CommandWords(name="topics", description="Browse the facts by topic."),
            "privacy": CommandWords(
                name="privacy", description="Tell what this bot keeps of your questions, and for how long."
            ),
            "Check against the base": CommandWords(
                name="Check against the base",
                description="In a message's menu: what the source says to each of its sentences.",
                menu=True,
            ),
            "sources": CommandWords(name="sources", description="List the documents that the facts quote."),
            "timeline": CommandWords(
                name="timeline",
                description="Show the facts that have a date, day by day, with a picture.",
                options=MappingProxyType(
                    {
                        "first": OptionWords(
                            name="from", description="The first day, such as 15 October 2025; or a month or a year"
                        ),
                        "last": OptionWords(name="to", description="The last day; or a month or a year"),
                    }
                ),
            ),
            "who": CommandWords(
                name="who",
                description="Show the facts that a person or a body states, or is named in.",
                options=MappingProxyType(
                    {"name": OptionWords(name="name", description="A name, or whatever people call them")}
                ),
            ),
            "compare": CommandWords(
                name="compare",
                description="Show a claim beside what disputes it.",
                options=MappingProxyType(
                    {"claim": OptionWords(name="claim", description="A claim; without one, all that are disputed")}
                ),
            ),
            "briefing": CommandWords(name="briefing", description="The daily briefing of a channel."),
            "briefing schedule": CommandWords(
                name="schedule",
                description="Post a briefing in a channel each day. A channel gets one a day.",
                options=MappingProxyType(
                    {
                        "channel": OptionWords(name="channel", description="Where it is posted"),
                        "time": OptionWords(name="time", description="The time of day there, such as 08:00 or 8 pm"),
                        "timezone": OptionWords(name="timezone", description="A city, such as London or New York"),
                        "facts": OptionWords(name="facts", description="How many facts it tells (3)"),
                    }
                ),
            ),
            "briefing status": CommandWords(
                name="status", description="The briefings of this server, and when the next ones go out."
            ),
            "briefing stop": CommandWords(
                name="stop",
                description="End the daily briefing of a channel.",
                options=MappingProxyType(
                    {"channel": OptionWords(name="channel", description="The channel that is to get no more")}
                ),
            ),
            "briefing preview": CommandWords(
                name="preview",
                description="Show the next briefing to you alone.",
                options=MappingProxyType(
                    {"channel": OptionWords(name="channel", description="The channel of the briefing (this one)")}
                ),
            ),
            "admin": CommandWords(name="admin", description="What the admins named in the config can see and do."),
            "admin status": CommandWords(
                name="status", description="The base that is served, the files on disk, the store and the gateway."
            ),
            "admin history": CommandWords(name="history", description="Which bases were loaded, when and by whom."),
            "admin rollback": CommandWords(
                name="rollback",
                description="Go back to a base that was loaded earlier; shows first what that would change.",
                options=MappingProxyType(
                    {"revision": OptionWords(name="revision", description="Take one from the list, newest first")}
                ),
            ),
            "admin gaps": CommandWords(
                name="gaps",
                description="What was asked and not answered, most asked first; and the facts that were voted against.",
                options=MappingProxyType(
                    {"export": OptionWords(name="export", description="Give all of it as a table instead")}
                ),
            ),
            "reload": CommandWords(
                name="reload",
                description="Load the fact base again from its files; shows first what that would change.",
            ),
        }
    ),
)
