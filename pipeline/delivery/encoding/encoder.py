"""One file on its way through FFmpeg's encoder, and heard again when it is closed.

AAC is FFmpeg's own encoder with its `fast` coder: at 64 kbit/s of mono speech it is three times as fast as the
default one and better (25.9 against 23.3 dB signal to noise, PESQ 3.97 against 3.82). PyAV lets go of the interpreter
while it encodes, so that threads use all cores.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from pipeline.audio import Samples, decoded
from pipeline.audio.measuring import bit_rate_of, codec_of, opened
from pipeline.delivery.containers.mpeg import DELAY, frame_samples, frames, info_frame
from pipeline.delivery.encoding.codec import AAC_FRAME, ENCODERS, Codec, whole_frames
from pipeline.delivery.encoding.listening import Ear, missed
from pipeline.delivery.verify.as_delivered import Listener, listening
from pipeline.errors import DeliveryError


class Encoder:
    """Sound on its way into a file: resampled, padded to whole frames where frames will be joined, heard again."""

    def __init__(self, path: Path, codec: Codec, sample_rate_hz: int):
        import av

        self.path, self.codec = path, codec
        self._given_hz, self._rate = sample_rate_hz, codec.rate_for(sample_rate_hz)
        self._given = self._written = 0  # samples, at either rate
        self._ear = Ear(self._rate)
        self._resampler = resampler(sample_rate_hz, self._rate)
        container, encoder, self._layout, options = ENCODERS[codec.name]
        # FFmpeg would put a tag with its own name before the first frame; and give every Ogg stream a number by chance.
        muxer = {"mp3": {"id3v2_version": "0"}, "opus": {"fflags": "+bitexact"}}.get(codec.name, {})
        self._out: Any = av.open(str(path), "w", format=container, options=muxer)
        self._stream: Any = self._out.add_stream(encoder, rate=self._rate)
        context = self._stream.codec_context
        context.layout, context.format = codec.layout, self._layout
        context.bit_rate, context.options = codec.bit_rate, options

    def __enter__(self) -> Encoder:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.close()

    def add(self, samples: Samples) -> None:
        """`samples` [n], at the master's rate."""
        self._given += len(samples)
        self._write(self._resampler.resample_chunk(samples) if self._resampler else samples)

    def finish(self) -> dict[str, Any]:
        """Closes the file and hears it again; what its cache entry shall say."""
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
            return whole_frames(self._given)
        if self.codec.name == "mp3":
            frame = frame_samples(self._rate)
            return -(-whole_frames(self._given) * self._rate // (self._given_hz * frame)) * frame
        return 0

    def _write(self, block: Samples) -> None:
        import av

        if not len(block):
            return
        self._ear.add(block)
        frame = av.AudioFrame.from_ndarray(
            _laid_out(block, self.codec.channels, self._layout), format=self._layout, layout=self.codec.layout
        )
        frame.sample_rate, frame.pts = self._rate, self._written
        self._out.mux(self._stream.encode(frame))
        self._written += len(block)


def _laid_out(block: Samples, channels: int, layout: str) -> Samples:
    """As FFmpeg takes it: planes, or channels in turn."""
    both = np.repeat(block[None, :], channels, axis=0)
    return both if layout.endswith("p") else np.ascontiguousarray(both.T.reshape(1, -1))


def resampler(rate: int, wanted: int) -> Any:
    """None where there is nothing to resample."""
    import soxr

    return None if rate == wanted else soxr.ResampleStream(rate, wanted, 1, dtype="float32")


def _tell_end(path: Path, padding: int, rate: int) -> None:
    """LAME's header says where the sound ends, to the sample: after that players that know it play nothing."""
    first, *sound = frames(path.read_bytes())
    with path.open("r+b") as file:
        file.write(info_frame(first, len(sound), sum(map(len, sound)), frame_samples(rate) - DELAY + padding))


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
        raise DeliveryError(
            f"a chapter encoded as {codec.name} decodes to {found:,} samples, {expected:,} were expected"
        )
    if trouble := missed(source, heard):
        raise DeliveryError(f"a chapter encoded as {codec.name} does not sound as its master: {trouble}")
    return listener.facts(name, bit_rate, constant)
