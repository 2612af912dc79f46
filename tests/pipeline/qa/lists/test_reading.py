"""Lists to be checked: what a line may say, and that a wrong line says why and stops no other."""

import json
from pathlib import Path

import pytest

from pipeline.errors import RefusedError
from pipeline.qa.lists.reading import Unreadable, Wanted, read_line, read_list


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def test_a_line_names_a_file_and_what_it_says(tmp_path: Path) -> None:
    read = read_line(line(audio="a.wav", text="He had 12 apples.", language="en", voice="heart"), tmp_path)
    assert read == Wanted(tmp_path / "a.wav", "a.wav", "He had twelve apples.", "en", "heart")
    absolute = read_line(line(audio="/x/a.wav", text="Oh.", voice=None, id=7), tmp_path)
    assert isinstance(absolute, Wanted)
    assert absolute.audio == Path("/x/a.wav")
    exact = read_line(line(audio="a.wav", spoken="12 apples"), tmp_path)
    assert isinstance(exact, Wanted)
    assert exact.spoken == "12 apples"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (b"{", "JSON"),
        (b"[1]", "object"),
        (b"[" * 100_000, "JSON"),
        (b"\xff\xfe", "UTF-8"),
        (line(text="Oh."), "audio"),
        (line(audio="a\0.wav", text="Oh."), "audio"),
        (line(audio=7, text="Oh."), "audio"),
        (line(audio="\ud800.wav", text="Oh."), "audio"),
        (line(audio="a.wav", text="Oh.", voice=7), "voice"),
        (line(audio="a.wav"), "text"),
        (line(audio="a.wav", text=" … "), "text"),
        (line(audio="a.wav", text=5), "text"),
        (line(audio="a.wav", text="a" * 30_000), "text"),
        (line(audio="a.wav", text="Oh.", language="gibberish"), "names no language"),
        (b" " * (2 << 20) + b"x", "bytes"),
    ],
)
def test_a_wrong_line_says_why(written: bytes, why: str, tmp_path: Path) -> None:
    read = read_line(written, tmp_path)
    assert isinstance(read, Unreadable)
    assert why in read.why


def test_a_list_keeps_its_order_and_a_lone_surrogate_hurts_nobody(tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    path.write_bytes(
        b"\xef\xbb\xbf" + line(audio="a", text="One.") + b"\n\nno\n" + b'{"audio": "b", "text": "T\\ud800wo."}\n'
    )
    found = read_list(path)
    assert [type(one) for one in found] == [Wanted, Unreadable, Wanted]
    with pytest.raises(RefusedError, match="one JSON object a line"):
        read_list(tmp_path / "none.jsonl")
