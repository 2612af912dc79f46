"""make bench-measure: time and memory of measuring a long file, beside other meters on the same file in the same run.

    python -m tests.bench_measure [--hours 10] [--file BOOK.m4b]

Without a file, hours of noise with the pauses of speech are written as 16-bit WAV. ffmpeg's ebur128, pyloudnorm and
pydub (which knows no loudness, only RMS) take part where they are installed; each runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile

RATE = 24_000
ALONE = {
    "voicepress": "from pipeline.audio import measure; m = measure(path); print(m.integrated_lufs, m.true_peak_dbtp)",
    "pyloudnorm": "import soundfile, pyloudnorm; s, r = soundfile.read(path); print(pyloudnorm.Meter(r).integrated_loudness(s))",
    "pydub": "import pydub; s = pydub.AudioSegment.from_file(path); print(s.dBFS)",
}


WHOLE = ("pyloudnorm", "pydub")


def write(path: Path, hours: float) -> None:
    """Noise with the level and the pauses of speech, a minute at a time."""
    rng = np.random.default_rng(1)
    with soundfile.SoundFile(path, "w", RATE, 1, "PCM_16") as file:
        for _ in range(round(hours * 60)):
            noise = rng.standard_normal(60 * RATE).astype(np.float32) * 0.05
            loud = np.repeat(rng.random(60 * 4) < 0.8, RATE // 4)  # quarters of a second
            file.write(noise * np.where(loud, 1.0, 0.003).astype(np.float32))


def run(command: list[str]) -> tuple[str, float, float]:
    """What a process says, its CPU seconds and its peak memory in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    assert process.stdout
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (said if status == 0 else f"failed: {said.strip().splitlines()[-1:]}"), cpu, used.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=10)
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="voicepress-measure-") as folder:
        path = options.file or Path(folder) / "long.wav"
        if not options.file:
            write(path, options.hours)
        seconds = float(json.loads(run([sys.executable, "-c", _LENGTH, str(path)])[0]))
        print(
            f"{path.name}: {seconds / 3600:.2f} h\n  {'meter':22s} {'CPU s':>8s} {'x real time':>12s} {'peak MB':>8s}  says"
        )
        for name, code in ALONE.items():
            if name in WHOLE and seconds > 2 * 3600:
                print(f"  {name:22s} holds the whole file in memory: ask with --hours 1")
                continue
            _row(name, seconds, *run([sys.executable, "-c", f"path = {str(path)!r}\n{code}"]))
        if ffmpeg := shutil.which("ffmpeg"):
            said, cpu, peak = run(
                [
                    ffmpeg,
                    "-nostdin",
                    "-hide_banner",
                    "-i",
                    str(path),
                    "-af",
                    "ebur128=peak=true:framelog=verbose",
                    "-f",
                    "null",
                    "-",
                ]
            )
            found = re.findall(r"I:\s+(-?[\d.]+) LUFS|Peak:\s+(-?[\d.]+) dBFS", said)
            _row("ffmpeg ebur128=peak", seconds, " ".join(a or b for a, b in found[-2:]), cpu, peak)


_LENGTH = "import sys, av; f = av.open(sys.argv[1]); print(f.duration / 1e6)"


def _row(name: str, seconds: float, said: str, cpu: float, peak: float) -> None:
    print(f"  {name:22s} {cpu:8.1f} {seconds / max(cpu, 1e-9):12.0f} {peak:8.0f}  {said.strip()[:60]}", flush=True)


if __name__ == "__main__":
    main()
