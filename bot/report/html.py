"""Build HTML. All text goes through here and is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from bot.core.text.control_chars import written_out

_EMPTY: Final = frozenset({"meta", "br", "hr", "col", "input"})  # elements without content and end tag


@dataclass(frozen=True, slots=True)
class Html:
    """Markup, which is written unchanged."""

    markup: str


Child = Html | str
"""What an element contains: markup, or text, which is escaped."""


def text(content: str) -> Html:
    """Escape text. Control characters are shown as escapes, so that a curator sees them."""
    return Html(html.escape(written_out(content, keep="\n")))


def joined(children: Iterable[Child], between: Child = "") -> Html:
    """Join markup and text."""
    return Html(_markup(between).join(map(_markup, children)))


def tag(name: str, /, *children: Child, **attributes: str) -> Html:
    """Return an element. `class_` is the attribute class and an underscore a hyphen; empty attributes are left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value).markup}"' for key, value in attributes.items() if value
    )
    end = "" if name in _EMPTY else f"</{name}>"
    return Html(f"<{name}{written}>{joined(children).markup}{end}")


def link(target: str, /, *children: Child, **attributes: str) -> Html:
    """Return a link to the element of this page with the id `target`."""
    return tag("a", *children, href=f"#{target}", **attributes)


def listing(items: Iterable[Child], /, **attributes: str) -> Html:
    """Return a list of items."""
    return tag("ul", *(tag("li", item) for item in items), **attributes)


def table(headings: Iterable[str], rows: Iterable[Iterable[Child]], /, **attributes: str) -> Html:
    """Return a table. Each cell repeats its heading as an attribute, for narrow screens that stack the cells."""
    columns = tuple(headings)
    head = tag("thead", tag("tr", *(tag("th", heading, scope="col") for heading in columns)))
    cells = (zip(columns, row, strict=True) for row in rows)
    body = tag(
        "tbody", *(tag("tr", *(tag("td", cell, data_heading=heading) for heading, cell in row)) for row in cells)
    )
    return tag("table", head, body, **attributes)


def style(quotes: int) -> str:
    """Return the style sheet; it highlights all parts of the quote that a link leads to, of quotes 1 to `quotes`."""
    sheet = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    targets = "".join(f"body:has(#q{n}:target) .q{n}{{background:var(--mark)}}\n" for n in range(1, quotes + 1))
    return sheet + targets


def script() -> str:
    """Return the script of the search. It contains nothing that a curator or user wrote."""
    return files(__package__).joinpath("page.js").read_text(encoding="utf-8")


def _markup(child: Child) -> str:
    return child.markup if isinstance(child, Html) else text(child).markup
