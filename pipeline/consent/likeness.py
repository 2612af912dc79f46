"""Likeness of a voice: the marks by which it is known again under another name, version or setting."""

from __future__ import annotations

from pipeline.engine import Engine
from pipeline.manifests import Voice
from pipeline.store import digest_of_json


def likeness_of(voice: Voice, engine: Engine, fingerprint: str) -> frozenset[str]:
    """Its fingerprint; what its engine knows it by (weights and references that are its own); its owner's consent.

    A copied manifest shares at least one of them, however it is named and whatever speed or seed it is given. A consent
    counts where it names its owner: the licence of a model stands for many voices.
    """
    marks = {f"fingerprint:{fingerprint}", *(f"likeness:{mark}" for mark in engine.likeness())}
    name = voice.settings.get("voice")
    if isinstance(name, str) and name:
        marks.add(f"likeness:{voice.engine} {name}")
    if (consent := voice.agreed) and consent.who:
        marks.add(f"consent:{digest_of_json([consent.kind, consent.of, consent.who])}")
    return frozenset(marks)
