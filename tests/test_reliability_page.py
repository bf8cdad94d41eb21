from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "reliability.md"
HEAD = ["fault", "what the bot does", "how", "test"]


def names_in(folder: Path) -> set[str]:
    """The tests of a folder, by name."""
    files = (file.read_text(encoding="utf-8") for file in folder.rglob("test_*.py"))
    return {name for text in files for name in re.findall(r"^(?:async )?def (test_\w+)", text, re.MULTILINE)}


def rows() -> list[list[str]]:
    """The lines of all tables whose head is that of the faults."""
    found: list[list[str]] = []
    inside = False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        inside = cells == HEAD or (inside and bool(cells))
        if inside and cells != HEAD and set("".join(cells)) != {"-"}:
            found.append(cells)
    return found


def named() -> list[str]:
    return [name for row in rows() for name in re.findall(r"`(test_\w+)`", row[-1])]


def test_every_test_that_the_page_names_exists() -> None:
    assert sorted(set(named()) - names_in(TESTS)) == []


def test_every_test_of_a_fault_is_on_the_page() -> None:
    assert sorted(names_in(TESTS / "faults") - set(named())) == []


def test_no_test_is_on_the_page_twice() -> None:
    assert sorted({name for name in named() if named().count(name) > 1}) == []


def test_every_line_names_the_fault_the_promise_and_its_test() -> None:
    assert rows()
    assert [
        row for row in rows() if len(row) != len(HEAD) or not (row[0] and row[1] and row[3].startswith("`test_"))
    ] == []
