"""A voice's versions from the command line: registered, named by productions, promoted, rolled back, retired."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
import wave
from dataclasses import replace
from pathlib import Path

import pytest

from flows.cli import main
from pipeline.registry.house import _house
from tests.factories import write_production

TEXT = "CHAPTER I\n\nIt was a bright cold day. The clocks were striking thirteen.\n"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A production whose voice is narrator@stable."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VOICEPRESS_CACHE", str(tmp_path / "machine"))
    path = write_production(tmp_path, "short", TEXT)
    named(path, "narrator@stable")
    return path


def named(path: Path, voice: str) -> None:
    lines = [f"voice: {voice}" if line.startswith("voice:") else line for line in path.read_text().splitlines()]
    path.write_text("\n".join(lines) + "\n")


def manifest(version: int, ms: int) -> Path:
    """The voice's manifest, with a pace of its own and the tone of a room."""
    path = Path("manifests/voices/narrator.yaml")
    path.write_text(
        f"# by hand\nengine: tone\nversion: {version}\nlanguages: [en]\nseed: 7\n"
        f"settings: {{ms_per_character: {ms}}}\nconsent: {{kind: own-voice, of: the test, uses: [audiobook]}}\n"
    )
    return path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, object]:
    got = main([*arguments, "--json"])
    said = capsys.readouterr()
    assert got == code, said.err
    told: dict[str, object] = json.loads(said.out)
    return told


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(list(arguments))
    return code, capsys.readouterr().err


def test_a_voice_is_registered_promoted_and_rolled_back(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest(1, 60)
    told = answer(capsys, "voice", "register", "manifests/voices/narrator", "--from", "nothing", "--by", "me")
    assert (told["version"], told["made_by"], told["made_from"]) == (1, "me", "nothing")
    written = Path("manifests/voices/narrator.yaml").read_text()
    assert main(["voice", "show", "narrator@1", "--yaml"]) == 0
    assert capsys.readouterr().out == written
    code, said = refused(capsys, "plan", str(path))
    assert code == 3
    assert "there is no narrator@stable" in said
    assert "voicepress voice promote narrator@1 stable" in said
    told = answer(capsys, "voice", "promote", "narrator@1", "stable")
    assert told["productions"] == {
        "manifests/productions/short/production.yaml": "not made yet; it will be spoken by version 1"
    }
    made = answer(capsys, "produce", str(path))
    assert made["made"] == 3
    lock = path.with_name("production.lock.yaml").read_text()
    assert "narrator@stable: version 1, tone 1, seed 7, " in lock
    # The manifest goes on, and the production stays with what is stable.
    manifest(2, 90)
    assert answer(capsys, "plan", str(path))["verdict"] == {"state": "passed", "reasons": []}
    answer(capsys, "voice", "register", "narrator")
    answer(capsys, "voice", "promote", "narrator@2", "stable", "--force", "no ears here")
    plan = answer(capsys, "plan", str(path))
    assert plan["changed"] == ["the voice 'narrator@stable' has changed (version 1 became version 2)"]
    code, said = refused(capsys, "produce", str(path))
    assert code == 5
    assert "--accept voices" in said
    assert path.with_name("production.lock.yaml").read_text() == lock
    told = answer(capsys, "voice", "rollback", "narrator", "--reason", "too slow")
    assert told["version"] == 1
    assert told["productions"] == {
        "manifests/productions/short/production.yaml": "locked to version 1: nothing changes"
    }
    assert answer(capsys, "plan", str(path))["verdict"] == {"state": "passed", "reasons": []}
    assert answer(capsys, "produce", str(path))["made"] == 0
    history = answer(capsys, "voice", "show", "narrator")
    assert [(event["kind"], event["version"]) for event in history["events"]] == [  # type: ignore[attr-defined]
        ("registered", 1),
        ("promoted", 1),
        ("registered", 2),
        ("promoted", 2),
        ("rolled back", 1),
    ]


def test_names_by_version_and_by_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for version in (1, 2):
        manifest(version, 60 * version)
        answer(capsys, "voice", "register", "narrator")
    answer(capsys, "voice", "promote", "narrator@2", "stable")
    named(path, "narrator@1")
    first = answer(capsys, "plan", str(path))["audio_ms"]
    named(path, "narrator@2")
    second = answer(capsys, "plan", str(path))["audio_ms"]
    assert isinstance(first, int)
    assert isinstance(second, int)
    assert second > first
    manifest(3, 240)
    named(path, "narrator")  # the manifest in git, as if there were no registry
    third = answer(capsys, "plan", str(path))["audio_ms"]
    assert isinstance(third, int)
    assert third > second
    Path("manifests/voices/narrator.yaml").unlink()  # without one it is what is stable
    assert answer(capsys, "plan", str(path))["audio_ms"] == second


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("narrator@7", "there is no narrator@7: of 'narrator' the versions 1 are registered"),
        ("narrator@best", "there is no narrator@best; of 'narrator' there are the aliases: stable (1)"),
        ("narrator@0", "'narrator@0' is no name of a voice"),
        ("narrator@", "is no name of a voice"),
        ("@stable", "is no name of a voice"),
        ("../narrator@1", "is no name of a voice"),
        ("narator@1", "there is no voice 'narator', neither in"),
        ("narrator@1@2", "is no name of a voice"),
    ],
)
def test_names_of_nothing(path: Path, capsys: pytest.CaptureFixture[str], name: str, said: str) -> None:
    manifest(1, 60)
    answer(capsys, "voice", "register", "narrator")
    answer(capsys, "voice", "promote", "narrator@1", "stable")
    named(path, f'"{name}"')
    code, told = refused(capsys, "plan", str(path))
    assert code == 3
    assert said in told


def test_a_house_without_a_registry_gets_none_by_being_asked(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = refused(capsys, "plan", str(path))
    assert code == 3
    assert "'narrator' is not registered; register it with 'voicepress voice register" in said
    assert main(["voice", "show"]) == 0
    assert not Path("registry").exists()


def test_a_cast_names_two_versions_of_a_voice(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for version in (1, 2):
        manifest(version, 60 * version)
        answer(capsys, "voice", "register", "narrator")
    path.write_text(path.read_text().replace("voice: narrator@stable", "cast: cast.yaml"))
    path.with_name("cast.yaml").write_text("narrator: narrator@2\nrules:\n  - {voice: narrator@1, text: clocks}\n")
    assert answer(capsys, "produce", str(path))["made"] == 3
    lock = path.with_name("production.lock.yaml").read_text()
    assert "narrator@1: version 1, " in lock
    assert "narrator@2: version 2, " in lock


def test_another_machine_brings_the_files_of_a_registered_voice(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from flows.repo import Repo

    file = manifest(1, 60)
    with wave.open("room.wav", "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(24_000)
        sound.writeframes(random.Random(1).randbytes(2 * 120_000))
    file.write_text(f"{file.read_text()}room_tone: room.wav\n")
    answer(capsys, "voice", "register", "narrator")
    answer(capsys, "voice", "promote", "narrator@1", "stable")
    Path("room.wav").unlink()  # it lies in the store of weights
    repo = Repo.at(path)
    spec = repo.pool(repo.load(path))
    (here,) = spec._voices_here().values()
    elsewhere = replace(spec, house=(spec.house[0], spec.house[1].replace('"cache":""', '"cache":"second"')))
    (there,) = elsewhere._voices_here().values()
    assert Path(here.room_tone).read_bytes() == Path(there.room_tone).read_bytes()
    assert Path(here.room_tone).is_relative_to(path.parents[3] / "machine")
    assert Path(there.room_tone).is_relative_to(path.parents[3] / "second")


def test_what_is_retired_goes_on_where_it_is_locked(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for version in (1, 2):
        manifest(version, 60 * version)
        answer(capsys, "voice", "register", "narrator")
    named(path, "narrator@1")
    answer(capsys, "produce", str(path))
    other = write_production(Path.cwd(), "other", TEXT)
    named(other, "narrator@1")
    manifest(2, 120)
    answer(capsys, "voice", "retire", "narrator@1", "--reason", "its owner wishes it")
    assert answer(capsys, "produce", str(path))["made"] == 0
    code, said = refused(capsys, "produce", str(other))
    assert code == 8
    assert "narrator@1 was retired at" in said
    assert "its owner wishes it" in said
    assert str(answer(capsys, "plan", str(other))["refused"]).endswith("name another version, or an alias")


def test_a_consent_that_was_taken_back_does_not_live_on_in_the_registry(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = manifest(1, 60)
    answer(capsys, "voice", "register", "narrator")
    answer(capsys, "voice", "promote", "narrator@1", "stable")
    file.write_text(file.read_text().replace("[audiobook]", "[dubbing]"))
    code, said = refused(capsys, "produce", str(path))
    assert code == 6
    assert "covers dubbing, not audiobook" in said


def test_revoking_a_voice_silences_all_of_its_versions(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for version in (1, 2):
        manifest(version, 60 * version)
        answer(capsys, "voice", "register", "narrator")
    named(path, "narrator@1")
    assert answer(capsys, "plan", str(path))["refused"] == ""
    assert main(["voice", "revoke", "narrator", "--reason", "its owner wishes it"]) == 0
    capsys.readouterr()
    for name in ("narrator@1", "narrator@2", "narrator"):
        named(path, name)
        code, said = refused(capsys, "produce", str(path))
        assert code == 6, name
        assert "revoked" in said


def test_a_rehearsal_of_a_registered_voice_hums(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest(1, 60)
    assert main(["rehearse", str(path)]) == 0
    capsys.readouterr()


def test_plain_manifests_pay_nothing_for_the_registry(path: Path) -> None:
    named(path, "narrator")
    code = (
        "import sys; from flows.cli import main; "
        f"main(['plan', {str(path)!r}]); sys.exit('sqlalchemy' in sys.modules or 'sqlite3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL).returncode == 0
    assert not Path("registry").exists()


def test_a_rollback_takes_under_a_second(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for version in (1, 2):
        manifest(version, 60 * version)
        answer(capsys, "voice", "register", "narrator")
        answer(capsys, "voice", "promote", f"narrator@{version}", "stable", "--force", "no ears here")
    _house.cache_clear()
    began = time.monotonic()
    answer(capsys, "voice", "rollback", "narrator")
    assert time.monotonic() - began < 1


def test_a_sweep_keeps_what_a_lock_names_until_the_move_is_accepted(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An alias has moved on, nobody has accepted that, and a rollback comes back to what was spoken."""
    for version in (1, 2):
        manifest(version, 60 * version)
        answer(capsys, "voice", "register", "narrator")
    answer(capsys, "voice", "promote", "narrator@1", "stable")
    assert answer(capsys, "produce", str(path))["made"] == 3
    answer(capsys, "voice", "promote", "narrator@2", "stable", "--force", "no ears here")
    assert main(["sweep", "--yes", "manifests"]) == 0
    capsys.readouterr()
    answer(capsys, "voice", "rollback", "narrator")
    plan = answer(capsys, "plan", str(path))
    assert (plan["takes"], plan["masters"], plan["deliverables"]) == ([], [], [])
    answer(capsys, "voice", "promote", "narrator@2", "stable", "--force", "no ears here")
    assert answer(capsys, "produce", str(path), "--accept", "voices")["made"] == 3
    assert main(["sweep", "--yes", "manifests"]) == 0
    capsys.readouterr()
    answer(capsys, "voice", "rollback", "narrator")
    assert len(answer(capsys, "plan", str(path))["takes"]) == 3  # type: ignore[arg-type]


def test_a_plan_says_what_each_machine_has_to_fetch(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = manifest(1, 60)
    with wave.open("room.wav", "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(24_000)
        sound.writeframes(random.Random(1).randbytes(2 * 120_000))
    file.write_text(f"{file.read_text()}room_tone: room.wav\n")
    answer(capsys, "voice", "register", "narrator")
    answer(capsys, "voice", "promote", "narrator@1", "stable")
    size = Path("room.wav").stat().st_size
    first = answer(capsys, "plan", str(path))["loading"]
    second = answer(capsys, "plan", str(path))["loading"]
    assert first == [{"voice": "narrator@stable", "ms": 0, "bytes": size, "fetched_bytes": size}]
    assert second == [{"voice": "narrator@stable", "ms": 0, "bytes": size, "fetched_bytes": 0}]
    assert main(["plan", str(path)]) == 0
    assert "narrator@stable: 0.2 MB of files for each machine that speaks; this one has them" in capsys.readouterr().out
