"""Read the segments of a source as they are heard: what is quoted in them, and who they say speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.drafting.attribution import Attribution, find_attribution
from bot.core.drafting.segments import NoFact, Segment
from bot.core.drafting.tokens import ProseToken, ends_within, tokenize
from bot.core.knowledge.model import Source

_MOSTLY: Final = 0.7  # share of a sentence's words inside quotation marks, from which it is a quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A segment with its tokens, whether it is a quotation, and the attribution in it."""

    segment: Segment
    text: str
    tokens: tuple[ProseToken, ...]
    said: Attribution | None
    quoted: bool
    continues: bool  # a quotation that began in the segment before
    open: bool  # its quotation goes on in the next segment

    @property
    def told(self) -> str:
        """Its text with spaces for what is inside quotations."""
        spoken = [(token.start, token.end) for token in self.tokens if token.quoted]
        characters = list(self.text)
        for start, end in spoken:
            characters[start:end] = " " * (end - start)
        return "".join(characters)


def hear(source: Source, segments: Sequence[Segment]) -> Iterator[Heard]:
    """Yield the segments of a source as they are heard, in their order."""
    opened, paragraph = False, 0
    for segment in segments:
        text = source.text[segment.start : segment.end]
        # Each paragraph of a long quotation begins with a mark of its own.
        resumed = opened and segment.paragraph != paragraph and text[:1] in '“"‘«'
        within = opened and segment.paragraph == paragraph
        tokens = tokenize(text, within=within)
        words = [token for token in tokens if token.word]
        inside = sum(token.quoted for token in words)
        skipped = segment.no_fact in {NoFact.LABEL, NoFact.TABLE, NoFact.HEADING, NoFact.FRAGMENT}
        said = None if skipped else find_attribution(text, within=within)
        mostly = bool(words) and inside >= _MOSTLY * len(words)
        goes_on = ends_within(tokens)
        yield Heard(
            segment=segment,
            text=text,
            tokens=tokens,
            said=said,
            quoted=mostly or (within and inside > 0 and said is None),
            continues=resumed or within,
            open=goes_on,
        )
        opened, paragraph = goes_on, segment.paragraph


def names_any(text: str, spellings: Sequence[str]) -> bool:
    """Return whether a text has one of several spellings of a name."""
    return any(re.search(rf"(?<!\w){re.escape(spelling)}(?!\w)", text, re.IGNORECASE) for spelling in spellings)
