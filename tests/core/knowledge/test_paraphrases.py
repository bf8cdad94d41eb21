"""Paraphrases of a statement: how they are read, what is refused, and what `check` warns of."""

from __future__ import annotations

from pathlib import Path

import pytest
from alternatives import each_alternative
from bases import LIGHT, write_base

from bot.core.knowledge.files import DiskFolder
from bot.core.knowledge.loader import load
from bot.core.knowledge.model import LoadedBase
from bot.core.knowledge.paraphrases import MAX_ALTERNATIVES, Paraphrase, ParaphraseError, read_paraphrase
from bot.errors import KnowledgeError

RANGE = '  statement: "The lamp of Grey Skerry could be seen for 21 nautical miles."\n'
DARK = (
    '  statement: "The lighthouse on Grey Skerry has been dark since 4 March 2031, when a storm broke its lamp room."\n'
)


def loaded(folder: Path, *paraphrases: str, statement: str = RANGE, more: str = "") -> LoadedBase:
    """The small base with paraphrases of a statement."""
    assert statement in LIGHT
    listed = "".join(f'    - "{each}"\n' for each in paraphrases)
    lines = f"{statement}  paraphrases:\n{listed}{more}"
    write_base(folder, {"knowledge/facts/light.yaml": LIGHT.replace(statement, lines)})
    folders = [DiskFolder(path=folder / name, root=folder) for name in ("knowledge", "seeds")]
    return load(curated=folders[0], seeds=folders[1], warn=True)


def test_a_paraphrase_is_read_with_its_alternatives() -> None:
    found = read_paraphrase("[About| Some ] 21 miles: [the lamp|the light] [could be|was] seen.")

    assert found == Paraphrase(
        parts=(
            ("",), ("About", "Some"), (" 21 miles: ",), ("the lamp", "the light"), (" ",), ("could be", "was"),
            (" seen.",),
        )
    )  # fmt: skip
    assert found.first() == "About 21 miles: the lamp could be seen."
    assert list(each_alternative(found)) == [
        "About 21 miles: the lamp could be seen.",
        "Some 21 miles: the lamp could be seen.",
        "About 21 miles: the light could be seen.",
        "About 21 miles: the lamp was seen.",
    ]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("The [lamp|light was seen.", "a '[' at character 5 without a ']'"),
        ("The lamp|light was seen.", "a '|' at character 9 outside of brackets"),
        ("The lamp] was seen.", "a ']' at character 9 outside of brackets"),
        ("The [lamp|[big] light] was seen.", "a '[' at character 11 inside the brackets of character 5"),
        ("The [lamp|] was seen.", "an empty alternative before character 11"),
        ("The [lamp] was seen.", "only one alternative in the brackets of character 5"),
        ("The [lamp|light|lamp] was seen.", "the same alternative twice in the brackets of character 5"),
        (f"[{'|'.join('abcdefghijklmn')}]", f"{MAX_ALTERNATIVES + 2} alternatives in the brackets of character 1"),
        (" ".join(["[a|b|c|d|e|f]"] * 10), "alternatives for more than 10,000,000 sentences"),
    ],
)
def test_brackets_that_cannot_be_read_are_refused_with_their_place(written: str, message: str) -> None:
    with pytest.raises(ParaphraseError) as error:
        read_paraphrase(written)

    assert str(error.value) == message


def test_a_fact_has_its_paraphrases_and_a_wrong_one_is_a_problem_at_its_line(tmp_path: Path) -> None:
    right = "For 21 nautical miles the [lamp|light] of Grey Skerry [could be seen|was visible]."
    assert loaded(tmp_path / "right", right).knowledge.facts["lamp-range"].paraphrases == (right,)

    with pytest.raises(KnowledgeError) as error:
        loaded(tmp_path / "wrong", right, "The [lamp was visible.")

    (problem,) = error.value.problems
    assert str(problem).startswith(
        "knowledge/facts/light.yaml:33:7: paraphrases[2]: found a '[' at character 5 without"
    )


@pytest.mark.parametrize(
    ("statement", "paraphrase", "warned"),
    [
        (RANGE, "Grey Skerry's lamp was visible for [21|twenty-one] nautical miles.", []),
        (RANGE, "Grey Skerry's lamp was visible for [21|12] nautical miles.", ["has '12'"]),
        (RANGE, "Grey Skerry's lamp was visible for 21 nautical miles in [May|March] 2024.", ["has 'May 2024'"]),
        (RANGE, "The [Petrel|lamp] of Grey Skerry could be seen for 21 nautical miles.", ["has 'Petrel'"]),
        (RANGE, "The lamp of Grey Skerry [could be|was never] seen for 21 nautical miles.", ["has 'never'"]),
        (RANGE, "Ships saw the lamp of Grey Skerry from [no more than|up to] 21 nautical miles.", []),
        (DARK, "On Tuesday, when a storm broke its lamp room, the lighthouse on Grey Skerry went dark.", []),
    ],
)
def test_what_a_paraphrase_has_and_its_statement_lacks_is_a_warning(
    tmp_path: Path, statement: str, paraphrase: str, warned: list[str]
) -> None:
    warnings = [str(each) for each in loaded(tmp_path, paraphrase, statement=statement).warnings]

    assert [each.split(": warning: ")[1].split(", which")[0] for each in warnings] == [
        f"this paraphrase {each}" for each in warned
    ]
    line = 32 if statement == RANGE else 4
    assert all(each.startswith(f"knowledge/facts/light.yaml:{line}:7:") for each in warnings)


def test_an_acknowledged_difference_is_no_warning(tmp_path: Path) -> None:
    more = '  acknowledged: [{text: "never", reason: "It is what the other sentence denies."}]\n'

    assert loaded(tmp_path, "The lamp was never dark for 21 nautical miles.", more=more).warnings == ()
