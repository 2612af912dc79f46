"""Length buckets: batches of items of similar length, so that little is padded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

MOST_PADDING = 1.15  # a batch's area beside what its items fill; sorted ones stay far below


def length_buckets(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Indices in batches: sorted by length, of at most `most` padded tokens, with little padding; none of length 0."""
    order = sorted((i for i, n in enumerate(lengths) if n), key=lambda i: (lengths[i], i))
    batch: list[int] = []
    filled = 0
    for index in order:
        longest, count = lengths[index], len(batch) + 1  # the newest is the longest
        if batch and (longest * count > most or longest * count > MOST_PADDING * (filled + longest)):
            yield batch
            batch, filled = [], 0
        batch.append(index)
        filled += longest
    if batch:
        yield batch
