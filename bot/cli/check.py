"""`check`: report every problem of the base in one run, or its figures and how much of its sources it covers."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from bot.cli.context import ProcessContext, from_here
from bot.cli.next_steps import next_steps
from bot.cli.options import add_base, config_option
from bot.cli.progress import bars
from bot.cli.terminal import outcome_in_words
from bot.cli.todo_report import todo_report
from bot.config import Config, load_config
from bot.core.factbase.base import Library
from bot.core.factbase.diff import fulfils
from bot.core.knowledge.anchoring import line_of
from bot.core.knowledge.coverage import SourceCoverage, source_coverage
from bot.core.knowledge.model import ExpectedOutcome, GoldenQuestion, Knowledge, Source
from bot.core.knowledge.schema import json_schemas
from bot.core.knowledge.todos import todo_problem
from bot.core.matching import build_ranker, load_sentence_vectors, load_vectors
from bot.core.matching.decision import Outcome, decide
from bot.core.matching.weights import SavedCalibration, describe_calibration
from bot.core.text.control_chars import written_out
from bot.errors import KnowledgeError, Problem, Todo
from bot.i18n import ENGLISH
from bot.i18n.phrases import quotation

_FEW_TODOS: Final = 10  # that are listed one by one
_PASSAGE: Final = 100  # characters
_OUTCOMES: Final = {ExpectedOutcome.NOT_IN_SOURCE: "not in source", ExpectedOutcome.ABSTENTION: "an abstention"}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `check` takes."""
    parser.add_argument("--write-schema", action="store_true", help="write the JSON Schemas that editors use")
    parser.add_argument("--todos", action="store_true", help="list each TODO with its place, also where there are many")
    parser.add_argument(
        "--strict", action="store_true", help="fail for warnings, except for sentences that no fact quotes"
    )
    add_base(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Check the base and print what was found. Return 1 when it has problems or TODOs, else 0.

    A golden question with another outcome is a warning, because the base can be loaded all the same and the dry run
    of a reload shows it. So is what may be wrong in a fact or a source, because only a curator can tell. With --strict
    such a warning returns 1 as well.
    """
    config, out = load_config(arguments.config, base=arguments.base), context.stdout
    if arguments.write_schema:
        out.writelines(f"Wrote {path}\n" for path in _write_schemas(config.knowledge))
    try:
        checked = _library(config).read()
    except KnowledgeError as error:
        _write_problems(error.problems, error.warnings, error.todos, arguments, context)
        return 1
    knowledge, calibration = checked.knowledge, checked.calibration
    if knowledge.todos:
        _write_problems((), checked.warnings, knowledge.todos, arguments, context)
        return 1
    with bars(context.stderr) as progress, progress.step("golden questions asked"):
        missed = _missed(knowledge, calibration, config)
    covered = source_coverage(knowledge)
    warnings = (*checked.warnings, *missed)
    shown = (str(from_here(problem, arguments.config)) for problem in warnings)
    lines = (
        _verdict(len(warnings) + sum(len(each.bare) for each in covered)),
        *_figures(knowledge, calibration),
        *(line for each in covered for line in _covered(each)),
        *(["", *shown] if warnings else []),
    )
    out.writelines(written_out(line) + "\n" for line in lines)
    return 1 if arguments.strict and warnings else 0


def _library(config: Config) -> Library:
    return Library(
        root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=None, warn=True, drafts=True
    )


def _write_problems(
    problems: Sequence[Problem],
    warnings: Sequence[Problem],
    todos: Sequence[Todo],
    arguments: Namespace,
    context: ProcessContext,
) -> None:
    """Print the problems and warnings, then what is not settled: in groups if it is much and --todos is not given."""
    found = [str(from_here(problem, arguments.config)) for problem in (*problems, *warnings)]
    listed = arguments.todos or len(todos) <= _FEW_TODOS
    each = [str(from_here(todo_problem(todo), arguments.config)) for todo in todos] if listed else []
    grouped = [] if listed else todo_report([from_here(todo, arguments.config) for todo in todos])
    between = [""] if found and grouped else []
    lines = (*found, *each, *between, *grouped, *([""] if grouped else []))
    context.stdout.writelines(written_out(line, keep="\n") + "\n" for line in lines)
    counts = ((len(problems), "problem"), (len(todos), "TODO"), (len(warnings), "warning"))
    named = [_count(number, noun) for number, noun in counts if number]
    context.stdout.write(f"{' and '.join(filter(None, (', '.join(named[:-1]), named[-1])))} found.\n")
    if todos and not problems:
        option = config_option(arguments.config, arguments.base)
        context.stdout.writelines(
            f"{line}\n" for line in next_steps(context.program, option, checked=True, listed=listed)
        )


def schema_files() -> Mapping[str, str]:
    """Return the text of each JSON Schema by its name in knowledge/."""
    return {
        f"schema/{name}": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in json_schemas().items()
    }


def _write_schemas(knowledge: Path) -> Iterator[Path]:
    for name, text in schema_files().items():
        path = knowledge / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        yield path


def _missed(knowledge: Knowledge, calibration: SavedCalibration | None, config: Config) -> tuple[Problem, ...]:
    """Return a warning for each golden question that gets another outcome. Takes some seconds if there are any."""
    if not knowledge.golden:
        return ()
    ranker = build_ranker(
        knowledge,
        vectors=load_vectors(config.encoder),
        weights=calibration.weights if calibration else None,
        sentences=load_sentence_vectors(wanted=config.multilingual),
    )
    outcomes = ((golden, decide(ranker.rank(golden.question), ranker)) for golden in knowledge.golden)
    return tuple(_warning(golden, outcome) for golden, outcome in outcomes if not fulfils(golden, outcome))


def _warning(golden: GoldenQuestion, outcome: Outcome) -> Problem:
    if golden.outcome is None:
        expected, fix = f"an answer ({golden.fact})", f"Add the question to the phrasings of {golden.fact}"
    else:
        expected, fix = _OUTCOMES[golden.outcome], "Make the phrasings that match it more specific"
    found = f"the golden question “{golden.question}” should get {expected}, but gets {outcome_in_words(outcome)}"
    message = f"warning: {found}. {fix}, or correct the golden question."
    return Problem(file=golden.file, line=golden.line, column=golden.column, message=message)


def _verdict(warnings: int) -> str:
    return f"No errors, {_count(warnings, 'warning')}." if warnings else "The base is clean."


def _figures(knowledge: Knowledge, calibration: SavedCalibration | None) -> Iterator[str]:
    facts, vocabulary = knowledge.facts.values(), knowledge.vocabulary
    yield ", ".join(
        (
            f"{_count(len(facts), 'fact')} with {_count(sum(len(fact.quotes) for fact in facts), 'quote')}",
            f"{sum(len(fact.questions) for fact in facts):,} questions and phrasings",
            _count(len(knowledge.unknowns), "unknown"),
            *([_count(len(knowledge.golden), "golden question")] if knowledge.golden else []),
            _count(len(knowledge.topics), "topic"),
            _count(len(knowledge.sources), "source"),
            _count(len(vocabulary.names), "name"),
            _count(len(vocabulary.same), "same group"),
            _count(len(vocabulary.near), "near group"),
        )
    )
    yield f"revision {knowledge.revision}"
    yield describe_calibration(calibration, knowledge.revision)


def _covered(covered: SourceCoverage) -> Iterator[str]:
    source = covered.source
    counted = len(covered.quoted) + len(covered.bare)
    yield ""
    yield f"{source.id}: facts quote {len(covered.quoted)} of {_count(counted, 'sentence')} ({covered.share:.1%})"
    for passage in source.unquoted:
        yield f"{_place(source, passage.start)}: set aside: {_short(passage.exact)} ({passage.reason})"
    for sentence in covered.bare:
        words = _short(source.text[sentence.start : sentence.end])
        place, fix = _place(source, sentence.start), "Quote it in a fact, or list it as unquoted with a reason."
        yield f"{place}: warning: no fact quotes this sentence of paragraph {sentence.paragraph}: {words} {fix}"


def _place(source: Source, offset: int) -> str:
    return f"{source.file}:{line_of(offset, source.text)}"


def _short(passage: str) -> str:
    line = " ".join(passage.split())
    return quotation(line if len(line) <= _PASSAGE else f"{line[:_PASSAGE].rsplit(' ', 1)[0]}…", ENGLISH)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
