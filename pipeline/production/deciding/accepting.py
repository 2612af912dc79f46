"""Giving up approved takes for what would be made today: a person's `--accept`, and nothing else, does it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TypeVar

from pipeline.errors import RefusedError
from pipeline.manifests import Approval, Approvals
from pipeline.manifests.editing import ListEdit, changes_of, write_all
from pipeline.matching import approved
from pipeline.production.assembly import Assembly
from pipeline.production.job.job import Job

J = TypeVar("J", bound=Job)
ALL = "all"
DIFFERENT = ("q-004", "q-007")


def given_up(assembly: Assembly, slates: Collection[str]) -> list[Approval]:
    """The approvals of these lines; with ALL, of every line whose approved take differs from today's.

    Raises:
        RefusedError: a line has none.
    """
    kept, _ = approved(assembly.state.lines, assembly.job.approvals)
    wanted = set(slates) - {ALL}
    if ALL in slates:
        wanted |= {one.where for one in assembly.state.findings if one.code in DIFFERENT}
    if without := sorted(wanted - set(kept)):
        raise RefusedError(f"--accept {without[0]}: no take of that line is approved in approvals.yaml")
    return list({id(kept[slate]): kept[slate] for slate in sorted(wanted)}.values())


def without(job: J, approvals: Iterable[Approval]) -> J:
    """The job as it would be without these approvals."""
    gone = list(approvals)
    return replace(job, approvals=tuple(one for one in job.approvals if one not in gone))


def give_up(job: Job, approvals: Iterable[Approval]) -> None:
    """Takes approvals out of approvals.yaml; every other byte of it stays.

    Raises:
        ConflictError, ManifestError: it was changed in the meantime, or cannot be edited.
    """
    path = job.path.with_name("approvals.yaml")
    edits = [ListEdit(path, Approvals, ("approvals",), one, None) for one in approvals]
    if edits:
        write_all(changes_of(edits, job.repo))
