"""Guess who says something, and how far the source stands behind it, from the words of English news prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.standing import of_speaker
from bot.core.drafting.tokens import ProseToken, tokenize
from bot.core.drafting.verbs import BE, HAVE, MODALS, NEGATED, VERB_FORMS, VerbForm, is_finite
from bot.core.knowledge.model import Standing
from bot.core.text.language import NUMBERS, STOPWORDS

MAX_WORDS: Final = 12
"""Most words of an attribution."""

MAX_LENGTH: Final = 150
"""Most characters of an attribution."""

_PRONOUN: Final = re.compile(
    r"(?:(?:i|we)(?:[’'](?:m|ve|re|ll|d))?|he|she|it|they|we|you|who|which|that|this|these|those|one|some|many|"
    r"others|both|all)",
    re.IGNORECASE,
)
_NO_NAMES: Final = STOPWORDS | NUMBERS.keys() | lexicon.DETERMINERS
_ENDS: Final = frozenset({".", ",", ";", ":", "!", "?"})
_BEFORE_ARTICLE: Final = frozenset("and or but all both half as than not even only that".split()) | lexicon.WEEKDAYS
_BRACKETED: Final = re.compile(r"\s*\([^)]*\)")
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
_HELPERS: Final = HAVE | {"would", "will", "can", "could", "may", "might", "did", "do", "does"}
_NO_CLAUSE: Final = frozenset("show find give begin go hold call read".split())
_NEEDS_NOTHING: Final = frozenset("suspect welcome reply point remember".split())
_PEOPLE_ENDING: Final = re.compile(r"(?:men|women|\w{4}(?:ers|ors|ists|ians))$")
_ADVERB: Final = re.compile(
    r"(?!family|assembly|rally|supply|ally|reply|anomaly|july|fly|bully)\w+ly|also|then|later|still|even|once|again|"
    r"both|first|often|always|long|now|since|further|thus|twice"
)
_STOP: Final = frozenset({",", ";", ":", "(", ")", "—", "–", "--", "…", ".", "!", "?", "[", "]"})
_AFTER_NAME: Final = frozenset(
    "in on at after before during as to by when while that and but adding noting because if though although since "
    "until "
    "outside inside via through following earlier later yesterday today tonight last this next".split()
) | lexicon.WEEKDAYS  # fmt: skip
_DETERMINER: Final = re.compile(
    r"^(?:The|A|An|Its|Their|His|Her|One|Two|Three|Four|Five|Some|Several|Multiple|Other|Many|Most|Both|Our|My)\b"
)
_TRAILING: Final = re.compile(r"\s(?:on|in|at|by|of|for|to)$")
_FOUND: Final = frozenset("that no evidence signs little".split())
_CLAIMABLE: Final = frozenset(
    "expenses benefits compensation damages credit responsibility victory lives asylum".split()
)
_JOINING: Final = frozenset({"but", "and", "yet", "so"})
_DECIDING: Final = frozenset("dismiss reject deny".split())
_DECIDED: Final = frozenset(
    "claim claims appeal appeals case charge charges count counts suit lawsuit motion application request bid plea "
    "offence offences offense fraud theft murder manslaughter assault burglary robbery arson perjury possession "
    "conspiracy bribery stealing killing guilt breach breaches".split()
)
"""What is dismissed or admitted in court, which is no speech."""
_MEASURING: Final = frozenset("laboratory lab observatory bureau statistics census survey registry".split())
"""Words of those whose figures are data."""
_CLOSING: Final = lexicon.FREE_SPEECH | frozenset(
    "add write note report recall reply ask explain joke quip remark observe conclude suggest recommend continue "
    "answer respond state "
    "find show indicate complain muse wonder go testify post tweet agree estimate believe think".split()
)
"""Verbs of speech that may end a sentence: "…, the keeper wrote"."""
_NO_SPEAKER: Final = re.compile(
    r"(?:(?:most|many|some|other|early|current) estimates|there|here|what .*|what|how|why|where|nothing|everything|"
    r"something|anything|statements?|the statement)",
    re.IGNORECASE,
)
_LEAD: Final = lexicon.COORDINATORS | lexicon.SUBORDINATORS - {"who", "whose", "which"} | {
    "however", "meanwhile", "instead", "still", "also", "later", "earlier", "yesterday", "today",
    "asked", "overall", "separately", "finally", "similarly", "indeed", "only", "even",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says something, in the words of the text, and the standing that follows. `who` may be a pronoun.

    `role` is what the text says next to a name, such as "the mayor of Varn"; `verb` is the base of the verb of speech,
    or "" after "according to".
    """

    who: str
    standing: Standing
    role: str = ""
    verb: str = ""

    @property
    def named(self) -> bool:
        """Whether `who` is more than a pronoun."""
        return not _PRONOUN.fullmatch(self.who)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speech:
    """A verb of speech in a passage: the place of the verb, its base, and the tokens of its subject and apposition."""

    place: int
    base: str
    who: tuple[ProseToken, ...]
    role: tuple[ProseToken, ...] = ()
    closing: bool = False


def find_attribution(passage: str, *, within: bool = False) -> Attribution | None:
    """Return who says what is in a passage, or None if it names nobody, so that the source itself says it.

    `within` says that the passage begins inside a quotation.
    """
    line = " ".join(passage.split())
    tokens = _without_dashes(_without_brackets(tokenize(line, within=within)))
    according = _according(tokens, line)
    if according is not None:
        return according
    found = list(_speeches(tokens))
    # Who ends a sentence says all of it: "The town says that the roof leaks, the insurer said."
    found.sort(key=lambda speech: (not speech.closing, speech.place))
    known = [said for speech in found if (said := _attribution(speech, line, tokens)) is not None]
    return next((said for said in known if said.named), next(iter(known), None))


def _without_dashes(tokens: Sequence[ProseToken]) -> Sequence[ProseToken]:
    """Write commas for the two dashes around an apposition."""
    dashes = [token for token in tokens if token.text in {"—", "–"} and not token.quoted]
    if len(dashes) != len("—…—".replace("…", "")):
        return tokens
    return tuple(replace(token, text=",") if token in dashes else token for token in tokens)


def _without_brackets(tokens: Sequence[ProseToken]) -> tuple[ProseToken, ...]:
    """Leave out short remarks in brackets, such as "(ret.)", which may part a name from its verb."""
    kept: list[ProseToken] = []
    opened = -1
    for token in tokens:
        kept.append(token)
        if token.text == "(":
            opened = len(kept) - 1
        elif token.text == ")" and opened >= 0:
            if len(kept) - opened <= MAX_WORDS:
                del kept[opened:]
            opened = -1
    return tuple(kept)


def _attribution(speech: _Speech, line: str, tokens: Sequence[ProseToken]) -> Attribution | None:
    who = _spelling(speech.who, line)
    if not who or _NO_SPEAKER.fullmatch(who):
        return None
    role = _spelling(speech.role, line)
    return Attribution(who=who, standing=of_speaker(who, role, tokens, verb=speech.base), role=role, verb=speech.base)


def _according(tokens: Sequence[ProseToken], line: str) -> Attribution | None:
    for place in range(len(tokens) - 2):
        if tokens[place].small == "according" and tokens[place + 1].small == "to":
            end = _noun_phrase_end(tokens, place + 2, according=True)
            who = _spelling(tokens[place + 2 : end], line)
            if who:
                measured = any(token.text[0].isdigit() for token in tokens)
                science = measured and not _MEASURING.isdisjoint(who.lower().split())
                standing = Standing.DOCUMENTED if science else of_speaker(who, "", tokens)
                return Attribution(who=who, standing=standing)
    return None


def _spelling(tokens: Sequence[ProseToken], line: str) -> str:
    """Return the words for a speaker as inside a sentence, or "" if they are none or too many."""
    if not tokens:
        return ""
    found = _BRACKETED.sub("", line[tokens[0].start : tokens[-1].end]).strip(" ’'\"“”,")
    who = _DETERMINER.sub(lambda word: word.group().lower(), found)
    who = _TRAILING.sub("", who)
    words = who.split()
    # "he is leaving", as in "announced he is leaving", is not who speaks.
    is_clause = (
        len(words) > 1
        and (_PRONOUN.fullmatch(words[0]) or words[0].lower() in MODALS)
        and words[0].lower() not in {"one", "some", "many", "both", "all"}
    )
    fits = 0 < len(words) <= MAX_WORDS and len(who) <= MAX_LENGTH and any(character.isalpha() for character in who)
    return who if fits and not is_clause else ""


def _speeches(tokens: Sequence[ProseToken]) -> Iterator[_Speech]:
    for place, token in enumerate(tokens):
        form = VERB_FORMS.get(token.small)
        if token.small in _SAYING and place and tokens[place - 1].text == "," and not token.quoted:
            shared = _of_former_verb(tokens, place, place - 1, _SAYING[token.small])
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
        tried = (_direct(tokens, place, form.base), _inverted(tokens, place, form.base))
        yield from islice((speech for speech in tried if speech is not None and _says(tokens, speech, form)), 1)


def _is_noun(tokens: Sequence[ProseToken], place: int, form: VerbForm) -> bool:
    """Return whether a form is a noun, an adjective or a participle here: "most estimates", "the expected appeal"."""
    before = tokens[place - 1].small if place else ""
    after = tokens[place + 1].small if place + 1 < len(tokens) else ""
    after_noun = BE | lexicon.PREPOSITIONS - {"as", "like", "outside", "inside", "around"}  # "Residents outside said"
    if before in _BEFORE_NOUN or before.endswith(("’s", "s’")) or before in after_noun:
        return True
    inserted = form.base in lexicon.OBJECT_SPEECH or form.base == "read"  # "the reply, read to the court, came late"
    if form.participle and before == "," and inserted and after in lexicon.PREPOSITIONS:
        return True
    if form.base not in lexicon.NOUN_LIKE or form.past:
        return False
    if before.removesuffix("s") in lexicon.ROLES and before.endswith("s") and after in lexicon.PREPOSITIONS:
        return False  # "Ekholm and colleagues report in the journal"
    following = tokens[min(place + 1, len(tokens) - 1)]
    return not (after in _AFTER_VERB or following.capital or after[:1].isdigit())


def _says(tokens: Sequence[ProseToken], speech: _Speech, form: VerbForm) -> bool:
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
        return speech.closing or (_may_speak(speech.who) and bool(after) and after[0] != "in")
    if base == "read" or (base in lexicon.SHOWING and record):
        return record
    if speech.closing:
        return base in _CLOSING and (_may_speak(speech.who) or tokens[place - 1].mark)
    return _has_complement(tokens, place, base, human=_may_speak(speech.who))


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
    until = next((number for number, token in enumerate(after) if token.text in _STOP or token.quoted), len(after))
    return any(token.small == "to" for token in after[:until])


def _clause_follows_or_that(tokens: Sequence[ProseToken], place: int) -> bool:
    following = tokens[place + 1].small if place + 1 < len(tokens) else ""
    return following == "that" or _clause_follows(tokens, place)


def _quotes_later(tokens: Sequence[ProseToken], place: int) -> bool:
    """Return whether a quotation follows before the clause ends: "called the verdict “a misreading”"."""
    for token in tokens[place + 1 : place + 9]:
        if token.quoted:
            return True
        if token.text in _STOP or is_finite(token.small):
            return False
    return False


def _clause_follows(tokens: Sequence[ProseToken], place: int) -> bool:
    """Return whether a clause without "that" follows: "added it was late"."""
    following = tokens[place + 1 : place + 12]
    if not following or not following[0].word or following[0].small in lexicon.PREPOSITIONS | {"to"}:
        return False
    for number, token in enumerate(following[1:], 1):
        if token.text in _STOP or token.quoted:
            return False
        if is_finite(token.small) and following[number - 1].small not in {"to", "and"} | lexicon.DETERMINERS:
            form = VERB_FORMS.get(token.small)
            return form is None or not form.plain or number == 1 or following[number - 1].small.endswith("s")
    return False


def _may_speak(who: Sequence[ProseToken]) -> bool:
    """Return whether words name somebody who can speak: a name, a pronoun, a role or an organisation."""
    for token in who:
        small = token.bare.lower()
        if small in lexicon.PREPOSITIONS - {"of"}:
            break
        single = small.removesuffix("s")
        nouns = lexicon.ROLES | lexicon.GROUPS
        plural = small.removesuffix("ies") + "y" if small.endswith("ies") else single
        if (
            (token.capital and small not in _NO_NAMES)
            or small in nouns | lexicon.PEOPLE
            or single in nouns
            or plural in nouns
            or _PEOPLE_ENDING.search(small)
        ):
            return True
        if _PRONOUN.fullmatch(small):
            return True
    return any(token.bare.lower() in lexicon.RECORDS for token in who)


def _inverted(tokens: Sequence[ProseToken], place: int, base: str) -> _Speech | None:
    """Return the subject after a verb that follows a quotation or a comma: "…,” said the keeper"."""
    before = tokens[place - 1] if place else None
    if before is None or not ((before.quoted and before.mark) or before.text in {",", "—", "–"}) or base == "tell":
        return None
    start = place + 1
    while start < len(tokens) and _ADVERB.fullmatch(tokens[start].small):
        start += 1
    if start >= len(tokens) or tokens[start].small in {"that", "to", "in", "on", "it"} or not tokens[start].word:
        return None
    end = _noun_phrase_end(tokens, start)
    if not _may_speak(tokens[start:end]) and not before.quoted:
        return None
    named = _name_after(tokens, end)
    if named:
        return _Speech(place=place, base=base, who=named, role=tuple(tokens[start:end]), closing=True)
    if any(
        is_finite(token.small) and token.small not in lexicon.ROLES | lexicon.GROUPS and not token.capital
        for token in tokens[start + 1 : end]
    ):
        return None
    return _Speech(place=place, base=base, who=tuple(tokens[start:end]), role=_apposition(tokens, end), closing=True)


def _name_after(tokens: Sequence[ProseToken], end: int) -> tuple[ProseToken, ...]:
    """Return the name in apposition to a role: "said the fund's director, Ann Grey."."""
    if end >= len(tokens) or tokens[end].text != "," or tokens[end - 1].capital:
        return ()
    stop = end + 1
    while stop < len(tokens) and tokens[stop].capital and not tokens[stop].quoted:
        stop += 1
    closed = stop == len(tokens) or tokens[stop].text in _STOP
    return tuple(tokens[end + 1 : stop]) if closed and stop - end > len("First Last".split()) else ()


def _noun_phrase_end(tokens: Sequence[ProseToken], start: int, *, according: bool = False) -> int:
    end = start
    while end < len(tokens):
        token = tokens[end]
        if token.text in _STOP or token.mark or token.quoted:
            break
        stops = _AFTER_NAME - lexicon.PREPOSITIONS - {"today", "yesterday"} if according else _AFTER_NAME
        if end > start and (token.small in stops or token.small in {"who", "which", "whose"}):
            if token.small == "and" and end + 1 < len(tokens) and tokens[end + 1].capital and not according:
                end += 1
                continue
            break
        if according and end > start and token.small in BE | HAVE:
            break
        end += 1
    return end


def _apposition(tokens: Sequence[ProseToken], end: int) -> tuple[ProseToken, ...]:
    """Return what follows a name between commas: ", a geochemist at the Institute"."""
    if end >= len(tokens) - 1 or tokens[end].text != ",":
        return ()
    first = tokens[end + 1]
    if first.quoted or not (
        first.small in lexicon.DETERMINERS or first.possessive or first.small in lexicon.ROLES or first.small == "who"
    ):
        return ()
    stop = end + 1
    while stop < len(tokens) and tokens[stop].text not in _STOP and not tokens[stop].quoted:
        stop += 1
    return tuple(tokens[end + 1 : stop])


def _direct(tokens: Sequence[ProseToken], place: int, base: str) -> _Speech | None:
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
        return _of_former_verb(tokens, place, last, base)
    chunks = list(_chunks(tokens, last))
    if not chunks:
        return None
    who, role = _subject(tokens, chunks)
    if not who:
        return None
    closing = _closes(tokens, place, who)
    return _Speech(place=place, base=base, who=who, role=role, closing=closing)


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
    if before.mark:
        return True
    ends = after is None or after.text in _ENDS or after.small in _AFTER_NAME - {"that"} or after.mark
    told = tokens[place].small in {"told", "tells", "went", "goes"} and any(
        each.text in _ENDS for each in tokens[place + 1 : place + 5]
    )
    # "Somebody, the authors conclude, built it": between two commas nothing else is needed.
    between = after is not None and after.text == "," and before.text == ","
    return (said and (ends or told)) or between


def _of_former_verb(tokens: Sequence[ProseToken], place: int, last: int, base: str) -> _Speech | None:
    """Return the subject that a verb shares with the one before: "The league welcomed it but said …"."""
    for former in range(last - 1, -1, -1):
        token = tokens[former]
        if token.text in {";", ":", "."} or (token.mark and not token.quoted):
            return None
        if token.quoted or not _is_former_verb(token, tokens[former - 1].small if former else ""):
            continue
        shared = _direct(tokens, former, base)
        if shared is not None and _may_speak(shared.who):
            return _Speech(place=place, base=base, who=shared.who, role=shared.role)
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
        while start > 0 and tokens[start - 1].text not in _STOP - {"(", ")"} and not tokens[start - 1].quoted:
            start -= 1
        if start < end:
            yield start, end
        if start == 0 or tokens[start - 1].text != "," or (last + 1 == end and tokens[last].text != ","):
            before = tokens[start - 1].text if start else ""
            if before != "," or not _is_bare_name(tokens[start:end]):
                return
        end = start - 1


def _is_bare_name(tokens: Sequence[ProseToken]) -> bool:
    """Return whether a part is a name only, to which the part before may be an apposition."""
    return bool(tokens) and len(tokens) <= len("Dr. First M. Last".split()) and all(token.capital for token in tokens)


def _subject(
    tokens: Sequence[ProseToken], chunks: Sequence[tuple[int, int]]
) -> tuple[tuple[ProseToken, ...], tuple[ProseToken, ...]]:
    """Return the speaker among the parts before a verb, and the apposition."""
    phrases = [_noun_phrase(tokens, start, end) for start, end in chunks]
    if len(phrases) == 1:
        return phrases[0], ()
    kept = _named_parts(tokens, chunks, phrases)
    if not kept:
        return (), ()
    names = [phrase for phrase in kept if _is_name(phrase)]
    leftmost = kept[-1]
    nearest = tokens[chunks[0][0] : chunks[0][1]]
    if _is_bare_name(nearest) and kept[0] == tuple(nearest) and not _is_name(leftmost):
        return kept[0], leftmost if _describes(leftmost) else ()
    if names and not _is_name(leftmost):
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
        if tokens[start].small in lexicon.PREPOSITIONS | _LEAD or _is_participle(tokens, start):
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
    return phrase[0].small in {"one", "two"} or _may_speak(phrase)


def _is_name(phrase: Sequence[ProseToken]) -> bool:
    if sum(token.capital for token in phrase) < len("First Last".split()):
        return False
    whole = all(token.capital or token.small in {"of", "for", "the", "and"} for token in phrase)
    return (phrase[0].capital and phrase[0].small not in lexicon.DETERMINERS) or (phrase[0].small == "the" and whole)


def _noun_phrase(tokens: Sequence[ProseToken], start: int, end: int) -> tuple[ProseToken, ...]:
    """Return the noun phrase that ends a part of a sentence, without what leads to it; empty if there is none."""
    start = _after_boundary(tokens, start, end)
    while start < end and (tokens[start].small in _LEAD or tokens[start].mark):
        start += 1
    if start < end and tokens[start].small in lexicon.PREPOSITIONS | {"last", "next"}:
        start = _last_noun_phrase(tokens, start, end)
    stop = next(
        (
            place
            for place in range(start, end)
            if tokens[place].small in {"who", "which", "whose"} or tokens[place].text == "("
        ),
        end,
    )
    if stop == start and stop < end:
        return ()
    phrase = tokens[start:stop]
    # "groups the council argues", "before the admiral announced": who speaks there says only a part.
    if any(_begins_inner_clause(tokens, place) for place in range(start + 1, stop)):
        return ()
    if any(_is_verb(tokens, place) for place in range(start + 1, stop)):
        return ()
    return tuple(phrase)


def _begins_inner_clause(tokens: Sequence[ProseToken], place: int) -> bool:
    before, small = tokens[place - 1], tokens[place].small
    if small in {"before", "after", "since", "until"}:
        return True
    article = small in {"the", "a", "an", "its", "their", "his", "her"}
    return article and before.word and before.small not in lexicon.PREPOSITIONS | _BEFORE_ARTICLE


def _is_verb(tokens: Sequence[ProseToken], place: int) -> bool:
    """Return whether a word inside a phrase is a finite verb, which no noun phrase has."""
    token = tokens[place]
    form = VERB_FORMS.get(token.small)
    if token.capital or (token.small in lexicon.ROLES | lexicon.GROUPS | lexicon.RECORDS):
        return False
    if token.small in BE | HAVE or token.small in NEGATED:
        return True
    return form is not None and form.past and not form.participle


def _after_boundary(tokens: Sequence[ProseToken], start: int, end: int) -> int:
    """Return where the last clause of a part begins: after "that", or "and" behind a verb."""
    for place in range(end - 1, start, -1):
        small = tokens[place].small
        clause = any(is_finite(token.small) and not token.capital for token in tokens[start:place])
        if small in lexicon.SUBORDINATORS - {"who", "whose", "which", "after", "before", "since", "until", "that"}:
            return place + 1
        if small == "that" and clause:
            return place + 1
        if small in {"and", "but", "or", "so", "yet"} and clause:
            return place + 1
    return start


def _last_noun_phrase(tokens: Sequence[ProseToken], start: int, end: int) -> int:
    """Return where the last noun phrase begins in a part that begins with a preposition, or its end."""
    for place in range(end - 1, start, -1):
        before = tokens[place - 1]
        if tokens[place].small in lexicon.DETERMINERS:
            return place if before.small not in lexicon.PREPOSITIONS else end
        if (
            tokens[place].capital
            and not before.capital
            and before.small not in lexicon.PREPOSITIONS | lexicon.DETERMINERS
        ):
            return place
        if tokens[place].capital and before.small.rstrip(".") in lexicon.WEEKDAYS | lexicon.MONTHS:
            return place
        if tokens[place].small in lexicon.SUBJECT_PRONOUNS:
            return place
        if before.small in lexicon.WEEKDAYS | {"week", "month", "year", "night"}:
            return place
    return end
