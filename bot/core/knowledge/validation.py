"""Check a document's values against a pydantic model; every mistake becomes a Problem in plain words.

A field's `description` is a noun phrase, such as "a whole number from 1 to 3": editors show it, and a message
ends in it ("found 'x'; expected a whole number from 1 to 3").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Generic, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from bot.core.knowledge.yaml_reader import MAX_PROBLEMS, Document, Path, Value
from bot.core.text.control_chars import shortened, written_out
from bot.errors import Problem

NEAR = 60.0
"""Least likeness (rapidfuzz ratio, 0 to 100) at which a known name is proposed for an unknown one."""

_NAME = 100  # characters of the longest name that is proposed


class Shape(BaseModel):
    """Base of all file formats: unknown keys are mistakes, values are frozen.

    `renamed` maps a key of an earlier version to what to write instead.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    renamed: ClassVar[Mapping[str, str]] = MappingProxyType({})


M = TypeVar("M", bound=Shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlEntry(Generic[M]):
    """A value that fits its model, with its place."""

    value: M
    document: Document
    path: Path

    def problem(self, path: Path, message: str) -> Problem:
        """A problem of this entry; `path` starts at the entry."""
        return self.document.problem((*self.path, *path), message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invalid:
    """A value that does not fit its model."""

    problems: tuple[Problem, ...]


def check(model: type[M], document: Document, value: Value, path: Path = ()) -> YamlEntry[M] | Invalid:
    """Check a value that stands at a path of a document."""
    try:
        return YamlEntry(value=model.model_validate(value), document=document, path=path)
    except ValidationError as error:
        problems = (_problem(model, document, path, details) for details in _direct(error))
        told = {(problem.line, problem.column) for problem in document.problems}
        return Invalid(problems=tuple(problem for problem in problems if (problem.line, problem.column) not in told))


def check_list(model: type[M], document: Document) -> tuple[tuple[YamlEntry[M], ...], tuple[Problem, ...]]:
    """Check a document that is a list of such values: those that fit, and the problems of those that do not."""
    if not isinstance(document.value, list):
        return (), (document.problem((), "Expected a list of entries, each beginning with '- '."),)
    entries: list[YamlEntry[M]] = []
    problems: list[Problem] = []
    for index, value in enumerate(document.value):
        match check(model, document, value, (index,)):
            case Invalid(problems=found):
                problems.extend(found)
            case entry:
                entries.append(entry)
        if len(problems) > MAX_PROBLEMS:
            more = document.problem((index,), f"The file has more than {MAX_PROBLEMS} problems; mend these first.")
            return tuple(entries), (*problems[:MAX_PROBLEMS], more)
    return tuple(entries), tuple(problems)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message on an unknown word: " Did you mean '…'?", or nothing where no known word is near."""
    names = [name for name in known if len(name) <= _NAME]
    best = process.extractOne(word[: 2 * _NAME], names, scorer=fuzz.ratio, score_cutoff=NEAR)
    return f" Did you mean '{written_out(best[0])}'?" if best else ""


def listed(known: Iterable[str], what: str) -> str:
    """The end of a message on an unknown word where few are known: " Known topics: …"."""
    return f" Known {what}: {', '.join(map(shortened, known))}."


def _direct(error: ValidationError) -> list[ErrorDetails]:
    """The errors without those that only follow from others: a list counts as too short where an item is wrong."""
    details = error.errors(include_url=False)
    parents = {one["loc"][:depth] for one in details for depth in range(len(one["loc"]))}
    return [one for one in details if one["type"] != "too_short" or one["loc"] not in parents]


def _problem(model: type[Shape], document: Document, path: Path, details: ErrorDetails) -> Problem:
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
    """A path as people write it, items counted from 1: `quotes[2].exact`."""
    text = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def _field_at(model: type[Shape], path: tuple[int | str, ...]) -> FieldInfo:
    """The field that a path ends in; for an item of a list, the field that holds the list."""
    names = [depth for depth, step in enumerate(path) if isinstance(step, str)]
    return _shape_at(model, path[: names[-1]]).model_fields[str(path[names[-1]])]


def _shape_at(model: type[Shape], path: tuple[int | str, ...]) -> type[Shape]:
    for step in path:
        if isinstance(step, str):
            model = _shape_in(model.model_fields[step].annotation) or model
    return model


def _shape_in(annotation: Any) -> type[Shape] | None:  # noqa: ANN401 - an annotation may be anything
    """The model inside an annotation such as `tuple[Quote, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    found = (_shape_in(argument) for argument in get_args(annotation))
    return next((shape for shape in found if shape), None)
