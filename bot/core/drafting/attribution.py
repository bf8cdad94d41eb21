"""Guess who says something, and how far the source stands behind it, from the words of English news prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.core.drafting.speaker_phrases import PRONOUN, noun_phrase_end
from bot.core.drafting.speech_subjects import Speech
from bot.core.drafting.speech_verbs import find_speeches
from bot.core.drafting.standing import of_speaker
from bot.core.drafting.tokens import ProseToken, tokenize
from bot.core.drafting.verbs import MODALS
from bot.core.knowledge.model import Standing

MAX_WORDS: Final = 12
"""Most words of an attribution."""
MAX_LENGTH: Final = 150
"""Most characters of an attribution."""
_BRACKETED: Final = re.compile(r"\s*\([^)]*\)")
_DETERMINER: Final = re.compile(
    r"^(?:The|A|An|Its|Their|His|Her|One|Two|Three|Four|Five|Some|Several|Multiple|Other|Many|Most|Both|Our|My)\b"
)
_TRAILING: Final = re.compile(r"\s(?:on|in|at|by|of|for|to)$")
_MEASURING: Final = frozenset("laboratory lab observatory bureau statistics census survey registry".split())
"""Words of those whose figures are data."""
_NO_SPEAKER: Final = re.compile(
    r"(?:(?:most|many|some|other|early|current) estimates|there|here|what .*|what|how|why|where|nothing|everything|"
    r"something|anything|statements?|the statement)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says something, in the words of the text, and the standing that follows. `who` may be a pronoun.

    `role` is what the text says next to a name, such as "the mayor of Varn"; `verb` is the base of the verb of speech,
    or "" after "according to".
    """

    who: str
    standing: Standing
    role: str = ""
    verb: str = ""

    @property
    def named(self) -> bool:
        """Whether `who` is more than a pronoun."""
        return not PRONOUN.fullmatch(self.who)


def find_attribution(passage: str, *, within: bool = False) -> Attribution | None:
    """Return who says what is in a passage, or None if it names nobody, so that the source itself says it.

    `within` says that the passage begins inside a quotation.
    """
    line = " ".join(passage.split())
    tokens = _without_dashes(_without_brackets(tokenize(line, within=within)))
    according = _according(tokens, line)
    if according is not None:
        return according
    found = list(find_speeches(tokens))
    # Who ends a sentence says all of it: "The town says that the roof leaks, the insurer said."
    found.sort(key=lambda speech: (not speech.closing, speech.place))
    known = [said for speech in found if (said := _attribution(speech, line, tokens)) is not None]
    return next((said for said in known if said.named), next(iter(known), None))


def _without_dashes(tokens: Sequence[ProseToken]) -> Sequence[ProseToken]:
    """Write commas for the two dashes around an apposition."""
    dashes = [token for token in tokens if token.text in {"—", "–"} and not token.quoted]
    if len(dashes) != len("—…—".replace("…", "")):
        return tokens
    return tuple(replace(token, text=",") if token in dashes else token for token in tokens)


def _without_brackets(tokens: Sequence[ProseToken]) -> tuple[ProseToken, ...]:
    """Leave out short remarks in brackets, such as "(ret.)", which may part a name from its verb."""
    kept: list[ProseToken] = []
    opened = -1
    for token in tokens:
        kept.append(token)
        if token.text == "(":
            opened = len(kept) - 1
        elif token.text == ")" and opened >= 0:
            if len(kept) - opened <= MAX_WORDS:
                del kept[opened:]
            opened = -1
    return tuple(kept)


def _attribution(speech: Speech, line: str, tokens: Sequence[ProseToken]) -> Attribution | None:
    who = _spelling(speech.who, line)
    if not who or _NO_SPEAKER.fullmatch(who):
        return None
    role = _spelling(speech.role, line)
    return Attribution(who=who, standing=of_speaker(who, role, tokens, verb=speech.base), role=role, verb=speech.base)


def _according(tokens: Sequence[ProseToken], line: str) -> Attribution | None:
    for place in range(len(tokens) - 2):
        if tokens[place].small == "according" and tokens[place + 1].small == "to":
            end = noun_phrase_end(tokens, place + 2, according=True)
            who = _spelling(tokens[place + 2 : end], line)
            if who:
                measured = any(token.text[0].isdigit() for token in tokens)
                science = measured and not _MEASURING.isdisjoint(who.lower().split())
                standing = Standing.DOCUMENTED if science else of_speaker(who, "", tokens)
                return Attribution(who=who, standing=standing)
    return None


def _spelling(tokens: Sequence[ProseToken], line: str) -> str:
    """Return the words for a speaker as inside a sentence, or "" if they are none or too many."""
    if not tokens:
        return ""
    found = _BRACKETED.sub("", line[tokens[0].start : tokens[-1].end]).strip(" ’'\"“”,")
    who = _DETERMINER.sub(lambda word: word.group().lower(), found)
    who = _TRAILING.sub("", who)
    words = who.split()
    # "he is leaving", as in "announced he is leaving", is not who speaks.
    is_clause = (
        len(words) > 1
        and (PRONOUN.fullmatch(words[0]) or words[0].lower() in MODALS)
        and words[0].lower() not in {"one", "some", "many", "both", "all"}
    )
    fits = 0 < len(words) <= MAX_WORDS and len(who) <= MAX_LENGTH and any(character.isalpha() for character in who)
    return who if fits and not is_clause else ""
