"""Decode steps that are captured and replayed generate the same tokens as the plain path."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.bench import plain  # noqa: E402
from models.gpt_sovits.serving.batch_state import BatchState  # noqa: E402
from models.gpt_sovits.serving.continuous_batching import ContinuousBatcher  # noqa: E402
from models.gpt_sovits.serving.stepper import Stepper  # noqa: E402
from models.gpt_sovits.t2s.slots import SPAN  # noqa: E402
from tests.models.gpt_sovits.serving.test_continuous_batching import GREEDY, SAMPLED, line  # noqa: E402
from tests.models.gpt_sovits.small import gpt  # noqa: E402

LINES = [line(5 + 7 * i % 50, 3 * i % 25, i, limit=9 + 5 * i % 31) for i in range(14)]


class FakeCapture:
    """Captures as CUDA does: it calls a few times to warm up, then once per replay."""

    def __init__(self) -> None:
        self.captured = self.replayed = 0
        self._calls: list[Callable[[], Any]] = []

    def __call__(self, call: Callable[[], Any]) -> Any:
        self.captured += 1
        for _ in range(3):
            call()
        self._calls.append(call)
        capture, number = self, len(self._calls) - 1

        class FakeGraph:
            def replay(self) -> None:
                capture.replayed += 1
                capture._calls[number]()

        return FakeGraph()


def graphed(sampling: Any, slots: int, sync_every: int) -> tuple[ContinuousBatcher, FakeCapture]:
    capture = FakeCapture()
    stepper = Stepper(sampling, graphs=True, capture=capture)
    return ContinuousBatcher(gpt(ends=True), sampling, slots, sync_every, stepper=stepper), capture


def tokens(batcher: ContinuousBatcher) -> list[tuple[list[int], str]]:
    return [(output.tokens.tolist(), output.stopped) for output in batcher.run(LINES)]


@pytest.fixture(scope="module")
def alone() -> dict[str, list[tuple[list[int], str]]]:
    return {
        name: [(t.tolist(), why) for t, why in (plain.speak(gpt(ends=True), request, sampling) for request in LINES)]
        for name, sampling in (("greedy", GREEDY), ("sampled", SAMPLED))
    }


@pytest.mark.parametrize("sync_every", [1, 2, 5, 8, 13])
@pytest.mark.parametrize("slots", [1, 6, 8, 32])
def test_replayed_steps_say_what_a_line_says_alone(slots: int, sync_every: int, alone: dict[str, Any]) -> None:
    batcher, capture = graphed(SAMPLED, slots, sync_every)
    assert tokens(batcher) == alone["sampled"]
    assert capture.replayed > 0
    assert len(batcher.stepper.captured) == capture.captured
    batch_sizes = {size for size, _ in batcher.stepper.captured}
    assert all(slots % size == 0 for size in batch_sizes)  # halves, quarters: few shapes
    assert {span % SPAN for _, span in batcher.stepper.captured} == {0}
    # the next job finds them
    before = capture.captured
    assert tokens(batcher) == alone["sampled"]
    assert capture.captured == before


def test_a_cache_that_grows_is_captured_anew(alone: dict[str, Any]) -> None:
    batcher, capture = graphed(GREEDY, 4, 3)
    batcher.run([line(5, 2, 1, limit=3)])
    assert tokens(batcher) == alone["greedy"]
    longer = line(300, 90, 5, limit=200)
    before = capture.captured
    (output,) = batcher.run([longer])
    assert capture.captured > before
    assert output.tokens.tolist() == plain.speak(gpt(ends=True), longer, GREEDY)[0].tolist()


def test_capturing_leaves_the_batch_state_as_it_was() -> None:
    with torch.inference_mode():
        batch = BatchState.empty(gpt(), 3, 128)
        batch.prefill([0, 2], [line(9, 4, 1), line(12, 4, 2)])
        before = {name: value.clone() for name, value in batch.tensors.items()}
        addresses = {name: value.data_ptr() for name, value in batch.tensors.items()}
        Stepper(SAMPLED, graphs=True, capture=FakeCapture())._captured_step(batch, 128)
        assert all(torch.equal(value, before[name]) for name, value in batch.tensors.items())
        assert {name: value.data_ptr() for name, value in batch.tensors.items()} == addresses


def test_the_whole_step_is_one_graph() -> None:
    """Sampling, penalties and ends included: nothing in it needs Python."""
    torch._dynamo.reset()
    with torch.inference_mode():
        one, two = (BatchState.empty(gpt(ends=True), 2, 128) for _ in range(2))
        for batch in (one, two):
            batch.prefill([0, 1], [line(9, 4, 1), line(20, 7, 2)])
        step = torch.compile(BatchState.decode_step, fullgraph=True, dynamic=False, backend="aot_eager")
        for _ in range(16):
            step(one, SAMPLED, 128)
            two.decode_step(SAMPLED, 128)
        assert torch.equal(one.tokens, two.tokens)
        assert torch.equal(one.active, two.active)
