from __future__ import annotations

import datetime as dt
import hashlib
import io
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from bases import SEED, SOURCES, write_base
from commands import run_command
from rankers import PROJECT
from web_servers import serving

from bot.core.knowledge.loader import load_knowledge
from bot.core.knowledge.model import Knowledge
from bot.curation import saving
from bot.curation.saving import NotWrittenError
from bot.errors import FetchError, KnowledgeError, UsageError

NOW = dt.datetime(2031, 4, 1, 12, tzinfo=dt.UTC)
SPOKEN = "“We saw the glass go at 2:40 a.m. and then nothing,”"
CHANGED = (
    SEED.replace(SPOKEN, SPOKEN.translate({ord("“"): '"', ord("”"): '"'}))
    .replace("which carries 200 passengers", "which carries 250 passengers")
    .replace("Until then", "The keeper is well, her office said.\n\nUntil then")
)
FIXED = '"We saw the glass go at 2:40 a.m. and then nothing," said the keeper, who was alone on the rock'


def updated(config: Path, source: str | Path, *typed: str, stdin: io.StringIO | None = None) -> tuple[int, str]:
    code, out, _ = run_command("update", source, *typed, "--config", config, stdin=stdin, now=NOW)
    return code, out


def saved(config: Path, text: str, name: str = "new.txt") -> Path:
    path = config.parent / name
    path.write_text(text, "utf-8")
    return path


def files(folder: Path) -> Mapping[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def loaded(folder: Path) -> Knowledge:
    return load_knowledge(root=folder, knowledge=folder / "knowledge", seeds=folder / "seeds")


def test_a_dry_run_shows_the_words_that_changed_and_what_becomes_of_each_quote(config: Path) -> None:
    new = saved(config, CHANGED)
    before = files(config.parent)
    code, out = updated(config, new)

    assert code == 0
    light = config.parent / "knowledge/facts/light.yaml"
    spoken = '[-“-]{+"+}We saw the glass go at 2:40 a.m. and then nothing,[-”-]{+"+}'
    keeper = f"{spoken} said the keeper, who was alone on the rock"
    ferry = "Until then the ferry Petrel, which carries [-200-]{+250+} passengers, runs only by day, its"
    assert out == (
        "Read as text: 7 paragraphs, 149 words.\n\n"
        "3 places changed:\n"
        f"  line 7: {keeper}. A boat took her off at noon.\n"
        "  line 11: {+The keeper is well, her office said.+}\n"
        f"  line 13: {ferry} …\n\n"
        "12 quotes: 9 unchanged, 1 moved, 2 changed with a sure fix.\n"
        f"{config.parent / 'knowledge/facts/ferry.yaml'}:9: ferry-by-day: fixed:\n    {ferry} owners said\n"
        f"{light}:74: keeper-saw: fixed:\n    {keeper}\n\n"
        "Nothing was written. Add --apply to write 5 files.\n"
    )
    assert files(config.parent) == before


def test_what_is_sure_is_applied_at_once_and_nothing_else_in_the_files_changes(config: Path) -> None:
    before = files(config.parent)
    code, out = updated(config, saved(config, CHANGED), "--apply")
    after, folder = files(config.parent), config.parent

    assert code == 0
    assert "Wrote " + str(folder / "seeds/grey-skerry.2031-04-01.txt") + " (the earlier text)\n" in out
    assert after["seeds/grey-skerry.txt"].decode() == CHANGED
    assert after["seeds/grey-skerry.2031-04-01.txt"].decode() == SEED
    light = before["knowledge/facts/light.yaml"].decode().splitlines()
    now = after["knowledge/facts/light.yaml"].decode().splitlines()
    assert [(old, new) for old, new in zip(light, now, strict=True) if old != new] == [
        (light[73], '      exact: "' + FIXED.replace('"', '\\"') + '"')
    ]
    digests = [hashlib.sha256(text.encode()).hexdigest() for text in (CHANGED, SEED)]
    sources = before["knowledge/sources.yaml"].decode().replace(digests[1], digests[0])
    assert after["knowledge/sources.yaml"].decode() == sources + (
        "  retrieved: 2031-04-01\n"
        "  previous:\n"
        '    - file: "grey-skerry.2031-04-01.txt"\n'
        f'      sha256: "{digests[1]}"\n'
        "      replaced: 2031-04-01\n"
    )
    facts = loaded(folder).facts
    assert facts["keeper-saw"].quotes[0].exact == FIXED
    assert {key: fact.quotes[0].changed for key, fact in facts.items() if fact.quotes[0].changed} == {
        "ferry-by-day": dt.date(2031, 4, 1)
    }


def test_a_second_change_of_the_same_day_keeps_both_earlier_texts(config: Path) -> None:
    updated(config, saved(config, CHANGED), "--apply")
    assert updated(config, saved(config, CHANGED)) == (
        0, "Read as text: 7 paragraphs, 149 words.\nostrand-post: the text is as it was.\n"
    )  # fmt: skip
    updated(config, saved(config, CHANGED.replace("21 nautical", "22 nautical")), "--apply")

    seeds = config.parent / "seeds"
    assert (seeds / "grey-skerry.2031-04-01.txt").read_text("utf-8") == SEED
    assert (seeds / "grey-skerry.2031-04-01-2.txt").read_text("utf-8") == CHANGED


def test_a_statement_with_the_old_number_is_left_as_an_error(config: Path) -> None:
    code, out = updated(config, saved(config, SEED.replace("Waves of 11", "Waves of 12")), "--apply")

    assert code == 1
    light = config.parent / "knowledge/facts/light.yaml"
    assert (
        "1 problem left for you, with the lines as they are after the update:\n"
        f"{light}:17:14: The publisher has changed the text, as seen on 2031-04-01: '11' was in the quote and is not "
    ) in out
    assert 'exact: "Waves of 12 metres' in light.read_text("utf-8")
    checked, told, _ = run_command("check", "--config", config)
    assert checked == 1
    assert f"{light}:17:14: The publisher has changed the text" in told


def test_a_quote_that_is_gone_is_left_with_its_place(config: Path) -> None:
    new = SEED.replace(" Builders in Ostrand doubt the sum: they expect twice as much.", "")
    code, out = updated(config, saved(config, new))

    repair = config.parent / "knowledge/facts/repair.yaml"
    assert code == 1
    assert "11 unchanged, 1 gone." in out
    assert f"{repair}:34: cost-doubted: gone, and nothing is similar: Builders in Ostrand doubt the sum" in out
    assert f"{repair}:34:14: The quote is not in grey-skerry.txt" in out


def test_a_changed_negation_has_to_be_looked_at(config: Path) -> None:
    code, out = updated(config, saved(config, SEED.replace("It was first lit", "It was not first lit")))

    assert code == 1
    assert "A negation changed: look whether the statement still holds." in out


def test_a_passage_that_needs_no_quote_and_is_gone_is_removed(config: Path) -> None:
    new = SEED.replace("Grey Skerry goes dark\n\n", "")
    code, out = updated(config, saved(config, new), "--apply")

    assert code == 0
    assert "gone, and so removed from 'unquoted': Grey Skerry goes dark" in out
    assert loaded(config.parent).sources["ostrand-post"].unquoted == ()


def test_a_text_that_was_edited_in_place_is_taken_over_without_its_earlier_text(config: Path) -> None:
    seed = saved(config, CHANGED, "seeds/grey-skerry.txt")
    code, out = updated(config, seed, "--apply")

    assert code == 0
    assert "was edited in place, so its earlier text is not known: no comparison, and none is kept." in out
    assert loaded(config.parent).facts["keeper-saw"].quotes[0].exact == FIXED
    assert {name for name in files(config.parent) if name.startswith("seeds/")} == {"seeds/grey-skerry.txt"}


def test_a_base_text_that_is_not_the_checked_one_is_refused(config: Path) -> None:
    saved(config, f"{SEED}\nMore.", "seeds/grey-skerry.txt")

    with pytest.raises(UsageError, match=r"seeds/grey-skerry\.txt: is not the text that the base was checked with"):
        updated(config, saved(config, CHANGED))


@pytest.mark.parametrize("broken", [b"\xef\xbb\xbf", b"- {\n"])
def test_nothing_is_updated_while_a_file_of_facts_cannot_be_read(config: Path, broken: bytes) -> None:
    path = next((config.parent / "knowledge" / "facts").glob("*.yaml"))
    path.write_bytes(broken + path.read_bytes())
    new = saved(config, CHANGED)
    before = files(config.parent)

    with pytest.raises(KnowledgeError, match=rf"^knowledge/facts/{path.name}:"):
        updated(config, new, "--apply")
    assert files(config.parent) == before


@pytest.mark.parametrize("failing", range(5))
def test_when_a_file_cannot_be_written_all_stay_as_they_were(
    config: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    new = saved(config, CHANGED)
    before, written, put = files(config.parent), [], saving._put

    def full(path: Path, staged: Path | None) -> None:
        written.append(path)
        if len(written) == failing + 1:
            raise OSError(28, "No space left on device")
        put(path, staged)

    monkeypatch.setattr(saving, "_put", full)
    with pytest.raises(NotWrittenError, match=r"cannot be written \(No space left on device\); nothing was changed"):
        updated(config, new, "--apply")

    assert files(config.parent) == before


def test_nothing_is_written_over_an_edit_made_meanwhile(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = saved(config, CHANGED)
    light = config.parent / "knowledge/facts/light.yaml"
    edited = light.read_bytes() + b"\n# Somebody else's edit.\n"
    monkeypatch.setattr("bot.cli.update.text_warnings", lambda *_, **__: light.write_bytes(edited) and ())

    with pytest.raises(saving.ChangedOnDiskError):
        updated(config, new, "--apply")
    assert light.read_bytes() == edited
    assert (config.parent / "seeds/grey-skerry.txt").read_text("utf-8") == SEED


TWO = SOURCES + SOURCES.replace("ostrand-post", "ostrand-news").replace('grey-skerry"', 'other"')


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        (
            "new.txt",
            (),
            "it is not clear which source this is. Name one with --id; the base has ostrand-post,",
        ),
        ("new.txt", ("--id", "nobody"), "no source has the id nobody. Name one with --id"),
        ("new.txt", ("--id", "ostrand-news"), None),
        ("ostrand-news.txt", (), None),
    ],
)
def test_the_source_is_the_named_one_or_that_with_this_name(
    tmp_path: Path, name: str, typed: tuple[str, ...], said: str | None
) -> None:
    config = write_base(tmp_path, {"knowledge/sources.yaml": TWO})
    new = saved(config, CHANGED, name)
    if said is None:
        assert "0 quotes: none." in updated(config, new, *typed)[1]
        return
    with pytest.raises(UsageError, match=said):
        updated(config, new, *typed)


def test_a_source_is_found_by_the_address_of_its_page(tmp_path: Path) -> None:
    page = "".join(f"<p>{part}</p>" for part in CHANGED.split("\n\n")[1:])
    with serving(
        {"/news": f"<html><body><article><h1>Grey Skerry goes dark</h1>{page}</article></body></html>"}
    ) as server:
        config = write_base(
            tmp_path, {"knowledge/sources.yaml": TWO.replace("https://example.com/other", f"{server}/news")}
        )
        with pytest.raises(FetchError):
            updated(config, f"{server}/news")
        _, out = updated(config, f"{server}/news", "--allow-private", "--apply")

    assert "0 quotes: none." in out
    assert 'original_sha256: "' in (tmp_path / "knowledge/sources.yaml").read_text("utf-8")


def test_a_new_version_may_come_from_standard_input(config: Path) -> None:
    assert "2 changed with a sure fix" in updated(config, "-", stdin=io.StringIO(CHANGED))[1]


def test_all_quotes_of_the_shipped_base_survive_a_change_of_quotation_marks(tmp_path: Path) -> None:
    for name in ("knowledge", "seeds"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "config.yaml", tmp_path)
    (seed,) = (tmp_path / "seeds").iterdir()
    straight = seed.read_text("utf-8").translate(str.maketrans("“”‘’", "\"\"''"))
    needed = sum(quote.exact not in straight for fact in loaded(tmp_path).facts.values() for quote in fact.quotes)
    code, out = updated(tmp_path / "config.yaml", saved(tmp_path / "config.yaml", straight), "--apply")

    assert code == 0
    assert f"{needed} changed with a sure fix.\n" in out
    assert needed > 50
    assert not any(quote.changed for fact in loaded(tmp_path).facts.values() for quote in fact.quotes)
