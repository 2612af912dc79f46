"""Draft: the manifests of a repo with edits that nobody has written yet."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pipeline.errors import ManifestError
from pipeline.manifests.editing.change import Change, read_bytes
from pipeline.manifests.editing.edits import Edit, outcome, read
from pipeline.manifests.reading.model import Strict

M = TypeVar("M", bound=Strict)


class UnprovedError(Exception):
    """A file does not say what its edits asked for; each of them has to be proved by itself."""


class Draft:
    """Files as they were read, and as they would be with the edits so far. Nothing is written.

    Args:
        prove: whether the strict reader reads the outcome of each edit; otherwise that of all, in `changes`.
    """

    def __init__(self, repo: Path, *, prove: bool = True):
        self.repo, self._prove = repo, prove
        self._said: dict[Path, Strict] = {}  # what files would say, where that is not proved yet
        self._before: dict[Path, bytes | None] = {}
        self._after: dict[Path, bytes | None] = {}

    def bytes_of(self, path: Path) -> bytes | None:
        """What the file would hold; it is read once, so that its change is one to what was looked at."""
        if path not in self._after:
            self._before[path] = self._after[path] = read_bytes(path, self.repo)
        return self._after[path]

    def read(self, path: Path, model: type[M]) -> M:
        """What the manifest would say.

        Raises:
            ManifestError: it cannot be read, or lies outside of the repo.
        """
        said = self._said.get(path)
        return said if isinstance(said, model) else read(self.bytes_of(path), path, model)

    def edit(self, edits: Iterable[Edit]) -> None:
        """Makes edits, one after the other.

        Raises:
            ConflictError: what an edit replaces is no longer there.
            ManifestError: a file cannot be edited without touching more.
        """
        for edit in edits:
            known = self._said.get(edit.path)
            self._after[edit.path], said = outcome(self.bytes_of(edit.path), edit, known, prove=self._prove)
            if not self._prove:
                self._said[edit.path] = said

    def copy(self) -> Draft:
        """One that can be given up."""
        other = Draft(self.repo, prove=self._prove)
        other._before, other._after, other._said = dict(self._before), dict(self._after), dict(self._said)
        return other

    def differs_from(self, other: Draft) -> bool:
        """Whether it would write anything else than another draft of the same files."""
        return any(data != other.bytes_of(path) for path, data in self._after.items())

    def changes(self) -> list[Change]:
        """One for each file that would be another.

        Raises:
            UnprovedError: a draft that does not prove each edit has gone wrong somewhere.
        """
        for path, said in self._said.items():
            try:
                proved = read(self._after[path], path, type(said)) == said
            except ManifestError:
                proved = False
            if not proved:
                raise UnprovedError
        return [
            Change(path, self.repo, self._before[path], after)
            for path, after in self._after.items()
            if after != self._before[path]
        ]


def changes_of(edits: Iterable[Edit], repo: Path) -> list[Change]:
    """What edits, one after the other, change in the files of a repo: one change per file. Nothing is written.

    Raises:
        ConflictError, ManifestError: as `Draft.edit`.
    """
    draft = Draft(repo)
    draft.edit(edits)
    return draft.changes()
