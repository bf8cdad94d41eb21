from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from matchers import fact_of, knowledge_of, unknown_of

from bot.core.facts import Name, NameKind, Vocabulary
from bot.core.matching.entries import collect
from bot.core.matching.features import (
    NAMES,
    NOTHING_HIDDEN,
    Coverage,
    Hidden,
    ask_closeness,
    cue_fit,
    held_kinds,
    missing_numbers,
    pool,
)
from bot.core.matching.index import build_index
from bot.core.matching.lexicon import build_lexicon
from bot.core.matching.question import CONCEPT_CREDIT, Parsed, parse
from bot.core.text import stem

VOCABULARY = Vocabulary(
    names=(
        Name(name="Harbour Office", kind=NameKind.BODY),
        Name(name="Ostrand", kind=NameKind.PLACE),
        Name(name="Petrel", kind=NameKind.THING),
    ),
    groups=(("cost", "price"),),
)
LEXICON = build_lexicon(VOCABULARY)
ENTRIES = collect(
    knowledge_of(
        [
            fact_of("waves", statement="Waves were high.", asks=("storm waves", "tall waves"), attribution="-"),
            fact_of("cost", statement="The repair is dear.", asks=("cost of it",), attribution="-"),
            unknown_of("storm", statement="The storm has no name.", asks=("storm name",)),
        ],
        VOCABULARY,
    ),
    LEXICON,
)
COVERAGE = Coverage(index=build_index(ENTRIES.terms), entries=ENTRIES)


def parsed(text: str) -> Parsed:
    return parse(text, LEXICON)


def held_by(statement: str, **changed: Any) -> frozenset[str]:
    return held_kinds(fact_of("a", **changed), parsed(statement), LEXICON)


def test_features_have_names_of_their_own() -> None:
    assert len(set(NAMES)) == len(NAMES)


def share(text: str, hidden: Hidden = NOTHING_HIDDEN) -> list[float]:
    return list(map(float, COVERAGE.of(parsed(text), hidden).share))


def test_a_question_of_an_entrys_words_is_covered_whole() -> None:
    covered = COVERAGE.of(parsed("were the storm waves high"), NOTHING_HIDDEN)

    assert covered.share[0] == pytest.approx(1)
    assert covered.least[0] == 1
    assert 0 < covered.share[2] < 0.5
    assert covered.least[2] == 0


def test_coverage_weighs_words_by_their_idf() -> None:
    rare, common = COVERAGE.index.weight(stem("tall")), COVERAGE.index.weight(stem("storm"))

    assert rare > common
    assert share("tall storm") == pytest.approx([1, 0, common / (rare + common)])


def test_a_synonym_covers_almost() -> None:
    assert share("price") == pytest.approx([0, CONCEPT_CREDIT, 0])
    assert COVERAGE.of(parsed("price"), NOTHING_HIDDEN).least[1] == pytest.approx(CONCEPT_CREDIT)


def test_more_words_in_common_make_more_mass_up_to_all_that_counts() -> None:
    one, three = (COVERAGE.of(parsed(text), NOTHING_HIDDEN).mass[0] for text in ("tall", "tall storm waves"))
    many = COVERAGE.of(parsed("tall " * 100), NOTHING_HIDDEN).mass[0]

    assert 0 < one < three < many == 1


def test_a_question_of_small_words_covers_nothing() -> None:
    assert share("what is it") == [0, 0, 0]
    assert not COVERAGE.of(parsed("what is it"), NOTHING_HIDDEN).mass.any()
    assert COVERAGE.unseen(parsed("what is it"), NOTHING_HIDDEN) == 0


def test_words_that_the_base_lacks_are_counted() -> None:
    assert COVERAGE.unseen(parsed("the zeppelin in the storm"), NOTHING_HIDDEN) == 0.5
    assert COVERAGE.unseen(parsed("price of the waves"), NOTHING_HIDDEN) == 0


def test_words_that_only_what_is_hidden_holds_are_lacking() -> None:
    assert COVERAGE.unseen(parsed("tall waves"), NOTHING_HIDDEN) == 0
    assert COVERAGE.unseen(parsed("tall waves"), Hidden(example=1)) == 0.5
    assert COVERAGE.unseen(parsed("tall waves"), Hidden(entry=0)) == 1
    assert COVERAGE.unseen(parsed("storm waves"), Hidden(entry=0)) == 0.5, "another entry holds the storm"


def test_a_hidden_ask_takes_its_words_along_where_no_other_text_of_its_entry_holds_them() -> None:
    without = Hidden(example=1)

    assert ENTRIES.examples[1].parsed.text == "tall waves"
    assert share("tall") == [1, 0, 0]
    assert share("tall", without) == [0, 0, 0]
    assert share("waves", without) == [1, 0, 0]


def test_a_hidden_ask_leaves_the_words_of_other_entries_alone() -> None:
    assert share("storm", Hidden(example=0)) == [0, 0, 1]


def test_each_entry_has_the_value_of_its_best_example() -> None:
    values = np.array([0.1, 0.7, 0.2, 0.3, 0.4, 0.9, 0.5], dtype=np.float32)
    drawn = pool(ENTRIES, np.array([0, 1, 2]))
    assert ENTRIES.starts == (0, 3, 5)

    assert drawn.nearest(values, NOTHING_HIDDEN).tolist() == pytest.approx([0.7, 0.4, 0.9])
    assert drawn.nearest(values, Hidden(example=1)).tolist() == pytest.approx([0.2, 0.4, 0.9])
    assert values[1] == pytest.approx(0.7), "what is hidden is hidden from this question only"


def test_a_pool_of_some_entries_holds_their_examples_only() -> None:
    drawn = pool(ENTRIES, np.array([0, 2]))
    values = np.array([0.1, 0.7, 0.2, 0.9, 0.5], dtype=np.float32)

    assert drawn.examples.tolist() == [0, 1, 2, 5, 6]
    assert drawn.nearest(values, NOTHING_HIDDEN).tolist() == pytest.approx([0.7, 0.9])
    assert drawn.nearest(values, Hidden(example=5)).tolist() == pytest.approx([0.7, 0.5])


def test_closeness_to_asks_leaves_word_order_aside() -> None:
    same, other, nothing = ask_closeness(parsed("the waves of the storm"), ["storm waves", "cost", ""])

    assert same == pytest.approx(1)
    assert 0 < other < 0.5
    assert nothing == 0


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("The Harbour Office knows.", "who"),
        ("It lies off Ostrand.", "where"),
        ("It takes two hours.", "span"),
        ("It takes two hours.", "count"),
        ("It lies 3 miles off.", "distance"),
        ("It failed because of the storm.", "why"),
    ],
)
def test_a_statement_shows_which_kinds_of_question_it_can_answer(statement: str, kind: str) -> None:
    assert kind in held_by(statement)


def test_a_thing_is_no_person_and_no_place() -> None:
    assert not {"who", "where"} & held_by("The Petrel sails.")


def test_a_fact_with_a_date_can_tell_when() -> None:
    assert held_by("It broke.", when=dt.date(2031, 3, 4)) == {"when"}


def test_an_unknown_can_tell_no_date() -> None:
    assert held_kinds(unknown_of("u"), parsed("It is not told."), LEXICON) == frozenset()


def test_cues_fit_by_the_share_of_what_is_asked_for() -> None:
    statements = ("The Harbour Office knows.", "The Harbour Office fears it because of the storm.", "It broke.")
    kinds = [held_by(statement) for statement in statements]

    assert cue_fit(parsed("who broke it"), kinds).tolist() == [1, 1, 0]
    assert cue_fit(parsed("who broke it and why"), kinds).tolist() == [0.5, 1, 0]
    assert cue_fit(parsed("the lamp"), kinds).tolist() == [0, 0, 0]


def test_the_share_of_numbers_that_an_entry_lacks_counts() -> None:
    numbers = (frozenset({"21", "38"}), frozenset({"21"}), frozenset[str]())

    assert missing_numbers(parsed("21 miles or 38 metres"), numbers).tolist() == [0, 0.5, 1]
    assert missing_numbers(parsed("the lamp"), numbers).tolist() == [0, 0, 0]
