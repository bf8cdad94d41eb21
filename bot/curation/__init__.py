"""Curate a base: edit its files without touching anything else in them, and walk through what a draft leaves open."""
