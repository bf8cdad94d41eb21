from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.custom_ids import (
    CUSTOM_ID,
    Action,
    Compare,
    DisputeSelect,
    DisputesPage,
    DryRunCancel,
    DryRunConfirm,
    DryRunPage,
    DryRunPart,
    EditionFacts,
    EditionPick,
    Foreign,
    GapsExport,
    GapsPage,
    InContext,
    InEdition,
    NoneOfThese,
    QuestionForm,
    Related,
    Share,
    ShowFact,
    SourcesPage,
    SupportPick,
    TimelinePage,
    TopicPage,
    TopicSelect,
    TopicsPage,
    Vote,
    VotedPage,
    VoteWord,
    WhoPage,
    parse,
)

_IDS = st.text("abcz09-", min_size=1, max_size=64)
_NUMBERS = st.integers(0, 9999)
_RUNS = st.integers(1, 2**64 - 1)
_QUESTIONS = st.integers(1, 10**18 - 1)
_ENDS = st.none() | st.dates()
_ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.builds(InContext, fact=_IDS, quote=_NUMBERS),
    st.builds(Related, fact=_IDS),
    st.builds(Share, fact=_IDS),
    st.builds(ShowFact, fact=_IDS),
    st.builds(InEdition, day=st.dates(), fact=_IDS),
    st.builds(EditionFacts, day=st.dates(), page=_NUMBERS),
    st.builds(EditionPick, day=st.dates()),
    st.builds(QuestionForm),
    st.builds(TopicSelect, part=_NUMBERS),
    st.builds(TopicPage, topic=_IDS, page=_NUMBERS),
    st.builds(SourcesPage, page=_NUMBERS),
    st.builds(TopicsPage, page=_NUMBERS),
    st.builds(TimelinePage, first=_ENDS, last=_ENDS, dark=st.booleans(), page=_NUMBERS),
    st.builds(WhoPage, who=st.text("0123456789abcdef", min_size=12, max_size=12), page=_NUMBERS),
    st.builds(DisputesPage, page=_NUMBERS),
    st.builds(DisputeSelect),
    st.builds(Compare, fact=_IDS, page=_NUMBERS),
    st.builds(Vote, up=st.booleans(), question=_QUESTIONS, fact=_IDS),
    st.builds(VoteWord, question=_QUESTIONS),
    st.builds(NoneOfThese, question=_QUESTIONS),
    st.builds(GapsPage, page=_NUMBERS),
    st.builds(GapsExport),
    st.builds(VotedPage, page=_NUMBERS),
    st.builds(SupportPick),
    st.builds(DryRunPage, run=_RUNS, view=st.sampled_from(DryRunPart), page=_NUMBERS),
    st.builds(DryRunConfirm, run=_RUNS),
    st.builds(DryRunCancel, run=_RUNS),
)


@given(_ACTIONS)
def test_every_action_comes_back_from_its_custom_id(action: Action) -> None:
    custom_id = action.encode()

    assert len(custom_id) <= CUSTOM_ID
    assert action.TEMPLATE.fullmatch(custom_id)
    assert parse(custom_id) == action


@given(_ACTIONS, _ACTIONS)
def test_a_template_takes_no_other_action(one: Action, other: Action) -> None:
    assert bool(one.TEMPLATE.fullmatch(other.encode())) is (type(one) is type(other))


@given(_ACTIONS, st.data())
def test_a_custom_id_that_was_cut_never_becomes_another_kind_of_action(action: Action, data: st.DataObject) -> None:
    custom_id = action.encode()
    cut = custom_id[: data.draw(st.integers(0, len(custom_id) - 1))]

    assert isinstance(parse(cut), Foreign | type(action))


@given(st.text(max_size=200) | st.text("b1:fact-context0/.", max_size=40).map("b1:".__add__))
def test_whatever_is_read_as_an_action_is_written_back_the_same(custom_id: str) -> None:
    match parse(custom_id):
        case Foreign(custom_id=kept):
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
        "b1:fact:" + "a" * 65,
        "b1:fact:" + "a" * 9000,
    ],
)
def test_what_was_forged_or_is_of_others_is_foreign(custom_id: str) -> None:
    assert parse(custom_id) == Foreign(custom_id=custom_id)


@pytest.mark.parametrize(
    "action",
    [
        ShowFact(fact="A"),
        ShowFact(fact=""),
        ShowFact(fact="a" * 65),
        InContext(fact="a", quote=-1),
        TopicPage(topic="a", page=10000),
        TimelinePage(first=None, last=None, page=-1),
        WhoPage(who="Nicolás Maduro"),
    ],
)
def test_what_would_not_come_back_is_not_written(action: Action) -> None:
    with pytest.raises(ValueError, match="is no custom_id"):
        action.encode()
