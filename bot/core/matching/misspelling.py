"""Misspelt copies of a question, for calibration: the slips that people make when they type."""

from __future__ import annotations

import random
from typing import Final

# A slip in about every third word of four letters or more.
_SHARE: Final = 1 / 3
_SHORTEST: Final = 4
_NEIGHBOURS: Final = {
    "a": "qsz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku",
    "k": "jli", "l": "kop", "m": "nj", "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf", "s": "adw", "t": "ryg",
    "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xa",
}  # fmt: skip


def misspell(text: str, dice: random.Random) -> str:
    """The text with slips in about a third of its longer words: at least one where a word is long enough."""
    words = text.split()
    long = [place for place, word in enumerate(words) if len(word) >= _SHORTEST and word.isalpha()]
    if not long:
        return text
    for place in dice.sample(long, max(1, round(len(long) * _SHARE))):
        words[place] = _slip(words[place], dice)
    return " ".join(words)


def _slip(word: str, dice: random.Random) -> str:
    """Swap two letters, drop one, double one, or hit its neighbour on the keyboard; the first letter stays."""
    at = dice.randrange(1, len(word) - 1)
    match dice.choice(("swap", "drop", "double", "neighbour")):
        case "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case "drop":
            return word[:at] + word[at + 1 :]
        case "double":
            return word[:at] + word[at] + word[at:]
        case _:
            return word[:at] + dice.choice(_NEIGHBOURS.get(word[at].lower(), word[at])) + word[at + 1 :]
