"""The power is cut in mid-night, with the server that README names: the next night is not kept out, and dead runs end."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from flows.server import ROOT, environment
from tests.factories import write_production
from tests.flows.conftest import free_port
from tests.flows.test_flows import TEXT, _with_environment, ask, wait_for

SLOW = "engine: tone\nsettings: {ms_per_character: 20000}"


@contextmanager
def served(repo: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`voicepress server`, from when it says that it is up."""
    log = repo / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "server", str(repo), "--port", str(port)],
            cwd=ROOT,
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
        )
        try:
            wait_for("the server", lambda: b"up: http" in log.read_bytes() or process.poll() is not None, 180)
            assert process.poll() is None, log.read_text("utf-8")
            yield process
        finally:
            process.terminate()
            process.wait(60)


def cut_the_power(repo: Path) -> None:
    """Kills whatever was started for this server, all at once; until there is nothing left to kill."""
    while left := _with_environment("PREFECT_HOME", str(repo / ".prefect")):
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_after_a_power_cut_the_next_night_begins_and_the_dead_one_has_ended(tmp_path: Path) -> None:
    # Half a gigabyte of hum: enough that it is at work when the power is cut.
    path = write_production(
        tmp_path, "long", "It goes on and on and on. " * 40 + "\n\n" + "Again, and again. " * 300, voice=SLOW
    )
    port = free_port()
    env = environment(tmp_path / ".prefect", port)
    night = ["prefect", "deployment", "run", "nightly/batch", "-p", f"folder={path.parents[1]}"]
    with served(tmp_path, port) as server:
        subprocess.run(night, env=env, cwd=ROOT, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        wait_for("an engine", (tmp_path / "out" / "long" / "logs" / "worker-0.log").exists)
        server.kill()
        cut_the_power(tmp_path)
    path.with_name("long.txt").write_text(TEXT)
    (path.parents[2] / "voices" / "narrator.yaml").write_text(
        (path.parents[2] / "voices" / "narrator.yaml").read_text().replace("20000", "60")
    )
    with served(tmp_path, port):
        runs = ask(env, "flow_runs/filter", flow_runs={"state": {"type": {"any_": ["CRASHED"]}}})
        assert {run["name"].split(" ", 1)[1] for run in runs} == {"night over productions", "long"}
        assert not ask(env, "flow_runs/filter", flow_runs={"state": {"type": {"any_": ["RUNNING", "PENDING"]}}})
        for _ in range(2):
            said = subprocess.run(
                [*night, "--watch"],
                env=env,
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
                stdin=subprocess.DEVNULL,
            )
            assert said.returncode == 0, said.stdout
        assert not ask(env, "flow_runs/filter", flow_runs={"state": {"type": {"any_": ["CANCELLED"]}}})
    assert list((tmp_path / "out" / "long").glob("*.m4b"))
    wait_for(
        "the end of server and worker", lambda: not _with_environment("PREFECT_HOME", str(tmp_path / ".prefect")), 30
    )


@pytest.mark.slow
def test_a_server_whose_command_is_killed_is_gone_with_it(tmp_path: Path) -> None:
    (tmp_path / "manifests").mkdir()
    with served(tmp_path, free_port()) as server:
        server.kill()
        wait_for(
            "the end of server and worker",
            lambda: not _with_environment("PREFECT_HOME", str(tmp_path / ".prefect")),
            30,
        )


@pytest.mark.slow
def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "manifests").mkdir()
    with socket.socket() as mine:
        mine.bind(("127.0.0.1", 0))
        mine.listen()
        said = subprocess.run(
            [sys.executable, "-m", "flows.cli", "server", str(tmp_path), "--port", str(mine.getsockname()[1])],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert said.returncode == 15
    assert "is taken" in said.stderr
