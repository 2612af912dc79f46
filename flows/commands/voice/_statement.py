"""Checking the spoken statement of a voice's consent against its sentence and its recordings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ConsentError, ManifestError, RefusedError

if TYPE_CHECKING:
    from models.statements import StatementVerdict
    from pipeline.manifests import Consent


def checked_statement(consent: Consent | None, beside: Path, recordings: Sequence[Path]) -> StatementVerdict:
    """The verdict on the statement that a consent names.

    Args:
        beside: the folder of the record, from which its files are named.
        recordings: what the voice is made of.

    Raises:
        ManifestError: the record names no statement, or not all that is said in it.
        ConsentError: the file is not the one that was recorded.
        RefusedError: a sound file cannot be used.
    """
    from models.statements import check_statement
    from pipeline.enrolment.decoding import read_recording
    from pipeline.store import digest_of_file
    from pipeline.untrusted.bounds import inside

    said = consent.statement if consent else None
    if consent is None or said is None:
        raise ManifestError("the consent names no `statement:`; add {file: ..., language: en, day: 2026-12-01}")
    for field, value in (("who", consent.who), ("statement.language", said.language), ("statement.day", said.day)):
        if not value:
            raise ManifestError(f"{field}: the statement says it, so the record has to")
    path = inside(beside, said.file)
    if path is None or not path.is_file():
        raise ManifestError(f"the statement {said.file} does not lie in {beside}")
    if said.sha256 and digest_of_file(path) != said.sha256:
        raise ConsentError(f"{path} is not the statement that was recorded: its sha256 is another")
    if not recordings:
        raise RefusedError("there is nothing to hold the statement against: name the voice's --recordings")
    clips = [read_recording(one).clip for one in recordings]
    day = dt.date.fromisoformat(said.day)
    try:
        return check_statement(read_recording(path).clip, clips, said.language, consent.who, day)
    except ValueError as error:
        raise ManifestError(f"statement.language: {error}") from None


def check_owner(consent: Consent, beside: Path, recordings: Sequence[Path]) -> None:
    """Raises ConsentError where a consent names a statement that does not hold for these recordings."""
    if consent.statement and (why := checked_statement(consent, beside, recordings).refused):
        raise ConsentError(f"{consent.statement.file}: {why}")


def answered(verdict: StatementVerdict) -> dict[str, Any]:
    return {
        "accepted": verdict.accepted, "refused": verdict.refused, "sentence": verdict.sentence,
        "heard": verdict.heard, "likeness": round(verdict.likeness, 3),
    }  # fmt: skip
