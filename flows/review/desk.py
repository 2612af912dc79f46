"""A desk: one production under review. It knows the list as it stands and notices when something changed.

Reading, rendering and writing happen in threads; `refresh` is the one place in which the list is replaced.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.repo import Repo
from flows.review.events import Event, Events
from flows.review.performing import Booth, Working
from pipeline.errors import VoicepressError
from pipeline.production.reviewing import Reviewed, review, review_line
from pipeline.report.review import ReviewLine, ReviewRow

if TYPE_CHECKING:
    from flows.review.deciding import Written

MANIFESTS = (
    "pickups.yaml",
    "waivers.yaml",
    "approvals.yaml",
    "review.yaml",
    "cast.yaml",
    "lexicon.yaml",
    "production.lock.yaml",
)


@dataclass(frozen=True, slots=True)
class Changed:
    """Rows that are not as they were, and how many lines the book has now."""

    rows: tuple[ReviewRow, ...]
    lines: int
    trouble: str = ""  # why the production cannot be read as it is written now


def slug_of(path: Path) -> str:
    """A production's name, by the path of its manifest."""
    return path.resolve().parent.name if path.stem == "production" else path.stem


class Desk:
    """Thread-safe."""

    def __init__(self, repo: Repo, path: Path, events: Events, *, rehearsal: bool = False):
        self.repo, self.path, self.rehearsal = repo, path, rehearsal
        self._events = events
        self._lock = threading.RLock()
        self._reviewed: Reviewed | None = None
        self._stamps: tuple[tuple[str, int, int], ...] = ()
        self.writing = threading.RLock()  # held by whoever writes manifests
        self.undone: list[Written] = []  # decisions that can be taken back, the last last
        self._booth = Booth(self)

    @property
    def slug(self) -> str:
        return slug_of(self.path)

    @property
    def reviewed(self) -> Reviewed:
        """The list as it was last read."""
        with self._lock:
            if self._reviewed is None:
                self._stamps = self._stamped()
                self._reviewed = self._read()
            return self._reviewed

    def line(self, slate: str) -> ReviewLine | None:
        """Everything about a line; None where there is no such line."""
        with self._lock:
            seen = self.reviewed
            return review_line(seen, seen.index_of[slate]) if slate in seen.index_of else None

    def refresh(self) -> Changed:
        """Reads everything again and tells the pages which rows changed.

        Raises:
            VoicepressError: what is written cannot be read; the list stays as it was.
        """
        with self._lock:
            before = {row.slate: row.version for row in self._reviewed.book.rows} if self._reviewed else {}
            self._stamps = self._stamped()
            self._reviewed = seen = self._read()
            rows = tuple(row for row in seen.book.rows if before.get(row.slate) != row.version)
            changed = Changed(rows, len(seen.book.rows))
        if changed.rows or changed.lines != len(before):
            self._events.publish(Event("rows", self.slug, changed))
        return changed

    def look(self) -> None:
        """Refreshes where a manifest, or the sheet of a run that goes on, was written since."""
        with self._lock:
            if self._reviewed is None or self._stamped() == self._stamps:
                return
            try:
                self.refresh()
            except VoicepressError as error:
                self._stamps = self._stamped()
                self._events.publish(Event("rows", self.slug, Changed((), 0, str(error))))

    def close(self) -> None:
        """Stops what it has started."""
        self._booth.close()

    def perform(self, slates: Iterable[str]) -> None:
        """Has lines spoken, heard and judged; the pages are told how far they are."""
        self._booth.ask(slates)

    def working(self, how_far: Working) -> None:
        self._events.publish(Event("working", self.slug, how_far))

    def _read(self) -> Reviewed:
        return review(self.repo.lay_out(self.path, rehearsal=self.rehearsal))

    def _stamped(self) -> tuple[tuple[str, int, int], ...]:
        """When the files that decide what is shown were written last."""
        return tuple(self._stamp(path) for path in self._watched())

    def _watched(self) -> Iterator[Path]:
        folder = self.path.parent
        yield self.path
        yield from (folder / name for name in MANIFESTS)
        if self._reviewed is not None:
            job = self._reviewed.assembly.job
            yield from (folder / name for name, _ in job.lexicons)
            yield job.out / "takesheet.csv"

    @staticmethod
    def _stamp(path: Path) -> tuple[str, int, int]:
        try:
            stat = path.stat()
        except OSError:
            return str(path), 0, 0
        return str(path), stat.st_mtime_ns, stat.st_size
