"""Whatever a base or a question holds is shown as it was written, within Discord's limits, and none of it lives."""

from __future__ import annotations

import datetime as dt

from accepted import check_components, check_layout, reading, texts_of
from discord.ui import LayoutView
from discord_reader import Reading, read
from hypothesis import given
from hypothesis import strategies as st
from properties.anything import fixed, lines, texts
from render_bases import base_of

from bot import ui
from bot.core.briefing.selection import Edition
from bot.core.knowledge.anchor_repair import anchor_quote
from bot.core.knowledge.anchoring import TextQuote
from bot.core.knowledge.coverage import source_coverage
from bot.core.knowledge.disputes import disputes
from bot.core.knowledge.entities import Speakers
from bot.core.knowledge.model import Fact, Knowledge, Source, Standing, Topic, Unknown
from bot.core.knowledge.schema import MAX_QUOTE, MAX_STATEMENT
from bot.core.knowledge.timeline import days, rows
from bot.core.matching.decision import Abstention, Answer, Match, NotInSource, Suggestion
from bot.i18n import texts_for
from bot.ui.custom_ids import TimelinePage
from bot.ui.fitting import CHOICE_TEXT, MESSAGE_TEXT, choice
from bot.ui.markdown import clean, plain
from bot.ui.timeline import described

OWN = frozenset({"heading", "subtext", "quote", "bold", "list", "time"})
"""What the layouts themselves bring to life."""

IDS = ("first", "second", "third")
LOCALES = st.sampled_from(("en-US", "es-ES"))


@st.composite
def bases(draw: st.DrawFn) -> Knowledge:
    """Three facts that stand against one another, with hostile text in every field, some as long as a file may have."""
    passages = draw(st.lists(lines(MAX_QUOTE - 2), min_size=1, max_size=3))
    source = _source(draw, "\n\n".join(f"{number}{passage}." for number, passage in enumerate(passages)))
    exact = [source.text[part.start : part.end] for part in source.paragraphs]
    quotes = tuple(anchor_quote(TextQuote(exact=each), source) for each in exact)
    facts = [
        Fact(
            id=key,
            statement=draw(lines(MAX_STATEMENT)),
            topics=("light",),
            attribution=draw(lines(200)),
            standing=draw(st.sampled_from(Standing)),
            when=draw(st.none() | st.dates()),
            importance=2,
            quotes=quotes,  # type: ignore[arg-type]  # each is proven, as the layouts would show at once
            question=draw(lines(200)),
            disputes=tuple(other for other in IDS if other != key),
        )
        for key in IDS
    ]
    topic = Topic(id="light", title=draw(lines(100)), description=draw(lines(300)))
    unknown = Unknown(id="name", statement=draw(lines(MAX_STATEMENT)), question="?", nearest=IDS)
    return base_of([source], facts, [topic], [unknown])


def _source(draw: st.DrawFn, text: str) -> Source:
    return Source(
        id="post",
        title=draw(lines(200)),
        publisher=draw(lines(100)),
        url="https://example.org/" + "u" * 492,
        file="post.txt",
        sha256="0" * 64,
        dates=draw(lines(300)),
        text=text,
    )


def matches(knowledge: Knowledge) -> tuple[Match, ...]:
    return tuple(Match(fact=fact, score=0.5) for fact in knowledge.facts.values())


def check(view: LayoutView, *, mentions: int = 0) -> Reading:
    """Fail where Discord would refuse the layout or bring to life what others wrote."""
    check_layout(view)
    found = reading(view)
    assert [kind for kind in found.live if kind not in OWN] == ["mention"] * mentions
    assert all(text.encode() for text in texts_of(view))
    return found


def holds(shown: str, text: str) -> bool:
    """Whether a text is shown, whole or cut at its end."""
    return text in shown or any(f"{text[:end].rstrip()}…" in shown for end in range(len(text), 20, -1))


@fixed
@given(knowledge=bases(), locale=LOCALES, question=texts(longest=6000))
def test_a_fact_is_shown_as_it_was_written(knowledge: Knowledge, locale: str, question: str) -> None:
    words = texts_for(locale)
    fact = knowledge.facts["first"]
    found = Answer(question=question, match=matches(knowledge)[0], related=(), confidence=1)
    answer = ui.outcome(found, knowledge, words)
    asked = ui.asked_on(texts_of(answer))
    for view, mentions in (
        (answer, 0),
        (ui.fact(fact, knowledge, words, asked=asked), 0),
        (ui.shared(fact, knowledge, words, by=7, asked=asked), 1),
    ):
        shown = check(view, mentions=mentions).shown

        assert plain(fact.statement) in shown
        assert plain(fact.attribution) in shown
        assert holds(shown, clean(fact.quotes[0].exact))


@fixed
@given(knowledge=bases(), locale=LOCALES)
def test_a_quote_in_context_is_shown_as_it_was_written(knowledge: Knowledge, locale: str) -> None:
    words = texts_for(locale)
    for index, quote in enumerate(knowledge.facts["first"].quotes):
        shown = check(ui.in_context(knowledge.facts["first"], knowledge, words, index)).shown

        assert holds(shown, clean(quote.exact))


@fixed
@given(knowledge=bases(), locale=LOCALES, question=texts(longest=6000))
def test_outcomes_other_than_answers_are_shown_as_written(knowledge: Knowledge, locale: str, question: str) -> None:
    words = texts_for(locale)
    found = matches(knowledge)
    unknown = knowledge.unknowns["name"]
    silent = NotInSource(question=question, unknown=unknown, nearest=found, confidence=1)

    assert plain(unknown.statement) in check(ui.outcome(silent, knowledge, words)).shown
    shown = check(ui.outcome(Suggestion(question=question, matches=found, confidence=0.5), knowledge, words)).shown
    assert all(holds(shown, plain(match.fact.statement)) for match in found)
    shown = check(ui.outcome(Abstention(question=question, confidence=0), knowledge, words)).shown
    assert holds(shown, plain(knowledge.topics["light"].title))


@fixed
@given(knowledge=bases(), locale=LOCALES)
def test_what_is_browsed_is_shown_as_it_was_written(knowledge: Knowledge, locale: str) -> None:
    words = texts_for(locale)
    fact, source, topic = knowledge.facts["first"], knowledge.sources["post"], knowledge.topics["light"]

    assert holds(check(ui.topics(knowledge, words)).shown, plain(topic.title))
    assert holds(check(ui.topic(knowledge, "light", words)).shown, plain(fact.statement))
    assert holds(check(ui.related(fact, knowledge, words)).shown, plain(fact.statement))
    assert holds(check(ui.sources(source_coverage(knowledge), words)).shown, plain(source.title))


@fixed
@given(knowledge=bases(), locale=LOCALES, typed=texts(longest=300))
def test_times_names_and_disputes_are_shown_as_they_were_written(knowledge: Knowledge, locale: str, typed: str) -> None:
    words = texts_for(locale)
    shown, speakers = days(knowledge), Speakers(knowledge)
    if shown:
        view = ui.timeline(shown, TimelinePage(first=None, last=None), words, picture=described(rows(shown, 10), words))
        assert holds(check(view).shown, plain(shown[0].facts[0].statement))
    for speaker in speakers.all:
        found = speakers.appearances(speaker)
        assert holds(check(ui.who(speaker, found, words)).shown, plain(found[0].fact.statement))
        check(ui.who_near(typed, [speaker], words))
    check(ui.disputed(disputes(knowledge), words, note=typed))
    for dispute in disputes(knowledge):
        both = check(ui.comparison(dispute, knowledge, words)).shown
        assert all(holds(both, plain(fact.statement)) for fact in (dispute.claim, dispute.against[0]))


@fixed
@given(knowledge=bases(), locale=LOCALES, day=st.dates(), first=st.booleans(), late=st.booleans())
def test_a_briefing_is_shown_as_it_was_written(
    knowledge: Knowledge, locale: str, day: dt.date, *, first: bool, late: bool
) -> None:
    words = texts_for(locale)
    facts = tuple(knowledge.facts.values())
    edition = Edition(day=day, blocks=(facts[:1], facts[1:]), first=first)

    post = ui.briefing(edition, knowledge, words, late=late)

    check_components(post.view)
    assert len(post.content) <= MESSAGE_TEXT
    assert set(read(post.content).live) <= OWN
    assert post.facts == facts
    assert all(holds(read(post.content).shown, plain(fact.statement)) for fact in facts)
    page = ui.edition_facts(day, IDS, knowledge, words)
    assert page is not None
    assert all(holds(check(page).shown, plain(fact.statement)) for fact in facts)
    check(ui.preview(post, words, channel=1), mentions=1)


@fixed
@given(texts(longest=6000).filter(lambda text: clean(text).strip()), LOCALES)
def test_a_sentence_that_repeats_what_was_typed_is_shown_as_it_was_written(text: str, locale: str) -> None:
    words = texts_for(locale)
    assert holds(check(ui.refused(text, words)).shown, clean(text).strip())
    check(ui.failed(text, words))


@fixed
@given(bases())
def test_a_choice_is_a_line_that_discord_takes(knowledge: Knowledge) -> None:
    for fact in knowledge.facts.values():
        offered = choice(fact.statement)

        assert 1 <= len(offered) <= CHOICE_TEXT
        assert offered.splitlines() == [offered]
        assert plain(fact.statement).startswith(offered.removesuffix("…").rstrip())
