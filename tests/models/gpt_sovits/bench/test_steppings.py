"""Experimental ways to run a decode step generate the same tokens: compiled layers, fused attention, one kernel."""

from __future__ import annotations

import copy
import os
import shutil
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.bench import plain  # noqa: E402
from models.gpt_sovits.bench.compiled_activation import compiled_activation  # noqa: E402
from models.gpt_sovits.bench.steppings import STEPPINGS, stepper_named  # noqa: E402
from models.gpt_sovits.serving.continuous_batching import ContinuousBatcher  # noqa: E402
from models.gpt_sovits.serving.rendering import render  # noqa: E402
from tests.models.gpt_sovits.serving.test_continuous_batching import GREEDY, SAMPLED, line  # noqa: E402
from tests.models.gpt_sovits.serving.test_cuda_graphs import LINES, FakeCapture  # noqa: E402
from tests.models.gpt_sovits.serving.test_rendering import BOUND, semantic, style  # noqa: E402
from tests.models.gpt_sovits.small import gpt, sovits  # noqa: E402


@pytest.mark.parametrize("sampling", [GREEDY, SAMPLED], ids=["greedy", "sampled"])
def test_a_compiled_step_has_no_graph_breaks_and_says_the_same(sampling: Any) -> None:
    """fullgraph=True raises at the first break; one compilation serves every layer."""
    torch._dynamo.reset()
    stepper = stepper_named("compiled", sampling, backend="aot_eager")
    batcher = ContinuousBatcher(gpt(ends=True), sampling, 4, 3, stepper=stepper)
    lines = LINES[:5]
    torch._dynamo.utils.counters.clear()
    outputs = batcher.run(lines)
    for request, output in zip(lines, outputs, strict=True):
        assert output.tokens.tolist() == plain.speak(gpt(ends=True), request, sampling)[0].tolist()
    counters = torch._dynamo.utils.counters
    assert not counters["graph_break"]
    assert 0 < counters["stats"]["unique_graphs"] <= 4  # batch sizes, not layers


@pytest.mark.slow
def test_the_compiler_of_the_shelf_says_the_same() -> None:
    """inductor on a CPU: a minute of C++."""
    if shutil.which("g++") is None:
        pytest.skip("there is no C++ compiler here")
    torch._dynamo.reset()
    stepper = stepper_named("compiled", SAMPLED)
    outputs = ContinuousBatcher(gpt(ends=True), SAMPLED, 4, 3, stepper=stepper).run(LINES[:4])
    assert [output.tokens.tolist() for output in outputs] == [
        plain.speak(gpt(ends=True), r, SAMPLED)[0].tolist() for r in LINES[:4]
    ]


def test_steppings_that_are_not_known() -> None:
    with pytest.raises(ValueError, match="not 'fast'"):
        stepper_named("fast", GREEDY)
    assert [stepper_named(name, GREEDY, FakeCapture()).graphs for name in STEPPINGS] == [False] * 3 + [True] * 3


@pytest.mark.parametrize("sampling", [GREEDY, SAMPLED], ids=["greedy", "sampled"])
def test_attention_in_one_kernel_says_the_same(sampling: Any) -> None:
    """Interpreted on a CPU: TRITON_INTERPRET=1 pytest, where there is Triton."""
    pytest.importorskip("triton", reason="Triton comes with PyTorch for CUDA")
    if os.environ.get("TRITON_INTERPRET") != "1":
        pytest.skip("TRITON_INTERPRET=1 is not set")
    stepper = stepper_named("fused", sampling)
    batcher = ContinuousBatcher(gpt(ends=True), sampling, 4, 3, stepper=stepper)
    lines = [*LINES[:5], line(150, 3, 7, limit=14), line(64, 0, 8, limit=14)]
    outputs = batcher.run(lines)
    for request, output in zip(lines, outputs, strict=True):
        assert output.tokens.tolist() == plain.speak(gpt(ends=True), request, sampling)[0].tolist()


def test_compiled_activations_sound_the_same() -> None:
    torch._dynamo.reset()
    model = copy.deepcopy(sovits())
    model.dec.activation = compiled_activation("aot_eager")
    lines = [semantic(n, 8, n) for n in (3, 7, 12)]
    for layout in (False, True):
        model.dec.channels_last = layout
        for one, two in zip(render(lines, sovits(), style()), render(lines, model, style()), strict=True):
            assert np.abs(one - two).max() < BOUND
