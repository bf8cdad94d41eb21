from __future__ import annotations

import random
import sys
import threading
import tracemalloc
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from core.hostile import WIDE

from bot.core.knowledge.model import Vocabulary
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.matching.embeddings import WordLlamaVectors
from bot.core.matching.query import parse
from bot.core.matching.similarity import grams
from bot.core.text.normalise import stem
from bot.core.text.word_cache import LONGEST_CACHED, cached_by_word, room_for_a_base

MIB = 2**20
MOST_BLOCKS = 150_000
"""Blocks of memory that the caches of a question's words may take together: some 13 MiB of short strings.

Tracing their bytes instead takes five times as long.
"""

INDEX = build_concept_index(Vocabulary())


def counting() -> tuple[list[str], Callable[[str], str]]:
    """What was computed, and a cache of 2,000 bytes that computes it."""
    computed: list[str] = []

    @cached_by_word(most_bytes=2_000)
    def double(word: str) -> str:
        computed.append(word)
        return word * 2

    return computed, double


def new_words(letters: str, length: int, number: int) -> Iterator[str]:
    """Different words of the same length, each made of the same letters; with a digit they are their own stem."""
    chance = random.Random(number)
    for _ in range(number):
        yield "".join(chance.choices(letters, k=8)) + letters[0] * (length - 9) + "1"


def taken(work: Callable[[], None]) -> int:
    """The bytes that are in use after some work and were not before."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


def test_a_word_is_computed_once() -> None:
    computed, double = counting()

    assert [double("lamp"), double("lamp")] == ["lamplamp"] * 2
    assert computed == ["lamp"]


def test_a_word_longer_than_any_in_use_is_computed_each_time_and_not_kept() -> None:
    computed, double = counting()
    longest, longer = "x" * LONGEST_CACHED, "y" * (LONGEST_CACHED + 1)
    for word in (longest, longer) * 2:
        double(word)

    assert computed == [longest, longer, longer]


def test_a_full_cache_is_emptied_and_goes_on() -> None:
    computed, double = counting()
    for number in range(100):
        double(f"lamp{number}")
    double("lamp99")
    double("lamp0")

    assert computed[-2:] == ["lamp99", "lamp0"]
    assert len(computed) == 101


def test_a_cache_has_more_room_while_a_base_is_read_and_no_longer() -> None:
    computed, double = counting()
    read = list(new_words("abcdef", 9, 50))
    with room_for_a_base():
        for word in (*read, *read):
            assert double(word) == word * 2
    assert computed == read

    double("one more")
    double(read[0])

    assert computed == [*read, "one more", read[0]], "it was emptied"


@pytest.mark.parametrize(("length", "number"), [(LONGEST_CACHED, 2_500), (2_000, 80)])
def test_words_of_any_length_do_not_fill_the_memory(length: int, number: int) -> None:
    before = sys.getallocatedblocks()
    for word in new_words(WIDE, length, number):
        for _ in grams(parse(word, INDEX)):
            pass

    assert sys.getallocatedblocks() - before < MOST_BLOCKS


@pytest.mark.parametrize("length", [LONGEST_CACHED, 2_000])
def test_the_vectors_of_new_words_do_not_fill_the_memory(length: int) -> None:
    vectors = WordLlamaVectors(np.ones((1, 256), dtype=np.float32), lambda _: [0], lambda _: False)

    def embed() -> None:
        for word in new_words(WIDE, length, 9_000):
            vectors.embed([word])

    assert taken(embed) < 12 * MIB


def test_threads_that_stem_at_the_same_time_do_not_disturb_one_another() -> None:
    roots = tuple(word.rstrip("1") for word in new_words("bcdfgkmprtvz", 9, 1_000))
    spoilt: list[str] = []

    def work(vowel: str) -> None:
        spoilt.extend(root for root in roots if stem(f"{root}{vowel}xing") != f"{root}{vowel}x")

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=work, args=(vowel,)) for vowel in "aiou"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)

    assert spoilt == []
