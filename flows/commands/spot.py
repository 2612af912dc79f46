"""Read a timed script into cues: subtitles, captions, DAPT, cue sheets. Shows what of it is speech, and what is not.

Times that count frames need --frame-rate; timecode that does not begin at zero needs --start. A cue sheet whose
columns have other names needs --columns in="TC In",out="TC Out",text=Deutsch.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.commands._common import count, print_json
from pipeline.errors import RefusedError

if TYPE_CHECKING:
    from pipeline.intake.scripts.records import Cue, ReadOptions, TimedScript

FORMATS = ("srt", "vtt", "sbv", "ass", "microdvd", "ttml", "stl", "csv", "xlsx")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("script", type=Path, metavar="SCRIPT", help="its format is told by its content")
    parser.add_argument("--format", default="", choices=FORMATS, help="where its content does not tell")
    parser.add_argument("--language", default="", help="of the text that is read, BCP 47 (de, pt-BR)")
    parser.add_argument("--encoding", default="", help="of its text, where it cannot be found out")
    parser.add_argument("--frame-rate", default="", metavar="FPS", help="25, 23.976, 29.97df, 30000/1001")
    parser.add_argument("--start", default="", metavar="TIMECODE", help="of the picture's first frame: 10:00:00:00")
    parser.add_argument(
        "--columns", default="", metavar="FIELD=COLUMN,...", help="of a cue sheet, by heading or letter"
    )
    parser.add_argument("--dapt", type=Path, metavar="FILE.xml", help="write the script as DAPT as well")
    parser.add_argument("--turns", action="store_true", help="a cue for each person who speaks in one")


def run(options: argparse.Namespace) -> int:
    from pipeline.intake.scripts import read_script
    from pipeline.intake.scripts.turns import by_turn

    script = read_script(options.script, _asked(options))
    if options.dapt:
        _write_dapt(options)
    cues = by_turn(script.cues) if options.turns else script.cues
    if options.json:
        print_json(answer(script, cues))
    else:
        _tell(script, cues)
    return 0


def _write_dapt(options: argparse.Namespace) -> None:
    """A DAPT document is written back whole; cues of every other format become script events."""
    from pipeline.intake.scripts import dapt_of
    from pipeline.store import write_atomically

    if options.dapt.resolve() == options.script.resolve():
        raise RefusedError(f"--dapt: {options.dapt} is the script itself, which is not written over")
    write_atomically(options.dapt, dapt_of(options.script, _asked(options)))


def _asked(options: argparse.Namespace) -> ReadOptions:
    from pipeline.intake.scripts.records import ReadOptions

    return ReadOptions(
        encoding=options.encoding,
        language=options.language,
        frame_rate=options.frame_rate,
        start=options.start,
        columns=_columns(options.columns),
        kind=options.format,
    )


def _columns(written: str) -> dict[str, str]:
    """in="TC In",text=Deutsch as a table."""
    columns = {}
    for part in filter(str.strip, written.split(",")):
        field, equals, column = part.partition("=")
        if not equals or not column.strip():
            raise RefusedError(f"--columns: {part.strip()!r} names no column; write it as in in='TC In',text=Deutsch")
        columns[field.strip().lower()] = column.strip().strip("'\"")
    return columns


def answer(script: TimedScript, cues: tuple[Cue, ...]) -> dict[str, Any]:
    """The JSON answer: cues with the fields that every consumer of them reads, and notes."""
    from flows import answers

    fields = ("id", "in_ms", "out_ms", "character", "text", "language", "on_screen", "kind")
    return {
        "cues": [{field: getattr(cue, field) for field in fields} for cue in cues],
        "notes": answers.findings(script.findings),
    }


def _tell(script: TimedScript, cues: tuple[Cue, ...]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("id", "in", "out", "kind", "character", "text"):
        table.add_column(heading, no_wrap=heading != "text", overflow="fold" if heading == "text" else "ellipsis")
    for cue in cues:
        cells = (cue.id, _clock(cue.in_ms), _clock(cue.out_ms), cue.kind, cue.character, cue.text)
        table.add_row(*map(Text, cells))  # as Text: brackets of a script are no markup of ours
    console = Console(highlight=False)
    console.print(table)
    spoken = [cue for cue in cues if cue.spoken]
    coverage = script.coverage
    console.print(Text(
        f"\n{count(len(cues), 'cue')}, {len(spoken):,} spoken; {script.language or 'no language'}, {script.format}\n"
        f"{coverage.characters:,} characters: {coverage.spoken:,} spoken"
        + "".join(f", {number:,} {why}" for why, number in sorted({**coverage.replaced, **coverage.skipped}.items()))
    ))  # fmt: skip
    for finding in script.findings:
        console.print(Text(f"note {finding.code} {finding.where}: {finding.found}"))


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
