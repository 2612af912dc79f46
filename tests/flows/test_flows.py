"""Books through a real Prefect server and worker: deployed, nightly, killed, on other runners."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from flows.server import ROOT, worker
from tests.factories import write_production

pytestmark = pytest.mark.flow

TEXT = "CHAPTER I\n\nIt was a bright cold day. The clocks were striking.\n\nCHAPTER II\n\nNobody came.\n"


def python(env: dict[str, str], code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )


def ask(env: dict[str, str], what: str, **body: Any) -> Any:
    request = urllib.request.Request(
        f"{env['PREFECT_API_URL']}/{what}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def wait_for(what: str, check: Any, seconds: float = 90) -> Any:
    """Polls until `check` answers; a deployed run passes through three processes, none of which can be joined."""
    deadline = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < deadline, f"{what} did not come in {seconds} s"
        time.sleep(0.5)
    return found


def produced(env: dict[str, str], path: Path, **options: Any) -> dict[str, Any]:
    code = (
        "import json, sys; from flows.audiobook import produce_book; "
        "print(json.dumps(produce_book(sys.argv[1], **json.loads(sys.argv[2]))))"
    )
    said: dict[str, Any] = json.loads(python(env, code, str(path), json.dumps(options)).stdout.splitlines()[-1])
    return said


def test_the_flow_makes_a_book_and_again_for_nothing(prefect: dict[str, str], tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT)
    first = produced(prefect, path)
    assert first["made"] > 0
    assert Path(first["deliverables"][0]["path"]).exists()
    assert produced(prefect, path)["made"] == 0
    runs = ask(prefect, "task_runs/filter", sort="EXPECTED_START_TIME_ASC")
    names = {run["name"].split(":")[0] for run in runs}
    assert {"takes", "master", "deliver"} <= names


def test_the_flow_works_without_a_server(tmp_path: Path, prefect_home: Path) -> None:
    path = write_production(tmp_path, "short", TEXT)
    env = os.environ | {
        "PREFECT_HOME": str(tmp_path / "home"),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }
    env.pop("PREFECT_API_URL", None)
    said = subprocess.run(
        [sys.executable, "-m", "flows.cli", "produce", str(path), "--prefect"],
        env=env,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    ).stdout
    assert ".m4b" in said
    # Its server of the while is gone with it: one of ours outlived the command for hours.
    wait_for("the server's end", lambda: not _with_environment("PREFECT_HOME", str(tmp_path / "home")), 20)


def test_a_server_of_the_while_ends_with_its_command_however_that_ends(tmp_path: Path) -> None:
    path = write_production(
        tmp_path,
        "long",
        "It goes on and on and on. " * 40 + "\n\n" + "Again, and again. " * 300,
        voice="engine: tone\nsettings: {ms_per_character: 20000}",
    )
    env = os.environ | {"PREFECT_HOME": str(tmp_path / "home")}
    env.pop("PREFECT_API_URL", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "produce", str(path), "--prefect"],
        env=env,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    wait_for("its engine", (tmp_path / "out" / "long" / "logs" / "worker-0.log").exists)
    process.send_signal(signal.SIGABRT)
    process.wait()
    wait_for("the server's end", lambda: not _with_environment("PREFECT_HOME", str(tmp_path / "home")), 20)


def test_a_deployed_run_and_the_schedule(prefect: dict[str, str], prefect_home: Path, tmp_path: Path) -> None:
    path = write_production(tmp_path, "short", TEXT)
    with worker(prefect, prefect_home / "logs"):
        subprocess.run(
            ["prefect", "deployment", "run", "audiobook/produce", "-p", f"production={path}", "--watch"],
            env=prefect,
            cwd=ROOT,
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
    assert list((tmp_path / "out" / "short").glob("*.m4b"))
    # An SQLAlchemy too new leaves everything looking well and never makes a scheduled run.
    scheduled = wait_for(
        "a scheduled run",
        lambda: [
            run
            for run in ask(prefect, "flow_runs/filter", flows={"name": {"any_": ["nightly"]}})
            if run["state_type"] == "SCHEDULED" and run["auto_scheduled"]
        ],
    )
    assert scheduled


def test_a_killed_flow_is_seen_as_crashed_and_leaves_no_engine_behind(
    prefect: dict[str, str], prefect_home: Path, tmp_path: Path
) -> None:
    # Half a gigabyte of hum: enough that the engine is at work when it is killed.
    path = write_production(
        tmp_path,
        "long",
        "It goes on and on and on. " * 40 + "\n\n" + "Again, and again. " * 300,
        voice="engine: tone\nsettings: {ms_per_character: 20000}",
    )
    with worker(prefect, prefect_home / "logs"):
        subprocess.run(
            ["prefect", "deployment", "run", "audiobook/produce", "-p", f"production={path}"],
            env=prefect,
            cwd=ROOT,
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
        marker = str(tmp_path)
        engine = wait_for("an engine", lambda: _processes("models.watchdog", marker))
        flow_run = _parent(engine[0])
        os.kill(flow_run, signal.SIGKILL)
        wait_for("the engine's end", lambda: not _processes("models.watchdog", marker), 20)
        run = wait_for(
            "the crash",
            lambda: [
                run
                for run in ask(prefect, "flow_runs/filter", sort="START_TIME_DESC")
                if run["parameters"].get("production") == str(path) and run["state_type"] == "CRASHED"
            ],
        )
        assert run


def _processes(command: str, marker: str) -> list[int]:
    """Engine processes whose log lies under `marker`."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if command in (entry / "cmdline").read_text() and marker in os.readlink(entry / "fd" / "2"):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def _with_environment(name: str, value: str) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if f"{name}={value}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


@pytest.mark.slow
@pytest.mark.parametrize("runner", ["processes", "dask", "ray"])
def test_other_task_runners(prefect: dict[str, str], tmp_path: Path, runner: str) -> None:
    if runner != "processes":
        pytest.importorskip(f"prefect_{runner}", reason=f"pip install 'voicepress[{runner}]'")
    path = write_production(tmp_path, "short", TEXT)
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "house.yaml").write_text(f"runner: {runner}\n")
    assert produced(prefect, path)["made"] > 0
