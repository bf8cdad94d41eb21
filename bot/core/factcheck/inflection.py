"""Reduce words to what all their inflected forms share, and tell which forms are verbs."""

from __future__ import annotations

import re
from typing import Final

from bot.core.factcheck import lexicon, verb_forms
from bot.core.text.normalise import stem
from bot.core.text.word_cache import cached_by_word

_DOING: Final = re.compile(r"(?:[ei]rs?|ors?|ists?)$")
_ABLE: Final = re.compile(r"[ai]bl[ey]$")
_PAST: Final = re.compile(r"[a-z]{2,}ed$")
_GERUND: Final = re.compile(r"[a-z]{2,}ing$")
_LONGEST_SHORT: Final = 5  # letters of words such as "order", whose ending is no suffix


@cached_by_word()
def root(word: str) -> str:
    """Return what the forms of a word share: "flew" and "flying" the same, "traffickers" and "trafficking" not."""
    plain = verb_forms.IRREGULAR.get(word, lexicon.TITLES.get(word, word))
    base = stem(plain)
    if len(plain) > _LONGEST_SHORT:
        if _DOING.search(plain) and not _DOING.search(base):
            return f"{base}~er"
        if _ABLE.search(plain) and not _ABLE.search(base):
            return f"{base}~able"
    return base


def is_participle(word: str) -> bool:
    """Return whether a word may be a past participle: after "was" it makes a passive."""
    if word in verb_forms.PARTICIPLES_THAT_DESCRIBE:
        return False
    return word in verb_forms.IRREGULAR_VERBS or bool(_PAST.fullmatch(word))


def is_gerund(word: str) -> bool:
    """Return whether a word is a verb's form with -ing."""
    return bool(_GERUND.fullmatch(word)) and word not in verb_forms.PARTICIPLES_THAT_DESCRIBE


def is_finite(word: str) -> bool:
    """Return whether a word may be a finite verb by its form: a past tense, or "extends"."""
    if word in verb_forms.AMBIGUOUS:
        return False
    if is_participle(word):
        return True
    if not word.endswith("s"):
        return False
    forms = [word[:-1], word[:-2] if word.endswith("es") else "", f"{word[:-3]}y" if word.endswith("ies") else ""]
    return any(form in verb_forms.VERBS for form in forms)


def is_verb(word: str) -> bool:
    """Return whether a word looks like any form of a verb but the plain one."""
    return is_finite(word) or is_gerund(word)
