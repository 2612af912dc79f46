"""Remote files of a store: what fsspec reads and writes and other processes reach (s3://, gs:// ...).

An object store's upload is atomic in itself, so files are not renamed into place. Listings are never cached: what
another process has just made would be missing from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from pipeline.store.atomic import temporary_name
from pipeline.store.failures import reaching
from pipeline.store.housekeeping import clear_scratch
from pipeline.store.scratch import scratch


class RemoteFiles:
    """See `Files`."""

    def __init__(self, root: Any):
        self.root = root  # a UPath

    def read(self, name: str) -> bytes:
        with reaching(self.root, "read"):
            data: bytes = (self.root / name).read_bytes()
        return data

    def size(self, name: str) -> int:
        with reaching(self.root, "read"):
            return int((self.root / name).stat().st_size)

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        with reaching(self.root, "read"), (self.root / name).open("rb") as file:
            yield file

    def write(self, files: Sequence[tuple[str, bytes]], *, synced: bool) -> None:  # noqa: ARG002  (uploads are waited for)
        with reaching(self.root, "written to"):
            for name, data in files:
                (self.root / name).write_bytes(data)

    def move(self, name: str, to: str) -> None:
        with reaching(self.root, "written to"):
            (self.root / to).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).rename(self.root / to)

    def remove(self, name: str) -> None:
        with reaching(self.root, "written to"):
            (self.root / name).unlink()

    def temporary(self) -> Path:
        with reaching(self.root, "written to"):  # now rather than after something large was made
            (self.root / "objects").mkdir(parents=True, exist_ok=True)
        return scratch() / temporary_name()

    def adopt(self, path: Path, name: str) -> None:
        with reaching(self.root, "written to"):
            self.root.fs.put_file(str(path), (self.root / name).path)

    def local_path(self, name: str) -> Path:
        return scratch() / name.rpartition("/")[2]

    def names(self, folder: str, pattern: str) -> Iterator[str]:
        below = self.root / folder
        with reaching(self.root, "read"):
            for path in below.glob(pattern):
                yield path.path.removeprefix(below.path).lstrip("/")

    def sizes(self, folder: str) -> dict[str, int]:
        try:
            with reaching(self.root, "read"):
                self.root.fs.invalidate_cache()  # other processes write, too
                listing = self.root.fs.ls((self.root / folder).path, detail=True)
        except FileNotFoundError:
            return {}
        return {entry["name"].rsplit("/", 1)[-1]: entry["size"] for entry in listing}

    def clear_temporaries(self) -> int:
        return clear_scratch()
