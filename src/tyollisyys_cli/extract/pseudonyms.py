"""Keyed pseudonyms: the register's person ids never reach the database."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl
from platformdirs import user_config_path

from tyollisyys_cli.errors import InputError
from tyollisyys_cli.extract.distinct import distinct

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

_KEY_BYTES = 32


@dataclass(frozen=True)
class Pseudonyms:
    """The pseudonyms of a column of ids: the different ones, and which of them every row has."""

    different: pl.Series
    numbers: pl.Series

    def of(self, first: int, count: int) -> pl.Series:
        """Return the pseudonyms of some rows; a column of millions never stands there whole."""
        return self.different.gather(self.numbers.slice(first, count))


@dataclass(frozen=True)
class Key:
    """The secret that turns person ids into pseudonyms."""

    secret: bytes
    file: Path | None = None
    """Where it is kept."""
    is_new: bool = False
    """Whether it was made now, and stands in no file yet."""
    known: dict[str, str] = field(default_factory=dict[str, str], repr=False, compare=False)
    """The pseudonyms so far: most persons of a load are in most of its files."""

    @property
    def id(self) -> str:
        """Return a name for the key that says nothing of it; it stands in the database."""
        return hashlib.blake2b(b"tyo key id", key=self.secret, digest_size=8).hexdigest()

    def pseudonym(self, person: str) -> str:
        """Return the pseudonym of an id as 32 hex digits: keyed BLAKE2b of 16 bytes."""
        return hashlib.blake2b(person.encode(), key=self.secret, digest_size=16).hexdigest()

    def mark(self, pseudonym: str) -> str:
        """Return what is kept of a forgotten person: another keyed hash, of the pseudonym.

        It tells a person who comes again, and nobody can go back from it, not even with the key.
        """
        return hashlib.blake2b(
            bytes.fromhex(pseudonym), key=self.secret, digest_size=16, person=b"tyo forgotten"
        ).hexdigest()

    def of_column(self, ids: pl.Series) -> Pseudonyms:
        """Return the pseudonyms of a column; only distinct ids are computed, 1.6 s per million."""
        texts, numbers = distinct(ids)
        known = self.known
        hashed = [known.get(one) or known.setdefault(one, self.pseudonym(one)) for one in texts]
        return Pseudonyms(pl.Series(hashed, dtype=pl.String), numbers)

    def pseudonyms(self, ids: pl.Series) -> pl.Series:
        """Return the pseudonym of each id; an id that is nothing has none."""
        return self.of_column(ids).of(0, len(ids))


def load_key(file: Path | None) -> Key:
    """Read the key, or make one that the first load will keep.

    Without a file it is `key` in the user's configuration folder. Raises InputError when it
    cannot be read or is not a key.
    """
    path = file or user_config_path("tyo") / "key"
    try:
        if not path.exists():
            return Key(secrets.token_bytes(_KEY_BYTES), path, is_new=True)
        secret = bytes.fromhex(path.read_text(encoding="ascii"))
    except OSError as error:
        raise InputError(
            f"{path}: the key cannot be read: {error.strerror}",
            "name a file that you may read with --key FILE",
        ) from error
    except ValueError as error:
        raise InputError(f"{path}: not a key of tyo", "name the right file with --key") from error
    if len(secret) != _KEY_BYTES:
        raise InputError(f"{path}: not a key of tyo", "name the right file with --key")
    return Key(secret, path)


@contextlib.contextmanager
def keeping(key: Key, database: Path) -> Generator[Callable[[], None]]:
    """Yield what writes a new key to its file; what fails before a database has it removes it.

    A load calls it when all is done but the swap: a refused load leaves no key behind, and no
    database is ever swapped in whose key is not kept. Raises InputError when it cannot be written.
    """
    written: list[Path] = []

    def keep() -> None:
        if key.is_new and key.file:
            _write_key(key, key.file)
            written.append(key.file)

    try:
        yield keep
    except BaseException:
        for file in written:
            if not database.exists():
                file.unlink(missing_ok=True)
        raise


def _write_key(key: Key, path: Path) -> None:
    """Write a key that only its owner can read, whole; an existing file is never overwritten."""
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key.secret.hex())
            file.flush()
            os.fsync(file.fileno())
        _place(part, path)
    except OSError as error:
        raise InputError(
            f"{path}: the key cannot be written: {error.strerror}",
            "name a file that you may write with --key FILE; nothing was loaded",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _place(part: Path, path: Path) -> None:
    """Give the file its name; raises InputError when another has it."""
    try:
        os.link(part, path)
    except OSError as error:
        if path.exists():
            raise InputError(
                f"{path}: another load has made a key meanwhile", "load again: it will be used"
            ) from error
        part.rename(path)  # a file system without links
