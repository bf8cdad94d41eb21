"""The forms in which curators write facts and unknowns, and the menus in which they choose them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from discord import SelectOption, TextStyle
from discord.ui import ActionRow, Item, Label, LayoutView, Modal, Select, TextInput

from bot.core.knowledge.model import Fact, Knowledge, Standing, Unknown
from bot.core.knowledge.schema import MAX_QUESTION, MAX_QUOTE, MAX_STATEMENT
from bot.curation.operations import AddUnknown, EditFact, WriteFact
from bot.i18n import Texts, phrases
from bot.ui import components
from bot.ui.components import button, displays, framed
from bot.ui.custom_ids import Action, FactPick, FactSearch, NewUnknown, UnknownPick
from bot.ui.fitting import SELECT_LABEL, SELECT_OPTIONS, fit, label
from bot.ui.markdown import block_quote

STATEMENT: Final = "statement"
QUOTE: Final = "quote"
TOPIC: Final = "topic"
STANDING: Final = "standing"
ATTRIBUTION: Final = "attribution"
PHRASINGS: Final = "phrasings"
QUESTION: Final = "question"
SEARCHED: Final = "searched"

LONGEST_FIELD: Final = 4000
"""Characters that Discord lets a user write in one field of a form."""

_ATTRIBUTION: Final = 200
_TOPIC: Final = 100
_ASKED: Final = 600  # characters of the question above a menu
_LABEL: Final = 45  # characters of a field's label, by Discord


def fact_menu(question: int, asked: str, facts: Sequence[Fact], words: Texts) -> LayoutView:
    """Let a curator choose the fact that answers a question at the desk, or search for it."""
    options = [_option(fact.statement, fact.id) for fact in facts[:SELECT_OPTIONS]]
    texts = [f"## {words.edits.pick_fact}", fit(asked, _ASKED, block_quote)]
    note = [] if options else [words.edits.pick_fact_none]
    menu = _menu(FactPick(question=question), words.edits.pick_fact_choice, options)
    search = button(words.edits.search_button, FactSearch(question=question))
    return framed([*displays([*texts, *note]), *menu, *components.row([search])])


def unknown_menu(question: int, asked: str, unknowns: Sequence[Unknown], words: Texts) -> LayoutView:
    """Let a curator choose the unknown that a question asks for, or write a new one."""
    options = [_option(unknown.statement, unknown.id) for unknown in unknowns[:SELECT_OPTIONS]]
    texts = [f"## {words.edits.pick_unknown}", fit(asked, _ASKED, block_quote)]
    note = [] if options else [words.edits.pick_unknown_none]
    menu = _menu(UnknownPick(question=question), words.edits.pick_unknown_choice, options)
    new = button(words.edits.new_unknown_button, NewUnknown(question=question))
    return framed([*displays([*texts, *note]), *menu, *components.row([new])])


def search_form(question: int, words: Texts) -> Modal:
    """Return the form that searches a fact."""
    form = Modal(title=words.edits.search_button, custom_id=FactSearch(question=question).encode())
    return _with(form, _text(SEARCHED, words.edits.search_label, most=MAX_QUESTION))


def phrasing_form(form: Action, phrasing: str, words: Texts) -> Modal:
    """Return the form for a phrasing; `form` is its action."""
    texts = words.edits
    field = _text(QUESTION, texts.phrasing_label, texts.phrasing_hint, phrasing, most=MAX_QUESTION)
    return _with(Modal(title=texts.phrasing_form, custom_id=form.encode()), field)


def unknown_form(form: Action, filled: AddUnknown, words: Texts) -> Modal:
    """Return the form for a new unknown with what is known of it; `form` is its action."""
    texts = words.edits
    return _with(
        Modal(title=texts.new_unknown_button, custom_id=form.encode()),
        _text(STATEMENT, texts.unknown_label, texts.unknown_hint, filled.statement, most=MAX_STATEMENT, large=True),
        _text(QUESTION, texts.question_label, "", filled.question, most=MAX_QUESTION),
    )


def fact_form(form: Action, filled: WriteFact, knowledge: Knowledge, words: Texts) -> Modal:
    """Return the form for a new fact with what is known of it; `form` is its action."""
    texts = words.edits
    return _with(
        Modal(title=texts.write_button, custom_id=form.encode()),
        _text(STATEMENT, texts.statement_label, texts.statement_hint, filled.statement, most=MAX_STATEMENT, large=True),
        _text(QUOTE, texts.quote_label, texts.quote_hint, filled.quote.exact, most=MAX_QUOTE, large=True),
        _topics(filled, knowledge, words),
        _standings(filled.standing, words),
        _text(ATTRIBUTION, texts.attribution_label, texts.attribution_hint, filled.attribution, most=_ATTRIBUTION),
    )


def values_form(form: Action, filled: EditFact, words: Texts) -> Modal:
    """Return the form with the values of a fact; without phrasings if they are longer than a field of Discord."""
    texts, phrasings = words.edits, "\n".join(filled.phrasings or ())
    fields = [
        _text(STATEMENT, texts.statement_label, texts.statement_hint, filled.statement, most=MAX_STATEMENT, large=True),
        _standings(filled.standing, words),
        _text(ATTRIBUTION, texts.attribution_label, texts.attribution_hint, filled.attribution, most=_ATTRIBUTION),
    ]
    if filled.phrasings is not None and len(phrasings) <= LONGEST_FIELD:
        hint = texts.phrasings_hint
        fields.append(_text(PHRASINGS, texts.phrasings_label, hint, phrasings, large=True, required=False))
    return _with(Modal(title=texts.edit_button, custom_id=form.encode()), *fields)


def _topics(filled: WriteFact, knowledge: Knowledge, words: Texts) -> Label[Any]:
    """Return a menu of the topics; a field for the title where there are none, or more than a menu holds."""
    texts, chosen = words.edits, next(iter(filled.topics), "")
    topics = list(knowledge.topics.values())
    if not 0 < len(topics) <= SELECT_OPTIONS:
        return _text(TOPIC, texts.topic_label, texts.topic_hint, chosen, most=_TOPIC)
    options = [_option(phrases.topic_title(topic, words), topic.id, chosen=topic.id == chosen) for topic in topics]
    return Label(text=texts.topic_label, component=Select(custom_id=TOPIC, options=options))


def _standings(chosen: Standing, words: Texts) -> Label[Any]:
    options = [
        SelectOption(
            label=label(words.standing[each], SELECT_LABEL),
            value=each.value,
            description=label(words.standing_meaning[each], SELECT_LABEL),
            default=each is chosen,
        )
        for each in Standing
    ]
    return Label(text=words.edits.standing_label, component=Select(custom_id=STANDING, options=options))


def _text(  # noqa: PLR0913 - a field of a form
    name: str,
    title: str,
    hint: str = "",
    value: str = "",
    *,
    most: int = LONGEST_FIELD,
    large: bool = False,
    required: bool = True,
) -> Label[Any]:
    field: TextInput[Any] = TextInput(
        custom_id=name,
        style=TextStyle.paragraph if large else TextStyle.short,
        default=value[:most] or None,
        max_length=most,
        required=required,
    )
    return Label(text=title[:_LABEL], description=hint or None, component=field)


def _with(form: Modal, *fields: Item[Any]) -> Modal:
    for field in fields:
        form.add_item(field)
    return form


def _option(text: str, value: str, *, chosen: bool = False) -> SelectOption:
    return SelectOption(label=label(text, SELECT_LABEL) or value, value=value, default=chosen)


def _menu(action: Action, placeholder: str, options: Sequence[SelectOption]) -> list[ActionRow[Any]]:
    menu: Select[Any] = Select(custom_id=action.encode(), placeholder=placeholder, options=list(options))
    return [ActionRow(menu)] if options else []
