"""A second text of another story, from which a base is drafted: with all that makes a text hard to draft from."""

from __future__ import annotations

import hashlib

from bot.core.drafting import Draft, DraftSource, ExistingBase, draft
from bot.core.knowledge.model import Source

TEXT = """\
Varn Museum loses its tide clock to the damp

By our harbour desk

The tide clock of the Varn Museum stopped at 4:12 a.m. on Saturday, 9 August 2031, three weeks after water was found \
beneath its case. The museum closed the hall the same day.

“We heard the pendulum catch, and then the hall was quiet,” said the night guard, who has worked there for 12 years. \
She told the director that the air smelt of salt.

According to the museum’s humidity log, the air in the hall held 81 percent moisture that night; the limit for the \
clock is 55 percent.

The town council says the roof was repaired in May. Roofers who saw the hall dispute that, and the insurer claims that \
nobody reported a leak before July 2031.

The clock, built in 1788 for the Pilots’ Guild, shows high water at Varn, Ostrand and Lisle Point. It weighs 430 \
kilograms.

What it will cost

The museum estimates 90,000 crowns for the repair. The clock will run again by 1 March 2032, two officials said on \
Tuesday.

The hall stays closed.

Is it worth it? No.

The hall stays closed.

Its last evening tour was on 8\u202fAugust.

Source: varn-gazette.example
"""


def source_of(text: str) -> Source:
    return Source(
        id="tide-clock",
        title="Varn Museum loses its tide clock to the damp",
        publisher="Varn Gazette",
        url="https://example.com/tide-clock",
        file="tide-clock.txt",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        dates="",
        text=text,
    )


def drafted(text: str, known: ExistingBase | None = None) -> Draft:
    return draft(DraftSource(source=source_of(text), guessed=frozenset()), known or ExistingBase())
