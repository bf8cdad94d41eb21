"""Cards: the four outcomes of a question, one fact, and a quote in context. Also lists of facts for other pages."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, groupby, product
from typing import Any, Final

from discord.ui import Button, Item, LayoutView, Section, Separator, TextDisplay
from discord.utils import format_dt

from bot.core.knowledge.anchoring import (
    QuoteCheck,
    QuoteMissing,
    QuoteMoved,
    QuoteRepeated,
    QuoteVerified,
    SourceChanged,
    check_quote,
)
from bot.core.knowledge.model import Fact, Knowledge, Quote, Source, Topic, Unknown
from bot.core.matching.decision import SHOWN, Abstention, Answer, NotInSource, Outcome, Suggestion
from bot.i18n import CATALOGUES, Texts, phrases
from bot.ui import components
from bot.ui.components import button, displays, framed, room
from bot.ui.custom_ids import EditFactForm, FollowFact, InContext, NoneOfThese, Related, ShareUnknown
from bot.ui.fitting import Piece, fill, fit, fit_end, short
from bot.ui.markdown import block, block_quote, bold, escape, line, plain

_QUOTES: Final = 4
_AGAINST: Final = 3
_NEAREST: Final = 3

# Characters.
_STATEMENT: Final = 1010  # a statement of 500 characters, all escaped
_UNKNOWN: Final = 1010
_ATTRIBUTION: Final = 410  # an attribution of 200, all escaped
_SHORT_ATTRIBUTION: Final = 120
_TITLE: Final = 110
_TODOS: Final = 200
_PUBLISHER: Final = 60
_FILE: Final = 110
_QUESTION: Final = 200  # of the question that is repeated
_READ: Final = 200  # of the words that were corrected
_TITLES: Final = 700  # of the list of topics; the menu beneath has more
_LARGE: Final = 160  # a longer statement is a wall of text on a phone if it is a large heading
_NEIGHBOUR: Final = 400  # of the paragraph before and of the one after
_BETWEEN: Final = "\n> \n> "  # two paragraphs of one block quote

Headed = tuple[str, Fact]
"""A fact under its heading."""


def grouped(listing: Sequence[Headed], space: int, words: Texts) -> list[Item[Any]]:
    """Return the facts in at most `space` characters, each with its button, and each heading once."""
    groups = [(heading, len(list(group))) for heading, group in groupby(listing, key=lambda headed: headed[0])]
    left = space - sum(len(heading) for heading, _ in groups)
    sections = iter(entries([fact for _, fact in listing], left, words))
    items: list[Item[Any]] = []
    for heading, size in groups:
        items += displays([heading])
        items += [next(sections) for _ in range(size)]
    return items


def heading(statement: str) -> str:
    """Return the statement as a heading."""
    size = "##" if len(statement) <= _LARGE else "###"
    return f"{size} {fit(statement, _STATEMENT, line)}"


def standing(fact: Fact, knowledge: Knowledge, words: Texts) -> str:
    """Return two lines: who says it; the date and its age, who disputes it, and what the standing means.

    In a draft, a third line names what is not settled.
    """
    todos = fit(phrases.fact_todos(fact, knowledge, words), _TODOS, line)
    who = partial(fit, limit=_ATTRIBUTION, written=line)
    below = phrases.circumstances(fact, knowledge, words, who=who, age=_age(fact.when) if fact.when else "")
    said = f"{phrases.said_by(fact, words, who=who, standing=_strong)}\n-# {below}"
    return f"{said}\n-# {todos}" if todos else said


def attribution(fact: Fact, knowledge: Knowledge, words: Texts) -> str:
    """Return who says it and who disputes it, and whether the statement above is a translation."""
    who = partial(fit, limit=_ATTRIBUTION, written=line)
    said = phrases.attribution(fact, knowledge, words, who=who, standing=_strong)
    return phrases.BETWEEN.join(filter(None, (said, phrases.translated(fact, words))))


def standing_line(fact: Fact, words: Texts, attribution: int = _SHORT_ATTRIBUTION) -> str:
    """Return standing, attribution and date; `attribution` is the most characters of the attribution."""
    return phrases.in_short(fact, words, who=partial(fit, limit=attribution, written=line), standing=_strong)


def short_line(fact: Fact, words: Texts) -> str:
    """Return standing, attribution and date, and whether the statement above is a translation."""
    return phrases.BETWEEN.join(filter(None, (standing_line(fact, words), phrases.translated(fact, words))))


def place(quote: Quote, source: Source, words: Texts, *, said: str = "") -> str:
    """Return where a quote is from: publisher (unless `said` names it), title, day of publication, paragraph."""
    publisher, title = partial(fit, limit=_PUBLISHER, written=line), partial(fit, limit=_TITLE, written=line)
    return phrases.place(quote, source, words, publisher=publisher, title=title, said=said)


def document(source: Source, words: Texts) -> str:
    """Return the publisher and the title of a source, and when it was published."""
    named = fit(source.publisher, _PUBLISHER, line), fit(source.title, _TITLE, line)
    return phrases.BETWEEN.join(filter(None, (*named, phrases.published(source, words))))


def quoted(quote: Quote, source: Source, words: Texts, *, said: str = "", placed: bool = True) -> Piece:
    """Write a quote as a block quote, and where it is from beneath, if it is to be `placed`.

    The publisher is left out if the attribution `said`, which is shown above, names it.
    """
    caption = f"\n-# {place(quote, source, words, said=said)}" if placed else ""

    def write(room: int) -> str:
        return f"{fit(quote.exact, room - len(caption), block_quote)}{caption}"

    return write


def _all_quoted(quotes: Sequence[Quote], knowledge: Knowledge, words: Texts, *, said: str) -> list[Piece]:
    """Write quotes one below the other. The place of several from one paragraph is written once, beneath the last."""
    return [
        quoted(quote, knowledge.sources[quote.source], words, said=said, placed=placed)
        for quote, placed in zip(quotes, phrases.placed(quotes), strict=True)
    ]


def entry(fact: Fact, words: Texts) -> Piece:
    """Write a fact of a list: its statement, with standing and attribution beneath."""
    who = partial(fit, limit=_SHORT_ATTRIBUTION, written=line)
    caption = f"-# {phrases.listed(fact, words, who=who, standing=_strong)}"

    def write(room: int) -> str:
        return f"{fit(phrases.statement(fact, words), room - len(caption) - 1, line)}\n{caption}"

    return write


def entries(facts: Sequence[Fact], room: int, words: Texts) -> list[Section[Any]]:
    """Return the facts of a list, each with its button, in at most `room` characters."""
    written = fill([entry(fact, words) for fact in facts], room)
    return [listed(fact, text, words) for fact, text in zip(facts, written, strict=True)]


def listed(fact: Fact, text: str, words: Texts) -> Section[Any]:
    """Return a written entry with the button that shows its fact."""
    return Section(TextDisplay(text), accessory=components.show(fact, words))


def _age(day: dt.date) -> str:
    """Return how long ago a day began, which Discord writes in the reader's language and keeps up to date."""
    return format_dt(dt.datetime.combine(day, dt.time(), dt.UTC), "R")


def _strong(markdown: str) -> str:
    return f"**{markdown}**"


def in_context(fact: Fact, knowledge: Knowledge, words: Texts, index: int = 0, *, asked: str = "") -> LayoutView:
    """Show the quote `index` (from 0) of the fact in its paragraph, with the paragraphs around it, and check it again.

    `asked` is the question that the fact answers, as markdown. A paragraph that is too long for a message is cut around
    the quote. Raises IndexError if there is no such quote.
    """
    if index < 0:
        raise IndexError(index)
    quote = fact.quotes[index]
    source = knowledge.sources[quote.source]
    receipt = check_quote(quote, source)
    head = [
        *_asked_line(asked, words),
        f"-# {words.context}",
        fit(phrases.statement(fact, words), _STATEMENT, line),
        f"-# {attribution(fact, knowledge, words)}",
    ]
    foot = [_checked(receipt, words), _foot(quote, source, _which(fact, index, words), knowledge.revision, words)]
    items = [*displays(head), Separator(), *displays([_passage(quote, source, room([*head, *foot])), *foot])]
    turns = components.turn(index, len(fact.quotes), lambda quote: InContext(fact=fact.id, quote=quote), words)
    shown = [*turns, components.show(fact, words), *components.passage(quote, source, words)]
    rows = components.rows(shown, [components.cite(fact, words, index), components.share(fact, words)])
    colour = components.STANDING[fact.standing] if isinstance(receipt, QuoteVerified) else components.PROBLEM
    return framed([*items, *rows], colour)


def _passage(quote: Quote, source: Source, space: int) -> str:
    start, end = _bounds(quote, source)
    marked = fit(quote.exact, space, lambda text: block(bold(text)))
    left = space - len(marked)
    before, after = source.text[start : quote.start], source.text[quote.end : end]
    needed = len(_inside(before)), len(_inside(after))
    ahead = min(needed[0], max(left // 2, left - needed[1]))
    written_before = fit_end(before, ahead, _inside)
    written_after = fit(after, left - len(written_before), _inside)
    own = f"{written_before}{marked.removeprefix('> ')}{written_after}"
    return f"> {_between_neighbours(own, quote, source, space - len('> ') - len(own))}"


def _between_neighbours(own: str, quote: Quote, source: Source, left: int) -> str:
    """Return the written paragraph with the one before and the one after it, in at most `left` more characters."""
    start, end = _bounds(quote, source)
    most = min(_NEIGHBOUR, left // 2 - len(_BETWEEN))
    before = next((part for part in reversed(source.paragraphs) if part.end <= start), None)
    after = next((part for part in source.paragraphs if part.start >= end), None)
    ahead = fit_end(source.text[before.start : before.end], most, _inside) if before else ""
    behind = fit(source.text[after.start : after.end], most, _inside) if after else ""
    return _BETWEEN.join(filter(None, (ahead, own, behind)))


def _bounds(quote: Quote, source: Source) -> tuple[int, int]:
    """Return the start and the end of the paragraphs that the quote is in."""
    touched = [part for part in source.paragraphs if part.start < quote.end and part.end > quote.start]
    return min([quote.start, *(part.start for part in touched)]), max([quote.end, *(part.end for part in touched)])


def _inside(text: str) -> str:
    """Return markdown that continues a block quote."""
    return escape(text).replace("\n", "\n> ")


def _checked(receipt: QuoteCheck, words: Texts) -> str:
    """Return the result of the check as a sentence."""
    match receipt:
        case QuoteVerified(by_context=by_context):
            return words.context_proven_beside if by_context else words.context_proven
        case SourceChanged(sha256=sha256):
            return words.context_other_text.format(sha256=short(sha256))
        case QuoteMissing():
            return words.context_missing
        case QuoteMoved(start=start, end=end):
            return words.context_elsewhere.format(start=words.number(start), end=words.number(end))
        case QuoteRepeated(places=places):
            return words.context_repeated.format(places=words.number(places))


def _foot(quote: Quote, source: Source, which: str, revision: str, words: Texts) -> str:
    """Return where the quote is, in which file and in which revision."""
    where = words.context_place.format(
        total=words.number(len(source.paragraphs)),
        number=words.number(quote.paragraph),
        start=words.number(quote.start),
        end=words.number(quote.end),
    )
    file = words.context_file.format(file=fit(source.file, _FILE, line), sha256=short(source.sha256))
    base = words.context_base.format(revision=short(revision))
    return "\n".join(f"-# {text}" for text in (which, document(source, words), where, file, base) if text)


def _which(fact: Fact, index: int, words: Texts) -> str:
    total = len(fact.quotes)
    return words.context_quote.format(number=index + 1, total=total) if total > 1 else ""


def outcome(  # noqa: PLR0913 - an outcome, and where it is shown
    found: Outcome,
    knowledge: Knowledge,
    words: Texts,
    question: int | None = None,
    *,
    public: bool = False,
    desk: bool = False,
    editable: bool = False,
) -> LayoutView:
    """Show an outcome. With the id of its question in the log, an answer or a suggestion has buttons to judge it.

    A `public` one stands beside its question, so it does not repeat it, and cannot be shared. With `desk`, what is no
    answer has a button to ask the desk of the server. An `editable` fact has a button to edit it.
    """
    found = replace(found, question="") if public else found
    above = _asked(found, words)
    asking = [components.ask_desk(question, words)] if desk and question is not None else []
    match found:
        case Answer(match=match):
            row = [] if public else [components.share(match.fact, words)]
            return _card(match.fact, knowledge, words, above=above, own=row, question=question, editable=editable)
        case NotInSource(unknown=unknown, nearest=nearest):
            near = knowledge.present([match.fact.id for match in nearest] or unknown.nearest)
            row = [] if public else [button(words.share_button, ShareUnknown(unknown=unknown.id))]
            return _open_question(unknown, near, words, above=above, row=[*row, *asking])
        case Suggestion(matches=matches):
            none = [] if question is None else [button(words.suggestion_none_button, NoneOfThese(question=question))]
            return _suggested([match.fact for match in matches[:SHOWN]], words, above=above, row=[*none, *asking])
        case Abstention():
            return _covering([*above, f"## {words.abstention}"], knowledge, words, asking)


def fact(  # noqa: PLR0913 - a fact, and where it is shown
    shown: Fact,
    knowledge: Knowledge,
    words: Texts,
    question: int | None = None,
    *,
    asked: str = "",
    editable: bool = False,
) -> LayoutView:
    """Show one fact; an `editable` one has a button to edit it.

    `question` is as for `outcome`, if the fact was picked while typing a question. `asked` is the question, as
    markdown.
    """
    row = [components.share(shown, words)]
    above = _asked_line(asked, words)
    return _card(shown, knowledge, words, above=above, own=row, question=question, editable=editable)


def shared(shown: Fact, knowledge: Knowledge, words: Texts, *, by: int, asked: str) -> LayoutView:
    """Show the copy for everybody in the channel: which user shared it, what was asked, and a button to remove it.

    `asked` is the question as markdown, empty if there was none.
    """
    above = [_shared_line(by, asked, words)]
    return _card(shown, knowledge, words, above=above, own=[components.remove(by, words)])


def shared_unknown(unknown: Unknown, knowledge: Knowledge, words: Texts, *, by: int, asked: str) -> LayoutView:
    """Show to everybody that the source does not say it; `by` and `asked` are as for `shared`."""
    above = [_shared_line(by, asked, words)]
    row = [components.remove(by, words)]
    return _open_question(unknown, knowledge.present(unknown.nearest), words, above=above, row=row)


def asked_on(texts: Sequence[str]) -> str:
    """Return what a card says was asked, as escaped markdown; empty if it does not say. `texts` are those of the card.

    The card may be in any language, and a banner and a note of two lines each may be above the question.
    """
    first = "".join(texts[:1]).split("\n")[:5]
    for text, words in product(first, CATALOGUES):
        before, _, after = f"-# {words.asked}".partition("{question}")
        if text.startswith(before) and text.endswith(after):
            return text.removeprefix(before).removesuffix(after)
    return ""


def _open_question(
    unknown: Unknown, nearest: Sequence[Fact], words: Texts, *, above: Sequence[str], row: Sequence[Button[Any]]
) -> LayoutView:
    near = nearest[:_NEAREST]
    head = [*above, f"## {words.not_in_source}", fit(unknown.statement, _UNKNOWN, line)]
    titles = [f"**{words.nearest}**", f"**{words.nearest_others}**"]
    listing = entries(near, room([*head, *titles]), words)
    items = displays(head)
    for title, part in zip(titles, (listing[:1], listing[1:]), strict=True):
        if part:
            items += [Separator(), *displays([title]), *part]
    return framed([*items, *components.row(row)])


def _suggested(facts: Sequence[Fact], words: Texts, *, above: Sequence[str], row: Sequence[Button[Any]]) -> LayoutView:
    """Show facts that may be meant, each with a button."""
    head = [*above, f"## {words.suggestion}", f"-# {words.suggestion_note}"]
    return framed([*displays(head), Separator(), *entries(facts, room(head), words), *components.row(row)])


def declined(
    knowledge: Knowledge, words: Texts, *, noted: bool, asked: str = "", desk: int | None = None
) -> LayoutView:
    """Say whether it was noted that none of the suggested facts was meant, and show the topics.

    `asked` is the question, as markdown. With its id in the log, `desk`, a button asks the desk.
    """
    asking = [components.ask_desk(desk, words)] if desk is not None else []
    said = words.suggestion_none_noted if noted else words.suggestion_none_unnoted
    return _covering([*_asked_line(asked, words), f"## {words.suggestion_none}", said], knowledge, words, asking)


def _covering(head: Sequence[str], knowledge: Knowledge, words: Texts, asking: Sequence[Button[Any]]) -> LayoutView:
    topics, row = knowledge.covered_topics(), components.row(asking)
    if not topics:
        return framed([*displays([*head, words.abstention_empty]), *row])
    menu = components.topic_menu(topics, knowledge.fact_counts(), words)
    return framed([*displays([*head, _titles(topics, words)]), *menu, *row])


def _titles(topics: Sequence[Topic], words: Texts) -> str:
    """Return the titles of the topics in a row; those that do not fit are counted."""
    written = [fit(phrases.topic_title(topic, words), _TITLE, line) for topic in topics]
    ends = [*accumulate(len(title) + len(phrases.BETWEEN) for title in written)]
    named = max(1, bisect_right(ends, _TITLES))
    more = len(written) - named
    rest = [words.and_more.format(count=words.number(more))] if more else []
    return f"{words.abstention_topics} {phrases.BETWEEN.join([*written[:named], *rest])}"


def _card(  # noqa: PLR0913 - the differences between the kinds of card
    shown: Fact,
    knowledge: Knowledge,
    words: Texts,
    *,
    above: Sequence[str],
    own: Sequence[Button[Any]],
    question: int | None = None,
    editable: bool = False,
) -> LayoutView:
    """Show a fact. `above` are lines above it; `own` are buttons that other cards of the fact do not have."""
    against = knowledge.present(knowledge.disputing.get(shown.id, ()))
    head = [*above, heading(phrases.statement(shown, words)), standing(shown, knowledge, words)]
    more, title, more_against = _more_quotes(shown, words), f"**{words.against}**", _more_against(against, words)
    quotes, others = shown.quotes[:_QUOTES], against[:_AGAINST]
    pieces = _all_quoted(quotes, knowledge, words, said=shown.attribution)
    pieces += [entry(other, words) for other in others]
    written = fill(pieces, room([*head, more, title, more_against]))
    items = [*displays(head), Separator(), *displays([*written[: len(quotes)], more])]
    items += components.row(_passages(quotes, knowledge, words))
    if others:
        listing = [listed(other, text, words) for other, text in zip(others, written[len(quotes) :], strict=True)]
        items += [Separator(), *displays([title]), *listing]
        items += displays([more_against])
    first = [components.in_context(shown, words)] if shown.quotes else []
    cite = [components.cite(shown, words)] if shown.quotes else []
    votes = components.votes(shown, question, words) if question is not None else []
    edit = [button(words.edits.edit_button, EditFactForm(fact=shown.id))] if editable else []
    related = button(words.related_button, Related(fact=shown.id))
    follow = button(words.follow_button, FollowFact(fact=shown.id))
    rows = components.rows([*first, related, *cite, *own, follow], [*votes, *edit])
    return framed([*items, *rows], components.STANDING[shown.standing])


def _passages(quotes: Sequence[Quote], knowledge: Knowledge, words: Texts) -> list[Button[Any]]:
    """Return links to the passages on the web, one for each paragraph."""
    first = {(quote.source, quote.paragraph): quote for quote in reversed(quotes)}
    found = [components.passage(quote, knowledge.sources[quote.source], words) for quote in reversed(first.values())]
    return [link for each in found for link in each]


def _more_quotes(shown: Fact, words: Texts) -> str:
    more = len(shown.quotes) - _QUOTES
    return f"-# {words.more_quotes.format(quotes=words.count(more, words.quote))}" if more > 0 else ""


def _more_against(against: Sequence[Fact], words: Texts) -> str:
    more = len(against) - _AGAINST
    return f"-# {words.more_against.format(facts=words.count(more, words.fact))}" if more > 0 else ""


def _asked(found: Outcome, words: Texts) -> list[str]:
    """Return what was asked, and how its misspelt words were read."""
    read = fit(phrases.read_as(found.repairs, words, written=plain), _READ, line)
    return [*_asked_line(fit(found.question, _QUESTION, line), words), *([f"-# {read}"] if read else [])]


def _asked_line(asked: str, words: Texts) -> list[str]:
    return [f"-# {words.asked.format(question=asked)}"] if asked else []


def _shared_line(by: int, asked: str, words: Texts) -> str:
    parts = [words.shared_by.format(user=f"<@{by}>"), *([words.shared_asked.format(question=asked)] if asked else [])]
    return f"-# {phrases.BETWEEN.join(parts)}"
