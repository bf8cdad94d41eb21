from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "bot"


def public_classes() -> Counter[str]:
    """The names of all public classes of the package, with how many classes have each."""
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in PACKAGE.rglob("*.py"))
    nodes = (node for tree in trees for node in tree.body)
    return Counter(node.name for node in nodes if isinstance(node, ast.ClassDef) and not node.name.startswith("_"))


def test_no_name_is_that_of_two_public_classes() -> None:
    assert public_classes()["Knowledge"] == 1
    assert [name for name, classes in public_classes().items() if classes > 1] == []
