from __future__ import annotations

import pytest

from bot.core.drafting.attribution import Attribution, find_attribution
from bot.core.knowledge.model import Standing


@pytest.mark.parametrize(
    ("passage", "who", "standing"),
    [
        ("“We saw it,” said the keeper, who was alone.", "the keeper", Standing.STATED),
        ("The keeper said the lamp was dark.", "the keeper", Standing.STATED),
        ("The keeper, who was alone on the rock, told the Post that it was dark.", "the keeper", Standing.STATED),
        ("The keeper, who was alone on the rock, said the lamp was dark.", "the keeper", Standing.STATED),
        ("The lamp is out, said the keeper.", "the keeper", Standing.STATED),
        ("The roof leaked, two officials said on Tuesday.", "two officials", Standing.REPORTED),
        ("Sources told the Post that the roof leaked.", "Sources", Standing.REPORTED),
        ("According to the museum’s log, it was damp.", "the museum’s log", Standing.DOCUMENTED),
        ("The hall was damp, according to a survey by the insurer.", "a survey by the insurer", Standing.DOCUMENTED),
        ("The council claims that nobody told it.", "the council", Standing.CLAIMED),
        ("The council has repeatedly denied that.", "the council", Standing.STATED),
        ("It rained, but roofers dispute the sum.", "roofers", Standing.CLAIMED),
        ("The Harbour Office says it will cost 600,000 crowns.", "the Harbour Office", Standing.STATED),
        ("The keeper announced she is leaving, the council said.", "the keeper", Standing.STATED),
    ],
)
def test_the_card_shows_the_attribution_and_the_standing(passage: str, who: str, standing: Standing) -> None:
    assert find_attribution(passage) == Attribution(who=who, standing=standing)


@pytest.mark.parametrize(
    "passage",
    ["The lamp stands 38 metres above the sea.", "A boat took her off at noon.", "", "“”", "Strikes on alleged boats."],
)
def test_a_fact_that_names_nobody_is_attributed_to_the_source(passage: str) -> None:
    assert find_attribution(passage) is None


@pytest.mark.parametrize("passage", ["She said it was dark.", "“It was dark,” he said.", "They claim nothing."])
def test_a_pronoun_is_known_for_one(passage: str) -> None:
    said = find_attribution(passage)

    assert said is not None
    assert not said.named


def test_a_name_of_very_many_words_is_no_speaker() -> None:
    assert find_attribution("One of the many small boats that lay in the harbour all winter said so.") is None
