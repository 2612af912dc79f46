"""Turns covers into what players take, JPEG or PNG. An SVG is drawn once and kept in the store."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Callable

from pipeline.records import Cover, Finding, Missing
from pipeline.store import NewEntry, Store, cover_key, digest_of
from pipeline.untrusted import pictures
from pipeline.untrusted.pictures import DRAWN_WIDTH as WIDTH
from pipeline.untrusted.sandbox import confined


def media_type_of(data: bytes) -> str:
    """The media type of a picture, by its first bytes; "" where no cover can be made of it."""
    if data.startswith(b"\xff\xd8"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG"):
        return "image/png"
    return "image/svg+xml" if b"<svg" in data else ""


def player_cover(store: Store, cover: Cover | None) -> tuple[Cover | None, list[Finding]]:
    """The cover as JPEG or PNG; a finding where it cannot be had."""
    if cover is None:
        return None, []
    kind = media_type_of(cover.data)
    if kind in ("image/jpeg", "image/png"):
        try:
            picture_size(cover)
        except ValueError as error:
            return None, [Finding("d-005", "cover", f"it is damaged: {error}")]
        return Cover(cover.data, kind), []
    if cover.media_type != "image/svg+xml":
        found_type = f"{cover.media_type} is not an image that players take; give a JPEG or PNG"
        return None, [Finding("d-005", "cover", found_type)]
    key = cover_key(digest_of(cover.data), WIDTH)
    entry = store.find("cover", key)
    if isinstance(entry, Missing):
        try:
            drawn = looked_at(pictures.drawn, cover.data)
        except ValueError as error:
            return None, [Finding("d-005", "cover", f"the SVG cannot be drawn: {error}")]
        entry = store.keep(NewEntry("cover", key, drawn, {}, {}))[0]
    return Cover(store.read(entry.digest), "image/jpeg"), []


def name_of(cover: Cover, stem: str = "cover") -> str:
    """A file name for a cover that players take."""
    return f"{stem}.jpg" if cover.media_type == "image/jpeg" else f"{stem}.png"


def to_draw(store: Store, cover: Cover) -> bool:
    """Whether `player_cover` will take a second or two."""
    return media_type_of(cover.data) == "image/svg+xml" == cover.media_type and isinstance(
        store.find("cover", cover_key(digest_of(cover.data), WIDTH)), Missing
    )


def picture_size(cover: Cover) -> tuple[int, int]:
    """The width and height in pixels of a JPEG or PNG.

    Raises:
        ValueError: it cannot be decoded.
    """
    width, height = json.loads(looked_at(pictures.size, cover.data))
    return width, height


def looked_at(call: Callable[[bytes], bytes], data: bytes) -> bytes:
    """The answer of a function of pipeline.untrusted.pictures, run in a process that may die, once per picture.

    Raises:
        ValueError: as `confined` does.
    """
    with _ONE_AT_A_TIME:
        answer = _answer(call, data)
    if isinstance(answer, str):
        raise ValueError(answer)
    return answer


_ONE_AT_A_TIME = threading.Lock()  # formats are made in parallel, and all of them ask for the same cover


@functools.lru_cache(maxsize=8)
def _answer(call: Callable[[bytes], bytes], data: bytes) -> bytes | str:
    try:
        return confined(call, data)
    except ValueError as error:
        return str(error)
