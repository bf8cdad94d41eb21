from __future__ import annotations

from bot.app.latest import Latest


def test_of_too_many_keys_the_one_that_was_set_first_goes() -> None:
    latest = Latest[int, str](2)
    latest.update({1: "a", 2: "b", 3: "c"})

    assert dict(latest) == {2: "b", 3: "c"}


def test_a_key_that_is_set_again_counts_as_new() -> None:
    latest = Latest[int, str](2)
    latest.update({1: "a", 2: "b"})
    latest[1] = "c"
    latest[3] = "d"

    assert dict(latest) == {1: "c", 3: "d"}
