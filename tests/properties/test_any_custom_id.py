"""A custom_id that was not written here does nothing but be answered in a sentence."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties.anything import any_text, fixed, texts
from serving import stage

from bot.config import QuestionsConfig
from bot.sandbox import Exchange, Sandbox
from bot.ui import custom_ids
from bot.ui.custom_ids import CUSTOM_ID, Action, UnknownAction, parse

ACTIONS = get_args(Action)
DAY = dt.date(2031, 3, 4)
EXAMPLES = (
    custom_ids.InContext(fact="repair-cost", quote=3),
    custom_ids.Cite(fact="repair-cost", quote=9999),
    custom_ids.Related(fact="no-such-fact"),
    custom_ids.Share(fact="no-such-fact"),
    custom_ids.ShareUnknown(unknown="no-such-unknown"),
    custom_ids.Unshare(by=10**19),
    custom_ids.ShowFact(fact="---"),
    custom_ids.InEdition(day=dt.date.max, fact="no-such-fact"),
    custom_ids.EditionFacts(day=dt.date.min, page=9999),
    custom_ids.EditionPick(day=DAY),
    custom_ids.QuestionForm(),
    custom_ids.TopicSelect(part=9999),
    custom_ids.TopicPage(topic="no-such-topic", page=9999),
    custom_ids.SourcesPage(page=9999),
    custom_ids.TopicsPage(page=9999),
    custom_ids.TimelinePage(first=dt.date.max, last=dt.date.min, page=9999),
    custom_ids.WhoPage(entity="0" * 12, page=9999),
    custom_ids.DisputesPage(page=9999),
    custom_ids.DisputeSelect(),
    custom_ids.Compare(fact="no-such-fact", page=9999),
    custom_ids.Vote(up=True, question=10**18 - 1, fact="no-such-fact"),
    custom_ids.VoteComment(question=10**18 - 1),
    custom_ids.NoneOfThese(question=10**18 - 1),
    custom_ids.UnansweredPage(page=9999),
    custom_ids.UnansweredExport(),
    custom_ids.VotedPage(page=9999),
    custom_ids.SchedulesPage(page=9999),
    custom_ids.CheckedPick(),
    custom_ids.SetLanguage(),
    custom_ids.SetMentions(),
    custom_ids.SetMentionChannels(),
    custom_ids.DryRunPage(run=10**19, view=custom_ids.DryRunPart.FACTS, page=9999),
    custom_ids.DryRunConfirm(run=10**19),
    custom_ids.DryRunCancel(run=10**19),
    custom_ids.FactPick(question=10**18 - 1),
    custom_ids.FactSearch(question=1),
    custom_ids.UnknownPick(question=10**18 - 1),
    custom_ids.NewUnknown(question=10**18 - 1),
    custom_ids.EditFactForm(fact="no-such-fact"),
    custom_ids.FactValues(fact="no-such-fact", version="0" * 12),
    custom_ids.EditPublish(edit=10**18 - 1),
    custom_ids.EditCancel(edit=10**18 - 1),
    custom_ids.EditTakePassage(edit=10**18 - 1),
    custom_ids.EditAgain(edit=10**18 - 1),
    custom_ids.EditRetry(edit=10**18 - 1, on_disk=True),
    custom_ids.LoadDisk(edit=10**18 - 1),
    custom_ids.EditUndo(edit=10**18 - 1),
    custom_ids.EditsPage(page=9999),
    custom_ids.DeskFact(question=10**18 - 1),
    custom_ids.DeskUnknown(question=10**18 - 1),
    custom_ids.DeskWrite(question=10**18 - 1),
    custom_ids.DeskDismiss(question=10**18 - 1),
    custom_ids.AskDesk(question=10**18 - 1),
    custom_ids.DeskTell(question=10**18 - 1, here=True),
    custom_ids.DeskTold(question=10**18 - 1, user=10**19),
    custom_ids.FollowFact(fact="no-such-fact"),
    custom_ids.Unfollow(notice=10**9 - 1, topic="no-such-topic"),
    custom_ids.UnfollowAll(notice=10**9 - 1),
    custom_ids.UnfollowPick(),
    custom_ids.FollowAgain(),
    custom_ids.CorrectionsPage(page=9999),
    custom_ids.DryRunWording(run=10**20 - 1, page=9999),
    custom_ids.DryRunAllWording(run=10**20 - 1, wording=True, page=9999),
)
"""One of each kind that could be forged: for what is not there, or for what only admins may do."""

FORGED = (
    *("b1", "b1:", "b1:load", "b1:load:0", "b1:load:-1", "b1:load:１", "b1:load:" + "9" * 90, "b2:fact:lamp-height"),
    *("B1:fact:lamp-height", "b1:fact:lamp-height\n", "b1:fact:LAMP", "b1:fact:../../etc", "b1:fact:lamp%2dheight"),
    *("b1:edition:2031-02-30:lamp-height", "b1:edition:٢٠٣١-٠٣-٠٤:lamp-height", "b1:day:2031-03-04:10000"),
    *("b1:vote:sideways:1:lamp-height", "@everyone", "<@1>", "\u202e", "'; drop table questions; --", "{0}", "%s"),
)


def written(action: type[Action]) -> st.SearchStrategy[str]:
    """Texts of the form of an action's custom_id; a date in it may be of no calendar."""
    parts = [st.from_regex(part.pattern, fullmatch=True) for part in action.parts.values()]
    return st.tuples(*parts).map(lambda texts: ":".join(("b1", action.name, *texts)))


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """A custom_id of ours after a slip or two: cut, doubled, with other signs in it."""
    text = draw(st.one_of([written(action) for action in ACTIONS]))
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.integers(0, 3))
        text = text[:start] + draw(any_text | st.sampled_from((":", "-", "0", "b1:", "\n"))) + text[end:]
    return text


@fixed
@given(mangled() | texts(longest=300) | any_text)
def test_a_parsed_custom_id_is_encoded_the_same_and_any_other_is_foreign(custom_id: str) -> None:
    match parse(custom_id):
        case UnknownAction(custom_id=kept):
            assert kept == custom_id
        case action:
            assert action.encode() == custom_id
            assert len(custom_id) <= CUSTOM_ID


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.__name__)
@fixed
@given(data=st.data())
def test_a_text_of_the_right_form_is_an_action_or_has_no_real_date(action: type[Action], data: st.DataObject) -> None:
    custom_id = data.draw(written(action))

    match parse(custom_id):
        case UnknownAction():
            assert re.search("[0-9]{4}-[0-9]{2}-[0-9]{2}", custom_id)
        case found:
            assert isinstance(found, action)
            assert found.encode() == custom_id


def test_every_kind_of_action_has_an_example_here() -> None:
    assert {type(example) for example in EXAMPLES} == set(ACTIONS)


async def pressed(sandbox: Sandbox, folder: Path, ids: tuple[str, ...]) -> list[Exchange]:
    """What each forged button gives to a member of another guild than the bot's home."""
    newsroom = stage(sandbox, folder)
    other = sandbox.guild("Elsewhere")
    sandbox.world.join(other, newsroom.reader.user)
    elsewhere = sandbox.channel(other, "general")
    newsroom.config = newsroom.config.model_copy(update={"questions": QuestionsConfig(per_minute=0)})
    async with newsroom.bot():
        exchanges = []
        for custom_id in ids:
            answer = await newsroom.reader.slash(elsewhere, "ask", question="how much will the repair cost")
            next(button for button in answer.message.buttons if button.get("custom_id"))["custom_id"] = custom_id
            exchanges.append(await newsroom.reader.click(answer.message, custom_id))
    return exchanges


async def test_a_forged_button_is_answered_in_a_sentence(sandbox: Sandbox, tmp_path: Path) -> None:
    exchanges = await pressed(sandbox, tmp_path, FORGED)

    assert {exchange.text for exchange in exchanges} == {
        "This button belongs to another version of the bot. Please ask again."
    }
    assert all(exchange.ephemeral for exchange in exchanges)


async def test_a_button_for_what_is_not_there_or_not_allowed_is_answered_in_a_sentence(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    ids = tuple(example.encode() for example in EXAMPLES if not isinstance(example, custom_ids.QuestionForm))

    for exchange in await pressed(sandbox, tmp_path, ids):
        assert exchange.ephemeral
        assert exchange.text.strip()
        assert "Something went wrong" not in exchange.text
