"""Matching questions to facts: typo repair, an inverted index, a linear classifier, word vectors, one linear score."""

from bot.core.matching.completion import Completion
from bot.core.matching.encoder import load_vectors
from bot.core.matching.matcher import Hit, Matcher, Ranking, build_matcher
from bot.core.matching.vectors import WordVectors

__all__ = ["Completion", "Hit", "Matcher", "Ranking", "WordVectors", "build_matcher", "load_vectors"]
