"""Dialogue of a finished mix, by cues: measured, judged, and said for what it is."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from flows.cli import main
from pipeline.delivery.verify.dialogue import judge_dialogue
from pipeline.dub.sound.measuring import cues_in, measure_dialogue
from pipeline.dub.sound.mixing import Gated
from pipeline.errors import DeliveryError, ManuscriptError
from pipeline.manifests import SHIPPED_CONFIGS, Dialogue, Spec, read_yaml

NETFLIX = Dialogue(lufs=-27, tolerance_lu=2, least_share=0.15, programme_lufs=-24)
SRT = "1\n00:00:02,000 --> 00:00:04,000\nHere we are.\n\n2\n00:00:08,000 --> 00:00:10,000\nWell, then.\n"


def film(path: Path, level_db: float, rate_hz: int = 48_000) -> Path:
    """12 s: a tone while somebody speaks (2 to 4 and 8 to 10 s), 20 dB less around it."""
    t = np.arange(12 * rate_hz) / rate_hz
    spoken = ((t >= 2) & (t < 4)) | ((t >= 8) & (t < 10))
    tone = np.sin(2 * np.pi * 997 * t) * 10 ** (level_db / 20) * np.where(spoken, 1, 0.1)
    soundfile.write(path, np.stack([tone, tone], axis=1), rate_hz, subtype="PCM_24")
    return path


@pytest.mark.parametrize("rate_hz", [44_100, 48_000])
def test_dialogue_is_measured_at_any_sample_rate(tmp_path: Path, rate_hz: int) -> None:
    script = tmp_path / "film.srt"
    script.write_text(SRT, "utf-8")
    found = measure_dialogue(film(tmp_path / "mix.wav", -27.0, rate_hz), cues_in(script))
    assert found.dialogue_lufs == pytest.approx(-27, abs=0.1)  # both channels: +3.01, a sine: -3.01
    assert found.share == pytest.approx(1 / 3, abs=0.001)
    assert found.programme_lufs < found.dialogue_lufs + 0.5


@pytest.mark.parametrize(
    ("found", "passed", "name"),
    [
        (Gated(-27.5, 0.4, -25.0), True, "dialogue loudness"),
        (Gated(-24.9, 0.4, -24.0), False, "dialogue loudness"),
        (Gated(-40.0, 0.1, -24.5), True, "programme loudness (10% dialogue)"),
        (Gated(-27.0, 0.1, -30.0), False, "programme loudness (10% dialogue)"),
        (Gated(-200.0, 0.3, -200.0), False, "dialogue loudness"),
    ],
)
def test_a_shop_s_word_on_dialogue(found: Gated, passed: bool, name: str) -> None:
    clause = judge_dialogue(found, NETFLIX)
    assert (clause.passed, clause.name) == (passed, name)
    assert "Dolby" in clause.found or "programme" in clause.name or clause.found == "silence"


@pytest.mark.parametrize("name", ["netflix-nf", "atsc-a85", "web", "ebu-r128"])
def test_specs_of_mixes(name: str) -> None:
    spec = read_yaml(SHIPPED_CONFIGS / "specs" / f"{name}.yaml", Spec)
    assert spec.limits.true_peak_dbtp is not None
    assert spec.level.true_peak_dbtp <= spec.limits.true_peak_dbtp
    assert spec.dialogue or spec.limits.integrated_lufs


def test_the_command_judges_dialogue_by_cues(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.json"
    places = [{"id": "a", "at_ms": 2000, "speech_ms": 2000}, {"id": "b", "at_ms": 8000, "speech_ms": 2000}]
    plan.write_text(json.dumps([{"id": "r", "placements": places}]), "utf-8")
    good, loud = film(tmp_path / "good.wav", -27.0), film(tmp_path / "loud.wav", -20.0)
    assert main(["measure", str(good), "--spec", "netflix-nf", "--cues", str(plan), "--json"]) == 0
    (answer,) = json.loads(capsys.readouterr().out)
    assert answer["dialogue"]["dialogue_lufs"] == pytest.approx(-27, abs=0.1)
    assert [clause["name"] for clause in answer["clauses"]][-1] == "dialogue loudness"
    assert main(["measure", str(loud), "--spec", "netflix-nf", "--cues", str(plan)]) == DeliveryError.exit_code
    assert "its gate is cues, not Dolby's" in capsys.readouterr().out
    assert main(["measure", str(good), "--spec", "netflix-nf"]) == 0
    assert "--cues SCRIPT" in capsys.readouterr().out


@pytest.mark.parametrize("data", [b"{", b"[]", b'[{"placements": []}, {"placements": []}]', b"[1]"])
def test_a_plan_that_is_none_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(data)
    with pytest.raises(ManuscriptError):
        cues_in(path)
    with pytest.raises(ManuscriptError):
        cues_in(tmp_path / "none.json")
