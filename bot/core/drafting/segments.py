"""The sentences and lines of a source, and why some of them are no facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.drafting.transcripts import Turn


class NoFact(StrEnum):
    """Why a segment is no fact, as the curator reads it in `unquoted`."""

    HEADING = "A heading or a line of the page."
    BYLINE = "A byline."
    CAPTION = "A picture's caption."
    CREDIT = "A picture's credit."
    NAVIGATION = "Navigation or a newsletter."
    BOILERPLATE = "About the publisher or the text itself."
    FRAGMENT = "An item of a list, not a sentence."
    TABLE = "A row of a table."
    LABEL = "A label: who speaks, a place, a date or a time."
    QUESTION = "A question."
    EMPTY = "Says too little by itself."
    LITTLE = "It may say too little by itself."


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A sentence or a line of a source. `no_fact` is None if it may be a fact, `turn` whose turn it is to speak.

    `lead` is the place of the sentence that leads to a list, for an item of the list.
    """

    paragraph: int
    start: int
    end: int
    no_fact: NoFact | None = None
    turn: Turn | None = None
    lead: tuple[int, int] | None = None

    @property
    def told(self) -> bool:
        """Whether it is a sentence of the story itself, even if it says little."""
        return self.no_fact in {None, NoFact.EMPTY, NoFact.LITTLE}

    @property
    def drafted(self) -> bool:
        """Whether a fact is drafted of it, to be offered or looked at."""
        return self.no_fact in {None, NoFact.LITTLE}
