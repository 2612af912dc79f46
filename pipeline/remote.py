"""Stores that lie elsewhere: opening a URL, saying what went wrong with it, and the local copies of what it holds.

Everything that fsspec's file systems raise becomes one sentence about the store, without the secrets of its URL. Their
listings are never cached: what another process has just made would be missing from them.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.errors import MissingExtraError, RefusedError, StoreError, VoicepressError

SCRATCH_BYTES = 8 << 30  # of local copies; the oldest go beyond that, between productions
SCRATCH_YOUNG_S = 3600  # a copy that a run may be reading
# What only one process sees, what cannot be written to, and what holds others: engines are processes of their own.
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
# user:password@ behind :// or alone, and parameters whose names say that they are secret.
_SECRETS = re.compile(
    r"(?<=://)[^/@\s]*@|(?<![^\s\"'(])[\w+=.-]+:[^\s/@:]+@"
    r"|(?<=[?&])(?:[^=&\s]*(?:key|token|secret|sig|password)[^=&\s]*)=[^&\s]+",
    re.IGNORECASE,
)


def shown(url: object) -> str:
    """A URL, or a text with one in it, as people may see it: without user, password, keys and tokens."""
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
        raise StoreError(f"the store {shown(url)} cannot be opened: {shown(error)}") from None
    return root


@contextlib.contextmanager
def reaching(root: Any, verb: str) -> Iterator[None]:
    """Within, whatever the file system of `root` raises is one sentence about it; a missing file stays one.

    Libraries of object stores raise what is no OSError: botocore's EndpointConnectionError, aiohttp's, timeouts.

    Raises:
        StoreError: trying again may help.
    """
    try:
        yield
    except (VoicepressError, FileNotFoundError):
        raise
    except Exception as error:  # noqa: BLE001
        said = " ".join(shown(error).split()) or type(error).__name__
        raise StoreError(
            f"the store {shown(root)} cannot be {verb}: {said[:300]}; see that it can be reached, and run again"
        ) from None


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


def clear_scratch(most: int = SCRATCH_BYTES) -> int:
    """Removes the oldest copies beyond `most` bytes, and what dead processes left; how many."""
    files = []
    for path in scratch().iterdir():
        with contextlib.suppress(OSError):
            found = path.lstat()
            if stat.S_ISREG(found.st_mode) and time.time() - found.st_mtime > SCRATCH_YOUNG_S:
                files.append((found.st_mtime, found.st_size, path))
    total, gone = sum(size for _, size, _ in files), 0
    for _, size, path in sorted(files, key=lambda file: (len(file[2].name) == 64, file)):
        if total <= most and len(path.name) == 64:  # anything else is half-written
            continue
        with contextlib.suppress(OSError):
            path.unlink()
            total, gone = total - size, gone + 1
    return gone
