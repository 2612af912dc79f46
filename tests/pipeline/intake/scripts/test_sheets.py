"""Cue sheets: headings of several shops and languages, times as spreadsheets keep them, and rows without them."""

import datetime
import io

import openpyxl
import pytest

from tests.pipeline.intake.scripts.reading import codes, read

SHEET = """Cue ID,Character,TC In,TC Out,On/Off,Source,Target (DE),Notes
1001,ANN,00:00:01:00,00:00:02:12,ON,Who is there?,"Wer ist da, bitte?",quiet
1002A,BOB,00:00:03:00,00:00:04:00,OFF,Me.,Ich.,
"""


def xlsx(*rows: tuple[object, ...], extra: str = "") -> bytes:
    book = openpyxl.Workbook()
    if extra:
        book.active.title = extra  # type: ignore[union-attr]
        book.active.append(["About", "this sheet"])  # type: ignore[union-attr]
        book.create_sheet("Cues")
    sheet = book.worksheets[-1]
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(delimiter: str) -> None:
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in (
        ("Cue ID", "Character", "TC In", "TC Out", "On/Off", "Source", "Target (DE)", "Notes"),
        ("1001", "ANN", "00:00:01:00", "00:00:02:12", "ON", "Who?", "Wer ist da, bitte?", "quiet"),
        ("1002A", "BOB", "00:00:03:00", "00:00:04:00", "OFF", "Me.", "Ich.", ""),
    ))  # fmt: skip
    script = read(text, "a.csv", frame_rate="25")
    assert [(c.id, c.in_ms, c.out_ms, c.character, c.on_screen, c.text) for c in script.cues] == [
        ("1001", 1000, 2480, "ANN", "on", "Wer ist da, bitte?"), ("1002A", 3000, 4000, "BOB", "off", "Ich.")]  # fmt: skip
    assert script.coverage.skipped["other column"] == len("Who?Me.")


def test_frames_need_a_rate_and_columns_can_be_named() -> None:
    with pytest.raises(ValueError, match="--frame-rate"):
        read(SHEET, "a.csv")
    assert read(SHEET, "a.csv", frame_rate="25", columns={"text": "Source"}).cues[0].text == "Who is there?"
    assert read(SHEET, "a.csv", frame_rate="25", columns={"text": "F", "character": "2"}).cues[1].text == "Me."
    assert read(SHEET, "a.csv", frame_rate="25", start="00:00:01:00").cues[0].in_ms == 0


@pytest.mark.parametrize(
    ("headings", "cells", "ms"),
    [
        (("Start", "End", "Text"), ("1.5", "2", "x"), (1500, 2000)),
        (("Start (ms)", "End (ms)", "Text"), ("1500", "2000", "x"), (1500, 2000)),
        (("in_ms", "out_ms", "text"), ("1500", "2000", "x"), (1500, 2000)),
        (("Start", "Duration", "Dialogue"), ("00:00:01.500", "0.5", "x"), (1500, 2000)),
        (("Von", "Bis", "Übersetzung"), ("00:00:01,500", "00:00:02,000", "x"), (1500, 2000)),
        (("开始时间", "结束时间", "台词"), ("0:01.5", "0:02", "x"), (1500, 2000)),
        (("開始", "終了", "セリフ"), ("1.5", "2", "x"), (1500, 2000)),
        (("Début", "Fin", "Texte"), ("1.5", "2", "x"), (1500, 2000)),
    ],
)
def test_headings_and_units(headings: tuple[str, ...], cells: tuple[str, ...], ms: tuple[int, int]) -> None:
    text = ";".join(headings) + "\n" + ";".join(cells) + "\n"
    assert [(c.in_ms, c.out_ms, c.text) for c in read(text, "a.csv").cues] == [(*ms, "x")]


def test_xlsx() -> None:
    data = xlsx(
        ("My production",), (), ("#", "In", "Out", "Speaker", "Text", "Kind"),
        (1, datetime.time(0, 0, 1, 500_000), datetime.timedelta(seconds=2), "Ann", "Hello,\nyou (laughs)", None),
        (2, 3.25, 4, None, "(door slams)", None), (None, None, None, None, None, None), (3, 5, 6, "Bob", "♪ la ♪", None),
        (4, 7, 8, None, "EXIT", "graphic"), (None, None, None, None, "a word without a time", None), extra="About",
    )  # fmt: skip
    script = read(data, "a.xlsx")
    assert [(c.in_ms, c.out_ms, c.character, c.text, c.kind) for c in script.cues] == [
        (1500, 2000, "Ann", "Hello, you", "dialogue"), (3250, 4000, "", "(door slams)", "sound"), (5000, 6000, "Bob", "la", "song"),
        (7000, 8000, "", "EXIT", "caption")]  # fmt: skip
    assert script.cues[0].id != "1"  # rows counted anew
    assert "c-006" in codes(script)


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"a,b,c\n1,2,3\n", "a.csv", "no column for in and text"),
        (b"Start,End,Words\n1,2,x\n", "a.csv", "--columns text=HEADING"),
        (b"Start,End,Text\nsoon,2,x\n", "a.csv", "row 2"),
        (b"PK\x03\x04 not really", "a.xlsx", "damaged"),
        (xlsx(("a", "b")), "a.xlsx", "no column"),
        (b"", "a.xlsx", "damaged|no cue|no workbook"),
    ],
)
def test_refused(data: bytes, name: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read(data or b"PK", name)


def test_a_field_that_is_none() -> None:
    with pytest.raises(ValueError, match="fields are"):
        read(SHEET, "a.csv", columns={"actor": "Character"})
