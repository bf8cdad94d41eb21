"""In a review, a fact is split in two, and a new statement takes its paraphrases away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from curation.unfinished import TODAY, at, store_of

from bot.config import Config
from bot.core.knowledge.loader import load_knowledge
from bot.curation.editing import EditRefusedError
from bot.curation.session import ReviewSession
from bot.curation.splitting import Halves, possible_halves

TWO = Halves(first="Waves of 11 metres were measured off Ostrand.", second="A weather buoy measured them.")


def everything(config: Config) -> str:
    return "".join(path.read_text("utf-8") for path in sorted(config.knowledge.rglob("*.yaml")))


@pytest.mark.parametrize(
    ("statement", "offered"),
    [
        ("The bridge is closed to lorries, so it loses 2 million crowns a year.",
         [("The bridge is closed to lorries.", "It loses 2 million crowns a year.")]),
        ("The mill opened in 1900 and closed in 1950; nobody rebuilt it.",
         [("The mill opened in 1900.", "The mill closed in 1950; nobody rebuilt it."),
          ("The mill opened in 1900 and closed in 1950.", "Nobody rebuilt it.")]),
        ("Dr. Tor Velt said the mill costs 3 crowns and that it will close, which nobody wants.",
         [("Dr. Tor Velt said the mill costs 3 crowns.", "Dr. Tor Velt said that it will close, which nobody wants."),
          ("Dr. Tor Velt said the mill costs 3 crowns and that it will close.", "Which nobody wants.")]),
        ("The mill is old. The bridge was new.", [("The mill is old.", "The bridge was new.")]),
        ("They built boats, mills and a wooden bridge.", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_statement_may_be_divided_where_a_clause_begins(statement: str, offered: list[tuple[str, str]]) -> None:
    assert [(each.first, each.second) for each in possible_halves(statement)] == offered


def test_both_halves_keep_the_quotes_the_topics_the_speaker_and_the_day(config: Config, session: ReviewSession) -> None:
    at(session, "waves").split(TWO)
    assert session.current in session.open
    while session.open:
        session.keep()
    facts = load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds).facts
    first = facts["waves"]
    (second,) = (fact for fact in facts.values() if fact.statement == TWO.second)

    assert first.statement == TWO.first
    assert (second.quotes, second.topics) == (first.quotes, first.topics)
    assert (second.attribution, second.standing, second.when) == (first.attribution, first.standing, first.when)


@pytest.mark.parametrize("halves", [Halves(first=" ", second="It was."), Halves(first="It was.", second="It was. ")])
def test_a_split_needs_two_statements(config: Config, session: ReviewSession, halves: Halves) -> None:
    before = everything(config)
    with pytest.raises(EditRefusedError, match="Write two statements"):
        at(session, "waves").split(halves)

    assert everything(config) == before


def test_only_facts_are_split(session: ReviewSession) -> None:
    assert at(session, "storm").halves == ()
    with pytest.raises(EditRefusedError, match="Only a fact can be split"):
        session.split(TWO)


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


def test_both_halves_keep_the_importance_and_have_a_todo_at_their_questions(session: ReviewSession) -> None:
    at(session, "waves").set_field("importance", "3")
    session.split(TWO)
    facts = [each for each in session.workspace.entries if session.workspace.value(each).get("importance") == "3"]
    asked = [[todo.what for todo in session.workspace.todos(each) if todo.key == "question"] for each in facts]

    assert asked == [
        ["does this half answer it? Move phrasings that ask for the other half"],
        ["the question that the statement answers; readers see it"],
    ]


def test_the_todo_at_a_question_does_not_become_a_part_of_it(config: Config) -> None:
    path = config.knowledge / "facts" / "article.yaml"
    folded = "question: >-\n    How high\n    were the waves?\n"
    path.write_text(path.read_text("utf-8").replace('question: "How high were the waves?"\n', folded), "utf-8")
    session = at(ReviewSession(store_of(config)), "waves")
    session.split(TWO)

    assert session.current is not None
    assert session.workspace.value(session.current)["question"] == "How high were the waves?"


SOFT = "The bridge is clo\u00adsed to lorries, so it loses 2 mil\u00adlion crowns a year."


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (Halves(first="The bridge is closed to lorries.", second="It loses 2 million crowns a year."),
         ["The bridge is clo\u00adsed to lorries.", "It loses 2 mil\u00adlion crowns a year."]),
        (Halves(first="It is closed.", second=SOFT.replace("\u00ad", "")), ["It is closed.", SOFT]),
    ],
)  # fmt: skip
def test_a_half_that_is_as_it_was_shown_keeps_its_invisible_characters(
    session: ReviewSession, typed: Halves, written: list[str]
) -> None:
    at(session, "waves").set_field("statement", SOFT)
    session.split(typed)
    statements = [session.workspace.value(each).get("statement") for each in session.workspace.entries]
    at_first = statements.index(written[0])

    assert statements[at_first : at_first + 2] == written


def test_a_statement_that_changes_in_a_review_loses_its_paraphrases(config: Config, paraphrased: ReviewSession) -> None:
    paraphrased.set_field("statement", "Waves of 12 metres were measured.")
    assert "The buoy measured 11 metres." in everything(config)
    paraphrased.set_field("statement", "Waves of 11 metres were measured.")
    assert "paraphrases" not in everything(config)
    assert "do they say the same" not in everything(config)


def test_a_fact_that_is_split_loses_its_paraphrases(config: Config, paraphrased: ReviewSession) -> None:
    paraphrased.split(TWO)

    assert "paraphrases" not in everything(config)


def test_a_mark_for_the_wording_alone_brings_the_paraphrases_back(config: Config, paraphrased: ReviewSession) -> None:
    assert paraphrased.set_field("statement", "Waves of 11 metres were measured.") == 1
    paraphrased.mark_wording(TODAY)
    text = everything(config)

    assert "reworded: 2031-03-20\n" in text
    assert "The buoy measured 11 metres." in text
    assert "Waves of 11 metres were measured." in text
    with pytest.raises(EditRefusedError, match="Only facts"):
        at(paraphrased, "storm").mark_wording(TODAY)


def test_a_split_that_is_undone_leaves_the_counter_as_it_was(session: ReviewSession) -> None:
    at(session, "waves").keep()
    before = session.progress
    at(session, "dark-since").split(TWO)
    assert (session.progress.settled, session.progress.total) == (before.settled, before.total + 1)

    session.undo()

    assert session.progress == before


def test_the_paraphrases_of_an_older_statement_do_not_come_back(config: Config, paraphrased: ReviewSession) -> None:
    paraphrased.set_field("statement", "Waves of 9 metres were measured.")
    paraphrased.set_field("statement", "Waves of 9 metres were seen.")
    paraphrased.mark_wording(TODAY)

    assert "paraphrases" not in everything(config)


def test_the_paraphrases_of_the_whole_statement_do_not_come_back_to_a_half(
    config: Config, paraphrased: ReviewSession
) -> None:
    paraphrased.split(TWO)
    paraphrased.mark_wording(TODAY)

    assert "paraphrases" not in everything(config)


def test_paraphrases_that_a_curator_deleted_do_not_come_back(config: Config, paraphrased: ReviewSession) -> None:
    paraphrased.set_field("statement", "Waves of 11 metres were measured.")
    paraphrased.mark_wording(TODAY)
    path = config.knowledge / "facts" / "article.yaml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "paraphrases:" not in line and "The buoy" not in line), "utf-8")
    paraphrased.reload()
    paraphrased.mark_wording(TODAY + dt.timedelta(days=1))

    assert "paraphrases" not in everything(config)


def test_other_changes_do_not_hide_the_paraphrases_that_a_wording_gets_back(
    config: Config, paraphrased: ReviewSession
) -> None:
    paraphrased.set_field("statement", "Waves of 11 metres were measured.")
    paraphrased.set_field("importance", "3")
    at(paraphrased, "crossing").split(TWO)
    at(paraphrased, "waves").mark_wording(TODAY)

    assert "The buoy measured 11 metres." in everything(config)


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.set_field("statement", "Waves of 9 metres were measured."),
        lambda session: session.set_field("statement_es", "Se midieron olas de 9 metros."),
        lambda session: session.set_field("attribution", "the harbour"),
        lambda session: session.set_field("when", ""),
        lambda session: session.choose(3),
        lambda session: session.split(TWO),
        lambda session: session.add_quote("A boat took her off at noon."),
    ],
)
def test_a_later_change_of_what_a_fact_says_deletes_the_mark_for_the_wording(
    config: Config, session: ReviewSession, change: Callable[[ReviewSession], object]
) -> None:
    at(session, "waves").mark_wording(TODAY)
    change(session)

    assert "reworded" not in everything(config)


def test_a_merge_deletes_the_mark_for_the_wording(config: Config, session: ReviewSession) -> None:
    at(session, "dark-since").mark_wording(TODAY)
    at(session, "waves").merge()

    assert "reworded" not in everything(config)
