"""Codecs: what one is set to, and how long a chapter is in it."""

from __future__ import annotations

import functools
import importlib.metadata
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.delivery.book import ChapterAudio
from pipeline.records import Master
from pipeline.store import encoded_key

VERSION = 3  # of framing and padding: raise it when the same master should be encoded otherwise
AAC_FRAME = 1024  # samples a packet; the encoder's priming is as long
OPUS_RATES = (8_000, 12_000, 16_000, 24_000, 48_000)

# Stretches of a master, as first and last+1 sample; none is the whole of it.
Runs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Codec:
    name: str  # aac, mp3, opus, flac
    bit_rate: int
    sample_rate_hz: int  # 0: the master's own
    channels: int = 1  # 2: the master in both

    def settings(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "bit_rate": self.bit_rate,
            "sample_rate_hz": self.sample_rate_hz,
            "channels": self.channels,
            "encoder": _encoder(),
            "version": VERSION,
        }

    @property
    def layout(self) -> str:
        return "stereo" if self.channels == 2 else "mono"

    def key(self, master: Master, runs: Runs = ()) -> str:
        return encoded_key(master.digest, self.settings() | ({"runs": [list(run) for run in runs]} if runs else {}))

    def rate_for(self, sample_rate_hz: int) -> int:
        """Of the encoded file, in Hz, where the master has `sample_rate_hz`."""
        if self.name == "opus" and sample_rate_hz not in OPUS_RATES:
            return 48_000
        return self.sample_rate_hz or sample_rate_hz


@functools.cache
def _encoder() -> str:
    return f"av {importlib.metadata.version('av')}"  # asked for each chapter, and a package's metadata is a file


Cut = tuple[Codec, Master, Runs]  # what is to be encoded on its own

# Container, encoder, sample format and options, as FFmpeg names them. Bare streams, but for Opus, which has no such:
# ADTS and MP3 packets carry their own lengths, so that joiners find them without a demuxer.
ENCODERS: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "aac": ("adts", "aac", "fltp", {"aac_coder": "fast"}),
    "mp3": ("mp3", "libmp3lame", "fltp", {}),
    "opus": ("opus", "libopus", "flt", {"application": "audio"}),
}


def length_of(master: Master, runs: Runs = ()) -> int:
    """Samples of these stretches."""
    return sum(last - first for first, last in runs) if runs else master.samples


def padded_samples(master: Master, runs: Runs = ()) -> int:
    """A master's length, rounded up to whole AAC frames, so that chapters can be joined packet by packet."""
    return whole_frames(length_of(master, runs))


def whole_frames(samples: int) -> int:
    """Rounded up to whole AAC frames."""
    return -(-samples // AAC_FRAME) * AAC_FRAME


def starts_of(chapters: Sequence[ChapterAudio]) -> list[int]:
    """Where each chapter begins in a book that is one file, and the book's end; in samples."""
    return list(itertools.accumulate((padded_samples(chapter.master) for chapter in chapters), initial=0))
