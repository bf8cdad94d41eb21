from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from rankers import project_knowledge, small_knowledge

from bot.core.kept import codec, lines
from bot.core.kept.codec import Reader, from_json, to_json
from bot.core.kept.lines import Numbered, pack_numbered, unpack_numbered
from bot.core.kept.packed import pack, pack_lines, pack_sets, unpack, unpack_lines, unpack_sets
from bot.core.knowledge.model import Fact, Source, Unknown, Vocabulary


def test_every_value_of_a_base_is_read_as_it_was_written() -> None:
    for knowledge in (small_knowledge(), project_knowledge()):
        for kind, values in (
            (Fact, knowledge.facts.values()),
            (Source, knowledge.sources.values()),
            (Unknown, knowledge.unknowns.values()),
            (Vocabulary, [knowledge.vocabulary]),
        ):
            for value in values:
                assert from_json(kind, to_json(value)) == value


@pytest.mark.parametrize("content", [b"", b"[", b"[1]", b"{}", b"null", b'["a", "b"]', b"[[], [], [], [], []]"])
def test_what_is_no_such_value_is_refused(content: bytes) -> None:
    with pytest.raises((ValueError, TypeError, LookupError, AttributeError)):
        from_json(Fact, content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    on: dt.date
    others: tuple[dt.date, ...]


def test_the_first_values_of_a_type_may_be_read_by_several_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = Visit(on=dt.date(2031, 4, 1), others=(dt.date(2031, 4, 2),))
    found: list[Visit] = []

    def interrupted(kind: Any) -> Reader:
        monkeypatch.undo()
        found.append(from_json(Visit, to_json(visit)))  # as if it were another thread's turn
        return codec.reader(kind)

    read = codec.reader(Visit)
    monkeypatch.setattr(codec, "reader", interrupted)

    assert read(["2031-04-01", ["2031-04-02"]]) == visit
    assert found == [visit]
    assert from_json(Visit, to_json(visit)) == visit


def test_packed_values_are_those_that_were_packed() -> None:
    fact = next(iter(small_knowledge().facts.values()))
    facts = [replace(fact, id=f"fact-{number}") for number in range(9_000)]

    packed = unpack(Fact, pack(facts))

    assert len(packed) == 9_000
    assert [packed[0], packed[8_999], packed[-1]] == [facts[0], facts[8_999], facts[8_999]]
    assert packed[10:12] == facts[10:12]
    assert [each.id for each in packed][4_000] == "fact-4000"
    with pytest.raises(IndexError):
        packed[9_000]


def test_few_values_are_kept_as_objects() -> None:
    kind: type[Mapping[str, int]] = Mapping[str, int]  # type: ignore[type-abstract]

    assert unpack(kind, pack([{"a": 1}, {}])) == ({"a": 1}, {})


@pytest.mark.parametrize("number", [3, 9_000])
def test_packed_sets_are_those_that_were_packed(number: int) -> None:
    sets = [frozenset({place, place // 2}) for place in range(number - 1)] + [frozenset[int]()]

    packed = unpack_sets(pack_sets(sets))

    assert list(packed) == sets
    assert packed[-1] == frozenset()
    assert list(packed[1:3]) == sets[1:3]
    with pytest.raises(IndexError):
        packed[number]


@pytest.mark.parametrize("texts", [["lamp"], ["a", "ä b"], ["", "b"]])
def test_lines_are_read_as_they_were_written(texts: list[str]) -> None:
    assert unpack_lines(pack_lines(texts)) == texts


def test_no_lines_are_none() -> None:
    assert unpack_lines(pack_lines([])) == []


def test_the_number_of_a_text_is_found_in_an_array(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MANY", 0)
    numbers = {"lamp": 0, "Lämpchen": 1, "灯": 2}

    found = unpack_numbered(pack_numbered(numbers))

    assert isinstance(found, Numbered)
    assert found == numbers
    for missing in ("lam", "", "half of a pair: \ud83d"):
        assert missing not in found
