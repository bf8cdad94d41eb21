"""Decide how far a source stands behind what it says: the standing of a segment that nobody contradicts.

- documented: a record says it, or somebody reads from one;
- reported: the publisher says it, or somebody who wants no name; in a press release, what others did;
- stated: somebody says it by name, or a press release says it about its publisher;
- claimed: an accusation, a finding that may be wrong, or what a party says about others.

What is disputed is in `contradictions`, as it takes two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.clauses import read_clause
from bot.core.drafting.implied import is_heard
from bot.core.drafting.tokens import ProseToken, tokenize
from bot.core.knowledge.model import Standing

_PARTICIPLE: Final = re.compile(r"\w{2}ed$|^(?:shown|read|written|drawn|seen|given|kept|made|held|sent)$")
_UNNAMED: Final = re.compile(
    r"\b(?:sources?|(?:\w+ )?officials?|(?:people|persons?) (?:familiar|briefed|close|with (?:direct )?knowledge)|"
    r"unnamed|anonymous|anonymity|"
    r"not to be (?:named|identified)|not authori[sz]ed|on (?:the )?condition|declined to be (?:named|identified))\b",
    re.IGNORECASE,
)
_ALLEGED: Final = re.compile(
    r"\b(?:alleged(?:ly)?|suspected|reportedly|purported(?:ly)?|(?:is|are) said to|if so)\b", re.IGNORECASE
)
_STEP: Final = re.compile(
    r"\b(?:pleaded|was|were|been) (?:not )?(?:guilty|sentenced|convicted|acquitted|jailed|arrested)\b"
)
_HEDGING: Final = frozenset("suggest warn predict".split())
"""Verbs of records that prove nothing yet."""
_SHOWN: Final = re.compile(
    r"\b(?:records?|data|documents?|logs?|figures|footage|recordings?|gauges?|registers?|minutes|counts|readings?|"
    r"measurements?|exhibit \w+|files|books|ledgers?) (?:of [\w ]+ )?"
    r"(?:show|shows|showed|indicate|indicates|read|reads|put|puts|list|lists|is an?|says?)\b|"
    r"\b(?:note|letter|certificate|receipt|e-?mail|report) (?:gives|names|lists|shows|puts)\b|"
    r"\b(?:gauge|meter|sensor|thermometer|scale|instrument)\b.{1,40}\b(?:reads?|shows?|showed|measured|recorded)\b|"
    r"^[“\"]?it (?:is|was) dated\b|\bread (?:out )?from the (?:record|log|letter|report|file)\b",
    re.IGNORECASE,
)
_OWN_VOICE: Final = re.compile(r"\b(?:we|our|we[’'](?:re|ve|ll))\b", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[“\"][^”\"]*[”\"]?")
_OTHERS: Final = frozenset(
    "court tribunal judge jury panel parliament legislature senate congress law statute act limit regulation suit "
    "lawsuit estimates analysts regulator governor minister ministry president government police prosecutor "
    "prosecutors inspectorate ombudsman auditor".split()
)
"""Nouns for those whose acts a press release only reports."""
_KEPT: Final = 6  # letters that "minister" and "ministry" share

_OWN_DIRECT: Final = frozenset("i we our my us i’m we’re i’ve we’ve i’ll we’ll i’d we’d".split())
_OWN: Final = _OWN_DIRECT | frozenset("he she it they his her its their".split())


def of_publisher(
    text: str, publisher: str, *, issued: bool, titled: frozenset[str] = frozenset(), others: Sequence[str] = ()
) -> Standing:
    """Return the standing of what nobody but the publisher says; `issued` says that it is a press release.

    `titled` has the words in small letters by which the text calls those who hold an office elsewhere, `others` the
    names of other organisations.
    """
    if _SHOWN.search(text):
        return Standing.DOCUMENTED
    if is_heard(text) or (_ALLEGED.search(text) and "pending" not in text):
        return Standing.CLAIMED
    # "We will open a second hub": the publisher speaks of itself.
    own = _OWN_VOICE.search(_QUOTED.sub("", text)) is not None
    return (
        Standing.STATED
        if own or (issued and not (_is_about_others(text, publisher, titled) or _begins_with(text, others)))
        else Standing.REPORTED
    )


def _is_about_others(text: str, publisher: str, titled: frozenset[str]) -> bool:
    """Return whether the subject of a sentence is a court, a law or somebody named who is not the publisher."""
    own = next((word.lower() for word in publisher.split() if word.lower() != "the"), "")
    tokens = tokenize(text)
    clause = read_clause(tokens)
    heads = [token for token in (clause.subject if clause else tokens) if token.word]
    until = next((place for place, token in enumerate(heads) if place and token.small in lexicon.PREPOSITIONS), None)
    words = {token.bare.lower().rstrip(".") for token in heads[:until]}
    # The minister belongs to a ministry that is the publisher.
    belongs = any(word == own or word[:_KEPT] == own[:_KEPT] != own for word in words)
    return not belongs and not words.isdisjoint(_OTHERS | titled)


def _begins_with(text: str, names: Sequence[str]) -> bool:
    bare = text.removeprefix("The ")
    return any(re.match(rf"{re.escape(name)}(?![\w’'-])", bare) for name in names)


def of_speaker(who: str, role: str, tokens: Sequence[ProseToken], *, direct: bool = False, verb: str = "") -> Standing:
    """Return the standing of what somebody says with a verb of speech, or "" where it is in their turn.

    `direct` says that the tokens are their own words, with or without quotation marks.
    """
    spelt = " ".join(token.text for token in tokens)
    if verb == "count":
        return Standing.DOCUMENTED
    by_kind = of_kind(who, f"{spelt} {role}", verb=verb)
    if by_kind is not None:
        return by_kind
    if direct and _SHOWN.search(spelt):
        return Standing.DOCUMENTED
    if not who[:1].isupper() and _STEP.search(spelt):
        return Standing.REPORTED  # "He pleaded guilty, prosecutors said"
    claims = verb in lexicon.CLAIMING | {"dispute"} or _is_claim(who, role, tokens, direct=direct)
    return Standing.CLAIMED if claims else Standing.STATED


def of_kind(who: str, line: str, *, verb: str = "") -> Standing | None:
    """Return the standing of what a record or somebody without a name says; None for everybody else."""
    spelt = who.lower().replace("’s", "").replace("'s", "").split()
    # "a study commissioned by the county" is a study, "the published accounts" are accounts.
    ends = (
        place
        for place, word in enumerate(spelt)
        if place
        and (
            word in lexicon.PREPOSITIONS | {"that", "which", "who"}
            or (_PARTICIPLE.search(word) and spelt[place - 1] not in lexicon.DETERMINERS)
        )
    )
    heads = spelt[: next(ends, len(spelt))]
    if any(word in lexicon.ACCUSING for word in heads):
        return Standing.CLAIMED
    if any(word in lexicon.RECORDS or word.removesuffix("s") in lexicon.RECORDS for word in heads[-1:]) or any(
        word in lexicon.RECORDS for word in heads if word.endswith("s")
    ):
        return Standing.CLAIMED if verb in _HEDGING else Standing.DOCUMENTED
    if _UNNAMED.search(who) or re.search(r"\bnot to be (?:named|identified)|\banonym|on condition that", line):
        return Standing.REPORTED
    return None


def _is_claim(who: str, role: str, tokens: Sequence[ProseToken], *, direct: bool = False) -> bool:
    """Return whether an account is about others or doubtful, and so is a claim."""
    spoken = [token.small for token in tokens if token.text != "May"]
    if not lexicon.HEDGES.isdisjoint(spoken):
        return True
    quoted = direct or any(token.quoted for token in tokens)
    own = _OWN_DIRECT & set(spoken) if quoted else _OWN & set(spoken)
    party = not lexicon.PARTISAN.isdisjoint(f"{who} {role}".lower().split())
    return party and not own
