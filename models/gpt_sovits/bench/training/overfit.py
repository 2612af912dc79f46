"""Trains small networks on one minute of speech until they know it, and draws their losses: make train.

    python -m models.gpt_sovits.bench.training.overfit [SPEECH] [--to FOLDER] [--version v2]

SPEECH is a folder with `metadata.txt` (file|text) as LJSpeech has it. Without one the embedded voice reads a minute.
The base files are random: what they come to know, they know from this minute. Printed: how far the mel loss fell, and
how often the GPT's token is among its three likeliest.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import soundfile
import torch

from models.gpt_sovits.bench.training.bases import make_bases
from models.gpt_sovits.training.data.dataset import checked, listed_lines
from models.gpt_sovits.training.loop.metrics import lines_of
from models.gpt_sovits.training.picture import draw
from models.gpt_sovits.training.running import Hooks, run
from models.gpt_sovits.training.settings import Auditions, SovitsTraining, T2STraining, Training
from pipeline.store import Store

SECONDS, LONGEST_S = 60.0, 7.5
MEL_BAR, TOP3_BAR = 1 / 3, 0.95
OVERFIT = Training(
    save_every_updates=200,
    auditions=Auditions(sentences=0),
    t2s=T2STraining(epochs=110, batch=6, accumulate=1, learning_rate=0.03, dropout=0.0, keep_every=1000, least_lines=1),
    sovits=SovitsTraining(
        epochs=200, batch=2, learning_rate=3e-3, dropout=0.0, keep_every=1000, least_lines=1, slice_frames=8,
        narrower=32),
)  # fmt: skip
READ = (
    "The old lighthouse stood alone on the northern cape, and nobody had climbed its stairs for years.",
    "A letter came on Monday morning, and she read it twice beside the window.",
    "Then the rain began to fall again, and we walked along the empty harbour.",
    "Every boat was gone by noon, so he counted seven bells and waited.",
    "The kettle sang on the small stove while the children told each other stories.",
    "Tomorrow would be another day, and the road over the hills was long.",
    "His coat was old, but it had been made with care by somebody who knew how.",
    "Far below them a train crossed the bridge, and its lights went out one by one.",
    "They spoke in low voices so as not to wake the child who slept upstairs.",
    "The bread was still warm when he broke it, and the butter ran over his fingers.",
    "You can keep the letter, she said, for I know every word of it by heart.",
    "There was nothing left to do but wait until the wind came round to the west.",
)


@dataclass(frozen=True, slots=True)
class Learnt:
    mel_first: float  # mean of the first epoch
    mel_last: float  # mean of the last three
    top3: float  # of the last epoch
    seconds: float

    @property
    def mel_share(self) -> float:
        return self.mel_last / self.mel_first


def speech_folder(folder: Path, speech: Path | None) -> Path:
    """Writes a minute of speech with its list into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = _recorded(folder, speech) if speech else _read_aloud(folder)
    (folder / "voice.list").write_text("".join(f"{name}|voice|EN|{text}\n" for name, text in lines), "utf-8")
    return folder


def _recorded(folder: Path, speech: Path) -> list[tuple[str, str]]:
    lines, total = [], 0.0
    for row in (speech / "metadata.txt").read_text("utf-8").splitlines():
        name, _, text = row.partition("|")
        source = speech / (name if name.endswith(".wav") else f"{name}.wav")
        seconds = soundfile.info(source).duration
        if seconds > LONGEST_S or total + seconds > SECONDS + 2:
            continue
        (folder / source.name).write_bytes(source.read_bytes())
        lines.append((source.name, text))
        total += seconds
    return lines


def _read_aloud(folder: Path) -> list[tuple[str, str]]:
    from models.hibari import Hibari
    from pipeline.engine import Prompt

    lines = []
    engine = Hibari({})
    for number, (text, spoken) in enumerate(
        zip(READ, engine.perform([Prompt(text, "en", 1) for text in READ]), strict=True)
    ):
        assert spoken.clip is not None
        soundfile.write(folder / f"{number:02}.wav", spoken.clip.samples, spoken.clip.sample_rate_hz)
        lines.append((f"{number:02}.wav", text))
    return lines


def learnt(metrics: Path, seconds: float) -> Learnt:
    mel = [line for line in lines_of(metrics / "sovits.jsonl") if line["kind"] == "step"]
    top3 = [line for line in lines_of(metrics / "t2s.jsonl") if line["kind"] == "step"]
    first = [line["mel"] for line in mel if line["epoch"] == 0]
    last = [line["mel"] for line in mel if line["epoch"] > mel[-1]["epoch"] - 3]
    known = [line["top3"] for line in top3 if line["epoch"] == top3[-1]["epoch"]]
    return Learnt(sum(first) / len(first), sum(last) / len(last), sum(known) / len(known), seconds)


def overfit(
    folder: Path, speech: Path | None = None, version: str = "v2", config: Training = OVERFIT,
    tell: Callable[[Any], None] = lambda _progress: None,
) -> Learnt:  # fmt: skip
    """A whole training below `folder`: data/, bases/, training/, losses.png."""
    began = time.perf_counter()
    data = checked(listed_lines(speech_folder(folder / "data", speech)), config.held_out_percent)
    bases, _ = make_bases(folder / "bases", version)
    run("voice", data, bases, config, folder / "training", Store(folder / "store"), Hooks(print, tell))
    draw(folder / "training" / "metrics", folder / "losses.png")
    return learnt(folder / "training" / "metrics", time.perf_counter() - began)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m models.gpt_sovits.bench.training.overfit",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("speech", nargs="?", type=Path)
    parser.add_argument("--to", type=Path, default=Path("build/train"))
    parser.add_argument("--version", default="v2", choices=("v1", "v2", "v2Pro", "v2ProPlus"))
    options = parser.parse_args()
    torch.set_num_threads(1)

    def tell(progress: Any) -> None:
        if progress.update % 20 == 0:
            losses = ", ".join(f"{name} {value:.3g}" for name, value in progress.losses.items())
            print(f"{progress.name} {progress.update}/{progress.updates}: {losses}", flush=True)

    speech = options.speech if options.speech and (options.speech / "metadata.txt").is_file() else None
    found = overfit(options.to, speech, options.version, tell=tell)
    print(
        f"mel loss {found.mel_first:.1f} -> {found.mel_last:.1f} ({found.mel_share:.0%} of its start; bar "
        f"{MEL_BAR:.0%}), top 3 {found.top3:.1%} (bar {TOP3_BAR:.0%}), {found.seconds:.0f} s; {options.to}/losses.png"
    )
    return 0 if found.mel_share < MEL_BAR and found.top3 > TOP3_BAR else 1


if __name__ == "__main__":
    raise SystemExit(main())
