from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from accepted import check_layout, ids_of, reading
from rankers import small_ranker
from render_bases import TEXT, base_of, fact_of, harbour, hurting, source_of

from bot import ui
from bot.core.factbase.base import Base
from bot.core.factbase.diff import BrokenRun, DryRun, GoldenChange, Impact, ReplayedQuestion, changes
from bot.core.knowledge.model import ExpectedOutcome, Fact, GoldenQuestion, Knowledge, Standing, Unknown
from bot.core.matching.decision import Abstention, Answer, Match, NotInSource, Outcome, Suggestion
from bot.errors import Problem
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.ui.custom_ids import DryRunConfirm, DryRunPage, DryRunPart

RUN = 2**63
BOTH = pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
PAGES = [DryRunPart.FACTS, DryRunPart.GOLDEN, DryRunPart.ASKED]


def tried(old: Knowledge, new: Knowledge, **known: Any) -> DryRun:
    impact = {"calibration": False, "golden": (), "asked": ()}
    impact |= {key: known.pop(key) for key in list(known) if key in impact}
    return DryRun(
        run=RUN,
        base=Base(knowledge=new, ranker=small_ranker(meaning=False)),
        impact=Impact(changes=changes(old, new), **impact),  # type: ignore[arg-type]
        served=old.revision,
        **known,
    )


def answer(fact: Fact) -> Outcome:
    return Answer(question="q", match=Match(fact=fact, score=1.0), related=(), confidence=1.0)


def suggestion(*facts: Fact) -> Outcome:
    return Suggestion(question="q", matches=tuple(Match(fact=fact, score=0.5) for fact in facts), confidence=0.3)


def not_in_source(key: str) -> Outcome:
    unknown = Unknown(id=key, statement="Not told.", question="", nearest=())
    return NotInSource(question="q", unknown=unknown, nearest=(), confidence=0.9)


NOTHING = Abstention(question="q", confidence=0.0)


def test_a_dry_run_shows_what_would_be_added_changed_and_removed() -> None:
    old = harbour()
    source = source_of(TEXT)
    facts = [
        replace(old.facts["ships-left"], statement="Three ships sailed."),
        replace(old.facts["all-is-well"], question="is all well", phrasings=("really",)),
        fact_of("new-one", source, "twice"),
    ]

    shown = reading(ui.dry_run(tried(old, base_of([source], facts, [], [])), ENGLISH)).shown.split("\n")

    assert shown == [
        "What a reload would change",
        "3 facts · revision fedcba987654, replacing fedcba987654",
        "Added: 1 fact",
        "new-one The statement of new-one.",
        "Changed: 2 facts",
        "ships-left",
        "Before: On 13 October 2025 three ships left the harbour.",
        "Now: Three ships sailed.",
        "all-is-well The mayor says that all is well.",
        "Changed: question, phrasings",
        "Removed: 1 fact",
        "fishermen-doubt Fishermen doubt what the mayor says.",
        "Unknowns: 0 added, 0 changed, 1 removed",
        "Topics: 0 added, 0 changed, 3 removed",
    ]


def test_files_that_differ_in_comments_alone_can_be_confirmed() -> None:
    view = ui.dry_run(tried(harbour(), harbour()), ENGLISH)

    assert ENGLISH.no_changes in reading(view).shown
    assert DryRunConfirm(run=RUN).encode() in ids_of(view)


def test_a_rollback_names_the_revision_that_it_goes_back_to() -> None:
    view = ui.dry_run(tried(harbour(), harbour(), back="0123456789abcdef"), ENGLISH)

    assert reading(view).shown.startswith("What going back to revision 0123456789ab would change\n")


def test_a_vocabulary_a_calibration_and_golden_questions_that_changed_are_reported() -> None:
    old = harbour()
    golden = (GoldenQuestion(question="q", fact="a", outcome=None),)
    new = replace(old, vocabulary=replace(old.vocabulary, same=(("ship", "boat"),)), golden=golden)

    shown = reading(ui.dry_run(tried(old, new, calibration=True), ENGLISH)).shown

    assert ENGLISH.vocabulary in shown
    assert ENGLISH.calibration in shown
    assert ENGLISH.golden_changed in shown
    assert ENGLISH.no_changes not in shown


def test_questions_that_fare_otherwise_are_counted_and_shown() -> None:
    old = harbour()
    ships, well = old.facts["ships-left"], old.facts["all-is-well"]
    asked = (
        ReplayedQuestion(question="lost *one*", old=answer(ships), new=suggestion(ships, well)),
        ReplayedQuestion(question="another", old=answer(ships), new=not_in_source("why")),
        ReplayedQuestion(question="found", old=NOTHING, new=answer(well)),
        ReplayedQuestion(question="as ever", old=NOTHING, new=NOTHING),
    )
    run = tried(old, old, asked=asked)
    overview = reading(ui.dry_run(run, ENGLISH)).shown
    page = reading(ui.dry_run_page(run, DryRunPart.ASKED, ENGLISH)).shown

    assert "Latest 4 questions: 1 no longer answered, 1 changed, 1 newly answered, 1 unchanged" in overview
    assert page.split("\n") == [
        "What a reload would change",
        "Questions (3)",
        "lost *one*",
        "no longer answered",
        "Before: the fact ships-left: On 13 October 2025 three ships left the harbour.",
        "Now: a suggestion: ships-left, all-is-well",
        "another",
        "changed",
        "Before: the fact ships-left: On 13 October 2025 three ships left the harbour.",
        "Now: “The source does not say” (why)",
        "found",
        "newly answered",
        "Before: no fact",
        "Now: the fact all-is-well: The mayor says that all is well.",
    ]


def test_golden_questions_that_would_be_wrong_are_shown_with_their_place() -> None:
    old = harbour()
    ships = old.facts["ships-left"]
    golden = (
        GoldenChange(
            golden=GoldenQuestion(question="a", fact="all-is-well", outcome=None, file="g.yaml", line=3, column=5),
            new=answer(ships),
            was_right=True,
            right=False,
        ),
        GoldenChange(
            golden=GoldenQuestion(question="b", fact=None, outcome=ExpectedOutcome.NOT_IN_SOURCE),
            new=NOTHING,
            was_right=False,
            right=False,
        ),
        GoldenChange(
            golden=GoldenQuestion(question="c", fact=None, outcome=ExpectedOutcome.ABSTENTION),
            new=NOTHING,
            was_right=False,
            right=True,
        ),
    )
    run = tried(old, old, golden=golden)
    page = reading(ui.dry_run_page(run, DryRunPart.GOLDEN, ENGLISH)).shown

    assert "Golden questions: 1 of 3 correct (1 with the facts in use)" in reading(ui.dry_run(run, ENGLISH)).shown
    assert "wrong, was correct before · g.yaml:3:5\nExpected: the fact all-is-well\nNow: the fact ships-left" in page
    assert "still wrong · :1:1\nExpected: “The source does not say”\nNow: no fact" in page


def test_every_field_that_differs_is_shown_before_and_after() -> None:
    old = harbour()
    fact = old.facts["all-is-well"]
    new = replace(
        fact, when=dt.date(2025, 10, 14), standing=Standing.DISPUTED, question="really", quotes=(), importance=1
    )
    run = tried(old, replace(old, facts={**old.facts, fact.id: new}))

    shown = reading(ui.dry_run_page(run, DryRunPart.FACTS, ENGLISH)).shown

    assert "when\nBefore: –\nNow: 2025-10-14" in shown
    assert f"standing\nBefore: {fact.standing}\nNow: disputed" in shown
    assert "question\nBefore: what about all-is-well\nNow: really" in shown
    assert "quotes\nBefore: harbour: “" in shown
    assert f"importance\nBefore: {fact.importance}\nNow: 1" in shown


@BOTH
@pytest.mark.parametrize("mark", ["*", "a", "a ", "> "])
def test_a_hostile_dry_run_is_accepted_on_every_page_and_counts_the_rest(mark: str, words: Texts) -> None:
    old, empty = hurting(mark), base_of([], [], [], [])
    reworded = {key: replace(fact, statement=f"other {fact.statement}"[:500]) for key, fact in old.facts.items()}
    amended = {key: replace(fact, topics=(), related=("a",), importance=3) for key, fact in old.facts.items()}
    fact = next(iter(old.facts.values()))
    asked = tuple(
        ReplayedQuestion(question=mark * 3000, old=answer(fact), new=suggestion(fact, fact, fact)) for _ in range(6)
    )
    wrong = GoldenQuestion(question=mark * 200, fact="a" * 60, outcome=None, file="f" * 300)
    golden = tuple(GoldenChange(golden=wrong, new=answer(fact), was_right=True, right=False) for _ in range(6))

    for before, after in (
        (old, empty),
        (empty, old),
        (old, replace(old, facts=reworded)),
        (old, replace(old, facts=amended)),
    ):
        run = tried(before, after, golden=golden, asked=asked, calibration=True, asked_unread=True)
        overview = ui.dry_run(run, words)
        check_layout(overview)
        assert words.and_more.format(count=32) in reading(overview).shown
        assert "mention" not in reading(overview).live
        for view in PAGES:
            for page in (0, 9999):
                check_layout(ui.dry_run_page(run, view, words, page))


@BOTH
def test_all_three_hostile_groups_are_accepted_together(words: Texts) -> None:
    old = hurting()
    facts = list(old.facts.values())
    new = [replace(fact, id=f"n{fact.id[1:]}") for fact in facts[:20]]
    kept = [replace(fact, statement="_" * 500) for fact in facts[20:30]]

    check_layout(ui.dry_run(tried(old, base_of([], [*new, *kept], [], [])), words))


def test_the_pages_of_a_part_lead_to_each_other_and_back() -> None:
    old, empty = hurting(), base_of([], [], [], [])
    run = tried(old, empty)

    first, second = (ids_of(ui.dry_run_page(run, DryRunPart.FACTS, ENGLISH, page)) for page in (0, 1))

    def page(number: int) -> str:
        return DryRunPage(run=RUN, view=DryRunPart.FACTS, page=number).encode()

    overview = DryRunPage(run=RUN, view=DryRunPart.OVERVIEW).encode()
    assert first[:2] == [overview, page(1)]
    assert second[:3] == [overview, page(0), page(2)]


def test_problems_are_listed_with_their_places_and_facts() -> None:
    problem = Problem(file="facts/a.yaml", line=3, column=7, message="no <@1>,\nexpected *one*", fact="a-fact")

    reading_ = reading(ui.broken_run(BrokenRun(run=RUN, problems=(problem,)), ENGLISH))

    assert reading_.shown.split("\n") == [
        "These files cannot be loaded: 1 problem",
        ENGLISH.problems_note,
        "facts/a.yaml:3:7 · fact a-fact",
        "no <@1>,",
        "expected *one*",
    ]
    assert "mention" not in reading_.live


@BOTH
def test_more_problems_than_fit_are_paged(words: Texts) -> None:
    problems = tuple(
        Problem(file="knowledge/" + "_" * 200, line=number, column=1, message="*" * 3000, fact="a" * 60)
        for number in range(99)
    )
    run = BrokenRun(run=RUN, problems=problems)

    for page in (0, 5, 12, 9999):
        check_layout(ui.broken_run(run, words, page))
    last = ui.broken_run(run, words, 12)
    assert words.page.format(page=13, pages=13) in reading(last).shown
    assert ids_of(last) == [DryRunPage(run=RUN, view=DryRunPart.OVERVIEW, page=11).encode()]
    assert reading(ui.broken_run(run, words, 9999)).shown == reading(last).shown


@pytest.mark.parametrize(
    ("recorded", "disk_left", "note"),
    [(True, False, ""), (True, True, ENGLISH.rolled_back), (False, True, ENGLISH.loaded_unrecorded)],
)
def test_what_was_loaded_is_reported_with_what_a_restart_would_do(recorded: bool, disk_left: bool, note: str) -> None:  # noqa: FBT001
    view = ui.loaded(tried(harbour(), harbour()), ENGLISH, recorded=recorded, disk_left=disk_left)

    check_layout(view)
    shown = "Fact base loaded\n3 facts in use · revision fedcba987654"
    assert reading(view).shown == (f"{shown}\n{note}" if note else shown)


def test_a_refusal_is_the_sentence_as_text() -> None:
    view = ui.refused("Only admins, not <@1>.", ENGLISH)

    check_layout(view)
    assert reading(view).shown == "Only admins, not <@1>."
    assert reading(view).live == ()


@pytest.mark.parametrize("text", ["", "x" * 9000])
def test_a_refusal_of_any_length_is_accepted(text: str) -> None:
    check_layout(ui.refused(text, ENGLISH))


def test_a_failure_names_its_id() -> None:
    view = ui.failed("7f3a_9", ENGLISH)

    check_layout(view)
    assert "7f3a_9" in reading(view).shown
