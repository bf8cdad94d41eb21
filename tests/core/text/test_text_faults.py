from __future__ import annotations

import drafts
import pytest
from bases import SEED
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.text_faults import find_faults

SOUND = (
    drafts.TEXT,
    SEED,
    "One line.",
    "One.\r\n\r\nTwo\tcells.\r\n",
    "The lamp broke at night, when the storm\nhad reached the harbour. Nobody saw\nit.\n\nIt was dark.",
    "An address:\n5 Pier Road\nOstrand\n\nThe end.",
    "Il dit : «\xa0C’est le café\xa0», puis «\xa0l’été\xa0». ÂGE, GRÂCE À…\n\nOui.",
    "Ela disse: “Obrigado, irmã”. “NÃO”, “IRMÔ, MANHÃ… SÃO PAULO – “AVÓ”.\n\nSim.",
    "Er sagte: „Das macht Spaß“, „Fuß“, »groß«.\n\nJa.",
    "Zażółć gęślą jaźń. Příliš žluťoučký kůň. Târâș și înțeles. Õhtu, jõgi, PÕDER.\n\nPå ÅS… “Å”.",
    "Широкая электрификация. «СССР»\n\nΞεσκεπάζω την ψυχοφθόρα. “Ϊ”\n\nשלום עולם.",
    "مرحبا بالعالم.\n\n灯台の明かり。日本語",
    "Trần Văn Ân gặp “Lâm”. Cần Thơ…\n\n👩\u200d🚀 عربی می\u200cخواهم",
    "El puerto está cerrado desde el martes, y la ciudad no sabe cuándo se abrirá de nuevo. " * 6,
    "The harbour has been closed since Tuesday, and the town does not know when it will be open. " * 6,
    "Is a < b and c > d? AT&T; R&D; 5 <3 x. See http://a.example/?s=1&t=2\n\nYes.",
)


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_text_has_no_faults(text: str) -> None:
    assert find_faults(text) == ()


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize(
    "text",
    [
        "It’s dark.",
        "He said “no”.",
        "It sank – at night — so…",
        "It cost 5 €.",
        "São Paulo, não.",
        "El niño habló: ¿qué?",
        "Der Müller aß Brötchen für 5 €.",
        "Zażółć gęślą jaźń.",
        "Příliš žluťoučký kůň.",
        "Широкая электрификация.",
        "Ξεσκεπάζω την ψυχοφθόρα.",
        "שלום עולם.",
        "مرحبا بالعالم",
        "灯台の明かり。",
        "서울에서 왔다.",
        "A rocket 🚀 flew.",
        "\ufeffA mark in front.",
    ],
)
def test_a_text_that_was_read_in_another_encoding_is_found(text: str, encoding: str) -> None:
    read = "".join(chr(byte) if encoding == "latin-1" else western(byte) for byte in text.encode())

    assert find_faults(f"The lamp broke.\n\n{read}\n\nThe end.")


def western(byte: int) -> str:
    """A byte as browsers read Windows-1252, with controls for what it leaves open."""
    return bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)


@pytest.mark.parametrize(
    ("text", "offset", "found", "said"),
    [
        ("A itâ€™s B.", 4, "â€™", "it was probably '’'"),
        ("A SÃ£o B.", 3, "Ã£", "it was probably 'ã'"),
        ("A it‚Äôs B.", 4, "‚Äô", "wrong encoding"),
        ("A itΓÇÖs B.", 4, "ΓÇÖ", "wrong encoding"),
        ("A itÕs B.", 4, "Õ", "wrong encoding"),
        ("A it?s B.", 4, "?", "wrong encoding"),
        ("A it\ufffds B.", 4, "U+FFFD REPLACEMENT CHARACTER", "lost"),
        ("A it\x92s B.", 4, "U+0092 CONTROL CHARACTER", "invisible"),
        ("A\x00 B.", 1, "U+0000 CONTROL CHARACTER", "invisible"),
        ("A.\rB.", 2, "U+000D CARRIAGE RETURN", "invisible"),
        ("A \u202eB.", 2, "U+202E RIGHT-TO-LEFT OVERRIDE", "invisible"),
        ("A\u200bB.", 1, "U+200B ZERO WIDTH SPACE", "invisible"),
        ("\ufeffA B.", 0, "U+FEFF ZERO WIDTH NO-BREAK SPACE", "invisible"),
        ("A <b>B</b>.", 2, "<b>", "HTML"),
        ('A <a href="x">B</a>.', 2, "<a>", "HTML"),
        ("A<br/>B.", 1, "<br>", "HTML"),
        ("A <!-- x --> B.", 2, "<!--", "HTML"),
        ("A &nbsp;B.", 2, "&nbsp;", "HTML"),
        ("It&#8217;s.", 2, "&#8217;", "HTML"),
        ("A heading\nA line.\nAnother.", 0, "the only paragraph", "has 3 lines; if these are paragraphs, put a blank"),
        ("A heading.\n\nOne.\n“Two.”\nThree?", 12, "paragraph 2", "has 3 lines"),
        ("Title\n\n" + "It was dark.\n" * 3 + "A heading\n" + "It was dark.\n" * 3, 7, "paragraph 2", "has 7 lines"),
        ("Title\n\n" + "It was dark and nobody saw it. " * 150, 7, "paragraph 2", "4,649 characters in one line"),
        ("Der Sturm hat den Hafen in der Nacht verwüstet, und nun ist er zu. " * 6, 0, "the language", "German"),
        ("Le port est fermé depuis mardi, et la ville attend une tempête. " * 6, 0, "the language", "French"),
        ("O porto está fechado desde terça-feira e não se sabe quando abre. " * 6, 0, "the language", "Portuguese"),
        (
            "Западный пирс порта был закрыт во вторник после того, как шторм сорвал перила. " * 6,
            0,
            "the language",
            "neither",
        ),
        (
            "De westpier van de haven is dinsdag gesloten nadat een storm de reling had weggerukt. " * 6,
            0,
            "the language",
            "neither",
        ),
    ],
)
def test_a_fault_is_found_at_its_place(text: str, offset: int, found: str, said: str) -> None:
    first = find_faults(text)[0]

    assert (first.offset, first.found) == (offset, found)
    assert said in first.message


def test_a_fault_that_repeats_is_counted() -> None:
    (fault, *others) = find_faults("Itâ€™s dark. <p>Itâ€™s late.</p>")

    assert (fault.offset, fault.times) == (2, 2)
    assert [other.found for other in others] == ["<p>", "</p>"]


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    faults = find_faults(text)

    assert all(0 <= fault.offset < len(text) and fault.times > 0 for fault in faults)
