"""Level of an audiobook: one gain for all of it, set by the takes of its first lines and checked when all are made."""

from __future__ import annotations

from pipeline.production.state import ProductionState
from pipeline.records import Take

# Lines whose takes set the book's level, so that masters can begin before the last take is in.
LEVEL_LINES = 100


def level_takes(state: ProductionState) -> list[Take] | None:
    """The takes that set the book's level: of its first lines, in its order; None while one is to be made."""
    first: list[Take] = []
    for index in range(len(state.lines)):
        take = state.take(index)
        if take is not None and not state.settled(index):
            return None
        if isinstance(take, Take):
            first.append(take)
            if len(first) == LEVEL_LINES:
                break
    return first
