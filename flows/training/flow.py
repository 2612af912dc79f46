"""Prefect flow training/train-voice: a voice's recordings become its next version, on a work pool of its own.

The training runs in a process of its own (`voicepress voice train`), so that its device is free again the moment that
it leaves. It never shares a GPU with a production (models/devices.py): it leaves when one asks for the device, and is
started again, and goes on, when the device is free.
"""

from __future__ import annotations

import flows.quiet  # noqa: F401  # isort: skip  (before Prefect reads its settings)

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact, create_progress_artifact, update_progress_artifact
from prefect.client.schemas import State
from prefect.states import Completed, Failed

from flows.training.voice import FOLDER
from pipeline.errors import RefusedError, Stopped
from pipeline.manifests import repo_of
from pipeline.registry.registering import name_of

LOOK_EVERY_S = 1.0
TOLD_EVERY_S = 5.0  # a figure on a page needs no more
NETWORKS = ("t2s", "sovits")


@flow(name="training", flow_run_name="train {voice}", persist_result=False)
def train_voice(
    voice: str,
    config: str = "standard",
    data: str | None = None,
    repo: str = ".",
    by: str = "prefect",
    again_after_s: float = 60.0,
) -> State[Any]:
    """Trains a voice and registers the checkpoint that auditions choose.

    Args:
        voice: manifests/voices/NAME, or its file, or NAME.
        config: quick, standard, or a YAML file.
        data: a folder with a list path|speaker|language|text; the voice's own dataset.tsv where none is given.
        again_after_s: how long it stays away after a production has asked for the device.
    """
    log = get_run_logger()
    try:
        root = repo_of(Path(voice)) if Path(voice).is_absolute() else repo_of(Path(repo))
        name = name_of(str(root / voice) if (root / voice).exists() else voice, root)
    except RefusedError as error:
        return Failed(message=str(error))
    command = [sys.executable, "-m", "flows.cli", "voice", "train", name, "--config", config, "--by", by, "--json"]
    command += ["--data", data] if data else []
    shown = _Shown(name, root / FOLDER / name / "metrics")
    while True:
        code, answer, told = _run(command, root, shown)
        if code != Stopped.exit_code:
            break
        log.info("%s; on again in %g s", told, again_after_s)
        time.sleep(again_after_s)
    if code:
        return Failed(message=told or f"the training ended with {code}")
    found = json.loads(answer)
    version = f"{found['voice']}@{found['version']}"
    create_markdown_artifact(_page(version, root, found), key="training-report", description=version)
    return Completed(message=f"{version}: {found['why']}")


def _run(command: list[str], root: Path, shown: _Shown) -> tuple[int, str, str]:
    """-> exit code, what it answered, the last line that it told. It ends with this process, however that ends."""
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        while True:
            try:
                answer, told = process.communicate(timeout=LOOK_EVERY_S)
                return process.returncode, answer, next(iter(reversed(told.strip().splitlines())), "")
            except subprocess.TimeoutExpired:
                shown.look()
    finally:
        process.kill()


class _Shown:
    """Progress of both networks as an artifact of Prefect's page: what the training writes step by step."""

    def __init__(self, name: str, metrics: Path) -> None:
        self.name, self.metrics, self.at = name, metrics, 0.0
        self.artifact: UUID | None = None

    def look(self) -> None:
        if time.monotonic() - self.at < TOLD_EVERY_S or not (lines := self._last()):
            return
        self.at = time.monotonic()
        told = f"{self.name}: " + "; ".join(lines)
        share = 50.0 * len(lines)  # of two networks; how far each is, its line says
        if self.artifact is None:
            made = create_progress_artifact(share, key="training-progress", description=told)
            self.artifact = made if isinstance(made, UUID) else None
        else:
            update_progress_artifact(self.artifact, progress=share, description=told)

    def _last(self) -> list[str]:
        found = []
        for network in NETWORKS:
            path = self.metrics / f"{network}.jsonl"
            lines = path.read_text("utf-8").splitlines() if path.is_file() else []
            for line in reversed(lines[-2:]):
                try:
                    one = json.loads(line)
                except ValueError:  # it is being written
                    continue
                figures = [f"{name} {value:.3g}" for name, value in one.items() if isinstance(value, float)]
                found.append(f"{network} step {one['update']}, epoch {one['epoch'] + 1}: {', '.join(figures)}")
                break
        return found


def _page(version: str, root: Path, found: dict[str, Any]) -> str:
    """The version, why its checkpoints were chosen, and the table of auditions."""
    path = root / "voices" / found["voice"] / str(found["version"]) / "training.json"
    rows = [
        f"| {row['gpt']} | {row['sovits']} | {row['error']:.1%} | {row['likeness']:.2f} | {row['unfinished']} |"
        for row in json.loads(path.read_text("utf-8"))["auditions"]
    ]
    head = "| GPT epochs | SoVITS epochs | error | likeness | not ended |\n|---|---|---|---|---|\n"
    return f"# {version}\n\n{found['why']}\n\n" + (head + "\n".join(rows) if rows else "")
