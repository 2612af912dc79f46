"""Figures of a training: a line of JSON a step, and the same as event files that TensorBoard reads."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.store import write_atomically


class Metrics:
    """`events`: without the package tensorboardX there are no event files, only lines."""

    def __init__(self, folder: Path, name: str, update: int) -> None:
        """Goes on from `update`: what was written of later steps, before a kill, is taken out."""
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{name}.jsonl"
        kept = [line for line in lines_of(self.path) if int(line["update"]) < update]
        write_atomically(self.path, "".join(json.dumps(line) + "\n" for line in kept).encode())
        self.events: Any = None
        try:
            from tensorboardX import SummaryWriter
        except ModuleNotFoundError:
            return
        self.events = SummaryWriter(str(folder / "events" / name), purge_step=update, flush_secs=10)

    def write(self, update: int, epoch: int, figures: Mapping[str, float], kind: str = "step") -> None:
        line = {"update": update, "epoch": epoch, "kind": kind, **{k: _json(v) for k, v in figures.items()}}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        if self.events is not None:
            for name, value in figures.items():
                if not math.isfinite(value):
                    continue
                self.events.add_scalar(f"{kind}/{name}", value, update)

    def close(self) -> None:
        if self.events is not None:
            self.events.close()


def lines_of(path: Path) -> list[dict[str, Any]]:
    """Whole lines of a file of figures; a last one that was cut off is left out."""
    if not path.is_file():
        return []
    found = []
    for line in path.read_text("utf-8").splitlines():
        try:
            one = json.loads(line)
        except ValueError:
            continue
        if isinstance(one, dict) and "update" in one:
            found.append(one)
    return found


def _json(value: float) -> float | str:
    """JSON has no infinity, and nothing that is no number."""
    return value if math.isfinite(value) else str(value)
