"""Which devices a machine has, and one each for processes that share them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from pipeline.store.scratch import scratch

_LOCKS: dict[str, IO[str]] = {}  # device -> its lock file, held until this process ends


def visible_devices(folder: Path = Path("/dev")) -> tuple[str, ...]:
    """CUDA's names of the GPUs that this process may use, without asking CUDA, which takes seconds.

    They count from 0, whatever a container calls its only one (/dev/nvidia3).
    """
    if (listed := os.environ.get("CUDA_VISIBLE_DEVICES")) is not None:
        return tuple(name for part in listed.split(",") if (name := part.strip()) and name != "-1")
    return tuple(map(str, range(len(list(folder.glob("nvidia[0-9]*"))))))


def claim_device(devices: Sequence[str], folder: Path | None = None) -> str:
    """One of `devices` for this process, for as long as it lives: the first that no other process of this user has.

    Where all are taken they are shared, by the process's number.
    """
    if mine := next((device for device in devices if device in _LOCKS), None):
        return mine
    for device in devices:
        file = ((folder or scratch()) / f"device-{device.replace('/', '_')}.lock").open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            continue
        _LOCKS[device] = file
        return device
    return devices[os.getpid() % len(devices)]
