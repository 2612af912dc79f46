"""Decoding, rendering and downscaling of untrusted pictures; to be called through `sandbox.confined`.

Only the bytes given are read: references of an SVG to files and URLs are refused or removed, entities are not expanded,
and the process of an SVG that needs no fonts cannot open any file.
"""

from __future__ import annotations

import io
import json
import re
from contextlib import nullcontext
from fractions import Fraction
from typing import Any

from pipeline.untrusted.sandbox import no_files

DRAWN_WIDTH = 1400  # of a cover rendered from SVG; shops ask for 1400 to 3000
SMALL_WIDTH = 360  # twice a page's, for fine screens: about 30 kB
MOST_BYTES = 64 << 20  # of a file; covers of shops have 5 MB at most
MOST_PIXELS = 120_000_000  # a scan at 600 dpi of a folio has 35 million
MOST_SHAPE = 8  # times as high as wide, or as wide as high; covers are 1 to 1.6
_FORMATS = ((b"\xff\xd8", "jpeg_pipe"), (b"\x89PNG", "png_pipe"))  # named, so that no bytes choose their own demuxer
_RASTER = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp)\s*[;,]", re.IGNORECASE)
_SIDE = re.compile(r"\+?(\d+\.?\d*|\.\d+)([a-z]*)")


def size(data: bytes) -> bytes:
    """JSON [width, height] in pixels of a JPEG or PNG. Raises ValueError where it cannot be decoded."""
    picture = _decoded(data)
    return json.dumps([picture.width, picture.height]).encode()


def small(data: bytes) -> bytes:
    """A JPEG or PNG as a JPEG of SMALL_WIDTH at most. Raises ValueError where it cannot be decoded."""
    picture = _decoded(data)
    width = min(SMALL_WIDTH, picture.width)
    height = 2 * round(picture.height * width / picture.width / 2) or 2
    return _jpeg(picture.reformat(width, height, format="yuvj444p", interpolation="AREA"), "3", "4")


def drawn(data: bytes) -> bytes:
    """Renders an SVG as a JPEG of DRAWN_WIDTH: a photograph is ten times as large as PNG, in every deliverable.

    Raises:
        ValueError: it is no SVG, wants what lies outside it, or is of a shape that no cover has.
    """
    import resvg_py

    svg, fonts = _harmless(data)
    with nullcontext() if fonts else no_files():
        png = bytes(
            resvg_py.svg_to_bytes(svg_string=svg, width=DRAWN_WIDTH, background="white", skip_system_fonts=not fonts)
        )
    return _jpeg(_decoded(png).reformat(format="yuvj444p"), "2", "3")  # 2 is the finest


def _decoded(data: bytes) -> Any:
    import av

    if len(data) > MOST_BYTES:
        raise ValueError(f"it has {len(data) >> 20} MB, a picture may have {MOST_BYTES >> 20}")
    form = next((form for sign, form in _FORMATS if data.startswith(sign)), None)
    if form is None:
        raise ValueError("it is neither a JPEG nor a PNG")
    try:
        with av.open(io.BytesIO(data), format=form) as file:
            stream = file.streams.video[0]
            stream.codec_context.thread_count = 1  # each would reserve address space of its own
            if stream.width * stream.height > MOST_PIXELS:
                raise ValueError(
                    f"it has {stream.width} x {stream.height} pixels, a picture may have "
                    f"{MOST_PIXELS // 1_000_000} million"
                )
            return next(file.decode(video=0))
    except (av.FFmpegError, IndexError, StopIteration) as error:
        raise ValueError(getattr(error, "strerror", "") or "there is no picture in it") from None


def _jpeg(picture: Any, finest: str, coarsest: str) -> bytes:
    import av

    encoder: Any = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = picture.width, picture.height, "yuvj444p"
    encoder.time_base = Fraction(1, 25)
    encoder.options = {"qmin": finest, "qmax": coarsest}
    picture.pts = 0
    return b"".join(map(bytes, encoder.encode(picture) + encoder.encode(None)))


# ---------------------------------------------------------------- SVG


def _harmless(data: bytes) -> tuple[str, bool]:
    """(the SVG without external references, whether it needs fonts)."""
    from lxml import etree

    if len(data) > MOST_BYTES:
        raise ValueError(f"it has {len(data) >> 20} MB, a picture may have {MOST_BYTES >> 20}")
    try:
        root = etree.fromstring(data, _parser(huge=False))
    except etree.XMLSyntaxError as error:
        # An embedded picture of one megabyte needs `huge_tree`, which lifts libxml2's limit of depth, too. That is
        # acceptable in a process that may die.
        if "huge" not in str(error).casefold() and "too long" not in str(error).casefold():
            raise ValueError(f"it is not well formed ({error})") from None
        try:
            root = etree.fromstring(data, _parser(huge=True))
        except etree.XMLSyntaxError as again:
            raise ValueError(f"it is not well formed ({again})") from None
    _check_shape(root)
    fonts = False
    for element in root.iter():
        if not isinstance(element.tag, str):
            raise ValueError("it wants an entity from outside it, which is never loaded")
        name = etree.QName(element).localname
        fonts = fonts or name in ("text", "tspan", "textPath")
        for key, value in [(str(key), str(value)) for key, value in element.attrib.items()]:
            if etree.QName(key).localname != "href" or value.lstrip().startswith("#") or _RASTER.match(value):
                continue
            if name in ("image", "feImage", "use"):
                raise ValueError(
                    f"it draws {value.strip()[:80]!r}, which lies outside it and is never loaded; put the "
                    "picture into the SVG, or give a JPEG or PNG"
                )
            del element.attrib[key]
    return etree.tostring(root, encoding="unicode"), fonts


def _parser(*, huge: bool) -> Any:
    from lxml import etree

    kinds: Any = etree.XMLParser  # its stubs do not know "internal": entities of the file's own
    return kinds(
        resolve_entities="internal",
        no_network=True,
        load_dtd=False,
        huge_tree=huge,
        remove_comments=True,
        remove_pis=True,
    )


def _check_shape(root: Any) -> None:
    """Raises ValueError for a width and height (or viewBox) whose ratio no cover has."""
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    width, height = (_SIDE.fullmatch(root.get(name, "").strip()) for name in ("width", "height"))
    if width and height and width[2] == height[2]:
        wide, high = float(width[1]), float(height[1])
    elif not width and not height and len(box) == 4:
        try:
            wide, high = float(box[2]), float(box[3])
        except ValueError:
            return
    else:
        return  # resvg has its own rules for all that; the limits hold for its result, too
    if wide > 0 and high > 0 and not 1 / MOST_SHAPE <= high / wide <= MOST_SHAPE:
        raise ValueError(f"it is {wide:.10g} wide and {high:.10g} high, which is the shape of no cover")
