"""Find the verbs of a passage by which somebody says something, and not nouns or participles that look like them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.speaker_phrases import STOP, may_speak
from bot.core.drafting.speech_subjects import Speech, direct_speech, inverted_speech, of_former_verb
from bot.core.drafting.tokens import ProseToken
from bot.core.drafting.verbs import BE, VERB_FORMS, VerbForm, is_finite
from bot.core.text.language import NUMBERS

_BEFORE_NOUN: Final = lexicon.DETERMINERS - {"that", "this", "those", "these"} | frozenset(
    "most many some any no all several two".split()
)
_AFTER_VERB: Final = frozenset(
    "that this these those what how both the a an he she it they we no nobody nothing there its their his her to any "
    "such out , .".split()
) | {""}  # fmt: skip
_SAYING: Final = {
    "saying": "say", "noting": "note", "adding": "add", "arguing": "argue", "warning": "warn", "claiming": "claim",
    "insisting": "insist", "explaining": "explain", "writing": "write",
}  # fmt: skip
"""Participles that go on with what the subject of the sentence says: "disagreed, noting that"."""
_NO_CLAUSE: Final = frozenset("show find give begin go hold call read".split())
_NEEDS_NOTHING: Final = frozenset("suspect welcome reply point remember".split())
_FOUND: Final = frozenset("that no evidence signs little".split())
_CLAIMABLE: Final = frozenset(
    "expenses benefits compensation damages credit responsibility victory lives asylum".split()
)
_DECIDING: Final = frozenset("dismiss reject deny".split())
_DECIDED: Final = frozenset(
    "claim claims appeal appeals case charge charges count counts suit lawsuit motion application request bid plea "
    "offence offences offense fraud theft murder manslaughter assault burglary robbery arson perjury possession "
    "conspiracy bribery stealing killing guilt breach breaches".split()
)
"""What is dismissed or admitted in court, which is no speech."""
_CLOSING: Final = lexicon.FREE_SPEECH | frozenset(
    "add write note report recall reply ask explain joke quip remark observe conclude suggest recommend continue "
    "answer respond state "
    "find show indicate complain muse wonder go testify post tweet agree estimate believe think".split()
)
"""Verbs of speech that may end a sentence: "…, the keeper wrote"."""


def find_speeches(tokens: Sequence[ProseToken]) -> Iterator[Speech]:
    """Yield the verbs by which somebody says something, each with its subject."""
    for place, token in enumerate(tokens):
        form = VERB_FORMS.get(token.small)
        if token.small in _SAYING and place and tokens[place - 1].text == "," and not token.quoted:
            shared = of_former_verb(tokens, place, place - 1, _SAYING[token.small])
            if shared is not None and _clause_follows_or_that(tokens, place):
                yield shared
            continue
        if token.capital and place and tokens[place - 1].capital:
            continue  # "the journal Ice Reports"
        if (
            token.quoted
            or form is None
            or form.base not in lexicon.FREE_SPEECH | lexicon.BOUND_SPEECH | lexicon.SHOWING
        ):
            continue
        if not (form.past or form.third or form.plain) or _is_noun(tokens, place, form):
            continue
        if form.base == "go" and (place + 1 >= len(tokens) or tokens[place + 1].small != "on"):
            continue
        tried = (direct_speech(tokens, place, form.base), inverted_speech(tokens, place, form.base))
        yield from islice((speech for speech in tried if speech is not None and _says(tokens, speech, form)), 1)


def _is_noun(tokens: Sequence[ProseToken], place: int, form: VerbForm) -> bool:
    """Return whether a form is a noun, an adjective or a participle here: "most estimates", "the expected appeal"."""
    before = tokens[place - 1].small if place else ""
    after = tokens[place + 1].small if place + 1 < len(tokens) else ""
    after_noun = BE | lexicon.PREPOSITIONS - {"as", "like", "outside", "inside", "around"}  # "Residents outside said"
    owned = before.endswith(("’s", "s’")) and form.base not in {"say", "tell"}  # "St Varn’s said"
    if before in _BEFORE_NOUN or owned or before in after_noun:
        return True
    inserted = form.base in lexicon.OBJECT_SPEECH or form.base == "read"  # "the reply, read to the court, came late"
    if form.participle and before == "," and inserted and after in lexicon.PREPOSITIONS:
        return True
    if form.base not in lexicon.NOUN_LIKE or form.past or before in lexicon.SUBJECT_PRONOUNS:
        return False
    if before.removesuffix("s") in lexicon.ROLES and before.endswith("s") and after in lexicon.PREPOSITIONS:
        return False  # "Ekholm and colleagues report in the journal"
    following = tokens[min(place + 1, len(tokens) - 1)]
    return not (after in _AFTER_VERB or following.capital or after[:1].isdigit())


def _says(tokens: Sequence[ProseToken], speech: Speech, form: VerbForm) -> bool:
    """Return whether the verb has what a verb of speech needs here."""
    base, place = speech.base, speech.place
    last = speech.who[-1].small if speech.who else ""
    subject = {token.bare.lower() for token in speech.who}
    if form.plain and not (
        last.endswith("s")
        or last in lexicon.PEOPLE | lexicon.GROUPS
        or last in {"i", "we", "they", "you"}
        or "and" in subject
        or any(word in lexicon.RECORDS and (word.endswith("s") or word == "data") for word in subject)
    ):
        return False
    record = any(word in lexicon.RECORDS for word in subject)
    after = [token.small for token in tokens[place + 1 : place + 9]]
    decides = base == "admit" or (base in _DECIDING and not subject.isdisjoint(lexicon.COURTS))
    if decides and not _DECIDED.isdisjoint(after):
        return False
    if base == "find" and (not lexicon.FINDING.isdisjoint(subject) or (after and after[0] in _FOUND)):
        return speech.closing or (may_speak(speech.who) and bool(after) and after[0] != "in")
    if base == "read" or (base in lexicon.SHOWING and record):
        return record
    if speech.closing:
        return base in _CLOSING and (may_speak(speech.who) or tokens[place - 1].mark)
    return _has_complement(tokens, place, base, human=may_speak(speech.who))


def _has_complement(tokens: Sequence[ProseToken], place: int, base: str, *, human: bool) -> bool:
    """Return whether a quotation, a clause or an object follows, as the verb needs it."""
    after = tokens[place + 1 : place + 4]
    quoting = any(token.mark and token.quoted for token in after) or (
        base not in {"begin", "go", "put", "read"} and _quotes_later(tokens, place)
    )
    clausal = bool(after) and (
        any(token.small == "that" for token in tokens[place + 1 : place + 6] if not token.quoted)
        or after[0].small in {"how", "why", "whether"}
        or after[0].text == ":"
        or _clause_follows(tokens, place)
    )
    if base == "claim":
        asked = bool(after) and after[0].small in _CLAIMABLE
        return not asked and (human or quoting or clausal)
    if base in lexicon.FREE_SPEECH:
        return human or quoting or clausal
    if base == "estimate" and human:
        return clausal or quoting or any(token.small == "at" for token in tokens[place : place + 20])
    if base == "put":
        put_it = bool(after) and after[0].small == "it"
        return human and any(put_it or token.small in {"at", "between"} for token in tokens[place : place + 12])
    if human and _wants(tokens, place, base):
        return True
    object_only = base in lexicon.OBJECT_SPEECH | _NEEDS_NOTHING
    return human and (object_only or quoting or (clausal and base not in _NO_CLAUSE))


def _wants(tokens: Sequence[ProseToken], place: int, base: str) -> bool:
    """Return whether the subject wants or expects something: "called for an inquiry", "expects the water to run"."""
    after = tokens[place + 1 : place + 12]
    if base == "call":
        led = bool(after) and after[0].small in {"for", "on"} and len(after) > 1
        timed = led and (after[1].text[0].isdigit() or after[1].small in NUMBERS)
        return led and not timed and (after[0].small == "for" or any(token.small == "to" for token in after))
    if base == "count":
        return (
            tokens[place].small != "counted" and bool(after) and after[0].text[0].isdigit()
        )  # "the agency counts 14 deaths"
    if base not in {"expect", "hope", "urge"}:
        return False
    until = next((number for number, token in enumerate(after) if token.text in STOP or token.quoted), len(after))
    return any(token.small == "to" for token in after[:until])


def _clause_follows_or_that(tokens: Sequence[ProseToken], place: int) -> bool:
    following = tokens[place + 1].small if place + 1 < len(tokens) else ""
    return following == "that" or _clause_follows(tokens, place)


def _quotes_later(tokens: Sequence[ProseToken], place: int) -> bool:
    """Return whether a quotation follows before the clause ends: "called the verdict “a misreading”"."""
    for token in tokens[place + 1 : place + 9]:
        if token.quoted:
            return True
        if token.text in STOP or is_finite(token.small):
            return False
    return False


def _clause_follows(tokens: Sequence[ProseToken], place: int) -> bool:
    """Return whether a clause without "that" follows: "added it was late"."""
    following = tokens[place + 1 : place + 12]
    if not following or not following[0].word or following[0].small in lexicon.PREPOSITIONS | {"to"}:
        return False
    for number, token in enumerate(following[1:], 1):
        if token.text in STOP or token.quoted:
            return False
        if is_finite(token.small) and following[number - 1].small not in {"to", "and"} | lexicon.DETERMINERS:
            form = VERB_FORMS.get(token.small)
            return form is None or not form.plain or number == 1 or following[number - 1].small.endswith("s")
    return False
