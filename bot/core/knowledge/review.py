"""Warn of what a base may have wrong although it can be loaded: each warning has its place and how to fix it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.core.knowledge.conflicts import find_conflicts
from bot.core.knowledge.files import BaseFolder
from bot.core.knowledge.model import TRANSLATED, Knowledge, Quote, Source
from bot.core.knowledge.paraphrase_review import departures
from bot.core.knowledge.paraphrases import read_paraphrase
from bot.core.knowledge.proof import ProofKind, Prover
from bot.core.knowledge.references import YamlEntries
from bot.core.knowledge.schema import AcknowledgedShape, FactShape, SourceShape
from bot.core.knowledge.source_text import text_warnings
from bot.core.knowledge.text_fragments import is_article
from bot.core.knowledge.translation import Side, translation_gaps
from bot.core.knowledge.validation import ValidEntry, YamlEntry
from bot.core.knowledge.values import TextValues, read_values
from bot.core.knowledge.yaml_reader import Value, YamlPath
from bot.core.text.control_chars import shortened
from bot.core.text.normalise import fold, stem, words
from bot.core.text.text_faults import find_faults
from bot.errors import Problem

_QUOTED: Final = frozenset({"exact", "prefix", "suffix"})
_PROSE: Final = frozenset(
    {
        "statement",
        *(f"statement_{each}" for each in TRANSLATED),
        "question",
        "phrasings",
        "paraphrases",
        "description",
        "reason",
    }
)
_CODES: Final = frozenset(
    "id topics standing when published retrieved replaced importance source related disputes nearest file sha256 "
    "original_sha256 url kind fact outcome".split()
)
"""Keys whose values have no # in them."""

_LACKING: Final = {
    ProofKind.NUMBER: "has the number",
    ProofKind.DATE: "has the date",
    ProofKind.NAME: "names",
}
_GAP: Final = {
    Side.STATEMENT: (
        "this translation lacks '{text}', which the statement has. Correct it, add the spelling of a name to its "
        "aliases in vocabulary.yaml, or list '{text}' under 'acknowledged' with a reason."
    ),
    Side.TRANSLATION: (
        "this translation has '{text}', which the statement lacks. Correct it, add the spelling of a name to its "
        "aliases in vocabulary.yaml, or list '{text}' under 'acknowledged' with a reason."
    ),
}
_DEPARTING: Final = {
    Side.STATEMENT: (
        "this paraphrase lacks '{text}', which the statement has. Correct it, or list '{text}' under 'acknowledged' "
        "with a reason."
    ),
    Side.TRANSLATION: (
        "this paraphrase has '{text}', which neither the statement nor a quote has. Correct it, or list '{text}' under "
        "'acknowledged' with a reason."
    ),
}
_PUBLISHED: Final = "published"
"""The text that acknowledges a source without a day of publication."""
_NOTED: Final = {
    ProofKind.DATE: ", say in the source's 'dates' how it was worked out",
    ProofKind.NAME: ", give what the quote calls it as an alias in vocabulary.yaml",
}


def review(entries: YamlEntries, knowledge: Knowledge, seeds: BaseFolder) -> tuple[Problem, ...]:
    """Return every warning, ordered by file and line. The entries are those of the base, without problems."""
    facts = [entry for entry in entries.facts if isinstance(entry, ValidEntry)]
    sources = [entry for entry in entries.sources if isinstance(entry, ValidEntry)]
    vocabulary = () if entries.vocabulary is None else (entries.vocabulary,)
    others = (*entries.topics, *vocabulary, *entries.unknowns, *entries.golden)
    statements = [read_values(entry.value.statement) for entry in facts]
    found = (
        *_unproven(facts, statements, knowledge),
        *_conflicts(facts, statements, knowledge),
        *(problem for entry in sources for problem in source_warnings(entry, knowledge.sources, seeds)),
        *_useless_translations(entries.vocabulary, knowledge),
        *(problem for entry in (*sources, *facts, *others) for problem in _cut_texts(entry, knowledge.sources)),
    )
    return tuple(sorted(found))


def _unproven(
    facts: Sequence[ValidEntry[FactShape]], statements: Sequence[TextValues], knowledge: Knowledge
) -> Iterator[Problem]:
    texts = [statement.text for statement in statements]
    prover = Prover(vocabulary=knowledge.vocabulary, sources=knowledge.sources, statements=texts)
    for entry, statement in zip(facts, statements, strict=True):
        yield from proof_warnings(entry, statement, knowledge.facts[entry.value.id].quotes, prover)


def proof_warnings(
    entry: ValidEntry[FactShape], statement: TextValues, quotes: Sequence[Quote], prover: Prover
) -> Iterator[Problem]:
    """Yield a warning for what no quote of a statement proves, and what its translations or paraphrases change.

    These are numbers, dates and names, and negations in paraphrases. What is acknowledged is left out.
    """
    unproven = {fold(each.text): each for each in prover.unproven(statement, quotes)}
    acknowledged = {fold(each.text) for each in entry.value.acknowledged}
    gaps = [
        (f"statement_{language}", gap)
        for language, text in entry.value.translations.items()
        for gap in translation_gaps(statement, read_values(text), prover.entities)
    ]
    for key, value in unproven.items():
        if key not in acknowledged:
            yield _warning(
                entry,
                ("statement",),
                f"no quote {_LACKING[value.kind]} '{shortened(value.text)}'. Correct the statement, quote the words "
                f"that prove it{_NOTED.get(value.kind, '')}, or list it under 'acknowledged' with a reason.",
            )
    for key, gap in gaps:
        if fold(gap.text) not in acknowledged:
            yield _warning(entry, (key,), _GAP[gap.side].format(text=shortened(gap.text)))
    departing = [
        (index, each)
        for index, written in enumerate(entry.value.paraphrases)
        for each in departures(read_paraphrase(written), statement, quotes, entry.value.when, prover)
    ]
    for index, each in departing:
        if fold(each.text) not in acknowledged:
            yield _warning(entry, ("paraphrases", index), _DEPARTING[each.side].format(text=shortened(each.text)))
    found = {**unproven, **{fold(gap.text): gap for _, gap in (*gaps, *departing)}}
    yield from _needless(entry, entry.value.acknowledged, found)


def _conflicts(
    facts: Sequence[ValidEntry[FactShape]], statements: Sequence[TextValues], knowledge: Knowledge
) -> Iterator[Problem]:
    for conflict in find_conflicts([entry.value for entry in facts], statements, knowledge.vocabulary):
        entry, other = facts[conflict.fact], facts[conflict.other]
        where = f"{other.document.file}:{other.document.position((*other.path, 'statement')).line}"
        yield _warning(
            entry,
            ("statement",),
            f"this says '{shortened(conflict.text)}', but '{other.value.id}' ({where}) says "
            f"'{shortened(conflict.other_text)}' of what seems to be the same thing. Correct one; or link them under "
            "'disputes' if they contradict each other, or under 'related' if both are right.",
        )


def review_text(entry: ValidEntry[SourceShape], text: str, seeds: BaseFolder) -> Iterator[Problem]:
    """Yield a warning for what is wrong with the text of a source and not acknowledged."""
    return text_warnings(
        text,
        file=seeds.shown(entry.value.file),
        acknowledged={fold(each.text) for each in entry.value.acknowledged},
        otherwise=f", or list it under 'acknowledged' of {entry.value.id} with a reason",
    )


def source_warnings(
    entry: ValidEntry[SourceShape], sources: Mapping[str, Source], seeds: BaseFolder
) -> Iterator[Problem]:
    """Yield a warning for what is doubtful in a source: its address, its day, its text, its acknowledgements."""
    url, text = entry.value.url, sources[entry.value.id].text
    acknowledged = {fold(each.text) for each in entry.value.acknowledged}
    addresses = {} if is_article(url) else {fold(url): url}
    if addresses.keys() - acknowledged:
        yield _warning(
            entry,
            ("url",),
            f"'{shortened(url)}' leads to a whole site and not to the document. Write the document's own address, "
            "or list this one under 'acknowledged' with a reason.",
        )
    undated = {} if entry.value.published else {fold(_PUBLISHED): _PUBLISHED}
    if undated.keys() - acknowledged:
        yield _warning(
            entry,
            (),
            f"answers cannot show how old '{entry.value.id}' is. Write its day of publication under 'published', such "
            f"as 2025-10-17; or, if nobody knows it, list '{_PUBLISHED}' under 'acknowledged' with a reason.",
        )
    yield from review_text(entry, text, seeds)
    faults = {fold(fault.found): fault for fault in find_faults(text)} if acknowledged else {}
    yield from _needless(entry, entry.value.acknowledged, {**addresses, **undated, **faults})


def _useless_translations(entry: YamlEntry | None, knowledge: Knowledge) -> Iterator[Problem]:
    """Warn of translations into words that the base does not have, so that nothing is found by them."""
    if entry is None or not knowledge.vocabulary.translations:
        return
    vocabulary, facts = knowledge.vocabulary, knowledge.facts.values()
    texts = itertools.chain(
        *((fact.statement, *fact.questions, *(quote.exact for quote in fact.quotes)) for fact in facts),
        *((unknown.statement, *unknown.questions) for unknown in knowledge.unknowns.values()),
        *((name.name, *name.aliases) for name in vocabulary.names),
        *vocabulary.same,
        *vocabulary.near,
    )
    known = {stem(word) for text in texts for word in words(text)}
    for index, each in enumerate(vocabulary.translations):
        if known.isdisjoint(map(stem, words(each.word))):
            yield _warning(
                entry,
                ("translations", index, "word"),
                f"no entry, name or group has '{shortened(each.word)}', so nothing is found by its translations. Write "
                "a word of the base.",
            )


def _needless(
    entry: YamlEntry, acknowledged: Sequence[AcknowledgedShape], found: Mapping[str, object]
) -> Iterator[Problem]:
    """Warn of acknowledgements that hide nothing now, but would hide the next mistake."""
    for index, each in enumerate(acknowledged):
        if fold(each.text) not in found:
            yield _warning(
                entry, ("acknowledged", index, "text"), f"there is no warning of '{shortened(each.text)}'; remove this."
            )


def _cut_texts(entry: YamlEntry, sources: Mapping[str, Source]) -> Iterator[Problem]:
    """Warn of texts without quotes that YAML ends at a #, which was meant to belong to them."""
    if not entry.document.comments:
        return
    for path, text in _texts(entry.document.value_at(entry.path), ()):
        comment = entry.document.comment((*entry.path, *path))
        if comment and _is_cut(path, text, comment, sources):
            yield _warning(
                entry,
                path,
                f"YAML takes '{shortened(comment.strip())}' for a comment, so the text ends before it. Put the whole "
                "text in double quotes; or, if it is a comment, move it to a line of its own.",
            )


def _texts(value: Value, path: YamlPath) -> Iterator[tuple[YamlPath, str]]:
    """Yield the texts of an entry, each with its path."""
    match value:
        case str():
            yield path, value
        case list():
            for index, item in enumerate(value):
                yield from _texts(item, (*path, index))
        case dict():
            for key, item in value.items():
                yield from _texts(item, (*path, key))
        case None:
            pass


def _is_cut(path: YamlPath, text: str, comment: str, sources: Mapping[str, Source]) -> bool:
    """Return whether a comment was probably meant as text.

    The words of a source say so. Elsewhere a comment has two spaces before the # by custom, and one after it.
    """
    key = next(step for step in reversed(path) if isinstance(step, str))
    if key in _CODES:
        return False
    if key in _QUOTED:
        texts = (source.text for source in sources.values())
        return any(f"{text}{comment[: comment.index('#') + 1]}" in each for each in texts)
    close = not comment.startswith("  ")
    joined = comment.partition("#")[2][:1].strip() != ""
    return (close or joined) if key in _PROSE else (close and joined)


def _warning(entry: YamlEntry, path: YamlPath, message: str) -> Problem:
    problem = entry.problem(path, f"warning: {message}")
    match entry:
        case ValidEntry(value=FactShape(id=fact)):
            return replace(problem, fact=fact)
        case _:
            return problem
