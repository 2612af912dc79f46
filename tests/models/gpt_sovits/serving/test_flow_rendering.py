"""v3 and v4: a line sounds the same in every company, whatever its length, its pace and its number of chunks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.bench.flow.random_flow import (  # noqa: E402
    bigvgan_config,
    flow_settings,
    random_bigvgan,
    random_flow,
    random_mel_vocoder,
)
from models.gpt_sovits.cfm.bigvgan import BigVganSizes, fill_bigvgan  # noqa: E402
from models.gpt_sovits.cfm.hifigan import fill_mel_vocoder  # noqa: E402
from models.gpt_sovits.cfm.model import FlowSovits  # noqa: E402
from models.gpt_sovits.cfm.sampler import sampled  # noqa: E402
from models.gpt_sovits.noise import normal_noise  # noqa: E402
from models.gpt_sovits.serving.flow_rendering import FlowPrompt, FlowRenderer, chunks, prompt_of  # noqa: E402
from models.gpt_sovits.serving.memory import BatchSizes, sound_bytes  # noqa: E402
from models.gpt_sovits.serving.rendering import SemanticLine  # noqa: E402
from models.gpt_sovits.weights.flow_loading import build_flow  # noqa: E402
from tests.models.gpt_sovits.serving.test_cuda_graphs import FakeCapture  # noqa: E402
from tests.models.gpt_sovits.serving.test_memory import Allocated  # noqa: E402
from tests.models.gpt_sovits.serving.test_rendering import semantic  # noqa: E402
from tests.models.gpt_sovits.small import checkpoint  # noqa: E402

BOUND = 5e-5  # of full scale: rounding of fp32 through 22 layers and a vocoder


def net(version: str) -> FlowSovits:
    return build_flow(checkpoint(random_flow(version, 7), flow_settings(version)))


def renderer(version: str, steps: int = 2, prompt: int = 460, guidance: float = 0.0, **more: object) -> FlowRenderer:
    made = torch.Generator().manual_seed(4)
    sizes = BigVganSizes.read(bigvgan_config(), "test")
    vocoder = (
        fill_mel_vocoder(random_mel_vocoder(3), "v4")
        if version == "v4"
        else fill_bigvgan(sizes, random_bigvgan(3), "v3")
    )
    before = FlowPrompt(torch.randn(prompt, 100, generator=made), torch.randn(prompt, 64, generator=made))
    style = torch.randn(1, 512, 1, generator=made)
    return FlowRenderer(net(version), vocoder, style, before, 1.0, steps, guidance, **more)  # type: ignore[arg-type]


def sound(of: FlowRenderer, line: SemanticLine) -> np.ndarray:
    of.take(0, line)
    return of.sounds()[0]


@pytest.mark.parametrize(("version", "sizes"), [
    ("v4", (3, 27, 9, 41, 7, 26, 1, 25)), ("v3", (4, 9, 2, 8, 19, 1, 12, 3)),
])  # fmt: skip
def test_a_line_sounds_the_same_alone_and_in_a_batch_of_eight(version: str, sizes: tuple[int, ...]) -> None:
    """Some lines have one chunk, others two; beside this prompt a chunk has 100 or 34 frames: 25 or 9 tokens."""
    one = renderer(version, prompt=900)
    lines = [replace(semantic(n, 3 + n % 11, n), pace=1.0 if n % 2 else 1.2) for n in sizes]
    alone = [sound(one, line) for line in lines]
    with torch.inference_mode():
        together = one.decoded(lines)[:, 0].numpy()
    for ours, theirs, line in zip(together, alone, lines, strict=True):
        assert len(theirs) == one.samples_of(line)
        assert np.abs(theirs).max() > 1e-3
        assert np.abs(ours[: len(theirs)] - theirs).max() < BOUND
    by_seed = sound(one, replace(lines[0], seed=99))
    assert np.abs(by_seed - alone[0]).max() > 1e-3


@torch.inference_mode()
def test_later_chunks_go_on_from_the_end_of_the_one_before() -> None:
    """The serial path, restated for one line (SPEC 3.7)."""
    one = renderer("v4", prompt=480)
    facts, count = one.facts, 1203
    features = torch.randn(1, count, 64, generator=torch.Generator().manual_seed(8))
    seeds = torch.tensor([5])
    noise = normal_noise(seeds, 100, count).mT
    new, made, start = facts.chunk_frames - 480, [], 0
    bands, given = one.prompt.bands[None], one.prompt.features[None]
    while start < count:
        todo = features[:, start : start + new]
        lead = bands.shape[1]
        whole = torch.cat([given, todo], 1)
        before = torch.nn.functional.pad(bands, (0, 0, 0, todo.shape[1]))
        drawn = torch.nn.functional.pad(noise[:, start : start + new], (0, 0, lead, 0))
        made.append(sampled(one.sovits.dit, whole, before, drawn, 2)[:, lead:])
        bands, given, start = made[-1][:, -480:], todo[:, -480:], start + new
    assert len(made) == 3
    assert torch.allclose(one.bands(features, [count], seeds), torch.cat(made, 1), atol=1e-6)


def test_rounds_cover_every_frame_of_every_line_once() -> None:
    counts = [1040, 3, 520, 521]
    seen: dict[int, list[tuple[int, int]]] = {row: [] for row in range(4)}
    for rows, start, stops in chunks(counts, 520):
        for row, stop in zip(rows, stops, strict=True):
            seen[row].append((start, stop))
    assert seen == {0: [(0, 520), (520, 1040)], 1: [(0, 3)], 2: [(0, 520)], 3: [(0, 520), (520, 521)]}


def test_the_prompt_is_the_end_of_what_has_sound_and_tokens() -> None:
    facts = renderer("v4").facts
    bands, features = torch.arange(1000.0).expand(1, 100, -1), torch.arange(700.0).expand(1, 64, -1)
    kept = prompt_of(bands, features, facts)
    assert kept.bands[:, 0].tolist() == kept.features[:, 0].tolist() == list(map(float, range(200, 700)))
    assert len(prompt_of(bands[..., :80], features, facts).bands) == 80


@pytest.mark.parametrize("guidance", [0.0, 0.6])
def test_recorded_steps_sound_the_same_and_shapes_come_again(guidance: float) -> None:
    capture, plain = FakeCapture(), renderer("v4", prompt=100, guidance=guidance)
    recorded = renderer("v4", prompt=100, guidance=guidance, capture=capture)
    for turn in range(3):  # seen, captured, replayed
        for index, size in enumerate((4 + turn, 9, 7)):
            recorded.take(index, semantic(size, 8, size))
        sounds = recorded.sounds()
        for index, size in enumerate((4 + turn, 9, 7)):
            assert np.abs(sounds[index] - sound(plain, semantic(size, 8, size))).max() < BOUND
    assert capture.captured > 0
    assert capture.replayed > capture.captured


@pytest.mark.parametrize(("lines", "tokens"), [(4, 12), (1, 70)])
@pytest.mark.parametrize("version", ["v3", "v4"])
def test_sound_stays_within_its_bound(version: str, lines: int, tokens: int) -> None:
    one = renderer(version, steps=1, prompt=200)
    spoken = [semantic(tokens, 12, i) for i in range(lines)]
    with torch.inference_mode(), Allocated() as counted:
        one.decoded(spoken)
    sizes = BatchSizes(1, 1, 1, sum(map(one.tokens_of, spoken)), tokens)
    found = sound_bytes(sizes, one.sovits.config, 4)
    assert 0.0 < counted.peak < found
