from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import replace

import pytest
from accepted import check_layout, components, texts_of
from discord.ui import LayoutView
from render_bases import harbour, hurting

from bot import ui
from bot.core.briefing.selection import Edition
from bot.core.factbase.corrections import FactCorrection, Said, SaidQuote, said
from bot.core.knowledge.model import Fact, Knowledge, Standing
from bot.core.matching.decision import Match, Suggestion
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.storage import Correction, PendingEdit, PostedKind, PostedMessage, ShownFact
from bot.ui.fitting import MESSAGE_TEXT

NOON = dt.datetime(2031, 3, 9, 12, tzinfo=dt.UTC)
DAY = NOON.date()
_TEXTS = ("word " * 99 + "word", "*" * 500, "~~ _x_ <@1> https://a.b 1. " * 17, "Short.")


def said_of(text: str, standing: Standing, quotes: int) -> Said:
    """What a fact may say at most: Discord shows each escaped character as two."""
    exact = f"{text}\n{text}\n{text}"
    quoted = tuple(
        SaidQuote(source=str(number), exact=exact, publisher=text[:100], paragraph=2) for number in range(quotes)
    )
    attribution = text[:200].strip()
    return Said(statement=text[:500].strip(), standing=standing, attribution=attribution, when=DAY, quotes=quoted)


NEW: tuple[tuple[Said | None, ...], ...] = (
    *((said_of(text, Standing.CLAIMED, quotes),) for text in _TEXTS for quotes in (0, 1, 6)),
    (None,),
    (None, said_of(_TEXTS[0], Standing.STATED, 2)),
    (said_of(_TEXTS[1], Standing.STATED, 4), said_of(_TEXTS[2], Standing.REPORTED, 4), None),
)
"""What facts say after one or more corrections; None if they are retired."""


def pending(
    facts: Sequence[ShownFact], *new: Said | None, content: str | None = None, words: Texts = ENGLISH
) -> PendingEdit:
    """A message that shows facts, each of which was corrected to one value after the other."""
    posted = PostedMessage(
        message=1,
        channel=2,
        kind=PostedKind.SHARE,
        base="default",
        revision="r",
        language=words.language,
        at=NOON,
        facts=tuple(facts),
        content=content,
    )
    found: list[Correction] = []
    for fact in facts:
        versions = [fact.said, *new]
        for old, each in itertools.pairwise(versions):
            change = FactCorrection(fact=fact.fact, old=old, new=each, reason="" if each else "Withdrawn.")
            found.append(Correction(at=NOON, revision="s", change=change))
    return PendingEdit(posted=posted, corrections=tuple(found), upto=len(found))


def every_layout(knowledge: Knowledge, words: Texts) -> list[LayoutView]:
    """A card of each of the first facts, and a list of them."""
    facts = list(knowledge.facts.values())[:3]
    cards = [ui.shared(fact, knowledge, words, by=7, asked="") for fact in facts]
    matches = tuple(Match(fact=fact, score=0.5) for fact in facts)
    return [*cards, ui.outcome(Suggestion(question="", matches=matches, confidence=0.5), knowledge, words)]


@pytest.mark.parametrize("knowledge", [harbour(), hurting()], ids=["harbour", "hurting"])
@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
def test_discord_accepts_every_corrected_layout_and_a_second_edit_changes_nothing(
    knowledge: Knowledge, words: Texts
) -> None:
    for view, new in ((view, new) for new in NEW for view in every_layout(knowledge, words)):
        shown = ui.shown_facts(view, knowledge, words)
        edit = pending(shown, *new, words=words)
        before = texts_of(view)
        changed = ui.corrected_layout(edit, view, words)
        once = texts_of(view)

        check_layout(view)
        assert shown
        assert changed is (once != before)
        assert not ui.corrected_layout(edit, view, words)


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
def test_a_corrected_briefing_has_at_most_2000_characters(words: Texts) -> None:
    knowledge = hurting()
    edition = Edition(day=DAY, blocks=tuple((fact,) for fact in list(knowledge.facts.values())[:5]))
    post = ui.briefing(edition, knowledge, words)
    shown = ui.plain_facts([fact.id for fact in post.facts], post.content, knowledge, words)

    assert [each.text for each in shown] == [text for text in post.texts if text in {each.text for each in shown}]
    for new in NEW:
        edit = pending(shown, *new, content=post.content, words=words)
        corrected = ui.corrected_content(edit, post.content, words)
        assert len(corrected) <= MESSAGE_TEXT
        assert ui.corrected_content(edit, corrected, words) == corrected


def fact(knowledge: Knowledge, key: str = "ships-left") -> Fact:
    return knowledge.facts[key]


def test_a_quote_that_was_added_is_shown_below_the_others() -> None:
    knowledge = harbour()
    view = ui.shared(fact(knowledge), knowledge, ENGLISH, by=7, asked="")
    old = said(fact(knowledge), knowledge)
    added = SaidQuote(source="harbour", exact="Harbour watch", publisher="The Gazette")
    new = replace(old, quotes=(*old.quotes, added))
    ui.corrected_layout(pending(ui.shown_facts(view, knowledge, ENGLISH), new), view, ENGLISH)

    quotes = texts_of(view)[3]
    assert quotes.startswith("> Three ships left the harbour on Monday.\n-# The Gazette")
    assert quotes.endswith("\n> Harbour watch\n-# The Gazette")


def test_a_card_gets_the_colour_of_its_new_standing() -> None:
    knowledge = harbour()
    view = ui.shared(fact(knowledge), knowledge, ENGLISH, by=7, asked="")
    new = replace(said(fact(knowledge), knowledge), standing=Standing.DISPUTED)
    ui.corrected_layout(pending(ui.shown_facts(view, knowledge, ENGLISH), new), view, ENGLISH)

    assert components(view)[0]["accent_color"] == ui.components.STANDING[Standing.DISPUTED].value
    assert "-# ~~Documented by the harbour master" in "\n".join(texts_of(view))


def test_a_translation_is_corrected_for_its_own_readers_only() -> None:
    old = Said(statement="Three.", standing=Standing.REPORTED, attribution="a", translations=(("es", "Tres."),))
    change = FactCorrection(fact="a", old=old, new=replace(old, translations=(("es", "Tres barcos."),)))
    added = FactCorrection(fact="a", old=replace(old, translations=()), new=old)

    assert [change.concerns(language) for language in ("en", "es")] == [False, True]
    assert [added.concerns(language) for language in ("en", "es")] == [False, False]


def test_a_list_is_not_concerned_by_another_quote() -> None:
    old = Said(statement="Three.", standing=Standing.REPORTED, attribution="a")
    change = FactCorrection(fact="a", old=old, new=replace(old, quotes=(SaidQuote(source="b", exact="three"),)))

    assert not ShownFact(fact="a", said=old, entries=(3,)).concerned(change, "en")
    assert ShownFact(fact="a", said=old, card=(0, 1, 2)).concerned(change, "en")
