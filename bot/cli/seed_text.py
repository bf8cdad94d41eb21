"""The text that a draft or an update starts from: a file of the seeds, or an article that is read."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from bot.cli.context import ProcessContext
from bot.config import Config
from bot.core.knowledge.files import MAX_SEED_BYTES, DiskFolder, FileRefused
from bot.core.knowledge.ids import slug
from bot.core.knowledge.schema import MAX_AUTHORS
from bot.core.text.normalise import visible
from bot.core.text.sentences import paragraphs
from bot.errors import UsageError
from bot.i18n import ENGLISH
from bot.reading import STANDARD_INPUT, ExtractedText, Metadata, is_address, read_source, with_masthead

_LONGEST_TITLE: Final = 200  # characters
_LONGEST_NAME: Final = 100
_LONGEST_ADDRESS: Final = 512
_CONVERTED: Final = frozenset({".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx"})
"""Endings of files that are no text to quote, even in the folder of the seeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedText:
    """A source's text, and the name of its file in the seeds. `article` is None if the file is there already."""

    file: str
    content: bytes
    text: str
    article: ExtractedText | None

    @property
    def sha256(self) -> str:
        """The hash of the file in the seeds."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def original_sha256(self) -> str:
        """The hash of what the text was taken from; "" if that is the text itself."""
        return self.article.sha256 if self.article and self.article.sha256 != self.sha256 else ""


def add_source(parser: ArgumentParser) -> None:
    """Add what is read, and --allow-private."""
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="the article: a file (.txt, .md, .html, .pdf, .docx), a web address, or - for standard input",
    )
    parser.add_argument(
        "--allow-private", action="store_true", help="also fetch from this machine and from private networks"
    )


def read_seed_text(
    source: str, config: Config, context: ProcessContext, *, name: str | None = None, allow_private: bool = False
) -> SeedText:
    """Read the article that was typed. `name` is the file's name in the seeds without its ending, if it is given.

    Raises UsageError if it is none that can be read or quoted, FetchError if it cannot be fetched.
    """
    if _is_seed(source, config):
        return _existing(source, config)
    article = read_source(source, stdin=context.stdin, today=context.now().date(), allow_private=allow_private)
    content = article.text.encode()
    file = f"{name or _name(source, article)}.txt"
    return SeedText(file=file, content=content, text=article.text, article=article)


def read_as(seed: SeedText) -> str:
    """Return what was read, in one line."""
    article = seed.article
    if article is None:
        return f"Read {seed.file}."
    number = len(paragraphs(seed.text))
    counted = f"{number:,} paragraph{'' if number == 1 else 's'}"
    published = f", published {ENGLISH.date(article.published)}" if article.published else ""
    title = f" “{article.title}”" if article.title else ""
    return f"Read{title} as {article.kind}: {counted}, {len(seed.text.split()):,} words{published}."


def described(seed: SeedText) -> tuple[Mapping[str, object], frozenset[str]]:
    """Return the fields of the source that the article itself gives, and which of them are guesses."""
    article = seed.article
    if article is None:
        above = with_masthead(Metadata(), seed.text)
        named = {"authors": list(above.authors), "published": above.published}
        return {key: value for key, value in named.items() if value}, above.guessed
    found: dict[str, object] = {
        "title": cut_title(article.title),
        "authors": [name for name in article.authors if len(name) <= _LONGEST_NAME][:MAX_AUTHORS],
        "publisher": article.publisher if len(article.publisher) <= _LONGEST_NAME else "",
        "published": article.published,
        "url": article.address if len(article.address) <= _LONGEST_ADDRESS else "",
    }
    found |= {"retrieved": article.retrieved, "original_sha256": seed.original_sha256}
    return {key: value for key, value in found.items() if value}, article.guessed


def headline(text: str) -> str:
    """Return the first paragraph that is not blank, cut to the length of a title."""
    blocks = (" ".join(text[block.start : block.end].split()) for block in paragraphs(text))
    return cut_title(next(filter(None, (" ".join(visible(block).split()) for block in blocks)), ""))


def cut_title(line: str) -> str:
    """Cut a line to the length of a title, between two words."""
    return line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1].rsplit(' ', 1)[0]}…"


def _is_seed(source: str, config: Config) -> bool:
    """Return whether a source is a text in the folder of the seeds, which is quoted as it is."""
    if source == STANDARD_INPUT or is_address(source):
        return False
    path = Path(source)
    return path.resolve().is_relative_to(config.seeds.resolve()) and path.suffix.lower() not in _CONVERTED


def _existing(source: str, config: Config) -> SeedText:
    if not Path(source).exists():
        raise UsageError(f"{source}: there is no such file.")
    file = Path(source).resolve().relative_to(config.seeds.resolve()).as_posix()
    content = DiskFolder(path=config.seeds, root=config.root).read(file, limit=MAX_SEED_BYTES)
    if isinstance(content, FileRefused):
        raise UsageError(f"{source}: {content.message}")
    if len(content) > MAX_SEED_BYTES:
        raise UsageError(f"{source}: is larger than {MAX_SEED_BYTES:,} bytes.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"byte 0x{content[error.start]:02X} at offset {error.start}"
        raise UsageError(f"{source}: is not UTF-8 ({byte}); save it as UTF-8.") from None
    if not visible(text).strip():
        raise UsageError(f"{source}: is empty; put the article's text into it, as published.")
    return SeedText(file=file, content=content, text=text, article=None)


def _name(source: str, article: ExtractedText) -> str:
    """Return a name for the text's file: that of the file it was read from, or the title."""
    if source != STANDARD_INPUT and not is_address(source):
        return slug(PurePosixPath(source).stem) or "source"
    last = PurePosixPath(urlsplit(source).path).stem if is_address(source) else ""
    return slug(article.title or headline(article.text)) or slug(last) or "source"
