"""What is equal in one paraphrase is equal in the others of the same fact, and small or telling words never are."""

from __future__ import annotations

import pytest
from alternatives import each_alternative

from bot.core.factcheck.interchange import interchanged
from bot.core.knowledge.paraphrases import read_paraphrase


def readings(*written: str) -> list[str]:
    last = interchanged([read_paraphrase(each) for each in written])[-1]
    return list(each_alternative(last))


def test_an_alternative_of_one_paraphrase_may_stand_in_another() -> None:
    found = readings("[Boats|Vessels] were hit, and vessels sank.", "Ten boats were hit.")

    assert found == ["Ten boats were hit.", "Ten vessels were hit."]


@pytest.mark.parametrize(
    "alternatives",
    [
        pytest.param("[at least|no fewer than]", id="a bound"),
        pytest.param("[may|can]", id="a modal verb"),
        pytest.param("[do not|never]", id="a negation"),
        pytest.param("[in|within]", id="prepositions"),
        pytest.param("[a boat|boats]", id="an article"),
        pytest.param("[six|6]", id="a number"),
    ],
)
def test_words_that_say_how_much_or_whether_are_not_exchanged(alternatives: str) -> None:
    plain = alternatives[1:-1].split("|", maxsplit=1)[0]

    assert readings(f"They {alternatives} sink.", f"We {plain} swim.") == [f"We {plain} swim."]


def test_a_phrase_that_contains_another_alternative_is_not_exchanged_for_it() -> None:
    found = readings("They flew from [Hull|Hull in Yorkshire].", "They left Hull in Yorkshire.")

    assert found == ["They left Hull in Yorkshire."]


@pytest.mark.parametrize(
    "said",
    [
        "The president met the leader of the opposition.",
        "The president met the president of the senate.",
        "The [president|premier] met the leader of the opposition.",
    ],
)
def test_a_word_is_not_exchanged_where_the_text_has_its_like_for_somebody_else(said: str) -> None:
    alone = read_paraphrase(said)

    assert readings("The [president|leader] left.", said) == list(each_alternative(alone))
