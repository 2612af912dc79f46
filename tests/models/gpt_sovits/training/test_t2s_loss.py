"""The GPT's loss: a line's does not depend on its neighbours, padding is no target, and DPO prefers what was said."""

from __future__ import annotations

import copy

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.training.scaled_adam import CLIPPING_PERIOD, ScaledAdam  # noqa: E402
from models.gpt_sovits.training.t2s_loss import IGNORED, T2SBatch, predictions, reject, t2s_loss  # noqa: E402
from tests.models.gpt_sovits.small import gpt  # noqa: E402

COUNTS = ((11, 30), (7, 19), (4, 23))


def lines(counts: tuple[tuple[int, int], ...] = COUNTS) -> list[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
    made = torch.Generator().manual_seed(5)
    return [
        (
            torch.randint(300, (phones,), generator=made),
            torch.randn(1024, phones, generator=made),
            torch.randint(1024, (tokens,), generator=made),
        )
        for phones, tokens in counts
    ]


def test_a_batch_is_the_sum_of_its_lines() -> None:
    model = gpt()
    together = t2s_loss(model, T2SBatch.of(lines()))
    alone = [t2s_loss(model, T2SBatch.of([line])) for line in lines()]
    assert together.total.item() == pytest.approx(sum(one.total.item() for one in alone), rel=1e-5)
    assert together.positions == sum(tokens + 1 for _, tokens in COUNTS)


def test_the_first_phone_of_a_short_line_matters_but_for_the_originals_defect() -> None:
    model, changed = gpt(), lines()
    changed[2][0][0] = (changed[2][0][0] + 1) % 300
    loss = {
        compat: [t2s_loss(model, T2SBatch.of(batch), compat=compat).total.item() for batch in (lines(), changed)]
        for compat in (True, False)
    }
    assert loss[True][0] == pytest.approx(loss[True][1], rel=1e-7)
    assert abs(loss[False][0] - loss[False][1]) > 1e-3


def test_padding_is_no_target() -> None:
    _, targets = predictions(gpt(), T2SBatch.of(lines()))
    assert [(row != IGNORED).sum().item() for row in targets] == [tokens + 1 for _, tokens in COUNTS]
    assert [row[tokens].item() for row, (_, tokens) in zip(targets, COUNTS, strict=True)] == [gpt().config.eos] * 3


def test_dropout_is_of_training_alone() -> None:
    batch = T2SBatch.of(lines())
    torch.manual_seed(1)
    assert t2s_loss(gpt(), batch, dropout=0.1).total.item() != t2s_loss(gpt(), batch).total.item()
    assert t2s_loss(gpt(), batch).total.item() == t2s_loss(gpt(), batch).total.item()


def test_a_rejected_line_repeats_or_lacks_a_span() -> None:
    batch = T2SBatch.of(lines())
    rejected = [reject(batch, torch.Generator().manual_seed(seed)) for seed in range(40)]
    lengths = {int(one.token_counts[0]) for one in rejected}
    assert min(lengths) < 30 < max(lengths)
    assert 30 not in lengths
    assert all(int(one.token_counts.min()) > 0 for one in rejected)


def test_dpo_learns_to_prefer_what_was_said() -> None:
    model = copy.deepcopy(gpt()).requires_grad_(True)
    batch = T2SBatch.of(lines())
    rejected = reject(batch, torch.Generator().manual_seed(3))
    optimiser = ScaledAdam(model.parameters(), 0.01)
    seen = []
    for _ in range(8):
        optimiser.zero_grad()
        loss = t2s_loss(model, batch, rejected)
        loss.total.backward()
        optimiser.step()
        seen.append((loss.preference.item(), loss.cross_entropy.item()))
    assert seen[-1][1] < seen[0][1]
    assert seen[-1][0] <= seen[0][0]


def test_the_optimiser_clips_by_the_median_once_it_has_seen_a_period() -> None:
    weight = torch.nn.Parameter(torch.ones(2, 3))
    optimiser = ScaledAdam([weight], 1e-6)
    factors = []
    for step in range(CLIPPING_PERIOD + 3):
        weight.grad = torch.ones(2, 3) * (100.0 if step == CLIPPING_PERIOD + 2 else 1.0)
        factors.append(optimiser._clip(optimiser.param_groups[0], [weight]))
        optimiser.step()
    assert factors[:-1] == [1.0] * (CLIPPING_PERIOD + 2)
    assert factors[-1] == pytest.approx(0.02, rel=0.01)


def test_a_tensors_size_stays_within_bounds() -> None:
    weight, scalar = torch.nn.Parameter(torch.full((4,), 3.5)), torch.nn.Parameter(torch.tensor([9.999]))
    optimiser = ScaledAdam([weight, scalar], 0.05)
    for _ in range(12):
        weight.grad, scalar.grad = -torch.ones(4), -torch.ones(1)
        optimiser.step()
    assert scalar.item() < 10.2
    assert optimiser.state[weight]["rms"].item() > 3.0
