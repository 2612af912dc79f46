"""Edits the package document: adds audio, overlays, a style sheet and durations."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from lxml import etree

from pipeline.delivery.provenance.record import STATEMENT
from pipeline.delivery.readalong.overlay import clock

OPF = "http://www.idpf.org/2007/opf"
ACTIVE = "-epub-media-overlay-active"
STYLE = f".{ACTIVE} {{ background-color: #ffe9a8; color: #000; }}\n"
FOLDER = "voicepress"  # beside the package document


@dataclass(frozen=True, slots=True)
class Overlay:
    document: str  # name in the archive
    name: str  # of the overlay, in the archive
    duration_ms: int


def beside(package: str, name: str) -> str:
    """A name in our own folder beside the package document."""
    return posixpath.join(posixpath.dirname(package), FOLDER, name)


def reference(base: str, name: str) -> str:
    """The entry `name` as a URL in the entry `base`."""
    return quote(posixpath.relpath(name, posixpath.dirname(base) or "."))


def with_overlays(
    data: bytes,
    package: str,
    overlays: list[Overlay],
    audio: list[str],
    style: str,
    names: Mapping[str, str],
    narrator: str,
    gone: Collection[str],
) -> bytes:
    """The package document `data` of the entry `package`.

    Args:
        names: id of a manifest item -> its name in the archive, or where it would be.
        gone: entries that are left out.
    """
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    prefix = f"{{{OPF}}}"
    metadata, manifest = root.find(f"{prefix}metadata"), root.find(f"{prefix}manifest")
    if metadata is None or manifest is None:
        raise ValueError("its package document has no metadata or no manifest")
    _without_old(metadata, manifest, prefix, names, gone)
    used = {e.get("id", "") for e in root.iter()}
    by_document = {overlay.document: overlay for overlay in overlays}
    ids = {overlay.name: _free(f"vp-overlay-{n}", used) for n, overlay in enumerate(overlays, start=1)}
    for item in manifest.findall(f"{prefix}item"):
        overlay = by_document.get(names.get(item.get("id", ""), ""))
        if overlay:
            item.set("media-overlay", ids[overlay.name])
    for overlay in overlays:
        _item(manifest, prefix, ids[overlay.name], reference(package, overlay.name), "application/smil+xml")
    for n, name in enumerate(audio, start=1):
        _item(manifest, prefix, _free(f"vp-audio-{n}", used), reference(package, name), "audio/mp4")
    _item(manifest, prefix, _free("vp-style", used), reference(package, style), "text/css")
    _meta(metadata, prefix, "media:duration", clock(sum(overlay.duration_ms for overlay in overlays)))
    for overlay in overlays:
        _meta(metadata, prefix, "media:duration", clock(overlay.duration_ms), f"#{ids[overlay.name]}")
    _meta(metadata, prefix, "media:narrator", narrator)
    _meta(metadata, prefix, "media:active-class", ACTIVE)
    if not any(meta.text == STATEMENT for meta in metadata):
        _meta(metadata, prefix, "dcterms:provenance", STATEMENT)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _without_old(
    metadata: etree._Element, manifest: etree._Element, prefix: str, names: Mapping[str, str], gone: Collection[str]
) -> None:
    """Removes the overlays that the source had: they belong to another reading."""
    for item in manifest.findall(f"{prefix}item"):
        item.attrib.pop("media-overlay", "")
    for item in [i for i in manifest.findall(f"{prefix}item") if names.get(i.get("id", "")) in gone]:
        for meta in [m for m in metadata if m.get("refines") == f"#{item.get('id')}"]:
            metadata.remove(meta)
        manifest.remove(item)
    for meta in [m for m in metadata.findall(f"{prefix}meta") if (m.get("property") or "").startswith("media:")]:
        metadata.remove(meta)


def _item(manifest: etree._Element, prefix: str, name: str, href: str, media_type: str) -> None:
    etree.SubElement(manifest, f"{prefix}item", {"id": name, "href": href, "media-type": media_type})


def _meta(metadata: etree._Element, prefix: str, name: str, value: str, refines: str = "") -> None:
    meta = etree.SubElement(metadata, f"{prefix}meta", {"property": name} | ({"refines": refines} if refines else {}))
    meta.text = value


def _free(name: str, used: set[str]) -> str:
    while name in used:
        name += "x"
    used.add(name)
    return name
