"""Batches of take requests: of one voice, sorted by length, roughly in book order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.takes.requests import TakeRequest

# Lines per batch: enough to hide Prefect's overhead (5 ms per task) and fsync, few enough that a killed batch loses
# little and that book order roughly holds. A novel is 60 to 200 batches.
BATCH_LINES = 64
# Lines per batch of the last window, for engines that speak line by line: a book ends with its last batch, and while
# one engine speaks a long one, the others idle (4 s of a novel's 270).
LAST_LINES = 16
# Batches per window. Lines are sorted by length within a window, so that an engine that speaks a batch in one pass pads
# little.
WINDOW = 4


def batches(
    requests: Sequence[TakeRequest],
    expected_ms: Callable[[TakeRequest], int] | None = None,
    lines: int = BATCH_LINES,
    last: int | None = None,
) -> list[list[TakeRequest]]:
    """Batches of one voice each, every request once; longest first within a window, windows in book order.

    Longest first, because short lines at the end leave the engines little to wait for.

    Args:
        lines: the most per batch; more than BATCH_LINES where an engine speaks more in one pass.
        last: the most per batch in the first and last window. A first batch that is soon done shows progress, and a
            run that is stopped early has kept something.
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
