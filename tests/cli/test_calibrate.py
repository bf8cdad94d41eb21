from __future__ import annotations

from pathlib import Path

import pytest
from bases import base_files, write_base
from commands import run_command
from rankers import word_vectors

from bot.config import load_config
from bot.core.factbase.base import Library
from bot.core.matching.features import FEATURES
from bot.core.matching.weights import CALIBRATION_FILE, DEFAULTS, parse_defaults
from bot.errors import UsageError

LIGHT = "knowledge/facts/light.yaml"
MORE = "".join(f'    - "reading {number} of {{fact}}"\n' for number in range(30))
# Thirty more phrasings for each of six facts.
PARTS = str(base_files()[LIGHT]).split("  phrasings:\n")
ENOUGH = {
    LIGHT: PARTS[0] + "".join(f"  phrasings:\n{MORE.format(fact=place)}{part}" for place, part in enumerate(PARTS[1:]))
}
ARTICLE = """{"title": "Tides", "sentences": ["The tide is high at noon.", "A seal lives in the harbour."], \
"paragraphs": [0, 1], "questions": [{"q": "When is the tide high?", "typo": "When is the tdie high?", "sentence": 0}, \
{"q": "What lives in the harbour?", "typo": "What lvies in the harbour?", "sentence": 1}], \
"unanswerable": ["Who owns the harbour?"]}
"""


def test_learned_weights_are_reported_written_and_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.calibrate._ENOUGH", 200)  # a base that is large enough takes long
    config = load_config(write_base(tmp_path, ENOUGH))
    code, out, _ = run_command("calibrate", "--config", tmp_path / "config.yaml")
    first = (config.knowledge / CALIBRATION_FILE).read_bytes()
    run_command("calibrate", "--config", tmp_path / "config.yaml")

    assert code == 0
    base = Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=word_vectors()).open()
    assert base.calibration is not None
    assert base.calibration.revision == base.knowledge.revision
    assert "406 questions" in out
    assert all(name in out for name in FEATURES)
    assert out.endswith(f"Wrote {Path('knowledge', CALIBRATION_FILE)}\n")
    assert (config.knowledge / CALIBRATION_FILE).read_bytes() == first, "the same seed writes the same file"


def test_too_few_questions_teach_nothing_and_the_file_is_left_alone(tmp_path: Path) -> None:
    config = load_config(write_base(tmp_path, {f"knowledge/{CALIBRATION_FILE}": "broken"}))

    with pytest.raises(UsageError, match=r"23 questions and phrasings.*needs 400.*default weights"):
        run_command("calibrate", "--config", tmp_path / "config.yaml")

    assert (config.knowledge / CALIBRATION_FILE).read_text() == "broken"


def test_default_weights_are_fitted_to_the_base_and_to_articles(tmp_path: Path) -> None:
    write_base(tmp_path)
    articles, out = tmp_path / "articles.jsonl", tmp_path / "defaults.json"
    articles.write_text(ARTICLE)

    code, _, _ = run_command("calibrate", "--defaults", articles, out, "--config", tmp_path / "config.yaml")

    assert code == 0
    fitted = parse_defaults(out.read_bytes())
    assert fitted.keys() <= DEFAULTS.keys()
    assert {"none", "none, classifier"} <= fitted.keys()
    assert fitted["none"].ranking["classifier"] == 0


def test_default_weights_need_articles(tmp_path: Path) -> None:
    write_base(tmp_path)
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"q": "why", "answerable": false, "kind": "near"}\n')

    with pytest.raises(UsageError, match="has no articles"):
        run_command("calibrate", "--defaults", questions, tmp_path / "out", "--config", tmp_path / "config.yaml")
