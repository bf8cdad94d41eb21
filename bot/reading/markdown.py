"""Read Markdown: the text without its markup, and the front matter."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.reading.decoding import decode_text
from bot.reading.extracted import Metadata, Original, joined_paragraphs, one_line
from bot.reading.page import read_page

_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_PARAGRAPH: Final = re.compile(r"<p\b", re.IGNORECASE)
_MAX_FRONT_MATTER: Final = 20_000  # characters
_LINE_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_KEYS: Final = {
    "title": ("title",),
    "authors": ("authors", "author", "byline"),
    "publisher": ("publisher", "site", "site_name"),
    "published": ("published", "date", "pubdate", "publish_date"),
    "address": ("canonical", "canonical_url", "url", "link", "source"),
}


def read_markdown(original: Original) -> tuple[str, Metadata]:
    """Return the paragraphs, headings, list items and rows of tables, without markup, HTML and pictures."""
    source = decode_text(original).replace("\r\n", "\n")
    front = _FRONT_MATTER.match(source)
    body = source[front.end() :] if front else source
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    found = _front_matter(front[1]) if front else Metadata()
    text = joined_paragraphs(_blocks(tokens))
    if not text and _PARAGRAPH.search(body):  # a page below front matter, as site generators keep them
        page = f'<html><head><meta charset="utf-8"></head><body><article>{body}</article></body></html>'
        text, _ = read_page(replace(original, content=page.encode(), charset=""))
    return text, found


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the text of each block. A list item begins with a dash or its number, the cells of a row with a bar."""
    markers = _ListMarkers()
    cells: list[str] = []
    before = ""
    for token in tokens:
        markers.see(token)
        match token.type:
            case "inline" if before in {"td_open", "th_open"}:
                cells.append(_inline(token))
            case "inline":
                yield f"{markers.taken()}{_inline(token)}"
            case "tr_close":
                yield " | ".join(cells)
                cells = []
            case "fence" | "code_block":
                yield token.content
            case _:
                pass
        before = token.type


@dataclass(slots=True)
class _ListMarkers:
    """Counts the items of lists, which may be inside each other; None is the number of an item with a dash."""

    numbers: list[int | None] = field(default_factory=list)
    marker: str = ""

    def see(self, token: Token) -> None:
        """Follow the beginning and the end of lists and of their items."""
        match token.type:
            case "bullet_list_open":
                self.numbers.append(None)
            case "ordered_list_open":
                self.numbers.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                self.numbers.pop()
            case "list_item_open":
                number = self.numbers[-1]
                self.marker = "- " if number is None else f"{number}. "
                self.numbers[-1] = None if number is None else number + 1
            case _:
                pass

    def taken(self) -> str:
        """Return the marker of an item before its first paragraph, and nothing before the others."""
        marker, self.marker = self.marker, ""
        return marker


def _inline(token: Token) -> str:
    return "".join(_pieces(token.children or ())).strip()


def _pieces(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        match child.type:
            case "text" | "code_inline":
                yield child.content
            case "softbreak":
                yield " "
            case "hardbreak":
                yield "\n"
            case "html_inline" if _LINE_BREAK.fullmatch(child.content):
                yield "\n"
            case _:
                pass


def _front_matter(text: str) -> Metadata:
    """Return what the front matter says; nothing if it is not a mapping in YAML."""
    try:
        read = yaml.safe_load(text) if len(text) <= _MAX_FRONT_MATTER else None
    except Exception:  # noqa: BLE001 - a wrong tag such as !!bool x makes PyYAML raise almost anything
        return Metadata()
    if not isinstance(read, dict):
        return Metadata()
    values = {str(key).lower(): value for key, value in read.items()}
    found = {field: next((values[key] for key in keys if values.get(key)), None) for field, keys in _KEYS.items()}
    return Metadata(
        title=_line(found, "title"),
        authors=_names(found["authors"]),
        publisher=_line(found, "publisher"),
        published=_day(found["published"]),
        address=_line(found, "address"),
    )


def _line(found: Mapping[str, Any], key: str) -> str:
    value = found[key]
    return one_line(value) if isinstance(value, str) else ""


def _names(value: object) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    return tuple(name for each in names if isinstance(each, str) and (name := one_line(each)))


def _day(value: object) -> dt.date | None:
    match value:
        case dt.datetime():
            return value.date()
        case dt.date():
            return value
        case str():
            try:
                return dt.datetime.fromisoformat(value.strip()).date()
            except ValueError:
                return None
        case _:
            return None
