"""Whether a sentence speaks of several, of the only one or of a part where its source does not: "the goal"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.core.factcheck import lexicon
from bot.core.factcheck.clauses import Item, ItemKind, Parsed
from bot.core.factcheck.fact_texts import ClauseMatch, FactTexts
from bot.core.factcheck.relations import same
from bot.core.factcheck.results import Difference, DifferenceKind
from bot.core.factcheck.roles import heads_of
from bot.core.knowledge.quantities import Kind
from bot.core.text.normalise import words

_BEFORE: Final = 4  # words before a noun of which one is its article
_ARTICLES: Final = lexicon.DETERMINERS - {"these", "those", "such"}
_PARTITIVE: Final = tuple(("of", article) for article in ("the", "these", "those", "its", "their", "his"))
_ONLY_ONES: Final = tuple((verb, "the") for verb in sorted(lexicon.BE))
_ONE_OF_SOME: Final = (("a",), ("an",))
_ALL_THERE_ARE: Final = tuple((each,) for each in ("the", "these", "those", "its", "their", "his", "her"))
_OPEN: Final = frozenset({"may", "can"})


def plural_faults(match: ClauseMatch) -> Iterator[Difference]:
    """Yield the plurals of a sentence for which the source has one thing, or one person with a title."""
    for place, partner in match.pairs.items():
        item = match.items[place]
        said = words(item.text)[-1:]
        if item.kind is not ItemKind.WORD or item.verb or not said or not _singulars(said[0]):
            continue
        if partner is item:
            found = [(each, text) for text in match.fact.texts for each in text.items if same(item, each)]
            one = bool(found) and all(_is_one(said[0], each, text) for each, text in found)
        else:
            general = "a" in words(match.parsed.text[: partner.start])[-1:] and not _OPEN.isdisjoint(match.other.modals)
            one = not general and not heads_of(partner, match.available) and _is_one(said[0], partner, match.parsed)
        if one and not _is_written(said[0], match.fact):
            yield Difference(kind=DifferenceKind.QUALIFIER, said=item.text, source=partner.text)


def article_faults(match: ClauseMatch) -> Iterator[Difference]:
    """Yield what a sentence has for "a goal" or "46 trees": "is the goal", "46 of the trees"."""
    for place, partner in match.pairs.items():
        item, said, source = match.items[place], match.sentence.text, match.parsed.text
        if partner is item:
            continue
        if item.kind is ItemKind.NUMBER and partner.kind is ItemKind.NUMBER:
            part = words(said[item.end :])[:2] in _PARTITIVE and not _is_part_written(item, match.fact)
            counted = item.quantity is not None and item.quantity.kind is Kind.COUNT
            wider = not _is_both(partner, source) if item.text.lower() == "both" else part
            if wider and counted and same(item, partner):
                yield Difference(kind=DifferenceKind.QUALIFIER, said=f"{item.text} of", source=partner.text)
        elif item.kind is partner.kind is ItemKind.WORD:
            only = words(said[: item.start])[-2:] in _ONLY_ONES and words(source[: partner.start])[-1:] in _ONE_OF_SOME
            if only:
                yield Difference(kind=DifferenceKind.QUALIFIER, said=f"the {item.text}", source=f"a {partner.text}")


def _is_both(number: Item, text: str) -> bool:
    """Return whether a number in a text is one of all there are: "the two survivors", "both survivors"."""
    return number.text.lower() == "both" or words(text[: number.start])[-1:] in _ALL_THERE_ARE


def owned_faults(match: ClauseMatch) -> Iterator[Difference]:
    """Yield the numbers of what is a part of what somebody has: "has an army of 100 men" is not "has 100 men"."""
    partners = match.partners
    if not any("=have" in each.keys for each in match.pairs.values()):
        return
    for place, partner in match.pairs.items():
        if partner.quantity is None or not partner.modifies or match.items[place].modifies:
            continue
        before = [each for each in match.available if each.phrase == partner.phrase and each.place < partner.place]
        owned = [each for each in before if not each.modifies and not each.verb][-1:]
        if owned and id(owned[0]) not in partners:
            yield Difference(kind=DifferenceKind.QUALIFIER, said="", source=owned[0].text)


def _is_part_written(number: Item, fact: FactTexts) -> bool:
    """Return whether a text of a fact has a number as one of several: "two of the bombers"."""
    texts = (fact.whole or fact).texts + fact.texts
    return any(
        same(number, each) and words(text.text[each.end :])[:1] == ("of",) for text in texts for each in text.items
    )


def _is_one(plural: str, item: Item, text: Parsed) -> bool:
    """Return whether an item of a text is one of what a plural names."""
    own = {lexicon.TITLES.get(word, word) for word in words(item.text)}
    if item.verb or plural in own or own.isdisjoint(_singulars(plural)):
        return False
    return item.kind is ItemKind.NAME or not _ARTICLES.isdisjoint(words(text.text[: item.start])[-_BEFORE:])


def _is_written(plural: str, fact: FactTexts) -> bool:
    """Return whether the statement or a quote of a fact has a plural."""
    return any(plural in words(text) for text in (fact.fact.statement, *(each.exact for each in fact.fact.quotes)))


def _singulars(plural: str) -> frozenset[str]:
    """Return the words of which a word may be the plural."""
    if not plural.endswith("s") or plural.endswith("ss"):
        return frozenset()
    found = {plural[:-1], plural.removesuffix("es"), f"{plural[:-3]}y" if plural.endswith("ies") else ""}
    return frozenset(found - {plural, ""})
