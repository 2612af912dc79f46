"""States of a training: written whole or not at all, the last two kept, and refused where they are of another training.

Whatever a step draws is drawn from the seed and the step's number, so that a state needs no random generator's:
weights, optimisers, scaler and the place in the data's order are all of it.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from pipeline.errors import StoreError, VoiceError
from pipeline.store import write_atomically

FORM = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a training is: the next optimiser step."""

    epoch: int = 0
    group: int = 0  # of the epoch
    update: int = 0  # of the training
    rate_factor: float = 1.0  # below 1 after losses that were not numbers
    skipped: int = 0  # steps whose losses were not numbers
    bad: int = 0  # of them, in a row up to here


class States:
    def __init__(self, folder: Path, name: str, identity: str) -> None:
        """`identity`: digest of data, settings and bases; a state of another one is not gone on with."""
        self.path, self.previous = folder / f"{name}.state", folder / f"{name}.previous"
        self.name, self.identity = name, identity

    def save(self, place: Place, learner: Mapping[str, Any]) -> None:
        buffer = io.BytesIO()
        parts = {name: getattr(place, name) for name in Place.__slots__}
        content = {"form": FORM, "name": self.name, "identity": self.identity, "place": parts, "learner": dict(learner)}
        torch.save(content, buffer)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.path.exists():
                self.path.replace(self.previous)
            write_atomically(self.path, buffer.getvalue())
        except OSError as error:
            raise StoreError(f"{self.path} cannot be written: {error.strerror}") from None

    def last(self) -> tuple[Place, Mapping[str, Any]] | None:
        """The last whole state; None where there is none.

        Raises:
            VoiceError: it is of another training, or both files are damaged.
        """
        broken: list[str] = []
        for path in (self.path, self.previous):
            if not path.exists():
                continue
            try:
                content = torch.load(path, map_location="cpu", weights_only=True)
                place, learner = Place(**content["place"]), content["learner"]
                form, identity = content["form"], content["identity"]
            except (OSError, RuntimeError, EOFError, ValueError, KeyError, TypeError, pickle.UnpicklingError) as error:
                broken.append(f"{path} ({str(error).splitlines()[0][:80] if str(error) else type(error).__name__})")
                continue
            if form != FORM or identity != self.identity:
                raise VoiceError(
                    f"{path} is the state of another training: its data, settings or base files are not today's; "
                    "move it away to begin anew, or bring back what it was begun with"
                )
            return place, learner
        if broken:
            raise VoiceError(f"no state of this training is whole: {'; '.join(broken)}; move them away to begin anew")
        return None
