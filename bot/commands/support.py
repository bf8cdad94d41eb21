"""`support`: the sentences of a text, each checked against the base."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console

from bot.config import Config
from bot.core.factbase.base import open_base
from bot.core.factcheck import check, split
from bot.core.matching import load_vectors
from bot.errors import UsageError
from bot.i18n import ENGLISH, Texts
from bot.support_records import finding_record
from bot.terminal_support import show_findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Supporting:
    """What is checked: a text, or with `from_stdin` all that stands on standard input. `words` are the interface's."""

    text: str | None
    as_json: bool
    from_stdin: bool
    words: Texts = ENGLISH


def run(config: Config, wanted: Supporting, *, stdin: TextIO, out: TextIO) -> int:
    """Check every sentence, however many; gives the exit code 0.

    Raises KnowledgeError where the base has problems, UsageError where there is nothing to check.
    """
    if wanted.text is not None and wanted.from_stdin:
        raise UsageError(wanted.words.support_twice)
    if wanted.text is None and not wanted.from_stdin:
        raise UsageError(wanted.words.support_nothing)
    text = stdin.read() if wanted.text is None else wanted.text
    base = open_base(
        root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=load_vectors(config.encoder)
    )
    findings = list(check(split(text), base.matcher))
    if wanted.as_json:
        records = [finding_record(finding) for finding in findings]
        out.write(json.dumps({"sentences": records}, ensure_ascii=False) + "\n")
    else:
        show_findings(Console(file=out), findings, base.knowledge, wanted.words)
    return 0
