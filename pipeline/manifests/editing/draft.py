"""Draft: the manifests of a repo with edits that nobody has written yet."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pipeline.manifests.editing.change import Change, read_bytes
from pipeline.manifests.editing.edits import Edit, edited, read
from pipeline.manifests.reading.model import Strict

M = TypeVar("M", bound=Strict)


class Draft:
    """Files as they were read, and as they would be with the edits so far. Nothing is written."""

    def __init__(self, repo: Path):
        self.repo = repo
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
        return read(self.bytes_of(path), path, model)

    def edit(self, edits: Iterable[Edit]) -> None:
        """Makes edits, one after the other.

        Raises:
            ConflictError: what an edit replaces is no longer there.
            ManifestError: a file cannot be edited without touching more.
        """
        for edit in edits:
            self._after[edit.path] = edited(self.bytes_of(edit.path), edit)

    def copy(self) -> Draft:
        """One that can be given up."""
        other = Draft(self.repo)
        other._before, other._after = dict(self._before), dict(self._after)
        return other

    def differs_from(self, other: Draft) -> bool:
        """Whether it would write anything else than another draft of the same files."""
        return any(data != other.bytes_of(path) for path, data in self._after.items())

    def changes(self) -> list[Change]:
        """One for each file that would be another."""
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
