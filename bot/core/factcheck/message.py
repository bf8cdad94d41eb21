"""Split a message, as people write it in a chat, into the sentences to check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.core.factcheck import lexicon
from bot.core.factcheck.inflection import is_finite
from bot.core.text.normalise import words
from bot.core.text.sentences import sentences

_LOWER_START: Final = re.compile(r"(?:(?<=[^\W\d_A-Z]{2}[.!])|(?<=\d\d[.!]))\s+(?=[^\W\d_])")
_ABBREVIATED: Final = re.compile(
    r"\b(?:[ap]\.m|approx|dept|est|etc|gov|incl|mrs|prof|sen|vs|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"^\W*(?:(?:BREAKING(?: NEWS)?|(?i:fyi|btw|psa|tl;?dr))\b\s*[:!–—-]*\s*"
    r"|(?i:breaking(?: news)?|update|news|alert|urgent|just in|reminder)\s*[:!–—-]+\s*)(?=\w)"
)
_JOINED: Final = re.compile(r"\s*(?:;\s+|,\s+(?:and|but|while|whereas)\s+)(?=[^\W\d_])")
_SUBJECTS: Final = lexicon.DETERMINERS | lexicon.SUBJECT_PRONOUNS
_REACH: Final = 6  # words of a clause among which its verb is, if it has its own subject


def split(text: str) -> tuple[str, ...]:
    """Split a message into the sentences to check; parts without a letter are left out.

    Two clauses that each have a subject and a verb are two sentences, unless somebody is said to say them.
    """
    return tuple(part for sentence in split_sentences(text) for part in _clauses(without_label(sentence)))


def split_sentences(text: str) -> tuple[str, ...]:
    """Split a text into its sentences; parts without a letter are left out."""
    found = (part for each in sentences(text) for part in _at_small_letters(text[each.start : each.end]))
    return tuple(sentence for sentence in found if any(map(str.isalpha, sentence)))


def _at_small_letters(sentence: str) -> Iterator[str]:
    """Split at a full stop before a small letter, as people write in chats."""
    start = 0
    for gap in _LOWER_START.finditer(sentence):
        if sentence[gap.end()].islower() and not _ABBREVIATED.search(sentence, start, gap.start()):
            yield sentence[start : gap.start()]
            start = gap.end()
    yield sentence[start:]


def without_label(sentence: str) -> str:
    """Return a sentence without "BREAKING:" and the like before it, which say nothing about the matter."""
    return _LABEL.sub("", sentence) or sentence


def _clauses(sentence: str) -> Iterator[str]:
    start = 0
    for joint in _JOINED.finditer(sentence):
        before, after = words(sentence[start : joint.start()]), words(sentence[joint.end() :])
        starts = after[:1] and (after[0] in _SUBJECTS or sentence[joint.end()].isupper())
        if starts and _is_said(before) and _is_said(after[:_REACH]):
            yield sentence[start : joint.start()]
            start = joint.end()
    yield sentence[start:]


def _is_said(clause: tuple[str, ...]) -> bool:
    """Return whether words have a verb, and nobody who says, thinks or supposes what follows."""
    found = frozenset(clause)
    if found & (lexicon.REPORTING | lexicon.THINKING | lexicon.CONDITIONS) or "according" in found:
        return False
    auxiliary = lexicon.BE | lexicon.HAVE | lexicon.MODALS.keys()
    return bool(found & auxiliary) or any(map(is_finite, clause[1:]))
