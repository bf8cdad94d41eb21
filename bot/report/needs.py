"""The first section: what waits for a curator, the most urgent kind first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.knowledge.coverage import SourceCoverage
from bot.core.knowledge.model import GoldenQuestion, Knowledge
from bot.core.knowledge.todo_groups import unsettled_entries
from bot.core.matching.clustering import QuestionGroup
from bot.core.matching.decision import Abstention, Answer, NotInSource, Outcome, Suggestion
from bot.core.text.sentences import Sentence
from bot.errors import Problem, Todo
from bot.i18n import ENGLISH
from bot.i18n.phrases import quotation
from bot.report.collect import WEAK, Certainty, Contents, GoldenResult, WeakFact
from bot.report.html import Html, joined, link, listing, table, tag
from bot.report.parts import FactLinks, cut, folded, nothing, paragraph_anchor, section, sign

MOST_GROUPS: Final = 200
"""Number of groups of unanswered questions that are shown, most often asked first; `/admin gaps` exports all."""

_WORDINGS: Final = 5  # of one group


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One kind of work. `key` is the id of its part of the section; `count` is None if nobody looked for it."""

    key: str
    heading: str
    count: int | None
    children: tuple[Html, ...]


def needs_section(contents: Contents, links: FactLinks) -> Html:
    """Show what waits for a curator: first how much of each kind, then each kind."""
    needs = (
        _unanswered(contents.unanswered, links),
        _golden(contents.golden, links),
        _weak(contents, links),
        _todos(contents.knowledge, links),
        _warnings(contents, links),
    )
    return section(
        "first",
        "What needs you first",
        listing(map(_counted, needs), class_="counts"),
        *(tag("section", tag("h3", need.heading), *need.children, id=need.key) for need in needs),
    )


def _counted(need: Need) -> Html:
    count = "–" if need.count is None else ENGLISH.number(need.count)
    return link(need.key, tag("span", count, class_="amount"), " ", need.heading, class_="due" if need.count else "")


def _unanswered(groups: Sequence[QuestionGroup] | None, links: FactLinks) -> Need:
    """List the unanswered questions, those asked most often first."""
    children: tuple[Html, ...]
    if groups is None:
        children = (nothing("No question log was read."),)
    elif not groups:
        children = (nothing("Every question in the log was answered."),)
    else:
        more = len(groups) - MOST_GROUPS
        note = f"{more:,} more were asked less often. /admin gaps exports all of them."
        shown = cut(groups[:MOST_GROUPS], lambda some: _groups(some, links))
        children = (*shown, *([tag("p", note, class_="note")] if more > 0 else []))
    count = None if groups is None else len(groups)
    return Need(key="unanswered", heading="Unanswered questions", count=count, children=children)


def _groups(groups: Sequence[QuestionGroup], links: FactLinks) -> Html:
    headings = ("times", "question", "last asked", "outcome", "nearest fact")
    return table(headings, (_group(group, links) for group in groups), class_="unanswered")


def _group(group: QuestionGroup, links: FactLinks) -> tuple[Html | str, ...]:
    newest = group.questions[0]
    wordings = group.wordings[:_WORDINGS]
    more = len(group.wordings) - len(wordings)
    nearest = links.knowledge.facts.get(newest.fact or "")
    return (
        ENGLISH.number(group.times),
        listing([*wordings, *([tag("span", f"and {more:,} more wordings", class_="note")] if more > 0 else [])]),
        tag("time", ENGLISH.date(group.last.date()), datetime=group.last.isoformat(timespec="seconds")),
        newest.outcome.replace("_", " "),
        links.to(nearest) if nearest else "none",
    )


def _golden(results: Sequence[GoldenResult], links: FactLinks) -> Need:
    """List the golden questions with another outcome than expected, and fold the others."""
    wrong, right = ([result for result in results if result.right is wanted] for wanted in (False, True))
    children = [nothing("There are no golden questions.")]
    if results:
        count = f"{len(right):,} of {len(results):,} have the expected outcome."
        children = [tag("p", count, class_="note"), *([_asked(wrong, links)] if wrong else [])]
    if right:
        children.append(
            folded(f"Show the {len(right):,} with the expected outcome", _asked(right, links), class_="screen")
        )
    heading = "Golden questions with another outcome"
    return Need(key="golden", heading=heading, count=len(wrong), children=tuple(children))


def _asked(results: Sequence[GoldenResult], links: FactLinks) -> Html:
    rows = (
        (
            joined([sign(right=result.right), " ", result.golden.question]),
            _expected(result.golden, links),
            "as expected" if result.right else _got(result.outcome, links),
        )
        for result in results
    )
    return table(("question", "expected", "outcome"), rows, class_="golden")


def _expected(golden: GoldenQuestion, links: FactLinks) -> Html | str:
    if golden.fact is not None:
        return links.to(links.knowledge.facts[golden.fact])
    return "" if golden.outcome is None else golden.outcome.replace("_", " ")


def _got(outcome: Outcome, links: FactLinks) -> Html | str:
    match outcome:
        case Answer(match=match):
            return links.to(match.fact)
        case NotInSource(unknown=unknown):
            return joined(["not in source: ", links.to(unknown)])
        case Suggestion(matches=matches):
            return joined(["a suggestion: ", joined((links.to(match.fact) for match in matches), "; ")])
        case Abstention():
            return "an abstention"


def _weak(contents: Contents, links: FactLinks) -> Need:
    """List the weak facts, those that the largest share of their questions miss first."""
    weak = contents.weak
    note = (
        f"Left out in turn, more than {ENGLISH.percent(WEAK)} of its questions miss each of these facts, or the one "
        "that readers see does: they get another answer, suggestions without the fact, or no answer. Add phrasings, or "
        "make those of the fact that is found instead more specific."
    )
    children = (tag("p", note, class_="note"), *cut(weak, lambda some: _weak_facts(some, links)))
    none = (
        nothing("No fact is weak." if contents.questions else "The base is too small to be asked its own questions."),
    )
    return Need(key="weak", heading="Weak facts", count=len(weak), children=children if weak else none)


def _weak_facts(facts: Sequence[WeakFact], links: FactLinks) -> Html:
    headings = ("fact", "missed by", "another answer", "suggestions", "no answer")
    return table(headings, (_weak_fact(one, links) for one in facts), class_="weak")


def _weak_fact(weak: WeakFact, links: FactLinks) -> tuple[Html | str, ...]:
    missed = [result.certainty for result in weak.results if result.missed]
    counts = (missed.count(each) for each in (Certainty.ANSWERED, Certainty.SUGGESTED, Certainty.SILENT))
    shown = [tag("p", f"The question that readers see: {weak.fact.question}", class_="note")] * weak.question_missed
    fact = joined([links.to(weak.fact), *shown])
    return (fact, f"{weak.missed:,} of {len(weak.results):,}", *map(ENGLISH.number, counts))


def _todos(knowledge: Knowledge, links: FactLinks) -> Need:
    """List the entries with TODO comments, those with the most first, then the TODOs outside of all entries."""
    entries = sorted(unsettled_entries(knowledge.todos), key=lambda each: -len(each.todos))
    rows = [(_entry(each.entry, each.noun, links), each.todos) for each in entries]
    rows += [("", (todo,)) for todo in knowledge.todos if not todo.entry]
    shown = cut(rows, _todo_table)
    children = tuple(shown) if rows else (nothing("Everything is settled."),)
    return Need(key="todos", heading="TODOs to settle", count=len(knowledge.todos), children=children)


def _todo_table(rows: Sequence[tuple[Html | str, Sequence[Todo]]]) -> Html:
    cells = ((entry, listing(map(_todo, todos)), _places(todos)) for entry, todos in rows)
    return table(("entry", "to settle", "file"), cells, class_="todos")


def _entry(entry: str, noun: str, links: FactLinks) -> Html | str:
    facts, unknowns = links.knowledge.facts, links.knowledge.unknowns
    target = facts.get(entry) if noun == "fact" else unknowns.get(entry) if noun == "unknown" else None
    return links.to(target) if target else f"{noun.replace('_', ' ')} {entry}"


def _todo(todo: Todo) -> str:
    return ": ".join(filter(None, (todo.key, todo.what))) or "not settled yet"


def _places(todos: Sequence[Todo]) -> Html:
    lines = ", ".join(str(todo.line) for todo in todos)
    return tag("code", f"{todos[0].file}:{lines}")


def _warnings(contents: Contents, links: FactLinks) -> Need:
    """List the warnings of `check`: about the files, then the sentences that no fact quotes."""
    rows = [
        *(_warning(problem, links) for problem in contents.warnings),
        *(_bare(sentence, covered) for covered in contents.coverage for sentence in covered.bare),
    ]
    shown = cut(rows, lambda some: table(("place", "warning"), some, class_="warnings"))
    children = tuple(shown) if rows else (nothing("check warns of nothing."),)
    return Need(key="warnings", heading="Warnings of check", count=len(rows), children=children)


def _warning(problem: Problem, links: FactLinks) -> tuple[Html, Html]:
    fact = links.knowledge.facts.get(problem.fact)
    message = problem.message.removeprefix("warning: ")
    place = tag("code", f"{problem.file}:{problem.line}")
    return place, joined([message, *([tag("p", links.to(fact))] if fact else [])])


def _bare(sentence: Sentence, covered: SourceCoverage) -> tuple[Html, Html]:
    source = covered.source
    place = ENGLISH.paragraph.format(number=sentence.paragraph)
    words = quotation(" ".join(source.text[sentence.start : sentence.end].split()), ENGLISH)
    return (
        link(paragraph_anchor(source, sentence.paragraph), f"{source.publisher}, {place}"),
        joined([f"No fact quotes {words} Quote it in a fact, or list it as unquoted with a reason."]),
    )
