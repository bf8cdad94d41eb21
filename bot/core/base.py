"""A base that serves: the knowledge and the matcher built from it. A reload builds a new one, then swaps."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.core.answer import Outcome, decide
from bot.core.facts import Knowledge
from bot.core.folders import Folder, Refused, read_bytes
from bot.core.loading import load_knowledge
from bot.core.matching import Completion, Matcher, WordVectors, build_matcher
from bot.core.matching.learned import FILE, Learned, Unusable, parse
from bot.core.matching.weights import DEFAULTS
from bot.errors import KnowledgeError

_LARGEST_CALIBRATION: Final = 100_000

Step = Callable[[str], AbstractContextManager[None]]


def _untimed(_name: str) -> AbstractContextManager[None]:
    return nullcontext()


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What answers questions; frozen, so that a question in flight finishes on the base it began with.

    `learned` is the calibration that serves, or None where the defaults do.
    """

    knowledge: Knowledge
    matcher: Matcher
    learned: Learned | None = None

    def decide(self, question: str) -> Outcome:
        """What the question gets; any text will do."""
        return decide(question, self.matcher)

    def complete(self, typed: str, *, limit: int = 25) -> tuple[Completion, ...]:
        """Asks and statements that what is typed may become, best first, at most `limit`."""
        return self.matcher.completer.complete(typed, limit=limit)


def open_base(  # noqa: PLR0913 - where the base lies, and how to open it
    *,
    root: Path,
    knowledge: Path,
    seeds: Path,
    vectors: WordVectors | None,
    calibrated: bool = True,
    step: Step = _untimed,
) -> Base:
    """Load, check and index a base. Raises KnowledgeError with every problem. Blocks for some seconds.

    With `calibrated` off, what the base learned before is left aside and the defaults serve. Each step of the work is
    done inside `step(name)`, for whoever wants to time it.
    """
    learned = read_calibration(root=root, knowledge=knowledge) if calibrated else None
    with step("files read and quotes proven"):
        loaded = load_knowledge(root=root, knowledge=knowledge, seeds=seeds)
    with step("matcher built"):
        matcher = build_matcher(loaded, vectors=vectors, weights=learned.weights if learned else DEFAULTS)
    return Base(knowledge=loaded, matcher=matcher, learned=learned)


def read_calibration(*, root: Path, knowledge: Path) -> Learned | None:
    """The base's calibration, or None where it has none. Raises KnowledgeError where it cannot be used."""
    folder = Folder(path=knowledge, root=root)
    if not (folder.path / FILE).exists():
        return None
    content = read_bytes(folder, FILE, limit=_LARGEST_CALIBRATION)
    match content.message if isinstance(content, Refused) else parse(content):
        case Learned() as learned:
            return learned
        case Unusable(reason=reason) | str(reason):
            mend = "Write it anew with: python -m bot calibrate"
            raise KnowledgeError((folder.problem(FILE, f"The calibration cannot be used: {reason}. {mend}"),))
