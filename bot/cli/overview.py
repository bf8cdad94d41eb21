"""`overview`: show the story in short at a terminal."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from bot.cli.context import ProcessContext
from bot.cli.options import add_base, add_lang
from bot.cli.pages import overview_page, show_page
from bot.cli.terminal import console_of, show_draft
from bot.config import load_config
from bot.core.knowledge.loader import load_knowledge
from bot.i18n import texts_for


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `overview` takes."""
    add_lang(parser)
    add_base(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Print the dates, the sources and the most important fact of each topic, and return 0.

    Raises KnowledgeError when the base has problems.
    """
    config, words = load_config(arguments.config, base=arguments.base), texts_for(arguments.lang)
    knowledge = load_knowledge(
        root=config.root, knowledge=config.knowledge, seeds=config.seeds, drafts=config.allows_drafts
    )
    show_draft(console_of(context.stdout), knowledge, words)
    show_page(console_of(context.stdout), overview_page(knowledge, words), words)
    return 0
