"""What no fact answers: unknowns, golden questions that want silence or a fact, and gaps of the question log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from bot.core.knowledge.model import Fact, GoldenQuestion, Knowledge, Standing, Topic, Unknown
from bot.core.matching.clustering import QuestionGroup
from bot.core.matching.decision import Abstention, Answer, NotInSource, Outcome, Suggestion
from bot.i18n import ENGLISH
from bot.report.article import Mark, Names, anchor, attributed, back, nothing, section, told_under
from bot.report.collect import Sureness, Tried, TriedQuestion
from bot.report.html import Html, joined, listing, table, tag

_SIGNS: Final = {True: "✓", False: "✕"}
_FIGURES: Final = ("questions of", "asked", "right first", "among three", "answered, rightly", "answered, wrongly")


def questions_of(target: Fact | Unknown, questions: tuple[TriedQuestion, ...], names: Names) -> Html:
    """All questions of a fact or an unknown, folded up on a screen and whole in print."""
    right = sum(question.right for question in questions)
    count = f"{len(target.questions)} question{'' if len(target.questions) == 1 else 's'}"
    if not questions:
        return tag("details", tag("summary", count), listing("ul", target.questions), class_="questions")
    summary = f"{count}: {right} of them {'leads' if right == 1 else 'lead'} here though the base is without it"
    return tag(
        "details", tag("summary", summary), listing("ul", (_question(a, names) for a in questions)), class_="questions"
    )


def _question(question: TriedQuestion, names: Names) -> Html:
    sign = tag("span", _SIGNS[question.right], class_="hit" if question.right else "miss")
    # Where it leads is told unless it is where it should.
    where = [] if question.got.id == question.own.id else [joined([" → ", names.named(question.got)])]
    return joined([sign, " ", question.text, " ", tag("span", _fate(question), *where, class_="note")])


def _fate(question: TriedQuestion) -> str:
    passage = "" if question.got.id == question.own.id or not question.right else ", by one that shows the same"
    missed = "" if question.right else ", among three" if question.among else ", not among three"
    return f"{_outcome(question)}{passage}{missed}"


def _outcome(question: TriedQuestion) -> str:
    answered = "not in source" if isinstance(question.got, Unknown) else "answered"
    return f"{answered if question.sureness is Sureness.ANSWERED else question.sureness} {question.confidence:.2f}"


def questions_section(questions: Mapping[str, tuple[TriedQuestion, ...]], names: Names) -> Html:
    """How the questions do together, then those that get a wrong answer, the surest first."""
    every = [question for found in questions.values() for question in found]
    if not every:
        return section(
            "questions", "The questions, each left out", nothing("The base is too small to be asked about itself.")
        )
    note = (
        "Each question is put to the base as though the base did not hold it. It is right where what leads shows the "
        "passage that was asked for, be it by another fact; for an unknown, where it leads to one of the same facts. "
        "The number is the confidence, 0 to 1. How each single question does stands with its fact or unknown."
    )
    kinds = [
        (kind, found)
        for kind, of in (("facts", Fact), ("unknowns", Unknown))
        if (found := [question for question in every if isinstance(question.own, of)])
    ]
    return section(
        "questions",
        "The questions, each left out",
        tag("p", note, class_="note"),
        table(_FIGURES, (_row(kind, found) for kind, found in kinds), class_="figures"),
        *(_misled(kind, found, names) for kind, found in kinds),
    )


def _row(kind: str, questions: Sequence[TriedQuestion]) -> tuple[str, ...]:
    answered = [question for question in questions if question.sureness is Sureness.ANSWERED]
    counts = (
        sum(question.right for question in questions),
        sum(question.among for question in questions),
        sum(question.right for question in answered),
        sum(not question.right for question in answered),
    )
    return (kind, ENGLISH.number(len(questions)), *(f"{ENGLISH.number(n)} ({n / len(questions):.3f})" for n in counts))


def _misled(kind: str, questions: Sequence[TriedQuestion], names: Names) -> Html:
    wrong = sorted((question for question in questions if question.misled), key=lambda question: -question.confidence)
    rows = (
        (question.text, names.named(question.own), names.named(question.got), _outcome(question)) for question in wrong
    )
    told = f"Questions of {kind} that get a wrong answer: {ENGLISH.number(len(wrong))}"
    if not wrong:
        return tag("p", told)
    return tag(
        "details", tag("summary", told), table(("question", "asks for", "leads to", "outcome"), rows, class_="missed")
    )


_DOUBTED = frozenset({Standing.CLAIMED, Standing.DISPUTED})


def facts_section(names: Names, marks: Iterable[Mark], questions: Mapping[str, tuple[TriedQuestion, ...]]) -> Html:
    """Every fact once, under the first of its topics; under the others, where it stands."""
    quotes: dict[str, list[Mark]] = {}
    for mark in marks:
        quotes.setdefault(mark.fact.id, []).append(mark)
    topics = (_topic(topic, names, quotes, questions) for topic in names.knowledge.topics.values())
    return section("facts", "The facts by topic", *topics)


def _topic(
    topic: Topic, names: Names, quotes: Mapping[str, list[Mark]], questions: Mapping[str, tuple[TriedQuestion, ...]]
) -> Html:
    facts = [fact for fact in names.knowledge.facts.values() if topic.id in fact.topics]
    own = told_under(topic, names.knowledge)
    elsewhere = [names.named(fact) for fact in facts if fact.topics[0] != topic.id]
    return tag(
        "section",
        tag("h3", topic.title, " ", tag("span", ENGLISH.count(len(facts), ENGLISH.fact), class_="count")),
        *([tag("p", topic.description, class_="note")] if topic.description else []),
        *(_fact(fact, names, quotes.get(fact.id, ()), questions.get(fact.id, ())) for fact in own),
        *([tag("p", "Told under other topics:", class_="note"), listing("ul", elsewhere)] if elsewhere else []),
        *([] if facts else [nothing(ENGLISH.no_facts)]),
    )


def _fact(fact: Fact, names: Names, marks: Iterable[Mark], questions: tuple[TriedQuestion, ...]) -> Html:
    return tag(
        "div",
        tag("h4", tag("span", str(names.numbers[fact.id]), class_="number"), " ", fact.statement),
        attributed(fact),
        *back(marks, names),
        *_links("Against it", names.knowledge.disputing.get(fact.id, ()), names),
        *_links("Related", fact.related, names),
        questions_of(fact, questions, names),
        tag("p", joined([tag("code", fact.id), f"importance {fact.importance}"], " · "), class_="note"),
        id=anchor(fact),
        class_="fact",
    )


def _links(heading: str, facts: Iterable[str], names: Names) -> Iterator[Html]:
    linked = [names.by_id(fact) for fact in facts]
    if linked:
        yield tag("div", tag("span", heading, class_="label"), listing("ul", linked), class_="links")


def claims_section(names: Names) -> Html:
    """What is claimed or contradicted at the left, what stands against it at the right; then what stands alone."""
    knowledge = names.knowledge
    pairs = [
        tag(
            "div",
            _side(knowledge.facts[key], names),
            tag("div", *(_side(one, names) for one in against)),
            class_="pair",
        )
        for key, against in _pairs(knowledge)
    ]
    alone = [
        names.named(fact)
        for fact in knowledge.facts.values()
        if fact.standing in _DOUBTED and not knowledge.disputing.get(fact.id)
    ]
    return section(
        "claims",
        "Claims beside what disputes them",
        *(pairs or [nothing("No fact disputes another.")]),
        *([tag("h3", "Claimed, with nothing set against it"), listing("ul", alone)] if alone else []),
    )


def _side(fact: Fact, names: Names) -> Html:
    return tag("div", tag("p", names.named(fact)), attributed(fact), class_="side")


def _pairs(knowledge: Knowledge) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """Each pair of facts that stand against each other once: at the left the one that is doubted or disputed."""
    disputed = {other for fact in knowledge.facts.values() for other in fact.disputes}
    told: set[frozenset[str]] = set()
    for fact in knowledge.facts.values():
        if fact.standing in _DOUBTED or fact.id in disputed:
            others = [key for key in knowledge.disputing.get(fact.id, ()) if frozenset({fact.id, key}) not in told]
            told.update(frozenset({fact.id, key}) for key in others)
            if others:
                yield fact.id, tuple(knowledge.facts[key] for key in others)


MOST_GAPS: Final = 200
"""Groups of questions that are shown, those asked most often; `/admin gaps` exports all."""

_WORDINGS: Final = 5  # of one group


def unknowns_section(names: Names, questions: Mapping[str, tuple[TriedQuestion, ...]]) -> Html:
    """What the sources raise and do not answer, with the facts that come closest."""
    unknowns = [
        tag(
            "div",
            tag("h4", unknown.statement),
            tag(
                "div",
                tag("span", "Nearest", class_="label"),
                listing("ul", map(names.by_id, unknown.nearest)),
                class_="links",
            )
            if unknown.nearest
            else "",
            questions_of(unknown, questions.get(unknown.id, ()), names),
            tag("p", tag("code", unknown.id), class_="note"),
            id=anchor(unknown),
            class_="fact",
        )
        for unknown in names.knowledge.unknowns.values()
    ]
    return section("unknowns", "What the sources leave open", *(unknowns or [nothing("No unknown is written down.")]))


def golden_section(tried: Iterable[Tried], names: Names) -> Html:
    """The golden questions, those that get something else first."""
    ordered = sorted(tried, key=lambda one: one.right)
    if not ordered:
        return section("golden", "Golden questions", nothing("There are none."))
    rows = (
        (
            tag("span", "✓" if one.right else "✕", class_="hit" if one.right else "miss"),
            one.golden.question,
            _wanted(one.golden, names),
            "the same" if one.right else _got(one.outcome, names),
        )
        for one in ordered
    )
    wrong = sum(not one.right for one in ordered)
    told = f"{len(ordered) - wrong:,} of {len(ordered):,} get what they have to get."
    return section(
        "golden",
        "Golden questions",
        tag("p", told, class_="note"),
        table(("", "question", "has to get", "gets"), rows, class_="golden"),
    )


def _wanted(golden: GoldenQuestion, names: Names) -> Html | str:
    if golden.fact is not None:
        return names.by_id(golden.fact)
    return "" if golden.outcome is None else golden.outcome.replace("_", " ")


def _got(outcome: Outcome, names: Names) -> Html | str:
    match outcome:
        case Answer(match=match):
            return names.named(match.fact)
        case NotInSource(unknown=unknown):
            return joined(["not in source: ", names.named(unknown)])
        case Suggestion(matches=matches):
            return joined(["a suggestion: ", joined((names.named(match.fact) for match in matches), "; ")])
        case Abstention():
            return "an abstention"


def gaps_section(gaps: tuple[QuestionGroup, ...] | None, names: Names) -> Html:
    """What was asked and not answered, most asked first."""
    if gaps is None:
        return section("gaps", "Asked and not answered", nothing("No question log was read."))
    if not gaps:
        return section("gaps", "Asked and not answered", nothing("Every question that is kept got an answer."))
    headings = ("times", "question", "last asked", "got", "nearest fact")
    more = len(gaps) - MOST_GAPS
    return section(
        "gaps",
        "Asked and not answered",
        table(headings, (_gap(gap, names) for gap in gaps[:MOST_GAPS]), class_="gaps"),
        *(
            [tag("p", f"{more:,} more were asked less often: /admin gaps exports all.", class_="note")]
            if more > 0
            else []
        ),
    )


def _gap(gap: QuestionGroup, names: Names) -> tuple[Html | str, ...]:
    newest = gap.questions[0]
    wordings = [*gap.wordings[:_WORDINGS]]
    more = len(gap.wordings) - len(wordings)
    nearest = names.knowledge.facts.get(newest.fact or "")
    return (
        ENGLISH.number(gap.times),
        listing("ul", [*wordings, *([tag("span", f"and {more:,} more wordings", class_="note")] if more > 0 else [])]),
        tag("time", ENGLISH.date(gap.last.date()), datetime=gap.last.isoformat(timespec="seconds")),
        newest.outcome.replace("_", " "),
        names.named(nearest) if nearest else "none",
    )
