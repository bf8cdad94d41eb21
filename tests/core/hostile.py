"""Ask hostile questions in a process of its own, and print how much memory it takes; run by a test.

Each line of output is JSON: how many questions were asked, and the process's resident memory in MiB.
"""

from __future__ import annotations

import json
import random
import string
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType

from bot.config import load_config
from bot.core.factbase.base import Base, Library
from bot.core.factcheck.message import split
from bot.core.factcheck.results import LONGEST_MESSAGE
from bot.core.knowledge.entities import Speakers
from bot.core.matching import load_vectors
from bot.core.matching.ranker import LONGEST_QUESTION
from bot.core.text.dates import read_date_range

PROJECT = Path(__file__).parents[2]
SEED = 20310304

# One character each that folds to 18, 8 and 4; the rest are as wide as characters are.
EXPANDING = "\ufdfa\ufdfb\u33ff\u337f\u3300"
WIDE = "".join(map(chr, range(0x20000, 0x20400)))

ALPHABETS = MappingProxyType({"plain": string.ascii_lowercase, "wide": WIDE, "expanding": EXPANDING})
LENGTHS = (LONGEST_QUESTION, 64, 8, 4)
"""Letters of a word: the whole question, the longest that is cached, an ordinary word, and one of many."""


def hostile_questions(number: int, seed: int = SEED) -> Iterator[str]:
    """Yield questions of 2,000 characters whose words no other question has, of each kind in turn."""
    chance = random.Random(seed)
    kinds = [(letters, length) for length in LENGTHS for letters in ALPHABETS.values()]
    for each in range(number):
        letters, length = kinds[each % len(kinds)]
        words = ("".join(chance.choices(letters, k=length)) for _ in range(LONGEST_QUESTION // (length + 1) + 1))
        yield " ".join(words)[:LONGEST_QUESTION]


def use(base: Base, text: str) -> None:
    """Give a text to everything that takes what a reader types."""
    base.decide(text)
    base.complete(text)
    speakers = Speakers(base.knowledge)
    speakers.find(text)
    speakers.suggest(text, limit=25)
    read_date_range(text, (), month_first=False)
    list(base.checker.check(split(text)[:LONGEST_MESSAGE]))


def resident() -> float:
    """The process's resident memory in MiB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def measure(
    number: int, every: int, base: Base, used: Callable[[Base, str], None] = use
) -> Iterator[tuple[int, float]]:
    """Ask the questions, and yield how many were asked and the memory at each multiple of `every`."""
    used(base, "how high is it?")
    yield 0, resident()
    for asked, question in enumerate(hostile_questions(number), 1):
        used(base, question)
        if asked % every == 0:
            yield asked, resident()


def main(number: int, every: int) -> None:
    """Measure with the base that the project ships."""
    config = load_config(PROJECT / "config.yaml")
    library = Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=load_vectors())
    for asked, memory in measure(number, every, library.open()):
        sys.stdout.write(json.dumps({"asked": asked, "MiB": round(memory)}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
