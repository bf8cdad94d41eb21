"""What a button or a menu asks for, as a frozen value and as the custom_id that carries it.

A custom_id is `b1:<action>:<arguments>`, at most 100 characters, and holds all that the action needs, so a button
lives on after a restart. `b1` is the version of this format. Whoever can send a message to Discord's API can forge
a custom_id: `parse` lets pass only what `encode` could have written, and the fact or topic may still be gone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, Final

CUSTOM_ID: Final = 100  # characters that Discord allows; no template takes more

_FACT: Final = r"(?P<fact>[a-z0-9-]{1,64})"
_TOPIC: Final = r"(?P<topic>[a-z0-9-]{1,64})"
_QUESTION: Final = r"(?P<question>[1-9][0-9]{0,17})"
_RUN: Final = r"(?P<run>[1-9][0-9]{0,19})"
_DAY: Final = r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
_OPEN: Final = "open"  # an end of a range that none was given for


def _number(name: str) -> str:
    return rf"(?P<{name}>0|[1-9][0-9]{{0,3}})"


def _end(name: str) -> str:
    return rf"(?P<{name}>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|{_OPEN})"


def _template(pattern: str) -> re.Pattern[str]:
    return re.compile(f"b1:{pattern}")


def _checked(custom_id: str, template: re.Pattern[str]) -> str:
    if len(custom_id) > CUSTOM_ID or not template.fullmatch(custom_id):
        raise ValueError(
            f"{custom_id!r} is no custom_id: expected {template.pattern!r}, at most {CUSTOM_ID} characters"
        )
    return custom_id


@dataclass(frozen=True, slots=True, kw_only=True)
class InContext:
    """Show one quote of a fact inside its paragraph; `quote` counts from 0."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"context:{_FACT}:{_number('quote')}")

    fact: str
    quote: int = 0

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for an id or a number out of range."""
        return _checked(f"b1:context:{self.fact}:{self.quote}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """List the facts related to a fact."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"related:{_FACT}")

    fact: str

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for an id out of range."""
        return _checked(f"b1:related:{self.fact}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Post a fact for everybody in the channel."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"share:{_FACT}")

    fact: str

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for an id out of range."""
        return _checked(f"b1:share:{self.fact}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowFact:
    """Show one fact in full."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"fact:{_FACT}")

    fact: str

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for an id out of range."""
        return _checked(f"b1:fact:{self.fact}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class InEdition:
    """Show a fact of the briefing of one local day in context; also the mark by which that briefing is found again."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"edition:{_DAY}:{_FACT}")

    day: dt.date
    fact: str

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for an id out of range."""
        return _checked(f"b1:edition:{self.day.isoformat()}:{self.fact}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    """Show one page of all facts of a day's briefing, also a mark of it; `page` counts from 0.

    Which facts these are stands in the other marks of the message: one InEdition for each, or an EditionPick.
    """

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"day:{_DAY}:{_number('page')}")

    day: dt.date
    page: int = 0

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for a number out of range."""
        return _checked(f"b1:day:{self.day.isoformat()}:{self.page}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPick:
    """A menu of all facts of a day's briefing. The chosen fact's id is the menu's value."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"pick:{_DAY}")

    day: dt.date

    def encode(self) -> str:
        """Return the custom_id."""
        return _checked(f"b1:pick:{self.day.isoformat()}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionForm:
    """Open the form for a question; also the custom_id of the form itself."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template("question")

    def encode(self) -> str:
        """Return the custom_id."""
        return _checked("b1:question", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSelect:
    """A menu of topics; `part` counts the menus of one message from 0. The chosen topic's id is the menu's value."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"topics:{_number('part')}")

    part: int = 0

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for a number out of range."""
        return _checked(f"b1:topics:{self.part}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage:
    """Show one page of a topic's facts; `page` counts from 0."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"topic:{_TOPIC}:{_number('page')}")

    topic: str
    page: int = 0

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for an id or a number out of range."""
        return _checked(f"b1:topic:{self.topic}:{self.page}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage:
    """Show one page of the sources; `page` counts from 0."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"sources:{_number('page')}")

    page: int = 0

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for a number out of range."""
        return _checked(f"b1:sources:{self.page}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsPage:
    """Show one page of all topics; `page` counts from 0."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"all-topics:{_number('page')}")

    page: int = 0

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for a number out of range."""
        return _checked(f"b1:all-topics:{self.page}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """Show one page of the facts from `first` to `last`, both included and None where open; `page` counts from 0.

    `dark` tells how its picture is drawn.
    """

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(
        f"timeline:{_end('first')}:{_end('last')}:(?P<dark>dark|light):{_number('page')}"
    )

    first: dt.date | None
    last: dt.date | None
    dark: bool = True
    page: int = 0

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for a number out of range."""
        first, last = (end.isoformat() if end else _OPEN for end in (self.first, self.last))
        return _checked(f"b1:timeline:{first}:{last}:{'dark' if self.dark else 'light'}:{self.page}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoPage:
    """Show one page of the facts of a person or a body, by its key (see `core.people`); `page` counts from 0."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"who:(?P<who>[0-9a-f]{{12}}):{_number('page')}")

    who: str
    page: int = 0

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for a key or a number out of range."""
        return _checked(f"b1:who:{self.who}:{self.page}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputesPage:
    """Show one page of all claims that something disputes; `page` counts from 0."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"disputes:{_number('page')}")

    page: int = 0

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for a number out of range."""
        return _checked(f"b1:disputes:{self.page}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeSelect:
    """A menu of disputed claims. The chosen claim's id is the menu's value."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template("dispute")

    def encode(self) -> str:
        """Return the custom_id."""
        return _checked("b1:dispute", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """Show a claim beside one of the facts that dispute it; `page` counts those from 0."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"compare:{_FACT}:{_number('page')}")

    fact: str
    page: int = 0

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for an id or a number out of range."""
        return _checked(f"b1:compare:{self.fact}:{self.page}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """Count a vote on the fact that a question was answered with, by the question's id in the log."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"vote:(?P<up>up|down):{_QUESTION}:{_FACT}")

    up: bool
    question: int
    fact: str

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for an id out of range."""
        return _checked(f"b1:vote:{'up' if self.up else 'down'}:{self.question}:{self.fact}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteWord:
    """The form in which a vote against the answer of a question gets its word."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"word:{_QUESTION}")

    question: int

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for an id out of range."""
        return _checked(f"b1:word:{self.question}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneOfThese:
    """Say that none of the facts that were suggested for a question was meant, by the question's id in the log."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"none:{_QUESTION}")

    question: int

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for an id out of range."""
        return _checked(f"b1:none:{self.question}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsPage:
    """Show one page of what was asked and not answered; `page` counts from 0."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"gaps:{_number('page')}")

    page: int = 0

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for a number out of range."""
        return _checked(f"b1:gaps:{self.page}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsExport:
    """Give what was asked and not answered as a table."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template("gaps-export")

    def encode(self) -> str:
        """Return the custom_id."""
        return _checked("b1:gaps-export", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class VotedPage:
    """Show one page of the facts that were voted against; `page` counts from 0."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"voted:{_number('page')}")

    page: int = 0

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for a number out of range."""
        return _checked(f"b1:voted:{self.page}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportPick:
    """A menu of sentences that were checked. The value of each is its number, a colon and the id of its fact."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template("support")

    def encode(self) -> str:
        """Return the custom_id."""
        return _checked("b1:support", self.TEMPLATE)


class DryRunPart(StrEnum):
    """What a dry run shows."""

    OVERVIEW = "overview"
    FACTS = "facts"
    GOLDEN = "golden"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunPage:
    """Show one page of a part of a dry run; `page` counts from 0. A dry run is gone after a restart."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"dry:{_RUN}:(?P<view>{'|'.join(DryRunPart)}):{_number('page')}")

    run: int
    view: DryRunPart
    page: int = 0

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for a number out of range."""
        return _checked(f"b1:dry:{self.run}:{self.view}:{self.page}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunConfirm:
    """Serve what a dry run has shown."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"load:{_RUN}")

    run: int

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for a number out of range."""
        return _checked(f"b1:load:{self.run}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunCancel:
    """Leave all as it is, and forget a dry run."""

    TEMPLATE: ClassVar[re.Pattern[str]] = _template(f"leave:{_RUN}")

    run: int

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for a number out of range."""
        return _checked(f"b1:leave:{self.run}", self.TEMPLATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A custom_id that this version never writes: forged, cut, of another bot or of another version."""

    custom_id: str


Browsing = (
    TopicSelect | TopicPage | SourcesPage | TopicsPage | TimelinePage | WhoPage | DisputesPage | DisputeSelect | Compare
)
"""What leads from one page of the base to another: it takes the place of the page whose button was pressed."""

Action = (
    InContext
    | Related
    | Share
    | ShowFact
    | InEdition
    | EditionFacts
    | EditionPick
    | QuestionForm
    | TopicSelect
    | TopicPage
    | SourcesPage
    | TopicsPage
    | TimelinePage
    | WhoPage
    | DisputesPage
    | DisputeSelect
    | Compare
    | Vote
    | VoteWord
    | NoneOfThese
    | GapsPage
    | GapsExport
    | VotedPage
    | SupportPick
    | DryRunPage
    | DryRunConfirm
    | DryRunCancel
)


_ACTIONS: Final = (
    InContext,
    Related,
    Share,
    ShowFact,
    InEdition,
    EditionFacts,
    EditionPick,
    QuestionForm,
    TopicSelect,
    TopicPage,
    SourcesPage,
    TopicsPage,
    TimelinePage,
    WhoPage,
    DisputesPage,
    DisputeSelect,
    Compare,
    Vote,
    VoteWord,
    NoneOfThese,
    GapsPage,
    GapsExport,
    VotedPage,
    SupportPick,
    DryRunPage,
    DryRunConfirm,
    DryRunCancel,
)


def _read_end(text: str) -> dt.date | None:
    return None if text == _OPEN else dt.date.fromisoformat(text)


_READ: Final[Mapping[str, Callable[[str], Any]]] = MappingProxyType(
    {
        "fact": str,
        "topic": str,
        "day": dt.date.fromisoformat,
        "first": _read_end,
        "last": _read_end,
        "dark": "dark".__eq__,
        "who": str,
        "quote": int,
        "part": int,
        "page": int,
        "question": int,
        "run": int,
        "view": DryRunPart,
        "up": "up".__eq__,
    }
)


def parse(custom_id: str) -> Action | Foreign:
    """Return the action that a custom_id stands for, or Foreign; never raises."""
    for action in _ACTIONS:
        found = action.TEMPLATE.fullmatch(custom_id)
        if found:
            return _read(action, found)
    return Foreign(custom_id=custom_id)


def _read(action: type[Action], found: re.Match[str]) -> Action | Foreign:
    try:
        return action(**{name: _READ[name](text) for name, text in found.groupdict().items()})
    except ValueError:  # a day that no calendar has
        return Foreign(custom_id=found.string)
