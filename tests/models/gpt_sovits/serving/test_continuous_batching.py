"""Continuous batching: a line gets the same tokens in every batch as alone, and a step never waits for the device."""

from __future__ import annotations

from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from torch.utils._python_dispatch import TorchDispatchMode  # noqa: E402

from models.gpt_sovits.bench import plain  # noqa: E402
from models.gpt_sovits.serving.batch_state import BatchState  # noqa: E402
from models.gpt_sovits.serving.continuous_batching import ContinuousBatcher  # noqa: E402
from models.gpt_sovits.serving.requests import Request  # noqa: E402
from models.gpt_sovits.t2s.sampler import EOS_FORBIDDEN_STEPS, SamplingParams  # noqa: E402
from tests.models.gpt_sovits.small import gpt  # noqa: E402

GREEDY, SAMPLED = SamplingParams(top_k=1), SamplingParams(top_k=15)
BOTH = pytest.mark.parametrize(
    "sampling",
    [GREEDY, SAMPLED, SamplingParams(top_k=0, top_p=0.9, temperature=0.8)],
    ids=["greedy", "sampled", "nucleus"],
)


def line(phones: int, prompt: int, seed: int, limit: int = 40, bert: bool = False) -> Request:
    generator = torch.Generator().manual_seed(1000 * phones + prompt + seed)
    return Request(
        torch.randint(322, (phones,), generator=generator),
        torch.randn(1024, phones, generator=generator) if bert else None,
        torch.randint(1024, (prompt,), generator=generator),
        seed,
        limit,
    )


LINES = st.lists(
    st.builds(line, st.integers(1, 60), st.integers(0, 30), st.integers(0, 2**62), st.integers(1, 24), st.booleans()),
    min_size=1,
    max_size=7,
)


@BOTH
@settings(max_examples=6, deadline=None)
@given(lines=LINES, slots=st.integers(1, 8), sync_every=st.sampled_from([1, 3, 8]))
def test_a_line_says_the_same_in_every_company(
    lines: list[Request], slots: int, sync_every: int, sampling: SamplingParams
) -> None:
    together = ContinuousBatcher(gpt(ends=True), sampling, slots, sync_every).run(lines)
    for request, answer in zip(lines, together, strict=True):
        tokens, stopped = plain.speak(gpt(ends=True), request, sampling)
        assert answer.tokens.tolist() == tokens.tolist()
        assert answer.stopped == stopped


@pytest.mark.parametrize("slots", [1, 2, 3, 5, 8, 13, 16, 32])
def test_every_batch_size(slots: int) -> None:
    lines = [line(5 + 7 * i % 50, 3 * i % 25, i, limit=12 + i % 7) for i in range(16)]
    answers = ContinuousBatcher(gpt(ends=True), SAMPLED, slots).run(lines)
    expected = [plain.speak(gpt(ends=True), request, SAMPLED) for request in lines]
    assert [(a.tokens.tolist(), a.stopped) for a in answers] == [(t.tolist(), why) for t, why in expected]


def test_logits_of_a_batch_differ_from_those_alone_by_rounding_only() -> None:
    lines = [line(n, 12, n) for n in (3, 17, 40, 59)]
    alone: dict[int, list[object]] = {}
    together: dict[int, list[object]] = {}
    for index, request in enumerate(lines):
        ContinuousBatcher(gpt(), GREEDY, 1).run(
            [request], lambda _, logits, __, i=index: alone.setdefault(i, []).append(logits)
        )
    ContinuousBatcher(gpt(), GREEDY, 4).run(lines, lambda i, logits, _: together.setdefault(i, []).append(logits))
    for i in range(len(lines)):
        assert torch.allclose(torch.stack(alone[i]), torch.stack(together[i]), atol=1e-4, rtol=0)


def test_a_neighbour_that_is_not_a_number_stays_out() -> None:
    """Masks hide, they do not multiply: nothing of a neighbour reaches a line, not even NaN."""
    good, bad = line(20, 10, 1, limit=12), line(30, 10, 2, limit=12, bert=True)
    assert bad.bert is not None
    bad.bert[:] = float("nan")
    for slots in (2, 1):  # beside it; after it, in its slot
        answers = ContinuousBatcher(gpt(), GREEDY, slots).run([good, bad])
        assert answers[0].tokens.tolist() == plain.speak(gpt(), good, GREEDY)[0].tolist()


def test_a_slot_is_clean_for_its_next_line() -> None:
    """One slot: every line follows a longer one whose keys and history still lie there."""
    lines = [line(60 - 9 * i, 20 - 3 * i, i, limit=30 - 3 * i) for i in range(6)]
    answers = ContinuousBatcher(gpt(), SAMPLED, 1).run(lines)
    assert [a.tokens.tolist() for a in answers] == [plain.speak(gpt(), r, SAMPLED)[0].tolist() for r in lines]


def test_the_limit_is_told_from_the_end() -> None:
    answers = ContinuousBatcher(gpt(), SAMPLED, 2).run([line(10, 5, 1, limit=7), line(10, 5, 2, limit=25)])
    assert [(a.stopped, len(a.tokens)) for a in answers] == [("limit", 7), ("limit", 25)]


def test_nothing_to_do() -> None:
    assert ContinuousBatcher(gpt(), SAMPLED).run([]) == []


def test_no_end_before_eleven_tokens() -> None:
    answers = ContinuousBatcher(gpt(ends=True), GREEDY, 8).run([line(n, n, n) for n in range(1, 30)])
    assert min(len(a.tokens) for a in answers if a.stopped == "eos") >= EOS_FORBIDDEN_STEPS


# ---------------------------------------------------------------- what CUDA graphs and compilers will need


class NoHost(TorchDispatchMode):
    """Fails on every operation that would make the host wait for the device."""

    WAITS = ("_local_scalar_dense", "nonzero", "unique", "masked_select", "equal", "is_nonzero")

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func.overloadpacket.__name__ in self.WAITS:
            raise AssertionError(f"{func} waits for the device")
        return func(*args, **kwargs or {})


@pytest.mark.parametrize("sampling", [GREEDY, SAMPLED, SamplingParams(top_p=0.8)], ids=["greedy", "sampled", "nucleus"])
def test_a_step_never_waits_for_the_device_and_keeps_its_buffers(sampling: SamplingParams) -> None:
    with torch.inference_mode():
        batch = BatchState.empty(gpt(), 3, 128)
        batch.prefill([0, 1, 2], [line(9, 4, i) for i in range(3)])
        kept = {name: value.data_ptr() for name, value in batch.tensors.items()}
        where = batch.cache.keys.data_ptr(), batch.cache.values.data_ptr()
        with NoHost():
            for _ in range(3):
                batch.decode_step(sampling, 64)
        assert {name: getattr(batch, name).data_ptr() for name in kept} == kept
        assert (batch.cache.keys.data_ptr(), batch.cache.values.data_ptr()) == where
