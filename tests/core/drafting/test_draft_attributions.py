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
        ("The keeper announced she is leaving, the council said.", "the council", Standing.STATED),
        ("Adm. Rhoda Pell (ret.), the council’s secretary, said it rained.", "Adm. Rhoda Pell", Standing.STATED),
        ("Ines Ford, the mayor of Ostrand, Lisle, said the pier is safe.", "Ines Ford", Standing.STATED),
        (
            "The body that runs it, the Lisle Harbour Board, said it was shut.",
            "the Lisle Harbour Board",
            Standing.STATED,
        ),
        ("On Tuesday the mayor of Ostrand said the bridge was safe.", "the mayor of Ostrand", Standing.STATED),
        ("The guild, which sued the town in 2019, welcomed it but said it was late.", "the guild", Standing.STATED),
        ("“We have 40 boats,” one of them, Beni Ash, said by telephone.", "Beni Ash", Standing.STATED),
        ("Tom Ash, 47, of Quay Lane, Varn, said the lamp fell.", "Tom Ash", Standing.STATED),
        ("Their study, published Friday in Pier Reports, warns that it may fall.", "their study", Standing.CLAIMED),
        (
            "According to takings books seized by the port, it earned 9 crowns.",
            "takings books seized by the port",
            Standing.DOCUMENTED,
        ),
        ("The port agency counts 14 falls since 1990.", "the port agency", Standing.DOCUMENTED),
        ("Jan Rowe, who keeps the lamp, remembers no warning at all.", "Jan Rowe", Standing.STATED),
        ("One juror, who asked not to be named, said it was close.", "one juror", Standing.REPORTED),
        (
            "Bank records shown to the court put the sum at 600,000 crowns.",
            "Bank records shown to the court",
            Standing.DOCUMENTED,
        ),
        ("According to the indictment, he took the money.", "the indictment", Standing.CLAIMED),
        ("The mud could explain that, Dr. Ash said.", "Dr. Ash", Standing.CLAIMED),
        ("Cal Rowe — who took office in May — said the cells are clean.", "Cal Rowe", Standing.STATED),
        ("The chair disagreed, noting that ridership has grown.", "the chair", Standing.STATED),
        ("As Grey put it: “The clock ran out.”", "Grey", Standing.STATED),
        ("Somebody, the authors conclude, built the road.", "the authors", Standing.STATED),
        ("His client would speak, Ash went on, and would be glad to.", "Ash", Standing.STATED),
        ("Some residents outside said the dye was in their cellars.", "some residents outside", Standing.STATED),
        ("Sen. Ines Ford, who was there, called for an independent inquiry.", "Sen. Ines Ford", Standing.STATED),
        ("The utility expects the supply to run clear by Sunday.", "the utility", Standing.CLAIMED),
        ("The mayor urged residents to boil their water.", "the mayor", Standing.STATED),
        ("According to the published accounts, it cost 740 crowns.", "the published accounts", Standing.DOCUMENTED),
    ],
)
def test_the_card_shows_the_attribution_and_the_standing(passage: str, who: str, standing: Standing) -> None:
    said = find_attribution(passage)

    assert said is not None
    assert (said.who, said.standing) == (who, standing)


def test_what_the_text_says_next_to_a_name_is_kept() -> None:
    said = find_attribution("“It leaks,” said Ines Ford, a surveyor for the port.")

    assert said == Attribution(who="Ines Ford", standing=Standing.STATED, role="a surveyor for the port", verb="say")


@pytest.mark.parametrize(
    "passage",
    [
        "The lamp stands 38 metres above the sea.",
        "A boat took her off at noon.",
        "",
        "“”",
        "Strikes on alleged boats.",
        "Most estimates put the sum at 40 million crowns.",
        "The expected date is Friday.",
        "Some parents are accused of taking children there.",
        "Asked about the money, a clerk, Pia Ash, declined to comment.",
        "Insurance claims rose in May.",
        "The company added 12 jobs in May.",
        "A trick known from bacteria found in mud, it works well.",
    ],
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
