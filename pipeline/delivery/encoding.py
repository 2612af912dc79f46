"""One chapter's audio in a codec, without tags; encoded once and shared by every format that uses it.

AAC is FFmpeg's own encoder with its `fast` coder: at 64 kbit/s of mono speech it is three times as fast as the
default one and better (25.9 against 23.3 dB signal to noise, PESQ 3.97 against 3.82). PyAV lets go of the interpreter
while it encodes, so that threads use all cores.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.audio import Samples, blocks
from pipeline.errors import NotDelivered
from pipeline.records import Master
from pipeline.store import Slip, Store, encoded_key

AAC_FRAME = 1024  # samples a packet; the encoder's priming is as long
BLOCK_S = 240 * AAC_FRAME / 24_000  # 10 s: each read and each call of the encoder costs its own


@dataclass(frozen=True, slots=True)
class Codec:
    name: str  # aac, mp3
    bit_rate: int
    sample_rate_hz: int  # 0: the master's own

    def settings(self) -> dict[str, Any]:
        return {"name": self.name, "bit_rate": self.bit_rate, "sample_rate_hz": self.sample_rate_hz,
                "encoder": f"av {importlib.metadata.version('av')}"}

    def key(self, master: Master) -> str:
        return encoded_key(master.digest, self.settings())


def padded_samples(master: Master) -> int:
    """A master's length, rounded up to whole AAC frames, so that chapters can be joined packet by packet."""
    return -(-master.samples // AAC_FRAME) * AAC_FRAME


def find_encoded(store: Store, master: Master, codec: Codec) -> Slip | str:
    return store.find("encoded", codec.key(master))


def encode(store: Store, master: Master, codec: Codec) -> Slip:
    """Encodes a chapter, or finds it; what was encoded is decoded again and counted.

    Raises:
        NotDelivered: the encoded file decodes to another length.
        Damaged: the master is missing or does not match its digest.
    """
    known = find_encoded(store, master, codec)
    if isinstance(known, Slip):
        return known
    source = store.file(master.digest)
    with store.making() as path:
        (_encode_aac if codec.name == "aac" else _encode_mp3)(source, path, master, codec)
        facts = _check(path, master, codec)
        return store.keep_file("encoded", codec.key(master), path, facts, {"master": master.digest})


def _encode_aac(source: Path, path: Path, master: Master, codec: Codec) -> None:
    """ADTS: every packet carries its own length, so that the joiner finds them without a demuxer."""
    import av

    with av.open(str(path), "w", format="adts") as out:
        stream: Any = out.add_stream("aac", rate=master.sample_rate_hz)
        stream.codec_context.layout = "mono"
        stream.codec_context.bit_rate = codec.bit_rate
        stream.codec_context.options = {"aac_coder": "fast"}
        at = 0
        for block in _with_padding(blocks(source, BLOCK_S), padded_samples(master) - master.samples):
            out.mux(stream.encode(_frame(block, master.sample_rate_hz, at)))
            at += len(block)
        out.mux(stream.encode(None))


def _encode_mp3(source: Path, path: Path, master: Master, codec: Codec) -> None:
    import av
    import soxr

    resampler = soxr.ResampleStream(master.sample_rate_hz, codec.sample_rate_hz, 1, dtype="float32")
    with av.open(str(path), "w", format="mp3") as out:
        stream: Any = out.add_stream("libmp3lame", rate=codec.sample_rate_hz)
        stream.codec_context.layout = "mono"
        stream.codec_context.format = "fltp"
        stream.codec_context.bit_rate = codec.bit_rate
        at = 0
        for block in _resampled(blocks(source, BLOCK_S), resampler):
            out.mux(stream.encode(_frame(block, codec.sample_rate_hz, at)))
            at += len(block)
        out.mux(stream.encode(None))


def _resampled(pieces: Iterator[Samples], resampler: Any) -> Iterator[Samples]:
    for piece in pieces:
        if len(done := resampler.resample_chunk(piece)):
            yield done
    if len(done := resampler.resample_chunk(np.zeros(0, np.float32), last=True)):
        yield done


def _with_padding(pieces: Iterator[Samples], padding: int) -> Iterator[Samples]:
    yield from pieces
    if padding:
        yield np.zeros(padding, np.float32)


def _frame(block: Samples, rate: int, at: int) -> Any:
    import av

    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block[None, :]), format="fltp", layout="mono")
    frame.sample_rate = rate
    frame.pts = at
    return frame


def _check(path: Path, master: Master, codec: Codec) -> dict[str, Any]:
    """Decodes it all: how many samples came out."""
    import av

    decoded = 0
    with av.open(str(path)) as file:
        rate = file.streams.audio[0].rate
        for frame in file.decode(audio=0):
            decoded += frame.samples
    if codec.name == "aac":
        expected = padded_samples(master) + AAC_FRAME  # the priming is decoded here, and cut by M4B's edit list
    else:
        expected = round(master.samples * rate / master.sample_rate_hz)
    # LAME's header tells delay and padding, but decoders differ by up to a frame (1152) at the end.
    if abs(decoded - expected) > (0 if codec.name == "aac" else 1152):
        raise NotDelivered(f"a chapter encoded as {codec.name} decodes to {decoded:,} samples, "
                           f"{expected:,} were expected")
    return {"samples": decoded, "sample_rate_hz": rate}


def aac_packets(data: bytes) -> Iterator[bytes]:
    """The raw AAC frames of an ADTS stream (ISO/IEC 13818-7, 6.2): 7 bytes of header each, 13 bits of them length."""
    at = 0
    while at < len(data):
        length = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
        yield data[at + 7 : at + length]
        at += length
