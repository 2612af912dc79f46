"""Resemble AI's Perth watermark: embeds an inaudible mark in sound, and detects it in encoded files.

The mark only says that it is there (it carries no message): the score is 1 where all of the sound has it, 0 where none
has. It lies below 2 kHz, 15 dB under the voice, where the voice is loud enough to mask it: pauses carry none. The
package declares none of its imports (torch, torchaudio, librosa, pkg_resources) and hides that they are missing; the
extra installs them.

    python -m models.watermark      reads a JSON list of paths from stdin and writes their scores

Detection runs in that process, so that torch's memory is freed with it.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.audio import Samples
from pipeline.delivery.provenance.detect import DetectedMark
from pipeline.errors import MissingExtraError, RefusedError, WorkerDiedError

PACKAGE, VERSION = "resemble-perth", "1.0.1"  # its weights are in its wheel: another version may embed another mark
NEEDS = ("perth", "torch", "torchaudio", "librosa", "pkg_resources")
MARKED = 0.5  # marked speech scores 0.86 and more in every codec, unmarked 0.06 and less
LISTENED_S = 20.0  # per excerpt; detection runs 50 times as fast as real time on one core
QUIET_DB = 35.0  # below the loudest tenth of a second: pauses carry no mark, and would halve the score of short files
PLACES = (0.02, 0.5, 0.9)  # of excerpts, as shares of a file's length: credits, body, end
SEVERAL = 3  # of more files than these, one excerpt each is scored: a book of sixty files has sixty
INSTALL = "pip install 'voicepress[watermark]'"
_ONE_AT_A_TIME = threading.Lock()  # a detector takes half a gigabyte


@dataclass(frozen=True, slots=True)
class Perth:
    """The watermark as productions see it (pipeline/engine.py: Watermark). It loads nothing in this process."""

    name: str = f"{PACKAGE} {VERSION}"
    threshold: float = MARKED

    def check_ready(self) -> None:
        """Raises MissingExtraError where it can be neither embedded nor detected."""
        missing = [name for name in NEEDS if not importlib.util.find_spec(name)]
        if missing:
            raise MissingExtraError(f"`watermark: perth` wants {missing[0]}, which is not installed: {INSTALL}")
        found = importlib.metadata.version(PACKAGE)
        if found != VERSION:
            raise MissingExtraError(f"`watermark: perth` is {PACKAGE} {VERSION}, and {found} is installed: {INSTALL}")

    def heard(self, paths: Sequence[Path]) -> list[float | None]:
        """The lowest score of each file's excerpts; None where a file is too short or too quiet to carry a mark.

        Raises:
            WorkerDiedError: the process that detects it gave no answer.
        """
        with _ONE_AT_A_TIME:
            done = subprocess.run(
                [sys.executable, "-m", "models.watermark"],
                input=json.dumps(list(map(str, paths))),
                capture_output=True,
                text=True,
                check=False,
                cwd=Path(__file__).parent.parent,
                env=os.environ | {"OMP_NUM_THREADS": "1"},
            )
        try:
            scores: list[float | None] = json.loads(done.stdout)
        except ValueError:
            last = (done.stderr.strip().splitlines() or [f"it ended with code {done.returncode}"])[-1]
            raise WorkerDiedError(f"the watermark could not be listened for: {last}") from None
        return scores


def watermark(path: Path) -> DetectedMark:
    """Whether any excerpt of the file carries the mark; "unknown" where it cannot be looked for."""
    if not importlib.util.find_spec("perth"):
        return DetectedMark("watermark", "unknown", f"not looked for: {INSTALL}")
    if zipfile.is_zipfile(path):
        said = "not looked for in packages: unpack it, and ask for its sound files"
        return DetectedMark("watermark", "unknown", said)
    try:
        score = max(_scores(path, PLACES), default=None)
    except MissingExtraError as error:
        return DetectedMark("watermark", "unknown", f"not looked for: {error}")
    if score is None:
        return DetectedMark("watermark", "unknown", "the sound is too short or too quiet to carry one")
    if score >= MARKED:
        return DetectedMark("watermark", "fits", f"a Perth watermark is in the sound (score {score:.2f})", score)
    return DetectedMark("watermark", "none", f"no Perth watermark in the sound (score {score:.2f})", score)


def _scores(path: Path, places: Sequence[float]) -> list[float]:
    """The scores of the excerpts that have a second of speech or more."""
    excerpts = ((_speech(sound, rate), rate) for sound, rate in _excerpts(path, places))
    return [score(speech, rate) for speech, rate in excerpts if len(speech) >= rate]


def _speech(sound: Samples, rate: int) -> Samples:
    """The sound without its pauses."""
    window = rate // 10
    windows = sound[: len(sound) // window * window].reshape(-1, window)
    levels = np.sqrt(np.square(windows).mean(axis=1))
    loud = levels > max(1e-4, levels.max(initial=0) * 10 ** (-QUIET_DB / 20))
    near = loud | np.append(loud[1:], False) | np.append(np.False_, loud[:-1])
    speech: Samples = windows[near].reshape(-1)
    return speech


def _excerpts(path: Path, places: Sequence[float]) -> Iterator[tuple[Samples, int]]:
    """Mono excerpts of the file, with their rate; its beginning alone where it is short."""
    import av

    try:
        with av.open(str(path)) as file:
            length = (file.duration or 0) / 1e6
            for place in places if length > 2 * LISTENED_S else places[:1]:
                file.seek(int(1e6 * length * place) if length > 2 * LISTENED_S else 0)
                frames: list[Samples] = []
                rate = file.streams.audio[0].rate
                resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
                for frame in file.decode(audio=0):
                    frames += [piece.to_ndarray()[0] for piece in resampler.resample(frame)]
                    if sum(map(len, frames)) >= LISTENED_S * rate:
                        break
                yield np.concatenate([np.zeros(0, np.float32), *frames]), rate
    except (av.FFmpegError, IndexError) as error:
        raise RefusedError(f"{path} cannot be decoded: {error}") from None


def score(sound: Samples, rate: int) -> float:
    """How clearly the mark is in the sound, 0 to 1."""
    import torch

    with torch.inference_mode():
        return float(_network("cpu").get_watermark(sound, sample_rate=rate, round=False).mean())


def with_mark(sound: Samples, rate: int) -> Samples:
    """The sound with the mark, and up to 10 ms shorter. Computed on a GPU where there is one.

    Raises:
        MissingExtraError: something that Perth imports is not installed.
    """
    import torch

    with torch.inference_mode():  # without it every layer would keep its input for training
        network = _network("cuda" if torch.cuda.is_available() else "cpu")
        marked: Samples = network.apply_watermark(sound, sample_rate=rate)
    return marked


@functools.cache
def _network(device: str) -> Any:
    """Perth's network: 40 MB of weights, which take 5 CPU seconds and 490 MB to load with all that is imported.

    Raises:
        MissingExtraError: something that it imports is not installed.
    """
    from models.torchaudio_parts import torchaudio

    try:
        torchaudio("transforms")  # needs help beside a torch of another build
        import perth
    except (ImportError, MissingExtraError):
        raise MissingExtraError(f"Perth wants torch, torchaudio, librosa and setuptools below 81: {INSTALL}") from None
    if perth.PerthImplicitWatermarker is None:
        raise MissingExtraError(f"Perth wants torch, torchaudio, librosa and setuptools below 81: {INSTALL}")
    with redirect_stdout(StringIO()):  # Perth prints its step count
        return perth.PerthImplicitWatermarker(device=device)


def main() -> None:
    paths = [Path(path) for path in json.loads(sys.stdin.readline())]
    places = PLACES if len(paths) <= SEVERAL else PLACES[1:2]
    sys.stdout.write(json.dumps([min(_scores(path, places), default=None) for path in paths]) + "\n")


if __name__ == "__main__":
    main()
