"""Quarantine: an object that no longer matches its digest (damaged, or edited by hand) is kept, never overwritten."""

from __future__ import annotations

import time

from pipeline.errors import DamagedError, StoreError
from pipeline.store.files import Files
from pipeline.store.urls import shown

FOLDER = "aside"  # the folder's name in the first version, kept so that older stores need no migration


def quarantine(files: Files, name: str, digest: str) -> DamagedError:
    """Moves an object to the quarantine; returns the error to raise."""
    to = f"{FOLDER}/{digest}.{time.strftime('%Y%m%dT%H%M%S')}"
    try:
        files.move(name, to)
    except FileNotFoundError:
        pass  # another process was first
    except StoreError as error:
        return DamagedError(
            f"the object {digest[:12]} does not match its digest and cannot be moved to the quarantine: {error}"
        )
    return DamagedError(
        f"the object {digest[:12]} does not match its digest (damaged, or edited by hand); "
        f"it is kept as {shown(files.root / to)}, and the next run makes it again"
    )
