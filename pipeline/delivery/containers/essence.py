"""The sound of a file without its tags, so that a record inside the file can vouch for it.

Tags, covers, chapter lists and signatures come and go; the encoded sound stays byte for byte. Where it lies is told by
each container's `sound`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from pipeline.delivery.book import Book
from pipeline.delivery.containers.container import Container, after_id3
from pipeline.errors import RefusedError
from pipeline.store import digest_of_blocks


def sound_of(path: Path, containers: Iterable[Container]) -> tuple[Container, str]:
    """The container that the file is, and the sha256 of its encoded sound.

    Raises:
        RefusedError: the file is none of those containers, or is cut off.
    """
    containers = tuple(containers)
    try:
        with path.open("rb") as file:
            container = container_of(file, containers)
            if container is None:
                names = ", ".join(container.name.upper() for container in containers)
                raise RefusedError(f"{path} is none of the containers that carry marks: {names}")
            try:
                digest = digest_of_blocks(container.sound(file))
            except EOFError:
                raise RefusedError(f"{path} is cut off: its {container.name} structure ends before it should") from None
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}") from None
    return container, digest


def container_of(file: BinaryIO, containers: Iterable[Container]) -> Container | None:
    """The container that the file is, by its first bytes."""
    file.seek(0)
    head = file.read(64)
    file.seek(after_id3(file))
    inner = file.read(4)
    return next((container for container in containers if container.begins(head, inner)), None)


def record_for(path: Path, book: Book, container: Container) -> str:
    """The record of provenance for the tags of a file that has only its sound; "" where the book has no record."""
    if book.marks.provenance is None:
        return ""
    return book.marks.provenance.inside(container.name, sound_of(path, [container])[1])
