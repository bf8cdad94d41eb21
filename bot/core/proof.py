"""A curator's quote and its source's text -> a located Quote, or a message that shows the mend."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from bot.core.facts import Paragraph, Quote, Source, Unquoted
from bot.core.mending import Mend, mends
from bot.core.nearest import nearest_passage, yaml_text
from bot.core.quotes import MOST_PLACES, Ambiguous, Located, NotFound, line_of, locate
from bot.core.schema import MAX_QUOTE, QuoteShape, UnquotedShape

_LATER = "the nearest passage is shown once the other quotes are mended."
_PLACES = 5  # places of an ambiguous quote that a message lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproven:
    """A quote that its source does not bear out; `key` is the part of the quote that the message is about."""

    key: str
    message: str


def prove(quote: QuoteShape, source: Source, *, mended: bool = True) -> Quote | Unproven:
    """Locate a quote, within one paragraph of its source. With `mended` off, no mend is sought for a wrong one."""
    found = _locate(quote, source, mended=mended)
    if isinstance(found, Unproven):
        return found
    paragraph = _paragraph_of(found, source)
    if found.end > paragraph.end:
        return Unproven(key="exact", message=f"The quote runs over a paragraph's end; {_anew(quote, found, source)}")
    return Quote(
        source=source.id,
        exact=quote.exact,
        start=found.start,
        end=found.end,
        paragraph=paragraph.number,
        prefix=quote.prefix,
        suffix=quote.suffix,
    )


def set_aside(passage: UnquotedShape, source: Source) -> Unquoted | Unproven:
    """Locate a passage that no fact needs to quote."""
    found = _locate(passage, source)
    if isinstance(found, Unproven):
        return found
    return Unquoted(exact=passage.exact, reason=passage.reason, start=found.start, end=found.end)


def _locate(passage: QuoteShape | UnquotedShape, source: Source, *, mended: bool = True) -> Located | Unproven:
    found = locate(passage.exact, prefix=passage.prefix, suffix=passage.suffix, text=source.text)
    match found:
        case Located():
            return found
        case Ambiguous(places=places):
            return Unproven(key="exact", message=_ambiguous(places, source))
        case NotFound(elsewhere=()) if not mended:
            return Unproven(key="exact", message=f"The quote is not in {source.file}; {_LATER}")
        case NotFound(elsewhere=()):
            return Unproven(key="exact", message=_not_found(passage, source))
        case NotFound(elsewhere=places):
            key = "prefix" if passage.prefix else "suffix"
            return Unproven(key=key, message=_other_context(passage.exact, places, source))


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
    match mends(meant.start, meant.end, source, longest=MAX_QUOTE, whole=whole):
        case ():
            return f"copy a passage of at most {MAX_QUOTE:,} characters that stands in one place only."
        case (mend,):
            return f"so that it reads:\n{_pasted(mend, '    ')}"
        case several:
            each = "\n".join(f"    - source: {source.id}\n{_pasted(mend, '      ')}" for mend in several)
            return f"make it one quote for each paragraph:\n{each}"


def _pasted(mend: Mend, indent: str) -> str:
    return "\n".join(f"{indent}{line}" for line in mend.lines())
