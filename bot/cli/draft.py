"""`draft`: draft the YAML for a new article, so that a curator edits it instead of typing it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from bot.cli.check import schema_files
from bot.cli.context import ProcessContext
from bot.cli.new_base import config_or_new
from bot.cli.next_steps import counted_entries, next_steps
from bot.cli.options import add_base, config_option
from bot.cli.progress import bars
from bot.cli.propose import add_propose, proposal_report, propose
from bot.cli.seed_text import SeedText, add_source, described, headline, read_as, read_seed_text
from bot.config import Config
from bot.core.drafting import Draft, DraftFiles, DraftSource, ExistingBase, draft, draft_files
from bot.core.drafting.merging import merge, proposed_file
from bot.core.knowledge.ids import slug
from bot.core.knowledge.loader import build_source, load_knowledge
from bot.core.knowledge.model import Fact, Unknown
from bot.core.knowledge.schema import SourceShape
from bot.core.knowledge.source_text import text_warnings
from bot.core.knowledge.todos import read_todos
from bot.core.knowledge.yaml_reader import TODO, Document, read_document
from bot.core.text.control_chars import written_out
from bot.core.text.normalise import same_text
from bot.errors import KnowledgeError, Todo, UsageError
from bot.i18n import ENGLISH
from bot.llm import read_model_settings

_NOWHERE: Final = "https://example.com/"
_NOBODY: Final = "The publisher"
_NAMED: Final = ("id", "title", "publisher", "authors", "published", "url")
_ASKED: Final = {"publisher": "who published it", "url": "where", "published": "when"}
_OPTIONS: Final = {"authors": "author"}
"""Names of options that are not those of their fields."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `draft` takes."""
    add_source(parser)
    parser.add_argument("--id", help="the source's id (default: from the file's name, or from the title)")
    parser.add_argument("--title", help="the article's title (default: the page's own, or its headline)")
    parser.add_argument("--publisher", help="who published it")
    parser.add_argument("--author", action="append", dest="authors", help="who wrote it; may be repeated")
    parser.add_argument("--published", metavar="DATE", help="the day of publication, such as 2025-10-17")
    parser.add_argument("--url", help="where it was published")
    add_propose(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: the config's knowledge)")
    add_base(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Write the draft, say what to do with it, and return 0.

    Overwrites no file: entries for a file that exists are printed, to be inserted by hand. Raises UsageError when no
    facts can be drafted from the text, or when its file of facts exists already; FetchError for a page that is not
    fetched.
    """
    new = not arguments.config.exists()
    with config_or_new(arguments.config, arguments.base) as config:
        lines = _draft(arguments, config, context, new=new)
    context.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def _draft(arguments: Namespace, config: Config, context: ProcessContext, *, new: bool) -> Sequence[str]:
    """Write the draft, as the last step, and return what to print."""
    settings = read_model_settings(context.env) if arguments.propose else None
    known = _known(config)
    seed = read_seed_text(arguments.source, config, context, name=arguments.id, allow_private=arguments.allow_private)
    with bars(context.stderr) as progress:
        made = draft(_source(seed, arguments), known, on_progress=progress.on_progress)
    if not made.facts:
        raise UsageError(f"{arguments.source}: no sentence in it could be a fact.")
    files, folder = draft_files(made), arguments.out or config.knowledge
    names = (*files.facts, *([proposed_file(made.source.source.id)] if settings else []))
    _refuse_existing(folder, names, config.seeds / seed.file if seed.article else None)
    proposed = propose(made, known, settings, context) if settings else None
    if proposed:
        made, files = merge(made, proposed.proposals)
    shared = {**files.single, **schema_files()}
    missing = {name: text for name, text in shared.items() if not (folder / name).exists()}
    written = {folder / name: text for name, text in {**files.facts, **missing}.items()}
    if seed.article:
        written = {config.seeds / seed.file: seed.text, **written}
    report = proposal_report(proposed) if proposed else ()
    option = config_option(arguments.config, arguments.base)
    summary = _summary(made, files, missing, folder)
    steps = next_steps(context.program, option)
    shown = (config.seeds / seed.file).as_posix() if seed.article else Path(arguments.source).as_posix()
    warnings = map(str, text_warnings(seed.text, file=shown))
    lines = (
        *([written_out(read_as(seed))] if seed.article else []),
        *(f"Wrote {path}" for path in _shown(written, config.root, arguments.config, new=new)),
        *map(written_out, (*report, *summary, *steps, *warnings)),
    )
    _write_all(written)
    return lines


def _source(seed: SeedText, arguments: Namespace) -> DraftSource:
    """Return the source as the loader will read it. Raises UsageError when the loader would refuse it."""
    guesses: dict[str, object] = {
        "id": slug(Path(seed.file).stem) or "source",
        "title": headline(seed.text),
        "publisher": _NOBODY,
        "url": _NOWHERE,
    }
    found, doubtful = described(seed)
    named = {key: value for key in _NAMED if (value := getattr(arguments, key))}
    fields = {**guesses, **found, **named, "file": seed.file, "sha256": seed.sha256}
    certain = (found.keys() - doubtful) | named.keys()
    guessed = frozenset({*guesses, *doubtful, "published"} - certain)
    return DraftSource(source=build_source(_shape(fields), seed.text), guessed=guessed)


def _shape(fields: Mapping[str, object]) -> SourceShape:
    try:
        return SourceShape.model_validate(fields)
    except ValidationError as error:
        key = str(error.errors(include_url=False)[0]["loc"][0])
        expected = SourceShape.model_fields[key].description
        named = "The file's name" if key == "file" else f"--{_OPTIONS.get(key, key)}"
        raise UsageError(f"{named} '{fields[key]}' cannot be used; expected {expected}.") from None


def _known(config: Config) -> ExistingBase:
    """Return what the base has already; nothing when it is missing or does not load yet."""
    try:
        base = load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds, drafts=True)
    except KnowledgeError:
        return ExistingBase()
    entries: tuple[Fact | Unknown, ...] = (*base.facts.values(), *base.unknowns.values())
    names = (text for name in base.vocabulary.names for text in (name.name, *name.aliases))
    return ExistingBase(
        ids=frozenset(entry.id for entry in entries),
        questions=frozenset(same_text(question) for entry in entries for question in entry.questions),
        names=frozenset(map(same_text, names)),
    )


def _refuse_existing(folder: Path, names: Iterable[str], seed: Path | None) -> None:
    for path in (*([seed] if seed else []), *(folder / name for name in names)):
        if path.exists() or path.is_symlink():
            other = "; the command update takes over a new version of the same article" if path == seed else ""
            raise UsageError(
                f"{path}: exists, and draft does not overwrite files. Name another source with --id{other}."
            )


def _write_all(files: Mapping[Path, str]) -> None:
    """Create the files, or none of them; never overwrite one."""
    created: list[Path] = []
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(exist_ok=False)
            created.append(path)
            path.write_text(text, encoding="utf-8", newline="\n")
        except BaseException as error:  # also Ctrl-C
            for each in created:
                each.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise UsageError(f"{path}: cannot be written ({error.strerror or error}).") from error
            raise


def _shown(written: Iterable[Path], root: Path, config: Path, *, new: bool) -> Iterator[Path]:
    """Yield the written files as `--config` names their folder; the schemas, which nobody edits, as one folder."""
    named = (config.parent / path.relative_to(root) if path.is_relative_to(root) else path for path in written)
    yield from dict.fromkeys(
        (*([config] if new else []), *(path.parent if path.match("schema/*.schema.json") else path for path in named))
    )


def _summary(made: Draft, files: DraftFiles, missing: Mapping[str, str], folder: Path) -> Iterator[str]:
    for name, text in files.entries.items():
        if name not in missing:
            yield f"{folder / name} exists and was not changed. Add this to it:"
            yield ""
            yield from text.rstrip("\n").split("\n")
            yield ""
    todos = [todo for name, text in (*files.facts.items(), *files.entries.items()) for todo in _todos(name, text)]
    facts = ENGLISH.count(len(made.offered), ENGLISH.fact)
    doubtful = ENGLISH.count(len(made.doubtful), ENGLISH.passage)
    left = ENGLISH.count(len(made.skipped), ENGLISH.sentence)
    guesses = f"{len(todos):,} guesses marked {TODO}: {counted_entries(todos)}"
    yield f"{facts} drafted, {doubtful} to look at, {left} passed over, {guesses}."
    source = made.source.source
    placeholders = {"publisher": source.publisher == _NOBODY, "url": source.url == _NOWHERE,
                    "published": source.published is None}  # fmt: skip
    if unsaid := [key for key, missing_here in placeholders.items() if missing_here]:
        first, *others = (_ASKED[key] for key in unsaid)
        asked = ", or ".join([first if "publisher" in unsaid else f"{first} it was published", *others])
        them = "it" if len(unsaid) == 1 else "them"
        yield f"The article does not say {asked} ({', '.join(unsaid)}). Fill {them} in during the review."


def _todos(name: str, text: str) -> tuple[Todo, ...]:
    document = read_document(text.encode(), file=name)
    return read_todos(text.encode(), name, document) if isinstance(document, Document) else ()
