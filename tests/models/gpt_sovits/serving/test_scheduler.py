"""The scheduler: no line is lost or in two slots, spans are wide enough, batches shrink by halves. Needs no PyTorch."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from models.gpt_sovits.serving.scheduler import Scheduler
from models.gpt_sovits.t2s.slots import SPAN


@settings(max_examples=60, deadline=None)
@given(
    tokens=st.lists(st.integers(1, 90), min_size=1, max_size=40),
    slots=st.integers(1, 16),
    sync_every=st.sampled_from([1, 4, 8]),
    halving=st.booleans(),
)
def test_every_line_is_decoded_once_and_to_its_end(
    tokens: list[int], slots: int, sync_every: int, halving: bool
) -> None:
    scheduler = Scheduler(tokens, tokens, slots, sync_every, halving)
    done: dict[int, int] = {}
    finished: list[int] = []
    while scheduler.unfinished:
        for number, index in scheduler.admit():
            assert index not in done
            assert scheduler.slots[number].index == index
            done[index] = 0
        before = {slot.index for slot in scheduler.slots} - {None}
        for move in scheduler.compact():
            assert move.target < scheduler.batch_size <= move.source
        assert {slot.index for slot in scheduler.slots} - {None} == before
        if halving:
            assert slots % scheduler.batch_size == 0
        span = scheduler.span()
        assert span % SPAN == 0
        for slot in scheduler.slots:
            if slot.index is not None:
                assert tokens[slot.index] + done[slot.index] + sync_every < span
                done[slot.index] = min(done[slot.index] + sync_every, tokens[slot.index])
        finished += [
            index
            for _, index in scheduler.sync(
                [slot.index is not None and done[slot.index] < tokens[slot.index] for slot in scheduler.slots],
                [0 if slot.index is None else tokens[slot.index] + done[slot.index] for slot in scheduler.slots],
            )
        ]
    assert sorted(finished) == list(range(len(tokens)))
