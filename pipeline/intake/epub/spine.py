"""The reading order of an EPUB: its spine, and documents that only the table of contents lists.

`linear="no"` marks auxiliary documents. A document that the contents list all the same, that has a chapter's heading,
or that holds most of the book, is read; other auxiliary documents become chapters that are not read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipeline.intake.epub.archive import Archive
from pipeline.intake.epub.package import MARKUP, Item, Package
from pipeline.intake.epub.toc import Contents
from pipeline.intake.markup.document import ParsedDocument
from pipeline.intake.structure.drafts import ChapterDraft, heading_of
from pipeline.intake.structure.headings import is_chapter, is_part
from pipeline.records import Finding

APART = "not in the reading order"
_TEXT = ("text", "bodymatter", "start")


@dataclass(frozen=True)
class Order:
    names: tuple[str, ...]  # of the entries of all documents, each once
    auxiliary: frozenset[str]  # those that are linear="no" and that the contents do not list
    findings: tuple[Finding, ...]


def order_of(archive: Archive, package: Package, contents: Contents) -> Order:
    names: list[str] = []
    findings: list[Finding] = []
    repeated: dict[str, int] = {}
    linear: set[str] = set()
    for entry in package.spine:
        item = _readable(archive, package, entry.item)
        if item is None:
            findings.append(Finding("i-003", entry.item.href[:200], _why_not(entry.item)))
            continue
        if item.name in names:
            repeated[item.name] = repeated.get(item.name, 1) + 1
        else:
            names.append(item.name)
        if entry.linear:
            linear.add(item.name)
    findings += [Finding("i-002", name, f"the spine names it {times} times") for name, times in repeated.items()]
    listed = {entry.name for entry in contents.entries}
    listed |= {name for kind, name, _ in contents.landmarks if kind in _TEXT}
    if not linear:  # where every item is linear="no", it means nothing
        linear = set(names)
    names = _with_listed(archive, package, contents, names)
    return Order(
        tuple(names), frozenset(name for name in names if name not in linear and name not in listed), tuple(findings)
    )


def _with_listed(archive: Archive, package: Package, contents: Contents, names: list[str]) -> list[str]:
    """Adds documents that are missing from the spine where the table of contents has them."""
    items = {item.name: item for item in package.items.values()}
    order, last = list(names), -1
    for entry in contents.entries:
        if entry.name in order:
            last = order.index(entry.name)
        elif (
            entry.name in items
            and items[entry.name] is not package.nav
            and _readable(archive, package, items[entry.name]) is items[entry.name]
        ):
            last += 1
            order.insert(last, entry.name)
    return order


def split_auxiliary(
    documents: Sequence[ParsedDocument], auxiliary: Collection[str]
) -> tuple[list[ParsedDocument], list[ParsedDocument]]:
    """(documents that are read, auxiliary documents)."""
    own: list[ParsedDocument] = []
    other: list[ParsedDocument] = []
    for document in documents:
        title = heading_of(document.blocks)
        chapter = bool(title) and (is_chapter(title) or is_part(title))
        (other if document.name in auxiliary and not chapter else own).append(document)
    size = [sum(placed.size for document in group for placed in document.blocks) for group in (own, other)]
    return (list(documents), []) if size[1] > size[0] else (own, other)


def with_auxiliary(
    drafts: list[ChapterDraft], documents: Sequence[ParsedDocument], auxiliary: Sequence[ParsedDocument]
) -> list[ChapterDraft]:
    """Adds a chapter that is not read per auxiliary document, at its place in the spine."""
    order = {document.name: n for n, document in enumerate(documents)}
    chapters = list(drafts)
    for document in auxiliary:
        position = next(
            (
                n
                for n, draft in enumerate(chapters)
                if order.get(draft.anchor.partition("#")[0], -1) > order[document.name]
            ),
            len(chapters),
        )
        chapters.insert(
            position,
            ChapterDraft(
                heading_of(document.blocks),
                1,
                document.name,
                list(document.blocks),
                False,
                document.types,
                reason=APART,
            ),
        )
    return chapters


def _readable(archive: Archive, package: Package, item: Item | None) -> Item | None:
    """The item, or the first of its manifest fallbacks, that is a markup document in the archive."""
    seen: set[str] = set()
    while item is not None and item.id not in seen:
        seen.add(item.id)
        if item.name and (item.media_type in MARKUP[:5] or _sniffed(archive, item)):
            return item
        item = package.items.get(item.fallback)
    return None


def _sniffed(archive: Archive, item: Item) -> bool:
    if item.media_type.startswith(("image/", "audio/", "video/", "font/")) and item.media_type != "image/svg+xml":
        return False
    head = archive.read(item.name)[:2048].lower()
    return any(f"<{root}".encode() in head for root in ("html", "body", "dtbook"))


def _why_not(item: Item) -> str:
    if not item.name:
        return "the document is not in the archive"
    return f"{item.media_type or 'a file without a media type'} is no text to read, and it has no fallback"
