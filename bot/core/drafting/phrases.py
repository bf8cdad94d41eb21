"""Find what a text is about: its names and its nouns with an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.names import FoundEntity
from bot.core.drafting.tokens import ProseToken, tokenize
from bot.core.drafting.verbs import NEGATED, VERB_FORMS, VerbForm, is_finite
from bot.core.text.language import NUMBERS, STOPWORDS
from bot.core.text.normalise import fold

_TIMES: Final = frozenset(
    "day days week weeks month months year years hour hours minute minutes night nights morning afternoon evening "
    "spring summer autumn winter season time times decade moment yesterday today tomorrow north south east west end "
    "way lot bit thing things one ones part number kind sort case fact percent rest need".split()
)
_ADJECTIVES_ALONE: Final = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth half quarter next last same "
    "few other such any every each never own final new old whole more most former upper lower outer inner lowest "
    "highest largest smallest biggest latest earliest longest oldest best worst".split()
)
_AFTER_NOUN: Final = (
    lexicon.PREPOSITIONS
    | lexicon.SUBORDINATORS
    | lexicon.DETERMINERS
    | NEGATED
    | (STOPWORDS - _ADJECTIVES_ALONE)
    | frozenset(
        "myself himself herself itself ourselves themselves once twice alone anyway together last next who is are was "
        "were".split()
    )
)
_OPENS: Final = frozenset("the a an its their his her our my".split())
_IDIOMS: Final = re.compile(r"\b(?:around the clock|on the ground|in the meantime|at the moment|on the whole)\b")
_ING_NOUNS: Final = frozenset(
    "building ceiling clothing crossing drawing dwelling finding flooding funding gathering greeting hearing heating "
    "housing landing lighting meeting opening painting parking planning pricing ruling screening sentencing setting "
    "shipping shooting spending testing training warning wedding wording".split()
)
_NOUNS: Final = (
    lexicon.RECORDS | lexicon.GROUPS | lexicon.PLACE_NOUNS | lexicon.THING_NOUNS | lexicon.ROLES | _ING_NOUNS
)
_NEVER_NOUNS: Final = frozenset(
    "accept accuse achieve acquire adopt agree allege allow announce appear apply appoint argue arrive ask assume "
    "attend avoid become "
    "begin believe belong bring build buy carry catch choose come compare comply confirm consider consist contain "
    "continue create decide "
    "declare defend demolish deny depend describe deserve destroy determine develop differ disagree discuss eat "
    "employ enable "
    "encourage enjoy ensure enter establish exist expect explain express fail find follow forget get give go grow "
    "happen hear identify "
    "improve include inform introduce invest invite involve join keep know learn leave let live lose maintain make "
    "mean meet occur "
    "operate oppose pay perform prefer prepare prevent produce protect prove provide publish put raise reach receive "
    "recommend reduce "
    "refuse reject rely remain remember remove replace represent require resolve respond restore retain reveal say "
    "see seek seem select "
    "sell send serve settle speak spend stand suffer suggest take teach tell tend think throw understand want warn "
    "wear win write favor "
    "favour".split()
)
_WITH_ARTICLE: Final = frozenset({"U.S.", "US", "UK", "U.K.", "UN", "U.N.", "EU"})
_LY_NOUNS: Final = frozenset(
    "ally anomaly assembly bully butterfly family fly jelly monopoly rally reply supply".split()
)
_LONGEST: Final = 4  # words of a noun phrase


def find_phrases(text: str, names: Sequence[FoundEntity], *, but: str = "") -> tuple[str, ...]:
    """Return the names and noun phrases of a text, each once, in order, without those in the words `but`."""
    found: dict[str, str] = {}
    unwanted = set(fold(but).split())
    for spelt in _phrases(text, names):
        phrase = re.sub(r"[’']s$", "", spelt)
        key = fold(re.sub(r"^(?:the|a|an|their) ", "", phrase))
        if key and not set(key.split()) <= unwanted:
            found.setdefault(key, phrase)
    return tuple(found.values())


def _phrases(text: str, names: Sequence[FoundEntity]) -> Iterator[str]:
    text = _IDIOMS.sub(lambda idiom: " " * len(idiom.group()), text)
    spans = dict(_named(text, names))
    tokens = tokenize(text)
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.start in spans:
            end, phrase = spans[token.start]
            while place < len(tokens) and tokens[place].start < end:
                place += 1
            # "the Varn zone"
            zoned = phrase.startswith("the ") and place < len(tokens) and tokens[place].small not in VERB_FORMS
            last = _noun_end(tokens, place, len(text)) if zoned else place
            yield f"{phrase} {text[tokens[place].start : tokens[last - 1].end]}" if last > place else phrase
            place = last
            continue
        nearest = min((start for start in spans if start > token.start), default=len(text))
        end = place + 1
        if token.small in _OPENS or (
            token.possessive and token.small.partition("’")[0] not in {"that", "it", "he", "she", "who"}
        ):
            end = _noun_end(tokens, place + 1, nearest)
            if end > place + 1:
                yield _with_article(token, text[tokens[place + 1].start : tokens[end - 1].end])
        elif token.word and not token.capital:
            end = _noun_end(tokens, place, nearest)
            words = tokens[place:end]
            plural = words and words[-1].small.endswith("s") and not words[-1].small.endswith("ss")
            if (
                len(words) > 1
                and plural
                and not any(_is_verbal(each) for each in words)
                and words[0].small not in NUMBERS.keys() | {"million", "billion", "thousand", "hundred"}
            ):
                yield text[words[0].start : words[-1].end]
        place = max(end, place + 1)


def _is_verbal(token: ProseToken) -> bool:
    return (token.small in VERB_FORMS and token.small not in _NOUNS) or token.small.endswith(("ing", "ed", "ly"))


def _named(text: str, names: Sequence[FoundEntity]) -> Iterator[tuple[int, tuple[int, str]]]:
    """Yield the start and the end of each name in a text, and its full form, with an article if the text has one."""
    taken: list[tuple[int, int]] = []
    spellings = sorted(
        ((spelling, name) for name in names for spelling in name.spellings), key=lambda pair: -len(pair[0])
    )
    for spelling, name in spellings:
        for found in re.finditer(rf"(?<![\w’'-])(?P<the>[Tt]he )?{re.escape(spelling)}(?![\w-])", text):
            start, end = found.span()
            inner = start + len(found["the"] or "")
            if all(end <= other or rest <= inner for other, rest in taken):
                taken.append((inner, end))
                phrase = f"the {name.name}" if found["the"] or name.name in _WITH_ARTICLE else name.name
                yield start, (end, phrase)


def _with_article(article: ProseToken, noun: str) -> str:
    noun = noun.removeprefix("own ")
    if article.small in {"my", "our"} and noun.split()[-1].lower() in lexicon.ROLES:
        return f"their {noun}"
    if article.small in _OPENS:
        return f"the {noun}"
    return f"{article.text} {noun}" if article.capital else f"the {article.text} {noun}"


def _noun_end(tokens: Sequence[ProseToken], start: int, limit: int) -> int:
    """Return where the words of a noun phrase end that begins at `start`; `start` if there is none."""
    end = start
    while end < len(tokens) and end - start < _LONGEST and tokens[end].start < limit:
        token = tokens[end]
        if token.small in _TIMES:
            return start
        if _ends_noun(tokens, start, end):
            break
        end += 1
    while end > start and (tokens[end - 1].small in _ADJECTIVES_ALONE or tokens[end - 1].small in NUMBERS):
        end -= 1
    return end if end > start and _may_be_noun(tokens[end - 1].small) else start


def _ends_noun(tokens: Sequence[ProseToken], start: int, place: int) -> bool:
    token, small = tokens[place], tokens[place].small
    if place > start and token.text in {"’", "'"} and token.start == tokens[place - 1].end:
        return not tokens[place - 1].small.endswith("s")  # "the engineers’ union"
    if not token.word or token.mark or small in _AFTER_NOUN or (small.endswith("ly") and small not in _LY_NOUNS):
        return True
    if place == start:
        return False
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    form = VERB_FORMS.get(small)
    says = form is not None and form.third and tokens[place - 1].small in lexicon.GROUPS | lexicon.RECORDS
    if says and not (after is not None and is_finite(after.small)):
        return True  # "the team suspects", but not "the log entries show"
    takes_object = after is not None and (after.small in lexicon.DETERMINERS or after.text[0] in "$£€0123456789")
    if (form is not None and takes_object) or (small.endswith(("ing", "ed")) and small not in _NOUNS):
        return True
    return (
        form is not None and small not in _NOUNS and small.rstrip("s") not in _NOUNS and _is_verb(tokens, place, form)
    )


def _is_verb(tokens: Sequence[ProseToken], place: int, form: VerbForm) -> bool:
    before = tokens[place - 1].small
    if form.past or (form.participle and not form.plain and not form.third):
        return True
    if form.third:
        return not before.endswith(("al", "ic", "ing", "ed", "ive", "ary"))
    return form.plain and (tokens[place].small in _NEVER_NOUNS or before.endswith("s"))


def _may_be_noun(small: str) -> bool:
    form = VERB_FORMS.get(small)
    return form is None or small in _NOUNS or small.rstrip("s") in _NOUNS or form.participle or not form.past
