"""The parent-death watchdog, and the program that a worker process begins as: it ends when its parent does.

    python -m models.watchdog PARENT

A thread that waits for the end of stdin notices nothing while native code holds the interpreter, or while the worker's
own imports hang. The kernel does: PR_SET_PDEATHSIG (Linux) kills this process when the *thread* that started it ends,
so workers are started from one thread that lives as long as its process (`start_worker`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

from pipeline.untrusted.sandbox import die_with_parent

_LAUNCHERS: dict[int, ThreadPoolExecutor] = {}  # by process: a fork has none of its parent's threads


def start_worker(environment: Mapping[str, str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    """A worker's process, in a session of its own: an interrupt at the terminal is the parent's to handle."""
    launcher = _LAUNCHERS.setdefault(os.getpid(), ThreadPoolExecutor(1, thread_name_prefix="engines"))
    return launcher.submit(
        subprocess.Popen,
        [sys.executable, "-m", "models.watchdog", str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        start_new_session=True,
        env=environment,
        cwd=Path(__file__).parent.parent,
    ).result()


def main() -> None:
    die_with_parent()
    if sys.platform == "linux" and os.getppid() != int(sys.argv[1]):
        sys.exit(0)  # the parent went before the kernel was told
    from models.worker import main as run_worker  # only now: these imports may hang, too

    run_worker()


if __name__ == "__main__":
    main()
