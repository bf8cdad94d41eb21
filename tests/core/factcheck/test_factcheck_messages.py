"""How a message, as people write it in a chat, is split into the sentences that are checked."""

from __future__ import annotations

import pytest

from bot.core.factcheck.message import split


@pytest.mark.parametrize(
    ("message", "sentences"),
    [
        ("the lamp broke. it was dark. ok", ["the lamp broke.", "it was dark.", "ok"]),
        ("It broke at 2 a.m. and fell. It cost approx. 3.", ["It broke at 2 a.m. and fell.", "It cost approx. 3."]),
        ("BREAKING: The lamp broke.", ["The lamp broke."]),
        ("BREAKING the lamp broke", ["the lamp broke"]),
        ("fyi the lamp broke", ["the lamp broke"]),
        ("Update on the lamp: it broke.", ["Update on the lamp: it broke."]),
        ("The lamp was lit, and the ferry has sailed.", ["The lamp was lit", "the ferry has sailed."]),
        ("The lamp was lit; it has failed.", ["The lamp was lit", "it has failed."]),
        ("He said it was lit, and the ferry has sailed.", ["He said it was lit, and the ferry has sailed."]),
        ("If the lamp is lit, and the ferry is late, wait.", ["If the lamp is lit, and the ferry is late, wait."]),
        ("The lamp, the ferry, and the keeper were seen.", ["The lamp, the ferry, and the keeper were seen."]),
    ],
)  # fmt: skip
def test_a_message_is_split_into_what_it_says(message: str, sentences: list[str]) -> None:
    assert list(split(message)) == sentences
