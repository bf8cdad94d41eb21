"""Find what went wrong when a text was copied or saved: a wrong encoding, stray characters, HTML, lost paragraphs.

Also tells a text in a language in which no facts can be drafted.

The rules are few and certain rather than complete: each finds what no sound text has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.entities import html5
from typing import Final

from bot.core.text.control_chars import character_name, stray_characters
from bot.core.text.foreign_words import Language, language_shares
from bot.core.text.normalise import fold
from bot.core.text.sentences import Paragraph, paragraphs

# The characters that the bytes 0x80 to 0xBF of UTF-8 become when they are read as Windows-1252 or ISO 8859-1.
_AS_WESTERN: Final = bytes(range(0x80, 0xC0)).decode("cp1252", errors="ignore")
_REST: Final = f"[{re.escape(_AS_WESTERN)}\x80-\x9f]"
_WRONG_ENCODING: Final = re.compile(
    "|".join(
        (
            f"(?:[Â-ß]{_REST}){{2,}}",  # é, я or א twice: two bytes each
            f"(?:[à-ï]{_REST}{{2}}){{2,}}",  # 日本: three bytes each
            f"â(?:€{_REST}?|[„‚†‡ˆ‰]{_REST})",  # ’ “ — … € ™
            f"ðŸ{_REST}*",  # an emoji
            "ï»¿|ï¿½",  # U+FEFF, U+FFFD
            f"[ÂÃ](?![”’…–—»›\xa0]){_REST}",  # é
            rf"(?<![^\W\d_a-zà-ÿ])[ÂÃ]{_REST}",  # Ô or a no-break space, but not “IRMÔ in a headline
            f"(?<=[a-zà-ÿ])[Ä-Þ]{_REST}",  # ę within a word
            f"[ÄÅ]{_REST}(?=[a-z])",  # š before one
            "‚Ä[¶îìùúôò]|(?<=[a-z])[ÕÔ](?=(?:s|t|re|ve|ll|d|m)\\b)",  # UTF-8 and Mac OS Roman, as each other
            "ΓÇ[óôöÖ£¥ª]",  # UTF-8 as code page 437
            "вЂ[™њќ”“¦]",  # UTF-8 as Windows-1251
            r"(?<=[a-z])\?(?=(?:s|t|re|ve|ll)\b(?!=))",  # an apostrophe as ASCII
        )
    )
)
_TAGS: Final = (
    "a|article|b|blockquote|body|br|div|em|figure|font|footer|h[1-6]|head|header|hr|html|i|iframe|img|li|main|meta|nav|ol|"
    "p|script|section|small|span|strong|style|sub|sup|table|td|th|title|tr|u|ul"
)
_HTML: Final = re.compile(
    rf"<!--|<!DOCTYPE|</?(?:{_TAGS})(?=[\s/>])[^<>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z0-9]+);", re.IGNORECASE
)
_STOPS: Final = tuple(".!?…:")
_CLOSERS: Final = "”’\"')]»"
_LEAST_LINES: Final = 3  # of a paragraph whose lines may be paragraphs because each ends like a sentence
_MANY_LINES: Final = 6  # of one whose lines may be paragraphs because most of them do, and the others are headings
_MOST_LINES: Final = 0.75
_LONGEST_LINE: Final = 4_000  # characters; a long paragraph of a newspaper has 1,500

_LEAST_LETTERS: Final = 300  # from which a text's language can be told
# Share of words, 0 to 1, that are among the commonest of English or Spanish. News in these has 0.33 and more; Italian,
# the nearest of the others, has 0.14.
_LEAST_COMMON: Final = 0.2
_LANGUAGES: Final = {Language.GERMAN: "German", Language.FRENCH: "French", Language.PORTUGUESE: "Portuguese"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFault:
    """Something wrong with a text: where it is first, how often it occurs, what was found, and what to do about it."""

    offset: int
    times: int
    found: str
    message: str


def find_faults(text: str) -> tuple[TextFault, ...]:
    """Return the faults of a text in the order of their first places, each only once."""
    faults: dict[str, TextFault] = {}
    for offset, found, message in _found(text):
        first = faults.get(found)
        faults[found] = TextFault(
            offset=first.offset if first else offset,
            times=first.times + 1 if first else 1,
            found=found,
            message=message,
        )
    return tuple(sorted(faults.values(), key=lambda fault: fault.offset))


def _found(text: str) -> Iterator[tuple[int, str, str]]:
    for match in _WRONG_ENCODING.finditer(text):
        yield (
            match.start(),
            match.group(),
            f"was read in a wrong encoding{_meant(match.group())}; copy the text again as UTF-8",
        )
    for place in _places("\ufffd", text):
        yield place, character_name("\ufffd"), "is in the place of a character that was lost; copy the text again"
    for match in stray_characters(text):
        yield match.start(), character_name(match.group()), "is invisible and does not belong in a text; remove it"
    for match in _HTML.finditer(text):
        if not match.group().startswith("&") or _is_entity(match.group()):
            yield match.start(), _tag(match.group()), "is HTML, which readers see as it is; keep only its text"
    yield from _lost_paragraphs(text)
    yield from _foreign(text)


def _meant(found: str) -> str:
    """Return what a passage in a wrong encoding probably was, if that can be determined."""
    try:
        return f"; it was probably '{found.encode('cp1252').decode('utf-8')}'"
    except UnicodeError:
        return ""


def _places(character: str, text: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(re.escape(character), text))


def _is_entity(found: str) -> bool:
    return found[1] == "#" or found[1:] in html5


def _tag(found: str) -> str:
    """Return a tag without its attributes."""
    return re.sub(r"^(</?\w+)[^>]*>$", r"\1>", found)


def _lost_paragraphs(text: str) -> Iterator[tuple[int, str, str]]:
    """Find paragraphs with single line ends between them, which are read as one paragraph."""
    blocks = paragraphs(text)
    for block in blocks:
        lines = text[block.start : block.end].split("\n")
        longest = max(map(len, lines))
        if len(lines) > 1 and (len(blocks) == 1 or _are_paragraphs(lines)):
            fix = "if these are paragraphs, put a blank line between them"
            yield block.start, _named(block, blocks), f"has {len(lines)} lines; {fix}"
        elif longest > _LONGEST_LINE:
            fix = "put a blank line between its paragraphs"
            yield block.start, _named(block, blocks), f"has {longest:,} characters in one line; {fix}"


def _are_paragraphs(lines: Sequence[str]) -> bool:
    """Return whether the lines of a block are probably paragraphs: each ends like a sentence, or most of many do."""
    ended = sum(map(_is_ended, lines))
    if len(lines) >= _MANY_LINES:
        return ended >= _MOST_LINES * len(lines)
    return len(lines) >= _LEAST_LINES and ended == len(lines)


def _foreign(text: str) -> Iterator[tuple[int, str, str]]:
    """Find a text that is neither English nor Spanish by its commonest words."""
    folded = fold(text)
    if sum(map(str.isalpha, folded)) < _LEAST_LETTERS:
        return
    shares, words = language_shares(folded), len(folded.split())
    if shares[None] >= _LEAST_COMMON * words:
        return
    most = max(_LANGUAGES, key=lambda language: shares[language])
    named = _LANGUAGES[most] if shares[most] >= _LEAST_COMMON * words else "neither English nor Spanish"
    yield 0, "the language", f"seems to be {named}; speakers and dates are recognised in English and Spanish only"


def _is_ended(line: str) -> bool:
    return line.rstrip().rstrip(_CLOSERS).endswith(_STOPS)


def _named(block: Paragraph, blocks: tuple[Paragraph, ...]) -> str:
    return "the only paragraph" if len(blocks) == 1 else f"paragraph {block.number}"
