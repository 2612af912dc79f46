"""A padded batch sounds like each of its lines alone: every convolution's input is masked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from models.gpt_sovits.serving.rendering import Renderer, SemanticLine, choose_layout, render  # noqa: E402
from tests.models.gpt_sovits.small import sovits  # noqa: E402

BOUND = 2e-5  # of full scale: rounding of fp32, measured 1e-6


def semantic(tokens: int, phones: int, seed: int) -> SemanticLine:
    generator = torch.Generator().manual_seed(seed)
    return SemanticLine(
        torch.randint(1024, (tokens,), generator=generator), torch.randint(322, (phones,), generator=generator), seed
    )


def style(version: str = "v2") -> torch.Tensor:
    gin = sovits(version).config.gin_channels
    return torch.randn(1, gin, 1, generator=torch.Generator().manual_seed(3))


@pytest.mark.parametrize(
    ("version", "speed"), [("v2", 1.0), ("v2Pro", 1.0), ("v2", 1.3), ("v1", 0.8), ("v2ProPlus", 1.0)]
)
@settings(max_examples=3, deadline=None)
@given(sizes=st.lists(st.tuples(st.integers(1, 16), st.integers(1, 30)), min_size=2, max_size=4))
def test_a_line_sounds_the_same_in_every_company(sizes: list[tuple[int, int]], version: str, speed: float) -> None:
    lines = [semantic(tokens, phones, i) for i, (tokens, phones) in enumerate(sizes)]
    alone = [render([line], sovits(version), style(version), speed)[0] for line in lines]
    with torch.inference_mode():  # one batch, whatever is padded
        together = Renderer(sovits(version), style(version), speed).decoded(lines)[:, 0].numpy()
    for ours, theirs in zip(together, alone, strict=True):
        assert np.abs(ours[: len(theirs)] - theirs).max() < BOUND


def test_lines_of_different_pace_share_a_batch_and_sound_as_alone() -> None:
    paces = (5, 1.0), (7, 1.3), (6, 0.8), (1, 2.0)
    lines = [replace(semantic(n, 8, n), pace=pace) for n, pace in paces]
    alone = [render([line], sovits(), style())[0] for line in lines]
    assert [len(sound) for sound in alone] == [5 * 1280, *((int(2 * n / pace) + 1) * 640 for n, pace in paces[1:])]
    with torch.inference_mode():
        together = Renderer(sovits(), style()).decoded(lines)[:, 0].numpy()
    for ours, theirs in zip(together, alone, strict=True):
        assert np.abs(ours[: len(theirs)] - theirs).max() < BOUND
    for ours, theirs in zip(render(lines, sovits(), style()), alone, strict=True):
        assert np.abs(ours - theirs).max() < BOUND
    np.testing.assert_array_equal(alone[1], render([semantic(7, 8, 7)], sovits(), style(), speed=1.3)[0])


def test_lengths_are_exact() -> None:
    lines = [semantic(n, 8, n) for n in (1, 7, 20)]
    assert [len(s) for s in render(lines, sovits(), style())] == [1280, 7 * 1280, 20 * 1280]
    assert [len(s) for s in render(lines, sovits(), style(), speed=1.3)] == [
        (int(2 * n / 1.3) + 1) * 640 for n in (1, 7, 20)
    ]


def test_the_same_line_and_seed_give_the_same_sound_and_another_seed_another() -> None:
    one, two = (render([semantic(10, 8, 1)], sovits(), style())[0] for _ in range(2))
    assert np.array_equal(one, two)
    other = render([SemanticLine(semantic(10, 8, 1).tokens, semantic(10, 8, 1).phones, 2)], sovits(), style())[0]
    assert np.abs(one - other).max() > 1e-3


@pytest.mark.parametrize(("dtype", "bound"), [(torch.float16, 0.02), (torch.bfloat16, 0.12)], ids=["fp16", "bf16"])
def test_half_precision_stays_near_in_log_mel(dtype: torch.dtype, bound: float) -> None:
    """The same tokens, noise and style: mean distance of log mel bands, of natural logarithms."""
    import copy

    from models.gpt_sovits.sovits.spectrum import log_mel, spectrogram

    whole = render([semantic(6, 12, 1)], sovits(), style())[0]
    half = render([semantic(6, 12, 1)], copy.deepcopy(sovits()).to(dtype), style().to(dtype))[0]
    one, two = (log_mel(spectrogram(torch.from_numpy(x)[None])) for x in (whole, half))
    assert (one - two).abs().mean() < bound


def test_a_line_of_no_tokens_has_no_sound() -> None:
    empty = SemanticLine(torch.zeros(0, dtype=torch.int64), torch.tensor([1]), 0)
    sounds = render([semantic(5, 5, 1), empty], sovits(), style())
    assert [len(s) for s in sounds] == [5 * 1280, 0]


@pytest.mark.parametrize("version", ["v2", "v2ProPlus"])
def test_channels_last_sound_the_same(version: str) -> None:
    import copy

    lines = [semantic(n, 8, n) for n in (3, 7, 12)]
    here = render(lines, sovits(version), style(version))
    spread_out = copy.deepcopy(sovits(version))
    spread_out.dec.channels_last = True
    renderer = Renderer(spread_out, style(version))
    with torch.inference_mode():
        there = renderer.decoded(lines)[:, 0].numpy()
    for one, two in zip(here, there, strict=True):
        assert np.abs(one - two[: len(one)]).max() < BOUND
    # weights that have changed are spread anew
    spread_out.dec.conv_post.weight.data = spread_out.dec.conv_post.weight.data * 0
    assert render(lines[:1], spread_out, style(version))[0].max() == 0


def test_the_quicker_layout_is_tried_and_left_set() -> None:
    import copy

    model = copy.deepcopy(sovits())
    assert choose_layout(model, style(), frames=10, rows=1, rounds=1) == model.dec.channels_last


def test_recorded_batches_sound_the_same_and_shapes_come_again() -> None:
    from tests.models.gpt_sovits.serving.test_cuda_graphs import FakeCapture

    capture = FakeCapture()
    renderer = Renderer(sovits(), style(), capture=capture)
    for turn in range(4):  # seen, captured, replayed twice
        lines = [semantic(n, 8, n) for n in (3 + turn, 9, 7)]
        for index, line in enumerate(lines):
            renderer.take(index, line)
        sounds = renderer.sounds()
        for index, line in enumerate(lines):
            assert np.abs(render([line], sovits(), style())[0] - sounds[index]).max() < BOUND
    assert capture.captured == renderer._decoded.graphs == 2  # one line and two: lengths are rounded up
    assert capture.replayed == 6


def test_lines_come_one_by_one_and_batches_start_as_they_fill() -> None:
    lines = {index: semantic(3 + index % 5, 6, index) for index in range(12)}
    renderer = Renderer(sovits(), style(), most_tokens=20)
    renderer._starts_early = True
    for index, line in lines.items():
        renderer.take(index, line)
    assert renderer._in_flight
    sounds = renderer.sounds()
    assert sorted(sounds) == sorted(lines)
    for index, line in lines.items():
        assert np.abs(render([line], sovits(), style())[0] - sounds[index]).max() < BOUND
    assert renderer.sounds() == {}
