"""The benches of v3 and v4 run at small widths, and their counts are what they say."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.bench.flow import throughput as flow  # noqa: E402
from models.gpt_sovits.bench.flow.random_flow import FULL_DIT, SMALL_DIT, flow_config  # noqa: E402
from models.gpt_sovits.bench.flow.schedule import step_flop, ten_hour_lines, vocoder_flop, work  # noqa: E402
from models.gpt_sovits.bench.schedule import book  # noqa: E402
from models.gpt_sovits.bench.throughput import BenchSetup  # noqa: E402

torch.set_num_threads(1)  # two threads wait for each other on a busy machine


def test_the_bench_prints_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    setup = BenchSetup(torch.device("cpu"), torch.float32, 0, (), full=False)
    assert flow.bench_flow(setup, "v4", 8) > 0
    printed = capsys.readouterr().out
    for part in ("a step", "in one batch", "bfloat16", "peak memory", "x real time"):
        assert part in printed


def test_counted_work_grows_as_the_network_does() -> None:
    from torch.utils.flop_counter import FlopCounterMode

    from models.gpt_sovits.cfm.dit import DiT

    dit = DiT(SMALL_DIT).eval()
    x, text = torch.randn(1, 60, 100), torch.randn(1, 60, SMALL_DIT.text_width)
    moment = torch.randn(1, SMALL_DIT.width)
    with torch.inference_mode(), FlopCounterMode(display=False) as counted:
        dit(x, x, text, moment)
    # What the moments take, once for all frames, is not in ours; attention on a CPU is not in the counter's.
    moments = 2 * SMALL_DIT.width**2 * (6 * SMALL_DIT.blocks + 2)
    attention = SMALL_DIT.blocks * 4 * 60 * 60 * SMALL_DIT.width
    ours = step_flop(SMALL_DIT, 60) + moments
    assert counted.get_total_flops() == pytest.approx(ours, rel=0.01) or (
        counted.get_total_flops() == pytest.approx(ours - attention, rel=0.01)
    )
    assert step_flop(FULL_DIT, 1000) / 1e12 == pytest.approx(0.46, abs=0.05)


def test_a_book_is_counted_with_its_prompts_and_chunks() -> None:
    lines, config = book(300), flow_config("v4", full=True)
    counted = work(lines, config)
    assert counted.frames == sum(4 * line.tokens for line in lines)
    assert 1.5 < counted.computed / counted.frames < 4
    assert work(lines, config, steps=16).dit_flop == pytest.approx(2 * counted.dit_flop, rel=0.02)
    assert counted.seconds() > 0
    assert sum(line.tokens for line in ten_hour_lines()) >= 10 * 3600 * 25
    assert vocoder_flop("v3") > vocoder_flop("v4") > 1e10
