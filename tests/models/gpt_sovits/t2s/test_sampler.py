"""The sampler: EOS is forbidden at first, draws follow the probabilities."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.t2s.sampler import SamplingParams, forbid_early_eos, logits_to_probs, sample  # noqa: E402


def test_early_eos_is_forbidden_and_late_slots_are_left_alone() -> None:
    logits = torch.randn(2, 65)
    out = forbid_early_eos(logits, torch.tensor([10, 11]), 64)
    assert out[0, 64] == -float("inf")
    assert torch.equal(out[1], logits[1])
    assert torch.equal(out[:, :64], logits[:, :64])


def test_draws_follow_the_probabilities() -> None:
    logits = torch.tensor([[2.0, 1.0, 0.0, -1.0, 0.5]]).expand(20000, -1)
    sampling = SamplingParams(top_k=0, repetition_penalty=1.0)
    drawn = sample(logits, sampling, torch.arange(20000), torch.zeros(20000, dtype=torch.int64))
    shares = torch.bincount(drawn, minlength=5) / 20000
    assert torch.allclose(shares, logits_to_probs(logits[:1], sampling)[0], atol=0.012)
