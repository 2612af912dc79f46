"""The OCF zip container of an EPUB, with limits on size, compression ratio and number of entries.

Nothing is unpacked to disk, so a path that leads out of the archive does no harm; such entries are findings.
"""

from __future__ import annotations

import posixpath
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from pipeline.errors import ManuscriptError
from pipeline.records import Finding
from pipeline.untrusted.bounds import (
    ZIP_COPIED_RATIO,
    ZIP_ENTRIES,
    ZIP_ENTRY_BYTES,
    ZIP_RATIO,
    ZIP_RATIO_FREE_BYTES,
    ZIP_TOTAL_BYTES,
)

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    UnicodeError,
    ValueError,
    MemoryError,
)


class Archive:
    """A zip whose entries are found by name, also where books misspell them.

    Raises ManuscriptError where the file is no zip, is damaged, or unpacks to more than a book can be.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self._read = self._copied = 0
        if path.stat().st_size == 0:
            raise ManuscriptError(f"{path} is empty (0 bytes): copy or download it again")
        _bounded_directory(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise ManuscriptError(
                f"{path} is not a whole zip archive ({error}): it was cut short or is no EPUB; fetch it again"
            ) from error
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._zip.infolist():
            self._admit(entry)
        self._folded = {_folded(name): name for name in self._entries}

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _admit(self, entry: zipfile.ZipInfo) -> None:
        name = entry.filename.replace("\\", "/")
        if entry.is_dir():
            return
        clean = posixpath.normpath(name)
        if clean.startswith(("../", "/")) or clean == ".." or ":" in clean.split("/")[0]:
            self.findings.append(Finding("i-009", name[:200], "the entry points outside the book and was ignored"))
            return
        if clean in self._entries:
            self.findings.append(
                Finding("i-009", name[:200], "the archive holds this name twice; the last entry counts")
            )
        self._entries[clean] = entry

    def names(self) -> list[str]:
        return list(self._entries)

    def find(self, name: str) -> str | None:
        """The entry that `name` means: as written, percent-decoded, or in another case or Unicode normal form."""
        for candidate in (name, unquote(name)):
            clean = posixpath.normpath(candidate.lstrip("/"))
            if clean in self._entries:
                return clean
            if _folded(clean) in self._folded:
                return self._folded[_folded(clean)]
        return None

    def read(self, name: str) -> bytes:
        """The bytes of an entry that `find` gave."""
        entry = self._entries[name]
        if entry.file_size > ZIP_ENTRY_BYTES and not entry.flag_bits & 1:
            raise ManuscriptError(
                f"{self.path}: {name} unfolds to {entry.file_size >> 20} MB, a document may have "
                f"{ZIP_ENTRY_BYTES >> 20} MB; split it"
            )
        if why := self.beyond(name):
            raise ManuscriptError(f"{self.path}: {name} {why}")
        self._read += entry.file_size
        if self._read > ZIP_TOTAL_BYTES:
            raise ManuscriptError(
                f"{self.path}: its documents unfold to more than {ZIP_TOTAL_BYTES >> 20} MB, which no "
                "book does; it is not read"
            )
        try:
            # zipfile never gives more than the declared size, and compares length and checksum.
            return self._zip.read(entry)
        except _BROKEN as error:
            raise ManuscriptError(
                f"{self.path}: the entry {name} is damaged ({error}); fetch the file again"
            ) from error

    def beyond(self, name: str) -> str:
        """Why an entry cannot or must not be decompressed, whatever its size; "" where it may be."""
        entry = self._entries[name]
        if entry.flag_bits & 1:
            return "is locked with a zip password; ask for an open copy"
        packed = max(entry.compress_size, 1)
        if entry.file_size > ZIP_RATIO_FREE_BYTES and entry.file_size > ZIP_RATIO * packed:
            return f"unfolds to {entry.file_size // packed} times its size, as a zip bomb does; it is not read"
        return ""

    def size(self, name: str) -> int:
        """The decompressed size of an entry in bytes."""
        return self._entries[name].file_size

    def packed_as(self, name: str) -> int:
        """The compression method of an entry, a constant of zipfile."""
        return self._entries[name].compress_type

    def blocks(self, name: str) -> Iterator[bytes]:
        """The bytes of an entry in blocks of one megabyte, for what is copied and may be larger than a document.

        Raises:
            ManuscriptError: it is damaged, or more has been copied by now than any book holds.
        """
        if why := self.beyond(name):
            raise ManuscriptError(f"{self.path}: {name} {why}")
        self._copied += self._entries[name].file_size
        most = max(ZIP_TOTAL_BYTES, ZIP_COPIED_RATIO * self.path.stat().st_size)
        if self._copied > most:
            raise ManuscriptError(f"{self.path}: its entries unfold to more than {most >> 20} MB; it is not read")
        try:
            with self._zip.open(self._entries[name]) as file:
                while block := file.read(1 << 20):
                    yield block
        except _BROKEN as error:
            raise ManuscriptError(
                f"{self.path}: the entry {name} is damaged ({error}); fetch the file again"
            ) from error


def resolve(base: str, href: str) -> tuple[str, str]:
    """Resolves a URL found in the entry `base` to (entry, fragment); the entry is "" outside of the book."""
    href = href.strip()
    name, _, fragment = href.partition("#")
    fragment = unquote(fragment)
    if not name:
        return base, fragment
    head = name.split("/", 1)[0]
    if ":" in head or name.startswith("//"):
        return "", ""
    name = name.split("?", 1)[0]
    joined = name.lstrip("/") if name.startswith("/") else posixpath.join(posixpath.dirname(base), name)
    return posixpath.normpath(joined), fragment


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _bounded_directory(path: Path) -> None:
    """Refuses a central directory of millions of entries before zipfile builds an object for each."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 65_557))  # the end of central directory record and the longest comment
        tail = file.read()
    position = tail.rfind(b"PK\x05\x06")
    if position >= 0 and len(tail) >= position + 22:
        directory = struct.unpack_from("<L", tail, position + 12)[0]
        if (directory != 0xFFFFFFFF and directory > ZIP_ENTRIES * 400) or directory == 0xFFFFFFFF:
            raise ManuscriptError(f"{path} declares a directory of {directory >> 20} MB, which no book has")
        if struct.unpack_from("<H", tail, position + 10)[0] > ZIP_ENTRIES:
            raise ManuscriptError(f"{path} declares more than {ZIP_ENTRIES:,} entries, which no book has")
