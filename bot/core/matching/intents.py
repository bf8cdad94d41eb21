"""Recognise questions that a page answers and no fact: what this is about, who somebody is, a greeting.

English and Spanish. Only a question without any further word of content is recognised: "summary of the article", but
not "summary of the decree".
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from bot.core.text.dates import DateRange, find_dates, read_date_range
from bot.core.text.normalise import same_text, words
from bot.core.text.tags import without_tags

LONGEST: Final = 100
"""Characters of a question that is looked at: asking for a page takes fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksFact:
    """A question for the ranker, as nearly all are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksOverview:
    """What the story is about, or what is new."""

    kind: ClassVar[str] = "overview"


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksWho:
    """Who somebody is. `name` is folded and may be any text."""

    kind: ClassVar[str] = "who"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksSources:
    """Where the facts come from, or a link to it."""

    kind: ClassVar[str] = "sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksDate:
    """A day, a month or a year, and nothing else."""

    kind: ClassVar[str] = "timeline"
    dates: DateRange


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksHelp:
    """A greeting, thanks, how to use the bot, or nothing that can be read: blanks, emoji, "???"."""

    kind: ClassVar[str] = "help"


AsksPage = AsksOverview | AsksWho | AsksSources | AsksDate | AsksHelp
"""A question that a page answers."""

Intent = AsksFact | AsksPage


def _phrases(*listed: str) -> frozenset[tuple[str, ...]]:
    """Return the phrases as words; a bar separates alternative words, and a hyphen stands for no word."""
    spelt = itertools.chain.from_iterable(
        itertools.product(*(place.split("|") for place in phrase.split()))
        for text in listed
        for phrase in text.split(", ")
    )
    return frozenset(tuple(word for word in each if word != "-") for each in spelt)


# Words that add nothing to what is asked for. They are dropped before a question is compared with the phrases.
_POLITE: Final = frozenset(
    """
    a all am an and any are brief briefly can complete could for full get give good have here i is it just like make me
    my now of ok okay please quick quickly see send short should show so some tell that the these this to today us want
    we well will would write you your
    ahora al aqui breve con corta corto cual cuales dame danos de del dime el en es esta estan este esto eso favor hacer
    has hasta hay haz hazme hoy la las lo los mas me muestrame necesito nos oye para pequeno podria podrias por puede
    puedes puedo quiero quisiera rapido se son sobre su sus te tener tengo tiene tienen tienes toda todo tu tus un una
    ver
    """.split()
)

# Nouns for the story itself.
_STORY: Final = frozenset(
    "article everything facts situation story text articulo hechos historia noticia situacion texto".split()
)

_GREETINGS: Final = _phrases(
    "hi|hello|hey|hiya|greetings -|there|bot|all|everyone, yo, good morning|afternoon|evening|day, how are you",
    "-|many|ok thanks -|again, thanks a lot, thanks for your|the|all|this|that -|help|answer|answers",
    "thank you -|again, thank you for your|the|all|this|that -|help|answer|answers, thanks so|very much",
    "thank you so|very much, thx, ty, cheers",
    "hola -|bot|amigo|amigos|todos, buenos dias, buenas -|tardes|noches, saludos, que tal, como estas",
    "-|muchas|mil gracias, gracias por la|tu|su ayuda|respuesta, gracias por todo",
)

_OVERVIEW: Final = _phrases(
    "-|what summary|overview|recap|rundown|gist|synopsis|highlights|takeaways, tldr, tl dr, sum up, in nutshell",
    "summarise|summarize, -|what big picture",
    "-|what main|key|important|essential|most -|important points|point|facts|news",
    "what main|key|important, about, what|know about, what know, what do need|- know, what is this|that|it -|all",
    "-|what latest -|news|update|updates|developments, -|what new|news|update|updates, far",
    "what happened|happening, what has happened|changed, what has been happening, -|what going on, what been going on",
    "what did|have miss|missed, what missed, catch|bring|fill up -|speed|date, up speed|date, caught up, fill in",
    "resumen|resumenes|resume|resumir|resumeme|resumelo|resumemelo|sintesis|panorama, resumen|vision general",
    "que es esto|eso, que va|trata|habla|cuenta|pasa|paso|sucede|sucedio|ocurre|ocurrio",
    "que ha pasado|sucedido|ocurrido",
    "que pasando|sucediendo|ocurriendo, -|que ultimo|nuevo|importante|reciente|esencial, -|que ultimas -|noticias",
    "-|que noticias|novedades, ponme dia|corriente|tanto, actualizame, puntos clave|principales|importantes",
    "que he perdido, que perdi, que debo saber, cuentame",
)

_SOURCES: Final = _phrases(
    "-|what|which source|sources|reference|references|link|links|url, -|what source|original link",
    "-|what|which source|sources do -|you use|from|information, -|what|which source|sources information|info",
    "where from, where do|does -|information|info come from, where come|information|info from",
    "where do information|info|from",
    "where read|find -|original, -|read|open original, link original|source",
    "-|que fuente|fuentes|referencia|referencias|enlace|enlaces|vinculo, que fuente|fuentes usas|usa",
    "enlace|link|vinculo -|original fuente|fuentes|noticia|original, donde sale|salen|viene|vienen|sacas -|informacion",
    "donde informacion, donde leer|leerlo|leerla|encontrar|encontrarlo -|original",
)

_HELP: Final = _phrases(
    "-|need help|instructions, commands, how does|do|- work|ask|start|use -|bot, how does|do bot work",
    "how do|- ask question|questions, what do, what ask|answer, what do ask|answer|know, who|what are you",
    "what bot, bot",
    "ayuda|ayudame|comandos|instrucciones, como funciona|funcionas|usa|uso|pregunto|preguntar|usarlo -|bot",
    "como pregunta, como hago pregunta|preguntas, que preguntar|preguntarte|responder|sabes",
    "que puedes|sabes|puedo hacer",
    "quien|que eres, que bot, -|para que sirve|sirves",
)

_LONGEST_GREETING: Final = max(map(len, _GREETINGS))

_WHO: Final = re.compile(
    r"(?:(?:hey|hi|hello|hola|so|ok|okay|and|please|oye),? )?(?:(?:do you know|can you tell me|tell me|sabes|dime) )?"
    r"(?:who(?: is| was| are|'s|s|'re)|quien(?:es)? (?:es|era|son|fue))(?: exactly)? (?P<name>.+?)"
    r"(?:,? (?:again|exactly|anyway|please|exactamente|por favor))?"
)
_ON: Final = re.compile(r"^(?:on|in|en|el) ")


def recognise(question: str, dated: Sequence[dt.date], *, month_first: bool) -> Intent:
    """Return what a question asks for.

    A date without a year is in the latest year in which one of the days `dated` fits. With `month_first`, the user
    writes 10/15/2025. Whom a question mentions is no part of it.
    """
    question = without_tags(question)
    if not any(map(str.isalnum, question)):
        return AsksHelp()
    # A single character may fold to eighteen.
    if len(question) > LONGEST or len(plain := same_text(question)) > LONGEST:
        return AsksFact()
    spelt = words(question)
    rest = _ungreeted(spelt)
    if rest != spelt and _POLITE.issuperset(rest):
        return AsksHelp()
    readings = _readings(rest)
    for phrases, intent in ((_HELP, AsksHelp()), (_SOURCES, AsksSources()), (_OVERVIEW, AsksOverview())):
        if not phrases.isdisjoint(readings):
            return intent
    named = _WHO.fullmatch(plain)
    if named is not None:
        return AsksWho(name=named["name"])
    return _date(_ON.sub("", plain), dated, month_first=month_first)


def _ungreeted(spelt: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words after all greetings in front, without those at the end."""
    for size in range(min(_LONGEST_GREETING, len(spelt)), 0, -1):
        if spelt[:size] in _GREETINGS:
            return _ungreeted(spelt[size:])
        if spelt[-size:] in _GREETINGS:
            return _ungreeted(spelt[:-size])
    return spelt


def _readings(spelt: tuple[str, ...]) -> Sequence[tuple[str, ...]]:
    """Return the words as they are, without polite words, and without those for the story itself."""
    core = tuple(word for word in spelt if word not in _POLITE)
    bare = tuple(word for word in core if word not in _STORY)
    # "The story", "what is the situation".
    return spelt, core, ("about",) if bare != core and bare in {(), ("what",), ("que",)} else bare


def _date(text: str, dated: Sequence[dt.date], *, month_first: bool) -> Intent:
    """Read a date. "set" begins the name of a month and "may" is one: without a number, only a clear name will do."""
    if any(character.isdigit() for character in text) or find_dates(text):
        found = read_date_range(text, dated, month_first=month_first)
        if isinstance(found, DateRange):
            return AsksDate(dates=found)
    return AsksFact()
