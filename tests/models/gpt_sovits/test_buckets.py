"""Length buckets hold every item once, with little padding. Needs no PyTorch."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.gpt_sovits.buckets import length_buckets


@given(lengths=st.lists(st.integers(0, 400), max_size=60))
def test_buckets_hold_every_item_once_and_little_padding(lengths: list[int]) -> None:
    buckets = list(length_buckets(lengths, 1200))
    assert sorted(i for bucket in buckets for i in bucket) == [i for i, n in enumerate(lengths) if n]
    for bucket in buckets:
        area = len(bucket) * max(lengths[i] for i in bucket)
        assert len(bucket) == 1 or (area <= 1200 and area <= 1.2 * sum(lengths[i] for i in bucket))
