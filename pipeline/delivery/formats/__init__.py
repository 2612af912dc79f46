"""The formats: name -> "module:record", the one place where they are registered. Modules are imported when asked for.

A format is one module with a `Format` record and one line here; a format of a file per chapter is one record in
per_chapter.py and one line here. A new codec is a record in encoding/codec.py, a new container a module in containers/.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable

from pipeline.delivery.containers.container import Container
from pipeline.delivery.formats.format import Format
from pipeline.errors import RefusedError

FORMATS = {
    "m4b": "pipeline.delivery.formats.m4b:M4B",
    "m4a": "pipeline.delivery.formats.per_chapter:M4A",
    "mp3": "pipeline.delivery.formats.per_chapter:MP3",
    "mp3-book": "pipeline.delivery.formats.mp3_book:MP3_BOOK",
    "opus": "pipeline.delivery.formats.per_chapter:OPUS",
    "flac": "pipeline.delivery.formats.per_chapter:FLAC",
    "acx": "pipeline.delivery.formats.acx:ACX",
    "captions": "pipeline.delivery.formats.captions:CAPTIONS",
    "epub": "pipeline.delivery.formats.epub:EPUB",
    "lpf": "pipeline.delivery.formats.lpf:LPF",
    "audiobookshelf": "pipeline.delivery.formats.audiobookshelf:AUDIOBOOKSHELF",
    "podcast": "pipeline.delivery.formats.podcast:PODCAST",
}


def format_of(name: str) -> Format:
    """The format of this name.

    Raises:
        RefusedError: there is none.
    """
    if name not in FORMATS:
        raise RefusedError(f"deliver: there is no format {name!r}; there are: {', '.join(FORMATS)}")
    module, _, record = FORMATS[name].partition(":")
    found = getattr(importlib.import_module(module), record)
    assert isinstance(found, Format), f"{FORMATS[name]} is no Format"
    return found


def containers_of(names: Iterable[str] = FORMATS.keys()) -> tuple[Container, ...]:
    """Every container in which these formats deliver sound, each once."""
    return tuple(dict.fromkeys(container for name in names for container in format_of(name).containers))


__all__ = ["FORMATS", "Format", "containers_of", "format_of"]
