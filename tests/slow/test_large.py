"""A synthetic book of 12,000 lines in 300 chapters, rehearsed end to end."""

import json
import os
import subprocess
import sys
from pathlib import Path

import av
import pytest

from tests.factories import write_production

LINES, CHAPTERS = 12_000, 300


def book() -> str:
    each = LINES // CHAPTERS - 1  # the heading is a line too
    return "\n\n".join(
        f"CHAPTER {c + 1}\n\n" + " ".join(f"Line {n} of chapter {c + 1} is said." for n in range(each))
        for c in range(CHAPTERS)
    )


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_the_rehearsal_of_a_large_book(tmp_path: Path) -> None:
    path = write_production(tmp_path, "large", book())
    command = [sys.executable, "-m", "flows.cli", "rehearse", str(path), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    made = json.loads(process.stdout.read())
    # Of this process and those that it waited for: RUSAGE_CHILDREN has the largest of all that other tests started, too.
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    assert made["lines"] == LINES
    assert made["made"] > 11_000
    with av.open(made["deliverables"][0]["path"]) as file:
        assert len(file.chapters()) == CHAPTERS
        assert abs(file.duration / 1000 - made["deliverables"][0]["duration_ms"]) < 50
    assert used.ru_maxrss / 1024 < 600  # megabytes
