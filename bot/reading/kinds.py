"""Tell what an original is: by the server's word, by the end of its name, by its first bytes."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from bot.errors import UsageError
from bot.reading.extracted import OriginalKind

_BY_ENDING: Final = {
    **dict.fromkeys((".txt", ".text"), OriginalKind.TEXT),
    **dict.fromkeys((".md", ".markdown"), OriginalKind.MARKDOWN),
    **dict.fromkeys((".html", ".htm", ".xhtml"), OriginalKind.HTML),
    ".pdf": OriginalKind.PDF,
    ".docx": OriginalKind.WORD,
}
_BY_TYPE: Final = {
    "text/html": OriginalKind.HTML,
    "application/xhtml+xml": OriginalKind.HTML,
    "text/plain": OriginalKind.TEXT,
    "text/markdown": OriginalKind.MARKDOWN,
    "application/pdf": OriginalKind.PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": OriginalKind.WORD,
}
_UNTYPED: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_START: Final = 2048  # bytes in which the root element of HTML begins
_OTHERS: Final = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Office file; save it as .docx"),
    (b"{\\rtf", "an RTF file; save it as .docx or .txt"),
    (b"\x89PNG", "a picture; save the article's text as .txt"),
    (b"\xff\xd8\xff", "a picture; save the article's text as .txt"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
)
_READ: Final = "draft reads .txt, .md, .html, .pdf and .docx"


def kind_of_file(name: str, content: bytes) -> OriginalKind:
    """Return the kind of a file. Raises UsageError if it is none that is read, or not what its name says."""
    ending = PurePosixPath(name).suffix.lower()
    named, found = _BY_ENDING.get(ending), _by_content(name, content)
    if named is None and ending:
        raise UsageError(f"{name}: {_READ}, and not {ending}; save the article as one of these.")
    if named in {None, found} or (
        named in {OriginalKind.MARKDOWN, OriginalKind.HTML} and found in {OriginalKind.TEXT, OriginalKind.HTML}
    ):
        return named or found
    fix = f"name it {_proper_name(name, found)}" if found is not OriginalKind.TEXT else "save it again"
    raise UsageError(f"{name}: is {_article(found)}, though its name ends in {ending}; {fix}.")


def kind_of_stream(name: str, content: bytes) -> OriginalKind:
    """Return the kind of what came without a name, by its first bytes."""
    return _by_content(name, content)


def kind_of_response(address: str, media_type: str, content: bytes) -> OriginalKind:
    """Return the kind of what a server sent. Raises UsageError if it is none that is read."""
    named = _BY_ENDING.get(PurePosixPath(urlsplit(address).path).suffix.lower())
    if media_type in _UNTYPED:
        return named or _by_content(address, content)
    if media_type not in _BY_TYPE:
        raise UsageError(f"{address}: is of the type {media_type}; {_READ}.")
    if media_type == "text/plain" and named is OriginalKind.MARKDOWN:
        return named
    found = _by_content(address, content)
    return (
        found
        if _BY_TYPE[media_type] is OriginalKind.TEXT and found in {OriginalKind.PDF, OriginalKind.WORD}
        else _BY_TYPE[media_type]
    )


def _by_content(name: str, content: bytes) -> OriginalKind:
    for start, what in _OTHERS:
        if content.startswith(start):
            raise UsageError(f"{name}: is {what}.")
    if b"%PDF-" in content[:1024]:
        return OriginalKind.PDF
    if content.startswith(b"PK\x03\x04"):
        return OriginalKind.WORD
    return OriginalKind.HTML if _HTML.match(content[:_START].removeprefix(b"\xef\xbb\xbf")) else OriginalKind.TEXT


def _proper_name(name: str, kind: OriginalKind) -> str:
    ending = next(ending for ending, each in _BY_ENDING.items() if each is kind)
    return f"{PurePosixPath(name).stem}{ending}"


def _article(kind: OriginalKind) -> str:
    match kind:
        case OriginalKind.HTML:
            return "an HTML page"
        case OriginalKind.TEXT:
            return "plain text"
        case OriginalKind.PDF | OriginalKind.WORD | OriginalKind.MARKDOWN:
            return f"a {kind} file"
