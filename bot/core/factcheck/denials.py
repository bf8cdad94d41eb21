"""What is denied in other words than by "not", written with it: "failed to sell out" did not sell out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.core.factcheck import lexicon
from bot.core.factcheck.constructions import Rule, content_word, function_word
from bot.core.factcheck.lookahead import word_at
from bot.core.factcheck.tokens import SentenceToken
from bot.core.factcheck.vocabulary import Names

_SHORT: Final = ("did", "not", "go")
_AS_FAR: Final = frozenset({"so far as", "so far as to", "as far as", "as far as to"})
_NOBODY: Final = frozenset({"nobody", "none", "nothing"})
_BUT: Final = frozenset({"but", "except", "save"})
_LONGEST: Final = 8  # tokens from "did not go so far" to "say", or from "set" to "free"
REFUSED: Final = "+refused"
"""The key of "refused" beside the "not" that is written for it."""
REFUSALS: Final = frozenset({"refused", "refuses", "declined", "declines"})
_STATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "concern": "concerned", "concerns": "concerned", "worries": "worried", "doubt": "doubt", "doubts": "doubt",
        "plan": "plan", "plans": "plan", "intention": "intend", "intentions": "intend", "hope": "hope", "fears": "fear",
    }
)  # fmt: skip
"""Nouns after "have no", each with the verb or the participle that says the same."""


def _stopped_short(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "did not go so far as to say" and "stopped short of saying" as "did not say"."""
    if tokens[place].word not in {"did", "stopped"}:
        return None
    words = [each.word for each in tokens[place : place + _LONGEST]]
    end = next((size for size, each in enumerate(words) if each in {"say", "saying"}), 0)
    spelt = " ".join(each.text for each in tokens[place + 3 : place + end]).lower()  # "so far" is one token
    far = tuple(words[:3]) == _SHORT and spelt in _AS_FAR
    short = words[:1] == ["stopped"] and words[1:end] in (["of"], ["short", "of"])
    if not end or not (far or (short and "short" in tokens[place].text + tokens[place + 1].text)):
        return None
    first, last = tokens[place], tokens[place + end]
    denied = replace(function_word(first, "not"), start=first.end)
    return end + 1, [function_word(first, "did"), denied, content_word(last, "say", names)]


def _no_noun(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "had no concerns" as "was not concerned", and "has no plans to" as "does not plan to"."""
    if tokens[place].word not in lexicon.HAVE or word_at(tokens, place + 1) != "no":
        return None
    first, said = tokens[place], _STATES.get(word_at(tokens, place + 2), "")
    if not said:
        return None
    helping = ("is", "was") if said.endswith("ed") else ("does", "did")
    return 3, [
        function_word(first, helping[first.word == "had"]),
        function_word(tokens[place + 1], "not"),
        content_word(tokens[place + 2], said, names),
    ]


def _set_free(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "set two men free" as "released two men"."""
    if tokens[place].word not in {"set", "sets"}:
        return None
    for after in range(place + 2, min(place + _LONGEST, len(tokens))):
        if tokens[after].word == "free":
            return after + 1 - place, [content_word(tokens[place], "released", names), *tokens[place + 1 : after]]
    return None


def _not_so(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "not lawful" as "unlawful"."""
    if tokens[place].word != "not" or word_at(tokens, place + 1) not in lexicon.UNLIKE:
        return None
    first, last = tokens[place : place + 2]
    whole = replace(last, text=f"{first.text} {last.text}", start=first.start)
    return 2, [content_word(whole, lexicon.UNLIKE[last.word], names)]


def _failed(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "failed to sell out" as "did not sell out"."""
    del names
    if tokens[place].word not in {"failed", "fails", "fail"} or word_at(tokens, place + 1) != "to":
        return None
    if place and (tokens[place - 1].word in lexicon.NEGATORS or tokens[place - 1].word in lexicon.MODALS):
        return None
    helping = "did" if tokens[place].word == "failed" else "does"
    return 2, [function_word(tokens[place], helping), function_word(tokens[place], "not")]


def _refused(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "refused to build" as "did not build", with a mark: who did not build it need not have refused."""
    del names
    at = place + (tokens[place].word in lexicon.HAVE)
    denied = place > 0 and tokens[place - 1].word in lexicon.NEGATORS
    if word_at(tokens, at) not in REFUSALS or word_at(tokens, at + 1) != "to" or denied:
        return None
    first, verb = tokens[place], tokens[at]
    mark = replace(function_word(verb, ""), keys=frozenset({REFUSED}))
    return at + 2 - place, [function_word(first, "did"), function_word(verb, "not"), mark]


def _none_but(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "nobody but X" and "no one except X" as "only X"."""
    after = place + 1 + (tokens[place].word == "no" and word_at(tokens, place + 1) == "one")
    none = tokens[place].word in _NOBODY or after > place + 1
    if not none or word_at(tokens, after) not in _BUT or after + 1 >= len(tokens):
        return None
    return after + 1 - place, [content_word(tokens[place], "only", names)]


DENIALS: Final[Sequence[Rule]] = (_stopped_short, _no_noun, _set_free, _not_so, _failed, _refused, _none_but)
