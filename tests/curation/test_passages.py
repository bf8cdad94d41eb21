"""In a review, a fact gets another quote, or is made of a passage that has none."""

from __future__ import annotations

import pytest
from curation.unfinished import at

from bot.config import Config
from bot.curation.editing import EditRefusedError
from bot.curation.passages import OtherPassageError
from bot.curation.session import ReviewSession

BUILDERS = "Builders in Ostrand doubt the sum: they expect twice as much."
WAVES = "Waves of 11 metres were measured that night by the weather buoy off Ostrand."


def everything(config: Config) -> str:
    return "".join(path.read_text("utf-8") for path in sorted(config.knowledge.rglob("*.yaml")))


def quotes(session: ReviewSession) -> list[str]:
    entry = session.current
    assert entry is not None
    return [
        session.workspace.sources[place.source].text[place.start : place.end]
        for place in session.workspace.passages(entry)
    ]


def statement(session: ReviewSession) -> str:
    entry = session.current
    assert entry is not None
    return str(session.workspace.value(entry)["statement"])


def test_a_new_fact_is_guessed_as_a_draft_guesses(session: ReviewSession) -> None:
    at(session, "waves").write_fact("Builders in Ostrand … as much.")

    assert (quotes(session), statement(session)) == ([BUILDERS], BUILDERS)
    assert session.current in session.open
    assert session.undo().startswith("add builders")


def test_another_quote_is_added_once_and_taken_back(config: Config, session: ReviewSession) -> None:
    before = everything(config)
    at(session, "dark-since").add_quote("It was first lit … before.")

    assert quotes(session)[1] == "It was first lit in 1891 and had never failed before."
    with pytest.raises(EditRefusedError, match="quotes this passage already"):
        session.add_quote("It was first lit in 1891 and had never failed before.")
    assert session.undo() == "add a quote to dark-since"
    assert everything(config) == before


def test_words_that_no_source_has_offer_the_passage_that_was_meant(config: Config, session: ReviewSession) -> None:
    before = everything(config)
    with pytest.raises(OtherPassageError) as meant:
        at(session, "dark-since").add_quote("Waves of 11 meters were measured that nite by the weather buoy.")
    with pytest.raises(EditRefusedError, match="No source has a passage like this"):
        session.write_fact("zzz")

    assert meant.value.passage == WAVES
    assert everything(config) == before


def test_a_passage_that_was_unquoted_is_so_no_more_when_a_fact_has_it(config: Config, session: ReviewSession) -> None:
    at(session, "waves").drop("A detail.")
    assert 'reason: "A detail."' in everything(config)
    session.write_fact(WAVES)

    assert "A detail." not in everything(config)
    assert quotes(session) == [WAVES]


def test_only_facts_have_quotes(session: ReviewSession) -> None:
    with pytest.raises(EditRefusedError, match="Only a fact has quotes"):
        at(session, "storm").add_quote("x")


def test_a_fact_that_is_dropped_counts_as_settled_until_that_is_undone(session: ReviewSession) -> None:
    before = session.progress
    at(session, "waves").drop("A detail.")
    assert (session.progress.settled, session.progress.total) == (before.settled + 1, before.total)

    session.undo()

    assert session.progress == before
