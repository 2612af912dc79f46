"""The URLs of stores: opening one, and showing it to people without its secrets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.errors import MissingExtraError, RefusedError, StoreError

# File systems that a single process sees, that are read-only, or that wrap others. Engines are processes of their own.
_NOT_SHARED = frozenset(
    {
        "memory",
        "data",
        "http",
        "https",
        "zip",
        "tar",
        "libarchive",
        "reference",
        "git",
        "github",
        "jupyter",
        "jlab",
        "blockcache",
        "filecache",
        "simplecache",
        "cached",
        "dir",
    }
)
# user:password@ after :// or alone, and parameters whose names mark them as secret.
_SECRETS = re.compile(
    r"(?<=://)[^/@\s]*@|(?<![^\s\"'(])[\w+=.-]+:[^\s/@:]+@"
    r"|(?<=[?&])(?:[^=&\s]*(?:key|token|secret|sig|password)[^=&\s]*)=[^&\s]+",
    re.IGNORECASE,
)


def shown(url: object) -> str:
    """A URL, or a text that contains one, without user, password, keys and tokens."""
    return _SECRETS.sub(lambda found: "***@" if found[0][-1] == "@" else f"{found[0].partition('=')[0]}=***", str(url))


def opened(url: str) -> Any:
    """The root of a store: a Path where it lies on this machine, else a UPath.

    Raises:
        RefusedError: engines, which are processes of their own, could not reach it; or it holds a secret.
        MissingExtraError: what speaks to such a store is not installed.
        StoreError: it cannot be opened.
    """
    scheme = urlsplit(url).scheme.lower()
    if scheme in ("file", "local"):
        return Path(unquote(url.partition("://")[2])).resolve()
    if scheme in _NOT_SHARED or "::" in url:
        raise RefusedError(
            f"the store {shown(url)} is not one that engines, which are processes of their own, can read and "
            "write; name a folder, or a URL such as s3://bucket/voicepress"
        )
    if scheme in ("s3", "s3a", "gs", "gcs") and "@" in urlsplit(url).netloc:
        raise RefusedError(
            f"the store {shown(url)} has a key in its URL, where logs and lists of processes would show it; "
            "leave it out, and give it by the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or a "
            "profile"
        )
    from upath import UPath  # only URLs pay for fsspec's import

    try:
        root = UPath(url, use_listings_cache=False)
        root.fs  # noqa: B018  (loads what speaks to such a store, which may not be installed)
    except ImportError as error:
        raise MissingExtraError(f"the store {shown(url)} wants a package that is not here: {error}") from None
    except Exception as error:  # noqa: BLE001  (each file system has errors of its own)
        raise StoreError(
            f"the store {shown(url)} cannot be opened: {shown(error)}; name a folder, or a URL such as "
            "s3://bucket/voicepress"
        ) from None
    return root
