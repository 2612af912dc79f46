"""Reader of MicroDVD: {1025}{1100}text|next line, in frames. The rate may stand in the first cue: {1}{1}23.976."""

from __future__ import annotations

import re

from pipeline.intake.scripts.draft import Draft, Raw
from pipeline.intake.scripts.marked import Marked
from pipeline.intake.scripts.readers.tags import BREAK, MARKUP
from pipeline.intake.scripts.records import Rate, ReadOptions
from pipeline.intake.scripts.timecode import frames_ms, rate_of

_CUE = re.compile(r"\s*\{(\d{1,9})\}\{(\d{0,9})\}(.*)$")
_CODE = re.compile(r"(\{[A-Za-z]:[^{}]*\}|\|)")


def read_microdvd(text: str, options: ReadOptions) -> Draft:
    draft = Draft("microdvd")
    rate: Rate | None = rate_of(options.frame_rate) if options.frame_rate else None
    rows: list[tuple[int, int, int | None, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        found = _CUE.match(line)
        if not found:
            if line.strip():
                draft.skip(line, "outside any cue")
                draft.note("c-006", f"line {number}", f"{line.strip()[:80]!r} stands in no cue with a time")
            continue
        begin, end, said = int(found[1]), int(found[2]) if found[2] else None, found[3]
        if not rows and begin in (0, 1) and end in (0, 1) and re.fullmatch(r"\s*\d{2,3}(?:\.\d+)?\s*", said):
            draft.skip(line, "frame rate")
            rate = rate or rate_of(said)
            continue
        draft.skip(line[: found.start(3)], "time")
        rows.append((number, begin, end, said))
    if rows and rate is None:
        raise ValueError("counts frames and does not say how many a second has: say it (--frame-rate 23.976)")
    for number, begin, end, said in rows:
        assert rate
        draft.cues.append(Raw(
            frames_ms(begin, rate), None if end is None else frames_ms(end, rate), _text(said), f"line {number}",
            written=f"frame {begin} to {'?' if end is None else end}",
        ))  # fmt: skip
    return draft


def _text(said: str) -> Marked:
    """A bar is a line break, {y:i} and its kin are styles, a slash at the beginning of a line means italics."""
    marked = Marked()
    fresh = True
    for token in _CODE.split(said):
        if token == "|":
            marked.replace(token, "\n", BREAK)
            fresh = True
        elif _CODE.fullmatch(token):
            marked.add(token, MARKUP)
        elif token:
            if fresh and token.startswith("/"):
                marked.add("/", MARKUP)
                token = token[1:]
            marked.add(token)
            fresh = False
    return marked
