from __future__ import annotations

import datetime as dt

import pytest
from accepted import check_layout, ids_of, reading, texts_of
from render_bases import harbour, hurting

from bot import ui
from bot.core.matching.clustering import QuestionGroup, Unanswered
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.storage import VoteCount
from bot.ui.custom_ids import UnansweredExport, UnansweredPage, Vote, VotedPage

NOON = dt.datetime(2031, 3, 5, 12, tzinfo=dt.UTC)
MOST = 5_000
LANGUAGES = pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])


def gap(*texts: str, outcome: str = "abstention", fact: str | None = None) -> QuestionGroup:
    asked = tuple(
        Unanswered(text=text, at=NOON, outcome=outcome, fact=fact, confidence=0.1, guild=None) for text in texts
    )
    return QuestionGroup(questions=asked, wordings=tuple(dict.fromkeys(texts)))


def test_a_group_says_how_often_how_and_when_it_was_asked() -> None:
    view = ui.unanswered([gap("who?", "who?", "who is it?", fact="all-is-well")], ENGLISH, most=MOST)

    shown = reading(view).shown
    assert "3 questions · 1 group" in shown
    assert "3× who?" in shown
    assert "Also asked: who is it?" in shown
    assert "3 without a fact · last asked on 5 March 2031 · closest: all-is-well" in shown


def test_outcomes_are_counted_each_by_its_name() -> None:
    mixed = QuestionGroup(
        questions=(*gap("a").questions, *gap("b", outcome="suggestion").questions), wordings=("a", "b")
    )

    shown = reading(ui.unanswered([mixed], ENGLISH, most=MOST)).shown

    assert "1 without a fact · 1 suggestion" in shown


def test_a_page_has_ten_groups_and_the_pages_are_turned() -> None:
    found = [gap(f"question {number}") for number in range(25)]

    first, last = (ui.unanswered(found, ENGLISH, page, most=MOST) for page in (0, 99))

    assert "Page 1 of 3" in reading(first).shown
    assert "question 9" in reading(first).shown
    assert "question 10" not in reading(first).shown
    assert "question 24" in reading(last).shown
    assert UnansweredPage(page=1).encode() in ids_of(first)
    assert UnansweredPage(page=1).encode() in ids_of(last)
    assert UnansweredExport().encode() in ids_of(first)


def test_if_all_questions_were_answered_there_is_nothing_to_export() -> None:
    view = ui.unanswered([], ENGLISH, most=MOST)

    assert ENGLISH.unanswered_none in reading(view).shown
    assert UnansweredExport().encode() not in ids_of(view)


def test_that_older_questions_are_left_out_is_said() -> None:
    view = ui.unanswered([gap("a", "b")], ENGLISH, most=2)

    assert "the latest 2 questions" in reading(view).shown


def test_facts_are_listed_with_their_votes_and_the_latest_comments() -> None:
    tallies = [VoteCount(fact="all-is-well", up=1, down=2, words=("wrong mayor", "off the point"))]

    shown = reading(ui.voted(tallies, harbour(), ENGLISH)).shown

    assert "2 not helpful, 1 helpful · all-is-well" in shown
    assert "The mayor says that all is well." in shown
    assert shown.index("off the point") < shown.index("wrong mayor")


def test_a_fact_without_a_vote_against_it_is_not_listed_and_one_that_is_gone_is_said_to_be() -> None:
    tallies = [VoteCount(fact="gone", up=0, down=1, words=()), VoteCount(fact="ships-left", up=5, down=0, words=())]

    shown = reading(ui.voted(tallies, harbour(), ENGLISH)).shown

    assert ENGLISH.fact_gone in shown
    assert "ships-left" not in shown


def test_if_nobody_voted_against_a_fact_the_page_says_so() -> None:
    assert ENGLISH.voted_none in reading(ui.voted([], harbour(), ENGLISH)).shown


@LANGUAGES
@pytest.mark.parametrize(
    "text", ["*" * 2000, "@everyone " * 200, "# a\n> b\n", "x" * 2000, "\u202e", "`" * 500, "😀" * 2000]
)
def test_whatever_was_asked_is_shown_as_text_within_the_limits(text: str, words: Texts) -> None:
    found = [gap(*[f"{number}{text}{more}" for more in range(5)], fact="f" * 60) for number in range(30)]
    tallies = [VoteCount(fact="f" * 60, up=10**6, down=10**6, words=(text[:300],) * 20)] * 12

    for view in (ui.unanswered(found, words, 1, most=MOST), ui.voted(tallies, harbour(), words, 1)):
        check_layout(view)
        live = {kind for kind in reading(view).live if kind in {"mention", "link", "command", "emoji"}}
        assert live == set()
    assert VotedPage().encode() in ids_of(ui.unanswered(found, words, most=MOST))


@LANGUAGES
def test_a_question_without_visible_characters_has_a_dash_in_its_place(words: Texts) -> None:
    view = ui.unanswered([gap("\x00\u202e")], words, most=MOST)

    check_layout(view)
    assert "1× …" in "".join(texts_of(view)).replace("**", "")


@LANGUAGES
@pytest.mark.parametrize("days", [0, 1, 90, 3650])
def test_what_is_kept_is_shown_with_its_days(days: int, words: Texts) -> None:
    view = ui.privacy(days, 7, 30, words)

    check_layout(view)
    shown = reading(view).shown
    assert (words.count(days, words.day) in shown) is (days > 0)
    assert words.count(7, words.day) in shown
    assert "{" not in shown


@LANGUAGES
def test_an_answer_of_the_longest_keeps_within_the_limits_with_its_votes(words: Texts) -> None:
    base = hurting()
    fact = next(iter(base.facts.values()))
    view = ui.fact(fact, base, words, 10**18 - 1)

    check_layout(view)
    assert Vote(up=False, question=10**18 - 1, fact=fact.id).encode() in ids_of(view)
