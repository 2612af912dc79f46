"""v3's and v4's network: keys as the original's, and a line's features and bands do not depend on its neighbours."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.bench.flow.random_flow import (  # noqa: E402
    bigvgan_config,
    flow_config,
    flow_settings,
    mel_vocoder_sizes,
    random_bigvgan,
    random_flow,
    random_mel_vocoder,
)
from models.gpt_sovits.cfm.bigvgan import BigVganSizes, fill_bigvgan  # noqa: E402
from models.gpt_sovits.cfm.hifigan import MelVocoder, fill_mel_vocoder  # noqa: E402
from models.gpt_sovits.cfm.model import FlowSovits, denormalised, normalised, valid_frames  # noqa: E402
from models.gpt_sovits.cfm.sampler import sampled  # noqa: E402
from models.gpt_sovits.cfm.versions import FLOW_VERSIONS  # noqa: E402
from models.gpt_sovits.noise import normal_noise  # noqa: E402
from models.gpt_sovits.weights.flow_loading import build_flow  # noqa: E402
from models.gpt_sovits.weights.loading import file_keys  # noqa: E402
from tests.models.gpt_sovits.small import checkpoint  # noqa: E402
from tests.models.gpt_sovits.weights.test_loading import table  # noqa: E402

BOUND = 2e-5  # rounding of fp32 in products of another shape


@pytest.mark.parametrize("version", ["v3", "v4"])
def test_it_has_the_keys_and_shapes_of_the_original_at_full_size(version: str) -> None:
    with torch.device("meta"):
        assert table(file_keys(FlowSovits(flow_config(version, full=True)))) == (685, "6d28d17107f0a6c8")


def test_the_vocoder_of_v4_has_the_keys_and_shapes_of_the_original() -> None:
    with torch.device("meta"):
        keys = file_keys(MelVocoder(mel_vocoder_sizes(full=True)), folded=True)
    assert table(keys) == (194, "25cc5e09f66351ab")


def net(version: str) -> FlowSovits:
    return build_flow(checkpoint(random_flow(version, 7), flow_settings(version)))


@pytest.mark.parametrize("version", ["v3", "v4"])
@pytest.mark.parametrize("speeds", [(1.0, 1.0, 1.0), (1.2, 1.0, 0.8)])
@torch.inference_mode()
def test_features_in_a_batch_are_those_of_each_line_alone(version: str, speeds: tuple[float, ...]) -> None:
    model, made = net(version), torch.Generator().manual_seed(1)
    style = torch.randn(1, 512, 1, generator=made)
    codes = [torch.randint(1024, (n,), generator=made) for n in (13, 5, 21)]
    phones = [torch.randint(732, (n,), generator=made) for n in (9, 4, 6)]
    padded = [torch.nn.utils.rnn.pad_sequence(rows, batch_first=True) for rows in (codes, phones)]
    together = model.features(padded[0], [13, 5, 21], padded[1], [9, 4, 6], style, speeds)
    for row, (code, phone, speed) in enumerate(zip(codes, phones, speeds, strict=True)):
        alone = model.features(code[None], None, phone[None], None, style, speed)
        assert alone.counts == together.counts[row : row + 1]
        values = together.values[row : row + 1, :, : alone.counts[0]]
        assert torch.allclose(values, alone.values, atol=BOUND)


@pytest.mark.parametrize("guidance", [0.0, 0.5])
@torch.inference_mode()
def test_bands_in_a_batch_are_those_of_each_line_alone(guidance: float) -> None:
    model, made = net("v4"), torch.Generator().manual_seed(2)
    counts, prompts = (40, 23, 31), (12, 12, 9)
    features = [torch.randn(n, 64, generator=made) for n in counts]
    bands = [torch.randn(n, 100, generator=made) for n in prompts]
    noise = normal_noise(torch.tensor([5, 6, 7]), 100, 40).mT

    def prompt(row: int, time: int) -> torch.Tensor:
        return torch.nn.functional.pad(bands[row], (0, 0, 0, time - len(bands[row])))

    mask = (torch.arange(40) < torch.tensor(counts)[:, None])[..., None].float()
    padded = torch.nn.utils.rnn.pad_sequence(features, batch_first=True, padding_value=3.0)
    together = sampled(model.dit, padded, torch.stack([prompt(r, 40) for r in range(3)]), noise, 4, guidance, mask)
    for row, count in enumerate(counts):
        alone = sampled(
            model.dit, features[row][None], prompt(row, count)[None], noise[row : row + 1, :count], 4, guidance
        )
        assert torch.allclose(together[row : row + 1, :count], alone, atol=BOUND)
        assert float(alone[0, : prompts[row]].abs().max()) == 0.0


@torch.inference_mode()
def test_vocoders_render_each_row_as_if_it_were_alone() -> None:
    sizes = BigVganSizes.read(bigvgan_config(), "test")
    for vocoder in (fill_mel_vocoder(random_mel_vocoder(3), "v4"), fill_bigvgan(sizes, random_bigvgan(3), "v3")):
        counts = (11, 4, 1)
        mels = [torch.randn(1, 100, n, generator=torch.Generator().manual_seed(n)) - 2 for n in counts]
        padded = torch.cat([torch.nn.functional.pad(mel, (0, 11 - mel.shape[-1]), value=5.0) for mel in mels])
        together = vocoder(padded, None, torch.tensor(counts))
        assert together.shape[-1] == 11 * vocoder.hop
        for row, mel in enumerate(mels):
            alone = vocoder(mel)
            assert alone.abs().max() > 1e-3
            assert torch.allclose(together[row, :, : alone.shape[-1]], alone[0], atol=BOUND)


def test_a_frame_of_either_version_lasts_as_long_in_and_out() -> None:
    assert [facts.hop_out for facts in FLOW_VERSIONS.values()] == [256, 480]
    for facts in FLOW_VERSIONS.values():
        assert facts.mel_rate_hz / facts.hop == 50 * facts.stretch == facts.sample_rate_hz / facts.hop_out


def test_the_encoder_keeps_the_frames_that_the_original_keeps() -> None:
    v3, v4 = FLOW_VERSIONS["v3"], FLOW_VERSIONS["v4"]
    assert (valid_frames(v3, 20, 1), valid_frames(v4, 20, 1)) == (77, 80)
    assert (valid_frames(v3, 24, 1.2), valid_frames(v4, 24, 1.2)) == (78, 81)  # there are 76 and 82


def test_bands_come_back_from_their_normalised_form() -> None:
    mel = torch.linspace(-12, 2, 5)
    assert torch.allclose(denormalised(normalised(mel)), mel, atol=1e-5)
    assert normalised(mel)[[0, -1]].tolist() == [-1.0, 1.0]
