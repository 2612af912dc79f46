"""A Prefect server, a worker and the deployments of prefect.yaml on this machine: `make server`, and the tests.

Every command is printed as a reader can copy it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.quiet import SETTINGS

ROOT = Path(__file__).parent.parent
BOOK = "manifests/productions/pride-and-prejudice-opening/production.yaml"
STARTUP_S = 120  # 13 to 33 s were seen


def environment(home: Path, port: int) -> dict[str, str]:
    """What server, worker and client must agree upon. Loopback only; the database under `home`."""
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


def _start(command: list[str], env: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        # SIGINT reset: started from a script in the background it would be ignored, and Prefect's worker with it deaf.
        return subprocess.Popen(command, env=dict(env), cwd=ROOT, stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                                start_new_session=True,
                                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))


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
        RuntimeError: it was not healthy in time; its log says why.
    """
    process = _start(["prefect", "server", "start"], env, logs / "server.log")
    try:
        deadline = time.monotonic() + STARTUP_S
        while not _healthy(env["PREFECT_API_URL"]):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the Prefect server did not come up; see {logs / 'server.log'}")
            time.sleep(0.25)
        yield process
    finally:
        stop(process)


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def worker(env: Mapping[str, str], logs: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a process worker of the pool `studio` until the end of the block."""
    process = _start(["prefect", "worker", "start", "--pool", "studio", "--limit", "1"], env, logs / "worker.log")
    try:
        yield process
    finally:
        stop(process)


def run(command: list[str], env: Mapping[str, str], *, say: bool = True) -> None:
    """One command to its end, shown first."""
    if say:
        print(f"\n$ {' '.join(command)}", flush=True)
    subprocess.run(command, env=dict(env), cwd=ROOT, check=True)


def deploy(env: Mapping[str, str], *, say: bool = True) -> None:
    run(["prefect", "work-pool", "create", "studio", "--type", "process", "--overwrite"], env, say=say)
    run(["prefect", "--no-prompt", "deploy", "--all"], env, say=say)


def main() -> None:
    """`make server`: all of it, and the short book as a deployed run; until Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends both as Ctrl-C does
    home = ROOT / ".prefect"
    env = environment(home, 4200)
    exports = {name: value for name, value in env.items() if name.startswith(("PREFECT_", "DO_NOT"))}
    print("\n".join(f"export {name}={value}" for name, value in exports.items()))
    print("\n$ prefect server start", flush=True)
    with server(env, home / "logs"):
        deploy(env)
        print("\n$ prefect worker start --pool studio --limit 1", flush=True)
        with worker(env, home / "logs"):
            run(["prefect", "deployment", "run", "audiobook/produce", "-p", f"production={BOOK}", "--watch"], env)
            print("\nServer and worker stay up, see http://127.0.0.1:4200. In another terminal, with the exports "
                  f"above:\n\n$ prefect deployment run 'audiobook/produce' -p production={BOOK}\n"
                  "$ prefect deployment run 'nightly/batch'\n\nCtrl-C ends both.", flush=True)
            with suppress(KeyboardInterrupt):
                signal.pause()
            print("stopping")


if __name__ == "__main__":
    main()
