"""A CUDA device gives the tokens and the sound of the CPU in fp32, however its decode steps run."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.bench import plain  # noqa: E402
from models.gpt_sovits.bench.steppings import stepper_named  # noqa: E402
from models.gpt_sovits.noise import normal_noise  # noqa: E402
from models.gpt_sovits.serving import memory  # noqa: E402
from models.gpt_sovits.serving.continuous_batching import ContinuousBatcher  # noqa: E402
from models.gpt_sovits.serving.cuda_graphs import CudaGraphCapture  # noqa: E402
from models.gpt_sovits.serving.rendering import Renderer, choose_layout, render  # noqa: E402
from models.gpt_sovits.t2s.sampler import SamplingParams, exponential_noise  # noqa: E402
from tests.models.gpt_sovits.serving.test_continuous_batching import GREEDY, SAMPLED, line  # noqa: E402
from tests.models.gpt_sovits.serving.test_rendering import semantic, style  # noqa: E402
from tests.models.gpt_sovits.small import gpt, sovits  # noqa: E402

pytestmark = [pytest.mark.gpu, pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device here")]


@pytest.fixture(autouse=True)
def full_precision() -> Iterator[None]:
    kept = torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
    yield
    torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32 = kept


@pytest.mark.parametrize("stepping", ["eager", "graphed", "fused", "fused graphs"])
@pytest.mark.parametrize("sampling", [GREEDY, SAMPLED, SamplingParams(top_p=0.9)], ids=["greedy", "sampled", "nucleus"])
def test_tokens_are_those_of_the_cpu(sampling: SamplingParams, stepping: str) -> None:
    lines = [line(5 + 7 * i % 50, 3 * i % 25, i, limit=30) for i in range(20)]
    model = copy.deepcopy(gpt(ends=True)).cuda()
    decoder = ContinuousBatcher(model, sampling, 8, 3, stepper=stepper_named(stepping, sampling))
    expected = [plain.speak(gpt(ends=True), request, sampling)[0].tolist() for request in lines]
    for _ in range(2):  # the second time everything is recorded
        assert [a.tokens.tolist() for a in decoder.run(lines)] == expected


@pytest.mark.parametrize("stepping", ["compiled", "compiled graphs"])
def test_compiled_steps_say_the_same(stepping: str) -> None:
    lines = [line(20 + i, 9, i, limit=30) for i in range(4)]
    model = copy.deepcopy(gpt(ends=True)).cuda()
    decoder = ContinuousBatcher(model, GREEDY, 4, 3, stepper=stepper_named(stepping, GREEDY))
    assert [a.tokens.tolist() for a in decoder.run(lines)] == [
        plain.speak(gpt(ends=True), request, GREEDY)[0].tolist() for request in lines
    ]


def test_noise_is_that_of_the_cpu() -> None:
    seeds, steps = torch.arange(50) * 10**12, torch.arange(50)
    here, there = exponential_noise(seeds, steps, 1025), exponential_noise(seeds.cuda(), steps.cuda(), 1025).cpu()
    torch.testing.assert_close(here, there, rtol=1e-6, atol=1e-9)
    torch.testing.assert_close(normal_noise(seeds, 16, 30), normal_noise(seeds.cuda(), 16, 30).cpu(), rtol=0, atol=1e-5)


@pytest.mark.parametrize("speed", [1.0, 1.3])
@pytest.mark.parametrize("recorded", [False, True])
def test_sound_is_that_of_the_cpu(recorded: bool, speed: float) -> None:
    lines = [semantic(n, 8, n) for n in (3, 9, 20, 21, 19)]
    here = render(lines, sovits(), style(), speed)
    model, there = copy.deepcopy(sovits()).cuda(), style().cuda()
    capture = CudaGraphCapture(there.device) if recorded else None
    for layout in (False, True):
        model.dec.channels_last = layout
        renderer = Renderer(model, there, speed, most_tokens=40, capture=capture)
        for _ in range(3):  # met, recorded, replayed
            for index, one in enumerate(lines):
                renderer.take(index, one)
            sounds = renderer.sounds()
            for index, sound in enumerate(here):
                assert np.abs(sound - sounds[index]).max() < 1e-4


def test_tokens_and_sound_run_beside_each_other() -> None:
    lines = [line(5 + 7 * i % 50, 9, i, limit=12 + i) for i in range(30)]
    expected = [plain.speak(gpt(ends=True), request, SAMPLED)[0] for request in lines]
    heard = render([semantic_of(tokens, i) for i, tokens in enumerate(expected)], sovits(), style())
    decoder = ContinuousBatcher(copy.deepcopy(gpt(ends=True)).cuda(), SAMPLED, 8, 4)
    there = style().cuda()
    renderer = Renderer(copy.deepcopy(sovits()).cuda(), there, most_tokens=60, record=CudaGraphCapture(there.device))
    for _ in range(3):
        decoder.run(lines, finished=lambda i, answer: renderer.take(i, semantic_of(answer.tokens, i)))
        sounds = renderer.sounds()
        for index, sound in enumerate(heard):
            assert np.abs(sound - sounds[index]).max(initial=0) < 1e-4


def semantic_of(tokens: torch.Tensor, seed: int):  # type: ignore[no-untyped-def]
    from models.gpt_sovits.serving.rendering import SemanticLine

    return SemanticLine(tokens, semantic(3, 8, seed).phones, seed)


def test_the_peak_of_memory_is_below_the_plan() -> None:
    model = copy.deepcopy(gpt(width=64)).cuda()
    torch.cuda.synchronize()
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()
    before = torch.cuda.memory_allocated()
    ContinuousBatcher(model, SAMPLED, 64, 8).run([line(300, 60, i, limit=20) for i in range(64)])
    found = memory.memory_need(
        memory.BatchSizes(64, 300 + 60 + 8 + 64, 360, 0, 20), model.config, sovits().config, 0, 4
    )
    # libraries keep workspaces of their own, recorded steps their temporaries
    assert torch.cuda.max_memory_allocated() - before < found.peak + found.step + (128 << 20)


def test_the_quicker_layout_is_found_in_half_precision() -> None:
    model = copy.deepcopy(sovits()).cuda().half()
    assert choose_layout(model, style().cuda().half()) in (False, True)
    assert len(render([semantic(5, 5, 1)], model, style().cuda().half())[0]) == 5 * 1280
