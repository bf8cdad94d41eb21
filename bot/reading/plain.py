"""Read plain text: only its byte-order mark and its line ends are changed."""

from __future__ import annotations

from bot.reading.decoding import decode_text
from bot.reading.extracted import Metadata, Original


def read_plain(original: Original) -> tuple[str, Metadata]:
    """Return the text as it is, with line feeds at the ends of its lines."""
    text = decode_text(original).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return f"{text}\n" if text.strip() else "", Metadata()
