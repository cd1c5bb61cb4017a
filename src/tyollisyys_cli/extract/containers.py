"""What a file is by its content, and what is inside it when it is packed."""

from __future__ import annotations

import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tyollisyys_cli.extract.defects import FileRefusedError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

_LARGEST = 4 * 1024**3
# A text of a register shrinks to a tenth or a fiftieth; what shrinks more is made to fill a disk.
_MOST_SHRUNK = 200
_SMALL = 100 * 1024**2
_CHUNK = 1024**2
_OTHER_FORMATS = (
    b"\xd0\xcf\x11\xe0",  # .xls, .doc
    b"7z\xbc\xaf\x27\x1c",
    b"%PDF",
    b"Rar!",
    b"\xfd7zXZ",
    b"BZh9",
    b"\x28\xb5\x2f\xfd",  # zstd
    b"SQLite format 3",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"$FL2",  # SPSS
)
# What an archive that is damaged, or has a password, or is packed in another way ends with.
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError)
_BROKEN = (*_DAMAGED, OSError, RuntimeError, ValueError)
# A cell with an error of Excel, as its sheet writes it.
_ERROR_CELL = re.compile(rb"""(<(?:\w+:)?c\b[^>]*?\st=)(["'])e\2""")
_HTML = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<(!doctype|html|head|body|table|meta)", re.I | re.S
)


@dataclass(frozen=True)
class Contents:
    """The inside of a file; `kind`: csv, xlsx or parquet."""

    kind: str
    data: bytes
    compressed: str = ""


def open_contents(path: Path) -> Contents:
    """Read a file whatever its name says: text, .gz, .zip with one file, .xlsx or .parquet.

    Raises FileRefusedError for what is none of these, for archives of several files, and for
    those that grow beyond 4 GB or 200 times their size.
    """
    if path.exists() and not path.is_file():
        raise FileRefusedError("not_regular_file", path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileRefusedError("unreadable_file", path, value=error.strerror or "") from error
    try:
        return _contents(path, data, "")
    except _BROKEN as error:
        raise FileRefusedError("unreadable_file", path, value=type(error).__name__) from error


def refuse_html(path: Path, text: bytes) -> None:
    """Refuse a page of the web that bears the name of a table; raises FileRefusedError."""
    beginning = text[:4096].decode(errors="replace")
    if _HTML.match(beginning):
        raise FileRefusedError("html", path)
    if beginning.lstrip().startswith("<?xml"):
        raise FileRefusedError("unknown_format", path)


def _contents(path: Path, data: bytes, compressed: str) -> Contents:
    """Return what the first bytes say that the file is; an archive may hold any of the others."""
    if data.startswith(b"\x1f\x8b") and not compressed:
        with gzip.open(io.BytesIO(data)) as file:
            return _contents(path, _unpacked(path, file, len(data)), "gzip")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_contents(path, data, compressed)
    if data.startswith(b"PAR1"):
        return Contents("parquet", data, compressed=compressed)
    if data.startswith((*_OTHER_FORMATS, b"\x1f\x8b")):
        raise FileRefusedError("unknown_format", path)
    return Contents("csv", data, compressed=compressed)


def _zip_contents(path: Path, data: bytes, compressed: str) -> Contents:
    """Return the one file of a .zip, or the bytes of an Excel file, which is a .zip too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = {one.filename for one in archive.infolist()}
        if "[Content_Types].xml" in names or "mimetype" in names:
            if "xl/workbook.xml" not in names:
                raise FileRefusedError("unknown_format", path)
            _refuse_large(path, sum(one.file_size for one in archive.infolist()), len(data))
            return Contents("xlsx", _with_errors_as_text(archive, data), compressed=compressed)
        if compressed:
            raise FileRefusedError("unknown_format", path)
        files = [one for one in archive.infolist() if _is_content(one)]
        if len(files) != 1:
            raise FileRefusedError("archive_of_several", path, value=str(len(files)))
        _refuse_large(path, files[0].file_size, len(data))
        with archive.open(files[0]) as file:
            return _contents(path, _unpacked(path, file, len(data)), "zip")


def _with_errors_as_text(archive: zipfile.ZipFile, data: bytes) -> bytes:
    """Return an Excel file whose cells with an error (#N/A) have it as their text.

    The reader leaves such cells empty, and an empty end date is a spell that goes on.
    """
    sheets = [one for one in archive.namelist() if one.startswith("xl/worksheets/")]
    if not any(_ERROR_CELL.search(archive.read(one)) for one in sheets):
        return data
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for name in archive.namelist():
            inside = archive.read(name)
            copy.writestr(name, _ERROR_CELL.sub(rb'\1"str"', inside) if name in sheets else inside)
    return changed.getvalue()


def _is_content(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry of an archive is more than a folder or what a Mac adds."""
    name = entry.filename.rsplit("/", 1)[-1]
    is_mac = entry.filename.startswith("__MACOSX/") or name in (".DS_Store", "Thumbs.db")
    return not entry.is_dir() and not is_mac


def _unpacked(path: Path, file: IO[bytes] | gzip.GzipFile, packed: int) -> bytes:
    """Read a packed file and stop when it grows too large, whatever its header says."""
    chunks: list[bytes] = []
    size = 0
    while chunk := file.read(_CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        _refuse_large(path, size, packed)
    return b"".join(chunks)


def _refuse_large(path: Path, size: int, packed: int) -> None:
    """Refuse an archive that fills the memory; raises FileRefusedError."""
    if size > _LARGEST or (size > _SMALL and size > packed * _MOST_SHRUNK):
        raise FileRefusedError("archive_too_large", path)
