"""Warn of what is wrong with the text of a source, with file:line:column."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.core.knowledge.yaml_reader import line_and_column
from bot.core.text.control_chars import shortened
from bot.core.text.normalise import fold
from bot.core.text.text_faults import TextFault, find_faults
from bot.errors import Problem

MOST_WARNINGS = 10
"""Faults of one text that are listed; with more, the whole text has to be copied again."""


def text_warnings(
    text: str, *, file: str, acknowledged: Collection[str] = (), otherwise: str = ""
) -> Iterator[Problem]:
    """Yield a warning for each fault of a text that is not acknowledged, the first `MOST_WARNINGS` at most.

    `otherwise` ends the messages: what to do if nothing is wrong.
    """
    faults = [fault for fault in find_faults(text) if fold(fault.found) not in acknowledged]
    for fault in faults[:MOST_WARNINGS]:
        times = f" ({fault.times:,} times, first here)" if fault.times > 1 else ""
        yield _warning(fault, f"'{shortened(fault.found)}'{times} {fault.message}{otherwise}.", text, file)
    if len(faults) > MOST_WARNINGS:
        more = f"there are {len(faults) - MOST_WARNINGS:,} more of these; copy the whole text again."
        yield _warning(faults[MOST_WARNINGS], more, text, file)


def _warning(fault: TextFault, message: str, text: str, file: str) -> Problem:
    line, column = line_and_column(text, fault.offset)
    return Problem(file=file, line=line, column=column, message=f"warning: {message}")
