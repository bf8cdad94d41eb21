"""Read and prove what a language model proposes for a source.

Nothing that a model writes is trusted. A quote must be in the source, character for character, or the whole proposal is
dropped. A statement is checked against its quote alone, and what the quote does not prove is noted for the curator.
Every proposal that is kept still needs the curator's word: the writer marks each line with a TODO comment.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, count
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.core.drafting.candidates import quote_once
from bot.core.drafting.draft import last_resort
from bot.core.drafting.model import ExistingBase
from bot.core.factcheck import Claimed, Contradicted, Difference, NotCovered, OnlyRelated, Supported
from bot.core.factcheck.checker import FactChecker
from bot.core.factcheck.results import DifferenceKind
from bot.core.knowledge.anchor_repair import QuoteProblem, anchor_quote
from bot.core.knowledge.anchoring import Ambiguous, TextQuote, locate
from bot.core.knowledge.ids import fact_id
from bot.core.knowledge.model import Fact, Knowledge, Quote, Source, Standing, Unknown, Vocabulary
from bot.core.knowledge.proof import Prover
from bot.core.knowledge.schema import MAX_QUESTION, MAX_QUOTE, MAX_STATEMENT
from bot.core.knowledge.values import read_values
from bot.core.text.control_chars import shortened
from bot.core.text.dates import full_days
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import same_text, stem, visible, words

MAX_PHRASINGS: Final = 12
"""Phrasings of one proposal that are kept."""

MAX_PROPOSALS: Final = 200
"""Facts, and unknowns, of one reply that are read."""

_MAX_ATTRIBUTION: Final = 200  # characters
_MAX_WIRE: Final = 5_000  # characters of a text of the reply; each key has its own, smaller limit
_LEAST_WORDS: Final = 3  # of a quote: fewer prove nothing
_MARKS: Final = ".,;:!?“”‘’\"'()"
_THOUGHT: Final = "</think>"  # after what a model that reasons writes first
_AHEAD: Final = 2  # paragraphs before that of a quote
_SHOWN: Final = 3  # differences that a doubt names

_WireText = Annotated[str, Field(max_length=_MAX_WIRE)]


class _Wire(BaseModel):
    """An object of a model's reply. Other keys than those declared are ignored."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class WireFact(_Wire):
    """A fact as a model writes it."""

    quote: _WireText
    statement: _WireText
    attribution: _WireText = ""
    standing: _WireText = ""
    question: _WireText = ""
    phrasings: list[Any] = Field(default_factory=list)


class WireUnknown(_Wire):
    """An unknown as a model writes it."""

    statement: _WireText
    question: _WireText
    phrasings: list[Any] = Field(default_factory=list)


class WireWording(_Wire):
    """Other words for a fact whose quotes are given."""

    statement: _WireText = ""
    question: _WireText = ""
    phrasings: list[Any] = Field(default_factory=list)


class Fate(StrEnum):
    """What became of a proposal; the value is how reports say it."""

    KEPT = "kept"
    DOUBTED = "kept, with a doubt"
    NOT_VERBATIM = "dropped: the quote is not in the source"
    TOO_SHORT = "dropped: the quote is too short to prove anything"
    DUPLICATE = "dropped: it is there already"
    TAKEN = "dropped: another entry has this question"
    TOO_LONG = "dropped: too long"
    EMPTY = "dropped: empty"
    CONTROL = "dropped: control or invisible characters"
    MALFORMED = "dropped: not in the format that was asked for"
    SURPLUS = "dropped: too many"

    @property
    def kept(self) -> bool:
        """Whether the proposal is written into the draft."""
        return self in {Fate.KEPT, Fate.DOUBTED}


class ProposalPart(StrEnum):
    """What was proposed."""

    FACT = "fact"
    STATEMENT = "statement"
    PHRASING = "phrasing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedProposal:
    """A proposal, what became of it, and why the curator should doubt it."""

    part: ProposalPart
    text: str
    fate: Fate
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedText:
    """A text that was kept, with the doubts about it."""

    text: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedFact:
    """A fact whose quote is in the source. `standing_doubt` is "" if the model named one of the standings."""

    id: str
    quote: Quote
    statement: ProposedText
    attribution: ProposedText
    standing: Standing
    standing_doubt: str
    when: dt.date | None
    question: ProposedText
    phrasings: tuple[ProposedText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedUnknown:
    """Something that a model believes the source to leave open, which no program can prove."""

    id: str
    statement: ProposedText
    question: ProposedText
    phrasings: tuple[ProposedText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What is left of one or more replies, and what became of each proposal in them."""

    facts: tuple[ProposedFact, ...] = ()
    unknowns: tuple[ProposedUnknown, ...] = ()
    judged: tuple[JudgedProposal, ...] = ()

    def __add__(self, other: Proposals) -> Proposals:
        """Return both together."""
        return Proposals(
            facts=self.facts + other.facts,
            unknowns=self.unknowns + other.unknowns,
            judged=self.judged + other.judged,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Other words for one fact, and what became of each proposal. A text that was not proposed or kept is None."""

    statement: ProposedText | None
    question: ProposedText | None
    phrasings: tuple[ProposedText, ...]
    judged: tuple[JudgedProposal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusableReply:
    """A reply without the JSON that was asked for; `reason` is a sentence."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyObject:
    """The JSON object of a reply."""

    values: Mapping[str, Any] = field(repr=False)


def read_reply(text: str) -> ReplyObject | UnusableReply:
    """Find the JSON object of a reply; models like to put their thoughts, prose or a code fence around it."""
    answer = text.rpartition(_THOUGHT)[2]
    start = answer.find("{")
    if start < 0:
        return UnusableReply(reason=f"The model did not answer with JSON. It began: “{shortened(answer.strip())}”")
    try:
        values, _ = json.JSONDecoder().raw_decode(answer, start)
    except (ValueError, RecursionError):
        return UnusableReply(reason=f"The model's JSON is broken. It began: “{shortened(answer[start:])}”")
    return ReplyObject(values=values)


W = TypeVar("W", bound=_Wire)


class ProposalProver:
    """Proves the proposals for one source, one reply after another; remembers which ids and questions are taken.

    `statements` and the questions of `existing` are those that the base has already.
    """

    def __init__(
        self,
        source: Source,
        existing: ExistingBase,
        *,
        statements: Iterable[str] = (),
        vocabulary: Vocabulary | None = None,
        sources: Mapping[str, Source] | None = None,
    ) -> None:
        self._source = source
        self._sources = sources or {source.id: source}
        self._vocabulary = vocabulary or Vocabulary()
        self._prover = Prover(vocabulary=self._vocabulary, sources=self._sources, statements=())
        self._ids = set(existing.ids)
        self._questions = set(existing.questions)
        self._statements = {same_text(each) for each in statements}
        self._told = frozenset(_stems(f"{source.publisher}\n{source.text}"))
        self._judged: list[JudgedProposal] = []

    def prove(self, reply: ReplyObject) -> Proposals:
        """Return what is left of the facts and unknowns of a reply."""
        self._judged = []
        facts = [self._fact(wire) for wire in self._wires(reply, "facts", WireFact, ProposalPart.FACT)]
        unknowns = [self._unknown(wire) for wire in self._wires(reply, "unknowns", WireUnknown, ProposalPart.UNKNOWN)]
        return Proposals(
            facts=tuple(each for each in facts if each is not None),
            unknowns=tuple(each for each in unknowns if each is not None),
            judged=tuple(self._judged),
        )

    def prove_wording(self, reply: ReplyObject, fact: Fact) -> Wording:
        """Return what is left of other words for a fact, which keeps its quotes."""
        self._judged = []
        try:
            wire = WireWording.model_validate(dict(reply.values))
        except ValidationError:
            self._judge(ProposalPart.FACT, _excerpt(reply.values), Fate.MALFORMED)
            return Wording(statement=None, question=None, phrasings=(), judged=tuple(self._judged))
        statement = self._worded(wire.statement, fact)
        own = {same_text(each) for each in fact.questions}
        question = self._question(wire.question, fact.quotes, own) if wire.question else None
        phrasings = self._phrasings(wire.phrasings, fact.quotes, own)
        return Wording(statement=statement, question=question, phrasings=phrasings, judged=tuple(self._judged))

    def _worded(self, text: str, fact: Fact) -> ProposedText | None:
        line = " ".join(text.split())
        if not line:
            return None
        fate = _unfit(text, MAX_STATEMENT)
        if fate is None and same_text(line) in {same_text(fact.statement), *self._statements}:
            fate = Fate.DUPLICATE
        if fate is not None:
            self._judge(ProposalPart.STATEMENT, text, fate)
            return None
        doubts = self._doubts(line, fact.quotes)
        self._judge(ProposalPart.STATEMENT, line, Fate.DOUBTED if doubts else Fate.KEPT, doubts)
        return ProposedText(text=line, doubts=doubts)

    def _wires(self, reply: ReplyObject, key: str, shape: type[W], part: ProposalPart) -> Iterator[W]:
        """Yield the objects of a list that have the format, at most `MAX_PROPOSALS`."""
        found = reply.values.get(key, [])
        if not isinstance(found, list):
            self._judge(part, _excerpt(found), Fate.MALFORMED)
            return
        for number, each in enumerate(found):
            if number >= MAX_PROPOSALS:
                self._judge(part, _excerpt(each), Fate.SURPLUS)
                continue
            try:
                yield shape.model_validate(each)
            except ValidationError:
                self._judge(part, _excerpt(each), Fate.MALFORMED)

    def _fact(self, wire: WireFact) -> ProposedFact | None:
        statement = " ".join(wire.statement.split())
        quote = self._quote(wire.quote)
        unfit = _unfit(wire.statement, MAX_STATEMENT) or _unfit(wire.attribution or "-", _MAX_ATTRIBUTION)
        if unfit is None and not isinstance(quote, Quote):
            unfit = quote
        elif unfit is None and same_text(statement) in self._statements:
            unfit = Fate.DUPLICATE
        if unfit is not None or not isinstance(quote, Quote):
            self._judge(ProposalPart.FACT, wire.statement, unfit or Fate.NOT_VERBATIM)
            return None
        self._statements.add(same_text(statement))
        doubts = self._doubts(statement, (quote,))
        attribution = self._attribution(wire.attribution, quote)
        standing, standing_doubt = _standing(wire.standing)
        noted = (*doubts, *attribution.doubts, *filter(None, [standing_doubt]))
        self._judge(ProposalPart.FACT, statement, Fate.DOUBTED if noted else Fate.KEPT, noted)
        phrasings = self._phrasings([wire.question, *wire.phrasings], (quote,), set())
        question, *others = phrasings or (self._last_resort(quote.exact),)
        days = full_days(quote.exact)
        return ProposedFact(
            id=self._id(quote.exact),
            quote=quote,
            statement=ProposedText(text=statement, doubts=doubts),
            attribution=attribution,
            standing=standing,
            standing_doubt=standing_doubt,
            when=days[0] if len(days) == 1 else None,
            question=question,
            phrasings=tuple(others),
        )

    def _quote(self, exact: str) -> Quote | Fate:
        """Anchor a quote, character for character; one that repeats is the first of its places."""
        passage = exact.strip()
        if len(passage) > MAX_QUOTE:
            return Fate.TOO_LONG
        match locate(TextQuote(exact=passage), self._source.text) if passage else None:
            case Ambiguous(places=places):
                once = quote_once(places[0], places[0] + len(passage), self._source)
            case _:
                once = None
        found = anchor_quote(once or TextQuote(exact=passage), self._source, repair=False) if passage else None
        if found is None or isinstance(found, QuoteProblem):
            return Fate.NOT_VERBATIM
        return found if len(words(passage)) >= _LEAST_WORDS else Fate.TOO_SHORT

    def _attribution(self, written: str, quote: Quote) -> ProposedText:
        who = " ".join(written.split())
        if not who or same_text(who) == same_text(self._source.publisher):
            return ProposedText(text=self._source.publisher)
        inside = {*_stems(quote.exact), *_stems(self._source.publisher)}
        strange = _missing(who.split(), self._told)
        if strange:
            return ProposedText(text=who, doubts=(f"the source has no {_named(strange)}",))
        elsewhere = _missing(who.split(), inside)
        doubts = (f"the quote has no {_named(elsewhere)}",) if elsewhere else ()
        return ProposedText(text=who, doubts=doubts)

    def _unknown(self, wire: WireUnknown) -> ProposedUnknown | None:
        statement = " ".join(wire.statement.split())
        key = same_text(statement)
        fate = _unfit(wire.statement, MAX_STATEMENT) or (Fate.DUPLICATE if key in self._statements else None)
        own: set[str] = set()
        question = None if fate else self._question(wire.question, (), own)
        if fate is not None or question is None:
            self._judge(ProposalPart.UNKNOWN, wire.statement, fate or Fate.TAKEN)
            return None
        self._statements.add(key)
        strange = _missing(_capitalised(statement), self._told)
        doubts = (f"the source has no {_named(strange)}",) if strange else ()
        self._judge(ProposalPart.UNKNOWN, statement, Fate.DOUBTED if doubts else Fate.KEPT, doubts)
        return ProposedUnknown(
            id=self._id(statement),
            statement=ProposedText(text=statement, doubts=doubts),
            question=question,
            phrasings=self._phrasings(wire.phrasings, (), own),
        )

    def _phrasings(self, written: Iterable[Any], quotes: Sequence[Quote], own: set[str]) -> tuple[ProposedText, ...]:
        """Return the phrasings that are kept; `own` has the questions of their entry, and gets these."""
        kept: list[ProposedText] = []
        for each in written:
            if not isinstance(each, str):
                self._judge(ProposalPart.PHRASING, _excerpt(each), Fate.MALFORMED)
            elif len(kept) >= MAX_PHRASINGS:
                self._judge(ProposalPart.PHRASING, each, Fate.SURPLUS)
            elif each.strip() and (question := self._question(each, quotes, own)) is not None:
                kept.append(question)
        return tuple(kept)

    def _question(self, written: str, quotes: Sequence[Quote], own: set[str]) -> ProposedText | None:
        """Reserve a question, unless an entry of the base or of the proposals has it."""
        text = " ".join(written.split())
        key = same_text(text)
        fate = _unfit(written, MAX_QUESTION) or (None if key else Fate.EMPTY)
        if fate is None and (key in own or key in self._questions):
            fate = Fate.DUPLICATE if key in own else Fate.TAKEN
        if fate is not None:
            self._judge(ProposalPart.PHRASING, written, fate)
            return None
        self._questions.add(key)
        own.add(key)
        unproven = [each.text for each in self._prover.unproven(read_values(text), quotes)] if quotes else []
        strange = [] if quotes else _missing(_capitalised(text), self._told)
        doubts = (
            *([f"the quote has no {_named(unproven)}"] if unproven else []),
            *([f"the source has no {_named(strange)}"] if strange else []),
        )
        self._judge(ProposalPart.PHRASING, text, Fate.DOUBTED if doubts else Fate.KEPT, doubts)
        return ProposedText(text=text, doubts=doubts)

    def _last_resort(self, passage: str) -> ProposedText:
        tried = (last_resort(passage, number) for number in count(2))
        text = next(each for each in tried if same_text(each) not in self._questions)
        self._questions.add(same_text(text))
        return ProposedText(text=text, doubts=("none was proposed",))

    def _doubts(self, statement: str, quotes: Sequence[Quote]) -> tuple[str, ...]:
        """Return what the quotes do not prove: numbers, dates and names, then what a check of the sentence finds."""
        unproven = self._prover.unproven(read_values(statement), quotes)
        doubts = [f"the quote has no {each.kind.value} “{each.text.strip(' .')}”" for each in unproven]
        known = frozenset(word for each in unproven for word in words(each.text))
        around = frozenset(stem for quote in quotes for stem in _stems(self._around(quote)))
        return (*doubts, *_differing(statement, self._checker(quotes), known, around))

    def _around(self, quote: Quote) -> str:
        """Return what a statement may take its nouns from: the title, and the paragraphs up to the quote."""
        source = self._sources[quote.source]
        first = source.paragraphs[max(0, quote.paragraph - 1 - _AHEAD)]
        return f"{source.title}\n{source.text[first.start : quote.start]}"

    def _checker(self, quotes: Sequence[Quote]) -> FactChecker:
        """Return a checker that knows the quotes and nothing else."""
        fact = Fact(
            id="quote",
            statement=" ".join(quote.exact for quote in quotes),
            topics=(),
            attribution=self._source.publisher,
            standing=Standing.REPORTED,
            when=None,
            importance=1,
            quotes=tuple(quotes),
            question="",
        )
        alone = Knowledge(
            sources=self._sources,
            topics={},
            vocabulary=self._vocabulary,
            facts={fact.id: fact},
            unknowns={},
            revision="",
        )
        return FactChecker(alone)

    def _id(self, passage: str) -> str:
        wanted = fact_id(passage)
        free = chain((wanted,), (f"{wanted}-{number}" for number in count(2)))
        name = next(each for each in free if each not in self._ids)
        self._ids.add(name)
        return name

    def _judge(self, part: ProposalPart, text: str, fate: Fate, doubts: tuple[str, ...] = ()) -> None:
        self._judged.append(JudgedProposal(part=part, text=" ".join(visible(text).split()), fate=fate, doubts=doubts))


def prover_for(fact: Fact, knowledge: Knowledge) -> ProposalProver:
    """Return a prover for other words for a fact of a base."""
    entries: tuple[Fact | Unknown, ...] = (*knowledge.facts.values(), *knowledge.unknowns.values())
    existing = ExistingBase(
        ids=frozenset(entry.id for entry in entries),
        questions=frozenset(same_text(question) for entry in entries for question in entry.questions),
    )
    return ProposalProver(
        knowledge.sources[fact.quotes[0].source],
        existing,
        statements=(each.statement for each in knowledge.facts.values() if each.id != fact.id),
        vocabulary=knowledge.vocabulary,
        sources=knowledge.sources,
    )


def count_fates(judged: Iterable[JudgedProposal]) -> Mapping[ProposalPart, Counter[Fate]]:
    """Return how many proposals of each kind met each fate."""
    found: dict[ProposalPart, Counter[Fate]] = {}
    for each in judged:
        found.setdefault(each.part, Counter())[each.fate] += 1
    return found


def _unfit(text: str, longest: int) -> Fate | None:
    """Return why a text cannot be written into the base, or None."""
    if visible(text) != text.replace("\n", "").replace("\t", ""):
        return Fate.CONTROL
    if not text.strip():
        return Fate.EMPTY
    return Fate.TOO_LONG if len(" ".join(text.split())) > longest else None


def _standing(written: str) -> tuple[Standing, str]:
    try:
        return Standing(written.strip().lower()), ""
    except ValueError:
        return Standing.REPORTED, f"the model wrote “{shortened(visible(written))}”" if written.strip() else ""


def _differing(statement: str, checker: FactChecker, known: frozenset[str], around: frozenset[str]) -> Iterator[str]:
    """Yield why a check of the statement against its quote is not "supported"; words that are `known` are left out.

    `around` has the stems of what comes before the quote.
    """
    for verdict in checker.check([statement]):
        match verdict:
            case Supported() | Claimed():
                pass
            case NotCovered():
                yield "the quote does not say this"
            case Contradicted(differences=differences) | OnlyRelated(differences=differences):
                told = [each for each in differences if not each.said or not known.issuperset(words(each.said))]
                yield from dict.fromkeys(_difference(each, around) for each in told[:_SHOWN])
                if not differences:
                    yield "the quote does not prove every word"


def _difference(found: Difference, around: frozenset[str]) -> str:
    said, source = found.said.strip(" ."), str(found.source)
    if found.kind is DifferenceKind.ORDER:
        return f"“{said}” has another role in the quote"
    if found.kind is DifferenceKind.NEGATION and not said:
        return f"the quote says “{source}”, and the statement does not"
    if found.kind is DifferenceKind.MISSING and around.issuperset(_stems(said)):
        return f"“{said}” is before the quote, not in it"
    if said and source:
        return f"the quote says “{source}”, not “{said}”"
    return f"the quote has no “{said}”" if said else f"the quote has “{source}”, which is missing"


def _stems(text: str) -> Iterator[str]:
    return map(stem, words(text))


def _missing(written: Iterable[str], stems: AbstractSet[str]) -> list[str]:
    """Return the words, as they are written, whose stems are not among those given; stopwords are never missing."""
    return [
        each.strip(_MARKS)
        for each in written
        if any(word not in STOPWORDS and stem(word) not in stems for word in words(each))
    ]


def _capitalised(text: str) -> list[str]:
    """Return the words with a capital, without the first, and those with a digit."""
    return [each for each in text.split()[1:] if each.strip(_MARKS)[:1].isupper() or any(map(str.isdigit, each))]


def _named(found: Iterable[str]) -> str:
    return ", ".join(f"“{each}”" for each in dict.fromkeys(found))


def _excerpt(value: object) -> str:
    """Return a value that has another format as a report names it."""
    return shortened(json.dumps(value, ensure_ascii=False, default=str))
