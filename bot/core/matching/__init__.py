"""Matching questions to facts: typo repair, an inverted index, a linear classifier, word vectors, one linear score."""

from bot.core.matching.autocomplete import Completion
from bot.core.matching.embeddings import WordVectors, load_vectors
from bot.core.matching.ranker import Hit, Matcher, Ranking, build_matcher

__all__ = ["Completion", "Hit", "Matcher", "Ranking", "WordVectors", "build_matcher", "load_vectors"]
