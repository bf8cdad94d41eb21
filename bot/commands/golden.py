"""The golden questions as `check` tells of them: a warning for each that the base gets wrong."""

from __future__ import annotations

from pathlib import Path

from bot.core.factbase.diff import fulfils
from bot.core.knowledge.model import Golden, Knowledge
from bot.core.matching import build_matcher, load_vectors
from bot.core.matching.decision import Abstention, Answer, NotInSource, Outcome, Suggestion, decide
from bot.core.matching.weights import DEFAULTS, Learned
from bot.errors import Problem


def missed(knowledge: Knowledge, learned: Learned | None, *, encoder: Path | None) -> tuple[Problem, ...]:
    """What the golden questions get that is not what they have to get. Takes some seconds where there are any."""
    if not knowledge.golden:
        return ()
    matcher = build_matcher(knowledge, vectors=load_vectors(encoder), weights=learned.weights if learned else DEFAULTS)
    outcomes = ((golden, decide(golden.question, matcher)) for golden in knowledge.golden)
    return tuple(_warning(golden, outcome) for golden, outcome in outcomes if not fulfils(golden, outcome))


def _warning(golden: Golden, outcome: Outcome) -> Problem:
    expected = f"the fact {golden.fact}" if golden.silence is None else golden.silence.replace("_", " ")
    message = f"warning: the golden question “{golden.question}” has to get {expected}, and gets {_told(outcome)}."
    return Problem(file=golden.file, line=golden.line, column=golden.column, message=message)


def _told(outcome: Outcome) -> str:
    match outcome:
        case Answer(match=match):
            return f"the fact {match.fact.id}"
        case NotInSource(unknown=unknown):
            return f"not in source ({unknown.id})"
        case Suggestion(matches=matches):
            return f"a suggestion ({', '.join(match.fact.id for match in matches)})"
        case Abstention():
            return "an abstention"
