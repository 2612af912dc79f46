"""Sound files as they are made: takes in, bytes out. Every file says that its voice is synthetic, where it can.

FFmpeg writes to a pipe, so that nothing has to be gone back to; what needs its length in its head (WAV, FLAC) is
written whole unless a client asks for a stream.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from flows.service.messages import Format
from pipeline.audio import Samples
from pipeline.delivery.encoding.encoder import resampler
from pipeline.delivery.provenance.record import STATEMENT


@dataclass(frozen=True, slots=True)
class Written:
    """How a format is written, under FFmpeg's names."""

    media_type: str
    container: str = ""
    encoder: str = ""
    samples: str = "s16"
    bit_rate: int = 0
    options: tuple[tuple[str, str], ...] = ()  # of the container
    coding: tuple[tuple[str, str], ...] = ()  # of the encoder
    rates_hz: tuple[int, ...] = ()  # those that it takes; all where none is named


FORMATS: Mapping[Format, Written] = {
    "mp3": Written(
        "audio/mpeg", "mp3", "libmp3lame", "fltp", 64_000, (("write_xing", "0"), ("id3v2_version", "3")),
        (("compression_level", "7"),),  # 25 ms for 4.5 s of speech; 5, which is LAME's own: 38 ms, and no nearer to it
        rates_hz=(22_050, 24_000, 44_100, 48_000, 32_000, 16_000),
    ),
    "opus": Written("audio/ogg", "ogg", "libopus", "flt", 32_000, coding=(("application", "voip"),),
                    rates_hz=(48_000, 24_000, 16_000)),
    "aac": Written(
        "audio/aac", "adts", "aac", "fltp", 64_000, (("write_id3v2", "1"),), (("aac_coder", "fast"),),
        (24_000, 22_050, 32_000, 44_100, 48_000),
    ),
    "flac": Written("audio/flac", "flac", "flac", "s16"),
    "wav": Written("audio/wav", "wav", "pcm_s16le", "s16"),
    "pcm": Written("audio/pcm", rates_hz=(24_000,)),  # OpenAI's: 24 kHz, 16 bit, little-endian, mono, without a head
}  # fmt: skip


class _Pipe(io.RawIOBase):
    """What FFmpeg writes and cannot go back in; `taken` empties it."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written += bytes(data)
        return len(data)

    def taken(self) -> bytes:
        data, self._written = bytes(self._written), bytearray()
        return data


class _File(io.BytesIO):
    """A file in memory, which FFmpeg goes back in to write its length."""

    def taken(self) -> bytes:
        return b""


class SoundStream:
    """One sound of one format.

    Args:
        rate_hz: of what will be added.
        whole: the bytes come at the end, all together, with lengths in their head.
    """

    def __init__(self, form: Format, rate_hz: int, *, whole: bool):
        import av

        self.written, self._whole = FORMATS[form], whole
        rates = self.written.rates_hz
        self.rate_hz = rate_hz if not rates or rate_hz in rates else rates[0]
        self._resampler = resampler(rate_hz, self.rate_hz)
        self._count = 0
        self._sink: _Pipe | _File = _File() if whole and self.written.container else _Pipe()
        self._out: Any = None
        if self.written.container:
            options = dict(self.written.options)
            self._out = av.open(self._sink, "w", format=self.written.container, options=options)
            self._out.metadata["comment"] = STATEMENT
            self._stream: Any = self._out.add_stream(self.written.encoder, rate=self.rate_hz)
            self._stream.layout, self._stream.format = "mono", self.written.samples
            self._stream.codec_context.options = dict(self.written.coding)
            if self.written.bit_rate:
                self._stream.bit_rate = self.written.bit_rate

    def add(self, samples: Samples) -> bytes:
        """`samples` [n] at the rate of what is added; returns what can be sent."""
        self._write(self._resampler.resample_chunk(samples) if self._resampler else samples)
        return self._sink.taken()

    def finish(self) -> bytes:
        """The rest, or the whole file."""
        if self._resampler:
            self._write(self._resampler.resample_chunk(np.zeros(0, np.float32), last=True))
        if self._out is not None:
            self._out.mux(self._stream.encode(None))
            self._out.close()
        return self._sink.getvalue() if isinstance(self._sink, _File) else self._sink.taken()

    def _write(self, samples: Samples) -> None:
        if not len(samples):
            return
        # Takes lie within full scale; a resampler may pass it by a hair, which integers would wrap round.
        pcm = np.round(np.clip(samples, -1, 1) * 32767).astype("<i2")
        if self._out is None:
            self._sink.write(pcm.tobytes())
            return
        import av

        planar = self.written.samples == "fltp"
        block = pcm if self.written.samples == "s16" else samples.astype(np.float32)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(block.reshape(1, -1)), format="fltp" if planar else self.written.samples, layout="mono"
        )
        frame.sample_rate, frame.pts = self.rate_hz, self._count
        self._out.mux(self._stream.encode(frame))
        self._count += len(samples)
