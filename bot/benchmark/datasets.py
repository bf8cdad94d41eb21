"""Read files of labelled data. Which of the four kinds a file is, its keys tell; a folder has texts to draft from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.benchmark.drafts import LabelledText, read_labelled_texts
from bot.core.matching.evaluation import Question
from bot.errors import UsageError, reason

VerdictName = Literal["supported", "claimed", "contradicted", "related", "not_covered"]
"""A verdict as the labels and `factcheck --json` write it."""
VERDICTS: Final[tuple[VerdictName, ...]] = get_args(VerdictName)
"""All verdicts, in the order of the tables."""

_KINDS: Final = (
    "questions (q, answerable, gold or facts, kind), articles (title, sentences, paragraphs, questions), sentences to "
    "check (text, want or never), or one object with train, test and out_of_scope"
)


class _Labels(BaseModel):
    model_config = ConfigDict(frozen=True)


class ArticleQuestion(_Labels):
    """A question, the same misspelt, and the number of the sentence that answers it, counted from 0."""

    q: str
    typo: str
    sentence: Annotated[int, Field(ge=0)]


class Article(_Labels):
    """An article as sentences, with the number of each one's paragraph, and questions that it answers or does not."""

    title: str
    sentences: Annotated[tuple[str, ...], Field(min_length=1)]
    paragraphs: tuple[int, ...]
    questions: tuple[ArticleQuestion, ...] = ()
    unanswerable: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _numbers_exist(self) -> Self:
        count = len(self.sentences)
        if len(self.paragraphs) != count:
            raise ValueError(f"{count} sentences, but the paragraphs of {len(self.paragraphs)}")
        for question in self.questions:
            if question.sentence >= count:
                raise ValueError(f"no sentence {question.sentence}; the last one is {count - 1}: {question.q}")
        return self


class IntentSet(_Labels):
    """Phrasings of each intent to learn from, questions with the intent that is right, and questions of no intent."""

    train: Mapping[str, Annotated[tuple[str, ...], Field(min_length=1)]]
    test: tuple[tuple[str, str], ...]
    out_of_scope: tuple[str, ...]

    @model_validator(mode="after")
    def _intents_exist(self) -> Self:
        for number, (_, intent) in enumerate(self.test):
            if intent not in self.train:
                raise ValueError(f"test {number}: no phrasings of the intent '{intent}' in train")
        return self


class LabelledSentence(_Labels):
    """A sentence to check, the verdict that it has to get (None: any), and verdicts that would be wrong."""

    text: str
    want: VerdictName | None = None
    never: tuple[VerdictName, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.want is None and not self.never:
            raise ValueError("neither want nor never")
        return self


class _LabelledQuestion(_Labels):
    q: str
    answerable: bool
    gold: tuple[str, ...] = ()
    kind: str
    facts: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _is_labelled(self) -> Self:
        if self.answerable and self.facts is None and not self.gold:
            raise ValueError("an answerable question needs gold or facts")
        if not self.answerable and self.facts:
            raise ValueError("a question that nothing answers has no facts")
        return self


class _Label(_Labels):
    q: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedQuestion:
    """A question with its place in a file, as file:line."""

    question: Question
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """Labelled questions about the configured base."""

    placed: tuple[PlacedQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSet:
    """ArticleSet, each with a title of its own."""

    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceSet:
    """Sentences to check against the configured base."""

    sentences: tuple[LabelledSentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSet:
    """Texts to draft from, with the labels of their sentences and names."""

    texts: tuple[LabelledText, ...]


Dataset = QuestionSet | ArticleSet | SentenceSet | IntentSet | TextSet
"""What a file may contain."""

L = TypeVar("L", bound=_Labels)


def read_dataset(file: Path) -> Dataset:
    """Read a file of any kind, or a folder of labelled texts.

    Raises UsageError naming the file, and the line or the key that is wrong.
    """
    if file.is_dir():
        return TextSet(texts=read_labelled_texts(file))
    text = _text(file)
    lines = tuple(_lines(text, file))
    if not lines:
        return QuestionSet(placed=())
    place, first = lines[0]
    keys = _keys(first, text, file)
    if "train" in keys:
        return _read(IntentSet, text, str(file))
    if "sentences" in keys:
        return ArticleSet(articles=tuple(_titled(lines)))
    if "text" in keys:
        return SentenceSet(sentences=tuple(_read(LabelledSentence, line, at) for at, line in lines))
    if "q" in keys:
        return QuestionSet(placed=tuple(_question(line, at) for at, line in lines))
    raise UsageError(f"{place}: no labelled data. Each line must be a JSON object; a file has {_KINDS}.")


def read_questions(file: Path) -> Iterator[Question]:
    """Read the questions of a JSON Lines file. Raises UsageError naming the line that is wrong."""
    return (_question(line, place).question for place, line in _lines(_text(file), file))


def label(datasets: Sequence[Dataset], file: Path) -> tuple[Dataset, ...]:
    """Add the facts that a JSON Lines file names (`q`, `facts`) to the questions with the same text.

    Raises UsageError for a label of a question that is not there, or that nothing answers.
    """
    labels = {each.q: (place, each) for place, each in _read_labels(file)}
    placed = [each for dataset in datasets if isinstance(dataset, QuestionSet) for each in dataset.placed]
    answerable = {each.question.text for each in placed if each.question.answerable}
    for text, (place, _) in labels.items():
        if text not in answerable:
            raise UsageError(f"{place}: q: no answerable question of the files has this text.")

    def labelled(each: PlacedQuestion) -> PlacedQuestion:
        if each.question.text not in labels:
            return each
        place, found = labels[each.question.text]
        return PlacedQuestion(question=replace(each.question, facts=frozenset(found.facts)), place=place)

    return tuple(
        QuestionSet(placed=tuple(map(labelled, dataset.placed))) if isinstance(dataset, QuestionSet) else dataset
        for dataset in datasets
    )


def _read_labels(file: Path) -> Iterator[tuple[str, _Label]]:
    return ((place, _read(_Label, line, place)) for place, line in _lines(_text(file), file))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be read: {reason(error)}.") from None


def _lines(text: str, file: Path) -> Iterator[tuple[str, str]]:
    """Yield each line that is not empty, after its place."""
    # Not splitlines(): a JSON string may contain U+2028 and other line separators.
    return ((f"{file}:{number}", line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _keys(first: str, text: str, file: Path) -> frozenset[str]:
    """Return the keys of the first line, or those of the whole text if one object fills it."""
    try:
        found = _parsed(first) or json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{file}:{error.lineno}: no valid JSON: {error.msg}.") from None
    return frozenset(found) if isinstance(found, dict) else frozenset()


def _parsed(line: str) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return json.loads(line)
    except json.JSONDecodeError:
        return None


def _titled(lines: tuple[tuple[str, str], ...]) -> Iterator[Article]:
    places: dict[str, str] = {}
    for place, line in lines:
        article = _read(Article, line, place)
        if article.title in places:
            raise UsageError(f"{place}: title: '{article.title}' is the title of {places[article.title]} already.")
        places[article.title] = place
        yield article


def _question(line: str, place: str) -> PlacedQuestion:
    read = _read(_LabelledQuestion, line, place)
    facts = None if read.facts is None else frozenset(read.facts)
    question = Question(text=read.q, answerable=read.answerable, gold=read.gold, kind=read.kind, facts=facts)
    return PlacedQuestion(question=question, place=place)


def _read(model: type[L], text: str, place: str) -> L:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(map(str, first["loc"])) or ("the file" if model is IntentSet else "the line")
        raise UsageError(f"{place}: {key}: {first['msg']}") from None
