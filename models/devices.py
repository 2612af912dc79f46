"""The GPUs of this machine, without asking CUDA; a lock per GPU, so that each process gets one of its own; leases.

A lease says who may use a device: trainings hold a GPU alone, productions share it. Either is a lock on a file, which
ends with its process. A production that wants a training's GPU leaves a note beside the lock, at which the training
looks before each step, saves its state, and leaves. A CPU is shared: a training runs there at the lowest priority.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from pipeline.errors import MachineError, Stopped
from pipeline.store.machine import machine_cache
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


# ---------------------------------------------------------------- leases

NICEST = 19
STALE_S = 3600  # a note that is older was left by a production that was killed
WAIT_S = 600


class Lease:
    """A training's hold on a device. As a context it is given back at the end."""

    def __init__(self, device: str, folder: Path) -> None:
        self.device, self.folder = device, folder
        self._file: int | None = None

    @classmethod
    def of(cls, device: str) -> Lease:
        """`device` as a config names it; auto is the first GPU where there is one. GPUs are known by CUDA's names."""
        seen = visible_devices()
        if device == "auto":
            device = "cuda" if seen else "cpu"
        if device.startswith("cuda"):
            at = int(device.partition(":")[2] or 0)
            device = f"cuda:{seen[at] if at < len(seen) else at}"
        return cls(device, machine_cache() / "devices")

    def __enter__(self) -> Lease:
        """Takes the device. Raises Stopped: somebody else holds it, and it may be tried again."""
        if self.device == "cpu":
            with suppress(OSError):
                os.nice(NICEST)
            return self
        self._file = _opened(self.folder, self.device)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            self._file = None
            raise Stopped(
                f"{self.device} is held by a production or another training; start again when it has ended"
            ) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._file is not None:
            os.close(self._file)

    def wanted(self) -> bool:
        """Whether a production asks for the device."""
        with suppress(OSError):
            return time.time() - _note(self.folder, self.device).stat().st_mtime < STALE_S
        return False


@contextmanager
def held_by_production(device: str, folder: Path | None = None, wait_s: float = WAIT_S) -> Iterator[None]:
    """A production's hold on a GPU, which productions share; a training that has it is asked to leave, and waited for.

    Raises:
        MachineError: it has not left in time.
    """
    if not device.startswith("cuda"):
        yield
        return
    where = folder or machine_cache() / "devices"
    name = "cuda:0" if device == "cuda" else device
    file, note = _opened(where, name), _note(where, name)
    try:
        ends = time.monotonic() + wait_s
        while not _shared(file):
            note.touch()
            if time.monotonic() > ends:
                raise MachineError(
                    f"a training holds {name} and has not left it in {wait_s:g} s; end it, and run again"
                )
            time.sleep(0.05)
        note.unlink(missing_ok=True)
        yield
    finally:
        os.close(file)


class DeviceHolds:
    """The GPUs that a pool of a production holds, each taken when its first process starts."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder, self._stack = folder, ExitStack()
        self._held: set[str] = set()

    def hold(self, device: str) -> None:
        """`device` as CUDA_VISIBLE_DEVICES has it."""
        if device not in self._held:
            self._stack.enter_context(held_by_production(f"cuda:{device}", self._folder))
            self._held.add(device)

    def close(self) -> None:
        self._stack.close()
        self._held.clear()


def _shared(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _opened(folder: Path, device: str) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    return os.open(folder / f"{device.replace(':', '-')}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)


def _note(folder: Path, device: str) -> Path:
    return folder / f"{device.replace(':', '-')}.wanted"
