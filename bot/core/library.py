"""Where bases come from: the folders on disk, or the files that were kept of an earlier base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.core.base import Base, open_base, rebuild
from bot.core.knowledge.files import DiskFolder, Refused
from bot.core.knowledge.loader import CURATED, MAX_SEED_BYTES, Loaded, load
from bot.core.matching import WordVectors
from bot.core.matching.learned import FILE
from bot.core.progress import Step, untimed
from bot.errors import KnowledgeError, Problem


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

    def read(self) -> Loaded:
        """What is on disk, checked, without a matcher."""
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
        calibration = [FILE] if self._curated.exists(FILE) else []
        return {f"{CURATED}/{name}" for name in (*self._curated.listing().files, *calibration)}

    def _read(self, name: str) -> bytes | Refused:
        folder, _, rest = name.partition("/")
        return (self._curated if folder == CURATED else self._seeds).read(rest, limit=MAX_SEED_BYTES)

    @property
    def _curated(self) -> DiskFolder:
        return DiskFolder(path=self.knowledge, root=self.root)

    @property
    def _seeds(self) -> DiskFolder:
        return DiskFolder(path=self.seeds, root=self.root)
