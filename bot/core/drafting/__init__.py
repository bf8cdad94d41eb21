"""A first draft of a source's facts: what can be read off a text is, what is guessed says so, and a curator edits."""

from bot.core.drafting.draft import Draft, DraftFact, DraftSource, ExistingBase, draft
from bot.core.drafting.yaml_writer import DraftFiles, written

__all__ = ["Draft", "DraftFact", "DraftFiles", "DraftSource", "ExistingBase", "draft", "written"]
