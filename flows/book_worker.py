"""Child process of a night: makes one production after another, as it is asked over a pipe (flows/book_process.py)."""

from __future__ import annotations

import os
import signal
import sys
import threading
from multiprocessing.connection import Connection
from queue import SimpleQueue

import cloudpickle

from flows.nightly import book_of_the_night


def main(asked: Connection, answers: Connection) -> None:
    """Makes productions until the pipe ends."""
    requests: SimpleQueue[bytes | None] = SimpleQueue()
    idle = threading.Event()
    idle.set()

    def listen() -> None:
        """Reads requests; at the end of the pipe a production under way is abandoned: its night is over."""
        try:
            while True:
                requests.put(asked.recv_bytes())
        except (EOFError, OSError):
            if not idle.is_set():
                os._exit(1)  # engine workers see the end of their own pipes
            requests.put(None)

    threading.Thread(target=listen, daemon=True).start()
    while (request := requests.get()) is not None:
        idle.clear()
        answer = book_of_the_night(**cloudpickle.loads(request))
        idle.set()
        answers.send(answer)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the night, and that ends this process
    main(Connection(int(sys.argv[1]), writable=False), Connection(int(sys.argv[2]), readable=False))
