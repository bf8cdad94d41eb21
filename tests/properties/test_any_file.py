"""No file makes reading a base fail in any other way than with every problem and its place."""

from __future__ import annotations

import hashlib
import re

import pytest
from bases import base_files
from hypothesis import given
from hypothesis import strategies as st
from properties.anything import fixed, mutated, texts

from bot.core.knowledge.files import MemoryFolder
from bot.core.knowledge.loader import load
from bot.core.knowledge.model import Knowledge
from bot.core.knowledge.yaml_reader import Document, read_document
from bot.errors import KnowledgeError

SEED = "seeds/grey-skerry.txt"
CURATED = sorted(name for name in base_files() if name.startswith("knowledge/"))


def original(name: str) -> bytes:
    text = base_files()[name]
    content = text if isinstance(text, bytes) else text.encode()
    return (
        content if name == SEED else content.replace(b"{sha256}", hashlib.sha256(original(SEED)).hexdigest().encode())
    )


def files_with(name: str, content: bytes) -> dict[str, bytes]:
    return {**{each: original(each) for each in base_files()}, name: content}


def loaded(files: dict[str, bytes]) -> Knowledge | KnowledgeError:
    try:
        return load(
            curated=MemoryFolder(name="knowledge", files=files), seeds=MemoryFolder(name="seeds", files=files)
        ).knowledge
    except KnowledgeError as error:
        return error


def check_problems(error: KnowledgeError, files: dict[str, bytes]) -> None:
    """Every problem has a place that an editor can go to, and a message that a person can read."""
    assert error.problems
    for problem in error.problems:
        lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", files.get(problem.file, b"").decode("utf-8", "replace"))
        assert 1 <= problem.line <= len(lines) + 1, problem
        assert problem.column >= 1
        assert problem.message.strip()
        assert len(problem.message) < 10_000


@pytest.mark.parametrize("name", CURATED)
@fixed
@given(data=st.data())
def test_a_file_with_mistakes_loads_or_has_problems_with_their_places(name: str, data: st.DataObject) -> None:
    files = files_with(name, data.draw(mutated(original(name))))

    match loaded(files):
        case KnowledgeError() as error:
            check_problems(error, files)
        case knowledge:
            assert knowledge.facts


@fixed
@given(
    content=st.binary() | texts(longest=2000).map(lambda text: text.encode("utf-8", "surrogatepass")), data=st.data()
)
def test_a_source_of_any_bytes_loads_or_has_problems_with_their_places(content: bytes, data: st.DataObject) -> None:
    files = files_with(SEED, data.draw(st.sampled_from((content, original(SEED) + content))))

    match loaded(files):
        case KnowledgeError() as error:
            check_problems(error, files)
        case knowledge:
            assert knowledge.facts


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "shift_jis", "utf-7"]
)
@fixed
@given(text=st.text(max_size=50))
def test_a_file_of_any_encoding_is_read_or_refused(text: str, encoding: str) -> None:
    document = read_document(f"- a: {text}".encode(encoding, "replace"), file="f.yaml")

    assert isinstance(document, Document) or document.problems
