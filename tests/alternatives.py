"""The sentences that a paraphrase stands for, as few as try each alternative."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.knowledge.paraphrases import Paraphrase


def each_alternative(paraphrase: Paraphrase) -> Iterator[str]:
    """Yield the fewest sentences in which every alternative stands once, the one with all the first ones first."""
    yield paraphrase.first()
    for place, part in enumerate(paraphrase.parts):
        for number in range(1, len(part)):
            yield paraphrase.choose(iter([number if at == place else 0 for at in range(len(paraphrase.parts))]))
