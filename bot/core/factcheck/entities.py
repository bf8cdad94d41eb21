"""Compare the names in a sentence with those in a text of a fact: which are replaced, and in what order they come."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.factcheck import function_words
from bot.core.factcheck.parsing import ACTORS, ParsedSentence
from bot.core.factcheck.results import Difference, DifferenceKind
from bot.core.knowledge.model import EntityKind, Vocabulary
from bot.core.knowledge.vocabulary import Mention, members
from bot.core.text.normalise import stem, words

_CONTEXT: Final = 2
"""Words before or after two names that must be the same for the names to be in the same place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """A name that replaces another: the indexes of its words in the sentence, and how many words it replaces."""

    difference: Difference
    indexes: tuple[int, ...]
    replaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stranger:
    """A name that the text lacks; `kind` is None if the vocabulary does not know it either."""

    indexes: tuple[int, ...]
    kind: EntityKind | None


def renamed(
    said: ParsedSentence, text: ParsedSentence, lacking: Collection[int], vocabulary: Vocabulary
) -> Iterator[Renamed]:
    """Yield the names in a sentence that replace a name in the text.

    `lacking` are the indexes of the words that the text lacks. A known name replaces one of the same kind, an unknown
    one a name next to the same word.
    """
    free = [mention for mention in text.entities if _is_free(mention, said, text, vocabulary)]
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


def turned_round(said: ParsedSentence, text: ParsedSentence) -> bool:
    """Return whether the actors come in another order, or a name of the text is in the place of another."""
    displaced = any(_displaced(each, said, text) for each in said.entities)
    return displaced or _reordered(_actors(said), _actors(text)) or _elsewhere(said, text)


def _is_free(mention: Mention, said: ParsedSentence, text: ParsedSentence, vocabulary: Vocabulary) -> bool:
    """Return whether a sentence lacks a name of the text, or only names its office, which may be the mistake."""
    if mention.concept not in said.terms:
        return True
    own = frozenset(map(stem, words(members(mention.concept, vocabulary)[0])))
    return own.isdisjoint(said.stems) and not own.isdisjoint(text.stems[mention.start : mention.end])


def _strangers(said: ParsedSentence, text: ParsedSentence, lacking: Collection[int]) -> Iterator[_Stranger]:
    known: set[int] = set()
    for mention in said.entities:
        indexes = tuple(range(mention.start, mention.end))
        if mention.concept not in text.terms and not known.issuperset(indexes) and set(lacking) & set(indexes):
            known.update(indexes)
            yield _Stranger(indexes=indexes, kind=said.kinds[mention.concept])
    for run in _runs([index for index in sorted(lacking) if index not in known and said.stems[index] in said.named]):
        # The first word of a sentence is capitalised anyway; it belongs to a name if the next word does.
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
    """Return whether the word before or after both names, a title, or the next content word is the same."""
    ours, theirs = _around(said, indexes[0], indexes[-1] + 1, 1), _around(text, mention.start, mention.end, 1)
    titled = ours[0] == text.stems[mention.start : mention.start + 1]
    follows = _next_place(said, indexes[-1]), _next_place(text, mention.end - 1)
    return titled or any(one and one == other for one, other in (*zip(ours, theirs, strict=True), follows))


def _next_place(text: ParsedSentence, index: int) -> str:
    return next((place.stem for place in text.content_words if place.index > index), "")


def _around(text: ParsedSentence, start: int, end: int, size: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the `size` stems before a passage and after it, or none if there are fewer."""
    ahead = text.stems[start - size : start] if start >= size else ()
    behind = text.stems[end : end + size]
    return ahead, behind if len(behind) == size else ()


def _actors(text: ParsedSentence) -> dict[str, int]:
    """Map each actor to its rank: a name after "by" comes first, and one that is only cited does not count."""
    found: dict[str, int] = {}
    for mention in text.entities:
        ahead = [word for word in text.words[: mention.start] if word != "the"][-2:]
        if text.kinds[mention.concept] in ACTORS and ahead not in function_words.CITING:
            acts = not function_words.ACTING.isdisjoint(ahead[-1:])
            found.setdefault(mention.concept, mention.start - len(text.words) * acts)
    return found


def _reordered(said: dict[str, int], text: dict[str, int]) -> bool:
    both = [name for name in said if name in text]
    return sorted(both, key=said.__getitem__) != sorted(both, key=text.__getitem__)


def _displaced(mention: Mention, said: ParsedSentence, text: ParsedSentence) -> bool:
    """Return whether the text has another name next to the same words."""
    if mention.concept not in text.terms:
        return False
    ours = _around(said, mention.start, mention.end, _CONTEXT)
    in_place = [
        each.concept for each in text.entities if text.kinds[each.concept] is said.kinds[mention.concept]
        for one, other in zip(ours, _around(text, each.start, each.end, _CONTEXT), strict=True) if one and one == other
    ]  # fmt: skip
    return bool(in_place) and mention.concept not in in_place


def _elsewhere(said: ParsedSentence, text: ParsedSentence) -> bool:
    """Return whether a sentence locates something where its text does not, and leaves out where the text does.

    "US bombers off Venezuela" has all the words of "off the United States", but does not say it.
    """
    ours, theirs = _places(said), _places(text)
    if all(place in ours for place in theirs):
        return False
    return any(put and not theirs[place] for place, put in ours.items() if place in theirs)


def _places(text: ParsedSentence) -> dict[str, bool]:
    """Map each place that a text names to whether something is located there."""
    found: dict[str, bool] = {}
    for mention in text.entities:
        if text.kinds[mention.concept] is EntityKind.PLACE:
            ahead = [word for word in text.words[: mention.start] if word != "the"][-1:]
            put = not function_words.PUTTING.isdisjoint(ahead)
            found[mention.concept] = found.get(mention.concept, False) or put
    return found
