"""EBU STL, written here by the layout of Tech 3264 and also heard by another reader, ttconv's own."""

import io

import pytest
from ttconv.stl.reader import to_model

from tests.pipeline.intake.scripts.reading import codes, read


def header(
    fps: bytes = b"25",
    language: bytes = b"08",
    start: bytes = b"10000000",
    table: bytes = b"00",
    teletext: bytes = b"0",
    blocks: int = 1,
) -> bytes:
    count = b"%05d" % blocks
    fixed = (
        b"850STL"
        + fps
        + b".01"
        + teletext
        + table
        + language
        + b"A programme".ljust(208)
        + b"261129261129"
        + b"00"
        + count
        + count
        + b"001"
    )
    return (fixed + b"4023" + b"1" + start + start + b"11" + b"DEU").ljust(1024)


def block(
    number: int, begin: str, end: str, text: bytes, comment: int = 0, extension: int = 0xFF, group: int = 0
) -> bytes:
    times = bytes(int(begin[at : at + 2]) for at in range(0, 8, 2)) + bytes(
        int(end[at : at + 2]) for at in range(0, 8, 2)
    )
    return (
        bytes([group])
        + number.to_bytes(2, "little")
        + bytes([extension, 0])
        + times
        + bytes([20, 2, comment])
        + text.ljust(112, b"\x8f")
    )


TWO = (
    header()
    + block(1, "10000100", "10000212", b"MAN:\x8aGr\xc8u\xfbe, \x80Frau M\xc8uller\x81.")
    + block(2, "10000300", "10000400", b"(T\xc8ur knallt)")
)


def test_subtitles() -> None:
    script = read(TWO, "a.stl")
    assert [(c.in_ms, c.out_ms, c.kind, c.character, c.text, c.language) for c in script.cues] == [
        (1000, 2480, "dialogue", "MAN", "Grüße, Frau Müller.", "de"), (3000, 4000, "sound", "", "(Tür knallt)", "de")]  # fmt: skip
    assert script.coverage.skipped["header"] == len("Aprogramme")


def test_ttconv_reads_the_same() -> None:
    document = to_model(io.BytesIO(TWO))
    said = ["".join(text.get_text() for text in p.dfs_iterator() if hasattr(text, "get_text"))
            for p in document.get_body().dfs_iterator() if type(p).__name__ == "P"]  # type: ignore[union-attr]  # fmt: skip
    assert ["".join(text.split()) for text in said] == ["MAN:Grüße,FrauMüller.", "(Türknallt)"]


def test_start_rate_and_blocks_that_go_on() -> None:
    long = (
        header()
        + block(1, "10000100", "10000200", b"A".ljust(112, b"b"), extension=0)
        + block(1, "10000100", "10000200", b" c.")
    )
    assert read(long, "a.stl").cues[0].text == "A" + "b" * 111 + " c."
    assert read(TWO, "a.stl", start="09:59:59:00").cues[0].in_ms == 2000
    assert read(TWO, "a.stl", frame_rate="50").cues[0].out_ms == 2240
    late = read(header(start=b"11000000") + TWO[1024:], "a.stl")
    assert late.cues[0].in_ms == 36_001_000
    assert "c-005" in codes(late)
    ntsc = header(b"30", start=b"00000000") + block(1, "01000000", "01000015", b"x")
    assert read(ntsc, "a.stl").cues[0].in_ms == 3_603_600
    assert read(ntsc, "a.stl", frame_rate="29.97df").cues[0].in_ms == 3_599_996


def test_comments_users_blocks_teletext_and_other_alphabets() -> None:
    data = (
        header(table=b"01", language=b"56", teletext=b"1") + block(1, "10000000", "10000100", b"for the editor", comment=1)
        + block(2, "10000100", "10000200", b"\x0b\x0b" + "Привет,\x07мир".encode("iso8859_5") + b"\x8a\x8a\x0d" + "друг.".encode("iso8859_5") + b"\x0a\x0a")
        + block(3, "10000200", "10000300", b"x", extension=0xFE)
    )  # fmt: skip
    script = read(data, "a.stl")
    assert [(c.text, c.language) for c in script.cues] == [("Привет, мир друг.", "ru")]
    assert script.coverage.skipped["comment"] == len("fortheeditor")


@pytest.mark.parametrize("data", [b"850STL25.01", b"solid cube\n" * 200, header(b"99") + TWO[1024:1025]])
def test_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="STL"):
        read(data, "a.stl")
