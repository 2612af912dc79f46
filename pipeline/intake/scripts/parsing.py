"""From the bytes of a script to its record: the format is told, the text decoded, the reader called. Runs confined."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import msgspec

from pipeline.errors import TextLossError
from pipeline.intake.encoding.detection import codec_of, decode_text
from pipeline.intake.encoding.evidence import Unclear
from pipeline.intake.scripts.assembling import assemble
from pipeline.intake.scripts.draft import Draft
from pipeline.intake.scripts.records import ReadOptions, TimedScript
from pipeline.records import visible_characters
from pipeline.untrusted.bounds import SCRIPT_TEXT_BYTES

Input = Literal["text", "bytes"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of timed scripts.

    Attributes:
        reader: "module:function", imported when a file of the format is read.
        takes: decoded text, whose every character is accounted for, or the bytes as they are.
        suffixes: of files whose content does not tell.
    """

    reader: str
    takes: Input
    suffixes: tuple[str, ...]


_READERS = "pipeline.intake.scripts.readers"
FORMATS: dict[str, Format] = {
    "srt": Format(f"{_READERS}.stacked:read_subrip", "text", ("srt",)),
    "vtt": Format(f"{_READERS}.stacked:read_webvtt", "text", ("vtt", "webvtt")),
    "sbv": Format(f"{_READERS}.stacked:read_sbv", "text", ("sbv",)),
    "ass": Format(f"{_READERS}.substation:read_substation", "text", ("ass", "ssa")),
    "microdvd": Format(f"{_READERS}.microdvd:read_microdvd", "text", ()),
    "ttml": Format(f"{_READERS}.ttml:read_ttml", "bytes", ("ttml", "xml", "dfxp", "itt", "imsc", "dapt", "ebutt")),
    "stl": Format(f"{_READERS}.stl:read_stl", "bytes", ("stl",)),
    "csv": Format(f"{_READERS}.sheets:read_csv", "text", ("csv", "tsv")),
    "xlsx": Format(f"{_READERS}.sheets:read_xlsx", "bytes", ("xlsx", "xlsm")),
}
_SUFFIX_OF = {suffix: name for name, form in FORMATS.items() for suffix in form.suffixes}
_SIGNS = (
    ("vtt", re.compile(r"[\s\ufeff]*WEBVTT(?=\s|\Z)")),
    ("ass", re.compile(r"^\s*\[(?:script info|v4\+? styles|events)\]\s*$", re.IGNORECASE | re.MULTILINE)),
    ("microdvd", re.compile(r"\s*\{\d{1,9}\}\{\d{0,9}\}")),
    ("srt", re.compile(r"^\s*\d{1,3}:\d{1,2}[\d:.,\s]*-->\s*\d", re.MULTILINE)),
    ("sbv", re.compile(r"^\s*\d{1,3}:\d{2}:\d{2}\.\d{1,3},\d{1,3}:\d{2}:\d{2}\.\d{1,3}\s*$", re.MULTILINE)),
)
_HEAD = 200_000  # characters in which a format shows


@dataclass(frozen=True, slots=True)
class Request:
    """What the parent asks of the confined child."""

    name: str
    options: ReadOptions
    data: bytes


def answer(request: bytes) -> bytes:
    """Reads a packed Request; for `sandbox.confined`."""
    asked = msgspec.msgpack.decode(request, type=Request)
    try:
        script = parse(asked.name, asked.data, asked.options)
    except TextLossError as error:
        raise ValueError(str(error)) from error
    except RecursionError:
        raise ValueError("is nested deeper than any script; it is not read") from None
    return msgspec.msgpack.encode(script)


def parse(name: str, data: bytes, options: ReadOptions) -> TimedScript:
    """The script in `data`, whose file is called `name`.

    Raises:
        ValueError: it is none, or cannot be read.
        TextLossError: its reader lost text.
    """
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if options.kind and options.kind not in FORMATS:
        raise ValueError(f"cannot be read as {options.kind!r}; formats are {', '.join(FORMATS)}")
    kind = options.kind or _binary_kind(data, suffix)
    if kind and FORMATS[kind].takes == "bytes":
        return assemble(_function(FORMATS[kind].reader)(data, options), options)
    if len(data) > SCRIPT_TEXT_BYTES:
        raise ValueError(f"has {len(data) >> 20} MB of text, a script may have {SCRIPT_TEXT_BYTES >> 20}")
    text, notes = _decoded(data, options)
    kind = kind or _kind(text, suffix)
    draft = _function(FORMATS[kind].reader)(text, options)
    for code, found in notes:
        draft.note(code, name, found)
    return assemble(draft, options, visible_characters(text) if draft.whole else None)


def _decoded(data: bytes, options: ReadOptions) -> tuple[str, list[tuple[str, str]]]:
    """(text, findings on its encoding)."""
    if options.encoding and not codec_of(options.encoding):
        raise ValueError(f"cannot be read as {options.encoding!r}: write it as in windows-1250, gb18030, shift_jis")
    try:
        text, guessed, lost = decode_text(_whole(data), options.encoding, options.language)
    except Unclear as error:
        raise ValueError(f"{error}: save it as UTF-8, or name its encoding (--encoding windows-1250)") from error
    notes = [("i-005", f"{guessed}; say another with --encoding")] if guessed else []
    if lost:
        notes.append(("i-006", f"{lost} characters could not be decoded"))
    return text.removeprefix("\ufeff"), notes


def _whole(data: bytes) -> bytes:
    """Without zero bytes that a damaged disk or a careless download has left at the end."""
    return data.rstrip(b"\0") if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and data[:64].count(0) == 0 else data


def _binary_kind(data: bytes, suffix: str) -> str:
    """The format of bytes that are not read as text, "" where they have to be decoded first."""
    if data.startswith(b"PK"):
        return "xlsx"
    if re.match(rb"[0-9 ]{3}STL\d\d\.\d\d", data):
        return "stl"
    bare = data.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    if bare[:1] == b"<" and re.match(rb"<\0?(?:\?|[A-Za-z!])", bare):
        return "ttml"
    by_name = _SUFFIX_OF.get(suffix, "")
    return by_name if by_name and FORMATS[by_name].takes == "bytes" else ""


def _kind(text: str, suffix: str) -> str:
    head = text[:_HEAD]
    told = next(
        (name for name, sign in _SIGNS if (sign.search(head) if name in ("ass", "srt", "sbv") else sign.match(head))),
        "",
    )
    by_name = _SUFFIX_OF.get(suffix, "")
    if told == "srt" and by_name in ("srt", "vtt"):
        return by_name
    if by_name == "csv":
        return by_name  # whatever stands in its cells
    if told or by_name:
        return told or by_name
    raise ValueError(f"is no timed script that can be read; known are {', '.join(FORMATS)}")


def _function(reader: str) -> Callable[..., Draft]:
    module, _, name = reader.partition(":")
    function: Callable[..., Draft] = getattr(importlib.import_module(module), name)
    return function
