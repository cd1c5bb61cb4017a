"""The errors a user can meet: each says what happened, what to do next, and its exit code."""

from __future__ import annotations

from typing import ClassVar


class TyoError(Exception):
    """A failure that is explained to the user instead of shown as a traceback."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class QueryError(TyoError):
    """Data or a query file is wrong: bad SQL, a header without a title."""

    exit_code = 1


class UsageError(TyoError):
    """What was typed or configured cannot be used: an unknown region, a wrong month."""

    exit_code = 2


class InputError(TyoError):
    """Input was refused, or the database is missing, locked or not a database."""

    exit_code = 3


class TimeLimitError(TyoError):
    """A statement ran longer than it may."""

    exit_code = 4


class WithheldError(TyoError):
    """Disclosure control found no safe way to write the figures."""

    exit_code = 5


class ReaderGoneError(Exception):
    """The reader of stdout (head, less) has seen enough and closed the pipe: no failure."""
