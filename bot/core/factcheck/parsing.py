"""Parse a sentence into clauses, and the words of each clause into slots: who does what, to whom, where and when.

Small rules do it, by function words and the endings of verbs. What they cannot tell is left undecided, and a sentence
is then at best related to a fact. Subjects of passives are moved behind their verb, actors after "by" before it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.core.factcheck import lexicon, verb_forms
from bot.core.factcheck.clause_builder import OCCURS, ClauseBuilder, OpenClause
from bot.core.factcheck.clause_joints import begins_sentence, open_after_comma, open_clause, subordinates
from bot.core.factcheck.clauses import ADVERBIAL, CORE, INFINITIVE, MOVED, Link, Parsed, Reference
from bot.core.factcheck.frames import straighten, take_frames
from bot.core.factcheck.inflection import is_finite, is_gerund, is_participle, is_verb, root
from bot.core.factcheck.lookahead import (
    AUXILIARIES,
    Tokens,
    at,
    continues_list,
    follows_noun,
    follows_plural,
    follows_pronoun,
    has_auxiliary_ahead,
    has_that,
    has_verb_ahead,
    is_between,
    is_infinitive,
    is_last_verb,
    starts_clause,
    word_at,
)
from bot.core.factcheck.rewriting import rewrite
from bot.core.factcheck.tokens import SentenceToken, is_time, read_tokens, refer
from bot.core.factcheck.vocabulary import Names
from bot.core.knowledge.model import EntityKind
from bot.core.knowledge.quantities import Kind

_AUXILIARIES: Final = lexicon.BE | lexicon.HAVE | lexicon.DO
_PREPOSITIONS: Final = lexicon.PREPOSITIONS.keys() | lexicon.SOMETIMES_PARTICLES
_AUXILIARY_REACH: Final = 5  # tokens after an auxiliary in which its verb is
_ACCUSE: Final = root("accuse")
_MORE: Final = frozenset({"more", "less", "fewer"})
_ADVERBS: Final = frozenset(
    (
        "now then once again still ever soon yet further only just already almost nearly also not first twice later "
        "well too"
    ).split()
)
_STRANDED: Final = frozenset("of to for from with at about against".split())
"""Prepositions that stay behind at the end of a relative clause: "which they came within miles of"."""
_REFERRING: Final = frozenset({"it", "them", "that", "this", "him", "her"})
_NAMING: Final = frozenset(map(root, ("designate", "name", "label", "declare", "brand", "dub")))
"""Verbs after which "as" adds nothing: "designated them as terrorists"."""
_DECIDING: Final = frozenset(map(root, ("decide", "rule", "advise", "argue")))
"""Verbs after which "against" says the opposite of "on"."""
_NAMED: Final = 6  # items before "as" of which one is such a verb
_ON_TOPIC: Final = frozenset({"on", "over", "about", "concerning", "regarding"})
_TOPICAL: Final = frozenset(
    map(
        root,
        "concern worry doubt question comment remark report debate discussion dispute decision uncertainty anxiety "
        "statement talks information warning argument disagreement agreement row quarrel negotiations speech opinion "
        "article book study law rule advice news".split(),
    )
)
"""Nouns after which "on", "over" and "about" all say what it is about."""
_EXISTING: Final = 3  # tokens before "been" of which one is "there"
_TOLD: Final = frozenset({"tell", "tells", "told", "warned", "warn", "warns"})
"""Verbs of speech whose object is a person: "told reporters"."""


def parse(text: str, names: Names, *, named_before: str = "", source: bool = False) -> Parsed:
    """Parse one sentence. Never raises. `named_before` is the person that "he" means before anybody is named.

    A sentence of a `source` means somebody of the vocabulary by an alias that describes them: "the admiral".
    """
    tokens = rewrite(read_tokens(text, names), names)
    if source:
        described = names.described([token.word for token in tokens])
        tokens = [
            replace(token, keys=token.keys | {described[place]}) if place in described and token.keys else token
            for place, token in enumerate(tokens)
        ]
    if named_before:
        tokens = refer(tokens, named_before, names)
    frames, rest = take_frames(tokens)
    builder = ClauseBuilder()
    parent = -1
    for frame in frames:
        parent = _read_frame(builder, frame, parent)
    builder.open(Link.MAIN if parent < 0 else Link.COMPLEMENT, parent=parent)
    _Reader(builder, straighten(rest), split=True).read()
    return Parsed(text=text, clauses=builder.finish())


def _read_frame(builder: ClauseBuilder, tokens: Tokens, parent: int) -> int:
    """Add a clause of speech that was taken out of its sentence; return its number."""
    verb = next((token.word for token in tokens if token.word in lexicon.SAYING), "said")
    clause = builder.open(Link.MAIN if parent < 0 else Link.COMPLEMENT, parent=parent)
    _Reader(builder, tokens, split=False).read()
    clause.speech = lexicon.SAYING[verb]
    return clause.number


class _Reader:
    """Reads tokens one after the other into a builder. Each method for a kind of word returns the next place.

    With `split`, words such as "that" begin clauses of their own.
    """

    def __init__(self, builder: ClauseBuilder, tokens: Tokens, *, split: bool) -> None:
        self._builder = builder
        self._tokens = tokens
        self._split = split

    def read(self) -> None:
        """Read all tokens."""
        place = 0
        while place < len(self._tokens):
            place = self._take(place)

    def _take(self, place: int) -> int:
        token = self._tokens[place]
        if token.is_content and not _is_verb_of_speech(token):
            return self._content(place)
        if token.is_mark:
            return self._mark(place)
        if self._split:
            jump = self._clause_at(place)
            if jump is not None:
                return jump
        return self._function_word(place)

    def _clause_at(self, place: int) -> int | None:
        if begins_sentence(self._builder.clause) and subordinates(self._tokens, place):
            return self._fronted(place)
        return open_clause(self._builder, self._tokens, place)

    def _function_word(self, place: int) -> int:
        word = self._tokens[place].word
        if word in lexicon.NEGATORS:
            return self._negator(place)
        if word in lexicon.MODALS:
            return self._modal(place)
        if word in _AUXILIARIES:
            return self._auxiliary(place)
        if word in lexicon.JOINERS:
            return self._joiner(place)
        return self._preposition(place) if word in _PREPOSITIONS else self._other_word(place)

    def _other_word(self, place: int) -> int:
        """Read a pronoun, a determiner or a verb of speech."""
        token, clause = self._tokens[place], self._builder.clause
        following = at(self._tokens, place + 1)
        alone = token.word in lexicon.DEMONSTRATIVES and following is not None and _begins_predicate(following)
        if (token.word in lexicon.SUBJECT_PRONOUNS or alone) and not clause.items:
            clause.pronoun = True
        if self._refers(place):
            clause.references.append(Reference(word=token.word, start=token.start))
        if _is_verb_of_speech(token):
            return self._speech(place)
        if token.word in lexicon.DETERMINERS or token.word == "that":
            clause.owned = clause.owned or token.word in lexicon.OWN
            self._builder.begin_run()
            slot = self._builder.slot
            if follows_noun(self._tokens, place) and slot in lexicon.PREPOSITIONS and not clause.has_verb:
                self._builder.begin_phrase(CORE)  # "at their closest point the bombers flew"
        return place + 1

    def _refers(self, place: int) -> bool:
        """Return whether a word stands for a person or thing: "it", and "her" unless something is hers."""
        token, following = self._tokens[place], at(self._tokens, place + 1)
        own = token.word in lexicon.OWN and following is not None and following.is_content
        return token.word in lexicon.REFERRING and not own

    def _negator(self, place: int) -> int:
        token, clause = self._tokens[place], self._builder.clause
        before = {"and", "but"} if token.word == "no" else {"and", "but", ","}
        if place and clause.items and (self._denies_gerund(place) or self._tokens[place - 1].word in before):
            self._builder.add_denied(token)
        else:
            clause.negations.append(token.text)
        return place + 1

    def _denies_gerund(self, place: int) -> bool:
        """Return whether "not" denies a part alone: "was concerned about it not being so", but not "was not moving"."""
        if word_at(self._tokens, place - 1) in _AUXILIARIES or word_at(self._tokens, place - 1) in lexicon.MODALS:
            return False
        acts = any(item.verb for item in self._builder.clause.items)
        following = word_at(self._tokens, place + 1)
        return acts and (following in {"being", "having"} or is_gerund(following))

    def _modal(self, place: int) -> int:
        token, builder = self._tokens[place], self._builder
        self._open_after_speech(place)
        builder.meet_verb()
        builder.clause.modals.setdefault(lexicon.MODALS[token.word], token.text)
        builder.expected = builder.pending = True
        return place + 1

    def _joiner(self, place: int) -> int:
        following = at(self._tokens, place + 1)
        starts = following is not None and (following.word in lexicon.DETERMINERS or following.quantity is not None)
        self._builder.join(starts=starts)
        return place + 1

    # Marks.

    def _mark(self, place: int) -> int:
        token, builder, clause = self._tokens[place], self._builder, self._builder.clause
        if place + 1 >= len(self._tokens):
            return place + 1
        if self._split and token.word == ":" and clause.speech:
            builder.open(Link.COMPLEMENT, parent=clause.number)
            return place + 1
        if self._split and token.word in {";", ":", "-"} and clause.items:
            builder.open(Link.COORDINATE, parent=-1 if clause.parent < 0 else clause.parent)
            return place + 1
        if self._split and token.word == "," and open_after_comma(builder, self._tokens, place):
            return place + 1
        builder.begin_run()
        listed = clause.has_verb and continues_list(self._tokens, place + 1)
        if token.word == "," and listed:
            builder.continue_list()
        elif token.word == ",":
            builder.end_genitive()
            if builder.slot != CORE:
                apposed = builder.slot == "by" and word_at(self._tokens, place + 1) in {"a", "an", "the"}
                builder.begin_phrase("by" if apposed else CORE)
        return place + 1

    def _fronted(self, place: int) -> int:
        """Read "As tension rises, they ...": a clause before the one on which it depends."""
        tokens, builder, main = self._tokens, self._builder, self._builder.clause
        comma = next((each for each in range(place, len(tokens)) if tokens[each].word == ","), len(tokens))
        builder.open(Link.ADVERBIAL, word=tokens[place].word, parent=main.number)
        _Reader(builder, tokens[place + 1 : comma], split=True).read()
        builder.move_last(main)
        return comma + 1

    # Words that must be found in the source.

    def _content(self, place: int) -> int:
        token, builder = self._tokens[place], self._builder
        if not token.name and token.word in lexicon.PREPOSITIONS:
            return self._adverbial(place)
        if self._is_bare_infinitive(place):
            builder.begin_phrase(INFINITIVE)
            builder.expected = True
        can_be = bool(token.word) and not token.name and not token.possessive
        acts = can_be and self._is_plain_verb(place)
        verb = acts or self._is_verb(place, can_be=can_be)
        if not (can_be and token.word.endswith("ly")):
            builder.expected = False
        if self._split and verb and self._opens_reduced(place):
            self._open_reduced()
        elif self._split and verb and self._opens_active(place):
            opened = builder.open(Link.RELATIVE, parent=builder.clause.number, shared=builder.clause.last_phrase())
            opened.has_verb = True
        elif acts or (verb and is_finite(token.word) and not self._is_passive_verb()):
            builder.meet_verb()
        builder.add(token, verb=verb)
        builder.pending = builder.pending and not verb
        self._after_time(place)
        told = builder.clause.speech and place > 0 and self._tokens[place - 1].word in _TOLD and token.name
        if (told or (verb and token.word in lexicon.BARE_THINKING)) and self._split and self._begins_bare(place + 1):
            builder.open(Link.COMPLEMENT, parent=builder.clause.number)
        return place + 1

    def _after_time(self, place: int) -> None:
        """Let the clause go on after "on Friday" and "for nine days"."""
        if self._tokens[place].date is not None and self._builder.slot not in {CORE, INFINITIVE}:
            self._after_date(place)
        elif self._ends_time(place):
            self._builder.begin_phrase(CORE)

    def _ends_time(self, place: int) -> bool:
        """Return whether the subject follows a time at the beginning: "for nine days two bridges were closed"."""
        builder, following = self._builder, at(self._tokens, place + 1)
        if following is None or builder.slot in {CORE, INFINITIVE, ADVERBIAL} or builder.clause.has_verb:
            return False
        token = self._tokens[place]
        starts = following.quantity is not None or following.name or following.word in lexicon.DETERMINERS
        if token.quantity is None and all(item.phrase == builder.phrase for item in builder.clause.items):
            weeks = token.word.endswith("s") and not token.possessive  # "in recent weeks warships were moved"
            return is_time(token) and weeks and (starts or following.is_content)
        return starts and token.quantity is not None and is_time(token)

    def _begins_bare(self, place: int) -> bool:
        """Return whether a clause begins at a place without "that"."""
        following = at(self._tokens, place)
        if following is None or not starts_clause(following):
            return False
        return has_verb_ahead(self._tokens, place) and not has_that(self._tokens, place)

    def _is_bare_infinitive(self, place: int) -> bool:
        """Return whether a verb follows the object of "let" or "help"."""
        token, clause = self._tokens[place], self._builder.clause
        if token.word not in verb_forms.VERBS or token.name or self._builder.slot != CORE or not place:
            return False
        verbs = [item for item in clause.items if item.verb]
        previous = self._tokens[place - 1]
        led = bool(verbs) and verbs[-1].text.lower() in lexicon.BARE
        return led and (previous.is_content or previous.word in lexicon.PRONOUNS) and not previous.possessive

    def _adverbial(self, place: int) -> int:
        """Read "at once", one phrase of the vocabulary."""
        builder = self._builder
        slot = builder.slot
        builder.begin_phrase(ADVERBIAL)
        builder.add(self._tokens[place])
        builder.begin_phrase(CORE if slot in lexicon.PREPOSITIONS else slot)
        return place + 1

    def _is_verb(self, place: int, *, can_be: bool) -> bool:
        word = self._tokens[place].word
        expected = self._builder.expected and not word.endswith("ly")
        looks = (can_be and (is_verb(word) or expected)) or word in lexicon.HAVE  # "have the means", a phrase
        return looks and not self._is_noun(place)

    def _is_noun(self, place: int) -> bool:
        """Return whether a word with the ending of a verb is none: "the cost", "the last evening crossing"."""
        if not place or self._builder.expected or self._builder.pending:
            return False
        previous = self._tokens[place - 1]
        if previous.word in lexicon.DETERMINERS or previous.possessive or self._describes(place):
            return True
        if not is_gerund(self._tokens[place].word):
            return False
        begins = previous.is_content and not self._builder.clause.has_verb
        return begins and not previous.name and not previous.word.endswith("s")

    def _describes(self, place: int) -> bool:
        """Return whether a participle stands between an ordinal and a noun: "the sixth known strike"."""
        before, following = self._tokens[place - 1].quantity, at(self._tokens, place + 1)
        ordinal = before is not None and before.kind is Kind.ORDINAL
        return ordinal and following is not None and following.is_content and not following.name

    def _is_plain_verb(self, place: int) -> bool:
        """Return whether a word that may be a noun is a verb: "traffickers pose", "the administration ties Maduro"."""
        word, builder = self._tokens[place].word, self._builder
        if builder.clause.has_verb:
            return False
        if follows_pronoun(self._tokens, place):
            return True
        if word in verb_forms.AMBIGUOUS and builder.clause.items and builder.slot == CORE:
            return is_between(self._tokens, place)
        if word in verb_forms.AMBIGUOUS and is_last_verb(self._tokens, place):
            return True
        return word in verb_forms.VERBS and builder.slot != INFINITIVE and follows_plural(self._tokens, place)

    def _is_passive_verb(self) -> bool:
        builder = self._builder
        return builder.slot != CORE and builder.clause.has_verb and not builder.is_over(builder.clause)

    def _opens_reduced(self, place: int) -> bool:
        """Return whether a participle stands for a relative clause: "boats targeted by", "banners shown on ... are"."""
        tokens, clause = self._tokens, self._builder.clause
        if not is_participle(tokens[place].word) or not clause.items or clause.items[-1].verb or not place:
            return False
        if not tokens[place - 1].is_content or (clause.passive and self._builder.slot == CORE):
            return False
        following = word_at(tokens, place + 1)
        if following != "by" and tokens[place - 1].entity is EntityKind.PERSON:
            return False  # "Trump stopped short of saying that they would"
        if following == "by":
            amount = at(tokens, place + 2)
            return amount is None or amount.quantity is None  # "rose by 3 metres"
        return following in lexicon.PREPOSITIONS and not clause.has_verb and has_auxiliary_ahead(tokens, place + 1)

    def _opens_active(self, place: int) -> bool:
        """Return whether a gerund stands for a relative clause: "banners bearing messages are shown"."""
        tokens, clause = self._tokens, self._builder.clause
        if not is_gerund(tokens[place].word) or not place or not clause.items or clause.has_verb:
            return False
        follows = tokens[place - 1].is_content and not tokens[place - 1].possessive and not clause.items[-1].verb
        return follows and self._builder.slot == CORE and has_auxiliary_ahead(tokens, place + 1)

    def _open_reduced(self) -> None:
        clause = self._builder.clause
        shared = [replace(item, order=item.order + 2 * MOVED) for item in clause.last_phrase()]
        opened = self._builder.open(Link.RELATIVE, parent=clause.number, shared=shared)
        opened.passive = opened.has_verb = True

    def _after_date(self, place: int) -> None:
        """After "on Friday" the clause goes on; after "said on Friday" what was said may begin without "that"."""
        tokens, builder = self._tokens, self._builder
        following = at(tokens, place + 1)
        if following is None or following.date is not None:
            return
        if place and tokens[place - 1].word in lexicon.DETERMINERS and following.is_content:
            return  # "in the January flood"
        clause = builder.clause
        builder.begin_phrase(CORE)
        begins = starts_clause(following) and following.word != "that"
        if self._split and clause.speech and begins and has_verb_ahead(tokens, place + 1):
            builder.open(Link.COMPLEMENT, parent=clause.number)

    # Auxiliaries, prepositions, verbs of speech.

    def _auxiliary(self, place: int) -> int:
        """Read a form of be, have or do: with a verb after it, it helps; alone, it is the verb itself."""
        token, builder = self._tokens[place], self._builder
        self._open_after_speech(place)
        if not (builder.slot == INFINITIVE and token.word in {"be", "have", "do"}):
            builder.meet_verb()
        builder.pending = True
        verb = self._helped(place)
        if token.word in lexicon.DO:
            builder.expected = True
        elif token.word in lexicon.HAVE:
            if verb not in lexicon.BE and not (is_participle(verb) or verb in verb_forms.PLAIN_PARTICIPLES):
                self._add_own_verb(token, "have")
        elif verb and is_participle(verb) and verb not in verb_forms.AMBIGUOUS and not is_gerund(verb):
            builder.clause.turn_passive()
        elif verb not in lexicon.BE and not is_gerund(verb):
            self._add_own_verb(token, "be")
        return place + 1

    def _open_after_speech(self, place: int) -> None:
        """Open what is said if it has no subject of its own: "groups that the administration argues can be killed"."""
        clause = self._builder.clause
        speaks = place > 0 and self._tokens[place - 1].word in lexicon.REPORTING and clause.speech
        if self._split and speaks and clause.shared and clause.items[-1].verb:
            shared = [replace(item, order=item.order - 2 * MOVED) for item in clause.shared if item.slot == CORE]
            self._builder.open(Link.COMPLEMENT, parent=clause.number, shared=shared)

    def _add_own_verb(self, token: SentenceToken, verb: str) -> None:
        keys = frozenset({f"={verb}"})
        near = self._tokens[: self._tokens.index(token)][-_EXISTING:]
        if verb == "be" and any(each.word == "there" for each in near):
            keys |= {OCCURS}
        self._builder.add(replace(token, word=verb, keys=keys), verb=True)
        self._builder.pending = False

    def _helped(self, place: int) -> str:
        """Return the word that follows an auxiliary and its adverbs; nothing if it is a name."""
        for following in self._tokens[place + 1 : place + 1 + _AUXILIARY_REACH]:
            word = following.word
            between = word in lexicon.NEGATORS or word.endswith("ly") or word in lexicon.IGNORED or word in _ADVERBS
            if not between and word not in lexicon.QUANTIFIERS:
                return "" if following.name else word
        return ""

    def _preposition(self, place: int) -> int:
        word, builder = self._tokens[place].word, self._builder
        if word == "to" and place + 1 < len(self._tokens) and is_infinitive(self._tokens, place + 1):
            builder.begin_phrase(INFINITIVE)
            builder.expected = True
        elif word == "per":
            builder.begin_run()
        else:
            self._begin_phrase(place)
        return place + 1

    def _begin_phrase(self, place: int) -> None:
        """Begin the phrase after a preposition, unless it is the particle of a verb."""
        token, builder, clause = self._tokens[place], self._builder, self._builder.clause
        word, following = token.word, at(self._tokens, place + 1)
        after_verb = bool(clause.items) and clause.items[-1].verb and clause.items[-1].end <= token.start
        if word == "with" and self._opens_having(place):
            return
        particle = self._is_before_reference(place) or (
            _ends_phrase(following) and (word not in lexicon.SOMETIMES_PARTICLES or after_verb)
        )
        if particle and clause.link is Link.RELATIVE and word in _STRANDED and clause.shared:
            clause.shared = [replace(item, slot=word) for item in clause.shared]  # "which they came within miles of"
        elif word in lexicon.PARTICLES or particle:
            builder.add(replace(token, keys=frozenset({f"+{word}"})))
        elif word == "of" and clause.items and following is not None and not is_gerund(following.word):
            builder.begin_genitive()
        elif word == "of" and self._split and _accuses(clause):
            clause.speech = lexicon.SAYING["accused"]
            opened = builder.open(Link.COMPLEMENT, parent=clause.number, shared=clause.object())
            opened.has_verb = True
        elif word == "by" and self._is_authored(place):
            builder.begin_genitive()
        elif word == "as" and any(item.verb and item.keys & _NAMING for item in clause.items[-_NAMED:]):
            builder.begin_run()
        elif word in _ON_TOPIC and place and follows_noun(self._tokens, place) and clause.items[-1].keys & _TOPICAL:
            builder.begin_phrase("about")
        elif not (word == "than" and clause.items and clause.items[-1].keys & _MORE):
            builder.begin_phrase(_slot(word, clause))

    def _is_before_reference(self, place: int) -> bool:
        """Return whether a word such as "before" has nothing behind it but "that": "before this strike" has."""
        following, after = at(self._tokens, place + 1), at(self._tokens, place + 2)
        if following is None or following.word not in _REFERRING or self._tokens[place].word not in lexicon.PLACING:
            return False
        return following.word not in lexicon.DEMONSTRATIVES or after is None or not after.is_content

    def _is_authored(self, place: int) -> bool:
        """Return whether "by" tells whose a thing is: "an opinion by the department" is the department's."""
        builder, clause = self._builder, self._builder.clause
        if not follows_noun(self._tokens, place) or builder.slot != CORE or clause.passive or clause.items[-1].verb:
            return False
        if is_participle(self._tokens[place - 1].text.split()[-1].lower()):
            return False  # "first reported by"
        ahead = place + 1 + (word_at(self._tokens, place + 1) in lexicon.DETERMINERS)
        following = at(self._tokens, ahead)
        if word_at(self._tokens, ahead + 1) in lexicon.PREPOSITIONS:
            return False  # "a crackdown by the mayor on crime" may also be "a crackdown on crime by the mayor"
        return following is not None and following.name and following.entity is not EntityKind.PLACE

    def _opens_having(self, place: int) -> bool:
        """Read "the line, with eight stops" as a clause of its own: the line has eight stops."""
        following, builder = at(self._tokens, place + 1), self._builder
        counted = following is not None and following.quantity is not None
        if not (self._split and counted and place and self._tokens[place - 1].word == "," and builder.clause.items):
            return False
        clause = builder.clause
        shared = clause.subject() if clause.has_verb else clause.last_phrase()
        if not shared:
            return False
        opened = builder.open(Link.RELATIVE, parent=clause.number, shared=shared)
        opened.modals.update(clause.modals)
        opened.has_verb = True
        self._add_own_verb(self._tokens[place], "have")
        return True

    def _speech(self, place: int) -> int:
        tokens, builder = self._tokens, self._builder
        token, following = tokens[place], at(tokens, place + 1)
        noun = self._is_noun_of_speech(place)
        if not noun:
            builder.meet_verb()
        clause = builder.clause
        builder.add(replace(token, keys=token.keys or frozenset({root(token.word)})), verb=not noun)
        if noun or not self._split or token.word not in lexicon.REPORTING or following is None:
            return place + 1
        clause.speech = clause.speech or lexicon.SAYING[token.word]
        if (token.word, following.word) == ("told", "that") and not clause.passive:
            clause.turn_passive()  # "Trump told that it is late": he is the one who is told
        if token.word not in _TOLD and self._begins_bare(place + 1):
            builder.open(Link.COMPLEMENT, parent=clause.number)
        return place + 1

    def _is_noun_of_speech(self, place: int) -> bool:
        if self._tokens[place].possessive:
            return True
        if not place:
            return False
        previous = self._tokens[place - 1]
        before = lexicon.DETERMINERS | lexicon.PREPOSITIONS.keys() | lexicon.QUANTIFIERS.keys()
        return previous.possessive or previous.word in before


def _slot(word: str, clause: OpenClause) -> str:
    """Return the slot after a preposition: "decided against it" is not "decided on it"."""
    decides = bool(clause.items) and bool(clause.items[-1].keys & _DECIDING)
    return "versus" if word == "against" and decides else word


def _accuses(clause: OpenClause) -> bool:
    """Return whether somebody accuses somebody: what follows is what the accused is said to do."""
    return not clause.passive and any(item.verb and _ACCUSE in item.keys for item in clause.items)


def _is_verb_of_speech(token: SentenceToken) -> bool:
    return token.word in lexicon.SAYING and not token.name and token.quantity is None and token.date is None


def _begins_predicate(token: SentenceToken) -> bool:
    """Return whether a finite verb is at a token."""
    verb = token.is_content and bool(token.word) and not token.name and is_finite(token.word)
    return verb or token.word in AUXILIARIES


def _ends_phrase(following: SentenceToken | None) -> bool:
    """Return whether a preposition has no noun after it, and so is a particle of a verb."""
    if following is None or following.is_mark or following.word in lexicon.PREPOSITIONS:
        return True
    return following.word in lexicon.JOINERS | lexicon.BE or following.word in lexicon.MODALS
