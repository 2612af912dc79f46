"""What configs/training/*.yaml say: how long, how fast and on what a voice is trained. Read strictly, without torch."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field

from pipeline.errors import ManifestError
from pipeline.manifests import SHIPPED_CONFIGS, did_you_mean, read_yaml
from pipeline.manifests.reading.model import Strict
from pipeline.untrusted.bounds import stays_inside

FOLDER = "training"  # under configs/


class T2STraining(Strict):
    """Of the GPT, which decides pace and intonation, and whether words are skipped (SPEC 6.2)."""

    epochs: int = Field(default=15, ge=1, le=1000)
    batch: int = Field(default=8, ge=1, le=256)  # lines of a forward pass; fewer where memory does not allow them
    accumulate: int = Field(default=4, ge=1, le=256)  # passes of one optimiser step
    learning_rate: float = Field(default=0.002, gt=0, le=0.1)  # of ScaledAdam: relative to a tensor's size
    warm_up_updates: int = Field(default=0, ge=0, le=100_000)  # over which the rate rises to it
    dropout: float = Field(default=0.1, ge=0, lt=1)
    dpo: bool = False  # also learn to prefer what was said to a span of it repeated or left out; twice the memory
    compat: bool = False  # the original's padding defect and its first step at a rate of 0.01; for comparisons
    keep_every: int = Field(default=5, ge=1)  # epochs between checkpoints that auditions choose from
    least_lines: int = Field(default=100, ge=1)  # of an epoch: a smaller data set is gone through several times


class SovitsTraining(Strict):
    """Of SoVITS, which decides the timbre (SPEC 6.3)."""

    epochs: int = Field(default=8, ge=1, le=1000)
    batch: int = Field(default=8, ge=1, le=256)
    accumulate: int = Field(default=1, ge=1, le=256)
    learning_rate: float = Field(default=1e-4, gt=0, le=0.1)
    decay: float = Field(default=0.999875, gt=0, le=1)  # of the rate, each epoch
    text_rate: float = Field(default=0.4, ge=0, le=1)  # of the rate: the text's encoder and its attention learn slower
    dropout: float = Field(default=0.1, ge=0, lt=1)  # of the text's and the tokens' encoders; 0 for v2Pro, as theirs
    narrower: int = Field(
        default=1, ge=1, le=64
    )  # discriminators than the original's; only where none is brought along
    slice_frames: int = Field(default=32, ge=4, le=512)  # of 20 ms, which are made again at each step
    keep_every: int = Field(default=4, ge=1)
    least_lines: int = Field(default=100, ge=1)


class Auditions(Strict):
    """How a checkpoint is chosen: by what a recogniser hears of fixed sentences, then by likeness to held-out clips."""

    sentences: int = Field(default=20, ge=0, le=20)  # of each language; 0: no auditions, the last checkpoint is taken
    allowed_error: float = Field(
        default=0.005, ge=0, le=1
    )  # beyond the best checkpoint's: among these likeness decides


class Training(Strict):
    NAME: ClassVar[str] = "training config"

    seed: int = Field(default=1234, ge=0)
    device: str = Field(default="auto", pattern=r"^(auto|cpu|cuda(:\d+)?)$")
    precision: Literal["auto", "fp32", "bf16", "fp16"] = "auto"  # auto: fp32 on a CPU, bf16 on a GPU
    memory_gib: float = Field(default=0.0, ge=0)  # that may be used; 0: what is free
    held_out_percent: int = Field(default=10, ge=0, le=50)  # of the lines, which are never trained on
    save_every_updates: int = Field(
        default=50, ge=1
    )  # after a kill training goes on from the last state that was saved
    t2s: T2STraining = T2STraining()
    sovits: SovitsTraining = SovitsTraining()
    auditions: Auditions = Auditions()


def read_training(named: str, repo: Path) -> Training:
    """The config of this name in the repo's configs/training/ or among those that ship, or at this path.

    Raises:
        ManifestError: there is none, or it says something that cannot be.
    """
    if named.endswith((".yaml", ".yml")):
        return read_yaml(Path(named), Training)
    folders = [repo / "configs" / FOLDER, SHIPPED_CONFIGS / FOLDER]
    for folder in folders:
        if stays_inside(named) and (folder / f"{named}.yaml").is_file():
            return read_yaml(folder / f"{named}.yaml", Training)
    known = {path.stem for folder in folders for path in folder.glob("*.yaml")} - {"sentences"}
    raise ManifestError(f"there is no training config {named!r} in {folders[0]} or among those that ship; "
                        f"{did_you_mean(named, known)}")  # fmt: skip
