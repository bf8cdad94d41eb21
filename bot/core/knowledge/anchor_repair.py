"""The passage of a source that a quote was meant to be. Only for the mend: what is shown to users is never folded."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from bot.core.knowledge.anchoring import MOST_PLACES, Ambiguous, Located, NotFound, line_of, locate
from bot.core.knowledge.model import Paragraph, Quote, Sentence, Source, Unquoted
from bot.core.knowledge.schema import MAX_QUOTE, QuoteShape, UnquotedShape
from bot.core.knowledge.yaml_reader import character_name

_LATER = "the nearest passage is shown once the other quotes are mended."
_PLACES = 5  # places of an ambiguous quote that a message lists


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteProblem:
    """A quote that its source does not bear out; `key` is the part of the quote that the message is about."""

    key: str
    message: str


def anchor_quote(quote: QuoteShape, source: Source, *, mended: bool = True) -> Quote | QuoteProblem:
    """Locate a quote, within one paragraph of its source. With `mended` off, no mend is sought for a wrong one."""
    found = _locate(quote, source, mended=mended)
    if isinstance(found, QuoteProblem):
        return found
    paragraph = _paragraph_of(found, source)
    if found.end > paragraph.end:
        return QuoteProblem(
            key="exact", message=f"The quote runs over a paragraph's end; {_anew(quote, found, source)}"
        )
    return Quote(
        source=source.id,
        exact=quote.exact,
        start=found.start,
        end=found.end,
        paragraph=paragraph.number,
        prefix=quote.prefix,
        suffix=quote.suffix,
    )


def anchor_unquoted(passage: UnquotedShape, source: Source) -> Unquoted | QuoteProblem:
    """Locate a passage that no fact needs to quote."""
    found = _locate(passage, source)
    if isinstance(found, QuoteProblem):
        return found
    return Unquoted(exact=passage.exact, reason=passage.reason, start=found.start, end=found.end)


def _locate(passage: QuoteShape | UnquotedShape, source: Source, *, mended: bool = True) -> Located | QuoteProblem:
    found = locate(passage.exact, prefix=passage.prefix, suffix=passage.suffix, text=source.text)
    match found:
        case Located():
            return found
        case Ambiguous(places=places):
            return QuoteProblem(key="exact", message=_ambiguous(places, source))
        case NotFound(elsewhere=()) if not mended:
            return QuoteProblem(key="exact", message=f"The quote is not in {source.file}; {_LATER}")
        case NotFound(elsewhere=()):
            return QuoteProblem(key="exact", message=_not_found(passage, source))
        case NotFound(elsewhere=places):
            key = "prefix" if passage.prefix else "suffix"
            return QuoteProblem(key=key, message=_other_context(passage.exact, places, source))


def _paragraph_of(found: Located, source: Source) -> Paragraph:
    after = bisect_right(source.paragraphs, found.start, key=lambda paragraph: paragraph.start)
    return source.paragraphs[max(0, after - 1)]


def _ambiguous(places: tuple[int, ...], source: Source) -> str:
    lines = ", ".join(str(line_of(place, source.text)) for place in places[:_PLACES])
    more = ", …" if len(places) > _PLACES else ""
    times = f"{len(places)} times" if len(places) < MOST_PLACES else f"{MOST_PLACES} times or more"
    return (
        f"The quote occurs {times} in {source.file} (lines {lines}{more}); lengthen it, or add 'prefix' or "
        "'suffix' with the characters directly before or after it."
    )


def _other_context(exact: str, places: tuple[int, ...], source: Source) -> str:
    place = places[0]
    before, after = source.text[max(0, place - 20) : place], source.text[place + len(exact) :][:20]
    return (
        f"The quote is in {source.file} (line {line_of(place, source.text)}), but not with this prefix and suffix; "
        f"there {yaml_text(before)} stands before it and {yaml_text(after)} after it."
    )


def _not_found(passage: QuoteShape | UnquotedShape, source: Source) -> str:
    nearest = nearest_passage(passage.exact, source.text, source.sentences)
    if nearest is None:
        return f"The quote is not in {source.file}, and no passage is near it; copy the words from the source."
    line = line_of(nearest.start, source.text)
    how = "Its words stand there in other characters" if nearest.same_words else "The nearest passage stands"
    return (
        f"The quote is not in {source.file}. {how}, line {line}; write what {{+…+}} shows for what [-…-] shows:\n"
        f"    {nearest.differences}\n"
        f"  {_anew(passage, Located(start=nearest.start, end=nearest.end), source)}"
    )


def _anew(written: QuoteShape | UnquotedShape, meant: Located, source: Source) -> str:
    """How to write the passage that was meant, so that it is proven."""
    whole = isinstance(written, UnquotedShape)
    match suggest_quotes(meant.start, meant.end, source, longest=MAX_QUOTE, whole=whole):
        case ():
            return f"copy a passage of at most {MAX_QUOTE:,} characters that stands in one place only."
        case (mend,):
            return f"so that it reads:\n{_pasted(mend, '    ')}"
        case several:
            each = "\n".join(f"    - source: {source.id}\n{_pasted(mend, '      ')}" for mend in several)
            return f"make it one quote for each paragraph:\n{each}"


def _pasted(mend: SuggestedQuote, indent: str) -> str:
    return "\n".join(f"{indent}{line}" for line in mend.lines())


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
class NearestPassage:
    """A passage of the source. `same_words` where only the form of characters, case or white space differs."""

    start: int
    end: int
    same_words: bool
    differences: str


def nearest_passage(exact: str, text: str, sentences: Sequence[Sentence] = ()) -> NearestPassage | None:
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


def _nearest(exact: str, text: str, span: tuple[int, int], *, same_words: bool) -> NearestPassage:
    start, end = span
    return NearestPassage(start=start, end=end, same_words=same_words, differences=_differences(exact, text[start:end]))


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
        return ", ".join(character_name(character) for character in text)
    return "".join(f"({character_name(c)})" if _invisible(c) and c != " " else c for c in text)


def _invisible(character: str) -> bool:
    return character.isspace() or not character.isprintable()


_CONTEXT = 300
"""Most characters of a proposed prefix: whoever needs more lengthens the quote instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedQuote:
    """A quote that is proven as it stands here."""

    exact: str
    prefix: str = ""

    def lines(self) -> Iterator[str]:
        """The keys and values as YAML, to paste."""
        yield f"exact: {yaml_text(self.exact)}"
        if self.prefix:
            yield f"prefix: {yaml_text(self.prefix)}"


def suggest_quotes(
    start: int, end: int, source: Source, *, longest: int, whole: bool = False
) -> tuple[SuggestedQuote, ...]:
    """What to write for a passage: one quote of at most `longest` characters for each paragraph that it touches.

    With `whole`, it is one passage over all paragraphs. A part that stands in several places is widened to its
    sentences, or else told apart by what stands before it. Empty where there is a part that this does not single out.
    """
    parts = ((start, end),) if whole else _parts(start, end, source)
    found = [_mend(span, source, longest) for span in parts]
    known = tuple(mend for mend in found if mend is not None)
    return known if len(known) == len(found) else ()


def _parts(start: int, end: int, source: Source) -> Iterator[tuple[int, int]]:
    for paragraph in source.paragraphs:
        first, last = max(start, paragraph.start), min(end, paragraph.end)
        part = source.text[first:last]
        if part.strip():
            yield first + len(part) - len(part.lstrip()), first + len(part.rstrip())


def _mend(span: tuple[int, int], source: Source, longest: int) -> SuggestedQuote | None:
    for start, end in (span, whole_sentences(span, source.sentences)):
        mend = SuggestedQuote(exact=source.text[start:end])
        if len(mend.exact) <= longest and _stands_at(start, mend, source):
            return mend
    start, end = span
    befores = (source.text[max(0, start - length) : start] for length in range(1, _CONTEXT + 1))
    told_apart = (
        SuggestedQuote(exact=source.text[start:end], prefix=before) for before in befores if end - start <= longest
    )
    return next((mend for mend in told_apart if _stands_at(start, mend, source)), None)


def _stands_at(start: int, mend: SuggestedQuote, source: Source) -> bool:
    found = locate(mend.exact, prefix=mend.prefix, text=source.text)
    return isinstance(found, Located) and found.start == start
