"""The service under load, on loopback: latency, errors and memory; what is turned away when too much is asked.

    python -m tests.bench_service [--rate 20] [--seconds 60] [--voice heart]      make bench-service

Three loads, one after the other: a sentence that is in the store, sentences that nobody has spoken yet at a rate that
two cores bear, and far more of them than they bear.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
SENTENCE = "It was a bright cold day in April, and the clocks were striking thirteen."
WORDS = "the night was long and every lamp along the river burned with a small blue light until morning came".split()
MOST_CONNECTIONS = 200


@dataclass
class Load:
    name: str
    rate: float
    seconds: float
    text: Callable[[], str]
    latencies_s: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def quantile(self, share: float) -> float:
        ordered = sorted(self.latencies_s)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


async def ask(client: httpx.AsyncClient, load: Load, voice: str) -> None:
    began = time.monotonic()
    try:
        answer = await client.post("/v1/audio/speech", json={"input": load.text(), "voice": voice})
    except httpx.HTTPError:
        load.statuses[0] += 1
        return
    load.statuses[answer.status_code] += 1
    if answer.status_code == 200:
        load.latencies_s.append(time.monotonic() - began)


async def run(load: Load, url: str, voice: str) -> None:
    """Asks at a steady rate, whether earlier answers have come or not."""
    limits = httpx.Limits(max_connections=MOST_CONNECTIONS)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits, trust_env=False) as client:
        began, tasks = time.monotonic(), []
        for number in range(int(load.rate * load.seconds)):
            await asyncio.sleep(max(0.0, began + number / load.rate - time.monotonic()))
            tasks.append(asyncio.create_task(ask(client, load, voice)))
        await asyncio.gather(*tasks)


def resident_mb(pid: int) -> float:
    """Of a process and its children."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if int(folder.name) == pid or parent == pid:
                total += int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return total / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--voice", default="heart")
    options = parser.parse_args()
    drawn = random.Random(7)

    def fresh() -> str:
        return " ".join(drawn.choices(WORDS, k=10)).capitalize() + "."

    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "manifests" / "voices", Path(folder) / "manifests" / "voices")
        serve = [
            sys.executable,
            "-m",
            "flows.cli",
            "serve",
            options.voice,
            "--without-keys",
            "--json",
            "--most-wait",
            "2",
        ]
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        with subprocess.Popen(serve, cwd=folder, env=env, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            told = ""
            while not told.endswith("}\n"):
                told += server.stdout.readline()
            url = json.loads(told)["url"]
            ready(url)
            loads = [
                Load("in the store", options.rate, options.seconds, lambda: SENTENCE),
                Load("spoken anew", options.rate / 4, options.seconds, fresh),
                Load("too much", options.rate * 4, options.seconds / 4, fresh),
            ]
            print(
                f"{'load':14s} {'a second':>8s} {'answers':>8s} {'P50 ms':>7s} {'P95 ms':>7s} {'P99 ms':>7s} {'MB':>6s}  statuses"
            )
            asyncio.run(run(Load("first", 5, 2, lambda: SENTENCE), url, options.voice))  # engines are loaded
            for load in loads:
                asyncio.run(run(load, url, options.voice))
                times = [f"{1000 * load.quantile(share):7.0f}" for share in (0.5, 0.95, 0.99)]
                print(f"{load.name:14s} {load.rate:8.0f} {len(load.latencies_s):8d} {' '.join(times)} "
                      f"{resident_mb(server.pid):6.0f}  {dict(load.statuses)}", flush=True)  # fmt: skip
            server.terminate()


def ready(url: str) -> None:
    for _ in range(600):
        with suppress(httpx.HTTPError):
            if httpx.get(f"{url}/readyz", trust_env=False).status_code == 200:
                return
        time.sleep(0.1)
    raise SystemExit("the service did not become ready")


if __name__ == "__main__":
    main()
