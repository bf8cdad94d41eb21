"""Read a PDF file: put its lines together to paragraphs again, by their distances."""

from __future__ import annotations

import io
import itertools
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.errors import UsageError
from bot.reading.extracted import Metadata, Original, joined_paragraphs, one_line
from bot.reading.libraries import library

_MAX_PAGES: Final = 300
_SAME_LINE: Final = 0.3  # of the font size: how far two pieces of one line may be apart
_WIDER: Final = 1.25  # times the usual distance of lines, from which a paragraph ends
_OTHER_SIZE: Final = 0.08  # relative difference of font size, as of a heading
_INDENT: Final = 6.0  # points
_SHORT: Final = 0.7  # of the usual length: a sentence that ends in so short a line ends its paragraph
_EDGE: Final = 2  # lines at the top and the bottom of a page that may be its header and footer
_ENDED: Final = re.compile(r"[.!?…:][”’\"')\]»]*$")
_BULLET: Final = re.compile(r"\s*[•◦▪‣●■–-]\s")
_HYPHENATED: Final = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfLine:
    """A line of a page; `left` and `base` are its place in points, `base` counting upwards."""

    text: str
    left: float
    base: float
    size: float


def read_pdf(original: Original) -> tuple[str, Metadata]:
    """Return the text and the properties, which are guesses. Raises UsageError for a file without text."""
    pypdf = library("pypdf", "pypdf", "PDF files")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(original.content))
        _refuse(reader, original.name)
        pages = [_lines(page) for page in reader.pages]
        metadata = _metadata(reader.metadata)
    except UsageError:
        raise
    except Exception as error:  # a broken file makes pypdf raise almost anything
        raise UsageError(f"{original.name}: cannot be read as a PDF file ({type(error).__name__}).") from error
    text = joined_paragraphs(pdf_paragraphs(pages))
    if not text:
        raise UsageError(f"{original.name}: has no text, only pictures of it. Run text recognition (OCR) on it first.")
    return text, metadata


def _refuse(reader: Any, name: str) -> None:  # noqa: ANN401 - a reader of pypdf
    if reader.is_encrypted and not reader.decrypt(""):
        raise UsageError(f"{name}: has a password; save a copy without one.")
    if len(reader.pages) > _MAX_PAGES:
        raise UsageError(f"{name}: has more than {_MAX_PAGES} pages; save those of the article alone.")


def _lines(page: Any) -> tuple[PdfLine, ...]:  # noqa: ANN401 - a page of pypdf
    """Return the lines of a page in the order in which the file draws them."""
    lines: list[PdfLine] = []

    def visit(text: str, matrix: Sequence[float], of_text: Sequence[float], _font: object, size: float) -> None:
        piece = text.replace("\n", " ")
        if not piece.strip():
            return
        left = of_text[4] * matrix[0] + of_text[5] * matrix[2] + matrix[4]
        base = of_text[4] * matrix[1] + of_text[5] * matrix[3] + matrix[5]
        height = abs(size * of_text[3] * matrix[3]) or size
        last = lines[-1] if lines else None
        if last is not None and abs(last.base - base) <= _SAME_LINE * height:
            lines[-1] = PdfLine(text=last.text + piece, left=last.left, base=last.base, size=max(last.size, height))
        else:
            lines.append(PdfLine(text=piece, left=left, base=base, size=height))

    page.extract_text(visitor_text=visit)
    return tuple(lines)


def pdf_paragraphs(pages: Sequence[Sequence[PdfLine]]) -> Iterator[str]:
    """Yield the paragraphs of the pages, without the headers and footers that the pages repeat."""
    lines = [line for page in _without_edges(pages) for line in page]
    words = Counter(_FIRST_WORD.findall(" ".join(line.text for line in lines).lower()))
    distance, length = _usual_distance(lines), _usual_length(lines)
    paragraph = ""
    for before, line, after in zip((None, *lines), lines, (*lines[1:], None), strict=False):
        if before is not None and (_begins(line, before, distance, length) or _is_indented(line, after)):
            yield paragraph
            paragraph = ""
        paragraph = _appended(paragraph, line.text.strip(), words)
    yield paragraph


def _without_edges(pages: Sequence[Sequence[PdfLine]]) -> Iterator[Sequence[PdfLine]]:
    edges = [{_unnumbered(line) for line in _edge(page)} for page in pages]
    times = Counter(text for edge in edges for text in edge)
    repeated = {text for text, number in times.items() if number > 1 and number * 2 >= len(pages)}
    for page in pages:
        edge = {id(line) for line in _edge(page)}
        yield [line for line in page if id(line) not in edge or _unnumbered(line) not in repeated]


def _edge(page: Sequence[PdfLine]) -> list[PdfLine]:
    ordered = sorted(page, key=lambda line: line.base)
    return [*ordered[:_EDGE], *ordered[_EDGE:][-_EDGE:]]


def _unnumbered(line: PdfLine) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split()))


def _usual_distance(lines: Sequence[PdfLine]) -> float:
    """Return the distance of most lines from the line before, in points; 0 if there are no two lines."""
    distances = Counter(
        round(2 * (before.base - line.base)) / 2
        for before, line in itertools.pairwise(lines)
        if before.base > line.base and before.size * 3 > before.base - line.base
    )
    return max(distances, key=lambda each: (distances[each], -each), default=0.0)


def _usual_length(lines: Sequence[PdfLine]) -> int:
    lengths = sorted(len(line.text) for line in lines)
    return lengths[len(lengths) * 3 // 4] if lengths else 0


def _begins(line: PdfLine, before: PdfLine, distance: float, length: int) -> bool:
    """Return whether a line begins a paragraph."""
    ended, down = _ENDED.search(before.text.rstrip()) is not None, before.base - line.base
    if abs(line.size - before.size) > _OTHER_SIZE * before.size or _BULLET.match(line.text):
        return True
    if down < 0:  # another column or page
        return ended or not line.text.lstrip()[:1].islower()
    if distance and down > _WIDER * distance:
        return True
    return ended and (line.left - before.left > _INDENT or len(before.text.rstrip()) < _SHORT * length)


def _is_indented(line: PdfLine, after: PdfLine | None) -> bool:
    """Return whether a line is indented as the first of its paragraph: the next one begins further left."""
    return after is not None and after.base < line.base and line.left - after.left > _INDENT


def _appended(paragraph: str, line: str, words: Counter[str]) -> str:
    """Append a line. A hyphen at the end stays only if the text has the word with a hyphen and not without."""
    broken = _HYPHENATED.search(paragraph)
    following = _FIRST_WORD.match(line)
    if broken is None or following is None or not following.group()[0].islower():
        return f"{paragraph} {line}".strip()
    whole = f"{broken[1]}{following.group()}".lower()
    halves = words[broken[1].lower()] > 1 and words[following.group().lower()] > 1
    return f"{paragraph}{line}" if halves and not words[whole] else f"{paragraph[:-1]}{line}"


def _metadata(found: Any) -> Metadata:  # noqa: ANN401 - the metadata of pypdf
    if found is None:
        return Metadata()
    try:
        made = found.creation_date
    except (ValueError, TypeError):
        made = None
    author = one_line(str(found.author or ""))
    return Metadata(
        title=one_line(str(found.title or "")),
        authors=(author,) if author else (),
        published=made.date() if made else None,
        guessed=frozenset({"title", "authors", "published"}),
    )
