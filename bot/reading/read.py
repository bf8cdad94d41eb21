"""Read one article from a file, from a web address or from standard input."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, TextIO
from urllib.parse import urlsplit

from bot.core.knowledge.files import MAX_SEED_BYTES
from bot.core.knowledge.text_fragments import is_article
from bot.core.text.normalise import visible
from bot.errors import UsageError, reason
from bot.reading.addresses import is_literal, is_public
from bot.reading.extracted import MAX_ORIGINAL_BYTES, ExtractedText, Metadata, Original, OriginalKind
from bot.reading.fetching import fetch
from bot.reading.kinds import kind_of_file, kind_of_stream
from bot.reading.markdown import read_markdown
from bot.reading.masthead import with_masthead
from bot.reading.page import read_page
from bot.reading.pdf import read_pdf
from bot.reading.plain import read_plain
from bot.reading.word import read_word

STANDARD_INPUT: Final = "-"
"""What stands for standard input in the place of a file."""

_STDIN_NAME: Final = "standard input"
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_EDITIONS: Final = re.compile(r"^(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.)")
_READERS: Final[dict[OriginalKind, Callable[[Original], tuple[str, Metadata]]]] = {
    OriginalKind.TEXT: read_plain,
    OriginalKind.MARKDOWN: read_markdown,
    OriginalKind.HTML: read_page,
    OriginalKind.PDF: read_pdf,
    OriginalKind.WORD: read_word,
}


def is_address(source: str) -> bool:
    """Return whether a source is a web address and not a file."""
    return _SCHEME.match(source) is not None


def read_source(
    source: str,
    *,
    stdin: TextIO,
    today: dt.date,
    allow_private: bool = False,
) -> ExtractedText:
    """Read an article. `source` is a file, a web address, or `-` for standard input.

    Raises UsageError if it is not an article that can be read, FetchError if it cannot be fetched.
    """
    if source == STANDARD_INPUT:
        original = _from_stdin(stdin)
    elif is_address(source):
        original = asyncio.run(fetch(source, allow_private=allow_private))
    else:
        original = _from_file(Path(source))
    return extract(original, today=today)


def extract(original: Original, *, today: dt.date) -> ExtractedText:
    """Return the text of an original and what it says of itself. Raises UsageError if it has no text."""
    text, metadata = _READERS[original.kind](original)
    if original.kind in {OriginalKind.TEXT, OriginalKind.MARKDOWN}:
        metadata = with_masthead(metadata, text)
    if not visible(text).strip():
        raise UsageError(f"{original.name}: is empty; put the article's text into it, as published.")
    if len(text.encode()) > MAX_SEED_BYTES:
        raise UsageError(f"{original.name}: its text is larger than {MAX_SEED_BYTES:,} bytes.")
    return ExtractedText(
        text=text,
        kind=original.kind,
        title=metadata.title,
        authors=metadata.authors,
        publisher=metadata.publisher,
        published=metadata.published,
        address=_address(metadata.address, original.address),
        sha256=hashlib.sha256(original.content).hexdigest(),
        retrieved=today,
        guessed=metadata.guessed,
    )


def _address(named: str, fetched: str) -> str:
    """Return the address that the page names as its own, if it leads to an article of the site it was fetched from.

    A page from a private address is a copy for its editors, and belongs to whatever site it names.
    """
    if not is_article(named) or not fetched:
        return fetched or (named if is_article(named) else "")
    return named if _site(named) == _site(fetched) or _is_private(fetched) else fetched


def _is_private(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    return host == "localhost" or (is_literal(host) and not is_public(host))


def _site(address: str) -> str:
    """Return a host's name without what a site puts before it. Others may own what ends as it does, as in co.uk."""
    return _EDITIONS.sub("", urlsplit(address).hostname or "")


def _from_file(path: Path) -> Original:
    if not path.exists():
        raise UsageError(f"{path}: there is no such file.")
    if not path.is_file():
        raise UsageError(f"{path}: is not a file.")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_ORIGINAL_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({reason(error)}).") from error
    return Original(name=str(path), content=_limited(str(path), content), kind=kind_of_file(str(path), content))


def _from_stdin(stdin: TextIO) -> Original:
    buffer = getattr(stdin, "buffer", None)
    content = buffer.read(MAX_ORIGINAL_BYTES + 1) if buffer else stdin.read(MAX_ORIGINAL_BYTES + 1).encode()
    content = _limited(_STDIN_NAME, content)
    return Original(name=_STDIN_NAME, content=content, kind=kind_of_stream(_STDIN_NAME, content))


def _limited(name: str, content: bytes) -> bytes:
    if len(content) > MAX_ORIGINAL_BYTES:
        raise UsageError(f"{name}: is larger than {MAX_ORIGINAL_BYTES:,} bytes.")
    return content
