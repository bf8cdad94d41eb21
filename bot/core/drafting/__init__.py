"""Draft the facts of a source for a curator to edit. Each guess is marked with a TODO comment."""

from bot.core.drafting.draft import draft
from bot.core.drafting.model import Draft, DraftFact, DraftSource, ExistingBase
from bot.core.drafting.yaml_writer import DraftFiles, draft_files

__all__ = ["Draft", "DraftFact", "DraftFiles", "DraftSource", "ExistingBase", "draft", "draft_files"]
