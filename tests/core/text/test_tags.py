from __future__ import annotations

import pytest

from bot.core.text.tags import without_tags


@pytest.mark.parametrize(
    "tag", ["<@1>", "<@!1>", "<@&1>", "<#1>", "</ask:1>", "<:wave:1>", "<a:wave:1>", "<t:1:R>", "@everyone", "@here"]
)
def test_a_tag_is_taken_out_wherever_it_is(tag: str) -> None:
    assert without_tags(f"{tag} how high is {tag} the lamp?{tag}") == "how high is the lamp?"


@pytest.mark.parametrize(
    "text", ["is everyone here", "mail me@here.example", "@everyonesfriend", "a < b > c", "  two  blanks "]
)
def test_a_text_without_tags_stays_as_it_is(text: str) -> None:
    assert without_tags(text) == text
