from __future__ import annotations

from bot.sandbox.forms import filled_in
from bot.sandbox.model import Json

FIELD: Json = {"type": 4, "custom_id": "word", "value": "as it was", "required": False}
MODAL: Json = {"components": [{"type": 18, "label": "A word", "component": FIELD}]}


def test_a_field_that_is_cleared_is_sent_empty_and_one_that_is_left_alone_as_it_was() -> None:
    sent = [filled_in(MODAL, answers)[0]["component"]["value"] for answers in ({"word": ""}, {"A word": "new"}, {})]

    assert sent == ["", "new", "as it was"]
