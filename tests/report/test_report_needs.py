"""What needs a curator first, and what the filter finds."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from reports import seen, small_contents, unanswered, within

from bot.core.knowledge.coverage import SourceCoverage, source_coverage
from bot.core.matching.clustering import QuestionGroup
from bot.errors import Problem, Todo
from bot.report import Contents, page
from bot.report.collect import Certainty, QuestionResult

FACTS = tuple(small_contents().knowledge.facts)
WARNING = Problem(
    file="knowledge/facts/ferry.yaml",
    line=15,
    column=14,
    message="warning: no quote has the date '30 March 2031'.",
    fact="ferry-by-day",
)
TODOS = (
    Todo(file="knowledge/facts/light.yaml", line=3, column=9, entry="lamp-range", noun="fact"),
    Todo(file="knowledge/facts/light.yaml", line=40, column=3, entry="lamp-height", noun="fact", key="statement"),
    Todo(
        file="knowledge/facts/light.yaml",
        line=44,
        column=3,
        what="or 83?",
        key="question",
        entry="lamp-height",
        noun="fact",
    ),
    Todo(file="knowledge/topics.yaml", line=1, column=1, what="a better order"),
    Todo(file="knowledge/vocabulary.yaml", line=2, column=3, entry="Petrel", noun="name"),
)


def result(
    key: str, text: str, certainty: Certainty = Certainty.ANSWERED, *, right: bool = True, among: bool = True
) -> QuestionResult:
    facts = small_contents().knowledge.facts
    got = facts[key] if right else next(fact for fact in facts.values() if fact.id != key)
    return QuestionResult(
        text=text, own=facts[key], got=got, right=right, among=among, confidence=0.5, certainty=certainty
    )


def asked(missed: dict[str, list[QuestionResult]]) -> Contents:
    """Contents of which every question leads to its fact, except for these."""
    contents = small_contents()
    right = {
        key: tuple(result(key, question) for question in fact.questions)
        for key, fact in contents.knowledge.facts.items()
    }
    return replace(contents, questions={**right, **{key: tuple(found) for key, found in missed.items()}})


def part(contents: Contents, key: str) -> str:
    return within(page(contents), key).text


def counted(contents: Contents) -> list[tuple[str, str]]:
    (listed,) = re.findall(r'<ul class="counts">.*?</ul>', page(contents))
    return re.findall(r'<li><a [^>]*href="#(\w+)"[^>]*><span class="amount">(.*?)</span>', listed)


def groups(number: int) -> tuple[QuestionGroup, ...]:
    return tuple(
        QuestionGroup(questions=(unanswered(f"who built mole {n}?"),), wordings=(f"who built mole {n}?",))
        for n in range(number)
    )


def bare() -> tuple[SourceCoverage, ...]:
    """The coverage of the base without its facts about the ferry."""
    knowledge = small_contents().knowledge
    kept = {key: fact for key, fact in knowledge.facts.items() if "ferry" not in fact.topics}
    return source_coverage(replace(knowledge, facts=kept))


def test_what_needs_a_curator_comes_before_everything_else() -> None:
    ids = seen(page(small_contents())).ids
    order = ["first", "unanswered", "golden", "weak", "todos", "warnings", "facts", "claims", "unknowns", "questions"]

    assert sorted(order, key=ids.index) == order


def test_each_kind_of_work_is_counted_first() -> None:
    contents = asked({"lamp-range": [result("lamp-range", "how far", Certainty.SILENT)]})
    contents = replace(
        contents,
        knowledge=replace(contents.knowledge, todos=TODOS),
        unanswered=groups(3),
        warnings=(WARNING,),
        coverage=bare(),
    )
    sentences = sum(len(covered.bare) for covered in contents.coverage)

    assert sentences == 2
    assert counted(contents) == [
        ("unanswered", "3"),
        ("golden", "1"),
        ("weak", "1"),
        ("todos", "5"),
        ("warnings", str(1 + sentences)),
    ]


def test_what_needs_nobody_says_so_in_a_line() -> None:
    contents = replace(asked({}), unanswered=None, golden=())

    assert counted(contents) == [
        ("unanswered", "–"),
        ("golden", "0"),
        ("weak", "0"),
        ("todos", "0"),
        ("warnings", "0"),
    ]
    assert part(contents, "unanswered").endswith("No question log was read.")
    assert part(contents, "golden").endswith("There are no golden questions.")
    assert part(contents, "weak").endswith("No fact is weak.")
    assert part(contents, "todos").endswith("Everything is settled.")
    assert part(contents, "warnings").endswith("check warns of nothing.")


def test_a_weak_fact_says_how_its_questions_miss_it() -> None:
    contents = asked(
        {
            "lamp-range": [
                result("lamp-range", "a"),
                result("lamp-range", "b", right=False, among=True),
                result("lamp-range", "c", Certainty.SUGGESTED, right=False, among=True),
                result("lamp-range", "d", Certainty.SUGGESTED, right=False, among=False),
                result("lamp-range", "e", Certainty.SILENT),
                result("lamp-range", "f", Certainty.SILENT, right=False),
                result("lamp-range", "g", Certainty.SUGGESTED),
            ]
        }
    )

    assert [(weak.fact.id, weak.missed, len(weak.results)) for weak in contents.weak] == [("lamp-range", 4, 7)]
    assert part(contents, "weak").endswith(
        "fact missed by another answer suggestions no answer "
        "3 The lamp of Grey Skerry could be seen for 21 nautical miles. 4 of 7 1 1 2"
    )


@pytest.mark.parametrize(("right", "is_weak"), [(3, True), (4, False)])
def test_a_fact_is_weak_if_more_than_a_fifth_of_its_questions_miss_it(*, right: int, is_weak: bool) -> None:
    results = [result("lamp-range", f"right {n}") for n in range(right)]
    contents = asked({"lamp-range": [*results, result("lamp-range", "wrong", right=False)]})

    assert bool(contents.weak) is is_weak


def test_a_fact_is_weak_if_the_question_that_readers_see_misses_it() -> None:
    question = small_contents().knowledge.facts["lamp-range"].question
    phrasings = [result("lamp-range", f"right {n}") for n in range(9)]
    contents = asked({"lamp-range": [result("lamp-range", question, right=False), *phrasings]})

    assert "The question that readers see: how far could the lamp be seen 1 of 10 1 0 0" in part(contents, "weak")


def test_weak_facts_are_listed_with_the_weakest_first_and_the_last_ones_folded() -> None:
    missed = {
        key: [result(key, "missed", Certainty.SILENT)] * (n + 1) + [result(key, "right")]
        for n, key in enumerate(FACTS[:10])
    }
    contents = asked(missed)
    shown, _, rest = page(contents).partition('id="weak"')[2].partition('id="todos"')[0].partition("<details>")

    assert [weak.fact.id for weak in contents.weak] == list(reversed(FACTS[:10]))
    assert seen(shown).links == [f"#fact-{key}" for key in reversed(FACTS[2:10])]
    assert seen(rest).links == [f"#fact-{key}" for key in reversed(FACTS[:2])]
    assert seen(rest).text.startswith("Show 2 more")


def test_todos_are_listed_by_entry_those_with_most_first() -> None:
    contents = replace(small_contents(), knowledge=replace(small_contents().knowledge, todos=TODOS))

    assert part(contents, "todos") == (
        "TODOs to settle entry to settle file "
        "4 The lamp of Grey Skerry stands 38 metres above the sea. statement question: or 83? "
        "knowledge/facts/light.yaml:40, 44 "
        "3 The lamp of Grey Skerry could be seen for 21 nautical miles. not settled yet knowledge/facts/light.yaml:3 "
        "name Petrel not settled yet knowledge/vocabulary.yaml:2 "
        "a better order knowledge/topics.yaml:1"
    )


def test_warnings_of_the_files_and_sentences_without_a_fact_are_listed_with_their_places() -> None:
    warnings = within(page(replace(small_contents(), warnings=(WARNING,), coverage=bare())), "warnings")

    statement = small_contents().knowledge.facts["ferry-by-day"].statement
    assert (
        f"knowledge/facts/ferry.yaml:15 no quote has the date '30 March 2031'. 10 {statement} Ostrand" in warnings.text
    )
    assert "Ostrand Post, paragraph 6 No fact quotes “Its last evening crossing was on 3" in warnings.text
    assert warnings.links == ["#fact-ferry-by-day", "#paragraph-ostrand-post-6", "#paragraph-ostrand-post-6"]


def test_a_long_list_of_unanswered_questions_is_folded_after_its_first_entries() -> None:
    shown, _, rest = (
        page(replace(small_contents(), unanswered=groups(25)))
        .partition('id="unanswered"')[2]
        .partition('id="golden"')[0]
        .partition("<details>")
    )

    assert seen(shown).text.count("who built mole") == 8
    assert seen(rest).text.startswith("Show 17 more")
    assert seen(rest).text.count("who built mole") == 17


def test_more_groups_than_the_page_shows_are_counted_and_named() -> None:
    unanswered = part(replace(small_contents(), unanswered=groups(203)), "unanswered")

    assert unanswered.count("who built mole") == 200
    assert unanswered.endswith("3 more were asked less often. /admin gaps exports all of them.")


def test_the_filter_offers_what_facts_there_are_and_each_fact_has_its_marks() -> None:
    contents = asked({"lamp-range": [result("lamp-range", "how far", Certainty.SILENT)]})
    knowledge = replace(contents.knowledge, todos=TODOS)
    shown = page(replace(contents, knowledge=knowledge, warnings=(WARNING,)))
    marks = {at["id"].removeprefix("fact-"): at["data-marks"] for _, at in seen(shown).tags if "data-marks" in at}
    options = re.findall(r'<option value="(\w*)">(.*?)</option>', shown)

    assert marks["lamp-range"] == "weak todo reported"
    assert marks["ferry-by-day"] == "warning stated"
    assert marks["wave-height"] == "documented"
    assert set(marks) == set(FACTS)
    assert options[:4] == [
        ("", "Everything"),
        ("weak", "Weak (1)"),
        ("todo", "With a TODO (2)"),
        ("warning", "With a warning (1)"),
    ]
    for standing, text in options[4:]:
        facts = [fact for fact in knowledge.facts.values() if fact.standing == standing]
        assert text.endswith(f" ({len(facts)})")
    assert sum(int(text.split("(")[1][:-1]) for _, text in options[4:]) == len(FACTS)
