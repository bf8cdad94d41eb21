"""A base that serves: the knowledge and the ranker built from it. A reload builds a new one, then swaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bot.core.knowledge.files import BaseFolder, DiskFolder, FileRefused, MemoryFolder
from bot.core.knowledge.loader import CURATED, MAX_SEED_BYTES, SEEDS, LoadedBase, load
from bot.core.knowledge.model import Knowledge
from bot.core.matching import Completion, Ranker, WordVectors, build_ranker
from bot.core.matching.decision import Outcome, decide
from bot.core.matching.weights import (
    CALIBRATION_FILE,
    DEFAULTS,
    SavedCalibration,
    UnusableCalibration,
    parse_calibration,
)
from bot.core.progress import Step, untimed
from bot.errors import KnowledgeError, Problem

_LARGEST_CALIBRATION: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What answers questions; frozen, so that a question in flight finishes on the base it began with.

    `calibration` is None where the default weights are used. `files` holds the bytes that the base was
    built from, by names such as knowledge/topics.yaml: `rebuild` makes an equal base of them.
    """

    knowledge: Knowledge
    ranker: Ranker
    calibration: SavedCalibration | None = None
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def decide(self, question: str) -> Outcome:
        """What the question gets; any text will do."""
        return decide(self.ranker.rank(question), self.ranker)

    def complete(self, typed: str, *, limit: int = 25) -> tuple[Completion, ...]:
        """Asks and statements that what is typed may become, best first, at most `limit`."""
        return self.ranker.completer.complete(typed, limit=limit)


def open_base(  # noqa: PLR0913 - where the base lies, and how to open it
    *,
    root: Path,
    knowledge: Path,
    seeds: Path,
    vectors: WordVectors | None,
    calibrated: bool = True,
    step: Step = untimed,
) -> Base:
    """Load, check and index a base on disk. Raises KnowledgeError with every problem. Blocks for some seconds.

    With `calibrated` off, the default weights are used. Each step of the work is
    done inside `step(name)`, for whoever wants to time it.
    """
    curated, texts = DiskFolder(path=knowledge, root=root), DiskFolder(path=seeds, root=root)
    return _build(curated, texts, vectors=vectors, calibrated=calibrated, step=step)


def rebuild(files: Mapping[str, bytes], *, vectors: WordVectors | None, step: Step = untimed) -> Base:
    """Build a base from the files of an earlier one (`Base.files`), as `open_base` does from disk.

    A calibration that an earlier version of the bot wrote, and this one cannot use, is left aside: the facts matter.
    """
    curated, texts = MemoryFolder(name=CURATED, files=files), MemoryFolder(name=SEEDS, files=files)
    usable = isinstance(parse_calibration(files.get(f"{CURATED}/{CALIBRATION_FILE}", b"")), SavedCalibration)
    base = _build(curated, texts, vectors=vectors, calibrated=usable, step=step)
    return replace(base, files=MappingProxyType(dict(files)))


def read_calibration(*, root: Path, knowledge: Path) -> SavedCalibration | None:
    """The base's calibration, or None where it has none. Raises KnowledgeError where it cannot be used."""
    folder = DiskFolder(path=knowledge, root=root)
    content = _calibration(folder)
    return None if content is None else _read_weights(folder, content)


def _build(
    curated: BaseFolder, seeds: BaseFolder, *, vectors: WordVectors | None, calibrated: bool, step: Step
) -> Base:
    written = _calibration(curated) if calibrated else None
    calibration = None if written is None else _read_weights(curated, written)
    with step("files read and quotes proven"):
        loaded = load(curated=curated, seeds=seeds)
    with step("ranker built"):
        weights = calibration.weights if calibration else DEFAULTS
        ranker = build_ranker(loaded.knowledge, vectors=vectors, weights=weights)
    kept = {} if written is None else {f"{CURATED}/{CALIBRATION_FILE}": written}
    return Base(
        knowledge=loaded.knowledge,
        ranker=ranker,
        calibration=calibration,
        files=MappingProxyType({**loaded.files, **kept}),
    )


def _calibration(folder: BaseFolder) -> bytes | None:
    if not folder.exists(CALIBRATION_FILE):
        return None
    match folder.read(CALIBRATION_FILE, limit=_LARGEST_CALIBRATION):
        case FileRefused(message=message):
            raise _unusable(folder, message)
        case content:
            return content


def _read_weights(folder: BaseFolder, content: bytes) -> SavedCalibration:
    match parse_calibration(content):
        case UnusableCalibration(reason=reason):
            raise _unusable(folder, reason)
        case calibration:
            return calibration


def _unusable(folder: BaseFolder, reason: str) -> KnowledgeError:
    mend = "Write it anew with: python -m bot calibrate"
    return KnowledgeError((folder.problem(CALIBRATION_FILE, f"The calibration cannot be used: {reason}. {mend}"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDisk:
    """What the folders hold beside a base: the `same` files, or else another `revision`, or else `problems`.

    Another revision may be the base's own, with another calibration.
    """

    same: bool
    revision: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Library:
    """The folders of a base, and what it takes to open it. Every method blocks; problems raise KnowledgeError.

    `root` is the folder that the names in problems are relative to; `step` times the work, as in `open_base`.
    """

    root: Path
    knowledge: Path
    seeds: Path
    vectors: WordVectors | None
    step: Step = untimed

    def open(self) -> Base:
        """The base on disk."""
        return open_base(
            root=self.root, knowledge=self.knowledge, seeds=self.seeds, vectors=self.vectors, step=self.step
        )

    def rebuild(self, files: Mapping[str, bytes]) -> Base:
        """The base that was built from these files."""
        return rebuild(files, vectors=self.vectors, step=self.step)

    def read(self) -> LoadedBase:
        """What is on disk, checked, without a ranker."""
        return load(curated=self._curated, seeds=self._seeds)

    def holds(self, files: Mapping[str, bytes]) -> bool:
        """Whether the folders hold exactly the files of a base (`Base.files`)."""
        curated = {name for name in files if name.startswith(f"{CURATED}/")}
        return self._names() == curated and all(self._read(name) == content for name, content in files.items())

    def compare(self, base: Base) -> OnDisk:
        """What the folders hold beside a base; raises nothing."""
        if self.holds(base.files):
            return OnDisk(same=True)
        try:
            return OnDisk(same=False, revision=self.read().knowledge.revision)
        except KnowledgeError as error:
            return OnDisk(same=False, problems=error.problems)

    def _names(self) -> set[str]:
        """The files in knowledge/ that a base is built from, by the names under which they are kept."""
        calibration = [CALIBRATION_FILE] if self._curated.exists(CALIBRATION_FILE) else []
        return {f"{CURATED}/{name}" for name in (*self._curated.listing().files, *calibration)}

    def _read(self, name: str) -> bytes | FileRefused:
        folder, _, rest = name.partition("/")
        return (self._curated if folder == CURATED else self._seeds).read(rest, limit=MAX_SEED_BYTES)

    @property
    def _curated(self) -> DiskFolder:
        return DiskFolder(path=self.knowledge, root=self.root)

    @property
    def _seeds(self) -> DiskFolder:
        return DiskFolder(path=self.seeds, root=self.root)
