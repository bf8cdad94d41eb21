"""The passage of a source that a quote was meant to be. Only for the mend: what is shown to users is never folded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from bot.core.decoding import named
from bot.core.facts import Sentence

NEAR = 60.0
"""Least likeness (rapidfuzz partial ratio, 0 to 100) of a passage that is worth showing; chance reaches about 45."""

SURE = 80.0
"""Likeness from which a passage begins and ends where the quote does. Measured with words left out and put in: above
it nine ends in ten are the right ones, at 65 one in two."""

_PIECE = re.compile(r"\w+|\s|[^\w\s]")
_SHAPES = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """A passage of the source. `same_words` where only the form of characters, case or white space differs."""

    start: int
    end: int
    same_words: bool
    differences: str


def nearest_passage(exact: str, text: str, sentences: Sequence[Sentence] = ()) -> Nearest | None:
    """The passage of a text that is most like a quote; None where nothing is near.

    A passage whose ends are unsure is widened to whole sentences of the text.
    `differences` is the passage with what to take away as [-…-] and what to put in as {+…+}.
    """
    wanted, _ = _folded(exact)
    folded, offsets = _folded_source(text)
    if not wanted:
        return None
    place = folded.find(wanted)
    if place >= 0:
        return _nearest(exact, text, _span(offsets, place, place + len(wanted), text), same_words=True)
    alignment = fuzz.partial_ratio_alignment(wanted, folded, score_cutoff=NEAR)
    if alignment is None or alignment.dest_end <= alignment.dest_start:
        return None
    span = _whole_words(_span(offsets, alignment.dest_start, alignment.dest_end, text), text)
    span = _without_overhang(exact, text, span)
    return _nearest(
        exact, text, span if alignment.score >= SURE else whole_sentences(span, sentences), same_words=False
    )


def whole_sentences(span: tuple[int, int], sentences: Sequence[Sentence]) -> tuple[int, int]:
    """The span widened to the whole of the sentences that it touches."""
    start, end = span
    touched = [sentence for sentence in sentences if sentence.start < end and start < sentence.end]
    starts, ends = ((one.start for one in touched), (one.end for one in touched))
    return min(start, *starts, start), max(end, *ends, end)


def yaml_text(passage: str) -> str:
    """A passage as a double-quoted YAML scalar to paste, with escapes for what cannot be seen."""
    escaped = passage.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + "".join(_escaped(c) for c in escaped) + '"'


def _escaped(character: str) -> str:
    if character == " " or not _invisible(character):
        return character
    point = ord(character)
    return f"\\u{point:04X}" if point < 0x10000 else f"\\U{point:08X}"  # noqa: PLR2004 - YAML's own border


def _nearest(exact: str, text: str, span: tuple[int, int], *, same_words: bool) -> Nearest:
    start, end = span
    return Nearest(start=start, end=end, same_words=same_words, differences=_differences(exact, text[start:end]))


def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """Plain text to compare by, and for each of its characters the offset it stems from."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for plain in _plain(character):
            if plain != " " or not characters or characters[-1] != " ":
                characters.append(plain)
                offsets.append(offset)
    first = 1 if characters[:1] == [" "] else 0
    past = len(characters) - 1 if characters[first:][-1:] == [" "] else len(characters)
    return "".join(characters[first:past]), tuple(offsets[first:past])


_folded_source = lru_cache(maxsize=2)(_folded)  # all wrong quotes of a source are compared with one text


def _plain(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character.translate(_SHAPES)).casefold()
    return "".join(" " if c.isspace() else c for c in decomposed if not unicodedata.combining(c))


def _span(offsets: tuple[int, ...], first: int, past: int, text: str) -> tuple[int, int]:
    end = offsets[past - 1] + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return offsets[first], end


def _whole_words(span: tuple[int, int], text: str) -> tuple[int, int]:
    start, end = span
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _without_overhang(exact: str, text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span without what it has before or after all that it shares with the quote."""
    start, end = span
    old, new = _PIECE.findall(exact), _PIECE.findall(text[start:end])
    blocks = [block for block in Indel.opcodes(old, new).as_matching_blocks() if block.size]
    if not blocks:
        return span
    first, last = blocks[0], blocks[-1]
    before = 0 if first.a else first.b
    after = len(new) if last.a + last.size < len(old) else last.b + last.size
    return start + len("".join(new[:before])), end - len("".join(new[after:]))


def _differences(written: str, found: str) -> str:
    old, new = _PIECE.findall(written), _PIECE.findall(found)
    return "".join(_marked(old, new))


def _marked(old: list[str], new: list[str]) -> Iterator[str]:
    written = found = 0
    for block in Indel.opcodes(old, new).as_matching_blocks():
        if block.a > written:
            yield f"[-{_visible(old[written : block.a])}-]"
        if block.b > found:
            yield f"{{+{_visible(new[found : block.b])}+}}"
        written, found = block.a + block.size, block.b + block.size
        yield "".join(old[block.a : written]).replace("\n", "\\n")


def _visible(pieces: list[str]) -> str:
    """Pieces joined; where nothing of them can be seen, the characters' names."""
    text = "".join(pieces)
    if all(_invisible(character) for character in text):
        return ", ".join(named(character) for character in text)
    return "".join(f"({named(c)})" if _invisible(c) and c != " " else c for c in text)


def _invisible(character: str) -> bool:
    return character.isspace() or not character.isprintable()
