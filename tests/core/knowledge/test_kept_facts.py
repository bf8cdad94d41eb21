from __future__ import annotations

import datetime as dt
import gc
import random
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from rankers import fact_of, knowledge_of, quote_in, source_of

from bot.core.factcheck.checker import FactChecker
from bot.core.factcheck.results import Claimed, Supported
from bot.core.kept.packed import Arrays
from bot.core.knowledge import kept_facts
from bot.core.knowledge.columns import rows_of
from bot.core.knowledge.disputes import Dispute, disputes
from bot.core.knowledge.kept_facts import pack_facts, pack_facts_again, unpack_facts
from bot.core.knowledge.model import Fact, FactColumns, Knowledge, LargeFacts, Source, Topic
from bot.core.knowledge.overview import highlights
from bot.core.knowledge.timeline import days, rows
from bot.core.text.dates import ALWAYS, DateRange

TEXT = "The lamp was lit in 1891. It burns oil. The keeper counts the ships."
SOURCE = source_of(TEXT)
SOURCES = {SOURCE.id: SOURCE}
WHEN = dt.date(2031, 4, 1)
DAY = dt.timedelta(days=1)


def facts_of(*facts: Fact) -> Mapping[str, Fact]:
    return {fact.id: fact for fact in facts}


LAMP, OIL, KEEPER = ((quote_in(SOURCE, f"{sentence}."),) for sentence in TEXT.removesuffix(".").split(". "))
FACTS = facts_of(
    fact_of("lamp", quotes=LAMP, importance=3),
    fact_of(
        "oil",
        quotes=OIL,
        statement="It burns oil – “pure”.",
        topics=("ships",),
        when=WHEN,
        disputes=("lamp",),
        phrasings=("oil",),
    ),
    fact_of("keeper", quotes=KEEPER, topics=("light", "ships")),
)


@pytest.fixture(autouse=True)
def every_base_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_facts, "_FEW", 0)


def packed(facts: Mapping[str, Fact]) -> Arrays:
    return pack_facts(facts, FactColumns.of(facts.values()))


def large(arrays: Arrays, sources: Mapping[str, Source] = SOURCES) -> LargeFacts:
    found = unpack_facts(arrays, sources)
    assert isinstance(found, LargeFacts)
    return found


def test_the_facts_are_those_that_were_kept() -> None:
    found = large(packed(FACTS))

    assert list(found) == list(FACTS)
    assert list(found.values()) == list(FACTS.values())
    assert list(found.items()) == list(FACTS.items())
    assert found == FACTS
    assert len(found.values()) == len(found) == 3
    assert {key: found[key] for key in reversed(list(FACTS))} == FACTS
    assert found.rows[-1] == found.rows[2] == FACTS["keeper"]
    assert found.rows[:2] == list(FACTS.values())[:2]
    assert "oil" in found
    assert "gas" not in found
    assert found.get("gas") is None


def test_no_facts_are_none() -> None:
    assert list(unpack_facts(packed({}), {})) == []


def test_what_is_asked_of_all_facts_is_what_each_says() -> None:
    for columns in (FactColumns.of(FACTS.values()), large(packed(FACTS)).columns):
        assert columns.importance.tolist() == [3, 2, 2]
        assert columns.days.tolist() == [0, WHEN.toordinal(), 0]
        assert columns.disputes.tolist() == [False, True, False]
        assert columns.texts.tolist() == [len(fact.questions) + 2 for fact in FACTS.values()]
        assert columns.asked.tolist() == [len(fact.questions) for fact in FACTS.values()]
        assert len({digest.tobytes() for digest in columns.digests}) == 3
        assert columns.topics.counts() == {"light": 2, "ships": 2}
        assert columns.topics.places(["light"]) == [0, 2]
        assert columns.topics.places(["ships", "light"]) == [0, 1, 2]
        assert columns.topics.places(["gas"]) == []


def listed(knowledge: Knowledge, within: DateRange = ALWAYS) -> list[tuple[dt.date, list[Fact]]]:
    return [(day.date, list(day.facts)) for day in days(knowledge, within)]


def test_the_days_of_a_large_base_have_the_most_important_facts_first() -> None:
    dice = random.Random(3)
    facts = facts_of(
        *(
            fact_of(
                f"lamp-{number}",
                quotes=LAMP,
                importance=dice.randint(1, 5),
                when=dice.choice([None, WHEN, WHEN + DAY, WHEN - 40 * DAY]),
            )
            for number in range(60)
        )
    )
    few = knowledge_of(facts.values())
    many = replace(few, facts=large(packed(facts)))

    for within in (ALWAYS, DateRange(first=WHEN), DateRange(last=WHEN), DateRange(first=WHEN + 2 * DAY)):
        assert listed(many, within) == listed(few, within)
    assert [(row.count, row.facts) for row in rows(days(many), 2)] == [
        (row.count, row.facts) for row in rows(days(few), 2)
    ]


def test_a_large_base_lists_its_facts_like_one_of_objects() -> None:
    topics = {key: Topic(id=key, title=key) for key in ("light", "ships")}
    few = replace(knowledge_of(FACTS.values()), topics=topics)
    many = replace(few, facts=large(packed(FACTS)))

    assert many.fact_counts() == few.fact_counts()
    assert many.question_count() == few.question_count() == 4
    assert list(many.dated()) == few.dated() == [FACTS["oil"]]
    assert many.dates() == few.dates() == (WHEN,)
    for first, last, found in ((WHEN, WHEN, 1), (WHEN + DAY, None, 0), (None, WHEN - DAY, 0), (None, WHEN, 1)):
        within = DateRange(first=first, last=last)
        assert listed(many, within) == listed(few, within)
        assert len(many.dated(within)) == len(few.dated(within)) == found
    assert many.disputing == few.disputing == {"oil": ("lamp",), "lamp": ("oil",)}
    assert listed(many) == listed(few) == [(WHEN, [FACTS["oil"]])]
    assert highlights(many) == highlights(few)
    assert disputes(many) == disputes(few) == (Dispute(claim=FACTS["lamp"], against=(FACTS["oil"],)),)
    assert [fact.id for fact in many.most_important("light")] == ["lamp", "keeper"]
    for named in (["light"], ["ships"], ["ships", "light"], ["gas"], []):
        assert list(many.facts_of(named)) == few.facts_of(named)
        assert many.facts_of(named)[1:3] == few.facts_of(named)[1:3]


def test_what_checks_sentences_against_a_large_base_leaves_its_facts_in_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept_facts, "_REMEMBERED", 0)
    many = replace(knowledge_of(FACTS.values()), facts=large(packed(FACTS)), sources=SOURCES)
    earlier = [each for each in gc.get_objects() if isinstance(each, Fact)]

    checker = FactChecker(many)
    now = [each for each in gc.get_objects() if isinstance(each, Fact)]

    assert len(now) == len(earlier)
    (verdict,) = checker.check(["The lamp was lit in 1891."])
    assert isinstance(verdict, Supported | Claimed)
    assert verdict.fact == FACTS["lamp"]


def test_facts_that_are_packed_again_are_packed_like_new_ones() -> None:
    changed = facts_of(FACTS["keeper"], replace(FACTS["oil"], statement="It burns gas."), FACTS["lamp"])

    again = pack_facts_again(changed, packed(FACTS), [changed["oil"]], [2, 3, 0])

    expected = packed(changed)
    assert again.keys() == expected.keys()
    for name, array in expected.items():
        assert np.array_equal(again[name], array), name
    assert list(rows_of(large(again))) == list(changed.values())


def test_a_fact_whose_bytes_have_changed_is_not_packed_again_as_if_it_were_right() -> None:
    old = packed(FACTS)
    content = old["content"].copy()
    content[0] ^= 1

    found = large(pack_facts_again(FACTS, {**old, "content": content}, [], [0, 1, 2]))

    assert found["oil"] == FACTS["oil"]
    with pytest.raises(ValueError, match="changed on the disk"):
        found["lamp"]


def test_a_fact_whose_bytes_have_changed_is_refused_and_the_others_are_not() -> None:
    arrays = packed(FACTS)
    end = int(arrays["ends"][0])
    for place in range(end):
        content = arrays["content"].copy()
        content[place] ^= 1
        found = large({**arrays, "content": content})

        assert found["keeper"] == FACTS["keeper"]
        with pytest.raises(ValueError, match="changed on the disk"):
            found["lamp"]
        with pytest.raises(ValueError, match="changed on the disk"):
            list(found.values())


def test_a_fact_whose_quote_is_not_in_its_source_is_refused() -> None:
    sources = {SOURCE.id: replace(SOURCE, text=TEXT.replace("oil", "gas"))}
    found = large(packed(FACTS), sources)

    assert found["lamp"] == FACTS["lamp"]
    with pytest.raises(ValueError, match="changed on the disk"):
        found["oil"]
    with pytest.raises(ValueError, match="changed on the disk"):
        list(found.values())


def test_a_few_facts_are_objects_and_proven_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_facts, "_FEW", 3)

    assert not isinstance(unpack_facts(packed(FACTS), SOURCES), LargeFacts)
    with pytest.raises(ValueError, match="changed on the disk"):
        unpack_facts(packed(FACTS), {SOURCE.id: replace(SOURCE, text="Nothing of it.")})
