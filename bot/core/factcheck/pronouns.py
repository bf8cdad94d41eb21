"""What "it", "them" and "he" stand for: the check of a sentence by itself knows only what the sentence names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.core.factcheck.clause_builder import COPULAS
from bot.core.factcheck.clauses import CORE, Clause, Item, Link, Parsed, Reference
from bot.core.factcheck.fact_texts import ClauseMatch
from bot.core.factcheck.relations import same
from bot.core.factcheck.results import Difference, DifferenceKind
from bot.core.text.normalise import words

_SUBJECTS: Final = frozenset({"he", "she", "they"})
_QUOTED: Final = ('"', "“")
_JOINTS: Final = frozenset({"that", "who"})


def unnamed(clause: Clause, sentence: Parsed, match: ClauseMatch | None) -> Iterator[Difference]:
    """Yield the pronouns of a clause that may stand for something else than the source has in their place."""
    for reference in () if _is_expletive(clause, sentence) else clause.references:
        named = list(_named(reference, clause, sentence))
        quoted = sentence.text[: reference.start].endswith(_QUOTED)
        if not (named or quoted) or (match is not None and not _is_meant(reference, named, match)):
            yield Difference(kind=DifferenceKind.MISSING, said=reference.word, source="")


def _is_expletive(clause: Clause, sentence: Parsed) -> bool:
    """Return whether "it" stands for nothing: "it is the first time that ...", "it was promised by X that ..."."""
    if not clause.pronoun or not clause.items:
        return False
    first = clause.items[0]
    if first.keys & COPULAS:
        return not _JOINTS.isdisjoint(words(sentence.text[first.end :]))
    actors = (item for item in clause.items if item.start > first.start)
    return bool(clause.speech) and first.verb and any(item.order < first.order for item in actors)


def _named(reference: Reference, clause: Clause, sentence: Parsed) -> Iterator[Item]:
    """Yield what a pronoun may stand for: what another clause names before it, or after a clause that begins."""
    depends = any(each.link is Link.ADVERBIAL for each in (clause, *sentence.ancestors(clause)))
    if reference.word in _SUBJECTS and not clause.pronoun:
        yield from (item for item in clause.items if item.start < reference.start)  # "than she does"
    for other in sentence.clauses:
        if other.number != clause.number:
            nouns = (item for item in other.items if not item.verb and not item.time)
            yield from (item for item in nouns if depends or item.start < reference.start)


def _is_meant(reference: Reference, named: list[Item], match: ClauseMatch) -> bool:
    """Return whether the source has a pronoun as well, or one of these in its place."""
    word = reference.word
    if match.other.references or any(each.word == word for other in match.parsed.clauses for each in other.references):
        return True
    partners = match.partners
    left = [item for item in match.available if id(item) not in partners and item.slot == CORE and not item.verb]
    return any(same(item, each) for item in left for each in named)
