"""A base: the facts, and the ranker that finds them. A reload builds a new base and then swaps it in."""

from __future__ import annotations

import datetime as dt
from collections import ChainMap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bot.core.factbase.examples import Examples, choose_examples
from bot.core.factbase.names import DEFAULT_BASE
from bot.core.factcheck.results import ChecksSentences
from bot.core.kept.files import NOTHING_KEPT, Kept, keep_nothing
from bot.core.knowledge.coverage import SourceCoverage, source_coverage
from bot.core.knowledge.entities import Speakers
from bot.core.knowledge.files import (
    CURATED,
    MAX_SEED_BYTES,
    SEEDS,
    BaseFolder,
    DiskFolder,
    EditedFolder,
    FileRefused,
    MemoryFolder,
)
from bot.core.knowledge.kept import KnownFacts, kept_knowledge
from bot.core.knowledge.model import Knowledge, LoadedBase
from bot.core.matching import Completion, Ranker, SentenceVectors, WordVectors, build_ranker
from bot.core.matching.decision import Outcome, decide
from bot.core.matching.intents import AsksDate, AsksFact, Intent, recognise
from bot.core.matching.learned import hash_of_texts, hash_of_vocabulary
from bot.core.matching.weights import (
    CALIBRATION_FILE,
    SavedCalibration,
    UnusableCalibration,
    parse_calibration,
)
from bot.core.progress import StepContext, no_step
from bot.core.text.dates import AmbiguousDate
from bot.core.text.normalise import same_text
from bot.core.text.tags import without_tags
from bot.errors import KnowledgeError, Problem

EXAMPLES: Final = 3
"""Example questions of a base that readers see, at most, beside one without an answer."""


_LARGEST_CALIBRATION: Final = 100_000  # bytes


class LoadStep(StrEnum):
    """The steps of loading a base, as the log names them when they are done."""

    READ = "files read and quotes proven"
    BUILT = "ranker built"
    EMBEDDED = "texts embedded for other languages"
    COMPARED = "answers compared"


@dataclass(frozen=True, kw_only=True)
class Base:
    """What answers questions. It is frozen: a question that began with one base finishes with it.

    `name` is the one that the config gives it. `calibration` is None if the default weights are used. `files` has the
    bytes that the base was built from, by names such as knowledge/topics.yaml; `Library.rebuild` makes an equal base of
    them.
    """

    knowledge: Knowledge
    ranker: Ranker
    name: str = DEFAULT_BASE
    calibration: SavedCalibration | None = None
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def decide(self, question: str) -> Outcome:
        """Return the reply to a question; any text will do. Whom it mentions is no part of the question."""
        return decide(self.ranker.rank(without_tags(question)), self.ranker)

    def recognise(self, question: str, *, month_first: bool = False) -> Intent:
        """Return whether a question asks for a page or for a fact; with `month_first`, 10/15/2025 is a date.

        A question or a phrasing of the base, a golden question, and a date without facts are for the ranker.
        """
        intent = recognise(question, self.dates, month_first=month_first)
        match intent:
            case AsksFact():
                return intent
            case AsksDate(dates=dates) if not any(day in dates for day in self.dates):
                return AsksFact()
            case _:
                return AsksFact() if self._has(question) else intent

    def find_ambiguity(self, question: str, *, month_first: bool = False) -> AmbiguousDate | None:
        """Return both days of a question that is a date, if it is another one in the other order of day and month."""
        match [recognise(question, self.dates, month_first=order) for order in (month_first, not month_first)]:
            case [AsksDate(dates=read), AsksDate(dates=other)] if read.first and other.first and read != other:
                return AmbiguousDate(read=read.first, other=other.first)
            case _:
                return None

    def _has(self, question: str) -> bool:
        wanted = same_text(without_tags(question))
        golden = (each.question for each in self.knowledge.golden)
        return wanted in self.ranker.exact or any(same_text(each) == wanted for each in golden)

    def complete(self, typed: str, *, limit: int = 25) -> tuple[Completion, ...]:
        """Return questions and statements that begin like what is typed, best first, at most `limit`."""
        return self.ranker.completer.complete(without_tags(typed), limit=limit)

    @cached_property
    def checker(self) -> ChecksSentences:
        """Checks sentences against the facts; it keeps the parsed facts as long as the base is used."""
        from bot.core.factcheck.checker import FactChecker  # noqa: PLC0415 - questions do not need it

        return FactChecker(self.knowledge)

    def read_ahead(self) -> None:
        """Compute what the first questions would wait for, then what few users need at once, which takes seconds.

        That is the model for other languages, and the facts as checks of messages need them.
        """
        _ = self.examples, self.ranker.glossary.lexicons, self.ranker.speller.choices, self.ranker.completer
        if self.ranker.multilingual:
            self.ranker.multilingual.translate(["a"])
        self.checker.warm_up()

    @cached_property
    def speakers(self) -> Speakers:
        """The persons and organisations; finding what each says takes long only once."""
        return Speakers(self.knowledge)

    @cached_property
    def coverage(self) -> tuple[SourceCoverage, ...]:
        """How much of each source is quoted; the first time, all facts are read."""
        return source_coverage(self.knowledge)

    @property
    def has_coverage(self) -> bool:
        """Whether the coverage is known, so that nobody waits for it."""
        return "coverage" in vars(self)

    @cached_property
    def dates(self) -> tuple[dt.date, ...]:
        """The days that have facts, earliest first."""
        return self.knowledge.dates()

    @cached_property
    def examples(self) -> Examples:
        """Questions to show to readers: each was asked before, which takes some milliseconds the first time."""
        return choose_examples(self, most=EXAMPLES)

    @property
    def has_examples(self) -> bool:
        """Whether the examples are known, so that nobody waits for them."""
        return "examples" in vars(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFiles:
    """The files of a base, read once and found to be without problems. The fields are those of `Base`.

    `warnings` is empty unless they were asked for.
    """

    knowledge: Knowledge
    calibration: SavedCalibration | None
    files: Mapping[str, bytes]
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskState:
    """The files on disk compared with a base: the `same`, or another `revision`, or files with `problems`.

    The revision may be the base's own where only the calibration differs.
    """

    same: bool
    revision: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Library:
    """The folders of a base on disk, and what it takes to build it.

    `name` is the base's in the config. Problems name files relative to `root`. With `calibrated` off, the calibration
    in the folder is ignored. With `warn` on, reading also looks for what may be wrong. With `drafts` on, a base with
    TODO comments is not refused. With `prepared` on, building embeds the texts by `sentences`, for which the first
    question in another language would wait otherwise. `kept` returns what an earlier start kept, given the name of the
    base and what it depends on. Each step of the work runs inside `step(name)`. `edited` has contents of files of the
    knowledge folder, by their names in it, that take the place of those on disk. The methods block, for seconds where
    the base is large.
    """

    root: Path
    knowledge: Path
    seeds: Path
    name: str = DEFAULT_BASE
    vectors: WordVectors | None
    sentences: SentenceVectors | None = None
    prepared: bool = False
    calibrated: bool = True
    warn: bool = False
    drafts: bool = False
    kept: Callable[..., Kept] = keep_nothing
    step: StepContext = no_step
    edited: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def open(self) -> Base:
        """Build the base on disk. Raises KnowledgeError with its problems."""
        return self.build(self.read())

    def read(self) -> CheckedFiles:
        """Read and check the files on disk. Raises KnowledgeError with their problems."""
        return self._read(self.curated, self.texts, calibrated=self.calibrated)

    def build(self, checked: CheckedFiles) -> Base:
        """Build a base from files that were read."""
        weights = checked.calibration.weights if checked.calibration else None
        with self.step(LoadStep.BUILT):
            vocabulary = hash_of_vocabulary(checked.knowledge.vocabulary)
            ranker = build_ranker(
                checked.knowledge,
                vectors=self.vectors,
                weights=weights,
                sentences=self.sentences,
                kept=(
                    self.kept(self.name, hash_of_texts(checked.knowledge, vocabulary))
                    if self.sentences
                    else NOTHING_KEPT
                ),
                kept_texts=self.kept(self.name, vocabulary),
            )
        if self.prepared and ranker.multilingual:
            with self.step(LoadStep.EMBEDDED):
                ranker.multilingual.prepare()
        # Weights that were fitted with other packages installed are not used.
        used = checked.calibration if ranker.weights is weights else None
        return Base(name=self.name, knowledge=checked.knowledge, ranker=ranker, calibration=used, files=checked.files)

    def rebuild(self, files: Mapping[str, bytes]) -> Base:
        """Build a base again from its files (`Base.files`). Raises KnowledgeError where this version refuses them.

        A calibration that this version of the bot cannot use is ignored: the facts matter more.
        """
        curated, seeds = MemoryFolder(name=CURATED, files=files), MemoryFolder(name=SEEDS, files=files)
        usable = isinstance(parse_calibration(files.get(f"{CURATED}/{CALIBRATION_FILE}", b"")), SavedCalibration)
        checked = self._read(curated, seeds, calibrated=usable)
        # The base keeps the ignored calibration: another version of the bot may use it.
        return self.build(replace(checked, files=MappingProxyType(dict(files))))

    def reread(self, files: Mapping[str, bytes]) -> Knowledge:
        """Return the facts of an earlier base from its files. Raises KnowledgeError where this version refuses them."""
        curated, seeds = MemoryFolder(name=CURATED, files=files), MemoryFolder(name=SEEDS, files=files)
        return self._read(curated, seeds, calibrated=False).knowledge

    def holds(self, files: Mapping[str, bytes]) -> bool:
        """Return whether the folders contain exactly the files of a base (`Base.files`)."""
        curated = {name for name in files if name.startswith(f"{CURATED}/")}
        return self._curated_names() == curated and all(
            self._read_bytes(name) == content for name, content in files.items()
        )

    def compare(self, base: Base) -> DiskState:
        """Compare the files on disk with those of a base."""
        if self.holds(base.files):
            return DiskState(same=True)
        try:
            checked = self.read()
        except KnowledgeError as error:
            return DiskState(same=False, problems=error.problems)
        # They may have been saved since the first look; what is returned describes this one alone.
        if checked.files == base.files:
            return DiskState(same=True)
        return DiskState(same=False, revision=checked.knowledge.revision)

    def _read(self, curated: BaseFolder, seeds: BaseFolder, *, calibrated: bool) -> CheckedFiles:
        with self.step(LoadStep.READ):
            loaded = self._load(curated, seeds)
        content = _calibration(curated) if calibrated else None
        calibration = None if content is None else _read_weights(curated, content)
        kept = {} if content is None else {f"{CURATED}/{CALIBRATION_FILE}": content}
        files = ChainMap(kept, loaded.files)  # type: ignore[arg-type]  # nobody changes it
        return CheckedFiles(
            knowledge=loaded.knowledge,
            calibration=calibration,
            files=MappingProxyType(files),
            warnings=loaded.warnings,
        )

    def _load(self, curated: BaseFolder, seeds: BaseFolder) -> LoadedBase:
        kept = kept_knowledge(curated, seeds, drafts=self.drafts, kept=partial(self.kept, self.name))
        found = None if self.warn else kept.find()
        if isinstance(found, LoadedBase):
            return found
        loaded = self._load_files(curated, seeds, known=found)
        return kept.keep(loaded, found)

    def _load_files(self, curated: BaseFolder, seeds: BaseFolder, *, known: KnownFacts | None) -> LoadedBase:
        # What reads YAML takes long to import.
        from bot.core.knowledge.kept_documents import KeptDocuments  # noqa: PLC0415
        from bot.core.knowledge.loader import load  # noqa: PLC0415

        whole = partial(load, curated=curated, seeds=seeds, warn=self.warn, drafts=self.drafts)
        if self.warn:
            return whole()
        documents = KeptDocuments(self.kept(self.name))
        brief = partial(whole, read=documents.read, placed=False)
        try:
            loaded = brief(known=known.find) if known else brief()
            if known and not known.hold(loaded):
                loaded = brief()
        except KnowledgeError:
            return whole()  # which says where the problems are
        documents.keep()
        return loaded

    def _curated_names(self) -> set[str]:
        calibration = [CALIBRATION_FILE] if self.curated.exists(CALIBRATION_FILE) else []
        return {f"{CURATED}/{name}" for name in (*self.curated.listing().files, *calibration)}

    def _read_bytes(self, name: str) -> bytes | FileRefused:
        folder, _, rest = name.partition("/")
        return (self.curated if folder == CURATED else self.texts).read(rest, limit=MAX_SEED_BYTES)

    @property
    def curated(self) -> BaseFolder:
        """The folder of the curators' YAML, with what is `edited`."""
        folder = DiskFolder(path=self.knowledge, root=self.root)
        return EditedFolder(folder=folder, files=self.edited) if self.edited else folder

    @property
    def texts(self) -> BaseFolder:
        """The folder of the source texts."""
        return DiskFolder(path=self.seeds, root=self.root)


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
    sentence = f"The calibration cannot be used: {reason.rstrip('.')}."
    message = f"{sentence} The command calibrate writes it again. Without the file, the base uses the default weights."
    return KnowledgeError((folder.problem(CALIBRATION_FILE, message),))
