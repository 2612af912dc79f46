"""MPEG-1 and MPEG-2 layer III as bytes: frames found by their headers, and the Info frame that says what is whole.

A frame holds 1152 samples (576 below 32 kHz). LAME puts 576 samples of delay before the sound and decoders add 529, so
that K whole frames of sound are K + 1 frames of file, and sound that begins with frame n of a file comes out at exactly
n frames after the file's own beginning (ISO/IEC 11172-3; the Info frame is Xing's and LAME's addition to it).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

DELAY = 576  # samples that LAME puts before the sound; the decoder's own 529 are not counted in the Info frame
_BIT_RATES = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),  # kbit/s; True: MPEG-1
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = (44_100, 48_000, 32_000)
TAG_AT = {(True, True): 21, (True, False): 36, (False, True): 13, (False, False): 21}  # (MPEG-1, mono)


def frame_samples(sample_rate_hz: int) -> int:
    return 1152 if sample_rate_hz >= 32_000 else 576


def frames(data: bytes) -> Iterator[bytes]:
    """The frames of a bare MP3 stream, the Info frame among them.

    Raises:
        ValueError: something else stands where a frame should.
    """
    at = 0
    while at < len(data):
        length = _length(data[at : at + 4])
        yield data[at : at + length]
        at += length


def _length(head: bytes) -> int:
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        raise ValueError(f"no MP3 frame begins with {head.hex()}")
    first = bool(head[1] & 8)
    kbits, rate = _BIT_RATES[first][head[2] >> 4], _RATES[head[2] >> 2 & 3]
    rate = rate if first else rate // (2 if head[1] & 0x10 else 4)
    return (144 if first else 72) * kbits * 1000 // rate + (head[2] >> 1 & 1)


def is_info(frame: bytes) -> bool:
    return frame[_tag_at(frame) :][:4] in (b"Info", b"Xing")


def _tag_at(frame: bytes) -> int:
    return TAG_AT[bool(frame[1] & 8), frame[3] >> 6 == 3]


def info_frame(model: bytes, count: int, size: int, padding: int) -> bytes:
    """The Info frame of a joined file: `count` frames of sound in `size` bytes, `padding` samples after the last sound.

    `model` is the Info frame of one of the joined files.
    """
    at = _tag_at(model)
    out = bytearray(model)
    out[at : at + 4] = b"Info"
    out[at + 4 : at + 8] = (15).to_bytes(4, "big")  # what follows: frames, bytes, table, quality
    out[at + 8 : at + 12] = count.to_bytes(4, "big")
    out[at + 12 : at + 16] = (size + len(model)).to_bytes(4, "big")
    out[at + 16 : at + 116] = bytes(256 * n // 100 for n in range(100))  # of a constant rate: a straight line
    lame = at + 120
    out[lame + 21 : lame + 24] = (DELAY << 12 | padding).to_bytes(3, "big")
    out[lame + 28 : lame + 32] = (size + len(model)).to_bytes(4, "big")
    out[lame + 32 : lame + 34] = b"\0\0"  # a checksum of the sound, which no player checks
    out[lame + 34 : lame + 36] = _crc16(out[: lame + 34]).to_bytes(2, "big")
    return bytes(out)


def _crc16(data: Sequence[int]) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
