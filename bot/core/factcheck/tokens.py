"""Read a sentence as tokens: words, names and phrases of the vocabulary, numbers, dates and marks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.core.factcheck import lexicon, verb_forms
from bot.core.factcheck.inflection import is_finite, root
from bot.core.factcheck.units import CURRENCIES, measure, unit_end
from bot.core.factcheck.vocabulary import NameMention, Names
from bot.core.knowledge.model import EntityKind
from bot.core.knowledge.quantities import CountedNoun, Kind, Quantity
from bot.core.knowledge.values import read_values
from bot.core.text.dates import PartialDate
from bot.core.text.normalise import words

_TOKEN: Final = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*(?:['’](?=\s))?|[,;:()—–]|(?<=\s)-(?=\s)")
_NO_NUMBER_BEFORE: Final = re.compile(r"\b(?:each|every|at|the|this|that|no|any|which|another)\s*$", re.IGNORECASE)
DEFINITE: Final = "~"
"""Begins the key of a word such as "the administration", after "the" and without an adjective."""
_PHRASE_VERB: Final = "phrased"
"""Stands for the verb of a phrase that begins with a form of "be" or "have": any word that looks like a past tense."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_THE_BEFORE: Final = re.compile(r"\b(?:the|its|their)\s+$", re.IGNORECASE)
_NOUN_AFTER: Final = re.compile(r"\s+(?!of\b|that\b|to\b|which\b|who\b|is\b|was\b|day\b|another\b|side\b)[a-z]")
_TIME_ROOTS: Final = frozenset(map(root, lexicon.TIMES)) | {
    f"{root(one)}_{root(two)}" for one in ("last", "this", "next") for two in ("week", "month", "year")
}

_SIDES: Final = frozenset({"inside", "outside", "above", "below"})
"""Prepositions that are nouns after "the"."""
_LOCAL_TIME: Final = "_".join(map(root, ("local", "time")))


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceToken:
    """A word as written, a number, a date or a mark; `word` is its folded form, empty for numbers and dates."""

    text: str
    word: str
    start: int
    end: int
    possessive: bool = False
    quantity: Quantity | None = None
    date: PartialDate | None = None
    keys: frozenset[str] = frozenset()
    name: bool = False
    entity: EntityKind | None = None

    @property
    def is_mark(self) -> bool:
        """Whether it is a mark of punctuation."""
        return self.word in {",", ";", ":", "(", ")", "-"}

    @property
    def is_content(self) -> bool:
        """Whether it must be found in the source."""
        return bool(self.quantity or self.date or self.keys)


def read_tokens(text: str, names: Names) -> list[SentenceToken]:
    """Read the tokens of a sentence, in order."""
    values = read_values(text)
    marked: dict[int, SentenceToken] = {}
    for date in values.dates:
        marked[date.start] = SentenceToken(
            text=text[date.start : date.end], word="", start=date.start, end=date.end, date=date
        )
    for quantity in values.quantities:
        first = quantity.value == 1
        if not first or (quantity.kind is not Kind.ORDINAL and _counts_one(text, quantity)):
            token = _year_before_noun(text, quantity) or _number(text, quantity)
            marked[token.start] = token
    found: list[SentenceToken] = []
    taken = 0
    spans = sorted(marked)
    for match in _TOKEN.finditer(text):
        for start in [each for each in spans if taken <= each <= match.start()]:
            found.append(marked[start])
            taken = marked[start].end
            spans.remove(start)
        inside = next((each for each in spans if match.start() < each < match.end()), None)
        if match.start() < taken or inside is not None:  # "mid-October" is the date that it has
            continue
        found += _words_of(match)
    found += [marked[start] for start in spans]
    found = [each for token in found for each in (token, *_inside(token, text))]
    found = list(_scores(found, text))
    return _named(found, names, text)


def _scores(tokens: Sequence[SentenceToken], text: str) -> Iterator[SentenceToken]:
    """Put a "to" between the numbers of "7-4"."""
    for token, following in itertools.pairwise((*tokens, None)):
        if token is None:
            return
        yield token
        between = text[token.end : following.start] if following and token.quantity and following.quantity else ""
        if between in {"-", "–"}:
            yield SentenceToken(text=between, word="to", start=token.end, end=token.end + 1)


def _number(text: str, quantity: Quantity) -> SentenceToken:
    """Return a number with its unit, and with the sign of a currency before it."""
    end = max(quantity.end, unit_end(quantity))
    begin = quantity.digits[0][0]
    if begin and text[begin - 1] in CURRENCIES:
        noun = CountedNoun(terms=frozenset({text[begin - 1]}), end=quantity.end)
        quantity = replace(quantity, nouns=(noun,), start=min(quantity.start, begin - 1))
    return SentenceToken(text=text[quantity.start : end], word="", start=quantity.start, end=end, quantity=quantity)


def _year_before_noun(text: str, quantity: Quantity) -> SentenceToken | None:
    """Return the year of "the 2021 flood"."""
    start, end = quantity.digits[0]
    if quantity.kind is not Kind.COUNT or len(quantity.digits) > 1 or not _YEAR.fullmatch(text, start, end):
        return None
    if not _THE_BEFORE.search(text[:start]) or not _NOUN_AFTER.match(text[end:]):
        return None
    date = PartialDate(year=int(text[start:end]), start=start, end=end)
    return SentenceToken(text=text[start:end], word="", start=start, end=end, date=date)


def _words_of(match: re.Match[str]) -> Iterator[SentenceToken]:
    written = match.group()
    if not written[0].isalnum():
        mark = "-" if written in "—–-" else written
        yield SentenceToken(text=written, word=mark, start=match.start(), end=match.end())
        return
    possessive = bool(re.search(r"(?:['’]s|s['’])$", written))
    folded = words(written)
    if written.lower() in {"it's", "it’s", "that's", "that’s", "there's", "there’s"} or (
        len(folded) > 1 and folded[-1] == "is"
    ):
        possessive = False
    if possessive and len(folded) == 1:
        stop = re.search(r"['’]", written)
        plain = written[: stop.start()] if stop else written
        folded = words(plain) or folded
    if "-" in written and len(folded) > 1 and "not" not in folded:
        joined = "-".join(folded)
        if joined in lexicon.HEDGES:
            folded = (joined,)
    for place, word in enumerate(folded):
        yield SentenceToken(
            text=written,
            word=word,
            start=match.start(),
            end=match.end(),
            possessive=possessive and place == len(folded) - 1,
        )


def _counts_one(text: str, quantity: Quantity) -> bool:
    """Return whether "one" is a number: not in "each one", "at one point", "one of them"."""
    start, end = quantity.digits[0]
    if text[start:end].isdecimal():
        return True
    return not _NO_NUMBER_BEFORE.search(text[:start]) and _NOUN_AFTER.match(text[end:]) is not None


def _inside(token: SentenceToken, text: str) -> Iterator[SentenceToken]:
    """Yield the words between the numbers of "20 of Venezuela's 23"."""
    if token.quantity is None or len(token.quantity.digits) < 2:  # noqa: PLR2004
        return
    (_, start), (end, _) = token.quantity.digits
    for match in _TOKEN.finditer(text, start, end):
        if match.group()[0].isupper():
            yield from _words_of(match)


def _is_function(word: str) -> bool:
    return (
        word in lexicon.BE or word in lexicon.HAVE or word in lexicon.DO or word in lexicon.NEGATORS
        or word in lexicon.DETERMINERS or word in lexicon.PRONOUNS or word in lexicon.MODALS
        or word in lexicon.PREPOSITIONS or word in lexicon.SUBORDINATORS or word in lexicon.RELATIVES
        or word in lexicon.JOINERS or word in lexicon.IGNORED or word in lexicon.POLITE or word == "that"
    )  # fmt: skip


def _named(tokens: Sequence[SentenceToken], names: Names, text: str) -> list[SentenceToken]:
    """Merge the words of each name and phrase of the vocabulary into one token, and give each word its keys."""
    found: list[SentenceToken] = []
    place = 0
    tokens = list(_with_phrases(tokens))
    spelt = [token.word for token in tokens]
    merged = names.find(spelt)
    while place < len(tokens):
        token = tokens[place]
        if place in merged:
            mention = merged[place]
            if _repeats(found, mention) and mention.end < len(tokens) and tokens[mention.end].word == ")":
                found.pop()
                place = mention.end + 1
                continue
            last = tokens[mention.end - 1]
            previous = found[-1] if found else None
            start = token.start
            if (
                mention.entity
                and previous
                and previous.keys & mention.keys
                and previous.name
                and not previous.possessive
            ):
                start = found.pop().start  # "Defense Secretary Pete Hegseth" is one person
            found.append(
                SentenceToken(
                    text=text[start : last.end],
                    word=spelt[mention.end - 1] if mention.entity else _leading(spelt[place]),
                    start=start,
                    end=last.end,
                    possessive=last.possessive,
                    keys=mention.keys,
                    name=mention.entity is not None,
                    entity=mention.entity,
                )
            )
            place = mention.end
            continue
        noun = place > 0 and tokens[place - 1].word == "the" and token.word in _SIDES
        if not noun and (token.quantity or token.date or token.is_mark or not token.word or _is_function(token.word)):
            found.append(token)
        else:
            keys = names.keys(token.word)
            capital = (
                token.text[:1].isupper() and token.word != "tv" and (place > 0 or _is_name_before_verb(tokens, keys))
            )
            found.append(replace(token, keys=keys, name=capital))
        place += 1
    return [_definite(found, place) for place in range(len(found))]


def _definite(tokens: Sequence[SentenceToken], place: int) -> SentenceToken:
    """Mark "the administration" and "the admiral", which may stand for a name with that word."""
    token = tokens[place]
    plain = token.keys and not token.name and token.quantity is None and token.date is None and " " not in token.text
    if not plain or not place or tokens[place - 1].word != "the":
        return token
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    counted = following is not None and following.is_content
    if counted and not token.possessive and following is not None and not is_finite(following.word):
        return token  # "the administration officials"
    if following is not None and following.word == "of":
        return token
    return replace(token, keys=token.keys | {f"{DEFINITE}{root(token.word)}"})


def _leading(word: str) -> str:
    """Return the word that tells what a phrase is; one such as "is in charge of" is a verb like any other."""
    return _PHRASE_VERB if word in lexicon.BE or word in lexicon.HAVE else word


def _is_name_before_verb(tokens: Sequence[SentenceToken], keys: frozenset[str]) -> bool:
    """Return whether the first word is a name: it has no article, is no plural, and a verb follows it at once."""
    word, following = tokens[0].word, tokens[1].word if len(tokens) > 1 else ""
    common = word.endswith("s") or word in verb_forms.VERBS or len(keys) > 1 or tokens[0].possessive
    return not common and (following in lexicon.MODALS or following in lexicon.BE or following in lexicon.HAVE)


def _repeats(found: Sequence[SentenceToken], mention: NameMention) -> bool:
    """Return whether a name in brackets is the short form of the one before them."""
    named = mention.entity is not None and len(found) > 1 and found[-1].word == "("
    return named and found[-2].keys == mention.keys


def _with_phrases(tokens: Sequence[SentenceToken]) -> Iterator[SentenceToken]:
    """Join "because of" and the like into one word, and drop what opens a sentence in a chat."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        size, joined = _joined_at(tokens, place)
        if joined:
            yield replace(token, word=joined, end=tokens[place + size - 1].end)
            place += size
            continue
        after = tokens[place + 1].word if place + 1 < len(tokens) else ""
        if token.word == "just" and after in {"before", "after"}:
            token = replace(token, word="shortly")
        if not (place == 0 and token.word in lexicon.OPENERS and after and after not in {",", "far"}):
            yield replace(token, word="also") if _is_also(tokens, place) else token
        place += 1


def _is_also(tokens: Sequence[SentenceToken], place: int) -> bool:
    """Return whether "too" says "also": "Labour too voted for it", "Labour did, too", but not "it is too slow"."""
    if tokens[place].word != "too":
        return False
    after = tokens[place + 1].word if place + 1 < len(tokens) else ""
    before = tokens[place - 1] if place else None
    named = before is not None and (before.text[:1].isupper() or before.word in {*lexicon.SUBJECT_PRONOUNS, ","})
    return named or not after[:1].isalnum()


def _joined_at(tokens: Sequence[SentenceToken], place: int) -> tuple[int, str]:
    """Return how many words at a place are read as one, and as which; nothing if each is a word of its own."""
    for size in (3, 2):
        spelt = " ".join(token.word for token in tokens[place : place + size])
        denied = place > 0 and tokens[place - 1].word in lexicon.NEGATORS  # "does not have to" is no "must not"
        if place + size <= len(tokens) and spelt in lexicon.JOINED and not denied:
            return size, lexicon.JOINED[spelt]
    return 0, ""


def refer(tokens: list[SentenceToken], person: str, names: Names) -> list[SentenceToken]:
    """Put a person in place of "he" or "she" at the beginning of a sentence."""
    for place, token in enumerate(tokens):
        if token.entity is EntityKind.PERSON:
            break
        if token.word in {"he", "she"}:
            meant = read_tokens(person, names)[0]
            return [*tokens[:place], replace(meant, start=token.start, end=token.end), *tokens[place + 1 :]]
    return tokens


def is_time(token: SentenceToken) -> bool:
    """Return whether a token says when or how long."""
    if token.date is not None:
        return True
    if token.quantity is not None:
        found = measure(token.quantity)
        return token.quantity.kind is Kind.TIME or (found is not None and found[0].startswith(("time", "months")))
    return not token.name and any(key.rsplit("_", 1)[-1] in _TIME_ROOTS or key == _LOCAL_TIME for key in token.keys)
