from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from accepted import check_layout, components, ids_of, reading, texts_of
from discord.ui import LayoutView
from render_bases import base_of, fact_of, harbour, hurting, quote_of, source_of

from bot import ui
from bot.core.factcheck import Supported
from bot.core.knowledge.coverage import source_coverage
from bot.core.knowledge.disputes import Dispute, disputes
from bot.core.knowledge.model import Fact, Knowledge, Standing, StatementTranslation
from bot.core.knowledge.timeline import days
from bot.core.matching.decision import Abstention, Answer, Match, NotInSource, Outcome, Suggestion
from bot.core.matching.spelling import Repair
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.ui import custom_ids
from bot.ui.components import STANDING
from bot.ui.markdown import escape, line, plain

TWO_PARAGRAPHS = "Three ships left. They came back.\n\nNobody saw them."

ROW, SECTION = 1, 9
"""Discord's types of a row of buttons, and of a text with a button beside it."""


def matches(knowledge: Knowledge, *ids: str) -> tuple[Match, ...]:
    return tuple(Match(fact=knowledge.facts[key], score=0.9) for key in ids)


def answer_with(knowledge: Knowledge, key: str, question: str = "how many ships?") -> Answer:
    return Answer(question=question, match=matches(knowledge, key)[0], related=(), confidence=0.9)


def pressable(view: LayoutView) -> list[tuple[str, str]]:
    """The label and the custom_id of each button."""
    return [(found["label"], found["custom_id"]) for found in components(view) if found.get("label")]


def links(view: LayoutView) -> list[tuple[str, str]]:
    return [(found["label"], found["url"]) for found in components(view) if found.get("url")]


def colour_of(view: LayoutView) -> int:
    return int(components(view)[0]["accent_color"])


def test_an_answer_shows_statement_standing_attribution_date_and_its_quote_with_the_place() -> None:
    knowledge = harbour()

    shown = reading(ui.outcome(answer_with(knowledge, "ships-left"), knowledge, ENGLISH)).shown

    assert shown.split("\n") == [
        "You asked: how many ships?",
        "On 13 October 2025 three ships left the harbour.",
        "Documented by the harbour master",
        f"13 October 2025 (“Monday” in the quote) · \ufffc · {ENGLISH.standing_meaning[Standing.DOCUMENTED]}",
        "Three ships left the harbour on Monday.",
        "The Gazette · Three ships leave · paragraph 2",
    ]


def test_an_answer_shows_the_age_of_its_source() -> None:
    knowledge = replace(
        harbour(), sources={"harbour": replace(harbour().sources["harbour"], published=dt.date(2025, 10, 17))}
    )
    found = answer_with(knowledge, "ships-left")

    assert reading(ui.outcome(found, knowledge, ENGLISH)).shown.split("\n")[-1] == (
        "The Gazette · Three ships leave · published 17 October 2025 · paragraph 2"
    )
    assert "publicado el 17 de octubre de 2025" in reading(ui.outcome(found, knowledge, SPANISH)).shown
    context = reading(ui.in_context(knowledge.facts["ships-left"], knowledge, ENGLISH)).shown
    assert "The Gazette · Three ships leave · published 17 October 2025\n" in context


def test_the_quote_of_an_answer_is_a_block_quote() -> None:
    knowledge = harbour()

    written = texts_of(ui.outcome(answer_with(knowledge, "ships-left"), knowledge, ENGLISH))

    assert "> Three ships left the harbour on Monday.\n" in "\n".join(written)


def test_an_answer_offers_context_related_facts_and_sharing() -> None:
    knowledge = harbour()

    actions = [
        custom_ids.parse(found)
        for found in ids_of(ui.outcome(answer_with(knowledge, "ships-left"), knowledge, ENGLISH))
    ]

    assert actions == [
        custom_ids.InContext(fact="ships-left", quote=0),
        custom_ids.Related(fact="ships-left"),
        custom_ids.Cite(fact="ships-left", quote=0),
        custom_ids.Share(fact="ships-left"),
        custom_ids.FollowFact(fact="ships-left"),
    ]


@pytest.mark.parametrize(("key", "other"), [("all-is-well", "Fishermen doubt"), ("fishermen-doubt", "all is well")])
def test_a_claim_is_never_shown_without_what_disputes_it(key: str, other: str) -> None:
    knowledge = harbour()

    for view in (
        ui.outcome(answer_with(knowledge, key), knowledge, ENGLISH),
        ui.fact(knowledge.facts[key], knowledge, ENGLISH),
        ui.shared(knowledge.facts[key], knowledge, ENGLISH, by=7, asked=""),
    ):
        assert ENGLISH.against in reading(view).shown
        assert other in reading(view).shown.split(ENGLISH.against)[1]


def test_a_claim_points_to_what_disputes_it_and_the_fact_that_disputes_does_not_point_back() -> None:
    knowledge = harbour()

    claim = texts_of(ui.fact(knowledge.facts["all-is-well"], knowledge, ENGLISH))
    doubt = texts_of(ui.fact(knowledge.facts["fishermen-doubt"], knowledge, ENGLISH))

    assert claim[1].split("\n")[0] == "**Claimed** by the mayor"
    assert claim[1].split("\n")[1].startswith("-# disputed by fishermen › · ")
    assert doubt[1] == f"**Disputed**, said by fishermen\n-# {ENGLISH.standing_meaning[Standing.DISPUTED]}"


def test_the_age_of_a_fact_is_counted_from_the_beginning_of_its_day() -> None:
    knowledge = harbour()
    midnight = int(dt.datetime(2025, 10, 13, tzinfo=dt.UTC).timestamp())

    assert f"(“Monday” in the quote) · <t:{midnight}:R> · " in "".join(
        texts_of(ui.fact(knowledge.facts["ships-left"], knowledge, ENGLISH))
    )


@pytest.mark.parametrize("attribution", ["The Gazette", "sources who spoke to the gazette, privately"])
def test_a_publisher_that_the_attribution_names_is_not_named_again_below_the_quote(attribution: str) -> None:
    source = source_of("Three ships left.")
    knowledge = base_of([source], [fact_of("ships", source, source.text, attribution=attribution)], [], [])

    assert texts_of(ui.fact(knowledge.facts["ships"], knowledge, ENGLISH))[-1].endswith(
        "\n-# Three ships leave · paragraph 1"
    )


def test_a_publisher_whose_name_is_part_of_a_word_of_the_attribution_is_named() -> None:
    source = source_of("Three ships left.", publisher="Gaz")
    knowledge = base_of([source], [fact_of("ships", source, source.text, attribution="Gazers")], [], [])

    assert texts_of(ui.fact(knowledge.facts["ships"], knowledge, ENGLISH))[-1].endswith(
        "\n-# Gaz · Three ships leave · paragraph 1"
    )


def test_a_quote_of_an_article_comes_with_a_link_to_the_very_passage() -> None:
    knowledge = harbour()

    view = ui.outcome(answer_with(knowledge, "fishermen-doubt"), knowledge, ENGLISH)

    assert links(view) == [
        ("Open paragraph 3 in the source", "https://example.org/ships#:~:text=Fishermen%20doubt%20it"),
    ]


@pytest.mark.parametrize("url", ["https://example.org", "https://example.org/"])
def test_if_the_source_has_no_address_of_an_article_there_is_no_link(url: str) -> None:
    source = source_of("Three ships left.", url=url)
    fact = fact_of("ships", source, "Three ships left.")
    knowledge = base_of([source], [fact], [], [])

    assert links(ui.fact(fact, knowledge, ENGLISH)) == []


def test_the_place_of_quotes_of_one_paragraph_is_shown_once_beneath_the_last() -> None:
    source = source_of(TWO_PARAGRAPHS)
    quotes = tuple(quote_of(source, exact) for exact in ("Three ships left.", "They came back.", "Nobody saw them."))
    shown = replace(fact_of("ships", source, "Three ships left."), quotes=quotes)
    knowledge = base_of([source], [shown], [], [])

    lines = reading(ui.fact(shown, knowledge, ENGLISH)).shown.split("\n")
    assert lines[-5:] == [
        "Three ships left.",
        "They came back.",
        "The Gazette · Three ships leave · paragraph 1",
        "Nobody saw them.",
        "The Gazette · Three ships leave · paragraph 2",
    ]


def test_quotes_of_one_paragraph_have_one_link() -> None:
    source = source_of("Three ships left. Two came back.\n\nOne sank.")
    quotes = tuple(quote_of(source, exact) for exact in ("Three ships left.", "Two came back.", "One sank."))
    fact = fact_of("ships", source, "Three", quotes=quotes)

    shown = links(ui.fact(fact, base_of([source], [fact], [], []), ENGLISH))

    assert [label for label, _ in shown] == ["Open paragraph 1 in the source", "Open paragraph 2 in the source"]
    assert shown[0][1].endswith("text=Three%20ships%20left.")


def test_a_fact_without_dispute_says_nothing_of_one() -> None:
    knowledge = harbour()

    assert ENGLISH.against not in reading(ui.fact(knowledge.facts["ships-left"], knowledge, ENGLISH)).shown


@pytest.mark.parametrize("standing", Standing)
def test_each_standing_has_its_colour_and_its_word(standing: Standing) -> None:
    knowledge = harbour()
    plain_fact = knowledge.facts["ships-left"]
    known = {
        name: getattr(plain_fact, name)
        for name in ("id", "statement", "topics", "attribution", "when", "quotes", "question")
    }
    fact = Fact(**known, importance=1, standing=standing)

    view = ui.fact(fact, knowledge, ENGLISH)

    assert colour_of(view) == STANDING[standing].value
    said = ENGLISH.said_by[standing].format(standing=f"**{ENGLISH.standing[standing]}**", who="the harbour master")
    assert f"{said}\n" in "\n".join(texts_of(view))


def test_colours_of_standings_differ() -> None:
    assert len({colour.value for colour in STANDING.values()}) == len(Standing)


def test_a_shared_fact_says_who_shared_it_and_what_was_asked_and_can_be_removed_but_not_shared_again() -> None:
    knowledge = harbour()
    view = ui.shared(knowledge.facts["ships-left"], knowledge, ENGLISH, by=7, asked=escape("how *many*?"))
    unasked = ui.shared(knowledge.facts["ships-left"], knowledge, ENGLISH, by=7, asked="")

    actions = [custom_ids.parse(found) for found in ids_of(view)]

    assert not [action for action in actions if isinstance(action, custom_ids.Share)]
    assert custom_ids.Unshare(by=7) in actions
    assert texts_of(view)[0].startswith("-# <@7> shared")
    assert reading(view).shown.split("\n")[0].endswith(" shared · asked: how *many*?")
    assert texts_of(unasked)[0] == "-# <@7> shared"


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("question", ["how many ships?", "-# You asked: *all* of <@1>?", "  spaced\nout  "])
def test_what_was_asked_is_read_back_from_a_card_in_any_language_and_below_a_banner(
    question: str, words: Texts
) -> None:
    view = ui.outcome(answer_with(harbour(), "ships-left", question), harbour(), words)
    first, *rest = texts_of(view)

    assert ui.asked_on([first, *rest]) == line(question)
    assert ui.asked_on([f"A draft\n-# TODOs\n{first}", *rest]) == line(question)


def test_a_card_that_nobody_asked_for_has_no_question_to_read_back() -> None:
    knowledge = harbour()

    assert ui.asked_on(texts_of(ui.fact(knowledge.facts["ships-left"], knowledge, ENGLISH))) == ""
    assert ui.asked_on([]) == ""


def test_what_the_source_does_not_say_can_be_shared_and_the_copy_says_the_same() -> None:
    knowledge = harbour()
    unknown = next(iter(knowledge.unknowns.values()))
    found = NotInSource(question="why?", unknown=unknown, nearest=(), confidence=0.9)

    asked = ui.outcome(found, knowledge, ENGLISH)
    shared = ui.shared_unknown(unknown, knowledge, ENGLISH, by=7, asked="why?")

    assert custom_ids.ShareUnknown(unknown=unknown.id) in [custom_ids.parse(found) for found in ids_of(asked)]
    assert custom_ids.Unshare(by=7) in [custom_ids.parse(found) for found in ids_of(shared)]
    assert texts_of(shared) == ["-# <@7> shared · asked: why?", *texts_of(asked)[1:]]


def test_pages_that_are_no_card_cannot_be_shared() -> None:
    knowledge = harbour()
    dispute = disputes(knowledge)[0]
    shown = days(knowledge)
    for view in (
        ui.sources(source_coverage(knowledge), ENGLISH),
        ui.overview(knowledge, ENGLISH),
        ui.comparison(dispute, knowledge, ENGLISH),
        ui.timeline(shown, custom_ids.TimelinePage(first=None, last=None), ENGLISH),
    ):
        assert not [found for found in ids_of(view) if ":share" in found]


def test_a_long_statement_gets_the_smaller_heading() -> None:
    knowledge = hurting("a ")
    short, long = harbour().facts["ships-left"], next(iter(knowledge.facts.values()))

    assert texts_of(ui.fact(short, harbour(), ENGLISH))[0].startswith("## ")
    assert texts_of(ui.fact(long, knowledge, ENGLISH))[0].startswith("### ")


def test_not_in_source_says_so_and_offers_the_nearest_fact() -> None:
    knowledge = harbour()
    found = NotInSource(
        question="who sailed?",
        unknown=knowledge.unknowns["crews"],
        nearest=matches(knowledge, "ships-left", "all-is-well"),
        confidence=0.8,
    )

    view = ui.outcome(found, knowledge, ENGLISH)

    assert reading(view).shown.split("\n")[1:5] == [
        ENGLISH.not_in_source,
        "The text does not name the crews.",
        ENGLISH.nearest,
        "On 13 October 2025 three ships left the harbour.",
    ]
    assert ids_of(view) == ["b1:fact:ships-left", "b1:fact:all-is-well", "b1:share-unknown:crews"]


def test_not_in_source_falls_back_on_the_facts_that_the_curator_named() -> None:
    knowledge = harbour()
    found = NotInSource(question="who?", unknown=knowledge.unknowns["crews"], nearest=(), confidence=0.8)

    assert ids_of(ui.outcome(found, knowledge, ENGLISH)) == [
        "b1:fact:ships-left",
        "b1:share-unknown:crews",
    ]


def test_a_suggestion_asks_and_has_each_statement_once_with_its_button() -> None:
    knowledge = harbour()
    found = Suggestion(question="ships?", matches=matches(knowledge, "ships-left", "all-is-well"), confidence=0.4)

    view = ui.outcome(found, knowledge, ENGLISH, 7)

    assert reading(view).shown.split("\n")[1:] == [
        ENGLISH.suggestion,
        ENGLISH.suggestion_note,
        "On 13 October 2025 three ships left the harbour.",
        "Documented by the harbour master · 13 October 2025",
        "The mayor says that all is well.",
        "Claimed by the mayor",
    ]
    assert pressable(view) == [
        ("Open", "b1:fact:ships-left"),
        ("Open", "b1:fact:all-is-well"),
        ("None of these", "b1:none:7"),
    ]


@pytest.mark.parametrize(
    ("words", "line"),
    [(ENGLISH, "Read as: shps → ships, lft → left"), (SPANISH, "Leído así: shps → ships, lft → left")],
)
def test_every_outcome_shows_how_misspelt_words_were_read(words: Texts, line: str) -> None:
    knowledge = harbour()
    repairs = (Repair(written="shps", read="ships"), Repair(written="lft", read="left"))

    found: tuple[Outcome, ...] = (
        replace(answer_with(knowledge, "ships-left"), repairs=repairs),
        NotInSource(question="?", unknown=knowledge.unknowns["crews"], nearest=(), confidence=0.8, repairs=repairs),
        Suggestion(question="?", matches=matches(knowledge, "all-is-well"), confidence=0.4, repairs=repairs),
        Abstention(question="?", confidence=0.0, repairs=repairs),
    )

    for outcome in found:
        assert reading(ui.outcome(outcome, knowledge, words)).shown.split("\n")[1] == line


def test_each_button_of_a_suggestion_is_beside_its_statement_and_none_of_these_below() -> None:
    knowledge = harbour()
    found = Suggestion(question="ships?", matches=matches(knowledge, "ships-left", "all-is-well"), confidence=0.4)

    parts = components(ui.outcome(found, knowledge, ENGLISH, 7))

    assert [part["accessory"]["custom_id"] for part in parts if part["type"] == SECTION] == [
        "b1:fact:ships-left",
        "b1:fact:all-is-well",
    ]
    assert [part["components"][0]["custom_id"] for part in parts if part["type"] == ROW] == ["b1:none:7"]


def test_a_suggestion_shows_three_facts_at_most() -> None:
    knowledge = hurting("a ")
    found = Suggestion(question="?", matches=matches(knowledge, *knowledge.facts), confidence=0.4)

    assert len(pressable(ui.outcome(found, knowledge, ENGLISH, 7))) == 4


def test_a_suggestion_whose_question_is_not_kept_cannot_be_declined() -> None:
    knowledge = harbour()
    found = Suggestion(question="ships?", matches=matches(knowledge, "ships-left"), confidence=0.4)

    assert ids_of(ui.outcome(found, knowledge, ENGLISH)) == ["b1:fact:ships-left"]


@pytest.mark.parametrize(
    ("noted", "said"), [(True, ENGLISH.suggestion_none_noted), (False, ENGLISH.suggestion_none_unnoted)]
)
def test_a_user_who_declines_a_suggestion_reads_what_is_noted_and_what_the_base_covers(
    *, noted: bool, said: str
) -> None:
    view = ui.declined(harbour(), ENGLISH, noted=noted)

    assert reading(view).shown.split("\n") == [ENGLISH.suggestion_none, said, "Topics covered: Ships · The mayor"]
    assert ids_of(view) == ["b1:topics:0"]


def test_topics_beyond_those_that_fit_into_a_few_lines_are_counted() -> None:
    shown = reading(ui.outcome(Abstention(question="?", confidence=0.0), hurting("a "), ENGLISH)).shown

    assert "…and 124 more" in shown
    assert len(shown) < 800


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("mark", ["*", "a", "> ", "\u0301"])
def test_declining_with_a_hostile_base_is_accepted(mark: str, words: Texts) -> None:
    for noted in (True, False):
        check_layout(ui.declined(hurting(mark), words, noted=noted))


def test_a_base_without_facts_says_so_in_place_of_topics() -> None:
    empty = base_of([], [], [], [])

    view = ui.outcome(Abstention(question="?", confidence=0.0), empty, ENGLISH)

    assert reading(view).shown.split("\n")[1:] == [ENGLISH.abstention, ENGLISH.abstention_empty]


def test_an_abstention_names_the_topics_that_have_facts_and_no_others() -> None:
    view = ui.outcome(Abstention(question="weather?", confidence=0.0), harbour(), ENGLISH)

    assert reading(view).shown.split("\n")[1:] == [
        ENGLISH.abstention,
        "Topics covered: Ships · The mayor",
    ]
    assert ids_of(view) == ["b1:topics:0"]


def test_a_question_is_repeated_as_text_and_never_as_a_mention() -> None:
    question = "@everyone <@1>\n# who? https://a.example"

    view = ui.outcome(Abstention(question=question, confidence=0.0), harbour(), ENGLISH)

    assert reading(view).shown.split("\n")[0] == f"You asked: {plain(question)}"
    assert not {"mention", "link"} & set(reading(view).live)


def test_an_empty_question_is_not_repeated() -> None:
    view = ui.outcome(Abstention(question=" \n", confidence=0.0), harbour(), ENGLISH)

    assert "You asked" not in reading(view).shown


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("mark", ["*", "a", "a ", "> ", "\u0301", "👩\u200d🚀"])
@pytest.mark.parametrize("kind", [Answer, NotInSource, Suggestion, Abstention, Fact])
def test_every_outcome_of_a_hostile_base_is_accepted(mark: str, kind: type, words: Texts) -> None:
    knowledge = hurting(mark)
    ids = tuple(knowledge.facts)[:3]
    question = "@everyone " * 300
    found: dict[type, Outcome] = {
        Answer: answer_with(knowledge, ids[0], question),
        NotInSource: NotInSource(
            question=question, unknown=knowledge.unknowns["crews"], nearest=matches(knowledge, *ids), confidence=1.0
        ),
        Suggestion: Suggestion(question=question, matches=matches(knowledge, *ids), confidence=0.4),
        Abstention: Abstention(question=question, confidence=0.0),
    }

    view = (
        ui.outcome(found[kind], knowledge, words, 10**18 - 1)
        if kind in found
        else ui.shared(knowledge.facts[ids[1]], knowledge, words, by=7, asked="")
    )

    check_layout(view)
    assert reading(view).live.count("mention") == (kind is Fact)  # who shared it


def test_more_quotes_and_disputes_than_fit_are_counted() -> None:
    knowledge = hurting("a ")
    shown = reading(ui.fact(next(iter(knowledge.facts.values())), knowledge, ENGLISH)).shown

    assert "8 quotes not shown here" in shown
    assert "36 facts not shown here" in shown


SPANISH_STATEMENT = "El 13 de octubre de 2025 tres barcos salieron del puerto."


def translated() -> Knowledge:
    knowledge = harbour()
    ships = replace(
        knowledge.facts["ships-left"],
        attribution="unnamed sources",
        translations=(StatementTranslation(language="es", statement=SPANISH_STATEMENT),),
    )
    return replace(knowledge, facts={**knowledge.facts, "ships-left": ships})


def test_a_statement_is_shown_in_the_readers_language_where_it_was_translated_and_marked() -> None:
    knowledge = translated()
    fact = knowledge.facts["ships-left"]
    supported = Supported(sentence="Tres barcos.", fact=fact, quote=fact.quotes[0], passage=fact.quotes[0].exact)
    dispute = Dispute(claim=fact, against=(knowledge.facts["fishermen-doubt"],))
    for view in (
        ui.checked_message([supported], knowledge, SPANISH),
        ui.comparison(dispute, knowledge, SPANISH),
        ui.outcome(answer_with(knowledge, "ships-left"), knowledge, SPANISH),
        ui.outcome(Suggestion(question="?", matches=matches(knowledge, fact.id), confidence=0.4), knowledge, SPANISH),
        ui.in_context(fact, knowledge, SPANISH),
    ):
        shown = reading(view).shown

        assert SPANISH_STATEMENT in shown
        assert fact.statement not in shown
        assert shown.count(SPANISH.translated) == 1
        assert "fuentes anónimas" in shown


def test_a_statement_without_a_translation_is_shown_as_it_was_written_and_without_a_mark() -> None:
    knowledge = translated()
    english = reading(ui.fact(knowledge.facts["ships-left"], knowledge, ENGLISH)).shown
    spanish = reading(ui.fact(knowledge.facts["all-is-well"], knowledge, SPANISH)).shown

    assert knowledge.facts["ships-left"].statement in english
    assert "unnamed sources" in english
    assert ENGLISH.translated not in english
    assert knowledge.facts["all-is-well"].statement in spanish
    assert SPANISH.translated not in spanish
