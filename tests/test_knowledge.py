"""The curated base that this project ships."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.config import load_config
from bot.core.knowledge.coverage import source_coverage
from bot.core.knowledge.files import DiskFolder
from bot.core.knowledge.loader import load, load_knowledge
from bot.core.knowledge.model import Knowledge, Standing
from bot.core.knowledge.schema import json_schemas

PROJECT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    config = load_config(PROJECT / "config.yaml")
    return load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds)


def test_the_base_is_as_large_as_the_article_asks_for(knowledge: Knowledge) -> None:
    assert len(knowledge.facts) >= 90
    assert len(knowledge.unknowns) >= 30


def test_every_sentence_is_quoted_or_set_aside_with_a_reason(knowledge: Knowledge) -> None:
    bare = [
        covered.source.text[sentence.start : sentence.end]
        for covered in source_coverage(knowledge)
        for sentence in covered.bare
    ]

    assert bare == []


def test_every_fact_has_ten_to_twenty_phrasings(knowledge: Knowledge) -> None:
    assert {
        fact.id: len(fact.phrasings) for fact in knowledge.facts.values() if not 10 <= len(fact.phrasings) <= 20
    } == {}


def test_every_topic_has_facts(knowledge: Knowledge) -> None:
    used = {topic for fact in knowledge.facts.values() for topic in fact.topics}

    assert knowledge.topics.keys() - used == set()


def test_every_unknown_names_the_facts_that_come_closest(knowledge: Knowledge) -> None:
    assert [unknown.id for unknown in knowledge.unknowns.values() if not unknown.nearest] == []


def test_some_fact_is_disputed_or_claimed(knowledge: Knowledge) -> None:
    standings = {fact.standing for fact in knowledge.facts.values()}

    assert standings & {Standing.CLAIMED, Standing.DISPUTED}


def test_no_statement_occurs_twice(knowledge: Knowledge) -> None:
    statements = [fact.statement for fact in knowledge.facts.values()]

    assert len(set(statements)) == len(statements)


def test_every_fact_has_its_statement_in_spanish(knowledge: Knowledge) -> None:
    missing = [fact.id for fact in knowledge.facts.values() if fact.translated("es") in (None, fact.statement)]

    assert missing == []


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("at least", "al menos"),
        (r"more than (?:[0-9]|four)", r"(?<!no )más de (?:[0-9]|cuatro)"),
        (r"(?:about|around) [0-9]", r"(?:unos|alrededor del?|alrededor de las) [0-9]"),
        ("within [0-9]", "a no más de [0-9]"),
        ("according to", "según"),
        ("alleged|suspected", "presunt[oa]s"),
        ("purported", "supuesto"),
        ("(?<!open-)sources?", "fuentes(?! abiertas)"),
        ("accused", "acusado"),
        ("appears|apparently", "parece|aparentemente"),
        ("probably", "probablemente"),
        ("possible|potential|possibility", "posible|potencial|posibilidad"),
        ("would|might", "[a-z]+ría"),
        ("(?<!well-)known", "ataque conocido"),
    ],
)
def test_a_statement_in_spanish_keeps_what_qualifies_it(knowledge: Knowledge, english: str, spanish: str) -> None:
    differ = {
        fact.id: (fact.statement, translated)
        for fact in knowledge.facts.values()
        if (translated := fact.translated("es")) is not None
        and _has(english, fact.statement) != _has(spanish, translated)
    }

    assert differ == {}


def _has(pattern: str, text: str) -> bool:
    return re.search(rf"\b(?:{pattern})", text, re.IGNORECASE) is not None


def test_a_statement_in_spanish_quotes_as_often_as_the_statement(knowledge: Knowledge) -> None:
    marks = {
        fact.id: [re.findall('["“”]', text) for text in (fact.statement, fact.translated("es") or "")]
        for fact in knowledge.facts.values()
    }

    assert {fact: pair for fact, pair in marks.items() if pair[0] != pair[1]} == {}


def test_check_warns_of_nothing_in_it() -> None:
    config = load_config(PROJECT / "config.yaml")
    folders = (DiskFolder(path=path, root=config.root) for path in (config.knowledge, config.seeds))
    warnings = load(curated=next(folders), seeds=next(folders), warn=True).warnings

    assert [str(warning) for warning in warnings] == []


@pytest.mark.parametrize("name", json_schemas())
def test_the_published_schema_is_up_to_date(name: str) -> None:
    """`python -m bot check --write-schema` writes it again."""
    published = (PROJECT / "knowledge/schema" / name).read_text("utf-8")

    assert json.loads(published) == json_schemas()[name]
