"""Phrases about facts and verdicts, the same on Discord and at a terminal.

Text of curators, sources and users goes through a `Written`, which cuts and escapes it for the place that shows it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from bot.core.factcheck import (
    Claimed,
    Contradicted,
    Difference,
    DifferenceKind,
    NotCovered,
    OnlyRelated,
    Supported,
    Unchecked,
    Verdict,
)
from bot.core.knowledge.dating import weekday_behind
from bot.core.knowledge.model import Fact, Knowledge, Quote, Source, Standing, Topic
from bot.core.knowledge.todo_groups import TodoGroup, group_todos
from bot.core.matching.spelling import Repair
from bot.i18n.en import Texts

Written = Callable[[str], str]

BETWEEN: Final = " · "
_MARKS: Final = frozenset('“”„‟«»"')


def unchanged(text: str) -> str:
    """Return the text as it is."""
    return text


def statement(fact: Fact, words: Texts) -> str:
    """Return the statement in the reader's language, or as it was written if nobody has translated it."""
    return fact.translated(words.language) or fact.statement


def translated(fact: Fact, words: Texts) -> str:
    """Return the mark of a statement that is shown in a translation; empty for any other."""
    return words.translated if fact.translated(words.language) else ""


def topic_title(topic: Topic, words: Texts) -> str:
    """Return the title in the reader's language, or as it was written if nobody has translated it."""
    return dict(topic.titles).get(words.language, topic.title)


def topic_description(topic: Topic, words: Texts) -> str:
    """Return the description in the reader's language, or as it was written if nobody has translated it."""
    return dict(topic.descriptions).get(words.language, topic.description)


def who_says(fact: Fact, words: Texts) -> str:
    """Return the attribution; one that names nobody, such as "unnamed sources", is in the reader's language."""
    return words.attributions.get(fact.attribution.lower(), fact.attribution)


def said_by(fact: Fact, words: Texts, *, who: Written, standing: Written = unchanged) -> str:
    """Return standing and attribution: Claimed by the mayor."""
    word = standing(words.standing[fact.standing])
    return words.said_by[fact.standing].format(standing=word, who=who(who_says(fact, words)))


def attribution(fact: Fact, knowledge: Knowledge, words: Texts, *, who: Written, standing: Written = unchanged) -> str:
    """Return who says it and who disputes it: Claimed by the mayor · disputed by fishermen ›."""
    pointer = disputed_by(fact, knowledge, words, who=who)
    return _joined(said_by(fact, words, who=who, standing=standing), pointer)


def circumstances(fact: Fact, knowledge: Knowledge, words: Texts, *, who: Written, age: str = "") -> str:
    """Return the date of the fact and its `age`, who disputes it, and how far its source stands behind it.

    A translation of the statement is marked.
    """
    pointer = disputed_by(fact, knowledge, words, who=who)
    mark, meaning = translated(fact, words), words.standing_meaning[fact.standing]
    return _joined(_dated(fact, words), age, pointer, meaning, mark)


def _dated(fact: Fact, words: Texts) -> str:
    """Return the date; empty without one. One that was worked out from a weekday has it, as the quote has only that."""
    if not fact.when:
        return ""
    date, said = words.date(fact.when), weekday_behind(fact.when, [quote.exact for quote in fact.quotes])
    return words.derived_date.format(date=date, said=said) if said else date


def listed(fact: Fact, words: Texts, *, who: Written, standing: Written = unchanged) -> str:
    """Return what is below `statement` in a list: standing, attribution, date, and the mark of a translation."""
    return _joined(in_short(fact, words, who=who, standing=standing), translated(fact, words))


def in_short(fact: Fact, words: Texts, *, who: Written, standing: Written = unchanged) -> str:
    """Return standing, attribution and date, for a fact in a list."""
    return _joined(said_by(fact, words, who=who, standing=standing), words.date(fact.when) if fact.when else "")


def place(  # noqa: PLR0913 - how each part is written
    quote: Quote, source: Source, words: Texts, *, publisher: Written, title: Written, said: str = ""
) -> str:
    """Return where a quote is from: publisher, title, day of publication and of a change, paragraph.

    The publisher is left out if the attribution `said`, which is shown above, names it.
    """
    named = "" if names_publisher(said, source) else publisher(source.publisher)
    paragraph = words.paragraph.format(number=words.number(quote.paragraph))
    changed = words.quote_changed.format(date=words.date(quote.changed)) if quote.changed else ""
    return _joined(named, title(source.title), published(source, words), changed, paragraph)


def placed(quotes: Sequence[Quote]) -> list[bool]:
    """Return whether the place of each quote is written beneath it: for those of one paragraph, after the last only."""
    places = [(quote.source, quote.paragraph, quote.changed) for quote in quotes]
    return [places[number : number + 1] != [place] for number, place in enumerate(places, 1)]


def names_publisher(attribution: str, source: Source) -> bool:
    """Return whether an attribution has the name of the source's publisher, as whole words."""
    return re.search(rf"(?<!\w){re.escape(source.publisher.casefold())}(?!\w)", attribution.casefold()) is not None


def published(source: Source, words: Texts) -> str:
    """Return how old a source is: published 17 October 2025. Empty if nobody noted the day."""
    return words.source_published.format(date=words.date(source.published)) if source.published else ""


def origin(source: Source, words: Texts, *, authors: Written) -> str:
    """Return who wrote a source, when it was published, copied and changed; empty if nobody noted any of it."""
    by = words.source_authors.format(authors=authors(", ".join(source.authors))) if source.authors else ""
    copied = words.source_retrieved.format(date=words.date(source.retrieved)) if source.retrieved else ""
    seen = source.previous[-1].replaced if source.previous else None
    changed = words.source_changed.format(date=words.date(seen)) if seen else ""
    told = _joined(by, published(source, words), copied, changed)
    return told[:1].upper() + told[1:]


def date_range(days: Sequence[dt.date], words: Texts) -> str:
    """Return the first and the last of days in the order of time; a single day by itself.

    Of two days in one month, the first is only its number: dates begin with the day in each language.
    """
    first, last = words.date(days[0]), words.date(days[-1])
    if first != last and days[0].replace(day=1) == days[-1].replace(day=1):
        first = str(days[0].day)
    dates = first if first == last else words.timeline_range.format(first=first, last=last)
    return dates[:1].upper() + dates[1:]


def extent(knowledge: Knowledge, words: Texts) -> str:
    """Return the dates of a base, if it has any, and how many facts and sources it has."""
    dates = knowledge.dates()
    counts = words.count(len(knowledge.facts), words.fact), words.count(len(knowledge.sources), words.source)
    return _joined(date_range(dates, words) if dates else "", *counts)


def draft(knowledge: Knowledge, words: Texts, *, draft: Written = unchanged, note: Written = unchanged) -> str:
    """Return two lines for a draft: that it is one, and its TODOs in groups; empty for a base without TODOs."""
    if not knowledge.todos:
        return ""
    groups = ", ".join(_brief_group(group, words) for group in group_todos(knowledge.todos))
    todos = words.draft_todos.format(todos=words.count(len(knowledge.todos), words.todo), groups=groups)
    return f"{_joined(draft(words.draft), words.draft_unconfirmed)}\n{note(todos)}"


def _brief_group(group: TodoGroup, words: Texts) -> str:
    """Return how many entries have how many TODOs: 8 facts × 4; 9 facts × 4–6; 5 names."""
    noun = getattr(words, group.noun) if group.noun else words.other_place
    entries, most = words.count(group.entries, noun), words.number(group.most)
    if group.most == 1:
        return entries
    return f"{entries} × {most if group.fewest == group.most else f'{words.number(group.fewest)}–{most}'}"


def todo_group(group: TodoGroup, words: Texts) -> str:
    """Return how many entries have how many TODOs: 8 facts × 4 TODOs; 9 facts × 4–6 TODOs; 3 other places."""
    if not group.noun:
        return words.count(group.entries, words.other_place)
    most = words.count(group.most, words.todo)
    todos = most if group.fewest == group.most else f"{words.number(group.fewest)}–{most}"
    return f"{words.count(group.entries, getattr(words, group.noun))} × {todos}"


def fact_todos(fact: Fact, knowledge: Knowledge, words: Texts) -> str:
    """Return which lines of a fact have a TODO, by their keys; empty if none has."""
    keys = dict.fromkeys(todo.key or todo.what for todo in knowledge.todos_of(fact.id))
    return words.fact_todos.format(keys=", ".join(filter(None, keys))) if keys else ""


def quotation(text: str, words: Texts) -> str:
    """Return a quote in quotation marks. A quote that contains some stays as it is, because quotes are verbatim."""
    return text if _MARKS & set(text) else words.quotation.format(text=text)


def read_as(repairs: Sequence[Repair], words: Texts, *, written: Written) -> str:
    """Return how misspelt words were read: Read as: holsy → holsey. Empty without any."""
    read = ", ".join(f"{written(repair.written)} → {written(repair.read)}" for repair in repairs)
    return words.read_as.format(repairs=read) if repairs else ""


def disputed_by(fact: Fact, knowledge: Knowledge, words: Texts, *, who: Written) -> str:
    """Return who disputes a fact: disputed by fishermen ›. Empty if nobody does."""
    others = (knowledge.facts[key] for key in knowledge.disputing.get(fact.id, ()))
    names = list(dict.fromkeys(brief(who_says(other, words)) for other in others if fact.id in other.disputes))
    if not names:
        return ""
    template = words.disputed_by if len(names) == 1 else words.disputed_by_others
    return template.format(who=who(names[0]))


def brief(attribution: str) -> str:
    """Return who it is, without how they said it: the part before the first comma."""
    return attribution.partition(", ")[0]


def _joined(*parts: str) -> str:
    return BETWEEN.join(filter(None, parts))


def verdict_kind(verdict: Verdict) -> str:
    """Return the key of a verdict in JSON and in the catalogue."""
    match verdict:
        case Supported():
            return "supported"
        case Claimed():
            return "claimed"
        case Contradicted():
            return "contradicted"
        case OnlyRelated():
            return "related"
        case NotCovered():
            return "not_covered"


def counted(verdicts: Sequence[Verdict], words: Texts) -> str:
    """Return how many sentences there are, and how many have each verdict."""
    kinds = Counter(map(verdict_kind, verdicts))
    parts = [words.count(kinds[each], noun) for each, noun in words.factcheck_counted.items() if kinds[each]]
    return BETWEEN.join([words.count(len(verdicts), words.sentence), *parts])


def verdict_text(verdict: Verdict, words: Texts, write: Written) -> str:
    """Return a verdict on one line."""
    match verdict:
        case Supported(fact=fact) if fact.standing is Standing.STATED:
            return words.factcheck_stated.format(attribution=write(who_says(fact, words)))
        case Supported():
            return words.factcheck_supported
        case Claimed(fact=fact):
            said = words.factcheck_disputed if fact.standing is Standing.DISPUTED else words.factcheck_claimed
            return said.format(attribution=write(who_says(fact, words)))
        case Contradicted(differences=differences):
            return words.factcheck_contradicted.format(differences=_listed(differences, words, write))
        case OnlyRelated():
            return words.factcheck_related
        case NotCovered(unchecked=why):
            return words.factcheck_not_covered + (f" ({words.factcheck_unchecked[why]})" if why else "")


def differing(verdict: Verdict, words: Texts, write: Written) -> str:
    """Return what is different or missing in the fact that is nearest to a sentence, or why that is not known.

    Nothing for other verdicts.
    """
    match verdict:
        case OnlyRelated(unchecked=Unchecked() as why):
            said = words.factcheck_unchecked[why]
            return f"{said[0].upper()}{said[1:]}."
        case OnlyRelated(differences=(_, *_) as differences):
            return words.factcheck_differing.format(differences=_listed(differences, words, write))
        case _:
            return ""


def _listed(differences: Sequence[Difference], words: Texts, write: Written) -> str:
    """Return the differences; the words that are missing or in other roles together, each kind once."""
    said: dict[tuple[DifferenceKind, bool], list[str]] = {}
    for each in differences:
        alone = each.kind not in {DifferenceKind.MISSING, DifferenceKind.ORDER}
        text = difference(each, words, write) if alone else _quoted(write(each.said), words)
        said.setdefault((each.kind, alone), []).append(text)
    return "; ".join(
        "; ".join(texts) if alone else _gathered(kind, ", ".join(filter(None, texts)), words)
        for (kind, alone), texts in said.items()
    )


def _gathered(kind: DifferenceKind, said: str, words: Texts) -> str:
    text = words.factcheck_roles if kind is DifferenceKind.ORDER else words.factcheck_unsaid
    return " ".join(text.format(said=said).split())


def _quoted(text: str, words: Texts) -> str:
    return quotation(text, words) if text else ""


def difference(found: Difference, words: Texts, write: Written) -> str:
    """Return how a sentence and the source differ."""
    source = words.date(found.source) if isinstance(found.source, dt.date) else found.source
    match found.kind:
        case DifferenceKind.NEGATION if found.said:
            return words.factcheck_denies.format(word=write(found.said))
        case DifferenceKind.NEGATION:
            return words.factcheck_denied.format(word=write(source))
        case DifferenceKind.ORDER:
            return _gathered(found.kind, _quoted(write(found.said), words), words)
        case _ if not source:
            return _gathered(found.kind, _quoted(write(found.said), words), words)
        case _ if not found.said:
            return words.factcheck_qualified.format(word=write(source))
        case _:
            return words.factcheck_differs.format(said=write(found.said), source=write(source))


def objection(against: Fact, words: Texts, write: Written) -> str:
    """Return a fact that disputes a claim, with who says it."""
    return words.factcheck_against.format(
        attribution=write(who_says(against, words)), statement=write(statement(against, words))
    )
