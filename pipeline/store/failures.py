"""Errors of a store's disk or network, as one sentence about the store without the secrets of its URL."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from typing import Any

from pipeline.errors import StoreError, VoicepressError
from pipeline.store.urls import shown


def disk_failure(root: Any, error: OSError, verb: str) -> StoreError:
    """The error that a local store raises where its disk is full, read-only or gone."""
    where = f"the store {shown(root)}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreError(f"the disk of {where} is full; make room and run again, everything finished is kept")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return StoreError(f"{where} is read-only for this user; give write permission, or name another with --store")
    if isinstance(error, NotADirectoryError):
        return StoreError(f"{where} cannot be {verb}: it is no folder; name another with --store")
    return StoreError(f"{where} cannot be {verb}: {shown(error)}")


@contextlib.contextmanager
def reaching(root: Any, verb: str) -> Iterator[None]:
    """Turns whatever the file system of `root` raises into one sentence about the store; FileNotFoundError passes.

    Libraries of object stores raise exceptions that are no OSError: botocore's, aiohttp's, timeouts.

    Raises:
        StoreError: trying again may help.
    """
    try:
        yield
    except (VoicepressError, FileNotFoundError):
        raise
    except Exception as error:  # noqa: BLE001
        message = " ".join(shown(error).split()) or type(error).__name__
        raise StoreError(
            f"the store {shown(root)} cannot be {verb}: {message[:300]}; see that it can be reached, and run again"
        ) from None
