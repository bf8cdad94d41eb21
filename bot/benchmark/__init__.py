"""Measuring the ranker's speed, in the same run as its peers."""
