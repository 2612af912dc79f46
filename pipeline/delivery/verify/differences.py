"""Explains why a deliverable is made again: the differences between its inputs then and now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAMES = {
    "tags": "tags",
    "cover": "the cover",
    "codec": "the encoding",
    "format": "the format's settings",
    "limits": "the spec's limits",
}


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The differences in words: "2 of its 61 chapters sound otherwise; tags: provenance (title)".

    Args:
        old: chapters as (title, digest of the master), settings by their kind; read from JSON or not.
    """
    out = []
    titles, before = [title for title, _ in new["chapters"]], [title for title, _ in old["chapters"]]
    known = {digest for _, digest in old["chapters"]}
    heard = sum(digest not in known for _, digest in new["chapters"])
    if heard:
        out.append(f"{heard} of its {len(titles)} chapters sound otherwise")
    if len(before) != len(titles):
        out.append(f"it had {len(before)} chapters")
    elif before != titles:
        out.append("titles of chapters")
    elif not heard and [digest for _, digest in old["chapters"]] != [digest for _, digest in new["chapters"]]:
        out.append("the chapters' order")
    for kind, name in NAMES.items():
        was, now = old["settings"].get(kind), new["settings"].get(kind)
        if isinstance(was, Mapping) and isinstance(now, Mapping):
            if fields := _fields(was, now):
                out.append(f"{name}: {', '.join(fields)}")
        elif was != now:
            out.append(name)
    return "changed since it was made: " + "; ".join(out) if out else ""


def _fields(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    out = []
    for name in sorted({*was, *now}):
        old, new = was.get(name), now.get(name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            if inner := _fields(old, new):
                out.append(f"{name} ({', '.join(inner)})")
        elif _plain(old) != _plain(new):
            out.append(name)
    return out


def _plain(value: Any) -> Any:
    """The value as JSON would return it."""
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
