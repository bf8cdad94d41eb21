"""Divide a source into segments, sentences or lines, and recognise those that are no facts, such as captions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from bot.core.drafting.attribution import find_attribution
from bot.core.drafting.lexicon import MONTHS, WEEKDAYS
from bot.core.drafting.segments import NoFact, Segment
from bot.core.drafting.small_talk import find_small_talk, has_finite
from bot.core.drafting.tokens import tokenize
from bot.core.drafting.transcripts import Turn, find_turns
from bot.core.drafting.verbs import VERB_FORMS, is_finite
from bot.core.knowledge.model import Source
from bot.core.text.normalise import fold
from bot.core.text.sentences import Paragraph, sentences

LONG_LINE: Final = 240
"""Characters from which a line without a full stop is no heading."""
MIN_LEAD_WORDS: Final = 8
"""Words from which a line with a verb that leads to a list says something by itself."""
_CLOSING: Final = r"[”’\"')\]»]*$"
_STOPPED: Final = re.compile(rf"[.!?…:]{_CLOSING}")
_ENDED: Final = re.compile(rf"[.!?…]{_CLOSING}")
_QUESTION: Final = re.compile(rf"\?{_CLOSING}")
_TABLE: Final = re.compile(r"\S\s*\|\s*\S|\S\t+\S|\S {3,}\S.* {3,}\S")
_BULLET: Final = re.compile(r"(?:[-–—•*·▪◦‣●○■►✓]\s+|\(?(?:\d{1,2}|[a-z])[.)]\s+)(?=\S)")
_BYLINE_START: Final = re.compile(r"(?:By|BY|by|Words by|Story by|Written by)\b")
_NAME_ALONE: Final = re.compile(r"[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){1,3}")
_JOB: Final = re.compile(r"\b(?:correspondent|reporter|editor|writer|columnist)$", re.IGNORECASE)
"""The end of the line under the name of who wrote a text."""
_CREDIT: Final = re.compile(
    r"\(?(?:(?:file\s+)?(?:photo(?:graph)?s?|pictures?|images?|illustrations?|graphics?|video|credits?)"
    r"(?:\s+(?:credit|courtesy(?:\s+of)?|by|illustration))?\s*(?:[:/|©]|\bby\b|\bcourtesy\b|\bof\b)|courtesy\s+of\b|"
    r"©|\(c\)\s)|(?-i:\(?(?:[A-Z][\w.’'-]*\s?){2,4}/\s?[A-Z][\w.&’ -]{1,40}\)?$)",
    re.IGNORECASE,
)
_CAPTION: Final = re.compile(
    r"\b(?:pictured|is seen|are seen|seen here|in this (?:photo|image|picture)|file (?:photo|picture|image)|"
    r"from left|(?:left|right|centre|center|above|below)\)|an? (?:aerial|undated|artist’s|artist's|satellite) "
    r"(?:view|photo|image|impression|rendering|picture))\b|, (?:photographed|pictured|seen)\b",
    re.IGNORECASE,
)
_NOT_NOW: Final = frozenset("was were had has have did will would".split())
_IMAGE_CAPTION: Final = re.compile(r"(?:image|photo|picture|video) caption\b", re.IGNORECASE)
_NAVIGATION: Final = re.compile(
    r"(?:read (?:more|also|next|the)|more (?:on|from|stories|coverage|news|in)\b|more:|related|see also|also read|"
    r"you may also|"
    r"recommended|most read|trending|topics?:|tags?:|filed under|share (?:this|on|via)|tweet|print|email this|"
    r"follow (?:us|@)|"
    r"sign up|sign in|log in|subscribe|download|get (?:the best|our|the latest|breaking|[^.]*\b(?:by email|inbox)\b)|"
    r"click|tap here|advertisement|"
    r"advertising|watch:|listen:|home\b.*[»>]|skip to|menu\b|comments?\b$|back to|next:|previous:|join us|donate|"
    r"support our|"
    r"please (?:follow|visit|see|contact|join|share|check|click|note)\b|"
    r"view (?:comments|all)|continue reading|scroll|save\b$|stay (?:up|informed)|never miss|want more|have a (?:tip|"
    r"story))",
    re.IGNORECASE,
)
_NEWSLETTER: Final = re.compile(
    r"\bour (?:\w+ ){0,4}(?:letter|pick|newsletter|round-?up|digest|bulletin|stories|headlines)\b.*"
    r"\b(?:every (?:other )?(?:\w+day|week|day|morning|evening|month)|weekly|daily|free)\b|"
    r"\b(?:newsletters?|in your inbox|our app|sign up|subscribe|podcast)\b.*\b(?:free|inbox|sign up|subscribe|here|"
    r"daily|weekly|"
    r"newsletter|app|briefings?)\b|\bfree newsletter\b",
    re.IGNORECASE,
)
_BOILERPLATE: Final = re.compile(
    r"(?:source\b(?= [A-Z])|about (?:the )?[\w&’' -]{2,60}: |(?:references?|citations?|doi|journal reference|paper):|"
    r"the [\w ]+ met\b.{0,80} presiding|published (?:by|under)\b|(?:the )?reporting (?:for|of) this|(?:media |press |"
    r"for media )?contacts?\b|for (?:more|further|"
    r"additional|interviews?) (?:information)?|for (?:media|"
    r"press) (?:enquiries|inquiries)|"
    r"media (?:enquiries|inquiries)|reach (?:her|him|them|us)|follow (?:her|him|them)|"
    r"(?:this|the) (?:transcript|article|story|report|conversation|briefing|piece|text|page|interview|release|"
    r"version)\b.{0,60}?\b(?:edited|updated|appears in|"
    r"published|corrected|translated|appeared|produced|condensed|provided|amended|prepared)\b|(?:an )?earlier version|"
    r"a version of (?:it|this|the)\b|"
    r"all rights reserved|copyright|©|actual results|notes? to editors?|editor[’']?s[’']? note|correction\b|"
    r"(?:additional )?reporting by|this is an? (?:\w+ ){0,2}transcript\b|"
    r"(?:edited|editing|compiled) by|source:|sources:|email:|phone:|tel\b|forward-looking statements|disclaimer|"
    r"legal notice|you can (?:hear|listen|watch|read|see|find)\b)",
    re.IGNORECASE,
)
_CONTACT: Final = re.compile(
    r"\bet al\., [A-Z]|\b(?:is|are|updates|details|results) at (?:www\.)?[\w-]+\.(?:com|org|net|gov|example)\b|"
    r"\S+@\S+\.\w+|\bcontributed (?:to this|reporting)|"
    r"\b(?:follow|find|apply|register|details|call(?:ed)?|phone|text|dial|email|"
    r"visit)\b[^.]*(?:\b\d{3}[- ](?:\d{3}[- ]?)?\d{3,4}\b|"
    r"\bwww\.|https?://|\.(?:com|org|net|gov|example)\b)",
    re.IGNORECASE,
)
_IS_A_NEWSROOM: Final = re.compile(
    r"\bis an? [^.]*\b(?:news(?:paper|room| service| organi[sz]ation| agency| site| outlet)?|publication|magazine|"
    r"wire|nonprofit|"
    r"broadcaster)\b",
    re.IGNORECASE,
)
_ABOUT_AUTHOR: Final = re.compile(
    r"[A-Z][\w’-]+(?: [A-Z][\w’.-]+){1,2} (?:writes|blogs) (?:about|on|for)\b|"
    r"(?:Her|His|Their) (?:last|latest|new|newest|first|next) (?:book|piece|article|column|novel|story)\b"
)
"""What stands under an article about who wrote it."""
_ABOUT_ITSELF: Final = re.compile(
    r"\b(?:was (?:founded|established)|(?:has|employs) "
    r"(?:about |some |more than )?[\d,]+ (?:students|employees|members|staff|people))\b"
)
_ABOUT: Final = re.compile(
    r"forward-looking statements|(?:about|who is|who are)\s+(?:the\s+|us$)?(?:[A-Z]|us\b).{0,80}|"
    r"notes? to editors?:?|boilerplate|(?:citations?|references|bibliography|works cited|further reading):?",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"(?:for immediate release|embargo\w*.*|press release|news release|media release|"
    r"[-–—\s]*end(?:s|ed)?[-–—\s.]*|end of .*|#+|"
    r"\*+|[-–—_=~ ]{2,}|"
    r"-\s*30\s*-|\(.{1,60}\)\.?|\[.{1,60}\]\.?|(?:end|begin|start|ends)\s+\d.*|(?:updated|published|posted|"
    r"last (?:updated|modified)|"
    r"released?|(?:date|time|location|venue|where|when|release no\.?|ref(?:erence)?|no\.):)(?:[ap]\.m\.?|[^.?]){0,80}|"
    r"\d+ min(?:ute)?s?(?: read)?)",
    re.IGNORECASE,
)
_NAMED_DAY: Final = re.compile(r"^[A-Z][\w’&-]*(?: [A-Z][\w’&-]*){0,4}, (?=\w+ \d|\d)|(?<=\d{4})\.$")
"""What stands around the day in "Radio Varn, 4 May 2031."."""
_PRESENT: Final = re.compile(
    r"(?:with|(?:also |members )?(?:present|taking part)|in attendance|attendees|participants|witnesses):",
    re.IGNORECASE,
)
_PLACE: Final = r"[A-ZÀ-Þ][\w.’'-]*(?:\s(?:(?:of|the|de|la|on|upon)\s)?[A-ZÀ-Þ][\w.’'-]*){0,3}"
_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE: Final = (
    rf"(?:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s\d{{4}})?"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)
_DATELINE: Final = re.compile(
    # "CASPER LANDING, Kelmar (AP) —", "OSTRAND, Jan. 4, 2031 /Wire/ --", and "Ostrand, Lisle, 3 May —".
    rf"\(?{_PLACE}(?:,\s+{_PLACE}){{0,2}}(?:,?\s+\(?{_DATE}\)?)?(?:\s?/[\w ]+/)?(?:\s?\([A-Z][\w ]+\))?"
    rf"(?:,?\s+{_DATE})?(?:\s+(?:–|--|-)\s+|\s*—\s*)(?=[“\"‘A-Z0-9$£€])"
)
_TIME: Final = re.compile(
    r"\d{1,2}(?:[:.]\d\d)?\s*(?:a\.?m\.?|p\.?m\.?|hours|hrs|gmt|utc|[ecmp][sd]t)\b.*", re.IGNORECASE
)
_INTRODUCTION: Final = re.compile(
    r"(?:This is |I[’']m |My name is |It[’']s )?[A-Z][\w’-]+(?:\s[A-Z][\w’.-]+){1,3},?\s+(?:with |from |of |at |for )?"
    r"(?:the |The )?[A-Z]"
)
_INTRODUCING: Final = frozenset("with from of the at for is name and".split())
_COMPANY: Final = re.compile(r"\b(?:Ltd|Inc|Corp|Co|Bros)\.(?P<gap>\s+)(?=(?P<next>[A-Z][\w’-]+)\s(?P<verb>[a-z]+)\b)")
_MOST_ABOVE: Final = 4
"""Paragraphs from the first one in which the byline may come after the title and what stands under it."""
_LATE: Final = 0.6  # of the paragraphs, after which a text may say who published it
_IN_DATES: Final = frozenset({"the", "of", "at", "am", "pm", "a.m", "p.m"})
_HOUR: Final = re.compile(r"[ap]\.m\.$", re.IGNORECASE)
_DAY_WORDS: Final = MONTHS | WEEKDAYS


def read_segments(source: Source) -> tuple[Segment, ...]:
    """Return the segments of a source in order. Only white space and the markers of lists are between them."""
    turns = find_turns(source)
    found = [segment for paragraph in source.paragraphs for segment in _divided(paragraph, source, turns)]
    return tuple(_Reader(source, found, turns).read())


def _divided(paragraph: Paragraph, source: Source, turns: Mapping[int, Turn]) -> Iterator[Segment]:
    """Yield the sentences of a paragraph, with labels cut off: whose turn it is, and the place before the first one."""
    turn = turns.get(paragraph.number)
    start = paragraph.start
    text = source.text
    labelled = turn is not None and turn.start == start
    if turn is not None and labelled:
        yield _label(paragraph, start, turn.end, text, turn)
        start = _next_word(text, turn.end, paragraph.end)
    for block, last in _blocks(text, start, paragraph.end):
        ended = block if labelled else _dateline(text, block, last)
        if ended > block:
            yield _label(paragraph, block, ended, text, turn)
        first = _next_word(text, ended, last)
        for sentence in sentences(text[first:last]):
            for begin, end in _after_companies(text, first + sentence.start, first + sentence.end):
                yield Segment(paragraph=paragraph.number, start=begin, end=end, turn=turn)


def _label(paragraph: Paragraph, start: int, end: int, text: str, turn: Turn | None) -> Segment:
    stop = start + len(text[start:end].rstrip())
    return Segment(paragraph=paragraph.number, start=start, end=stop, no_fact=NoFact.LABEL, turn=turn)


def _next_word(text: str, start: int, end: int) -> int:
    rest = text[start:end]
    return start + len(rest) - len(rest.lstrip())


def _after_companies(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split a sentence after "Ltd." where a verb after the next word shows that another one begins there."""
    for stop in _COMPANY.finditer(text, start, end):
        if is_finite(stop["verb"]):
            yield start, stop.start("next") - len(stop["gap"])
            start = stop.start("next")
    yield start, end


def _dateline(text: str, start: int, end: int) -> int:
    """Return where the dateline at the beginning of a block ends, or its start where it has none."""
    found = _DATELINE.match(text, start, end)
    long = found and end - found.end() > LONG_LINE // 4
    verb = found and has_finite([token for token in tokenize(found.group()) if not token.capital])
    return found.end() if found and long and not verb else start


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the blocks of a paragraph: its lines where each stands alone, or lines that are one wrapped text."""
    spans = [(start + line.start(), start + line.end()) for line in re.finditer(r"[^\r\n]*\S[^\r\n]*", text[start:end])]
    longest = max((last - first for first, last in spans), default=0)
    begun: int | None = None
    for number, (first, last) in enumerate(spans):
        begun = first if begun is None else begun
        following = text[spans[number + 1][0] : spans[number + 1][1]].strip() if number + 1 < len(spans) else ""
        if not following or _breaks(text[first:last].strip(), following, longest):
            yield begun, last
            begun = None


def _breaks(line: str, following: str, longest: int) -> bool:
    """Return whether a line does not go on in the next one."""
    if _PRESENT.match(line):
        return True
    if any(_TABLE.search(each) or _BULLET.match(each) for each in (line, following)) or _CREDIT.match(following):
        return True
    whole = following[0].isupper() or following[0] in '“"‘(#*[' or following[0].isdigit()
    return whole and (_STOPPED.search(line) is not None or len(line) < longest * 0.7 or longest < LONG_LINE // 4)


class _Reader:
    """Decides for each segment why it is no fact, with what is around it."""

    def __init__(self, source: Source, segments: Sequence[Segment], turns: Mapping[int, Turn]) -> None:
        self._source = source
        self._segments = segments
        self._turns = turns
        self._last = max((paragraph.number for paragraph in source.paragraphs), default=0)
        self._authors: tuple[str, ...] = ()
        self._about = False
        self._turn: Turn | None = None

    def read(self) -> Iterator[Segment]:
        groups: dict[int, list[Segment]] = {}
        for segment in self._segments:
            groups.setdefault(segment.paragraph, []).append(segment)
        read = [self._paragraph(group) for group in groups.values()]
        read = _without_standfirst(read)
        captioned = (
            segment
            for place, group in enumerate(read)
            for segment in self._captioned(group, read[place + 1] if place + 1 < len(read) else ())
        )
        yield from self._listed(captioned)

    def _listed(self, segments: Iterable[Segment]) -> Iterator[Segment]:
        """Yield the segments without the markers of lists; an item is a fact where a whole sentence leads to it."""
        lead: tuple[int, int] | None = None
        for segment in segments:
            text = self._text(segment)
            marker = _BULLET.match(text)
            if marker is None:
                whole = segment.no_fact is None and text.endswith(":")
                lead = (segment.start, segment.end) if whole else None
                yield segment
            elif segment.no_fact is None:
                yield replace(segment, start=segment.start + marker.end())
            elif segment.no_fact is NoFact.FRAGMENT and lead is not None:
                yield replace(segment, start=segment.start + marker.end(), no_fact=None, lead=lead)
            else:
                yield segment

    def _paragraph(self, group: Sequence[Segment]) -> list[Segment]:
        turn = group[0].turn
        if turn:
            self._turn = turn
        reasons = [segment.no_fact or self._reason(segment, group) for segment in group]
        if reasons[0] is NoFact.HEADING and len(set(reasons[1:])) == 1 and reasons[-1] is NoFact.TABLE:
            reasons[0] = NoFact.TABLE
        for place, (one, other) in enumerate(pairwise(group)):
            if reasons[place] is reasons[place + 1] is NoFact.HEADING and _JOB.search(self._text(other)):
                reasons[place] = NoFact.BYLINE if _NAME_ALONE.fullmatch(self._text(one)) else NoFact.HEADING
        heading = self._text(group[0]) if reasons[0] in {NoFact.HEADING, NoFact.BOILERPLATE} else ""
        if heading:
            self._about = _ABOUT.fullmatch(heading) is not None
        if self._about:
            reasons = [reason or NoFact.BOILERPLATE for reason in reasons]
        if reasons[0] in {NoFact.HEADING, NoFact.NAVIGATION, NoFact.TABLE, NoFact.BOILERPLATE} and not turn:
            self._turn = None
        spoken = self._turn
        return [replace(segment, no_fact=reason, turn=spoken) for segment, reason in zip(group, reasons, strict=True)]

    def _captioned(self, group: Sequence[Segment], following: Sequence[Segment]) -> Iterator[Segment]:
        """Yield a paragraph; its sentences are a caption where a picture's credit is the end of it or comes next."""
        own = group[-1].no_fact is NoFact.CREDIT and len(group) > 1
        ahead = len(following) == 1 and following[0].no_fact is NoFact.CREDIT and self._may_be_caption(group)
        for segment in group:
            yield replace(segment, no_fact=NoFact.CAPTION) if (own or ahead) and segment.no_fact is None else segment

    def _may_be_caption(self, group: Sequence[Segment]) -> bool:
        """Return whether a paragraph may be a caption: one sentence in the present that nobody says."""
        text = self._text(group[0])
        past = any(
            token.small in _NOT_NOW or ((form := VERB_FORMS.get(token.small)) and form.past and not form.participle)
            for token in tokenize(text)
        )
        return len(group) == 1 and not set('“”"') & set(text) and not past and find_attribution(text) is None

    def _text(self, segment: Segment) -> str:
        return self._source.text[segment.start : segment.end]

    def _reason(self, segment: Segment, group: Sequence[Segment]) -> NoFact | None:
        text = " ".join(self._text(segment).split())
        return self._line(text, segment, group) or self._sentence(text)

    def _line(self, text: str, segment: Segment, group: Sequence[Segment]) -> NoFact | None:
        """Return why a line of the page is no fact; the first reason counts."""
        stopped = _STOPPED.search(text) is not None or _IMAGE_CAPTION.match(text) is not None
        sentence = _ENDED.search(text) is not None and has_finite(tokenize(text))
        byline = _BYLINE_START.match(text) is not None and not stopped and len(text) < LONG_LINE
        if byline:
            self._authors = tuple(re.findall(r"[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+)+", text.partition(" ")[2]))
        few = len(group) <= len(("caption", "credit", "more"))
        reasons = (
            (_NAVIGATION.match(text) or _NEWSLETTER.search(text), NoFact.NAVIGATION),
            (byline, NoFact.BYLINE),
            (_PRESENT.match(text), NoFact.HEADING),
            (_TABLE.search(text), NoFact.TABLE),
            (_CREDIT.match(text), NoFact.CREDIT),
            (_BULLET.match(text) and not sentence and not _LABEL.fullmatch(text), NoFact.FRAGMENT),
            (self._is_boilerplate(text, group), NoFact.BOILERPLATE),
            (_LABEL.fullmatch(text) or _TIME.fullmatch(text) or _is_day(_NAMED_DAY.sub("", text)), NoFact.LABEL),
            (_leads_to_list(text, alone=segment in {group[0], group[-1]}), NoFact.LABEL),
            (not stopped and len(text) <= LONG_LINE, NoFact.HEADING),
            (_IMAGE_CAPTION.match(text) or (few and _CAPTION.search(text)), NoFact.CAPTION),
        )
        return next((reason for met, reason in reasons if met), None)

    def _is_boilerplate(self, text: str, group: Sequence[Segment]) -> bool:
        if _BOILERPLATE.match(text.lstrip("•*-–· ")) or _CONTACT.search(text):
            return True
        late = group[0].paragraph > self._last * _LATE
        # Who asks in an interview is its author.
        asking = {turn.who for turn in self._turns.values() if " " in turn.who and not turn.who.isupper()}
        writers = (*self._authors, *(asking if not group[0].turn else ()))
        if any(text.startswith((f"{author} ", f"{author},")) for author in writers) and not set('“”"') & set(text):
            return late or not self._turns
        publisher = fold(self._source.publisher).removeprefix("the ")
        about = _IS_A_NEWSROOM.search(text) is not None and fold(text).removeprefix("the ").startswith(publisher)
        own = _ABOUT_ITSELF.search(text) is not None and fold(text).removeprefix("the ").startswith(publisher)
        return (about or own or _ABOUT_AUTHOR.match(text) is not None) and late

    def _sentence(self, text: str) -> NoFact | None:
        """Return why a sentence is no fact."""
        if _QUESTION.search(text):
            return NoFact.QUESTION
        if self._turn and is_introduction(text):
            return NoFact.LABEL
        return find_small_talk(text, in_turn=self._turn is not None)


def _without_standfirst(paragraphs: Sequence[Sequence[Segment]]) -> list[list[Segment]]:
    """Mark what stands between the title and the byline as a heading: it tells in short what the article says."""
    until = next(
        (place for place, group in enumerate(paragraphs[:_MOST_ABOVE]) if group[0].no_fact is NoFact.BYLINE), 0
    )
    return [
        [replace(each, no_fact=each.no_fact or NoFact.HEADING) if place < until and short else each for each in group]
        for place, group in enumerate(paragraphs)
        for short in (group[-1].end - group[0].start <= LONG_LINE,)
    ]


def _leads_to_list(text: str, *, alone: bool) -> bool:
    """Return whether a line only announces a list: "Owners may receive:"."""
    if not text.endswith(":") or set('“”"') & set(text) or not (alone or not _ENDED.search(text)):
        return False
    tokens = [token for token in tokenize(text) if token.word]
    return len(tokens) < MIN_LEAD_WORDS or not has_finite(tokens)


def _is_day(text: str) -> bool:
    spelt = [token.small.rstrip(".") for token in tokenize(text) if token.text[0].isalnum()]
    plain = all(word in _DAY_WORDS or word[0].isdigit() or word in _IN_DATES for word in spelt)
    few = len(spelt) <= len("day DD month YYYY at hh mm".split())
    return plain and few and not _ENDED.search(_HOUR.sub("", text)) and not _DAY_WORDS.isdisjoint(spelt)


def is_list_of_persons(text: str) -> bool:
    """Return whether a line says who takes part: "Witnesses: Ann Grey, Harbour Office; and Tom Ash"."""
    return _PRESENT.match(text) is not None


def is_introduction(text: str) -> bool:
    """Return whether a sentence of a turn only says who speaks: "Ann Grey, with the Varn Gazette."."""
    tokens = [token for token in tokenize(text) if token.word]
    plain = [token for token in tokens if not token.capital and token.small not in _INTRODUCING]
    long = len(tokens) > len("This is Name Name Name with the Name Name Name News".split())
    return _INTRODUCTION.match(text) is not None and not plain and not long
