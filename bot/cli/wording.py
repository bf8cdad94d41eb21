"""The key `propose` of a review: other words for a fact from a language model, of which the curator takes some."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text

from bot.cli.propose import dropped_lines
from bot.config import Config
from bot.core.drafting.proposals import ProposedText, Wording
from bot.core.knowledge.loader import load_knowledge
from bot.core.text.normalise import visible
from bot.curation.changes import set_field
from bot.curation.editing import EditRefusedError
from bot.curation.page import OfferedWording, OfferSource, PageOffers
from bot.curation.session import Transform
from bot.curation.workspace import CuratedEntry, Workspace
from bot.errors import KnowledgeError, UsageError
from bot.llm import FailedProposals, ModelSettings, open_model, propose_for, read_model_settings

ProposeWording = Callable[[str], Wording]
"""Asks for other words for the fact with an id. Raises UsageError or ConfigError with the reason if there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedText:
    """A proposal with the number that takes it; `key` is the field that it is for."""

    number: int
    key: str
    proposed: ProposedText


def wording_source(config: Config, env: Mapping[str, str]) -> ProposeWording:
    """Return what asks the model that the environment names."""

    def ask(fact: str) -> Wording:
        return asyncio.run(_ask(fact, config, read_model_settings(env)))

    return ask


async def _ask(fact: str, config: Config, settings: ModelSettings) -> Wording:
    try:
        knowledge = load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds, drafts=True)
    except KnowledgeError as error:
        count = len(error.problems)
        problems = "1 error" if count == 1 else f"{count} errors"
        raise UsageError(f"Proposals need a base without errors; check finds {problems}.") from None
    if fact not in knowledge.facts:
        raise UsageError(f"There is no fact '{fact}' any more.")
    async with open_model(settings) as model:
        match await propose_for(knowledge.facts[fact], knowledge, model):
            case FailedProposals(reason=reason):
                raise UsageError(reason)
            case wording:
                return wording


def offered(wording: Wording) -> tuple[OfferedText, ...]:
    """Return the proposals that were kept, numbered from 1."""
    texts = [
        *([("statement", wording.statement)] if wording.statement else []),
        *([("question", wording.question)] if wording.question else []),
        *(("phrasings", each) for each in wording.phrasings),
    ]
    return tuple(OfferedText(number=number, key=key, proposed=text) for number, (key, text) in enumerate(texts, 1))


def offer_lines(offers: Sequence[OfferedText], wording: Wording) -> Iterator[Text]:
    """Yield the lines that show the proposals, the doubts about each, and what was dropped."""
    for offer in offers:
        name = offer.key.removesuffix("s") if offer.key == "phrasings" else offer.key
        line = Text(f"{offer.number:>3} ", style="bold").append(f"{name}: ", style="not bold dim")
        yield line.append(visible(offer.proposed.text), style="not bold not dim")
        yield from (Text(f"    doubt: {visible(doubt)}", style="yellow") for doubt in offer.proposed.doubts)
    yield from (Text(visible(line), style="dim") for line in dropped_lines(wording.judged))


def default_numbers(offers: Sequence[OfferedText]) -> str:
    """Return the numbers of the phrasings without a doubt, which are offered to be taken."""
    sure = [offer for offer in offers if offer.key == "phrasings" and not offer.proposed.doubts]
    return " ".join(str(offer.number) for offer in sure)


def taken(typed: str, offers: Sequence[OfferedText]) -> tuple[OfferedText, ...]:
    """Return the proposals whose numbers were typed. Raises EditRefusedError for what is not one of them."""
    by_number = {str(offer.number): offer for offer in offers}
    words = typed.replace(",", " ").split()
    unknown = [word for word in words if word not in by_number]
    if unknown:
        raise EditRefusedError(f"'{unknown[0]}' is not the number of a proposal. Nothing was changed.")
    return tuple(dict.fromkeys(by_number[word] for word in words))


def taking(entry: CuratedEntry, chosen: Sequence[OfferedText]) -> Transform:
    """Return the change that puts the chosen proposals into a fact, which confirms them."""

    def change(workspace: Workspace) -> Workspace:
        for offer in chosen:
            if offer.key != "phrasings":
                workspace = set_field(workspace, entry, offer.key, offer.proposed.text)
        added = [offer.proposed.text for offer in chosen if offer.key == "phrasings"]
        if not added:
            return workspace
        before = workspace.value(entry).get("phrasings")
        kept = [each for each in before if isinstance(each, str)] if isinstance(before, list) else []
        return set_field(workspace, entry, "phrasings", [*kept, *added])

    return change


def page_offers(propose: ProposeWording) -> OfferSource:
    """Return what asks for proposals that the review's page shows."""

    def offer(entry: CuratedEntry) -> PageOffers:
        wording = propose(entry.name)
        offers = offered(wording)
        return PageOffers(
            texts=[
                OfferedWording(number=each.number, field=each.key, text=each.proposed.text, doubts=each.proposed.doubts)
                for each in offers
            ],
            dropped=tuple(dropped_lines(wording.judged)),
            take=lambda numbers: taking(entry, taken(" ".join(map(str, numbers)), offers)),
        )

    return offer
