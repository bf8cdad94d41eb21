"""The picture of a timeline: one row for each day, month, year or decade, and one symbol for each fact.

Import this module only to draw a picture: importing matplotlib takes several tenths of a second.

The picture is as wide as a phone can show with readable text, and at most twice as high. Each standing has its own
symbol as well as its own colour.
"""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font

from bot.core.knowledge.model import Fact, Standing
from bot.core.knowledge.timeline import Row
from bot.i18n import Texts, phrases
from bot.ui import components
from bot.ui.fitting import ELLIPSIS, longest, word_end
from bot.ui.markdown import plain
from bot.ui.timeline import row_label

_HEADLINED: Final = 4  # up to so many rows, each shows its most important fact
_DPI: Final = 200  # pixels per inch: 900 pixels across, scaled down to a little over a third on a phone
_POINTS: Final = 72  # in an inch

# Lengths are in points.
_WIDTH: Final = 324.0
_MARGIN: Final = 16.0
_RAIL: Final = 22.0  # from the left edge to the time line
_INDENT: Final = 40.0  # from the left edge to the text
_TITLE: Final = 13.0
_DATE: Final = 12.0
_TEXT: Final = 10.5
_SMALL: Final = 9.5
_LEADING: Final = 1.35  # height of a line relative to its font size
_SYMBOL: Final = 9.0  # width of a symbol
_PITCH: Final = 19.0  # from one symbol to the next
_BETWEEN: Final = 14.0  # between two rows
_ACROSS: Final = int((_WIDTH - _INDENT - _MARGIN) // _PITCH)
_LINES: Final = 2  # of a headline or of the title

SYMBOLS: Final[Mapping[Standing, tuple[str, float]]] = MappingProxyType(
    {
        Standing.DOCUMENTED: ("s", 0.9),
        Standing.REPORTED: ("o", 1.0),
        Standing.STATED: ("^", 1.0),
        Standing.CLAIMED: ("D", 0.8),
        Standing.DISPUTED: ("X", 1.1),
    }
)
"""Each standing's symbol by its matplotlib name, and a factor that makes all symbols look equally large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Theme:
    """The colours of everything except the standings."""

    ground: str
    ink: str
    faint: str
    rail: str


_DARK: Final = _Theme(ground="#1E1F22", ink="#F2F3F5", faint="#B9BDC6", rail="#4E5058")
_LIGHT: Final = _Theme(ground="#FFFFFF", ink="#1E1F22", faint="#565A63", rail="#C7CAD1")


def draw(rows: Sequence[Row], words: Texts, *, dark: bool) -> bytes:
    """Return the picture as a PNG; `rows` are 1 to `ui.timeline.MOST_ROWS`. Takes part of a second."""
    # It would log that it builds its font cache.
    logging.getLogger("matplotlib").setLevel(logging.WARNING)
    theme = _DARK if dark else _LIGHT
    measure = _Measure()
    blocks = _blocks(rows, words, measure)
    height = sum(block.height for block in blocks) + 2 * _MARGIN
    figure = Figure(figsize=(_WIDTH / _POINTS, height / _POINTS), dpi=_DPI, facecolor=theme.ground)
    axes = figure.add_axes((0, 0, 1, 1), frameon=False)
    axes.set(xlim=(0, _WIDTH), ylim=(height, 0), xticks=(), yticks=())
    top = _MARGIN
    for block in blocks:
        block.draw(_Pen(axes=axes, theme=theme), top)
        top += block.height
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=_DPI, facecolor=theme.ground, metadata={"Software": None})
    return content.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A part of the picture: its height, and the function that draws it at a given distance from the top."""

    height: float
    draw: Callable[[_Pen, float], None]


def _blocks(rows: Sequence[Row], words: Texts, measure: _Measure) -> list[_Block]:
    headlined = len(rows) <= _HEADLINED
    each = _facts_per_symbol(rows, _ACROSS * (2 if headlined else 1))
    listed = [_row(row, words, measure, each, last=row is rows[-1], headlined=headlined) for row in rows]
    return [_title(rows, words, measure, each), *listed, _legend(rows, words, measure)]


def _facts_per_symbol(rows: Sequence[Row], most: int) -> int:
    """Return how many facts a symbol must stand for so that no row has more than `most` symbols."""
    counted = [_standings(row.facts) for row in rows]
    each = -(-max(counts.total() for counts in counted) // most)
    while max(len(_symbols(counts, each)) for counts in counted) > most:
        each += 1
    return each


def _title(rows: Sequence[Row], words: Texts, measure: _Measure, each: int) -> _Block:
    facts = [fact for row in rows for fact in row.facts]
    dates = [fact.when for fact in facts if fact.when]
    title = measure.wrap(phrases.date_range(dates, words), _WIDTH - 2 * _MARGIN, _TITLE, bold=True)
    below = [words.count(len(facts), words.fact)]
    if each > 1:
        below.append(words.picture_symbol.format(facts=words.count(each, words.fact)))

    def write(pen: _Pen, top: float) -> None:
        for number, text in enumerate(title):
            pen.text(_MARGIN, top + number * _TITLE * _LEADING, text, _TITLE, bold=True)
        for number, text in enumerate(below):
            line = top + (len(title) * _TITLE + number * _SMALL) * _LEADING
            pen.text(_MARGIN, line, text, _SMALL, faint=True)

    return _Block(height=(len(title) * _TITLE + len(below) * _SMALL) * _LEADING + _BETWEEN, draw=write)


def _row(  # noqa: PLR0913 - what the rows differ in
    row: Row, words: Texts, measure: _Measure, each: int, *, last: bool, headlined: bool
) -> _Block:
    symbols = _symbols(_standings(row.facts), each)
    head = _headline(max(row.facts, key=lambda fact: fact.importance), words, measure) if headlined else []
    shelves = -(-len(symbols) // _ACROSS)
    at_symbols = _DATE * _LEADING + _PITCH / 2
    at_head = _DATE * _LEADING + shelves * _PITCH + 3
    height = at_head + sum(size * _LEADING for _, size in head) + _BETWEEN
    name = row_label(row, words)

    def write(pen: _Pen, top: float) -> None:
        pen.rail(top + _DATE * _LEADING / 2, top + (height if not last else height - _BETWEEN))
        pen.text(_INDENT, top, name, _DATE, bold=True)
        for number, standing in enumerate(symbols):
            shelf, place = divmod(number, _ACROSS)
            pen.symbol(_INDENT + _SYMBOL / 2 + place * _PITCH, top + at_symbols + shelf * _PITCH, standing)
        line = top + at_head
        for text, size in head:
            pen.text(_INDENT, line, text, size, faint=size == _SMALL)
            line += size * _LEADING

    return _Block(height=height, draw=write)


def _headline(fact: Fact, words: Texts, measure: _Measure) -> list[tuple[str, float]]:
    """Return a fact's statement in at most two lines, and who says it: each line with its font size."""
    room = _WIDTH - _INDENT - _MARGIN
    said = phrases.said_by(fact, words, who=plain)
    lines = [(line, _TEXT) for line in measure.wrap(plain(phrases.statement(fact, words)), room, _TEXT)]
    return [*lines, (measure.cut(said, room, _SMALL), _SMALL)]


def _symbols(counts: Counter[Standing], each: int) -> list[Standing]:
    """Return a symbol for every `each` facts of a standing, the best supported standing first."""
    return [standing for standing in Standing for _ in range(-(-counts[standing] // each))]


def _standings(facts: Sequence[Fact]) -> Counter[Standing]:
    return Counter(fact.standing for fact in facts)


def _legend(rows: Sequence[Row], words: Texts, measure: _Measure) -> _Block:
    """Return the legend: each standing with its symbol and its number of facts."""
    counts = _standings([fact for row in rows for fact in row.facts])
    placed: list[tuple[float, int, Standing, str]] = []
    left, line = _MARGIN, 0
    for standing in filter(counts.__getitem__, Standing):
        text = f"{words.standing[standing]} {words.number(counts[standing])}"
        wide = _SYMBOL + 5 + measure.width(text, _SMALL) + 12
        if left > _MARGIN and left + wide - 12 > _WIDTH - _MARGIN:
            left, line = _MARGIN, line + 1
        placed.append((left, line, standing, text))
        left += wide
    pitch = _SMALL * _LEADING + 3

    def write(pen: _Pen, top: float) -> None:
        for left, line, standing, text in placed:
            pen.symbol(left + _SYMBOL / 2, top + line * pitch + _SMALL * _LEADING / 2, standing)
            pen.text(left + _SYMBOL + 5, top + line * pitch, text, _SMALL, faint=True)

    return _Block(height=(line + 1) * pitch - 3, draw=write)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pen:
    """Draws on the picture; positions are in points from the left and the top."""

    axes: Axes
    theme: _Theme

    def text(self, left: float, top: float, text: str, size: float, *, bold: bool = False, faint: bool = False) -> None:  # noqa: PLR0913 - what a line of text has
        """Write one line of text, vertically centred in its line height."""
        colour = self.theme.faint if faint else self.theme.ink
        weight = "bold" if bold else "normal"
        middle = top + size * _LEADING / 2
        # Text between two dollar signs would be read as mathematics.
        self.axes.text(
            left, middle, text, fontsize=size, color=colour, weight=weight, va="center_baseline", parse_math=False
        )

    def symbol(self, across: float, down: float, standing: Standing) -> None:
        """Draw a standing's symbol around a point."""
        marker, factor = SYMBOLS[standing]
        self.axes.plot(
            [across],
            [down],
            marker=marker,
            markersize=_SYMBOL * factor,
            color=str(components.STANDING[standing]),
            markeredgecolor=self.theme.ink,
            markeredgewidth=0.7,
            linestyle="none",
        )

    def rail(self, top: float, bottom: float) -> None:
        """Draw the time line down to `bottom`, with a dot at its top."""
        self.axes.plot([_RAIL, _RAIL], [top, bottom], color=self.theme.rail, linewidth=2, solid_capstyle="round")
        self.axes.plot([_RAIL], [top], marker="o", markersize=7, color=self.theme.ink, linestyle="none")


class _Measure:
    """Measures text in the picture's font and cuts it to fit. Replaces characters that the font lacks."""

    def __init__(self) -> None:
        self._fonts = {
            bold: get_font(findfont(FontProperties(weight="bold" if bold else "normal"))) for bold in (False, True)
        }
        self._known = frozenset(self._fonts[False].get_charmap())

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return the width in points."""
        font = self._fonts[bold]
        font.set_size(size, _POINTS)
        font.set_text(text)
        return float(font.get_width_height()[0]) / 64

    def cut(self, text: str, room: float, size: float) -> str:
        """Return the text, cut with an ellipsis if it is wider than `room`."""
        return self._part(self._shown(text), room, size)

    def wrap(self, text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
        """Return the text in a few lines, the last one cut."""
        rest, lines = self._shown(text), list[str]()
        while len(lines) < _LINES - 1 and self.width(rest, size, bold=bold) > room:
            end = word_end(rest, self._fitting(rest, room, size, bold=bold)) or 1
            lines.append(rest[:end].rstrip())
            rest = rest[end:].lstrip()
        return [*lines, self._part(rest, room, size, bold=bold)] if rest else lines

    def _part(self, text: str, room: float, size: float, *, bold: bool = False) -> str:
        if self.width(text, size, bold=bold) <= room:
            return text
        end = self._fitting(text, room - self.width(ELLIPSIS, size, bold=bold), size, bold=bold)
        return text[: word_end(text, end)].rstrip(" ,;:") + ELLIPSIS

    def _fitting(self, text: str, room: float, size: float, *, bold: bool = False) -> int:
        return longest(text, int(room), lambda part: int(self.width(part, size, bold=bold)))

    def _shown(self, text: str) -> str:
        return "".join(letter if ord(letter) in self._known else "\N{REPLACEMENT CHARACTER}" for letter in text)
