"""Write what English says in several ways in one way, before a sentence is parsed: "has yet to" is "has not yet".

Each rule keeps what is said. It is applied to sentences and facts alike, so that both come out the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.core.factcheck import lexicon
from bot.core.factcheck.constructions import CONSTRUCTIONS, Rule, Tokens, content_word, function_word
from bot.core.factcheck.denials import DENIALS
from bot.core.factcheck.equivalents import EQUIVALENTS
from bot.core.factcheck.inflection import is_finite, is_participle
from bot.core.factcheck.lookahead import is_infinitive, word_at
from bot.core.factcheck.tokens import SentenceToken
from bot.core.factcheck.vocabulary import Names
from bot.core.knowledge.model import EntityKind
from bot.core.knowledge.quantities import Bound

_FUTURE: Final = MappingProxyType({"is": "will", "are": "will", "was": "would", "were": "would"})
_PLANNED: Final = frozenset({"due", "set", "scheduled", "slated"})
_AIMS: Final = frozenset(
    "aim aims goal goals purpose plan plans idea effort efforts objective mission task job point way step intention "
    "policy priority role duty target strategy decision wish hope challenge".split()
)
"""Nouns that an infinitive after "is" explains: "the goal is to win" tells no future."""
_LEAVING: Final = frozenset({"leave", "leaves", "left", "leaving"})
_LEFT: Final = MappingProxyType({"left": "departed", "leaving": "departing", "leave": "depart", "leaves": "departs"})
_DOING: Final[Mapping[str, str]] = MappingProxyType(
    {"retirement": "retiring", "resignation": "resigning", "departure": "leaving"}
)
"""Nouns for what somebody does whom a word such as "his" names."""
_ANNOUNCING: Final = frozenset({"announce", "announces", "announced", "announcing"})
_APPROACHED: Final = frozenset("come comes came coming get gets got getting".split())
_CLOSE: Final = frozenset({"close", "near"})
_LEAVES: Final = MappingProxyType(
    {"retire": "retiring", "resign": "resigning", "leave": "leaving", "quit": "quitting", "step": "stepping"}
)
_SIDES: Final = MappingProxyType({"northern": "north", "southern": "south", "eastern": "east", "western": "west"})
_PARTS: Final = MappingProxyType({"late": "end", "early": "beginning"})
_HOLD: Final = MappingProxyType(
    {"takes": ("is", "held"), "took": ("was", "held"), "take": ("be", "held"), "taking": ("being", "held"),
     "taken": ("been", "held")}
)  # fmt: skip
_HARMLESS: Final = frozenset(
    (*(f"{took} no {lives}" for took in ("claimed", "cost", "took", "killed") for lives in ("lives", "people")),
     "killed nobody", "did not kill anybody", "did not kill anyone", "did not kill people")
)  # fmt: skip
_HARMING: Final = frozenset({"nobody", "there", *(spelt.split()[0] for spelt in _HARMLESS)})
_CONCEDING: Final = frozenset(
    "acknowledged acknowledges admitted admits conceded concedes confirmed confirms reported reports".split()
)
_PLANNING: Final = MappingProxyType({"plan": "plans", "aim": "aims", "intention": "intends", "goal": "aims"})
_NUMBERING: Final = frozenset({"number", "numbers", "numbered"})


def rewrite(tokens: Tokens, names: Names) -> list[SentenceToken]:
    """Apply the first rule that fits at each place."""
    found: list[SentenceToken] = list(tokens)
    place = 0
    while place < len(found):
        for rule in _RULES:
            changed = rule(found, place, names)
            if changed is not None:
                size, new = changed
                found[place : place + size] = new
                break
        place += 1
    return found


def _future(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "is to begin", "are due to begin" as "will begin"."""
    del names
    modal = _FUTURE.get(tokens[place].word)
    if modal is None:
        return None
    following = word_at(tokens, place + 1)
    if following == "to":
        size = 2
        if place and tokens[place - 1].word in _AIMS:
            return None
    elif following == "due_to":
        size = 2
    elif following in _PLANNED and word_at(tokens, place + 2) == "to":
        size = 3
    else:
        return None
    if place + size >= len(tokens) or not is_infinitive(tokens, place + size):
        return None
    return size, [function_word(tokens[place], modal)]


def _yet(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "has yet to test" as "has not yet tested", and "is yet to be tested" alike."""
    del names
    word, rest = tokens[place].word, [each.word for each in tokens[place + 1 : place + 4]]
    if rest[:2] != ["yet", "to"] or place + 3 >= len(tokens):
        return None
    denied = [tokens[place], function_word(tokens[place + 1], "not"), tokens[place + 1]]
    verb = tokens[place + 3]
    if word in lexicon.BE and verb.word == "be":
        return 4, denied
    if word in lexicon.HAVE and verb.is_content and not verb.name:
        done = verb if is_participle(verb.word) else replace(verb, word=f"{verb.word}ed")
        return 4, [*denied, done]
    return None


def _depart(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "left Barksdale" as "departed from Barksdale"."""
    word = tokens[place].word
    if word not in _LEAVING or tokens[place].name or place + 1 >= len(tokens):
        return None
    following = tokens[place + 1]
    if following.entity is not EntityKind.PLACE or following.possessive:
        return None
    after = tokens[place + 2] if place + 2 < len(tokens) else None
    if after is not None and after.is_content and not (after.date or after.quantity or _is_adverb(after)):
        return None  # "left Venezuelan waters"
    return 1, [content_word(tokens[place], _LEFT[word], names), function_word(following, "from")]


def _is_adverb(token: SentenceToken) -> bool:
    return token.word.endswith("ly") or token.word in lexicon.PREPOSITIONS


def _announced(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "announced his retirement" as "announced that he is retiring"."""
    if place + 2 >= len(tokens) or tokens[place].word not in _ANNOUNCING:
        return None
    owner, noun = tokens[place + 1], tokens[place + 2]
    doing = _DOING.get(noun.word)
    if owner.word not in lexicon.OWN or doing is None:
        return None
    subject = "they" if owner.word == "their" else "it" if owner.word == "its" else "he"
    return 3, [
        tokens[place],
        function_word(owner, "that"),
        function_word(owner, subject),
        function_word(noun, "are" if subject == "they" else "is"),
        content_word(noun, doing, names),
    ]


def _close(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "as close as 53 miles to" and "to within 53 miles of" as "within 53 miles of"."""
    del names
    words = [each.word for each in tokens[place : place + 5]]
    if words[:2] == ["to", "within"] and len(words) > 2 and tokens[place + 2].quantity is not None:  # noqa: PLR2004
        return 1, []
    first = tokens[place]
    # "They flew at most 53 miles from it" says that they were never farther.
    came = place > 0 and (tokens[place - 1].word in _APPROACHED or any("point" in each.text for each in tokens))
    limited = first.quantity is not None and first.quantity.bound is Bound.AT_MOST
    if came and limited and first.quantity is not None and words[1:2] in (["away"], ["from"]):
        size = 3 if words[1:3] == ["away", "from"] else 2 if words[1] == "from" else 0
        if size:
            amount = replace(first, quantity=replace(first.quantity, bound=Bound.EXACTLY))
            return size, [function_word(first, "within"), amount, function_word(tokens[place + 1], "of")]
    compared = words[:1] == ["as"] and words[2:3] == ["as"] and words[1] in _CLOSE
    if compared and words[4:5] in (["to"], ["from"]) and tokens[place + 3].quantity is not None:
        return 5, [function_word(first, "within"), tokens[place + 3], function_word(tokens[place + 4], "of")]
    return None


def _leaving(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "announced that he will retire" as "announced that he is retiring"."""
    del names
    words = [each.word for each in tokens[place : place + 5]]
    if not words or words[0] not in _ANNOUNCING:
        return None
    skip = 2 if words[1:2] == ["that"] else 1
    if (
        len(words) <= skip + 2
        or words[skip] not in lexicon.SUBJECT_PRONOUNS
        or words[skip + 1] not in {"will", "would"}
    ):
        return None
    doing = _LEAVES.get(words[skip + 2])
    if doing is None:
        return None
    verb = replace(tokens[place + skip + 2], word=doing)
    return skip + 3, [*tokens[place : place + skip + 1], function_word(tokens[place + skip + 1], "is"), verb]


def _side(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "western Caracas" as "the west of Caracas"."""
    side = _SIDES.get(tokens[place].word)
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if side is None or tokens[place].name or following is None or following.entity is not EntityKind.PLACE:
        return None
    return 1, [content_word(tokens[place], side, names), function_word(tokens[place], "of")]


def _part(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "in late September" as "at the end of September"."""
    if place + 2 >= len(tokens) or tokens[place].word != "in" or tokens[place + 1].word not in _PARTS:
        return None
    date = tokens[place + 2].date
    if date is None or date.day is not None:
        return None
    part = content_word(tokens[place + 1], _PARTS[tokens[place + 1].word], names)
    return 2, [function_word(tokens[place], "at"), part, function_word(tokens[place + 1], "of")]


def _take_place(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "took place" as "was held"."""
    held = _HOLD.get(tokens[place].word)
    if held is None or word_at(tokens, place + 1) != "place":
        return None
    return 2, [function_word(tokens[place], held[0]), content_word(tokens[place + 1], held[1], names)]


def _no_lives(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "the flood claimed no lives" as "nobody died in the flood", and "there were no deaths" alike."""
    if tokens[place].word not in _HARMING:
        return None
    words = [each.word for each in tokens[place : place + 4]]
    if words[:3] in (["nobody", "was", "killed"], ["nobody", "were", "killed"]):
        return 3, [tokens[place], content_word(tokens[place + 2], "died", names)]
    if place == 0 and words[:1] == ["there"] and words[1:3] in (["were", "no"], ["was", "no"]):
        if words[3:4] in (["deaths"], ["fatalities"]):
            return 4, [function_word(tokens[0], "nobody"), content_word(tokens[3], "died", names)]
        return None
    size = next((size for size in (2, 3, 4) if " ".join(words[:size]) in _HARMLESS), 0)
    if not size or not place or any(each.is_mark for each in tokens[:place]):
        return None
    nobody, died = function_word(tokens[place + 1], "nobody"), content_word(tokens[place], "died", names)
    subject = list(tokens[:place])
    tokens[:] = [nobody, died, function_word(tokens[place], "in"), *subject, *tokens[place + size :]]
    return 0, []


def _having(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "admitted having done" as "admitted that he had done"."""
    del names
    if tokens[place].word not in _CONCEDING or word_at(tokens, place + 1) != "having" or not place:
        return None
    if not is_participle(word_at(tokens, place + 2)):
        return None
    having = tokens[place + 1]
    return 2, [tokens[place], function_word(having, "that"), function_word(having, "he"), function_word(having, "had")]


def _plan(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "the town's plan is to raise" as "the town plans to raise"."""
    if place + 3 >= len(tokens) or not tokens[place].possessive or tokens[place + 1].word not in _PLANNING:
        return None
    if tokens[place + 2].word not in {"is", "was"} or tokens[place + 3].word != "to":
        return None
    verb = content_word(tokens[place + 1], _PLANNING[tokens[place + 1].word], names)
    return 3, [replace(tokens[place], possessive=False), replace(verb, word="planned")]


def _numbering(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "the forces number 123,000" as "the forces have 123,000 members", and "are 123,000 strong" alike."""
    amount = tokens[place + 1] if place + 1 < len(tokens) else None
    before = next((each for each in reversed(tokens[:place]) if each.word not in lexicon.IGNORED), None)
    if amount is None or amount.quantity is None or before is None or not before.is_content:
        return None
    first = tokens[place]
    if first.word in _NUMBERING and not before.possessive:
        told = place + 2 < len(tokens) and tokens[place + 2].is_content
        members = [] if told else [content_word(first, "members", names)]
        return 2, [function_word(first, "has"), amount, *members]
    if first.word not in lexicon.BE:
        return None
    for size, after in ((3, place + 2), (4, place + 3)):
        if word_at(tokens, after) == "strong" and (size == 3 or tokens[place + 2].is_content):  # noqa: PLR2004
            counted = [tokens[place + 2]] if size > 3 else [content_word(tokens[after], "members", names)]  # noqa: PLR2004
            return size, [function_word(first, "has"), amount, *counted]
    return None


def _from(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read ", starting at 5:30 a.m." as "from 5:30 a.m."."""
    del names
    size = 1 if tokens[place].word == "," else 0
    words = [each.word for each in tokens[place + size : place + size + 2]]
    if words not in (["starting", "at"], ["starting", "from"], ["beginning", "at"], ["starting", "on"]):
        return None
    value = tokens[place + size + 2] if place + size + 2 < len(tokens) else None
    if value is None or (value.quantity is None and value.date is None):
        return None
    return size + 2, [function_word(tokens[place + size], "from")]


def _allowed(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "under the decree, he could restrict" as "the decree would allow him to restrict"."""
    if place or tokens[0].word != "under":
        return None
    comma = next((at for at, token in enumerate(tokens) if token.word == ","), 0)
    modal = next((at for at, token in enumerate(tokens) if token.word in {"can", "could", "would", "may"}), 0)
    if not 0 < comma < modal or modal + 1 >= len(tokens) or any(map(_opens, tokens[1:modal])):
        return None
    words = [each.word for each in tokens[modal : modal + 4]]
    longer = words[:4] == ["would", "be", "allowed", "to"] or words[:4] == ["would", "be", "able", "to"]
    if words[0] in {"would", "may"} and not longer:
        return None
    if words[1] in lexicon.NEGATORS or (tokens[modal + 1].word in lexicon.BE and not longer):
        return None
    rest = tokens[modal + 4 :] if longer else tokens[modal + 1 :]
    strength = "can" if words[0] == "can" else "would"
    first = tokens[modal]
    allow = content_word(first, "allow" if strength == "would" else "allows", names)
    helping = [function_word(first, "would")] if strength == "would" else []
    tokens[:] = [*tokens[1:comma], *helping, allow, *tokens[comma + 1 : modal], function_word(first, "to"), *rest]
    return 0, []


def _opens(token: SentenceToken) -> bool:
    """Return whether a verb or another clause is at a token."""
    if (
        token.word in lexicon.BE
        or token.word in lexicon.HAVE
        or token.word in lexicon.RELATIVES
        or token.word == "that"
    ):
        return True
    return token.is_content and bool(token.word) and not token.name and not token.possessive and is_finite(token.word)


_RULES: Final[Sequence[Rule]] = (
    _future, _yet, _depart, _announced, _leaving, _close, _side, _part,
    _take_place, _no_lives, _having, _plan, _numbering, _from, _allowed, *CONSTRUCTIONS, *EQUIVALENTS, *DENIALS,
)  # fmt: skip
