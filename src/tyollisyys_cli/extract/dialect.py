"""How a text file is written: its encoding, line ends and delimiter, decided for the whole file."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tyollisyys_cli.extract.defects import FileRefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DELIMITERS = (";", ",", "\t", "|")
_NAMES = {"\t": "tab"}
_BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
# Letters of UTF-8 (ä, ö, å, é; š, ž) between bytes that are not: \xc3 is \u00c3 in Windows-1252.
_UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]|\xc5[\xa0\xa1\xbd\xbe]")
# Such letters encoded twice (as Windows-1252, as CP850), and U+FFFD: what stood there is lost.
_SPOILED = re.compile(rb"\xc3\x83[\xc2\xc5\xe2]|\xe2\x94\x9c[\xc2\xc3\xe2]|\xef\xbf\xbd")
SPOILED = (
    "\u00c3[\u0080-\u00bf\u0152-\u0178\u2013-\u203a\u20ac]"
    "|\u251c[\u0080-\u00ff\u2500-\u25a0]|\ufffd"
)
_ASCII = bytes(range(128))
_SAMPLE = 64 * 1024


@dataclass(frozen=True)
class Dialect:
    """How a file is written, as a load states it.

    `kind`: csv, xlsx or parquet. `delimiter`, `encoding` and `line_end` are empty for the others.
    `header_line` counts from 1. `date_format` is what the gate found. `compressed`: gzip or zip.
    """

    kind: str = "csv"
    encoding: str = ""
    delimiter: str = ""
    line_end: str = ""
    header_line: int = 1
    date_format: str = ""
    compressed: str = ""
    sheet: str = ""

    def describe(self) -> str:
        """Return one line for the summary of a load: `csv, utf-8, ;, LF, dates dd.mm.yyyy`."""
        parts = (
            self.kind,
            self.compressed,
            f"sheet {self.sheet}" if self.sheet else "",
            self.encoding,
            _NAMES.get(self.delimiter, self.delimiter),
            self.line_end,
            f"header on line {self.header_line}" if self.header_line > 1 else "",
            f"dates {self.date_format}" if self.date_format else "",
        )
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Text:
    """The text of a file in UTF-8 without a mark at its beginning; `repairs` counts by code."""

    data: bytes
    encoding: str
    repairs: dict[str, int]


def decode(path: Path, data: bytes, forced: str, headers: Sequence[str]) -> Text:
    """Return the text as UTF-8; `headers` are names that tell one encoding from another.

    Raises FileRefusedError for bytes that mean nothing, two encodings, NUL bytes and letters that
    were spoiled on the way: replacing them would change data in silence.
    """
    repairs: dict[str, int] = {}
    mark = next((mark for mark in _BOMS if data.startswith(mark)), b"")
    text = data[len(mark) :] if mark else data
    if mark:
        repairs["byte_order_mark"] = 1
    name = _named(forced) or _BOMS.get(mark, "") or _guess(path, text, headers)
    text = _transcoded(path, text, name, is_marked=bool(mark))
    if (nul := text.find(b"\0")) >= 0:
        raise FileRefusedError("nul_bytes", path, line_at(text, nul))
    if not text.isascii():
        if found := _SPOILED.search(text):
            raise FileRefusedError("spoiled_letters", path, line_at(text, found.start()))
        text = _composed(text, repairs)
    return Text(text.rstrip(b"\x1a"), name, repairs)  # DOS ended its files with that mark


def line_at(data: bytes, position: int) -> int:
    """Return the number of the line in which a byte stands; CR, LF and CRLF each end one."""
    before = data[:position]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def line_ends(data: bytes) -> tuple[bytes, str, int]:
    """Return the text without carriage returns alone, its usual line end, and how many differ."""
    returns, feeds = data.count(b"\r"), data.count(b"\n")
    both = data.count(b"\r\n") if returns else 0
    ends = {"LF": feeds - both, "CRLF": both, "CR": returns - both}
    usual = max(ends, key=lambda end: ends[end])
    if ends["CR"]:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data, usual, sum(ends.values()) - ends[usual]


def delimiter_named(text: str) -> str:
    """Return the delimiter that a layout states, empty for `auto`."""
    known = {"auto": "", "": "", "tab": "\t", "\\t": "\t"}
    return known.get(text.lower(), text)


def _named(forced: str) -> str:
    """Return the encoding that a layout states, empty for `auto`."""
    if forced == "auto":
        return ""
    name = codecs.lookup(forced).name
    return {"cp1252": "windows-1252", "utf-8-sig": "utf-8", "utf-16": ""}.get(name, name)


def _transcoded(path: Path, data: bytes, name: str, *, is_marked: bool) -> bytes:
    """Return the bytes of an encoding as UTF-8; raises FileRefusedError with the line."""
    if data.isascii() and not name.startswith("utf-16"):  # 20 ms for 230 MB, decoding copies it
        return data
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        code = "undecodable"
        if name == "utf-8" and is_marked:
            code = "mixed_encodings"
        shown = f"0x{data[error.start]:02x}"
        line = _line_of(data, error.start, name)
        raise FileRefusedError(code, path, line, value=shown) from error
    if name == "utf-8":
        return data
    return text.encode("utf-8", "surrogatepass")


def _line_of(data: bytes, position: int, name: str) -> int:
    """Return the line of a byte, also in an encoding of two bytes a letter."""
    if not name.startswith("utf-16"):
        return line_at(data, position)
    return line_at(data[:position].decode(name, "replace").encode(), position * 2)


def _guess(path: Path, data: bytes, headers: Sequence[str]) -> str:
    """Return the encoding of bytes without a mark; raises FileRefusedError."""
    if wide := _wide(data):
        return wide
    if data.isascii():
        return "utf-8"
    try:
        data.decode()
    except UnicodeDecodeError as error:
        if both := _UTF8_LETTER.search(data):
            at = max(both.start(), error.start)
            raise FileRefusedError("mixed_encodings", path, line_at(data, at)) from error
        return _narrow(path, data, headers)
    return "utf-8"


def _wide(data: bytes) -> str:
    """Return UTF-16 with its order when every other byte of the beginning is NUL."""
    sample = data[: min(len(data), 4096) // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half and not even and odd * 10 > half * 7:
        return "utf-16-le"
    return "utf-16-be" if half and not odd and even * 10 > half * 7 else ""


_LATIN_9_LETTERS = b"\xa4\xa6\xa8\xb8"  # the euro, letters with a caron; signs in Windows-1252
_INITIAL_CARON = re.compile(rb"(?<![A-Za-z])\xb4[a-z]")  # an acute accent in Windows-1252
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # in Windows-1252
# CP850 writes ä ö å Ä Ö Å with bytes that are quotation marks, a dagger and Ž in Windows-1252. Two
# letters around one are sure; at the end of a word it may be a mark that closes an earlier one.
_WITHIN_850 = re.compile(
    rb"[A-Za-z\x84\x94\x86\x8e\x99\x8f][\x84\x94\x86]+[A-Za-z]|[A-Z][\x8e\x99\x8f]+[A-Z]"
)
_BEGINS_850 = re.compile(rb"(?<![A-Za-z])[\x99\x8f][a-z]")
_ENDS_850 = re.compile(rb"[A-Za-z][\x84\x94\x86]+(?![A-Za-z\x84\x94\x86])")
_OPENS_1252 = re.compile(rb"(?<![A-Za-z\x84\x94\x86\x8e\x99\x8f])[\x84\x93\x94][A-Za-z]")
_LETTER_1252 = re.compile(rb"[A-Za-z][\xe4\xf6\xe5]|[\xe4\xf6\xe5\xc4\xd6\xc5][A-Za-z]")
# ü é ä å Ä Å É ö Ö Ü, some of which are nothing in Windows-1252.
_LETTERS_850 = b"\x81\x82\x84\x86\x8e\x8f\x90\x94\x99\x9a"
# They are line drawings and a sign of arithmetic in CP850.
_NEVER_850 = b"\xc4\xc5\xf6"


def _narrow(path: Path, data: bytes, headers: Sequence[str]) -> str:
    """Return which encoding of one byte a letter Finnish and Swedish text is in."""
    used = set(data.translate(None, _ASCII))
    by_headers = _is_850_by_headers(data, headers)
    if _is_850(data, used) if by_headers is None else by_headers:
        return "cp850"
    if undefined := _UNDEFINED.search(data):
        if used.issubset(_LETTERS_850):
            return "cp850"
        shown = f"0x{data[undefined.start()]:02x}"
        line = line_at(data, undefined.start())
        raise FileRefusedError("undecodable", path, line, value=shown)
    has_windows = any(0x80 <= byte < 0xA0 for byte in used)
    carons = any(byte in _LATIN_9_LETTERS for byte in used) or _INITIAL_CARON.search(data)
    return "iso8859-15" if carons and not has_windows else "windows-1252"


def _is_850(data: bytes, used: set[int]) -> bool:
    """Whether the letters beyond ASCII are words in CP850 rather than in Windows-1252."""
    if not used.isdisjoint(_NEVER_850) or used.isdisjoint(b"\x84\x94\x86\x8e\x99\x8f"):
        return False
    ends, opened = (len(one.findall(data)) for one in (_ENDS_850, _OPENS_1252))
    within, begins = (len(one.findall(data)) for one in (_WITHIN_850, _BEGINS_850))
    score = 2 * within + begins + max(0, ends - opened)
    return score > len(_LETTER_1252.findall(data))


def _is_850_by_headers(data: bytes, headers: Sequence[str]) -> bool | None:
    """Whether the headers with letters beyond ASCII are found in CP850; None when none is."""
    telling = [one for one in headers if not one.isascii()]
    sample = data[:_SAMPLE]
    old, new = (
        sum(one in sample.decode(name, "replace").lower() for one in telling)
        for name in ("cp850", "windows-1252")
    )
    return None if old == new else old > new


def _composed(data: bytes, repairs: dict[str, int]) -> bytes:
    """Return the text with one character for a letter and its marks, and count the marks."""
    # U+0300 to U+036F begin with these bytes, which begin nothing else of note and end nothing.
    if b"\xcc" not in data and b"\xcd" not in data:
        return data
    text = data.decode()
    composed = unicodedata.normalize("NFC", text)
    if count := len(text) - len(composed):
        repairs["decomposed_letters"] = count
    return composed.encode()
