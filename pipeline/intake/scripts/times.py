"""Times of cues, mended where the source's cannot be right, each with a finding; and their order."""

from __future__ import annotations

from itertools import pairwise

from pipeline.intake.scripts.draft import Draft, Raw


def settle(draft: Draft) -> list[tuple[Raw, int, int]]:
    """Every cue with a beginning and an end in whole milliseconds, in order of time.

    An end before its beginning is taken for two times written the wrong way round where that fits between the
    neighbours. A time that cannot be read is the nearest one that its neighbours allow.
    """
    timed = [(raw, *_times(draft, at)) for at, raw in enumerate(draft.cues)]
    if any(two[1] < one[1] for one, two in pairwise(timed)):
        wrong = next(two[0] for one, two in pairwise(timed) if two[1] < one[1])
        draft.note("c-002", wrong.where, "it begins before the cue above it; cues are put in order of time")
        timed.sort(key=lambda cue: cue[1])
    return timed


def _times(draft: Draft, at: int) -> tuple[int, int]:
    raw = draft.cues[at]
    begin, end = raw.in_ms, raw.out_ms
    before = next((c.out_ms for c in reversed(draft.cues[:at]) if c.out_ms is not None), 0)
    after = next((c.in_ms for c in draft.cues[at + 1 :] if c.in_ms is not None), None)
    if begin is None and end is None:
        draft.note("c-004", raw.where, f"it has no times ({raw.written}), so nothing can be placed" if raw.written else
                   "it has no times, so nothing can be placed")  # fmt: skip
        return 0, 0
    if begin is None:
        assert end is not None
        begin = min(before, end)
        draft.note("c-001", raw.where, f"its beginning cannot be read ({raw.written}); taken as {begin} ms")
    elif end is None:
        end = max(begin, after) if after is not None else begin
        what = "cannot be read" if raw.written else "is missing"
        draft.note("c-001", raw.where, f"its end {what} ({raw.written or f'{begin} ms'}); taken as {end} ms")
    assert end is not None
    if begin < 0:
        raise ValueError(f"{raw.where} begins {-begin} ms before the programme's start: its start timecode is another")
    if end < begin:
        if before <= end and (after is None or begin <= after):
            draft.note("c-001", raw.where, f"it ends before it begins ({raw.written}); the two times are exchanged")
            return end, begin
        draft.note("c-001", raw.where, f"it ends before it begins ({raw.written}); its end is not used")
        return begin, begin
    if end == begin:
        draft.note("c-004", raw.where, f"it ends when it begins, at {begin} ms, and would never be seen")
    return begin, end
