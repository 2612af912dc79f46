"""Small real things for tests: voices on the tone engine, lines, whole productions on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.tone import Tone
from pipeline.manifests import Consent, Voice
from pipeline.records import Line, Source
from pipeline.takes import VoiceInUse


def tone_voice(name: str = "tone", **settings: Any) -> VoiceInUse:
    consent = Consent(kind="own-voice", of="nobody", uses=("audiobook", "dubbing"))
    voice = Voice(engine="tone", version=1, languages=("*",), settings=settings, consent=consent)
    engine = Tone(settings)
    return VoiceInUse(name, voice, engine, engine.fingerprint())


def line(text: str, number: int = 1, *, chapter: int = 0, voice: str = "tone", pause_after_ms: int = 300) -> Line:
    return Line(f"c{chapter + 1:03}.l{number:04}", Source(chapter, number - 1, 0, len(text)), text, text, "en", voice,
                pause_after_ms=pause_after_ms)


def write_production(house: Path, slug: str, text: str, *, voice: str = "engine: tone", deliver: str = "[m4b]",
                     extra: str = "") -> Path:
    """A production of a plain-text manuscript in a house with one voice; returns its production.yaml."""
    voices = house / "manifests" / "voices"
    voices.mkdir(parents=True, exist_ok=True)
    (voices / "narrator.yaml").write_text(
        f"{voice}\nversion: 1\nlanguages: [en]\nseed: 7\n"
        "consent: {kind: own-voice, of: the test, uses: [audiobook]}\n")
    folder = house / "manifests" / "productions" / slug
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{slug}.txt").write_text(text, "utf-8")
    path = folder / "production.yaml"
    path.write_text(f"manuscript: {slug}.txt\ntitle: The Book of {slug}\ncreators: [A. Writer]\nlanguage: en\n"
                    f"voice: narrator\ndeliver: {deliver}\n{extra}")
    return path
