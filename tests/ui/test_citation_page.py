from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from accepted import check_layout, reading, texts_of
from render_bases import base_of, fact_of, harbour, hurting, source_of

from bot import ui
from bot.i18n import ENGLISH, SPANISH, Texts

TODAY = dt.date(2025, 11, 1)
ADDRESS = "https://example.org/ships#:~:text=Three%20ships%20left%20the%20harbour%20on%20Monday."
EXACT = "Three ships left the harbour on Monday."
NOTED = "Quote checked 1 November 2025."


def test_a_citation_is_shown_in_two_blocks_to_copy() -> None:
    knowledge = harbour()

    texts = texts_of(ui.citation(knowledge.facts["ships-left"], knowledge, ENGLISH, today=TODAY))

    assert texts == [
        "## Citation",
        "**Plain text**",
        f"```\n“{EXACT}”\n“Three ships leave”, The Gazette, paragraph 2.\n{ADDRESS}\n{NOTED}\n```",
        "**Markdown**",
        f"```\n> {EXACT}\n>\n> — [Three ships leave](<{ADDRESS}>), The Gazette, paragraph 2. {NOTED}\n```",
    ]


def test_a_quote_cannot_end_its_block() -> None:
    source = source_of("He wrote ````` and **left** <@1>.")
    fact = fact_of("ticks", source, source.text)
    knowledge = base_of([source], [fact], [], [])

    view = ui.citation(fact, knowledge, ENGLISH, today=TODAY)

    assert "".join(texts_of(view)).count("```") == 4
    assert reading(view).live == ("heading", "bold", "code", "bold", "code")


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("mark", ["*", "a", "a ", "> ", "\u0301", "👩\u200d🚀"])
def test_a_citation_of_a_hostile_base_is_accepted_and_has_both_blocks(mark: str, words: Texts) -> None:
    knowledge = hurting(mark)
    fact = next(iter(knowledge.facts.values()))

    view = ui.citation(fact, knowledge, words, 1, today=TODAY)

    check_layout(view)
    assert "".join(texts_of(view)).count("```") == 4


def test_a_fact_that_has_no_such_quote_is_not_cited() -> None:
    knowledge = harbour()
    fact = replace(knowledge.facts["ships-left"], quotes=())

    for index in (0, -1):
        with pytest.raises(IndexError):
            ui.citation(fact, knowledge, ENGLISH, index, today=TODAY)
