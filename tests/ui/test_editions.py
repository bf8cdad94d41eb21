from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from accepted import check_components, check_layout, ids_of, texts_of
from discord_reader import read
from render_bases import TEXT, base_of, fact_of, harbour, hurting, source_of

from bot import ui
from bot.core.briefing.schedule import MAX_FACTS, EditionForm, EditionPlace
from bot.core.briefing.selection import Edition, News
from bot.core.knowledge.model import Fact, Knowledge, StatementTranslation
from bot.errors import Todo
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.ui.fitting import BUTTON_LABEL, MESSAGE_TEXT, SELECT_PLACEHOLDER, THREAD_NAME

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
        "Three ships leave · 13 October 2025",
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

    assert post.content.splitlines()[2] == "-# **DRAFT** · not confirmed by a curator · 1 TODO left: 1 fact"


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


def test_the_buttons_for_more_facts_and_for_a_question_have_a_row_of_their_own() -> None:
    knowledge = harbour()

    rows = ui.briefing(singles(knowledge), knowledge, ENGLISH).view.to_components()

    assert [button["label"] for button in rows[-1]["components"]] == ["More facts", "Ask a question"]
    assert len(rows) == 2


def test_what_is_new_or_changed_is_marked() -> None:
    knowledge = harbour()
    facts = tuple(knowledge.facts.values())
    news = {"ships-left": News.NEW, "all-is-well": News.CHANGED}

    post = ui.briefing(edition_of(facts, news=news, first=False), knowledge, ENGLISH)

    shown = read(post.content).shown
    assert "New · Documented by the harbour master" in shown
    assert "Changed · Disputed, see 3 · Claimed by the mayor" in shown
    assert "\nDisputes 2 · Disputed, said by fishermen" in shown
    assert ENGLISH.briefing_nothing_new not in shown


def test_a_day_with_nothing_new_says_so_over_the_rotation_and_a_first_edition_does_not() -> None:
    knowledge = harbour()
    facts = tuple(knowledge.facts.values())

    quiet = ui.briefing(edition_of(facts, first=False), knowledge, ENGLISH).content
    first = ui.briefing(edition_of(facts), knowledge, ENGLISH).content

    assert quiet.split("\n")[2] == f"-# {ENGLISH.briefing_nothing_new}"
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


def test_quotes_are_shortened_before_they_are_left_out() -> None:
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


@pytest.mark.parametrize("words", ["word " * 60, "word " * 200, "*" * 900], ids=["long", "longer", "escaped"])
def test_every_fact_that_was_asked_for_is_shown_however_long_it_is(words: str) -> None:
    knowledge = wordy(5, words, "quoted " * 60)

    post = ui.briefing(singles(knowledge), knowledge, ENGLISH, late=True, role=2**63)

    assert len(post.content) <= MESSAGE_TEXT
    assert post.facts == tuple(knowledge.facts.values())
    assert [f"**{number}.** " in post.body for number in range(1, 6)] == [True] * 5
    assert len(ids_of(post.view)) == 5 + len(OF_DAY)


def test_quotes_are_left_out_before_a_statement_is_cut() -> None:
    knowledge = wordy(5, "word " * 55, "quoted " * 60)

    post = ui.briefing(singles(knowledge), knowledge, ENGLISH)

    assert quotes_in(post.content) == []
    assert all(fact.statement in post.content for fact in knowledge.facts.values())


def test_a_short_briefing_has_no_quotes() -> None:
    knowledge = harbour()

    post = ui.briefing(singles(knowledge), knowledge, ENGLISH, form=EditionForm.SHORT)

    assert quotes_in(post.content) == []
    assert "1. On 13 October 2025 three ships left the harbour." in read(post.content).shown
    assert "Documented by the harbour master" in read(post.content).shown


def test_a_dispute_is_named_by_number_or_else_by_who_says_it() -> None:
    knowledge = harbour()
    claim, doubt = knowledge.facts["all-is-well"], knowledge.facts["fishermen-doubt"]

    both = read(ui.briefing(edition_of((claim, doubt)), knowledge, ENGLISH).content).shown
    alone = read(ui.briefing(edition_of((claim,)), knowledge, ENGLISH).content).shown
    other = read(ui.briefing(edition_of((doubt,)), knowledge, ENGLISH).content).shown

    assert "\nDisputed, see 2 · Claimed by the mayor" in both
    assert "\nDisputes 1 · Disputed, said by fishermen" in both
    assert "\nDisputed by fishermen · Claimed by the mayor" in alone
    assert "\nDisputes a claim by the mayor · Disputed, said by fishermen" in other


def test_a_statement_that_was_translated_is_shown_in_the_language_of_the_server_and_marked() -> None:
    knowledge = harbour()
    translated = StatementTranslation(language="es", statement="Tres barcos zarparon.")
    ships = dataclasses.replace(knowledge.facts["ships-left"], translations=(translated,))
    knowledge = dataclasses.replace(knowledge, facts={**knowledge.facts, ships.id: ships})

    spanish = read(ui.briefing(edition_of((ships,)), knowledge, SPANISH).content).shown
    english = read(ui.briefing(edition_of((ships,)), knowledge, ENGLISH).content).shown
    more = ui.edition_facts(DAY, [ships.id], knowledge, SPANISH)

    assert "1. Tres barcos zarparon." in spanish
    assert f" · {SPANISH.translated}" in spanish
    assert "1. On 13 October 2025 three ships left the harbour." in english
    assert more is not None
    assert "Tres barcos zarparon." in "\n".join(texts_of(more))


def test_the_role_is_mentioned_first_and_nobody_without_one() -> None:
    knowledge = harbour()

    post = ui.briefing(singles(knowledge), knowledge, ENGLISH, role=77)

    assert post.content.startswith("<@&77>\n## Briefing for 18 October 2025\n**Three ships leave** · 13 October 2025")
    assert post.opening == "\n".join(post.content.split("\n")[:3])
    assert post.post.startswith("<@&77>\n**Three ships leave**")
    assert "<@" not in ui.briefing(singles(knowledge), knowledge, ENGLISH).content


def test_a_thread_or_a_post_is_named_after_the_day_and_the_story() -> None:
    knowledge = harbour()

    assert (
        ui.briefing(singles(knowledge), knowledge, ENGLISH).title == "Briefing for 18 October 2025: Three ships leave"
    )
    assert ui.briefing(edition_of(), base_of([], [], [], []), ENGLISH).title == "Briefing for 18 October 2025"


def test_of_several_sources_the_first_names_the_story_and_the_others_are_counted() -> None:
    sources = [source_of(TEXT, id=f"source-{number}", title=f"Story {number}") for number in range(3)]

    post = ui.briefing(edition_of(), base_of(sources, [], [], []), ENGLISH)

    assert post.opening.split("\n")[1] == "**Story 0** · …and 2 more"


def test_the_message_that_opens_a_thread_is_marked_with_the_day() -> None:
    assert ids_of(ui.opening_view(DAY, ENGLISH)) == ["b1:day:2025-10-18:0"]


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("mark", ["*", "a", "a ", "> ", "\u0301"])
@pytest.mark.parametrize("together", [True, False])
def test_a_hostile_briefing_is_accepted(mark: str, words: Texts, *, together: bool) -> None:
    knowledge = hurting(mark)
    facts = tuple(knowledge.facts.values())[:MAX_FACTS]
    news = dict.fromkeys(knowledge.facts, News.CHANGED)
    blocks = [facts] if together else [(fact,) for fact in facts]
    edition = edition_of(*blocks, news=news, first=False)

    post = ui.briefing(edition, knowledge, words, late=True)
    for place in EditionPlace:
        check_layout(ui.preview(post, words, channel=2**63, place=place))

    check_components(post.view)
    assert 0 < len(post.title) <= THREAD_NAME
    assert len(post.content) <= MESSAGE_TEXT
    assert post.facts == facts
    assert "mention" not in read(post.content).live


def test_a_preview_shows_what_is_posted_with_the_same_buttons_and_who_sees_it() -> None:
    knowledge = harbour()
    edition = singles(knowledge)

    post = ui.briefing(edition, knowledge, SPANISH, role=77)
    head = f"-# {ENGLISH.preview_note.format(channel='<#7>')}"
    shown = {place: ui.preview(post, ENGLISH, channel=7, place=place) for place in EditionPlace}

    for preview in shown.values():
        check_layout(preview)
        assert ids_of(preview) == ids_of(post.view)
    title = "Resumen del 18 de octubre de 2025: Three ships leave"
    in_thread, as_post = (f"-# {words.format(title=title)}" for words in (ENGLISH.preview_thread, ENGLISH.preview_post))
    assert texts_of(shown[EditionPlace.MESSAGE]) == [head, post.content]
    assert texts_of(shown[EditionPlace.THREAD]) == [head, post.opening, in_thread, post.body]
    assert texts_of(shown[EditionPlace.POST]) == [head, as_post, post.post]


def test_a_preview_of_an_edition_without_news_says_that_it_is_not_posted() -> None:
    post = ui.briefing(singles(harbour()), harbour(), SPANISH)

    (text,) = texts_of(ui.preview(post, ENGLISH, channel=7, skipped=True))

    assert text.split("\n")[1] == ENGLISH.preview_skipped


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
def test_the_words_of_the_form_and_the_menu_fit_into_discords_limits(words: Texts) -> None:
    assert len(words.ask_button) <= 45
    assert len(words.question_label) <= 45
    assert len(words.question_hint) <= 100
    assert len(words.edition_pick) <= SELECT_PLACEHOLDER
    assert max(len(words.edition_facts_button), len(words.ask_button)) <= BUTTON_LABEL
