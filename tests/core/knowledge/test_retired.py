from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest
from bases import FERRY, LIGHT, UNKNOWNS, write_base

from bot.config import load_config
from bot.core.factbase.corrections import CorrectionKind, corrections, said, with_wording
from bot.core.knowledge.loader import load_knowledge
from bot.core.knowledge.model import Knowledge
from bot.errors import KnowledgeError

LAST = "last-evening-crossing"
RETIRED = '  retired: {on: 2031-03-09, reason: "The owners corrected the day."}\n'


def loaded(folder: Path, **files: str) -> Knowledge:
    """The base with other files of facts, and the like."""
    given = {f"knowledge/{name.replace('_', '/')}.yaml": text for name, text in files.items()}
    config = load_config(write_base(folder, given))
    return load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds)


def without_links(text: str) -> str:
    return text.replace(f"  related: [{LAST}]\n", "")


def test_a_retired_fact_answers_nothing_and_keeps_its_reason(tmp_path: Path) -> None:
    lost = without_links(FERRY).replace("Its last evening crossing was on", "A passage that the source has lost")
    knowledge = loaded(tmp_path, facts_ferry=lost + RETIRED)

    assert LAST not in knowledge.facts
    assert knowledge.retired[LAST].on == dt.date(2031, 3, 9)
    assert knowledge.retired[LAST].reason == "The owners corrected the day."
    assert knowledge.retired[LAST].statement.startswith("The ferry Petrel's last evening crossing")


def test_what_still_names_a_retired_fact_is_a_problem(tmp_path: Path) -> None:
    unknowns = UNKNOWNS.replace("nearest: [keeper-saw]", f"nearest: [{LAST}]")
    golden = f'- {{question: "when was it", fact: {LAST}}}\n'

    with pytest.raises(KnowledgeError) as raised:
        loaded(tmp_path, facts_ferry=FERRY + RETIRED, unknowns=unknowns, golden=golden)

    said_of = [problem.message for problem in raised.value.problems]
    assert len(said_of) == 3
    assert all(text.startswith(f"The fact '{LAST}' is retired and is not shown any more") for text in said_of)


def test_the_id_of_a_retired_fact_cannot_be_used_again(tmp_path: Path) -> None:
    light = LIGHT.replace("- id: first-lit", f"- id: {LAST}")

    with pytest.raises(KnowledgeError, match=f"The id '{LAST}' is already used"):
        loaded(tmp_path, facts_ferry=without_links(FERRY) + RETIRED, facts_light=light)


def test_a_retirement_needs_a_day_and_a_reason(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="The key 'reason' is missing"):
        loaded(tmp_path, facts_ferry=without_links(FERRY) + "  retired: {on: 2031-03-09}\n")


def test_corrections_are_what_a_fact_says_and_not_how_it_is_found(tmp_path: Path) -> None:
    old = loaded(tmp_path / "old")
    light = LIGHT.replace("Skerry stands 38 metres", "Skerry stands 38 m").replace("lamp height", "height of the lamp")
    light = light.replace("importance: 3", "importance: 2").replace("related: [wave-height]", "related: []")
    new = loaded(tmp_path / "new", facts_light=light, facts_ferry=without_links(FERRY) + RETIRED)
    found = corrections(old, new)
    back = corrections(new, old)

    assert [(each.fact, each.kind, each.reason) for each in found] == [
        (LAST, CorrectionKind.RETIRED, "The owners corrected the day."),
        ("lamp-height", CorrectionKind.CHANGED, ""),
    ]
    assert [(each.fact, each.kind) for each in back] == [
        ("lamp-height", CorrectionKind.CHANGED),
        (LAST, CorrectionKind.RESTORED),
    ]
    assert said(old.facts["lamp-height"], old).quotes[0].publisher == "Ostrand Post"


def test_a_new_day_of_rewording_marks_the_change_and_an_old_one_does_not(tmp_path: Path) -> None:
    first, second = "2031-03-09", "2031-03-10"
    statement = 'The lamp of Grey Skerry stands 38 metres above the sea."'
    marked = LIGHT.replace(statement, f'The lamp stands 38 m up."\n  reworded: {first}', 1)
    unmarked = marked.replace("38 m up", "38 m high")
    texts = [LIGHT, marked, unmarked, unmarked.replace("38 m high", "38 m tall").replace(first, second)]
    bases = [loaded(tmp_path / str(number), facts_light=text) for number, text in enumerate(texts)]
    found = [corrections(old, new) for old, new in itertools.pairwise(bases)]

    assert [[each.wording for each in each_time] for each_time in found] == [[True], [False], [True]]
    assert [each.wording for each in with_wording(found[1], frozenset({"lamp-height"}))] == [True]
