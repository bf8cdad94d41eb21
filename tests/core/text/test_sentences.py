from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.sentences import paragraphs, sentences


def split(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in sentences(text)]


def test_paragraphs_are_the_blocks_between_blank_lines() -> None:
    text = "\n  One.\nStill one.  \n \t\n\nTwo.\r\n\r\nThree."
    found = paragraphs(text)

    assert [paragraph.number for paragraph in found] == [1, 2, 3]
    assert [text[p.start : p.end] for p in found] == ["One.\nStill one.", "Two.", "Three."]


@pytest.mark.parametrize(
    "text",
    [
        "The order came from Adm. Tollen in the harbour.",
        "Mr. Vane met Dr. Orr at St. Brannoc.",
        "It was J. R. Vane who signed.",
        "The U.S. Coast Guard came at 11:20 a.m. Eastern time.",
        "The ship sank at 3 p.m. local time.",
        "See No. 5, dated Oct. 17, for the rest.",
        "Some gulls, e.g. Herring gulls, stayed.",
        "It cost 3.5 crowns.",
        "The sign read “It’s happening… light loading 95%” all night.",
        "“Why?” he asked.",
        "A heading without a stop",
        # English titles and states, as the AP Stylebook abbreviates them
        "Pfc. Orr, Spc. Vane and Staff Sgt. Tollen met Msgr. Brannoc, Atty. Gen. Lisle and Dist. Atty. Varn.",
        "Tech. Sgt. Orr, Lance Cpl. Vane, Pvt. Lisle, Ens. Varn, Cmdr. Tollen and Sgt. 1st Class Brannoc sailed.",
        "Rt. Rev. Orr, Bp. Vane, Revs. Lisle and Varn, Ven. Tollen and Br. Brannoc prayed.",
        "Police in Ostrand, Calif. Gov. Orr and Minn. Sen. Vane, D-Minn. Party leaders, met.",
        "The harbour of Varn, Mass. Gov. Orr said, is closed.",
        "He read Roe v. Wade and Orr vs. Vane in Varn, W.Va. Friday.",
        "Ostrand Corp. Chief Orr and Warner Bros. Discovery paid Ph. D. students.",
        "A. The first point is the lamp.",
        "Gen. He Weidong, Mr. So and Dr. No met J. A. Orr and Ms. An there.",
        # German
        "Am 4. März und vom 1. bis 3. Mai war es dunkel.",
        "4. März 2031: Die Lampe brach.",
        "Am Montag, 17. Oktober, und am Freitag, den 3. April 2031, kam das Schiff.",
        "Das war im 19. Jahrhundert, nach dem 2. Weltkrieg und vor der 27. Klimakonferenz.",
        "Vom 1. – 4. August kamen Dr. med. Orr, Prof. Dr. Vane, Hr. Lisle und Dipl. Ing. Varn.",
        "Es gab z. B. Möwen, d. h. Vögel, u. a. Heringsmöwen, bzw. Enten, ca. 3 Mio. Stück.",
        "Siehe Nr. 5, Abs. 2, Art. 3, Okt. 2031, und Goethestr. 7 für 5 Mrd. Kronen.",
        "Im Jahr 44 v. Chr. Geburt war das Amt leer.",
        # Spanish
        "El barco salió de EE. UU. hacia el sur.",
        "En EE. UU. Trump y en EE.UU. Orr hablaron; los JJ. OO. Varn no.",
        "La Srta. Orr, el Sr. Vane, los Sres. Lisle, la srta. Varn, el Lic. Tollen y el Gral. Brannoc salieron.",
        "Véase el núm. 5, la pág. 3 y el 3 mar. 2031, a las 3 p. m. Hora local.",
    ],
)
def test_what_looks_like_the_end_of_a_sentence_is_not_one(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The lamp broke.", "It was dark."),
        ("“The lamp broke.”", "He left."),
        ("He said so (twice).", "(Nobody heard.)"),
        ("The lamp broke!", "“Who is there?” he asked."),
        ("He waited …", "Nobody came."),
        ("They sailed at 11 a.m.", "The storm followed."),
        ("It sailed to the U.S.", "It never came back."),
        ("It was he and I.", "We left."),
        ("There were 20.", "30 more came."),
        ("He lives in Fresno, Calif.", "The storm followed."),
        ("It sailed to Varn, Minn.", "It never came back."),
        ("She moved to Boston, Mass.", "Officials said so."),
        ("They went to Mass.", "Vane stayed."),
        ("They fell ill.", "Vane did not."),
        ("He was made Sgt.", "The army said so."),
        ("They live on Main St.", "There is no lamp."),
        ("He works for Ostrand Inc.", "The firm paid."),
        ("It was by Orr et al.", "The authors left."),
        ("It was Plan B.", "The mayor had none."),
        ("He was promoted to Pfc.", "He served for years."),
        ("They lived on Main St.", "In 1900 they left."),
        ("Vive en EE. UU.", "Él trabaja allí."),
        ("Murió en el 44 a. C.", "Después reinó otro."),
        ("She is a gem.", "Vane agreed."),
        ("The war ended in World War II.", "Vane was born."),
        ("It was built in 1788.", "March was cold."),
        ("She won 20.", "April was cold."),
        ("I am 34.", "Vane is 30."),
        ("The boat sank two years ago.", "20 ships came."),
        ("Es geschah am 3.", "Danach war es dunkel."),
        ("Es kostete 3 Mio.", "Der Rat zahlte."),
        ("Er war Oberst a. D.", "Danach schwieg er."),
        ("Sie fuhr nach Ostrand usw.", "Dann kam sie."),
        ("Salió de EE. UU.", "El barco no volvió."),
        ("Salió de EE.UU.", "Después no volvió."),
        ("Llegó a las 3 p. m.", "La tormenta siguió."),
        ("Hablo con Ud.", "Pero no oye."),
        ("Cayó al mar.", "20 barcos la buscaron."),
    ],
)
@pytest.mark.parametrize("space", [" ", "\u202f", "\n"])
def test_a_sentence_ends_with_what_closes_after_it(first: str, second: str, space: str) -> None:
    assert split(first + space + second) == [first, second]


STATES = """
Ala. Ariz. Ark. Calif. Colo. Conn. Del. Fla. Ga. Ill. Ind. Kan. Ky. La. Md. Mass. Mich. Minn. Miss. Mo. Mont. Neb.
Nev. N.H. N.J. N.M. N.Y. N.C. N.D. Okla. Ore. Pa. R.I. S.C. S.D. Tenn. Vt. Va. Wash. W.Va. Wis. Wyo.
""".split()
TITLES = """
Gen. Col. Maj. Capt. Lt. Adm. Cmdr. Ens. Sgt. Cpl. Pfc. Pvt. Spc. Gov. Sen. Rep. Atty. Supt. Det. Insp. Rev. Msgr.
Fr. Br. Bp. Mons. Sra. Srta. Dra. Lic. Gral. Cnel. Tte. Sgto. Hr. Frl. Hptm. Pfr.
""".split()


@pytest.mark.parametrize("state", STATES)
def test_every_state_of_the_ap_stylebook_is_an_abbreviation_and_can_end_a_sentence(state: str) -> None:
    inside = f"In Varn, {state} Gov. Orr lit the lamp."

    assert split(inside) == [inside]
    assert split(f"He lives in Varn, {state} The lamp broke.") == [f"He lives in Varn, {state}", "The lamp broke."]


@pytest.mark.parametrize("title", TITLES)
def test_every_title_is_an_abbreviation_and_can_end_a_sentence(title: str) -> None:
    inside = f"It was {title} Orr who lit the lamp."

    assert split(inside) == [inside]
    assert split(f"He is a {title} There are two.") == [f"He is a {title}", "There are two."]


@pytest.mark.parametrize(
    "month",
    "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jan. Okt. Dez.".split(),
)
@pytest.mark.parametrize("before", ["Am", "Seit Montag, dem", "Bis zum", "Freitag,", ""])
def test_the_day_of_a_german_date_ends_no_sentence(before: str, month: str) -> None:
    text = f"{before} 4. {month} 2031 brach die Lampe.".strip()

    assert split(text) == [text]


@pytest.mark.parametrize(
    ("first", "space", "second"),
    [
        ("船は来た。", "", "海は静かだ。"),
        ("「来たか？」", "", "彼は言った。"),
        ("هل وصلت السفينة؟", " ", "نعم وصلت."),
        ("जहाज आया।", " ", "समुद्र शांत था।"),
        ("Ήρθε το πλοίο\u037e", " ", "Ναι."),
    ],
)
def test_sentences_of_other_scripts_end_with_their_own_stops(first: str, space: str, second: str) -> None:
    assert split(f"{first}{space}{second}") == [first, second]


def test_sentences_know_their_paragraph() -> None:
    assert [sentence.paragraph for sentence in sentences("One. Two.\n\nThree.")] == [1, 1, 2]


@given(st.text(alphabet="aA.!?…\n \u202f“”()1", max_size=60))
def test_sentences_contain_every_visible_character_once_and_in_order(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())
