"""Compare the names of a sentence with those of a fact's text: which replaces which, and in what order they come."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.factcheck import function_words
from bot.core.factcheck.parsing import ParsedSentence
from bot.core.factcheck.results import Difference, DifferenceKind
from bot.core.knowledge.model import EntityKind, Vocabulary
from bot.core.knowledge.vocabulary import Mention, members
from bot.core.text.normalise import stem, words

_ACTORS: Final = frozenset({EntityKind.PERSON, EntityKind.ORGANISATION})
_CONTEXT: Final = 2
"""Words before or after a name that must be the same for its place to be the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """A name in the place of another: the indexes of its words in the sentence, and how many words it replaces."""

    difference: Difference
    indexes: tuple[int, ...]
    replaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stranger:
    """A name that the text lacks; `kind` is None where the vocabulary does not know it either."""

    indexes: tuple[int, ...]
    kind: EntityKind | None


def renamed(
    said: ParsedSentence, text: ParsedSentence, lacking: Collection[int], vocabulary: Vocabulary
) -> Iterator[Renamed]:
    """Names among the words `lacking` in the text that stand where the text has another that the sentence lacks.

    That is one of the same kind or, for a name that the vocabulary does not know, one beside the same word.
    """
    free = [mention for mention in _named(text) if _is_free(mention, said, text, vocabulary)]
    for stranger in _strangers(said, text, lacking):
        for mention in free:
            alike = text.kinds[mention.concept] is stranger.kind
            if alike if stranger.kind is not None else _beside(said, stranger.indexes, text, mention):
                free = [each for each in free if each.concept != mention.concept]
                written = members(mention.concept, vocabulary)[0]
                said_name = said.written(stranger.indexes)
                yield Renamed(
                    difference=Difference(kind=DifferenceKind.NAME, said=said_name, source=written),
                    indexes=stranger.indexes,
                    replaced=mention.end - mention.start,
                )
                break


def actors(said: ParsedSentence) -> frozenset[int]:
    """The indexes of the words that name a person or a body, or something that the vocabulary does not know."""
    known = {index: each for each in _named(said) for index in range(each.start, each.end)}
    acting = (index for index, each in known.items() if said.kinds[each.concept] in _ACTORS)
    strange = (place.index for place in said.content_words if place.stem in said.named and place.index not in known)
    return frozenset((*acting, *strange))


def turned_round(said: ParsedSentence, text: ParsedSentence) -> bool:
    """Whether those who act come in another order, or a name of the text is in the place of another."""
    displaced = any(_displaced(each, said, text) for each in _named(said))
    return displaced or _reordered(_actors(said), _actors(text)) or _elsewhere(said, text)


def _named(text: ParsedSentence) -> list[Mention]:
    return [mention for mention in text.mentions if mention.concept in text.kinds]


def _is_free(mention: Mention, said: ParsedSentence, text: ParsedSentence, vocabulary: Vocabulary) -> bool:
    """Whether a sentence lacks a name of the text; that it names the same by an office may be what is wrong with it."""
    if mention.concept not in said.terms:
        return True
    own = frozenset(map(stem, words(members(mention.concept, vocabulary)[0])))
    return own.isdisjoint(said.stems) and not own.isdisjoint(text.stems[mention.start : mention.end])


def _strangers(said: ParsedSentence, text: ParsedSentence, lacking: Collection[int]) -> Iterator[_Stranger]:
    known: set[int] = set()
    for mention in _named(said):
        indexes = tuple(range(mention.start, mention.end))
        if mention.concept not in text.terms and not known.issuperset(indexes) and set(lacking) & set(indexes):
            known.update(indexes)
            yield _Stranger(indexes=indexes, kind=said.kinds[mention.concept])
    for run in _runs([index for index in sorted(lacking) if index not in known and said.stems[index] in said.named]):
        # The first word of a sentence has its capital anyhow: it belongs to a name where the next one does.
        first = (0,) if run[0] == 1 and 0 in lacking and said.capital else ()
        yield _Stranger(indexes=(*first, *run), kind=None)


def _runs(indexes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    run: tuple[int, ...] = ()
    for index in indexes:
        if run and index != run[-1] + 1:
            yield run
            run = ()
        run = (*run, index)
    if run:
        yield run


def _beside(said: ParsedSentence, indexes: tuple[int, ...], text: ParsedSentence, mention: Mention) -> bool:
    """Whether the word ahead, or the one behind, is the same: also a title, or the next word with a subject."""
    ours, theirs = _around(said, indexes[0], indexes[-1] + 1, 1), _around(text, mention.start, mention.end, 1)
    titled = ours[0] == text.stems[mention.start : mention.start + 1]
    follows = _next_place(said, indexes[-1]), _next_place(text, mention.end - 1)
    return titled or any(one and one == other for one, other in (*zip(ours, theirs, strict=True), follows))


def _next_place(text: ParsedSentence, index: int) -> str:
    return next((place.stem for place in text.content_words if place.index > index), "")


def _around(text: ParsedSentence, start: int, end: int, size: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """So many stems ahead of a passage and behind it; none where there are fewer."""
    ahead = text.stems[start - size : start] if start >= size else ()
    behind = text.stems[end : end + size]
    return ahead, behind if len(behind) == size else ()


def _actors(text: ParsedSentence) -> dict[str, int]:
    """Who acts, in order: a name after "by" comes first, and one that is only cited does not count."""
    found: dict[str, int] = {}
    for mention in _named(text):
        ahead = [word for word in text.words[: mention.start] if word != "the"][-2:]
        if text.kinds[mention.concept] in _ACTORS and ahead not in function_words.CITING:
            acts = not function_words.ACTING.isdisjoint(ahead[-1:])
            found.setdefault(mention.concept, mention.start - len(text.words) * acts)
    return found


def _reordered(said: dict[str, int], text: dict[str, int]) -> bool:
    both = [name for name in said if name in text]
    return sorted(both, key=said.__getitem__) != sorted(both, key=text.__getitem__)


def _displaced(mention: Mention, said: ParsedSentence, text: ParsedSentence) -> bool:
    """Whether the text has another name between the words between which the sentence has this one."""
    if mention.concept not in text.terms:
        return False
    ours = _around(said, mention.start, mention.end, _CONTEXT)
    there = [
        each.concept for each in _named(text) if text.kinds[each.concept] is said.kinds[mention.concept]
        for one, other in zip(ours, _around(text, each.start, each.end, _CONTEXT), strict=True) if one and one == other
    ]  # fmt: skip
    return bool(there) and mention.concept not in there


def _elsewhere(said: ParsedSentence, text: ParsedSentence) -> bool:
    """Whether a sentence puts into a place what its text merely calls after it, and leaves out where the text puts it.

    "Off the United States" is not what "US bombers off Venezuela" says, though it has all the words.
    """
    ours, theirs = _places(said), _places(text)
    if all(place in ours for place in theirs):
        return False
    return any(put and not theirs[place] for place, put in ours.items() if place in theirs)


def _places(text: ParsedSentence) -> dict[str, bool]:
    """The places that a text names, and whether something is put there."""
    found: dict[str, bool] = {}
    for mention in _named(text):
        if text.kinds[mention.concept] is EntityKind.PLACE:
            ahead = [word for word in text.words[: mention.start] if word != "the"][-1:]
            put = not function_words.PUTTING.isdisjoint(ahead)
            found[mention.concept] = found.get(mention.concept, False) or put
    return found
