"""voicepress voice train: a voice's recordings, or a folder of lines, become its next version."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from flows.commands._common import print_json
from flows.commands.voice._registry import by_argument, house, version_answer, voice_of, who
from pipeline.manifests import repo_of


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("voice", help="manifests/voices/NAME.yaml, or NAME")
    parser.add_argument(
        "--config", default="standard", metavar="NAME", help="quick, standard, or a YAML file (default: standard)"
    )
    parser.add_argument(
        "--data", type=Path, metavar="FOLDER",
        help="sound files with a list path|speaker|language|text (default: the voice's dataset.tsv)")  # fmt: skip
    parser.add_argument("--estimate", action="store_true", help="say time and memory, and train nothing")
    by_argument(parser)


def run(options: argparse.Namespace) -> int:
    from flows.training.voice import estimates, prepare, train

    repo = repo_of(Path.cwd())
    prepared = prepare(options.voice, repo, options.config, options.data)
    if options.estimate:
        return _estimate(options, prepared, estimates(prepared))
    from models.devices import Lease

    where = house()
    with Lease.of(prepared.config.device) as lease:
        version, choice = train(prepared, where, _hooks(options, lease.wanted), who(options))
    if options.json:
        answer = version_answer(version, voice_of(where, prepared.name))
        print_json({**answer, "chosen": {"gpt": choice.gpt.epochs, "sovits": choice.sovits.epochs}, "why": choice.why})
    else:
        print(f"{version.name}: registered; {choice.why}")
        print(f"its files, its table and a picture of its losses lie in voices/{prepared.name}/{version.version}")
        print(f"'voicepress voice canary {version.name}' compares it with the version before")
    return 0


def _estimate(options: argparse.Namespace, prepared: Any, found: list[Any]) -> int:
    lines, seconds = len(prepared.data.items), sum(item.seconds for item in prepared.data.items)
    if options.json:
        networks = [
            {"network": e.network, "updates": e.updates, "seconds": round(e.seconds), "peak_bytes": e.peak_bytes,
             "note": e.note} for e in found]  # fmt: skip
        print_json({"lines": lines, "seconds": round(seconds, 1), "networks": networks})
        return 0
    print(f"{lines} lines of {seconds:.0f} s, {len(prepared.data.held_out)} of them held out")
    for e in found:
        note = f"; {e.note}" if e.note else ""
        print(f"{e.network}: {e.updates} steps, about {_time(e.seconds)}, {e.peak_bytes / (1 << 30):.1f} GiB{note}")
    print("auditions are not counted")
    return 0


def _hooks(options: argparse.Namespace, wanted: Any) -> Any:
    from models.gpt_sovits.training.running import Hooks

    def say(line: str) -> None:
        if not options.json:
            print(line, flush=True)

    def tell(progress: Any) -> None:
        if not options.json and sys.stderr.isatty():
            losses = ", ".join(f"{name} {value:.3g}" for name, value in progress.losses.items())
            print(f"\r{progress.name} {progress.update}/{progress.updates}: {losses}, {_time(progress.left_s)} left  ",
                  end="" if progress.update < progress.updates else "\n", file=sys.stderr)  # fmt: skip

    return Hooks(say, tell, wanted)


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
