"""Consent of a production's voices: at planning, before making, at every batch, before files are placed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.consent import Permission
from pipeline.production.assembly import Assembly
from pipeline.production.runtime import Runtime
from pipeline.records import Line
from pipeline.takes import TakeRequest


def unagreed(assembly: Assembly) -> str:
    """Why the voices of a production may not speak what it has them speak, as things stand; "" where they may."""
    job = assembly.job
    return job.unagreed(Permission.of(job.repo, assembly.store), _languages(assembly.state.lines))


def check_agreed(assembly: Assembly, runtime: Runtime, batch: Sequence[TakeRequest] | None = None) -> None:
    """Raises ConsentError where one of the voices may not speak at this moment.

    Args:
        batch: what is about to be spoken; all lines of the production where nobody says.
    """
    job = assembly.job
    permission = runtime.permission(job.repo)
    if batch is None:
        languages = _languages(assembly.state.lines)
    else:
        languages = _by_voice((request.voice, request.language) for request in batch)
    job.check_consent(permission, languages)
    if not job.rehearsal:
        permission.remember(job.voices.values())


def _languages(lines: Iterable[Line]) -> dict[str, set[str]]:
    return _by_voice((line.voice, line.read_as or line.language) for line in lines if line.spoken)


def _by_voice(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for voice, language in set(pairs):
        found.setdefault(voice, set()).add(language)
    return found
