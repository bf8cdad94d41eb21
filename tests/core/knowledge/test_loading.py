from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from bases import FERRY, LIGHT, REPAIR, SEED, SOURCES, TOPICS, UNKNOWNS, VOCABULARY, write_base

from bot.core.knowledge import loader
from bot.core.knowledge.files import DiskFolder, revision
from bot.core.knowledge.loader import load_knowledge
from bot.core.knowledge.model import EntityKind, Knowledge, LoadedBase, Standing
from bot.core.knowledge.yaml_reader import MAX_DEPTH, MAX_PROBLEMS
from bot.core.text.foreign_words import Language
from bot.errors import KnowledgeError

SHA256 = hashlib.sha256(SEED.encode()).hexdigest()
OVER_TWO = "light.yaml:25:14: The quote runs over the end of a paragraph; make it one quote for each paragraph:"
FACTS = {"light": LIGHT, "repair": REPAIR, "ferry": FERRY}


def load(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Knowledge:
    write_base(folder, files)
    return load_knowledge(root=folder, knowledge=folder / "knowledge", seeds=folder / "seeds")


def problems(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> list[str]:
    with pytest.raises(KnowledgeError) as raised:
        load(folder, files)
    return [str(problem) for problem in raised.value.problems]


def changed(name: str, right: str, wrong: str) -> dict[str, str | bytes | None]:
    """The file of facts with one place changed."""
    assert right in FACTS[name]
    return {f"knowledge/facts/{name}.yaml": FACTS[name].replace(right, wrong, 1)}


def test_a_base_loads_whole(tmp_path: Path) -> None:
    knowledge = load(tmp_path)

    assert list(knowledge.sources) == ["ostrand-post"]
    assert list(knowledge.topics) == ["light", "repair", "ferry"]
    assert knowledge.vocabulary.names[0].kind is EntityKind.PLACE
    assert knowledge.vocabulary.same[0] == ("lighthouse", "light", "beacon")
    assert knowledge.unknowns["storm-name"].nearest == ("dark-since", "wave-height")
    assert knowledge.disputing["repair-cost"] == ("cost-doubted",)


def test_a_fact_arrives_as_it_was_written(tmp_path: Path) -> None:
    fact = load(tmp_path).facts["dark-since"]

    assert fact.when == dt.date(2031, 3, 4)
    assert fact.standing is Standing.REPORTED
    assert (fact.importance, fact.topics, fact.related) == (3, ("light",), ("wave-height",))
    assert len(fact.questions) == 3


def test_every_quote_is_located_in_its_source(tmp_path: Path) -> None:
    knowledge = load(tmp_path)

    for fact in knowledge.facts.values():
        for quote in fact.quotes:
            source = knowledge.sources[quote.source]
            paragraph = source.paragraphs[quote.paragraph - 1]
            assert source.text[quote.start : quote.end] == quote.exact
            assert paragraph.start <= quote.start < quote.end <= paragraph.end


def test_facts_keep_the_order_of_their_files_names(tmp_path: Path) -> None:
    facts = list(load(tmp_path).facts)

    assert [facts[0], facts[2], facts[-1]] == ["ferry-by-day", "dark-since", "cost-doubted"]


def test_facts_may_be_in_folders(tmp_path: Path) -> None:
    files = {"knowledge/facts/ferry.yaml": None, "knowledge/facts/sea/ferry.yaml": FERRY}

    assert "ferry-by-day" in load(tmp_path, files).facts


def test_only_sources_and_facts_are_needed(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = dict.fromkeys(
        ["knowledge/topics.yaml", "knowledge/vocabulary.yaml", "knowledge/unknowns.yaml"]
    )
    knowledge = load(tmp_path, files)

    assert {topic.title for topic in knowledge.topics.values()} == {"light", "repair", "ferry"}
    assert (knowledge.vocabulary.names, knowledge.unknowns) == ((), {})


def test_the_same_files_have_the_same_revision_in_any_folder(tmp_path: Path) -> None:
    first, second = load(tmp_path / "one"), load(tmp_path / "two")
    third = load(tmp_path / "three", changed("light", "importance: 3", "importance: 2"))

    assert first.revision == second.revision != third.revision


def test_the_revision_distinguishes_names_from_contents() -> None:
    assert len({revision({"a": b"bc"}), revision({"ab": b"c"}), revision({"a": b"b", "c": b""})}) == 3


def test_the_revision_does_not_depend_on_the_order_of_reading() -> None:
    assert revision({"a": b"1", "b": b"2"}) == revision({"b": b"2", "a": b"1"})


MISTAKES: dict[str, tuple[Mapping[str, str | bytes | None], str]] = {
    "a topic misspelt": (
        changed("light", "[light]", "[ligth]"),
        "light.yaml:3:12: 'ligth' is not the id of a topic in topics.yaml. Did you mean 'light'?",
    ),
    "a related fact misspelt": (
        changed("light", "related: [wave-height]", "related: [wave-heigth]"),
        "light.yaml:15:13: 'wave-heigth' is not the id of a fact. Did you mean 'wave-height'?",
    ),
    "a disputed fact misspelt": (
        changed("repair", "disputes: [repair-cost]", "disputes: [repair-costs]"),
        "'repair-costs' is not the id of a fact. Did you mean 'repair-cost'?",
    ),
    "a source misspelt": (
        changed("light", "source: ostrand-post", "source: ostrand"),
        "light.yaml:9:15: 'ostrand' is not the id of a source in sources.yaml. Did you mean 'ostrand-post'?",
    ),
    "a source unlike any": (
        changed("light", "source: ostrand-post", "source: cnn"),
        "light.yaml:9:15: 'cnn' is not the id of a source in sources.yaml. Known sources: ostrand-post.",
    ),
    "a topic unlike any": (
        changed("light", "[light]", "[zzz]"),
        "light.yaml:3:12: 'zzz' is not the id of a topic in topics.yaml. Known topics: ferry, light, repair.",
    ),
    "a nearest fact misspelt": (
        {"knowledge/unknowns.yaml": UNKNOWNS.replace("[keeper-saw]", "[keeper-sawn]")},
        "unknowns.yaml:9:13: 'keeper-sawn' is not the id of a fact. Did you mean 'keeper-saw'?",
    ),
    "a nearest unknown": (
        {"knowledge/unknowns.yaml": UNKNOWNS.replace("[keeper-saw]", "[storm-name]")},
        "unknowns.yaml:9:13: 'storm-name' is not the id of a fact.",
    ),
    "an id used twice": (
        changed("light", "id: wave-height", "id: dark-since"),
        "light.yaml:16:7: The id 'dark-since' is already used in knowledge/facts/light.yaml:1;",
    ),
    "an id of a fact and an unknown": (
        {"knowledge/unknowns.yaml": UNKNOWNS.replace("id: storm-name", "id: lamp-range")},
        "unknowns.yaml:1:7: The id 'lamp-range' is already used in knowledge/facts/light.yaml:",
    ),
    "a topic listed twice": (
        {"knowledge/topics.yaml": TOPICS + '- id: light\n  title: "Again"\n'},
        "topics.yaml:9:7: The id 'light' is already used in knowledge/topics.yaml:1;",
    ),
    "a name listed twice": (
        {"knowledge/vocabulary.yaml": VOCABULARY.replace('name: "Petrel"', 'name: "Grey Skerry"')},
        "vocabulary.yaml:8:11: The name 'Grey Skerry' is already used in knowledge/vocabulary.yaml:2;",
    ),
    "a question of two facts": (
        changed("ferry", '"when does the Petrel run"', '"What did the BUOY measure?"'),
        "light.yaml:28:7: This question is also used by 'ferry-by-day', knowledge/facts/ferry.yaml:12;",
    ),
    "a question twice in one fact": (
        changed("ferry", '"when does the Petrel run"', '"Does the ferry still run in the evening?"'),
        "ferry.yaml:12:7: This question is also used by 'ferry-by-day', knowledge/facts/ferry.yaml:10;",
    ),
    "a question of a fact and an unknown": (
        changed("ferry", '"when does the Petrel run"', '"how old is the keeper"'),
        "unknowns.yaml:8:13: This question is also used by 'ferry-by-day', knowledge/facts/ferry.yaml:12;",
    ),
    "a fact related to itself": (
        changed("light", "related: [wave-height]", "related: [dark-since]"),
        "light.yaml:15:13: A fact cannot name itself here",
    ),
    "a fact that disputes itself": (
        changed("repair", "disputes: [repair-cost]", "disputes: [cost-doubted, repair-cost]"),
        "A fact cannot name itself here",
    ),
    "an id twice in a list": (
        changed("light", "related: [wave-height]", "related: [wave-height, wave-height]"),
        "light.yaml:15:26: 'wave-height' is already in this list",
    ),
    "a disputed fact that nothing stands against": (
        changed("repair", "  disputes: [repair-cost]\n", ""),
        "repair.yaml:5:13: A disputed fact needs the facts that dispute it",
    ),
    "a quote in other characters": (
        changed("ferry", "on 3\\u202FMarch", "on 3 March"),
        'exact: "Its last evening crossing was on 3\\u202FMarch"',
    ),
    "a quote in other words": (
        changed("light", "Tuesday, 4 March 2031, when a storm", "Tuesday, 4 March 2031, when the storm"),
        "2031, when [-the-]{+a+} storm broke its lamp room",
    ),
    "a quote from nowhere": (
        changed(
            "light", "Waves of 11 metres were measured that night by the weather buoy off Ostrand", "Zyx qwv 77 jjkk"
        ),
        "light.yaml:25:14: The quote is not in grey-skerry.txt, and no passage is similar",
    ),
    "a quote that occurs twice": (
        changed("light", "The lamp, which could be seen for 21 nautical miles", "Ostrand"),
        "The quote occurs 2 times in grey-skerry.txt (lines 3, 9);",
    ),
    "a quote with a wrong prefix": (
        changed("ferry", "3\\u202FMarch", '3\\u202FMarch"\n      prefix: "and '),
        "ferry.yaml:24:15: The quote is in grey-skerry.txt (line 11), but not with this prefix and suffix;",
    ),
    "a quote over two paragraphs": (
        changed("light", "by the weather buoy off Ostrand", "by the weather buoy off Ostrand.\\n\\nThe lamp"),
        OVER_TWO
        + """
    - source: ostrand-post
      exact: "Waves of 11 metres were measured that night by the weather buoy off Ostrand."
    - source: ostrand-post
      exact: "The lamp\"""",
    ),
    "a quote in other characters over two paragraphs": (
        changed("light", "by the weather buoy off Ostrand", "by the weather buoy off Ostrand. The lamp"),
        """make it one quote for each paragraph:
    - source: ostrand-post
      exact: "Waves of 11 metres were measured that night by the weather buoy off Ostrand."
    - source: ostrand-post
      exact: "The lamp\"""",
    ),
    "a passage set aside in other characters over two paragraphs": (
        {"knowledge/sources.yaml": SOURCES.replace('dark"\n      reason', 'dark The lighthouse"\n      reason')},
        'so that it reads:\n    exact: "Grey Skerry goes dark\\n\\nThe lighthouse"',
    ),
    "a tab": (
        changed("light", "  importance: 3\n", "\timportance: 3\n"),
        "light.yaml:7:1: A tab; indent with spaces",
    ),
    "a passage set aside that is not there": (
        {"knowledge/sources.yaml": SOURCES.replace('exact: "Grey Skerry goes', 'exact: "Grey Skerry went')},
        "sources.yaml:9:14: The quote is not in grey-skerry.txt.",
    ),
    "a seed that has changed": (
        {"knowledge/sources.yaml": SOURCES.replace("{sha256}", "0" * 64)},
        "sources.yaml:6:11: The text grey-skerry.txt is not the one that was checked: its SHA-256 is ",
    ),
    "a hash that was left to be filled in": (
        {"knowledge/sources.yaml": SOURCES.replace("{sha256}", "…")},
        f"sources.yaml:6:11: The text grey-skerry.txt is not the one that was checked: its SHA-256 is {SHA256}.",
    ),
    "a hash that is cut": (
        {"knowledge/sources.yaml": SOURCES.replace("{sha256}", SHA256[:-1])},
        f"sources.yaml:6:11: The text grey-skerry.txt is not the one that was checked: its SHA-256 is {SHA256}.",
    ),
    "no hash": (
        {"knowledge/sources.yaml": SOURCES.replace('"{sha256}"', "")},
        f"its SHA-256 is {SHA256}.",
    ),
    "a seed that is not there": (
        {"knowledge/sources.yaml": SOURCES.replace("file: grey-skerry", "file: grey-sky")},
        "sources.yaml:5:9: The text seeds/grey-sky.txt: There is no such file.",
    ),
    "a seed outside its folder": (
        {"knowledge/sources.yaml": SOURCES.replace("file: grey-skerry.txt", "file: ../config.yaml")},
        "It is outside seeds/; put the file itself there.",
    ),
    "a seed that is a folder": (
        {"knowledge/sources.yaml": SOURCES.replace("file: grey-skerry.txt", "file: .")},
        "sources.yaml:5:9: The text seeds: It is not a file.",
    ),
    "a seed that is not UTF-8": (
        {"seeds/grey-skerry.txt": SEED.encode("cp1252", "replace")},
        "sources.yaml:5:9: The text grey-skerry.txt is not UTF-8: byte 0x93 at offset",
    ),
    "no sources": (
        {"knowledge/sources.yaml": None},
        "knowledge/sources.yaml:1:1: The file is missing; list the documents that facts quote in it.",
    ),
    "no facts": (
        {f"knowledge/facts/{name}.yaml": None for name in FACTS},
        "knowledge/facts:1:1: There are no facts",
    ),
    "a file in the wrong place": (
        {"knowledge/topic.yaml": TOPICS},
        "knowledge/topic.yaml:1:1: The file is not read: put facts into facts/. Did you mean 'topics.yaml'?",
    ),
    "a file with another ending": (
        {"knowledge/facts/more.yml": FERRY},
        "knowledge/facts/more.yml:1:1: The file is not read: end its name in .yaml.",
    ),
    "an empty file": (
        {"knowledge/vocabulary.yaml": ""},
        "knowledge/vocabulary.yaml:1:1: The file is empty; write its first entry or delete the file.",
    ),
    "a key twice": (
        changed("light", "  importance: 3\n", "  importance: 3\n  importance: 2\n"),
        "knowledge/facts/light.yaml:8:3: The key 'importance' is already in this mapping",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_a_problem_with_its_place_and_the_fix(name: str, tmp_path: Path) -> None:
    files, expected = MISTAKES[name]
    found = problems(tmp_path, files)

    assert any(expected in problem for problem in found), found


def load_file_by_file(folder: Path) -> LoadedBase:
    curated, seeds = (DiskFolder(path=folder / name, root=folder) for name in ("knowledge", "seeds"))
    return loader.load(curated=curated, seeds=seeds, placed=False)


@pytest.mark.parametrize("name", MISTAKES)
def test_files_that_are_forgotten_once_they_are_read_hide_no_mistake(name: str, tmp_path: Path) -> None:
    write_base(tmp_path, MISTAKES[name][0])

    with pytest.raises(KnowledgeError):
        load_file_by_file(tmp_path)


def test_a_base_that_is_read_file_by_file_is_the_one_that_is_read_whole(tmp_path: Path) -> None:
    whole = load(tmp_path)

    found = load_file_by_file(tmp_path)

    assert found.knowledge == whole
    assert list(found.knowledge.facts) == list(whole.facts)
    assert {name: file.facts for name, file in found.fact_files.items()} == {
        f"facts/{name}.yaml": text.count("- id:") for name, text in FACTS.items()
    }


ALONE = sorted(
    MISTAKES.keys() - {"an id used twice", "an id of a fact and an unknown", "no facts", "a seed outside its folder"}
)


@pytest.mark.parametrize("name", ALONE)
def test_a_mistake_draws_no_other_problems_after_it(name: str, tmp_path: Path) -> None:
    files, _ = MISTAKES[name]

    assert len(problems(tmp_path, files)) == 1


SHAPE_ERRORS = {
    "knowledge/facts/": (r"importance: \d", "importance: 9"),
    "knowledge/sources.yaml": (r'url: "https', 'url: "no'),
    "knowledge/topics.yaml": (r'title: "[^"]*"', 'title: ""'),
    "knowledge/unknowns.yaml": (r'statement: "[^"]*"', 'statement: ""'),
    "knowledge/vocabulary.yaml": (r"kind: \w+", "kind: town"),
}
"""For the names of files: a place in each of their entries, and what does not fit the format there."""

IN_ENTRIES = [
    name
    for name in MISTAKES
    if name not in {"a key twice", "a tab", "an empty file", "no facts", "no sources"}
    and any(changed_file.startswith(tuple(SHAPE_ERRORS)) for changed_file in MISTAKES[name][0])
    and not any(changed_file.endswith(".yml") for changed_file in MISTAKES[name][0])
]


def with_shape_errors(files: Mapping[str, str | bytes | None]) -> tuple[dict[str, str | bytes | None], int]:
    """The files with a shape error in each entry, and how many that are."""
    broken: dict[str, str | bytes | None] = {}
    number = 0
    for name, text in files.items():
        right, wrong = next(pair for start, pair in SHAPE_ERRORS.items() if name.startswith(start))
        assert isinstance(text, str)
        broken[name], found = re.subn(right, wrong, text)
        number += found
    assert number
    return broken, number


@pytest.mark.parametrize("name", IN_ENTRIES)
def test_a_shape_error_hides_no_other_mistake_of_its_entry_and_draws_none(name: str, tmp_path: Path) -> None:
    files, expected = MISTAKES[name]
    alone = problems(tmp_path / "alone", files)
    broken, number = with_shape_errors(files)
    found = problems(tmp_path / "broken", broken)

    assert any(expected in problem for problem in found), found
    assert len(found) == len(alone) + number, found


def test_quotes_are_anchored_in_a_source_whose_entry_has_a_shape_error(tmp_path: Path) -> None:
    wrong_quote, expected = MISTAKES["a quote in other words"]
    broken, _ = with_shape_errors({"knowledge/sources.yaml": SOURCES})

    url, quote = sorted(problems(tmp_path, {**wrong_quote, **broken}), key=len)

    assert "url: found 'no://example.com/grey-skerry'" in url
    assert expected in quote


def test_of_a_list_that_is_far_too_long_only_the_first_items_are_checked(tmp_path: Path) -> None:
    links = ", ".join(["last-evening-crosing"] * 1000)

    assert len(problems(tmp_path, changed("ferry", "[last-evening-crossing]", f"[{links}]"))) == 1 + MAX_PROBLEMS


def test_a_fact_that_cannot_be_read_whole_still_disputes_another(tmp_path: Path) -> None:
    broken, number = with_shape_errors({"knowledge/facts/repair.yaml": REPAIR})

    assert len(problems(tmp_path, broken)) == number


@pytest.mark.parametrize(("right", "wrong"), [("disputes: [", "dispute: ["), ("[repair-cost]", "{repair-cost}")])
def test_a_disputes_list_that_cannot_be_read_draws_no_problem_of_the_disputed_fact(
    right: str, wrong: str, tmp_path: Path
) -> None:
    assert len(problems(tmp_path, changed("repair", right, wrong))) == 1


def test_all_problems_of_all_files_are_reported_in_one_run_in_order_of_place(tmp_path: Path) -> None:
    files = {
        **changed("ferry", "on 3\\u202FMarch", "on 3 March"),
        **changed("light", "standing: reported", "standing: sure"),
        **changed("repair", "disputes: [repair-cost]", "disputes: [repair-costs]"),
        "knowledge/unknowns.yaml": "- id: &a x\n\t",
        "knowledge/vocabulary.yaml": "names: 3\n",
        "knowledge/topics.yaml": TOPICS.replace("title:", "titel:", 1),
    }
    found = problems(tmp_path, files)

    places = [problem.split(":")[0].removeprefix("knowledge/") for problem in found]
    assert places == [
        "facts/ferry.yaml",
        "facts/light.yaml",
        "facts/repair.yaml",
        "topics.yaml",
        "topics.yaml",
        *["unknowns.yaml"] * 4,
        "vocabulary.yaml",
    ]


def test_groups_outside_of_same_and_near_are_refused_with_what_to_do(tmp_path: Path) -> None:
    unmarked = VOCABULARY.replace("same:", "groups:")
    (problem,) = problems(tmp_path, {"knowledge/vocabulary.yaml": unmarked})

    assert problem == (
        "knowledge/vocabulary.yaml:11:1: The key 'groups' is no longer used: put each group under 'same' if its words "
        "can replace each other without a change of meaning, otherwise under 'near'; only words under 'same' prove a "
        "sentence."
    )


TRANSLATIONS = """\
translations:
  - word: "lighthouse"
    de: ["Leuchtturm"]
    fr: ["phare"]
  - word: "lamp"
    de: ["Lampe"]
"""


def test_translations_are_read_by_language(tmp_path: Path) -> None:
    knowledge = load(tmp_path, {"knowledge/vocabulary.yaml": VOCABULARY + TRANSLATIONS})
    lighthouse, lamp = knowledge.vocabulary.translations

    assert (lighthouse.word, lighthouse.phrases[Language.GERMAN], lighthouse.phrases[Language.FRENCH]) == (
        "lighthouse", ("Leuchtturm",), ("phare",)
    )  # fmt: skip
    assert lamp.phrases[Language.PORTUGUESE] == ()


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        (
            "Lampe",
            "leuchtturm",
            (
                "vocabulary.yaml:19:10: 'leuchtturm' is already read as 'lighthouse', knowledge/vocabulary.yaml:16; "
                "it can be read as one word only: remove one of them."
            ),
        ),
        (
            'word: "lamp"',
            'word: "lighthouse"',
            (
                "vocabulary.yaml:18:11: The word 'lighthouse' is already used in knowledge/vocabulary.yaml:15; "
                "each needs its own."
            ),
        ),
        ("    fr:", "    it:", "vocabulary.yaml:17:5: The key 'it' is not known here. Known keys: word, de, fr, pt."),
    ],
)
def test_a_mistake_in_the_translations_is_shown(right: str, wrong: str, message: str, tmp_path: Path) -> None:
    written = VOCABULARY + TRANSLATIONS.replace(right, wrong)

    assert problems(tmp_path, {"knowledge/vocabulary.yaml": written}) == [f"knowledge/{message}"]


def test_beyond_a_number_of_wrong_quotes_no_fix_is_suggested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.core.knowledge.loader.MAX_REPAIRS", 1)
    light = LIGHT.replace("It was first lit", "It was firstly lit").replace("Waves of 11 metres", "Wave of 11 metres")
    repaired, other = problems(tmp_path, {"knowledge/facts/light.yaml": light})

    assert "so that it reads:" in repaired
    assert other.endswith("the most similar passage is shown once the other quotes are fixed.")


def test_a_hash_in_capitals_is_the_same_hash(tmp_path: Path) -> None:
    knowledge = load(tmp_path, {"knowledge/sources.yaml": SOURCES.replace("{sha256}", SHA256.upper())})

    assert knowledge.sources["ostrand-post"].sha256 == SHA256


def test_a_file_that_cannot_be_read_does_not_make_its_ids_unknown(tmp_path: Path) -> None:
    assert len(problems(tmp_path, {"knowledge/facts/light.yaml": "[" * (MAX_DEPTH + 1)})) == 1


def test_a_fact_may_quote_with_a_prefix(tmp_path: Path) -> None:
    right = 'exact: "The lamp, which could be seen for 21 nautical miles"'
    knowledge = load(
        tmp_path, changed("light", right, 'exact: "The lamp"\n      prefix: "\\n\\n"\n      suffix: ", which"')
    )

    assert knowledge.facts["lamp-range"].quotes[0].exact == "The lamp"


def test_a_missing_folder_is_one_problem(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="There is no such folder"):
        load_knowledge(root=tmp_path, knowledge=tmp_path / "knowledge", seeds=tmp_path / "seeds")


def test_a_folder_that_cannot_be_listed_is_a_problem_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir

    def scan_but_locked(path: str) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scan(path)

    write_base(tmp_path)
    (tmp_path / "knowledge/facts/locked").mkdir()
    # The rights of the file system do not bind root, as whom tests may run.
    monkeypatch.setattr(os, "scandir", scan_but_locked)

    assert problems(tmp_path) == ["knowledge/facts/locked:1:1: The folder cannot be read: Permission denied."]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    write_base(tmp_path / "base")
    (tmp_path / "secret.yaml").write_text(FERRY)
    (tmp_path / "base/knowledge/facts/more.yaml").symlink_to(tmp_path / "secret.yaml")
    found = problems(tmp_path / "base")

    assert found == ["knowledge/facts/more.yaml:1:1: It is outside knowledge/; put the file itself there."]


def test_a_linked_folder_is_refused(tmp_path: Path) -> None:
    write_base(tmp_path / "base")
    (tmp_path / "other").mkdir()
    (tmp_path / "base/knowledge/facts/more").symlink_to(tmp_path / "other")

    assert "Links to folders are not followed" in problems(tmp_path / "base")[0]


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    write_base(tmp_path)
    (tmp_path / "knowledge/facts/loop.yaml").symlink_to("loop.yaml")

    assert "loop.yaml:1:1: It cannot be read" in problems(tmp_path)[0]


def test_temporary_files_of_an_editor_are_ignored(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {"knowledge/facts/.light.yaml": "[", "knowledge/.git/x.yaml": "["}

    assert load(tmp_path, files).facts
