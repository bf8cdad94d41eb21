"""Find statements that give a number, date or name which the publisher has since changed in the text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.knowledge.anchor_repair import has_words, show_differences
from bot.core.knowledge.anchoring import TextQuote
from bot.core.knowledge.model import Fact, PreviousText, Quote, Source, Vocabulary
from bot.core.knowledge.passage_alignment import find_passage, without_lead
from bot.core.knowledge.proof import Prover
from bot.core.knowledge.values import read_values
from bot.core.text.normalise import fold
from bot.core.text.word_boundaries import whole_words


@dataclass(frozen=True, slots=True, kw_only=True)
class OutdatedValue:
    """A value of a statement that the quotes proved before a change of the text, and do not prove now.

    `fact` is the fact's id, `index` its place among the facts, `value` the words of its statement.
    """

    fact: str
    index: int
    value: str
    message: str


def changed_on(exact: str, source: Source) -> dt.date | None:
    """Return the day since which a source has these words, or None if all its texts have them."""
    before = _before(exact, source)
    return before.replaced if before else None


def find_outdated(
    facts: Sequence[Fact], sources: Mapping[str, Source], vocabulary: Vocabulary
) -> Iterator[OutdatedValue]:
    """Yield the outdated values of all statements, in the order of the facts."""
    changed = [(index, fact) for index, fact in enumerate(facts) if any(quote.changed for quote in fact.quotes)]
    if not changed:
        return
    statements = [fact.statement for fact in facts]
    now = Prover(vocabulary=vocabulary, sources=sources, statements=statements)
    for index, fact in changed:
        statement = read_values(fact.statement)
        unproven = {fold(each.text): each.text for each in now.unproven(statement, fact.quotes)}
        if not unproven:
            continue
        earlier, pairs = _earlier(fact.quotes, sources)
        then = Prover(vocabulary=vocabulary, sources={**sources, **earlier}, statements=statements)
        never = {fold(each.text) for each in then.unproven(statement, [before for before, _ in pairs])}
        for value in (text for key, text in unproven.items() if key not in never):
            yield OutdatedValue(fact=fact.id, index=index, value=value, message=_message(value, pairs))


def _before(exact: str, source: Source) -> PreviousText | None:
    """Return the latest earlier text without these words."""
    return next((each for each in reversed(source.previous) if not has_words(exact, each.text)), None)


def _earlier(
    quotes: Sequence[Quote], sources: Mapping[str, Source]
) -> tuple[Mapping[str, Source], Sequence[tuple[Quote, Quote]]]:
    """Return the earlier texts by ids of their own, and each quote as it was before it changed, with the quote itself.

    A quote without a counterpart in the earlier text is left out.
    """
    texts: dict[str, Source] = {}
    found: list[tuple[Quote, Quote]] = []
    for quote in quotes:
        source = sources[quote.source]
        before = _before(quote.exact, source)
        if before is None:
            found.append((quote, quote))
            continue
        key = f"{source.id}/{before.file}"
        text = before.text
        texts.setdefault(key, replace(source, text=text))
        if passage := find_passage(TextQuote(exact=quote.exact), text, texts[key].sentences):
            start, end = whole_words(*passage, text)
            start = without_lead(start, text, (quote.start, source.text, source.sentences))
            number = next(each.number for each in reversed(texts[key].paragraphs) if each.start <= start)
            was = replace(quote, source=key, exact=text[start:end], start=start, end=end, paragraph=number)
            found.append((was, quote))
    return texts, found


def _message(value: str, pairs: Sequence[tuple[Quote, Quote]]) -> str:
    changed = [(before, now) for before, now in pairs if before is not now]
    shown = "".join(f"\n    {show_differences(before.exact, now.exact)}" for before, now in changed)
    day = max(now.changed for _, now in changed if now.changed)
    return (
        f"The publisher has changed the text, as seen on {day.isoformat()}: '{value}' was in the quote and is not any "
        f"more. Correct the statement; or, if it is right, list the words under 'acknowledged' with a reason.{shown}"
    )
