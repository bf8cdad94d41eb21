"""Guess who says something, and how far the source stands behind it, from the words of English news prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.core.knowledge.model import Standing

MAX_WORDS: Final = 9
"""Most words of an attribution."""

MAX_LENGTH: Final = 150
"""Most characters of an attribution."""

_STATES: Final = (
    "said|says|say|told|tells|added|adds|wrote|writes|announced|announces|acknowledged|acknowledges|warned|warns|"
    "explained|explains|confirmed|confirms|denied|denies|denounced|denounces|declared|declares|promised|promises|vowed|"
    "estimated|estimates|expects|expected|noted|notes"
)
_CLAIMS: Final = (
    "claimed|claims|claim|alleges|allege|insisted|insists|insist|argued|argues|argue|accused|accuses|accuse|"
    "dispute|disputes|disputed|doubt|doubts|doubted"
)
_VERB: Final = rf"(?:(?:has|have|had|also|then|later|[a-z]+ly)\s+)*(?P<verb>{_STATES}|{_CLAIMS})\b"
_END: Final = r"(?=\s+(?:who|that|which|and|but|in|on|at|after|before|during|as|to)\s|[,.;:!?“”\"()–—]|$)"

# In the order of trust: "according to the log, …"; "…,” said the keeper"; "the keeper said …"; "…, said the keeper".
_ACCORDING: Final = re.compile(rf"\baccording to\s+(?P<who>[^,.;:“”\"()–—]+?){_END}", re.IGNORECASE)
_SPOKE: Final = rf"\s*(?!told\b|tells\b){_VERB}\s+(?P<who>(?!that\b)[^,.;:“”\"()–—]+?){_END}"
_QUOTED: Final = re.compile(rf"[”\"]{_SPOKE}")
_INVERTED: Final = re.compile(rf",{_SPOKE}")
_DIRECT: Final = re.compile(
    rf"(?:^|[,;:“”\"()–—]\s*|\b(?:and|but|while|though|although|when|as|because|that)\s+)"
    rf"(?P<who>[^,.;:!?“”\"()–—]+?)(?:,\s(?:who|which|whose)\b[^,]*,)?\s+{_VERB}",
    re.IGNORECASE,
)
_PRONOUN: Final = re.compile(
    r"(?:i|he|she|it|they|we|who|which|that|this|these|those|one|some|many|others)", re.IGNORECASE
)
_RECORD: Final = re.compile(
    r"\b(?:data|records?|documents?|logs?|figures|reports?|registers?|footage|buoy|survey|minutes|filings?|papers|study|"
    r"satellite|measurements?|instruments?)\b",
    re.IGNORECASE,
)
_UNNAMED: Final = re.compile(r"\b(?:sources?|officials?|people familiar|unnamed|anonymous)\b", re.IGNORECASE)
_CONJUNCTION: Final = re.compile(r"^(?:and|but|while|though|although|when|as|because|that|then)\s+", re.IGNORECASE)
_DETERMINER: Final = re.compile(r"^(?:The|A|An|Its|Their|His|Her|Two|Three|Some|Several|Multiple|Other|Many)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says something, in the words of the text, and the standing that follows. `who` may be a pronoun."""

    who: str
    standing: Standing

    @property
    def named(self) -> bool:
        """Whether `who` is more than a pronoun."""
        return not _PRONOUN.fullmatch(self.who)


def find_attribution(passage: str) -> Attribution | None:
    """Return who says what is in a passage, or None if it names nobody, so that the source itself says it."""
    line = " ".join(passage.split())
    according = _ACCORDING.search(line)
    if according:
        who = _speaker(according["who"])
        return Attribution(who=who, standing=_by_kind(who, Standing.STATED)) if who else None
    found = [match for pattern in (_QUOTED, _DIRECT, _INVERTED) for match in pattern.finditer(line)]
    spoken = [(_speaker(match["who"]), match["verb"].lower()) for match in found]
    known = [Attribution(who=who, standing=_by_verb(who, verb)) for who, verb in spoken if who]
    return next((said for said in known if said.named), next(iter(known), None))


def _speaker(found: str) -> str:
    """Return the words for a speaker as inside a sentence, or "" if they are too many."""
    bare = _CONJUNCTION.sub("", found.strip(" ’'"))
    who = _DETERMINER.sub(lambda word: word.group().lower(), bare)
    words = who.split()
    # "he is leaving", as in "announced he is leaving", is not who speaks.
    is_clause = len(words) > 1 and _PRONOUN.fullmatch(words[0])
    fits = len(words) <= MAX_WORDS and len(who) <= MAX_LENGTH and any(character.isalnum() for character in who)
    return who if fits and not is_clause else ""


def _by_verb(who: str, verb: str) -> Standing:
    claimed = re.fullmatch(_CLAIMS, verb) is not None
    return Standing.CLAIMED if claimed else _by_kind(who, Standing.STATED)


def _by_kind(who: str, otherwise: Standing) -> Standing:
    if _RECORD.search(who):
        return Standing.DOCUMENTED
    return Standing.REPORTED if _UNNAMED.search(who) else otherwise
