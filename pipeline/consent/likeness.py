"""Likeness of a voice: the marks by which it is known again under another name, version or setting."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass

from pipeline.engine import Engine
from pipeline.errors import StoreError
from pipeline.manifests import Consent, Voice
from pipeline.store import Store, digest_of_json, from_json, to_json

FOLDER = "voices"  # in the store: a note for each fingerprint that has spoken into it
_NOTED: set[tuple[str, str]] = set()  # by this process


@dataclass(frozen=True, slots=True)
class Spoke:
    """That a voice has spoken into a store, and by what it is known again."""

    name: str  # as it was called then
    fingerprint: str
    marks: tuple[str, ...]


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
        marks.add(consent_mark(consent))
    return frozenset(marks)


def consent_mark(consent: Consent) -> str:
    """By which an owner's agreement is known again."""
    return f"consent:{digest_of_json([consent.kind, consent.of, consent.who])}"


def note_voice(store: Store, name: str, fingerprint: str, marks: Collection[str]) -> None:
    """Remembers in the store that a voice of this fingerprint speaks: once its manifest has changed, nobody else
    knows whose takes those were."""
    if (str(store), fingerprint) in _NOTED:
        return
    note = f"{FOLDER}/{fingerprint}.json"
    with suppress(StoreError):  # a store that cannot be written to takes no take either
        try:
            store.read_note(note)
        except FileNotFoundError:
            store.write_note(note, to_json(Spoke(name, fingerprint, tuple(sorted(marks)))))
    _NOTED.add((str(store), fingerprint))


def spoke(store: Store) -> Iterator[Spoke]:
    """Every voice that has spoken into a store since it takes note of them."""
    for name in store.notes(FOLDER):
        with suppress(FileNotFoundError, ValueError):
            yield from_json(store.read_note(f"{FOLDER}/{name}"), Spoke)
