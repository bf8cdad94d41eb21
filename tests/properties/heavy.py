"""Load the heaviest files that a base may hold, in a process whose memory and time are bounded; run by a test.

Each case prints one line of JSON. The process ends where a case takes more than it may.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType

from bases import FERRY, SEED, base_files

from bot.core.knowledge.files import MAX_SEED_BYTES, MemoryFolder
from bot.core.knowledge.loader import load
from bot.core.knowledge.yaml_reader import MAX_BYTES
from bot.errors import KnowledgeError

MEMORY = 512 * 1024 * 1024
"""Bytes of address space for the interpreter, its libraries and one base."""

FULL = sys.argv[1:] == ["full"]
"""Whether the slowest cases are as large as may be (`make soak`), or an eighth of that."""

SECONDS = 60 if FULL else 30
"""Of processor time for one case: the slowest takes 4, and several times that on a busy machine."""

MANY = MAX_BYTES if FULL else MAX_BYTES // 8
"""Bytes of a file of many small entries."""

LONG = (MAX_SEED_BYTES if FULL else MAX_SEED_BYTES // 8) - 2_000
"""Bytes of a source of many sentences."""

FACTS, TEXT = "knowledge/facts/light.yaml", "seeds/grey-skerry.txt"
_QUOTED = "stands 38 metres above the sea"


def facts(exact: str, *, size: int = MANY) -> str:
    """As many facts with one quote as a file may hold."""
    fact = (
        '- {{id: f{number}, statement: "x", topics: [light], attribution: "x", standing: reported,\n'
        '   quotes: [{{source: ostrand-post, exact: "{exact}"}}], question: "ask {number}"}}\n'
    )
    length = len(fact.format(number=10_000, exact=exact))
    return "".join(fact.format(number=number, exact=exact) for number in range(min(size // length, 10_000)))


def filled(piece: str, *, size: int = MAX_BYTES) -> str:
    """A text of about so many bytes, at most."""
    return piece * ((size - 1_000) // len(piece.encode()))


def laughs() -> str:
    """An expansion of 9 to the 29th."""
    levels = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 30)]
    return "\n".join(["a0: &a0 [x]", *levels])


Case = Callable[[], dict[str, str]]

CASES: Mapping[str, Case] = MappingProxyType(
    {
        "aliases of aliases": lambda: {FACTS: laughs()},
        "lists in lists": lambda: {FACTS: filled("[")},
        "mappings in mappings": lambda: {FACTS: filled("{a: ")},
        "entries in entries": lambda: {FACTS: filled("- ")},
        "keys of keys": lambda: {FACTS: filled("? ")},
        "one long word": lambda: {FACTS: "- id: " + filled("a")},
        "one long key": lambda: {FACTS: "? " + filled("a") + "\n: 1"},
        "one long quoted text": lambda: {FACTS: '- id: "' + filled("\\n") + '"'},
        "one long block": lambda: {FACTS: "- |\n" + filled(" \n")},
        "one key many times": lambda: {FACTS: filled("a: 1\n")},
        "many empty entries": lambda: {FACTS: filled("- {}\n", size=MANY)},
        "many links": lambda: {
            FACTS: FERRY.replace("[last-evening-crossing]", "[" + filled("ferry-by-dax,", size=MANY) + "]")
        },
        "a number of a million digits": lambda: {
            FACTS: FERRY.replace("importance: 3", "importance: " + "9" * 1_000_000)
        },
        "a day of a million digits": lambda: {FACTS: FERRY.replace("2031-03-03", "2" * 1_000_000 + "-03-03")},
        "a number with a large exponent": lambda: {FACTS: FERRY.replace("importance: 3", "importance: 1e999999999")},
        "many tags": lambda: {FACTS: filled("- !a b\n")},
        "one long tag": lambda: {FACTS: filled("!")},
        "many merges": lambda: {FACTS: filled("- {<<: {a: b}}\n")},
        "tabs and no YAML": lambda: {FACTS: filled("\t- a\n", size=MANY // 10) + "]"},
        "one long comment": lambda: {FACTS: filled("#")},
        "as many facts as fit": lambda: {FACTS: facts(_QUOTED)},
        "as many wrong quotes as fit": lambda: {FACTS: facts("stands 39 meters over the sea at night")},
        "long wrong quotes": lambda: {FACTS: facts("lamp stood 39 meters above " * 50)},
        "a quote that repeats itself": lambda: {FACTS: facts("a " * 700), TEXT: SEED + "b " + "a a b " * 100},
        "a source as long as may be": lambda: {TEXT: SEED + filled("Fog came. It was dark.\n\n", size=LONG)},
        "wrong quotes of a long source": lambda: {
            FACTS: facts("stands 39 meters over the sea at night", size=20_000),
            TEXT: SEED + filled("Fog came. It was dark.\n\n", size=LONG // 4),
        },
        "a quote that stands everywhere": lambda: {
            FACTS: facts("a", size=20_000),
            TEXT: SEED + filled("a", size=MAX_SEED_BYTES - 2_000),
        },
        "a source of one sentence": lambda: {TEXT: SEED + filled("a. ", size=LONG)},
        "a source of one white line": lambda: {TEXT: SEED + filled(" ", size=MAX_SEED_BYTES - 2_000)},
        "a source of white lines": lambda: {TEXT: SEED + filled(" \n", size=MAX_SEED_BYTES - 2_000)},
        "a source of stops": lambda: {TEXT: SEED + filled(".", size=MAX_SEED_BYTES - 2_000)},
    }
)


def told(files: Mapping[str, bytes]) -> tuple[int, int]:
    """How many problems a base has, and how many characters they take."""
    try:
        load(curated=MemoryFolder(name="knowledge", files=files), seeds=MemoryFolder(name="seeds", files=files))
    except KnowledgeError as error:
        return len(error.problems), len(str(error))
    return 0, 0


def main() -> None:
    """Load all cases."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for name, case in CASES.items():
        files = {each: text.encode() for each, text in {**_base(), **case()}.items()}
        sha256 = hashlib.sha256(files[TEXT]).hexdigest().encode()
        files["knowledge/sources.yaml"] = files["knowledge/sources.yaml"].replace(b"{sha256}", sha256)
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime) + SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
        problems, length = told(files)
        after = resource.getrusage(resource.RUSAGE_SELF)
        seconds = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
        sys.stdout.write(json.dumps({"name": name, "problems": problems, "length": length, "seconds": seconds}) + "\n")
        sys.stdout.flush()


def _base() -> dict[str, str]:
    return {name: text if isinstance(text, str) else text.decode() for name, text in base_files().items()}


if __name__ == "__main__":
    main()
