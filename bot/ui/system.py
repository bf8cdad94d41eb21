"""Notices, errors, the privacy page and the help page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from discord.ui import LayoutView, Separator

from bot.core.factbase.examples import Examples
from bot.i18n import CommandWords, Texts
from bot.ui import components
from bot.ui.components import displays, framed
from bot.ui.fitting import fit
from bot.ui.markdown import escape, line

_SENTENCE: Final = 1000
_ID: Final = 40
_QUESTION: Final = 170  # characters of an example: 80, all escaped
_COMMANDS: Final = 20  # commands listed; each has at most 32 characters of name and 100 of description


def refused(text: str, words: Texts) -> LayoutView:
    """Show why a request is declined."""
    return framed(displays([fit(text, _SENTENCE, escape) or words.refused]))


def notice(text: str) -> LayoutView:
    """Show a sentence from the catalogue."""
    return framed(displays([text]))


def notice_with_desk(text: str, words: Texts, question: int) -> LayoutView:
    """Show a sentence from the catalogue and a button to ask the desk; `question` is the question's id in the log."""
    return framed([*displays([text]), *components.row([components.ask_desk(question, words)])])


def failed(error_id: str, words: Texts) -> LayoutView:
    """Show that something went wrong; the log has the traceback under the same id."""
    return framed(displays([words.failed.format(error_id=f"**{fit(error_id, _ID, line)}**")]), components.PROBLEM)


def privacy(  # noqa: PLR0913 - what is stored
    keep_days: int,
    share_days: int,
    wish_days: int,
    words: Texts,
    *,
    mentions: bool = True,
    posted_days: int = 0,
) -> LayoutView:
    """Show what is stored and for how long; `keep_days` is 0 if no questions are stored.

    `wish_days` is how long a wish to be told an answer is kept; `mentions` is whether the bot answers messages.
    `posted_days` is 0 if the messages for everybody are not kept.
    """
    days = words.count(keep_days, words.day)
    kept = (words.privacy_kept.format(days=days), words.privacy_not_kept, words.privacy_votes)
    parts = kept if keep_days else (words.privacy_off,)
    messages = [words.privacy_messages] if mentions else []
    shares = words.privacy_shares.format(remove=words.remove_button, days=words.count(share_days, words.day))
    wish = words.privacy_desk.format(tell=words.desk_tell_button, days=words.count(wish_days, words.day))
    desk = [wish] if keep_days else []
    forget = words.privacy_forget.format(forget=words.commands["forget"].name)
    follow = words.privacy_follow
    posted = [words.privacy_posted.format(days=words.count(posted_days, words.day))] if posted_days else []
    texts = [f"## {words.privacy}", *parts, *messages, shares, *posted, *desk, follow, words.privacy_others, forget]
    return framed(displays(texts))


def forgotten(words: Texts, *, wishes: int, follows: int, votes: int) -> LayoutView:
    """Say what was deleted of a user, and what is kept that cannot or need not be."""
    kinds = ((wishes, words.wish), (follows, words.followed_topic), (votes, words.vote))
    deleted = ", ".join(words.count(number, noun) for number, noun in kinds if number)
    said = words.forgotten.format(deleted=deleted) if deleted else words.forgotten_nothing
    return framed(displays([said, f"-# {words.forgotten_note}"]))


def help_page(
    found: Examples, commands: Sequence[CommandWords], words: Texts, *, mentions: bool = False, desk: bool = False
) -> LayoutView:
    """Show example questions with buttons to their facts, the outcomes, and the commands.

    `mentions` is whether the bot answers messages, and `desk` whether the server has a desk.
    """
    ask = words.commands["ask"].name
    how = words.help_examples if found.answered else words.help_own_words
    rows = [row for each in found.answered for row in components.row([components.named(each.fact, each.question)])]
    asking = [words.help_desk.format(ask=words.desk_ask_button)] if desk else []
    outcomes = [f"### {words.help_outcomes}", "\n".join([*_outcomes(found, words), *asking])]
    listed = [f"### {words.help_commands}", "\n".join(_command(each) for each in commands[:_COMMANDS])]
    also = [f"-# {words.help_mentions}"] if mentions else []
    items = [*displays([f"## {words.help}", how.format(ask=ask)]), *rows, *displays(also), Separator()]
    items += [*displays(outcomes), Separator()]
    check = words.help_factcheck.format(name=words.commands["Check against the base"].name)
    return framed([*items, *displays([*listed, f"-# {check}"])])


def short_help(found: Examples, words: Texts, *, mention: bool) -> LayoutView:
    """Show in one message how to ask, beneath a `mention` or in a direct message, with example questions."""
    how = words.ask_by_mention if mention else words.ask_directly
    rows = [row for each in found.answered for row in components.row([components.named(each.fact, each.question)])]
    examples = [words.ask_examples] if rows else []
    more = f"-# {words.ask_more.format(help=words.commands['help'].name)}"
    head = displays([f"## {words.help}", " ".join([how, *examples])])
    return framed([*head, *rows, *displays([more])])


def _outcomes(found: Examples, words: Texts) -> Iterable[str]:
    yield words.help_answer.format(context=words.context)
    silent = words.help_not_in_source.format(outcome=words.not_in_source)
    example = fit(found.open, _QUESTION, line)
    yield f"{silent} {words.help_not_in_source_example.format(question=example)}" if example else silent
    yield words.help_suggestion.format(outcome=words.suggestion)
    yield words.help_abstention.format(outcome=words.abstention)


def _command(command: CommandWords) -> str:
    return f"{f'**{command.name}**' if command.menu else f'`/{command.name}`'} {command.description}"
