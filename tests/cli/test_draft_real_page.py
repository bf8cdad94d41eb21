"""A page that nobody wrote for the tests becomes a draft that is proven and can be tried."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from commands import run_command

from bot.config import load_config

PAGE = Path(__file__).parents[1] / "public_domain/foia-18f.md"
ADDRESS = "https://18f.gsa.gov/2014/09/04/a-new-look-at-the-freedom-of-information-act/"


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the draft of the page."""
    folder = tmp_path_factory.mktemp("page")
    config = folder / "config.yaml"
    config.write_text("knowledge: knowledge\nseeds: seeds\n", "utf-8")
    assert run_command("draft", PAGE, "--publisher", "18F", "--url", ADDRESS, "--config", config)[0] == 0
    return folder


def test_the_text_of_the_page_is_read_without_its_markup_and_with_its_list(drafted: Path) -> None:
    text = (drafted / "seeds/foia-18f.txt").read_text("utf-8")
    (source,) = yaml.safe_load((drafted / "knowledge/sources.yaml").read_text("utf-8"))

    assert text.startswith("There are many ways the public can get information from the Federal Government.")
    assert "\n\n- Improve the FOIA request submission experience\n" in text
    assert "<" not in text
    assert str(source["published"]) == "2014-09-04"


def test_each_fact_of_the_draft_is_quoted_from_the_page_and_says_who_states_it(drafted: Path) -> None:
    config = load_config(drafted / "config.yaml")
    text = (config.seeds / "foia-18f.txt").read_text("utf-8")
    facts = yaml.safe_load((config.knowledge / "facts/foia-18f.yaml").read_text("utf-8"))
    quotes = [quote["exact"] for fact in facts for quote in fact["quotes"]]
    prototype = next(fact for fact in facts if "a prototype" in fact["statement"])

    assert len(facts) >= 9
    assert [quote for quote in quotes if quote not in text] == []
    assert (prototype["attribution"], prototype["standing"]) == ("18F", "stated")
    assert not any("follow along" in quote for quote in quotes)


def test_the_draft_answers_with_its_banner(drafted: Path) -> None:
    question = "Who is in the FOIA Task Force?"
    code, out, _ = run_command("ask", question, "--config", drafted / "config.yaml")
    said = " ".join(out.split())

    assert code == 0
    assert said.startswith("DRAFT · not confirmed by a curator")
    assert "Environmental Protection Agency" in said
