"""make bench: what a book costs beyond its engine and its encoder; everything from one run, as ratios.

    python -m tests.bench [BOOK.epub ...] [--prefect]

Without a book, the short one of this repository is measured; the aims of the README are for a whole novel. Memory is
the sum of the proportional set sizes of all processes of a production, sampled once a second: asking the kernel takes
5 ms a process, and four times a second it was a twentieth of a core.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

from models.registry import listener_named
from pipeline.errors import DeliveryError, MissingExtraError
from pipeline.intake import read_manuscript
from pipeline.records import Missing
from pipeline.store import Store
from tests.bench_hearing import sounds_of, table

LINES = 40  # that each listener hears alone
ROOT = Path(__file__).parent.parent
SHORT = ROOT / "manifests/productions/pride-and-prejudice-opening/pride-and-prejudice-opening.epub"


class Memory(threading.Thread):
    """Peak of the proportional memory of a process and all that it started: in all, and of the largest process."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid, self.total_mb, self.each_mb, self.stop = pid, 0.0, 0.0, threading.Event()
        self.start()

    def run(self) -> None:
        while not self.stop.wait(1.0):
            sizes = [size for pid in _family(self.pid) if (size := _pss_mb(pid))]
            self.total_mb, self.each_mb = max(self.total_mb, sum(sizes)), max(self.each_mb, max(sizes, default=0))


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task").glob("*/children")
        return [pid, *(p for c in children for child in c.read_text().split() for p in _family(int(child)))]
    except OSError:
        return []


def _pss_mb(pid: int) -> float:
    with contextlib.suppress(OSError, IndexError):
        return int(Path(f"/proc/{pid}/smaps_rollup").read_text().split("Pss:")[1].split()[0]) / 1024
    return 0.0


def environment() -> dict[str, str]:
    """A user's: Python may keep what it compiles, which not doing costs every start 0.2 s."""
    here = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return here | {"PYTHONPATH": str(ROOT)}


def voicepress(repo: Path, *arguments: str, codes: tuple[int, ...] = (0,)) -> tuple[dict[str, Any], float, Memory]:
    """A command as a user gives it: its answer, wall seconds from process start to exit, memory.

    Args:
        codes: the exit codes with which it may end.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *arguments, "--json"],
        stdout=subprocess.PIPE,
        cwd=repo,
        env=environment() | {"PREFECT_HOME": str(repo / ".prefect"), "PREFECT_LOGGING_LEVEL": "ERROR"},
    )
    memory = Memory(process.pid)
    out, _ = process.communicate()
    memory.stop.set()
    if process.returncode not in codes:
        raise SystemExit(f"{' '.join(arguments)} ended with {process.returncode}: {out.decode()[-500:]}")
    return json.loads(out[out.index(b"{") :]), time.perf_counter() - start, memory


def house_with(book: Path, folder: Path) -> Path:
    shutil.copytree(ROOT / "manifests" / "voices", folder / "manifests" / "voices")
    production = folder / "manifests" / "productions" / "book" / "production.yaml"
    production.parent.mkdir(parents=True)
    shutil.copy(book, production.parent / book.name)
    production.write_text(f"manuscript: {book.name}\nvoice: heart\nspec: acx\ndeliver: [m4b]\ngate: off\n")
    return production


# ---------------------------------------------------------------- the two things that are allowed to take time


def _speak(prompts: list[tuple[str, int]]) -> float:
    from models.hibari import Hibari
    from pipeline.engine import Prompt

    hibari = Hibari({"voice": "heart", "speed": 1.0})
    hibari.perform([Prompt("Warm.", "en", 1)])
    start = time.perf_counter()
    for text, seed in prompts:
        hibari.perform([Prompt(text, "en", seed)])
    return time.perf_counter() - start


def _encode(chapters: list[tuple[str, str]]) -> float:
    """Bare FFmpeg AAC of decoded masters: nothing but the encoder."""
    import av

    from pipeline.audio import blocks

    seconds = 0.0
    for root, digest in chapters:
        pieces = list(blocks(Path(root) / "objects" / digest))
        codec = av.CodecContext.create("aac", "w")
        codec.sample_rate, codec.layout, codec.format, codec.bit_rate = 24_000, "mono", "fltp", 64_000
        codec.options = {"aac_coder": "fast"}
        start = time.perf_counter()
        samples = np.concatenate(pieces)
        for at in range(0, len(samples), 1024):
            frame = av.AudioFrame.from_ndarray(samples[None, at : at + 1024], format="fltp", layout="mono")
            frame.sample_rate = 24_000
            codec.encode(frame)
        codec.encode(None)
        seconds += time.perf_counter() - start
    return seconds


def in_processes(call: Any, items: list[Any], count: int) -> float:
    """Wall seconds of the slowest of `count` processes that share `items`, start-up and loading not counted."""
    shares = [items[n::count] for n in range(count)]
    with multiprocessing.get_context("spawn").Pool(count) as pool:
        return max(pool.map(call, shares, chunksize=1))


# ---------------------------------------------------------------- the table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("books", type=Path, nargs="*", default=[SHORT])
    parser.add_argument("--prefect", action="store_true", help="through the flow, ephemeral server and all")
    options = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory(prefix="voicepress-bench-") as temporary:
        for number, book in enumerate(options.books):
            measure(book.resolve(), Path(temporary) / str(number), cores, options.prefect)
        planning(Path(temporary) / "plan")


def measure(book: Path, repo: Path, cores: int, prefect: bool) -> None:
    production = house_with(book, repo)
    title = read_manuscript(book).title
    how = ["--prefect"] if prefect else []
    made, whole_s, memory = voicepress(repo, "produce", str(production), *how)
    audio_s = made["audio_ms"] / 1000
    store = Store(repo / "store")
    entries = [
        found
        for recipe, key in store.entries()
        if recipe == "take" and not isinstance(found := store.find(recipe, key), Missing)
    ]
    prompts = [(entry.inputs["spoken"], entry.inputs["seed"]) for entry in entries]
    masters = [
        (str(store.root), found.digest)
        for recipe, key in store.entries()
        if recipe == "master" and not isinstance(found := store.find(recipe, key), Missing)
    ]
    engine_s = in_processes(_speak, prompts, cores)
    encoder_s = in_processes(_encode, masters, cores)
    _, again_s, _ = voicepress(repo, "produce", str(production))
    heard_s = every_line_heard(repo, production) - again_s
    changed_s = one_changed_sentence(repo, production)
    print(
        f"\n{title}: {made['lines']:,} lines, {audio_s / 3600:.2f} h of audio, {cores} processes"
        f"{', through Prefect' if prefect else ''}"
    )
    row(
        "whole production / (engine + encoder)",
        whole_s / (engine_s + encoder_s),
        "",
        "1.15",
        f"{whole_s:.1f} s / ({engine_s:.1f} s + {encoder_s:.1f} s)",
    )
    row(
        "times real time",
        audio_s / whole_s,
        "x",
        "",
        f"engine alone {audio_s / engine_s:.0f}x, encoder alone {audio_s / encoder_s:.0f}x",
    )
    row("peak memory, all processes", memory.total_mb, "MB", "1200", f"largest process {memory.each_mb:.0f} MB")
    row("a second run with nothing to do", again_s, "s", "2.0", "start-up included")
    row("one changed sentence / full run", 100 * changed_s / whole_s, "%", "5", f"{changed_s:.1f} s")
    if heard_s > 0:
        hearing(prompts, whole_s, audio_s, heard_s, cores)


def every_line_heard(repo: Path, production: Path) -> float:
    """Seconds of a run that hears every line of a book that is made; 0 where Whisper is not installed."""
    try:
        listener_named("tiny.en").check_ready()
    except MissingExtraError:
        return 0.0
    written = production.read_text()
    production.write_text(written.replace("gate: off", "gate: strict"))
    # A line that the gate refuses costs the file, not the figure.
    _, seconds, _ = voicepress(repo, "produce", str(production), codes=(0, DeliveryError.exit_code))
    production.write_text(written)
    return seconds


def hearing(prompts: list[tuple[str, int]], whole_s: float, audio_s: float, heard_s: float, cores: int) -> None:
    """What hearing every line costs, beside the production and beside a voice that speaks in real time."""
    row(
        "hearing every line / whole production",
        100 * heard_s / whole_s,
        "%",
        "",
        f"{heard_s:.1f} s, {audio_s / heard_s / cores:.0f} times real time a core",
    )
    row("hearing every line / a voice at real time", 100 * heard_s * cores / audio_s, "%", "10", "of a core")
    table(sounds_of([text for text, _ in prompts[:LINES]]))


def one_changed_sentence(repo: Path, production: Path) -> float:
    """Seconds to make the book again after a lexicon has changed how one sentence is said."""
    lines, _, _ = voicepress_list(repo, "script", str(production))
    middle = lines[len(lines) // 2]
    word = max(middle["text"].split(), key=len).strip(".,;:!?“”’")
    lexicon = production.parent / "one.yaml"
    import re

    pattern = re.escape(middle["text"])[:4000]
    lexicon.write_text(
        f"language: en\nentries:\n  - {{pattern: {json.dumps(pattern)}, say: {json.dumps(word + ', changed.')}}}\n"
    )
    production.write_text(production.read_text() + "lexicons: [one.yaml]\n")
    made, seconds, _ = voicepress(repo, "produce", str(production), "--upgrade")
    assert made["made"] == 1, f"{made['made']} takes were made"
    return seconds


def voicepress_list(repo: Path, *arguments: str) -> tuple[list[dict[str, Any]], float, None]:
    out = subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments, "--json"],
        cwd=repo,
        check=True,
        capture_output=True,
        env=environment(),
    ).stdout
    answer: list[dict[str, Any]] = json.loads(out)
    return answer, 0.0, None


def planning(repo: Path) -> None:
    """12,000 lines: planned when nothing is known, and when the script is in the store and every take too."""
    from tests.factories import write_production
    from tests.slow.test_large import book

    production = write_production(repo, "large", book())
    _, cold_s, _ = voicepress(repo, "plan", str(production))
    _, warm_s, _ = voicepress(repo, "plan", str(production))
    print("\nA synthetic book: 12,000 lines, 300 chapters")
    row("plan, first time", cold_s, "s", "2.0", "start-up included")
    row("plan, again", warm_s, "s", "2.0", "")


def row(name: str, value: float, unit: str, aim: str, detail: str) -> None:
    print(f"  {name:42s} {value:9.2f} {unit:3s} {'(aim ' + aim + ')' if aim else '':12s} {detail}", flush=True)


if __name__ == "__main__":
    main()
