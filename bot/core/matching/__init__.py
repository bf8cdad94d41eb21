"""Matching questions to facts: typo repair, an inverted index, a linear classifier, word vectors, one linear score."""

from bot.core.matching.autocomplete import Completion
from bot.core.matching.embeddings import SentenceVectors, WordVectors, load_sentence_vectors, load_vectors
from bot.core.matching.ranker import Candidate, Ranker, Ranking, build_ranker

__all__ = [
    "Candidate",
    "Completion",
    "Ranker",
    "Ranking",
    "SentenceVectors",
    "WordVectors",
    "build_ranker",
    "load_sentence_vectors",
    "load_vectors",
]
