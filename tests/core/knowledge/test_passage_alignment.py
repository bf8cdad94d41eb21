"""A publisher edits a text: the passage that each quote has become is found with the right ends."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import islice, pairwise

import drafts
import pytest
from bases import SEED
from drafts import source_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.knowledge.anchor_repair import QuoteProblem, anchor_quote, nearest_passage
from bot.core.knowledge.anchoring import TextQuote
from bot.core.text.sentences import Sentence, paragraphs, sentences

TEXTS = (drafts.TEXT, SEED)
ADDED = "later grey old boats near the northern pier , as two men from Lisle had seen before ,".split()
REPLACED = "gulls swam nine towards brightly".split()
SHORTEST = 7  # words of a quote


def meant(quote: str, text: str) -> str | None:
    nearest = nearest_passage(TextQuote(exact=quote), text, sentences(text))
    return None if nearest is None else text[nearest.start : nearest.end]


def words_of(passage: str) -> list[str]:
    return re.split(r"(?<=\s)(?=\S)", passage)


def whole_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Each sentence of some length, and each two in a row."""
    found = [one for one in sentences(text) if len(text[one.start : one.end].split()) >= SHORTEST]
    yield from ((one.start, one.end) for one in found)
    yield from ((one.start, other.end) for one, other in pairwise(found) if follows(one, other, text))


def follows(one: Sentence, other: Sentence, text: str) -> bool:
    return one.paragraph == other.paragraph and not text[one.end : other.start].strip()


def parts(text: str, chance: random.Random) -> Iterator[tuple[int, int]]:
    """A part of each sentence that begins and ends at a word."""
    for one in sentences(text):
        words = [word.span() for word in re.finditer(r"[^\W_]+(?:[.,’'-][^\W_]+)*", text[one.start : one.end])]
        if len(words) > SHORTEST + 3:
            first = chance.randrange(1, len(words) - SHORTEST - 1)
            last = chance.randrange(first + SHORTEST, len(words))
            yield one.start + words[first][0], one.start + words[last][1]


def edits(quote: str, margin: int) -> Iterator[str]:
    """The quote with words added, removed and replaced at every place, except `margin` words at both ends."""
    words = words_of(quote)
    for place in range(margin, len(words) - margin + 1):
        added = (1, 3, len(ADDED))[place % 3]
        yield "".join((*words[:place], *(f"{word} " for word in ADDED[:added]), *words[place:]))
        number = 1 + place % 2
        if place + number <= len(words) - margin:
            yield "".join((*words[:place], *words[place + number :]))
            yield "".join((*words[:place], *(f"{word} " for word in REPLACED[:number]), *words[place + number :]))


def missed(passages: Iterator[tuple[int, int]], text: str, margin: int) -> list[tuple[str, str, str | None]]:
    found = (
        (text[start:end], edited, meant(text[start:end], text[:start] + edited + text[end:]))
        for start, end in passages
        for edited in edits(text[start:end], margin)
        if text[start:end] not in edited
    )
    return [(quote, edited, passage) for quote, edited, passage in found if passage != edited]


@pytest.mark.parametrize("text", TEXTS)
def test_a_sentence_that_was_edited_at_any_word_is_found_whole(text: str) -> None:
    every_third = islice(whole_sentences(text), 0, None, 3)  # each takes a quarter of a second

    assert missed(every_third, text, margin=1) == []


@pytest.mark.parametrize("text", TEXTS)
def test_a_part_of_a_sentence_that_was_edited_within_keeps_its_ends(text: str) -> None:
    assert missed(parts(text, random.Random(1)), text, margin=2) == []


STORY = (
    "It rained all week.\n\nThe keeper of the old lamp rowed home at noon, and the ferry waited for her until dark. "
    "Nobody else saw the wave.\n\nThe harbour stayed closed. The lamp of the old keeper was lit again at noon.\n"
)
QUOTE = "The keeper of the old lamp rowed home at noon, and the ferry waited for her until dark."


@pytest.mark.parametrize(
    "edited",
    [
        "Yesterday the keeper of the old lamp rowed home by noon, and the ferry waited for her until dark.",
        "The keeper of the old lamp rowed home at noon, and the ferry waited for her until dark on Monday, they said.",
        "The keeper, who had been ill for most of the winter, rowed home at noon, and the ferry waited until dark.",
        "The keeper of the old lamp rowed home at noon.",
        "The ferry waited for her until dark.",
        "The keeper of the old lamp rowed home at noon. The ferry waited for her until dark.",
        "A keeper of the old lamp rowed home at noon, and the ferry waited for her until midnight.",
        "The keepers of the lamp row home at noon, and ferries wait for them until dark!",
    ],
)
def test_the_passage_has_the_opening_words_the_last_clause_and_the_full_stop(edited: str) -> None:
    assert meant(QUOTE, STORY.replace(QUOTE, edited)) == edited


@pytest.mark.parametrize("place", range(2, 17))
def test_a_sentence_that_was_split_in_two_paragraphs_is_found_in_both(place: int) -> None:
    words = words_of(QUOTE)
    edited = "".join(words[:place]).rstrip() + "\n\n" + "".join(words[place:])

    assert meant(QUOTE, STORY.replace(QUOTE, edited)) == edited


@pytest.mark.parametrize("gone", [("and the ferry", "dark."), ("rowed home", "dark."), ("The keeper", "noon, ")])
def test_words_removed_at_an_end_are_not_searched_in_another_paragraph(gone: tuple[str, str]) -> None:
    first, last = gone
    start, end = QUOTE.index(first), QUOTE.index(last) + len(last)
    text = STORY.replace(QUOTE, (QUOTE[:start] + QUOTE[end:]).strip())

    passage = meant(QUOTE, text)
    assert passage is not None
    assert "\n" not in passage
    assert passage in paragraph_with("waited" if first == "The keeper" else "keeper of", text)


def paragraph_with(words: str, text: str) -> str:
    blocks = (text[block.start : block.end] for block in paragraphs(text))
    return next(block for block in blocks if words in block)


_WORDS = st.sampled_from([*ADDED, *REPLACED, "The", "lamp", "harbour", "noon", "keeper"])


@settings(deadline=None, derandomize=True)
@given(st.data())
def test_however_a_quote_was_edited_the_passage_stays_in_its_paragraph(data: st.DataObject) -> None:
    words = words_of(QUOTE)
    for _ in range(data.draw(st.integers(1, 4))):
        first = data.draw(st.integers(0, len(words) - 1))
        last = data.draw(st.integers(first, min(first + 2, len(words))))
        words[first:last] = [f"{word} " for word in data.draw(st.lists(_WORDS, max_size=4))] or [""]
    edited = "".join(words)
    assume(sum(word in edited for word in QUOTE.split()) >= len(QUOTE.split()) // 2)
    text = STORY.replace(QUOTE, edited)

    passage = meant(QUOTE, text)
    assert passage is None or "\n\n" not in passage


@pytest.mark.parametrize("quote", ["The committee of ministers met in the capital on Friday.", "“…”", "1905"])
def test_a_quote_of_another_text_has_no_passage(quote: str) -> None:
    assert meant(quote, STORY) is None


def test_a_text_in_a_script_without_spaces_is_aligned_by_its_characters() -> None:
    text = "雨が降った。\n\n灯台の古い明かりは三月の夜に嵐で壊れた。誰も見なかった。"

    assert meant("灯台の明かりは夜に壊れた。", text) == "灯台の古い明かりは三月の夜に嵐で壊れた。"


@pytest.mark.parametrize(
    "edited", ["the lamp burst at night", "the lamp of the pier broke late at night", "a lamp broke at night"]
)
@pytest.mark.parametrize("day", ["Monday", "Friday", "Sunday"])
def test_the_prefix_says_which_of_several_passages_was_edited(day: str, edited: str) -> None:
    days = {other: f"On {other} the lamp broke at night.\n\n" for other in ("Monday", "Friday", "Sunday")}
    text = "".join({**days, day: f"On {day} {edited}.\n\n"}.values())
    problem = anchor_quote(TextQuote(exact="the lamp broke at night", prefix=f"On {day} "), source_of(text))

    assert isinstance(problem, QuoteProblem)
    assert problem.key == "exact"
    assert f'exact: "{edited}"' in problem.message


def test_a_prefix_that_was_edited_is_shown_as_it_is_now() -> None:
    text = "On Monday the lamp broke at night.\n\nOn a Friday the lamp broke at night.\n"
    problem = anchor_quote(TextQuote(exact="the lamp broke at night", prefix="On Friday "), source_of(text))

    assert isinstance(problem, QuoteProblem)
    assert (problem.key, "(line 3)" in problem.message) == ("prefix", True)
