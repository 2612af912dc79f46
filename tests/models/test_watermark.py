"""Perth's watermark: heard in encoded files that carry it, and not in others."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models.watermark import MARKED, watermark, with_mark

installed = importlib.util.find_spec("perth") is not None


@pytest.mark.skipif(installed, reason="it is installed")
def test_without_the_extra_it_is_not_looked_for_and_that_is_said(tmp_path: Path) -> None:
    found = watermark(tmp_path / "any.mp3")
    assert (found.state, found.said) == ("unknown", "not looked for: pip install 'voicepress[watermark]'")


@pytest.mark.skipif(not installed, reason="pip install 'voicepress[watermark]'")
@pytest.mark.parametrize(
    ("suffix", "options"),
    [(".flac", {}), (".mp3", {"format": "MP3", "bitrate_mode": "CONSTANT", "compression_level": 0.5})],
)
def test_it_is_heard_in_files_that_carry_it_and_in_no_others(tmp_path: Path, suffix: str, options: dict) -> None:
    from models.hibari import Hibari
    from pipeline.engine import Prompt

    clip = (
        Hibari({})
        .perform(
            [
                Prompt(
                    "It is a truth universally acknowledged, that a single man in possession of a good "
                    "fortune, must be in want of a wife.",
                    "en",
                    1,
                )
            ]
        )[0]
        .clip
    )
    assert clip is not None
    marked = with_mark(clip.samples, clip.sample_rate_hz)
    found = {}
    for name, sound in (("plain", clip.samples), ("marked", marked)):
        soundfile.write(tmp_path / f"{name}{suffix}", np.clip(sound, -1, 1), clip.sample_rate_hz, **options)
        found[name] = watermark(tmp_path / f"{name}{suffix}")
    assert found["marked"].state == "fits"
    assert found["plain"].state == "none"
    assert found["plain"].detail < 0.2 < MARKED < 0.8 < found["marked"].detail
