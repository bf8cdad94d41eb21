from __future__ import annotations

import pytest
from bases import SEED
from rankers import source_of

from bot.core.knowledge.anchoring import TextQuote
from bot.core.knowledge.reanchoring import ChangedText, Edited, Gone, Moved, Reanchored, Unmoved
from bot.core.knowledge.text_changes import compare_texts

WAVES = "Waves of 11 metres were measured that night by the weather buoy off Ostrand"
LIT = "It was first lit in 1891 and had never failed before."
BOAT = "A boat took her off at noon"
KEEPER = "“We saw the glass go at 2:40 a.m. and then nothing,” said the keeper, who was alone on the rock"
COST = "The Harbour Office says the repair will cost 600,000 crowns"


def reanchored(quote: str, new: str, *, old: str | None = SEED, prefix: str = "") -> Reanchored:
    before, after = (source_of(text) for text in (old or "", new))
    comparison = compare_texts(old, new) if old is not None else None
    change = ChangedText(before=before if old is not None else None, after=after, comparison=comparison)
    return change.reanchor(TextQuote(exact=quote, prefix=prefix))


def fixed(quote: str, new: str, *, old: str | None = SEED, prefix: str = "") -> str:
    found = reanchored(quote, new, old=old, prefix=prefix)
    assert isinstance(found, Edited)
    return found.quote.exact


def test_a_quote_whose_paragraph_changed_elsewhere_is_unmoved() -> None:
    assert reanchored(WAVES, SEED.replace("broke its lamp room", "broke the lamp")) == Unmoved()


def test_a_quote_behind_a_new_paragraph_moved_with_what_was_around_it() -> None:
    assert reanchored(BOAT, f"News\n\n{SEED}") == Moved(before=4, after=5, elsewhere=False)


def test_a_quote_that_is_only_elsewhere_now_has_to_be_looked_at() -> None:
    new = SEED.replace(f" {BOAT}.", " Nobody came.").replace("Until then", f"{BOAT} on Friday. Until then")

    assert reanchored(BOAT, new) == Moved(before=4, after=6, elsewhere=True)


def test_a_quote_that_changed_its_place_within_a_paragraph_has_to_be_looked_at() -> None:
    new = SEED.replace(f" {BOAT}.", "").replace("“We saw", f"{BOAT}. “We saw")

    assert reanchored(BOAT, new) == Moved(before=4, after=4, elsewhere=True)


@pytest.mark.parametrize("old", [SEED, None], ids=["compared", "alone"])
@pytest.mark.parametrize(
    ("quote", "change", "expected"),
    [
        (KEEPER, ("“We saw", '"We saw'), KEEPER.replace("“We", '"We')),
        (WAVES, ("Waves of 11", "Waves of 12"), WAVES.replace("11", "12")),
        (
            LIT,
            ("never failed before.", "never failed before that night."),
            LIT.replace("before.", "before that night."),
        ),
        (LIT, ("was first lit", "was, records say, first lit"), LIT.replace("was first", "was, records say, first")),
        (COST, ("says the repair", "said that the repair"), COST.replace("says the", "said that the")),
    ],
    ids=["marks", "number", "end", "inside", "words"],
)
def test_an_edited_passage_is_quoted_again_from_end_to_end(
    old: str | None, quote: str, change: tuple[str, str], expected: str
) -> None:
    assert fixed(quote, SEED.replace(*change), old=old) == expected


def test_words_that_stood_before_the_quote_stay_outside_of_it() -> None:
    old = "OSTRAND — The keeper saw 12 boats, the office said."

    assert fixed(old[10:], old.replace("12", "14"), old=old) == old[10:].replace("12", "14")
    assert (
        fixed(old[10:], old.replace("The keeper", "Then the keeper"), old=old)
        == "Then the keeper saw 12 boats, the office said."
    )


def test_a_passage_that_now_occurs_twice_is_widened_or_gets_a_prefix() -> None:
    new = SEED.replace("Until then", f"{BOAT} again.\n\nUntil then")

    assert fixed(BOAT, new) == f"{BOAT}."
    assert isinstance(reanchored(BOAT, new, old=None), Gone)
    found = reanchored(f"{BOAT}.", SEED.replace("Until then", f"{BOAT}.\n\nUntil then"))
    assert isinstance(found, Edited)
    assert (found.quote.exact, found.quote.prefix) == (f"{BOAT}.", " ")


def test_a_changed_negation_is_told() -> None:
    for now, negated in (("It was not first lit in 1891", True), ("It was first lit in 1892", False)):
        found = reanchored(LIT, SEED.replace("It was first lit in 1891", now))
        assert isinstance(found, Edited)
        assert found.negated is negated


def test_a_passage_that_was_split_in_two_paragraphs_has_no_sure_fix() -> None:
    found = reanchored(COST, SEED.replace("says the repair will", "says this.\n\nThe repair will"))

    assert isinstance(found, Gone)
    assert found.line == 9


def test_a_passage_that_was_written_anew_has_no_sure_fix() -> None:
    new = SEED.replace(WAVES, "A buoy near Ostrand recorded very high seas all evening long")

    assert isinstance(reanchored(WAVES, new), Gone)


def test_a_passage_that_was_cut_out_is_gone() -> None:
    assert reanchored(BOAT, SEED.replace(f" {BOAT}.", "")) == Gone()


def test_a_similar_passage_elsewhere_is_no_sure_fix() -> None:
    old = SEED.replace(
        "Until then", "Waves of 9 metres were measured on Monday by the weather buoy off Ostrand.\n\nUntil then"
    )
    new = old.replace(f" {WAVES}.", "")

    assert isinstance(reanchored(WAVES, new, old=old), Gone)
