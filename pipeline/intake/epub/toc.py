"""The table of contents of an EPUB: navigation document (EPUB 3) or NCX (EPUB 2), and the landmarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.errors import ManuscriptError
from pipeline.intake.epub.archive import Archive, resolve
from pipeline.intake.epub.package import Item, Package
from pipeline.intake.markup.xml import EPUB_NS, attribute, local, parse, text_of
from pipeline.records import Finding


@dataclass(frozen=True, slots=True)
class TocEntry:
    title: str
    name: str  # of the document; "" where the entry has no link
    fragment: str
    depth: int
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    entries: tuple[TocEntry, ...] = ()
    landmarks: tuple[tuple[str, str, str], ...] = ()  # (type, document, fragment)
    findings: tuple[Finding, ...] = ()


def read_contents(archive: Archive, package: Package) -> Contents:
    """Reads the navigation document, or the NCX where there is none or it is empty."""
    findings: list[Finding] = []
    entries: list[TocEntry] = []
    landmarks = list(package.guide)
    nav = _tree(archive, package.nav, findings)
    if nav is not None and package.nav is not None:
        for element in (e for e in nav.iter() if local(e) == "nav"):
            types = attribute(element, EPUB_NS, "epub:type").split()
            if "toc" in types or element.get("role") == "doc-toc":
                entries = entries or list(_nav_entries(element, package.nav.name, 1))
            elif "landmarks" in types:
                landmarks += [
                    (kind, entry.name, entry.fragment)
                    for entry in _nav_entries(element, package.nav.name, 1)
                    for kind in entry.types
                ]
    if not entries:
        ncx = _tree(archive, package.ncx, findings)
        top = next((e for e in ncx.iter() if local(e) == "navmap"), None) if ncx is not None else None
        if top is not None and package.ncx is not None:
            entries = list(_ncx_entries(top, package.ncx.name, 1))
    return Contents(
        tuple(_known(archive, entry) for entry in entries),
        tuple((kind, archive.find(name) or name, fragment) for kind, name, fragment in landmarks),
        tuple(findings),
    )


def _known(archive: Archive, entry: TocEntry) -> TocEntry:
    """The entry with the archive's own name of its document; a wrong folder is corrected where the name is unique."""
    name = archive.find(entry.name) or "" if entry.name else ""
    if entry.name and not name:
        base = "/" + entry.name.rpartition("/")[2]
        alike = [other for other in archive.names() if ("/" + other).endswith(base)]
        name = alike[0] if len(alike) == 1 else entry.name
    return TocEntry(entry.title, name, entry.fragment, entry.depth, entry.types)


def _tree(archive: Archive, item: Item | None, findings: list[Finding]) -> etree._Element | None:
    if item is None:
        return None
    if not item.name:
        findings.append(Finding("i-004", item.href[:200], "the table of contents itself is missing"))
        return None
    try:
        root, trouble = parse(archive.read(item.name))
    except (ValueError, ManuscriptError) as error:
        findings.append(Finding("i-001", item.name, f"the table of contents cannot be read: {error}"))
        return None
    if trouble:
        findings.append(Finding("i-001", item.name, trouble))
    return root


def _nav_entries(element: etree._Element, base: str, depth: int) -> Iterator[TocEntry]:
    """The entries of the lists inside `element`; each nested list is one level deeper."""
    for child in element:
        name = local(child)
        if name in ("ol", "ul"):
            for item in child:
                if local(item) == "li":
                    yield from _nav_item(item, base, depth)
        elif name not in ("li", "a"):
            yield from _nav_entries(child, base, depth)


def _nav_item(item: etree._Element, base: str, depth: int) -> Iterator[TocEntry]:
    label = next((e for e in item.iter() if local(e) == "a"), None)
    nested = [e for e in item if local(e) in ("ol", "ul")]
    inside = {id(e) for part in nested for e in part.iter()}
    if label is None or id(label) in inside:
        # A heading without a link has no place in the text, but the entries below it are one level deeper.
        label = next((e for e in item if local(e) not in ("ol", "ul", "")), None)
        if label is not None and _label(label):
            yield TocEntry(_label(label), "", "", depth)
        elif label is None and (item.text or "").strip():
            yield TocEntry(" ".join((item.text or "").split()), "", "", depth)
    else:
        name, fragment = resolve(base, label.get("href", "")) if label.get("href") else ("", "")
        yield TocEntry(_label(label), name, fragment, depth, tuple(attribute(label, EPUB_NS, "epub:type").split()))
    for part in nested:
        for inner in part:
            if local(inner) == "li":
                yield from _nav_item(inner, base, depth + 1)


def _label(element: etree._Element) -> str:
    """The label of an entry: its text, else its image's alternative text, else its title attribute."""
    blocks = [element.text or ""]
    for child in element.iter():
        if child is element:
            continue
        if local(child) in ("rt", "rp"):
            blocks.append(child.tail or "")
            continue
        blocks += [child.get("alt", "") if local(child) == "img" else child.text or "", child.tail or ""]
    return " ".join("".join(blocks).split()) or " ".join(element.get("title", "").split())


def _ncx_entries(element: etree._Element, base: str, depth: int) -> Iterator[TocEntry]:
    for point in (e for e in element if local(e) == "navpoint"):
        title = next((text_of(e) for e in point if local(e) == "navlabel"), "")
        source = next((e.get("src", "") for e in point if local(e) == "content"), "")
        name, fragment = resolve(base, source) if source else ("", "")
        yield TocEntry(title, name, fragment, depth)
        yield from _ncx_entries(point, base, depth + 1)
