"""Statements in another language: what is loaded, and what `check` warns of."""

from __future__ import annotations

from pathlib import Path

import pytest
from bases import LIGHT, TOPICS, write_base

from bot.core.knowledge.files import DiskFolder
from bot.core.knowledge.loader import load
from bot.core.knowledge.model import TRANSLATED, LoadedBase, StatementTranslation
from bot.core.knowledge.schema import FactShape, TopicShape
from bot.i18n import ENGLISH, LANGUAGES, SPANISH, phrases

STATEMENT = '  statement: "The lamp of Grey Skerry could be seen for 21 nautical miles."\n'
RIGHT = "La luz de Grey Skerry se veía a 21 millas náuticas."


def loaded(folder: Path, spanish: str, *more: str) -> LoadedBase:
    """The small base with a Spanish statement."""
    assert STATEMENT in LIGHT
    lines = "".join([STATEMENT, f'  statement_es: "{spanish}"\n', *more])
    write_base(folder, {"knowledge/facts/light.yaml": LIGHT.replace(STATEMENT, lines)})
    folders = [DiskFolder(path=folder / name, root=folder) for name in ("knowledge", "seeds")]
    return load(curated=folders[0], seeds=folders[1], warn=True)


def test_a_statement_can_be_translated_into_every_language_of_the_interface() -> None:
    assert tuple(LANGUAGES) == TRANSLATED
    assert {f"statement_{language}" for language in LANGUAGES} <= FactShape.model_fields.keys()


def test_a_translation_is_loaded_with_its_language(tmp_path: Path) -> None:
    base = loaded(tmp_path, RIGHT)
    fact = base.knowledge.facts["lamp-range"]

    assert fact.translations == (StatementTranslation(language="es", statement=RIGHT),)
    assert fact.translated("es") == RIGHT
    assert fact.translated("en") is None
    assert base.warnings == ()


def test_a_topic_is_shown_in_the_language_of_the_interface_or_as_it_was_written(tmp_path: Path) -> None:
    write_base(
        tmp_path, {"knowledge/topics.yaml": TOPICS.replace("  description:", '  title_es: "La luz"\n  description:', 1)}
    )
    folders = [DiskFolder(path=tmp_path / name, root=tmp_path) for name in ("knowledge", "seeds")]
    topics = load(curated=folders[0], seeds=folders[1]).knowledge.topics

    assert phrases.topic_title(topics["light"], SPANISH) == "La luz"
    assert phrases.topic_title(topics["light"], ENGLISH) == "The light"
    assert phrases.topic_title(topics["repair"], SPANISH) == "The repair"
    assert phrases.topic_description(topics["light"], SPANISH) == "The lamp, its reach and its end."


def test_a_topic_can_be_translated_into_every_language_of_the_interface() -> None:
    fields = {f"{field}_{language}" for language in LANGUAGES for field in ("title", "description")}

    assert fields <= TopicShape.model_fields.keys()


@pytest.mark.parametrize(
    ("spanish", "gaps"),
    [
        (
            "La luz de Grey Skerry se veía a 12 millas náuticas.",
            ["has '12', which the statement lacks", "lacks '21', which the statement has"],
        ),
        ("La luz se veía a 21 millas náuticas.", ["lacks 'Grey Skerry', which the statement has"]),
        (
            "El 4 de marzo de 2031 la luz de Grey Skerry se veía a 21 millas náuticas.",
            ["has '4 de marzo de 2031', which the statement lacks"],
        ),
    ],
)
def test_a_translation_with_other_numbers_dates_or_names_is_a_warning(
    tmp_path: Path, spanish: str, gaps: list[str]
) -> None:
    warnings = [str(warning) for warning in loaded(tmp_path, spanish).warnings]

    assert len(warnings) == len(gaps)
    for warning, gap in zip(warnings, gaps, strict=True):
        assert f"warning: this translation {gap}" in warning
        assert warning.startswith("knowledge/facts/light.yaml:31:")


@pytest.mark.parametrize("spanish", ["La luz de Grey Skerry se veía a veintiuna millas.", RIGHT])
def test_a_difference_that_is_acknowledged_is_no_warning(tmp_path: Path, spanish: str) -> None:
    acknowledged = '  acknowledged:\n    - {text: "21", reason: "in words"}\n'
    warnings = [str(warning) for warning in loaded(tmp_path, spanish, acknowledged).warnings]

    needless = [warning for warning in warnings if "there is no warning of" in warning]
    assert warnings == (needless if spanish == RIGHT else [])
    assert len(needless) == (spanish == RIGHT)
