"""Reader of EBU STL (Tech 3264): a header block and text blocks of 128 bytes, with timecode of the programme."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.intake.scripts.draft import Draft, Raw
from pipeline.intake.scripts.marked import Marked
from pipeline.intake.scripts.records import Rate, ReadOptions
from pipeline.intake.scripts.timecode import frames_ms, rate_of, timecode_frames

HEADER, BLOCK = 1024, 128
_NEW_LINE, _LAST, _USER = 0x8A, 0xFF, 0xFE
_TABLES = {b"01": "iso8859_5", b"02": "iso8859_6", b"03": "iso8859_7", b"04": "iso8859_8"}
Decoder = Callable[[bytes], str]


@dataclass(slots=True)
class _Subtitle:
    """A subtitle, whose text may go on over several blocks."""

    number: int
    begin: bytes
    end: bytes
    comment: bool
    text: bytes


def read_stl(data: bytes, options: ReadOptions) -> Draft:
    if len(data) < HEADER + BLOCK or not re.match(rb"STL\d\d\.\d\d", data[3:11]):
        raise ValueError("is no EBU STL: it has no header of 1024 bytes that names one of its formats (STL25.01)")
    from ttconv.stl.datafile import DataFile

    header = data[:HEADER]
    known = DataFile(header)  # its tables of languages and frame rates
    draft = Draft("stl", language=known.get_language())
    rate = rate_of(options.frame_rate) if options.frame_rate else Rate(known.get_fps())
    if header[3:11] == b"STL30.01" and not options.frame_rate:
        draft.note(
            "c-005", "header", "30 frames are taken as 29.97 a second, no numbers dropped (--frame-rate 29.97df)"
        )
    decode = _decoder(header[12:14])
    draft.skip(" ".join(header[16:224].decode("cp850", "replace").split()), "header")
    subtitles = list(_subtitles(data))
    start = _start(header, subtitles, rate, options, draft)
    for one in subtitles:
        text = _text(one.text, decode, teletext=header[11:12] in (b"1", b"2"))
        if one.comment:
            draft.skip(text.heard, "comment")
            continue
        begin, end = _timecode(one.begin), _timecode(one.end)
        draft.cues.append(Raw(
            frames_ms(timecode_frames(begin, rate) - start, rate), frames_ms(timecode_frames(end, rate) - start, rate),
            text, f"subtitle {one.number}", written=f"{begin} to {end}",
        ))  # fmt: skip
    return draft


def _subtitles(data: bytes) -> Iterator[_Subtitle]:
    under_way: _Subtitle | None = None
    for at in range(HEADER, len(data) - BLOCK + 1, BLOCK):
        block = data[at : at + BLOCK]
        extension = block[3]
        if extension == _USER:
            continue
        number = int.from_bytes(block[1:3], "little")
        if under_way is None or under_way.number != number:
            if under_way is not None:
                yield under_way
            under_way = _Subtitle(number, block[5:9], block[9:13], block[15] == 1, b"")
        under_way.text += block[16:]
        if extension == _LAST:
            yield under_way
            under_way = None
    if under_way is not None:
        yield under_way


def _text(field: bytes, decode: Decoder, *, teletext: bool) -> Marked:
    """Text without its control codes; in teletext each of them takes the place of a space."""
    marked = Marked()
    for part in re.split(rb"([\x00-\x1f]+|[\x80-\x9f])", field):
        if part == bytes([_NEW_LINE]):
            marked.add("\n")
        elif part and part[0] < 0x20:
            marked.add(" " if teletext else "")
        elif part and not 0x80 <= part[0] <= 0x9F:
            marked.add(decode(part))
    return marked


def _decoder(table: bytes) -> Decoder:
    if table in _TABLES:
        name = _TABLES[table]
        return lambda part: part.decode(name, "replace")
    from ttconv.stl import iso6937

    return lambda part: str(iso6937.decode(part, "replace")[0])


def _timecode(four: bytes) -> str:
    return ":".join(f"{part:02}" for part in four)


def _start(header: bytes, subtitles: list[_Subtitle], rate: Rate, options: ReadOptions, draft: Draft) -> int:
    """The frame at which the programme starts: as a person says, else as the header does."""
    if options.start:
        return timecode_frames(options.start, rate)
    written = header[256:264].decode("ascii", "replace")
    if not re.fullmatch(r"\d{8}", written) or not subtitles:
        return 0
    start = timecode_frames(":".join(re.findall("..", written)), rate)
    first = min((timecode_frames(_timecode(one.begin), rate) for one in subtitles if not one.comment), default=start)
    if first < start:
        draft.note("c-005", "header", f"the header's start of programme ({written}) lies behind the first subtitle")
        return 0
    return start
