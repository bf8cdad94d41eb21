"""`python -m bot check`: every problem of the base in one run, or its counts and how far it covers its sources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from bot.cli.places import from_here
from bot.config import load_config
from bot.core.factbase.base import read_calibration
from bot.core.factbase.diff import fulfils
from bot.core.knowledge.anchoring import line_of
from bot.core.knowledge.coverage import SourceCoverage, source_coverage
from bot.core.knowledge.loader import load_knowledge
from bot.core.knowledge.model import GoldenQuestion, Knowledge, Source
from bot.core.knowledge.schema import json_schemas
from bot.core.matching import build_matcher, load_vectors
from bot.core.matching.decision import Abstention, Answer, NotInSource, Outcome, Suggestion, decide
from bot.core.matching.weights import DEFAULTS, Learned, tell
from bot.core.progress import SILENT, Progress
from bot.core.text.control_chars import written_out
from bot.errors import KnowledgeError, Problem
from bot.i18n import ENGLISH
from bot.i18n.phrases import quotation


def missed(knowledge: Knowledge, learned: Learned | None, *, encoder: Path | None) -> tuple[Problem, ...]:
    """What the golden questions get that is not what they have to get. Takes some seconds where there are any."""
    if not knowledge.golden:
        return ()
    matcher = build_matcher(knowledge, vectors=load_vectors(encoder), weights=learned.weights if learned else DEFAULTS)
    outcomes = ((golden, decide(golden.question, matcher)) for golden in knowledge.golden)
    return tuple(_warning(golden, outcome) for golden, outcome in outcomes if not fulfils(golden, outcome))


def _warning(golden: GoldenQuestion, outcome: Outcome) -> Problem:
    expected = f"the fact {golden.fact}" if golden.outcome is None else golden.outcome.replace("_", " ")
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


def run(
    config_path: Path, *, write_schema: bool, strict: bool = False, out: TextIO, progress: Progress = SILENT
) -> int:
    """Check the base that a config names; print to `out`. Returns 0 when there is no problem, else 1.

    A golden question that the base gets wrong is a warning: the base can be loaded all the same, and whoever loads it
    sees it in the dry run. With `strict` such a warning makes the result 1 as well.
    With `write_schema`, first write the JSON Schemas of the formats into its knowledge/schema/.
    Raises ConfigError where the config cannot be used.
    """
    config = load_config(config_path)
    if write_schema:
        folder = config.knowledge / "schema"
        out.writelines(f"Wrote {path}\n" for path in write_schemas(folder))
    try:
        knowledge = load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds)
        learned = read_calibration(root=config.root, knowledge=config.knowledge)
    except KnowledgeError as error:
        told = (str(from_here(problem, config_path)) for problem in error.problems)
        out.writelines(written_out(problem, keep="\n") + "\n" for problem in told)
        out.write(f"{_count(len(error.problems), 'problem')} found.\n")
        return 1
    out.writelines(written_out(line) + "\n" for line in report(knowledge, learned))
    with progress.step("golden questions asked"):
        warnings = missed(knowledge, learned, encoder=config.encoder)
    out.writelines(written_out(str(from_here(warning, config_path))) + "\n" for warning in warnings)
    return 1 if strict and warnings else 0


def write_schemas(folder: Path) -> Iterator[Path]:
    """Write the JSON Schemas; gives each file as it is written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in json_schemas().items():
        path = folder / name
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
        yield path


def report(knowledge: Knowledge, learned: Learned | None = None) -> Iterator[str]:
    """The lines on a base without problems."""
    facts, vocabulary = knowledge.facts.values(), knowledge.vocabulary
    yield "The base is clean."
    yield ", ".join(
        (
            f"{_count(len(facts), 'fact')} with {_count(sum(len(fact.quotes) for fact in facts), 'quote')}",
            _count(sum(len(fact.questions) for fact in facts), "question"),
            _count(len(knowledge.unknowns), "unknown"),
            *([_count(len(knowledge.golden), "golden question")] if knowledge.golden else []),
            _count(len(knowledge.topics), "topic"),
            _count(len(knowledge.sources), "source"),
            _count(len(vocabulary.names), "name"),
            _count(len(vocabulary.groups), "group"),
        )
    )
    yield f"revision {knowledge.revision}"
    yield tell(learned, knowledge.revision)
    for covered in source_coverage(knowledge):
        yield from _covered(covered)


def _covered(covered: SourceCoverage) -> Iterator[str]:
    source = covered.source
    counted = len(covered.quoted) + len(covered.bare)
    yield ""
    yield f"{source.id}: facts quote {len(covered.quoted)} of {_count(counted, 'sentence')} ({covered.share:.1%})"
    for passage in source.unquoted:
        yield f"{_place(source, passage.start)}: set aside: {_short(passage.exact)} ({passage.reason})"
    for sentence in covered.bare:
        words = _short(source.text[sentence.start : sentence.end])
        yield f"{_place(source, sentence.start)}: warning: no fact quotes, paragraph {sentence.paragraph}: {words}"


def _place(source: Source, offset: int) -> str:
    return f"{source.file}:{line_of(offset, source.text)}"


def _short(passage: str, limit: int = 100) -> str:
    line = " ".join(passage.split())
    return quotation(line if len(line) <= limit else f"{line[:limit].rsplit(' ', 1)[0]}…", ENGLISH)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
