"""A machine without memory is told as the machine's failure: one sentence, exit code 20, no traceback, nobody left."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import no_memory, short_of_memory
from tests.factories import write_production

OF_MEMORY = [
    MemoryError(),
    MemoryError("Unable to allocate 3 GiB"),
    OSError(errno.ENOMEM, "Cannot allocate memory"),
    ImportError("libx.so: failed to map segment from shared object"),
    RuntimeError("can't start new thread"),
    ImportError("libx.so: cannot allocate memory in static TLS block"),
]
OTHERS = [
    ImportError("No module named 'x'"),
    RuntimeError("boom"),
    OSError(errno.ENOENT, "No such file"),
    ValueError("x"),
]


@pytest.mark.parametrize("error", OF_MEMORY, ids=str)
def test_want_of_memory_is_known_under_its_names(error: Exception) -> None:
    assert short_of_memory(error)
    assert no_memory(error).exit_code == 20


@pytest.mark.parametrize("error", OTHERS, ids=str)
def test_other_errors_are_not_taken_for_it(error: Exception) -> None:
    assert not short_of_memory(error)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of address space are Linux's")
@pytest.mark.parametrize("kilobytes", [230_000, 320_000])
def test_a_book_under_a_limit_of_memory_ends_in_a_sentence(tmp_path: Path, kilobytes: int) -> None:
    path = write_production(tmp_path, "short", "CHAPTER I\n\nIt was late. Nobody came.\n")
    command = f"ulimit -v {kilobytes}; exec {sys.executable} -m flows.cli produce {path}"
    ended = subprocess.run(
        ["bash", "-c", command], cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=120
    )
    assert "Traceback" not in ended.stderr
    assert ended.returncode in (0, 20), ended.stderr
    if ended.returncode:
        assert "gives no more memory" in ended.stderr
