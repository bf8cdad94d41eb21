"""Several bases in one config."""

from __future__ import annotations

from pathlib import Path

import pytest
from two_bases import NESS, SKERRY, write_two_bases

from bot.config import load_config
from bot.core.factbase.names import DEFAULT_BASE
from bot.errors import ConfigError

FOLDERS = "knowledge: skerry/knowledge, seeds: skerry/seeds"


def mistakes(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load_config(write_two_bases(folder, text))
    return str(caught.value)


def test_a_config_without_bases_has_one_named_default(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("knowledge: facts\nseeds: texts\n", encoding="utf-8")
    config = load_config(tmp_path / "config.yaml")

    assert [*config.served] == [DEFAULT_BASE]
    assert config.served[DEFAULT_BASE].knowledge == config.knowledge == tmp_path / "facts"
    assert config.base == DEFAULT_BASE


def test_the_first_base_is_the_default_unless_the_config_names_another(tmp_path: Path) -> None:
    path = write_two_bases(tmp_path)
    first = load_config(path)
    path.write_text(f"{path.read_text(encoding='utf-8')}default_base: {NESS}\n", encoding="utf-8")
    named = load_config(path)

    assert (first.base, first.knowledge) == (SKERRY, tmp_path / "skerry/knowledge")
    assert (named.base, named.seeds) == (NESS, tmp_path / "ness/seeds")
    assert [*named.served] == [SKERRY, NESS]


def test_a_command_can_use_another_base_than_the_default(tmp_path: Path) -> None:
    config = load_config(write_two_bases(tmp_path), base=NESS)

    assert (config.base, config.knowledge) == (NESS, tmp_path / "ness/knowledge")


def test_a_base_that_lists_servers_is_for_these_alone(tmp_path: Path) -> None:
    text = (
        f"bases:\n  - {{name: a, {FOLDERS}}}\n  - {{name: b, {FOLDERS}, servers: [7], admins: [8], admin_server: 9}}\n"
    )
    served = load_config(write_two_bases(tmp_path, text)).served

    assert (served["a"].allows(7), served["a"].allows(None)) == (True, True)
    assert (served["b"].allows(7), served["b"].allows(8), served["b"].allows(None)) == (True, False, False)
    assert (served["b"].admins, served["b"].admin_server) == (frozenset({8}), 9)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            f"bases:\n  - {{name: a, {FOLDERS}}}\n  - {{name: a, {FOLDERS}}}\n",
            "config.yaml:3:12: There is a base 'a' already; each has a name of its own: give this one another.",
        ),
        (
            "bases: [{name: a, knowledge: nowhere, seeds: skerry/seeds}]\n",
            "config.yaml:1:30: bases[1].knowledge: there is no folder ",
        ),
        (
            f"bases: [{{name: city, {FOLDERS}}}]\ndefault_base: citi\n",
            "config.yaml:2:15: default_base: there is no base 'citi'. Did you mean 'city'?",
        ),
        ("default_base: city\n", "config.yaml:1:15: default_base: there is no base 'city'. The config lists no bases."),
        (
            f"bases: [{{name: a, {FOLDERS}, servers: [1]}}]\n",
            "'a' is the default base, which every server may use: remove its servers, or set default_base to another",
        ),
        (
            f"bases: [{{name: a, {FOLDERS}}}]\nknowledge: skerry/knowledge\n",
            "config.yaml:2:12: knowledge: bases lists the folders of each base: move this one there.",
        ),
        (
            f"bases: [{{name: City Desk, {FOLDERS}}}]\n",
            "bases[1].name: found 'City Desk'; expected 1 to 32 lower-case letters, digits and hyphens",
        ),
        ("bases: [{name: a, seeds: b}]\n", "config.yaml:1:9: The key 'knowledge' is missing; expected the path"),
    ],
)
def test_a_mistake_in_the_bases_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    assert message in mistakes(tmp_path, text)


def test_an_unknown_base_of_a_command_is_told_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no base .nes. in the config.* Did you mean .ness."):
        load_config(write_two_bases(tmp_path), base="nes")
