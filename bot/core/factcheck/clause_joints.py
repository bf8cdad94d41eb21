"""Find where a clause of a sentence begins: at "that", a relative pronoun, a conjunction, or without any word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.core.factcheck import lexicon, verb_forms
from bot.core.factcheck.clause_builder import ClauseBuilder, OpenClause
from bot.core.factcheck.clauses import CORE, INFINITIVE, MOVED, Item, Link
from bot.core.factcheck.inflection import is_finite, is_gerund, is_participle, root
from bot.core.factcheck.lookahead import AUXILIARIES, Tokens, has_own_subject, has_verb_ahead, word_at
from bot.core.factcheck.tokens import SentenceToken

_THINKING_ROOTS: Final = frozenset(map(root, lexicon.THINKING))
_NAMING: Final = frozenset({"called", "named", "known", "dubbed"})
_FINITE: Final = AUXILIARIES | lexicon.DO


def open_clause(builder: ClauseBuilder, tokens: Tokens, place: int) -> int | None:
    """Open a clause if the token at a place begins one, and return the next place; otherwise None."""
    word, clause = tokens[place].word, builder.clause
    if place + 1 >= len(tokens):
        return None
    if word == "that":
        return _that(builder, tokens, place)
    if _is_bare_clause(builder, tokens, place):
        return _bare_clause(builder, place)
    if word in lexicon.JOINERS and clause.items and clause.has_verb:
        repeats = clause.link is Link.COMPLEMENT and word_at(tokens, place + 1) == "that"
        return _joined(builder, tokens, place) if not repeats else _that_again(builder, place)
    if word in lexicon.RELATIVES and clause.items:
        link_word = "where" if word == "where" else ""
        shared = _antecedent(word, builder)
        if word in {"which", "who", "whom"} and _has_subject(tokens, place + 1):
            shared = _as_object(shared)
        builder.open(Link.RELATIVE, word=link_word, parent=clause.number, shared=shared)
    elif word in lexicon.CONTRASTING and clause.has_verb:
        builder.open(Link.COORDINATE, parent=clause.parent)
    elif subordinates(tokens, place):
        builder.open(Link.ADVERBIAL, word=word, parent=clause.number)
    else:
        return None
    return place + 1


def subordinates(tokens: Tokens, place: int) -> bool:
    """Return whether a conjunction such as "because" begins a clause. "As", "after" may be prepositions instead."""
    word = tokens[place].word
    if word not in lexicon.SUBORDINATORS or place + 1 >= len(tokens):
        return False
    opens = place == 0 and any(each.word == "," for each in tokens)
    if word not in lexicon.DOUBTFUL or (opens and word == "as"):
        return True
    following = tokens[place + 1]
    valued = following.date is not None or following.quantity is not None
    return not valued and has_verb_ahead(tokens, place + 1)


def begins_sentence(clause: OpenClause) -> bool:
    """Return whether nothing of a main clause was read yet."""
    return not clause.items and clause.link is Link.MAIN and not clause.has_verb


def open_after_comma(builder: ClauseBuilder, tokens: Tokens, place: int) -> bool:
    """Open a clause if a comma and then a participle begin one: ", citing two officials"."""
    clause, following = builder.clause, tokens[place + 1]
    if not (clause.has_verb and clause.items and following.is_content):
        return False
    gerund = is_gerund(following.word)
    last = following.text.split()[-1].lower()
    leads = word_at(tokens, place + 2) in lexicon.PREPOSITIONS or last in lexicon.PREPOSITIONS
    leads = leads or following.word in _NAMING
    if not gerund and not (is_participle(following.word) and leads):
        return False
    shared = clause.subject() if gerund else clause.last_phrase()
    opened = builder.open(Link.RELATIVE, parent=clause.number, shared=shared)
    opened.passive = not gerund
    opened.has_verb = True
    return True


def _bare_clause(builder: ClauseBuilder, place: int) -> int:
    clause = builder.clause
    if clause.speech:
        builder.open(Link.COMPLEMENT, parent=clause.number)
    else:
        builder.open(Link.RELATIVE, parent=clause.number, shared=_as_object(clause.thing_before_place()))
    return place


def _as_object(items: Sequence[Item]) -> list[Item]:
    """Move what a relative clause is about behind its verb: "boats it has targeted"."""
    return [replace(item, order=item.order + 2 * MOVED) for item in items]


def _has_subject(tokens: Tokens, place: int) -> bool:
    """Return whether a relative clause has its own subject."""
    word = word_at(tokens, place)
    return word in lexicon.SUBJECT_PRONOUNS or word in lexicon.DETERMINERS or tokens[place].name


def _is_bare_clause(builder: ClauseBuilder, tokens: Tokens, place: int) -> bool:
    """Return whether a clause begins without "that" or "which": "groups the administration names"."""
    clause, word = builder.clause, tokens[place].word
    if word not in lexicon.DETERMINERS and word not in lexicon.SUBJECT_PRONOUNS:
        return False
    if not place or not clause.items or not clause.has_verb or clause.items[-1].verb or clause.items[-1].time:
        return False
    previous = tokens[place - 1]
    if not previous.is_content or previous.possessive or previous.date or previous.quantity:
        return False
    return has_own_subject(tokens, place + 1) or word in lexicon.SUBJECT_PRONOUNS


def _antecedent(word: str, builder: ClauseBuilder) -> list[Item]:
    """Return what a relative pronoun refers to, in the slot that it has in its own clause."""
    clause = builder.clause
    shared = clause.last_phrase()
    if word == "whose":
        return [_moved(item, CORE, modifies=True) for item in shared]
    if word == "where":
        return [_moved(item, "in", alternative="on") for item in shared]
    if builder.slot not in {CORE, INFINITIVE} and clause.items[-1].phrase != builder.phrase:
        return [_moved(item, builder.slot) for item in shared]
    return shared


def _that(builder: ClauseBuilder, tokens: Tokens, place: int) -> int | None:
    clause = builder.clause
    previous = tokens[place - 1] if place else None
    if previous is None or previous.word in lexicon.PREPOSITIONS or (previous.is_mark and not clause.speech):
        return None
    infinitive = any(item.slot == INFINITIVE for item in clause.items)
    thinks = previous.word in lexicon.THINKING or any(item.keys & _THINKING_ROOTS for item in clause.items[-3:])
    if (clause.speech and not infinitive) or thinks:
        builder.open(Link.COMPLEMENT, parent=clause.number)
        return place + 1
    if previous.is_content and has_verb_ahead(tokens, place + 1):
        shared = clause.last_phrase()
        if _has_subject(tokens, place + 1):
            shared = _as_object(shared)
        builder.open(Link.RELATIVE, parent=clause.number, shared=shared)
        return place + 1
    return None


def _joined(builder: ClauseBuilder, tokens: Tokens, place: int) -> int | None:
    """Open a clause after "and" if a verb or a new subject follows."""
    clause = builder.clause
    ahead = _skip_adverbs(tokens, place + 1)
    if ahead >= len(tokens):
        return None
    first = tokens[ahead]
    if _repeats_gerund(first, clause):
        link = clause.link if clause.parent >= 0 else Link.COORDINATE
        builder.open(link, word=clause.word, parent=clause.parent, shared=clause.subject())
        return place + 1
    depends = clause.link in {Link.COMPLEMENT, Link.ADVERBIAL, Link.RELATIVE}
    parent = clause.parent if depends else -1
    link = clause.link if parent >= 0 else Link.COORDINATE
    acts = ahead > place + 1 and first.word in verb_forms.AMBIGUOUS  # "and potentially offers"
    if first.word in _FINITE or ((acts or _is_next_verb(first, clause)) and builder.slot != INFINITIVE):
        shared = clause.subject()
        opened = builder.open(link, word=clause.word, parent=parent, shared=shared)
        opened.pronoun = clause.pronoun and not shared and parent == clause.parent
        if clause.passive and clause.modals and is_participle(first.word):
            opened.modals.update(clause.modals)  # "can be treated as criminals and killed"
            opened.turn_passive()
            opened.has_verb = True
        return place + 1
    if first.word in lexicon.SUBJECT_PRONOUNS:
        builder.open(link, word=clause.word, parent=parent, shared=clause.subject())
        return place + 1
    if tokens[place].word != "or" and has_own_subject(tokens, ahead):
        builder.open(link, word=clause.word, parent=parent)
        return place + 1
    return None


def _that_again(builder: ClauseBuilder, place: int) -> int:
    """Open one more clause of what is said: "and that they left"."""
    builder.open(Link.COMPLEMENT, parent=builder.clause.parent)
    return place + 2


def _skip_adverbs(tokens: Tokens, place: int) -> int:
    while place < len(tokens) and (tokens[place].word.endswith("ly") or tokens[place].word in lexicon.IGNORED):
        place += 1
    return place


def _repeats_gerund(token: SentenceToken, clause: OpenClause) -> bool:
    """Return whether a gerund follows another: "running and carrying weapons"."""
    if not is_gerund(token.word) or not token.is_content or token.name:
        return False
    return any(item.verb and is_gerund(item.text.lower()) for item in clause.items[:1] + clause.items[-3:])


def _is_next_verb(token: SentenceToken, clause: OpenClause) -> bool:
    """Return whether a token is a finite verb, and not one more participle: "was tried and convicted"."""
    if not token.is_content or not token.word or token.name or not is_finite(token.word):
        return False
    follows = clause.items[-1].verb and clause.items[-1].slot == CORE
    return not (clause.passive and is_participle(token.word) and follows)


def _moved(item: Item, slot: str, *, modifies: bool | None = None, alternative: str | None = None) -> Item:
    changed = replace(item, slot=slot, alternative=alternative or item.alternative)
    return changed if modifies is None else replace(changed, modifies=modifies)
