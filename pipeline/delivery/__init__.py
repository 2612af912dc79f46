"""Masters -> files that someone receives. A format is one module and one line in FORMATS.

A format's module has
    codec(spec) -> Codec | None                     which encoding of single chapters it is made from, if any
    settings(book, chapters, spec) -> dict          what decides the file beside tags, cover and audio, for its key
    build(store, book, chapters, spec) -> ...       writes its files, and looks at them again (see `deliver`)
and where it needs them
    SHOWS                                           tags that it shows: all, if not given
    COVER                                           False where it shows no cover of the production's
    SHOP                                            the spec of the shop whose upload set it is, by which it is judged
    cuts(chapters, spec) -> [(codec, master, runs)] stretches of chapters that are encoded on their own
    wants(book, roles) -> str                       why it cannot be made of a book with chapters of these roles, or ""
Chapters are encoded once, each in a call of its own, and shared by all formats that use the same codec.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from pipeline.delivery.book import Book, ChapterAudio
from pipeline.delivery.encoding.chapters import Encodings, encode, find_encoded, of_one_codec
from pipeline.delivery.encoding.codec import AAC_FRAME, Codec, Cut, starts_of
from pipeline.delivery.publishing import WHY, clear_earlier, distrust, out_of_date, publish, published, strays, withdraw
from pipeline.delivery.stored import deliverable_of, facts_of, references
from pipeline.delivery.verify.differences import differences
from pipeline.errors import RefusedError
from pipeline.manifests import SHIPPED_CONFIGS, Spec, read_yaml
from pipeline.records import Deliverable, Finding, Master, Part
from pipeline.store import NEVER, CacheEntry, NewEntry, Store, deliverable_key, digest_of
from pipeline.untrusted.bounds import inside

FORMATS = {
    "m4b": "pipeline.delivery.formats.m4b",
    "m4a": "pipeline.delivery.formats.m4a",
    "mp3": "pipeline.delivery.formats.mp3",
    "mp3-book": "pipeline.delivery.formats.mp3_book",
    "opus": "pipeline.delivery.formats.opus",
    "flac": "pipeline.delivery.formats.flac",
    "acx": "pipeline.delivery.formats.acx",
    "captions": "pipeline.delivery.formats.captions",
    "epub": "pipeline.delivery.formats.epub",
    "lpf": "pipeline.delivery.formats.lpf",
    "audiobookshelf": "pipeline.delivery.formats.audiobookshelf",
    "podcast": "pipeline.delivery.formats.podcast",
}


def _format(form: str) -> Any:
    if form not in FORMATS:
        raise RefusedError(f"deliver: there is no format {form!r}; there are: {', '.join(FORMATS)}")
    return importlib.import_module(FORMATS[form])


def shop_of(form: str) -> str:
    """The spec of the shop whose upload set this format is; "" where it is no shop's."""
    return str(getattr(_format(form), "SHOP", ""))


def _judged(form: str, spec: Spec) -> Spec:
    """`spec` with the limits of the shop that the format is for: a set made at another level is still that shop's."""
    if not (shop := shop_of(form)):
        return spec
    own = _shipped(shop)
    return spec if spec.name == own.name else spec.model_copy(update={"name": own.name, "limits": own.limits})


@functools.cache
def _shipped(shop: str) -> Spec:
    return read_yaml(SHIPPED_CONFIGS / "specs" / f"{shop}.yaml", Spec)


def unmakeable(form: str, book: Book, roles: Sequence[str]) -> str:
    """Why this format cannot be made of a book with chapters of these roles; "" where it can."""
    module = _format(form)
    return module.wants(book, roles) if hasattr(module, "wants") else ""


def codecs_of(formats: Iterable[str], spec: Spec) -> list[Codec]:
    """The encodings of single chapters that these formats are made from, each once."""
    return list(dict.fromkeys(codec for form in formats if (codec := _format(form).codec(spec))))


def encodings_missing(store: Store, master: Master, formats: Iterable[str], spec: Spec) -> bool:
    return any(isinstance(find_encoded(store, master, codec), str) for codec in codecs_of(formats, spec))


def find_deliverable(
    store: Store, form: str, book: Book, chapters: Sequence[ChapterAudio], spec: Spec
) -> Deliverable | str:
    """The deliverable that the store holds for this, or why there is none."""
    deliverable = store.understood(
        store.find("deliverable", _key(form, book, chapters, spec)), lambda entry: deliverable_of(form, entry)
    )
    if isinstance(deliverable, str):
        return deliverable
    if any(inside(Path("/"), part.name) is None for part in deliverable.parts):
        return "its cache entry is damaged"
    missing = [part.name for part in deliverable.parts if not store.has(part.digest)]
    return f"{missing[0]} is missing from the store" if missing else deliverable


def deliver(store: Store, form: str, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> Deliverable:
    """Makes the deliverable, or finds it. One that is not what the timeline says is `refused`, and says why.

    Raises:
        DeliveryError: an encoder's sound is not its master's.
        DamagedError: a chapter's audio is missing from the store or does not match its digest.
    """
    known = find_deliverable(store, form, book, chapters, spec)
    if isinstance(known, Deliverable):
        return known
    parts: list[Part]
    findings: list[Finding]
    parts, findings = _format(form).build(store, book, chapters, _judged(form, spec))
    if book.marks.signer:
        from pipeline.delivery.provenance.signing import sign_parts

        parts = sign_parts(store, parts, book.marks.signer, book.marks.provenance)
    if book.marks.watermark:
        from pipeline.delivery.provenance.watermarks import listened

        parts, unmarked = listened(store, parts, book.marks.watermark)
        findings = [*findings, *unmarked]
    facts = facts_of(form, parts, findings)
    inputs = _inputs(form, book, chapters, spec)
    if known != NEVER:  # what stands there is of no use, and `keep` would leave it there
        store.forget("deliverable", _key(form, book, chapters, spec))
    data = msgspec.json.encode(facts)
    (entry,) = store.keep(NewEntry("deliverable", _key(form, book, chapters, spec), data, facts, inputs))
    return deliverable_of(form, entry)


def _key(form: str, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> str:
    return deliverable_key(form, **_inputs(form, book, chapters, spec))


def _inputs(form: str, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> dict[str, Any]:
    module, spec = _format(form), _judged(form, spec)
    codec = module.codec(spec)
    tags = book.tags()
    tags = {name: tags[name] for name in getattr(module, "SHOWS", tags)}
    cover = digest_of(book.cover.data) if book.cover and getattr(module, "COVER", True) else ""
    settings = {
        "tags": tags,
        "cover": cover,
        "codec": codec.settings() if codec else {},
        "format": module.settings(book, chapters, spec),
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
    """Files that lie in `folder`, of an earlier version of the book and of formats that are no longer asked for."""
    return strays(folder, formats, lambda form: _key(form, book, chapters, spec) if form in FORMATS else "")


def why_again(old: Mapping[str, Any], form: str, book: Book, chapters: Sequence[ChapterAudio], spec: Spec) -> str:
    """What has changed since this format was made from `old`, one of those that `last_made` tells."""
    return differences(old, _inputs(form, book, chapters, spec))


def keys_of(book: Book, chapters: Sequence[ChapterAudio], formats: Iterable[str], spec: Spec) -> list[tuple[str, str]]:
    """(recipe, key) of all that these formats are and are made from."""
    formats = list(formats)
    encoded = [("encoded", codec.key(chapter.master)) for codec in codecs_of(formats, spec) for chapter in chapters]
    encoded += [
        ("encoded", codec.key(master, runs)) for form in formats for codec, master, runs in _cuts(form, chapters, spec)
    ]
    return encoded + [("deliverable", _key(form, book, chapters, spec)) for form in formats]


def _cuts(form: str, chapters: Sequence[ChapterAudio], spec: Spec) -> Iterator[Cut]:
    module = _format(form)
    if hasattr(module, "cuts"):
        yield from module.cuts(chapters, _judged(form, spec))


def chapter_starts_ms(chapters: Sequence[ChapterAudio]) -> list[int]:
    """Where each chapter begins in a book that is one file: chapters are padded to whole frames of AAC."""
    starts = starts_of(chapters)[:-1]
    return [round(1000 * start / c.master.sample_rate_hz) for start, c in zip(starts, chapters, strict=True)]


__all__ = [
    "AAC_FRAME",
    "FORMATS",
    "WHY",
    "Book",
    "ChapterAudio",
    "Codec",
    "Encodings",
    "chapter_starts_ms",
    "clear_earlier",
    "codecs_of",
    "deliver",
    "distrust",
    "encode",
    "encodings_missing",
    "find_deliverable",
    "find_encoded",
    "keys_of",
    "last_made",
    "of_one_codec",
    "out_of_date",
    "publish",
    "references",
    "shop_of",
    "strays_of",
    "unmakeable",
    "why_again",
    "withdraw",
]
