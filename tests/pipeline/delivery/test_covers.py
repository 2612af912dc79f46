"""Covers of strangers: drawn, looked at and shrunk where a decoder may die; what cannot be used is d-005, and no cover."""

import struct
import zlib
from pathlib import Path

import pytest

from pipeline.delivery.covers import looked_at, media_type_of, picture_size, player_cover
from pipeline.records import Cover
from pipeline.report.cover import small_cover
from pipeline.store import Store
from pipeline.untrusted import pictures
from pipeline.untrusted.sandbox import confined

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}</svg>'
BOX = 'viewBox="0 0 20 30">'
RED = '<rect width="20" height="30" fill="#f00"/>'


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes | None = None) -> bytes:
    rows = b"".join(b"\0" + b"\xfc\x01\x00" * width for _ in range(height)) if rows is None else rows
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def noted(tmp_path: Path, data: bytes | str) -> str:
    data = data.encode() if isinstance(data, str) else data
    cover, findings = player_cover(Store(tmp_path), Cover(data, media_type_of(data)))
    assert cover is None
    assert small_cover(Store(tmp_path), Cover(data, media_type_of(data))) == b""
    (finding,) = findings
    assert (finding.code, finding.where) == ("d-005", "cover")
    return finding.found


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        # Sizes without bound
        ('viewBox="0 0 1 200000"><rect width="1" height="200000"/>', "1 wide and 200000 high"),
        ('viewBox="0,0,200000,1">', "200000 wide and 1 high"),
        ('width="10" height="9999999">', "10 wide and 9999999 high"),
        ('width="3mm" height="30000mm" viewBox="0 0 1 1">', "shape of no cover"),
        ('width="1e-7" viewBox="0 0 1e-7 1">', "cannot be drawn"),
        # Depth
        (BOX + "<g>" * 200_000 + "</g>" * 200_000, "depth"),
        # Files and addresses, by every road that SVG knows
        (BOX + '<image width="20" height="30" xlink:href="/{secret}"/>', "lies outside it"),
        (BOX + '<image width="20" height="30" href="{secret}"/>', "lies outside it"),
        (BOX + '<image width="20" height="30" href="  {secret}"/>', "lies outside it"),
        (BOX + '<image width="20" height="30" href="file://{secret}"/>', "lies outside it"),
        (BOX + '<image width="20" height="30" href="images/cover.jpg"/>', "lies outside it"),
        (BOX + '<image width="20" height="30" href="https://example.org/x.png"/>', "lies outside it"),
        (
            BOX
            + '<filter id="f"><feImage xlink:href="{secret}"/></filter><rect filter="url(#f)" width="20" height="30"/>',
            "lies outside",
        ),
        (BOX + '<use href="{secret}#a"/>', "lies outside it"),
        (BOX + '<image width="20" height="30" href="data:image/svg+xml,%3Csvg/%3E"/>', "lies outside it"),
        (BOX + '<image width="20" height="30" href="data:text/plain,%3Csvg/%3E"/>', "lies outside it"),
        # Markup
        (BOX + "<g>", "not well formed"),
        (BOX + "&nowhere;", "not well formed"),
        (">", "cannot be drawn"),
    ],
)
def test_an_svg_that_cannot_be_drawn_is_a_note(tmp_path: Path, inner: str, said: str) -> None:
    (tmp_path / "secret.png").write_bytes(png(20, 30))
    if inner == ">":
        inner = 'width="0" height="0">'
    assert said in noted(tmp_path / "store", SVG.format(inner.replace("{secret}", str(tmp_path / "secret.png"))))


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:1/p"> %p; <!ENTITY x "&p;">',
        '<!ENTITY a "'
        + "x" * 1000
        + '">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
        + '<!ENTITY x "&h;">',
    ],
)
def test_entities_of_an_svg_load_nothing_and_multiply_little(tmp_path: Path, declared: str) -> None:
    noted(tmp_path, f"<!DOCTYPE svg [{declared}]>" + SVG.format(BOX + "<text>&x;</text>"))


def test_a_filter_without_end_is_given_up() -> None:
    endless = SVG.format(
        BOX + '<filter id="f"><feTurbulence numOctaves="100000" baseFrequency="9"/></filter>'
        '<rect filter="url(#f)" width="20" height="30"/>'
    )
    with pytest.raises(ValueError, match="it took more than 1 s and was given up"):
        confined(pictures.drawn, endless.encode(), seconds=1)


@pytest.mark.parametrize(
    "before",
    [
        "",
        '<?xml version="1.0" encoding="utf-8"?><!-- drawn by hand -->',
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" '
        '[<!ENTITY red "#f00">]>',
    ],
)
@pytest.mark.parametrize(
    "inner",
    [
        BOX + RED,
        'width="20" height="30">' + RED,
        BOX + '<a xlink:href="https://example.org">' + RED + "</a>",
        BOX
        + '<style>@import url("https://example.org/x.css"); rect {fill: #f00}</style><rect width="20" height="30"/>',
        BOX + '<defs><rect id="r" width="20" height="30" fill="#f00"/></defs><use xlink:href="#r"/>',
    ],
)
def test_an_svg_of_its_own_is_drawn_as_it_always_was(before: str, inner: str) -> None:
    picture = pictures.drawn((before + SVG.format(inner)).encode())
    assert picture_size(Cover(picture, "image/jpeg")) == (1400, 2100)
    first = pictures._decoded(picture).to_ndarray(format="rgb24")[700, 700]
    assert abs(first.astype(int) - [254, 0, 0]).max() < 8


def test_a_picture_within_an_svg_and_its_words_are_drawn() -> None:
    import base64

    inner = f'<image width="20" height="30" href="data:image/png;base64,{base64.b64encode(png(20, 30)).decode()}"/>'
    picture = pictures.drawn(SVG.format(BOX + inner + '<text x="1" y="9">Hi</text>').encode())
    assert pictures._decoded(picture).to_ndarray(format="rgb24")[2000, 700][0] > 200


@pytest.mark.parametrize(
    "data",
    [
        png(30_000, 30_000, b"\0" * 1000),
        png(65_535, 65_535, b""),
        png(20, 30)[:60],
        png(20, 30)[:8],
        b"\x89PNG" + b"#EXTM3U\n/etc/passwd\n" * 9,
        b"\xff\xd8\xff" + b"\0" * 500,
        b"\xff\xd8",
        b"\xff\xd8\xff\xe0ffconcat version 1.0\nfile /etc/passwd\n",
    ],
)
def test_a_picture_that_cannot_be_decoded_is_a_note(tmp_path: Path, data: bytes) -> None:
    assert noted(tmp_path, data).startswith("it is damaged: ")


def test_a_picture_is_looked_at_once_for_all_formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cover = Cover(png(40, 60), "image/png")
    assert picture_size(cover) == (40, 60)
    monkeypatch.setattr("pipeline.delivery.covers.confined", None)
    assert player_cover(Store(tmp_path), cover)[0] == cover
    monkeypatch.undo()
    assert picture_size(Cover(looked_at(pictures.small, png(800, 1200)), "image/jpeg")) == (360, 540)
