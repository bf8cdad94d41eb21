"""The words in English."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from bot.core.facts import Standing
from bot.texts.catalogue import CommandWords, Noun, OptionWords, Texts

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
    day="{day} {month} {year}",
    group=",",
    grouped_from=1_000,
    share="{percent}%",
    standing=MappingProxyType(
        {
            Standing.DOCUMENTED: "Documented",
            Standing.REPORTED: "Reported",
            Standing.STATED: "Stated",
            Standing.CLAIMED: "Claimed",
            Standing.DISPUTED: "Disputed",
        }
    ),
    standing_means=MappingProxyType(
        {
            Standing.DOCUMENTED: "The source points to a record or to data.",
            Standing.REPORTED: "The source's own reporting.",
            Standing.STATED: "Said on the record.",
            Standing.CLAIMED: "The source doubts it or cannot confirm it.",
            Standing.DISPUTED: "The source reports that others contradict it.",
        }
    ),
    fact=Noun("fact", "facts"),
    unknown=Noun("unknown", "unknowns"),
    source=Noun("source", "sources"),
    topic=Noun("topic", "topics"),
    quote=Noun("quote", "quotes"),
    sentence=Noun("sentence", "sentences"),
    problem=Noun("problem", "problems"),
    asked="You asked: {question}",
    against="What speaks against it",
    more_against="{facts} more against it: see Related.",
    more_quotes="{quotes} more: see In context.",
    not_in_source="The source does not say.",
    nearest="Nearest fact",
    nearest_others="Also near",
    suggestion="Did you mean one of these?",
    suggestion_note="None of them is close enough to be given as the answer.",
    abstention="No fact here answers that.",
    abstention_topics="The base covers:",
    abstention_empty="The base holds no facts yet.",
    context="In context",
    context_place="Paragraph {number} of {total} · characters {start} to {end}",
    context_quote="Quote {number} of {total}",
    context_hash="SHA-256 of the text: {sha256}",
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
    share_quoted="{share} of {sentences} quoted",
    source_hash="SHA-256 {sha256}…",
    quoted_by="quoted by {facts}",
    briefing="Briefing for {day}",
    briefing_late="This briefing is late: it could not be sent at its time.",
    briefing_empty="The base holds no facts to tell today.",
    briefing_dropped="{facts} did not fit into this message.",
    briefing_button="{number} · In context",
    changes="The base was reloaded",
    no_changes="Nothing differs from what was served before.",
    served="{facts} served · revision {revision}",
    added="Added: {facts}",
    changed="Changed: {facts}",
    removed="Removed: {facts}",
    old="Before",
    new="Now",
    fields="Differs in: {fields}",
    others="{name}: {added} added, {changed} changed, {removed} removed",
    vocabulary="The vocabulary changed.",
    and_more="… and {count} more.",
    problems="The base was not reloaded: {problems}",
    problems_note="The base served so far goes on answering.",
    refused="That is not possible.",
    failed="Something went wrong here, not with you. If it happens again, tell the bot's admin this id: {error_id}",
    fact_gone="The base no longer holds this fact.",
    topic_gone="The base no longer holds this topic.",
    foreign_button="This button is of another version of the bot. Please ask again.",
    stale_command="This command has changed. Please try again in a minute, or restart Discord.",
    no_such_fact="No fact has this id. Take one from the list that appears while you type.",
    may_not_write="You may not write in this channel, so nothing was shared.",
    not_an_admin="Only the admins named in the bot's config may reload the base.",
    reload_runs="A reload is running already. Please wait for its result.",
    prompt="? ",
    prompt_help="Ask about the {facts} of this base. A number opens a fact that was listed; an empty line ends.",
    not_listed="No fact was listed under {number}; the last list has {listed}.",
    nothing_asked='Give a question ("python -m bot ask …"), or --stdin to read one from each line.',
    asked_twice="Give either a question or --stdin, not both.",
    show_button="Show",
    share_button="Share",
    previous_button="Previous",
    next_button="Next",
    open_button="Open",
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
            "fact": CommandWords(
                name="fact",
                description="Show one fact of the base with its proof.",
                options=MappingProxyType(
                    {"fact_id": OptionWords(name="id", description="The id of a fact; type a few words to find it")}
                ),
            ),
            "topics": CommandWords(name="topics", description="Browse the facts by topic."),
            "sources": CommandWords(name="sources", description="List the documents that the facts quote."),
            "reload": CommandWords(name="reload", description="Load the fact base again from its files."),
        }
    ),
)
