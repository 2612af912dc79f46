"""Covers as players take them: JPEG or PNG; one that is drawn as SVG is drawn once and kept in the store."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

from pipeline.records import Cover, Note
from pipeline.store import Made, Store, cover_key, digest_of

WIDTH = 1400  # of a cover drawn as SVG; shops ask for 1400 to 3000


def media_type_of(data: bytes) -> str:
    """Of a picture, by how it begins; "" where it is none that a cover can be made of."""
    if data.startswith(b"\xff\xd8"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG"):
        return "image/png"
    return "image/svg+xml" if b"<svg" in data else ""


def player_cover(store: Store, cover: Cover | None) -> tuple[Cover | None, list[Note]]:
    """The cover as JPEG or PNG; a note where it cannot be had."""
    if cover is None:
        return None, []
    kind = media_type_of(cover.data)
    if kind in ("image/jpeg", "image/png"):
        try:
            picture_size(cover)
        except ValueError as error:
            return None, [Note("d-005", "cover", f"it is damaged: {error}")]
        return Cover(cover.data, kind), []
    if cover.media_type != "image/svg+xml":
        found_type = f"{cover.media_type} is not an image that players take; give a JPEG or PNG"
        return None, [Note("d-005", "cover", found_type)]
    key = cover_key(digest_of(cover.data), WIDTH)
    found = store.find("cover", key)
    if isinstance(found, str):
        try:
            drawn = _drawn(cover.data)
        except (ValueError, UnicodeDecodeError) as error:
            return None, [Note("d-005", "cover", f"the SVG cannot be drawn: {error}")]
        found = store.keep(Made("cover", key, drawn, {}, {}))[0]
    return Cover(store.read(found.digest), "image/jpeg"), []


def to_draw(store: Store, cover: Cover) -> bool:
    """Whether `player_cover` will take a second or two."""
    return media_type_of(cover.data) == "image/svg+xml" == cover.media_type and \
        isinstance(store.find("cover", cover_key(digest_of(cover.data), WIDTH)), str)


def picture_size(cover: Cover) -> tuple[int, int]:
    """Width and height in pixels of a JPEG or PNG.

    Raises:
        ValueError: it cannot be decoded.
    """
    import av

    try:
        with av.open(io.BytesIO(cover.data)) as file:
            picture: Any = next(file.decode(video=0))
            return picture.width, picture.height
    except (av.FFmpegError, IndexError, StopIteration) as error:
        raise ValueError(getattr(error, "strerror", "") or "there is no picture in it") from None


def _drawn(svg: bytes) -> bytes:
    """An SVG as JPEG: as PNG a photograph is ten times as large, and would stand so in every chapter's file."""
    import av
    import resvg_py

    png = bytes(resvg_py.svg_to_bytes(svg_string=svg.decode("utf-8"), width=WIDTH, background="white"))
    with av.open(io.BytesIO(png)) as file:
        picture: Any = next(file.decode(video=0)).reformat(format="yuvj444p")
    encoder: Any = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = picture.width, picture.height, "yuvj444p"
    encoder.time_base = Fraction(1, 25)
    encoder.options = {"qmin": "2", "qmax": "3"}  # 2 is the finest
    picture.pts = 0
    return b"".join(map(bytes, encoder.encode(picture) + encoder.encode(None)))
