"""The desk: a question's card, what the asker sees, the message that tells an answer, and the pages of /desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from discord import ButtonStyle, Colour, TextStyle
from discord.ui import Button, Item, Label, LayoutView, Modal, Separator, TextInput
from discord.utils import format_dt

from bot.core.knowledge.model import Fact, Knowledge
from bot.i18n import Texts, phrases
from bot.storage import DeskQuestion, DeskSettings, DeskState
from bot.ui import components
from bot.ui.components import button, displays, framed, room
from bot.ui.custom_ids import DeskDismiss, DeskFact, DeskTell, DeskTold, DeskUnknown, DeskWrite
from bot.ui.facts import entries, entry
from bot.ui.fitting import THREAD_NAME, fit, label
from bot.ui.markdown import block_quote, escape, line

REASON: Final = "reason"
"""The field of the form for the reason; posted forms have this name."""

LONGEST_REASON: Final = 300
"""Characters of the reason why a question was dismissed."""

_NEAREST: Final = 3
_QUESTION: Final = 1200  # characters of the question on a card; one of 500 fits even if all are escaped
_TOLD_QUESTION: Final = 400
_STATEMENT: Final = 700
_ROLES: Final = 20  # roles of curators that are listed

_COLOUR: Final[Mapping[DeskState, Colour]] = {
    DeskState.OPEN: components.CLAIM,
    DeskState.ANSWERED: components.PROVEN,
    DeskState.DISMISSED: components.NEUTRAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AtDesk:
    """A question that the desk has, with its id there. `joined`: others asked it before; `known`: so did this user."""

    id: int
    text: str
    times: int
    joined: bool = False
    known: bool = False


def desk_card(question: DeskQuestion, knowledge: Knowledge, words: Texts) -> LayoutView:
    """Show a question to the curators: what the bot said, the facts that come closest, and what became of it."""
    head = [
        f"## {words.desk_card}",
        fit(question.text, _QUESTION, block_quote),
        f"-# {phrases.BETWEEN.join(_state(question, words))}",
    ]
    said = [f"**{words.desk_said}**\n{_said(question, knowledge, words)}"]
    if question.state is not DeskState.OPEN:
        return framed([*displays(head), Separator(), *_decision(question, knowledge, words)], _COLOUR[question.state])
    near = knowledge.present(question.nearest)[:_NEAREST]
    title = f"**{words.desk_nearest}**" if near else words.desk_no_facts
    listing = entries(near, room([*head, *said, title]), words)
    items = [*displays([*head, *said]), Separator(), *displays([title]), *listing]
    return framed([*items, *components.rows(card_buttons(question.id, words))], _COLOUR[question.state])


def card_buttons(question: int, words: Texts) -> list[Button[Any]]:
    """Return what a curator can do with an open question, five buttons at most."""
    texts = words.edits
    return [
        button(texts.it_is_fact_button, DeskFact(question=question), ButtonStyle.primary),
        button(texts.not_said_button, DeskUnknown(question=question)),
        button(texts.write_button, DeskWrite(question=question)),
        button(words.desk_dismiss_button, DeskDismiss(question=question)),
    ]


def post_title(question: DeskQuestion) -> str:
    """Return the name of the thread or of the forum's post for a question."""
    return label(question.text, THREAD_NAME) or "?"


def at_desk(question: AtDesk, words: Texts, *, days: int) -> LayoutView:
    """Tell the asker that the desk has the question, and offer to tell the answer; a wish is kept for `days`."""
    times = _times(question.times, words)
    if question.known:
        said = words.desk_asked_already.format(times=times)
    else:
        said = words.desk_joined.format(times=times) if question.joined else words.desk_sent
    kept = words.count(days, words.day)
    note = words.desk_tell_note.format(days=kept, here=words.desk_tell_here_button)
    texts = [f"### {said}", fit(question.text, _TOLD_QUESTION, block_quote), words.desk_sent_note, f"-# {note}"]
    buttons = [
        button(words.desk_tell_button, DeskTell(question=question.id, here=False), ButtonStyle.primary),
        button(words.desk_tell_here_button, DeskTell(question=question.id, here=True)),
    ]
    return framed([*displays(texts), *components.row(buttons)])


def told(question: DeskQuestion, knowledge: Knowledge, words: Texts, *, user: int, mention: bool) -> LayoutView:
    """Tell a user what the desk answered; `mention` names the user, for a message that others see."""
    titles = {DeskState.DISMISSED: words.desk_told_dismissed}
    title = titles.get(question.state, words.desk_told_unknown if question.unknown else words.desk_told_answered)
    head = [*([f"<@{user}>"] if mention else []), f"## {title}", fit(question.text, _TOLD_QUESTION, block_quote)]
    items = [*displays(head), Separator(), *_answer(question, knowledge, words, opens=mention)]
    name = words.desk_told_topics_button if question.state is DeskState.DISMISSED else words.desk_told_button
    full = button(name, DeskTold(question=question.id, user=user), ButtonStyle.primary)
    items += [*components.row([full]), *displays([f"-# {words.desk_told_why}"])]
    return framed(items, _COLOUR[question.state])


def dismiss_form(question: int, words: Texts) -> Modal:
    """Return the form for the reason why a question is dismissed."""
    form = Modal(title=words.desk_dismiss, custom_id=DeskDismiss(question=question).encode())
    field: TextInput[Any] = TextInput(style=TextStyle.paragraph, custom_id=REASON, max_length=LONGEST_REASON)
    form.add_item(Label(text=words.desk_dismiss_label, description=words.desk_dismiss_hint, component=field))
    return form


def desk_status(
    desk: DeskSettings, counts: Mapping[DeskState, int], words: Texts, *, problem: str, curators: Sequence[str]
) -> LayoutView:
    """Show where questions go, what prevents that (`problem`), how many there are, and who answers them.

    `curators` are the mentions of users and roles.
    """
    where = (
        words.desk_none.format(set=_command("desk set", words))
        if desk.channel is None
        else words.desk_status_channel.format(channel=f"<#{desk.channel}>")
    )
    counted = phrases.BETWEEN.join(
        f"{words.desk_states[state]}: {words.number(counts[state])}" for state in DeskState if counts.get(state)
    )
    names = " ".join(curators[:_ROLES])
    who = (
        words.desk_status_curators.format(names=names)
        if names
        else words.desk_status_no_curators.format(curators=_command("desk curators", words))
    )
    texts = [f"## {words.desk_status}", where, f"**{problem}**" if problem else "", who, counted]
    return framed(displays(texts), components.PROBLEM if problem else components.NEUTRAL)


def tell_noted(words: Texts, *, here: bool) -> LayoutView:
    """Say that the user will be told, and if `here`, by a mention where direct messages are closed."""
    said = words.desk_tell_here_noted if here else words.desk_tell_noted
    return framed(displays([said.format(forget=words.commands["forget"].name)]))


def _times(number: int, words: Texts) -> str:
    return words.once if number == 1 else words.count(number, words.time)


def _state(question: DeskQuestion, words: Texts) -> list[str]:
    state = words.desk_states[question.state]
    if question.decided_by is not None:
        state = words.desk_decided_by.format(state=state, user=f"<@{question.decided_by}>")
    return [
        f"**{state}**",
        words.desk_asked.format(times=_times(question.times, words)),
        words.desk_first_asked.format(when=format_dt(question.first_asked, "R")),
    ]


def _said(question: DeskQuestion, knowledge: Knowledge, words: Texts) -> str:
    """Return what the bot said when the question was asked first, and what it showed."""
    said = words.desk_outcomes.get(question.outcome, question.outcome)
    return "\n".join(filter(None, (said, _statement(question.shown, knowledge, words))))


def _statement(shown: str | None, knowledge: Knowledge, words: Texts) -> str:
    if shown is not None and shown in knowledge.facts:
        return fit(phrases.statement(knowledge.facts[shown], words), _STATEMENT, block_quote)
    if shown is not None and shown in knowledge.unknowns:
        return fit(knowledge.unknowns[shown].statement, _STATEMENT, block_quote)
    return ""


def _decision(question: DeskQuestion, knowledge: Knowledge, words: Texts) -> Sequence[Item[Any]]:
    answer = _answer(question, knowledge, words)
    title = [f"**{words.desk_answer}**"] if question.state is DeskState.ANSWERED else []
    return [*displays(title), *answer]


def _answer(question: DeskQuestion, knowledge: Knowledge, words: Texts, *, opens: bool = True) -> list[Item[Any]]:
    """Return the fact or the unknown that answers, or the reason why nothing does.

    `opens` adds the button that shows the fact, which direct messages may lack: it looks in the default base there.
    """
    fact: Fact | None = knowledge.facts.get(question.fact or "")
    unknown = knowledge.unknowns.get(question.unknown or "")
    if question.state is DeskState.DISMISSED:
        return displays([words.desk_reason.format(reason=fit(question.reason, _STATEMENT, line))])
    if unknown is not None:
        return displays([f"**{words.not_in_source}**\n{fit(unknown.statement, _STATEMENT, escape)}"])
    if fact is None:
        return displays([words.fact_gone])
    return list(entries([fact], _STATEMENT, words)) if opens else displays([entry(fact, words)(_STATEMENT)])


def _command(name: str, words: Texts) -> str:
    """Return the name of a sub-command as users type it."""
    return f"{words.commands[name.partition(' ')[0]].name} {words.commands[name].name}"
