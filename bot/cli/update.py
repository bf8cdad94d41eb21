"""`update`: take over a new version of a source's text, with the quotes that changed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, TextIO
from urllib.parse import urlsplit

from rich.console import Console
from rich.text import Text

from bot.cli.context import ProcessContext, from_here
from bot.cli.options import add_base, config_option
from bot.cli.seed_text import SeedText, add_source, read_as, read_seed_text
from bot.config import Config, load_config
from bot.core.knowledge.anchoring import line_of
from bot.core.knowledge.files import DiskFolder, EditedFolder
from bot.core.knowledge.loader import load
from bot.core.knowledge.reanchoring import Edited, Gone, Moved, Reanchored, Unmoved
from bot.core.knowledge.source_text import text_warnings
from bot.core.knowledge.text_changes import ChangedPlace, DiffPiece, PieceKind
from bot.core.text.control_chars import shortened, written_out
from bot.core.text.normalise import visible
from bot.curation.saving import FileEdit, save
from bot.curation.updating import (
    FoundQuote,
    KnownSource,
    UpdatePlan,
    earlier_text,
    known_sources,
    plan_update,
    read_curated,
)
from bot.errors import KnowledgeError, Problem, UsageError
from bot.reading import is_address

_AROUND: Final = 40  # characters of what stays the same that are shown beside a change
_STYLES: Final = {PieceKind.SAME: "", PieceKind.REMOVED: "red", PieceKind.ADDED: "green"}
_MARKS: Final = {PieceKind.SAME: ("", ""), PieceKind.REMOVED: ("[-", "-]"), PieceKind.ADDED: ("{+", "+}")}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `update` takes."""
    add_source(parser)
    parser.add_argument("--id", help="the id of the source that it is a new version of (default: by address or name)")
    parser.add_argument("--apply", action="store_true", help="write the new text and the fixes that are sure")
    add_base(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Show what changed and what becomes of each quote; with --apply, write it. Return 1 if something is left to fix.

    Raises UsageError if it is not known which source is meant, or if the text cannot be read; KnowledgeError for files
    that are not YAML; FetchError for a page that is not fetched; NotWrittenError, with all files as they were, if one
    cannot be written.
    """
    config = load_config(arguments.config, base=arguments.base)
    curated, seeds = (DiskFolder(path=path, root=config.root) for path in (config.knowledge, config.seeds))
    files = read_curated(curated)
    source = _chosen(known_sources(files), arguments)
    seed = read_seed_text(arguments.source, config, context, allow_private=arguments.allow_private)
    in_place = seed.article is None and seed.file == source.file
    before = None if in_place else earlier_text(source, seeds)
    console = Console(file=context.stdout, highlight=False, soft_wrap=True)
    console.print(Text(written_out(read_as(seed))))
    if seed.text == before or (in_place and seed.sha256 == source.sha256):
        console.print(Text(f"{source.id}: the text is as it was."))
        return 0
    today, original = context.now().date(), seed.original_sha256
    plan = plan_update(source, files, seeds, before=before, after=seed.content, today=today, original_sha256=original)
    _show(console, plan, seed, (curated, seeds), arguments.config)
    left = _left(plan, curated, seeds)
    _show_left(context.stdout, left, arguments.config)
    if arguments.apply:
        _write(plan, config, context.stdout)
        again = f"{context.program} check{config_option(arguments.config, arguments.base)}"
        console.print(Text(f"Run {again}, then /reload the bot."))
    else:
        number = len(plan.curated) + len(plan.seeds)
        console.print(Text(f"Nothing was written. Add --apply to write {_count(number, 'file')}."))
    return 1 if left or any(map(_is_doubtful, plan.found)) else 0


def _chosen(sources: Sequence[KnownSource], arguments: Namespace) -> KnownSource:
    """Return the source that is updated: the named one, the only one, or that with this address or file name."""
    if arguments.id:
        found = [each for each in sources if each.id == arguments.id]
    elif len(sources) == 1:
        found = list(sources)
    else:
        found = [each for each in sources if _is_of(each, arguments.source)]
    if len(found) != 1:
        known = ", ".join(shortened(each.id) for each in sources) or "none"
        wanted = (
            f"no source has the id {shortened(arguments.id)}"
            if arguments.id
            else "it is not clear which source this is"
        )
        raise UsageError(f"{arguments.source}: {wanted}. Name one with --id; the base has {known}.")
    return found[0]


def _is_of(source: KnownSource, typed: str) -> bool:
    if is_address(typed):
        one, other = urlsplit(typed), urlsplit(source.url)
        return (one.hostname, one.path.rstrip("/"), one.query) == (other.hostname, other.path.rstrip("/"), other.query)
    return Path(typed).stem in {Path(source.file).stem, source.id}


def _show(
    console: Console, plan: UpdatePlan, seed: SeedText, folders: tuple[DiskFolder, DiskFolder], config_path: Path
) -> None:
    curated, seeds = folders
    text = from_here(seeds.problem(plan.source.file, ""), config_path).file
    if plan.comparison is None:
        console.print(
            Text(f"{text} was edited in place, so its earlier text is not known: no comparison, and none is kept.")
        )
    else:
        places = plan.comparison.changes
        console.print(Text(f"\n{_count(len(places), 'place')} changed:"))
        for changed in places:
            console.print(_diff(changed, line_of(changed.start, seed.text)))
    console.print(Text(f"\n{_counted(plan.found)}"))
    for each in plan.found:
        said = _said(each)
        if said:
            place = from_here(replace(curated.problem(each.file, said), line=each.line), config_path)
            console.print(Text(written_out(f"{place.file}:{place.line}: {place.message}", keep="\n")))
    for warning in text_warnings(seed.text, file=text):
        console.print(Text(written_out(str(warning))))


def _diff(place: ChangedPlace, line: int) -> Text:
    """Return the words that changed, between those around them."""
    text = Text(f"  line {line}: ")
    for index, piece in enumerate(place.pieces):
        shown = _elided(piece, first=index == 0, last=index == len(place.pieces) - 1)
        opening, closing = _MARKS[piece.kind]
        text.append(f"{opening}{shown}{closing}", style=_STYLES[piece.kind])
    return text


def _elided(piece: DiffPiece, *, first: bool, last: bool) -> str:
    text = " ".join(visible(piece.text).split()) if piece.kind is not PieceKind.SAME else _spaced(piece.text)
    if piece.kind is not PieceKind.SAME or len(text) <= 2 * _AROUND:
        return text
    head = "" if first else text[:_AROUND].rpartition(" ")[0]
    tail = "" if last else text[-_AROUND:].partition(" ")[2]
    return f"{head} … {tail}".strip() if first or last else f"{head} … {tail}"


def _spaced(text: str) -> str:
    """Return a text on one line, with one space in the place of the white space that it begins and ends with."""
    line = " ".join(visible(text).split())
    return f"{' ' if text[:1].isspace() else ''}{line}{' ' if text[-1:].isspace() and line else ''}"


def _counted(found: Sequence[FoundQuote]) -> str:
    quotes = [each for each in found if each.fact]
    kinds = Counter(_kind(each.result) for each in quotes)
    parts = [
        f"{kinds[kind]:,} {kind}" for kind in ("unchanged", "moved", "changed with a sure fix", "gone") if kinds[kind]
    ]
    return f"{_count(len(quotes), 'quote')}: {', '.join(parts) or 'none'}."


def _kind(result: Reanchored) -> str:
    match result:
        case Unmoved():
            return "unchanged"
        case Moved():
            return "moved"
        case Edited():
            return "changed with a sure fix"
        case Gone():
            return "gone"


def _said(each: FoundQuote) -> str:
    """Return what to tell of a quote; nothing for one that only moved with its paragraph."""
    name = each.fact or "a passage that no fact needs to quote"
    match each.result:
        case Moved(before=before, after=after, elsewhere=True):
            came = f"from paragraph {before} to {after}" if before != after else f"within paragraph {after}"
            return f"{name}: moved {came}, away from what was around it; look whether it still says the same."
        case Edited(differences=differences, negated=negated):
            warning = "\n    A negation changed: look whether the statement still holds." if negated else ""
            return f"{name}: fixed:\n    {differences}{warning}"
        case Gone() if not each.fact:
            return f"{name}: gone, and so removed from 'unquoted': {shortened(each.quote.exact)}"
        case Gone(line=line, differences=differences) if line:
            return f"{name}: gone. The most similar passage is in line {line}:\n    {differences}"
        case Gone():
            return f"{name}: gone, and nothing is similar: {shortened(each.quote.exact)}"
        case Unmoved() | Moved():
            return ""


def _is_doubtful(each: FoundQuote) -> bool:
    """Return whether a curator has to look at a quote although it is in the text."""
    match each.result:
        case Moved(elsewhere=doubtful) | Edited(negated=doubtful):
            return doubtful
        case Unmoved() | Gone():
            return False


def _left(plan: UpdatePlan, curated: DiskFolder, seeds: DiskFolder) -> Sequence[Problem]:
    """Return the problems that the base has after the update, as a load finds them."""
    try:
        load(
            curated=EditedFolder(folder=curated, files={name: after for name, (_, after) in plan.curated.items()}),
            seeds=EditedFolder(folder=seeds, files={name: after for name, (_, after) in plan.seeds.items()}),
            drafts=True,
        )
    except KnowledgeError as error:
        return error.problems
    return ()


def _show_left(out: TextIO, left: Sequence[Problem], config_path: Path) -> None:
    if left:
        out.write(f"\n{_count(len(left), 'problem')} left for you, with the lines as they are after the update:\n")
    out.writelines(written_out(str(from_here(problem, config_path)), keep="\n") + "\n" for problem in left)
    out.write("\n")


def _write(plan: UpdatePlan, config: Config, out: TextIO) -> None:
    folders = ((config.seeds, plan.seeds), (config.knowledge, plan.curated))
    edits = [
        FileEdit(path=folder / name, before=before, after=after)
        for folder, files in folders
        for name, (before, after) in files.items()
    ]
    save(edits)
    kept = config.seeds / plan.kept
    out.writelines(f"Wrote {edit.path}{' (the earlier text)' if edit.path == kept else ''}\n" for edit in edits)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
