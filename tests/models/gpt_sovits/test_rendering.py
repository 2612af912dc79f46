"""A padded batch sounds like each of its lines alone: every convolution's input is masked."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from models.gpt_sovits.rendering import Spoken, grouped, render  # noqa: E402
from models.gpt_sovits.rendering import _batch as one_batch  # noqa: E402
from tests.models.gpt_sovits.small import sovits  # noqa: E402

BOUND = 2e-5  # of full scale: rounding of fp32, measured 1e-6


def spoken(tokens: int, phones: int, seed: int) -> Spoken:
    generator = torch.Generator().manual_seed(seed)
    return Spoken(torch.randint(1024, (tokens,), generator=generator),
                  torch.randint(322, (phones,), generator=generator), seed)


def style(version: str = "v2") -> torch.Tensor:
    gin = sovits(version).config.gin_channels
    return torch.randn(1, gin, 1, generator=torch.Generator().manual_seed(3))


@pytest.mark.parametrize(("version", "speed"), [("v2", 1.0), ("v2Pro", 1.0), ("v2", 1.3), ("v1", 0.8), ("v2ProPlus", 1.0)])
@settings(max_examples=3, deadline=None)
@given(sizes=st.lists(st.tuples(st.integers(1, 16), st.integers(1, 30)), min_size=2, max_size=4))
def test_a_line_sounds_the_same_in_every_company(sizes: list[tuple[int, int]], version: str, speed: float) -> None:
    lines = [spoken(tokens, phones, i) for i, (tokens, phones) in enumerate(sizes)]
    with torch.inference_mode():
        together = one_batch(lines, sovits(version), style(version), speed, 0.5)
        alone = [one_batch([line], sovits(version), style(version), speed, 0.5)[0] for line in lines]
    for ours, theirs in zip(together, alone, strict=True):
        assert len(ours) == len(theirs)
        assert np.abs(ours - theirs).max() < BOUND


def test_lengths_are_exact() -> None:
    lines = [spoken(n, 8, n) for n in (1, 7, 20)]
    assert [len(s) for s in render(lines, sovits(), style())] == [1280, 7 * 1280, 20 * 1280]
    assert [len(s) for s in render(lines, sovits(), style(), speed=1.3)] == [
        (int(2 * n / 1.3) + 1) * 640 for n in (1, 7, 20)]


def test_the_same_line_and_seed_give_the_same_sound_and_another_seed_another() -> None:
    one, two = (render([spoken(10, 8, 1)], sovits(), style())[0] for _ in range(2))
    assert np.array_equal(one, two)
    other = render([Spoken(spoken(10, 8, 1).tokens, spoken(10, 8, 1).phones, 2)], sovits(), style())[0]
    assert np.abs(one - other).max() > 1e-3


@pytest.mark.parametrize(("dtype", "bound"), [(torch.float16, 0.02), (torch.bfloat16, 0.12)], ids=["fp16", "bf16"])
def test_half_precision_stays_near_in_log_mel(dtype: torch.dtype, bound: float) -> None:
    """The same tokens, noise and style: mean distance of log mel bands, of natural logarithms."""
    import copy

    from models.gpt_sovits.spectrum import log_mel, spectrogram
    whole = render([spoken(6, 12, 1)], sovits(), style())[0]
    half = render([spoken(6, 12, 1)], copy.deepcopy(sovits()).to(dtype), style().to(dtype))[0]
    one, two = (log_mel(spectrogram(torch.from_numpy(x)[None])) for x in (whole, half))
    assert (one - two).abs().mean() < bound


def test_a_line_of_no_tokens_has_no_sound() -> None:
    empty = Spoken(torch.zeros(0, dtype=torch.int64), torch.tensor([1]), 0)
    sounds = render([spoken(5, 5, 1), empty], sovits(), style())
    assert [len(s) for s in sounds] == [5 * 1280, 0]


@given(lengths=st.lists(st.integers(0, 400), max_size=60))
def test_groups_hold_everybody_once_and_little_padding(lengths: list[int]) -> None:
    groups = list(grouped(lengths, 1200))
    assert sorted(i for group in groups for i in group) == [i for i, n in enumerate(lengths) if n]
    for group in groups:
        area = len(group) * max(lengths[i] for i in group)
        assert len(group) == 1 or (area <= 1200 and area <= 1.2 * sum(lengths[i] for i in group))
