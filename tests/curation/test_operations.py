"""An edit from the desk changes its own lines only, and is tried before it is written."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from bases import LIGHT, write_base
from curation.edits import FACT, OF_UNKNOWN, PHRASING, UNKNOWN, each_kind, library, new_values, workspace

from bot.config import load_config
from bot.core.factbase.base import Library
from bot.core.factbase.diff import AnswerChange
from bot.core.knowledge.anchoring import TextQuote
from bot.core.knowledge.files import DiskFolder
from bot.core.knowledge.model import Standing
from bot.core.matching.decision import Answer, NotInSource
from bot.curation.editing import EditRefusedError
from bot.curation.operations import StaleEntryError, apply_operation, diff_of, find_entry, read_values
from bot.curation.quote_offers import NoSuchPassage, OfferedQuote, VerbatimQuote, offer_quote
from bot.curation.trial import try_operation
from bot.curation.workspace import EntryKind
from bot.errors import KnowledgeError

DOCS = Path(__file__).parents[2] / "docs" / "curating.md"


@pytest.fixture
def base(tmp_path: Path) -> Library:
    return library(tmp_path)


def test_the_docs_show_the_difference_that_each_kind_of_edit_makes(base: Library) -> None:
    now, docs = workspace(base), DOCS.read_text(encoding="utf-8")

    for operation in each_kind(now).values():
        diff = diff_of(now, apply_operation(operation, now).workspace)
        assert f"```diff\n{diff}```" in docs


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_applies_the_difference_of_each_kind_of_edit(base: Library) -> None:
    now = workspace(base)
    for operation in each_kind(now).values():
        after = apply_operation(operation, now).workspace
        diff = diff_of(now, after)
        subprocess.run(["git", "apply", "-"], cwd=base.root, input=diff.encode(), check=True)  # noqa: S607
        assert workspace(base).files == after.files
        subprocess.run(["git", "apply", "-R", "-"], cwd=base.root, input=diff.encode(), check=True)  # noqa: S607


def test_a_question_that_became_a_phrasing_gets_the_fact_as_its_answer(base: Library) -> None:
    in_use = base.open()

    tried = try_operation(PHRASING, base, in_use, ["how far could one see it"])

    (own,) = tried.own
    assert isinstance(own.new, Answer)
    assert own.new.match.fact.id == "lamp-range"
    assert [case.question for case in tried.impact.asked] == ["how far could one see it"]
    assert tried.warnings == ()


def test_questions_without_a_word_of_what_changes_are_not_asked_again(base: Library) -> None:
    tried = try_operation(PHRASING, base, base.open(), ["what price do builders name", "who saw the glass"])

    assert tried.impact.asked == ()


def test_a_question_of_a_new_unknown_gets_not_in_source(base: Library) -> None:
    tried = try_operation(UNKNOWN, base, base.open(), [])

    (own,) = tried.own
    assert own.change is not AnswerChange.SAME
    assert isinstance(own.new, NotInSource)
    assert own.new.unknown.id == tried.entry == "owns-lighthouse"


def test_what_check_refuses_or_newly_warns_of_is_told_before_anything_is_written(base: Library) -> None:
    in_use = base.open()

    with pytest.raises(KnowledgeError, match="not in grey-skerry"):
        try_operation(replace(FACT, quote=TextQuote(exact="which carries 300 passengers")), base, in_use, [])
    tried = try_operation(replace(FACT, statement="The ferry Petrel carries 250 passengers."), base, in_use, [])

    assert [problem.fact for problem in tried.warnings] == [tried.entry]
    assert "250" in tried.warnings[0].message
    assert base.holds(in_use.files)


def test_ids_are_derived_and_unique(base: Library) -> None:
    now = workspace(base)
    first = apply_operation(FACT, now)
    second = apply_operation(replace(FACT, question="And how many people fit on it?"), first.workspace)

    assert (first.entry, second.entry) == ("ferry-petrel-carries-200", "ferry-petrel-carries-200-2")


def test_a_new_topic_is_added_and_a_day_that_the_statement_names_is_the_facts_day(base: Library) -> None:
    now = workspace(base)

    edited = apply_operation(
        replace(FACT, statement="On 3 March 2031 the Petrel carried 200 passengers.", topics=("Passengers",)), now
    )

    diff = diff_of(now, edited.workspace)
    assert '+- id: passengers\n+  title: "Passengers"' in diff
    assert "+  when: 2031-03-03\n" in diff


def test_an_edit_of_an_entry_that_changed_meanwhile_is_refused_with_both_versions(base: Library) -> None:
    before = workspace(base)
    edit = new_values(before)
    path = base.knowledge / "facts" / "light.yaml"
    path.write_text(path.read_text().replace("measured waves of 11 metres in", "saw waves of 11 metres in"))

    with pytest.raises(StaleEntryError) as refused:
        apply_operation(edit, workspace(base))

    assert "saw waves of 11 metres in" in refused.value.now
    assert edit.statement in refused.value.wanted


def test_an_edit_of_another_entry_of_the_same_file_changes_nothing_for_this_one(base: Library) -> None:
    before = workspace(base)
    edit, after = new_values(before), apply_operation(PHRASING, before).workspace

    both = apply_operation(edit, after).workspace

    assert PHRASING.phrasing in both.text("facts/light.yaml").text
    assert edit.statement in both.text("facts/light.yaml").text


def test_what_the_entry_has_already_and_what_is_gone_are_refused(base: Library) -> None:
    now = workspace(base)

    with pytest.raises(EditRefusedError, match="has this question already"):
        apply_operation(replace(PHRASING, phrasing="How far could the lamp be seen?"), now)
    with pytest.raises(EditRefusedError, match="no unknown 'gone'"):
        apply_operation(replace(OF_UNKNOWN, entry="gone"), now)
    same = apply_operation(new_values(now), now).workspace
    with pytest.raises(EditRefusedError, match="Nothing was changed"):
        apply_operation(new_values(same), same)


def test_a_quote_that_is_off_by_a_word_gets_the_passage_that_was_meant(base: Library) -> None:
    sources = base.open().knowledge.sources

    right = offer_quote(TextQuote(exact=" It was first lit in 1891 "), sources)
    wrong = offer_quote(TextQuote(exact="It was first built in 1891 and had never failed before"), sources)

    assert isinstance(right, VerbatimQuote)
    assert right.quote.exact == "It was first lit in 1891"
    assert isinstance(wrong, OfferedQuote)
    assert wrong.quote.exact == "It was first lit in 1891 and had never failed before"
    assert "[-built-]{+lit+}" in wrong.differences
    assert isinstance(offer_quote(TextQuote(exact="Zebras graze in Kenya"), sources), NoSuchPassage)


def test_a_quote_that_occurs_twice_is_offered_with_what_stands_before_it(base: Library) -> None:
    offered = offer_quote(TextQuote(exact="the lamp"), base.open().knowledge.sources)

    assert not isinstance(offered, NoSuchPassage)
    assert isinstance(offer_quote(offered.quote, base.open().knowledge.sources), VerbatimQuote)


def test_an_unknown_keeps_its_own_file(base: Library) -> None:
    now = workspace(base)

    edited = apply_operation(OF_UNKNOWN, now)

    assert edited.entry == "keeper-age"
    assert [name for name in now.files if now.files[name] != edited.workspace.files[name]] == ["unknowns.yaml"]


@pytest.mark.parametrize("wording", [True, False])
def test_an_edit_that_is_not_one_of_the_wording_alone_deletes_the_mark_for_it(tmp_path: Path, *, wording: bool) -> None:
    marked = LIGHT.replace("- id: lamp-height\n", "- id: lamp-height\n  reworded: 2031-03-01\n")
    config = load_config(write_base(tmp_path, {"knowledge/facts/light.yaml": marked}))
    now = workspace(Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=None))
    fact = find_entry(now, EntryKind.FACT, "lamp-height")
    values = read_values(DiskFolder(path=config.knowledge, root=config.root), fact.name)
    assert values is not None

    after = apply_operation(replace(values, standing=Standing.STATED, wording=wording), now).workspace

    assert after.value(fact)["standing"] == "stated"
    assert ("reworded" in after.value(fact)) is wording
