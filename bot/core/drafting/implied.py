"""Recognise whose words a sentence gives that no verb of speech names: those of a record or of a court's evidence."""

from __future__ import annotations

import re
from typing import Final

_HEARD: Final = re.compile(
    r"\b(?:court|jury|jurors|magistrates|inquest|tribunal|hearing|inquiry) "
    r"(?:has |have |had )?(?:heard|(?:was|were|been) told)\b",
    re.IGNORECASE,
)
_PROSECUTING: Final = re.compile(
    r"(?:^|, )prosecuting\b|\bprosecutor\b|\b(?:district|state[’']s|U\.S\.) attorney\b", re.IGNORECASE
)
_FIGURE_IN: Final = re.compile(
    r"^(?:The|Its|Their|His|Her)\b[^,]*? (?:in|on|of|from) (?P<record>(?:the|its|their) (?:[\w’'-]+ ){0,4}?"
    r"(?:logs?|records?|accounts|reports?|survey|register|census|ledger|minutes|files?|charts?)) (?:is|was|are|were)\b"
)
_READS: Final = re.compile(
    r"^(?P<record>(?:An?|The|His|Her|Their) [^,“\"]*?\b(?:e-?mail|letter|message|text|note|memo|report|"
    r"diary|sign|post|entry)\b"
    r"[^,“\"]*)(?:,[^“\"]*)? (?:read|reads|said|says)[:,]? [“\"]"
)
_HOLDS: Final = re.compile(
    r"\b(?:I|[Ww]e) have (?:here |before me )*(?P<record>(?:the|a|an|our|its|their|my) [^,]*), (?:and it|which) "
    r"(?:shows?|lists?|says?|records?|puts?|gives?)\b"
)
_REST: Final = re.compile(
    r"^(?:The|A|An|One|Another) (?:largest|smallest|biggest|first|last|latest|earliest|oldest|newest|highest|lowest|"
    r"rest|remainder|remaining|others?|second|third)\b|^(?:Another|Others|In (?:chambers|those|these|the others?))\b"
)


def record_of(text: str) -> str:
    """Return the record that a sentence tells the content of: "The figure in the log is 12"; "" if there is none."""
    named = _FIGURE_IN.search(text) or _READS.search(text)
    record = named["record"] if named else ""
    return record[:1].lower() + record[1:]


def held_record(text: str) -> str:
    """Return the record that who speaks has at hand: "I have here the log, which shows …"; "" if there is none."""
    held = _HOLDS.search(text) or _FIGURE_IN.match(text)
    return held["record"] if held else ""


def is_heard(text: str) -> bool:
    """Return whether a sentence says what a court heard."""
    return _HEARD.search(text) is not None


def prosecutes(text: str) -> bool:
    """Return whether a sentence names somebody who speaks for the prosecution."""
    return _PROSECUTING.search(text) is not None


def is_more(text: str) -> bool:
    """Return whether a sentence goes on with the content of a record: "The largest, 6,500 crowns, was paid in …"."""
    return _REST.match(text) is not None
