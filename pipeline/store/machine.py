"""The cache of this machine's user: weights and voices that all production repos share; it holds no only copy."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.errors import RefusedError


def machine_cache() -> Path:
    """The folder VOICEPRESS_CACHE names; else "voicepress" where the system keeps caches (XDG base directories).

    Raises:
        RefusedError: the user has no home, and no variable names a folder.
    """
    if named := os.environ.get("VOICEPRESS_CACHE"):
        return Path(named)
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:
        raise RefusedError("this user has no home: name a folder for weights, VOICEPRESS_CACHE=FOLDER") from None
    return home / "voicepress"
