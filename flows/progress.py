"""Progress display: bars on a terminal, plain lines elsewhere, nothing for machines.

takes     ━━━━━━━━━━━╸       62 %  3,741 of 6,037 lines, 7:08:11 of 11:31:02   gone 0:02:31  left 0:01:33
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flows.answers import clock
from pipeline.production import Progress, silent

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


def amount(stage: str, done: int, total: int, lines: tuple[int, int]) -> str:
    """How much of a stage is done: lines and audio for takes, a count of files or of other parts elsewhere."""
    if stage == "takes":
        return f"{lines[0]:,} of {lines[1]:,} lines, {clock(done)} of {clock(total)} of audio"
    return f"{done:,} of {total:,}{' files' if stage == 'deliverables' else ''}"


def told(stage: str, done: int, total: int, lines: tuple[int, int] = (0, 0), left_ms: int | None = None) -> str:
    """The same as one line of a log."""
    left = f", {clock(left_ms)} left" if left_ms is not None and done < total else ""
    return f"{stage}: {100 * done // max(1, total)} %, {amount(stage, done, total, lines)}{left}"


class _Lines:
    """Prints one line per stage every LINE_EVERY_S; the first at once, to show that the run has begun."""

    def __init__(self) -> None:
        self._said: dict[str, float] = {}

    def __call__(
        self, stage: str, done: int, total: int, lines: tuple[int, int] = (0, 0), left_ms: int | None = None
    ) -> None:
        now = time.monotonic()
        if total == 0 or (stage in self._said and done < total and now - self._said[stage] < LINE_EVERY_S):
            return
        self._said[stage] = now
        print(told(stage, done, total, lines, left_ms), file=sys.stderr, flush=True)


@contextmanager
def _bars() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        ProgressColumn,
        Task,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
    )
    from rich.text import Text

    class Left(ProgressColumn):
        """Counts down between two reports of the run; empty once the estimate has passed."""

        def render(self, task: Task) -> Text:
            left = task.fields["ends"] - time.monotonic()
            return Text(f"left {clock(round(1000 * left))}" if left > 0 and not task.finished else "")

    columns = (
        TextColumn("{task.description:13s}"),
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TextColumn("{task.fields[amount]}"),
        TextColumn("gone"),
        TimeElapsedColumn(),
        Left(),
    )
    with Progress(*columns, console=Console(stderr=True)) as shown:
        ids: dict[str, Any] = {}

        def show(
            stage: str, done: int, total: int, lines: tuple[int, int] = (0, 0), left_ms: int | None = None
        ) -> None:
            of_all = amount(stage, done, total, lines)
            ends = time.monotonic() + left_ms / 1000 if left_ms is not None else 0.0
            if total and stage not in ids:
                ids[stage] = shown.add_task(stage, total=total, amount=of_all, ends=ends)
            if stage in ids:
                shown.update(ids[stage], completed=done, total=total, amount=of_all, ends=ends)

        yield show
