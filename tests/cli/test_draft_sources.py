from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import run_command
from originals import MARKDOWN, PAGE, PAGE_TEXT, word_file
from web_servers import serving

from bot.__main__ import parse
from bot.cli.context import ProcessContext
from bot.config import Config, load_config
from bot.errors import FetchError, UsageError

NOW = dt.datetime(2025, 11, 29, 12, tzinfo=dt.UTC)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A folder with nothing but a config."""
    (tmp_path / "config.yaml").write_text("knowledge: knowledge\nseeds: seeds\n", "utf-8")
    return load_config(tmp_path / "config.yaml")


def drafted(config: Config, source: str | Path, *typed: str, stdin: io.StringIO | None = None) -> str:
    code, out, _ = run_command("draft", source, *typed, "--config", config.root / "config.yaml", stdin=stdin, now=NOW)
    assert code == 0
    return out


def saved(config: Config, name: str, content: str | bytes) -> Path:
    path = config.root / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def source_of(config: Config) -> dict[str, Any]:
    (found,) = yaml.safe_load((config.knowledge / "sources.yaml").read_text("utf-8"))
    return dict(found)


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_page_becomes_a_text_in_the_seeds_and_a_source_with_all_that_it_says_of_itself(config: Config) -> None:
    told = drafted(config, saved(config, "pier.html", PAGE))

    assert (config.seeds / "pier.txt").read_text("utf-8") == PAGE_TEXT
    found = source_of(config)
    assert {key: found[key] for key in found.keys() - {"unquoted", "dates"}} == {
        "id": "pier",
        "title": "Harbour pier closed after storm",
        "publisher": "The Ostrand Post",
        "authors": ["Ida Maren", "Tor Velt"],
        "published": dt.date(2025, 3, 5),
        "retrieved": dt.date(2025, 11, 29),
        "url": "https://post.example/2025/03/05/pier-closed.html",
        "file": "pier.txt",
        "sha256": hashlib.sha256(PAGE_TEXT.encode()).hexdigest(),
        "original_sha256": hashlib.sha256(PAGE.encode()).hexdigest(),
    }
    assert told.startswith(
        "Read “Harbour pier closed after storm” as HTML: 11 paragraphs, 131 words, published 5 March 2025.\n"
        f"Wrote {config.seeds / 'pier.txt'}\nWrote {config.knowledge / 'facts/pier.yaml'}\n"
    )
    text = (config.knowledge / "sources.yaml").read_text("utf-8")
    certain = ("id", "title", "publisher", "authors", "published", "retrieved", "url", "file", "sha256")
    assert not [line for line in text.splitlines() if line.lstrip(" -").startswith(certain) and "TODO" in line]


def test_what_is_guessed_or_missing_is_marked(config: Config) -> None:
    drafted(config, saved(config, "pier.docx", word_file()))
    lines = (config.knowledge / "sources.yaml").read_text("utf-8").splitlines()

    assert [line.split(":")[0].strip(" -") for line in lines if "  # TODO:" in line][:5] == [
        "title", "publisher", "url", "authors", "published"
    ]  # fmt: skip


def test_a_missing_day_of_publication_is_asked_for(config: Config) -> None:
    drafted(config, saved(config, "pier.txt", PAGE_TEXT))

    text = (config.knowledge / "sources.yaml").read_text("utf-8")
    assert "  published:  # TODO: on which day was it published, such as 2025-10-17?\n" in text


def test_what_is_typed_wins_over_what_the_page_says(config: Config) -> None:
    options = (
        "--id",
        "pier-2",
        "--title",
        "A pier",
        "--author",
        "Bo Ro",
        "--author",
        "Al Po",
        "--published",
        "2025-03-04",
    )
    drafted(config, saved(config, "pier.html", PAGE), *options)
    found = source_of(config)

    assert (found["id"], found["file"], found["title"]) == ("pier-2", "pier-2.txt", "A pier")
    assert (found["authors"], found["published"]) == (["Bo Ro", "Al Po"], dt.date(2025, 3, 4))
    with pytest.raises(UsageError, match="--published '4 March' cannot be used; expected the day of publication"):
        drafted(config, saved(config, "other.html", PAGE), "--published", "4 March")


def test_a_page_is_fetched_from_its_address(config: Config) -> None:
    bare = PAGE.replace('<link rel="canonical" href="https://post.example/2025/03/05/pier-closed.html">', "")
    with serving({"/2025/pier": bare}) as server:
        drafted(config, f"{server}/2025/pier", "--allow-private")

        assert source_of(config)["url"] == f"{server}/2025/pier"
    assert (config.seeds / "harbour-pier-closed-after-storm.txt").read_text("utf-8") == PAGE_TEXT


@pytest.mark.parametrize(
    ("path", "options", "said"),
    [
        ("/pier", (), "127.0.0.1 is an address of this machine or of a private network"),
        ("/nowhere", ("--allow-private",), "was answered with 404 Not Found"),
    ],
)
def test_nothing_is_written_when_a_fetch_fails(config: Config, path: str, options: tuple[str, ...], said: str) -> None:
    with serving({"/pier": PAGE}) as server, pytest.raises(FetchError, match=said):
        drafted(config, f"{server}{path}", *options)

    assert files(config.root) == {"config.yaml"}


def test_an_article_is_read_from_standard_input(config: Config) -> None:
    drafted(config, "-", stdin=io.StringIO(PAGE_TEXT))

    assert (config.seeds / "harbour-pier-closed-after-storm.txt").read_text("utf-8") == PAGE_TEXT
    assert source_of(config)["id"] == "harbour-pier-closed-after-storm"


def test_markdown_in_the_folder_of_the_seeds_is_converted(config: Config) -> None:
    config.seeds.mkdir()
    drafted(config, saved(config, "seeds/pier.md", MARKDOWN))

    assert source_of(config)["file"] == "pier.txt"
    assert files(config.seeds) == {"pier.md", "pier.txt"}


def test_a_text_in_the_seeds_is_never_overwritten(config: Config) -> None:
    config.seeds.mkdir()
    saved(config, "seeds/pier.txt", "Another text.")

    with pytest.raises(UsageError, match=r"pier\.txt: exists, .*; the command update takes over a new version"):
        drafted(config, saved(config, "pier.html", PAGE))
    assert files(config.root) == {"config.yaml", "pier.html", "seeds/pier.txt"}


def test_a_draft_that_cannot_be_written_whole_leaves_nothing(config: Config) -> None:
    config.knowledge.mkdir()
    (config.knowledge / "facts").write_text("a file in the place of the folder", "utf-8")

    with pytest.raises(UsageError, match="cannot be written"):
        drafted(config, saved(config, "pier.html", PAGE))
    assert files(config.root) == {"config.yaml", "pier.html", "knowledge/facts"}


def test_a_disk_that_is_full_leaves_no_half_of_a_file(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    page, whole = saved(config, "pier.html", PAGE), Path.write_text

    def full(path: Path, text: str, **options: Any) -> int:
        whole(path, text[:20], **options)
        if path.name == "pier.txt":
            return len(text)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(UsageError, match=r"facts.pier\.yaml: cannot be written \(No space left on device\)"):
        drafted(config, page)
    assert files(config.root) == {"config.yaml", "pier.html"}


def test_a_config_that_does_not_exist_begins_a_new_base(tmp_path: Path) -> None:
    config = tmp_path / "new" / "base" / "config.yaml"
    article = tmp_path / "pier.md"
    article.write_text(MARKDOWN, "utf-8")
    _, told, _ = run_command("draft", article, "--config", config, now=NOW)

    assert f"Wrote {config}" in told.splitlines()
    assert [line for line in told.splitlines() if "schema" in line] == [f"Wrote {config.parent / 'knowledge/schema'}"]
    assert load_config(config).knowledge == config.parent / "knowledge"
    assert (config.parent / "seeds/pier.txt").exists()


def test_a_draft_that_fails_leaves_no_new_config(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such file"):
        run_command("draft", tmp_path / "gone.txt", "--config", tmp_path / "new/base/config.yaml", now=NOW)

    assert list(tmp_path.iterdir()) == []


class _Closed(io.StringIO):
    """An output that nobody reads any more."""

    def write(self, _text: str, /) -> int:
        raise BrokenPipeError


class _Interrupted(io.StringIO):
    """An output at whose first text the user presses Ctrl-C."""

    def write(self, _text: str, /) -> int:
        raise KeyboardInterrupt


@pytest.mark.parametrize("output", [_Closed(), _Interrupted()])
def test_a_new_base_stays_whole_when_its_output_ends(tmp_path: Path, output: io.StringIO) -> None:
    config, article = tmp_path / "new" / "config.yaml", tmp_path / "pier.md"
    article.write_text(MARKDOWN, "utf-8")
    parsed = parse(["draft", str(article), "--config", str(config)])
    context = ProcessContext(
        env={}, stdin=io.StringIO(), stdout=output, stderr=io.StringIO(), now=lambda: NOW, program="bot"
    )
    with pytest.raises((BrokenPipeError, KeyboardInterrupt)):
        parsed.run(parsed, context)

    assert load_config(config).knowledge == config.parent / "knowledge"
    assert (config.parent / "seeds/pier.txt").exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--publisher", "The Post"), "where it was published, or when (url, published). Fill them in"),
        (("--publisher", "The Post", "--published", "2025-03-05"), "where it was published (url). Fill it in"),
        (("--url", "https://example.org/pier"), "who published it, or when (publisher, published). Fill them in"),
    ],
)
def test_what_the_article_does_not_say_is_left_to_the_review(
    config: Config, options: tuple[str, ...], told: str
) -> None:
    source = saved(config, "pier.txt", "The pier closed on 4 March 2025 after a storm hit Ostrand.\n")

    assert f"The article does not say {told} during the review.\n" in drafted(config, source, *options)


def test_what_to_do_next_and_how_much_is_left_are_said_after_a_draft(config: Config) -> None:
    told = drafted(config, saved(config, "pier.txt", "The pier closed on 4 March 2025 after a storm hit Ostrand.\n"))
    option = f"--config {config.root / 'config.yaml'}"

    assert re.search(r"guesses marked # TODO: 1 source,(?: \d+ \w+,)* 1 fact(?:, \d+ \w+)*\.\n", told)
    assert (
        "The article does not say who published it, or where, or when (publisher, url, published). "
        "Fill them in during the review.\n"
    ) in told
    assert f"Next: python -m bot review {option} goes through the draft" in told
    assert f"To see what is left, and what is wrong: python -m bot check {option}" in told
