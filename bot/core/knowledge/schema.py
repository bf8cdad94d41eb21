"""The formats of the files in knowledge/: what curators may write, with limits."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter

from bot.core.knowledge.model import TRANSLATED, EntityKind, ExpectedOutcome, Standing
from bot.core.knowledge.paraphrases import read_paraphrase
from bot.core.knowledge.validation import Shape
from bot.core.text.normalise import visible

MAX_STATEMENT = 500  # characters; Discord shows an answer with its quotes in 4,000
MAX_PHRASINGS = 40
MAX_PARAPHRASES = 40
MAX_PARAPHRASE = 1000  # characters, with all alternatives
MAX_QUESTION = 200  # characters
MAX_QUOTES = 20
MAX_LINKS = 50  # ids of facts or topics in one list
MAX_ACKNOWLEDGED = 50
MAX_QUOTE = 1500  # characters; a longer passage proves no more than its sentences
MAX_AUTHORS = 20
MAX_DATES = 1000  # characters: a week of days with the words of the text for each
MAX_PREVIOUS = 50  # earlier texts of a source

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def _seen(text: str) -> str:
    if text and not visible(text).strip():
        raise ValueError("invisible text")
    return text


def _one_line(text: str) -> str:
    return " ".join(_seen(text).split())


def _date(value: Any) -> Any:  # noqa: ANN401 - pydantic says what is not text
    # Otherwise pydantic reads a bare number as seconds since 1970.
    if isinstance(value, str) and not _DATE.fullmatch(value):
        raise ValueError(f"'{value}'")
    return value


def _hash(value: Any) -> Any:  # noqa: ANN401 - same
    return value.strip().lower() if isinstance(value, str) else "" if value is None else value


def _paraphrase(text: str) -> str:
    read_paraphrase(text)
    return text


_Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_one_line)]
_Links = Annotated[tuple[_Id, ...], Field(max_length=MAX_LINKS)]
_Words = Annotated[_Line, StringConstraints(max_length=100)]
_Groups = tuple[Annotated[tuple[_Words, ...], Field(min_length=2)], ...]
_Title = Annotated[_Line, StringConstraints(max_length=200)]
_Note = Annotated[_Line, StringConstraints(max_length=300)]
_Question = Annotated[_Line, StringConstraints(max_length=MAX_QUESTION)]
_Paraphrase = Annotated[_Line, StringConstraints(max_length=MAX_PARAPHRASE), AfterValidator(_paraphrase)]
_Translated = Annotated[_Line, StringConstraints(max_length=MAX_STATEMENT)] | None
_Passage = Annotated[str, StringConstraints(min_length=1, max_length=MAX_QUOTE), AfterValidator(_seen)]
_Context = Annotated[str, StringConstraints(max_length=MAX_QUOTE)]
_Day = Annotated[dt.date, BeforeValidator(_date)]
# Any text is accepted here and compared with the file's hash later, as that message names the right one.
_Sha256 = Annotated[str, BeforeValidator(_hash), Field(json_schema_extra={"pattern": "^[0-9a-f]{64}$"})]

_ID = "an id of at most 60 small letters, digits and single hyphens, such as b52-flight-duration"
_EXACT = f"1 to {MAX_QUOTE:,} characters of the source, exactly as they are there"
_PREFIX = "the characters directly before the passage, where it occurs more than once"
_SUFFIX = "the characters directly after the passage, where it occurs more than once"
_QUESTION = f"the question that the statement answers, written for readers, a text of 1 to {MAX_QUESTION} characters"
_PHRASINGS = f"a list of at most {MAX_PHRASINGS} other ways to ask, each a text of 1 to {MAX_QUESTION} characters"
_PARAPHRASES = (
    f"a list of at most {MAX_PARAPHRASES} other ways to say exactly what the statement says, used to check messages, "
    f"each a text of 1 to {MAX_PARAPHRASE:,} characters; words that may stand for each other in this fact are in "
    "square brackets, with bars between them: [soldiers|troops]"
)
_STATEMENT = f"a sentence in the curator's own words, a text of 1 to {MAX_STATEMENT} characters"
_TRANSLATED = (
    f"the statement in {{language}}, for readers of the interface in that language, a text of 1 to {MAX_STATEMENT} "
    "characters; with the same numbers, dates and names"
)
_ACKNOWLEDGED = (
    f"a list of at most {MAX_ACKNOWLEDGED} mappings with text and reason: what check warns of though it is right"
)


class AcknowledgedShape(Shape):
    """Something that `check` warns of and that is right all the same."""

    text: _Note = Field(description="the words that the warning names, a text of 1 to 300 characters")
    reason: _Note = Field(description="why they are right, a text of 1 to 300 characters")


_Acknowledged = Annotated[tuple[AcknowledgedShape, ...], Field(max_length=MAX_ACKNOWLEDGED)]


class UnquotedShape(Shape):
    """A passage that no fact needs to quote."""

    exact: _Passage = Field(description=_EXACT)
    prefix: _Context = Field("", description=_PREFIX)
    suffix: _Context = Field("", description=_SUFFIX)
    reason: _Note = Field(description="why no fact quotes it, a text of 1 to 300 characters")


class PreviousShape(Shape):
    """A text of a source that a newer one replaced, because the publisher changed the document."""

    file: _Words = Field(description="the name of the earlier text's file in seeds/")
    sha256: _Sha256 = Field(description="the SHA-256 of the earlier text's file, 64 small hexadecimal digits")
    replaced: _Day = Field(description="the day on which the change was seen, such as 2025-11-29")


class SourceShape(Shape):
    """An entry of sources.yaml: a published document that is quoted."""

    id: _Id = Field(description=_ID)
    title: _Title = Field(description="the document's title, a text of 1 to 200 characters")
    publisher: _Words = Field(description="who published it, a text of 1 to 100 characters")
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=512)] = Field(
        description="an address that begins with https:// or http://, of at most 512 characters"
    )
    authors: Annotated[tuple[_Words, ...], Field(max_length=MAX_AUTHORS)] = Field(
        (), description=f"a list of at most {MAX_AUTHORS} names of authors, each a text of 1 to 100 characters"
    )
    published: _Day | None = Field(None, description="the day of publication, such as 2025-10-17")
    retrieved: _Day | None = Field(None, description="the day on which the text was copied, such as 2025-10-18")
    file: _Words = Field(description="the name of the text's file in seeds/")
    sha256: _Sha256 = Field(description="the SHA-256 of the text's file, 64 small hexadecimal digits")
    original_sha256: Annotated[str, StringConstraints(pattern=r"^(?:[0-9a-f]{64})?$")] = Field(
        "", description="the SHA-256 of the page or file that the text was taken from, 64 small hexadecimal digits"
    )
    previous: Annotated[tuple[PreviousShape, ...], Field(max_length=MAX_PREVIOUS)] = Field(
        (),
        description=f"a list of at most {MAX_PREVIOUS} earlier texts, oldest first, each with file, sha256, replaced",
    )
    dates: Annotated[_Line, StringConstraints(max_length=MAX_DATES)] = Field(
        "", description=f"how the dates were worked out from the text, at most {MAX_DATES} characters"
    )
    unquoted: tuple[UnquotedShape, ...] = Field(
        (), description="a list of passages that no fact needs to quote, each with exact and reason"
    )
    acknowledged: _Acknowledged = Field((), description=_ACKNOWLEDGED)


def translations(shape: Shape, field: str) -> Mapping[str, str]:
    """Return the translations of a field that there are, by the codes of their languages."""
    found = {language: getattr(shape, f"{field}_{language}") for language in TRANSLATED}
    return {language: text for language, text in found.items() if text is not None}


class TopicShape(Shape):
    """An entry of topics.yaml: a heading under which facts are browsed."""

    id: _Id = Field(description=_ID)
    title: _Words = Field(description="the heading that users see, a text of 1 to 100 characters")
    description: _Note = Field("", description="what the topic is about, a text of at most 300 characters")
    title_en: _Words | None = Field(None, description="the title in English, a text of 1 to 100 characters")
    title_es: _Words | None = Field(None, description="the title in Spanish, a text of 1 to 100 characters")
    description_en: _Note | None = Field(None, description="the description in English, at most 300 characters")
    description_es: _Note | None = Field(None, description="the description in Spanish, at most 300 characters")


class NameShape(Shape):
    """A person, organisation (body), place or thing, with the other names that people use for it."""

    name: _Words = Field(description="a proper name of 1 to 100 characters")
    kind: EntityKind = Field(description="one of person, body, place, thing")
    aliases: tuple[_Words, ...] = Field((), description="a list of other ways to write the name")


class TranslationShape(Shape):
    """A word of the base in other languages, so that questions in these are understood."""

    word: _Words = Field(description="a word or phrase of this base, of 1 to 100 characters")
    de: tuple[_Words, ...] = Field((), description="a list of German words and phrases that mean it")
    fr: tuple[_Words, ...] = Field((), description="a list of French words and phrases that mean it")
    pt: tuple[_Words, ...] = Field((), description="a list of Portuguese words and phrases that mean it")


class VocabularyShape(Shape):
    """The whole of vocabulary.yaml: names with their aliases, and groups of words that are the same or near."""

    renamed = MappingProxyType(
        {
            "groups": "put each group under 'same' if its words can replace each other without a change of meaning, "
            "otherwise under 'near'; only words under 'same' prove a sentence"
        }
    )

    names: tuple[NameShape, ...] = Field((), description="a list of mappings with name, kind, aliases")
    same: _Groups = Field(
        (),
        description="a list of groups, each a list of two or more words that can replace each other in any sentence "
        "of this base without a change of meaning",
    )
    near: _Groups = Field(
        (), description="a list of groups, each a list of two or more words that only help to find a fact"
    )
    translations: tuple[TranslationShape, ...] = Field((), description="a list of mappings with word, de, fr, pt")


class QuoteShape(Shape):
    """Exact words of a source."""

    source: _Id = Field(description="the id of a source in sources.yaml")
    exact: _Passage = Field(description=_EXACT)
    prefix: _Context = Field("", description=_PREFIX)
    suffix: _Context = Field("", description=_SUFFIX)


_RENAMED = MappingProxyType(
    {
        "asks": "write the question that the statement answers under 'question', "
        "and the other ways to ask under 'phrasings'"
    }
)


class RetiredShape(Shape):
    """Why a fact was withdrawn, and when."""

    on: _Day = Field(description="the day on which the fact was withdrawn, such as 2025-11-29")
    reason: _Note = Field(description="why, as readers of the fact will see it, a text of 1 to 300 characters")


class FactShape(Shape):
    """An entry of a file in facts/: one statement with its quotes."""

    renamed = _RENAMED

    id: _Id = Field(description=_ID)
    statement: Annotated[_Line, StringConstraints(max_length=MAX_STATEMENT)] = Field(description=_STATEMENT)
    topics: Annotated[tuple[_Id, ...], Field(min_length=1, max_length=MAX_LINKS)] = Field(
        description=f"a list of one or more ids of topics, at most {MAX_LINKS}"
    )
    attribution: _Title = Field(description="who says it, a text of 1 to 200 characters")
    standing: Standing = Field(description="one of documented, reported, stated, claimed, disputed")
    when: _Day | None = Field(None, description="a day such as 2025-10-15")
    importance: int = Field(2, ge=1, le=3, description="a whole number from 1 (detail) to 3 (the news itself)")
    quotes: Annotated[tuple[QuoteShape, ...], Field(min_length=1, max_length=MAX_QUOTES)] = Field(
        description=f"a list of one or more mappings with source and exact, at most {MAX_QUOTES}"
    )
    question: _Question = Field(description=_QUESTION)
    phrasings: Annotated[tuple[_Question, ...], Field(max_length=MAX_PHRASINGS)] = Field((), description=_PHRASINGS)
    paraphrases: Annotated[tuple[_Paraphrase, ...], Field(max_length=MAX_PARAPHRASES)] = Field(
        (), description=_PARAPHRASES
    )
    statement_en: _Translated = Field(None, description=_TRANSLATED.format(language="English"))
    statement_es: _Translated = Field(None, description=_TRANSLATED.format(language="Spanish"))
    related: _Links = Field((), description=f"a list of ids of facts, at most {MAX_LINKS}")
    disputes: _Links = Field((), description=f"a list of at most {MAX_LINKS} ids of the facts that this one disputes")
    acknowledged: _Acknowledged = Field((), description=_ACKNOWLEDGED)
    reworded: _Day | None = Field(
        None,
        description="the day on which only the wording was changed, which is no correction, such as 2025-11-29",
    )
    retired: RetiredShape | None = Field(
        None, description="a mapping with on and reason: the fact was withdrawn and answers nothing any more"
    )

    @property
    def translations(self) -> Mapping[str, str]:
        """The translations of the statement that there are, by the codes of their languages."""
        return translations(self, "statement")


class UnknownShape(Shape):
    """An entry of unknowns.yaml: something the sources leave open."""

    renamed = _RENAMED

    id: _Id = Field(description=_ID)
    statement: Annotated[_Line, StringConstraints(max_length=MAX_STATEMENT)] = Field(description=_STATEMENT)
    question: _Question = Field(description=_QUESTION)
    phrasings: Annotated[tuple[_Question, ...], Field(max_length=MAX_PHRASINGS)] = Field((), description=_PHRASINGS)
    nearest: _Links = Field((), description=f"a list of at most {MAX_LINKS} ids of the facts that come closest")


class GoldenShape(Shape):
    """An entry of golden.yaml: a question that tests the base, and what it has to get."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["fact"]}, {"required": ["outcome"]}]})

    question: _Question = Field(description=f"a question in people's words, a text of 1 to {MAX_QUESTION} characters")
    fact: _Id | None = Field(None, description="the id of the fact that is the answer")
    outcome: ExpectedOutcome | None = Field(
        None, description="not_in_source or abstention, where no fact is the answer"
    )


_TODO_NOTE = (
    "A comment that begins with TODO (# TODO: …) marks what is not settled yet, such as the guesses of `draft`. "
    "`check` lists each with its place, and a base with such a comment is not loaded."
)

_FORMATS: Mapping[str, tuple[TypeAdapter[Any], str]] = MappingProxyType(
    {
        "sources": (TypeAdapter(list[SourceShape]), "The published documents that facts quote"),
        "topics": (TypeAdapter(list[TopicShape]), "The headings under which facts are browsed"),
        "vocabulary": (
            TypeAdapter(VocabularyShape),
            "Names with aliases, and groups of words that are the same or near",
        ),
        "facts": (TypeAdapter(list[FactShape]), "Facts with their quotes"),
        "unknowns": (TypeAdapter(list[UnknownShape]), "Questions that the sources do not answer"),
        "golden": (TypeAdapter(list[GoldenShape]), "Questions that test the base, with what they have to get"),
    }
)


def json_schemas() -> Mapping[str, dict[str, Any]]:
    """Return the JSON Schemas by file name, for editors that complete and check while a curator writes."""
    return {f"{name}.schema.json": _published(adapter, title) for name, (adapter, title) in _FORMATS.items()}


def _published(adapter: TypeAdapter[Any], title: str) -> dict[str, Any]:
    schema = adapter.json_schema()
    about = {"title": title, "description": f"{schema.get('description', '')} {_TODO_NOTE}".lstrip()}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema | about
