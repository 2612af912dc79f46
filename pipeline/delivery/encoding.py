"""One chapter's audio in a codec, without tags; encoded once and shared by every format that uses it.

AAC is FFmpeg's own encoder with its `fast` coder: at 64 kbit/s of mono speech it is three times as fast as the
default one and better (25.9 against 23.3 dB signal to noise, PESQ 3.97 against 3.82). PyAV lets go of the interpreter
while it encodes, so that threads use all cores. What was encoded is decoded again in the same call, while the file is
still in memory, and held against its source (`listening`). A chapter whose master is being made is encoded on the way
(`Encodings`): reading the master back would cost 1.0 CPU second an hour, a tenth of the encoder's.
"""

from __future__ import annotations

import functools
import importlib.metadata
import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from pipeline.audio import Samples, decoded
from pipeline.audio.measuring import bit_rate_of, codec_of, opened
from pipeline.delivery.as_delivered import Listener, listening
from pipeline.delivery.book import ChapterAudio
from pipeline.delivery.listening import Ear, missed
from pipeline.delivery.mpeg import DELAY, frame_samples, frames, info_frame
from pipeline.errors import NotDelivered
from pipeline.records import Master
from pipeline.store import Slip, Store, encoded_key

VERSION = 3  # of framing and padding: raise it when the same master should be encoded otherwise
AAC_FRAME = 1024  # samples a packet; the encoder's priming is as long
BLOCK_S = 240 * AAC_FRAME / 24_000  # 10 s: each read and each call of the encoder costs its own
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
        return {"name": self.name, "bit_rate": self.bit_rate, "sample_rate_hz": self.sample_rate_hz,
                "channels": self.channels, "encoder": _encoder(), "version": VERSION}

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
    return _padded(length_of(master, runs))


def _padded(samples: int) -> int:
    return -(-samples // AAC_FRAME) * AAC_FRAME


def starts_of(chapters: Sequence[ChapterAudio]) -> list[int]:
    """Where each chapter begins in a book that is one file, and the book's end; in samples."""
    return list(itertools.accumulate((padded_samples(chapter.master) for chapter in chapters), initial=0))


def find_encoded(store: Store, master: Master, codec: Codec, runs: Runs = ()) -> Slip | str:
    return store.find("encoded", codec.key(master, runs))


def encode(store: Store, master: Master, codec: Codec, runs: Runs = ()) -> Slip:
    """Encodes a chapter or stretches of it, or finds them; what was encoded is decoded again and compared.

    Raises:
        NotDelivered: the encoded file decodes to another length, or to something else than the master.
        Damaged: the master is missing or does not match its digest.
    """
    known = find_encoded(store, master, codec, runs)
    if isinstance(known, Slip):
        return known
    source = store.file(master.digest)
    with store.making() as path:
        if codec.name == "flac":
            _cut(source, path, runs, codec.channels)
            facts: dict[str, Any] = {"samples": length_of(master, runs), "sample_rate_hz": master.sample_rate_hz}
        else:
            with _Encoding(path, codec, master.sample_rate_hz) as encoding:
                for block in _blocks(source, runs):
                    encoding.add(block)
                facts = encoding.finish()
        return store.keep_file("encoded", codec.key(master, runs), path, facts, {"master": master.digest})


class Encodings:
    """A chapter's encodings in some codecs, made of the sound of its master while that is made (`masters.Hearer`).

    Within `with`; what is not kept in the end is forgotten.
    """

    def __init__(self, store: Store, codecs: Iterable[Codec]):
        self._store = store
        self._codecs = [codec for codec in codecs if codec.name in ENCODERS]
        self._open = ExitStack()
        self._under_way: list[_Encoding] = []

    def __enter__(self) -> Encodings:
        return self

    def __exit__(self, *error: Any) -> None:
        self._open.__exit__(*error)  # a full disk is told as the store tells it

    def begin(self, sample_rate_hz: int) -> None:
        self._open.close()
        self._under_way = [self._open.enter_context(_Encoding(self._open.enter_context(self._store.making()), codec,
                                                              sample_rate_hz)) for codec in self._codecs]

    def add(self, samples: Samples) -> None:
        for encoding in self._under_way:
            encoding.add(samples)

    def keep(self, master: Master) -> None:
        """The sound was that of `master`, and that was all of it.

        Raises:
            NotDelivered: as `encode`.
        """
        for encoding in self._under_way:
            facts = encoding.finish()
            self._store.keep_file("encoded", encoding.codec.key(master), encoding.path, facts,
                                  {"master": master.digest})


class _Encoding:
    """Sound on its way into a file: resampled, padded to whole frames where frames will be joined, heard again."""

    def __init__(self, path: Path, codec: Codec, sample_rate_hz: int):
        import av

        self.path, self.codec = path, codec
        self._given_hz, self._rate = sample_rate_hz, codec.rate_for(sample_rate_hz)
        self._given = self._written = 0  # samples, at either rate
        self._ear = Ear(self._rate)
        self._resampler = _resampler(sample_rate_hz, self._rate)
        container, encoder, self._layout, options = ENCODERS[codec.name]
        # FFmpeg would put a tag with its own name before the first frame; and give every Ogg stream a number by chance.
        muxer = {"mp3": {"id3v2_version": "0"}, "opus": {"fflags": "+bitexact"}}.get(codec.name, {})
        self._out: Any = av.open(str(path), "w", format=container, options=muxer)
        self._stream: Any = self._out.add_stream(encoder, rate=self._rate)
        context = self._stream.codec_context
        context.layout, context.format = codec.layout, self._layout
        context.bit_rate, context.options = codec.bit_rate, options

    def __enter__(self) -> _Encoding:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.close()

    def add(self, samples: Samples) -> None:
        """`samples` [n], at the master's rate."""
        self._given += len(samples)
        self._write(self._resampler.resample_chunk(samples) if self._resampler else samples)

    def finish(self) -> dict[str, Any]:
        """Closes the file and hears it again; what its slip shall say."""
        if self._resampler:
            self._write(self._resampler.resample_chunk(np.zeros(0, np.float32), last=True))
        self._write(np.zeros(max(0, self._wanted() - self._written), np.float32))
        self._out.mux(self._stream.encode(None))
        self._out.close()
        samples = self._written
        if self.codec.name == "mp3":
            samples = round(self._given * self._rate / self._given_hz)
            _tell_end(self.path, self._written - samples, self._rate)
        return _check(self.path, self.codec, samples, self._rate, self._ear)

    def _wanted(self) -> int:
        """MP3 is padded as far as AAC, so that its frames can be joined to a book as long as the M4B."""
        if self.codec.name == "aac":
            return _padded(self._given)
        if self.codec.name == "mp3":
            frame = frame_samples(self._rate)
            return -(-_padded(self._given) * self._rate // (self._given_hz * frame)) * frame
        return 0

    def _write(self, block: Samples) -> None:
        import av

        if not len(block):
            return
        self._ear.add(block)
        frame = av.AudioFrame.from_ndarray(_laid_out(block, self.codec.channels, self._layout), format=self._layout,
                                           layout=self.codec.layout)
        frame.sample_rate, frame.pts = self._rate, self._written
        self._out.mux(self._stream.encode(frame))
        self._written += len(block)


def _laid_out(block: Samples, channels: int, layout: str) -> Samples:
    """As FFmpeg takes it: planes, or channels in turn."""
    both = np.repeat(block[None, :], channels, axis=0)
    return both if layout.endswith("p") else np.ascontiguousarray(both.T.reshape(1, -1))


def _resampler(rate: int, wanted: int) -> Any:
    """None where there is nothing to resample."""
    import soxr

    return None if rate == wanted else soxr.ResampleStream(rate, wanted, 1, dtype="float32")


def _tell_end(path: Path, padding: int, rate: int) -> None:
    """LAME's header says where the sound ends, to the sample: after that players that know it play nothing."""
    first, *sound = frames(path.read_bytes())
    with path.open("r+b") as file:
        file.write(info_frame(first, len(sound), sum(map(len, sound)), frame_samples(rate) - DELAY + padding))


def _blocks(source: Path, runs: Runs) -> Iterator[Samples]:
    with soundfile.SoundFile(source) as file:
        size = int(BLOCK_S * file.samplerate)
        for first, last in runs or ((0, file.frames),):
            file.seek(first)
            for at in range(first, last, size):
                yield file.read(min(size, last - at), dtype="float32")


def _cut(source: Path, path: Path, runs: Runs, channels: int) -> None:
    """Stretches of a lossless file as another, sample by sample."""
    with soundfile.SoundFile(source) as file, soundfile.SoundFile(
            path, "w", file.samplerate, channels, "PCM_16", format="FLAC", compression_level=0.5) as out:
        size = int(BLOCK_S * file.samplerate)
        for first, last in runs or ((0, file.frames),):
            file.seek(first)
            for at in range(first, last, size):
                sound = file.read(min(size, last - at), dtype="int16")
                out.write(np.repeat(sound[:, None], channels, axis=1))


def _check(path: Path, codec: Codec, samples: int, rate: int, source: Ear) -> dict[str, Any]:
    """Decodes it all, compares what comes out with what went in, and measures it.

    LAME's header and Opus's granules say what is sound; AAC's priming is decoded here, and cut by M4B's edit list.
    """
    with opened(path) as file:
        stream = file.streams.audio[0]
        name, (bit_rate, constant) = codec_of(file), bit_rate_of(file, path)
        listener, heard = Listener(stream.rate, stream.channels), Ear(stream.rate)
        skip = AAC_FRAME if codec.name == "aac" else 0
        found = 0
        for block in listening(decoded(file), listener, skip):
            found += len(block)
            heard.add(block)
    if name == "aac":  # ADTS does not say; its packets do
        bit_rate = round(8 * path.stat().st_size * rate / max(1, samples))
    expected = round(samples * heard.sample_rate_hz / rate)
    if abs(found - expected) > 1:
        raise NotDelivered(f"a chapter encoded as {codec.name} decodes to {found:,} samples, "
                           f"{expected:,} were expected")
    if trouble := missed(source, heard):
        raise NotDelivered(f"a chapter encoded as {codec.name} does not sound as its master: {trouble}")
    return listener.facts(name, bit_rate, constant)


def aac_packets(data: bytes) -> Iterator[bytes]:
    """The raw AAC frames of an ADTS stream (ISO/IEC 13818-7, 6.2): 7 bytes of header each, 13 bits of them length."""
    at = 0
    while at < len(data):
        length = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
        yield data[at + 7 : at + length]
        at += length
