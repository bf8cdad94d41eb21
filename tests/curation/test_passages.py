"""In a review, a fact is split in two, gets another quote, or is made of a passage that has none."""

from __future__ import annotations

import pytest
from curation.unfinished import at, store_of

from bot.config import Config
from bot.core.knowledge.loader import load_knowledge
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


def test_a_new_fact_is_guessed_as_a_draft_guesses_and_can_be_split_at_its_joint(session: ReviewSession) -> None:
    at(session, "waves").write_fact("Builders in Ostrand … as much.")
    assert (quotes(session), statement(session)) == ([BUILDERS], BUILDERS)
    assert session.joint == "they expect twice as much."
    assert session.current in session.open
    session.split(session.joint)
    assert (quotes(session), statement(session)) == (
        ["Builders in Ostrand doubt the sum"],
        "Builders in Ostrand doubt the sum.",
    )
    session.skip()
    assert quotes(session) == ["they expect twice as much."]
    assert statement(session) == "They expect twice as much."
    assert session.undo().startswith("split builders")
    assert session.undo().startswith("add builders")


def test_the_parts_of_a_fact_keep_its_topics_speaker_and_day_and_load(config: Config, session: ReviewSession) -> None:
    at(session, "waves").set_field("statement", "Waves of 11 metres were measured.")
    session.split("by the weather buoy")
    while session.open:
        session.keep()
    facts = load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds).facts
    first, second = facts["waves"], facts["weather-buoy-ostrand"]

    assert [quote.exact for quote in (*first.quotes, *second.quotes)] == [
        "Waves of 11 metres were measured that night",
        "by the weather buoy off Ostrand.",
    ]
    assert (second.topics, second.attribution, second.standing, second.when) == (
        first.topics,
        first.attribution,
        first.standing,
        first.when,
    )


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


@pytest.mark.parametrize("typed", ["", "Waves of 11 metres", "the glass go"])
def test_a_fact_is_split_only_inside_one_of_its_quotes(session: ReviewSession, typed: str) -> None:
    with pytest.raises(EditRefusedError, match="Type words of a quote of this fact"):
        at(session, "waves").split(typed)


def test_only_facts_are_split_and_quoted(session: ReviewSession) -> None:
    with pytest.raises(EditRefusedError, match="Only a fact can be split"):
        at(session, "storm").split("x")
    with pytest.raises(EditRefusedError, match="Only a fact has quotes"):
        session.add_quote("x")


def test_a_split_divides_the_quote_with_the_words_and_leaves_one_that_no_source_has(config: Config) -> None:
    path = next(each for each in config.knowledge.rglob("*.yaml") if "- id: waves" in each.read_text("utf-8"))
    gone = '    - source: ostrand-post\n      exact: "Nobody wrote this."\n'
    quote = f'    - source: ostrand-post\n      exact: "{WAVES}"\n'
    path.write_text(path.read_text("utf-8").replace(quote, gone + quote), "utf-8")
    session = at(ReviewSession(store_of(config)), "waves")

    session.split("by the weather buoy")

    entry = session.current
    assert entry is not None
    listed = session.workspace.value(entry)["quotes"]
    assert isinstance(listed, list)
    assert [each["exact"] for each in listed if isinstance(each, dict)] == [
        "Nobody wrote this.",
        "Waves of 11 metres were measured that night",
    ]


PARAPHRASED = """\
  paraphrases:  # TODO: do they say the same?
    - "The buoy measured 11 metres."
  attribution: "the weather buoy"
  standing: documented
"""


@pytest.fixture
def paraphrased(config: Config) -> ReviewSession:
    path = next(each for each in config.knowledge.rglob("*.yaml") if "- id: waves" in each.read_text("utf-8"))
    plain = '  attribution: "the weather buoy"\n  standing: documented\n'
    path.write_text(path.read_text("utf-8").replace(plain, PARAPHRASED), "utf-8")
    session = ReviewSession(store_of(config))
    assert "paraphrases" in session.workspace.value(next(e for e in session.workspace.entries if e.name == "waves"))
    return at(session, "waves")


def test_a_statement_that_changes_in_a_review_loses_its_paraphrases(config: Config, paraphrased: ReviewSession) -> None:
    paraphrased.set_field("statement", "Waves of 12 metres were measured.")
    assert "The buoy measured 11 metres." in everything(config)
    paraphrased.set_field("statement", "Waves of 11 metres were measured.")
    assert "paraphrases" not in everything(config)
    assert "do they say the same" not in everything(config)


def test_a_fact_that_is_split_loses_its_paraphrases(config: Config, paraphrased: ReviewSession) -> None:
    paraphrased.split("by the weather buoy")

    assert "paraphrases" not in everything(config)


def test_a_split_that_is_undone_leaves_the_counter_as_it_was(session: ReviewSession) -> None:
    at(session, "waves").keep()
    before = session.progress
    at(session, "dark-since").split("since Tuesday")
    assert (session.progress.settled, session.progress.total) == (before.settled, before.total + 1)

    session.undo()

    assert session.progress == before


def test_a_fact_that_is_dropped_counts_as_settled_until_that_is_undone(session: ReviewSession) -> None:
    before = session.progress
    at(session, "waves").drop("A detail.")
    assert (session.progress.settled, session.progress.total) == (before.settled + 1, before.total)

    session.undo()

    assert session.progress == before
