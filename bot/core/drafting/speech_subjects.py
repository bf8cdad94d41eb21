"""Find whose speech a verb tells, from the words before it or after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.speaker_phrases import (
    AFTER_NAME,
    LEAD,
    STOP,
    apposition,
    is_bare_name,
    is_name,
    may_speak,
    name_after,
    noun_phrase,
    noun_phrase_end,
)
from bot.core.drafting.tokens import ProseToken
from bot.core.drafting.verbs import BE, HAVE, NEGATED, VERB_FORMS, is_finite

_ENDS: Final = frozenset({".", ",", ";", ":", "!", "?"})
_HELPERS: Final = HAVE | {"would", "will", "can", "could", "may", "might", "did", "do", "does"}
_ADVERB: Final = re.compile(
    r"(?!family|assembly|rally|supply|ally|reply|anomaly|july|fly|bully)\w+ly|also|then|later|still|even|once|again|"
    r"both|first|often|always|long|now|since|further|thus|twice"
)
_JOINING: Final = frozenset({"but", "and", "yet", "so"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A verb of speech in a passage: the place of the verb, its base, and the tokens of its subject and apposition."""

    place: int
    base: str
    who: tuple[ProseToken, ...]
    role: tuple[ProseToken, ...] = ()
    closing: bool = False


def inverted_speech(tokens: Sequence[ProseToken], place: int, base: str) -> Speech | None:
    """Return the subject after a verb that follows a quotation or a comma: "…,” said the keeper"."""
    before = tokens[place - 1] if place else None
    if before is None or not ((before.quoted and before.mark) or before.text in {",", "—", "–"}) or base == "tell":
        return None
    start = place + 1
    while start < len(tokens) and _ADVERB.fullmatch(tokens[start].small):
        start += 1
    if start >= len(tokens) or tokens[start].small in {"that", "to", "in", "on", "it"} or not tokens[start].word:
        return None
    end = noun_phrase_end(tokens, start)
    if not may_speak(tokens[start:end]) and not before.quoted:
        return None
    named = name_after(tokens, start, end)
    if named:
        return Speech(place=place, base=base, who=named, role=tuple(tokens[start:end]), closing=True)
    if any(
        is_finite(token.small) and token.small not in lexicon.ROLES | lexicon.GROUPS and not token.capital
        for token in tokens[start + 1 : end]
    ):
        return None
    return Speech(place=place, base=base, who=tuple(tokens[start:end]), role=apposition(tokens, end), closing=True)


def direct_speech(tokens: Sequence[ProseToken], place: int, base: str) -> Speech | None:
    """Return the subject before a verb: "The keeper, who was alone, said …"."""
    last = place - 1
    while (
        last >= 0
        and not tokens[last].quoted
        and (_ADVERB.fullmatch(tokens[last].small) or (tokens[last].small in _HELPERS and tokens[last].text != "May"))
    ):
        last -= 1
    if last < 0 or tokens[last].quoted or tokens[last].small in {"not", "to", *BE, *NEGATED}:
        return None
    if (
        tokens[last].small.endswith(("’m", "’re", "’s"))
        and tokens[last].small.partition("’")[0] in lexicon.SUBJECT_PRONOUNS
    ):
        return None
    if last >= 0 and tokens[last].small in {"and", "but"}:
        return of_former_verb(tokens, place, last, base)
    chunks = list(_chunks(tokens, last))
    if not chunks:
        return None
    who, role = _subject(tokens, chunks)
    if not who:
        return None
    closing = _closes(tokens, place, who)
    return Speech(place=place, base=base, who=who, role=role, closing=closing)


def _closes(tokens: Sequence[ProseToken], place: int, who: Sequence[ProseToken]) -> bool:
    """Return whether "…, X said" or "“…,” X said" ends or interrupts what is said."""
    first = next((number for number, token in enumerate(tokens) if token.start == who[0].start), 0)
    before = tokens[first - 1] if first else None
    if before is None or not (before.text == "," or (before.mark and before.quoted)):
        return False
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    said = any(is_finite(token.small) for token in tokens[:first] if not token.quoted)
    if not said and any(token.quoted for token in tokens[:first]):
        return True  # "“…,” its secretary, Colm Reddy, wrote"
    ends = after is None or after.text in _ENDS or after.small in AFTER_NAME - {"that"} or after.mark
    told = tokens[place].small in {"told", "tells", "went", "goes"} and any(
        each.text in _ENDS for each in tokens[place + 1 : place + 5]
    )
    # "Somebody, the authors conclude, built it": between two commas nothing else is needed.
    between = after is not None and after.text == "," and before.text == ","
    return (said and (ends or told)) or between


def of_former_verb(tokens: Sequence[ProseToken], place: int, last: int, base: str) -> Speech | None:
    """Return the subject that a verb shares with the one before: "The league welcomed it but said …"."""
    for former in range(last - 1, -1, -1):
        token = tokens[former]
        if token.quoted or not _is_former_verb(token, tokens[former - 1].small if former else ""):
            continue
        shared = direct_speech(tokens, former, base)
        if shared is not None and may_speak(shared.who):
            return Speech(place=place, base=base, who=shared.who, role=shared.role)
    return None


def _is_former_verb(token: ProseToken, before: str) -> bool:
    """Return whether a word may be a verb that shares its subject with a later one; "years of records" is a noun."""
    form = VERB_FORMS.get(token.small)
    if form is None:
        return token.word and not token.capital and re.fullmatch(r"[a-z]{2,}ed", token.small) is not None
    noun = before in lexicon.PREPOSITIONS or (form.past and before in lexicon.DETERMINERS)
    return (form.past or form.third) and not noun


def _chunks(tokens: Sequence[ProseToken], last: int) -> Iterator[tuple[int, int]]:
    """Yield the parts between commas before a verb, from right to left, as first token and end."""
    end = last + 1
    if tokens[last].text == ",":
        end = last
    while end > 0:
        start = end
        while start > 0 and tokens[start - 1].text not in STOP - {"(", ")"} and not tokens[start - 1].quoted:
            start -= 1
        if start < end:
            yield start, end
        if start == 0 or tokens[start - 1].text != "," or (last + 1 == end and tokens[last].text != ","):
            before = tokens[start - 1].text if start else ""
            if before != "," or not is_bare_name(tokens[start:end]):
                return
        end = start - 1


def _subject(
    tokens: Sequence[ProseToken], chunks: Sequence[tuple[int, int]]
) -> tuple[tuple[ProseToken, ...], tuple[ProseToken, ...]]:
    """Return the speaker among the parts before a verb, and the apposition."""
    phrases = [noun_phrase(tokens, start, end) for start, end in chunks]
    if len(phrases) == 1:
        return phrases[0], ()
    kept = _named_parts(tokens, chunks, phrases)
    if not kept:
        return (), ()
    names = [phrase for phrase in kept if is_name(phrase)]
    leftmost = kept[-1]
    nearest = tokens[chunks[0][0] : chunks[0][1]]
    if is_bare_name(nearest) and kept[0] == tuple(nearest) and not is_name(leftmost):
        return kept[0], leftmost if _describes(leftmost) else ()
    if names and not is_name(leftmost):
        return names[-1], leftmost if _describes(leftmost) else ()
    return leftmost, kept[-2] if len(kept) > 1 else ()


def _named_parts(
    tokens: Sequence[ProseToken], chunks: Sequence[tuple[int, int]], phrases: Sequence[tuple[ProseToken, ...]]
) -> list[tuple[ProseToken, ...]]:
    """Return the parts before a verb that may be its subject or an apposition, from right to left."""
    kept: list[tuple[ProseToken, ...]] = []
    for (first, end), phrase in zip(chunks, phrases, strict=True):
        start = next((place for place in range(first, end) if tokens[place].small not in _JOINING), first)
        if tokens[start].small == "of" and start == first:
            kept.clear()  # "Ann Grey, 47, of Quay Lane, Varn, said"
            continue
        if tokens[start].small in lexicon.PREPOSITIONS | LEAD or _is_participle(tokens, start):
            # "…, speaking on Friday, said" is within the subject; "On Friday, …" is before it.
            if kept:
                break
            continue
        if tokens[start].small in {"who", "which", "whose"} or tokens[start].text.isdigit():
            continue
        if phrase:
            kept.append(phrase)
    return kept


def _is_participle(tokens: Sequence[ProseToken], place: int) -> bool:
    """Return whether a word begins a phrase between commas: "speaking on Friday", "published Friday in Varn"."""
    small = tokens[place].small
    after = tokens[place + 1].small if place + 1 < len(tokens) else ""
    form = VERB_FORMS.get(small)
    past = (form is not None and form.participle) or small.endswith("ed")
    led = past and after in lexicon.PREPOSITIONS | lexicon.WEEKDAYS | {"last", "this", "earlier"}
    return (not tokens[place].capital or place == 0) and (small.endswith("ing") or led)


def _describes(phrase: Sequence[ProseToken]) -> bool:
    """Return whether a phrase says what a person or an organisation is."""
    return phrase[0].small in {"one", "two"} or may_speak(phrase)
