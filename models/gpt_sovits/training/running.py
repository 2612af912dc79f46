"""A whole training: data and base files -> features -> both networks -> files of every kept checkpoint."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from models.gpt_sovits.devices import device_of
from models.gpt_sovits.training import sovits_loss as gan
from models.gpt_sovits.training.data.batches import Order, sovits_batch, t2s_batch
from models.gpt_sovits.training.data.dataset import DataSet
from models.gpt_sovits.training.data.features import Features, Networks, features_of
from models.gpt_sovits.training.discriminators import Discriminators, periods_of
from models.gpt_sovits.training.learners import Precision, SovitsLearner, T2SLearner, precision_of
from models.gpt_sovits.training.loop.loop import Progress, Schedule, train
from models.gpt_sovits.training.loop.memory import MemoryPlan, budget_of, kept_by, planned
from models.gpt_sovits.training.packaging import gpt_bytes, sovits_bytes, write_checkpoint
from models.gpt_sovits.training.settings import Training
from models.gpt_sovits.training.t2s_loss import t2s_loss
from models.gpt_sovits.training.weight_norm import learning_sovits, load_tensors
from models.gpt_sovits.weights.checkpoint import Checkpoint, read
from models.gpt_sovits.weights.loading import build_gpt, build_sovits, check_pair
from pipeline.errors import VoiceError
from pipeline.store import Store, digest_of_json

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Bases:
    """Official files that a training begins with."""

    gpt: Path
    sovits: Path
    pretrained: Path  # HuBERT, BERT, the speaker network
    discriminators: Path | None = None  # None: they begin from random weights, and learn along


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint that was kept: its files stand beside each other, .ckpt or .pth and .safetensors."""

    network: str  # "t2s" or "sovits"
    epochs: int
    path: Path

    @property
    def safetensors(self) -> Path:
        return self.path.with_suffix(".safetensors")


@dataclass(frozen=True, slots=True)
class Trained:
    gpts: tuple[Kept, ...]
    sovits: tuple[Kept, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hooks:
    say: Say = lambda _line: None
    tell: Callable[[Progress], None] = lambda _progress: None
    asked_to_leave: Callable[[], bool] = lambda: False


def run(name: str, data: DataSet, bases: Bases, config: Training, folder: Path, store: Store, hooks: Hooks) -> Trained:
    """Trains both networks, or goes on with a training that was left.

    Raises:
        VoiceError: a base file is missing, damaged or foreign; a state is of another training.
        MachineError: memory does not suffice.
        Stopped: it was asked to leave.
    """
    device = device_of(config.device)
    if device.type == "cpu":
        torch.use_deterministic_algorithms(True, warn_only=True)
    precision = precision_of(config.precision, device)
    gpt, sovits = read(bases.gpt), read(bases.sovits)
    check_pair(build_gpt(gpt).config, build_sovits(sovits, posterior=True).config, bases.gpt, bases.sovits)
    features = _features(data, bases, sovits, device, store, hooks)
    learnt = [features[item.identity] for item in data.learnt]
    held = [features[item.identity] for item in data.held_out]
    notes: list[str] = []
    t2s_kept = _train_t2s(gpt, learnt, held, data, config, precision, folder, hooks, notes)
    sovits_kept = _train_sovits(name, sovits, bases, learnt, held, data, config, precision, folder, hooks, notes)
    return Trained(t2s_kept, sovits_kept, tuple(notes))


def _features(
    data: DataSet, bases: Bases, sovits: Checkpoint, device: torch.device, store: Store, hooks: Hooks
) -> dict[str, Features]:
    model = build_sovits(sovits)
    networks = Networks.load(bases.pretrained, model, sovits.sha256, data.languages, device)
    found: dict[str, Features] = {}
    made = 0

    def count(_number: int, was_made: bool) -> None:
        nonlocal made
        made += was_made

    for item, features in features_of(data.items, networks, store, count):
        found[item.identity] = features
    hooks.say(f"features of {len(found)} lines: {made} made, {len(found) - made} found")
    return found


def _train_t2s(
    base: Checkpoint,
    learnt: Sequence[Features],
    held: Sequence[Features],
    data: DataSet,
    config: Training,
    precision: Precision,
    folder: Path,
    hooks: Hooks,
    notes: list[str],
) -> tuple[Kept, ...]:
    settings = config.t2s
    order = Order(tuple(len(one.tokens) for one in learnt), settings.batch, settings.accumulate, settings.least_lines,
                  config.seed)  # fmt: skip
    model = build_gpt(base).to(precision.device).requires_grad_(True)
    longest = max(learnt, key=lambda one: len(one.tokens) + len(one.phones))
    batch = t2s_batch([longest]).to(precision.device)

    def step() -> torch.Tensor:
        with precision.computing():
            return t2s_loss(model, batch, dropout=settings.dropout).total

    each = kept_by(step) * (2 if settings.dpo else 1)
    order = _fitted(planned(order, [model], each, budget_of(precision.device, config.memory_gib)), "GPT", hooks, notes)
    learner = T2SLearner(model, learnt, held, settings, order, precision)
    kept: dict[int, Kept] = {}

    def keep(epochs: int) -> None:
        path = folder / "kept" / f"t2s-e{epochs}.ckpt"
        write_checkpoint(path, gpt_bytes(learner.model, base, epochs))
        kept[epochs] = Kept("t2s", epochs, path)

    identity = _identity(base, data, config, settings.model_dump(), order)
    train(learner, Schedule(settings.epochs, settings.keep_every, config.save_every_updates, config.seed), folder,
          identity, keep, hooks.asked_to_leave, hooks.tell)  # fmt: skip
    return _all_kept(kept, folder, "t2s", ".ckpt", settings.epochs, settings.keep_every)


def _train_sovits(
    name: str,
    base: Checkpoint,
    bases: Bases,
    learnt: Sequence[Features],
    held: Sequence[Features],
    data: DataSet,
    config: Training,
    precision: Precision,
    folder: Path,
    hooks: Hooks,
    notes: list[str],
) -> tuple[Kept, ...]:
    settings = config.sovits
    order = Order(tuple(one.frames for one in learnt), settings.batch, settings.accumulate, settings.least_lines,
                  config.seed + 1)  # fmt: skip
    model = learning_sovits(base)
    version = model.config.version
    discriminators = _discriminators(version, bases.discriminators, config, hooks, notes)
    longest = max(learnt, key=lambda one: one.frames)
    frames = settings.slice_frames
    model, discriminators = model.to(precision.device), discriminators.to(precision.device)

    def step() -> torch.Tensor:
        batch = sovits_batch([longest]).to(precision.device)
        drawn = gan.Drawn.by(torch.Generator().manual_seed(0), batch, model.config.inter_channels, frames)
        with precision.computing():
            made = gan.remake(model, batch, drawn, frames)
            return gan.feature_loss(discriminators(made.real), discriminators(made.sound)) + gan.mel_loss(made)

    budget = budget_of(precision.device, config.memory_gib)
    order = _fitted(planned(order, [model, discriminators], kept_by(step), budget), "SoVITS", hooks, notes)
    learner = SovitsLearner(model, discriminators, learnt, held, settings, order, precision)
    kept: dict[int, Kept] = {}

    def keep(epochs: int) -> None:
        path = folder / "kept" / f"sovits-e{epochs}.pth"
        data = sovits_bytes(learner.model, base, version, name, epochs, epochs * order.updates)
        write_checkpoint(path, data)
        kept[epochs] = Kept("sovits", epochs, path)

    began = bases.discriminators.name if bases.discriminators else "random"
    identity = _identity(base, data, config, {**settings.model_dump(), "discriminators": began}, order)
    train(learner, Schedule(settings.epochs, settings.keep_every, config.save_every_updates, config.seed), folder,
          identity, keep, hooks.asked_to_leave, hooks.tell)  # fmt: skip
    return _all_kept(kept, folder, "sovits", ".pth", settings.epochs, settings.keep_every)


def _discriminators(
    version: str, path: Path | None, config: Training, hooks: Hooks, notes: list[str]
) -> Discriminators:
    torch.manual_seed(config.seed)
    made = Discriminators(periods_of(version), config.sovits.narrower if path is None else 1)
    if path is None:
        notes.append("the discriminators began from random weights: there is no s2D file beside the base")
        hooks.say(notes[-1])
        return made
    load_tensors(made, {key: tensor.float() for key, tensor in read(path).tensors.items()}, path)
    return made


def _fitted(plan: MemoryPlan, what: str, hooks: Hooks, notes: list[str]) -> Order:
    if plan.note:
        notes.append(f"{what}: {plan.note}")
        hooks.say(notes[-1])
    return plan.order


def _identity(base: Checkpoint, data: DataSet, config: Training, settings: object, order: Order) -> str:
    """What makes it this training and no other. Batches are part of it: other sums round otherwise."""
    return digest_of_json([base.sha256, data.digest, config.seed, config.precision, settings, order.batch,
                           order.accumulate])  # fmt: skip


def _all_kept(kept: dict[int, Kept], folder: Path, name: str, suffix: str, epochs: int, every: int) -> tuple[Kept, ...]:
    """Checkpoints of this run, and of those before a kill."""
    wanted = [n for n in range(1, epochs + 1) if n % every == 0 or n == epochs]
    for number in wanted:
        path = folder / "kept" / f"{name}-e{number}{suffix}"
        if number not in kept and path.is_file():
            kept[number] = Kept(name, number, path)
    if missing := [n for n in wanted if n not in kept]:
        raise VoiceError(f"{folder / 'kept'} lacks the checkpoint of epoch {missing[0]}, which was made; "
                         f"move {folder / 'state'} away to train anew")  # fmt: skip
    return tuple(replace(kept[number]) for number in wanted)


# ---------------------------------------------------------------- before it begins


@dataclass(frozen=True, slots=True)
class Estimate:
    """Of one network, measured on its longest line."""

    network: str
    updates: int
    seconds: float
    peak_bytes: int
    note: str


def estimate(data: DataSet, bases: Bases, config: Training, store: Store) -> list[Estimate]:
    """Time and memory of both networks, from one step each of the longest line; nothing is kept.

    Raises:
        VoiceError, MachineError: as `run`.
    """
    device = device_of(config.device)
    precision = precision_of(config.precision, device)
    gpt, sovits = read(bases.gpt), read(bases.sovits)
    learning, model = build_gpt(gpt), learning_sovits(sovits)
    longest = max(data.learnt, key=lambda item: item.seconds)
    networks = Networks.load(bases.pretrained, build_sovits(sovits), sovits.sha256, data.languages, device)
    ((_, features),) = features_of([longest], networks, store)
    budget, seconds = budget_of(device, config.memory_gib), [item.seconds for item in data.learnt]
    found = []
    one = Order((features.frames,), 1, 1, 1, 0)
    t2s = T2SLearner(learning, [features], [], config.t2s, one, precision)
    gan_learner = SovitsLearner(
        model, _discriminators(model.config.version, bases.discriminators, config, Hooks(), []), [features], [],
        config.sovits, one, precision)  # fmt: skip
    for learner, settings in ((t2s, config.t2s), (gan_learner, config.sovits)):
        order = Order(tuple(map(int, seconds)), settings.batch, settings.accumulate, settings.least_lines, 0)
        keeps: list[int] = []

        def step(learner: T2SLearner | SovitsLearner = learner) -> torch.Tensor:
            learner.update([[0]], torch.Generator().manual_seed(0), 1e-9)
            return torch.zeros(())

        keeps.append(kept_by(step))
        began = time.perf_counter()
        step()
        each = time.perf_counter() - began
        nets = [learner.model] if isinstance(learner, T2SLearner) else [learner.model, learner.discriminators]
        plan = planned(order, list(nets), keeps[0], budget)
        share = sum(seconds) / max(longest.seconds, 1e-3) * order.repeats * settings.epochs
        found.append(Estimate(learner.name, plan.order.updates * settings.epochs, each * share, plan.peak, plan.note))
    return found
