"""Use the alternatives of one paraphrase in the others of its fact: what is equal in one place is so in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from bot.core.factcheck import lexicon
from bot.core.knowledge.paraphrases import Paraphrase
from bot.core.text.language import NUMBERS, STOPWORDS
from bot.core.text.normalise import words

_MOST_WORDS: Final = 6
_PLAIN: Final = re.compile(r"[^\W\d_]+(?:[-'’ ][^\W\d_]+)*")
_FIXED: Final = frozenset((*lexicon.NEGATORS, *lexicon.MODALS, *lexicon.QUANTIFIERS, *NUMBERS))
"""Words that are never exchanged: what they say depends on the rest of the sentence."""


def interchanged(paraphrases: Sequence[Paraphrase]) -> tuple[Paraphrase, ...]:
    """Return paraphrases in which each word of a group of alternatives may be any other of its group."""
    groups = _groups(paraphrases)
    if not groups:
        return tuple(paraphrases)
    longest_first = sorted(groups, key=lambda each: (-len(each), each))
    found = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
    return tuple(Paraphrase(parts=tuple(_parts(each, found, groups))) for each in paraphrases)


def _groups(paraphrases: Sequence[Paraphrase]) -> dict[str, tuple[str, ...]]:
    """Return what each word or short phrase, in small letters, may be exchanged for: itself first."""
    joined: dict[str, dict[str, str]] = {}
    small = {word for each in paraphrases for part in each.parts for text in part for word in text.split()}
    for paraphrase in paraphrases:
        for part in paraphrase.parts:
            if len(part) < 2 or not all(map(_is_exchangeable, part)):  # noqa: PLR2004 - one is no choice
                continue
            spelt = {each.lower(): _inside(each, small) for each in _apart(part)}
            for each in spelt:
                joined[each] = spelt | joined.get(each, {})
    return {
        word: (found[word], *(other for key, other in found.items() if key != word)) for word, found in joined.items()
    }


def _apart(alternatives: Sequence[str]) -> Iterator[str]:
    """Yield the alternatives that do not contain another one: the rest of it may stand beside the other elsewhere."""
    spelt = [frozenset(words(each)) for each in alternatives]
    for alternative, own in zip(alternatives, spelt, strict=True):
        if not any(each < own for each in spelt):
            yield alternative


def _inside(text: str, small: AbstractSet[str]) -> str:
    """Return a text as it is written inside a sentence, where a capital marks a name."""
    lowered = text[0].lower() + text[1:]
    return lowered if lowered.split()[0] in small else text


def _is_exchangeable(alternative: str) -> bool:
    """Return whether an alternative has a meaning of its own: a content word or two, and nothing that denies."""
    spelt = words(alternative)
    if not _PLAIN.fullmatch(alternative) or len(spelt) > _MOST_WORDS or not _FIXED.isdisjoint(spelt):
        return False
    if spelt[0] in lexicon.DETERMINERS or spelt[-1] in lexicon.PREPOSITIONS:
        return False  # "only the start of a larger effort" has its article already
    return any(word not in STOPWORDS for word in spelt)


def _parts(
    paraphrase: Paraphrase, found: re.Pattern[str], groups: dict[str, tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    parts = paraphrase.parts
    spoken = [frozenset(each.lower() for text in part for each in found.findall(text)) for part in parts]
    for place, part in enumerate(parts):
        elsewhere = frozenset[str]().union(*(each for at, each in enumerate(spoken) if at != place))
        if len(part) > 1:
            known = {each.lower() for each in part}
            more = (other for each in part for other in groups.get(each.lower(), ()) if other.lower() not in known)
            meant_alone = elsewhere.isdisjoint(other.lower() for each in part for other in groups.get(each.lower(), ()))
            yield tuple(dict.fromkeys((*part, *more))) if meant_alone else part
            continue
        end = 0
        said = [each.lower() for each in found.findall(part[0])]
        for match in found.finditer(part[0]):
            group = groups[match.group().lower()]
            members = {each.lower() for each in group}
            if sum(each in members for each in said) > 1 or not elsewhere.isdisjoint(members):
                continue  # "the president met the leader of the opposition"
            yield (part[0][end : match.start()],)
            yield (match.group(), *group[1:])
            end = match.end()
        yield (part[0][end:],)
