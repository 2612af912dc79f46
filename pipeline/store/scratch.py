"""Local copies of what a remote store holds, in a folder of this user alone."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.store.atomic import temporary_name, write


def scratch() -> Path:
    """A folder of this user alone on this machine, for local copies.

    Raises:
        StoreError: another user made a folder of that name, or everybody may write to it.
    """
    import tempfile

    folder = Path(tempfile.gettempdir()) / f"voicepress-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o022:
        raise StoreError(
            f"{folder} is not a folder of this user alone, so what lies there cannot be trusted; remove "
            "it, or name another place for temporary files (TMPDIR)"
        )
    return folder


def copy_into_scratch(name: str, data: bytes) -> Path:
    """Writes a local copy, whole or not at all.

    Raises:
        StoreError: there is no room for it.
    """
    path = scratch() / name
    part = path.with_name(f"{name}.{temporary_name()}")
    try:
        write(part, data)
        part.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path.parent} cannot be written to: {error.strerror}; make room there and run again"
        ) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return path
