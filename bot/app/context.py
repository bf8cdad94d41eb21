"""The context of one interaction, which keeps its base and its language from beginning to end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import discord

from bot import ui
from bot.app.client import BriefingBot
from bot.app.responses import set_banner, set_base, untrack
from bot.core.factbase.base import Base
from bot.core.knowledge.model import Knowledge
from bot.i18n import Texts, phrases, texts_for
from bot.ui.markdown import bold, small

Interaction = discord.Interaction[BriefingBot]

MONTH_FIRST: Final = frozenset({"en-US"})
"""Discord's locales in which people write 10/15/2025."""

_ECHO: Final = 60  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionContext:
    """What a question is answered with. Made when its answer begins, so that a reload does not change its base.

    `user` asks, on the server `guild` or outside of any. `words` are in the language of the answer; `month_first` says
    that the user writes 10/15/2025. `public` is whether the answer is an ordinary message beside the question.
    `pictures` is whether it may have a picture.
    """

    bot: BriefingBot
    base: Base
    user: int
    guild: int | None
    words: Texts
    month_first: bool
    public: bool = False
    pictures: bool = True

    def count_request(self) -> None:
        """Count a request that searches or draws. Raises RefusedError if it is one too many within a minute."""
        refusal = self.bot.rate_limit.refusal(self.user)
        if refusal is not None:
            raise refusal

    @property
    def has_desk(self) -> bool:
        """Whether the question can be put to a desk."""
        return self.bot.config.questions.keep_days > 0 and self.bot.desks.of(self.guild).channel is not None

    @property
    def knowledge(self) -> Knowledge:
        """The facts of the base."""
        return self.base.knowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestContext(QuestionContext):
    """One use of a command, button or form; `words` are in the user's language."""

    interaction: Interaction

    @classmethod
    def of(cls, interaction: Interaction, base: Base | None = None) -> Self:
        """Take the base of the server, or the one that is given, and the language of the user.

        Each answer from a draft will say so. Raises RefusedError if the base is not loaded.
        """
        base, words = base or interaction.client.bases.of(interaction.guild_id), words_of(interaction)
        set_draft_banner(interaction, base.knowledge, words)
        set_base(interaction, base.name)
        return cls(
            interaction=interaction,
            bot=interaction.client,
            base=base,
            user=interaction.user.id,
            guild=interaction.guild_id,
            words=words,
            month_first=str(interaction.locale) in MONTH_FIRST,
        )

    @property
    def chosen(self) -> str:
        """What the user chose in a menu; empty if nothing was chosen."""
        return next(iter(self.all_chosen), "")

    @property
    def all_chosen(self) -> tuple[str, ...]:
        """All that the user chose in a menu."""
        return chosen_in(self.interaction)

    @property
    def asked(self) -> str:
        """The question on the card whose button was pressed, as escaped markdown; empty if the card has none."""
        message = self.interaction.message
        if message is None or not message.flags.components_v2:
            return ""
        card: discord.ui.LayoutView = discord.ui.LayoutView.from_message(message, timeout=None)
        untrack(card)
        texts = [item.content for item in card.walk_children() if isinstance(item, discord.ui.TextDisplay)]
        return ui.asked_on(texts)

    def written(self, field: str) -> str:
        """Return what the user wrote or chose in a field of the form that was sent in; empty if there is none."""
        return self.filled_in(field) or ""

    def filled_in(self, field: str) -> str | None:
        """Return what the user wrote or chose in a field; None if the form has no such field."""
        return _written(self.interaction.data or {}, field)


def set_draft_banner(interaction: Interaction, knowledge: Knowledge, words: Texts) -> None:
    """Let each answer to an interaction say that the base is a draft, if it is one."""
    set_banner(interaction, draft_banner(knowledge, words))


def draft_banner(knowledge: Knowledge, words: Texts) -> str:
    """Return the line that says that the base is a draft; empty if it is none."""
    return phrases.draft(knowledge, words, draft=bold, note=small)


def words_of(interaction: Interaction) -> Texts:
    """Return the words in the user's language."""
    return texts_for(str(interaction.locale))


def chosen_in(interaction: Interaction) -> tuple[str, ...]:
    """Return all that the user chose in a menu."""
    data: dict[str, Any] = dict(interaction.data or {})
    return tuple(data.get("values", ()))


def echo(typed: str) -> str:
    """Return what was typed, shortened for a refusal that repeats it."""
    return typed if len(typed) <= _ECHO else f"{typed[:_ECHO]}…"


def _written(part: Mapping[str, Any], field: str) -> str | None:
    """Look for a field at any depth of a form."""
    if part.get("custom_id") == field:
        return str(part.get("value") or next(iter(part.get("values") or ()), ""))
    nested = [*(part.get("components") or ()), *filter(None, [part.get("component")])]
    found = (_written(each, field) for each in nested)
    return next((text for text in found if text is not None), None)
