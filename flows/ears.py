"""Listeners for commands that examine takes outside a production: a store, warm workers on all cores or GPUs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from flows.local import cores
from models import LISTENERS
from models.devices import visible_devices
from models.pool import PoolSpec
from models.registry import listener_in_use
from pipeline.hearing import hear
from pipeline.qa.examining import Ears
from pipeline.store import Store

MOST_WORKERS = 8


@contextmanager
def listening(
    store: str | None, workers: int = 0, progress: Callable[[int, int], None] | None = None
) -> Iterator[Ears]:
    """Everything that hears, until the end of the block.

    Args:
        store: where sounds and hearings are kept; a folder that is removed in the end, where nobody names one.
        workers: processes; 0 is one a core, or one a GPU where there is one.
    """
    with tempfile.TemporaryDirectory(prefix="voicepress-") as folder:
        root = store or str(Path(folder) / "store")
        devices = visible_devices()[: workers or None]
        count = workers or min(MOST_WORKERS, cores())
        pool = PoolSpec.of_listeners(tuple(LISTENERS), root, Path(folder) / "logs", count, devices)
        ears = Ears(Store(root), listener_in_use, partial(hear, pool), pool.capacity)
        if progress:
            ears.progress = progress
        try:
            yield ears
        finally:
            pool.close()
