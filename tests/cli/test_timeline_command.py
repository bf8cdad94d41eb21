from __future__ import annotations

import io
from pathlib import Path

import pytest
from bases import FERRY, LIGHT, write_base

from bot.__main__ import USAGE_ERROR, main


def run(config: Path, *arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = main(["timeline", "--config", str(config), *arguments], {}, io.StringIO(), out, err)
    return code, out.getvalue(), err.getvalue()


def test_the_dated_facts_are_printed_day_by_day(config: Path) -> None:
    code, out, _ = run(config)

    assert code == 0
    assert [line.strip() for line in out.splitlines() if line] == [
        "3 March 2031",
        "The ferry Petrel's last evening crossing was on 3 March 2031.",
        "Reported by Ostrand Post",
        "4 March 2031",
        "The lighthouse on Grey Skerry has been dark since 4 March 2031, when a storm",
        "broke its lamp room.",
        "Reported by Ostrand Post",
        "The weather buoy off Ostrand measured waves of 11 metres in the night of 4",
        "March 2031.",
        "Documented by the weather buoy off Ostrand",
    ]


def test_a_range_is_read_as_people_write_it(config: Path) -> None:
    assert "4 March" not in run(config, "--to", "3 de marzo de 2031")[1]
    assert "3 March" not in run(config, "--from", "4/3/2031", "--to", "2031")[1]
    assert "3 de marzo de 2031" in run(config, "--lang", "es")[1]


def test_the_picture_is_drawn_on_a_light_or_a_dark_ground(config: Path, tmp_path: Path) -> None:
    light, dark = tmp_path / "light.png", tmp_path / "dark.PNG"

    assert [run(config, "--picture", str(light))[0], run(config, "--picture", str(dark), "--dark")[0]] == [0, 0]
    assert light.read_bytes().startswith(b"\x89PNG")
    assert light.read_bytes() != dark.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--from", "yesterday\x1b"), "“yesterday\\x1b” is not a date."),
        (("--from", "2032", "--to", "2031"), "Swap the two dates."),
        (("--to", "2030", "--picture", "line.png"), "line.png was not drawn"),
        (("--picture", "line.gif"), "line.gif: the picture is a PNG"),
        (("--picture", "missing/line.png"), "missing/line.png cannot be written"),
    ],
)
def test_what_cannot_be_shown_is_explained_in_a_sentence(config: Path, arguments: tuple[str, ...], told: str) -> None:
    code, out, err = run(config, *arguments)

    assert (code, out) == (USAGE_ERROR, "")
    assert told in err


def test_a_range_without_facts_is_a_sentence_and_no_error(config: Path) -> None:
    assert run(config, "--to", "2030") == (
        0,
        "No facts have a date in that range. Dates run from 3 March 2031 to 4 March 2031.\n",
        "",
    )


@pytest.mark.parametrize("facts", ["The lighthouse", "No facts have a date in that range."])
def test_a_date_that_could_be_two_says_how_it_was_read(config: Path, facts: str) -> None:
    typed = "4/3/2031" if facts.startswith("The") else "3/4/2031"

    _, out, _ = run(config, "--from", typed)

    read, other = ("4 March", "3 April") if typed == "4/3/2031" else ("3 April", "4 March")
    iso = {"3 April": "2031-04-03", "4 March": "2031-03-04"}[other]
    assert out.startswith(f"“{typed}” was read as {read} 2031. If you mean {other} 2031, enter {iso}.\n")
    assert facts in out


def test_a_base_without_dates_says_so(tmp_path: Path) -> None:
    bare = {f"knowledge/facts/{name}.yaml": _without_dates(text) for name, text in (("light", LIGHT), ("ferry", FERRY))}

    assert run(write_base(tmp_path, bare), "--from", "2031") == (0, "No facts have a date yet.\n", "")


def _without_dates(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if "when:" not in line)
