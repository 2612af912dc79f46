"""Isolation of a night's productions in child processes: when one is killed, the night goes on with the next.

    the night (a thread for each book at a time)     its child (flows/book_worker.py)
    make(request) -> pickled --------pipe----------> a flow run of flows.audiobook, a child of the night's
                  <--- what became of it --pipe-----

A process serves one production after another, so that Prefect is imported once. When the night ends, for whatever
reason, the child reads the end of its pipe and exits at once.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from pipeline.errors import MachineError

ENDS_WITHIN_S = 30.0  # after its last production: Prefect has sent its last events by then


class BookProcessEnded(MachineError):
    """The child process ended before it answered; what it had made of the production is kept."""


class BookProcess:
    """Starts its process with the first production, and a new one after a process that has ended."""

    def __init__(self, env: dict[str, str] | None = None):
        self._env = env or {}
        self._process: subprocess.Popen[bytes] | None = None
        self._asks: Connection | None = None
        self._answers: Connection | None = None

    def make(self, request: bytes) -> Any:
        """What `flows.nightly.book_of_the_night` answers to a request that it can unpickle.

        Raises:
            BookProcessEnded: the process was killed, aborted, or could not begin.
        """
        if self._process is None or self._process.poll() is not None:
            self._start()
        assert self._process
        assert self._asks
        assert self._answers
        try:
            self._asks.send_bytes(request)
            return self._answers.recv()
        except (EOFError, OSError):
            code = self._process.wait()
            self.close()
            raise BookProcessEnded(f"the process that made it ended before it was done: {_how(code)}") from None

    def _start(self) -> None:
        self.close()
        theirs_in, asks = os.pipe()
        answers, theirs_out = os.pipe()
        paths = os.pathsep.join(filter(None, sys.path))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flows.book_worker", str(theirs_in), str(theirs_out)],
            stdin=subprocess.DEVNULL,
            pass_fds=(theirs_in, theirs_out),
            env=os.environ | {"PYTHONPATH": paths} | self._env,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._asks, self._answers = Connection(asks, readable=False), Connection(answers, writable=False)

    def close(self) -> None:
        """Closes the pipe and waits for the process to end; kills it after ENDS_WITHIN_S."""
        for end in (self._asks, self._answers):
            if end:
                end.close()
        self._asks = self._answers = None
        if self._process:
            try:
                self._process.wait(ENDS_WITHIN_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = None


def _how(code: int) -> str:
    if code >= 0:
        return f"it left with code {code}"
    with suppress(ValueError):
        return f"it was ended by {signal.Signals(-code).name}"
    return f"it was ended by signal {-code}"
