"""A remote store that lies in a folder: what object stores do through fsspec, without a network."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import fsspec
from fsspec.implementations.local import LocalFileSystem
from upath import UPath
from upath.registry import register_implementation


class Shelf(LocalFileSystem):  # type: ignore[misc]
    """shelf:///folder; atomic uploads, and no renaming of its own, as the code for remote stores expects them."""

    protocol = ("shelf",)

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:
        if isinstance(path, list):
            return [cls._strip_protocol(one) for one in path]
        path = os.fspath(path).removeprefix("shelf://")
        return path.rstrip("/") or "/"

    def _open(self, path: str, mode: str = "rb", block_size: int | None = None, **kwargs: Any) -> Any:
        if "r" not in mode:
            os.makedirs(os.path.dirname(path), exist_ok=True)
        return super()._open(path, mode, block_size, **kwargs)

    def put_file(self, path1: str, path2: str, *args: Any, **kwargs: Any) -> Any:
        os.makedirs(os.path.dirname(path2), exist_ok=True)
        return super().put_file(path1, path2, *args, **kwargs)


fsspec.register_implementation("shelf", Shelf, clobber=True)
register_implementation("shelf", UPath, clobber=True)


def elsewhere(folder: Path) -> str:
    """The URL of a remote store that lies in `folder`."""
    return f"shelf://{folder}/store"
