"""Clip: samples and their rate. Reading and writing them; trimming, limiting and the levels that masters need."""

from pipeline.audio.clips import Clip, Overload, Samples, blocks, take_bytes, take_clip
from pipeline.audio.limiter import limited, true_peak
from pipeline.audio.loudness import Meter, integrated_lufs
from pipeline.audio.trimming import faded, trimmed

__all__ = ["Clip", "Meter", "Overload", "Samples", "blocks", "faded", "integrated_lufs", "limited", "take_bytes",
           "take_clip", "trimmed", "true_peak"]
