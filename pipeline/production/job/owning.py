"""Ownership of the folder of deliverables: one production, and one run at a time, writes into it.

Two productions of the same name would otherwise overwrite each other's files and locks.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from pipeline.errors import RefusedError, StoreError
from pipeline.production.job.job import Job

OWNER = ".lock"  # locked during a run; holds the path of the owner's manifest, relative to the folder


def taken(job: Job) -> str:
    """The reason why another production owns the job's folder; "" where the job may use it."""
    owner = ""
    with suppress(OSError):  # missing or unreadable: `only_run` reports it
        owner = (job.out / OWNER).read_text("utf-8", "surrogateescape").strip()
    return _of_another(job, owner)


def check_own(job: Job) -> None:
    """Raises RefusedError where another production's files lie in the job's folder."""
    if reason := taken(job):
        raise RefusedError(reason)


def claim(job: Job, file: TextIO) -> None:
    """Records the job as owner of its locked folder. Raises RefusedError where another production owns it."""
    file.seek(0)
    owner = file.read().strip()
    if reason := _of_another(job, owner):
        raise RefusedError(reason)
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
    except (OSError, ValueError):  # the file does not hold a path
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


def running(out: Path) -> bool:
    """Whether a run holds a folder of deliverables now, as far as this machine tells; takes no lock to find out."""
    try:
        found = (out / OWNER).stat()
        held = Path("/proc/locks").read_text("utf-8")
    except OSError:
        return False
    device = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    return any("FLOCK" in line and f" {device} " in line and " -> " not in line for line in held.splitlines())
