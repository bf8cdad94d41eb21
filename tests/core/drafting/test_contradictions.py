from __future__ import annotations

import pytest
from drafts import drafted

from bot.core.knowledge.model import Standing


def disputes(text: str) -> list[tuple[int, int]]:
    """Return which facts of a draft contradict which, by their places."""
    facts = drafted(text).facts
    places = {fact.id: place for place, fact in enumerate(facts)}
    return [(place, places[other]) for place, fact in enumerate(facts) for other in fact.disputes]


TRIAL = """\
“This was a bribe in an envelope,” prosecutor Ann Grey told jurors.

Tom Ash, defending, said the envelope held a birthday card.
"""


@pytest.mark.parametrize(
    "text",
    [
        "The lab’s report said the tubes were thin.\n\nOstrand Rail has told Lamp that it does not accept the finding.",
        "The guild has said that the levy will cost 300 jobs.\n\nThe council does not recognise this figure.",
        "Tom Ash wrote that the lab’s report was in error.\n\nVarn Rail stands by the report.",
        "The tenants said that there was a plan for the crane.\n\nThe council said that there was no plan.",
        TRIAL,
        "Ann Grey said the pumps broke the rhythm.\n\nTom Ash replied that the pumps had been idle.",
        "The mayor said the pier is safe.\n\nThe union disputed that, and closed its office.",
    ],
)
def test_both_sides_of_a_contradiction_are_disputed(text: str) -> None:
    facts = drafted(text).facts

    assert disputes(text) == [(len(facts) - 1, len(facts) - 2)]
    assert {fact.standing for fact in facts[-2:]} == {Standing.DISPUTED}


def test_what_follows_a_bare_denial_denies_the_same() -> None:
    text = (
        "The guild said the pier is rotten. Varn Rail questioned that finding. A spokesperson said the wood dates "
        "from May."
    )

    assert disputes(text) == [(1, 0), (2, 0)]


def test_what_follows_a_bare_denial_in_a_turn_contradicts_the_turn_before() -> None:
    text = (
        "MS. GREY: The lamp of the pier was never mended.\n\nMR. ASH: That is not correct. We fitted new glass on the "
        "pier.\n\nMS. GREY: The pier was dark in May."
    )

    assert disputes(text) == [(1, 0)]


def test_a_denied_figure_is_the_last_one_that_somebody_gave() -> None:
    text = "Ann Grey said the crane cost 40 crowns. “The town paid for it,” she said. Tom Ash disputed the figure."

    assert disputes(text) == [(2, 0)]


def test_what_a_record_shows_stays_documented_where_a_claim_before_it_is_denied() -> None:
    text = "Tom Ash said he had paid Varn Rail. He got a boat, the ledger shows. Varn Rail denied wrongdoing."

    assert disputes(text) == [(2, 0)]
    assert drafted(text).facts[1].standing is Standing.DOCUMENTED


@pytest.mark.parametrize(
    "text",
    [
        "The line is late because Varn Rail delivered in July.\n\nVarn Rail said it delivered on the agreed day.",
        "Ann Grey said the crane would be painted.\n\nTom Ash said no family would have to move.",
        "The council said the school will open in May.\n\nThe council said the school has no roof.",
        "The harbour log shows that the gate opened at noon.\n\nTom Ash said he had not been at the gate.",
        "A court rejected the appeal of Tom Ash.\n\nAnn Grey said the ruling was expected.",
    ],
)
def test_speakers_who_say_different_things_dispute_nothing(text: str) -> None:
    assert disputes(text) == []


def test_a_charge_stays_a_fact_where_it_is_denied() -> None:
    first, second = drafted("Tom Ash, 54, is accused of three breaches of the Harbour Act. Ash denies them.").facts

    assert (first.standing, second.standing) == (Standing.REPORTED, Standing.DISPUTED)
    assert second.disputes == (first.id,)


def test_who_rejects_a_characterization_means_what_comes_directly_before() -> None:
    text = (
        "The union said that Varn Rail makes no lamps.\n\nThe guild has accused Varn Rail of waiting. Varn Rail "
        "rejects that characterization and says that it makes lamps."
    )

    assert disputes(text) == [(2, 1)]
