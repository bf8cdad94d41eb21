"""The option --shards: which shards a process serves, in place of those of the config."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError

from bot.config import Config, Shards, parse_shards


def add_shards(parser: ArgumentParser, what: str) -> None:
    """Add --shards; the help says what they are."""
    parser.add_argument("--shards", type=_shards, metavar="IDS/COUNT", help=what)


def _shards(text: str) -> Shards:
    try:
        return parse_shards(text)
    except ValueError:
        raise ArgumentTypeError(f"'{text}' names no shards: write ids and the count, such as 0-3/16, or auto") from None


def with_shards(config: Config, shards: Shards | None) -> Config:
    """Return the config with other shards, if any are given."""
    if shards is None:
        return config
    return config.model_copy(update={"discord": config.discord.model_copy(update={"shards": shards})})
