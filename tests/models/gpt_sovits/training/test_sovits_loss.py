"""SoVITS's step: a row of a batch is what it is alone, everything but the quantiser learns, files keep their keys."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.bench.random_voice import random_sovits, sovits_settings  # noqa: E402
from models.gpt_sovits.parity.weights import rebuild  # noqa: E402
from models.gpt_sovits.sovits.model import Sovits  # noqa: E402
from models.gpt_sovits.sovits.spectrum import log_mel, spectrogram  # noqa: E402
from models.gpt_sovits.training import sovits_loss as losses  # noqa: E402
from models.gpt_sovits.training.discriminators import Discriminators, periods_of  # noqa: E402
from models.gpt_sovits.training.weight_norm import file_tensors, learning_sovits, load_tensors  # noqa: E402
from models.gpt_sovits.weights.loading import build_sovits, file_keys  # noqa: E402
from pipeline.errors import VoiceError  # noqa: E402
from tests.models.gpt_sovits.small import checkpoint  # noqa: E402

SLICE = 4
FRAMES = (18, 12)
VERSIONS = pytest.mark.parametrize("version", ["v1", "v2", "v2Pro"])


def base(version: str) -> Sovits:
    """A small network with a posterior encoder, that learns."""
    settings = sovits_settings(version)
    state = random_sovits(settings, version, 6)
    small = build_sovits(checkpoint(state, settings))
    with torch.device("meta"):
        shapes = file_keys(Sovits(small.config, posterior=True))
    posterior = {key: (shape, "float32") for key, shape in shapes.items() if key.startswith("enc_q.")}
    return learning_sovits(checkpoint({**state, **rebuild(posterior, 7)}, settings))


def batch(model: Sovits) -> losses.SovitsBatch:
    made = torch.Generator().manual_seed(2)
    frames = torch.tensor(FRAMES)
    hop, longest = model.config.hop, max(FRAMES)
    sound = 0.1 * torch.randn(2, 1, longest * hop, generator=made)
    sound[1, :, FRAMES[1] * hop :] = 0
    spec = torch.zeros(2, 1025, longest)
    for row, count in enumerate(FRAMES):
        spec[row, :, :count] = spectrogram(sound[row, :, : count * hop])[0]
    speaker = torch.randn(2, 20480, generator=made) if model.config.speaker else None
    codes = torch.randint(1024, (2, longest // 2), generator=made)
    phones = torch.randint(300, (2, 7), generator=made)
    return losses.SovitsBatch(codes, spec, frames, sound, phones, torch.tensor([7, 5]), speaker)


def alone(whole: losses.SovitsBatch, row: int) -> losses.SovitsBatch:
    count, phones = int(whole.frames[row]), int(whole.phone_counts[row])
    hop = whole.sound.shape[-1] // whole.spec.shape[-1]
    one = slice(row, row + 1)
    return losses.SovitsBatch(
        whole.codes[one, : count // 2], whole.spec[one, :, :count], whole.frames[one],
        whole.sound[one, :, : count * hop], whole.phones[one, :phones], whole.phone_counts[one],
        None if whole.speaker is None else whole.speaker[one],
    )  # fmt: skip


@VERSIONS
def test_a_row_of_a_batch_is_what_it_is_alone(version: str) -> None:
    model = base(version)
    whole = batch(model)
    drawn = losses.Drawn.by(torch.Generator().manual_seed(1), whole, model.config.inter_channels, SLICE)
    with torch.no_grad():
        together = losses.remake(model, whole, drawn, SLICE)
        for row, count in enumerate(FRAMES):
            noise = drawn.noise[row : row + 1, :, :count]
            one = losses.remake(model, alone(whole, row), losses.Drawn(noise, drawn.starts[row : row + 1]), SLICE)
            for name in ("z", "z_prior", "mean_prior", "log_scale_prior"):
                torch.testing.assert_close(getattr(together, name)[row : row + 1, :, :count], getattr(one, name),
                                           rtol=1e-4, atol=1e-4)  # fmt: skip
            torch.testing.assert_close(together.sound[row : row + 1], one.sound, rtol=1e-4, atol=1e-4)


@VERSIONS
def test_all_but_the_quantiser_learn_and_a_few_steps_lower_the_losses(version: str) -> None:
    torch.set_num_threads(1)
    log_mel(torch.ones(1, 1025, 2))
    model = base(version)
    discriminators = Discriminators(periods_of(version))
    whole = batch(model)
    drawn = losses.Drawn.by(torch.Generator().manual_seed(1), whole, model.config.inter_channels, SLICE)
    learner = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], 1e-3, (0.8, 0.99), 1e-9)
    seen = []
    for _ in range(3):
        made = losses.remake(model, whole, drawn, SLICE)
        real, fake = discriminators(made.real), discriminators(made.sound)
        total = losses.mel_loss(made) + losses.kl_loss(made) + losses.feature_loss(real, fake)
        total = total + losses.generator_loss(fake)
        learner.zero_grad()
        total.backward()
        learner.step()
        seen.append(total.item())
    assert seen[-1] < seen[0]
    unmoved = [name for name, p in model.named_parameters() if p.requires_grad and (p.grad is None or not p.grad.any())]
    # One frame in 32 of the vocoder's widths may be dead; whole modules are not.
    assert [name for name in unmoved if not name.startswith("dec.")] == []
    assert not any(p.requires_grad for p in model.ssl_proj.parameters())


@VERSIONS
def test_what_learns_has_the_keys_of_files_and_speaks_as_the_file_does(version: str) -> None:
    model = base(version)
    tensors = file_tensors(model)
    with torch.device("meta"):
        wanted = file_keys(Sovits(model.config, posterior=True))
    assert {key: tuple(tensor.shape) for key, tensor in tensors.items()} == wanted
    spoken = build_sovits(checkpoint({k: v for k, v in tensors.items() if not k.startswith("enc_q.")},
                                     sovits_settings(version)))  # fmt: skip
    z = torch.randn(1, model.config.inter_channels, 6, generator=torch.Generator().manual_seed(9))
    style = torch.randn(1, model.config.gin_channels, 1, generator=torch.Generator().manual_seed(8))
    with torch.no_grad():
        torch.testing.assert_close(model.dec(z, style), spoken.dec(z, style), rtol=1e-4, atol=1e-5)


def test_a_discriminators_file_of_another_version_is_refused_by_key() -> None:
    plain, pro = Discriminators(periods_of("v2")), Discriminators(periods_of("v2Pro"))
    with pytest.raises(VoiceError, match=r"s2D\.pth: key discriminators\.6\.\S+ .* is missing"):
        load_tensors(pro, file_tensors(plain), Path("s2D.pth"))
    with pytest.raises(VoiceError, match=r"key discriminators\.6\.\S+ belongs to nothing"):
        load_tensors(plain, file_tensors(pro), Path("s2D.pth"))
    broken = copy.deepcopy(file_tensors(plain))
    broken["discriminators.0.convs.0.bias"][0] = float("nan")
    with pytest.raises(VoiceError, match=r"discriminators\.0\.convs\.0\.bias holds values that are not numbers"):
        load_tensors(plain, broken, Path("s2D.pth"))


KEYS = Path(os.environ.get("VOICEPRESS_PARITY", "/nowhere")).parent / "keys.json"


@pytest.mark.skipif(not KEYS.is_file(), reason="the original's keys are not here (VOICEPRESS_PARITY)")
@pytest.mark.parametrize("version", ["v1", "v2", "v2Pro", "v2ProPlus"])
def test_discriminators_have_the_originals_keys(version: str) -> None:
    wanted = json.loads(KEYS.read_text())[f"s2D_{version}"]
    with torch.device("meta"):
        ours = file_tensors(Discriminators(periods_of(version)))
    assert {key: list(tensor.shape) for key, tensor in ours.items()} == wanted
