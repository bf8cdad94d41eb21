from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.word_boundaries import whole_words


def widened(text: str, passage: str) -> str:
    start = text.rindex(passage)
    first, last = whole_words(start, start + len(passage), text)
    return text[first:last]


@pytest.mark.parametrize(
    ("text", "passage", "whole"),
    [
        ("It is illegal here.", "legal", "illegal"),
        ("She is guilty.", "he is guilty", "She is guilty"),
        ("It is legally so.", "is legal", "is legally"),
        ("About 15,000 crowns.", "5,000 crowns", "15,000 crowns"),
        ("About 15,000 crowns.", "000 crowns", "15,000 crowns"),
        ("About 15,000 crowns.", "About 15", "About 15,000"),
        ("About 15.000 Kronen.", "000 Kronen", "15.000 Kronen"),
        ("About 15’000 crowns.", "000 crowns", "15’000 crowns"),
        ("About 15\u202f000 crowns.", "000 crowns", "15\u202f000 crowns"),
        ("About 15 000 crowns.", "000 crowns", "15 000 crowns"),
        ("About 1 234 567 crowns.", "234", "1 234 567"),
        ("At 21.5 metres.", "1.5", "21.5"),
        ("At 21.5 metres.", "5 metres", "21.5 metres"),
        ("At 21.5 metres.", ".5 metres", "21.5 metres"),
        ("At 21.5 metres.", "At 21", "At 21.5"),
        ("It was -5 degrees.", "5 degrees", "-5 degrees"),
        ("It was −5 degrees.", "5 degrees", "−5 degrees"),
        ("It was .5 degrees.", "5 degrees", ".5 degrees"),
        ("At 11:20 p.m. local time.", "20 p.m.", "11:20 p.m."),
        ("From 10–12 boats.", "12 boats", "10–12 boats"),
        ("On 17/10/2031 it sank.", "2031 it", "17/10/2031 it"),
        ("It is $1.5bn now.", "1.5", "1.5bn"),
        ("An F-35 flew.", "35 flew", "F-35 flew"),
        ("A non-lethal shot.", "lethal shot", "non-lethal shot"),
        ("The anti\u2011government mob.", "government mob", "anti\u2011government mob"),
        ("It was fat-free.", "It was fat", "It was fat-free"),
        ("He can’t go.", "He can", "He can’t"),
        ("He can't go.", "t go", "can't go"),
        ("O’Brien said so.", "Brien said", "O’Brien said"),
        ("Vane’s boat sank.", "’s boat", "Vane’s boat"),
        ("The U.S. navy came.", "S. navy", "U.S. navy"),
        ("AT&T paid.", "T paid", "AT&T paid"),
        ("It is il\u00adlegal.", "legal", "il\u00adlegal"),
        ("Un cafe\u0301 noir.", "Un cafe", "Un cafe\u0301"),
        ("यह हिन्दी है।", "न्दी", "हिन्दी"),
        ("वह १५००० है", "५०००", "१५०००"),
        ("共有１５，０００人。", "０００人", "１５，０００人"),
        ("共有15000人。", "5000人", "15000人"),
        ("共有一万五千人。", "五千人", "一万五千人"),
        ("서울에서 왔다.", "서울", "서울에서"),
        ("👩\u200d🚀 flew.", "🚀 flew", "👩\u200d🚀 flew"),
        ("👍🏽 he said.", "👍", "👍🏽"),
    ],
)
def test_a_passage_that_divides_a_word_or_a_number_is_widened_to_it(text: str, passage: str, whole: str) -> None:
    assert widened(text, passage) == whole


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("It is illegal here.", "illegal"),
        ("“Illegal,” he said.", "Illegal"),
        ("About $15,000 (all in) went.", "15,000 (all in"),
        ("There were 20, 30 came.", "30 came"),
        ("In 2031 300 boats came.", "300 boats"),
        ("At 5 p.m. it sank.", "5 p.m"),
        ("It sank. 12 men swam.", "12 men swam"),
        ("It rose by 21.5% then.", "21.5"),
        ("It sank—nobody saw it—at night.", "nobody saw it"),
        ("It sank--nobody saw it.", "nobody"),
        ("The Varn–Ostrand ferry.", "Ostrand ferry"),
        ("The men and/or women.", "women"),
        ("Vane’s boat sank.", "Vane"),
        ("The boats’ crews.", "The boats"),
        ("C’est l’État de l'air.", "État"),
        ("C’est l’État de l'air.", "air"),
        ("It sank.Nobody saw it.", "Nobody saw it."),
        ("He said 'legal' twice.", "legal"),
        ("The _legal_ way.", "legal"),
        ("The pre- and post-war years.", "The pre"),
        ("See page 5-\nand go.", "page 5"),
        ("灯台は夜に壊れた。", "夜に"),
        ("在2031年沉没。", "2031"),
        ("ประเทศไทยสวย", "ไทย"),
        ("灯台のlampが壊れた。", "lamp"),
        ("A ⚓ here.", "⚓"),
        ("", ""),
    ],
)
def test_a_passage_of_whole_words_stays(text: str, passage: str) -> None:
    assert widened(text, passage) == passage


_TEXT = st.text(alphabet="aé\u0301n1５.,-'’ \n&灯千\u00ad\u200d🏽", max_size=30)


@given(_TEXT, st.data())
def test_a_widened_passage_contains_the_passage_and_is_whole(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = whole_words(start, end, text)

    assert 0 <= first <= start <= end <= last <= len(text)
    assert whole_words(first, last, text) == (first, last)
