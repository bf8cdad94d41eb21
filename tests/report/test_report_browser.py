"""The page in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from reports import small_contents

from bot.report import page as report

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


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    (tmp_path / "report.html").write_text(report(small_contents()), "utf-8")
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    opened = context.new_page()
    opened.goto((tmp_path / "report.html").as_uri())
    yield opened
    context.close()


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
    link = page.locator("#fact-wave-height blockquote a")
    quote = f".{str(link.get_attribute('href')).removeprefix('#')}"
    before = colour(page, quote)
    link.click()

    assert page.locator(quote).first.inner_text().startswith("Waves of 11 metres")
    assert colour(page, quote) != before


def test_the_number_behind_a_quote_leads_to_the_fact(page: Page) -> None:
    page.locator('article sup a[href="#fact-wave-height"]').click()

    assert page.locator("#fact-wave-height").evaluate("one => one.matches(':target')")
    assert page.locator("#fact-wave-height").bounding_box() is not None


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
    assert not page.locator("nav").is_visible()
    assert colour(page, "body", "color") == "rgb(31, 35, 40)"


@pytest.mark.parametrize("width", [320, 700, 1600])
def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
