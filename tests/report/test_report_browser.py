"""The page in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from reports import small_contents

from bot.report import page as report

AXE: Final = Path(__file__).parents[1] / "page/node_modules/axe-core/axe.min.js"
CHROMIUM: Final = shutil.which("chromium")
QUIET: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here: apt-get install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def html() -> str:
    return report(small_contents())


def opened_page(browser: Browser, folder: Path, html: str, **options: Any) -> Page:
    (folder / "report.html").write_text(html, "utf-8")
    page = browser.new_context(**options).new_page()
    page.goto((folder / "report.html").as_uri())
    return page


@pytest.fixture
def page(browser: Browser, tmp_path: Path, html: str) -> Iterator[Page]:
    opened = opened_page(browser, tmp_path, html, viewport={"width": 1000, "height": 800})
    yield opened
    opened.context.close()


def shown(page: Page, selector: str) -> list[str | None]:
    """The ids of the elements that can be seen."""
    return [each.get_attribute("id") for each in page.locator(selector).all() if each.is_visible()]


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def colour(page: Page, selector: str, key: str = "background-color") -> str:
    return str(page.locator(selector).first.evaluate("(one, key) => getComputedStyle(one)[key]", key))


def test_nothing_is_asked_of_anybody_and_nothing_is_complained_of(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(report(small_contents()), "utf-8")
    address, asked, told = (tmp_path / "report.html").as_uri(), [], []
    context = browser.new_context()
    opened = context.new_page()
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: told.append(message.text))
    opened.goto(address)
    context.close()

    assert asked == [address]
    assert told == []


def test_a_link_from_a_fact_to_its_quote_marks_the_passage(page: Page) -> None:
    unfold(page)
    link = page.locator("#fact-wave-height blockquote a")
    quote = f".{str(link.get_attribute('href')).removeprefix('#')}"
    before = colour(page, quote)
    link.click()

    assert page.locator(quote).first.inner_text().startswith("Waves of 11 metres")
    assert colour(page, quote) != before


def test_the_number_behind_a_quote_leads_to_the_fact(page: Page) -> None:
    page.locator("article summary").click()
    page.locator('article sup a[href="#fact-wave-height"]').click()

    assert page.locator("#fact-wave-height").evaluate("one => one.matches(':target')")
    assert page.locator("#fact-wave-height").is_visible()


def test_light_and_dark_pictures_differ(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    light = colour(page, "body")
    page.emulate_media(color_scheme="dark")

    assert colour(page, "body") != light


def test_on_paper_every_question_is_shown_and_no_button(page: Page) -> None:
    ask = page.locator("#fact-wave-height .questions li").first
    assert not ask.is_visible()

    page.emulate_media(media="print", color_scheme="dark")

    assert ask.is_visible()
    assert all(each.is_visible() for each in page.locator(".paragraph, .fact, tbody tr:not(.screen *)").all())
    assert shown(page, ".screen") == []
    assert not page.locator("nav").is_visible()
    assert not page.locator("#find").is_visible()
    assert colour(page, "body", "color") == "rgb(31, 35, 40)"


@pytest.mark.parametrize("width", [320, 700, 1600])
def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    unfold(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_facts_unknowns_and_articles_are_folded(page: Page) -> None:
    folded = page.evaluate("document.documentElement.scrollHeight")

    assert shown(page, ".fact, .paragraph, .questions") == []
    unfold(page)
    assert len(shown(page, ".fact")) == 13
    assert folded < page.evaluate("document.documentElement.scrollHeight") / 2


def test_without_scripts_nothing_is_offered_that_needs_them_and_links_open_what_is_folded(
    browser: Browser, tmp_path: Path, html: str
) -> None:
    page = opened_page(browser, tmp_path, html, java_script_enabled=False)

    assert not page.locator("#find").is_visible()
    page.locator('#golden a[href="#fact-lamp-height"]').first.evaluate("one => one.closest('details').open = true")
    page.locator('#golden a[href="#fact-lamp-height"]').first.click()
    assert page.locator("#fact-lamp-height").is_visible()
    page.context.close()


def test_a_search_shows_what_has_all_words_whatever_their_accents_and_case(page: Page) -> None:
    page.locator("#words").fill("FERRY pétrel")
    expect(page.locator("output")).to_have_text(re.compile(r"^\d+ of \d+ entries$"))

    assert set(shown(page, ".fact")) == {"fact-ferry-by-day", "fact-last-evening-crossing"}
    for fact in page.locator(".fact:visible").all():
        assert "petrel" in str(fact.text_content()).lower()
    assert not page.locator("#facts .topic").first.is_visible()


@pytest.mark.parametrize(("typed", "found"), [("lam", True), ("lamp.", True), ("amp", False)])
def test_a_search_finds_words_by_their_beginning(page: Page, typed: str, *, found: bool) -> None:
    page.locator("#words").fill(typed)
    expect(page.locator("output")).to_contain_text(" of ")

    assert ("fact-lamp-height" in shown(page, ".fact")) is found


def test_a_search_for_a_phrasing_opens_the_questions_that_have_it(page: Page) -> None:
    page.locator("#words").fill("what did the buoy measure")
    expect(page.locator("output")).to_contain_text(" of ")

    assert shown(page, ".fact") == ["fact-wave-height"]
    assert page.get_by_text("what did the buoy measure").first.is_visible()


def test_clear_ends_the_search_and_folds_again(page: Page) -> None:
    before = page.evaluate("document.documentElement.scrollHeight")
    page.locator("#words").fill("buoy")
    expect(page.locator("output")).to_contain_text(" of ")
    page.get_by_role("button", name="Clear").click()

    # The browser empties the output before the page has shown what was hidden.
    page.wait_for_function("before => document.documentElement.scrollHeight === before", arg=before)
    expect(page.locator("output")).to_be_empty()


def test_a_search_without_a_result_says_so(page: Page) -> None:
    page.locator("#words").fill("zeppelin")

    expect(page.locator("output")).to_have_text(re.compile(r"^0 of \d+ entries$"))
    assert shown(page, "main > section") == []


def test_the_filter_shows_the_facts_of_a_standing(page: Page) -> None:
    facts = small_contents().knowledge.facts.values()
    page.get_by_role("combobox", name="Show").select_option("reported")
    expect(page.locator("output")).to_contain_text(" of ")

    reported = {f"fact-{fact.id}" for fact in facts if fact.standing == "reported"}
    assert set(shown(page, ".fact")) == reported
    assert str(page.locator("output").text_content()).startswith(f"{len(reported)} of ")
    assert page.locator("option[value=reported]").text_content() == f"Reported ({len(reported)})"


def test_a_link_to_what_the_search_hides_ends_the_search(page: Page) -> None:
    page.locator("#words").fill("storm broke its lamp room")
    expect(page.locator("output")).to_contain_text(" of ")
    assert shown(page, ".fact") == ["fact-dark-since"]
    page.locator('#fact-dark-since a[href="#fact-wave-height"]').click()

    expect(page.locator("#fact-wave-height")).to_be_visible()
    assert page.locator("#words").input_value() == ""


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm ci --prefix tests/page)")
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 360])
def test_axe_finds_nothing_whether_folded_or_not(
    browser: Browser, tmp_path: Path, html: str, look: str, width: int
) -> None:
    page = opened_page(browser, tmp_path, html, color_scheme=look, viewport={"width": width, "height": 800})
    # By the protocol of the browser, which the page's own policy does not bind.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = {}
    for _ in range(2):
        for each in page.evaluate("axe.run().then((result) => result.violations)"):
            found[each["id"]] = [node["html"] for node in each["nodes"]]
        unfold(page)
    page.context.close()

    assert found == {}
