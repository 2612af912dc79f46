"""One table over a folder of real books: python -m tests.corpora.intake_table CORPORA_DIR [NAME ...]

For each book: opened or refused and why, metadata and chapters against the collector's facts, visible characters
against an independent count, text that appears twice, seconds and peak memory (each book in a process of its own).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from lxml import etree, html

from pipeline.errors import ManuscriptError
from pipeline.intake import read_manuscript
from pipeline.records import Manuscript, visible, visible_characters
from tests.corpora.success_table import books_of

TOLERANCE = 0.001
COLUMNS = "book|opened|meta|chapters|listed|characters|expected|off %|twice|s|MB|s/MB text"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("names", nargs="*", help="only books whose name contains one of these")
    options = parser.parse_args()
    books = _books(options.corpora)
    rows, bad = [COLUMNS.split("|")], 0
    for path, fact in books:
        if options.names and not any(name in path.name for name in options.names):
            continue
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            row = pool.apply(_row, (path, fact))
        bad += any("!" in cell for cell in row)
        rows.append(row)
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print(f"{len(rows) - 1} books, {bad} with something to look at (marked !)")
    return 1 if bad else 0


def _books(corpora: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Books with what their collector knows of them; in a folder without expected.json every book, and no facts."""
    known = corpora / "epub" / "expected.json", corpora / "text" / "expected.json"
    if not all(path.is_file() for path in known):
        return [(path, {}) for path in books_of(corpora)]
    facts, texts = (json.loads(path.read_text("utf-8")) for path in known)
    books: list[tuple[Path, dict[str, Any]]] = [
        (corpora / "epub" / name, fact) for name, fact in facts["books"].items()
    ]
    folders = {corpora / "text" / name.split("/")[0] for name in texts if name.endswith("SUMMARY.md")}
    books += [(folder, {}) for folder in sorted(folders)]
    return books + [
        (corpora / "text" / name, fact)
        for name, fact in texts.items()
        if not any((corpora / "text" / name).is_relative_to(folder) for folder in folders)
    ]


def _row(path: Path, fact: dict[str, Any]) -> list[str]:
    began = time.perf_counter()
    try:
        manuscript = read_manuscript(path)
    except ManuscriptError as error:
        lawful = fact.get("opens") != "ok" or not fact.get("text_chars") or not _linear_text(fact)
        said = str(error).replace(str(path), "it")
        return [path.name[:44], "refused" if lawful else "refused!", said[:70], *[""] * 9]
    seconds, memory = time.perf_counter() - began, _peak_mb()
    found = sum(
        visible_characters(span.text)
        for chapter in manuscript.chapters
        for block in chapter.blocks
        for span in block.spans
        if span.kind != "alt"
    )
    expected = _expected(path, fact)
    off = 100 * (found - expected) / expected if expected else 0.0
    wrong = expected > 0 and abs(found - expected) > max(TOLERANCE * expected, 1)
    megabytes = max(_bytes(manuscript), 1) / 1e6
    return [
        path.name[:44],
        "yes",
        _metadata(manuscript, fact),
        str(len(manuscript.chapters)),
        str(fact.get("toc_entries") or fact.get("chapter_lines") or fact.get("hui_headings") or ""),
        f"{found:,}",
        f"{expected:,}" if expected else "unknown",
        f"{off:+.3f}{'!' if wrong else ''}" if expected else "",
        _twice(manuscript),
        f"{seconds:.2f}",
        f"{memory:.0f}{'!' if memory > 300 else ''}",
        f"{seconds / megabytes:.2f}" if megabytes > 0.1 else "",
    ]


def _metadata(manuscript: Manuscript, fact: dict[str, Any]) -> str:
    wrong = []
    if "title" in fact and fact["title"] != manuscript.title:
        wrong.append(f"title {manuscript.title!r}")
    # Translators and illustrators, whom the collector counts among the creators, are rightly left out.
    if "creators" in fact and not set(manuscript.creators) <= set(fact["creators"]):
        wrong.append(f"creators {manuscript.creators}")
    languages = fact.get("language")
    if isinstance(languages, str):
        if not manuscript.language.lower().startswith(languages.lower()):
            wrong.append(f"language {manuscript.language}")
    elif languages and languages[0].lower() != manuscript.language.lower():
        wrong.append(f"language {manuscript.language}")
    return "!" + "; ".join(wrong) if wrong else "right"


def _linear_text(fact: dict[str, Any]) -> int:
    return sum(item["text_chars"] or 0 for item in fact.get("spine", ()) if item.get("linear") != "no")


def _expected(path: Path, fact: dict[str, Any]) -> int:
    """The collector's figure; where the spine repeats or hides documents, or for texts, a count of our own."""
    spine = fact.get("spine")
    if spine is None:
        return _expected_text(path)
    names = [item["file"].partition("#")[0] for item in spine]
    if len(names) == len(spine) == len(set(names)) == fact["spine_unique_files"]:
        return int(fact["text_chars_no_whitespace"])
    total = 0
    with zipfile.ZipFile(path) as archive:
        for name in dict.fromkeys(names):
            if name in archive.namelist() and name.endswith(("htm", "html")):
                total += _body_characters(archive.read(name))
    return total


def _body_characters(data: bytes) -> int:
    try:
        root = etree.fromstring(data, etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False))
    except etree.XMLSyntaxError:
        root = html.document_fromstring(data)
    for dropped in root.xpath("//*[local-name()='script' or local-name()='style' or local-name()='head']"):
        dropped.drop_tree() if hasattr(dropped, "drop_tree") else _drop(dropped)
    return visible_characters("".join(map(str, root.xpath("//text()"))))


def _drop(element: Any) -> None:
    parent, tail = element.getparent(), element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _expected_text(path: Path) -> int:
    """Visible characters of a plain file; of marked-up ones, what is left when the marks are gone."""
    if path.is_dir() or zipfile.is_zipfile(path) or path.suffix in (".md", ".markdown"):  # it would repeat the reader
        return 0
    data = path.read_bytes()
    if path.suffix in (".htm", ".html"):
        return visible_characters(html.document_fromstring(data).body.text_content())
    text = ""
    for encoding in ("utf-8-sig", "cp932", "gb18030", "cp1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    return sum(map(visible, text))


def _twice(manuscript: Manuscript) -> str:
    """Long blocks of text that appear more than once."""
    seen = Counter(re.sub(r"\W+", "", block.text) for chapter in manuscript.chapters for block in chapter.blocks)
    double = sum(count - 1 for text, count in seen.items() if len(text) > 200 and count > 1)
    return str(double) if double else ""


def _bytes(manuscript: Manuscript) -> int:
    return sum(
        len(span.text.encode()) for chapter in manuscript.chapters for block in chapter.blocks for span in block.spans
    )


def _peak_mb() -> float:
    """Of this process alone: ru_maxrss is inherited from the one that started it."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


if __name__ == "__main__":
    sys.exit(main())
