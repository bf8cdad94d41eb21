from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import drafts
import pytest
import yaml
from bases import SEED, write_base
from commands import run_command

from bot.config import Config, load_config
from bot.core.knowledge.loader import load_knowledge
from bot.core.knowledge.schema import json_schemas
from bot.errors import KnowledgeError, UsageError

SCHEMAS = {f"schema/{name}" for name in json_schemas()}
CONFIG = "knowledge: knowledge\nseeds: seeds\n"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A folder with an article and nothing else."""
    return write(tmp_path, drafts.TEXT)


def write(folder: Path, content: str | bytes, name: str = "tide-clock.txt") -> Config:
    (folder / "seeds").mkdir(exist_ok=True)
    (folder / "seeds" / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    return load_config(folder / "config.yaml")


def drafted(config: Config, name: str = "tide-clock.txt", **options: str | Path) -> str:
    typed = (part for key, value in options.items() for part in (f"--{key}", value))
    code, out, _ = run_command("draft", config.seeds / name, *typed, "--config", config.root / "config.yaml")
    assert code == 0
    return out


def files(folder: Path) -> Mapping[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def confirm(folder: Path) -> None:
    """Delete every mark, as a curator does who finds each guess right."""
    for path in folder.rglob("*.yaml"):
        text = re.sub(r"  # TODO: [^\n]*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
        path.write_text(text, "utf-8")


def checked(config: Config) -> tuple[int, list[str]]:
    code, out, _ = run_command("check", "--todos", "--config", config.root / "config.yaml")
    return code, out.splitlines()


def marks(folder: Path, name: str) -> list[tuple[int, int]]:
    """Line and column of each mark of a file."""
    lines = (folder / name).read_text("utf-8").splitlines()
    return [(number, line.index("# TODO") + 1) for number, line in enumerate(lines, 1) if "# TODO" in line]


def test_a_draft_is_a_base_but_for_what_is_marked(config: Config) -> None:
    told = drafted(config)
    code, lines = checked(config)
    names = ("sources.yaml", "topics.yaml", "vocabulary.yaml", "unknowns.yaml", "facts/tide-clock.yaml")

    assert code == 1
    assert f"{sum(len(marks(config.knowledge, name)) for name in names)} guesses marked # TODO: " in told
    for name in names:
        found = [
            line.partition(f"/{name}:")[2].split(":")[:2]
            for line in lines
            if f"/{name}:" in line and "warning" not in line
        ]
        assert [(int(line), int(column)) for line, column in found] == marks(config.knowledge, name)
    assert lines[-3].startswith("31 TODOs and ")
    assert all("TODO" in line or ": warning: " in line for line in lines[:-3])


def test_a_drafted_vocabulary_has_a_place_for_both_kinds_of_groups(config: Config) -> None:
    drafted(config)
    lists = yaml.safe_load((config.knowledge / "vocabulary.yaml").read_text("utf-8"))

    assert (list(lists), lists["same"]) == (["names", "same", "near"], [])
    assert ["close", "shut", "closure"] in lists["near"]


def test_once_each_todo_is_deleted_the_base_has_no_errors(config: Config) -> None:
    drafted(config)
    confirm(config.knowledge)
    code, lines = checked(config)

    assert (code, lines[0]) == (0, "No errors, 2 warnings.")
    assert lines[1].startswith("12 facts with 15 quotes")
    assert "tide-clock: facts quote 12 of 12 sentences (100.0%)" in lines


def test_one_todo_that_is_left_is_refused_with_its_place(config: Config) -> None:
    drafted(config)
    facts = config.knowledge / "facts/tide-clock.yaml"
    (line,) = [line for line in facts.read_text("utf-8").splitlines() if 'statement: "The museum closed' in line]
    confirm(config.knowledge)
    facts.write_text(facts.read_text("utf-8").replace(line.partition("  #")[0], line), "utf-8")
    code, lines = checked(config)

    (todo,) = [line for line in lines[:-3] if ": warning: " not in line]

    assert code == 1
    assert re.fullmatch(
        r"\S+/knowledge/facts/tide-clock\.yaml:\d+:58: Not settled yet "
        r"\(are statement, standing and question right\? \(the text names …\)\. "
        r"Fix or confirm what this line says, then delete the comment # TODO\.",
        todo,
    )
    assert lines[-3].startswith("1 TODO and ")


def test_what_is_named_is_used_and_has_no_todo(config: Config) -> None:
    options = {"id": "varn", "title": "The tide clock", "publisher": "Varn Gazette", "url": "https://example.com/varn"}
    drafted(config, **options)
    confirm(config.knowledge)
    knowledge = load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds)
    source = knowledge.sources["varn"]

    assert (source.title, source.publisher, source.url) == tuple(options.values())[1:]
    assert {"Varn Gazette", "the night guard"} <= {fact.attribution for fact in knowledge.facts.values()}
    assert (config.knowledge / "facts/varn.yaml").exists()


def test_a_second_run_overwrites_nothing(config: Config) -> None:
    drafted(config)
    before = files(config.knowledge)

    with pytest.raises(UsageError, match=r"tide-clock\.yaml: exists, and draft does not overwrite files"):
        drafted(config)
    assert files(config.knowledge) == before


def test_in_an_existing_base_what_belongs_into_its_files_is_printed(tmp_path: Path) -> None:
    write_base(tmp_path)
    (tmp_path / "seeds/tide-clock.txt").write_text(drafts.TEXT, "utf-8")
    config = load_config(tmp_path / "config.yaml")
    before = files(config.knowledge)
    told = drafted(config, publisher="Varn Gazette")

    assert {name: files(config.knowledge)[name] for name in before} == before
    assert set(files(config.knowledge)) - set(before) == {"facts/tide-clock.yaml", *SCHEMAS}
    for name in ("sources", "topics", "vocabulary"):
        lines = told.partition(f"{name}.yaml exists and was not changed. Add this to it:\n\n")[2].partition("\n\n")[0]
        path = config.knowledge / f"{name}.yaml"
        # The vocabulary's names come first in the small base, its groups after them.
        path.write_text(path.read_text("utf-8").replace("same:", f"{lines}\nsame:") if name == "vocabulary"
                        else path.read_text("utf-8") + lines + "\n", "utf-8")  # fmt: skip
    confirm(config.knowledge)

    assert checked(config)[0] == 0
    assert "Ostrand" not in told.partition("vocabulary.yaml exists")[0]


def test_another_folder_may_be_named(config: Config, tmp_path: Path) -> None:
    drafted(config, out=tmp_path / "new/folder")

    assert set(files(tmp_path / "new/folder")) == {
        "sources.yaml", "topics.yaml", "vocabulary.yaml", "unknowns.yaml", "facts/tide-clock.yaml", *SCHEMAS
    }  # fmt: skip
    assert not config.knowledge.exists()


def test_each_schema_that_a_drafted_file_names_is_there(config: Config, tmp_path: Path) -> None:
    drafted(config, out=tmp_path / "new")
    drafted_files = list((tmp_path / "new").rglob("*.yaml"))
    named = [file.parent / file.read_text("utf-8").partition("$schema=")[2].split()[0] for file in drafted_files]

    assert len(named) == 5
    assert [schema for schema in named if not schema.is_file()] == []


def test_a_schema_that_is_there_is_not_changed(config: Config) -> None:
    schema = config.knowledge / "schema/facts.schema.json"
    schema.parent.mkdir(parents=True)
    schema.write_text("{}", "utf-8")
    drafted(config)

    assert schema.read_text("utf-8") == "{}"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        ("\ufeff\u200b\n".encode(), "is empty"),
        (b"The caf\xe9 is open today.", r"is not UTF-8 \(byte 0xE9 at offset 7\)"),
        (b"One headline\n\nAnother", "no sentence in it could be a fact"),
        (b"Is it dark? No.", "no sentence in it could be a fact"),
        (b"The bell rang once. " * 200, "no sentence in it could be a fact"),
        (b"x" * (2 * 1024 * 1024 + 1), "is larger than 2,097,152 bytes"),
    ],
)
def test_a_text_from_which_nothing_can_be_drafted_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    config = write(tmp_path, content)

    with pytest.raises(UsageError, match=sentence):
        drafted(config)
    assert not config.knowledge.exists()


def test_a_text_outside_of_the_seeds_is_copied_there(config: Config, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text(SEED, "utf-8")
    run_command("draft", config.seeds / "../elsewhere.txt", "--config", config.root / "config.yaml")

    assert (config.seeds / "elsewhere.txt").read_text("utf-8") == SEED


def test_a_link_out_of_the_seeds_is_not_followed(config: Config, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text(SEED, "utf-8")
    (config.seeds / "link.txt").symlink_to(tmp_path / "elsewhere.txt")

    with pytest.raises(UsageError, match=r"link\.txt: exists, and draft does not overwrite files"):
        run_command("draft", config.seeds / "link.txt", "--config", config.root / "config.yaml")


@pytest.mark.parametrize(("name", "sentence"), [("none.txt", "no such file"), ("", "It is not a file")])
def test_a_path_that_is_no_file_is_refused(config: Config, name: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        drafted(config, name)


@pytest.mark.parametrize(
    ("option", "value"), [("id", "No Id"), ("url", "varn.example"), ("title", "x" * 201), ("publisher", "x" * 101)]
)
def test_an_option_that_the_base_would_refuse_is_refused(config: Config, option: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"^--{option} '{value}' cannot be used; expected "):
        drafted(config, **{option: value})


def test_a_text_in_a_folder_of_the_seeds_keeps_its_name(config: Config) -> None:
    (config.seeds / "2031").mkdir()
    (config.seeds / "2031/Tide Clock.txt").write_text(drafts.TEXT, "utf-8")
    drafted(config, "2031/Tide Clock.txt")
    confirm(config.knowledge)

    assert checked(config)[0] == 0
    assert (config.knowledge / "facts/tide-clock.yaml").exists()


def test_words_that_are_yaml_stay_words(tmp_path: Path) -> None:
    text = (
        "“- &a *b !c: {d} [e] | > % @ ` # TODO: f,” said the \\keeper “at” noon: 'x'.\n\n"
        "The kee\x07per of the \u2060light said so to the town.\n\n"
        "The bell \x07 rang \u202e at \u2028 noon, the keeper of \x85 it said.\r\n"
    )
    config = write(tmp_path, text)
    drafted(config)

    problems = [line for line in checked(config)[1][:-3] if ": warning: " not in line]
    assert problems
    assert all("TODO" in line for line in problems)
    confirm(config.knowledge)

    assert checked(config)[0] == 0


def test_a_first_line_of_which_nothing_can_be_seen_is_no_title(tmp_path: Path) -> None:
    config = write(tmp_path, "\ufeff\n\nThe clock stops\n\nThe bell rang in the hall at noon.\n")
    drafted(config)
    confirm(config.knowledge)

    assert checked(config)[0] == 0
    assert 'title: "The clock stops"' in (config.knowledge / "sources.yaml").read_text("utf-8")


def test_a_draft_is_not_served(config: Config) -> None:
    drafted(config)

    with pytest.raises(KnowledgeError, match="Not settled yet"):
        load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds)


def test_what_is_wrong_with_the_text_is_a_warning_with_its_place(tmp_path: Path) -> None:
    config = write(tmp_path, drafts.TEXT.replace("The hall stays closed.", "The hall&nbsp;stays closed.", 1))
    place = (
        f"{config.seeds / 'tide-clock.txt'}:{drafts.TEXT[: drafts.TEXT.index('The hall stays')].count(chr(10)) + 1}:9"
    )

    assert (
        drafted(config).splitlines()[-1]
        == f"{place}: warning: '&nbsp;' is HTML, which readers see as it is; keep only its text."
    )


def test_single_line_ends_between_paragraphs_are_a_warning(tmp_path: Path) -> None:
    config = write(tmp_path, drafts.TEXT.replace("\n\n", "\n"))

    assert ":1:1: warning: 'the only paragraph' has " in drafted(config)
