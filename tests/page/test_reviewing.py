"""A review on its page, in a real browser: by keyboard, checked as one types, and readable to all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest
import pytest_asyncio
from curation.unfinished import LEFT, TODAY, store_of, write_unfinished
from page.chat import AXE, PATIENCE
from playwright.async_api import Browser, Locator, Page, expect

from bot.config import Config
from bot.core.knowledge.loader import load_knowledge
from bot.curation.changes import set_field
from bot.curation.page import OfferedWording, OfferSource, PageOffers, ReviewPage
from bot.curation.session import ReviewSession, Transform
from bot.curation.workspace import CuratedEntry

pytestmark = pytest.mark.asyncio(loop_scope="session")

WAVES: Final = "Waves of 12 metres were measured."


class Tab:
    """The page in a tab."""

    def __init__(self, page: Page, config: Config) -> None:
        self.page = page
        self.config = config

    @property
    def title(self) -> Locator:
        return self.page.locator("#entry h2")

    @property
    def news(self) -> Locator:
        return self.page.locator("#news")

    @property
    def facts(self) -> str:
        return (self.config.knowledge / "facts/article.yaml").read_text("utf-8")

    def field(self, name: str) -> Locator:
        return self.page.locator(f'[data-field="{name}"]')

    def notes(self, name: str) -> Locator:
        return self.page.locator(f"#notes-{name} :is(.warning, .error)")

    async def press(self, key: str, title: str) -> None:
        """Press a key and wait until the page shows the entry that it leads to."""
        await self.page.keyboard.press(key)
        await expect(self.title).to_have_text(title)

    async def go(self, name: str) -> None:
        await self.page.locator(f'[data-entry$="|{name}"]').click()
        await expect(self.title).to_contain_text(name)


@asynccontextmanager
async def opened(
    browser: Browser, config: Config, propose: OfferSource | None = None, **context: Any
) -> AsyncIterator[Tab]:
    """Serve the review of a base, and open it; no script may have failed."""
    troubles: list[str] = []
    async with ReviewPage(ReviewSession(store_of(config)), today=TODAY, propose=propose).serve() as served:
        own = await browser.new_context(**{"viewport": {"width": 1100, "height": 850}, **context})
        own.set_default_timeout(PATIENCE)
        try:
            page = await own.new_page()
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on("console", lambda said: troubles.append(said.text) if said.type in {"error", "warning"} else None)
            await page.goto(served.url)
            tab = Tab(page, config)
            await expect(tab.title).not_to_be_empty()
            yield tab
        finally:
            await own.close()
    assert troubles == []


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return write_unfinished(tmp_path)


@pytest_asyncio.fixture(loop_scope="session")
async def tab(browser: Browser, config: Config) -> AsyncIterator[Tab]:
    async with opened(browser, config) as opened_tab:
        yield opened_tab


async def test_all_of_it_is_done_by_keyboard_alone(tab: Tab) -> None:
    keys = tab.page.keyboard
    await expect(tab.title).to_have_text("source ostrand-post")
    await tab.press("k", "topic storm")
    await tab.press("Enter", "fact dark-since")
    await keys.press("3")
    await expect(tab.page.get_by_role("radio", name="stated")).to_be_checked()
    await tab.press("k", "fact waves")
    await keys.press("s")
    await expect(tab.field("statement")).to_be_focused()
    await keys.press("Control+a")
    await keys.type("Waves of 11 metres were measured off Ostrand.")
    await keys.press("Enter")
    await expect(tab.news).to_have_text("Saved.")
    await tab.press("k", "fact crossing")
    await tab.press("k", "unknown keeper")
    await tab.press("k", "name Grey Skerry")
    await tab.press("3", "Everything is settled. Run check on the whole base.")
    base = load_knowledge(root=tab.config.root, knowledge=tab.config.knowledge, seeds=tab.config.seeds)

    assert base.facts["waves"].statement == "Waves of 11 metres were measured off Ostrand."
    assert base.facts["dark-since"].standing == "stated"
    assert base.vocabulary.names[0].kind == "place"
    await expect(tab.page.locator("#counted")).to_have_text("7 of 7 settled")


async def test_the_article_shows_where_the_entry_is_and_leads_to_the_others(tab: Tab) -> None:
    await tab.go("waves")
    await expect(tab.page.locator("mark.now")).to_have_text(
        "[passage of this entry] Waves of 11 metres were measured that night by the weather buoy off Ostrand."
    )
    await tab.page.locator("mark", has_text="Its last evening crossing").click()

    await expect(tab.title).to_have_text("fact crossing")
    await expect(tab.page.locator("#entries [aria-current]")).to_contain_text("The last evening crossing")


async def test_what_is_typed_is_checked_before_it_is_saved(tab: Tab) -> None:
    before = tab.facts
    await tab.go("waves")
    await expect(tab.notes("statement")).to_have_text(["Warning: no quote has the number '12'. " + FIX])
    await tab.field("statement").fill("Waves of 11 metres were measured in Lorn.")
    await expect(tab.notes("statement")).to_have_text(["Warning: no quote names 'Lorn'. " + FIX_NAME])
    assert tab.facts == before

    await tab.field("question").fill("Since when is the lighthouse dark?")
    shared = (
        "Error: This question is also used by 'dark-since', knowledge/facts/article.yaml:23; it can lead to one entry"
    )
    await expect(tab.notes("question")).to_have_text([f"{shared} only: reword one of them."])
    await expect(tab.field("question")).to_have_attribute("aria-invalid", "true")
    await tab.field("when").fill("some day")
    await expect(tab.notes("when")).to_have_text(
        ["Error: 'some day' is not one day. Write it like 2025-10-17, or leave it empty."]
    )
    await tab.page.keyboard.press("Escape")
    await tab.page.keyboard.press("k")
    await expect(tab.news).to_contain_text("Fix this first: This question is also used by 'dark-since'")


FIX = "Correct the statement, quote the words that prove it, or list it under 'acknowledged' with a reason."
FIX_NAME = FIX.replace(", or list", ", give what the quote calls it as an alias in vocabulary.yaml, or list")


async def test_escape_leaves_a_field_as_it_was_and_letters_in_a_field_are_text(tab: Tab) -> None:
    before = tab.facts
    await tab.go("waves")
    await tab.field("statement").focus()
    await tab.page.keyboard.type(" kmdunv")
    await expect(tab.field("statement")).to_have_value(f"{WAVES} kmdunv")
    await tab.page.keyboard.press("Escape")

    await expect(tab.field("statement")).to_have_value(WAVES)
    await expect(tab.title).to_be_focused()
    assert tab.facts == before


async def test_a_dropped_fact_asks_for_a_reason_and_undo_brings_it_back(tab: Tab) -> None:
    before = tab.facts
    await tab.go("waves")
    await tab.title.focus()
    await tab.page.keyboard.press("d")
    await expect(tab.page.get_by_role("dialog", name="Drop this fact")).to_be_visible()
    await tab.page.keyboard.type("A detail.")
    await tab.page.keyboard.press("Enter")
    await expect(tab.title).to_have_text("fact crossing")
    assert 'reason: "A detail."' in (tab.config.knowledge / "sources.yaml").read_text("utf-8")

    await tab.press("u", "fact waves")
    assert tab.facts == before
    await expect(tab.news).to_have_text("Taken back: drop waves.")


async def test_a_fact_is_merged_with_the_one_before(tab: Tab) -> None:
    await tab.go("waves")
    await tab.title.focus()
    await tab.press("m", "fact dark-since")

    await expect(tab.field("statement")).to_have_value(
        f"The lighthouse on Grey Skerry has been dark since 4 March 2031. {WAVES}"
    )
    await expect(tab.page.locator("blockquote")).to_have_count(2)


async def test_a_fact_is_split_gets_a_quote_and_a_new_one_is_made(tab: Tab) -> None:
    before, keys = tab.facts, tab.page.keyboard
    await tab.go("waves")
    await tab.title.focus()
    await keys.press("x")
    await expect(tab.page.get_by_role("dialog", name="Split this fact in two")).to_be_visible()
    await tab.page.get_by_label("First statement").fill("Waves of 11 metres were measured.")
    await tab.page.get_by_label("Second statement").fill("A weather buoy measured the waves.")
    await tab.page.locator("#halves .primary").click()
    await expect(tab.field("statement")).to_have_value("Waves of 11 metres were measured.")
    await expect(tab.page.locator("blockquote")).to_have_count(1)

    await keys.press("+")
    await tab.page.locator("#because").fill("The lighthouse on Grey Skery has been dark since Tuesday")
    await keys.press("Enter")
    await expect(tab.page.locator("#about")).to_have_text("No source has these words. Is this passage meant?")
    await keys.press("Enter")
    await expect(tab.page.locator("blockquote")).to_have_count(2)

    await keys.press("f")
    await tab.page.locator("#because").fill("A boat took her off at noon.")
    await keys.press("Enter")
    await expect(tab.title).to_have_text("fact boat-took-noon")
    await tab.title.focus()
    await keys.press("u")
    await expect(tab.news).to_have_text("Taken back: add boat-took-noon.")
    await keys.press("u")
    await expect(tab.news).to_have_text("Taken back: add a quote to waves.")
    await tab.press("u", "fact waves")
    await expect(tab.news).to_have_text("Taken back: split waves.")
    assert tab.facts == before


async def test_the_window_itself_never_scrolls_so_that_the_keys_stay_in_view(tab: Tab) -> None:
    await tab.page.set_viewport_size({"width": 1100, "height": 300})
    for name in ("waves", "crossing"):
        await tab.go(name)

    assert await tab.page.evaluate("[document.scrollingElement.scrollTop, document.body.offsetHeight]") == [0, 300]
    assert await tab.page.evaluate("document.scrollingElement.scrollHeight") == 300


async def test_where_a_statement_may_be_divided_is_offered_with_both_halves(tab: Tab) -> None:
    keys = tab.page.keyboard
    await tab.go("waves")
    await tab.title.focus()
    await keys.press("s")
    await tab.field("statement").fill("Waves of 11 metres were measured, and a boat took the keeper off.")
    await keys.press("Enter")
    await expect(tab.news).to_have_text("Saved.")
    await keys.press("x")
    await expect(tab.page.get_by_label("Where the second begins")).to_have_value("0")
    await expect(tab.page.get_by_label("First statement")).to_have_value("Waves of 11 metres were measured.")
    await expect(tab.page.get_by_label("Second statement")).to_have_value("A boat took the keeper off.")
    await tab.page.get_by_label("Where the second begins").select_option(label="somewhere else")
    await expect(tab.page.get_by_label("Second statement")).to_have_value(
        "Waves of 11 metres were measured, and a boat took the keeper off."
    )
    await tab.page.get_by_role("button", name="Cancel").click()
    await expect(tab.page.get_by_role("dialog")).to_have_count(0)


async def test_a_change_of_the_wording_alone_is_marked_and_gets_the_paraphrases_back(
    browser: Browser, config: Config
) -> None:
    path = config.knowledge / "facts/article.yaml"
    plain = '  attribution: "the weather buoy"\n'
    path.write_text(path.read_text("utf-8").replace(plain, f'  paraphrases: ["It was 12."]\n{plain}'), "utf-8")
    async with opened(browser, config) as tab:
        await tab.go("waves")
        await expect(tab.page.locator('[data-action="wording"]')).to_be_disabled()
        await tab.title.focus()
        await tab.page.keyboard.press("s")
        await tab.field("statement").fill("Waves of 11 metres were seen.")
        await tab.page.keyboard.press("Enter")
        await expect(tab.news).to_contain_text("Its paraphrase is dropped: it said what the old statement said.")
        await tab.page.keyboard.press("y")
        await expect(tab.news).to_have_text("Marked: the last change is one of the wording alone.")

        assert "  reworded: 2031-03-20\n" in tab.facts
        assert "It was 12." in tab.facts


async def test_the_facts_that_one_contradicts_are_edited(tab: Tab) -> None:
    await tab.go("waves")
    await tab.title.focus()
    await tab.page.keyboard.press("g")
    await tab.field("disputes").fill("nobody")
    await expect(tab.notes("disputes")).to_contain_text("nobody")
    await tab.field("disputes").fill("dark-since")
    await tab.page.keyboard.press("Enter")
    await expect(tab.news).to_have_text("Saved.")

    assert "  disputes: [dark-since]\n" in tab.facts


async def test_words_that_are_selected_in_the_article_are_the_passage_of_a_new_fact(tab: Tab) -> None:
    await tab.go("waves")
    await tab.page.evaluate(
        """() => {
          const texts = document.createTreeWalker(document.getElementById("article"), NodeFilter.SHOW_TEXT);
          while (texts.nextNode() && !texts.currentNode.data.includes("A boat took her"));
          const at = texts.currentNode.data.indexOf("A boat took her");
          const words = "A boat took her off at noon.".length;
          getSelection().setBaseAndExtent(texts.currentNode, at, texts.currentNode, at + words);
        }"""
    )
    await tab.page.get_by_role("button", name="Add a fact").click()
    await expect(tab.page.locator("#because")).to_have_value("A boat took her off at noon.")
    await tab.page.keyboard.press("Enter")

    await expect(tab.page.locator("blockquote")).to_have_text(["“A boat took her off at noon.”"])


async def test_a_topic_shows_its_facts(tab: Tab) -> None:
    await tab.go("storm")

    await expect(tab.page.locator("blockquote")).to_contain_text(
        ["The lighthouse on Grey Skerry", WAVES, "The lamp stands", "The last evening crossing"]
    )


async def test_what_no_quote_has_is_acknowledged_with_a_reason(tab: Tab) -> None:
    await tab.go("waves")
    await tab.title.focus()
    await tab.page.keyboard.press("c")
    await expect(tab.page.get_by_label("Why is “12” right, although no quote has it?")).to_be_focused()
    await tab.page.keyboard.type("The log.")
    await tab.page.keyboard.press("Enter")

    await expect(tab.news).to_have_text("Acknowledged.")
    await expect(tab.notes("statement")).to_have_count(0)
    assert 'reason: "The log."' in tab.facts
    await expect(tab.page.get_by_role("button", name="Acknowledge")).to_be_disabled()


def proposed(entry: CuratedEntry) -> PageOffers:
    """Proposals as a language model may make them."""
    texts = [
        OfferedWording(
            number=1, field="statement", text="Waves of 13 metres.", doubts=("the quote has no number “13”",)
        ),
        OfferedWording(number=2, field="phrasings", text="<b>how tall</b> was the sea"),
    ]

    def take(numbers: Sequence[int]) -> Transform:
        added = [each.text for each in texts if each.number in numbers]
        return lambda workspace: set_field(workspace, entry, "phrasings", added)

    return PageOffers(texts=texts, dropped=("dropped: another entry has this question",), take=take)


async def test_of_what_is_proposed_the_curator_takes_what_is_chosen(browser: Browser, config: Config) -> None:
    async with opened(browser, config, propose=proposed) as tab:
        await tab.go("waves")
        await tab.title.focus()
        await tab.page.keyboard.press("p")
        offers = tab.page.get_by_role("dialog", name="Proposals")
        await expect(offers).to_contain_text("Doubt: the quote has no number “13”")
        await expect(offers.get_by_role("checkbox", name="statement")).not_to_be_checked()
        await expect(offers.get_by_role("checkbox", name="<b>how tall</b>")).to_be_checked()
        await offers.get_by_role("button", name="Take the chosen").click()
        await expect(tab.news).to_have_text("Taken: 1. Undo takes that back.")

        await expect(tab.field("phrasings")).to_have_value("<b>how tall</b> was the sea")
        assert "13 metres" not in tab.facts


async def test_a_passage_in_doubt_becomes_a_fact_with_one_key(browser: Browser, config: Config) -> None:
    sources = config.knowledge / "sources.yaml"
    listed = '  unquoted:\n    - exact: "Builders in Ostrand doubt the sum: they expect twice as much."\n'
    listed += '      reason: "Who says this is not clear."  # TODO: make a fact of it\n'
    sources.write_text(sources.read_text("utf-8").replace("  unquoted:\n", listed), "utf-8")
    async with opened(browser, config) as tab:
        await tab.page.locator('[data-entry*="|Builders in Ostrand"]').click()
        await expect(tab.field("reason")).to_have_value("Who says this is not clear.")
        assert await tab.page.locator('[data-action="keep"]').count() == 0
        await tab.title.focus()
        await tab.page.keyboard.press("f")

        await expect(tab.field("statement")).to_have_value(
            "Builders in Ostrand doubt the sum: they expect twice as much."
        )
        assert "Builders in Ostrand doubt" in (config.knowledge / "facts/settled.yaml").read_text("utf-8")
        assert "Builders" not in sources.read_text("utf-8")


async def test_without_a_language_model_there_is_no_key_for_it(tab: Tab) -> None:
    await tab.go("waves")
    await expect(tab.page.get_by_role("button", name="Merge")).to_be_visible()

    assert await tab.page.get_by_role("button", name="Propose").count() == 0


async def test_single_letters_can_be_switched_off(tab: Tab) -> None:
    await tab.page.keyboard.press("?")
    await tab.page.get_by_label("Single-letter keys").uncheck()
    await tab.title.focus()
    await tab.page.keyboard.press("n")
    await tab.page.get_by_role("button", name="Next").click()
    await expect(tab.title).to_have_text("topic storm")


async def test_no_text_of_the_base_or_of_the_article_runs_a_script(browser: Browser, config: Config) -> None:
    hostile = "<img src=x onerror=hacked=1><script>hacked=1</script>"
    for path in (config.knowledge / "facts/article.yaml", config.knowledge / "topics.yaml"):
        path.write_text(
            path.read_text("utf-8").replace("Waves of 12 metres", hostile).replace("The storm", hostile), "utf-8"
        )
    async with opened(browser, config) as tab:
        await tab.go("waves")
        await expect(tab.field("statement")).to_have_value(f"{hostile} were measured.")

        assert await tab.page.evaluate("'hacked' in window") is False
        assert await tab.page.locator("img, script:not([src])").count() == 0


async def test_without_the_token_the_page_says_so(browser: Browser, config: Config) -> None:
    async with ReviewPage(ReviewSession(store_of(config)), today=TODAY).serve() as served:
        own = await browser.new_context()
        page = await own.new_page()
        await page.goto(served.url.partition("#")[0])

        await expect(page.locator("#news")).to_contain_text("Open the address that the terminal shows")
        await own.close()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm ci --prefix tests/page)")
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 360])
async def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    browser: Browser, config: Config, look: str, width: int
) -> None:
    async with opened(browser, config, color_scheme=look, viewport={"width": width, "height": 800}) as tab:
        await tab.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = {}
        for name in ("ostrand-post", "waves", "Grey Skerry"):
            await tab.go(name)
            for each in await tab.page.evaluate("axe.run().then((result) => result.violations)"):
                found[each["id"]] = [node["html"] for node in each["nodes"]]

        assert found == {}
        assert await tab.page.evaluate("document.documentElement.scrollWidth") <= width
        assert len(LEFT) == await tab.page.locator(".state:not(.settled)").count()
