"""Small real things for tests: voices on the tone engine, lines, whole productions on disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from models.tone import Tone
from pipeline.audio import Clip, Samples, take_bytes
from pipeline.delivery import Book
from pipeline.manifests import Consent, Voice
from pipeline.records import Line, Source, Take
from pipeline.store import NewEntry, Store, digest_of
from pipeline.takes import VoiceInUse, take_of


def tone_voice(name: str = "tone", **settings: Any) -> VoiceInUse:
    consent = Consent(kind="own-voice", of="nobody", uses=("audiobook", "dubbing"))
    voice = Voice(engine="tone", version=1, languages=("*",), settings=settings, consent=consent)
    engine = Tone(settings)
    return VoiceInUse(name, voice, engine, engine.fingerprint())


def line(text: str, number: int = 1, *, chapter: int = 0, voice: str = "tone", pause_after_ms: int = 300) -> Line:
    return Line(
        f"c{chapter + 1:03}.l{number:04}",
        Source(chapter, number - 1, 0, len(text)),
        text,
        text,
        "en",
        voice,
        pause_after_ms=pause_after_ms,
    )


def write_production(
    repo: Path, slug: str, text: str, *, voice: str = "engine: tone", deliver: str = "[m4b]", extra: str = ""
) -> Path:
    """A production of a plain-text manuscript in a repo with one voice; returns its production.yaml."""
    voices = repo / "manifests" / "voices"
    voices.mkdir(parents=True, exist_ok=True)
    (voices / "narrator.yaml").write_text(
        f"{voice}\nversion: 1\nlanguages: [en]\nseed: 7\n"
        "consent: {kind: own-voice, of: the test, uses: [audiobook]}\n"
    )
    folder = repo / "manifests" / "productions" / slug
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{slug}.txt").write_text(text, "utf-8")
    path = folder / "production.yaml"
    path.write_text(
        f"manuscript: {slug}.txt\ntitle: The Book of {slug}\ncreators: [A. Writer]\nlanguage: en\n"
        f"voice: narrator\ndeliver: {deliver}\n{extra}"
    )
    return path


def described(book: Book, **changes: Any) -> Book:
    """The same book with other metadata."""
    return replace(book, metadata=replace(book.metadata, **changes))


def keep_take(store: Store, samples: Samples, key: str, rate: int = 24_000) -> Take:
    """A take in the store, as a worker would have left it."""
    clip = Clip(samples, rate)
    facts = {
        "samples": len(samples),
        "sample_rate_hz": rate,
        "seed": 1,
        "compute_ms": 1,
        "peak": clip.peak,
        "facts": {},
        "notes": [],
    }
    return take_of(store.keep(NewEntry("take", digest_of(key.encode()), take_bytes(clip), facts, {}))[0])
