"""What a worker has loaded: its voices and listeners by name, the least recently used unloaded when memory runs short.

A voice is loaded when the first batch that it speaks arrives, while the batch before is still being spoken by another.
Beyond the budget the voice that has not been asked for longest goes, except for those that the house keeps warm.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress

from models.abilities import Ability


class Loaded:
    """Abilities by name. Thread-safe: whoever asks for one that is being loaded waits for it.

    Args:
        make: an ability by its name, without its weights.
        budget_mb: resident memory of this process, beyond which something is unloaded; 0: there is no bound.
        warm: names of those that stay.
    """

    def __init__(self, make: Callable[[str], Ability], budget_mb: int = 0, warm: Iterable[str] = ()):
        self._make, self._budget_mb, self._warm = make, budget_mb, frozenset(warm)
        self._made: dict[str, Future[Ability]] = {}  # in the order in which they were asked for
        self._lock = threading.Lock()

    def known(self, name: str) -> Ability | None:
        """The ability, where it is loaded already."""
        found = self._made.get(name)
        return found.result() if found and found.done() and not found.exception() else None

    def get(self, name: str) -> Ability:
        """The ability, loaded now where it is not; raises what its loading raises, once for everybody who waits."""
        with self._lock:
            found = self._made.pop(name, None)
            mine = found is None
            self._made[name] = future = found or Future()
        if mine:
            try:
                ability = self._make(name)
                ability.load()
                future.set_result(ability)
            except BaseException as error:  # noqa: BLE001  (whoever waits for it raises it)
                with self._lock:
                    self._made.pop(name, None)  # the next batch tries again
                future.set_exception(error)
        self._make_room(name)
        return future.result()

    def load_ahead(self, names: Iterable[str]) -> None:
        """Begins to load what will be asked for next, beside what is spoken now."""
        for name in names:
            if name not in self._made:
                threading.Thread(target=self._load, args=(name,), daemon=True).start()

    def _load(self, name: str) -> None:
        with suppress(Exception):  # told to the batch that asks for it
            self.get(name)

    @property
    def names(self) -> list[str]:
        """What is loaded, the least recently used first."""
        return list(self._made)

    def _make_room(self, asked: str) -> None:
        while self._budget_mb and memory_mb() > self._budget_mb:
            with self._lock:
                # Neither the one that was just asked for, nor the one before it, which may still be speaking.
                idle = [name for name in list(self._made)[:-2] if name not in self._warm and name != asked]
                if not idle or not self._made[idle[0]].done():
                    return
                del self._made[idle[0]]
            gc.collect()
            _give_back()


def memory_mb() -> int:
    """Resident memory of this process."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
    except OSError:  # not Linux: the peak, which is no less
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)


def _give_back() -> None:
    """Returns free memory to the system: the allocator keeps what an unloaded network had."""
    import ctypes

    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)
