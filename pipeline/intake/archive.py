"""The zip under an EPUB, opened as a stranger's file: bounded in size, ratio and number, and never unpacked.

Nothing is ever written to disk, so a path out of the archive can harm nobody; such entries are noted and ignored.
"""

from __future__ import annotations

import posixpath
import struct
import unicodedata
import zipfile
import zlib
from pathlib import Path
from urllib.parse import unquote

from pipeline.errors import BadManuscript
from pipeline.records import Note

# The largest real book seen has a 4 MB document and 8 MB of text in all. Beyond these it is an attack or an accident.
ENTRY_LIMIT = 32 << 20
TOTAL_LIMIT = 256 << 20
# Deflate's own ceiling is about 1030:1; real markup stays below 30:1, tables of dots below 100:1.
RATIO_LIMIT = 200
RATIO_FREE = 4 << 20  # small entries may be as repetitive as they like
ENTRIES_LIMIT = 50_000

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, struct.error,
           UnicodeError, ValueError, MemoryError)


class Archive:
    """Entries of a zip by name, in the forms in which books misspell them.

    Raises BadManuscript where the file is no zip, is damaged, or unfolds to more than a book can be.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[Note] = []
        self._read = 0
        if path.stat().st_size == 0:
            raise BadManuscript(f"{path} is empty (0 bytes): copy or download it again")
        _bounded_directory(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise BadManuscript(f"{path} is not a whole zip archive ({error}): it was cut short or is no EPUB; "
                                "fetch it again") from error
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
            self.notes.append(Note("i-009", name[:200], "the entry points outside the book and was ignored"))
            return
        if clean in self._entries:
            self.notes.append(Note("i-009", name[:200], "the archive holds this name twice; the last entry counts"))
        self._entries[clean] = entry

    def names(self) -> list[str]:
        return list(self._entries)

    def find(self, name: str) -> str | None:
        """The entry that `name` means: as it stands, percent-decoded, or in another case or Unicode form."""
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
        if entry.flag_bits & 1:
            raise BadManuscript(f"{self.path}: {name} is locked with a zip password; ask for an open copy")
        if entry.file_size > ENTRY_LIMIT:
            raise BadManuscript(f"{self.path}: {name} unfolds to {entry.file_size >> 20} MB, a document may have "
                                f"{ENTRY_LIMIT >> 20} MB; split it")
        if entry.file_size > RATIO_FREE and entry.file_size > RATIO_LIMIT * max(entry.compress_size, 1):
            raise BadManuscript(f"{self.path}: {name} unfolds to {entry.file_size // max(entry.compress_size, 1)} "
                                "times its size, as a zip bomb does; it is not read")
        self._read += entry.file_size
        if self._read > TOTAL_LIMIT:
            raise BadManuscript(f"{self.path}: its documents unfold to more than {TOTAL_LIMIT >> 20} MB, which no book "
                                "does; it is not read")
        try:
            # zipfile never gives more than the declared size, and compares length and checksum.
            return self._zip.read(entry)
        except _BROKEN as error:
            raise BadManuscript(f"{self.path}: the entry {name} is damaged ({error}); fetch the file again") from error


def resolve(base: str, href: str) -> tuple[str, str]:
    """(name, fragment) of a reference found in the entry `base`; name "" where it leads out of the book."""
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
    """Refuses a directory of millions of entries before zipfile builds an object for each."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 65_557))  # the end record and the longest comment
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0 and len(tail) >= at + 22:
        directory = struct.unpack_from("<L", tail, at + 12)[0]
        if (directory != 0xFFFFFFFF and directory > ENTRIES_LIMIT * 400) or directory == 0xFFFFFFFF:
            raise BadManuscript(f"{path} declares a directory of {directory >> 20} MB, which no book has")
        if struct.unpack_from("<H", tail, at + 10)[0] > ENTRIES_LIMIT:
            raise BadManuscript(f"{path} declares more than {ENTRIES_LIMIT:,} entries, which no book has")
