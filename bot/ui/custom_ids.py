"""What a button or a menu does, as a frozen value and as the custom_id that carries it.

A custom_id is `b1:<action>:<arguments>`. It has all that the action needs, so a button still works after a restart.
`b1` is the version of the format. Buttons stay on Discord for years: keep the names, fields and order of the actions.

Where an action shows something of a base, or counts something for it, and the base is not the one named `default`, the
custom_id ends with a mark of the base (`stamped`): ids of facts and topics repeat from base to base.

Anyone can send a forged custom_id to Discord's API. `parse` accepts only what `encode` can write; the fact or topic
that it names may be gone.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final, Self, dataclass_transform, get_args

from bot.core.factbase.names import DEFAULT_BASE

CUSTOM_ID: Final = 100
"""Characters that Discord allows in a custom_id. The patterns below allow 96 at most. The mark of a base fits too:
the id of a fact has 60 at most."""

_VERSION: Final = "b1"
_MARKED: Final = "~"  # before the mark of a base
MARK: Final = 6
"""Characters of the mark of a base: of 100 bases, two have the same with a chance of 1 in 200,000."""
_DATE: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_OPEN: Final = "open"  # in place of a date, the end of a range that is left open


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How a custom_id writes one field: the pattern of the text, and how to read it."""

    pattern: str
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str

    def fits(self, text: str) -> bool:
        """Return whether the whole text matches the pattern."""
        return re.fullmatch(self.pattern, text) is not None


def _flag(yes: str, no: str) -> Part:
    return Part(pattern=f"{yes}|{no}", read=yes.__eq__, write=lambda flag: yes if flag else no)


class DryRunPart(StrEnum):
    """The parts of a dry run."""

    OVERVIEW = "overview"
    FACTS = "facts"
    GOLDEN = "golden"
    ASKED = "asked"
    CORRECTIONS = "corrections"


_Slug = Annotated[str, Part(pattern="[a-z0-9-]{1,64}")]
_EntityKey = Annotated[str, Part(pattern="[0-9a-f]{12}")]
_Number = Annotated[int, Part(pattern="0|[1-9][0-9]{0,3}", read=int)]
_Count = Annotated[int, Part(pattern="0|[1-9][0-9]{0,8}", read=int)]
_UserId = Annotated[int, Part(pattern="[1-9][0-9]{0,19}", read=int)]
_QuestionId = Annotated[int, Part(pattern="[1-9][0-9]{0,17}", read=int)]
_Run = Annotated[int, Part(pattern="[1-9][0-9]{0,19}", read=int)]
_View = Annotated[DryRunPart, Part(pattern="|".join(DryRunPart), read=DryRunPart)]
_Dark = Annotated[bool, _flag("dark", "light")]
_Here = Annotated[bool, _flag("here", "direct")]
_Wording = Annotated[bool, _flag("all", "none")]
_OnDisk = Annotated[bool, _flag("disk", "use")]
_Up = Annotated[bool, _flag("up", "down")]
_Day = Annotated[dt.date, Part(pattern=_DATE, read=dt.date.fromisoformat)]
_OpenDay = Annotated[
    dt.date | None,
    Part(
        pattern=f"{_DATE}|{_OPEN}",
        read=lambda text: None if text == _OPEN else dt.date.fromisoformat(text),
        write=lambda day: str(day or _OPEN),
    ),
]


@dataclass_transform(frozen_default=True, kw_only_default=True)
class _Encoded:
    """An action: a frozen value whose fields, in their order, are the arguments of its custom_id.

    Inherited fields come first. Pages count from 0. The actions share their methods: as
    dataclasses, each of seventy classes had methods of its own, which took a tenth of the bot's start.
    """

    name: ClassVar[str]
    parts: ClassVar[Mapping[str, Part]] = {}
    defaults: ClassVar[Mapping[str, Any]] = {}
    of_base: ClassVar[bool]
    """Whether it shows something of a base, or counts something for it."""
    in_place: ClassVar[bool]
    """Whether its answer always replaces the message; `deferral_of` decides for those where it depends."""
    opens_form: ClassVar[bool]
    """Whether its answer is a form."""

    def __init_subclass__(
        cls, name: str = "", *, of_base: bool = False, in_place: bool = False, opens_form: bool = False
    ) -> None:
        cls.name, cls.of_base, cls.in_place, cls.opens_form = name, of_base, in_place, opens_form
        own = {field: _part_of(kind) for field, kind in inspect.get_annotations(cls).items()}
        cls.parts = {**cls.parts, **own}
        cls.defaults = {**cls.defaults, **{field: vars(cls)[field] for field in own if field in vars(cls)}}

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 - a type for each field
        given = {**self.defaults, **values}
        if given.keys() != self.parts.keys():
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(self.parts)}, not {', '.join(given)}")
        vars(self).update((field, given[field]) for field in self.parts)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} stays as it is")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{field}={value!r}' for field, value in vars(self).items())})"

    def but(self, **values: Any) -> Self:  # noqa: ANN401 - a type for each field
        """Return the action with other values of some fields."""
        return type(self)(**{**vars(self), **values})

    def encode(self) -> str:
        """Return the custom_id. Raises ValueError for a field that `parse` would not read back."""
        written = [self.name]
        for name, part in self.parts.items():
            text = part.write(getattr(self, name))
            if not part.fits(text):
                raise ValueError(f"No custom_id can hold {self}: {name} is {text!r}, not {part.pattern}")
            written.append(text)
        return ":".join((_VERSION, *written))


def _part_of(kind: str) -> Part:
    """Return how a field is written whose annotation is the name of one of the kinds above."""
    part: Part = get_args(globals()[kind])[1]
    return part


class _WithFact(_Encoded):
    fact: _Slug


class _WithQuestion(_Encoded):
    question: _QuestionId


class _WithDay(_Encoded):
    day: _Day


class _WithRun(_Encoded):
    run: _Run


class _WithEdit(_Encoded):
    edit: _QuestionId


class _WithPage(_Encoded):
    page: _Number = 0


class InContext(_WithFact, name="context", of_base=True):
    """Show one quote of a fact inside its paragraph; `quote` counts from 0."""

    quote: _Number = 0


class Cite(_WithFact, name="cite", of_base=True):
    """Show one quote of a fact as a citation to copy; `quote` counts from 0."""

    quote: _Number = 0


class Related(_WithFact, name="related", of_base=True):
    """List the facts related to a fact."""


class Share(_WithFact, name="share", of_base=True):
    """Post a fact for everybody in the channel."""


class ShareUnknown(_Encoded, name="share-unknown", of_base=True):
    """Post for everybody in the channel that the source does not say something."""

    unknown: _Slug


class Unshare(_Encoded, name="unshare"):
    """Delete what the user `by` shared; the message names that user too."""

    by: _UserId


class ShowFact(_WithFact, name="fact", of_base=True):
    """Show one fact in full."""


class InEdition(_WithDay, name="edition", of_base=True):
    """Show a fact of a day's briefing in context. Also identifies the message as that day's briefing."""

    fact: _Slug


class EditionFacts(_WithDay, name="day", of_base=True):
    """Show one page of all facts of a day's briefing. Also identifies the message as that day's briefing.

    It does not say which facts these are: an InEdition for each of them, or an EditionPick, is in the same message.
    """

    page: _Number = 0


class EditionPick(_WithDay, name="pick", of_base=True):
    """A menu of all facts of a day's briefing. The value of an option is the id of its fact."""


class SchedulesPage(_WithPage, name="briefings", in_place=True):
    """Show one page of a server's briefings."""


class QuestionForm(_Encoded, name="question", opens_form=True):
    """Open the form for a question; also the custom_id of the form itself."""


class TopicSelect(_Encoded, name="topics", of_base=True, in_place=True):
    """A menu of topics. The value of an option is the id of its topic; `part` numbers the menus of a message from 0."""

    part: _Number = 0


class TopicPage(_Encoded, name="topic", of_base=True, in_place=True):
    """Show one page of a topic's facts."""

    topic: _Slug
    page: _Number = 0


class SourcesPage(_WithPage, name="sources", of_base=True, in_place=True):
    """Show one page of the sources."""


class TopicsPage(_WithPage, name="all-topics", of_base=True, in_place=True):
    """Show one page of all topics."""


class TimelinePage(_Encoded, name="timeline", of_base=True, in_place=True):
    """Show one page of the facts from `first` to `last`, both included; None leaves that end open."""

    first: _OpenDay
    last: _OpenDay
    dark: _Dark = True
    page: _Number = 0


class WhoPage(_Encoded, name="who", of_base=True, in_place=True):
    """Show one page of the facts of an entity, by its key (see `core.knowledge.entities`)."""

    entity: _EntityKey
    page: _Number = 0


class DisputesPage(_WithPage, name="disputes", of_base=True, in_place=True):
    """Show one page of all disputed claims."""


class DisputeSelect(_Encoded, name="dispute", of_base=True, in_place=True):
    """A menu of disputed claims. The value of an option is the id of its claim."""


class Compare(_WithFact, name="compare", of_base=True, in_place=True):
    """Show a claim with one of the facts that dispute it; `page` numbers those facts."""

    page: _Number = 0


class Vote(_Encoded, name="vote", of_base=True):
    """Count a vote on the fact that answered a question; `question` is its id in the question log."""

    up: _Up
    question: _QuestionId
    fact: _Slug


class VoteComment(_WithQuestion, name="word"):
    """The form for a few words with a vote against an answer."""


class NoneOfThese(_WithQuestion, name="none", of_base=True):
    """Record that none of the facts suggested for a question was meant."""


class UnansweredPage(_WithPage, name="gaps", of_base=True, in_place=True):
    """Show one page of the unanswered questions."""


class UnansweredExport(_Encoded, name="gaps-export", of_base=True):
    """Send the unanswered questions as a table."""


class VotedPage(_WithPage, name="voted", of_base=True, in_place=True):
    """Show one page of the facts that were voted against."""


class CheckedPick(_Encoded, name="support", of_base=True):
    """A menu of checked sentences. The value of an option is its number, a colon and the id of its fact."""


class DryRunPage(_WithRun, name="dry", in_place=True):
    """Show one page of a part of a dry run. A restart forgets dry runs."""

    view: _View
    page: _Number = 0


class DryRunConfirm(_WithRun, name="load", in_place=True):
    """Load the base that a dry run has shown."""


class DryRunCancel(_WithRun, name="leave", in_place=True):
    """Forget a dry run and change nothing."""


class DryRunWording(_WithRun, name="wording", in_place=True):
    """A menu of the corrections on a page of a dry run: those that only change the wording.

    The value of an option is the id of its fact.
    """

    page: _Number = 0


class DryRunAllWording(_WithRun, name="all-wording", in_place=True):
    """Mark all corrections of a dry run as changes of the wording alone, or none."""

    wording: _Wording
    page: _Number = 0


class CorrectionsPage(_WithPage, name="corrections", of_base=True, in_place=True):
    """Show one page of the corrections."""


class SetLanguage(_Encoded, name="set-language", in_place=True):
    """A menu of languages for a server. The value of an option is the code of its language, or `server`."""


class SetMentions(_Encoded, name="set-mentions", in_place=True):
    """A menu of where a server lets the bot answer messages. The value of an option is a MentionScope."""


class SetMentionChannels(_Encoded, name="set-channels", in_place=True):
    """A menu of channels for SetMentions."""


class AskDesk(_WithQuestion, name="ask-desk", of_base=True):
    """Put a question to the desk of the server; `question` is its id in the question log."""


class DeskTell(_WithQuestion, name="desk-tell", in_place=True):
    """Tell the user the answer to a question at the desk, and if `here`, by a mention where direct messages are closed.

    `question` is the question's id at the desk, here and in all of OfDesk.
    """

    here: _Here


class DeskTold(_WithQuestion, name="desk-told"):
    """Show in full what the desk answered. Also identifies the message that told the user `user`."""

    user: _UserId


class DeskFact(_WithQuestion, name="desk-fact"):
    """Say which fact answers a question at the desk: the question becomes one of its phrasings."""


class DeskUnknown(_WithQuestion, name="desk-unknown"):
    """Say that the source does not answer a question at the desk."""


class DeskWrite(_WithQuestion, name="desk-write", opens_form=True):
    """Write a fact that answers a question at the desk."""


class DeskDismiss(_WithQuestion, name="desk-dismiss", opens_form=True):
    """Close a question at the desk without an answer; also the custom_id of the form for the reason."""


class FollowFact(_WithFact, name="follow", of_base=True):
    """Follow the topics of a fact."""


class Unfollow(_Encoded, name="unfollow"):
    """Stop following a topic. `notice` is the number of the message with news, or 0 elsewhere."""

    notice: _Count
    topic: _Slug


class UnfollowAll(_Encoded, name="unfollow-all"):
    """Stop following everything. With the number `notice`, it also identifies the message with news."""

    notice: _Count


class UnfollowPick(_Encoded, name="unfollow-pick", in_place=True):
    """A menu of the topics that a user follows, to stop some. The value of an option is the id of its topic."""


class FollowAgain(_Encoded, name="follow-again", in_place=True):
    """Send the user messages again, after direct messages were refused."""


class FactPick(_WithQuestion, name="pick-fact", in_place=True):
    """A menu of facts for a question at the desk. The value of an option is the id of its fact."""


class FactSearch(_WithQuestion, name="search-fact", opens_form=True):
    """Open the form that searches a fact for a question at the desk; also the custom_id of the form."""


class UnknownPick(_WithQuestion, name="pick-unknown", in_place=True):
    """A menu of unknowns for a question at the desk. The value of an option is the id of its unknown."""


class NewUnknown(_WithQuestion, name="new-unknown", opens_form=True):
    """Open the form for an unknown that a question at the desk asks for; also the custom_id of the form."""


class EditFactForm(_WithFact, name="edit-fact", of_base=True, opens_form=True):
    """Open the form with the values of a fact."""


class FactValues(_WithFact, name="fact-values"):
    """The form with the values of a fact; `version` is that of the entry that it was opened with."""

    version: _EntityKey


class EditPublish(_WithEdit, name="publish", in_place=True):
    """Write and serve an edit; `edit` is its number in the store, here and in the actions below.

    With `wording`, only the wording changes: nothing that was posted is corrected.
    """

    wording: _Wording = False


class EditCancel(_WithEdit, name="cancel-edit", in_place=True):
    """Forget an edit that is not written."""


class EditTakePassage(_WithEdit, name="take-passage", in_place=True):
    """Take the passage that is offered in the place of a quote."""


class EditAgain(_WithEdit, name="edit-again", opens_form=True):
    """Open the form of an edit again, as it was filled in; also the custom_id of that form."""


class EditRetry(_WithEdit, name="retry-edit", in_place=True):
    """Prepare an edit again; if `on_disk`, on top of files that are not in use yet."""

    on_disk: _OnDisk


class LoadDisk(_WithEdit, name="load-disk"):
    """Show what loading the files on disk would change, before an edit is prepared again."""


class EditUndo(_WithEdit, name="undo-edit"):
    """Show what undoing an edit would change."""


class EditsPage(_WithPage, name="edits", in_place=True):
    """Show one page of the edits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownAction:
    """A custom_id that this version never writes: forged, cut, or of another bot or version."""

    of_base: ClassVar[bool] = False
    in_place: ClassVar[bool] = False
    opens_form: ClassVar[bool] = False
    custom_id: str


Browsing = (
    TopicSelect | TopicPage | SourcesPage | TopicsPage | TimelinePage | WhoPage | DisputesPage | DisputeSelect | Compare
)
"""Actions that lead from one page of the base to another, which replaces the page whose button was pressed."""

AboutFact = InContext | InEdition | Cite | Related | ShowFact
"""Actions that show something about one fact."""

OfShares = Share | ShareUnknown | Unshare
"""Actions that post something for everybody, or delete it again."""

OfEdition = EditionFacts | EditionPick | QuestionForm
"""Actions of a briefing, in addition to a button for each fact."""

OfUnanswered = UnansweredPage | UnansweredExport | VotedPage
"""Actions of the admins' pages about questions and votes."""

OfSettings = SetLanguage | SetMentions | SetMentionChannels
"""Menus that change a server's settings."""

OfManagers = SchedulesPage | OfUnanswered | OfSettings
"""Actions of pages that only managers of a server or admins get."""

OfCard = DeskFact | DeskUnknown | DeskWrite | DeskDismiss
"""Actions of a question's card at the desk, for curators only."""

OfDesk = AskDesk | DeskTell | DeskTold | OfCard
"""Actions of the desk."""

OfFollows = FollowFact | Unfollow | UnfollowAll | UnfollowPick | FollowAgain
"""Actions of those who follow topics."""

OfRepair = DeskFact | DeskUnknown | DeskWrite | FactPick | FactSearch | UnknownPick | NewUnknown | EditFactForm
"""Actions of curators that begin an edit."""

OfEdit = EditPublish | EditCancel | EditTakePassage | EditAgain | EditRetry | LoadDisk | EditUndo | EditsPage
"""Actions of curators on an edit that was prepared or made."""

OfEditForm = FactSearch | NewUnknown | DeskWrite | FactValues | EditAgain
"""The forms of curators."""

OfCuration = OfRepair | OfEdit
"""All buttons and menus of curators."""

OfDryRun = DryRunPage | DryRunConfirm | DryRunCancel | DryRunWording | DryRunAllWording
"""Actions of a dry run."""

Action = (
    AboutFact
    | Browsing
    | OfEdition
    | OfUnanswered
    | OfDryRun
    | OfSettings
    | OfShares
    | OfDesk
    | OfFollows
    | OfRepair
    | OfEdit
    | FactValues
    | SchedulesPage
    | CorrectionsPage
    | Vote
    | VoteComment
    | NoneOfThese
    | CheckedPick
)

_BY_NAME: Final[Mapping[str, type[Action]]] = {action.name: action for action in get_args(Action)}


def mark_of(base: str) -> str:
    """Return the mark of a base by its name; empty for the base named `default`, whose custom_ids have none."""
    if base == DEFAULT_BASE:
        return ""
    digest = hashlib.blake2b(base.encode(), digest_size=5).digest()
    return base64.b32encode(digest).decode().lower()[:MARK]


def stamped(custom_id: str, base: str) -> str:
    """Return a custom_id with the mark of a base if its action is of a base; one that has a mark keeps it."""
    mark = mark_of(base)
    if not mark or read_mark(custom_id) or not parse(custom_id).of_base:
        return custom_id
    return f"{custom_id}{_MARKED}{mark}"


def read_mark(custom_id: str) -> str:
    """Return the mark of the base that a custom_id is of; empty if it has none."""
    return custom_id.partition(_MARKED)[2]


def without_mark(custom_id: str) -> str:
    """Return what `encode` has written."""
    return custom_id.partition(_MARKED)[0]


def parse(custom_id: str) -> Action | UnknownAction:
    """Return the action of a custom_id, with or without the mark of a base, or UnknownAction; never raises."""
    written, marked, mark = custom_id.partition(_MARKED)
    if marked and not re.fullmatch(f"[a-z2-7]{{{MARK}}}", mark):
        return UnknownAction(custom_id=custom_id)
    version, _, rest = written.partition(":")
    name, *texts = rest.split(":")
    action = _BY_NAME.get(name)
    if version != _VERSION or action is None:
        return UnknownAction(custom_id=custom_id)
    if len(texts) != len(action.parts):
        return UnknownAction(custom_id=custom_id)
    written_parts = tuple(zip(action.parts.items(), texts, strict=True))
    if not all(part.fits(text) for (_, part), text in written_parts):
        return UnknownAction(custom_id=custom_id)
    try:
        return action(**{field: part.read(text) for (field, part), text in written_parts})
    except ValueError:  # a day that no calendar has
        return UnknownAction(custom_id=custom_id)
