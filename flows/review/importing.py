"""Import: the decisions that somebody saved from an exported page, written into the manifests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.review.desk import Desk
from pipeline.deciding import Place, Told, import_decisions, read_decisions
from pipeline.manifests.editing import write_all


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file of decisions, and how the manifests changed."""

    told: Sequence[Told]
    diff: str

    @property
    def left(self) -> list[Told]:
        """Decisions that were not written: others have decided otherwise, or the line is gone."""
        return [one for one in self.told if one.outcome in ("conflict", "lost")]


def imported(desk: Desk, file: Path) -> Imported:
    """Writes the decisions of a file, all but those on lines that have changed since the export.

    Raises:
        RefusedError: the file is damaged, or about another production.
    """
    with desk.writing:
        seen = desk.reviewed
        place = Place(desk.path, desk.repo.root, seen.assembly.state.lines)
        versions = {row.slate: row.version for row in seen.book.rows}
        changes, told = import_decisions(read_decisions(file, desk.slug), place, versions)
        diff = "".join(change.diff for change in changes)
        write_all(changes)
    return Imported(told, diff)
