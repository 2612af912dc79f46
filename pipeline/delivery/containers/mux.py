"""Muxes AAC packets into MP4 without encoding again: one file per book (M4B) or per chapter (M4A).

An AAC packet holds 1024 samples and overlaps the one before; the encoder puts one packet of priming first. Chapters are
padded to whole frames, begin and end in silence, and all but the last give up their final packet, so that packet n of
the file begins at sample 1024 (n - 1) and every chapter at exactly the sum of the padded lengths before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from pipeline.delivery.containers.container import ChapterMark
from pipeline.delivery.encoding.chapters import encode
from pipeline.delivery.encoding.codec import AAC_FRAME
from pipeline.delivery.encoding.encodings import Encoding, Runs, padded_samples
from pipeline.errors import DeliveryError
from pipeline.records import Master
from pipeline.store import Store

# Nero's chapter list has one byte for a title's length and FFmpeg cuts there in the middle of a character, after
# which mutagen cannot open the file.
TITLE_BYTES = 255

Sound = tuple[Master, Runs]


def mux_aac(
    store: Store, sounds: Sequence[Sound], encoding: Encoding, path: Path, titles: Sequence[str] = ()
) -> list[ChapterMark]:
    """Writes the file, fast start; chapters, where `titles` are given, as QuickTime's text track and Nero's list."""
    import av

    rate = sounds[0][0].sample_rate_hz
    starts = [0]
    for master, runs in sounds:
        starts.append(starts[-1] + padded_samples(master, runs))
    options = {"movflags": "faststart", "brand": "M4B " if titles else "M4A "}
    with av.open(str(path), "w", format="ipod", options=options) as out:
        stream: Any = out.add_stream("aac", rate=rate)
        stream.codec_context.layout = encoding.layout
        stream.codec_context.bit_rate = encoding.bit_rate
        base = Fraction(1, rate)
        if titles:
            out.set_chapters([
                {"id": n, "start": starts[n], "end": starts[n + 1], "time_base": base,
                 "metadata": {"title": _cut(title)}}
                for n, title in enumerate(titles)])  # fmt: skip
        number = 0
        for n, (master, runs) in enumerate(sounds):
            wanted = padded_samples(master, runs) // AAC_FRAME + (n == len(sounds) - 1)
            for data in _packets(store, master, runs, encoding, wanted):
                packet = av.Packet(data)
                packet.stream = stream
                packet.time_base = base
                packet.pts = packet.dts = AAC_FRAME * (number - 1)
                packet.duration = AAC_FRAME
                packet.is_keyframe = True
                out.mux_one(packet)
                number += 1
    return [
        ChapterMark(title, round(1000 * starts[n] / rate), round(1000 * starts[n + 1] / rate))
        for n, title in enumerate(titles)
    ]


def _packets(store: Store, master: Master, runs: Runs, encoding: Encoding, wanted: int) -> list[bytes]:
    packets = list(aac_packets(store.read(encode(store, master, encoding, runs).digest)))
    if len(packets) < wanted:
        raise DeliveryError(f"a chapter has {len(packets)} AAC packets, {wanted} were expected")
    return packets[:wanted]


def _cut(title: str) -> str:
    data = title.encode()
    return title if len(data) <= TITLE_BYTES else data[:TITLE_BYTES].decode("utf-8", "ignore")


def aac_packets(data: bytes) -> Iterator[bytes]:
    """The raw AAC frames of an ADTS stream (ISO/IEC 13818-7, 6.2): 7 bytes of header each, 13 bits of them length."""
    at = 0
    while at < len(data):
        length = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
        yield data[at + 7 : at + length]
        at += length
