from __future__ import annotations

from bases import SEED
from hypothesis import given
from hypothesis import strategies as st

from bot.core.knowledge.text_changes import ChangedPlace, PieceKind, compare_texts

MARKS = {PieceKind.SAME: "{}", PieceKind.REMOVED: "[-{}-]", PieceKind.ADDED: "{{+{}+}}"}


def shown(place: ChangedPlace) -> str:
    return "".join(MARKS[piece.kind].format(piece.text) for piece in place.pieces)


def changes(old: str, new: str) -> list[tuple[int, str]]:
    return [(place.start, shown(place)) for place in compare_texts(old, new).changes]


def test_each_paragraph_that_changed_is_shown_word_by_word() -> None:
    gone = "A boat took her off at noon."
    new = SEED.replace("Waves of 11", "Waves of 12").replace(gone, "All is well.")
    waves, boat = (SEED.split("\n\n")[number] for number in (1, 3))

    assert changes(SEED, new) == [
        (new.index("The lighthouse"), waves.replace(" 11 ", " [-11-]{+12+} ")),
        (new.index("“We saw"), boat.replace(gone, f"[-{gone}-]{{+All is well.+}}")),
    ]


def test_an_added_and_a_removed_paragraph_are_shown_whole() -> None:
    assert changes("One.\n\nTwo.", "One.\n\nNew here.\n\nTwo.") == [(6, "{+New here.+}")]
    assert changes("One.\n\nNew here.\n\nTwo.", "One.\n\nTwo.") == [(6, "[-New here.-]")]
    assert changes("One.", "One.\n\nTwo.") == [(6, "{+Two.+}")]


def test_the_same_text_has_no_changes() -> None:
    assert changes(SEED, SEED) == []


def test_a_passage_is_followed_to_its_new_place() -> None:
    new = SEED.replace("Grey Skerry goes dark\n", "Late news\n\nGrey Skerry goes dark\n").replace(
        "11 metres", "12 metres"
    )
    compared = compare_texts(SEED, new)
    old = "Waves of 11 metres were measured that night"
    start = SEED.index(old)
    found = compared.mapped(start, start + len(old))

    assert found is not None
    assert new[slice(*found)] == "Waves of 12 metres were measured that night"


def test_a_passage_that_was_cut_out_is_nowhere() -> None:
    new = SEED.replace(" A boat took her off at noon.", "")
    start = SEED.index("A boat took")

    assert compare_texts(SEED, new).mapped(start, start + 20) is None


WORDS = st.lists(st.sampled_from(["a", "storm", "of", "\n\n", "harbour", "“", ".", "Nobody", " ", "11"]), max_size=25)


@given(WORDS, WORDS)
def test_what_two_texts_share_is_the_same_and_in_the_same_order(first: list[str], second: list[str]) -> None:
    old, new = " ".join(first), " ".join(second)
    compared = compare_texts(old, new)

    for run in compared.runs:
        assert old[run.old : run.old + run.size] == new[run.new : run.new + run.size] != ""
    assert list(compared.runs) == sorted(compared.runs, key=lambda run: (run.old, run.new))
    for start in range(0, len(old), 3):
        found = compared.mapped(start, min(len(old), start + 5))
        assert found is None or 0 <= found[0] < found[1] <= len(new)
