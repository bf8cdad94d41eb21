"""`draft --propose`: ask a language model for facts, phrasings and unknowns, and put what is proven into the draft."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Final

from bot.cli.context import ProcessContext
from bot.cli.progress import bars
from bot.core.drafting import Draft, ExistingBase
from bot.core.drafting.merging import taken_by
from bot.core.drafting.proposals import Fate, JudgedProposal, ProposalPart, ProposalProver, count_fates
from bot.core.knowledge.model import Entity, Vocabulary
from bot.core.progress import Progress
from bot.core.text.control_chars import shortened
from bot.errors import UsageError
from bot.i18n.catalogue import NounForms
from bot.llm import ArticleProposals, FailedProposals, ModelSettings, open_model, propose_from

_NOUNS: Final = {
    ProposalPart.FACT: NounForms("fact", "facts"),
    ProposalPart.STATEMENT: NounForms("statement", "statements"),
    ProposalPart.PHRASING: NounForms("question or phrasing", "questions and phrasings"),
    ProposalPart.UNKNOWN: NounForms("unknown", "unknowns"),
}
_LISTED: Final = 20  # dropped proposals that are named


def add_propose(parser: ArgumentParser) -> None:
    """Declare --propose."""
    parser.add_argument(
        "--propose",
        action="store_true",
        help="send the article to the language model of BOT_LLM_URL, and add what it proposes, proven and marked TODO",
    )


def propose(made: Draft, existing: ExistingBase, settings: ModelSettings, context: ProcessContext) -> ArticleProposals:
    """Send the article to the model and return what is left of its proposals.

    Raises UsageError with the reason if there are none.
    """
    source = made.source.source
    context.stderr.write(f"Sending {source.file} ({len(source.text):,} characters) to {settings.host}.\n")
    prover = ProposalProver(source, taken_by(made, existing), vocabulary=_vocabulary(made))
    with bars(context.stderr) as progress:
        found = asyncio.run(_propose(made, prover, settings, progress))
    match found:
        case FailedProposals(reason=reason):
            raise UsageError(f"{reason} Nothing was written; without --propose, draft needs no model.")
        case proposals:
            return proposals


def _vocabulary(made: Draft) -> Vocabulary:
    """Return the names that the draft has found, so that the proof knows which words are names."""
    return Vocabulary(names=tuple(Entity(name=each.name, kind=each.kind) for each in made.names))


async def _propose(
    made: Draft, prover: ProposalProver, settings: ModelSettings, progress: Progress
) -> ArticleProposals | FailedProposals:
    async with open_model(settings) as model:
        return await propose_from(made.source.source, prover, model, on_progress=progress.on_progress)


def proposal_report(found: ArticleProposals) -> Iterator[str]:
    """Yield how many proposals met which fate, the dropped ones, and why parts of the text have none."""
    judged = found.proposals.judged
    for part, fates in count_fates(judged).items():
        kept, doubted = fates[Fate.KEPT] + fates[Fate.DOUBTED], fates[Fate.DOUBTED]
        doubts = f" ({doubted} with a doubt)" if doubted else ""
        dropped = sum(fates.values()) - kept
        noun = _NOUNS[part]
        yield f"Proposed: {sum(fates.values())} {noun.one if sum(fates.values()) == 1 else noun.many}: " + ", ".join(
            [f"{kept} kept{doubts}", *([f"{dropped} dropped"] if dropped else [])]
        )
    yield from dropped_lines(judged)
    for reason in dict.fromkeys(found.failures):
        times = found.failures.count(reason)
        yield f"{times} of {found.parts} parts of the text without proposals: {reason}"


def dropped_lines(judged: Iterable[JudgedProposal]) -> Iterator[str]:
    """Yield a line for each proposal that was dropped, at most `_LISTED`."""
    dropped = [each for each in judged if not each.fate.kept]
    for each in dropped[:_LISTED]:
        yield f"  {each.fate}: {each.part} “{shortened(each.text)}”"
    if len(dropped) > _LISTED:
        yield f"  and {len(dropped) - _LISTED} more"
