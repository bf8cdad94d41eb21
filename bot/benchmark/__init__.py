"""Measurements of the ranker's quality and speed, next to other ways of searching."""
