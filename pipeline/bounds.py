"""Bounds on what strangers bring: names that must not become paths, sizes that must not become memory.

One place, so that no reader has a way around it. Every number has its reason beside it.
"""

from __future__ import annotations

import re
from pathlib import Path, PureWindowsPath

_NO_NAME = re.compile("[\x00-\x1f\x7f]")


def inside(folder: Path, name: object) -> Path | None:
    """The path of `name` within `folder`; None where data names something else: an absolute path, "..", a drive, a
    control character, or a way out through a symbolic link.

    The last step may itself be a link: whoever removes or replaces it touches the link alone.
    """
    if not isinstance(name, str) or not name or _NO_NAME.search(name):
        return None
    parts = name.replace("\\", "/").split("/")
    if any(part in ("", ".", "..") for part in parts) or PureWindowsPath(name).drive:
        return None
    path = folder / name
    try:
        return path if path.parent.resolve().is_relative_to(folder.resolve()) else None
    except (OSError, RuntimeError):  # a link that leads to itself
        return None
