"""Timed scripts: subtitles, captions, DAPT and cue sheets, read into cues. It does not decide what is spoken.

A format is one module in `readers/` and one line in FORMATS. Files are parsed in a child process with limits (see
`pipeline.untrusted.sandbox`): they come from strangers, and some of them are archives or XML.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from pipeline.errors import ManuscriptError
from pipeline.intake import FOREIGN, check_source
from pipeline.intake.scripts.parsing import FORMATS, Request, answer
from pipeline.intake.scripts.records import ReadOptions, TimedScript
from pipeline.untrusted.bounds import SCRIPT_BYTES, SCRIPT_MEMORY_MB, SCRIPT_S
from pipeline.untrusted.sandbox import confined

__all__ = ["FORMATS", "ReadOptions", "TimedScript", "dapt_of", "read_script"]


def read_script(path: Path, options: ReadOptions | None = None) -> TimedScript:
    """The timed script at `path`.

    Raises:
        ManuscriptError: it cannot be read, or is none; the sentence says what is wrong and what helps.
    """
    return msgspec.msgpack.decode(_asked(Path(path), options, answer), type=TimedScript)


def dapt_of(path: Path, options: ReadOptions | None = None) -> bytes:
    """The timed script at `path` as a DAPT document.

    Raises:
        ManuscriptError: as `read_script`.
    """
    from pipeline.intake.scripts.dapt.converting import dapt_answer

    return _asked(Path(path), options, dapt_answer)


def _asked(path: Path, options: ReadOptions | None, call: Callable[[bytes], bytes]) -> bytes:
    """What the confined child answers."""
    request = msgspec.msgpack.encode(Request(path.name, options or ReadOptions(), _bytes(path)))
    try:
        return confined(call, request, seconds=SCRIPT_S, memory_mb=SCRIPT_MEMORY_MB)
    except ValueError as error:
        raise ManuscriptError(f"{path} {_plain(str(error))}") from error


def _bytes(path: Path) -> bytes:
    check_source(path)
    if path.is_dir():
        raise ManuscriptError(f"{path} is a folder; name the script in it")
    try:
        size = path.stat().st_size
        if size > SCRIPT_BYTES:
            raise ManuscriptError(f"{path} has {size >> 20} MB, a script may have {SCRIPT_BYTES >> 20}")
        data = path.read_bytes()
    except OSError as error:
        raise ManuscriptError(f"{path} cannot be read: {error.strerror or error}") from error
    if not data:
        raise ManuscriptError(f"{path} is empty (0 bytes): copy or download it again")
    for sign, what in FOREIGN:
        if data.startswith(sign):
            raise ManuscriptError(f"{path} is {what}")
    return data


def _plain(message: str) -> str:
    """The sentence of a reader, whose subject is the file."""
    return (
        message
        if message.startswith(("holds ", "is ", "has ", "counts ", "cannot ", "names ", "does ", "it "))
        else f"cannot be read: {message}"
    )
