"""Encodes one file through FFmpeg, then decodes it and compares it with what went in.

PyAV releases the interpreter's lock while it encodes, so that threads use all cores.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from pipeline.audio import Samples, decoded
from pipeline.audio.measuring import bit_rate_of, codec_of, opened
from pipeline.delivery.encoding.codec import Codec
from pipeline.delivery.encoding.comparing import LevelCurve, difference
from pipeline.delivery.encoding.encodings import Encoding
from pipeline.delivery.verify.as_delivered import DeliveryMeter, EncodedSound, metered
from pipeline.errors import DeliveryError


class FileEncoder:
    """Writes one encoded file from blocks of a master: resamples, pads to whole frames where frames will be joined."""

    def __init__(self, path: Path, encoding: Encoding, sample_rate_hz: int):
        import av

        self.path, self.encoding = path, encoding
        self._given_hz, self._rate = sample_rate_hz, encoding.rate_for(sample_rate_hz)
        self._given = self._written = 0  # samples, at either rate
        self._source = LevelCurve(self._rate)
        self._resampler = resampler(sample_rate_hz, self._rate)
        assert encoding.codec.ffmpeg, f"{encoding.codec.name} is not written by FFmpeg"
        ffmpeg = encoding.codec.ffmpeg
        self._samples = ffmpeg.sample_format
        self._out: Any = av.open(str(path), "w", format=ffmpeg.stream, options=dict(ffmpeg.stream_options))
        self._stream: Any = self._out.add_stream(ffmpeg.encoder, rate=self._rate)
        context = self._stream.codec_context
        context.layout, context.format = encoding.layout, self._samples
        context.bit_rate, context.options = encoding.bit_rate, dict(ffmpeg.options)

    def __enter__(self) -> FileEncoder:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.close()

    def add(self, samples: Samples) -> None:
        """`samples` [n], at the master's rate."""
        self._given += len(samples)
        self._write(self._resampler.resample_chunk(samples) if self._resampler else samples)

    def finish(self) -> EncodedSound:
        """Closes the file and decodes it again; returns the facts for its cache entry."""
        if self._resampler:
            self._write(self._resampler.resample_chunk(np.zeros(0, np.float32), last=True))
        codec = self.encoding.codec
        padded = codec.padded(self._given, self._given_hz, self._rate) if codec.padded else 0
        self._write(np.zeros(max(0, padded - self._written), np.float32))
        self._out.mux(self._stream.encode(None))
        self._out.close()
        samples = self._written
        if codec.tell_padding:
            samples = round(self._given * self._rate / self._given_hz)
            codec.tell_padding(self.path, self._written - samples, self._rate)
        return _check(self.path, codec, samples, self._rate, self._source)

    def _write(self, block: Samples) -> None:
        import av

        if not len(block):
            return
        self._source.add(block)
        frame = av.AudioFrame.from_ndarray(
            _laid_out(block, self.encoding.channels, self._samples), format=self._samples, layout=self.encoding.layout
        )
        frame.sample_rate, frame.pts = self._rate, self._written
        self._out.mux(self._stream.encode(frame))
        self._written += len(block)


def _laid_out(block: Samples, channels: int, sample_format: str) -> Samples:
    """The block as FFmpeg takes it: one plane per channel, or channels interleaved."""
    both = np.repeat(block[None, :], channels, axis=0)
    return both if sample_format.endswith("p") else np.ascontiguousarray(both.T.reshape(1, -1))


def resampler(rate: int, wanted: int) -> Any:
    """None where there is nothing to resample."""
    import soxr

    return None if rate == wanted else soxr.ResampleStream(rate, wanted, 1, dtype="float32")


def _check(path: Path, codec: Codec, samples: int, rate: int, source: LevelCurve) -> EncodedSound:
    """Decodes the whole file, compares the result with what went in, and measures it.

    LAME's header and Opus's granules say what is sound; AAC's priming is decoded here, and cut by M4B's edit list.
    """
    with opened(path) as file:
        stream = file.streams.audio[0]
        name, (bit_rate, constant) = codec_of(file), bit_rate_of(file, path)
        meter, heard = DeliveryMeter(stream.rate, stream.channels), LevelCurve(stream.rate)
        decoded_samples = 0
        for block in metered(decoded(file), meter, codec.priming):
            decoded_samples += len(block)
            heard.add(block)
    if not codec.tells_bit_rate:  # ADTS has no such field; the sum of its packets is as good
        bit_rate = round(8 * path.stat().st_size * rate / max(1, samples))
    expected = round(samples * heard.sample_rate_hz / rate)
    if abs(decoded_samples - expected) > 1:
        raise DeliveryError(
            f"a chapter encoded as {codec.name} decodes to {decoded_samples:,} samples, {expected:,} were expected"
        )
    if trouble := difference(source, heard):
        raise DeliveryError(f"a chapter encoded as {codec.name} does not sound as its master: {trouble}")
    return meter.sound(name, bit_rate, constant)
