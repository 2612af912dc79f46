"""Books for tests: a folder over the stock book, zipped; and a manuscript as plain data."""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path
from typing import Any

from pipeline.records import Block, Manuscript, Span

HERE = Path(__file__).parent


def zipped(target: Path, *folders: Path, extra: dict[str, bytes | str] | None = None) -> Path:
    """An EPUB of the files of `folders`, later ones over earlier ones, and of `extra`. An empty file removes one."""
    files: dict[str, bytes] = {}
    for folder in folders:
        files |= {
            str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
        }
    files |= {name: data.encode() if isinstance(data, str) else data for name, data in (extra or {}).items()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        for name, data in files.items():
            if data:
                archive.writestr(name, data)
    return target


def book(target: Path, **files: str | bytes) -> Path:
    """The stock book with other files; `one__xhtml` is one.xhtml."""
    return zipped(target, HERE / "stock", extra={name.replace("__", "."): data for name, data in files.items()})


def page(body: str) -> str:
    """A document with this body."""
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>Page</title></head><body>{body}</body></html>"
    )


def told(manuscript: Manuscript) -> dict[str, Any]:
    """What matters of a manuscript, short enough to be read in a review."""
    return {
        "title": manuscript.title,
        "creators": list(manuscript.creators),
        "language": manuscript.language,
        **{
            name: getattr(manuscript.metadata, name)
            for name in ("date", "publisher", "series", "series_part")
            if getattr(manuscript.metadata, name)
        },
        **({"cover": f"{manuscript.cover.media_type}, {len(manuscript.cover.data)} bytes"} if manuscript.cover else {}),
        **(
            {"pronunciations": [[one.text, one.say, one.phonemes, one.language] for one in manuscript.pronunciations]}
            if manuscript.pronunciations
            else {}
        ),
        "notes": [
            f"{finding.code} {finding.where.rpartition('/')[2]}: {finding.found}" for finding in manuscript.findings
        ],
        "chapters": [
            {
                "title": chapter.title,
                "role": chapter.role,
                "depth": chapter.depth,
                **({"not read": chapter.reason} if chapter.reason else {}),
                "blocks": [_block(block) for block in chapter.blocks],
            }
            for chapter in manuscript.chapters
        ],
    }


def _block(block: Block) -> list[Any]:
    marks = [
        block.kind,
        *([f"level {block.level}"] if block.level else []),
        *(["first"] if block.first else []),
        *([block.language] if block.language else []),
        *([f"not read: {block.reason}"] if block.reason else []),
        *([f"at {block.anchor}"] if block.kind == "note" else []),
    ]
    return [", ".join(marks), *map(_span, block.spans)]


def _span(span: Span) -> Any:
    fields = {
        field.name: getattr(span, field.name)
        for field in dataclasses.fields(span)
        if getattr(span, field.name) != field.default and field.name != "text"
    }
    if not fields:
        return span.text
    return {
        "text": span.text,
        **{name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()},
    }
