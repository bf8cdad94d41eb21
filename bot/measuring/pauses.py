"""How long the event loop stands still while a base is loaded beside it."""

from __future__ import annotations

import asyncio
import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from bot.core.factbase.base import Base, Library
from bot.core.factbase.diff import blast_radius
from bot.core.knowledge.model import Fact, Knowledge
from bot.core.knowledge.schema import MAX_ASK, MAX_STATEMENT
from bot.core.matching import WordVectors
from bot.core.text.normalise import same_text
from bot.measuring.growth import grow
from bot.quiet import beside, let_go_beside

Clock = Callable[[], float]

_TICK: Final = 0.001  # seconds between two looks at the clock
_IDLE: Final = 1.0  # seconds of the run to compare with
_REPLAYED: Final = 200  # questions, as many as a reload asks of both bases
_IN_FILE: Final = 500  # facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """`seconds` of a whole reload; `longest` pause of the loop meanwhile and in an `idle` run, in milliseconds."""

    seconds: float
    longest: float
    idle: float


def measure_loading(
    knowledge: Knowledge, size: int, *, vectors: WordVectors | None, seed: int, clock: Clock = time.perf_counter
) -> Loading:
    """Write a base of `size` facts, load it, and load it again beside a loop, with all that a reload does."""
    with tempfile.TemporaryDirectory() as folder:
        library = write_grown(Path(folder), knowledge, size, seed=seed, vectors=vectors)
        return asyncio.run(_reloaded(library, clock))


def write_grown(
    folder: Path, knowledge: Knowledge, size: int, *, seed: int, vectors: WordVectors | None = None
) -> Library:
    """Write the varied facts of a base grown to `size` as files, each with a passage of its own as its source."""
    grown = grow(knowledge, size + len(knowledge.facts), seed=seed)
    facts = [fact for fact in grown.facts.values() if fact.id not in knowledge.facts]
    passages = [f"{number}: {fact.statement}" for number, fact in enumerate(facts)]
    text = "\n\n".join(passages)
    source = {
        "id": "grown",
        "title": "Grown",
        "publisher": "nobody",
        "url": "https://example.com/",
        "file": "grown.txt",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    _write(folder / "seeds/grown.txt", text)
    _write(folder / "knowledge/sources.yaml", json.dumps([source]))
    entries = _entries(facts, passages)
    for number in range(0, len(facts), _IN_FILE):
        part = list(islice(entries, _IN_FILE))
        _write(folder / f"knowledge/facts/grown-{number // _IN_FILE}.yaml", json.dumps(part, indent=1))
    return Library(root=folder, knowledge=folder / "knowledge", seeds=folder / "seeds", vectors=vectors)


async def _reloaded(library: Library, clock: Clock) -> Loading:
    serving = await beside(library.open)
    idle = await _longest_pause(partial(asyncio.sleep, _IDLE), clock)
    began = clock()
    longest = await _longest_pause(partial(_reload, library, serving), clock)
    return Loading(seconds=clock() - began, longest=longest, idle=idle)


async def _reload(library: Library, serving: Base) -> None:
    asked = [fact.asks[0] for fact in islice(serving.knowledge.facts.values(), _REPLAYED)]
    fresh = [await beside(library.open)]
    await beside(lambda: blast_radius(serving, fresh[0], asked))
    await let_go_beside([fresh.pop()])


async def _longest_pause(work: Callable[[], Coroutine[Any, Any, None]], clock: Clock) -> float:
    """The longest time, in milliseconds, in which the loop could do nothing else while it awaited the work."""
    longest, last = 0.0, clock()
    working = asyncio.create_task(work())
    while not working.done():
        await asyncio.sleep(_TICK)
        now = clock()
        longest, last = max(longest, now - last - _TICK), now
    await working
    return longest * 1000


def _entries(facts: Sequence[Fact], passages: Sequence[str]) -> Iterator[dict[str, object]]:
    asked: set[str] = set()
    for number, (fact, passage) in enumerate(zip(facts, passages, strict=True)):
        ask = fact.asks[0][: MAX_ASK - len(f" {number}")]
        # An ask can lead to one fact only, and varied facts sometimes share theirs.
        ask = f"{ask} {number}" if same_text(ask) in asked else ask
        asked.add(same_text(ask))
        yield {
            "id": fact.id,
            "statement": fact.statement[:MAX_STATEMENT],
            "topics": ["grown"],
            "attribution": "nobody",
            "standing": "reported",
            "quotes": [{"source": "grown", "exact": passage}],
            "asks": [ask],
        }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
