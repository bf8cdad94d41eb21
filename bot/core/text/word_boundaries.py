"""Find out whether a passage begins or ends inside a word or a number.

A passage that does can say the opposite of its source: "legal" is in "illegal", "5,000" in "15,000", and "5" in "-5".
Scripts that are written without spaces have no boundary to check, except between the digits of a number.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_HYPHENS: Final = "-\u2010\u2011"
_APOSTROPHES: Final = "'\u2019\u02bc\uff07"
_ZERO_WIDTH_JOINER: Final = "\u200d"
_INVISIBLE: Final = "\u00ad\u200c\u200d\u2060\ufeff"  # within words; a zero width space separates them
_IN_NUMBERS: Final = f".,:/\u00b7\u066b\u066c\u2013\u2212\uff0c\uff0e{_HYPHENS}{_APOSTROPHES}"
_SIGNS: Final = "-+\u2212\u00b1"
_CLOSING: Final = ")]}\u2019\u201d\"'"
_HAN_NUMERALS: Final = "〇零一二三四五六七八九十百千万萬億亿兆"
# Thai, Lao, Tibetan, Myanmar, Khmer, Tai, Javanese, Han, kana, bopomofo and Yi
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f\u2e80-\u2fdf\u3005-\u3007"
    "\u3021-\u303b\u3040-\u312f\u31a0-\u31ff\u3400-\u9fff\ua000-\ua4cf\ua980-\ua9ff\uaa60-\uaadf\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff]"
)
_THOUSANDS_BEFORE: Final = re.compile(r"(?<!\d)\d{1,3}$")
_THOUSANDS_AFTER: Final = re.compile(r"\d{3}(?!\d)")
_LAST_WORD: Final = re.compile(r"[^\W\d_]+$")
_ELIDED: Final = frozenset("c d dall dell j jusqu l lorsqu m nell puisqu qu quoiqu s sull t un all".split())
_LONGEST_ELIDED: Final = 8  # characters
_SHORT_PART: Final = 2  # letters of an initialism between two stops, as in "W.Va."


def whole_words(start: int, end: int, text: str) -> tuple[int, int]:
    """Widen a passage until it neither begins nor ends inside a word or a number.

    A hyphenated word is one word, because "non-lethal" is not "lethal". A possessive 's and an elided article such as
    l' may be left out.
    """
    while 0 < start < len(text) and _begins_inside(start, text):
        start -= 1
    while 0 < end < len(text) and _is_inside(end, text, begins=False):
        end += 1
    return start, end


def _begins_inside(at: int, text: str) -> bool:
    return _is_inside(at, text, begins=True) or _is_signed(at, text)


def _is_inside(at: int, text: str, *, begins: bool) -> bool:
    """Return whether an offset divides a word or number; `begins` if a passage begins there, else one ends there."""
    if _extends(text[at]) or (_ZERO_WIDTH_JOINER in text[at - 1 : at + 1] and not text[at].isspace()):
        return True
    left, right = _before(at, text), _after(at, text)
    if left < 0 or right >= len(text):
        return False
    if _join(text[left], text[right]):
        return True
    beyond = _after(right + 1, text)
    if beyond < len(text) and _is_joined(left, right, beyond, text):
        return begins or not _is_possessive(right, beyond, text)
    beyond = _before(left, text)
    if beyond >= 0 and _is_joined(beyond, left, right, text):
        return not (begins and _is_elided(beyond, left, text))
    return False


def _join(left: str, right: str) -> bool:
    """Return whether two characters next to each other belong to one word or number."""
    if _is_numeral(left) and _is_numeral(right):
        return True
    return _is_letter(left) and _is_letter(right)


def _is_joined(left: int, between: int, right: int, text: str) -> bool:
    """Return whether the characters left and right of another belong to one word or number."""
    first, joiner, last = text[left], text[between], text[right]
    if first.isdigit() and last.isdigit():
        return joiner in _IN_NUMBERS or (joiner.isspace() and _is_thousands(between, text))
    if not (_is_letter(first) and _is_letter(last)):
        return False
    return (
        joiner in _HYPHENS
        or joiner in _APOSTROPHES
        or joiner == "&"
        or (joiner == "." and _is_initial(left, right, text))
    )


def _is_thousands(space: int, text: str) -> bool:
    before, after = text[max(0, space - 4) : space], text[space + 1 : space + 5]
    return bool(_THOUSANDS_BEFORE.search(before) and _THOUSANDS_AFTER.match(after))


def _is_initial(left: int, right: int, text: str) -> bool:
    """Return whether a stop is within an initialism, such as U.S. or W.Va."""
    alone = left == 0 or not text[left - 1].isalnum()
    return alone and not text[right : right + _SHORT_PART + 1].isalpha()


def _is_possessive(apostrophe: int, letter: int, text: str) -> bool:
    ends = letter + 1 == len(text) or not text[letter + 1].isalnum()
    return text[apostrophe] in _APOSTROPHES and text[letter] in "sS" and ends


def _is_elided(last: int, apostrophe: int, text: str) -> bool:
    found = _LAST_WORD.search(text[max(0, last + 1 - _LONGEST_ELIDED) : last + 1])
    return text[apostrophe] in _APOSTROPHES and found is not None and found.group() in _ELIDED


def _is_signed(at: int, text: str) -> bool:
    """Return whether the number that begins here has a sign or a decimal point before it, as in "-5" and ".5"."""
    if not text[at].isdigit() or text[at - 1] not in f"{_SIGNS}.":
        return False
    return at == 1 or not (text[at - 2].isalnum() or text[at - 2] in f"{_SIGNS}{_CLOSING}.")


def _is_letter(character: str) -> bool:
    """Return whether it is a letter or digit that spaces separate from other words."""
    return character.isalnum() and not _UNSPACED.match(character)


def _is_numeral(character: str) -> bool:
    return character.isdigit() or character in _HAN_NUMERALS


def _extends(character: str) -> bool:
    """Return whether it is drawn on the character before it: an accent, a vowel sign, the tone of an emoji."""
    return unicodedata.category(character).startswith("M") or "\U0001f3fb" <= character <= "\U0001f3ff"


def _before(at: int, text: str) -> int:
    """Return the offset of the character before an offset, without accents and invisible characters, or -1."""
    at -= 1
    while at >= 0 and (_extends(text[at]) or text[at] in _INVISIBLE):
        at -= 1
    return at


def _after(at: int, text: str) -> int:
    """Return the offset of the character at or after an offset, without accents and invisible characters."""
    while at < len(text) and (_extends(text[at]) or text[at] in _INVISIBLE):
        at += 1
    return at
