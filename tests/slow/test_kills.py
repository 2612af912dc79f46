"""Killed at twenty random moments and started again each time, a production ends as if nothing had been."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.store import CacheEntry, Store, digest_of
from tests.factories import write_production
from tests.flows.test_flows import _processes

KILLS = 20


def book() -> str:
    rng = random.Random(5)
    words = "the a of and cold bright day clock wind door street old new long way hand light voice".split()
    chapters = []
    for number in range(12):
        lines = [
            " ".join(rng.choice(words) for _ in range(rng.randint(4, 18))).capitalize() + f" {number} {n}."
            for n in range(60)
        ]
        chapters.append(f"CHAPTER {number + 1}\n\n" + "\n\n".join(" ".join(lines[i : i + 4]) for i in range(0, 60, 4)))
    return "\n\n".join(chapters)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_twenty_kills(tmp_path: Path) -> None:
    path = write_production(tmp_path, "killed", book(), deliver="[m4b, mp3]", extra="spec: archive\n")
    whole = write_production(tmp_path / "whole", "killed", book(), deliver="[m4b, mp3]", extra="spec: archive\n")
    expected = run(whole)
    rng = random.Random(11)
    performed = 0
    for _ in range(KILLS):
        before = takes(tmp_path)
        process = start(path)
        try:
            process.wait(rng.uniform(0.3, 4.0))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        assert takes(tmp_path) >= before  # nothing finished is ever lost
    made = run(path)
    performed = len(takes(tmp_path))
    assert made["lines"] == expected["lines"]
    assert performed == len(takes(tmp_path / "whole"))
    assert abs(made["audio_ms"] - expected["audio_ms"]) <= 1
    assert run(path)["made"] == 0
    check_store(tmp_path)
    assert not _processes("models.watchdog", str(tmp_path))


def takes(repo: Path) -> set[str]:
    return {p.name for p in (repo / "store" / "slips" / "take").glob("*.json")}


def check_store(repo: Path) -> None:
    store = Store(repo / "store")
    assert not list((repo / "store" / "making").iterdir())
    assert not (repo / "store" / "aside").exists()
    assert not [p for p in repo.rglob(".*") if p.is_file() and p.name not in (".lock", ".published.json")]
    for digest in store.sizes():
        assert digest_of((store.objects / digest).read_bytes()) == digest
    for recipe, key in store.entries():
        assert isinstance(store.find(recipe, key), CacheEntry)


def command(path: Path) -> list[str]:
    return [sys.executable, "-m", "flows.cli", "produce", str(path), "--workers", "2", "--json"]


def start(path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command(path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run(path: Path) -> dict[str, int]:
    said = subprocess.run(command(path), capture_output=True, text=True, check=True).stdout
    answer: dict[str, int] = json.loads(said)
    return answer
