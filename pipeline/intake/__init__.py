"""Intake reads a manuscript in any supported format into a neutral `Manuscript`. It does not decide what is read.

A format is one module in `readers/` and one line in READERS.
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path

from pipeline.errors import ManuscriptError
from pipeline.intake.encoding.detection import codec_of
from pipeline.records import Manuscript

# kind -> "module:function", imported when a file of the kind is read.
READERS: dict[str, str] = {
    "asciidoc": "pipeline.intake.readers.asciidoc:read_asciidoc",
    "epub": "pipeline.intake.readers.epub:read_epub",
    "html": "pipeline.intake.readers.html:read_html",
    "markdown": "pipeline.intake.readers.markdown:read_markdown",
    "text": "pipeline.intake.readers.text:read_text",
}
SUFFIXES: dict[str, str] = {
    ".epub": "epub",
    ".kepub": "epub",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mkd": "markdown",
    ".txt": "text",
    ".text": "text",
    ".asc": "text",
    ".asciidoc": "asciidoc",
    ".adoc": "asciidoc",
    "": "text",
}
# Files that people try although they cannot be read, by their first bytes, with what helps.
FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF, whose text lies in lines of pages: ask for the EPUB, or export text from the source"),
    (b"\xd0\xcf\x11\xe0", "an old Word document: save it as HTML or plain text"),
    (b"{\\rtf", "an RTF document: save it as HTML or plain text"),
    (b"AT&TFORM", "a DjVu scan: it has no text to read"),
    (b"\x7fELF", "a program"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"ID3", "audio"),
    (b"OggS", "audio"),
    (b"fLaC", "audio"),
    (b"RIFF", "audio or video"),
    (b"\x1f\x8b", "a gzip archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive: unpack it first"),
    (b"SQLite format 3", "a database"),
)
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


def read_manuscript(path: Path, encoding: str = "") -> Manuscript:
    """The manuscript at `path`. Raises ManuscriptError where it cannot be read, or must not be.

    Args:
        encoding: of a text or a page, where a person names it; otherwise it is detected.
    """
    path = Path(path)
    try:
        kind = kind_of(path)
        if encoding and kind == "epub":
            raise ManuscriptError(f"{path} is an EPUB, whose documents name their encodings: leave out `encoding:`")
        if encoding and not codec_of(encoding):
            raise ManuscriptError(f"`encoding: {encoding}` names none: write it as in windows-1250, gb18030, shift_jis")
        module, _, function = READERS[kind].partition(":")
        read = getattr(importlib.import_module(module), function)
        manuscript: Manuscript = read(path, encoding) if encoding else read(path)
    except OSError as error:
        raise ManuscriptError(f"{path} cannot be read: {error.strerror or error}") from error
    except RecursionError as error:
        raise ManuscriptError(f"{path} is nested deeper than any book; it is not read") from error
    return manuscript


def check_source(path: Path) -> None:
    """Raises ManuscriptError for a path that holds no manuscript: missing, unreadable, a device, a plain folder."""
    try:
        if not path.exists():
            raise ManuscriptError(f"{path} does not exist")
        if path.is_dir():
            if not (path / "SUMMARY.md").is_file():
                raise ManuscriptError(
                    f"{path} is a folder without SUMMARY.md: write one that lists the chapters in order"
                )
        elif not path.is_file():
            raise ManuscriptError(f"{path} is neither a file nor a folder")
        else:
            path.open("rb").close()
    except OSError as error:
        raise ManuscriptError(f"{path} cannot be read: {error.strerror or error}") from error


def kind_of(path: Path) -> str:
    """The format of a source, a key of READERS, told by its content first and then by its suffix.

    Raises ManuscriptError where the path does not exist or no reader knows its format.
    """
    check_source(path)
    if path.is_dir():
        return "markdown"
    with path.open("rb") as file:
        head = file.read(2048)
    suffix = path.suffix.lower()
    if not head:
        raise ManuscriptError(f"{path} is empty (0 bytes): copy or download it again")
    if head.startswith(b"PK"):
        if suffix in (".docx", ".odt", ".pages"):
            raise ManuscriptError(f"{path} is a word processor's document: save it as HTML, EPUB or plain text")
        return "epub"
    if head[60:68] in (b"BOOKMOBI", b"TEXtREAd") or head.startswith(b"TPZ"):
        raise ManuscriptError(f"{path} is a Kindle book: ask the publisher for the EPUB")
    for sign, what in FOREIGN:
        if head.startswith(sign):
            raise ManuscriptError(f"{path} is {what}")
    if suffix == ".epub" or suffix == ".kepub":
        return "epub"  # the EPUB reader says what is wrong with it
    if suffix not in (".md", ".markdown", ".mkd") and _MARKUP.match(head.lstrip(b"\xef\xbb\xbf")):
        return "html"
    kind = SUFFIXES.get(suffix)
    if kind is None:
        raise ManuscriptError(
            f"{path} is of no kind that can be read ({suffix}); known are "
            f"{', '.join(sorted(filter(None, SUFFIXES)))} and folders with SUMMARY.md"
        )
    return kind
