from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from bases import LIGHT, SEED, SOURCES, write_base

from bot.core.knowledge.loader import load_knowledge
from bot.core.knowledge.model import Knowledge
from bot.errors import KnowledgeError
from bot.i18n import ENGLISH, SPANISH, phrases

DAY = dt.date(2031, 4, 1)
NOW = SEED.replace("Waves of 11 metres were measured that night by", "Waves of 12 metres were measured that night by")
QUOTED = LIGHT.replace('exact: "Waves of 11 metres', 'exact: "Waves of 12 metres')
RIGHT = QUOTED.replace("measured waves of 11 metres", "measured waves of 12 metres")


def sources(*previous: tuple[str, str, dt.date]) -> str:
    """sources.yaml with earlier texts: the name, the text and the day of the change of each."""
    listed = "".join(
        f"    - file: {name}\n      sha256: {hashlib.sha256(text.encode()).hexdigest()}\n      replaced: {day}\n"
        for name, text, day in previous
    )
    return f"{SOURCES}  previous:\n{listed}"


CHANGED = {
    "seeds/grey-skerry.txt": NOW,
    "seeds/old.txt": SEED,
    "knowledge/sources.yaml": sources(("old.txt", SEED, DAY)),
    "knowledge/facts/light.yaml": RIGHT,
}


def load(folder: Path, files: Mapping[str, str | bytes | None]) -> Knowledge:
    write_base(folder, files)
    return load_knowledge(root=folder, knowledge=folder / "knowledge", seeds=folder / "seeds")


def refused(folder: Path, files: Mapping[str, str | bytes | None]) -> str:
    with pytest.raises(KnowledgeError) as error:
        load(folder, files)
    (problem,) = error.value.problems
    return str(problem)


def test_a_quote_that_the_publisher_changed_says_since_when_it_reads_so(tmp_path: Path) -> None:
    knowledge = load(tmp_path, CHANGED)
    quotes = {key: fact.quotes[0] for key, fact in knowledge.facts.items()}
    source = knowledge.sources["ostrand-post"]

    assert {key for key, quote in quotes.items() if quote.changed} == {"wave-height"}
    assert quotes["wave-height"].changed == DAY
    shown = [
        phrases.place(quotes["wave-height"], source, words, publisher=str, title=str) for words in (ENGLISH, SPANISH)
    ]
    assert [text.split(" · ")[2:] for text in shown] == [
        ["published 6 March 2031", "in this wording since 1 April 2031 at the latest", "paragraph 2"],
        ["publicado el 6 de marzo de 2031", "con este texto desde el 1 de abril de 2031 como muy tarde", "párrafo 2"],
    ]
    assert phrases.origin(source, ENGLISH, authors=str) == "Published 6 March 2031 · change seen on 1 April 2031"


def test_the_change_is_that_of_the_first_text_with_the_words(tmp_path: Path) -> None:
    later = NOW.replace("It was first lit in 1891", "It was first lit in 1892")
    lit = RIGHT.replace("first lit in 1891", "first lit in 1892")
    files = {
        **CHANGED,
        "seeds/grey-skerry.txt": later,
        "seeds/middle.txt": NOW,
        "knowledge/sources.yaml": sources(("old.txt", SEED, DAY), ("middle.txt", NOW, dt.date(2031, 5, 2))),
        "knowledge/facts/light.yaml": lit,
    }
    facts = load(tmp_path, files).facts

    assert [facts[key].quotes[0].changed for key in ("wave-height", "first-lit", "lamp-range")] == [
        DAY, dt.date(2031, 5, 2), None
    ]  # fmt: skip


def test_a_statement_with_the_number_that_was_corrected_is_an_error(tmp_path: Path) -> None:
    told = refused(tmp_path, {**CHANGED, "knowledge/facts/light.yaml": QUOTED})

    assert told == (
        "knowledge/facts/light.yaml:17:14: The publisher has changed the text, as seen on 2031-04-01: '11' was in the "
        "quote and is not any more. Correct the statement; or, if it is right, list the words under 'acknowledged' "
        "with a reason.\n    Waves of [-11-]{+12+} metres were measured that night by the weather buoy off Ostrand"
    )


def test_words_before_the_quote_are_no_part_of_the_change(tmp_path: Path) -> None:
    def dated(text: str) -> str:
        return text.replace("Waves of", "OSTRAND — The waves of").replace('exact: "OSTRAND — The', 'exact: "The')

    files = {
        **CHANGED,
        "seeds/grey-skerry.txt": dated(NOW),
        "seeds/old.txt": dated(SEED),
        "knowledge/sources.yaml": sources(("old.txt", dated(SEED), DAY)),
        "knowledge/facts/light.yaml": dated(QUOTED),
    }

    assert refused(tmp_path, files).endswith(
        "\n    The waves of [-11-]{+12+} metres were measured that night by the weather buoy off Ostrand"
    )


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        ("Tuesday, 4 March 2031, when", "Wednesday, 5 March 2031, when", "4 March 2031"),
        ("The lighthouse on Grey Skerry has", "The lighthouse on Black Rock has", "Grey Skerry"),
    ],
    ids=["date", "name"],
)
def test_a_statement_with_the_date_or_name_that_was_corrected_is_an_error(
    tmp_path: Path, old: str, new: str, value: str
) -> None:
    text = SEED.replace(old, new).replace("Grey Skerry goes dark", "A light goes dark")
    before = SEED.replace("Grey Skerry goes dark", "A light goes dark")
    files = {
        "seeds/grey-skerry.txt": text,
        "seeds/old.txt": before,
        "knowledge/sources.yaml": sources(("old.txt", before, DAY))
        .replace('exact: "Grey Skerry goes dark"', 'exact: "A light goes dark"')
        .replace("The storm was on 4 March 2031.", "The story is invented.")
        .replace('title: "Grey Skerry goes dark"', 'title: "A light goes dark"'),
        "knowledge/facts/light.yaml": LIGHT.replace(f'exact: "{old}', f'exact: "{new}').replace(
            f"dark since {old}", f"dark since {new}"
        ),
    }

    assert f"'{value}' was in the quote and is not any more" in refused(tmp_path, files)


def test_an_outdated_value_can_be_acknowledged(tmp_path: Path) -> None:
    known = QUOTED.replace(
        '  question: "how high were the waves in the storm"',
        '  acknowledged: [{text: "11", reason: "The buoy\'s log still says so."}]\n'
        '  question: "how high were the waves in the storm"',
    )
    assert (
        load(tmp_path, {**CHANGED, "knowledge/facts/light.yaml": known}).facts["wave-height"].quotes[0].changed == DAY
    )


def test_a_value_that_the_earlier_text_did_not_prove_either_stays_a_warning(tmp_path: Path) -> None:
    never = RIGHT.replace("measured waves of 12 metres", "measured waves of 13 metres")

    assert (
        load(tmp_path, {**CHANGED, "knowledge/facts/light.yaml": never}).facts["wave-height"].quotes[0].changed == DAY
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("seeds/old.txt", None, "sources.yaml:13:13: The text seeds/old.txt: There is no such file."),
        ("seeds/old.txt", "Other.", "sources.yaml:14:15: The text old.txt is not the one that was checked"),
    ],
)
def test_an_earlier_text_that_is_gone_or_changed_is_a_problem(
    tmp_path: Path, name: str, content: str | None, said: str
) -> None:
    assert said in refused(tmp_path, {**CHANGED, name: content})


def test_an_earlier_text_counts_for_the_revision(tmp_path: Path) -> None:
    one = load(tmp_path / "one", CHANGED)
    other = SEED.replace("38 metres", "39 metres")
    changed = {**CHANGED, "seeds/old.txt": other, "knowledge/sources.yaml": sources(("old.txt", other, DAY))}

    assert load(tmp_path / "two", changed).revision != one.revision


def test_other_quotation_marks_are_no_change_of_the_wording(tmp_path: Path) -> None:
    straight = NOW.replace("“", '"').replace("”", '"')
    light = RIGHT.replace("“We saw", '\\"We saw').replace("nothing,”", 'nothing,\\"')
    files = {**CHANGED, "seeds/grey-skerry.txt": straight, "knowledge/facts/light.yaml": light}
    facts = load(tmp_path, files).facts

    assert facts["keeper-saw"].quotes[0].exact.startswith('"We saw')
    assert facts["keeper-saw"].quotes[0].changed is None
