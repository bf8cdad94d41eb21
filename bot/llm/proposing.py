"""Ask a model for proposals, and return those that can be proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.drafting.prompts import Prompt, article_prompts, wording_prompt
from bot.core.drafting.proposals import (
    ProposalProver,
    Proposals,
    ReplyObject,
    UnusableReply,
    Wording,
    prover_for,
    read_reply,
)
from bot.core.knowledge.model import Fact, Knowledge, Source
from bot.core.progress import ProgressCallback, no_progress, track
from bot.llm.client import FailedRequest, ModelReply, ModelText


class Model(Protocol):
    """Answers requests, as `ModelClient` does."""

    async def ask(self, prompt: Prompt) -> ModelReply:
        """Send a request and return the reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedProposals:
    """Why there are no proposals, as a sentence."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleProposals:
    """The proposals for a source that were kept, and why there are none for some of its `parts`."""

    proposals: Proposals
    parts: int
    failures: tuple[str, ...] = ()


async def propose_from(
    source: Source, prover: ProposalProver, model: Model, *, on_progress: ProgressCallback = no_progress
) -> ArticleProposals | FailedProposals:
    """Ask for facts and unknowns of a source, one part of its text after another.

    Stops at a failure that would repeat. Without one usable reply, returns why.
    """
    prompts = article_prompts(source)
    found, failures, usable = Proposals(), [], False
    for prompt in track(prompts, on_progress, "parts of the text sent to the model", len(prompts)):
        match await _reply(prompt, model):
            case FailedRequest(reason=reason, final=final):
                failures.append(reason)
                if final:
                    break
            case reply:
                usable = True
                found += prover.prove(reply)
    if not usable:
        return FailedProposals(reason=_once(failures) or "The text has nothing to propose from.")
    return ArticleProposals(proposals=found, parts=len(prompts), failures=tuple(failures))


async def propose_for(fact: Fact, knowledge: Knowledge, model: Model) -> Wording | FailedProposals:
    """Ask for other words for one fact of a base: a statement, a question and phrasings. Its quotes do not change."""
    source = knowledge.sources[fact.quotes[0].source]
    match await _reply(wording_prompt(fact, source), model):
        case FailedRequest(reason=reason):
            return FailedProposals(reason=reason)
        case reply:
            return prover_for(fact, knowledge).prove_wording(reply, fact)


async def _reply(prompt: Prompt, model: Model) -> ReplyObject | FailedRequest:
    match await model.ask(prompt):
        case FailedRequest() as failed:
            return failed
        case ModelText(text=text):
            reply = read_reply(text)
    return FailedRequest(reason=reply.reason) if isinstance(reply, UnusableReply) else reply


def _once(reasons: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(reasons))
