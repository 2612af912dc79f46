"""Entries of zip packages, with a fixed date: the same book gives the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path


def entry(name: str, how: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = how
    info.external_attr = 0o644 << 16
    return info


def put_bytes(out: zipfile.ZipFile, name: str, data: bytes | str, how: int = zipfile.ZIP_DEFLATED) -> None:
    out.writestr(entry(name, how), data)


def put_blocks(out: zipfile.ZipFile, name: str, blocks: Iterable[bytes], size: int, how: int) -> None:
    """Like `put_bytes`, of `size` bytes that need not fit into memory."""
    info = entry(name, how)
    info.file_size = size  # decides whether it needs 64 bits
    with out.open(info, "w") as file:
        for block in blocks:
            file.write(block)


def put_file(out: zipfile.ZipFile, name: str, source: Path) -> None:
    """Puts a file in without compression, which makes no sound smaller; reads a megabyte at a time."""
    info = entry(name, zipfile.ZIP_STORED)
    info.file_size = source.stat().st_size  # decides whether it needs 64 bits
    with out.open(info, "w") as file, source.open("rb") as data:
        while block := data.read(1 << 20):
            file.write(block)
