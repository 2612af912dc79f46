"""The decoder as training uses it: gradients are right in both layouts, and no step leaves an old weight behind."""

from __future__ import annotations

import copy

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from torch import Tensor  # noqa: E402

from models.gpt_sovits.sovits.vocoder import Vocoder  # noqa: E402
from tests.models.gpt_sovits.small import sovits  # noqa: E402

LAYOUTS = pytest.mark.parametrize("channels_last", [False, True], ids=["first", "last"])


def decoder(channels_last: bool, dtype: torch.dtype = torch.float64) -> tuple[Vocoder, Tensor, Tensor, Tensor]:
    """A decoder that learns, two rows of latents of which the second is shorter, a style, their frames."""
    model = copy.deepcopy(sovits().dec).to(dtype).requires_grad_(True)
    model.channels_last = channels_last
    generator = torch.Generator().manual_seed(3)
    config = sovits().config
    z = torch.randn(2, config.inter_channels, 3, generator=generator, dtype=dtype)
    style = torch.randn(1, config.gin_channels, 1, generator=generator, dtype=dtype)
    return model, z, style, torch.tensor([3, 2])


@LAYOUTS
@pytest.mark.parametrize("padded", [False, True], ids=["full", "padded"])
def test_gradients_are_those_of_finite_differences(channels_last: bool, padded: bool) -> None:
    model, z, style, frames = decoder(channels_last)
    weight = model.resblocks[0].convs1[0].weight
    up = model.ups[0].weight

    def loss(change: Tensor) -> Tensor:
        # one direction for each of a few weights and the input: the whole Jacobian would take minutes
        parameters = dict(model.named_parameters())
        for name, place in (("resblocks.0.convs1.0.weight", 0), ("ups.0.weight", 1), ("conv_post.weight", 2)):
            direction = torch.linspace(-1, 1, parameters[name].numel(), dtype=z.dtype).view(parameters[name].shape)
            parameters[name] = parameters[name] + change[place] * direction
        moved = z + change[3] * torch.linspace(-1, 1, z.numel(), dtype=z.dtype).view(z.shape)
        sound = torch.func.functional_call(model, parameters, (moved, style, frames if padded else None))
        return sound.pow(2).mean()

    assert torch.autograd.gradcheck(loss, torch.zeros(4, dtype=z.dtype, requires_grad=True), eps=1e-6, atol=1e-6)
    loss(torch.zeros(4, dtype=z.dtype)).backward()
    assert all(p.grad is not None and torch.isfinite(p.grad).all() for p in model.parameters())
    assert all(p.grad.abs().max() > 0 for p in (weight, up))


def test_both_layouts_learn_the_same() -> None:
    grads = []
    for channels_last in (False, True):
        model, z, style, frames = decoder(channels_last)
        model(z, style, frames).pow(2).mean().backward()
        grads.append([p.grad for p in model.parameters()])
    for one, two in zip(*grads, strict=True):
        torch.testing.assert_close(one, two)


@LAYOUTS
@pytest.mark.parametrize("change", ["sgd", "adam", "data", "copied", "loaded"])
def test_no_step_leaves_an_old_weight_behind(channels_last: bool, change: str) -> None:
    model, z, style, frames = decoder(channels_last, torch.float32)
    with torch.inference_mode():
        before = model(z, style, frames).clone()
    if change in ("sgd", "adam"):
        learner = (torch.optim.SGD if change == "sgd" else torch.optim.Adam)(model.parameters(), lr=0.01)
        model(z, style, frames).pow(2).mean().backward()
        learner.step()
    elif change == "data":
        model.ups[0].weight.data.mul_(1.5)
    elif change == "copied":
        with torch.no_grad():
            model.ups[0].weight.copy_(model.ups[0].weight * 1.5)
    else:
        model.load_state_dict({k: v * 1.1 for k, v in model.state_dict().items()}, assign=True)
    with torch.inference_mode():
        after = model(z, style, frames)
        fresh = copy.deepcopy(sovits().dec)
        fresh.load_state_dict(model.state_dict())
        fresh.channels_last = channels_last
        expected = fresh(z, style, frames)
    assert not torch.equal(before, after)
    torch.testing.assert_close(after, expected)


def test_a_layout_changes_no_parameter() -> None:
    model, *_ = decoder(True)
    kept = {name: (p, p.detach().clone()) for name, p in model.named_parameters()}
    for layout in (False, True, True, False):
        model.channels_last = layout
        assert all(p is kept[name][0] and torch.equal(p, kept[name][1]) for name, p in model.named_parameters())


def test_a_few_steps_lower_the_loss_of_the_whole_network() -> None:
    model = copy.deepcopy(sovits()).requires_grad_(True)
    model.dec.channels_last = True
    generator = torch.Generator().manual_seed(4)
    codes, phones = torch.randint(1024, (2, 4), generator=generator), torch.randint(300, (2, 5), generator=generator)
    style = torch.randn(1, model.config.gin_channels, 1, generator=generator)
    noise = torch.randn(2, model.config.inter_channels, 8, generator=generator)
    wanted = torch.zeros(1)
    learner = torch.optim.Adam([p for p in model.parameters() if p.is_floating_point()], lr=1e-3)
    losses = []
    for _ in range(4):
        learner.zero_grad()
        prior = model.prior(codes, [8 // 2, 6 // 2], phones, [5, 4], style)
        loss = (model.sound(prior, noise, style) - wanted).pow(2).mean()
        loss.backward()
        learner.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0]
