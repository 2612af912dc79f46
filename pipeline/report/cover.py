"""The cover as a small JPEG for the page, drawn once and kept in the store."""

from __future__ import annotations

from pipeline.delivery.covers import looked_at, player_cover
from pipeline.records import Cover, Missing
from pipeline.store import NewEntry, Store, cover_key, digest_of
from pipeline.untrusted import pictures
from pipeline.untrusted.pictures import SMALL_WIDTH as WIDTH


def small_cover(store: Store, cover: Cover | None) -> bytes:
    """The cover as a small JPEG; b"" where there is none, or none that can be read (d-005 says so)."""
    if cover is None:
        return b""
    key = cover_key(digest_of(cover.data), WIDTH)
    found = store.find("cover", key)
    if isinstance(found, Missing):
        large, _ = player_cover(store, cover)
        small = _shrunk(large.data) if large else b""
        if not small:
            return b""
        found = store.keep(NewEntry("cover", key, small, {}, {}))[0]
    return store.read(found.digest)


def _shrunk(data: bytes) -> bytes:
    try:
        return looked_at(pictures.small, data)
    except ValueError:
        return b""
