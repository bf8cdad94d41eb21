"""A guess at who says it, and at how far the source stands behind it, by the words of news prose in English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.core.knowledge.model import Standing

MOST_WORDS: Final = 9
"""Words of the longest name of a speaker that is taken over."""

LONGEST: Final = 150
"""Characters of the same."""

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

# "according to the log, …"; "…,” said the keeper"; "the keeper said …"; "…, said the keeper": the first is believed.
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
class Said:
    """Who says it, by the text's own words, and the standing that follows. `who` may be a pronoun."""

    who: str
    standing: Standing

    @property
    def named(self) -> bool:
        """Whether it is said who, and not only he, she or they."""
        return not _PRONOUN.fullmatch(self.who)


def said_in(passage: str) -> Said | None:
    """Who says what a passage tells. None where it names nobody: the source tells it itself."""
    line = " ".join(passage.split())
    according = _ACCORDING.search(line)
    if according:
        who = _speaker(according["who"])
        return Said(who=who, standing=_by_kind(who, Standing.STATED)) if who else None
    found = [match for pattern in (_QUOTED, _DIRECT, _INVERTED) for match in pattern.finditer(line)]
    spoken = [(_speaker(match["who"]), match["verb"].lower()) for match in found]
    known = [Said(who=who, standing=_by_verb(who, verb)) for who, verb in spoken if who]
    return next((said for said in known if said.named), next(iter(known), None))


def _speaker(found: str) -> str:
    """The words for a speaker as they stand inside a sentence; nothing where they are too many to be one."""
    bare = _CONJUNCTION.sub("", found.strip(" ’'"))
    who = _DETERMINER.sub(lambda word: word.group().lower(), bare)
    words = who.split()
    # "he is leaving", as in "announced he is leaving", tells of somebody, not who speaks.
    tells = len(words) > 1 and _PRONOUN.fullmatch(words[0])
    fits = len(words) <= MOST_WORDS and len(who) <= LONGEST and any(character.isalnum() for character in who)
    return who if fits and not tells else ""


def _by_verb(who: str, verb: str) -> Standing:
    claimed = re.fullmatch(_CLAIMS, verb) is not None
    return Standing.CLAIMED if claimed else _by_kind(who, Standing.STATED)


def _by_kind(who: str, otherwise: Standing) -> Standing:
    if _RECORD.search(who):
        return Standing.DOCUMENTED
    return Standing.REPORTED if _UNNAMED.search(who) else otherwise
