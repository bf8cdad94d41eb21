"""Find the open question of a desk that is like another, without reading them all again each time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from bot.core.factbase.base import Base
from bot.core.matching.clustering import ReadQuestion, find_like, question_reader
from bot.core.matching.ranker import Ranker
from bot.storage import Store

MOST: Final = 500
"""Open questions of a desk that a new one is compared with, the newest. Comparing takes some microseconds each."""


@dataclass(slots=True, kw_only=True)
class _Read:
    """The open questions of one desk by their ids: the text of each, and how a ranker reads it."""

    ranker: Ranker
    texts: dict[int, str] = field(default_factory=dict)
    questions: dict[int, ReadQuestion] = field(default_factory=dict)


class StandingQuestions:
    """The open questions of each desk. They are read from the store once for each base."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[tuple[int, str], _Read] = {}

    async def find(self, text: str, *, guild: int, base: Base) -> tuple[int, str] | None:
        """Return the id and the text of the open question that is most like a text; None if none is.

        Raises StoreError.
        """
        known = self._read.get((guild, base.name))
        if known is None or known.ranker is not base.ranker:
            known = self._read[guild, base.name] = await self._load(guild, base)
        place = find_like(_reading(text, base), tuple(known.questions.values()))
        number = None if place is None else tuple(known.questions)[place]
        return None if number is None else (number, known.texts[number])

    def add(self, number: int, text: str, *, guild: int, base: Base) -> None:
        """Add a new question."""
        known = self._read.get((guild, base.name))
        if known is not None and known.ranker is base.ranker:
            known.questions[number], known.texts[number] = _reading(text, base), text
            if len(known.questions) > MOST:
                self.remove(min(known.questions))

    def remove(self, number: int) -> None:
        """Remove a question that is decided."""
        for known in self._read.values():
            known.questions.pop(number, None)
            known.texts.pop(number, None)

    def clear(self) -> None:
        """Read all open questions again when they are next needed."""
        self._read.clear()

    async def _load(self, guild: int, base: Base) -> _Read:
        found = await self._store.desk_questions.open(guild, base.name, limit=MOST)
        readings = question_reader(base.ranker)(question.text for question in found)
        return _Read(
            ranker=base.ranker,
            texts={question.id: question.text for question in found},
            questions={question.id: reading for question, reading in zip(found, readings, strict=True)},
        )


def _reading(text: str, base: Base) -> ReadQuestion:
    return next(iter(question_reader(base.ranker)([text])))
