"""A Discord bot that answers with curated facts, each proven by a verbatim quote of its source."""

__version__ = "0.1.0"
