"""The loop: optimiser steps in the order of the data, with states, held-out figures and a guard against bad numbers."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import torch

from models.gpt_sovits.training.data.batches import Batch, Order
from models.gpt_sovits.training.loop.metrics import Metrics
from models.gpt_sovits.training.loop.saving import Place, States
from pipeline.errors import Stopped, VoiceError

log = logging.getLogger(__name__)
BAD_IN_A_ROW = 3  # steps without numbers: then back to the last state, at half the rate
LEAST_FACTOR = 1 / 16


@dataclass(frozen=True, slots=True)
class Measured:
    """What an optimiser step found. `moved`: its losses were numbers, and the weights were changed."""

    losses: Mapping[str, float]
    moved: bool


class Learner(Protocol):
    """A network that learns, with its optimisers and its data."""

    name: str
    order: Order

    def update(self, group: Sequence[Batch], generator: torch.Generator, rate: float) -> Measured: ...
    def rate(self, epoch: int, update: int) -> float: ...
    def held_out(self) -> dict[str, float]:
        """Losses on the lines that are never trained on; empty where there are none."""
        ...

    def state(self) -> dict[str, Any]: ...
    def load(self, state: Mapping[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Schedule:
    epochs: int
    keep_every: int  # epochs
    save_every: int  # updates
    seed: int


@dataclass(frozen=True, slots=True)
class Progress:
    name: str
    epoch: int
    epochs: int
    update: int
    updates: int
    losses: Mapping[str, float]
    left_s: float  # expected


Tell = Callable[[Progress], None]


def train(
    learner: Learner,
    schedule: Schedule,
    folder: Path,
    identity: str,
    keep: Callable[[int], None],
    asked_to_leave: Callable[[], bool] = lambda: False,
    tell: Tell = lambda _progress: None,
) -> Place:
    """Trains to the last epoch, from the last state where there is one.

    Args:
        keep: called with the number of epochs after each that auditions may choose.
        asked_to_leave: looked at before each step; where it says so the state is saved.

    Raises:
        Stopped: it was asked to leave.
        VoiceError: a state is of another training, or losses are not numbers at any rate.
    """
    states = States(folder / "state", learner.name, identity)
    place = Place()
    if found := states.last():
        place = found[0]
        learner.load(found[1])
    else:
        states.save(place, learner.state())  # to come back to; and a full disk is found before the first step
    metrics = Metrics(folder / "metrics", learner.name, place.update)
    try:
        while place.epoch < schedule.epochs:
            place, finished = _epoch(learner, schedule, states, metrics, place, asked_to_leave, tell)
            if not finished:
                continue
            if held := learner.held_out():
                metrics.write(place.update - 1, place.epoch - 1, held, "held_out")
            if place.epoch % schedule.keep_every == 0 or place.epoch == schedule.epochs:
                keep(place.epoch)
            states.save(place, learner.state())
    finally:
        metrics.close()
    return place


def _epoch(
    learner: Learner,
    schedule: Schedule,
    states: States,
    metrics: Metrics,
    place: Place,
    asked_to_leave: Callable[[], bool],
    tell: Tell,
) -> tuple[Place, bool]:
    """The rest of an epoch -> the place behind it and True; an earlier place and False where losses were no numbers."""
    groups = learner.order.epoch(place.epoch)
    total = learner.order.updates * schedule.epochs
    for number in range(place.group, len(groups)):
        if asked_to_leave():
            states.save(place, learner.state())
            raise Stopped(f"training of {learner.name} left at step {place.update} of {total}, as it was asked to; "
                          "start it again, and it goes on from there")  # fmt: skip
        began = time.perf_counter()
        rate = learner.rate(place.epoch, place.update) * place.rate_factor
        torch.manual_seed(schedule.seed * 7_919 + place.update)  # dropout's generator
        measured = learner.update(groups[number], _generator(schedule.seed, place.update), rate)
        metrics.write(place.update, place.epoch, {**measured.losses, "rate": rate})
        place = replace(place, bad=0 if measured.moved else place.bad + 1)
        if place.bad == BAD_IN_A_ROW:
            return _back(learner, states, place, rate), False
        place = replace(place, group=number + 1, update=place.update + 1, skipped=place.skipped + (not measured.moved))
        taken = time.perf_counter() - began
        tell(Progress(learner.name, place.epoch + 1, schedule.epochs, place.update, total, measured.losses,
                      taken * (total - place.update)))  # fmt: skip
        if place.update % schedule.save_every == 0 and number + 1 < len(groups):
            states.save(place, learner.state())
    return replace(place, epoch=place.epoch + 1, group=0), True


def _back(learner: Learner, states: States, place: Place, rate: float) -> Place:
    """Goes back to the last state, at half the rate."""
    factor = place.rate_factor / 2
    found = states.last()
    if factor < LEAST_FACTOR or found is None:
        raise VoiceError(
            f"the losses of {learner.name} are not numbers at step {place.update}, at a rate of {rate:.2g}; "
            "take `precision: fp32`, or a lower learning_rate, and look at the lines of this data set"
        )
    back, state = found
    learner.load(state)
    log.warning(
        "the losses of %s were not numbers in %d steps: back to step %d, at half the rate",
        learner.name, BAD_IN_A_ROW, back.update,
    )  # fmt: skip
    back = replace(back, rate_factor=factor, skipped=place.skipped + 1, bad=0)
    states.save(back, state)
    return back


def _generator(seed: int, update: int) -> torch.Generator:
    """What a step draws: from its number alone, so that a step that is made again draws the same."""
    return torch.Generator().manual_seed(seed * 1_000_033 + update)


def numbers(losses: Mapping[str, float]) -> bool:
    return all(math.isfinite(value) for value in losses.values())
