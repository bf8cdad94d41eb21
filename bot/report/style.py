"""How the page looks."""

from __future__ import annotations

from importlib.resources import files


def style(quotes: int) -> str:
    """The sheet for a page with so many quotes, numbered from 1: that to which a link led is marked, all its runs."""
    sheet = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    led_to = "".join(f"body:has(#q{n}:target) .q{n}{{background:var(--mark)}}\n" for n in range(1, quotes + 1))
    return sheet + led_to
