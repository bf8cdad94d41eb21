"""Guess what a name stands for, by votes of the words in it and next to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.name_runs import COMPANY_FORMS, is_proper
from bot.core.drafting.tokens import ProseToken
from bot.core.drafting.verbs import HAVE, VERB_FORMS
from bot.core.knowledge.model import EntityKind
from bot.core.text.zones import load_zones

ACRONYM: Final = re.compile(r"[A-Z][A-Z.&]{1,6}s?")
INITIAL: Final = re.compile(r"[A-Z]\.")
_ABBREVIATED: Final = frozenset("us u.s. usa u.s.a. uk u.k. uae".split())
SURE: Final = 2  # votes
STRONG: Final = 4
_UTILITIES: Final = frozenset("water power gas electric energy rail transit telecom".split())
"""Last words of the names of utilities, which are organisations where a name has two other words or speaks."""
SHOPS: Final = frozenset(
    "bakery bar bookshop bookstore brewery café cafe cinema clinic diner factory farm garage gym hotel inn laundry "
    "mill nursery pharmacy plant pub restaurant salon shop store supermarket".split()
)
_SHIPS: Final = frozenset("mv hms uss ss rms mt hmcs hmas".split())
_SURNAMES_TOO: Final = frozenset(
    "bank brook church cross dale east field fields ford forest garden glen green grove hall heath hill "
    "hills house hunt lake lane marsh moor mount north park peak pond rivers rock south stone vale waters west wood "
    "woods orchard ward parish castle quarry".split()
)
"""Words of places that are surnames as often."""
GIVEN_NAMES: Final = frozenset("brook cape dale drew ford forest glen heath reed rocky rose sandy vale".split())
"""Words of places that are first names too."""
_FIRMS: Final = frozenset(
    "consultants auditors lawyers solicitors architects accountants engineers publishers builders contractors brokers "
    "insurers".split()
)
"""Plurals before the name of a firm: "the auditors Grey Ash"."""
_STREETS: Final = frozenset(
    "lane road street avenue row close drive way quay square terrace crescent farm hill".split()
)
_BROADCASTERS: Final = frozenset({"radio", "tv", "channel"})
_EITHER: Final = frozenset("operator owner producer publisher supplier maker manufacturer developer contractor".split())
_PARTS: Final = frozenset("downtown central northern southern eastern western nearby neighbouring neighboring".split())
_DIRECTIONS: Final = frozenset(
    "north south east west people highlands upstream downstream outskirts coast mouth edge centre center heart".split()
)
_PUBLISHING: Final = frozenset({"publish", "published", "publishes", "writing"})
"""Verbs before "in" and the name of a journal."""
_SPEECH: Final = lexicon.FREE_SPEECH | frozenset(
    "add write recall reply ask plead resign call lead sign serve hold die testify retire marry graduate drown "
    "swallow vote".split()
)


def is_known_place(name: str) -> bool:
    """Return whether a name is that of a real city, state or country."""
    return name.lower() in _ABBREVIATED or load_zones().has_place(name)


def gender_of(words: set[str]) -> str:
    """Return "f" or "m" if the words next to a name tell it, else ""."""
    female, male = not lexicon.FEMALE.isdisjoint(words), not lexicon.MALE.isdisjoint(words)
    return "f" if female and not male else "m" if male and not female else ""


def votes_for(tokens: Sequence[ProseToken], first: int, stop: int, *, titled: bool) -> Counter[EntityKind]:
    """Return the votes that one mention gives for what it names."""
    votes: Counter[EntityKind] = Counter()
    spelt = [token.bare.lower().rstrip(".") for token in tokens[first:stop]]
    for kind, weight in (
        *_by_words(tokens[first:stop], spelt),
        *_by_words_before(tokens, first),
        *_as_address(tokens, first),
        *_by_words_after(tokens, stop),
        *_as_business(tokens, first, stop),
    ):
        votes[kind] += weight
    if len(spelt) > 1 and tokens[stop - 1].possessive and votes[EntityKind.PLACE] <= SURE:
        votes[EntityKind.PLACE] = 0  # "in Jan Rowe's house"
    if titled:
        votes[EntityKind.PERSON] += STRONG
    return votes


def _by_words(name: Sequence[ProseToken], spelt: Sequence[str]) -> Iterator[tuple[EntityKind, int]]:
    head = next((spelt[place - 1] for place in range(1, len(spelt)) if spelt[place] in {"of", "for", "on"}), spelt[-1])
    if any(INITIAL.fullmatch(token.text) for token in name[:-1]) and len(name) > 1:
        yield EntityKind.PERSON, STRONG
    if is_known_place(" ".join(token.bare for token in name)):
        yield EntityKind.PLACE, SURE if len(name) > 1 else 1
    if len(name) == 1:
        if name[0].bare.lower() in _ABBREVIATED:
            yield EntityKind.PLACE, STRONG
        elif ACRONYM.fullmatch(name[0].bare) or spelt[0] in lexicon.ORGANISATION_WORDS:
            yield EntityKind.ORGANISATION, SURE
        return
    yield from _by_head(spelt, head)


def _by_head(spelt: Sequence[str], head: str) -> Iterator[tuple[EntityKind, int]]:
    """Yield what the head of a name of several words says: "Institute" in "Institute for Polar Waters"."""
    if spelt[0] in _BROADCASTERS:
        yield EntityKind.ORGANISATION, STRONG
    if spelt[0] in _SHIPS:
        yield EntityKind.THING, STRONG
    if "&" in spelt:
        yield EntityKind.ORGANISATION, STRONG
    if head in lexicon.THING_WORDS:
        yield EntityKind.THING, STRONG - 1
    if (
        head in lexicon.ORGANISATION_WORDS | COMPANY_FORMS
        or head.endswith(("workers", "works"))
        or (head == "port" and "of" in spelt)
    ):
        yield EntityKind.ORGANISATION, STRONG
    elif any(word in lexicon.ORGANISATION_WORDS or word.endswith("workers") for word in spelt[1:]):
        yield EntityKind.ORGANISATION, 1
    if head in lexicon.PLACE_WORDS and head not in lexicon.ORGANISATION_WORDS:
        yield EntityKind.PLACE, 0 if head in _SURNAMES_TOO else STRONG - 1
    elif spelt[0] in lexicon.LEADING_PLACE_WORDS and head not in lexicon.ORGANISATION_WORDS:
        yield EntityKind.PLACE, SURE


def _as_business(tokens: Sequence[ProseToken], first: int, stop: int) -> Iterator[tuple[EntityKind, int]]:
    """Yield what "the Blue Kettle laundry" and "Varn Valley Water said" say: a business or a utility."""
    after = [token.small for token in tokens[stop : stop + 2]]
    if stop - first > 1 and after and after[0] in SHOPS and not tokens[stop - 1].possessive:
        yield EntityKind.ORGANISATION, STRONG
    form = VERB_FORMS.get(next((word for word in after if word not in HAVE), ""))
    speaks = form is not None and form.base in lexicon.FREE_SPEECH and (form.past or form.third)
    if stop - first > 1 and tokens[stop - 1].bare.lower() in _UTILITIES and (speaks or stop - first > SURE):
        yield EntityKind.ORGANISATION, STRONG + 1
    yield from _by_noun_before(tokens, first, stop)


def _is_article(token: ProseToken) -> bool:
    return token.small in lexicon.DETERMINERS


def _by_noun_before(tokens: Sequence[ProseToken], first: int, stop: int) -> Iterator[tuple[EntityKind, int]]:
    """Yield what "the ship, the Meridian Dawn, …" and "the shipping company, Nordlys Marine, …" say."""
    comma = first - 2 if first > 1 and tokens[first - 1].small == "the" else first - 1
    closed = stop < len(tokens) and tokens[stop].text in {",", ".", "("}
    if comma < 1 or tokens[comma].text != "," or not closed:
        return
    start = comma - 1
    while start > 0 and (tokens[start].word or tokens[start].text == "’") and not _is_article(tokens[start]):
        start -= 1
    # In "a spokesman for the company, Ann Grey, …" the name is the spokesman's.
    if not _is_article(tokens[start]) or (
        start and tokens[start - 1].small in {"for", "of", "at", "from", "with", "by"}
    ):
        return
    noun = tokens[comma - 1].small
    if noun in lexicon.THING_NOUNS:
        yield EntityKind.THING, STRONG
    elif noun in lexicon.COMPANY_NOUNS:
        yield EntityKind.ORGANISATION, SURE


def _by_words_before(tokens: Sequence[ProseToken], first: int) -> Iterator[tuple[EntityKind, int]]:
    if first == 0:
        return
    if tokens[first - 1].small in {"the", "a", "an"}:
        yield from _by_words_before_article(tokens, first)
        return
    before = tokens[first - 1].small.rstrip(".")
    earlier = tokens[first - 2].small if first > 1 else ""
    form = VERB_FORMS.get(before)
    if before in lexicon.LONE_TITLES:
        yield EntityKind.PERSON, STRONG
    elif before in _FIRMS and (first == 0 or not _and_follows(tokens, first)):
        yield EntityKind.ORGANISATION, STRONG
    elif before in lexicon.ROLES or (before == "," and earlier in lexicon.ROLES):
        yield (EntityKind.ORGANISATION, SURE) if _EITHER & {before, earlier} else (EntityKind.PERSON, STRONG - 1)
    elif before in lexicon.THING_NOUNS:
        yield EntityKind.THING, STRONG
    elif before in lexicon.PLACE_NOUNS | _PARTS or (before == "of" and earlier in lexicon.PLACE_NOUNS):
        yield EntityKind.PLACE, STRONG
    elif before in lexicon.COMPANY_NOUNS:
        yield EntityKind.ORGANISATION, SURE
    elif form is not None and form.base in lexicon.FREE_SPEECH:
        yield EntityKind.PERSON, SURE
    yield from _by_preposition(tokens, first)


def _and_follows(tokens: Sequence[ProseToken], first: int) -> bool:
    """Return whether "and" stands behind a name, so that several are named: "the auditors Ann Grey and Tom Ash"."""
    end = first
    while end < len(tokens) and is_proper(tokens[end]):
        end += 1
    return end < len(tokens) and tokens[end].small == "and"


def _by_preposition(tokens: Sequence[ProseToken], first: int) -> Iterator[tuple[EntityKind, int]]:
    """Yield what "in Varn", "the mayor of Varn" and "published last week in Polar Letters" say."""
    before = tokens[first - 1].small
    if before == "in" and any(token.small in _PUBLISHING for token in tokens[max(0, first - 6) : first - 1]):
        yield EntityKind.THING, SURE + 1
        return
    if before == "," and _is_in_address(tokens, first):
        yield EntityKind.PLACE, SURE
    lead = _listed_after(tokens, first - 1)
    earlier = tokens[first - 2].small if first > 1 else ""
    if lead in lexicon.PLACE_PREPOSITIONS or (before == "of" and earlier in lexicon.ROLES | _DIRECTIONS):
        yield EntityKind.PLACE, SURE if lead in lexicon.SURE_PLACE_PREPOSITIONS else 1


def _is_in_address(tokens: Sequence[ProseToken], first: int) -> bool:
    """Return whether a name between commas comes after a place: "at Quay Lane, Varn, said"."""
    end = first
    while end < len(tokens) and is_proper(tokens[end]):
        end += 1
    closed = end < len(tokens) and tokens[end].text in {",", "."}
    street = tokens[first - 2] if first > 1 else None
    return closed and end == first + 1 and street is not None and street.capital and street.small in _STREETS


def _as_address(tokens: Sequence[ProseToken], first: int) -> Iterator[tuple[EntityKind, int]]:
    """Yield what "Ann Grey, 47, of Quay Lane, Varn" says: where somebody lives."""
    start = first
    while start > 1 and (tokens[start - 1].text == "," or is_proper(tokens[start - 1])):
        start -= 1
    led = [token.text for token in tokens[max(0, start - 3) : start]]
    if len(led) > SURE and led[1:] == [",", "of"] and (led[0].isdigit() or led[0][0].isupper()):
        yield EntityKind.PLACE, STRONG if led[0].isdigit() else SURE


def _by_words_before_article(tokens: Sequence[ProseToken], first: int) -> Iterator[tuple[EntityKind, int]]:
    """Yield what "a Varn firm" and "the coast of the Varn" say."""
    if first + 1 < len(tokens) and tokens[first + 1].small in lexicon.GROUPS:
        yield EntityKind.PLACE, 1
    single = first + 1 == len(tokens) or not is_proper(tokens[first + 1])
    if single and first > 1 and tokens[first - 2].small in lexicon.SURE_PLACE_PREPOSITIONS:
        yield EntityKind.PLACE, 1
    if (
        first > len("of the".split())
        and tokens[first - 2].small == "of"
        and tokens[first - 3].small in lexicon.PLACE_NOUNS | _DIRECTIONS
    ):
        yield EntityKind.PLACE, STRONG


def _listed_after(tokens: Sequence[ProseToken], place: int) -> str:
    """Return the word before a list of names, such as "at" in "at Varn, Ostrand and"."""
    if tokens[place].text == "," and not _goes_on(tokens, place):
        return ","
    while place > 0 and (tokens[place].text == "," or tokens[place].small in {"and", "or"} or is_proper(tokens[place])):
        place -= 1
    return tokens[place].small


def _goes_on(tokens: Sequence[ProseToken], comma: int) -> bool:
    """Return whether a list goes on after the name behind a comma, as "Varn" in "at Lisle, Varn and Ostrand"."""
    end = comma + 1
    while end < len(tokens) and is_proper(tokens[end]):
        end += 1
    return end + 1 < len(tokens) and tokens[end].small in {",", "and", "or"} and is_proper(tokens[end + 1])


def _by_words_after(tokens: Sequence[ProseToken], stop: int) -> Iterator[tuple[EntityKind, int]]:
    after = [token.small for token in tokens[stop : stop + 12]]
    if not after:
        return
    verb = next((word for word in after if word not in HAVE and not word.endswith("ly")), "")
    form = VERB_FORMS.get(verb)
    if form is not None and form.base in _SPEECH and (form.past or form.third):
        yield EntityKind.PERSON, 1
    if after[0] != "," or len(after) < len(", a b".split()):
        return
    own = tokens[max(0, stop - 6) : stop]
    organised = any(token.small in lexicon.ORGANISATION_WORDS for token in own)
    if (after[1] in {"who", "whose"} and not organised) or (
        after[1].isdigit() and len(after[1]) <= len("99") and after[2] in {",", "."}
    ):
        yield EntityKind.PERSON, STRONG
    else:
        yield from _by_apposition(tokens, stop + 1)


def _by_apposition(tokens: Sequence[ProseToken], start: int) -> Iterator[tuple[EntityKind, int]]:
    """Yield what the noun of an apposition says: "Ann Grey, a ferry captain from Varn, …"."""
    first = tokens[start]
    led = first.small in lexicon.DETERMINERS or first.possessive or first.small in lexicon.ROLES
    if not led:
        return
    head = ""
    for token in tokens[start : start + 9]:
        if not token.word or token.small in lexicon.PREPOSITIONS | lexicon.SUBORDINATORS | {"and"}:
            break
        head = token.small
    if head in _EITHER:
        yield EntityKind.ORGANISATION, SURE
    elif head in lexicon.ROLES:
        yield EntityKind.PERSON, STRONG
    elif head in lexicon.THING_NOUNS:
        yield EntityKind.THING, STRONG
    elif head in lexicon.PLACE_NOUNS:
        yield EntityKind.PLACE, STRONG - 1
    elif head in lexicon.COMPANY_NOUNS:
        yield EntityKind.ORGANISATION, STRONG
