"""A desk: one production under review. It knows the list as it stands and notices when something changed.

Reading, rendering and writing happen in threads; `refresh` is the one place in which the list is replaced.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.repo import Repo
from flows.review.events import Event, Events
from flows.review.performing import Booth, Working
from pipeline.errors import VoicepressError
from pipeline.production.reviewing import Reviewed, redecided, review, review_line
from pipeline.report.review import ReviewLine, ReviewRow

if TYPE_CHECKING:
    from flows.review.deciding import Written

SHEET = "takesheet.csv"  # of a run that may be going on
IDLE_S = 10.0  # after the last decision, before everything is read again
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
        self._stamps: dict[Path, tuple[int, int]] = {}
        self._stale_since = 0.0  # when it was last read in part only; 0 where it was read in full
        self._read_at = self._took_s = 0.0
        self.writing = threading.RLock()  # held by whoever writes manifests
        self.undone: list[Written] = []  # decisions that can be taken back, the last last
        self._booth = Booth(self)

    @property
    def slug(self) -> str:
        return slug_of(self.path)

    @property
    def reviewed(self) -> Reviewed:
        """The list as it was last read. It is replaced and never changed: who reads it needs no lock."""
        if self._reviewed is None:
            with self._lock:
                if self._reviewed is None:
                    self._reviewed = self._read()
        return self._reviewed

    def line(self, slate: str) -> ReviewLine | None:
        """Everything about a line; None where there is no such line."""
        seen = self.reviewed
        return review_line(seen, seen.index_of[slate]) if slate in seen.index_of else None

    def refresh(self, *, decided: bool = False) -> Changed:
        """Reads everything again and tells the pages which rows changed.

        Args:
            decided: nothing that is heard has changed, only what people decided: rows are looked at, and the script is
                not. Everything is read again later, when nobody decides.

        Raises:
            VoicepressError: what is written cannot be read; the list stays as it was.
        """
        with self._lock:
            old = self._reviewed
            before = {row.slate: row.version for row in old.book.rows} if old else {}
            if decided and old is not None:
                self._stamps |= self._stamped()
                job = self.repo.load(self.path, rehearsal=self.rehearsal, spec=old.assembly.job.spec_name)
                self._reviewed = seen = redecided(old, job)
                self._stale_since = time.monotonic()
            else:
                self._reviewed = seen = self._read()
            rows = tuple(row for row in seen.book.rows if before.get(row.slate) != row.version)
            changed = Changed(rows, len(seen.book.rows))
        if changed.rows or changed.lines != len(before):
            self._events.publish(Event("rows", self.slug, changed))
        return changed

    def look(self) -> None:
        """Refreshes where a manifest, or the sheet of a run that goes on, was written since."""
        with self._lock:
            if self._reviewed is None or not self._due():
                return
            try:
                self.refresh()
            except VoicepressError as error:
                self._stamps = self._stamped()
                self._events.publish(Event("rows", self.slug, Changed((), 0, str(error))))

    def _due(self) -> bool:
        """Whether something should be read again now."""
        now = self._stamped()
        written = {path for path, stamp in now.items() if self._stamps.get(path, stamp) != stamp}
        if {path for path in written if path.name != SHEET}:
            return True
        # A run writes its sheet every few seconds; a long book is read again for a tenth of the time at most.
        if written and time.monotonic() > self._read_at + 10 * self._took_s:
            return True
        return bool(self._stale_since) and time.monotonic() > self._stale_since + IDLE_S

    def close(self) -> None:
        """Stops what it has started."""
        self._booth.close()

    def perform(self, slates: Iterable[str]) -> None:
        """Has lines spoken, heard and judged; the pages are told how far they are."""
        self._booth.ask(slates)

    def working(self, how_far: Working) -> None:
        self._events.publish(Event("working", self.slug, how_far))

    def _read(self) -> Reviewed:
        began = time.monotonic()
        self._stamps = self._stamped()
        read = review(self.repo.lay_out(self.path, rehearsal=self.rehearsal))
        self._stale_since, self._read_at = 0.0, time.monotonic()
        self._took_s = self._read_at - began
        return read

    def _stamped(self) -> dict[Path, tuple[int, int]]:
        """When the files that decide what is shown were written last, and how long they are."""
        return {path: _stamp(path) for path in self._watched()}

    def _watched(self) -> Iterator[Path]:
        folder = self.path.parent
        yield self.path
        yield from (folder / name for name in MANIFESTS)
        if self._reviewed is not None:
            job = self._reviewed.assembly.job
            yield from (folder / name for name, _ in job.lexicons)
            yield job.out / SHEET


def _stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size
