"""Pronunciation lexicons of an EPUB 3 (W3C PLS 1.0): respellings and phonemes that its publisher asks for."""

from __future__ import annotations

from pipeline.errors import ManuscriptError
from pipeline.intake import language
from pipeline.intake.epub.archive import Archive
from pipeline.intake.epub.package import Package
from pipeline.intake.markup.xml import XML_NS, local, parse, text_of
from pipeline.records import Finding, Pronunciation

PLS = "application/pls+xml"
LIMIT = 20_000  # entries; a dictionary of a whole language does not belong to a book


def read_lexicons(archive: Archive, package: Package) -> tuple[tuple[Pronunciation, ...], list[Finding]]:
    """All entries of the book's lexicons in order. Phonemes in other alphabets than IPA become findings."""
    pronunciations: list[Pronunciation] = []
    findings = []
    for item in package.items.values():
        if not item.name or not (item.media_type == PLS or item.name.lower().endswith(".pls")):
            continue
        try:
            root, _ = parse(archive.read(item.name))
        except (ValueError, ManuscriptError) as error:
            findings.append(Finding("i-003", item.name, f"the lexicon cannot be read: {error}"))
            continue
        lang = language.tag(root.get(f"{{{XML_NS}}}lang") or root.get("xml:lang") or "")
        foreign = 0
        for lexeme in (e for e in root.iter() if local(e) == "lexeme"):
            graphemes = [text_of(e) for e in lexeme if local(e) == "grapheme" and text_of(e)]
            says = next((text_of(e) for e in lexeme if local(e) == "alias"), "")
            sound = next((e for e in lexeme if local(e) == "phoneme"), None)
            alphabet = (sound.get("alphabet") or root.get("alphabet") or "ipa").lower() if sound is not None else "ipa"
            foreign += alphabet != "ipa"
            phonemes = text_of(sound) if sound is not None and alphabet == "ipa" else ""
            if says or phonemes:
                pronunciations += [Pronunciation(text, says, phonemes, lang) for text in graphemes]
        if foreign:
            findings.append(Finding("i-003", item.name, f"{foreign} entries are not in IPA and cannot be used"))
    return tuple(pronunciations[:LIMIT]), findings
