"""Pages of the small base, for tests of the report; each base is opened and asked once."""

from __future__ import annotations

import datetime as dt
import functools
import tempfile
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path

from bases import write_base

from bot.core.factbase.base import Base, Library
from bot.core.matching.clustering import Unanswered
from bot.report import Contents, gather

MADE = dt.datetime(2031, 3, 5, 12, 30, tzinfo=dt.UTC)

GOLDEN = """\
- {question: "how high above the sea is the lamp", fact: lamp-height}
- {question: "what was the storm called", outcome: abstention}
"""


def opened(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Base:
    write_base(folder, files)
    return Library(root=folder, knowledge=folder / "knowledge", seeds=folder / "seeds", vectors=None).open()


@functools.cache
def small_contents() -> Contents:
    with tempfile.TemporaryDirectory() as folder:
        base = opened(Path(folder), {"knowledge/golden.yaml": GOLDEN})
        return gather(base, [unanswered("who owns the ferry"), unanswered("who owns the ferry?")], made=MADE)


def unanswered(text: str, *, fact: str | None = "ferry-by-day", outcome: str = "abstention") -> Unanswered:
    return Unanswered(text=text, at=MADE, outcome=outcome, fact=fact, confidence=0.3, guild=1)


BLOCKS = frozenset("p li td th h1 h2 h3 h4 div blockquote details summary".split())
"""Elements whose words stand apart from those before them."""


class Seen(HTMLParser):
    """What a reader's browser makes of a page: its words, its ids, where its links lead, and every element's tag."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in attrs}
        self.tags.append((tag, attributes))
        self.ids.extend([attributes["id"]] if "id" in attributes else [])
        self.links.extend([attributes["href"]] if "href" in attributes else [])
        self._silent = tag if tag in {"style", "script"} else self._silent
        if tag in BLOCKS:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._silent = "" if tag == self._silent else self._silent

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def seen(page: str) -> Seen:
    parser = Seen()
    parser.feed(page)
    parser.close()
    return parser


def within(page: str, section: str) -> Seen:
    """One section of a page, by its id."""
    start = page.index(f'<section id="{section}">')
    end = page.find('<section id="', start + 1)
    return seen(page[start : end if end > 0 else len(page)])


def classes(elements: Iterable[tuple[str, dict[str, str]]]) -> list[set[str]]:
    return [set(attributes.get("class", "").split()) for _, attributes in elements]
