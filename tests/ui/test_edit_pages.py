"""What a curator sees of an edit fits into Discord's limits, whatever the edit contains, in both languages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from accepted import check_layout, texts_of
from curation.edits import FACT, PHRASING, UNKNOWN, each_kind, library, workspace
from render_bases import source_of

from bot.core.factbase.base import DiskState
from bot.core.factbase.corrections import FactCorrection
from bot.core.factbase.diff import ReplayedQuestion
from bot.core.knowledge.anchoring import TextQuote
from bot.core.knowledge.model import Topic
from bot.curation.git import Committed, NotCommitted
from bot.curation.operations import AddUnknown, EditFact
from bot.curation.quote_offers import NoSuchPassage, OfferedQuote
from bot.curation.results import (
    DiskDiffers,
    EditBroken,
    EditPreview,
    EditRefused,
    EntryChanged,
    LinesChanged,
    Overtaken,
    Published,
    QuoteWrong,
    ShownEdit,
)
from bot.curation.trial import TriedEdit, try_operation
from bot.errors import Problem
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.sandbox.limits import check_modal
from bot.storage import EditState, StoredEdit
from bot.ui import edit_forms, edits
from bot.ui.custom_ids import EditAgain

BOTH = pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
LONG = "*_~` <@1> ```diff\n" * 400
NOW = dt.datetime(2031, 3, 10, 9, tzinfo=dt.UTC)
EDIT = StoredEdit(
    id=10**17, base="default", at=NOW, user=10**19, name="*" * 200, operation='{"edit": "EditFact"}', entry="a" * 60
)
PROBLEM = Problem(file="facts/" + "*" * 200, line=10**6, column=1, message=LONG)


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> TriedEdit:
    """An edit as long as it can be, which makes all worse."""
    found = library(tmp_path_factory.mktemp("base"))
    base = found.open()
    long = replace(FACT, statement="*" * 500, attribution="_" * 200, question="Who is *" * 20 + "?")
    one = try_operation(long, found, base, ["how many people does the Petrel carry", "who saw the Petrel"])
    own = one.own[0]
    asked = tuple(ReplayedQuestion(question="*" * 500, old=own.new, new=own.old) for _ in range(200))
    return replace(
        one,
        diff=one.diff + "+ ```\n" + LONG,
        warnings=(PROBLEM,) * 50,
        own=(replace(own, question="*" * 500),) * 3,
        impact=replace(one.impact, asked=asked),
    )


def preview(tried: TriedEdit, *, corrected: int, again: bool = False, on_disk: bool = False) -> EditPreview:
    return EditPreview(
        edit=EDIT,
        operation=FACT,
        tried=tried,
        in_use=tried.base,
        again=again,
        on_disk=on_disk,
        corrected=corrected,
    )


@BOTH
def test_the_longest_preview_fits_and_shows_what_matters_most(tried: TriedEdit, words: Texts) -> None:
    view = edits.proposed(preview(tried, again=True, on_disk=True, corrected=10**6), words)

    check_layout(view)
    text = "\n".join(texts_of(view))
    assert words.edits.preview_again in text
    assert "```diff" in text
    assert words.count(50, words.warning) in text
    assert words.and_more.partition("{")[0] in text


@pytest.mark.parametrize(("corrected", "said"), [(0, "no posted message has to be edited"), (2, "2 posted messages")])
def test_a_preview_says_how_many_posted_messages_it_corrects(tried: TriedEdit, corrected: int, said: str) -> None:
    change = FactCorrection(fact="lamp-height", old=None, new=None)
    changing = replace(tried, warnings=(), impact=replace(tried.impact, asked=(), corrections=(change,)))

    assert said in "\n".join(texts_of(edits.proposed(preview(changing, corrected=corrected), ENGLISH)))


@BOTH
def test_every_page_of_an_edit_fits(tried: TriedEdit, words: Texts) -> None:
    source = source_of("x", title=LONG, publisher=LONG)
    offer = OfferedQuote(source=source, quote=TextQuote(exact="x"), differences="[-a-]{+b+}" * 400)
    not_committed = Published(
        edit=replace(EDIT, question=1),
        tried=tried,
        recorded=False,
        kept=True,
        corrected=10**6,
        git=NotCommitted(reason=LONG),
    )
    shown: list[ShownEdit] = [
        QuoteWrong(edit=EDIT, operation=FACT, offer=offer),
        QuoteWrong(edit=EDIT, operation=FACT, offer=NoSuchPassage()),
        EditBroken(edit=EDIT, operation=FACT, problems=(PROBLEM,) * 30),
        EditRefused(reason=LONG),
        EntryChanged(entry="a" * 60, now=LONG, wanted=LONG),
        LinesChanged(path="facts/a.yaml", by=(EDIT,) * 3),
        LinesChanged(path="facts/a.yaml", by=()),
        DiskDiffers(edit=EDIT, disk=DiskState(same=False, revision="a")),
        DiskDiffers(edit=EDIT, disk=DiskState(same=False, problems=(PROBLEM,) * 30)),
        Overtaken(edit=EDIT),
    ]
    pages = [
        *(edits.proposed(each, words) for each in shown),
        edits.published(not_committed, words),
        edits.published(replace(not_committed, git=Committed(commit="f" * 40)), words),
        edits.edits_page([replace(EDIT, id=number, state=EditState.SERVED) for number in range(1, 30)], words, 1),
        edits.edits_page([], words),
    ]

    for page in pages:
        check_layout(page)


def test_a_difference_marks_what_was_typed_and_what_the_source_says() -> None:
    differences = "the [-*shore*-]{+coast+} of"
    offer = OfferedQuote(source=source_of("x"), quote=TextQuote(exact="x"), differences=differences)
    view = edits.proposed(QuoteWrong(edit=EDIT, operation=FACT, offer=offer), ENGLISH)

    assert r"> the ~~\*shore\*~~ **coast** of" in texts_of(view)
    assert "-# Three ships leave · The Gazette" in texts_of(view)


@BOTH
def test_every_form_is_one_that_discord_opens(tmp_path: Path, words: Texts) -> None:
    found = library(tmp_path)
    knowledge = found.open().knowledge
    many = replace(knowledge, topics={f"t{number}": Topic(id=f"t{number}", title="x") for number in range(30)})
    form = EditAgain(edit=5)
    values = next(each for each in each_kind(workspace(found)).values() if isinstance(each, EditFact))
    empty = replace(FACT, statement="", topics=())
    forms = [
        edit_forms.search_form(5, words),
        edit_forms.unknown_form(form, UNKNOWN, words),
        edit_forms.unknown_form(form, AddUnknown(statement="", question="x" * 500), words),
        edit_forms.fact_form(form, FACT, knowledge, words),
        edit_forms.fact_form(form, empty, many, words),
        edit_forms.values_form(form, values, words),
        edit_forms.values_form(form, replace(values, phrasings=("x" * 199,) * 40), words),
        edit_forms.phrasing_form(form, PHRASING.phrasing, words),
    ]

    for each in forms:
        check_modal(each.to_dict())
    assert len(forms[6].children) == 3


def test_the_menu_of_topics_has_their_titles_in_the_curators_language(tmp_path: Path) -> None:
    topics = {"light": Topic(id="light", title="The light", titles=(("es", "La luz"),))}
    knowledge = replace(library(tmp_path).open().knowledge, topics=topics)
    form = EditAgain(edit=5)
    shown = [str(edit_forms.fact_form(form, FACT, knowledge, words).to_dict()) for words in (ENGLISH, SPANISH)]

    assert ["The light" in each for each in shown] == [True, False]
    assert ["La luz" in each for each in shown] == [False, True]


@BOTH
def test_menus_fit_and_say_where_there_is_nothing_to_choose(tmp_path: Path, words: Texts) -> None:
    knowledge = library(tmp_path).open().knowledge
    facts, unknowns = list(knowledge.facts.values()), list(knowledge.unknowns.values())
    views = [
        edit_forms.fact_menu(5, LONG, facts * 5, words),
        edit_forms.fact_menu(5, LONG, [], words),
        edit_forms.unknown_menu(5, LONG, unknowns, words),
        edit_forms.unknown_menu(5, LONG, [], words),
    ]

    for view in views:
        check_layout(view)
    assert words.edits.pick_fact_none in texts_of(views[1])
