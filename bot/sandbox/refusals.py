"""How Discord says no: a status, a code, a message and, for a form, the errors of each field."""

from __future__ import annotations

from typing import NoReturn, TypeAlias

from bot.errors import BotError
from bot.sandbox.model import Json

Step: TypeAlias = str | int


class RefusalError(BotError):
    """An answer with an HTTP status of 400 and above, and Discord's error JSON."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    @property
    def body(self) -> Json:
        """The JSON that Discord sends."""
        nested = {"errors": self.errors} if self.errors else {}
        return {"message": self.message, "code": self.code, **nested}


class UnavailableError(BotError):
    """Discord's own interface would not let the user do that; the message says why."""


class Form:
    """Collects the errors of a request's fields, so that all are told at once."""

    def __init__(self) -> None:
        self._errors: Json = {}

    def refuse(self, path: tuple[Step, ...], code: str, message: str) -> None:
        """Note an error at a field."""
        node = self._errors
        for step in path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def require(self, holds: bool, path: tuple[Step, ...], code: str, message: str) -> None:  # noqa: FBT001  # reads as an assertion
        """Note an error where `holds` is false."""
        if not holds:
            self.refuse(path, code, message)

    def text(self, path: tuple[Step, ...], value: object, *, most: int, least: int = 0) -> None:
        """A field that may be left out; where given it is text of `least` to `most` characters."""
        if value is None:
            return
        if not isinstance(value, str):
            self.refuse(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        elif len(value) > most and not least:
            self.refuse(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        elif not least <= len(value) <= most:
            self.refuse(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def required(self, path: tuple[Step, ...], value: object, *, most: int, least: int = 1) -> None:
        """Like `text`, but the field must be there."""
        if value is None:
            self.refuse(path, "BASE_TYPE_REQUIRED", "This field is required")
        self.text(path, value, most=most, least=least)

    def count(self, path: tuple[Step, ...], value: object, *, most: int, least: int = 0) -> None:
        """A list, if given, of `least` to `most` items."""
        if value is None:
            return
        if not isinstance(value, list):
            self.refuse(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        elif not least <= len(value) <= most:
            self.refuse(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def close(self) -> None:
        """Raise RefusalError where any field was refused."""
        if self._errors:
            raise RefusalError(400, 50035, "Invalid Form Body", self._errors)


def refuse_field(path: tuple[Step, ...], code: str, message: str) -> NoReturn:
    """Refuse a request for one field alone."""
    form = Form()
    form.refuse(path, code, message)
    form.close()
    raise AssertionError


def unauthorized() -> RefusalError:
    """No token or a wrong one."""
    return RefusalError(401, 0, "401: Unauthorized")


def not_found() -> RefusalError:
    """No such route."""
    return RefusalError(404, 0, "404: Not Found")


def unknown(code: int, what: str) -> RefusalError:
    """No such thing; `code` is Discord's, such as 10003 for a channel or 10008 for a message."""
    return RefusalError(404, code, f"Unknown {what}")


def missing_access() -> RefusalError:
    """The bot does not see the channel."""
    return RefusalError(403, 50001, "Missing Access")


def missing_permissions() -> RefusalError:
    """The bot sees the channel and lacks a permission in it."""
    return RefusalError(403, 50013, "Missing Permissions")


def empty_message() -> RefusalError:
    """Nothing to show."""
    return RefusalError(400, 50006, "Cannot send an empty message")
