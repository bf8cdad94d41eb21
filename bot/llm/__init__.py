"""Ask a language model for proposals, over any endpoint that speaks the chat completions of OpenAI."""

from bot.llm.client import FailedRequest, ModelClient, ModelReply, ModelText, open_model
from bot.llm.proposing import ArticleProposals, FailedProposals, Model, propose_for, propose_from
from bot.llm.settings import ModelSettings, read_model_settings

__all__ = [
    "ArticleProposals",
    "FailedProposals",
    "FailedRequest",
    "Model",
    "ModelClient",
    "ModelReply",
    "ModelSettings",
    "ModelText",
    "open_model",
    "propose_for",
    "propose_from",
    "read_model_settings",
]
