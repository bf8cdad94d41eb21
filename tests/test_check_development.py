"""The sentences to develop the check of a message with, and the second base that half of them are about."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from bot.benchmark.datasets import SentenceSet, read_dataset
from bot.config import load_config
from bot.core.knowledge.coverage import source_coverage
from bot.core.knowledge.files import DiskFolder
from bot.core.knowledge.loader import load

TESTS = Path(__file__).parent
FILES = {
    "knowledge": TESTS / "check_development.jsonl",
    "tests/second_base": TESTS / "second_base/check_development.jsonl",
}


def test_the_second_base_has_no_problems_and_quotes_every_sentence() -> None:
    config = load_config(TESTS / "second_base/config.yaml")
    curated, seeds = (DiskFolder(path=path, root=config.root) for path in (config.knowledge, config.seeds))
    loaded = load(curated=curated, seeds=seeds, warn=True)

    assert loaded.warnings == ()
    assert [each for covered in source_coverage(loaded.knowledge) for each in covered.bare] == []


@pytest.mark.parametrize("base", FILES)
def test_every_sentence_has_a_label_that_its_truth_allows(base: str) -> None:
    dataset = read_dataset(FILES[base])
    lines = [json.loads(line) for line in FILES[base].read_text(encoding="utf-8").splitlines()]
    wants = {
        "true": {"supported", "claimed"},
        "bare": {"claimed"},
        "false": {"contradicted", "related"},
        "open": {"related", "not_covered"},
    }

    assert isinstance(dataset, SentenceSet)
    assert [each.text for each in dataset.sentences if each.want is None or each.want in each.never] == []
    assert [line["text"] for line in lines if line["want"] not in wants[line["truth"]] or line["base"] != base] == []
    assert [text for text, count in Counter(line["text"] for line in lines).items() if count > 1] == []
