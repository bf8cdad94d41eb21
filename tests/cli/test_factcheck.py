from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from bases import write_base

from bot.__main__ import main

TEXT = "The lamp of Grey Skerry stands 38 metres above the sea. It was first lit in 1905. Good morning!"


def called(folder: Path, *arguments: str, stdin: str = "") -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    config = ("--config", str(write_base(folder)))
    code = main(["factcheck", *arguments, *config], {}, io.StringIO(stdin), out, err)
    return code, " ".join(out.getvalue().split()), err.getvalue()


def test_each_sentence_is_shown_for_a_reader_in_its_order(tmp_path: Path) -> None:
    code, out, _ = called(tmp_path, TEXT)

    assert code == 0
    assert out.startswith("3 sentences · 1 contradicted · 1 supported · 1 not covered")
    assert "✓ Supported: the source says so. The lamp of Grey Skerry stands 38 metres above the sea." in out
    assert "✗ Contradicted: this says 1905, but the source says 1891" in out
    assert "Good morning! ○ Not covered by the fact base" in out
    assert "— Ostrand Post · Grey Skerry goes dark · published 6 March 2031" in out


def test_each_sentence_is_given_for_a_script(tmp_path: Path) -> None:
    _, out, _ = called(tmp_path, TEXT, "--json")
    first, second, third = json.loads(out)["sentences"]

    assert (first["finding"], first["fact"]["id"]) == ("supported", "lamp-height")
    assert first["passage"] in first["quote"]["exact"]
    assert second["differences"] == [{"point": "date", "said": "1905", "source": "1891"}]
    assert third == {"sentence": "Good morning!", "finding": "not_covered", "unchecked": None}


def test_a_claim_comes_with_what_disputes_it(tmp_path: Path) -> None:
    _, out, _ = called(tmp_path, "The repair will cost 600,000 crowns.", "--json")
    (claim,) = json.loads(out)["sentences"]

    assert claim["finding"] == "claimed"
    assert [each["id"] for each in claim["against"]] == ["cost-doubted"]


def test_a_text_can_be_read_from_standard_input(tmp_path: Path) -> None:
    code, out, _ = called(tmp_path, "--stdin", stdin=TEXT)

    assert code == 0
    assert out.startswith("3 sentences")


def test_each_line_bullet_and_quoted_line_of_a_message_is_checked_by_itself(tmp_path: Path) -> None:
    message = (
        "- The lamp of Grey Skerry stands 38 metres above the sea\n• It was first lit in 1905\nWow\n> Good morning"
    )

    _, out, _ = called(tmp_path, "--stdin", stdin=message)

    assert out.startswith("4 sentences · 1 contradicted · 1 supported · 2 not covered")


def test_it_speaks_spanish_if_that_is_asked_for(tmp_path: Path) -> None:
    _, out, _ = called(tmp_path, TEXT, "--lang", "es")

    assert "✗ Contradicha: aquí dice 1905, pero la fuente dice 1891" in out


def test_a_text_without_sentences_is_reported_as_such(tmp_path: Path) -> None:
    assert called(tmp_path, "--stdin")[1] == "This message has no sentences to check."


@pytest.mark.parametrize(
    ("arguments", "said"), [((), "Add a text"), (("a", "--stdin"), "Use either a text or --stdin, not both.")]
)
def test_wrong_usage_is_reported_in_a_sentence(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = called(tmp_path, *arguments)

    assert code == 2
    assert err.startswith(said)
