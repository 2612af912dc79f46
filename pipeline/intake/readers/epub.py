"""Reader for EPUB 2 and 3: the spine gives the reading order, the table of contents gives titles and depth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree

from pipeline.errors import ManuscriptError
from pipeline.intake.epub.archive import Archive, resolve
from pipeline.intake.epub.package import Package, read_package
from pipeline.intake.epub.pls import read_lexicons
from pipeline.intake.epub.spine import order_of, split_auxiliary, with_auxiliary
from pipeline.intake.epub.toc import Contents, read_contents
from pipeline.intake.markup.context import BookContext
from pipeline.intake.markup.document import ParsedDocument, read_document
from pipeline.intake.markup.noterefs import NoteFinder
from pipeline.intake.markup.styles import Styles
from pipeline.intake.markup.xml import local, parse, text_of
from pipeline.intake.passes.finish import finished
from pipeline.intake.structure.chapters import cut
from pipeline.records import Cover, Finding, Manuscript

COVER_LIMIT = 20 << 20
ROOTS = ("html", "body", "dtbook", "book", "svg", "div", "section")


def read_epub(path: Path) -> Manuscript:
    """Reads an EPUB. Raises ManuscriptError for one that is damaged, encrypted, of fixed layout, or without text."""
    with Archive(path) as archive:
        package = read_package(archive)
        if package.fixed:
            raise ManuscriptError(
                f"{path} has a fixed layout: its text lies in the order of its pages' drawing, which "
                "is not an order to read in. Ask the publisher for the reflowable edition"
            )
        contents = read_contents(archive, package)
        order = order_of(archive, package, contents)
        findings = list(order.findings)
        documents = _documents(archive, package, contents, order.names, findings)
        _refuse_pictures(path, documents)
        own, auxiliary = split_auxiliary(documents, order.auxiliary)
        drafts, missing = cut(
            own, contents.entries, package.metadata.title, lambda name: archive.find(name) is not None
        )
        drafts = with_auxiliary(drafts, documents, auxiliary)
        pronunciations, unusable = read_lexicons(archive, package)
        findings += [*contents.findings, *missing, *unusable]
        manuscript = Manuscript(
            package.metadata, chapters=(), cover=_cover(archive, package), pronunciations=pronunciations
        )
        return finished(
            replace(manuscript, findings=(*archive.findings, *package.findings, *findings)),
            drafts,
            contents.landmarks,
            path,
        )


def _documents(
    archive: Archive, package: Package, contents: Contents, names: Sequence[str], findings: list[Finding]
) -> list[ParsedDocument]:
    """Reads all documents in two passes, the first for note references. Trees are not kept, so memory stays bounded."""
    finder = NoteFinder()
    for name in names:
        root = _parsed(archive, name, None)
        if root is not None:
            finder.scan(name, root)
    bodies = finder.targets()
    wanted: dict[str, set[str]] = {}
    for entry in contents.entries:
        wanted.setdefault(entry.name, set()).add(entry.fragment)
    for _, name, fragment in contents.landmarks:
        wanted.setdefault(name, set()).add(fragment)
    order, sheets = set(names), dict[str, str]()
    documents = []
    for name in names:
        root = _parsed(archive, name, findings)
        if root is None:
            continue
        reading = BookContext(
            package.metadata.language,
            frozenset(wanted.get(name, ())),
            bodies,
            _styles(archive, name, root, sheets),
            lambda other: other in order,
        )
        documents.append(read_document(name, root, reading))
        if documents[-1].plainly:
            findings.append(Finding("i-012", name, "its text was taken without its markup"))
    if not documents:
        raise ManuscriptError(f"{archive.path}: none of the documents in its spine can be read; export the book again")
    return documents


def _parsed(archive: Archive, name: str, findings: list[Finding] | None) -> etree._Element | None:
    try:
        root, trouble = parse(archive.read(name))
    except ValueError as error:
        if findings is not None:
            findings.append(Finding("i-003", name, f"the document {error}"))
        return None
    if trouble and findings is not None:
        findings.append(Finding("i-001", name, trouble))
    if local(root) not in ROOTS and not any(local(e) in ("body", "book") for e in root.iter()):
        if findings is not None:
            findings.append(Finding("i-003", name, f"<{local(root)}> is no kind of document that can be read"))
        return None
    return root


def _styles(archive: Archive, name: str, root: etree._Element, sheets: dict[str, str]) -> Styles:
    styles = Styles()
    for e in root.iter():
        tag = local(e)
        if tag == "link" and "stylesheet" in e.get("rel", "").lower() and "alternate" not in e.get("rel", "").lower():
            target = archive.find(resolve(name, e.get("href", ""))[0])
            if target is not None:
                if target not in sheets:
                    sheets[target] = archive.read(target).decode("utf-8", "replace")
                styles.add(sheets[target])
        elif tag == "style":
            styles.add(text_of(e))
        elif tag == "body":
            break
    return styles


def _cover(archive: Archive, package: Package) -> Cover | None:
    item = package.cover
    if item is not None:
        try:
            data = archive.read(item.name)
        except ManuscriptError as error:
            package.findings.append(Finding("i-009", item.name, f"the cover cannot be read: {error}"))
            return None
        return Cover(data, item.media_type) if 0 < len(data) <= COVER_LIMIT else None
    for kind, name, _ in package.guide:
        page = archive.find(name) if kind == "cover" else None
        if page:
            return _drawn(archive, package, page)
    return None


def _drawn(archive: Archive, package: Package, name: str) -> Cover | None:
    """The first image of the guide's cover page."""
    types = {item.name: item.media_type for item in package.items.values()}
    if types.get(name, "").startswith("image/"):
        return Cover(archive.read(name), types[name])
    root = _parsed(archive, name, None)
    for e in root.iter() if root is not None else ():
        href = e.get("src") or e.get("{http://www.w3.org/1999/xlink}href") or e.get("xlink:href") or ""
        if local(e) in ("img", "image") and href:
            image = archive.find(resolve(name, href)[0])
            if image and types.get(image, "").startswith("image/"):
                return Cover(archive.read(image), types[image])
    return None


def _refuse_pictures(path: Path, documents: list[ParsedDocument]) -> None:
    """Raises ManuscriptError for a book of pictures, also with captions, headings or a copyright page."""
    sizes = [sum(placed.size for placed in document.blocks) for document in documents]
    images = sum(document.images for document in documents)
    bare = [document.images for document in documents if document.images and _few_words(document)]
    if not sum(sizes) or (sum(bare) >= 5 and len(bare) >= 0.8 * len(documents) and sum(sizes) < 3000):
        raise ManuscriptError(
            f"{path} holds {images or 'no'} images and no text to read ({sum(sizes)} characters in "
            f"{len(documents)} documents). Ask for an edition with text"
        )


def _few_words(document: ParsedDocument) -> bool:
    return sum(placed.size for placed in document.blocks if placed.block.kind != "heading") < 5
