"""A cover small enough to stand inside a page; drawn once and kept in the store."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

from pipeline.delivery.covers import player_cover
from pipeline.records import Cover
from pipeline.store import Made, Store, cover_key, digest_of

WIDTH = 360  # twice the page's, for fine screens: about 30 kB


def small_cover(store: Store, cover: Cover | None) -> bytes:
    """The cover as a small JPEG; b"" where there is none, or none that can be read (deliverables note that)."""
    if cover is None:
        return b""
    key = cover_key(digest_of(cover.data), WIDTH)
    found = store.find("cover", key)
    if isinstance(found, str):
        large, _ = player_cover(store, cover)
        small = _shrunk(large.data) if large else b""
        if not small:
            return b""
        found = store.keep(Made("cover", key, small, {}, {}))[0]
    return store.read(found.digest)


def _shrunk(data: bytes) -> bytes:
    import av

    try:
        with av.open(io.BytesIO(data)) as file:
            picture: Any = next(file.decode(video=0))
    except (av.FFmpegError, StopIteration):
        return b""
    width = min(WIDTH, picture.width)
    height = 2 * round(picture.height * width / picture.width / 2) or 2
    picture = picture.reformat(width, height, format="yuvj444p", interpolation="AREA")
    encoder: Any = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuvj444p"
    encoder.time_base = Fraction(1, 25)
    encoder.options = {"qmin": "3", "qmax": "4"}
    picture.pts = 0
    return b"".join(map(bytes, encoder.encode(picture) + encoder.encode(None)))
