"""Sandbox for native decoders of untrusted bytes: a child process with limits on CPU, wall clock, memory and files.

    parent                                        child (this module as a program)
    confined(call, data) ---- bytes ---stdin--->  limits, then call(data)
                         <--- bytes ---stdout---  or a sentence on stderr and an exit code

A decoder that aborts, loops or allocates without end ends its child process, and the parent raises a ValueError with
one sentence. The child cannot write files and inherits neither handles nor secrets. A kernel alarm ends it after its
time limit even in native code, whatever becomes of the parent.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

SECONDS = 20.0  # of CPU; a cover takes 0.2 to 2 s
WAITS = 3  # times as much wall clock, for the machine may be busy
MEMORY_MB = 1_500  # of address space: Python with FFmpeg's libraries 130, a picture of 100 megapixels 400
MOST_OUT = 64 << 20  # bytes of an answer
_REFUSED, _NO_MEMORY = 65, 66
# Environment variables that are passed on: what a decoder needs to find libraries and fonts, no credentials.
_PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONDONTWRITEBYTECODE",
    "VIRTUAL_ENV",
    "XDG_DATA_HOME",
)


def confined(
    call: Callable[[bytes], bytes],
    data: bytes,
    *,
    seconds: float = SECONDS,
    memory_mb: int = MEMORY_MB,
    most_out: int = MOST_OUT,
) -> bytes:
    """Returns `call(data)`, run in a process of its own; `call` is a function of a module.

    Raises:
        ValueError: `call` raised one (its message), or its process took too long, too much memory, or crashed.
    """
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    # One thread each: thread pools of numeric libraries reserve address space per core.
    environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    command = [
        sys.executable,
        "-m",
        "pipeline.untrusted.sandbox",
        f"{call.__module__}:{call.__qualname__}",
        str(seconds),
        str(memory_mb),
        str(most_out),
    ]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=Path(__file__).parent.parent.parent,
        start_new_session=True,
    )
    try:
        answer, errors = process.communicate(data, timeout=WAITS * seconds + 5)  # the child's own alarm rings first
    except subprocess.TimeoutExpired:
        raise ValueError(_too_long(seconds)) from None
    finally:
        process.kill()
        process.wait()
    if process.returncode:
        last = errors[-2000:].decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise ValueError(_why(process.returncode, last, seconds, memory_mb))
    return answer


def _why(code: int, message: str, seconds: float, memory_mb: int) -> str:
    import signal

    if code == _REFUSED:
        return message
    if code == _NO_MEMORY or "memory allocation" in message:
        return f"it wants more than {memory_mb:,} MB of memory, which no honest file does"
    if code in (-signal.SIGALRM, -signal.SIGXCPU):
        return _too_long(seconds)
    name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return f"its decoder crashed ({name}{': ' + message[:200] if message and code > 0 else ''})"


def _too_long(seconds: float) -> str:
    return f"it took more than {seconds:.0f} s and was given up"


# ---------------------------------------------------------------- the child's side


@contextmanager
def no_files() -> Iterator[None]:
    """Within this context the process cannot open files: for code that follows references in untrusted input."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def main() -> None:
    name, seconds, memory_mb, most_out = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    _limit(seconds, memory_mb)
    data = sys.stdin.buffer.read()
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answer
    module, _, function = name.partition(":")
    try:
        out: bytes = getattr(import_module(module), function)(data)
        if len(out) > most_out:
            raise ValueError(f"it becomes {len(out) >> 20} MB, {most_out >> 20} are allowed")
    except ValueError as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        sys.exit(_REFUSED)
    except MemoryError:
        sys.exit(_NO_MEMORY)
    answer.write(out)
    answer.close()


def _limit(seconds: float, memory_mb: int) -> None:
    import resource
    import signal

    die_with_parent()
    signal.setitimer(signal.ITIMER_REAL, WAITS * seconds)  # no Python handler: the kernel itself ends the process
    # The soft limit is one second below the hard one, so that the process ends by a signal that says why.
    cpu = max(1, round(seconds))
    for which, soft, hard in (
        ("RLIMIT_CPU", cpu, cpu + 1),
        ("RLIMIT_AS", memory_mb << 20, memory_mb << 20),
        ("RLIMIT_FSIZE", 0, 0),
        ("RLIMIT_CORE", 0, 0),
    ):
        limit = getattr(resource, which)
        own = resource.getrlimit(limit)[1]
        most = hard if own == resource.RLIM_INFINITY else min(hard, own)
        try:
            resource.setrlimit(limit, (min(soft, most), most))
        except (OSError, ValueError):  # macOS does not enforce a limit of address space
            continue


def die_with_parent() -> None:
    """Asks the kernel to kill this process when the thread that started it ends, even in native code (Linux only)."""
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


if __name__ == "__main__":
    main()
