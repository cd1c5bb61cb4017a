"""The errors a user can meet: each says what happened, what to do next, and its exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from pathlib import Path


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


class FileRefusedError(InputError):
    """An extract file was refused whole; `code` names the defect, `values` fill its sentence."""

    def __init__(self, code: str, file: Path, line: int | None = None, **values: str) -> None:
        self.code, self.file, self.line, self.values = code, file, line, values
        super().__init__(*self.told("en"))

    def told(self, language: str) -> tuple[str, str]:
        """Return what is wrong and what to do about it, in `fi`, `sv` or `en`."""
        from tyollisyys_cli.extract.defects import cure, sentence

        at = "" if self.line is None else f" line {self.line}"
        words = sentence(self.code, language, self.values)
        return f"{self.file}{at}: {words}", cure(self.code, language, self.values)


class TimeLimitError(TyoError):
    """A statement ran longer than it may."""

    exit_code = 4


class WithheldError(TyoError):
    """Disclosure control found no safe way to write the figures."""

    exit_code = 5


class ReaderGoneError(Exception):
    """The reader of stdout (head, less) has seen enough and closed the pipe: no failure."""
