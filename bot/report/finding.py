"""The search and the filter above the page. The script of the page shows them: without it, they do nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from bot.core.knowledge.model import Fact, Standing
from bot.i18n import ENGLISH
from bot.report.collect import Contents
from bot.report.html import Html, tag

_WORK: Final = MappingProxyType({"weak": "Weak", "todo": "With a TODO", "warning": "With a warning"})


def mark_facts(contents: Contents) -> Mapping[str, tuple[str, ...]]:
    """Return what the filter finds each fact by: the work that it needs, and its standing."""
    by_work = {
        "weak": {weak.fact.id for weak in contents.weak},
        "todo": {todo.entry for todo in contents.knowledge.todos if todo.noun == "fact"},
        "warning": {warning.fact for warning in contents.warnings},
    }
    return MappingProxyType({key: tuple(_marks(fact, by_work)) for key, fact in contents.knowledge.facts.items()})


def _marks(fact: Fact, by_work: Mapping[str, set[str]]) -> Iterator[str]:
    yield from (work for work, facts in by_work.items() if fact.id in facts)
    yield fact.standing


def find_form(marks: Mapping[str, tuple[str, ...]]) -> Html:
    """Return the form, with how many facts each choice of the filter finds."""
    counts = Counter(mark for each in marks.values() for mark in each)
    work = [_option(mark, word, counts) for mark, word in _WORK.items() if counts[mark]]
    standings = [_option(standing, ENGLISH.standing[standing], counts) for standing in Standing if counts[standing]]
    groups = (("Facts that need work", work), ("Facts by standing", standings))
    choices = (tag("optgroup", *options, label=label) for label, options in groups if options)
    words = tag(
        "input", id="words", name="words", type="search", placeholder="Search", aria_label="Search", autocomplete="off"
    )
    return tag(
        "form",
        words,
        tag("select", Html('<option value="">Everything</option>'), *choices, name="mark", aria_label="Show"),
        tag("button", "Clear", type="reset"),
        tag("output", aria_live="polite"),
        id="find",
        role="search",
        hidden="hidden",
    )


def _option(mark: str, word: str, counts: Mapping[str, int]) -> Html:
    return tag("option", f"{word} ({ENGLISH.number(counts[mark])})", value=mark)
