"""Writing sound files: what the disk refuses is raised, for libsndfile is told nothing of it when it closes a file.

On a full disk its `close` ends well and leaves a file that lacks its last block. Here the bytes go through a file of
Python's, which remembers the disk's own error.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import soundfile


class _Remembering(io.FileIO):
    """A file that keeps its first error: an exception would end inside libsndfile, which prints it and goes on."""

    error: OSError | None = None

    def write(self, data: Any) -> int:
        if self.error is not None:
            return 0
        left = memoryview(data).cast("B")
        try:
            while len(left):
                left = left[super().write(left) :]
        except OSError as error:
            self.error = error
        return len(data) - len(left)


@contextmanager
def sound_writer(path: Path, rate_hz: int, channels: int, subtype: str, **how: Any) -> Iterator[soundfile.SoundFile]:
    """A sound file to write to, whole when this ends.

    Raises:
        OSError: the disk is full or gone.
    """
    with _Remembering(path, "w+") as file:
        try:
            with soundfile.SoundFile(file, "w", rate_hz, channels, subtype, **how) as out:
                yield out
        except Exception:  # what libsndfile says of it, which is less
            if file.error is None:
                raise
        if file.error is not None:
            file.error.filename = str(path)  # a write does not say to what
            raise file.error
