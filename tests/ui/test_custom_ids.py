from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.factbase.names import DEFAULT_BASE
from bot.ui.custom_ids import (
    CUSTOM_ID,
    Action,
    AskDesk,
    CheckedPick,
    Cite,
    Compare,
    CorrectionsPage,
    DeskDismiss,
    DeskFact,
    DeskTell,
    DeskTold,
    DeskUnknown,
    DeskWrite,
    DisputeSelect,
    DisputesPage,
    DryRunAllWording,
    DryRunCancel,
    DryRunConfirm,
    DryRunPage,
    DryRunPart,
    DryRunWording,
    EditAgain,
    EditCancel,
    EditFactForm,
    EditionFacts,
    EditionPick,
    EditPublish,
    EditRetry,
    EditsPage,
    EditTakePassage,
    EditUndo,
    FactPick,
    FactSearch,
    FactValues,
    FollowAgain,
    FollowFact,
    InContext,
    InEdition,
    LoadDisk,
    NewUnknown,
    NoneOfThese,
    QuestionForm,
    Related,
    SchedulesPage,
    SetLanguage,
    SetMentionChannels,
    SetMentions,
    Share,
    ShareUnknown,
    ShowFact,
    SourcesPage,
    TimelinePage,
    TopicPage,
    TopicSelect,
    TopicsPage,
    UnansweredExport,
    UnansweredPage,
    Unfollow,
    UnfollowAll,
    UnfollowPick,
    UnknownAction,
    UnknownPick,
    Unshare,
    Vote,
    VoteComment,
    VotedPage,
    WhoPage,
    mark_of,
    parse,
    read_mark,
    stamped,
    without_mark,
)

_IDS = st.text("abcz09-", min_size=1, max_size=64)
_NUMBERS = st.integers(0, 9999)
_RUNS = st.integers(1, 2**64 - 1)
_QUESTIONS = st.integers(1, 10**18 - 1)
_ENDS = st.none() | st.dates()
_ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.builds(InContext, fact=_IDS, quote=_NUMBERS),
    st.builds(Cite, fact=_IDS, quote=_NUMBERS),
    st.builds(Related, fact=_IDS),
    st.builds(Share, fact=_IDS),
    st.builds(ShareUnknown, unknown=_IDS),
    st.builds(Unshare, by=st.integers(1, 10**20 - 1)),
    st.builds(ShowFact, fact=_IDS),
    st.builds(InEdition, day=st.dates(), fact=_IDS),
    st.builds(EditionFacts, day=st.dates(), page=_NUMBERS),
    st.builds(EditionPick, day=st.dates()),
    st.builds(QuestionForm),
    st.builds(SetLanguage),
    st.builds(SetMentions),
    st.builds(SetMentionChannels),
    st.builds(TopicSelect, part=_NUMBERS),
    st.builds(TopicPage, topic=_IDS, page=_NUMBERS),
    st.builds(SourcesPage, page=_NUMBERS),
    st.builds(TopicsPage, page=_NUMBERS),
    st.builds(TimelinePage, first=_ENDS, last=_ENDS, dark=st.booleans(), page=_NUMBERS),
    st.builds(WhoPage, entity=st.text("0123456789abcdef", min_size=12, max_size=12), page=_NUMBERS),
    st.builds(DisputesPage, page=_NUMBERS),
    st.builds(DisputeSelect),
    st.builds(Compare, fact=_IDS, page=_NUMBERS),
    st.builds(Vote, up=st.booleans(), question=_QUESTIONS, fact=_IDS),
    st.builds(VoteComment, question=_QUESTIONS),
    st.builds(NoneOfThese, question=_QUESTIONS),
    st.builds(UnansweredPage, page=_NUMBERS),
    st.builds(UnansweredExport),
    st.builds(VotedPage, page=_NUMBERS),
    st.builds(SchedulesPage, page=_NUMBERS),
    st.builds(CheckedPick),
    st.builds(DryRunPage, run=_RUNS, view=st.sampled_from(DryRunPart), page=_NUMBERS),
    st.builds(DryRunConfirm, run=_RUNS),
    st.builds(DryRunCancel, run=_RUNS),
    st.builds(DryRunWording, run=_RUNS, page=_NUMBERS),
    st.builds(DryRunAllWording, run=_RUNS, wording=st.booleans(), page=_NUMBERS),
    st.builds(CorrectionsPage, page=_NUMBERS),
    st.builds(AskDesk, question=_QUESTIONS),
    st.builds(DeskTell, question=_QUESTIONS, here=st.booleans()),
    st.builds(DeskTold, question=_QUESTIONS, user=_RUNS),
    st.builds(DeskFact, question=_QUESTIONS),
    st.builds(DeskUnknown, question=_QUESTIONS),
    st.builds(DeskWrite, question=_QUESTIONS),
    st.builds(DeskDismiss, question=_QUESTIONS),
    st.builds(FactPick, question=_QUESTIONS),
    st.builds(FactSearch, question=_QUESTIONS),
    st.builds(UnknownPick, question=_QUESTIONS),
    st.builds(NewUnknown, question=_QUESTIONS),
    st.builds(EditFactForm, fact=_IDS),
    st.builds(FactValues, fact=_IDS, version=st.text("0123456789abcdef", min_size=12, max_size=12)),
    st.builds(EditPublish, edit=_QUESTIONS, wording=st.booleans()),
    st.builds(EditCancel, edit=_QUESTIONS),
    st.builds(EditTakePassage, edit=_QUESTIONS),
    st.builds(EditAgain, edit=_QUESTIONS),
    st.builds(EditRetry, edit=_QUESTIONS, on_disk=st.booleans()),
    st.builds(LoadDisk, edit=_QUESTIONS),
    st.builds(EditUndo, edit=_QUESTIONS),
    st.builds(EditsPage, page=_NUMBERS),
    st.builds(FollowFact, fact=_IDS),
    st.builds(Unfollow, notice=st.integers(0, 10**9 - 1), topic=_IDS),
    st.builds(UnfollowAll, notice=st.integers(0, 10**9 - 1)),
    st.builds(UnfollowPick),
    st.builds(FollowAgain),
)

POSTED: tuple[tuple[str, Action], ...] = (
    ("b1:context:repair-cost:0", InContext(fact="repair-cost")),
    ("b1:context:a-1:9999", InContext(fact="a-1", quote=9999)),
    ("b1:related:repair-cost", Related(fact="repair-cost")),
    ("b1:share:repair-cost", Share(fact="repair-cost")),
    ("b1:share-unknown:storm-name", ShareUnknown(unknown="storm-name")),
    ("b1:cite:repair-cost:2", Cite(fact="repair-cost", quote=2)),
    ("b1:unshare:7", Unshare(by=7)),
    ("b1:fact:repair-cost", ShowFact(fact="repair-cost")),
    ("b1:fact:---", ShowFact(fact="---")),
    (f"b1:fact:{'a' * 64}", ShowFact(fact="a" * 64)),
    ("b1:edition:2025-10-05:repair-cost", InEdition(day=dt.date(2025, 10, 5), fact="repair-cost")),
    ("b1:edition:0001-01-01:a", InEdition(day=dt.date.min, fact="a")),
    ("b1:day:2025-10-05:0", EditionFacts(day=dt.date(2025, 10, 5))),
    ("b1:day:9999-12-31:12", EditionFacts(day=dt.date.max, page=12)),
    ("b1:pick:2025-10-05", EditionPick(day=dt.date(2025, 10, 5))),
    ("b1:question", QuestionForm()),
    ("b1:topics:0", TopicSelect()),
    ("b1:topics:3", TopicSelect(part=3)),
    ("b1:topic:trade:0", TopicPage(topic="trade")),
    ("b1:topic:trade:7", TopicPage(topic="trade", page=7)),
    ("b1:sources:0", SourcesPage()),
    ("b1:sources:10", SourcesPage(page=10)),
    ("b1:all-topics:0", TopicsPage()),
    ("b1:all-topics:2", TopicsPage(page=2)),
    ("b1:timeline:open:open:dark:0", TimelinePage(first=None, last=None)),
    (
        "b1:timeline:2025-10-05:open:light:0",
        TimelinePage(first=dt.date(2025, 10, 5), last=None, dark=False),
    ),
    (
        "b1:timeline:open:2025-10-31:dark:1",
        TimelinePage(first=None, last=dt.date(2025, 10, 31), page=1),
    ),
    (
        "b1:timeline:2025-10-01:2025-10-31:light:12",
        TimelinePage(first=dt.date(2025, 10, 1), last=dt.date(2025, 10, 31), dark=False, page=12),
    ),
    ("b1:who:0123456789ab:0", WhoPage(entity="0123456789ab")),
    ("b1:who:0123456789ab:3", WhoPage(entity="0123456789ab", page=3)),
    ("b1:disputes:0", DisputesPage()),
    ("b1:disputes:1", DisputesPage(page=1)),
    ("b1:dispute", DisputeSelect()),
    ("b1:compare:repair-cost:0", Compare(fact="repair-cost")),
    ("b1:compare:repair-cost:2", Compare(fact="repair-cost", page=2)),
    ("b1:vote:up:1:repair-cost", Vote(up=True, question=1, fact="repair-cost")),
    ("b1:vote:down:999999999999999999:a", Vote(up=False, question=10**18 - 1, fact="a")),
    ("b1:word:17", VoteComment(question=17)),
    ("b1:none:17", NoneOfThese(question=17)),
    ("b1:gaps:0", UnansweredPage()),
    ("b1:gaps:4", UnansweredPage(page=4)),
    ("b1:gaps-export", UnansweredExport()),
    ("b1:briefings:0", SchedulesPage()),
    ("b1:briefings:4", SchedulesPage(page=4)),
    ("b1:voted:0", VotedPage()),
    ("b1:set-language", SetLanguage()),
    ("b1:set-mentions", SetMentions()),
    ("b1:set-channels", SetMentionChannels()),
    ("b1:voted:4", VotedPage(page=4)),
    ("b1:support", CheckedPick()),
    ("b1:dry:1:overview:0", DryRunPage(run=1, view=DryRunPart.OVERVIEW)),
    ("b1:dry:18446744073709551615:facts:1", DryRunPage(run=2**64 - 1, view=DryRunPart.FACTS, page=1)),
    ("b1:dry:23:golden:0", DryRunPage(run=23, view=DryRunPart.GOLDEN)),
    ("b1:dry:23:corrections:1", DryRunPage(run=23, view=DryRunPart.CORRECTIONS, page=1)),
    ("b1:wording:23:2", DryRunWording(run=23, page=2)),
    ("b1:all-wording:23:all:0", DryRunAllWording(run=23, wording=True)),
    ("b1:all-wording:23:none:1", DryRunAllWording(run=23, wording=False, page=1)),
    ("b1:corrections:3", CorrectionsPage(page=3)),
    ("b1:dry:23:asked:30", DryRunPage(run=23, view=DryRunPart.ASKED, page=30)),
    ("b1:load:23", DryRunConfirm(run=23)),
    ("b1:leave:99999999999999999999", DryRunCancel(run=10**20 - 1)),
    ("b1:ask-desk:17", AskDesk(question=17)),
    ("b1:desk-tell:17:direct", DeskTell(question=17, here=False)),
    ("b1:desk-tell:17:here", DeskTell(question=17, here=True)),
    ("b1:desk-told:17:99", DeskTold(question=17, user=99)),
    ("b1:desk-fact:17", DeskFact(question=17)),
    ("b1:desk-unknown:17", DeskUnknown(question=17)),
    ("b1:desk-write:17", DeskWrite(question=17)),
    ("b1:desk-dismiss:17", DeskDismiss(question=17)),
    ("b1:pick-fact:17", FactPick(question=17)),
    ("b1:search-fact:17", FactSearch(question=17)),
    ("b1:pick-unknown:17", UnknownPick(question=17)),
    ("b1:new-unknown:17", NewUnknown(question=17)),
    ("b1:edit-fact:repair-cost", EditFactForm(fact="repair-cost")),
    ("b1:fact-values:repair-cost:0123456789ab", FactValues(fact="repair-cost", version="0123456789ab")),
    ("b1:publish:5:none", EditPublish(edit=5)),
    ("b1:publish:5:all", EditPublish(edit=5, wording=True)),
    ("b1:cancel-edit:5", EditCancel(edit=5)),
    ("b1:take-passage:5", EditTakePassage(edit=5)),
    ("b1:edit-again:5", EditAgain(edit=5)),
    ("b1:retry-edit:5:disk", EditRetry(edit=5, on_disk=True)),
    ("b1:retry-edit:5:use", EditRetry(edit=5, on_disk=False)),
    ("b1:load-disk:5", LoadDisk(edit=5)),
    ("b1:undo-edit:5", EditUndo(edit=5)),
    ("b1:edits:2", EditsPage(page=2)),
    ("b1:follow:repair-cost", FollowFact(fact="repair-cost")),
    ("b1:unfollow:0:repair", Unfollow(notice=0, topic="repair")),
    ("b1:unfollow-all:3", UnfollowAll(notice=3)),
    ("b1:unfollow-pick", UnfollowPick()),
    ("b1:follow-again", FollowAgain()),
)
"""Custom_ids that are on Discord, some of each action, with their actions. `b1` is the only version there has been."""


@pytest.mark.parametrize(("custom_id", "action"), POSTED, ids=[custom_id for custom_id, _ in POSTED])
def test_a_button_that_was_posted_keeps_its_meaning(custom_id: str, action: Action) -> None:
    assert parse(custom_id) == action
    assert action.encode() == custom_id


def test_every_action_has_a_posted_custom_id_here() -> None:
    assert {type(action) for _, action in POSTED} == set(get_args(Action))


@given(_ACTIONS)
def test_every_action_comes_back_from_its_custom_id(action: Action) -> None:
    custom_id = action.encode()

    assert len(custom_id) <= CUSTOM_ID
    assert parse(custom_id) == action


@given(_ACTIONS)
def test_an_action_of_a_base_has_the_mark_of_the_base_and_comes_back(action: Action) -> None:
    custom_id, of_base = action.encode(), action.of_base
    marked = stamped(custom_id, "city-desk")

    assert parse(marked) == action
    assert without_mark(marked) == custom_id == stamped(custom_id, DEFAULT_BASE)
    assert read_mark(marked) == (mark_of("city-desk") if of_base else "")
    assert stamped(marked, "sports") == (marked if of_base else custom_id)


def test_the_longest_custom_id_of_a_fact_has_room_for_the_mark_of_its_base() -> None:
    longest = Vote(up=False, question=10**18 - 1, fact="f" * 60).encode()

    assert len(stamped(longest, "city-desk")) <= CUSTOM_ID


@given(_ACTIONS, st.data())
def test_a_custom_id_that_was_cut_never_becomes_another_kind_of_action(action: Action, data: st.DataObject) -> None:
    custom_id = action.encode()
    cut = custom_id[: data.draw(st.integers(0, len(custom_id) - 1))]

    assert isinstance(parse(cut), UnknownAction | type(action))


@given(st.text(max_size=200) | st.text("b1:fact-context0/.", max_size=40).map("b1:".__add__))
def test_whatever_is_read_as_an_action_is_written_back_the_same(custom_id: str) -> None:
    match parse(custom_id):
        case UnknownAction(custom_id=kept):
            assert kept == custom_id
        case action:
            assert action.encode() == custom_id


@pytest.mark.parametrize(
    "custom_id",
    [
        "",
        "b1",
        "b1:fact",
        "b1:fact:",
        "b1:fact:UPPER",
        "b1:fact:a b",
        "b1:fact:a:b",
        "b1:fact:../../etc",
        "b1:fact:a\n",
        "b2:fact:a",
        "xb1:fact:a",
        "b1:context:a:-1",
        "b1:context:a:01",
        "b1:context:a:٣",
        "b1:context:a:99999",
        "b1:edition:2025-02-30:a",
        "b1:edition:0000-01-01:a",
        "b1:timeline:2025-02-30:open:dark:0",
        "b1:timeline:open:open:grey:0",
        "b1:timeline::open:dark:0",
        "b1:who:0123456789AB:0",
        "b1:who:0123456789abc:0",
        "b1:question:",
        "b1:question:a",
        "b1:unknown:a",
        "b1:encode",
        "b1:dry:0:facts:0",
        "b1:dry:1:FACTS:0",
        "b1:vote:up:0:a",
        "b1:context:a",
        ":",
        "b1:fact:" + "a" * 65,
        "b1:fact:" + "a" * 9000,
    ],
)
def test_a_custom_id_that_is_forged_or_of_another_bot_is_foreign(custom_id: str) -> None:
    assert parse(custom_id) == UnknownAction(custom_id=custom_id)


@pytest.mark.parametrize(
    "action",
    [
        ShowFact(fact="A"),
        ShowFact(fact=""),
        ShowFact(fact="a" * 65),
        InContext(fact="a", quote=-1),
        TopicPage(topic="a", page=10000),
        TimelinePage(first=None, last=None, page=-1),
        WhoPage(entity="Nicolás Maduro"),
    ],
)
def test_a_value_that_would_not_read_back_is_not_written(action: Action) -> None:
    with pytest.raises(ValueError, match="No custom_id can hold"):
        action.encode()


def test_an_action_with_another_page_keeps_its_other_fields() -> None:
    page = TimelinePage(first=None, last=dt.date(2025, 10, 16), dark=False)

    assert page.but(page=2) == TimelinePage(first=None, last=dt.date(2025, 10, 16), dark=False, page=2)
    assert page.page == 0
