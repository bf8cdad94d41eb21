"""Markup that is whole by construction: text becomes HTML only through here, and is escaped on the way."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from bot.core.text.control_chars import written_out


def style(quotes: int) -> str:
    """The sheet for a page with so many quotes, numbered from 1: that to which a link led is marked, all its runs."""
    sheet = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    led_to = "".join(f"body:has(#q{n}:target) .q{n}{{background:var(--mark)}}\n" for n in range(1, quotes + 1))
    return sheet + led_to


_EMPTY: Final = frozenset({"meta", "br", "hr", "col"})
"""Elements that hold nothing and have no end tag."""


@dataclass(frozen=True, slots=True)
class Html:
    """Markup to be written as it stands."""

    markup: str


Child = Html | str
"""What stands in an element: markup, or text, which is escaped."""


def text(content: str) -> Html:
    """Text as it is read. Characters that steer whatever shows them are written out: a curator wants to see them."""
    return Html(html.escape(written_out(content, keep="\n")))


def joined(children: Iterable[Child], between: Child = "") -> Html:
    """Markup and text, one after the other."""
    return Html(_markup(between).join(map(_markup, children)))


def tag(name: str, /, *children: Child, **attributes: str) -> Html:
    """An element. `class_` is the attribute class, an underscore a hyphen; one whose value is empty is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value).markup}"' for key, value in attributes.items() if value
    )
    end = "" if name in _EMPTY else f"</{name}>"
    return Html(f"<{name}{written}>{joined(children).markup}{end}")


def link(target: str, /, *children: Child, **attributes: str) -> Html:
    """A link to the element of this page that has an id."""
    return tag("a", *children, href=f"#{target}", **attributes)


def listing(name: str, items: Iterable[Child], /, **attributes: str) -> Html:
    """A list (ul, ol) of items."""
    return tag(name, *(tag("li", item) for item in items), **attributes)


def table(headings: Iterable[str], rows: Iterable[Iterable[Child]], /, **attributes: str) -> Html:
    """A table with one row of headings, which each cell bears too: on a phone the cells stand beneath one another."""
    columns = tuple(headings)
    head = tag("thead", tag("tr", *(tag("th", heading, scope="col") for heading in columns)))
    cells = (zip(columns, row, strict=True) for row in rows)
    body = tag(
        "tbody", *(tag("tr", *(tag("td", cell, data_heading=heading) for heading, cell in row)) for row in cells)
    )
    return tag("table", head, body, **attributes)


def _markup(child: Child) -> str:
    return child.markup if isinstance(child, Html) else text(child).markup
