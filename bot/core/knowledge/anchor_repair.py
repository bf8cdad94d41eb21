"""Anchor quotes in their sources, and say how to fix one that is wrong.

Only these messages fold characters to find what was meant. What users see is never folded.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel

from bot.core.knowledge.anchoring import MAX_PLACES, Ambiguous, Located, NotFound, TextQuote, line_of, locate
from bot.core.knowledge.model import Quote, Source
from bot.core.knowledge.passage_alignment import find_passage
from bot.core.knowledge.schema import MAX_QUOTE
from bot.core.text.control_chars import character_name
from bot.core.text.sentences import Paragraph, Sentence
from bot.core.text.word_boundaries import whole_words

_MAX_LISTED = 5  # places of an ambiguous quote that a message lists


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteProblem:
    """Why a quote cannot be anchored; `key` is the part of the quote that the message is about."""

    key: str
    message: str


def anchor_quote(quote: TextQuote, source: Source, *, repair: bool = True) -> Quote | QuoteProblem:
    """Find a quote within one paragraph of its source. Without `repair`, a wrong quote gets no suggestion."""
    found = _anchor(quote, source, repair=repair)
    if isinstance(found, QuoteProblem):
        return found
    paragraph = _paragraph_of(found, source)
    start, end = whole_words(found.start, found.end, source.text)
    whole = Located(start=start, end=end)
    if found.end > paragraph.end:
        fix = _fix(whole, source, whole=False)
        return QuoteProblem(key="exact", message=f"The quote runs over the end of a paragraph; {fix}")
    if whole != found:
        message = (
            f"The quote {_divided(found, whole, source.text)}; quote whole words, {_fix(whole, source, whole=False)}"
        )
        return QuoteProblem(key="exact", message=message)
    return Quote(
        source=source.id,
        exact=quote.exact,
        start=found.start,
        end=found.end,
        paragraph=paragraph.number,
        prefix=quote.prefix,
        suffix=quote.suffix,
    )


def anchor_passage(passage: TextQuote, source: Source) -> Located | QuoteProblem:
    """Find a passage that no fact needs to quote; it may run over several paragraphs."""
    return _anchor(passage, source, whole=True)


def _anchor(quote: TextQuote, source: Source, *, whole: bool = False, repair: bool = True) -> Located | QuoteProblem:
    match locate(quote, source.text):
        case Located() as found:
            return found
        case Ambiguous(places=places):
            return QuoteProblem(key="exact", message=_ambiguous(places, source))
        case NotFound(elsewhere=()) if not repair:
            later = "the most similar passage is shown once the other quotes are fixed."
            return QuoteProblem(key="exact", message=f"The quote is not in {source.file}; {later}")
        case NotFound(elsewhere=()):
            return QuoteProblem(key="exact", message=_not_found(quote, source, whole=whole))
        case NotFound(elsewhere=places):
            return _with_other_context(quote, places, source, repair=repair, whole=whole)


def _divided(found: Located, whole: Located, text: str) -> str:
    """Say which words or numbers a passage divides: "begins inside “15,000” and ends inside “boats”"."""
    first = text[whole.start : whole_words(found.start, found.start + 1, text)[1]]
    last = text[whole_words(found.end - 1, found.end, text)[0] : whole.end]
    begins = [f"begins inside “{first}”"] if whole.start < found.start else []
    ends = [f"ends inside “{last}”"] if whole.end > found.end else []
    return " and ".join(begins + ends)


def _paragraph_of(found: Located, source: Source) -> Paragraph:
    after = bisect_right(source.paragraphs, found.start, key=lambda paragraph: paragraph.start)
    return source.paragraphs[max(0, after - 1)]


def _ambiguous(places: tuple[int, ...], source: Source) -> str:
    lines = ", ".join(str(line_of(place, source.text)) for place in places[:_MAX_LISTED])
    more = ", …" if len(places) > _MAX_LISTED else ""
    times = f"{len(places)} times" if len(places) < MAX_PLACES else f"{MAX_PLACES} times or more"
    return (
        f"The quote occurs {times} in {source.file} (lines {lines}{more}); lengthen it, or add 'prefix' or "
        "'suffix' with the characters directly before or after it."
    )


def _with_other_context(
    quote: TextQuote, places: tuple[int, ...], source: Source, *, repair: bool, whole: bool
) -> QuoteProblem:
    """Say where the quote has another prefix or suffix, unless it was edited and these are other passages."""
    meant = find_passage(quote, source.text, source.sentences) if repair else None
    length = len(quote.exact)
    near = [place for place in places if meant is None or (place < meant[1] and meant[0] < place + length)]
    if meant is None or near:
        key = "prefix" if quote.prefix else "suffix"
        return QuoteProblem(key=key, message=_other_context(quote.exact, near[0], source))
    nearest = _nearest(quote.exact, source.text, whole_words(*meant, source.text), same_words=False)
    return QuoteProblem(key="exact", message=_similar(nearest, source, whole=whole))


def _other_context(exact: str, place: int, source: Source) -> str:
    before, after = source.text[max(0, place - 20) : place], source.text[place + len(exact) :][:20]
    return (
        f"The quote is in {source.file} (line {line_of(place, source.text)}), but not with this prefix and suffix; "
        f"the text has {yaml_text(before)} before it and {yaml_text(after)} after it."
    )


def _not_found(quote: TextQuote, source: Source, *, whole: bool) -> str:
    nearest = nearest_passage(quote, source.text, source.sentences)
    if nearest is None:
        return f"The quote is not in {source.file}, and no passage is similar; copy the words from the source."
    return _similar(nearest, source, whole=whole)


def _similar(nearest: NearestPassage, source: Source, *, whole: bool) -> str:
    line = line_of(nearest.start, source.text)
    what = "Its words are there in other characters" if nearest.same_words else "The most similar passage is"
    fix = _fix(Located(start=nearest.start, end=nearest.end), source, whole=whole)
    return (
        f"The quote is not in {source.file}. {what} in line {line}; replace each [-…-] with the {{+…+}} after it:\n"
        f"    {nearest.differences}\n"
        f"  {fix}"
    )


def _fix(meant: Located, source: Source, *, whole: bool) -> str:
    """Say how to write the passage that was meant so that it can be anchored."""
    match suggest_quotes(meant.start, meant.end, source, longest=MAX_QUOTE, whole=whole):
        case ():
            return f"copy a passage of at most {MAX_QUOTE:,} characters that occurs only once."
        case (quote,):
            return f"so that it reads:\n{_indented(quote, '    ')}"
        case several:
            each = "\n".join(f"    - source: {source.id}\n{_indented(quote, '      ')}" for quote in several)
            return f"make it one quote for each paragraph:\n{each}"


def _indented(quote: TextQuote, indent: str) -> str:
    return "\n".join(f"{indent}{line}" for line in yaml_lines(quote))


_PIECE = re.compile(r"\w+|\s|[^\w\s]")
_SHAPES = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestPassage:
    """A passage of the source. `same_words` if only the form of characters, case or white space differs."""

    start: int
    end: int
    same_words: bool
    differences: str


def nearest_passage(quote: TextQuote, text: str, sentences: Sequence[Sentence] = ()) -> NearestPassage | None:
    """Return the passage of a text that is most like a quote, or None if nothing is similar.

    `differences` shows what to remove as [-…-] and what to add as {+…+}.
    """
    exact = quote.exact
    wanted, _ = _folded(exact)
    folded, offsets = _folded_source(text)
    if not wanted:
        return None
    place = folded.find(wanted)
    if place >= 0:
        span = _span(offsets, place, place + len(wanted), text)
        whole = whole_words(*span, text)
        return _nearest(exact, text, whole, same_words=whole == span)
    passage = find_passage(quote, text, sentences)
    return None if passage is None else _nearest(exact, text, whole_words(*passage, text), same_words=False)


def has_words(passage: str, text: str) -> bool:
    """Return whether a text has a passage, in any form of its quotation marks, dashes and spaces."""
    return passage in text or _folded(passage)[0] in _folded_source(text)[0]


def whole_sentences(span: tuple[int, int], sentences: Sequence[Sentence]) -> tuple[int, int]:
    """Widen a passage to whole sentences."""
    start, end = span
    touched = [sentence for sentence in sentences if sentence.start < end and start < sentence.end]
    starts, ends = ((one.start for one in touched), (one.end for one in touched))
    return min(start, *starts, start), max(end, *ends, end)


def yaml_text(passage: str) -> str:
    """Write a passage as a double-quoted YAML scalar, with escapes for invisible characters."""
    escaped = passage.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + "".join(_escaped(c) for c in escaped) + '"'


def yaml_lines(quote: TextQuote) -> Iterator[str]:
    """Write the keys and values of a quote as lines of YAML."""
    values = (("exact", quote.exact), ("prefix", quote.prefix), ("suffix", quote.suffix))
    return (f"{key}: {yaml_text(value)}" for key, value in values if value)


def _escaped(character: str) -> str:
    if character == " " or not _invisible(character):
        return character
    point = ord(character)
    return f"\\u{point:04X}" if point < 0x10000 else f"\\U{point:08X}"  # noqa: PLR2004 - YAML's own border


def _nearest(exact: str, text: str, span: tuple[int, int], *, same_words: bool) -> NearestPassage:
    start, end = span
    return NearestPassage(
        start=start, end=end, same_words=same_words, differences=show_differences(exact, text[start:end])
    )


def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """Return plain text for comparison, and the original offset of each of its characters."""
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


def show_differences(written: str, found: str) -> str:
    """Return both texts in one, with what is only in the first as [-…-] and what is only in the second as {+…+}."""
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
    """Join the pieces; name the characters that are invisible."""
    text = "".join(pieces)
    if all(_invisible(character) for character in text):
        return ", ".join(character_name(character) for character in text)
    return "".join(f"({character_name(c)})" if _invisible(c) and c != " " else c for c in text)


def _invisible(character: str) -> bool:
    return character.isspace() or not character.isprintable()


_MAX_PREFIX = 300  # characters of a suggested prefix; a quote that needs more should be longer


def suggest_quotes(start: int, end: int, source: Source, *, longest: int, whole: bool = False) -> tuple[TextQuote, ...]:
    """Suggest how to quote a passage: one quote of at most `longest` characters for each paragraph that it touches.

    With `whole`, it is one quote over all paragraphs. A part that occurs several times is widened to its sentences, or
    gets a prefix. Returns nothing if a part cannot be quoted so that it is found once.
    """
    parts = ((start, end),) if whole else tuple(_parts(start, end, source))
    found = tuple(quote for part in parts if (quote := _suggest(part, source, longest)) is not None)
    return found if len(found) == len(parts) else ()


def _parts(start: int, end: int, source: Source) -> Iterator[tuple[int, int]]:
    for paragraph in source.paragraphs:
        first, last = max(start, paragraph.start), min(end, paragraph.end)
        part = source.text[first:last]
        if part.strip():
            yield first + len(part) - len(part.lstrip()), first + len(part.rstrip())


def _suggest(part: tuple[int, int], source: Source, longest: int) -> TextQuote | None:
    for start, end in (part, whole_sentences(part, source.sentences)):
        quote = TextQuote(exact=source.text[start:end])
        if len(quote.exact) <= longest and _is_at(start, quote, source):
            return quote
    start, end = part
    if end - start > longest:
        return None
    prefixes = (source.text[max(0, start - length) : start] for length in range(1, _MAX_PREFIX + 1))
    quotes = (TextQuote(exact=source.text[start:end], prefix=prefix) for prefix in prefixes)
    return next((quote for quote in quotes if _is_at(start, quote, source)), None)


def _is_at(start: int, quote: TextQuote, source: Source) -> bool:
    found = locate(quote, source.text)
    return isinstance(found, Located) and found.start == start
