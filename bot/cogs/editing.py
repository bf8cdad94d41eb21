"""Repair the facts from the desk: the buttons, menus and forms with which curators edit a base.

`bot.cogs.edits` imports this for the first curator.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

import discord

from bot import ui
from bot.app.client import BriefingBot
from bot.app.context import RequestContext
from bot.app.edits.editing import Curator, Editing
from bot.app.responses import open_form, send, update
from bot.cogs.access import refused_if_store_fails
from bot.cogs.curators import require_editor
from bot.cogs.desk import desk_of, require_question
from bot.cogs.edits import EditsCog
from bot.core.factbase.base import Base
from bot.core.knowledge.anchoring import TextQuote
from bot.core.knowledge.model import Fact, Standing, Unknown
from bot.curation.operations import (
    AddPhrasing,
    AddUnknown,
    AnyEdit,
    EditFact,
    LoadFiles,
    TakeBack,
    WriteFact,
    read_edit,
)
from bot.curation.quote_offers import OfferedQuote
from bot.curation.results import (
    EditGone,
    EditRefused,
    NotWritten,
    Proposed,
    Published,
    QuoteWrong,
)
from bot.curation.workspace import EntryKind
from bot.errors import RefusedError
from bot.storage import DeskQuestion, EditState, StoredEdit
from bot.ui import custom_ids, edit_forms
from bot.ui import edits as pages

LISTED: Final = 200
"""Number of the latest edits that are listed."""

_log = logging.getLogger(__name__)


async def announce(bot: BriefingBot, edit: StoredEdit, base: Base) -> None:
    """Pass an edit that is served on to the desk: its question is answered, or open again if that was undone."""
    first, answers = edit, True
    while first.undoes is not None:
        undone = await bot.store.edits.find(first.undoes)
        if undone is None:
            return
        first, answers = undone, not answers
    if first.question is None:
        return
    fact = first.entry if first.entry in base.knowledge.facts else None
    unknown = first.entry if fact is None and first.entry in base.knowledge.unknowns else None
    if not answers:
        await desk_of(bot).reopened(first.question)
    elif fact or unknown:
        await desk_of(bot).answered(first.question, fact=fact, unknown=unknown, by=edit.user)


async def press_repair(ctx: RequestContext, action: custom_ids.OfRepair) -> None:
    """Answer a button or a menu that begins an edit. Raises RefusedError if the user may not."""
    if isinstance(action, custom_ids.EditFactForm):
        await _open_values(ctx, action.fact)
        return
    question = await require_question(ctx.interaction, action.question)
    base = await ctx.bot.bases.loaded(question.base)
    require_editor(ctx.interaction, base.name)
    match action:
        case custom_ids.DeskFact():
            facts = base.knowledge.present(question.nearest) or _search(question.text, base)
            await send(ctx.interaction, edit_forms.fact_menu(question.id, question.text, facts, ctx.words))
        case custom_ids.FactSearch():
            await _open(ctx, edit_forms.search_form(question.id, ctx.words))
        case custom_ids.FactPick():
            await _add_phrasing(ctx, question, EntryKind.FACT)
        case custom_ids.DeskUnknown():
            unknowns = _near_unknowns(question.text, base)
            await send(ctx.interaction, edit_forms.unknown_menu(question.id, question.text, unknowns, ctx.words))
        case custom_ids.UnknownPick():
            await _add_phrasing(ctx, question, EntryKind.UNKNOWN)
        case custom_ids.NewUnknown():
            filled = AddUnknown(statement="", question=question.text, nearest=question.nearest)
            await _open(ctx, edit_forms.unknown_form(action, filled, ctx.words))
        case custom_ids.DeskWrite():
            await _open(ctx, edit_forms.fact_form(action, _empty(question), base.knowledge, ctx.words))


async def take_repair(ctx: RequestContext, form: custom_ids.OfEditForm) -> None:
    """Answer a form of an edit. Raises RefusedError if the user may not, or not any more."""
    match form:
        case custom_ids.FactValues():
            editing, curator = _editing(ctx, ctx.base.name)
            operation = _values(ctx, form.fact, form.version)
            await _show(ctx, await _propose(editing, operation, curator, entry=form.fact))
        case custom_ids.EditAgain():
            await _take_again(ctx, form)
        case _:
            await _take_answer(ctx, form)


async def press_edit(ctx: RequestContext, action: custom_ids.OfEdit) -> None:
    """Answer a button of an edit that was prepared or made. Raises RefusedError if the user may not."""
    if isinstance(action, custom_ids.EditsPage):
        await show_edits(ctx, action.page)
        return
    stored = await _stored(ctx, action.edit)
    editing, curator = _editing(ctx, stored.base, admins=True)
    with refused_if_store_fails():
        match action:
            case custom_ids.EditPublish(wording=wording):
                await _publish(ctx, editing, curator, stored, wording=wording)
            case custom_ids.EditCancel():
                if not await editing.cancel(stored.id, curator):
                    raise RefusedError("edit_gone")
                await update(ctx.interaction, ui.notice(ctx.words.edits.cancelled))
            case custom_ids.EditTakePassage():
                await _take_passage(ctx, editing, curator, stored)
            case custom_ids.EditAgain():
                await _open_again(ctx, editing, curator, stored)
            case custom_ids.EditRetry(on_disk=on_disk):
                await _show(ctx, await editing.revise(stored.id, curator=curator, on_disk=on_disk))
            case custom_ids.LoadDisk():
                await send(ctx.interaction, _layout(ctx, await editing.propose(LoadFiles(), curator=curator)))
            case custom_ids.EditUndo():
                await _undo(ctx, editing, curator, stored)


async def show_edits(ctx: RequestContext, page: int = 0) -> None:
    """Show a page of who changed what. Raises RefusedError for others than curators and admins."""
    _editing(ctx, ctx.base.name, admins=True)
    with refused_if_store_fails():
        edits = await ctx.bot.store.edits.history(ctx.base.name, limit=LISTED)
    await update(ctx.interaction, pages.edits_page(edits, ctx.words, page))


def _editing(ctx: RequestContext, base: str, *, admins: bool = False) -> tuple[Editing, Curator]:
    """Return the edits of a base for one who may edit it. Raises RefusedError for others."""
    require_editor(ctx.interaction, base, admins=admins)
    cog = ctx.bot.get_cog("edits")
    if not isinstance(cog, EditsCog) or base not in cog.reloading:
        raise RefusedError("edit_gone")
    return editing_of(cog, base), Curator(user=ctx.user, name=ctx.interaction.user.display_name)


def editing_of(cog: EditsCog, base: str) -> Editing:
    """Return the edits of a base, always the same: they keep what was tried."""
    editing = cog.editing.get(base)
    if not isinstance(editing, Editing):
        told = partial(announce, cog.bot)
        editing = cog.editing[base] = Editing(cog.bot, base, reloading=cog.reloading[base], announce=told)
    return editing


async def _stored(ctx: RequestContext, edit: int) -> StoredEdit:
    with refused_if_store_fails():
        stored = await ctx.bot.store.edits.find(edit)
    if stored is None:
        raise RefusedError("edit_gone")
    return stored


async def _open(ctx: RequestContext, form: discord.ui.Modal) -> None:
    if not await open_form(ctx.interaction, form):
        raise RefusedError("question_form_late")


async def _open_values(ctx: RequestContext, name: str) -> None:
    """Open the form with the values that a fact has in the files, so that a later edit of the entry is noticed."""
    editing, _ = _editing(ctx, ctx.base.name)
    match await editing.values(name):
        case EditFact() as filled:
            form = custom_ids.FactValues(fact=name, version=filled.version)
            await _open(ctx, edit_forms.values_form(form, filled, ctx.words))
        case EditRefused() as refused:
            await send(ctx.interaction, pages.proposed(refused, ctx.words))
        case None:
            raise RefusedError("fact_gone")


async def _take_answer(
    ctx: RequestContext, form: custom_ids.FactSearch | custom_ids.NewUnknown | custom_ids.DeskWrite
) -> None:
    question = await require_question(ctx.interaction, form.question)
    base = await ctx.bot.bases.loaded(question.base)
    editing, curator = _editing(ctx, base.name)
    match form:
        case custom_ids.FactSearch():
            ctx.count_request()
            facts = _search(ctx.written(edit_forms.SEARCHED), base)
            await update(ctx.interaction, edit_forms.fact_menu(question.id, question.text, facts, ctx.words))
        case custom_ids.NewUnknown():
            unknown = _unknown(ctx, AddUnknown(statement="", question="", nearest=_present(question, base)))
            await _show(ctx, await _propose(editing, unknown, curator, question=question.id))
        case custom_ids.DeskWrite():
            await _show(ctx, await _propose(editing, _fact(ctx, _empty(question)), curator, question=question.id))


async def _take_again(ctx: RequestContext, form: custom_ids.EditAgain) -> None:
    stored = await _stored(ctx, form.edit)
    editing, curator = _editing(ctx, stored.base)
    operation: AnyEdit
    match read_edit(stored.operation):
        case WriteFact() as fact:
            operation = _fact(ctx, fact)
        case AddUnknown() as unknown:
            operation = _unknown(ctx, unknown)
        case EditFact(fact=name, version=version):
            operation = _values(ctx, name, version)
        case AddPhrasing() as phrasing:
            operation = replace(phrasing, phrasing=ctx.written(edit_forms.QUESTION))
        case _:
            raise RefusedError("foreign_button")
    with refused_if_store_fails():
        await _show(ctx, await editing.revise(stored.id, operation, curator=curator))


async def _open_again(ctx: RequestContext, editing: Editing, curator: Curator, stored: StoredEdit) -> None:
    form, base = custom_ids.EditAgain(edit=stored.id), await ctx.bot.bases.loaded(stored.base)
    match await editing.find(stored.id, curator):
        case None:
            raise RefusedError("edit_gone")
        case WriteFact() as fact:
            await _open(ctx, edit_forms.fact_form(form, fact, base.knowledge, ctx.words))
        case AddUnknown() as unknown:
            await _open(ctx, edit_forms.unknown_form(form, unknown, ctx.words))
        case EditFact() as values:
            await _open(ctx, edit_forms.values_form(form, values, ctx.words))
        case AddPhrasing(phrasing=phrasing):
            await _open(ctx, edit_forms.phrasing_form(form, phrasing, ctx.words))
        case _:
            raise RefusedError("foreign_button")


async def _take_passage(ctx: RequestContext, editing: Editing, curator: Curator, stored: StoredEdit) -> None:
    """Put the offered passage in the place of the quote. It is looked for again: nothing of it is in the button."""
    found = await editing.revise(stored.id, curator=curator)
    if isinstance(found, QuoteWrong) and isinstance(found.offer, OfferedQuote):
        taken = replace(found.operation, quote=found.offer.quote)
        found = await editing.revise(stored.id, taken, curator=curator)
    await _show(ctx, found)


async def _add_phrasing(ctx: RequestContext, question: DeskQuestion, kind: EntryKind) -> None:
    base = await ctx.bot.bases.loaded(question.base)
    editing, curator = _editing(ctx, base.name)
    entries: Mapping[str, Fact | Unknown] = base.knowledge.facts if kind is EntryKind.FACT else base.knowledge.unknowns
    if ctx.chosen not in entries:
        raise RefusedError("entry_gone")
    operation = AddPhrasing(kind=kind, entry=ctx.chosen, phrasing=question.text)
    await _show(ctx, await _propose(editing, operation, curator, question=question.id, entry=ctx.chosen))


async def _undo(ctx: RequestContext, editing: Editing, curator: Curator, stored: StoredEdit) -> None:
    if stored.state is EditState.UNDONE:
        raise RefusedError("edit_undone")
    if stored.state is not EditState.SERVED:
        raise RefusedError("edit_gone")
    found = await editing.propose(TakeBack(edit=stored.id), curator=curator, entry=stored.entry)
    await send(ctx.interaction, _layout(ctx, found))


async def _publish(
    ctx: RequestContext, editing: Editing, curator: Curator, stored: StoredEdit, *, wording: bool
) -> None:
    if stored.question is not None and stored.state is EditState.PREPARED:
        await require_question(ctx.interaction, stored.question)
    match await editing.publish(stored.id, curator, wording=wording):
        case Published() as done:
            _log.info("user %d published edit %d of base %s", ctx.user, stored.id, stored.base)
            await update(ctx.interaction, pages.published(done, ctx.words))
        case NotWritten(reason=reason):
            await update(ctx.interaction, ui.notice(ctx.words.edits.not_written.format(reason=reason)))
        case found:
            await _show(ctx, found)


async def _propose(
    editing: Editing, operation: AnyEdit, curator: Curator, *, question: int | None = None, entry: str = ""
) -> Proposed:
    with refused_if_store_fails():
        return await editing.propose(operation, curator=curator, question=question, entry=entry)


async def _show(ctx: RequestContext, found: Proposed) -> None:
    """Show what became of an edit in the place of the private message, or as a new one."""
    await update(ctx.interaction, _layout(ctx, found))


def _layout(ctx: RequestContext, found: Proposed) -> discord.ui.LayoutView:
    if isinstance(found, EditGone):
        raise RefusedError("edit_gone")
    return pages.proposed(found, ctx.words)


def _empty(question: DeskQuestion) -> WriteFact:
    """Return a fact that answers a question and of which nothing else is known."""
    return WriteFact(
        statement="",
        source="",
        quote=TextQuote(exact=""),
        topics=(),
        standing=Standing.REPORTED,
        attribution="",
        question=question.text,
    )


def _fact(ctx: RequestContext, known: WriteFact) -> WriteFact:
    return replace(
        known,
        statement=ctx.written(edit_forms.STATEMENT),
        quote=TextQuote(exact=ctx.written(edit_forms.QUOTE)),
        topics=tuple(filter(None, [ctx.written(edit_forms.TOPIC).strip()])),
        standing=_standing(ctx),
        attribution=ctx.written(edit_forms.ATTRIBUTION),
    )


def _unknown(ctx: RequestContext, known: AddUnknown) -> AddUnknown:
    statement, question = ctx.written(edit_forms.STATEMENT), ctx.written(edit_forms.QUESTION)
    return replace(known, statement=statement, question=question)


def _values(ctx: RequestContext, fact: str, version: str) -> EditFact:
    phrasings = ctx.filled_in(edit_forms.PHRASINGS)
    return EditFact(
        fact=fact,
        version=version,
        statement=ctx.written(edit_forms.STATEMENT),
        standing=_standing(ctx),
        attribution=ctx.written(edit_forms.ATTRIBUTION),
        phrasings=None if phrasings is None else tuple(phrasings.splitlines()),
    )


def _standing(ctx: RequestContext) -> Standing:
    """Return the standing that was chosen. Raises RefusedError for a form that Discord did not make."""
    try:
        return Standing(ctx.written(edit_forms.STANDING))
    except ValueError as error:
        raise RefusedError("foreign_button") from error


def _search(text: str, base: Base) -> list[Fact]:
    """Return the facts that come closest to a text, best first."""
    targets = (candidate.target for candidate in base.ranker.rank(text).candidates)
    return [target for target in targets if isinstance(target, Fact)]


def _near_unknowns(text: str, base: Base) -> list[Unknown]:
    """Return all unknowns, those that come closest to a text first."""
    targets = [candidate.target for candidate in base.ranker.rank(text).candidates]
    near = [target for target in targets if isinstance(target, Unknown)]
    return [*near, *(unknown for unknown in base.knowledge.unknowns.values() if unknown not in near)]


def _present(question: DeskQuestion, base: Base) -> tuple[str, ...]:
    return tuple(fact.id for fact in base.knowledge.present(question.nearest))
