"""Progress of long work: bars with a true time left on a terminal, plain lines elsewhere, nothing for machines."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipeline.production import Progress, silent

UNITS = {"takes": "audio", "chapters": "chapters", "deliverables": "files"}
LINE_EVERY_S = 10.0


@contextmanager
def progress_bars(quiet: bool = False) -> Iterator[Progress]:
    if quiet:
        yield silent
    elif sys.stderr.isatty():
        with _bars() as bars:
            yield bars
    else:
        yield _Lines()


class _Lines:
    """A line a stage now and then, with the time left from this stage's own pace."""

    def __init__(self) -> None:
        self._started: dict[str, float] = {}
        self._said: dict[str, float] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        started = self._started.setdefault(stage, now)
        if total == 0 or done == 0 or (done < total and now - self._said.get(stage, started) < LINE_EVERY_S):
            return
        self._said[stage] = now
        left = (now - started) * (total - done) / done
        print(f"{stage}: {100 * done / total:.0f} %" + (f", {left:.0f} s left" if done < total else ""),
              file=sys.stderr, flush=True)


@contextmanager
def _bars() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description:13s}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(),
               TextColumn("left"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as shown:
        ids: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if total and stage not in ids:
                ids[stage] = shown.add_task(stage, total=total)
            if stage in ids:
                shown.update(ids[stage], completed=done, total=total)

        yield show
