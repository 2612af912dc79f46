"""Housekeeping: removes the temporary files of dead processes, and the oldest local copies."""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress
from pathlib import Path

from pipeline.store.atomic import HOST
from pipeline.store.scratch import scratch

SCRATCH_BYTES = 8 << 30  # of local copies; beyond it, the oldest are removed between productions
SCRATCH_YOUNG_S = 3600  # a younger copy may still be read by a run
ORPHAN_S = 86_400  # a temporary file that is older than a day belongs to no running process, on whatever machine


def clear_orphans(folder: Path) -> int:
    """Removes temporary files of dead processes of this machine, and of any machine after a day. How many."""
    orphans = [path for path in folder.glob("*") if _orphaned(path)]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _orphaned(path: Path) -> bool:
    try:
        host, process, _ = path.name.split(".")
        if time.time() - path.stat().st_mtime > ORPHAN_S:
            return True
        if host != HOST:
            return False
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return True
    except (PermissionError, FileNotFoundError):
        return False
    return False


def clear_scratch(most: int = SCRATCH_BYTES) -> int:
    """Removes the oldest copies beyond `most` bytes, and half-written files. How many."""
    files = []
    for path in scratch().iterdir():
        with suppress(OSError):
            found = path.lstat()
            if stat.S_ISREG(found.st_mode) and time.time() - found.st_mtime > SCRATCH_YOUNG_S:
                files.append((found.st_mtime, found.st_size, path))
    total, gone = sum(size for _, size, _ in files), 0
    for _, size, path in sorted(files, key=lambda file: (len(file[2].name) == 64, file)):
        if total <= most and len(path.name) == 64:  # anything else is half-written
            continue
        with suppress(OSError):
            path.unlink()
            total, gone = total - size, gone + 1
    return gone
