"""The lock: what a production was made from, written by the tool beside its manifest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.manifests.reading.model import Strict


class Lock(Strict):
    """What a production was made from. `produce` refuses when one of these has changed."""

    manuscript: str
    lexicons: dict[str, str]
    spec: str
    voices: dict[str, str]
    # What the law hangs on. None in locks of old, which did not fix it: the next run that is allowed writes it.
    consent: dict[str, str] | None = None  # by voice: whether it is cloned, and what its owner agreed to
    disclosure: str | None = None  # whether it is said aloud that a voice is cloned; if not, why
    watermark: dict[str, str] | None = None  # by voice, where there is one
    gain_db: float | None = None  # of the whole book; set by its first masters
    level: str = ""  # what of the spec decides that gain; "" in locks of old, where any change of the spec opens it


def lock_path(manifest: Path, specs: Sequence[str], spec: str) -> Path:
    """The path of the lock that belongs to `spec`, one of the `specs` that the manifest names."""
    return manifest.with_name(f"{manifest.stem}.{spec}.lock.yaml" if len(specs) > 1 else f"{manifest.stem}.lock.yaml")
