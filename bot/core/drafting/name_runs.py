"""Find the groups of capitalised words that may be one name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.tokens import ProseToken

CALENDAR: Final = lexicon.WEEKDAYS | lexicon.MONTHS
_PARTICLES: Final = frozenset("de van von der den della del di da bin al ibn la le du ten ter".split())
_LAWS: Final = frozenset("act bill regulation regulations code".split())
_ICE: Final = frozenset("cap sheet shelf field".split())
_LARGE: Final = frozenset(
    "department ministry office bureau committee institute center centre agency commission".split()
)
_HEADS: Final = (
    lexicon.ORGANISATION_WORDS
    | lexicon.THING_WORDS
    | frozenset(
        "port bay gulf isle house church city town county strait sea bank cape university bishop battle".split()
    )
)
_LANDFORMS: Final = frozenset(
    "plateau hills mountains peninsula archipelago highlands marshes moor fens glacier reef estuary foothills".split()
)
"""Words that belong to the name of a place in small letters too."""
_NUMBERED: Final = frozenset("No. Dock Local Pier Gate Route Highway Platform Terminal Berth Ward Lock Line".split())
COMPANY_FORMS: Final = frozenset(
    "inc corp ltd limited llc llp plc co pty gmbh ag kg sa sas sarl srl spa nv bv ab as asa oy oyj aps".split()
)


def is_proper(token: ProseToken) -> bool:
    """Return whether a word may belong to a name: it has a capital and is no day, month or pronoun."""
    small = token.bare.lower().replace("'", "’")
    return (
        token.word
        and token.capital
        and small.rstrip(".") not in CALENDAR
        and small not in {"i", "i’m", "i’ve", "i’ll", "i’d"}
    )


def _plural_possessive(token: ProseToken) -> bool:
    return token.text.endswith(("s’", "s'"))


def opens(tokens: Sequence[ProseToken], place: int) -> bool:
    """Return whether a capital proves nothing here: at the beginning of a sentence, a quotation or after a colon."""
    before = tokens[place - 1].text if place else ""
    return (
        not before
        or tokens[place - 1].mark
        or before in {"*", "·", "▪", "◦", "●", ":", "(", "—", "–", "•", "-", "…", "!", "?", "."}
    )


def spelling(tokens: Sequence[ProseToken]) -> str:
    """Return the words of a name as the text has them, without a possessive ending."""
    parts = [token.text if token.start == before.end else f" {token.text}" for before, token in pairwise(tokens[:-1])]
    last = tokens[-1].bare
    if len(tokens) == 1:
        return last
    gap = "" if tokens[-1].start == tokens[-2].end else " "
    return f"{tokens[0].text}{''.join(parts)}{gap}{last}"


def find_runs(tokens: Sequence[ProseToken]) -> Iterator[tuple[int, int]]:
    """Yield the first token and the end of each group of words that may be one name."""
    place = 0
    while place < len(tokens):
        if not is_proper(tokens[place]) and not _is_first_name(tokens, place):
            place += 1
            continue
        end = place + 1
        while end < len(tokens) and (step := _joins(tokens, place, end)):
            end += step
        yield place, end
        place = end


def _is_first_name(tokens: Sequence[ProseToken], place: int) -> bool:
    """Return whether a month's name is a person's here, as in "Jan Rowe"."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    named = tokens[place].text in {"Jan", "May", "April", "June", "August"}
    return named and following is not None and is_proper(following) and not tokens[place - 1].text[0].isdigit()


def _joins(tokens: Sequence[ProseToken], start: int, end: int) -> int:
    """Return how many tokens from `end` on belong to the name that begins at `start`."""
    last, word = tokens[end - 1], tokens[end]
    following = tokens[end + 1] if end + 1 < len(tokens) else None
    if word.text in {"’", "'"} and last.small.endswith("s") and following is not None:
        return _joins_owner(tokens, end, following)
    if last.possessive and not _plural_possessive(last):
        single = following is None or not is_proper(following)
        return int(is_proper(word) and word.small in lexicon.PLACE_WORDS | lexicon.ORGANISATION_WORDS and single)
    if word.text == "," and following is not None and _is_company_form(following):
        return 2  # "Grey Cells, Inc."
    ended = last.small.rstrip(".") in COMPANY_FORMS and last.text.endswith(".") and end - start > 1
    if is_proper(word):
        return int(not ended and (word.quoted == last.quoted or not last.quoted))
    landform = word.small in _LANDFORMS and not last.possessive and (following is None or not is_proper(following))
    if landform or (last.text in _NUMBERED and word.text.isdigit()):
        return 1  # "the Velmar plateau", "Station No. 2", "Dock 9"
    return 0 if following is None or ended else _joins_by_word(tokens, start, end)


def _is_company_form(token: ProseToken) -> bool:
    return token.capital and token.bare.lower().rstrip(".") in COMPANY_FORMS | {"local"}


def _joins_owner(tokens: Sequence[ProseToken], end: int, following: ProseToken) -> int:
    """Return how many tokens join "Drivers" to what they own: "’" in "Drivers’ Union", "’ and" where two own it."""
    if _is_shared_union(tokens, end):
        return 2
    after = {following.small, tokens[min(end + 2, len(tokens) - 1)].small}
    heads = lexicon.ORGANISATION_WORDS | lexicon.PLACE_WORDS | lexicon.THING_WORDS
    return 2 * (is_proper(following) and not after.isdisjoint(heads))


def _is_shared_union(tokens: Sequence[ProseToken], end: int) -> bool:
    """Return whether "’ and Cleaners’ Union" follows at `end`."""
    after = tokens[end + 1 : end + 5]
    return (
        len(after) == len("and Cleaners ’ Union".split())
        and after[0].small == "and"
        and is_proper(after[1])
        and after[2].text in {"’", "'"}
        and after[3].small in lexicon.ORGANISATION_WORDS
    )


def _joins_by_word(tokens: Sequence[ProseToken], start: int, end: int) -> int:
    """Return how many tokens a small word joins to a name: "of Inland Harbors" to "Bureau"."""
    word, following = tokens[end].small, tokens[end + 1]
    spelt = {tokens[place].small for place in range(start, end)}
    named = is_proper(following)
    if word == "ice":
        return 2 * (following.small in _ICE)  # "the Velmar ice cap"
    if word in _PARTICLES or word == "&":
        return 2 * named
    if (word == "of" and spelt & _HEADS and "of" not in spelt) or (
        word in {"for", "on"} and spelt & lexicon.ORGANISATION_WORDS
    ):
        the = following.small == "the" and end + 2 < len(tokens) and is_proper(tokens[end + 2])
        return 3 if the else 2 * named
    last = tokens[end - 1].small
    if word != "and" or not named or last in {"of", "for"}:
        return 0
    # "the Harbor and Inland Waters Commission" is one body, "the Varn Gazette and Lisle Council" are two.
    heads = [token.bare.lower() for token in takewhile(is_proper, tokens[end + 1 :])]
    whole = start > 0 and tokens[start - 1].small == "the" and spelt.isdisjoint(lexicon.ORGANISATION_WORDS)
    shared = whole and len(heads) > 1 and heads[-1] in lexicon.ORGANISATION_WORDS | _LAWS
    return 2 * (shared or (bool(spelt & _LARGE) and bool(spelt & {"of", "for"})))
