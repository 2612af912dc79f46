"""A synthetic book of 12,000 lines in 300 chapters, rehearsed end to end."""

import json
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


# It tells its own peak: what wait4 gives begins with the size of the process that forked, PyTorch and all.
REHEARSAL = """
import sys
from pathlib import Path
from flows.cli import main
code = main(["rehearse", sys.argv[1], "--json"])
sys.stderr.write(Path("/proc/self/status").read_text())
sys.exit(code)
"""


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_the_rehearsal_of_a_large_book(tmp_path: Path) -> None:
    path = write_production(tmp_path, "large", book())
    process = subprocess.run([sys.executable, "-c", REHEARSAL, str(path)], capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    made = json.loads(process.stdout)
    peak_kb = int(process.stderr.split("VmHWM:")[1].split()[0])
    assert made["lines"] == LINES
    assert made["made"] > 11_000
    with av.open(made["deliverables"][0]["path"]) as file:
        assert len(file.chapters()) == CHAPTERS
        assert abs(file.duration / 1000 - made["deliverables"][0]["duration_ms"]) < 50
    assert peak_kb / 1024 < 600  # megabytes
