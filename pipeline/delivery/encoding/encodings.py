"""Encodings: a codec at a bit rate, a sample rate and a number of channels, and how long a chapter is in it."""

from __future__ import annotations

import functools
import importlib.metadata
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.delivery.book import ChapterAudio
from pipeline.delivery.encoding.codec import AAC, FLAC, MP3, OPUS, Codec, whole_frames
from pipeline.manifests import Spec
from pipeline.records import Master
from pipeline.store import encoded_key

VERSION = 3  # of framing and padding: raise it when the same master should be encoded otherwise

# Stretches of a master, as first and last+1 sample; none is the whole of it.
Runs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Encoding:
    codec: Codec
    bit_rate: int = 0  # bits a second; 0 where the codec is lossless
    sample_rate_hz: int = 0  # 0: the master's own
    channels: int = 1  # 2: the master in both

    def settings(self) -> dict[str, Any]:
        """What decides the encoded file, for keys."""
        return {
            "name": self.codec.name,
            "bit_rate": self.bit_rate,
            "sample_rate_hz": self.sample_rate_hz,
            "channels": self.channels,
            "encoder": _encoder(),
            "version": VERSION,
        }

    @property
    def is_the_masters(self) -> bool:
        """Whether a whole chapter in it is its master as it is: masters are FLAC with one channel."""
        return self.codec == FLAC and self.channels == 1

    @property
    def layout(self) -> str:
        return "stereo" if self.channels == 2 else "mono"

    def key(self, master: Master, runs: Runs = ()) -> str:
        return encoded_key(master.digest, self.settings() | ({"runs": [list(run) for run in runs]} if runs else {}))

    def rate_for(self, sample_rate_hz: int) -> int:
        """Of the encoded file, in Hz, where the master has `sample_rate_hz`."""
        if (known := self.codec.sample_rates_hz) and sample_rate_hz not in known:
            return known[-1]
        return self.sample_rate_hz or sample_rate_hz


@functools.cache
def _encoder() -> str:
    return f"av {importlib.metadata.version('av')}"  # asked for each chapter, and a package's metadata is a file


Cut = tuple[Encoding, Master, Runs]  # what is to be encoded on its own


def aac_of(spec: Spec) -> Encoding:
    return Encoding(AAC, spec.rates.aac_bit_rate, 0, spec.rates.channels)


def mp3_of(spec: Spec) -> Encoding:
    return Encoding(MP3, spec.rates.mp3_bit_rate, spec.rates.mp3_sample_rate_hz, spec.rates.channels)


def opus_of(spec: Spec) -> Encoding:
    return Encoding(OPUS, spec.rates.opus_bit_rate, 0, spec.rates.channels)


def flac_of(spec: Spec) -> Encoding:
    return Encoding(FLAC, 0, 0, spec.rates.channels)


def length_of(master: Master, runs: Runs = ()) -> int:
    """Samples of these stretches."""
    return sum(last - first for first, last in runs) if runs else master.samples


def padded_samples(master: Master, runs: Runs = ()) -> int:
    """A master's length, rounded up to whole AAC frames, so that chapters can be joined packet by packet."""
    return whole_frames(length_of(master, runs))


def starts_of(chapters: Sequence[ChapterAudio]) -> list[int]:
    """Where each chapter begins in a book that is one file, and the book's end; in samples."""
    return list(itertools.accumulate((padded_samples(chapter.master) for chapter in chapters), initial=0))


def chapter_starts_ms(chapters: Sequence[ChapterAudio]) -> list[int]:
    """Where each chapter begins in a book that is one file: chapters are padded to whole frames of AAC."""
    starts = starts_of(chapters)[:-1]
    return [round(1000 * start / c.master.sample_rate_hz) for start, c in zip(starts, chapters, strict=True)]
