"""Check the values of a document against a pydantic model; each mistake becomes a Problem in plain words.

A field's `description` is a noun phrase, such as "a whole number from 1 to 3". Editors show it, and messages end
with it: "found 'x'; expected a whole number from 1 to 3".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Generic, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from bot.core.knowledge.yaml_reader import MAX_PROBLEMS, Document, YamlPath
from bot.core.text.control_chars import shortened, written_out
from bot.errors import Problem

NEAR = 60.0
"""Minimum likeness (rapidfuzz ratio, 0 to 100) of a known name that "did you mean" suggests for an unknown one."""

_MAX_NAME = 100  # characters of a name that is suggested


class Shape(BaseModel):
    """Base of all file formats: unknown keys are mistakes, and values are frozen.

    `renamed` maps a key of an earlier version to what to write instead. A shape is compiled when it is first used.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    renamed: ClassVar[Mapping[str, str]] = MappingProxyType({})


M = TypeVar("M", bound=Shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlEntry:
    """A value of a document with its place.

    `wrong` has the paths, from the entry, of what does not fit the format. `text` reads the rest, so that one mistake
    does not hide the others of its entry.
    """

    document: Document
    path: YamlPath = ()
    wrong: frozenset[YamlPath] = frozenset()

    def problem(self, path: YamlPath, message: str) -> Problem:
        """Return a problem of this entry; `path` starts at the entry."""
        return self.document.problem((*self.path, *path), message)

    def text(self, *path: str | int) -> str | None:
        """Return the text at a path, or None if it is missing or does not fit the format."""
        value = self.document.value_at((*self.path, *path))
        return value if isinstance(value, str) and path not in self.wrong else None

    def texts(self, key: str) -> Iterator[tuple[int, str]]:
        """Return the texts of a list that fit the format, each with its index."""
        return ((index, text) for index in self.indexes(key) if (text := self.text(key, index)) is not None)

    def indexes(self, key: str) -> range:
        """Return the indexes of the list under a key; of a list that is too long, the first `MAX_PROBLEMS`."""
        value = self.document.value_at((*self.path, key))
        length = len(value) if isinstance(value, list) else 0
        return range(min(length, MAX_PROBLEMS) if (key,) in self.wrong else length)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidEntry(YamlEntry, Generic[M]):
    """An entry that fits its format."""

    value: M


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidEntry(YamlEntry):
    """An entry that does not fit its format."""

    problems: tuple[Problem, ...]


def check(model: type[M], document: Document, path: YamlPath = ()) -> ValidEntry[M] | InvalidEntry:
    """Check the value at a path of a document."""
    try:
        return ValidEntry(value=model.model_validate(document.value_at(path)), document=document, path=path)
    except ValidationError as error:
        details = _direct(error)
        problems = (_problem(model, document, path, one) for one in details)
        known = {(problem.line, problem.column) for problem in document.problems}
        return InvalidEntry(
            document=document,
            path=path,
            wrong=frozenset(one["loc"] for one in details),
            problems=tuple(problem for problem in problems if (problem.line, problem.column) not in known),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedList(Generic[M]):
    """The entries of a document that is a list. `complete` is False if checking stopped at too many problems."""

    entries: tuple[ValidEntry[M] | InvalidEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    complete: bool = True


def check_list(model: type[M], document: Document) -> CheckedList[M]:
    """Check a document that is a list of such values."""
    if not isinstance(document.value, list):
        problem = document.problem((), "Expected a list of entries, each beginning with '- '.")
        return CheckedList(problems=(problem,), complete=False)
    entries: list[ValidEntry[M] | InvalidEntry] = []
    problems: list[Problem] = []
    for index in range(len(document.value)):
        entry = check(model, document, (index,))
        entries.append(entry)
        if isinstance(entry, InvalidEntry):
            problems.extend(entry.problems)
        if len(problems) > MAX_PROBLEMS:
            more = document.problem((index,), f"The file has more than {MAX_PROBLEMS} problems; fix these first.")
            return CheckedList(entries=tuple(entries), problems=(*problems[:MAX_PROBLEMS], more), complete=False)
    return CheckedList(entries=tuple(entries), problems=tuple(problems))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """End a message about an unknown word: " Did you mean '…'?", or nothing if no known word is similar."""
    names = [name for name in known if len(name) <= _MAX_NAME]
    best = process.extractOne(word[: 2 * _MAX_NAME], names, scorer=fuzz.ratio, score_cutoff=NEAR)
    return f" Did you mean '{written_out(best[0])}'?" if best else ""


def listed(known: Iterable[str], what: str) -> str:
    """End a message about an unknown word by listing the known ones: " Known topics: …"."""
    return f" Known {what}: {', '.join(map(shortened, known))}."


def _direct(error: ValidationError) -> list[ErrorDetails]:
    """Drop the errors that only follow from others: pydantic calls a list too short if one of its items is wrong."""
    details = error.errors(include_url=False)
    parents = {one["loc"][:depth] for one in details for depth in range(len(one["loc"]))}
    return [one for one in details if one["type"] != "too_short" or one["loc"] not in parents]


def _problem(model: type[Shape], document: Document, path: YamlPath, details: ErrorDetails) -> Problem:
    inner = details["loc"]
    unknown = details["type"] == "extra_forbidden"
    return document.problem((*path, *inner), _message(model, details), key=unknown)


def _message(model: type[Shape], details: ErrorDetails) -> str:
    path = details["loc"]
    if details["type"] == "extra_forbidden":
        shape, key = _shape_at(model, path[:-1]), str(path[-1])
        if key in shape.renamed:
            return f"The key '{key}' is no longer used: {shape.renamed[key]}."
        known = shape.model_fields
        return f"The key '{shortened(key)}' is not known here.{did_you_mean(key, known) or listed(known, 'keys')}"
    if not path:
        return f"Found {_shown(details['input'])}; expected a mapping with the keys {', '.join(model.model_fields)}."
    expected = _field_at(model, path).description
    if details["type"] == "missing":
        return f"The key '{path[-1]}' is missing; expected {expected}."
    return f"{_dotted(path)}: found {_found(details)}; expected {expected}."


def _found(details: ErrorDetails) -> str:
    context = details.get("ctx", {})
    match details["type"]:
        case "value_error":
            return shortened(str(context["error"]))
        case "string_too_long" | "too_long" if isinstance(details["input"], str):
            return f"{len(details['input'])} characters"
        case "too_short" | "too_long":
            count = len(details["input"])
            return f"{count or 'no'} {'entry' if count == 1 else 'entries'}"
        case _:
            return _shown(details["input"])


def _shown(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case str() if not value.strip():
            return "empty text"
        case str():
            return f"'{shortened(value)}'"
        case list() | tuple():
            return "a list"
        case _:
            return "a mapping"


def _dotted(path: tuple[int | str, ...]) -> str:
    """Write a path as people do, counting items from 1: `quotes[2].exact`."""
    text = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def _field_at(model: type[Shape], path: tuple[int | str, ...]) -> FieldInfo:
    """Return the field at the end of a path; for an item of a list, the field of the list."""
    names = [depth for depth, step in enumerate(path) if isinstance(step, str)]
    return _shape_at(model, path[: names[-1]]).model_fields[str(path[names[-1]])]


def _shape_at(model: type[Shape], path: tuple[int | str, ...]) -> type[Shape]:
    for step in path:
        if isinstance(step, str):
            model = _shape_in(model.model_fields[step].annotation) or model
    return model


def _shape_in(annotation: Any) -> type[Shape] | None:  # noqa: ANN401 - an annotation may be anything
    """Return the model inside an annotation such as `tuple[Quote, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    found = (_shape_in(argument) for argument in get_args(annotation))
    return next((shape for shape in found if shape), None)
