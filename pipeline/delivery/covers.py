"""Covers as players take them: JPEG or PNG."""

from __future__ import annotations

from pipeline.records import Cover, Note

WIDTH = 1600  # of a cover drawn as SVG; shops ask for 1400 to 3000


def player_cover(cover: Cover | None) -> tuple[Cover | None, list[Note]]:
    """The cover as JPEG or PNG; a note where it cannot be had."""
    if cover is None:
        return None, []
    if cover.data.startswith(b"\xff\xd8"):
        return Cover(cover.data, "image/jpeg"), []
    if cover.data.startswith(b"\x89PNG"):
        return Cover(cover.data, "image/png"), []
    if cover.media_type == "image/svg+xml":
        import resvg_py

        try:
            png = resvg_py.svg_to_bytes(svg_string=cover.data.decode("utf-8"), width=WIDTH)
        except (ValueError, UnicodeDecodeError) as error:
            return None, [Note("d-005", "cover", f"the SVG cannot be drawn: {error}")]
        return Cover(bytes(png), "image/png"), []
    return None, [Note("d-005", "cover", f"{cover.media_type} is not an image that players take; give a JPEG or PNG")]
