"""Sound: clips and how takes store them, trimming, limiting, room tone, loudness and levels of any file."""

from pipeline.audio.clips import Clip, OverloadError, Samples, blocks, take_bytes, take_clip
from pipeline.audio.levels import LevelMeter, decibels
from pipeline.audio.limiter import Limiting, limited, true_peak
from pipeline.audio.loudness import (
    Curve,
    LoudnessMeter,
    curve_of,
    curve_text,
    integrated_lufs,
    loudness_range_lu,
    momentary,
    short_term,
)
from pipeline.audio.measuring import Measured, decoded, measure, measured
from pipeline.audio.polishing import de_essed, gated, high_passed
from pipeline.audio.roomtone import Room, laid_under, recorded_tone, room_tone
from pipeline.audio.trimming import faded, heard_range, trimmed
from pipeline.audio.writing import sound_writer

__all__ = [
    "Clip",
    "Curve",
    "LevelMeter",
    "Limiting",
    "LoudnessMeter",
    "Measured",
    "OverloadError",
    "Room",
    "Samples",
    "blocks",
    "curve_of",
    "curve_text",
    "de_essed",
    "decibels",
    "decoded",
    "faded",
    "gated",
    "heard_range",
    "high_passed",
    "integrated_lufs",
    "laid_under",
    "limited",
    "loudness_range_lu",
    "measure",
    "measured",
    "momentary",
    "recorded_tone",
    "room_tone",
    "short_term",
    "sound_writer",
    "take_bytes",
    "take_clip",
    "trimmed",
    "true_peak",
]
