"""Counter-based noise: a function of seed and place alone, exponential for tokens, normal for latents."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.noise import _uniform, exponential_noise, normal_noise  # noqa: E402


def test_noise_is_a_function_of_seed_and_step_alone() -> None:
    seeds, steps = torch.tensor([3, 2**61 + 5, 3]), torch.tensor([0, 7, 0])
    noise = exponential_noise(seeds, steps, 1025)
    assert torch.equal(noise[0], noise[2])
    assert torch.equal(noise[1], exponential_noise(seeds[1:2], steps[1:2], 1025)[0])
    assert (noise > 0).all()


def test_noise_is_exponential() -> None:
    noise = exponential_noise(torch.arange(400), torch.arange(400) % 7, 1025)
    assert abs(noise.mean() - 1) < 0.01
    assert abs(noise.var() - 1) < 0.02
    assert abs((noise > 2).float().mean() - 0.1353) < 0.002
    flat = noise - 1
    neighbours = (flat[:, 1:] * flat[:, :-1]).mean(), (flat[1:] * flat[:-1]).mean()
    assert max(abs(x) for x in neighbours) < 0.01


def test_noise_is_normal_and_a_line_s_own() -> None:
    seeds = torch.tensor([1, 2**62, 77])
    noise = normal_noise(seeds, 192, 400)
    assert torch.equal(noise[1], normal_noise(seeds[1:2], 192, 400)[0])
    assert torch.equal(noise[..., :50], normal_noise(seeds, 192, 50))  # a longer line begins the same
    assert abs(noise.mean()) < 0.01
    assert abs(noise.var() - 1) < 0.01
    assert abs((noise.abs() > 2).float().mean() - 0.0455) < 0.003
    for shift in ((0, 0, 1), (0, 1, 0), (1, 0, 0)):
        assert abs((noise * noise.roll(shift, (0, 1, 2))).mean()) < 0.01
    ends = _uniform(torch.tensor([0, 2**32 - 1]))
    assert ends[0] > 0
    assert ends[1] < 1
    assert torch.isfinite(noise).all()
