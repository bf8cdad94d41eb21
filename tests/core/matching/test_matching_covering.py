from __future__ import annotations

import math

import numpy as np
import pytest
from core.matching.three_entries import ENTRIES, parsed
from rankers import build_index

from bot.core.matching.features import NOTHING_HIDDEN, Coverage, Hidden, WordCredits, ahead
from bot.core.matching.query import CONCEPT_CREDIT
from bot.core.text.normalise import stem

WEIGHTS = {"tall": 2.0, "exactly": 0.5}
COVERAGE = Coverage(
    index=build_index(ENTRIES.terms),
    entries=ENTRIES,
    importance=lambda words: np.array([WEIGHTS.get(word, 1.0) for word in words], dtype=np.float32),
)


def share(text: str, hidden: Hidden = NOTHING_HIDDEN) -> list[float]:
    return list(map(float, COVERAGE.of(parsed(text), hidden).share))


def test_a_question_of_an_entrys_words_is_covered_whole() -> None:
    covered = COVERAGE.of(parsed("were the storm waves high"), NOTHING_HIDDEN)

    assert covered.share[0] == pytest.approx(1)
    assert covered.gap[0] == 0
    assert 0 < covered.share[2] < 0.5
    assert covered.gap[2] == 1


def test_coverage_weighs_words_by_their_importance() -> None:
    assert share("tall storm") == pytest.approx([1, 0, 1 / 3])


def test_the_gap_is_the_most_important_word_that_is_not_covered() -> None:
    covered = COVERAGE.of(parsed("exactly tall fee"), NOTHING_HIDDEN)

    assert covered.gap.tolist() == [1, 2, 2]


def test_rarity_weighs_words_by_their_idf() -> None:
    rare, common = COVERAGE.index.weight(stem("tall")), COVERAGE.index.weight(stem("storm"))
    covered = COVERAGE.of(parsed("tall storm"), NOTHING_HIDDEN)

    assert rare > common
    assert covered.rare_mass[2] / covered.rare_mass[0] == pytest.approx(common / (rare + common))


def test_the_most_rarity_that_counts_grows_with_the_base_as_the_idf_of_a_rare_word_does() -> None:
    rarity = np.array([math.log(1 + (entries + 0.5) / 0.5) for entries in (210, 100_000)], dtype=np.float32)
    small, large = (
        WordCredits(
            credits=np.ones((1, entries), dtype=np.float32), importance=np.ones(1, dtype=np.float32), rarity=idf
        ).rare_mass[0]
        for entries, idf in ((210, rarity[:1]), (100_000, rarity[1:]))
    )

    assert small == pytest.approx(large)


def test_names_that_an_entry_lacks_are_counted_up_to_two() -> None:
    covered = COVERAGE.of(parsed("tall ferry harbour pier"), NOTHING_HIDDEN)

    assert covered.lacking(np.array([1, 1, 0, 0], dtype=np.float32)).tolist() == [0.5, 1, 1]
    assert covered.lacking(np.array([0, 1, 1, 1], dtype=np.float32)).tolist() == [1, 1, 1]
    assert covered.lacking(np.array([1, 0, 0, 0], dtype=np.float32)).tolist() == [0, 0.5, 0.5]


def test_a_synonym_covers_almost() -> None:
    assert share("price") == pytest.approx([0, CONCEPT_CREDIT, 0])
    assert COVERAGE.of(parsed("price"), NOTHING_HIDDEN).gap[1] == pytest.approx(1 - CONCEPT_CREDIT)


def test_more_words_in_common_make_more_mass_up_to_all_that_counts() -> None:
    one, three = (COVERAGE.of(parsed(text), NOTHING_HIDDEN).mass[0] for text in ("storm", "high storm waves"))
    many = COVERAGE.of(parsed("tall " * 100), NOTHING_HIDDEN).mass[0]

    assert 0 < one < three < many == 1


def test_a_question_of_small_words_covers_nothing() -> None:
    assert share("what is it") == [0, 0, 0]
    assert not COVERAGE.of(parsed("what is it"), NOTHING_HIDDEN).mass.any()
    assert COVERAGE.of(parsed("what is it"), NOTHING_HIDDEN).unseen(NOTHING_HIDDEN) == 0


def test_words_that_the_base_lacks_are_counted() -> None:
    assert COVERAGE.of(parsed("the zeppelin in the storm"), NOTHING_HIDDEN).unseen(NOTHING_HIDDEN) == 0.5
    assert COVERAGE.of(parsed("price of the waves"), NOTHING_HIDDEN).unseen(NOTHING_HIDDEN) == 0


def test_words_that_only_hidden_texts_have_are_lacking() -> None:
    assert COVERAGE.of(parsed("tall waves"), NOTHING_HIDDEN).unseen(NOTHING_HIDDEN) == 0
    assert COVERAGE.of(parsed("tall waves"), Hidden(example=1)).unseen(Hidden(example=1)) == 0.5
    assert COVERAGE.of(parsed("tall waves"), Hidden(entry=0)).unseen(Hidden(entry=0)) == 1
    assert COVERAGE.of(parsed("storm waves"), Hidden(entry=0)).unseen(Hidden(entry=0)) == 0.5, (
        "another entry holds the storm"
    )


def test_a_hidden_question_hides_its_words_if_no_other_text_of_its_entry_has_them() -> None:
    without = Hidden(example=1)

    assert ENTRIES.examples[1].parsed.text == "tall waves"
    assert share("tall") == [1, 0, 0]
    assert share("tall", without) == [0, 0, 0]
    assert share("waves", without) == [1, 0, 0]


def test_a_hidden_ask_leaves_the_words_of_other_entries_alone() -> None:
    assert share("storm", Hidden(example=0)) == [0, 0, 1]


def test_a_like_word_covers_as_far_as_it_is_like() -> None:
    covered = COVERAGE.of(parsed("tall breakers"), NOTHING_HIDDEN).of(np.array([0, 1]))
    liked = covered.or_like(np.array([[0.2, 0.1], [0.6, 0.3]], dtype=np.float32))

    assert covered.gap.tolist() == [1, 2]
    assert liked.gap.tolist() == pytest.approx([0.4, 1.8]), "its own word earns more than a like one"
    assert liked.share[0] > covered.share[0]


def test_the_best_is_ahead_of_the_second_and_the_others_are_behind_the_best() -> None:
    assert ahead(np.array([0.5, 0.9, 0.1], dtype=np.float32)).tolist() == pytest.approx([-0.4, 0.4, -0.8])


def test_of_two_that_are_equal_neither_is_ahead() -> None:
    assert ahead(np.array([0.5, 0.5], dtype=np.float32)).tolist() == [0, 0]


def test_the_only_entry_is_as_far_ahead_as_it_covers() -> None:
    assert ahead(np.array([0.5], dtype=np.float32)).tolist() == [0.5]
