"""The KV cache: its size is known beforehand, and it grows by half."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from tests.models.gpt_sovits.small import gpt  # noqa: E402


def test_the_memory_of_a_cache_is_known_beforehand() -> None:
    cache = gpt(width=32, layers=3).cache(slots=5, length=300)
    assert cache.length == 384
    assert cache.bytes == 2 * 3 * 5 * 384 * 32 * 4
    cache.grow(385)
    assert cache.length == 640  # half as much again, rounded up
    cache.grow(100)
    assert cache.length == 640
