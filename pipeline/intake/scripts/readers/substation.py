"""Reader of SubStation Alpha (SSA, ASS): events by their Format line, override blocks, karaoke, drawings, comments."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.intake.scripts.draft import Draft, Raw
from pipeline.intake.scripts.marked import Marked
from pipeline.intake.scripts.readers.tags import BREAK, MARKUP
from pipeline.intake.scripts.records import ReadOptions
from pipeline.intake.scripts.timecode import clock_ms

_SECTION = re.compile(r"\s*\[([^\[\]]+)\]\s*")
_FORMATS = {  # of files that leave their Format line out
    "v4": ["Marked", "Start", "End", "Style", "Name", "MarginL", "MarginR", "MarginV", "Effect", "Text"],
    "v4+": ["Layer", "Start", "End", "Style", "Name", "MarginL", "MarginR", "MarginV", "Effect", "Text"],
}
_TOKEN = re.compile(r"(\{[^{}]*\}|\\[Nnh])")
_DRAWING = re.compile(r"\\p(\d+)")
_SHAPE = re.compile(r"\s*m\s+-?[\d.]+\s+-?[\d.]+(?:\s+[mnlbspc]|\s+-?[\d.]+)*\s*", re.IGNORECASE)
# Names of styles that say that a text stands in the picture.
_SIGN = re.compile(r"sign|type ?set|^ts\b|\bts$|title|credit|caption|screen|logo|屏幕|画面|标题|看板", re.IGNORECASE)
_SONG = re.compile(r"^(?:op|ed)\b|karaoke|song|lyric|romaji|kanji|歌", re.IGNORECASE)


def read_substation(text: str, _options: ReadOptions) -> Draft:
    draft = Draft("ass" if re.search(r"v4\.00\+|\[v4\+ styles\]", text, re.IGNORECASE) else "ssa")
    section, fields = "", _FORMATS["v4+" if draft.format == "ass" else "v4"]
    for number, line in enumerate(text.splitlines(), 1):
        if found := _SECTION.fullmatch(line):
            section = found[1].casefold()
            draft.skip(line, "header")
            continue
        name, colon, value = line.partition(":")
        kind = name.strip().casefold()
        if section != "events" and not (kind in ("dialogue", "comment") and not section):
            draft.skip(line, "header")
            if kind == "language" and section == "script info" and re.fullmatch(r"\s*[A-Za-z]{2,3}(-\w+)*\s*", value):
                draft.language = value.strip()
        elif kind == "format" and colon:
            fields = [field.strip() for field in value.split(",")]
            draft.skip(line, "header")
            if fields[-1].casefold() != "text" or not {"start", "end"} <= {field.casefold() for field in fields}:
                raise ValueError(f"line {number}: its Format names no Start, End and, as the last, Text")
        elif kind == "dialogue" and colon:
            draft.skip(f"{name}:", "header")
            _event(draft, fields, value, number)
        elif kind in ("comment", "picture", "sound", "movie", "command") and colon:
            draft.skip(line, "comment")
        elif line.strip() and not line.lstrip().startswith(";"):
            draft.skip(line, "outside any cue")
            draft.note("c-006", f"line {number}", f"{line.strip()[:80]!r} is no event")
        else:
            draft.skip(line, "comment")
    _duplicates(draft)
    return draft


def _event(draft: Draft, fields: list[str], value: str, number: int) -> None:
    parts = value.split(",", len(fields) - 1)
    if len(parts) < len(fields):
        draft.skip(value, "outside any cue")
        draft.note(
            "c-006", f"line {number}", f"{value.strip()[:80]!r} has {len(parts)} fields, {len(fields)} are named"
        )
        return
    row = {field.casefold(): part.strip() for field, part in zip(fields[:-1], parts, strict=False)}
    text = parts[-1]
    head = ",".join(parts[:-1])
    draft.skip(head, "time")
    draft.skip("," if len(parts) > 1 else "", "time")
    marked, drawn = _text(text)
    character = " ".join((row.get("name") or row.get("actor") or "").split())
    style = row.get("style", "").lstrip("*")
    raw = Raw(
        _time(row["start"]), _time(row["end"]), marked, f"line {number}",
        characters=(character,) if character else (), style=style, written=f"{row['start']} to {row['end']}",
    )  # fmt: skip
    if drawn and not marked.heard.strip():
        raw.kind = "drawing"
    elif _SONG.search(style) or _SONG.search(row.get("effect", "")):
        raw.kind = "song"
    elif _SIGN.search(style):
        raw.kind = "caption"
    draft.cues.append(raw)


def _text(text: str) -> tuple[Marked, bool]:
    """(the text without its overrides, whether it draws)."""
    marked, drawing, drawn = Marked(), False, False
    for token in _TOKEN.split(text):
        if token.startswith("{") and token.endswith("}"):
            marked.add(token, MARKUP if "\\" in token else "comment")
            for found in _DRAWING.finditer(token):
                drawing = int(found[1]) > 0
        elif token in ("\\N", "\\n", "\\h"):
            marked.replace(token, "\n" if token == "\\N" else " ", BREAK)
        elif token:
            drawn = drawn or drawing
            marked.add(token, "drawing" if drawing else "")
    if _SHAPE.fullmatch(marked.heard):
        marked.skip_all("drawing")
        drawn = True
    return marked, drawn


def _duplicates(draft: Draft) -> None:
    """Marks events that say at the same time what another has said: shadows, borders and glows are drawn so."""
    order = sorted(range(len(draft.cues)), key=lambda n: (draft.cues[n].in_ms or 0, draft.cues[n].out_ms or 0, n))
    for one, two in pairwise(order):
        first, second = draft.cues[one], draft.cues[two]
        words = " ".join(second.text.heard.split())
        same = (first.in_ms, first.out_ms, " ".join(first.text.heard.split())) == (second.in_ms, second.out_ms, words)
        if same and words:
            second.kind = "duplicate"


def _time(written: str) -> int | None:
    try:
        return clock_ms(written)
    except ValueError:
        return None
