"""The sound of a file without its tags, so that a record inside the file can vouch for it.

Tags, covers, chapter lists and signatures come and go; the encoded sound stays byte for byte:
    MP4 (m4a, m4b)   the payload of every `mdat` box (ISO/IEC 14496-12)
    MP3              everything between the ID3v2 tag and an ID3v1 tag
    FLAC             everything after the metadata blocks
    Ogg Opus         the packets after the two header packets (RFC 7845): a longer comment moves page borders
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import RefusedError
from pipeline.store import digest_of_blocks

BLOCK = 1 << 20


def essence(path: Path) -> tuple[str, str]:
    """(container, sha256 of the encoded sound).

    Raises:
        RefusedError: the file is none of those above, or is cut off.
    """
    try:
        with path.open("rb") as file:
            container = container_of(file)
            digest = digest_of_blocks({"mp4": _mp4, "mp3": _mp3, "flac": _flac, "opus": _opus}[container](file))
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}") from None
    except KeyError:
        raise RefusedError(f"{path} is none of the containers that carry marks: MP4, MP3, FLAC, Ogg Opus") from None
    except EOFError:
        raise RefusedError(f"{path} is cut off: its {container} structure ends before it should") from None
    return container, digest


def container_of(file: BinaryIO) -> str:
    """mp4, mp3, flac, opus, or "" where it is none of them."""
    file.seek(0)
    head = file.read(64)
    file.seek(_after_id3(file))
    inner = file.read(4)
    if head[4:8] == b"ftyp":
        return "mp4"
    if inner == b"fLaC":
        return "flac"
    if head[:4] == b"OggS" and b"OpusHead" in head:
        return "opus"
    return "mp3" if head[:3] == b"ID3" or (len(inner) > 1 and inner[0] == 0xFF and inner[1] & 0xE0 == 0xE0) else ""


def _read(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _stretch(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    file.seek(start)
    while start < end:
        data = _read(file, min(BLOCK, end - start))
        yield data
        start += len(data)


def _size(file: BinaryIO) -> int:
    return file.seek(0, 2)


def _mp4(file: BinaryIO) -> Iterator[bytes]:
    at, end = 0, _size(file)
    while at < end:
        file.seek(at)
        head = _read(file, 8)
        size, header = int.from_bytes(head[:4], "big"), 8
        if size == 1:
            size, header = int.from_bytes(_read(file, 8), "big"), 16
        size = size or end - at  # 0: to the end of the file
        if size < header:
            raise EOFError
        if head[4:] == b"mdat":
            yield from _stretch(file, at + header, at + size)
        at += size


def _after_id3(file: BinaryIO) -> int:
    file.seek(0)
    head = file.read(10)
    if head[:3] != b"ID3" or len(head) < 10:
        return 0
    size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]  # seven bits a byte
    return 10 + size + (10 if head[5] & 0x10 else 0)


def _mp3(file: BinaryIO) -> Iterator[bytes]:
    start, end = _after_id3(file), _size(file)
    if end - start >= 128:
        file.seek(end - 128)
        if file.read(3) == b"TAG":
            end -= 128
    return _stretch(file, start, end)


def _flac(file: BinaryIO) -> Iterator[bytes]:
    file.seek(_after_id3(file) + 4)
    last = False
    while not last:
        head = _read(file, 4)
        last = bool(head[0] & 0x80)
        file.seek(int.from_bytes(head[1:], "big"), 1)
    return _stretch(file, file.tell(), _size(file))


def _opus(file: BinaryIO) -> Iterator[bytes]:
    headers = 2  # packets still to be passed over
    at, end = 0, _size(file)
    while at < end:
        file.seek(at)
        head = _read(file, 27)
        if head[:4] != b"OggS":
            raise EOFError
        lacing = _read(file, head[26])
        for value in lacing:
            data = _read(file, value)
            if headers:
                headers -= value < 255  # a shorter segment ends its packet
            else:
                yield data
        at = file.tell()
