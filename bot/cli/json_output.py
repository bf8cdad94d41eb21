"""Outcomes and verdicts as values for JSON, the format that scripts read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from bot.cli.pages import TerminalPage
from bot.cli.terminal import LONGEST_LINK
from bot.core.factcheck import Claimed, Contradicted, Difference, NotCovered, OnlyRelated, Supported, Verdict
from bot.core.knowledge.model import Fact, Knowledge, Quote, Unknown
from bot.core.knowledge.todo_groups import group_todos
from bot.core.matching.decision import Answer, Match, NotInSource, Outcome, shown
from bot.core.matching.explain import Contribution, CoveredWord, ExplainedEntry, Explanation
from bot.core.matching.spelling import Repair
from bot.i18n import Texts, citations
from bot.i18n.phrases import verdict_kind


def record(outcome: Outcome, knowledge: Knowledge, *, ms: float) -> dict[str, Any]:
    """Return the outcome as values for JSON. `ms` is how long it took, in milliseconds.

    `facts` are at most three, best first; `start` and `end` count characters of the source's text, `end` exclusive.
    `published` is the day on which the source was published, or null if nobody noted it; `changed` the day on which
    the publisher's change was seen since which the source has these words, or null.
    """
    unknown = {"unknown": _unknown(outcome)} if isinstance(outcome, NotInSource) else {}
    return {
        **draft_record(knowledge, (match.fact for match in shown(outcome))),
        "question": outcome.question,
        "outcome": outcome.kind,
        "confidence": round(outcome.confidence, 4),
        **unknown,
        **({"read_as": [_repair(each) for each in outcome.repairs]} if outcome.repairs else {}),
        "facts": [_fact(match, knowledge) for match in shown(outcome)],
        "ms": round(ms, 3),
    }


def page_record(question: str, page: TerminalPage, knowledge: Knowledge, *, ms: float) -> dict[str, Any]:
    """Return a page that a question asks for, with all of its facts, in the form of an outcome."""
    return {
        **draft_record(knowledge, (match.fact for match in page.matches)),
        "question": question,
        "outcome": page.kind,
        "confidence": 1.0,
        "facts": [_fact(match, knowledge) for match in page.matches],
        "ms": round(ms, 3),
    }


def draft_record(knowledge: Knowledge, facts: Iterable[Fact] = ()) -> dict[str, Any]:
    """Return that a base is a draft, its TODOs in groups, and those of the facts; empty for a base without TODOs."""
    if not knowledge.todos:
        return {}
    groups = [
        {"kind": group.noun or "other", "entries": group.entries, "fewest": group.fewest, "most": group.most}
        for group in group_todos(knowledge.todos)
    ]
    of_facts = {fact.id: [todo.key or todo.what for todo in knowledge.todos_of(fact.id)] for fact in facts}
    return {"draft": {"todos": len(knowledge.todos), "groups": groups, "facts": of_facts}}


def citation_records(outcome: Outcome, knowledge: Knowledge, words: Texts, today: dt.date) -> list[dict[str, str]]:
    """Return each quote of an answer as a citation, as plain text and as Markdown; nothing for another outcome."""
    quotes = outcome.match.fact.quotes if isinstance(outcome, Answer) else ()
    cited = [
        citations.cite(quote, knowledge.sources[quote.source], words, today=today, longest=LONGEST_LINK)
        for quote in quotes
    ]
    return [{"text": citations.plain_text(each, words), "markdown": citations.markdown(each)} for each in cited]


def _repair(repair: Repair) -> dict[str, str]:
    return {"written": repair.written, "read": repair.read}


def _unknown(outcome: NotInSource) -> dict[str, str]:
    return {"id": outcome.unknown.id, "statement": outcome.unknown.statement}


def _fact(match: Match, knowledge: Knowledge) -> dict[str, Any]:
    fact = match.fact
    return {
        "id": fact.id,
        "statement": fact.statement,
        "score": round(match.score, 4),
        "standing": fact.standing.value,
        "attribution": fact.attribution,
        "quotes": [_quote(quote, knowledge) for quote in fact.quotes],
    }


def explanation_record(explanation: Explanation) -> dict[str, Any]:
    """Return the explanation as values for JSON: the `explanation` of an outcome's record."""
    return {
        "repairs": [_repair(each) for each in explanation.repairs],
        "words": [
            {"word": word, "weight": round(share, 4)}
            for word, share in zip(explanation.words, explanation.shares, strict=True)
        ],
        "entries": [_weighed(entry) for entry in explanation.entries],
        "confidence": {
            "signals": [_contribution(signal) for signal in explanation.signals],
            "constant": round(explanation.constant, 4),
            "exact": explanation.exact,
        },
        "thresholds": {"answer": explanation.answer, "suggest": explanation.suggest},
        "veto": explanation.veto,
    }


def _weighed(entry: ExplainedEntry) -> dict[str, Any]:
    return {
        "id": entry.target.id,
        "kind": "unknown" if isinstance(entry.target, Unknown) else "fact",
        "total": round(entry.total, 4),
        "features": [_contribution(term) for term in entry.contributions],
        "covers": [_cover(cover) for cover in entry.covers],
    }


def _contribution(term: Contribution) -> dict[str, Any]:
    return {
        "name": term.name,
        "value": round(term.value, 4),
        "weight": round(term.weight, 4),
        "brought": round(term.brought, 4),
    }


def _cover(cover: CoveredWord) -> dict[str, Any]:
    spoken = {"spoken": cover.spoken, "through": list(cover.through), "like": cover.like}
    return {"word": cover.word, "credit": cover.credit, **spoken}


def verdict_record(verdict: Verdict, knowledge: Knowledge) -> dict[str, Any]:
    """Return a verdict as values for JSON. `start` and `end` count characters of the source's text, `end` exclusive."""
    record: dict[str, Any] = {"sentence": verdict.sentence, "finding": verdict_kind(verdict)}
    match verdict:
        case NotCovered(unchecked=unchecked):
            return {**record, "unchecked": unchecked}
        case OnlyRelated(differences=differences, unchecked=unchecked):
            record |= {"differences": [_difference(each) for each in differences], "unchecked": unchecked}
        case Contradicted(differences=differences):
            record["differences"] = [_difference(each) for each in differences]
        case Claimed(against=against):
            record["against"] = [{"id": each.id, "statement": each.statement} for each in against]
        case Supported():
            pass
    return {
        **record,
        "fact": _checked_fact(verdict.fact),
        "quote": _quote(verdict.quote, knowledge),
        "passage": verdict.passage,
    }


def _difference(found: Difference) -> dict[str, str]:
    source = found.source.isoformat() if isinstance(found.source, dt.date) else found.source
    return {"point": found.kind.value, "said": found.said, "source": source}


def _checked_fact(fact: Fact) -> dict[str, str]:
    return {
        "id": fact.id,
        "statement": fact.statement,
        "standing": fact.standing.value,
        "attribution": fact.attribution,
    }


def _quote(quote: Quote, knowledge: Knowledge) -> dict[str, Any]:
    published = knowledge.sources[quote.source].published
    return {
        "exact": quote.exact,
        "source": quote.source,
        "start": quote.start,
        "end": quote.end,
        "paragraph": quote.paragraph,
        "published": published.isoformat() if published else None,
        "changed": quote.changed.isoformat() if quote.changed else None,
    }
