"""However a step runs, it says the same: eagerly, compiled, or recorded and replayed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.bench import plain  # noqa: E402
from models.gpt_sovits.serving.batching import BatchedDecoder, Rows  # noqa: E402
from models.gpt_sovits.serving.cuda_graphs import STEPPINGS, Stepper  # noqa: E402
from models.gpt_sovits.serving.scheduler import SPAN  # noqa: E402
from tests.models.gpt_sovits.serving.test_batching import GREEDY, SAMPLED, line  # noqa: E402
from tests.models.gpt_sovits.small import gpt  # noqa: E402

LINES = [line(5 + 7 * i % 50, 3 * i % 25, i, limit=9 + 5 * i % 31) for i in range(14)]


class Recorded:
    """A recorder as CUDA's is: calls a few times to warm up, then once a replay, whoever asks."""

    def __init__(self) -> None:
        self.recorded = self.replayed = 0

    def __call__(self, call: Callable[[], Any]) -> Recorded:
        self.recorded += 1
        for _ in range(3):
            call()
        self._calls = [*getattr(self, "_calls", []), call]
        recorder, number = self, len(self._calls) - 1

        class Replay:
            def replay(self) -> None:
                recorder.replayed += 1
                recorder._calls[number]()

        return Replay()  # type: ignore[return-value]


def tokens(decoder: BatchedDecoder) -> list[tuple[list[int], str]]:
    return [(a.tokens.tolist(), a.stopped) for a in decoder.run(LINES)]


@pytest.fixture(scope="module")
def alone() -> dict[str, list[tuple[list[int], str]]]:
    return {
        name: [(t.tolist(), why) for t, why in (plain.speak(gpt(ends=True), request, sampling) for request in LINES)]
        for name, sampling in (("greedy", GREEDY), ("sampled", SAMPLED))
    }


@pytest.mark.parametrize("look_every", [1, 2, 5, 8, 13])
@pytest.mark.parametrize("rows", [1, 6, 8, 32])
def test_recorded_steps_say_what_a_line_says_alone(rows: int, look_every: int, alone: dict[str, Any]) -> None:
    decoder = BatchedDecoder(gpt(ends=True), SAMPLED, rows, look_every, "graphed")
    decoder.stepper._record = recorder = Recorded()
    assert tokens(decoder) == alone["sampled"]
    assert recorder.replayed > 0
    assert len(decoder.stepper.recorded) == recorder.recorded
    heights = {height for height, _ in decoder.stepper.recorded}
    assert all(rows % height == 0 for height in heights)  # halves, quarters: few shapes
    assert {span % SPAN for _, span in decoder.stepper.recorded} == {0}
    # the next job finds them
    before = recorder.recorded
    assert tokens(decoder) == alone["sampled"]
    assert recorder.recorded == before


def test_a_cache_that_grows_is_recorded_anew(alone: dict[str, Any]) -> None:
    decoder = BatchedDecoder(gpt(ends=True), GREEDY, 4, 3, "graphed")
    decoder.stepper._record = recorder = Recorded()
    decoder.run([line(5, 2, 1, limit=3)])
    assert tokens(decoder) == alone["greedy"]
    longer = line(300, 90, 5, limit=200)
    before = recorder.recorded
    (answer,) = decoder.run([longer])
    assert recorder.recorded > before
    assert answer.tokens.tolist() == plain.speak(gpt(ends=True), longer, GREEDY)[0].tolist()


def test_recording_leaves_the_rows_as_they_were() -> None:
    with torch.inference_mode():
        rows = Rows.empty(gpt(), 3, 128)
        rows.enter([0, 2], [line(9, 4, 1), line(12, 4, 2)])
        before = {name: value.clone() for name, value in rows.state.items()}
        addresses = {name: value.data_ptr() for name, value in rows.state.items()}
        Stepper(SAMPLED, "graphed", Recorded())._recorded(rows, 128)
        assert all(torch.equal(value, before[name]) for name, value in rows.state.items())
        assert {name: value.data_ptr() for name, value in rows.state.items()} == addresses


@pytest.mark.parametrize("sampling", [GREEDY, SAMPLED], ids=["greedy", "sampled"])
def test_a_compiled_step_has_no_graph_breaks_and_says_the_same(sampling: Any) -> None:
    """fullgraph=True raises at the first break; one compilation serves every layer."""
    torch._dynamo.reset()
    decoder = BatchedDecoder(gpt(ends=True), sampling, 4, 3)
    decoder.stepper = Stepper(sampling, "compiled", backend="aot_eager")
    lines = LINES[:5]
    torch._dynamo.utils.counters.clear()
    answers = decoder.run(lines)
    for request, answer in zip(lines, answers, strict=True):
        assert answer.tokens.tolist() == plain.speak(gpt(ends=True), request, sampling)[0].tolist()
    counters = torch._dynamo.utils.counters
    assert not counters["graph_break"]
    assert 0 < counters["stats"]["unique_graphs"] <= 4  # batch heights, not layers


def test_the_whole_step_is_one_graph() -> None:
    """Sampling, penalties and ends included: nothing in it needs Python."""
    torch._dynamo.reset()
    with torch.inference_mode():
        one, two = (Rows.empty(gpt(ends=True), 2, 128) for _ in range(2))
        for rows in (one, two):
            rows.enter([0, 1], [line(9, 4, 1), line(20, 7, 2)])
        step = torch.compile(Rows.step, fullgraph=True, dynamic=False, backend="aot_eager")
        for _ in range(16):
            step(one, SAMPLED, 128)
            two.step(SAMPLED, 128)
        assert torch.equal(one.said, two.said)
        assert torch.equal(one.active, two.active)


@pytest.mark.slow
def test_the_compiler_of_the_shelf_says_the_same() -> None:
    """inductor on a CPU: a minute of C++."""
    if shutil.which("g++") is None:
        pytest.skip("there is no C++ compiler here")
    torch._dynamo.reset()
    decoder = BatchedDecoder(gpt(ends=True), SAMPLED, 4, 3, "compiled")
    answers = decoder.run(LINES[:4])
    assert [a.tokens.tolist() for a in answers] == [
        plain.speak(gpt(ends=True), r, SAMPLED)[0].tolist() for r in LINES[:4]
    ]


def test_ways_that_are_not_known() -> None:
    with pytest.raises(ValueError, match="not 'fast'"):
        Stepper(GREEDY, "fast")
    assert [Stepper(GREEDY, way, Recorded()).captures for way in STEPPINGS] == [False] * 3 + [True] * 3


@pytest.mark.parametrize("sampling", [GREEDY, SAMPLED], ids=["greedy", "sampled"])
def test_attention_in_one_kernel_says_the_same(sampling: Any) -> None:
    """Interpreted on a CPU: TRITON_INTERPRET=1 pytest, where there is Triton."""
    pytest.importorskip("triton", reason="Triton comes with PyTorch for CUDA")
    if os.environ.get("TRITON_INTERPRET") != "1":
        pytest.skip("TRITON_INTERPRET=1 is not set")
    decoder = BatchedDecoder(gpt(ends=True), sampling, 4, 3, "fused")
    lines = [*LINES[:5], line(150, 3, 7, limit=14), line(64, 0, 8, limit=14)]
    answers = decoder.run(lines)
    for request, answer in zip(lines, answers, strict=True):
        assert answer.tokens.tolist() == plain.speak(gpt(ends=True), request, sampling)[0].tolist()
