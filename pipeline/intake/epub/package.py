"""The package document of an EPUB 2 or 3: metadata, manifest, spine, guide.

ebooklib is not used for this: it reads every entry into memory, raises on a repeated or missing manifest item, and
hides spine properties and metadata refinements, which are needed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from pipeline.errors import ManuscriptError
from pipeline.intake.epub.archive import Archive, resolve
from pipeline.intake.epub.drm import refuse_encrypted
from pipeline.intake.language import tag
from pipeline.intake.markup.xml import local, parse, text_of
from pipeline.records import Finding, Metadata

OPF = "application/oebps-package+xml"
MARKUP = (
    "application/xhtml+xml",
    "text/html",
    "application/x-dtbook+xml",
    "text/x-oeb1-document",
    "image/svg+xml",
    "application/xml",
    "text/xml",
)


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    name: str  # of the entry in the archive; "" where it is missing or outside
    href: str
    media_type: str
    properties: tuple[str, ...]
    fallback: str


@dataclass(frozen=True, slots=True)
class SpineItem:
    item: Item
    linear: bool
    fixed: bool


@dataclass
class Package:
    name: str
    metadata: Metadata = field(default_factory=lambda: Metadata(""))
    items: dict[str, Item] = field(default_factory=dict)
    spine: list[SpineItem] = field(default_factory=list)
    cover: Item | None = None
    nav: Item | None = None
    ncx: Item | None = None
    guide: list[tuple[str, str, str]] = field(default_factory=list)  # (type, name, fragment)
    fixed: bool = False
    findings: list[Finding] = field(default_factory=list)


def read_package(archive: Archive) -> Package:
    """Reads the package document. Raises ManuscriptError for a file that is no EPUB, has no spine, or is encrypted."""
    candidates = [_package(archive, name) for name in _rootfiles(archive)]
    # Of several renditions of one book the first reflowable one is read.
    package = next((candidate for candidate in candidates if not candidate.fixed), candidates[0])
    refuse_encrypted(archive, {entry.item.name for entry in package.spine} | {package.name})
    return package


def _rootfiles(archive: Archive) -> list[str]:
    container = archive.find("META-INF/container.xml")
    if container is None:
        raise ManuscriptError(
            f"{archive.path} is a zip archive but no EPUB: it has no META-INF/container.xml; export the book again"
        )
    names = []
    for element in _xml(archive, container).iter():
        if local(element) == "rootfile" and element.get("media-type", OPF) == OPF:
            names.append(element.get("full-path", ""))
    found = [name for name in map(archive.find, names) if name]
    if not found:
        raise ManuscriptError(
            f"{archive.path}: the package document {', '.join(names) or 'is not named and'} is not in "
            "the archive; export the book again"
        )
    return list(dict.fromkeys(found))


def _xml(archive: Archive, name: str) -> etree._Element:
    try:
        root, trouble = parse(archive.read(name))
    except ValueError as error:
        raise ManuscriptError(f"{archive.path}: {name} {error}; export the book again") from error
    if trouble:
        archive.findings.append(Finding("i-001", name, trouble))
    return root


def _package(archive: Archive, name: str) -> Package:
    root = _xml(archive, name)
    package = Package(name)
    parts = {local(child): child for child in root if local(child)}
    metadata = _Metadata(parts.get("metadata"))
    package.metadata = metadata.record(root.get("unique-identifier", ""))
    package.fixed = metadata.meta.get("rendition:layout") == "pre-paginated" or _apple_fixed(archive)
    _manifest(archive, package, parts.get("manifest"))
    _spine(package, parts.get("spine"))
    _cover(package, metadata.meta.get("cover", ""))
    for reference in (e for e in root.iter() if local(e) == "reference" and e.get("href")):
        target, fragment = resolve(name, reference.get("href", ""))
        package.guide.append((reference.get("type", "").lower(), archive.find(target) or target, fragment))
    if not package.spine:
        raise ManuscriptError(f"{archive.path}: {name} has no spine, so the book has no reading order; export it again")
    if all(entry.fixed for entry in package.spine):
        package.fixed = True
    return package


class _Metadata:
    """Dublin Core and meta elements, in the syntax of EPUB 2 and of EPUB 3."""

    def __init__(self, element: etree._Element | None) -> None:
        self.elements = [e for e in element.iter() if local(e)] if element is not None else []
        self.by_id = {e.get("id", ""): text_of(e) for e in self.elements if e.get("id")}
        self.refines: dict[str, dict[str, str]] = {}
        self.meta: dict[str, str] = {}
        for e in self.elements:
            if local(e) != "meta":
                continue
            about = e.get("refines", "").lstrip("#")
            if about:
                self.refines.setdefault(about, {}).setdefault(e.get("property", ""), text_of(e))
            elif e.get("property"):
                self.meta.setdefault(e.get("property", ""), text_of(e))
            elif e.get("name"):
                self.meta.setdefault(e.get("name", ""), (e.get("content") or "").strip())

    def record(self, unique: str) -> Metadata:
        """Everything that it says. `unique` is the id of the element that the package calls its identifier."""
        series, series_part = self.series()
        return Metadata(
            title=self.title(),
            creators=self.creators(),
            language=next(filter(None, map(tag, self.all("language"))), ""),
            identifier=self.by_id.get(unique, "") or next(iter(self.all("identifier")), ""),
            date=self.date(),
            publisher=self.first("publisher"),
            description=_without_tags(self.first("description")),
            rights=self.first("rights"),
            series=series,
            series_part=series_part,
        )

    def named(self, name: str) -> list[etree._Element]:
        return [e for e in self.elements if local(e) == name and text_of(e)]

    def all(self, name: str) -> list[str]:
        return [text_of(e) for e in self.named(name)]

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def refined(self, element: etree._Element, name: str) -> str:
        return self.refines.get(element.get("id", ""), {}).get(name, "") if element.get("id") else ""

    def title(self) -> str:
        main = [e for e in self.named("title") if self.refined(e, "title-type") == "main"]
        return next((text_of(e) for e in main or self.named("title")), "")

    def creators(self) -> tuple[str, ...]:
        """The authors in order; contributors in other roles only where no author is named."""
        everyone = [(self.refined(e, "role") or _opf(e, "role"), text_of(e)) for e in self.named("creator")]
        authors = [name for role, name in everyone if role.lower() in ("", "aut", "author", "cre")]
        return tuple(dict.fromkeys(authors or [name for _, name in everyone]))

    def date(self) -> str:
        dates = self.named("date")
        by_event = {_opf(e, "event").lower(): text_of(e) for e in reversed(dates)}
        for event in ("publication", "original-publication", "", "ops-publication"):
            if event in by_event:
                return by_event[event]
        return next(iter(self.all("date")), "") or self.meta.get("dcterms:issued", "")

    def series(self) -> tuple[str, str]:
        for e in self.elements:
            if e.get("property") == "belongs-to-collection" and self.refined(e, "collection-type") == "series":
                return text_of(e), self.refined(e, "group-position")
        name, part = self.meta.get("calibre:series", ""), self.meta.get("calibre:series_index", "")
        return name, re.sub(r"\.0+$", "", part) if name else ""


def _opf(element: etree._Element, name: str) -> str:
    forms = (f"{{http://www.idpf.org/2007/opf}}{name}", f"opf:{name}", name)
    return next(filter(None, map(element.get, forms)), "")


def _manifest(archive: Archive, package: Package, manifest: etree._Element | None) -> None:
    for e in manifest if manifest is not None else ():
        if local(e) != "item" or not e.get("href"):
            continue
        href, identity = e.get("href", ""), e.get("id", "")
        target, _ = resolve(package.name, href)
        item = Item(
            identity,
            archive.find(target) or "" if target else "",
            href,
            (e.get("media-type") or "").lower(),
            tuple(e.get("properties", "").split()),
            e.get("fallback", ""),
        )
        package.items.setdefault(identity, item)
        if "nav" in item.properties:
            package.nav = package.nav or item
        if item.media_type == "application/x-dtbncx+xml":
            package.ncx = package.ncx or item


def _spine(package: Package, spine: etree._Element | None) -> None:
    if spine is None:
        return
    package.ncx = package.items.get(spine.get("toc", ""), package.ncx)
    for e in spine:
        if local(e) != "itemref":
            continue
        item = package.items.get(e.get("idref", ""))
        properties = e.get("properties", "").split()
        fixed = "rendition:layout-pre-paginated" in properties or (
            package.fixed and "rendition:layout-reflowable" not in properties
        )
        if item is None:
            package.findings.append(
                Finding("i-003", package.name, f"the spine names {e.get('idref')!r}, which the manifest does not have")
            )
        else:
            package.spine.append(SpineItem(item, e.get("linear", "yes").strip().lower() != "no", fixed))


def _cover(package: Package, declared: str) -> None:
    items = package.items.values()
    by_property = (item for item in items if "cover-image" in item.properties)
    by_meta = (item for item in items if declared and declared in (item.id, item.href))
    by_name = (item for item in items if item.id.lower() in ("cover-image", "coverimage", "cover"))
    for item in (*by_property, *by_meta, *by_name):
        if item.media_type.startswith("image/") and item.name:
            package.cover = item
            return


def _apple_fixed(archive: Archive) -> bool:
    name = archive.find("META-INF/com.apple.ibooks.display-options.xml")
    if name is None:
        return False
    options: Iterable[etree._Element] = _xml(archive, name).iter()
    return any(local(e) == "option" and e.get("name") == "fixed-layout" and text_of(e) == "true" for e in options)


def _without_tags(text: str) -> str:
    return " ".join(re.sub(r"<[^>]{1,200}>", " ", text).split()) if "<" in text else text
