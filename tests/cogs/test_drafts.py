from __future__ import annotations

from serving import Stage

BANNER = "**DRAFT** · not confirmed by a curator\n-# 2 TODOs left: 1 fact × 2\n"


def mark(newsroom: Stage) -> None:
    """Leave two TODOs in the fact about the cost."""
    newsroom.rewrite(
        "knowledge/facts/repair.yaml",
        "  standing: disputed\n  importance: 3\n",
        "  standing: disputed  # TODO: by whom?\n  importance: 3  # TODO: is it?\n",
    )


async def test_where_the_config_allows_a_draft_every_answer_says_so(newsroom: Stage) -> None:
    newsroom.config = newsroom.config.model_copy(update={"drafts": "allowed"})
    mark(newsroom)
    async with newsroom.bot():
        card = await newsroom.reader.slash(newsroom.channel, "ask", question="how much will the repair cost")
        await newsroom.reader.click(card.message, "Share")
        page = await newsroom.reader.slash(newsroom.channel, "overview")
        nothing = await newsroom.reader.slash(newsroom.channel, "ask", question="who won the regatta of Lisle")
        related = await newsroom.reader.click(card.message, "Related")
        (shared,) = newsroom.sandbox.messages(newsroom.channel)

    assert card.text.startswith(f"{BANNER}-# You asked: how much will the repair cost\n")
    assert "Not settled in this fact: standing, importance" in card.text
    for answer in (shared, page, nothing, related):
        assert answer.text.startswith(BANNER)
    for answer in (page, nothing, related):
        assert "Not settled" not in answer.text


async def test_the_reply_to_a_message_says_so_too(newsroom: Stage) -> None:
    newsroom.config = newsroom.config.model_copy(update={"drafts": "allowed"})
    mark(newsroom)
    async with newsroom.bot():
        newsroom.reader.say(newsroom.reader.direct, "how much will the repair cost?")
        await newsroom.sandbox.until(lambda: len(newsroom.sandbox.messages(newsroom.reader.direct)) > 1)
        reply = newsroom.sandbox.messages(newsroom.reader.direct)[-1]

    assert reply.text.startswith(BANNER)


async def test_a_draft_is_refused_on_discord_unless_the_config_allows_it(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        mark(newsroom)
        refused = await newsroom.admin.slash(newsroom.channel, "reload")
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question="how much will the repair cost")

    assert "Not settled yet" in refused.text
    assert bot.bases.default.knowledge.todos == ()
    assert "DRAFT" not in answer.text


async def test_a_dry_run_of_a_draft_says_so(newsroom: Stage) -> None:
    newsroom.config = newsroom.config.model_copy(update={"drafts": "allowed"})
    async with newsroom.bot():
        mark(newsroom)
        shown = await newsroom.admin.slash(newsroom.channel, "reload")

    assert shown.text.startswith(BANNER)
