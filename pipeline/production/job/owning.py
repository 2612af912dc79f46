"""Whose a folder of deliverables is: two productions of one name would write over each other's files and locks."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from pipeline.errors import RefusedError, StoreError
from pipeline.production.job.job import Job

OWNER = ".lock"  # locked while a run goes on; what it says is the owner's manifest, relative to the folder


def taken(job: Job) -> str:
    """Why the job's folder is not its own; "" where it is, or nobody's."""
    owner = ""
    with suppress(OSError):  # none, or unreadable: a run has a sentence for that
        owner = (job.out / OWNER).read_text("utf-8", "surrogateescape").strip()
    return _of_another(job, owner)


def check_own(job: Job) -> None:
    """Raises RefusedError where another production's files lie in the job's folder."""
    if said := taken(job):
        raise RefusedError(said)


def claim(job: Job, file: TextIO) -> None:
    """Writes the job's name into its locked folder. Raises RefusedError where it is another's."""
    file.seek(0)
    owner = file.read().strip()
    if said := _of_another(job, owner):
        raise RefusedError(said)
    if owner != _name(job):
        file.truncate(0)
        file.write(_name(job))
        file.flush()


def _name(job: Job) -> str:
    return os.path.relpath(job.path.resolve(), job.out.resolve())


def _of_another(job: Job, owner: str) -> str:
    if owner and owner != _name(job) and _is_there(other := job.out / owner):
        return (
            f"{job.out} holds the files of {other.resolve()}; rename the folder of one of the two productions: "
            "files are put under its name"
        )
    return ""


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # what stands in the file was never a path
        return False


@contextmanager
def only_run(job: Job) -> Iterator[None]:
    """Holds the folder for one run at a time: a retry, a schedule and a person must not overlap.

    Raises:
        RefusedError: another run holds it, or another production's files lie there.
        StoreError: it cannot be written to or locked.
    """
    try:
        job.out.mkdir(parents=True, exist_ok=True)
        lock = (job.out / OWNER).open("a+", encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise StoreError(
            f"{job.out} cannot be written to: {error.strerror}; name another folder (`out:` in configs/house.yaml)"
        ) from None
    with lock as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedError(f"another run is producing {job.slug} at this moment; wait for it, or stop it") from None
        except OSError as error:
            raise StoreError(
                f"{job.out} cannot be locked ({error.strerror}): its file system keeps no locks, and "
                "two runs would write over each other; name a folder of another (`out:` in "
                "configs/house.yaml)"
            ) from None
        claim(job, file)
        yield
