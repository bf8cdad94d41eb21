"""Two servers around one bot, each with the base that it has chosen."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from serving import Stage
from two_bases import NESS, write_two_bases

from bot.config import BaseConfig, DiscordConfig, load_config
from bot.sandbox import Channel, Guild, Person, Sandbox
from bot.sandbox.permissions import bits


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TwoServers:
    """The server of `stage` keeps the default base; the other one chooses NESS with `choose`.

    `manager` manages both servers. `curator` is an admin of NESS alone, and `stage.admin` one of all bases.
    """

    stage: Stage
    other: Guild
    channel: Channel
    manager: Person
    curator: Person

    @property
    def reader(self) -> Person:
        return self.stage.reader

    async def choose(self, base: str = NESS) -> None:
        """Let the other server choose a base."""
        await self.manager.slash(self.channel, "settings", base=base)

    async def ask(self, channel: Channel, question: str = "how high above the sea is the lamp") -> str:
        """Ask as the reader, and return the answer's text."""
        return (await self.reader.slash(channel, "ask", question=question)).text


def two_servers(sandbox: Sandbox, folder: Path) -> TwoServers:
    """Two servers; bases and store lie in `folder`."""
    home, other = sandbox.guild("Newsroom"), sandbox.guild("Ness Gazette")
    managers = [sandbox.world.add_role(guild, "managers", bits("manage_guild")) for guild in (home, other)]
    admin, manager, curator = (
        sandbox.user("admin", roles=managers),
        sandbox.user("manager", roles=managers),
        sandbox.user("curator", roles=managers),
    )
    config = load_config(write_two_bases(folder))
    return TwoServers(
        stage=Stage(
            sandbox=sandbox,
            home=home,
            channel=sandbox.channel(home, "general"),
            reader=sandbox.user("reader"),
            admin=admin,
            config=config.model_copy(
                update={
                    "discord": DiscordConfig(home_guild=home.id, admins=frozenset({admin.user.id})),
                    "bases": tuple(_administered(each, curator, other) for each in config.bases),
                }
            ),
        ),
        other=other,
        channel=sandbox.channel(other, "general"),
        manager=manager,
        curator=curator,
    )


def _administered(base: BaseConfig, curator: Person, server: Guild) -> BaseConfig:
    if base.name != NESS:
        return base
    return base.model_copy(update={"admins": frozenset({curator.user.id}), "admin_server": server.id})
