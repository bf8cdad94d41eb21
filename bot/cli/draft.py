"""`draft`: draft the YAML for a new article, so that a curator edits it instead of typing it."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from bot.cli.check import schema_files
from bot.cli.context import ProcessContext
from bot.cli.progress import bars
from bot.config import Config, load_config
from bot.core.drafting import Draft, DraftFiles, DraftSource, ExistingBase, draft, draft_files
from bot.core.drafting.draft import slug
from bot.core.knowledge.files import DiskFolder, FileRefused
from bot.core.knowledge.loader import MAX_SEED_BYTES, build_source, load_knowledge
from bot.core.knowledge.model import Fact, Unknown
from bot.core.knowledge.schema import SourceShape
from bot.core.knowledge.source_text import text_warnings
from bot.core.knowledge.yaml_reader import TODO
from bot.core.text.control_chars import written_out
from bot.core.text.normalise import same_text, visible
from bot.core.text.sentences import paragraphs
from bot.errors import KnowledgeError, UsageError
from bot.i18n import ENGLISH

_NOWHERE: Final = "https://example.com/"
_NOBODY: Final = "The publisher"
_LONGEST_TITLE: Final = 200  # characters


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `draft` takes."""
    parser.add_argument("text", type=Path, metavar="TEXT", help="the article, a text file in the folder of the seeds")
    parser.add_argument("--id", help="the source's id (default: from the file's name)")
    parser.add_argument("--title", help="the article's title (default: its headline)")
    parser.add_argument("--publisher", help="who published it")
    parser.add_argument("--url", help="where it was published")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: the config's knowledge)")


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Write the draft, say what to do with it, and return 0.

    Overwrites no file: entries for a file that exists are printed, to be inserted by hand. Raises UsageError when no
    facts can be drafted from the text, or when its file of facts exists already.
    """
    config, out = load_config(arguments.config), context.stdout
    with bars(context.stderr) as progress:
        made = draft(_source(config, arguments), _known(config), on_progress=progress.on_progress)
    if not made.facts:
        raise UsageError(f"{arguments.text}: no sentence in it could be a fact.")
    files = draft_files(made)
    folder = arguments.out or config.knowledge
    _refuse_existing(folder, files)
    shared = {**files.single, **schema_files()}
    missing = {name: text for name, text in shared.items() if not (folder / name).exists()}
    for name, text in {**files.facts, **missing}.items():
        _write(folder / name, text)
        out.write(f"Wrote {folder / name}\n")
    out.writelines(f"{written_out(line)}\n" for line in _summary(made, files, missing, folder, context.program))
    warnings = text_warnings(made.source.source.text, file=arguments.text.as_posix())
    out.writelines(f"{written_out(str(warning))}\n" for warning in warnings)
    return 0


def _source(config: Config, arguments: Namespace) -> DraftSource:
    """Return the source as the loader will read it. Raises UsageError when the loader would refuse it."""
    file, content = _read(config, arguments.text)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"byte 0x{content[error.start]:02X} at offset {error.start}"
        raise UsageError(f"{arguments.text}: is not UTF-8 ({byte}); save it as UTF-8.") from None
    if not visible(text).strip():
        raise UsageError(f"{arguments.text}: is empty; put the article's text into it, as published.")
    guesses = {
        "id": slug(Path(file).stem) or "source",
        "title": _title(text),
        "publisher": _NOBODY,
        "url": _NOWHERE,
    }
    named = {key: value for key in guesses if (value := getattr(arguments, key))}
    shape = _shape({**guesses, **named, "file": file, "sha256": hashlib.sha256(content).hexdigest()})
    return DraftSource(source=build_source(shape, text), guessed=frozenset(guesses.keys() - named.keys()))


def _read(config: Config, path: Path) -> tuple[str, bytes]:
    """Return the text's name in the folder of the seeds, and its bytes."""
    seeds, shown = config.seeds.resolve(), path.resolve()
    if not path.exists():
        raise UsageError(f"{path}: there is no such file.")
    if not shown.is_relative_to(seeds):
        raise UsageError(f"{path}: is outside {config.seeds}, where the source texts are; copy it there first.")
    name = shown.relative_to(seeds).as_posix()
    content = DiskFolder(path=config.seeds, root=config.root).read(name, limit=MAX_SEED_BYTES)
    if isinstance(content, FileRefused):
        raise UsageError(f"{path}: {content.message}")
    if len(content) > MAX_SEED_BYTES:
        raise UsageError(f"{path}: is larger than {MAX_SEED_BYTES:,} bytes.")
    return name, content


def _title(text: str) -> str:
    """Return the first paragraph that is not blank, cut to the length of a title."""
    blocks = (" ".join(text[block.start : block.end].split()) for block in paragraphs(text))
    line = next(filter(None, (" ".join(visible(block).split()) for block in blocks)), "")
    return line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1].rsplit(' ', 1)[0]}…"


def _shape(fields: Mapping[str, str]) -> SourceShape:
    try:
        return SourceShape.model_validate(fields)
    except ValidationError as error:
        key = str(error.errors(include_url=False)[0]["loc"][0])
        expected = SourceShape.model_fields[key].description
        named = "The file's name" if key == "file" else f"--{key}"
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


def _refuse_existing(folder: Path, files: DraftFiles) -> None:
    for name in files.facts:
        if (folder / name).exists():
            raise UsageError(
                f"{folder / name}: exists, and draft does not overwrite files. Name another source with --id."
            )


def _write(path: Path, text: str) -> None:
    """Create a file; never overwrite one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error}).") from error


def _summary(made: Draft, files: DraftFiles, missing: Mapping[str, str], folder: Path, program: str) -> Iterator[str]:
    for name, text in files.entries.items():
        if name not in missing:
            yield f"{folder / name} exists and was not changed. Add this to it:"
            yield ""
            yield from text.rstrip("\n").split("\n")
            yield ""
    facts = ENGLISH.count(len(made.facts), ENGLISH.fact)
    left = ENGLISH.count(len(made.skipped), ENGLISH.sentence)
    marks = sum(text.count(f"  {TODO}") for text in (*files.facts.values(), *files.entries.values()))
    yield f"{facts} drafted, {left} passed over, {marks:,} guesses marked {TODO}."
    yield f"Correct or confirm each guess, then delete its {TODO} comment; {program} check lists what is left."
