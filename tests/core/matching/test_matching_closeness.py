from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from bot.core.knowledge.model import Vocabulary
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.matching.query import ParsedText, parse
from bot.core.matching.similarity import closeness, in_order

CONCEPT_INDEX = build_concept_index(Vocabulary())
TEXT = st.lists(st.sampled_from("lamp storm ferry rock keeper waves crossing".split()), min_size=1).map(" ".join)


def parsed(text: str) -> ParsedText:
    return parse(text, CONCEPT_INDEX)


def test_closeness_leaves_word_order_aside() -> None:
    texts = [in_order(parsed(text)) for text in ("storm waves", "cost", "the")]
    same, other, nothing = closeness(parsed("the waves of the storm"), texts)

    assert same == pytest.approx(1)
    assert 0 < other < 0.5
    assert nothing == 0


@given(question=TEXT, texts=st.lists(TEXT, min_size=1, max_size=5))
def test_closeness_is_the_ratio_of_sorted_tokens(question: str, texts: list[str]) -> None:
    found = closeness(parsed(question), [in_order(parsed(text)) for text in texts])

    assert found.tolist() == pytest.approx([fuzz.token_sort_ratio(question, text) / 100 for text in texts])
