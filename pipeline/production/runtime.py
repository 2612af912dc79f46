"""Runtime of a production: its store, what speaks, and the executor that runs its calls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pipeline.consent import Permission, now
from pipeline.hearing import Hearer
from pipeline.store import Store
from pipeline.takes import Performer


class Promise(Protocol):
    """What an executor gives for a call: a concurrent future, or Prefect's."""

    def result(self) -> Any: ...
    def add_done_callback(self, fn: Callable[[Any], None], /) -> None: ...


class Executor(Protocol):
    """Where calls run. `call` and `args` can be pickled: calls are functions of modules, arguments are references."""

    def submit(self, stage: str, label: str, call: Callable[..., Any], *args: Any) -> Promise: ...


class Progress(Protocol):
    """Told how far a stage is: milliseconds of audio for "takes", pieces for every other stage.

    `lines` are those that have their take, of all; `left_ms` is what the run will still take, None where not known.
    """

    def __call__(
        self, stage: str, done: int, total: int, lines: tuple[int, int] = (0, 0), left_ms: int | None = None
    ) -> None: ...


def silent(stage: str, done: int, total: int, lines: tuple[int, int] = (0, 0), left_ms: int | None = None) -> None:
    """Progress for nobody."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """What a production is given to work with."""

    store: Store
    performer: Performer
    executor: Executor
    capacity: int  # batches that can usefully be under way
    progress: Progress = silent
    deadline: float | None = None  # time.time() after which no new batch is begun
    hearer: Hearer | None = None  # what hears takes; None where nothing does
    clock: Callable[[], dt.datetime] = now  # against which consents are held

    def permission(self, repo: Path) -> Permission:
        """What the voices of a repo may do at this moment."""
        return Permission.of(repo, self.store, self.clock)
