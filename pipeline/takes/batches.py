"""Batches of take requests: of one voice, sorted by length, roughly in book order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.takes.requests import TakeRequest

# Lines a batch: enough that Prefect's own cost (5 ms a task) and the disk's waits vanish, few enough that a killed
# batch loses little and book order roughly holds. A novel is 60 to 200 batches.
BATCH_LINES = 64
# Of the last window where engines speak line by line: a book ends when its last batch does, and while one engine has a
# long one, the others have nothing to do (4 s of a novel's 270).
LAST_LINES = 16
# Batches whose lines are sorted by length together, so that an engine that speaks a batch in one pass pads little.
WINDOW = 4


def batches(
    requests: Sequence[TakeRequest],
    expected_ms: Callable[[TakeRequest], int] | None = None,
    lines: int = BATCH_LINES,
    last: int | None = None,
) -> list[list[TakeRequest]]:
    """Requests, each once, in batches of one voice; longest first within a window, windows in book order.

    Longest first, because the shortest leave the least to wait for in the end.

    Args:
        lines: of a batch, at most; more than BATCH_LINES where an engine speaks more in one pass.
        last: the same for the last window, and for the first: it is soon seen that something is spoken, and a run
            that is stopped early has kept something.
    """
    out: list[list[TakeRequest]] = []
    once = list({request.key: request for request in requests}.values())
    for start in range(0, len(once), lines * WINDOW):
        window = once[start : start + lines * WINDOW]
        size = last or lines if start == 0 or start + len(window) == len(once) else lines
        size = min(size, lines)
        for voice in dict.fromkeys(request.voice for request in window):
            mine = sorted(
                (w for w in window if w.voice == voice),
                key=lambda w: -(expected_ms(w) if expected_ms else len(w.spoken)),
            )
            out += [mine[i : i + size] for i in range(0, len(mine), size)]
    return out
