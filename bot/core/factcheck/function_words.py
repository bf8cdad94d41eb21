"""Function words that change what a sentence says, in English and Spanish, folded."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.core.text.normalise import stem


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATORS: Final = _words(
    """
    not no never without nobody none neither nor nothing nowhere
    nunca ningun ninguno ninguna sin nadie jamas tampoco
    """
)

NEGATING_PHRASES: Final = (("stop", "short"), ("far", "from"))
"""Pairs of stems that negate what follows."""

TURNING: Final = _words("but although though instead rather sino pero aunque")
"""After these a negation may be taken back: "not this but that"."""

CONDITIONS: Final = _words("if unless whether si")

FUTURE: Final = _words("will shall gonna tomorrow ll ira iran va van")
LATER: Final = FUTURE | _words("would going plan plans intend intends")
"""Words in a source that support a sentence about the future."""

WEIGHTY: Final = _words(
    """
    all every everyone everybody everything only always most both each alone entirely exclusively
    todos todas todo toda solo solamente unicamente siempre ambos ambas cada mayoria
    """
)
"""Words that make a sentence say more, unless the source has them too."""

OPPOSITES: Final[Mapping[str, str]] = MappingProxyType(
    {
        one: other
        for pair in (
            "before after", "inside outside", "above below", "into from", "for against", "antes despues",
            "dentro fuera", "legal illegal", "lawful unlawful", "first last", "public private",
        )
        for one, other in (pair.split(), reversed(pair.split()))
    }
)  # fmt: skip
PLACING: Final = _words(
    "before after inside outside above below against until since antes despues dentro fuera contra hasta"
)
"""Function words that the source must have if a sentence has them."""

PUTTING: Final = _words(
    """
    in on at of off from to into near over around across inside outside within toward towards
    en de desde hacia a sobre
    """
)
"""Words before a place in which something is located."""

ACTING: Final = _words("by por")
"""Words before the actor of a passive sentence."""

CITING: Final = (["according", "to"], ["segun"], ["segun", "la"])
"""Words before a name that is only cited."""

HEDGES: Final = frozenset(
    map(
        stem,
        """
        may might could would should possible possibly possibility potential potentially perhaps maybe likely unlikely
        consider weigh mull contemplate plan intend threat threaten hope want attempt try seek aim goal meant
        prepare groundwork look argue argument
        doubt question dispute deny concern worry purported alleged supposed suspected seem appear apparently
        rumor rumour expect predict propose offer demand pretext justify accuse discuss fear
        """.split(),
    )
)
"""Stems that weaken what follows them: a sentence without the source's hedge says more than the source."""

CLAIMING: Final = frozenset(map(stem, "accuse argue argument dispute alleged purported claim".split()))
"""Hedges that mark a claim."""

SPANISH: Final = _words("el la los las un una de del al en y que por con se su sus es fue han ha son")
"""Spanish function words; an English sentence seldom has two of them."""

MODALS: Final = _words("may might can could would should must puede pueden podria podrian deberia")
"""Hedges that are function words."""

THIRD_PERSONS: Final = _words("he she they him them ella ellos ellas")

RELATIVE_DAYS: Final = _words("yesterday today tonight ayer hoy anoche manana tomorrow")
"""Days that depend on when a message was written."""
