"""Take out of a sentence who says it: "according to X", ", X said"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.core.factcheck import lexicon
from bot.core.factcheck.inflection import is_finite, is_gerund, root
from bot.core.factcheck.tokens import SentenceToken, is_time

_COPULAS: Final = frozenset({"is", "was"})
_BEFORE_TIMES: Final = frozenset({"shortly", "just", "soon", "long", "only"})
_LEAST_CLEFT: Final = 5  # tokens of "it was X who left"
_LEAVING: Final = ("took off", "take off", "takes off", "depart", "set off", "set out")
_LONG_SEGMENT: Final = 9  # tokens of ", two sources familiar with the matter said", at most


def straighten(tokens: Sequence[SentenceToken]) -> list[SentenceToken]:
    """Put what "it was … that" stresses back into its clause: "it was from X that they flew" says "they flew from X".

    So with "from X is where they flew". Where somebody says something, it comes first: "on Monday he said that …".
    """
    if len(tokens) > _LEAST_CLEFT and tokens[0].word == "it" and tokens[1].word in _COPULAS:
        stressed = tokens[2].word in lexicon.PREPOSITIONS or _begins_time(tokens)
        actor = tokens[2].word in lexicon.DETERMINERS or tokens[2].name  # and not "it is clear that"
        joint = {"that", "when", "where"} if stressed else {"who", "that"} if actor else {"who"}
        end = next((place for place, token in enumerate(tokens) if token.word in joint), 0)
        part, rest = tokens[2:end], tokens[end + 1 :]
        acts = stressed or tokens[end].word == "who" or (bool(rest) and _is_finite_verb(rest[0]))
        if part and rest and acts and not any(map(_parts_clauses, part)):
            told = any(token.word in lexicon.SAYING for token in rest)
            return [*rest, *part] if stressed and not told else [*part, *rest]
    named = _named_cleft(tokens)
    if named is not None:
        return named
    place = next((at for at, token in enumerate(tokens[:-2]) if _is_pseudo_cleft(token, tokens[at + 1])), 0)
    if place and tokens[0].word in lexicon.PREPOSITIONS:
        part = tokens[:place]
        return [*tokens[place + 2 :], *_without_comma(list(part))]
    return list(tokens)


def _is_finite_verb(token: SentenceToken) -> bool:
    return token.word in lexicon.MODALS or token.word in lexicon.BE | lexicon.HAVE or is_finite(token.word)


def _named_cleft(tokens: Sequence[SentenceToken]) -> list[SentenceToken] | None:
    """Read "X is what they are called" as "they are called X", and "X is where they flew from" alike."""
    place = next((at for at, token in enumerate(tokens[:-2]) if token.word in _COPULAS), 0)
    joint = tokens[place + 1].word if place else ""
    part, rest = list(tokens[:place]), list(tokens[place + 2 :])
    if joint not in {"what", "where"} or part[0].word in lexicon.PREPOSITIONS or any(map(_parts_clauses, part)):
        return None
    if any(map(_parts_clauses, rest)) or not rest:
        return None
    last = rest[-1]
    stranded = last.word in lexicon.PREPOSITIONS
    if joint == "what" or stranded:
        return [*rest, *part] if joint == "where" or not stranded else None
    leaves = rest[-1].text.lower().startswith(_LEAVING)
    at = replace(tokens[place + 1], word="from" if leaves else "at")
    return [*rest, at, *part]


def _begins_time(tokens: Sequence[SentenceToken]) -> bool:
    """Return whether "it was" is followed by when: "shortly before midnight", "around 11:20 a.m.", "only in 2019"."""
    following = tokens[3].word
    return is_time(tokens[2]) or (tokens[2].word in _BEFORE_TIMES and following in lexicon.PREPOSITIONS)


def _is_pseudo_cleft(token: SentenceToken, following: SentenceToken) -> bool:
    return token.word in _COPULAS and following.word in {"where", "when"}


def _parts_clauses(token: SentenceToken) -> bool:
    if token.is_content:
        return False
    begins = token.word in lexicon.SUBORDINATORS - lexicon.DOUBTFUL
    return token.is_mark or begins or token.word in lexicon.NEGATORS


def take_frames(tokens: Sequence[SentenceToken]) -> tuple[list[list[SentenceToken]], list[SentenceToken]]:
    """Take out "according to X", ", X said" and the like; return them and the rest."""
    frames: list[list[SentenceToken]] = []
    rest = list(tokens)
    for place in range(len(rest) - 1):
        if rest[place].word == "according" and rest[place + 1].word == "to":
            end = next((each for each in range(place + 2, len(rest)) if rest[each].word in {",", ";", "-"}), len(rest))
            frames.append([*rest[place + 2 : end], _said(rest[place])])
            after = end + 1 if end < len(rest) and rest[end].word == "," else end
            rest = [*_without_comma(rest[:place]), *rest[after:]]
            break
    commas = [place for place, token in enumerate(rest) if token.word == ","]
    for place in reversed(commas):
        end = next((each for each in commas if each > place), len(rest))
        segment = rest[place + 1 : end]
        if place and 0 < len(segment) <= _LONG_SEGMENT and _is_frame(segment):
            frames.append(segment)
            return frames, [*rest[:place], *(rest[end + 1 :] if end < len(rest) else ())]
    return frames, rest


def _without_comma(tokens: list[SentenceToken]) -> list[SentenceToken]:
    return tokens[:-1] if tokens and tokens[-1].word == "," else tokens


def _said(token: SentenceToken) -> SentenceToken:
    return SentenceToken(text=token.text, word="said", start=token.start, end=token.end, keys=frozenset({root("say")}))


def _is_frame(segment: Sequence[SentenceToken]) -> bool:
    speaking = [place for place, token in enumerate(segment) if token.word in lexicon.REPORTING]
    if not speaking or any(token.word in lexicon.RELATIVES or token.word in lexicon.JOINERS for token in segment):
        return False
    first = segment[0]
    starts = first.word in lexicon.REPORTING or first.word not in {"which", "who", "that", "though", "although"}
    others = [
        t for t in segment if t.word and t.word not in lexicon.REPORTING and is_finite(t.word) and not t.possessive
    ]
    if is_gerund(first.word):
        return False
    tail = segment[speaking[-1] + 1 :]
    addressed = all(
        token.is_content or token.word in lexicon.PREPOSITIONS or token.word in lexicon.DETERMINERS for token in tail
    )
    return starts and not others and addressed and (first.word in lexicon.REPORTING or len(segment) > 1)
