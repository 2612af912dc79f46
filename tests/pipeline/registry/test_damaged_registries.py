"""A registry's SQLite file that is damaged, empty, another program's, a later one's, read-only or another house's."""

import json
import os
import shutil
import sqlite3
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.cli import main
from pipeline.registry.house import _house
from tests.factories import write_production

LONG_AGO = 1_700_000_000


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VOICEPRESS_CACHE", str(tmp_path / "machine"))
    return made(tmp_path / "house", monkeypatch)


def made(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house with narrator@1, whose room lies in the store of weights, and a production of it."""
    path = write_production(root, "short", "CHAPTER I\n\nIt was cold.\n")
    path.write_text(path.read_text().replace("voice: narrator", "voice: narrator@stable"))
    voice = root / "manifests" / "voices" / "narrator.yaml"
    voice.write_text(f"{voice.read_text()}room_tone: room.wav\n")
    with wave.open(str(root / "room.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(24_000)
        sound.writeframes(bytes(range(1, 241)) * 1000)
    monkeypatch.chdir(root)
    assert main(["voice", "register", "narrator"]) == 0
    assert main(["voice", "promote", "narrator@1", "stable"]) == 0
    return root


def database(root: Path) -> Path:
    return root / "registry" / "voices.db"


def emptied(path: Path) -> None:
    path.write_bytes(b"")
    os.utime(path, (LONG_AGO, LONG_AGO))


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def another_programs(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE events (at TEXT)")


def later(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO voicepress_registry VALUES (2)")


FAULTS: dict[str, tuple[Callable[[Path], object], int, str]] = {
    "half of it": (lambda p: p.write_bytes(p.read_bytes()[: p.stat().st_size // 2]), 8, "is damaged, or no registry"),
    "its head": (lambda p: p.write_bytes(p.read_bytes()[:100]), 8, "is damaged, or no registry"),
    "nothing": (emptied, 8, "it is empty; where no voice was ever registered, delete it"),
    "noise": (lambda p: p.write_bytes(bytes(range(256)) * 99), 8, "file is not a database"),
    "a folder": (a_folder, 15, "is a folder; name a file"),
    "a later one": (later, 15, "was written by a later voicepress (schema 2, this one knows 1)"),
    "another program's": (another_programs, 15, "a table 'events' that is not the registry's"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_sentence_of_every_command(house: Path, capsys: pytest.CaptureFixture[str], fault: str) -> None:
    spoil, code, said = FAULTS[fault]
    spoil(database(house))
    _house.cache_clear()
    for command in (
        ["plan", "manifests/productions/short/production.yaml"],
        ["voice", "promote", "narrator@1", "canary"],
        ["voice", "show", "narrator"],
        ["voice", "show"],
    ):
        capsys.readouterr()
        assert main(command) == code, command
        told = capsys.readouterr().err
        assert said in told
        assert told.count("\n") == 1


def test_one_that_nobody_may_write_to_is_read_and_refuses_to_be_changed(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = database(house).parent
    unchangeable = [str(database(house)), str(folder)]
    if os.geteuid() == 0:  # whom no permission stops
        if not shutil.which("chattr") or subprocess.run(["chattr", "+i", *unchangeable], stderr=-3).returncode:
            pytest.skip("this file system knows no unchangeable files")
    else:
        database(house).chmod(0o444)
        folder.chmod(0o555)
    try:
        _house.cache_clear()
        assert main(["voice", "show", "narrator"]) == 0
        assert main(["plan", "manifests/productions/short/production.yaml"]) == 0
        capsys.readouterr()
        assert main(["voice", "promote", "narrator@1", "canary"]) == 22
        assert "is read-only for this user" in capsys.readouterr().err
    finally:
        if os.geteuid() == 0:
            subprocess.run(["chattr", "-i", *unchangeable], check=True)
        folder.chmod(0o755)


def test_a_history_that_was_copied_from_another_house(
    house: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its versions are read; what they are made of is not here, and is not taken from anywhere else."""
    other = tmp_path / "other"
    path = write_production(other, "short", "CHAPTER I\n\nIt was cold.\n")
    path.write_text(path.read_text().replace("voice: narrator", "voice: narrator@stable"))
    shutil.copytree(database(house).parent, database(other).parent, ignore=shutil.ignore_patterns("weights"))
    monkeypatch.setenv("VOICEPRESS_CACHE", str(tmp_path / "another-machine"))
    monkeypatch.chdir(other)
    _house.cache_clear()
    capsys.readouterr()
    assert main(["plan", str(path)]) != 0
    told = capsys.readouterr().err
    assert "room.wav (room_tone) cannot be fetched from" in told
    assert "register the voice again where its files are" in told
    assert main(["voice", "show", "narrator", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["aliases"] == {"stable": 1}
