from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.normalise import fold, same_text, stem, visible, words

ANY_TEXT = st.text(alphabet=st.characters())


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élan VITAL", "elan vital"),
        ("“No,” she ‘said’", "\"no,\" she 'said'"),
        ("a – b — c − d", "a - b - c - d"),
        ("3\u202fMarch\n\n\tnoon", "3 march noon"),
        ("Straße", "strasse"),
        ("ＦＵＬＬ ﬁrst", "full first"),
        ("20\u2033", "20''"),
        ("Łódź, Tromsø, Kılıç, Đorđe", "lodz, tromso, kilic, dorde"),
        ("Ægir ÞÓRÐUR œuvre", "aegir thordur oeuvre"),
        ("zero\u200bwidth so\u00adft \ufeffmark", "zerowidth soft mark"),
        ("٣٤٥ १२", "345 12"),
        ("3½ ¼", "3 1⁄2 1⁄4"),
        ("Москва, Αθήνα, 日本", "москва, αθηνα, 日本"),
    ],
)
def test_fold_makes_case_accents_quotes_dashes_and_white_space_alike(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("character", "\u1fef\u2033\u2034\u2057\u207b\u208b\ufe31\ufe32\ufe58\uff40")
def test_characters_that_decompose_into_quotes_and_dashes_are_folded_at_once(character: str) -> None:
    assert fold(fold(f"a{character}")) == fold(f"a{character}")


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("B-52s", "b52"),
        ("three b 52 planes", "3 b52 planes"),
        ("M16", "m16"),
        ("B\u202f52s and\u00a0B  52", "b52 and b52"),
        ("km 2,000", "km2000"),
        ("él 52, ÉL 52", "el 52 el 52"),
        ("日本 52", "日本 52"),
        ("東京都知事", "東京 京都 都知 知事"),
        ("の", "の"),
        ("GDPは3%増", "gdp は 3 増"),
        ("กรุงเทพ", "กร รง งเ เท ทพ"),
        ("U.K. and F.B.I. and J.R.R. Tolkien", "uk and fbi and jrr tolkien"),
        ("the U.K.’s navy", "the uk navy"),
        ("Is it true? U. No.", "is it true you no"),
        ("½ of it, 3½ miles", "1⁄2 of it 3 1⁄2 miles"),
        ("ends.Begins", "ends begins"),
        ("US 52", "usa 52"),
        ("600,000 crowns", "600000 crowns"),
        ("1,234,567", "1234567"),
        ("12,34", "12 34"),
        ("2:40 a.m.", "2:40 am"),
        ("in 2031 or 9.5", "in 2031 or 9.5"),
        ("US ships, U.S. ships, U.S.A.", "usa ships usa ships usa"),
        ("tell us", "tell us"),
        ("don't, can’t and doesnt", "do not can not and does not"),
        ("what's u thx", "what is you thanks"),
        ("the keeper's", "the keeper"),
        ("o'clock", "oclock"),
        ("doce or twelve", "12 or 12"),
        ("¿cuántas olas?", "cuantas olas"),
        ("snake_case", "snake case"),
        ("…?!", ""),
    ],
)
def test_words_are_split_as_people_write_them(text: str, split: str) -> None:
    assert words(text) == tuple(split.split())


@given(ANY_TEXT)
def test_every_word_is_folded_and_not_empty(text: str) -> None:
    assert all(word and word == fold(word) for word in words(text))


def test_inflections_share_a_stem_and_numbers_have_none() -> None:
    assert stem("repairs") == stem("repaired") == stem("repairing")
    assert stem("b52") == "b52"
    assert stem("2:40") == "2:40"


@pytest.mark.parametrize("question", ["Who is it?", "who is it", "  WHO   is it?!", "¿who is it?", "“Whó is it…”"])
def test_a_question_is_the_same_in_other_case_accents_and_punctuation(question: str) -> None:
    assert same_text(question) == "who is it"


def test_another_word_makes_another_question() -> None:
    assert same_text("who is it") != same_text("who was it")


def test_control_and_direction_characters_are_not_shown() -> None:
    assert visible("a\x1b[31mb\u202ec\u2066d\ud800e\nf") == "a[31mbcdef"
    assert visible("3\u202fMärz 🗼") == "3\u202fMärz 🗼"


@given(st.text())
def test_only_control_and_direction_characters_are_dropped(text: str) -> None:
    hidden = {"Cc", "Cf", "Cs"}

    assert visible(text) == "".join(one for one in text if unicodedata.category(one) not in hidden)
