from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from accepted import check_components, check_layout, ids_of, texts_of
from discord_reader import read
from render_bases import TEXT, base_of, fact_of, harbour, hurting, source_of

from bot import ui
from bot.core.briefing.selection import Edition, News
from bot.core.knowledge.model import Fact, Knowledge
from bot.errors import Todo
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.ui.fitting import BUTTON_LABEL, MESSAGE_TEXT, SELECT_PLACEHOLDER

DAY = dt.date(2025, 10, 18)


OF_DAY = ["b1:day:2025-10-18:0", "b1:question"]


def edition_of(*blocks: tuple[Fact, ...], news: dict[str, News] | None = None, first: bool = True) -> Edition:
    return Edition(day=DAY, blocks=blocks, news=news or {}, first=first)


def quotes_in(content: str) -> list[str]:
    """What stands in block quotes, as it is read."""
    return [read(line.removeprefix("> ")).shown for line in content.split("\n") if line.startswith("> ")]


def singles(knowledge: Knowledge) -> Edition:
    return edition_of(*((fact,) for fact in knowledge.facts.values()))


def wordy(number: int, words: str, quote: str) -> Knowledge:
    source = source_of(f"{TEXT}\n\n{quote}")
    facts = [fact_of(f"fact-{index}", source, quote, statement=f"{words}{index}.") for index in range(number)]
    return base_of([source], facts, [], [])


def test_a_briefing_shows_statement_standing_quote_and_place_of_each_fact() -> None:
    knowledge = harbour()

    post = ui.briefing(edition_of((knowledge.facts["ships-left"],)), knowledge, ENGLISH)

    assert read(post.content).shown.split("\n") == [
        "Briefing for 18 October 2025",
        "",
        "1. On 13 October 2025 three ships left the harbour.",
        "Documented by the harbour master · 13 October 2025",
        "Three ships left the harbour on Monday.",
        "The Gazette, paragraph 2",
    ]


def test_a_briefing_from_a_draft_says_so_under_its_title() -> None:
    todo = Todo(file="f.yaml", line=3, column=9, entry="ships-left", noun="fact")
    knowledge = dataclasses.replace(harbour(), todos=(todo,))

    post = ui.briefing(edition_of((knowledge.facts["ships-left"],)), knowledge, ENGLISH)

    assert post.content.splitlines()[1] == "-# **DRAFT** · not confirmed by a curator · 1 TODO left: 1 fact"


def test_each_fact_has_a_button_with_the_day_of_the_edition() -> None:
    knowledge = harbour()

    post = ui.briefing(
        edition_of((knowledge.facts["all-is-well"], knowledge.facts["fishermen-doubt"])), knowledge, ENGLISH
    )

    check_components(post.view)
    assert post.view.is_persistent()
    assert ids_of(post.view) == [
        "b1:edition:2025-10-18:all-is-well",
        "b1:edition:2025-10-18:fishermen-doubt",
        *OF_DAY,
    ]


def test_the_buttons_for_all_facts_and_for_a_question_have_a_row_of_their_own() -> None:
    knowledge = harbour()

    rows = ui.briefing(singles(knowledge), knowledge, ENGLISH).view.to_components()

    assert [button["label"] for button in rows[-1]["components"]] == ["All of today's facts", "Ask a question"]
    assert len(rows) == 2


def test_what_is_new_or_changed_is_marked() -> None:
    knowledge = harbour()
    facts = tuple(knowledge.facts.values())
    news = {"ships-left": News.NEW, "all-is-well": News.CHANGED}

    post = ui.briefing(edition_of(facts, news=news, first=False), knowledge, ENGLISH)

    shown = read(post.content).shown
    assert "New · Documented by the harbour master" in shown
    assert "Changed · Claimed by the mayor" in shown
    assert "\nDisputed, said by fishermen" in shown
    assert ENGLISH.briefing_nothing_new not in shown


def test_a_day_with_nothing_new_says_so_over_the_rotation_and_a_first_edition_does_not() -> None:
    knowledge = harbour()
    facts = tuple(knowledge.facts.values())

    quiet = ui.briefing(edition_of(facts, first=False), knowledge, ENGLISH).content
    first = ui.briefing(edition_of(facts), knowledge, ENGLISH).content

    assert quiet.split("\n")[1] == f"-# {ENGLISH.briefing_nothing_new}"
    assert ENGLISH.briefing_nothing_new not in first
    assert ENGLISH.briefing_nothing_new not in ui.briefing(edition_of(first=False), knowledge, ENGLISH).content


def test_a_late_briefing_says_so() -> None:
    edition = singles(harbour())

    assert ENGLISH.briefing_late in ui.briefing(edition, harbour(), ENGLISH, late=True).content
    assert ENGLISH.briefing_late not in ui.briefing(edition, harbour(), ENGLISH).content


def test_an_edition_without_facts_says_so() -> None:
    post = ui.briefing(edition_of(), harbour(), ENGLISH)

    assert ENGLISH.briefing_empty in post.content
    assert post.facts == ()


def test_quotes_are_shortened_before_a_fact_is_left_out() -> None:
    knowledge = wordy(4, "word " * 40, "quoted " * 60)

    post = ui.briefing(singles(knowledge), knowledge, ENGLISH)

    assert len(post.facts) == 4
    assert post.content.count("-# … shortened · The Gazette, paragraph 4") == 4
    assert len(post.content) <= MESSAGE_TEXT


@pytest.mark.parametrize(
    "quote",
    [
        "quoted " * 60,
        "Nobody saw it go. " * 30,
        "“All is well,” he said. Then: “It *is* not…” " * 12,
        "a" * 900,
        "é\u0301" * 400,
    ],
)
def test_what_is_quoted_is_verbatim_and_a_cut_is_noted_outside_the_quote(quote: str) -> None:
    quote = quote.strip()
    knowledge = wordy(3, "word " * 60, quote)

    post = ui.briefing(singles(knowledge), knowledge, ENGLISH)

    assert len(quotes_in(post.content)) == 3
    assert all(quote.startswith(shown) and shown != quote for shown in quotes_in(post.content))
    assert post.content.count("-# … shortened · ") == 3


def test_a_quote_is_cut_at_the_end_of_a_sentence_if_one_is_near() -> None:
    knowledge = wordy(3, "word " * 60, "Nobody saw it go. " * 30 + "At all.")

    post = ui.briefing(singles(knowledge), knowledge, ENGLISH)

    assert all(shown.endswith("go.") for shown in quotes_in(post.content))


def test_a_quote_that_fits_is_whole_and_nothing_says_otherwise() -> None:
    knowledge = harbour()

    post = ui.briefing(edition_of((knowledge.facts["ships-left"],)), knowledge, ENGLISH)

    assert quotes_in(post.content) == ["Three ships left the harbour on Monday."]
    assert "shortened" not in post.content


def test_facts_that_do_not_fit_are_left_out_whole_and_counted() -> None:
    knowledge = wordy(9, "word " * 60, "quoted " * 60)

    post = ui.briefing(singles(knowledge), knowledge, ENGLISH)

    left_out = 9 - len(post.facts)
    assert 0 < left_out < 9
    assert post.content.endswith(f"-# {ENGLISH.briefing_dropped.format(facts=ENGLISH.count(left_out, ENGLISH.fact))}")
    assert [fact.statement in post.content for fact in knowledge.facts.values()] == [True] * len(post.facts) + [
        False
    ] * left_out
    assert len(ids_of(post.view)) == len(post.facts) + len(OF_DAY)


def test_every_fact_in_a_briefing_has_a_button() -> None:
    source = source_of(TEXT, publisher="G")
    facts = [fact_of(f"fact-{number}", source, "all", statement="A.", attribution="a") for number in range(30)]
    knowledge = base_of([source], facts, [], [])

    post = ui.briefing(singles(knowledge), knowledge, ENGLISH)

    check_components(post.view)
    assert len(post.facts) == len(ids_of(post.view)) - len(OF_DAY) == 20
    assert "10 facts did not fit" in post.content


def test_a_claim_is_never_left_without_what_disputes_it() -> None:
    knowledge = wordy(5, "word " * 60, "quoted " * 60)
    facts = tuple(knowledge.facts.values())

    shown = ui.briefing(edition_of(facts[:2], facts[2:]), knowledge, ENGLISH).facts

    assert shown == facts[:2]


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("mark", ["*", "a", "a ", "> ", "\u0301"])
@pytest.mark.parametrize("together", [True, False])
def test_a_hostile_briefing_is_accepted(mark: str, words: Texts, *, together: bool) -> None:
    knowledge = hurting(mark)
    facts = tuple(knowledge.facts.values())
    news = dict.fromkeys(knowledge.facts, News.CHANGED)
    blocks = [facts] if together else [(fact,) for fact in facts]
    edition = edition_of(*blocks, news=news, first=False)

    post = ui.briefing(edition, knowledge, words, late=True)
    preview = ui.preview(edition, knowledge, words, channel=2**63, note=words)

    check_layout(preview)

    check_components(post.view)
    assert len(post.content) <= MESSAGE_TEXT
    assert len(post.facts) >= 1
    assert "mention" not in read(post.content).live


def test_a_preview_shows_what_is_posted_with_the_same_buttons_and_who_sees_it() -> None:
    knowledge = harbour()
    edition = singles(knowledge)

    preview = ui.preview(edition, knowledge, SPANISH, channel=7, note=ENGLISH)
    post = ui.briefing(edition, knowledge, SPANISH)

    check_layout(preview)
    assert texts_of(preview) == [f"-# {ENGLISH.preview_note.format(channel='<#7>')}", post.content]
    assert ids_of(preview) == ids_of(post.view)


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
def test_the_words_of_the_form_and_the_menu_fit_into_discords_limits(words: Texts) -> None:
    assert len(words.question_form) <= 45
    assert len(words.question_label) <= 45
    assert len(words.question_hint) <= 100
    assert len(words.edition_pick) <= SELECT_PLACEHOLDER
    assert max(len(words.edition_facts_button), len(words.ask_button)) <= BUTTON_LABEL
