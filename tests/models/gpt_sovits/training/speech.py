"""Short lines with sound, as a folder that a training reads: buzzes of a length that fits their text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

TEXTS = (
    "The old lighthouse stood alone.",
    "Nobody had climbed its stairs for years.",
    "A letter came on Monday morning.",
    "She read it twice beside the window.",
    "Then the rain began to fall again.",
    "We walked along the empty harbour.",
    "Every boat was gone by noon.",
    "He counted seven bells and waited.",
    "The kettle sang on the small stove.",
    "Tomorrow would be another day.",
)


def buzz(path: Path, seconds: float, pitch: float = 120.0, rate: int = 22050) -> None:
    time = np.arange(int(seconds * rate)) / rate
    wave = sum(np.sin(2 * np.pi * pitch * k * time) / k for k in range(1, 8)) * (0.6 + 0.4 * np.sin(9 * time))
    noise = np.random.default_rng(int(pitch)).standard_normal(len(time))
    soundfile.write(path, (0.1 * wave + 0.003 * noise).astype(np.float32), rate, "PCM_16")


def lines(folder: Path, count: int = 6) -> list[str]:
    """Writes sounds; -> a line of a list for each."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, text in enumerate(TEXTS[:count]):
        buzz(folder / f"{number:02}.wav", 0.055 * len(text), 100.0 + 10 * number)
        written.append(f"{number:02}.wav|ann|EN|{text}")
    return written


def data_folder(folder: Path, count: int = 6) -> Path:
    written = lines(folder, count)
    (folder / "ann.list").write_text("\n".join(written) + "\n", "utf-8")
    return folder
