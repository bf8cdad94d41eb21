"""The log says what was refused or failed, and not who asked or what they typed; /privacy promises it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from admins import show_to_all
from app.test_client_failures import broken
from serving import Stage

from bot.i18n import ENGLISH, SPANISH
from bot.logs import JsonFormatter, LineFormatter
from bot.sandbox import Exchange
from bot.ui import custom_ids

TYPED = "zanzibarquux"
"""A word of no base and no program."""

GONE = 987_654
"""The number of a question that is not kept."""


@pytest.fixture(params=[LineFormatter, JsonFormatter])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the bot writes into its log at its usual level."""
    written, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param())
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def check_private(newsroom: Stage, log: io.StringIO) -> None:
    for private in (TYPED, str(newsroom.reader.user.id), newsroom.reader.user.name, str(GONE)):
        assert private not in log.getvalue()


async def press(newsroom: Stage, answer: Exchange, custom_id: str) -> None:
    """Have the reader press a button that carries another custom_id."""
    (button,) = (each for each in answer.message.buttons if each.get("label") == ENGLISH.related_button)
    kept, button["custom_id"] = button["custom_id"], custom_id
    await newsroom.reader.click(answer.message, ENGLISH.related_button)
    button["custom_id"] = kept


@pytest.mark.parametrize(
    ("command", "options", "key"),
    [
        ("who", {"name": TYPED}, "who_unknown"),
        ("timeline", {"from": TYPED}, "date_invalid"),
        ("fact", {"id": TYPED}, "no_such_fact"),
    ],
)
async def test_a_refusal_is_logged_without_what_was_typed_and_by_whom(
    newsroom: Stage, log: io.StringIO, command: str, options: dict[str, str], key: str
) -> None:
    async with newsroom.bot():
        await newsroom.reader.slash(newsroom.channel, command, **options)

    assert f"/{command} was refused: " in log.getvalue()
    assert getattr(ENGLISH, key)[:20].split('"')[0] in log.getvalue()
    check_private(newsroom, log)


async def test_a_refused_vote_is_logged_without_its_question_and_voter(newsroom: Stage, log: io.StringIO) -> None:
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question="how much will the repair cost")
        for action in (
            custom_ids.Vote(up=True, question=GONE, fact="repair-cost"),
            custom_ids.VoteComment(question=GONE),
        ):
            await press(newsroom, answer, action.encode())

    assert "button vote was refused: " in log.getvalue()
    assert "button word was refused: " in log.getvalue()
    check_private(newsroom, log)


async def test_a_button_that_nobody_posted_is_logged_without_what_it_carries(newsroom: Stage, log: io.StringIO) -> None:
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question="how much will the repair cost")
        await press(newsroom, answer, TYPED)

    assert "button of another version was refused: " in log.getvalue()
    check_private(newsroom, log)


async def test_a_defect_is_logged_without_what_was_typed(newsroom: Stage, log: io.StringIO) -> None:
    async with newsroom.bot() as bot:
        bot.bases.put(broken(bot.bases.default))
        await newsroom.reader.slash(newsroom.channel, "ask", question=TYPED)
        await newsroom.reader.slash(newsroom.channel, "compare", claim=TYPED)

    assert "error id-1 in /ask: " in log.getvalue()
    assert "LookupError" in log.getvalue()
    assert "in rank" in log.getvalue()
    check_private(newsroom, log)


async def test_a_user_who_may_not_load_facts_is_named(newsroom: Stage, log: io.StringIO) -> None:
    async with newsroom.bot():
        show_to_all(newsroom)
        await newsroom.reader.slash(newsroom.channel, "reload")
        await newsroom.reader.slash(newsroom.channel, "admin rollback", revision=TYPED)

    assert log.getvalue().count(f"was refused to user {newsroom.reader.user.id}: ") == 2
    assert TYPED not in log.getvalue()


async def test_what_an_admin_types_is_not_logged(newsroom: Stage, log: io.StringIO) -> None:
    async with newsroom.bot():
        refused = await newsroom.admin.slash(newsroom.channel, "admin rollback", revision=TYPED)

    assert refused.text == ENGLISH.no_such_revision
    assert TYPED not in log.getvalue()


def test_privacy_says_whom_the_log_names() -> None:
    assert "those who load or edit facts, set a briefing or change the settings of a server" in ENGLISH.privacy_others
    assert "cargan o editan hechos, programan un resumen o cambian los ajustes de un servidor" in SPANISH.privacy_others
