"""The bases that the bot answers from, by name."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.factbase.base import Base, Library


class Bases:
    """The bases in use, and the library that opens each. A reload or a rollback puts another in the place of one.

    Take a base once for each interaction, as RequestContext does, so that no answer mixes two of them.
    """

    def __init__(self, default: Base, libraries: Mapping[str, Library]) -> None:
        self._default = default.name
        self._libraries = dict(libraries)
        self._served = {default.name: default}

    @property
    def default(self) -> Base:
        """The base of direct messages, and of each server that has chosen no other."""
        return self._served[self._default]

    def of(self, guild: int | None) -> Base:  # noqa: ARG002 - the server will choose
        """Return the base of a server, or of a direct message."""
        return self.default

    @property
    def served(self) -> tuple[Base, ...]:
        """The bases in use."""
        return tuple(self._served.values())

    def get(self, name: str) -> Base:
        """Return the base of this name."""
        return self._served[name]

    def named(self, name: str, guild: int | None) -> Base:
        """Return the base of this name; the one of the server if the config has no such base any more."""
        return self._served.get(name) or self.of(guild)

    def put(self, base: Base) -> None:
        """Use a base from now on, in the place of the one with its name."""
        self._served[base.name] = base

    def put_library(self, library: Library) -> None:
        """Open a base with this library from now on, in the place of the one with its name."""
        self._libraries[library.name] = library

    def library(self, name: str) -> Library:
        """Return the library that opens a base."""
        return self._libraries[name]
