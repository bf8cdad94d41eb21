"""Whom the review page's server answers, and what it does for them; no browser is needed for that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib import resources
from typing import Any

import aiohttp
import pytest
from curation.unfinished import LEFT, TODAY, store_of

from bot.config import Config
from bot.curation.page import ReviewPage
from bot.curation.page.server import TOKEN_HEADER
from bot.curation.session import ReviewSession

LONGEST = 510


@pytest.fixture
async def page(config: Config) -> AsyncIterator[ReviewPage]:
    async with ReviewPage(ReviewSession(store_of(config)), today=TODAY).serve() as served:
        yield served


def place(page: ReviewPage) -> tuple[str, dict[str, str]]:
    """The page's address without the token, and the header with it."""
    url, _, token = page.url.partition("/#")
    return url, {TOKEN_HEADER: token}


async def done(page: ReviewPage, http: aiohttp.ClientSession, what: object, status: int = 200) -> dict[str, Any]:
    url, headers = place(page)
    async with http.post(f"{url}/do", json=what, headers={**headers, "Origin": url}) as answer:
        assert answer.status == status
        return dict(await answer.json())


async def test_the_page_is_served_on_loopback_with_a_token_of_its_own(
    page: ReviewPage, config: Config, http: aiohttp.ClientSession
) -> None:
    url, headers = place(page)
    async with http.get(f"{url}/state", headers=headers) as answer:
        state = await answer.json()

    assert url.startswith("http://127.0.0.1:")
    assert len(headers[TOKEN_HEADER]) >= 32
    assert ReviewPage(ReviewSession(store_of(config)), today=TODAY).url.partition("#")[2] != headers[TOKEN_HEADER]
    assert [entry["name"] for entry in state["entries"] if entry["todos"]] == LEFT
    assert (state["settled"], state["total"], state["entry"]["name"]) == (0, 7, "ostrand-post")


@pytest.mark.parametrize("token", ["", "x", "\xe9"])
async def test_without_the_token_nothing_is_shown_and_nothing_done(
    page: ReviewPage, config: Config, http: aiohttp.ClientSession, token: str
) -> None:
    before = (config.knowledge / "sources.yaml").read_bytes()
    url, _ = place(page)
    headers = {TOKEN_HEADER: token} if token else {}
    async with (
        http.get(f"{url}/state", headers=headers) as state,
        http.post(f"{url}/do", json={"do": "keep"}, headers=headers) as act,
    ):
        statuses = (state.status, act.status)

    assert statuses == (403, 403)
    assert (config.knowledge / "sources.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://example.com"}, {"Origin": "null"}, {"Host": "example.com:{port}"}, {"Host": "127.0.0.1"}],
)
async def test_no_other_site_is_answered_even_with_the_token(
    page: ReviewPage, http: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    url, token = place(page)
    sent = {**token, **{name: value.format(port=page.port) for name, value in headers.items()}}
    async with http.post(f"{url}/do", json={"do": "keep"}, headers=sent) as act:
        assert act.status == 403
    async with http.get(f"{url}/review.js", headers=sent) as file:
        assert file.status == 403


async def test_the_policy_lets_nothing_in_from_elsewhere(page: ReviewPage, http: aiohttp.ClientSession) -> None:
    async with http.get(page.url) as answer:
        policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'none'; script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/server.py", "/../server.py", "/%2e%2e/server.py", "/facts/article.yaml"])
async def test_nothing_but_the_pages_own_files_is_served(
    page: ReviewPage, http: aiohttp.ClientSession, path: str
) -> None:
    async with http.get(place(page)[0] + path) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("what", "status", "sentence"),
    [
        ({"do": "dance"}, 400, "does not understand"),
        ({}, 400, "does not understand"),
        ([], 400, "does not understand"),
        ({"do": "go", "entry": ["fact", "x"]}, 400, "does not understand"),
        ({"do": "choose", "number": "x"}, 400, "does not understand"),
        ({"do": "go", "entry": ["fact", "facts/article.yaml", "gone"]}, 200, "There is no fact 'gone' any more."),
        ({"do": "set", "field": "file", "value": ""}, 200, "'file' is needed"),
        ({"do": "set", "field": "nonsense", "value": "x"}, 200, "has no such key"),
        ({"do": "set", "field": "title", "value": ["x"]}, 200, "A field takes a text."),
        ({"do": "propose", "entry": ["topic", "topics.yaml", "storm"]}, 200, "Proposals are made for facts only"),
        ({"do": "take", "numbers": [1]}, 200, "These proposals are for another entry."),
        ({"do": "undo"}, 200, "There is nothing to undo."),
        ({"do": "drop"}, 200, "A source cannot be dropped here"),
        ({"do": "merge"}, 200, "There is no fact before this one"),
        ({"do": "choose", "number": 1}, 200, "nothing to choose"),
    ],
)
async def test_what_cannot_be_done_is_refused_in_a_sentence(
    page: ReviewPage, http: aiohttp.ClientSession, what: object, status: int, sentence: str
) -> None:
    answer = await done(page, http, what, status)

    assert sentence in answer["error"]


async def test_lines_of_one_paragraph_stay_lines(page: ReviewPage, config: Config, http: aiohttp.ClientSession) -> None:
    seed = next(config.seeds.glob("*.txt"))
    seed.write_text(seed.read_text("utf-8").replace("Grey Skerry goes dark", "Grey Skerry goes dark\nBy Ann Grey", 1))
    state = await done(page, http, {"do": "reload"})
    runs = state["sources"][0]["paragraphs"][0]

    assert "".join(run["text"] for run in runs) == "Grey Skerry goes dark\nBy Ann Grey"


async def test_a_passage_of_two_facts_is_one_run_with_both(
    page: ReviewPage, config: Config, http: aiohttp.ClientSession
) -> None:
    path = config.knowledge / "facts/settled.yaml"
    text = path.read_text("utf-8")
    path.write_text(text + text.replace("- id: lamp", "- id: reach").replace("How high", "How far"), "utf-8")
    state = await done(page, http, {"do": "reload"})
    names = [entry["name"] for entry in state["entries"]]
    runs = [run for source in state["sources"] for paragraph in source["paragraphs"] for run in paragraph]

    assert [[names[number] for number in run["entries"]] for run in runs if run["text"].startswith("The lamp,")] == [
        ["lamp", "reach"]
    ]
    assert "".join(run["text"] for run in runs[:1]) == "Grey Skerry goes dark"


async def test_a_file_that_was_changed_elsewhere_is_read_again_and_not_overwritten(
    page: ReviewPage, config: Config, http: aiohttp.ClientSession
) -> None:
    path = config.knowledge / "sources.yaml"
    theirs = path.read_text("utf-8").replace("Grey Skerry goes dark", "Grey Skerry is dark", 1)
    path.write_text(theirs, "utf-8")
    answer = await done(page, http, {"do": "keep"})

    assert answer["error"] == "sources.yaml was changed elsewhere and has been read again. Do it once more."
    assert answer["entry"]["fields"][0]["value"] == "Grey Skerry is dark"
    assert path.read_text("utf-8") == theirs
    assert (await done(page, http, {"do": "keep"}))["settled"] == 1


async def test_a_file_that_was_broken_elsewhere_is_said(
    page: ReviewPage, config: Config, http: aiohttp.ClientSession
) -> None:
    path = config.knowledge / "sources.yaml"
    path.write_text(path.read_text("utf-8") + "- [", "utf-8")
    answer = await done(page, http, {"do": "keep"})

    assert "This is not YAML" in answer["error"]
    assert (answer["settled"], answer["entry"]["name"]) == (0, "ostrand-post")


def test_the_page_stays_small_and_makes_no_html_from_text() -> None:
    folder = resources.files("bot") / "curation" / "page" / "static"
    files = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    lines = [line for text in files.values() for line in text.splitlines()]
    forbidden = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc")

    assert len(lines) < LONGEST
    assert [line for line in lines if len(line) > 120] == []
    assert [line for line in lines for name in forbidden if name in line] == []
    assert "style=" not in files["index.html"]
