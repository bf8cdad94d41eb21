"""All the words that the interface itself says. Statements and quotes are the curators' and the sources'."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bot.core.facts import Standing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

STANDING: Final[Mapping[Standing, str]] = MappingProxyType(
    {
        Standing.DOCUMENTED: "Documented",
        Standing.REPORTED: "Reported",
        Standing.STATED: "Stated",
        Standing.CLAIMED: "Claimed",
        Standing.DISPUTED: "Disputed",
    }
)

STANDING_MEANS: Final[Mapping[Standing, str]] = MappingProxyType(
    {
        Standing.DOCUMENTED: "The source points to a record or to data.",
        Standing.REPORTED: "The source's own reporting.",
        Standing.STATED: "Said on the record.",
        Standing.CLAIMED: "The source doubts it or cannot confirm it.",
        Standing.DISPUTED: "The source reports that others contradict it.",
    }
)

MONTHS: Final = (
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
)

FACT: Final = ("fact", "facts")
UNKNOWN: Final = ("unknown", "unknowns")
SOURCE: Final = ("source", "sources")
TOPIC: Final = ("topic", "topics")
QUOTE: Final = ("quote", "quotes")
SENTENCE: Final = ("sentence", "sentences")
PROBLEM: Final = ("problem", "problems")

ASKED: Final = "You asked: {question}"
AGAINST: Final = "What speaks against it"
MORE_AGAINST: Final = "{facts} more against it: see Related."
MORE_QUOTES: Final = "{quotes} more: see In context."

NOT_IN_SOURCE: Final = "The source does not say."
NEAREST: Final = "Nearest fact"
NEAREST_OTHERS: Final = "Also near"
SUGGESTION: Final = "Did you mean one of these?"
SUGGESTION_NOTE: Final = "None of them is close enough to be given as the answer."
ABSTENTION: Final = "No fact here answers that."
ABSTENTION_TOPICS: Final = "The base covers:"
ABSTENTION_EMPTY: Final = "The base holds no facts yet."

CONTEXT: Final = "In context"
CONTEXT_PLACE: Final = "Paragraph {number} of {total} · characters {start} to {end}"
CONTEXT_QUOTE: Final = "Quote {number} of {total}"
CONTEXT_HASH: Final = "SHA-256 of the text: {sha256}"
PARAGRAPH: Final = "paragraph {number}"

RELATED: Final = "Related facts"
RELATED_BUTTON: Final = "Related"
NOTHING_RELATED: Final = "No other fact is related to this one."
TOPICS: Final = "Topics"
NO_TOPICS: Final = "The base holds no topics with facts."
TOPIC_CHOICE: Final = "Choose a topic"
TOPIC_CHOICE_PART: Final = "Choose a topic ({part} of {parts})"
NO_FACTS: Final = "No facts here yet."
PAGE: Final = "Page {page} of {pages}"
SOURCES: Final = "Sources"
SHARE_QUOTED: Final = "{share} of {sentences} quoted"
SOURCE_HASH: Final = "SHA-256 {sha256}…"
QUOTED_BY: Final = "quoted by {facts}"

BRIEFING: Final = "Briefing for {day}"
BRIEFING_LATE: Final = "This briefing is late: it could not be sent at its time."
BRIEFING_EMPTY: Final = "The base holds no facts to tell today."
BRIEFING_DROPPED: Final = "{facts} did not fit into this message."
BRIEFING_BUTTON: Final = "{number} · In context"

CHANGES: Final = "The base was reloaded"
NO_CHANGES: Final = "Nothing differs from what was served before."
SERVED: Final = "{facts} served · revision {revision}"
ADDED: Final = "Added: {facts}"
CHANGED: Final = "Changed: {facts}"
REMOVED: Final = "Removed: {facts}"
OLD: Final = "Before"
NEW: Final = "Now"
FIELDS: Final = "Differs in: {fields}"
OTHERS: Final = "{name}: {added} added, {changed} changed, {removed} removed"
VOCABULARY: Final = "The vocabulary changed."
AND_MORE: Final = "… and {count} more."
PROBLEMS: Final = "The base was not reloaded: {problems}"
PROBLEMS_NOTE: Final = "The base served so far goes on answering."

REFUSED: Final = "That is not possible."
FAILED: Final = "Something went wrong here, not with you. If it happens again, tell the bot's admin this id: {error_id}"
FACT_GONE: Final = "The base no longer holds this fact."
TOPIC_GONE: Final = "The base no longer holds this topic."
FOREIGN_BUTTON: Final = "This button is of another version of the bot. Please ask again."
STALE_COMMAND: Final = "This command has changed. Please try again in a minute, or restart Discord."
NO_SUCH_FACT: Final = "No fact has this id. Take one from the list that appears while you type."
MAY_NOT_WRITE: Final = "You may not write in this channel, so nothing was shared."
NOT_AN_ADMIN: Final = "Only the admins named in the bot's config may reload the base."
RELOAD_RUNS: Final = "A reload is running already. Please wait for its result."

PROMPT: Final = "? "
PROMPT_HELP: Final = "Ask about the {facts} of this base. A number opens a fact that was listed; an empty line ends."
NOTHING_ASKED: Final = 'Give a question ("python -m bot ask …"), or --stdin to read one from each line.'
ASKED_TWICE: Final = "Give either a question or --stdin, not both."

SHOW: Final = "Show"
SHARE: Final = "Share"
PREVIOUS: Final = "Previous"
NEXT: Final = "Next"
OPEN: Final = "Open"


def date(day: dt.date) -> str:
    """Return a date as it is read: 5 October 2025."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def count(number: int, noun: tuple[str, str]) -> str:
    """Return a number with its noun, singular or plural."""
    return f"{number:,} {noun[0] if number == 1 else noun[1]}"


def percent(share: float) -> str:
    """Return a share (0 to 1) in percent, rounded down: 100 % means all."""
    return f"{math.floor(share * 100)} %"
