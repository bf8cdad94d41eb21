"""The real loading code over a model of a few bytes: each word is a vector, and a sentence is their mean."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from rankers import ask, small_knowledge, word_vectors
from tokenizers import Tokenizer, models, pre_tokenizers

from bot.core.matching import build_ranker, load_vectors
from bot.core.matching.decision import Answer
from bot.core.matching.embeddings import MODEL, SHARE, TOKENIZER, EncodedVectors, WordVectors, load_encoder
from bot.errors import UsageError

WORDS = {"[PAD]": 0, "[UNK]": 1, "lamp": 2, "light": 3, "storm": 4}
TABLE = np.array([[9, 9, 9], [0, 0, 1], [1, 0, 0], [0.8, 0.6, 0], [0, 1, 0]], dtype=np.float32)


def write_encoder(folder: Path) -> Path:
    """An encoder whose sentence vector is the mean of its words' rows in TABLE."""
    folder.mkdir(parents=True)
    tokenizer = Tokenizer(models.WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / TOKENIZER))
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["tokens"])],
        "lookup",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "tokens"])],
        [helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["texts", "tokens", 3])],
        [numpy_helper.from_array(TABLE, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(folder / MODEL))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_encoder(tmp_path / "tiny")


@pytest.fixture
def words() -> WordVectors:
    found = word_vectors()
    if found is None:
        pytest.skip("this platform has no word vectors")
    return found


def test_a_text_is_the_mean_of_its_words_without_what_fills_up_the_batch(folder: Path) -> None:
    both, lamp = load_encoder(folder).encode(["lamp storm", "lamp"])

    np.testing.assert_allclose(both, [np.sqrt(0.5), np.sqrt(0.5), 0], rtol=1e-5)
    np.testing.assert_allclose(lamp, [1, 0, 0], rtol=1e-5)


def test_many_texts_are_encoded_as_each_of_them(folder: Path) -> None:
    encoder = load_encoder(folder)
    texts = ["lamp", "storm light", "lamp lamp storm"] * 30

    np.testing.assert_allclose(encoder.encode(texts), np.concatenate([encoder.encode([text]) for text in texts]))


def test_the_likeness_of_two_texts_is_the_mean_of_what_both_models_say(folder: Path, words: WordVectors) -> None:
    encoder = load_encoder(folder)
    one, other = EncodedVectors(words, encoder).embed(["lamp", "light"])
    worded, encoded = words.embed(["lamp", "light"]), encoder.encode(["lamp", "light"])

    assert one @ other == pytest.approx((1 - SHARE) * worded[0] @ worded[1] + SHARE * encoded[0] @ encoded[1], rel=1e-4)


def test_a_single_word_is_left_to_the_word_vectors(folder: Path, words: WordVectors) -> None:
    vectors = EncodedVectors(words, load_encoder(folder))

    np.testing.assert_allclose(vectors.embed_words(["lamp"]), words.embed(["lamp"]))
    assert vectors.knows("lamp")
    assert not vectors.knows("lihgt")


@pytest.mark.usefixtures("words")
def test_a_base_answers_with_an_encoder(folder: Path) -> None:
    vectors = load_vectors(folder)
    assert vectors is not None
    assert vectors.name.endswith(" and tiny")
    knowledge = small_knowledge()
    fact = next(iter(knowledge.facts.values()))

    found = ask(fact.questions[0], build_ranker(knowledge, vectors=vectors))

    assert isinstance(found, Answer)
    assert found.match.fact is fact


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_a_missing_file_is_named_with_the_fix(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(UsageError, match=f"has no {name}: put it there, or set `encoder: null`"):
        load_encoder(folder)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_a_broken_file_is_a_sentence(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"no such thing")

    with pytest.raises(UsageError, match=r"The encoder in .*tiny cannot be read: "):
        load_encoder(folder)


def test_without_its_packages_one_sentence_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)

    with pytest.raises(UsageError, match=r"The encoder needs onnxruntime: pip install '\.\[semantic\]'"):
        load_encoder(folder)
