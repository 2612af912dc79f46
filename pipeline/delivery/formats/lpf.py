"""A packaged W3C Audiobook (LPF): publication.json, a table of contents, one MP3 per chapter. Google Play takes it.

W3C Recommendations "Audiobooks" and "Publication Manifest" (2020), Note "Lightweight Packaging Format" (2020).
"""

from __future__ import annotations

import json
import re
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from pipeline.delivery.book import STATEMENT, Book, ChapterAudio, file_name
from pipeline.delivery.containers.container import Track
from pipeline.delivery.containers.mp3 import MPEG_AUDIO
from pipeline.delivery.containers.zips import put_bytes, put_file
from pipeline.delivery.covers import name_of, player_cover
from pipeline.delivery.encoding.encodings import mp3_of
from pipeline.delivery.formats.files import MP3_FILE, make_file
from pipeline.delivery.formats.format import Format
from pipeline.delivery.formats.per_chapter import longest_file
from pipeline.manifests import Spec
from pipeline.records import Cover, Finding, Part
from pipeline.store import Store

DATE = r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?"  # the W3C's schema takes whole days only


def _settings(book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> Mapping[str, Any]:
    return {**longest_file(book, chapters, spec), "identifier": book.metadata.identifier, "slug": book.slug}


def build_lpf(
    store: Store, book: Book, chapters: Sequence[ChapterAudio], spec: Spec
) -> tuple[list[Part], list[Finding]]:
    cover, findings = player_cover(store, book.cover)
    chapter_files = MP3_FILE.files(chapters, spec)
    parts: list[Part] = []
    with store.making() as path:
        with zipfile.ZipFile(path, "w") as out:
            for number, file in enumerate(chapter_files, start=1):
                track = Track(file.title, number, len(chapter_files))
                part, more = make_file(store, book, spec, MP3_FILE, file, track, _audio_name(number), None)
                parts.append(Part(file.title, part.digest, file.duration_ms))
                findings += more
            publication = manifest(book, [(part.name, part.duration_ms) for part in parts], cover)
            put_bytes(out, "publication.json", (json.dumps(publication, ensure_ascii=False, indent=2) + "\n").encode())
            put_bytes(out, "toc.html", contents(book, [part.name for part in parts]).encode())
            if cover:
                put_bytes(out, name_of(cover), cover.data)
            for number, part in enumerate(parts, start=1):
                put_file(out, _audio_name(number), store.file(part.digest))
        duration_ms = sum(part.duration_ms for part in parts)
        return [Part(file_name(book.title, ".lpf"), store.keep_object(path), duration_ms)], findings


def _audio_name(number: int) -> str:
    return f"audio/{number:03}.mp3"


def manifest(book: Book, files: Sequence[tuple[str, int]], cover: Cover | None) -> dict[str, Any]:
    """publication.json of files by (title, milliseconds)."""
    about = book.metadata
    resources: list[dict[str, Any]] = [{"url": "toc.html", "rel": "contents", "encodingFormat": "text/html"}]
    if cover:
        resources.append(
            {
                "url": name_of(cover),
                "rel": "cover",
                "encodingFormat": cover.media_type,
                "name": f"Cover of {about.title}",
            }
        )
    fields = {
        "@context": ["https://schema.org", "https://www.w3.org/ns/pub-context", {"language": about.language or "und"}],
        "conformsTo": "https://www.w3.org/TR/audiobooks/", "type": "Audiobook", "id": _id(book),
        "name": about.title, "author": list(about.creators), "readBy": [about.narrator], "publisher": about.publisher,
        "inLanguage": about.language,
        "datePublished": about.date if re.fullmatch(DATE, about.date) else "", "description": about.description,
        "copyrightNotice": about.copyright, "creditText": STATEMENT, "abridged": False,
        "accessMode": ["auditory"], "accessModeSufficient": [{"type": "ItemList", "itemListElement": ["auditory"]}],
        "accessibilityFeature": ["tableOfContents"], "accessibilityHazard": ["noSoundHazard"],
        "accessibilitySummary": "Spoken audio with a table of contents by chapter.",
        "duration": _duration(sum(ms for _, ms in files)), "resources": resources,
        "readingOrder": [{"url": _audio_name(n), "encodingFormat": MPEG_AUDIO.media_type, "name": title,
                          "duration": _duration(ms)} for n, (title, ms) in enumerate(files, start=1)],
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value not in ("", [])}


def contents(book: Book, titles: Sequence[str]) -> str:
    entries = "\n".join(
        f'<li><a href="{quote(_audio_name(n))}">{escape(title)}</a></li>' for n, title in enumerate(titles, start=1)
    )
    language = f' lang="{escape(book.language)}"' if book.language else ""
    return (
        f'<!DOCTYPE html>\n<html{language}>\n<head><meta charset="utf-8"><title>{escape(book.title)}</title>'
        f'</head>\n<body>\n<nav role="doc-toc">\n<h1>{escape(book.title)}</h1>\n<ol>\n{entries}\n</ol>\n</nav>\n'
        "</body>\n"
        "</html>\n"
    )


def _duration(ms: int) -> str:
    return f"PT{ms // 1000}.{ms % 1000:03}S"


def _id(book: Book) -> str:
    """The book's identifier where it is a URI; otherwise a UUID that survives corrections of its title and text."""
    made = uuid.uuid5(uuid.NAMESPACE_OID, "\n".join((book.slug, *book.metadata.creators, book.narrator)))
    return _uri(book.metadata.identifier) or f"urn:uuid:{made}"


def _uri(identifier: str) -> str:
    digits = identifier.replace("-", "").upper()
    if re.fullmatch(r"(97[89])?\d{9}[\dX]", digits):
        return f"urn:isbn:{digits}"
    return identifier if re.match(r"[A-Za-z][\w+.-]*:\S+$", identifier) else ""


LPF = Format(
    "lpf",
    "W3C Audiobook, packaged",
    2,  # 2: an identifier always, dates that are dates
    build_lpf,
    encoding=mp3_of,
    settings=_settings,
    cuts=MP3_FILE.cuts,
    containers=(MPEG_AUDIO,),
    package_suffix=".lpf",
)
