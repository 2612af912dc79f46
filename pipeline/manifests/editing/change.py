"""Change: what a file holds, what it will hold, and the writing of it as long as nobody else has written it."""

from __future__ import annotations

import difflib
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConflictError, ManifestError, StoreError
from pipeline.store import digest_of, written_beside

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Change:
    """A manifest before and after; None where there is no file. Nothing is written before `write`."""

    path: Path
    repo: Path  # that the file has to stay in
    before: bytes | None
    after: bytes | None

    @property
    def before_digest(self) -> str:
        """Names the file that the change was computed from; "" where there was none."""
        return digest_of(self.before) if self.before is not None else ""

    @property
    def diff(self) -> str:
        """The change as `diff -u` has it; a line that only differs in how it ends shows its carriage return."""
        name = _name(self.path, self.repo)
        old, new = (_lines(data) for data in (self.before, self.after))
        lines = difflib.unified_diff(old, new, f"a/{name}" if self.before is not None else "/dev/null",
                                     f"b/{name}" if self.after is not None else "/dev/null")  # fmt: skip
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)

    def reverse(self) -> Change:
        """The change that takes this one back, byte for byte."""
        return Change(self.path, self.repo, self.after, self.before)

    def write(self) -> None:
        """Writes the file, all of it or nothing.

        Raises:
            ConflictError: the file is no longer what the change was computed from.
            ManifestError: it lies outside of the repo, or is a link.
            StoreError: it cannot be written.
        """
        write_all([self])


def write_all(changes: list[Change]) -> None:
    """Writes several changes; none of them where one of the files is no longer what its change was computed from.

    Raises:
        As `Change.write`.
    """
    folders = sorted({change.path.parent for change in changes})
    _compare(changes)
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{folder} cannot be written to: {error.strerror}") from None
    with _alone(folders), ExitStack() as staged:
        # Whole on the disk before the comparison: an editor that saves meanwhile has a few microseconds to be missed,
        # and a disk that is full at the second file leaves the first as it was.
        ready = [staged.enter_context(_staged(change)) for change in changes]
        _compare(changes)
        for change, temporary in zip(changes, ready, strict=True):
            if temporary is None:
                change.path.unlink(missing_ok=True)
            else:
                temporary.replace(change.path)


def _compare(changes: list[Change]) -> None:
    for change in changes:
        if read_bytes(change.path, change.repo) != change.before:
            raise ConflictError(
                f"{change.path} has been changed by somebody else since it was read; nothing was written, look at it "
                "again"
            )


@contextmanager
def _staged(change: Change) -> Iterator[Path | None]:
    """The file beside its place, with the permissions of the one that it will replace; None where one is removed."""
    if change.after is None:
        yield None
        return
    with written_beside(change.path, change.after) as temporary:
        if change.before is not None:
            with suppress(OSError):
                temporary.chmod(stat.S_IMODE(change.path.stat().st_mode))
        yield temporary


@contextmanager
def _alone(folders: list[Path]) -> Iterator[None]:
    """One writer at a time in these folders, among all processes of this machine; leaves no file behind."""
    held: list[int] = []
    try:
        for folder in folders:
            descriptor = os.open(folder, os.O_RDONLY)
            held.append(descriptor)
            with suppress(OSError):  # a file system without locks: the comparison still holds
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        for descriptor in held:
            os.close(descriptor)


def read_bytes(path: Path, repo: Path) -> bytes | None:
    """What a manifest holds; None where there is none.

    Raises:
        ManifestError: it is no file of the repo, or is a link, through which something else would be written.
    """
    try:
        if path.is_symlink():
            raise ManifestError(f"{path} is a link, which is not written through; edit the file that it names")
        whole, home = path.resolve(), repo.resolve()
        if not whole.is_relative_to(home):
            raise ManifestError(f"{path} lies outside of the production repo {home}; edit it by hand")
        if path.suffix not in (".yaml", ".yml") or ".git" in whole.relative_to(home).parts:
            raise ManifestError(f"{path} is no manifest; only YAML files of the repo are edited")
        return path.read_bytes() if path.exists() else None
    except (OSError, RuntimeError) as error:
        raise ManifestError(f"{path} cannot be read: {error}") from None


def decoded(data: bytes, path: Path) -> tuple[bytes, str]:
    """(byte order mark or nothing, text) of a manifest, its line ends as they are."""
    mark = BOM if data.startswith(BOM) else b""
    try:
        return mark, data[len(mark) :].decode("utf-8")
    except UnicodeDecodeError as error:
        raise ManifestError(f"{path} cannot be read: {error}") from None


def encoded(mark: bytes, text: str) -> bytes:
    return mark + text.encode("utf-8")


def _lines(data: bytes | None) -> list[str]:
    lines = (data or b"").decode("utf-8", "replace").split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _name(path: Path, repo: Path) -> str:
    with suppress(ValueError):
        return path.resolve().relative_to(repo.resolve()).as_posix()
    return path.name
