"""Our networks against recorded runs: tiny goldens here, the original's fixtures where VOICEPRESS_PARITY names them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="GPT-SoVITS needs PyTorch: pip install 'voicepress[gpt-sovits]'")

from models.gpt_sovits.parity import checks as parity  # noqa: E402
from models.gpt_sovits.parity.stages import compared, equal  # noqa: E402
from models.gpt_sovits.parity.weights import checksum, rebuild  # noqa: E402
from pipeline.errors import VoicepressError  # noqa: E402

GOLDENS = sorted((Path(__file__).parent / "goldens").glob("*.pt"))
GPT = next(path for path in GOLDENS if path.stem == "gpt")
SOVITS = next(path for path in GOLDENS if path.stem == "sovits_v2ProPlus")
ORIGINALS = sorted(Path(os.environ.get("VOICEPRESS_PARITY", "/nowhere")).glob("*.pt"))


@pytest.mark.parametrize("path", GOLDENS + ORIGINALS, ids=lambda path: path.stem)
def test_every_stage_is_within_its_bound(path: Path) -> None:
    torch.set_num_threads(1)
    stages = list(parity.check(path))
    assert len(stages) > 2
    assert not [str(stage) for stage in stages if not stage.passed]


def test_a_changed_network_fails(tmp_path: Path) -> None:
    """The check can fail: one weight of a late layer, a thousandth off, shows in the stages behind it."""
    fixture = torch.load(SOVITS, weights_only=True)
    fixture["scaled"] = [("flow.flows.2.post.weight", 0, 1, 1.001)]
    state = rebuild(fixture["tensors"], fixture["seed"], fixture["gain"], fixture["scaled"])
    fixture["checksum"] = checksum(state)
    torch.save(fixture, tmp_path / "changed.pt")
    failed = {stage.name.split()[-1] for stage in parity.check(tmp_path / "changed.pt") if not stage.passed}
    assert "flow" in failed
    assert "encoder2" not in failed


def test_the_weights_of_a_fixture_are_told_when_they_differ(tmp_path: Path) -> None:
    fixture = torch.load(SOVITS, weights_only=True)
    torch.save({**fixture, "seed": 1}, tmp_path / "other.pt")
    assert not next(iter(parity.check(tmp_path / "other.pt"))).passed


def test_a_fixture_of_another_kind_fails_and_the_others_are_still_held(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fixture = torch.load(GPT, weights_only=True)
    torch.save({**fixture, "kind": "s9"}, tmp_path / "other.pt")
    monkeypatch.setattr(sys, "argv", ["parity", str(tmp_path / "other.pt"), str(GPT)])
    assert parity.main() == 1
    printed = capsys.readouterr().out
    assert "FAIL" in printed
    assert "fixtures of kind 's9' are not known; ['s1', 's2', 's2cfm', 'sv'" in printed
    assert "pass  line 1 alone: tokens" in printed


def test_not_a_number_fails() -> None:
    assert not compared("x", torch.tensor([float("nan")]), torch.tensor([1.0]), 1e-4).passed
    assert not compared("x", torch.zeros(2), torch.zeros(3), 1e-4).passed
    assert not equal("x", torch.tensor([1, 2]), torch.tensor([1, 3])).passed


def test_the_command_prints_a_line_a_stage_and_tells_by_its_status(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["parity", str(GPT)])
    assert parity.main() == 0
    printed = capsys.readouterr().out
    assert "pass  line 0 alone: tokens" in printed
    assert printed.rstrip().endswith("stages pass")


def test_what_is_no_fixture_is_a_line_and_the_others_are_held(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    torch.save({"kind": "s1", "seed": 1}, tmp_path / "half.pt")
    (tmp_path / "cut.pt").write_bytes(GPT.read_bytes()[:1000])
    torch.save(dict.fromkeys(parity.FIELDS, "vocoder"), tmp_path / "kind.pt")
    names = ["half.pt", "cut.pt", "kind.pt", "absent.pt"]
    monkeypatch.setattr(sys, "argv", ["parity", *(str(tmp_path / name) for name in names)])
    assert parity.main() == 1
    printed = capsys.readouterr().out
    for sentence in (
        "is no fixture: it lacks checksum, inputs, outputs, tensors",
        "cannot be read as a fixture (",
        "of kind 'vocoder' are not known; ['s1', 's2', 's2cfm', 'sv'",
        "absent.pt: cannot be read",
        "0 of 4 stages pass",
    ):
        assert sentence in printed


def test_a_case_without_stages_is_held_by_its_waveform_and_what_else_is_missing_is_named(tmp_path: Path) -> None:
    golden = next(path for path in GOLDENS if torch.load(path, weights_only=True)["kind"] == "s2")
    fixture = torch.load(golden, weights_only=True)
    case = fixture["outputs"]["cases"][0]
    kept = {key: value for key, value in case.items() if key != "stages"}
    outputs = {**fixture["outputs"], "cases": [kept, {**case, "stages": {"dec_up9": []}}]}
    torch.save({**fixture, "outputs": outputs}, tmp_path / "bare.pt")
    stages = list(parity.check(tmp_path / "bare.pt"))
    assert [stage.passed for stage in stages if "waveform" in stage.name] == [True, True]
    assert [stage.name.split()[-1] for stage in stages if not stage.passed] == ["dec_up9"]
    outputs = {key: value for key, value in fixture["outputs"].items() if key != "mel128"}
    torch.save({**fixture, "outputs": outputs}, tmp_path / "less.pt")
    with pytest.raises(VoicepressError, match="incomplete fixture: it lacks 'mel128'"):
        list(parity.check(tmp_path / "less.pt"))
