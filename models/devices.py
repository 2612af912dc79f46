"""The GPUs of this machine, without asking CUDA; and a lock per GPU, so that each process gets one of its own."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from pipeline.store.scratch import scratch

_LOCKS: dict[str, IO[str]] = {}  # device -> its lock file, held until this process ends


def visible_devices(folder: Path = Path("/dev")) -> tuple[str, ...]:
    """The names under which CUDA shows the GPUs to this process. Asking CUDA would take seconds.

    CUDA numbers them from 0, whatever the device files are called (a container's only one may be /dev/nvidia3).
    """
    if (listed := os.environ.get("CUDA_VISIBLE_DEVICES")) is not None:
        return tuple(name for part in listed.split(",") if (name := part.strip()) and name != "-1")
    return tuple(map(str, range(len(list(folder.glob("nvidia[0-9]*"))))))


def claim_device(devices: Sequence[str], folder: Path | None = None) -> str:
    """Claims one of `devices` until this process ends: the first that no other process of this user has claimed.

    Where all are claimed, processes share them, chosen by process id.
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
