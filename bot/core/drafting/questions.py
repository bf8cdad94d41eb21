"""Ask what a statement answers, in real questions: when, how many, who, where, why, and what somebody says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.clauses import MainClause, read_aside, read_clause
from bot.core.drafting.names import FoundEntity
from bot.core.drafting.phrases import find_phrases
from bot.core.drafting.tokens import ProseToken, tokenize
from bot.core.drafting.verbs import NEGATED, VERB_FORMS, is_finite
from bot.core.knowledge.model import EntityKind, Standing
from bot.core.knowledge.schema import MAX_QUESTION
from bot.core.text.dates import find_dates, format_date
from bot.core.text.language import NUMBERS
from bot.core.text.normalise import fold

_AROUND: Final = frozenset("about some more than at least nearly almost around over up to only".split())
"""Words before a number that say that it is not exact."""
_ESTIMATED: Final = frozenset("the an estimated another fewer roughly".split())
_SCALES: Final = frozenset({"million", "billion", "thousand", "hundred", "trillion"})
_COORDINATED: Final = re.compile(r"^(?:(?:and|but|so|or|then)\s+)+", re.IGNORECASE)
_PART_OF_NAME: Final = frozenset("lower upper north south east west new old great little saint st port lake".split())
"""Words that belong to the name after them."""
_WEEKDAY: Final = re.compile(r"\s*\b(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_INDEFINITE: Final = re.compile(r"^an? ")
_COUNTED: Final = re.compile(r"\d[\d,.]*")
_MAX_ASKED: Final = 24  # words of a question
_RELATIVE: Final = re.compile(
    r"(?<!\bby)(?<!\bof)(?<!\bto)(?<!\buntil)(?<!\bsince)(?<!\bfrom)(?<!\bfor)(?<!\bafter)(?<!\bbefore)"
    r"(?:\s(?:on|in|at))?\s(?:(?:(?:last|next|this)\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|tonight|today|"
    r"yesterday|tomorrow|(?:last|next|this) (?:week|weekend|month|year|night|morning|afternoon|evening|spring|summer|"
    r"autumn|fall|winter))(?: (?:morning|afternoon|evening|night|noon))?\b(?![’'])"
)
_OF_THE_DAY: Final = re.compile(
    r"\b(?:\w+day|tonight|today|yesterday|tomorrow|(?:last|next|this) (?:week|month|year))\b"
)
_NO_END: Final = (
    lexicon.PREPOSITIONS
    - frozenset("about across around down for in inside off on out outside over through with".split())
    | lexicon.DETERMINERS - {"this", "that", "these", "those", "her"}
    | frozenset("beginning starting and or but to not is are was were be been being has had will would than".split())
)
_UNBOUND: Final = frozenset("theirs hers ours mine yours i we me us my our".split())
_ORDINAL: Final = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)|first|second|third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|\w+teen|twentie|"
    r"thirtie)th|\w+-(?:first|second|third|\w+th))\s+of\s*$"
)
_LED_BY: Final = re.compile(
    r"\b(?P<by>since|by|until|from|between|before|after)\s+(?:the\s*)?"
    r"(?:(?:morning|afternoon|evening|night|start|beginning|middle|end) of\s*|(?:noon|midday|midnight) on\s*)?$",
    re.IGNORECASE,
)
_LASTING: Final = re.compile(
    r" for (?:about |almost |nearly |more than |over )?[\w-]+ (?:minutes?|hours?|days?|weeks?|months?|years?)$"
)
_CURRENCIES: Final = frozenset("crowns dinars dollars euros francs kroner kronor pesos pounds rupees talers".split())
_MAX_SAID: Final = 14  # words of an account that is asked for whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What questions are made from: a statement, what is said without "X said", and who says it ("" for the source).

    `quoted`: the content is in the speaker's own words.
    """

    statement: str
    content: str
    who: str
    standing: Standing
    dated: bool
    quoted: bool = False


def guess_questions(asked: Asked, names: Sequence[FoundEntity]) -> Iterator[str]:
    """Yield questions that a statement answers, the best first. None claims what only somebody says."""
    seen: set[str] = set()
    for question in _guessed(asked, names):
        text = " ".join(_RELATIVE.sub("", question).split()).replace(" ?", "?")
        text = f"{text[:1].upper()}{text[1:]}"
        if len(text) <= MAX_QUESTION and fold(text) not in seen and prints_well(text):
            seen.add(fold(text))
            yield text


def prints_well(question: str) -> bool:
    """Return whether a question may be printed: whole, short, without "tonight", which only its text explains."""
    spelt = [word.strip("“”,").lower() for word in question.rstrip("?").split()]
    if set('“”"') & set(question) or len(spelt) > _MAX_ASKED or _OF_THE_DAY.search(question):
        return False
    repeated = any(one == other for one, other in pairwise(spelt))
    return not repeated and spelt[-1] not in _NO_END and _UNBOUND.isdisjoint(spelt)


def plain_questions(asked: Asked, day: dt.date | None, names: Sequence[FoundEntity]) -> Iterator[str]:
    """Yield plain questions for a fact for which no better one is right and free."""
    who = _INDEFINITE.sub("the ", asked.who)
    if who and _is_record(who):
        yield f"What {'do' if _is_plural(who) else 'does'} {who} show?"
    elif who:
        yield f"What did {who} say?"
        yield f"What else did {who} say?"
        yield f"What does the article quote from {who}?"
        return
    clause = read_clause(_lowered(asked.content, names))
    if clause is not None and not _is_open(clause):
        yield f"What does the article say about {_text(clause.subject)}?"
    if day is not None:
        yield f"What does the article say about {format_date(day)}?"


def _guessed(asked: Asked, names: Sequence[FoundEntity]) -> Iterator[str]:
    tokens = _lowered(asked.content, names)
    about = find_phrases(asked.content, names, but=asked.who)
    clause = _with_article(read_clause(tokens)) if _may_be_read(asked.content) else None
    if asked.who:
        yield from _said(asked, clause, about, names)
    elif asked.standing in {Standing.CLAIMED, Standing.DISPUTED}:
        for what in about if asked.standing is Standing.CLAIMED else ():
            yield f"What is alleged about {what}?"
        for what in about:
            yield f"What does the article say about {what}?"
    else:
        aside = _with_article(read_aside(tokens)) if clause is not None else None
        yield from _reported(asked, clause, aside, about, names)


def _with_article(clause: MainClause | None) -> MainClause | None:
    """Return a clause with "the" for "its" and the like, as a question has nobody whom these mean."""
    if clause is None or clause.subject[0].small not in lexicon.POSSESSIVES or len(clause.subject) == 1:
        return clause
    return replace(clause, subject=(replace(clause.subject[0], text="the"), *clause.subject[1:]))


def _may_be_read(content: str) -> bool:
    """Return whether a clause can be asked about by itself: it says nothing of "I" or "we"."""
    first = {token.small.partition("’")[0] for token in tokenize(content)} & {
        "i",
        "we",
        "you",
        "our",
        "my",
        "your",
        "us",
        "me",
    }
    return not first


def _said(asked: Asked, clause: MainClause | None, about: Sequence[str], names: Sequence[FoundEntity]) -> Iterator[str]:
    who = _INDEFINITE.sub("the ", asked.who)
    claims = asked.standing in {Standing.CLAIMED, Standing.DISPUTED}
    records = _is_record(who)
    plural = _is_plural(who)
    do, has = ("do", "have") if plural else ("does", "has")
    verb = "show" if records else "claim" if claims else "say"
    # What somebody does, such as "rejected the demand", is not what they say.
    whole = asked.content == asked.statement and not asked.quoted
    if whole and clause is not None:
        about = [
            what for what in about if not set(fold(what).split()) - {"the"} <= set(fold(_text(clause.subject)).split())
        ]
        clause = None
    past = f"What did {who} say" if verb == "say" else f"What {do} {who} {verb}"
    for what in about[:1]:
        yield f"{past} about {what}?"
    if clause is not None and not _is_open(clause) and not _names_speaker(clause, who):
        specific = (f"{question.rstrip('?')}, according to {who}?" for question in _of_clause(asked, clause, names))
        yield from islice(specific, 2)
    for what in about[1:3]:
        yield f"What {do} {who} {verb} about {what}?"
    yield from _whether_said(asked, who, names)
    for what in about[:1]:
        yield f"What {do} {who} say about {what}?" if records else f"What {has} {who} said about {what}?"
    for what in about[3:]:
        yield f"{past} about {what}?"
    if len(about) > 1:
        yield f"{past} about {about[0]} and {about[1]}?"
    if not about and clause is None and records:
        yield f"{past}?"


def _whether_said(asked: Asked, who: str, names: Sequence[FoundEntity]) -> Iterator[str]:
    """Yield "Did the mayor say that …?" for a short account; a pronoun in a quotation may be anybody."""
    content = _COORDINATED.sub("", asked.content.strip(" ."))
    tokens = _lowered(content, names)
    short = len(content.split()) <= _MAX_SAID and content != asked.statement.strip(" .")
    pronouns = {"he", "she", "they", "it"} & {token.small for token in tokens}
    plain = (
        _may_be_read(content)
        and not _OF_THE_DAY.search(content)
        and not set('“”"‘:;') & set(content)
        and not (asked.quoted and pronouns)
    )
    if short and plain and any(is_finite(token.small) for token in tokens):
        yield f"Did {who} say that {_text(tokens)}?"


def _is_record(who: str) -> bool:
    return not who[0].isupper() and _head(who) in lexicon.RECORDS | lexicon.ACCUSING | {"cores", "samples", "tests"}


def _head(who: str) -> str:
    """Return the noun of a speaker's description: "samples" in "samples taken in May"."""
    spelt = who.lower().split()
    ends = (
        place
        for place in range(1, len(spelt))
        if spelt[place] in lexicon.PREPOSITIONS | {"who", "which", "that"}
        or ((form := VERB_FORMS.get(spelt[place])) and form.participle and spelt[place - 1] not in lexicon.DETERMINERS)
    )
    return spelt[next(ends, len(spelt)) - 1].strip(",")


def _names_speaker(clause: MainClause, who: str) -> bool:
    subject = set(fold(_text(clause.subject)).split()) - {"the", "a", "an"}
    return bool(subject & set(fold(who).split()))


def _reported(
    asked: Asked,
    clause: MainClause | None,
    aside: MainClause | None,
    about: Sequence[str],
    names: Sequence[FoundEntity],
) -> Iterator[str]:
    if (
        clause is not None
        and clause.subject[0].small in {"it", "he", "she"}
        and len(clause.subject) == 1
        and not clause.negated
    ):
        yield f"{'What' if clause.subject[0].small == 'it' else 'Who'} {clause.verb.text} {_text(clause.rest)}?"
    elif clause is not None and not _is_open(clause):
        clause = _undated(clause)
        main = _of_clause(asked, clause, names)
        yield from islice(main, 1)
        if aside is not None and not aside.negated:
            yield from _how_many(aside)
            yield from islice(_when(replace(asked, dated=False), aside), 1)
        yield from main
        yield f"Do we know whether {_text(clause.subject)} {clause.verb.text} {_text(clause.rest)}?"
    for what in about[:2]:
        yield f"What is known about {what}?"
    for what in about[:2]:
        yield f"What does the article say about {what}?"
    for what in about[2:]:
        yield f"What is known about {what}?"
    for what in about[:1]:
        yield f"What do we know about {what}?"
    if len(about) > 1:
        yield f"What does the article say about {about[0]} and {about[1]}?"


def _is_open(clause: MainClause) -> bool:
    """Return whether the subject is a pronoun, so that a question with it would be about nobody knows whom."""
    return clause.subject[0].small in lexicon.SUBJECT_PRONOUNS - {"some", "many", "one"} | lexicon.POSSESSIVES or any(
        token.small in {"he", "she", "they", "him", "her", "them"} for token in clause.subject
    )


def _of_clause(asked: Asked, clause: MainClause | None, names: Sequence[FoundEntity]) -> Iterator[str]:
    """Yield questions by what a clause has: a date, a number, somebody who does something, a place."""
    if clause is None:
        return
    clause = _undated(clause)
    if clause.negated:
        yield from _whether(clause)
        return
    yield from _when(asked, clause)
    yield from _how_long(clause)
    yield from _how_many(clause)
    yield from _why(asked, clause)
    yield from _where(clause, names)
    yield from _who(clause, names)
    yield from _whether(clause)


def _lowered(content: str, names: Sequence[FoundEntity]) -> tuple[ProseToken, ...]:
    """Return the tokens of a text, its first word without a capital unless a name begins with it."""
    tokens = tokenize(content)
    first = next((place for place, token in enumerate(tokens) if token.word), None)
    if first is None:
        return tokens
    token = tokens[first]
    own = token.small not in lexicon.DETERMINERS
    named = own and any(token.bare in spelling.split() for name in names for spelling in name.spellings)
    keep = (
        named
        or (token.text.isupper() and len(token.text) > 1)
        or token.small.rstrip(".") in lexicon.LONE_TITLES | lexicon.WEEKDAYS | lexicon.MONTHS
        or (token.small in _PART_OF_NAME and any(each.capital for each in tokens[first + 1 : first + 2]))
    )
    text = token.text if keep else token.text[:1].lower() + token.text[1:]
    return (*tokens[:first], replace(token, text=text), *tokens[first + 1 :])


def _inverted(clause: MainClause, rest: Sequence[ProseToken]) -> str:
    """Return "did the museum close the hall", from the clause and what is left of its end."""
    subject = _text(clause.subject)
    if clause.helper:
        return f"{clause.helper} {subject} {_text(rest)}"
    return f"{clause.do} {subject} {clause.base} {_text(rest)}"


def _text(tokens: Sequence[ProseToken]) -> str:
    """Return tokens as they are written, with the spaces between them."""
    parts = [
        f" {token.text}" if place and token.start != tokens[place - 1].end else token.text
        for place, token in enumerate(tokens)
    ]
    return "".join(parts).strip(" ,.")


def _when(asked: Asked, clause: MainClause) -> Iterator[str]:
    """Yield a question for the time in a clause, where a day, month or year is what follows the verb."""
    rest = _text(clause.rest)
    dates = [date for date in find_dates(rest) if date.weekday is None]
    if not dates:
        if asked.dated and clause.past and not find_dates(_text(clause.subject)):
            yield f"when {_inverted_text(clause, _WEEKDAY.sub('', rest))}?"
        return
    start, end = dates[0].start, dates[-1].end
    before = re.sub(
        r"(?:,?\s*\b(?:on|in|at|since|by|until|from|of|around|about|late|early|for|morning|afternoon|evening|night|noon|"
        r"midday|midnight)\s*(?:the\s*)?)+$",
        "",
        rest[:start],
    )
    before = re.sub(r"\s+(?:on|in|at|by|of)\s+the(?:\s+(?:start|beginning|middle|end))?$", "", before)
    led = _LED_BY.search(rest[:start])
    after = rest[end:]
    within = re.match(r"\s+(?P<word>\w+)", after)
    if _ORDINAL.search(rest[:start]) or (within and not _may_follow_date(within["word"])):
        return
    if led and led["by"].lower() in {"by", "until"} and not after.strip(" ."):
        yield f"{led['by'].lower()} when {_inverted_text(clause, rest[: led.start()])}?"
        return
    if led or len(dates) > 1 or re.match(r"\s*(?:to|through|and|[–-])", after):
        return
    kept = f"{before} {after}".strip(" ,")
    if _has_clause(kept):
        return
    if kept.endswith((" of", " in", " to", " and", " the", " a")):
        return
    yield f"when {_inverted_text(clause, kept)}?"
    asks = "on what date" if dates[0].day is not None else "in what year" if dates[0].month is None else "in what month"
    yield f"{asks} {_inverted_text(clause, kept)}?"


def _may_follow_date(word: str) -> bool:
    """Return whether a word may come after a date: a noun such as "bill" in "their November bill" makes it no date."""
    small = word.lower()
    return small in lexicon.PREPOSITIONS | lexicon.COORDINATORS | lexicon.SUBORDINATORS | {
        "to",
        "at",
    } or small.endswith(("ly", "ing", "ed"))


def _has_clause(text: str) -> bool:
    """Return whether words behind a verb have a clause of their own, to which a time or place may belong."""
    words = text.lower().split()
    forms = [VERB_FORMS.get(word) for word in words[1:]]
    return any(form is not None and form.past and not form.participle for form in forms) or not {
        "how", "that", "whether", "is", "are", "was", "were"
    }.isdisjoint(words[1:])  # fmt: skip


def _inverted_text(clause: MainClause, rest: str) -> str:
    return f"{_inverted(clause, ())} {rest}".replace("  ", " ")


def _undated(clause: MainClause) -> MainClause:
    """Return a clause with the date at the end of its subject moved behind its verb: "the jury on Friday convicted"."""
    subject = _text(clause.subject)
    dates = find_dates(subject)
    if not dates or subject[dates[-1].end :].strip():
        return clause
    start = clause.subject[0].start + dates[0].start
    kept = [token for token in clause.subject if token.end <= start]
    while kept and kept[-1].small in {"on", "in", "at", ","}:
        kept.pop()
    moved = clause.subject[len(kept) :]
    return replace(clause, subject=tuple(kept), rest=(*clause.rest, *moved)) if kept else clause


def _how_long(clause: MainClause) -> Iterator[str]:
    """Yield a question for the time that a clause ends with: "closed for 11 weeks"."""
    rest = _text(clause.rest)
    found = _LASTING.search(f" {rest}")
    if found and not _has_clause(rest):
        yield f"how long {_inverted_text(clause, rest[: found.start()].strip())}?"


def _how_many(clause: MainClause) -> Iterator[str]:
    """Yield a question for the number that the subject or the object begins with."""
    counted = _counted(clause.subject)
    if counted is not None:
        noun, rest = counted
        tail = f" {_text(rest)}" if rest else ""
        yield f"how many {noun}{tail} {clause.verb.text} {_text(clause.rest)}?"
        return
    place = next(
        (
            number
            for number, token in enumerate(clause.rest)
            if _COUNTED.fullmatch(token.text) or token.text[0] in "$£€"
        ),
        None,
    )
    if place is None or place > len("were more than".split()):
        return
    led = clause.rest[place - 1].small if place else ""
    if led == "to" and place > 1 and clause.rest[place - 2].small == "up":
        led = ""
    if led in lexicon.PREPOSITIONS - {"about", "around", "over"} | {"to"}:
        return
    before = [token for token in clause.rest[:place] if token.small not in _AROUND]
    if clause.rest[place].text[0] in "$£€":
        end = place + 1 + (place + 1 < len(clause.rest) and clause.rest[place + 1].small in _SCALES)
        following = clause.rest[end : end + 1]
        if following and following[0].small in {"each", "apiece"}:
            end += 1
        elif following and following[0].word and following[0].small not in lexicon.PREPOSITIONS | {"a", "per", "and"}:
            return
        yield f"how much {_inverted(clause, (*before, *clause.rest[end:]))}?"
        return
    counted = _counted(clause.rest[place:])
    verbal = all(token.small in {"been", "be"} or VERB_FORMS.get(token.small) or _is_doing(token) for token in before)
    if counted is not None and verbal:
        noun, rest = counted
        asks = "how much" if noun in _CURRENCIES else f"how many {noun}"
        yield f"{asks} {_inverted(clause, (*before, *rest))}?"


def _is_doing(token: ProseToken) -> bool:
    return token.small.endswith("ing")


def _counted(tokens: Sequence[ProseToken]) -> tuple[str, Sequence[ProseToken]] | None:
    """Return the plural noun that a number counts, and what follows it, if the tokens begin with both."""
    place = 0
    while place < len(tokens) and tokens[place].small in _AROUND | _ESTIMATED:
        place += 1
    number = place < len(tokens) and (
        _COUNTED.fullmatch(tokens[place].text) or (tokens[place].small in NUMBERS and tokens[place].small != "one")
    )
    if not number or tokens[place].text[0] in "$£€" or re.fullmatch(r"(?:19|20)\d\d", tokens[place].text):
        return None
    place += 1
    if place < len(tokens) and tokens[place].small in _SCALES:
        place += 1
    for end in range(place + 1, min(len(tokens), place + 3) + 1):
        last = tokens[end - 1].small
        if not tokens[end - 1].word or tokens[end - 1].small in lexicon.PREPOSITIONS | lexicon.DETERMINERS:
            return None
        if last in lexicon.TIME_NOUNS:
            return None
        if (
            (last.endswith("s") and not last.endswith(("ss", "us", "is"))) or last in lexicon.PEOPLE
        ) and "percent" not in last:
            whole = _end_of_whole(tokens, end)
            return _text(tokens[place:whole]), tokens[whole:]
    return None


def _end_of_whole(tokens: Sequence[ProseToken], start: int) -> int:
    """Return the end of the "of water mains" that begins at `start`, or `start` if there is none."""
    if start == len(tokens) or tokens[start].small != "of":
        return start
    following = range(start + 1, len(tokens))
    ends = (place for place in following if not tokens[place].word or tokens[place].small in lexicon.PREPOSITIONS)
    return next(ends, len(tokens))


def _why(asked: Asked, clause: MainClause) -> Iterator[str]:
    if re.search(r"\b(?:because|in order to|so that|due to)\b", asked.content) and clause.rest:
        cut = next(
            (place for place, token in enumerate(clause.rest) if token.small in {"because", "due"}), len(clause.rest)
        )
        if cut:
            yield f"why {_inverted(clause, clause.rest[:cut])}?"


def _where(clause: MainClause, names: Sequence[FoundEntity]) -> Iterator[str]:
    """Yield a question for the place that a clause ends with."""
    places = {name.name for name in names if name.kind is EntityKind.PLACE}
    text = _text(clause.rest)
    for name in places:
        found = re.search(
            rf"\s(?:in|at|near|off|on)\s+(?:the\s+)?(?:[a-z]+\s+(?:of\s+)?)?{re.escape(name)}$", f" {text}"
        )
        if found:
            kept = f" {text}"[: found.start()].strip()
            if _has_clause(kept):
                continue
            if " to " not in f" {kept} " and not kept.endswith((" of", " and")):
                yield f"where {_inverted_text(clause, kept)}?"


def _who(clause: MainClause, names: Sequence[FoundEntity]) -> Iterator[str]:
    """Yield a question for the subject."""
    subject = _text(clause.subject)
    bare = re.sub(r"^the ", "", subject)
    kind = next(
        (name.kind for name in names for spelling in name.spellings if bare == spelling or _titled(bare, spelling)),
        None,
    )
    stop = next(
        (
            place
            for place, token in enumerate(clause.subject)
            if place and token.small in lexicon.PREPOSITIONS | {"who", "which", "that", "whose", "where"}
        ),
        len(clause.subject),
    )
    head = clause.subject[stop - 1].small
    single = head.removesuffix("s")
    if not clause.rest or clause.plural or clause.verb.small in {"are", "were", "have", "do"}:
        return
    verb = f"{clause.verb.text} {_text(clause.rest)}"
    if kind in {EntityKind.PERSON, EntityKind.ORGANISATION} or {head, single} & (
        lexicon.ROLES | lexicon.GROUPS | lexicon.PEOPLE
    ):
        yield f"who {verb}?"
    elif kind is None and clause.verb.small not in {"is", "was"} and not clause.subject[-1].capital and head.isalpha():
        yield f"what {verb}?"


def _titled(words: str, name: str) -> bool:
    """Return whether words are titles and a name: "Mr. Grey"."""
    before = words.removesuffix(name).split()
    return words.endswith(f" {name}") and all(
        word.lower().rstrip(".") in lexicon.TITLES | lexicon.ROLES for word in before
    )


def _whether(clause: MainClause) -> Iterator[str]:
    """Yield the question for yes or no, which assumes nothing."""
    subject = clause.subject
    if any(token.small in {"no", "nobody", "nothing", "neither", "none"} for token in subject):
        return
    helper = clause.helper
    rest = [token for token in clause.rest if token.small not in {"not", "never"}]
    if clause.verb.small in NEGATED:
        helper = clause.verb.small.removesuffix("n’t")
        helper = {"ca": "can", "wo": "will"}.get(helper, helper)
    if helper:
        yield f"{helper} {_text(subject)} {_text(rest)}?"
    else:
        yield f"{clause.do} {_text(subject)} {clause.base} {_text(rest)}?"


def _is_plural(who: str) -> bool:
    head = _head(who)
    spelt = who.split()
    if spelt[-1][0].isupper() and not lexicon.COMPANY_NOUNS.isdisjoint(spelt[:-1]):
        return False  # "the customer group Varn Taps"
    return not who[0].isupper() and (
        (head.endswith("s") and not head.endswith(("ss", "us", "’s"))) or head in lexicon.PEOPLE | {"data"}
    )
