"""Discord's errors: a status, a code, a message and the errors of each field of the request."""

from __future__ import annotations

from typing import NoReturn, TypeAlias

from bot.errors import BotError
from bot.sandbox.model import Json

Step: TypeAlias = str | int


class RefusalError(BotError):
    """An answer with an HTTP status of 400 or above, and Discord's error JSON."""

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
    """Discord's own interface would not let the user do that. The message says why."""


class FieldErrors:
    """Collects the errors of a request's fields, so that the answer names all of them."""

    def __init__(self) -> None:
        self._errors: Json = {}

    def refuse(self, path: tuple[Step, ...], code: str, message: str) -> None:
        """Note an error at a field."""
        node = self._errors
        for step in path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def require(self, met: bool, path: tuple[Step, ...], code: str, message: str) -> None:  # noqa: FBT001  # reads as an assertion
        """Note an error unless the condition is met."""
        if not met:
            self.refuse(path, code, message)

    def text(self, path: tuple[Step, ...], value: object, *, most: int, least: int = 0) -> None:
        """Check an optional field: a text of `least` to `most` characters."""
        if value is None:
            return
        if not isinstance(value, str):
            self.refuse(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        elif len(value) > most and not least:
            self.refuse(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        elif not least <= len(value) <= most:
            self.refuse(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def required(self, path: tuple[Step, ...], value: object, *, most: int, least: int = 1) -> None:
        """Check a required field: a text of `least` to `most` characters."""
        if value is None:
            self.refuse(path, "BASE_TYPE_REQUIRED", "This field is required")
        self.text(path, value, most=most, least=least)

    def count(self, path: tuple[Step, ...], value: object, *, most: int, least: int = 0) -> None:
        """Check an optional field: a list of `least` to `most` items."""
        if value is None:
            return
        if not isinstance(value, list):
            self.refuse(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        elif not least <= len(value) <= most:
            self.refuse(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def close(self) -> None:
        """Raise RefusalError if any field was refused."""
        if self._errors:
            raise RefusalError(400, 50035, "Invalid Form Body", self._errors)


def refuse_field(path: tuple[Step, ...], code: str, message: str) -> NoReturn:
    """Refuse a request for one field alone."""
    form = FieldErrors()
    form.refuse(path, code, message)
    form.close()
    raise AssertionError


def unauthorized() -> RefusalError:
    """Return the error for a missing or wrong token."""
    return RefusalError(401, 0, "401: Unauthorized")


def not_found() -> RefusalError:
    """Return the error for an unknown route."""
    return RefusalError(404, 0, "404: Not Found")


def unknown(code: int, what: str) -> RefusalError:
    """Return the error for an unknown object; `code` is Discord's, such as 10003 for a channel."""
    return RefusalError(404, code, f"Unknown {what}")


def missing_access() -> RefusalError:
    """Return the error for a channel that the bot does not see."""
    return RefusalError(403, 50001, "Missing Access")


def missing_permissions() -> RefusalError:
    """Return the error for a channel where the bot lacks a permission."""
    return RefusalError(403, 50013, "Missing Permissions")


def empty_message() -> RefusalError:
    """Return the error for a message without any content."""
    return RefusalError(400, 50006, "Cannot send an empty message")
