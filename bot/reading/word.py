"""Read a Word file: paragraphs, headings, list items and tables in the order of the document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from bot.core.text.normalise import visible
from bot.errors import UsageError
from bot.reading.extracted import MAX_ORIGINAL_BYTES, Metadata, Original, joined_paragraphs, one_line
from bot.reading.libraries import library

_MAX_UNPACKED: Final = 5 * MAX_ORIGINAL_BYTES  # bytes of all parts
_PROGRAMS: Final = frozenset({"python-docx", "microsoft office user", "user", "admin", "administrator"})
"""Names in place of an author's that programs write."""


def read_word(original: Original) -> tuple[str, Metadata]:
    """Return the text and the properties, which are guesses: many files keep those of their template."""
    docx = library("docx", "python-docx", "Word files")
    try:
        _refuse_bomb(original)
        document = docx.Document(io.BytesIO(original.content))
        text = joined_paragraphs(_blocks(document))
        metadata = _metadata(document.core_properties)
    except UsageError:
        raise
    except Exception as error:  # python-docx raises what zipfile, lxml and its own lookups raise
        raise UsageError(f"{original.name}: cannot be read as a Word file ({type(error).__name__}).") from error
    return text, metadata


def _refuse_bomb(original: Original) -> None:
    with zipfile.ZipFile(io.BytesIO(original.content)) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
    if unpacked > _MAX_UNPACKED:
        raise UsageError(f"{original.name}: unpacks to more than {_MAX_UNPACKED // 1024**2} MB.")


def _blocks(document: Any) -> Iterator[str]:  # noqa: ANN401 - python-docx has no stubs for all of this
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield from (" | ".join(_cells(row)) for row in block.rows)
        else:
            yield f"- {block.text}" if _is_item(block) and block.text.strip() else block.text


def _cells(row: Any) -> Iterator[str]:  # noqa: ANN401 - same
    """Yield the text of each cell; a merged cell is listed once for each column that it covers."""
    before = None
    for cell in row.cells:
        if cell._tc is not before:  # noqa: SLF001 - the only way to tell merged cells
            yield " ".join(cell.text.split())
        before = cell._tc  # noqa: SLF001 - same


def _is_item(paragraph: Any) -> bool:  # noqa: ANN401 - same
    properties = paragraph._p.pPr  # noqa: SLF001 - python-docx has no other way to lists
    style = paragraph.style.name if paragraph.style is not None else ""
    return (properties is not None and properties.numPr is not None) or str(style).startswith("List")


def _metadata(properties: Any) -> Metadata:  # noqa: ANN401 - same
    author, made = one_line(properties.author or ""), properties.modified or properties.created
    title = one_line(properties.title or "")
    return Metadata(
        title=title if visible(title).strip() else "",
        authors=(author,) if author and author.lower() not in _PROGRAMS else (),
        published=made.date() if made else None,
        guessed=frozenset({"title", "authors", "published"}),
    )
