"""`draft`: a first YAML from a new article, so that a curator edits instead of types."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from pydantic import ValidationError

from bot.config import Config
from bot.core.drafting import Draft, DraftFiles, DraftSource, ExistingBase, draft, written
from bot.core.drafting.draft import slug
from bot.core.knowledge.files import DiskFolder, FileRefused
from bot.core.knowledge.loader import MAX_SEED_BYTES, load_knowledge
from bot.core.knowledge.model import Fact, Source, Unknown
from bot.core.knowledge.schema import SourceShape
from bot.core.knowledge.yaml_reader import TODO
from bot.core.progress import SILENT, Progress
from bot.core.text.control_chars import written_out
from bot.core.text.normalise import same_text, visible
from bot.core.text.sentences import paragraphs, sentences
from bot.errors import KnowledgeError, UsageError
from bot.i18n import ENGLISH

_NOWHERE: Final = "https://example.com/"
_NOBODY: Final = "The publisher"
_LONGEST_TITLE: Final = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafting:
    """The text, what is known of it (None: guessed), and the folder to write into (None: the config's knowledge)."""

    text: Path
    id: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    folder: Path | None = None


def run(config: Config, wanted: Drafting, *, out: TextIO, progress: Progress = SILENT) -> int:
    """Write the draft and tell what to do with it; gives the exit code 0.

    No file that exists is touched: entries for one are printed, to be put in. Raises UsageError where the text cannot
    be drafted from, or where a file of facts exists already.
    """
    source = _source(config, wanted)
    made = draft(source, _known(config), tell=progress.tell)
    if not made.facts:
        raise UsageError(f"{wanted.text}: there is no sentence in it that could be a fact.")
    files = written(made)
    folder = wanted.folder or config.knowledge
    _refuse_existing(folder, files)
    missing = {name: text for name, text in files.single.items() if not (folder / name).exists()}
    for name, text in {**files.facts, **missing}.items():
        _write(folder / name, text)
        out.write(f"Wrote {folder / name}\n")
    out.writelines(f"{written_out(line)}\n" for line in _told(made, files, missing, folder))
    return 0


def _source(config: Config, wanted: Drafting) -> DraftSource:
    """The source as it will be loaded. Raises UsageError where it cannot be."""
    file, content = _read(config, wanted.text)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"byte 0x{content[error.start]:02X} at offset {error.start}"
        raise UsageError(f"{wanted.text}: is no UTF-8 ({byte}); save it as UTF-8.") from None
    if not visible(text).strip():
        raise UsageError(f"{wanted.text}: is empty; put the article's text into it, as published.")
    fields = {
        "id": wanted.id or slug(Path(file).stem) or "source",
        "title": wanted.title or _title(text),
        "publisher": wanted.publisher or _NOBODY,
        "url": wanted.url or _NOWHERE,
    }
    named = {"id": wanted.id, "title": wanted.title, "publisher": wanted.publisher, "url": wanted.url}
    shape = _shape({**fields, "file": file, "sha256": hashlib.sha256(content).hexdigest()})
    source = Source(
        id=shape.id,
        title=shape.title,
        publisher=shape.publisher,
        url=shape.url,
        file=shape.file,
        sha256=shape.sha256,
        dates="",
        text=text,
        paragraphs=paragraphs(text),
        sentences=sentences(text),
    )
    return DraftSource(source=source, guessed=frozenset(key for key, value in named.items() if not value))


def _read(config: Config, path: Path) -> tuple[str, bytes]:
    """The text's name in the folder of the seeds, and its bytes."""
    seeds, shown = config.seeds.resolve(), path.resolve()
    if not path.exists():
        raise UsageError(f"{path}: there is no such file.")
    if not shown.is_relative_to(seeds):
        raise UsageError(f"{path}: lies outside of {config.seeds}, where a base's texts are; copy it there first.")
    name = shown.relative_to(seeds).as_posix()
    content = DiskFolder(path=config.seeds, root=config.root).read(name, limit=MAX_SEED_BYTES)
    if isinstance(content, FileRefused):
        raise UsageError(f"{path}: {content.message}")
    if len(content) > MAX_SEED_BYTES:
        raise UsageError(f"{path}: is larger than {MAX_SEED_BYTES:,} bytes.")
    return name, content


def _title(text: str) -> str:
    """The first paragraph in which there is something to be seen, as far as a title goes."""
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
    """What the base has already; nothing where there is none, or one that does not load as yet."""
    try:
        base = load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds)
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
            raise UsageError(f"{folder / name}: exists, and a draft overwrites nothing. Name another source with --id.")


def _write(path: Path, text: str) -> None:
    """Make a file that nobody had before."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error}).") from error


def _told(made: Draft, files: DraftFiles, missing: Mapping[str, str], folder: Path) -> Iterator[str]:
    for name, text in files.entries.items():
        if name not in missing:
            yield f"{folder / name} exists and is left as it is. Put this into it:"
            yield ""
            yield from text.rstrip("\n").split("\n")
            yield ""
    facts = ENGLISH.count(len(made.facts), ENGLISH.fact)
    left = ENGLISH.count(len(made.passed_over), ENGLISH.sentence)
    marks = sum(text.count(f"  {TODO}") for text in (*files.facts.values(), *files.entries.values()))
    yield f"{facts} drafted, {left} passed over, {marks:,} guesses marked {TODO}."
    yield "Mend or confirm each guess and delete its mark; python -m bot check names what is left."
