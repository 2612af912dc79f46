"""A Prefect server, a worker and the deployments of prefect.yaml on this machine: `voicepress server`, and the tests.

The database lies beside the project, analytics are off, and concurrency leases lie on the disk, so that the slot of a
night is free again after a power cut. Server and worker end with their parent and are restarted when they end before.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.quiet import SETTINGS
from pipeline.errors import MachineError, RefusedError

ROOT = Path(__file__).parent.parent
STARTUP_S = 120  # 13 to 33 s were seen
POLLS_EVERY_S = 2.0  # its children
REAPS_EVERY_S = 60.0  # runs whose process is gone


SERVER = ["prefect", "server", "start"]
WORKER = ["prefect", "worker", "start", "--pool", "studio", "--limit", "1"]


def environment(home: Path, port: int) -> dict[str, str]:
    """Environment shared by server, worker and client. Loopback only; the database under `home`."""
    bin_folder = str(Path(sys.executable).parent)
    return os.environ | SETTINGS | {
        "PATH": f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}",
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(port),
        # A killed worker must not hold its slot for good across a restart of the server.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "PREFECT_CLI_PROMPT": "false",
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip


def exports(env: Mapping[str, str]) -> str:
    """Shell assignments with which another terminal reaches this server."""
    return " ".join(f"{name}={env[name]}" for name in ("PREFECT_API_URL", "PREFECT_HOME", "DO_NOT_TRACK"))


def _born() -> None:
    """Runs in the child before its program starts."""
    # In a child of a background script SIGINT is ignored, and Prefect's worker could not be stopped by it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(
            1, signal.SIGTERM
        )  # PR_SET_PDEATHSIG: the child ends with its parent, however that ends


def _start(command: list[str], env: Mapping[str, str], log: Path, folder: Path = ROOT) -> subprocess.Popen[bytes]:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            env=dict(env),
            cwd=folder,
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_born,
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    """SIGTERM to the session, then SIGKILL to whatever is left of it after 15 s."""
    for sign, patience_s in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
        try:
            os.killpg(process.pid, sign)
            process.wait(patience_s)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


@contextmanager
def server(env: Mapping[str, str], logs: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Runs `prefect server start` until the end of the block.

    Raises:
        MachineError: it was not healthy in time; its log says why.
    """
    process = _start(SERVER, env, logs / "server.log")
    try:
        _await_health(process, env, logs)
        yield process
    finally:
        stop(process)


def _await_health(process: subprocess.Popen[bytes], env: Mapping[str, str], logs: Path) -> None:
    deadline = time.monotonic() + STARTUP_S
    while not _healthy(env["PREFECT_API_URL"]):
        if process.poll() is not None or time.monotonic() > deadline:
            raise MachineError(f"the Prefect server did not come up; {logs / 'server.log'} says why")
        time.sleep(0.25)


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def worker(env: Mapping[str, str], logs: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a process worker of the work pool `studio` until the end of the block."""
    process = _start(WORKER, env, logs / "worker.log")
    try:
        yield process
    finally:
        stop(process)


def deploy(env: Mapping[str, str], folder: Path = ROOT) -> None:
    """Creates or updates the work pools and the deployments; runs resolve their productions from `folder`.

    Raises:
        MachineError: Prefect refused one; with what it said.
    """
    declared = folder / "prefect.yaml"
    for command in (
        ["prefect", "work-pool", "create", "studio", "--type", "process", "--overwrite"],
        # Trainings wait here for a worker of their own, one after the other: prefect worker start --pool training.
        ["prefect", "work-pool", "create", "training", "--type", "process", "--overwrite"],
        ["prefect", "work-pool", "set-concurrency-limit", "training", "1"],
        [
            "prefect",
            "--no-prompt",
            "deploy",
            "--all",
            "--prefect-file",
            str(declared if declared.exists() else ROOT / "prefect.yaml"),
        ],
    ):
        finished = subprocess.run(
            command,
            env=dict(env),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if finished.returncode:
            raise MachineError(
                f"'{' '.join(command)}' ended with code {finished.returncode}: {finished.stdout.strip()[-600:]}"
            )


def free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def serve(folder: Path, port: int, tell: Callable[[str], None] = print) -> None:
    """A server, a worker and the deployments, until KeyboardInterrupt.

    Runs that a power cut left Running are brought to their end first: they would keep later nights from beginning.

    Args:
        folder: of the productions; the database is kept in `.prefect` there.

    Raises:
        RefusedError: the port is taken.
        MachineError: the server does not come up, or refuses the deployments.
    """
    if not free(port):
        raise RefusedError(
            f"port {port} is taken, perhaps by a Prefect server that is up already; stop it, or name another "
            "with --port"
        )
    home = folder / ".prefect"
    logs = home / "logs"
    env = environment(home, port)
    os.environ.update(env)  # this process asks the server, too
    children: dict[str, subprocess.Popen[bytes]] = {}
    tell(f"starting a Prefect server; its log is {logs / 'server.log'}")
    try:
        children["server"] = _start(SERVER, env, logs / "server.log")
        _await_health(children["server"], env, logs)
        _end_dead(tell, no_worker=True)
        deploy(env, folder)
        children["worker"] = _start(WORKER, env, logs / "worker.log", folder)
        tell(
            f"up: http://127.0.0.1:{port}; deployed: audiobook/produce, nightly/batch. In another terminal:\n\n"
            f"export {exports(env)}\n\nCtrl-C ends it."
        )
        _watch(children, env, folder, tell)
    finally:
        for process in reversed(children.values()):
            stop(process)


def _watch(
    children: dict[str, subprocess.Popen[bytes]], env: Mapping[str, str], folder: Path, tell: Callable[[str], None]
) -> None:
    """Restarts children that end, and ends runs whose process is gone, until KeyboardInterrupt."""
    logs = folder / ".prefect" / "logs"
    reaped = time.monotonic()
    while True:
        time.sleep(POLLS_EVERY_S)
        for name, command in (("server", SERVER), ("worker", WORKER)):
            if (code := children[name].poll()) is not None:
                tell(f"the {name} ended with code {code} and is started again; {logs / name}.log says why")
                stop(children[name])  # what is left of its session
                children[name] = _start(command, env, logs / f"{name}.log", folder)
                if name == "server":
                    _await_health(children[name], env, logs)
        if time.monotonic() - reaped > REAPS_EVERY_S:
            _end_dead(tell)
            reaped = time.monotonic()


def _end_dead(tell: Callable[[str], None], *, no_worker: bool = False) -> None:
    import httpx
    from prefect import get_client

    from flows.runs import end_dead

    with suppress(httpx.HTTPError), get_client(sync_client=True) as client:  # asked again in a minute
        for run in end_dead(client, no_worker=no_worker):
            tell(f"{run.name} is Crashed: its process is gone; what it had made is kept, run it again to go on")
