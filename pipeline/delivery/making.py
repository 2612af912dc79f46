"""Makes deliverables or finds them in the store, and says why one is made again: all by the inputs of its key."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from pipeline.delivery.book import Book, ChapterAudio
from pipeline.delivery.encoding.chapters import find_encoded
from pipeline.delivery.encoding.encodings import Encoding
from pipeline.delivery.formats import FORMATS, format_of
from pipeline.delivery.publishing import published, strays
from pipeline.delivery.stored import deliverable_of, facts_of
from pipeline.delivery.verify.differences import differences
from pipeline.manifests import SHIPPED_CONFIGS, Spec, read_yaml
from pipeline.records import Deliverable, Master, Missing
from pipeline.store import DAMAGED, NOT_MADE, CacheEntry, NewEntry, Store, deliverable_key, digest_of
from pipeline.untrusted.bounds import inside


def shop_of(form: str) -> str:
    """The spec of the shop whose upload set this format is; "" where it is no shop's."""
    return format_of(form).shop


def judged_by(form: str, spec: Spec) -> Spec:
    """`spec` with the limits of the format's shop: its upload set is judged by them even at another shop's level."""
    if not (shop := shop_of(form)):
        return spec
    own = _shipped(shop)
    return spec if spec.name == own.name else spec.model_copy(update={"name": own.name, "limits": own.limits})


@functools.cache
def _shipped(shop: str) -> Spec:
    return read_yaml(SHIPPED_CONFIGS / "specs" / f"{shop}.yaml", Spec)


def unmakeable(form: str, book: Book, roles: Sequence[str]) -> str:
    """Why this format cannot be made of a book with chapters of these roles; "" where it can."""
    return format_of(form).wants(book, roles)


def encodings_of(formats: Iterable[str], spec: Spec) -> list[Encoding]:
    """The encodings of single chapters that these formats are made from, each once."""
    return list(dict.fromkeys(encoding for form in formats if (encoding := format_of(form).encoding_at(spec))))


def encodings_missing(store: Store, master: Master, formats: Iterable[str], spec: Spec) -> bool:
    return any(isinstance(find_encoded(store, master, one), Missing) for one in encodings_of(formats, spec))


def find_deliverable(
    store: Store, form: str, book: Book, chapters: Sequence[ChapterAudio], spec: Spec
) -> Deliverable | Missing:
    """The deliverable that the store holds for this, or why there is none."""
    deliverable = store.find_as(
        "deliverable", _key(form, book, chapters, spec), lambda entry: deliverable_of(form, entry)
    )
    if isinstance(deliverable, Missing):
        return deliverable
    if any(inside(Path("/"), part.name) is None for part in deliverable.parts):
        return DAMAGED
    missing = [part.name for part in deliverable.parts if not store.has(part.digest)]
    return Missing(f"{missing[0]} is missing from the store") if missing else deliverable


def deliver(store: Store, form: str, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> Deliverable:
    """Makes the deliverable, or finds it. One that fails its checks has findings that refuse it.

    Raises:
        DeliveryError: an encoder's sound is not its master's.
        DamagedError: a chapter's audio is missing from the store or does not match its digest.
    """
    known = find_deliverable(store, form, book, chapters, spec)
    if isinstance(known, Deliverable):
        return known
    parts, findings = format_of(form).build(store, book, chapters, judged_by(form, spec))
    if book.marks.signer:
        from pipeline.delivery.provenance.signing import sign_parts

        parts = sign_parts(store, parts, format_of(form).containers, book.marks.signer, book.marks.provenance)
    if book.marks.watermark:
        from pipeline.delivery.provenance.watermarks import scored

        parts, unmarked = scored(store, parts, format_of(form), book.marks.watermark)
        findings = [*findings, *unmarked]
    facts = facts_of(form, parts, findings)
    inputs = _inputs(form, book, chapters, spec)
    if known != NOT_MADE:  # a damaged entry stands there, which `keep` would not replace
        store.forget("deliverable", _key(form, book, chapters, spec))
    data = msgspec.json.encode(facts)
    (entry,) = store.keep(NewEntry("deliverable", _key(form, book, chapters, spec), data, facts, inputs))
    return deliverable_of(form, entry)


def _key(form: str, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> str:
    return deliverable_key(form, **_inputs(form, book, chapters, spec))


def _inputs(form: str, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> dict[str, Any]:
    known, spec = format_of(form), judged_by(form, spec)
    encoding = known.encoding_at(spec)
    tags = book.tags()
    tags = {name: tags[name] for name in tags if known.shows is None or name in known.shows}
    cover = digest_of(book.cover.data) if book.cover and known.shows_cover else ""
    settings = {
        "tags": tags,
        "cover": cover,
        "codec": encoding.settings() if encoding else {},
        "format": known.settings_of(book, chapters, spec),
        "limits": spec.limits.model_dump(mode="json"),
    }
    return {"chapters": [(c.title, c.master.digest) for c in chapters], "settings": settings}


def last_made(store: Store, folder: Path) -> dict[str, Mapping[str, Any]]:
    """What the deliverables in `folder` were made from, as far as it is known: format -> inputs."""
    entries = [store.find("deliverable", key) for key in published(folder)]
    return {
        entry.facts["form"]: entry.inputs
        for entry in entries
        if isinstance(entry, CacheEntry) and entry.inputs and "form" in entry.facts
    }


def strays_of(
    formats: Sequence[str], folder: Path, book: Book, chapters: Sequence[ChapterAudio], spec: Spec
) -> list[str]:
    """Files in `folder` of an earlier version of the book, in formats that are no longer asked for."""
    return strays(folder, formats, lambda form: _key(form, book, chapters, spec) if form in FORMATS else "")


def why_again(old: Mapping[str, Any], form: str, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> str:
    """What has changed since this format was made from `old`, one of those that `last_made` tells."""
    return differences(old, _inputs(form, book, chapters, spec))


def keys_of(book: Book, chapters: Sequence[ChapterAudio], formats: Iterable[str], spec: Spec) -> list[tuple[str, str]]:
    """(recipe, key) of these formats' deliverables and of all encodings that they are made from."""
    formats = list(formats)
    encoded = [("encoded", one.key(chapter.master)) for one in encodings_of(formats, spec) for chapter in chapters]
    encoded += [
        ("encoded", encoding.key(master, runs))
        for form in formats
        for encoding, master, runs in format_of(form).cuts(chapters, judged_by(form, spec))
    ]
    return encoded + [("deliverable", _key(form, book, chapters, spec)) for form in formats]
