"""Checking the spoken statement of a voice's consent against its sentence and its recordings."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import ConsentError, ManifestError, RefusedError
from pipeline.manifests import Consent, Voice


def checked_statement(voice: Voice, beside: Path, repo: Path, recordings: Sequence[Path]) -> dict[str, Any]:
    """The verdict on the statement that a voice's consent names.

    Args:
        beside: the folder of the record, from which its files are named.
        recordings: what the voice is made of; the reference of its settings, where none is given.

    Raises:
        ManifestError: the record names no statement, or not all that is said in it.
        ConsentError: the file is not the one that was recorded.
    """
    from models.statements import check_statement
    from pipeline.store import digest_of_file

    consent = voice.agreed
    said = consent.statement if consent else None
    if consent is None or said is None:
        raise ManifestError("the consent names no `statement:`; add {file: ..., language: en, day: 2026-12-01}")
    _check_whole(consent)
    path = beside / said.file
    if not path.is_file():
        raise ManifestError(f"the statement {path} does not exist")
    if said.sha256 and digest_of_file(path) != said.sha256:
        raise ConsentError(f"{path} is not the statement that was recorded: its sha256 is another")
    if not recordings and isinstance(reference := voice.settings.get("reference_path"), str):
        recordings = [repo / reference]
    if not recordings:
        raise RefusedError("there is nothing to hold the statement against: name the voice's --recordings")
    verdict = check_statement(
        clip_of(path), [clip_of(one) for one in recordings], said.language, consent.who, dt.date.fromisoformat(said.day)
    )
    return {
        "file": str(path), "accepted": verdict.accepted, "refused": verdict.refused, "sentence": verdict.sentence,
        "heard": verdict.heard, "likeness": round(verdict.likeness, 3),
    }  # fmt: skip


def _check_whole(consent: Consent) -> None:
    said = consent.statement
    assert said
    for field, value in (("who", consent.who), ("statement.language", said.language), ("statement.day", said.day)):
        if not value:
            raise ManifestError(f"{field}: the statement says it, so the record has to")


def clip_of(path: Path) -> Any:
    """A sound file as a clip, decoded where a decoder may die."""
    import soundfile

    from pipeline.audio import Clip
    from pipeline.takes.recorded import decoded_recording
    from pipeline.untrusted.sandbox import confined

    try:
        samples, rate = soundfile.read(io.BytesIO(confined(decoded_recording, path.read_bytes())), dtype="float32")
    except (OSError, ValueError) as error:
        raise RefusedError(f"{path} cannot be used: {error}") from None
    return Clip(samples, rate)
