"""The key of a review that asks a language model for other words."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from cli.typed import Keys
from curation.unfinished import TODAY, store_of, write_unfinished
from language_models import Answer, completion, model_server
from rich.console import Console

from bot.cli.review import ReviewOptions, walk
from bot.cli.wording import page_offers, wording_source
from bot.config import Config
from bot.core.drafting.proposals import Wording
from bot.curation.editing import EditRefusedError
from bot.curation.session import ReviewSession
from bot.curation.workspace import EntryKind

REPLY: dict[str, Any] = {
    "statement": "The lighthouse on Grey Skerry has been dark since 5 March 2031.",
    "question": "When did the light on Grey Skerry go out?",
    "phrasings": ["how long has it been dark there", "when did Queen Ilse put it out", "How high were the waves?"],
}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return write_unfinished(tmp_path)


def walked(config: Config, answer: Answer, *typed: str | None) -> tuple[str, Keys]:
    """Go to the fact `dark-since`, press p and then some keys."""
    out, keys = io.StringIO(), Keys(["n", "n", "p", *typed])
    with model_server(answer) as server:
        options = ReviewOptions(
            knowledge=config.knowledge,
            env={},
            program="python -m bot",
            today=TODAY,
            propose=wording_source(config, server.env),
        )
        assert walk(ReviewSession(store_of(config)), keys, Console(file=out, width=120), options) == 0
    return out.getvalue(), keys


def facts(config: Config) -> str:
    return (config.knowledge / "facts/article.yaml").read_text("utf-8")


def test_proposals_are_shown_with_their_doubts_and_the_sure_phrasings_are_offered(config: Config) -> None:
    before = facts(config)
    shown, keys = walked(config, completion(REPLY), None)

    assert "  1 statement: The lighthouse on Grey Skerry has been dark since 5 March 2031.\n" in shown
    assert "    doubt: the quote has no date “5 March 2031”\n" in shown
    assert "  3 phrasing: how long has it been dark there\n" in shown
    assert "dropped: another entry has this question: phrasing “How high were the waves?”" in shown
    assert keys.offered == ["Take the numbers: 3"]
    assert "No proposal was taken; nothing was changed." in shown
    assert facts(config) == before


def test_what_is_taken_is_written_without_a_todo_and_one_undo_takes_it_back(config: Config) -> None:
    before = facts(config)
    shown, _ = walked(config, completion(REPLY), "2, 3")

    assert "2 of 4 proposals taken; u takes that back." in shown
    assert '  question: "When did the light on Grey Skerry go out?"\n' in facts(config)
    assert '  phrasings:\n    - "how long has it been dark there"\n  related: [waves]\n' in facts(config)
    assert "5 March" not in facts(config)
    walked_back, _ = walked(write_again(config, before), completion(REPLY), "2 3", "u")
    assert "Taken back: take proposals for dark-since." in walked_back
    assert facts(config) == before


def write_again(config: Config, text: str) -> Config:
    (config.knowledge / "facts/article.yaml").write_text(text, "utf-8")
    return config


@pytest.mark.parametrize(
    ("answer", "typed", "sentence"),
    [
        (completion(REPLY), ["7"], "'7' is not the number of a proposal. Nothing was changed."),
        ((401, b""), [], "refused the key (401). Check BOT_LLM_KEY."),
        (completion({"phrasings": ["How high were the waves?"]}), [], "No proposal was taken; nothing was changed."),
    ],
)
def test_what_goes_wrong_is_said_and_changes_nothing(
    config: Config, answer: Answer, typed: list[str], sentence: str
) -> None:
    before = facts(config)

    assert sentence in " ".join(walked(config, answer, *typed)[0].split())
    assert facts(config) == before


def test_a_base_with_errors_and_an_entry_that_is_no_fact_get_no_proposals(config: Config) -> None:
    write_again(config, facts(config).replace("standing: documented", "standing: sure"))
    shown, _ = walked(config, completion(REPLY), "v", "v", "p")

    assert "Proposals need a base without errors; check finds 1 error." in shown
    assert "Proposals are made for facts only." in shown


def test_ctrl_c_stops_the_request(config: Config) -> None:
    def interrupted(_: str) -> Wording:
        raise KeyboardInterrupt

    out = io.StringIO()
    options = ReviewOptions(
        knowledge=config.knowledge, env={}, program="python -m bot", today=TODAY, propose=interrupted
    )
    walk(ReviewSession(store_of(config)), Keys(["n", "n", "p"]), Console(file=out), options)

    assert "Stopped; nothing was changed." in out.getvalue()


def test_without_settings_the_key_says_which_are_missing(config: Config) -> None:
    out = io.StringIO()
    options = ReviewOptions(
        knowledge=config.knowledge, env={}, program="python -m bot", today=TODAY, propose=wording_source(config, {})
    )
    walk(ReviewSession(store_of(config)), Keys(["n", "n", "p"]), Console(file=out, width=200), options)

    assert "No language model is set: set BOT_LLM_URL" in out.getvalue()


def test_the_page_offers_the_same_and_takes_by_number(config: Config) -> None:
    session = ReviewSession(store_of(config))
    session.go((EntryKind.FACT, "facts/article.yaml", "dark-since"))
    entry = session.current
    assert entry is not None
    with model_server(completion(REPLY)) as server:
        offers = page_offers(wording_source(config, server.env))(entry)
    session.apply("take", offers.take([3]))

    assert [(each.number, each.field, bool(each.doubts)) for each in offers.texts] == [
        (1, "statement", True),
        (2, "question", False),
        (3, "phrasings", False),
        (4, "phrasings", True),
    ]
    assert "another entry has this question" in offers.dropped[0]
    assert '    - "how long has it been dark there"\n' in facts(config)
    with pytest.raises(EditRefusedError, match="'9' is not the number"):
        offers.take([9])
