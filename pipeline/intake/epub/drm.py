"""DRM detection: an encrypted book is refused, one whose fonts are merely obfuscated is read."""

from __future__ import annotations

from lxml import etree

from pipeline.errors import ManuscriptError
from pipeline.intake.epub.archive import Archive
from pipeline.intake.markup.xml import local, parse
from pipeline.records import Finding

# Font obfuscation is no encryption: the book's own identifier is the key.
OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
SCHEMES = (
    ("META-INF/license.lcpl", "Readium LCP"),
    ("META-INF/sinf.xml", "Apple FairPlay"),
    ("META-INF/rights.xml", "Adobe ADEPT"),
)


def refuse_encrypted(archive: Archive, needed: set[str]) -> None:
    """Adds a finding per encrypted entry that is not needed. Raises ManuscriptError where one of `needed` is."""
    name = archive.find("META-INF/encryption.xml")
    if name is None:
        return
    try:
        root, _ = parse(archive.read(name))
    except ValueError as error:
        raise ManuscriptError(f"{archive.path}: {name} {error}; it cannot be told what is encrypted") from error
    for data in (e for e in root.iter() if local(e) == "encrypteddata"):
        algorithm = next((e.get("Algorithm", "") for e in data.iter() if local(e) == "encryptionmethod"), "")
        uri = next((e.get("URI", "") for e in data.iter() if local(e) == "cipherreference"), "")
        if algorithm in OBFUSCATION:
            continue
        entry = archive.find(uri)
        if entry is not None and entry in needed and not _is_plain(archive.read(entry)):
            raise ManuscriptError(
                f"{archive.path} is locked by DRM ({_scheme(archive, root)}): {uri} is encrypted. "
                "Ask the publisher for an edition without DRM"
            )
        archive.findings.append(Finding("i-011", uri[:200], f"encrypted with {algorithm or 'an unnamed method'}"))


def _is_plain(data: bytes) -> bool:
    """Whether an entry that is declared encrypted is plain markup: ciphertext does not begin with a tag."""
    return data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<") and b">" in data[:4096]


def _scheme(archive: Archive, encryption: etree._Element) -> str:
    for name, scheme in SCHEMES:
        entry = archive.find(name)
        if entry is not None:
            if scheme == "Adobe ADEPT" and b"kobo" in archive.read(entry)[:4096].lower():
                return "Kobo"
            return scheme
    text = etree.tostring(encryption, encoding="unicode")[:20_000]
    for sign, scheme in (
        ("readium.org/2014/01/lcp", "Readium LCP"),
        ("ns.adobe.com/adept", "Adobe ADEPT"),
        ("apple.com", "Apple FairPlay"),
    ):
        if sign in text:
            return scheme
    return "of an unknown kind"
