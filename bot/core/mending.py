"""What to write for a passage of a source so that it is proven: whole within a paragraph, and in one place only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.facts import Source
from bot.core.nearest import whole_sentences, yaml_text
from bot.core.quotes import Located, locate

_CONTEXT = 300
"""Most characters of a proposed prefix: whoever needs more lengthens the quote instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """A quote that is proven as it stands here."""

    exact: str
    prefix: str = ""

    def lines(self) -> Iterator[str]:
        """The keys and values as YAML, to paste."""
        yield f"exact: {yaml_text(self.exact)}"
        if self.prefix:
            yield f"prefix: {yaml_text(self.prefix)}"


def mends(start: int, end: int, source: Source, *, longest: int, whole: bool = False) -> tuple[Mend, ...]:
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


def _mend(span: tuple[int, int], source: Source, longest: int) -> Mend | None:
    for start, end in (span, whole_sentences(span, source.sentences)):
        mend = Mend(exact=source.text[start:end])
        if len(mend.exact) <= longest and _stands_at(start, mend, source):
            return mend
    start, end = span
    befores = (source.text[max(0, start - length) : start] for length in range(1, _CONTEXT + 1))
    told_apart = (Mend(exact=source.text[start:end], prefix=before) for before in befores if end - start <= longest)
    return next((mend for mend in told_apart if _stands_at(start, mend, source)), None)


def _stands_at(start: int, mend: Mend, source: Source) -> bool:
    found = locate(mend.exact, prefix=mend.prefix, text=source.text)
    return isinstance(found, Located) and found.start == start
