"""What people decide about lines: other words, recordings, directions, and approved takes that nothing takes away."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from flows.cli import main
from pipeline.errors import DeliveryError, LinesFailedError, ManifestError, RefusedError
from pipeline.production import LOCKED, ProductionState, lay_out
from pipeline.production.housekeeping import remove
from pipeline.records import Take
from tests.factories import write_production
from tests.pipeline.production.test_production import TEXT, make, plan, production_parts, rewrite

LATE = "It was late."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_production(tmp_path, "short", TEXT)


def state_of(path: Path) -> ProductionState:
    job, store, _ = production_parts(path)
    return lay_out(job, store).state


def index_of(path: Path, text: str = LATE) -> int:
    return next(index for index, line in enumerate(state_of(path).lines) if line.text == text)


def take_of(path: Path, text: str = LATE) -> Take:
    take = state_of(path).take(index_of(path, text))
    assert isinstance(take, Take)
    return take


def pickup(path: Path, text: str = LATE, **says: Any) -> None:
    path.with_name("pickups.yaml").write_text(f"pickups: [{json.dumps({'text': text, 'reason': 'why', **says})}]\n")


def approve(path: Path, take: str, text: str = LATE) -> Path:
    file = path.with_name("approvals.yaml")
    file.write_text(f"# heard by A.\napprovals:\n  - {{text: {text}, take: '{take}', by: A. Editor}} # good\n")
    return file


def record(
    path: Path, *, level: float = 0.05, rate: int = 44_100, seconds: float = 1.5, name: str = "own.flac"
) -> Path:
    time_s = np.arange(int(seconds * rate)) / rate
    sound = level * np.sin(2 * np.pi * 220 * time_s) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * time_s))
    file = path.parent / name
    soundfile.write(file, np.stack([sound, sound], 1), rate)
    return file


def codes(path: Path) -> list[str]:
    return [finding.code for finding in state_of(path).findings]


def test_other_words_are_spoken_by_the_same_rules(path: Path) -> None:
    make(path)
    pickup(path, say="It was 12 o'clock.")
    state = state_of(path)
    line = state.lines[index_of(path)]
    assert line.text == LATE
    assert line.spoken == "It was twelve o'clock."
    assert [stale.reason.partition(",")[0] for stale in plan(path).takes] == ["its spoken form has changed"]
    assert make(path, LOCKED).made == 1


def test_a_recording_takes_the_line_s_place_at_the_voice_s_rate(path: Path) -> None:
    make(path)
    record(path)
    pickup(path, file="own.flac")
    assert [stale.reason for stale in plan(path).takes] == ["a person has recorded it"]
    made = make(path, LOCKED)
    assert made.made == 1
    take = take_of(path)
    assert take.sample_rate_hz == 24_000
    assert take.facts["recording"] == "own.flac"
    assert abs(take.duration_ms - 1500) < 100
    assert 0.05 < take.peak < 0.5
    assert plan(path).fresh


def test_another_recording_under_the_same_name_is_another_take(path: Path) -> None:
    record(path)
    pickup(path, file="own.flac")
    make(path)
    before = take_of(path)
    record(path, seconds=2.5)
    assert len(plan(path).takes) == 1
    make(path)
    assert take_of(path).digest != before.digest


def test_a_recording_that_cannot_be_used_is_told_on_its_line(path: Path) -> None:
    (path.parent / "own.flac").write_bytes(b"no sound at all")
    pickup(path, file="own.flac")
    with pytest.raises(LinesFailedError, match="own.flac cannot be used"):
        make(path)
    assert '"q-003"' in (path.parents[3] / "out" / "short" / "report.json").read_text()


def test_a_recording_that_is_not_there_holds_the_book_back(path: Path) -> None:
    pickup(path, file="own.flac")
    assert codes(path) == ["q-003"]
    with pytest.raises(DeliveryError, match="own.flac cannot be read"):
        make(path)


def test_a_direction_that_the_engine_does_not_take_is_told(path: Path) -> None:
    pickup(path, attempt=1, direction="tired")
    assert codes(path) == ["q-008"]
    assert make(path).made > 0


def test_an_approved_take_survives_another_seed_and_another_engine(path: Path) -> None:
    make(path)
    before = take_of(path)
    approve(path, before.digest)
    assert not codes(path)
    assert plan(path).fresh
    voice = path.parents[3] / "manifests" / "voices" / "narrator.yaml"
    rewrite(voice, "seed: 7", "seed: 8\nsettings: {ms_per_character: 70}")
    assert codes(path) == ["q-004"]
    make(path, LOCKED)
    assert take_of(path).digest == before.digest
    assert take_of(path, "Nobody came.").duration_ms == 70 * len("Nobody came.")


def test_an_approved_take_outlives_a_sweep_after_its_voice_has_changed(path: Path, tmp_path: Path) -> None:
    make(path)
    before = take_of(path)
    approve(path, before.digest)
    voice = tmp_path / "manifests" / "voices" / "narrator.yaml"
    rewrite(voice, "seed: 7", "seed: 8")
    make(path, LOCKED)
    _, store, repo = production_parts(path)
    remove(store, repo.sweep(tmp_path / "manifests"))
    assert take_of(path).digest == before.digest
    assert plan(path).fresh


def test_a_changed_text_is_a_new_line(path: Path) -> None:
    make(path)
    approve(path, take_of(path).digest)
    rewrite(path.parent / "short.txt", LATE, "It was very late.")
    assert "q-005" in [finding.code for finding in plan(path).findings]
    assert [stale.reason for stale in plan(path).takes] == ["new text"]


def test_an_approved_take_that_is_lost_is_told_loudly(path: Path) -> None:
    make(path)
    approve(path, "0" * 64)
    assert codes(path) == ["q-007"]
    with pytest.raises(DeliveryError, match="q-007"):
        make(path)


def test_only_accept_takes_it_away_and_the_manifest_keeps_its_comments(path: Path) -> None:
    make(path)
    before = take_of(path)
    file = approve(path, before.digest)
    rewrite(path.parents[3] / "manifests" / "voices" / "narrator.yaml", "seed: 7", "seed: 8")
    _, _, repo = production_parts(path)
    slate = state_of(path).lines[index_of(path)].slate
    assert len(repo.plan(path, accept=["all"]).takes) == len(repo.plan(path).takes) + 1
    with pytest.raises(RefusedError, match=r"no take of that line is approved"):
        repo.accept(path, ["c001.l0001"])
    repo.accept(path, [slate])
    assert file.read_text().startswith("# heard by A.\n")
    make(path, LOCKED)
    assert take_of(path).seed != before.seed


def test_the_command_line_takes_slates_and_fields(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(path)
    approve(path, take_of(path).digest)
    rewrite(path.parents[3] / "manifests" / "voices" / "narrator.yaml", "seed: 7", "seed: 8")
    assert main(["produce", str(path), "--accept", "voices", "--accept", "all", "--json"]) == 0
    assert "approvals" not in path.with_name("approvals.yaml").read_text().replace("approvals: []", "")
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["produce", str(path), "--accept", "everything"])
    assert "is none of manuscript" in capsys.readouterr().err


def test_an_approval_by_address_alone_does_not_move_to_another_line(path: Path) -> None:
    make(path)
    index = index_of(path)
    slate, take = state_of(path).lines[index].slate, take_of(path)
    path.with_name("approvals.yaml").write_text(
        f"approvals: [{{slate: {slate}, take: '{take.digest}', by: A. Editor}}]\n"
    )
    assert not codes(path)
    manuscript = path.with_name("short.txt")
    manuscript.write_text(manuscript.read_text().replace(LATE, f"Nobody spoke. {LATE}"))
    state = state_of(path)
    assert state.lines[index].text == "Nobody spoke."
    assert codes(path) == ["q-005"]
    assert not state.requests[index].approved  # type: ignore[union-attr]


def test_what_is_no_file_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path.with_name("pipe.wav"))
    path.with_name("folder").mkdir()
    for name in ("pipe.wav", "folder"):
        pickup(path, file=name)
        (finding,) = state_of(path).findings
        assert finding.code == "q-003"
        assert "is no file" in finding.found


def test_a_recording_far_beyond_full_scale_is_refused(path: Path) -> None:
    soundfile.write(path.with_name("own.wav"), np.array([0.1] * 9_000 + [1e30] + [0.1] * 9_000), 24_000, "DOUBLE")
    pickup(path, file="own.wav")
    with pytest.raises(LinesFailedError, match="full scale: it is damaged"):
        make(path)


def test_a_plan_tells_what_became_of_approvals(path: Path) -> None:
    make(path)
    approve(path, "0f" * 32)
    assert [finding.code for finding in plan(path).findings] == ["q-007"]


def test_the_machine_s_attempts_are_never_a_person_s(path: Path) -> None:
    pickup(path, attempt=1000)
    with pytest.raises(ManifestError, match="attempt"):
        state_of(path)
