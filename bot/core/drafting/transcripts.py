"""Recognise the turns of a transcript by their labels: "MS. GREY:", "Q", "Ann Grey (Varn Gazette):"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.core.knowledge.model import Source

_NAME: Final = r"[A-ZÀ-Þ][\w.’'-]*"
_CAPITALS: Final = re.compile(
    r"(?P<who>(?:[A-ZÀ-Þ]|Mc|Mac|[Dd]e|[Vv]an|[Vv]on)[A-ZÀ-Þ.’'-]*[A-ZÀ-Þ.0-9](?:\s(?:[A-ZÀ-Þ][A-ZÀ-Þ.’'-]*|Mc[A-Z]+|"
    r"\d+|DE|VAN))*)"
    r"(?:,?\s*[(\[][^)\]\n]{1,60}[)\]])?:\s+(?=\S)"
)
_MIXED: Final = re.compile(
    rf"(?P<who>{_NAME}(?:\s(?:de|van|von|der|al|{_NAME}|"
    rf"\d+)){{0,4}})(?:,?\s*\((?P<role>[^)\n]{{1,60}})\))?(?:\s*\[[^\]\n]{{1,40}}\])?:"
    r"\s+(?=\S)"
)
_TITLED: Final = re.compile(
    # "Mr. ASH. Thank you.", as the records of parliaments have it.
    r"(?P<who>(?:The )?(?:Mr|Ms|Mrs|Dr|Sen|Rep|Senator|Representative|Chair(?:man|woman)?|Speaker|Secretary|General|"
    r"Minister|President|Judge|Justice)\.?\s[A-ZÀ-Þ][A-ZÀ-Þ.’'-]*[A-ZÀ-Þ](?:\s[A-ZÀ-Þ][A-ZÀ-Þ’'-]+)*|"
    r"The (?:CHAIR(?:MAN|WOMAN)?|SPEAKER|PRESIDENT|CLERK|WITNESS))\.\s+(?=\S)"
)
_LETTER: Final = re.compile(r"(?P<who>Q|A)(?:[.:])?\s+(?=[“\"A-Z0-9])")
_NUMBER: Final = re.compile(r"Q\d+\.?\s+(?=[A-Z])")
"""The number of a question before the label: "Q12 Chair:"."""
_FEWEST: Final = 3
"""Labels from which a text is a transcript."""
_ASKING: Final = frozenset(
    {"q", "question", "reporter", "the press", "press", "interviewer", "journalist", "moderator"}
)
_NO_LABELS: Final = frozenset(
    "witnesses members present note contact contacts source sources photo photos credit update updated related read "
    "topics tags location date "
    "time where "
    "when what who why how media correction tel phone email address about follow example warning total subject "
    "re".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A label of a transcript, at `start` to `end` with the white space after it, and who it says speaks."""

    who: str
    role: str
    start: int
    end: int

    @property
    def asks(self) -> bool:
        """Whether the label stands for somebody who asks and is not named."""
        return self.who.casefold().rstrip(".:") in _ASKING

    @property
    def answers(self) -> bool:
        """Whether the label stands for the one who is interviewed, without a name."""
        return self.who == "A"


def find_turns(source: Source) -> Mapping[int, Turn]:
    """Return the turns by the number of the paragraph that each begins; empty if the text is no transcript."""
    found = dict(_labels(source))
    capitals = {number: turn for number, turn in found.items() if _is_in_capitals(turn)}
    mixed = {number: turn for number, turn in found.items() if not _is_in_capitals(turn)}
    repeated = len({turn.who for turn in mixed.values()}) < len(mixed)
    kept = capitals | (mixed if repeated and len(mixed) >= _FEWEST else {})
    return kept if len(kept) >= _FEWEST and len({turn.who for turn in kept.values()}) > 1 else {}


def _is_in_capitals(turn: Turn) -> bool:
    last = turn.who.split()[-1]
    return turn.who.isupper() or (last.isupper() and len(last) > 1)


def _labels(source: Source) -> Iterator[tuple[int, Turn]]:
    for paragraph in source.paragraphs:
        for pattern in (_CAPITALS, _TITLED, _LETTER, _MIXED):
            number = _NUMBER.match(source.text, paragraph.start, paragraph.end)
            match = pattern.match(source.text, number.end() if number else paragraph.start, paragraph.end)
            if match and match["who"].casefold().split()[0] not in _NO_LABELS:
                role = match.groupdict().get("role") or ""
                yield paragraph.number, Turn(who=match["who"], role=role, start=paragraph.start, end=match.end())
                break
