"""`corrections`: list which facts were corrected or retired, newest first."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from bot.cli.context import ProcessContext
from bot.cli.options import add_base, add_json, add_lang
from bot.config import load_config, with_store_password
from bot.core.factbase.corrections import CorrectionKind, Said
from bot.core.text.control_chars import json_text, written_out
from bot.i18n import Texts, texts_for
from bot.i18n.phrases import quotation
from bot.storage import Correction
from bot.storage.posted import read_corrections


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `corrections` takes."""
    add_lang(parser)
    add_json(parser, "the corrections as JSON")
    add_base(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Print the corrections and return 0. Raises UsageError if there is no database."""
    config, words = load_config(arguments.config, base=arguments.base), texts_for(arguments.lang)
    found = read_corrections(with_store_password(config, context.env).place, base=config.base)
    if arguments.json:
        context.stdout.write(json_text([record(each) for each in found]) + "\n")
        return 0
    shown = [each for each in found if each.change.concerns(words.language)]
    if not shown:
        context.stdout.write(f"{words.corrections_none}\n")
    for each in shown:
        context.stdout.write(written_out("\n".join(_lines(each, words)), keep="\n") + "\n\n")
    return 0


def record(found: Correction) -> dict[str, Any]:
    """Return a correction as values for JSON; `old` is null for a restored fact, `new` for a retired one."""
    change = found.change
    return {
        "at": found.at.isoformat(timespec="seconds"),
        "fact": change.fact,
        "kind": change.kind,
        "old": _said(change.old),
        "new": _said(change.new),
        "reason": change.reason or None,
        "revision": found.revision,
    }


def _said(said: Said | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {
        "statement": said.statement,
        "standing": said.standing,
        "attribution": said.attribution,
        "when": said.when.isoformat() if said.when else None,
        "quotes": [{"source": each.source, "exact": each.exact} for each in said.quotes],
    }


def _lines(found: Correction, words: Texts) -> Iterator[str]:
    change = found.change
    template = {
        CorrectionKind.CHANGED: words.corrected_on,
        CorrectionKind.RETIRED: words.retired_on,
        CorrectionKind.RESTORED: words.restored_on,
    }[change.kind]
    yield f"{template.format(dates=words.date(found.at.date()))} ({change.fact})"
    if change.old is not None:
        yield f"  {words.old}: {_in_short(change.old, words)}"
    if change.new is not None:
        yield f"  {words.new}: {_in_short(change.new, words)}"
    else:
        yield f"  {change.reason or words.retired_unexplained}"


def _in_short(said: Said, words: Texts) -> str:
    by = words.said_by[said.standing].format(standing=words.standing[said.standing], who=said.attribution)
    quotes = "; ".join(quotation(" ".join(each.exact.split()), words) for each in said.quotes)
    return f"{said.stated(words.language)} [{by}] {quotes}"
