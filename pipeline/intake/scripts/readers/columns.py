"""Columns of cue sheets: which one holds what, by its heading, or as a person says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

FIELDS = ("id", "in", "out", "duration", "character", "text", "language", "on_screen", "kind", "notes")
# Headings by field, most telling first; the best one that a sheet has is taken.
_HEADINGS: dict[str, str] = {
    "id": (
        "id | cue id | cue | cue no | cue number | no | nr | number | event | loop | line | seq | index | "
        "序号 | 编号 | 番号"
    ),
    "in": (
        "in | tc in | tcin | time in | timecode in | in time | in point | start | start time | start tc | "
        "timecode start | begin | from | in ms | start ms | tc | timecode | time | von | anfang | debut | "
        "inicio | inizio | entrada | 入点 | 开始 | 开始时间 | イン | 開始"
    ),
    "out": (
        "out | tc out | tcout | time out | timecode out | out time | out point | end | end time | end tc | "
        "timecode end | stop | to | out ms | end ms | bis | ende | fin | fine | salida | 出点 | 结束 | "
        "结束时间 | アウト | 終了"
    ),
    "duration": "duration | dur | length | dauer | duree | duracion | durata | 时长",
    "character": (
        "character | char | role | speaker | name | character name | who | rolle | figur | sprecher | "
        "personnage | role name | personaje | personaggio | 角色 | 人物 | 说话人 | キャラクター | 役名 | "
        "話者 | 배역"
    ),
    "text": (
        "target text | target | translation | adaptation | dubbed text | dub | text | dialogue | dialog | "
        "line text | subtitle | caption | script | lines | content | ubersetzung | traduction | texte | "
        "traduccion | texto | dialogo | testo | 译文 | 台词 | 文本 | 内容 | 字幕 | 訳文 | セリフ | 台詞 | "
        "대사 | source text | source | original | original text | 原文"
    ),
    "language": "language | lang | sprache | langue | idioma | lingua | 语言 | 言語",
    "on_screen": "on screen | onscreen | on off | on/off | screen | on off screen | os | im bild | 画内画外 | 画面",
    "kind": "kind | type | event type | cue type | art | 类型",
    "notes": "notes | note | comment | comments | annotation | remarks | bemerkung | remarque | 备注 | 備考",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Indices of columns, None for those that a sheet lacks; `row` is the first one below the headings."""

    row: int
    headings: tuple[str, ...]
    begin: int | None
    end: int | None
    text: int
    id: int | None = None
    duration: int | None = None
    character: int | None = None
    language: int | None = None
    on_screen: int | None = None
    kind: int | None = None
    notes: int | None = None

    def reasons(self) -> Iterator[tuple[int, str]]:
        """(column, why it is not spoken)."""
        named = ((self.id, "cue number"), (self.begin, "time"), (self.end, "time"), (self.duration, "time"),
                 (self.character, "speaker name"), (self.language, "language"), (self.on_screen, "on screen"),
                 (self.kind, "kind"), (self.notes, "note"))  # fmt: skip
        return ((column, why) for column, why in named if column is not None)

    def unit(self, column: int) -> str:
        """What numbers of a column count: ms, frames or seconds."""
        heading = self.headings[column] if column < len(self.headings) else ""
        if re.search(r"\bms\b|millis|毫秒|ミリ秒", heading):
            return "ms"
        return "frames" if re.search(r"frame|fr\b|帧|フレーム", heading) else "seconds"


def columns_of(rows: Sequence[Sequence[object]], asked: Mapping[str, str]) -> Columns:
    """The columns of a sheet by its first rows.

    Args:
        asked: headings (or letters, or numbers from 1) by field, where a person names them.

    Raises:
        ValueError: a column that is needed is not there; the sentence lists those that are.
    """
    if unknown := next((field for field in asked if field not in FIELDS), ""):
        raise ValueError(f"is asked for the field {unknown!r}; fields are {', '.join(FIELDS)}")
    best: tuple[int, dict[str, int], list[str]] = (0, {}, [])
    for number, row in enumerate(rows[:20]):
        headings = [_bare(str(cell)) if cell is not None else "" for cell in row]
        found = _found(headings, asked)
        if len(found) > len(best[1]):
            best = (number, found, headings)
        if {"in", "text"} <= set(found) and len(found) >= 3:
            break
    number, found, headings = best
    if missing := [field for field in ("in", "text") if field not in found]:
        first = [str(cell) for cell in (rows[0] if rows else ())[:12] if cell]
        shown = (", ".join(filter(None, headings)) or ", ".join(first))[:200] or "none"
        cure = f"name it (--columns {missing[0]}=HEADING), there are: {shown}"
        raise ValueError(f"has no column for {' and '.join(missing)}; {cure}")
    others = ("id", "duration", "character", "language", "on_screen", "kind", "notes")
    return Columns(
        number + 1, tuple(headings), found["in"], found.get("out"), found["text"],
        **{field: found.get(field) for field in others},
    )  # fmt: skip


def _found(headings: Sequence[str], asked: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for field, wanted in asked.items():
        column = _column(headings, wanted)
        if column is not None:
            found[field] = column
    for field in FIELDS:
        if field in asked:
            continue
        names = [_bare(name) for name in _HEADINGS[field].split("|")]
        hits = [(names.index(core), column) for column, heading in enumerate(headings)
                if (core := _core(heading)) in names and column not in found.values()]  # fmt: skip
        if hits:
            found[field] = min(hits)[1]
    return found


def _column(headings: Sequence[str], wanted: str) -> int | None:
    """The column that a person names: by its heading, its letter, or its number."""
    bare = _bare(wanted)
    if bare in headings:
        return headings.index(bare)
    if re.fullmatch(r"[a-z]", bare):
        return ord(bare) - ord("a") if any(headings) else None
    if re.fullmatch(r"[1-9]\d?", bare):
        return int(bare) - 1 if any(headings) else None
    return None


def _core(heading: str) -> str:
    """A heading without its unit or language in brackets: "in (ms)", "text [de]"."""
    return re.sub(r"\s*[(\[（].*?[)\]）]\s*", " ", heading).strip()


def _bare(heading: str) -> str:
    """A heading in small letters, without accents and punctuation."""
    text = unicodedata.normalize("NFKD", heading).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(re.sub(r"[_\-.:#*]+", " ", text).split())
