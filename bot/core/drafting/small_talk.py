"""Recognise sentences that say too little to be facts: courtesies, quips, and what only leads to the next one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.core.drafting.contradictions import BARE_DENIAL, DENIAL
from bot.core.drafting.lexicon import GROUPS, PREPOSITIONS, RECORDS, ROLES
from bot.core.drafting.segments import NoFact
from bot.core.drafting.tokens import ProseToken, tokenize
from bot.core.drafting.verbs import is_finite
from bot.core.text.language import NUMBERS, STOPWORDS
from bot.core.text.normalise import fold, words

MIN_WORDS: Final = 4
"""Words below which a sentence says nothing by itself."""
MIN_WHOLE_WORDS: Final = 7
"""Words from which a sentence with a verb may say something outside of a transcript, without a name or a number."""
_TALK: Final = re.compile(
    r"[“\"‘]?(?:(?:oh|well|so|and|but|yes|no|okay|ok|yeah|right|sure|look|listen|now|again|um|uh),?\s+)*(?:thank(?:s|"
    r" you)\b|"
    r"good (?:morning|afternoon|evening|day|question)|hello|hi\b|welcome\b|please\b|sorry\b|excuse me|with that\b|"
    r"go ahead|"
    r"next question|last question|(?:just )?let me\b|let[’']?s\b|i[’']?(?: woul)?d (?:refer|point|direct) you|"
    r"i want to be\b|"
    r"i(?: a)?[’']?m (?:not going to|going to|happy to|glad to|sorry|ashamed|proud|grateful|"
    r"delighted|pleased|confident)|i(?:[’']ve| have)? (?:just )?(?:got |"
    r"have )?(?:an? |one |two |three |"
    r"a few |a couple of |some |several )+(?:quick |brief |short |more )?(?:items?|announcements?|things?|points?|"
    r"notes?|questions?|follow)|"
    r"(?:we|i)(?:[’']d| would) (?:love|be happy|be glad)|i (?:can[’']?t|cannot|won[’']?t|don[’']?t|"
    r"wouldn[’']?t|will not|do not|would not) "
    r"(?:speak|comment|speculate|get into|get ahead|have anything|want to|know\b|think i|answer)|i (?:think|guess|"
    r"suppose) "
    r"(?:that[’']?s|so\b|not\b)|that[’']?s (?:a |an )?(?:good|fair|great|right|it|all|not)|as i said|i understand\b|"
    r"you know\b|ask me\b|imagine\b|[\w ,]{1,60}thank you(?: both| all)?\W*$|with me\b)",
    re.IGNORECASE,
)
_CONTRACTED: Final = re.compile(r"(?:i|we|you|they|he|she|it|that|there|who)’(?:m|ve|re|s|ll|d)")
_VOCATIVE: Final = re.compile(r"^(?:(?:Mr|Ms|Mrs|Dr|Prof|Minister|Senator|Mayor)\.? )?[A-Z][\w’-]+(?: [A-Z][\w’-]+)?, ")
_HOUSEKEEPING: Final = re.compile(
    r"\b(?:let us (?:begin|start|move|turn|proceed)|we have a quorum|we(?:[’']ll| will) (?:suspend|adjourn|recess|"
    r"resume|pause|break)|come to order|you have (?:\w+ )?(?:minutes?|the floor)|if i may|"
    r"if i (?:could|can) (?:just )?add|i yield|the floor is yours|you are recogni[sz]ed|would like to see (?:that|it)|"
    r"(?:news|weather|travel|sport|headlines) (?:is|are) next|coming up\b|after the break|"
    r"(?:we have|there are) (?:\w+ )?(?:witnesses|speakers|guests)|take your questions|take (?:a few |"
    r"some )?questions|i(?:[’']ll| will) (?:turn|hand) (?:it|this|things|"
    r"you)? ?over|"
    r"if (?:they|you|anyone|anybody) ha(?:ve|s)[^.]*we[’']d|joining us today|thanks? (?:to )?(?:everyone|everybody|"
    r"you all))\b",
    re.IGNORECASE,
)
_COURTESY: Final = re.compile(
    r"\b(?:(?:would|[’']d) like to thank|(?:warmly |fully |very much )?(?:welcomes?|thanks?|congratulates?|"
    r"applauds?) "
    r"(?:the|all|everyone|everybody|our|its|their|every)\b[^,;]*\.[”\"’]?$|"
    r"(?:is|are|am) (?:proud|delighted|pleased|thrilled|grateful|"
    r"honou?red|excited)\b|deserves? (?:better|more|no less|answers|the truth)|looks? forward to)",
    re.IGNORECASE,
)
_ADDRESSED: Final = re.compile(
    r",\s*(?:members of the jury|ladies and gentlemen|your honou?r|my lord|m[’']lud|madam (?:chair|speaker|president)|"
    r"mr\.? (?:chair|speaker|president)(?:man)?|senator|minister|captain|sir|ma[’']am|folks|everyone|everybody)"
    r"(?:,|[.!?][”\"’]?$)",
    re.IGNORECASE,
)
_MOOD: Final = re.compile(
    r"[A-Z][\w.’' -]{1,40} (?:is|are|remains?|was) (?:not |less |more |so )*(?:un|dis)?"
    r"(?:impressed|s[ck]eptical|convinced|"
    r"persuaded|sold|sure|careful|cautious|moved)\."
)
_LEADING: Final = frozenset("here there their his her its this that it others some".split())
_NOBODY: Final = re.compile(
    r"(?:Nobody|No one|None|Nothing)(?: else)? (?:(?:was|were|has been) \w+(?:ed|rt|st)|died|survived)\b"
)
"""A short sentence that says much: "Nobody was killed."."""
_FEW_SPOKEN: Final = 2
"""Words of a quotation up to which it says nothing by itself, as in "“Burned lovely,” he added"."""
_STRESSED: Final = frozenset("guilty no not never nobody nothing".split())
_APOLOGISING: Final = frozenset("sorry apologise apologize apologises apologizes apologised apologized apology".split())
_SHORT_LEAD: Final = 4  # tokens
_OPENING: Final = frozenset("i we you it that this they he she there those these".split())
_VAGUE: Final = frozenset(
    "way thing things bit lot time times day days week weeks month months year years moment one long two enough "
    "matter fact".split()
)


def find_small_talk(text: str, *, in_turn: bool) -> NoFact | None:
    """Return whether a sentence says too little or may say too little; None if it says something.

    `in_turn` says that it is of a transcript.
    """
    bare = BARE_DENIAL.fullmatch(text) is not None
    if bare or _NOBODY.match(text) or DENIAL.search(text):
        return NoFact.EMPTY if bare else None
    addressed = _ADDRESSED.search(text) is not None
    text = _ADDRESSED.sub(".", text)
    spoken = in_turn or text[0] in '“"‘'
    talk = _TALK.match(_VOCATIVE.sub("", text)) or _HOUSEKEEPING.search(text)
    if len(words(text)) < MIN_WORDS or (spoken and talk):
        return NoFact.EMPTY
    if _says_something(text, spoken=in_turn, addressed=addressed) and not _is_empty(text):
        return None
    courtesy = addressed or _COURTESY.search(text) or _MOOD.fullmatch(text)
    return NoFact.LITTLE if _is_whole(text, in_turn=in_turn) and not courtesy else NoFact.EMPTY


def _is_whole(text: str, *, in_turn: bool) -> bool:
    """Return whether a sentence without a name and a number may say something: it has a verb and enough words."""
    tokens = tokenize(text)
    spelt = [token for token in tokens if token.word and (token.quoted or text[0] not in '“"‘')]
    enough = in_turn or len(spelt) >= MIN_WHOLE_WORDS
    content = any(token.small not in STOPWORDS | _VAGUE for token in spelt)
    return enough and content and tokens[0].small != "if" and has_finite(tokens)


def has_finite(tokens: Sequence[ProseToken]) -> bool:
    """Return whether a sentence has a finite verb, also a contracted one: "I’ve"."""
    return any(
        (is_finite(token.small) or _CONTRACTED.fullmatch(token.small))
        and not (place and tokens[place - 1].small in {"to", "of"})
        for place, token in enumerate(tokens)
        if token.word and not (place and token.capital)
    )


def _says_something(text: str, *, spoken: bool, addressed: bool) -> bool:
    """Return whether a sentence is more than a courtesy, a quip, an address or a line that leads to the next one."""
    if any(character.isdigit() for character in text):
        return True
    tokens = tokenize(text)
    spelt = [token for token in tokens if token.word]
    quoted = [token for token in spelt if token.quoted]
    quip = (
        text[0] in '“"‘'
        and len(quoted) <= _FEW_SPOKEN
        and not any(token.small in _STRESSED or token.capital for token in quoted[1:])
    )
    verbless = spoken and not has_finite(tokens)
    short = len(spelt) <= len("of four or five words".split()) and not (
        spoken or quoted or any(token.capital for token in spelt[2:])
    )
    mood = _MOOD.fullmatch(text) is not None
    leads = mood or (short and spelt[0].small in _LEADING)
    rhetoric = addressed and not any(token.capital for token in spelt[1:])
    return not (quip or verbless or leads or rhetoric or _COURTESY.search(text))


def _after_short_lead(words: Sequence[ProseToken], tokens: Sequence[ProseToken]) -> Sequence[ProseToken]:
    """Return words without "For some," before "that is not enough"."""
    comma = next((token.start for token in tokens[:_SHORT_LEAD] if token.text == ","), None)
    led = comma is not None and words[0].small in PREPOSITIONS
    rest = [token for token in words if token.start > comma] if led and comma is not None else []
    return rest if rest and rest[0].small in {"that", "this", "these", "those"} else words


def _is_empty(text: str) -> bool:
    """Return whether a sentence has no name, no number and nothing that it is about, as "It was a long two weeks"."""
    tokens = tokenize(text)
    spelt = [token for token in tokens if token.word]
    counted = (
        one.small in NUMBERS and other.small not in _VAGUE | STOPWORDS | {"myself"} for one, other in pairwise(spelt)
    )
    if any(token.small == "never" for token in spelt):
        return False
    if not spelt or any(character.isdigit() for character in text) or any(counted):
        return False
    quoted = [token for token in spelt if token.quoted]
    own = _after_short_lead(quoted if len(quoted) > len(spelt) / 2 else spelt, tokens)
    if any(token.small in _APOLOGISING for token in own):
        return False
    if any(token.capital and token.small not in {"i", "i’m", "i’ve", "i’ll", "i’d"} for token in own[1:]):
        return False
    first = next(
        (
            token.small.partition("’")[0]
            for token in own
            if token.small not in {"and", "but", "or", "so", "then", "well"}
        ),
        "",
    )
    nouns = [
        after.small
        for place, token in enumerate(own)
        if token.small in {"the", "a", "an", "our", "my", "his", "her", "its", "their", "no"}
        for after in own[place + 1 : place + 3]
    ]
    subject = any(noun not in STOPWORDS and noun not in _VAGUE for noun in nouns)
    content = [token for token in own if fold(token.small) not in STOPWORDS and token.small not in _VAGUE]
    if first in _OPENING:
        return not subject and len(content) < MIN_WORDS
    known = any(token.small.rstrip("s") in ROLES | GROUPS or token.small in RECORDS for token in own)
    few = len(spelt) < len("more than that is something".split()) + 1 and len(content) < len(
        "three content words".split()
    )
    return not subject and not known and few
