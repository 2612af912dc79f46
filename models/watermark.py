"""Resemble AI's Perth: an inaudible mark in the sound itself, that survives encoding; here it is looked for.

A mark of presence alone (it holds no message): 1.0 where it is throughout, 0.0 where it is not. The package declares
none of what it imports (torch, torchaudio, librosa, pkg_resources) and hides that they are missing; the extra does.
"""

from __future__ import annotations

import functools
import importlib.util
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.delivery.marks import Mark
from pipeline.errors import MissingExtra, Refused

MARKED = 0.5  # marked sound scores 0.9 and more after AAC and MP3, other sound 0.1 and less
LISTENED_S = 20.0  # from each of three places: credits, body, end; detection runs 14 times real time on one core
PLACES = (0.02, 0.5, 0.9)  # of the file's length
INSTALL = "pip install 'voicepress[watermark]'"


def watermark(path: Path) -> Mark:
    """Whether the file's sound carries the mark; "unknown" where it cannot be looked for."""
    if not importlib.util.find_spec("perth"):
        return Mark("watermark", "unknown", f"not looked for: {INSTALL}")
    try:
        score = _score(path)
    except MissingExtra as error:
        return Mark("watermark", "unknown", f"not looked for: {error}")
    if score is None:
        return Mark("watermark", "unknown", "the sound is too short or too quiet to carry one")
    if score >= MARKED:
        return Mark("watermark", "fits", f"a Perth watermark is in the sound (score {score:.2f})", score)
    return Mark("watermark", "none", f"no Perth watermark in the sound (score {score:.2f})", score)


def _score(path: Path) -> float | None:
    perth = _perth()
    scores = []
    for sound, rate in _excerpts(path):
        if len(sound) >= rate and np.abs(sound).max() > 1e-3:
            scores.append(float(perth.get_watermark(sound, sample_rate=rate, round=False).mean()))
    return max(scores, default=None)


def _excerpts(path: Path) -> list[tuple[Any, int]]:
    """Mono float32 sound from some places of the file, with its rate."""
    import av

    out = []
    try:
        with av.open(str(path)) as file:
            length = (file.duration or 0) / 1e6
            for place in PLACES if length > 2 * LISTENED_S else PLACES[:1]:
                file.seek(int(1e6 * length * place))
                frames: list[Any] = []
                rate = file.streams.audio[0].rate
                resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
                for frame in file.decode(audio=0):
                    frames += [piece.to_ndarray()[0] for piece in resampler.resample(frame)]
                    if sum(map(len, frames)) >= LISTENED_S * rate:
                        break
                out.append((np.concatenate([np.zeros(0, np.float32), *frames]), rate))
    except (av.FFmpegError, IndexError) as error:
        raise Refused(f"{path} cannot be decoded: {error}") from None
    return out


@functools.cache
def _perth() -> Any:
    from models.gpt_sovits.spectrum import torchaudio

    try:
        torchaudio("transforms")  # it stands beside a torch of another build only with a little help
        import perth
    except (ImportError, MissingExtra):
        raise MissingExtra(f"Perth wants torch, torchaudio, librosa and setuptools below 81: {INSTALL}") from None
    if perth.PerthImplicitWatermarker is None:
        raise MissingExtra(f"Perth wants torch, torchaudio, librosa and setuptools below 81: {INSTALL}")
    with redirect_stdout(StringIO()):  # it tells its step count
        return perth.PerthImplicitWatermarker()
