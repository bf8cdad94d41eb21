"""A base of two facts and an unknown, for tests of the features one by one."""

from __future__ import annotations

from rankers import fact_of, knowledge_of, unknown_of

from bot.core.knowledge.model import Entity, EntityKind, Vocabulary
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.matching.documents import collect
from bot.core.matching.query import ParsedText, parse

VOCABULARY = Vocabulary(
    names=(
        Entity(name="Harbour Office", kind=EntityKind.ORGANISATION),
        Entity(name="Ostrand", kind=EntityKind.PLACE),
        Entity(name="Petrel", kind=EntityKind.THING),
    ),
    same=(("cost", "price"),),
)
CONCEPT_INDEX = build_concept_index(VOCABULARY)
ENTRIES = collect(
    knowledge_of(
        [
            fact_of(
                "waves",
                statement="Waves were high.",
                question="storm waves",
                phrasings=("tall waves",),
                attribution="-",
            ),
            fact_of("cost", statement="The repair is dear.", question="cost of it", attribution="-"),
            unknown_of("storm", statement="The storm has no name.", question="storm name"),
        ],
        VOCABULARY,
    ),
    CONCEPT_INDEX,
)


def parsed(text: str) -> ParsedText:
    return parse(text, CONCEPT_INDEX)
