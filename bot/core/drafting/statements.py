"""Write a passage as a statement that can be read by itself: who says it, the whole date, the full name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.core.drafting.days import FoundDay, absolute
from bot.core.drafting.lexicon import PREPOSITIONS
from bot.core.drafting.names import FoundEntity
from bot.core.drafting.speakers import Voice
from bot.core.drafting.tokens import ProseToken, tokenize
from bot.core.drafting.verbs import is_finite
from bot.core.knowledge.model import EntityKind
from bot.core.knowledge.schema import MAX_STATEMENT

_POINTING: Final = re.compile(
    r"\(?(?P<word>it|its|he|his|she|her|they|their|this|these|that|those|"
    r"there(?! (?:is|are|was|were|has|have|will|may)\b))\b",
    re.IGNORECASE,
)


def write_statement(passage: str, voice: Voice, days: Sequence[FoundDay], names: Sequence[FoundEntity]) -> str:
    """Return the passage as a statement, with its days in full, at most `MAX_STATEMENT` characters."""
    line = " ".join(passage.split())
    if voice.quoted and not voice.direct and voice.who:
        return clipped(f"{_capital(voice.who)} said: “{_unquoted(line)}”", MAX_STATEMENT)
    for day in days:
        line = absolute(line, day, within=voice.within)
    line = _with_full_name(_with_name(line, voice), names)
    line = _closed(line)
    ended = line if line[-1:] in '.!?…”’"' else f"{line.rstrip(' ,:;–—')}."
    return clipped(_capital(ended), MAX_STATEMENT)


def _closed(line: str) -> str:
    """Return a line with the quotation mark that another sentence of its quotation has."""
    if line.count("“") > line.count("”"):
        return f"{line}”"
    if line.count("”") > line.count("“"):
        return f"“{line}"
    if line.count('"') % 2:
        first = line.index('"')
        return f'"{line}' if first and not line[first - 1].isspace() else f'{line}"'
    return line


def content_of(passage: str, statement: str, voice: Voice) -> str:
    """Return what is said, without who says it: "the hall was dark" of "The guard said that the hall was dark."."""
    line = " ".join(passage.split())
    if voice.quoted and not voice.direct:
        return _unquoted(line)
    if not voice.who:
        return statement
    if voice.within:
        return re.split(r"[”\"]", line)[0].strip(" ,.")
    quoted = " ".join(piece.strip(' ,.“”"') for piece in re.findall(r"“[^”]+”?|\"[^\"]+\"?", line))
    if quoted and (line[0] in '“"' or re.search(r": [“\"]", line)):
        return quoted
    last = re.escape(voice.words.split()[-1]) if voice.words else ""
    before_said = re.compile(rf"^(?P<what>.+), (?:[^,]*\b{last} {_SAID}|{_SAID} [^,]*\b{last}){_WHEN_SAID}[.!?]?$")
    for pattern in (_AFTER_ACCORDING, _BEFORE_ACCORDING, before_said, _AFTER_THAT, _AFTER_SAID, _AFTER_WANTS):
        found = pattern.search(line)
        if found:
            return found["what"].strip(' ,“”"')
    return statement


_SAID: Final = (
    r"(?:said|says|say|told|tells|wrote|writes|added|adds|claimed|claims|claim|argued|argues|argue|announced|warned|"
    r"warns|"
    r"explained|confirmed|denied|denies|noted|notes|reported|reports|estimates?|estimated|insists?|insisted|testified|"
    r"acknowledged|admitted|conceded|shows?|showed|found|finds|believes?|suspects?|suggests?|alleges?|alleged|"
    r"maintains?)"
)
_AFTER_ACCORDING: Final = re.compile(r"^According to [^,]+, (?P<what>.+)", re.IGNORECASE)
_BEFORE_ACCORDING: Final = re.compile(r"^(?P<what>.+?),? according to ", re.IGNORECASE)
_AFTER_THAT: Final = re.compile(rf"\b{_SAID}\b[^,“”\"]{{0,50}}? that (?P<what>.+)$")
_AFTER_WANTS: Final = re.compile(r"\b(?:called? for|calls for|expects?|hopes?|urged|urges) (?P<what>.+)$")
_WEEKDAY: Final = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WHEN_SAID: Final = rf"(?: (?:on|in|at|during|after|before|last|this|yesterday|today|{_WEEKDAY})\b[^,]*)?"
_AFTER_SAID: Final = re.compile(rf"\b{_SAID}(?: (?:on|in|at|by) [^,]{{1,30}},| {_WEEKDAY})? (?P<what>[^,.].+)$")


def pointer(statement: str) -> str:
    """Return the first word of a statement if it refers back, such as "it" or "they", or ""."""
    found = _POINTING.match(statement)
    return found["word"] if found else ""


def clipped(text: str, longest: int) -> str:
    """Return a text shortened between words if it is too long."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _unquoted(line: str) -> str:
    """Return the words of a quotation without its own marks, and with single ones inside."""
    first, bare = line[0], line[1:] if line[0] in '“"‘«' else line
    closed = bare[-1:] in {"”", "»"} and bare.count("”") + bare.count("»") > bare.count("“") + bare.count("«")
    single = first == "‘" and bare.endswith("’")
    if closed or single or (bare.endswith('"') and bare.count('"') % 2):
        bare = bare[:-1]
    inner = bare.replace("“", "‘").replace("”", "’")
    return re.sub(r"\"(?=\w)", "‘", inner).replace('"', "’")


def _with_name(line: str, voice: Voice) -> str:
    """Write the name for the pronoun of who speaks or is spoken of."""
    if not voice.subject:
        return line
    said = voice.words.lower()
    people, things = {"he", "she"}, {"it", "they"}
    wanted = {said} if said in people | things else things if voice.thing else people
    for token in tokenize(line, within=voice.within):
        if not token.quoted and token.small in {"his", "her"} and not line[: token.start].strip():
            return f"{_capital(voice.subject)}’s{line[token.end :]}"
        if not token.quoted and token.small in wanted:
            name = voice.subject if token.start else _capital(voice.subject)
            return f"{line[: token.start]}{name}{line[token.end :]}"
    return line


def _with_full_name(line: str, names: Sequence[FoundEntity]) -> str:
    """Write the first mention of each person by surname with the full name."""
    for person in names:
        surname = person.name.split()[-1]
        if person.kind is not EntityKind.PERSON or surname == person.name or surname not in line:
            continue
        if (
            any(spelling in line for spelling in person.spellings if spelling not in {surname, person.name.split()[0]})
            or person.name in line
        ):
            continue
        tokens = tokenize(line)
        for place, token in enumerate(tokens):
            if not token.quoted and token.text == surname and _stands_alone(tokens, place, line):
                line = f"{line[: token.start]}{person.name}{line[token.start + len(surname) :]}"
                break
    return line


def _stands_alone(tokens: Sequence[ProseToken], place: int, line: str) -> bool:
    """Return whether a surname is the whole name of a person, not part of "Mr. Grey" or "the Grey report"."""
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    follows = after is None or not after.word or is_finite(after.small) or after.small in PREPOSITIONS | {"and", "also"}
    return follows and not _TITLED.search(line[: tokens[place].start])


_TITLED: Final = re.compile(r"(?:[A-Z][\w’'-]*\.?|[a-z]+’s|\bthe)\s+$")
