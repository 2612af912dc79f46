"""Whose take it is that people name: an approval of another voice's, or a take that is brought as a recording.

Nobody asks for the consent of a voice that a production does not name. Where a take of one sounds in it all the same,
its owner is asked here.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.consent import Permission, Wanted
from pipeline.consent.likeness import Spoke, likeness_of, spoke
from pipeline.consent.locking import place_of
from pipeline.manifests import bare
from pipeline.records import Line, Missing
from pipeline.registry.resolving import consent_of
from pipeline.store import Store

if TYPE_CHECKING:
    from pipeline.production.job.job import Job

REVOKED = "is a take of a voice whose owner revoked the consent, which was locked away"


class Origins:
    """Of takes in one store. What is asked for first is worked out first: most productions never ask."""

    def __init__(self, job: Job, store: Store):
        self._job, self._store = job, store

    def locked(self, digest: str) -> Missing | None:
        """What is said of a take that was locked away, wherever its sound is now."""
        return Missing(f"it {REVOKED}") if digest in self._locked else None

    def refusal_of_recording(self, digest: str, line: Line) -> str:
        """Why a file of a person may not be used: it is a take of a voice, and its owner does not agree."""
        if digest in self._locked:
            return REVOKED
        return self.refusal_of_take(digest, line) if self._store.has(digest) else ""

    def refusal_of_take(self, digest: str, line: Line) -> str:
        """Why a take that today's voices would not make may not sound in a line; "" where its owner agrees, or where
        nobody knows whose it is: the store began to take note of that later than it was made."""
        for fingerprint in self._voices_of.get(digest, ()):
            spoken_by = self._spoke.get(fingerprint)
            if spoken_by and (why := self._refusal(spoken_by, line)):
                return f"was spoken by the voice {spoken_by.name!r}, which may not be heard here: {why}"
        return ""

    def _refusal(self, spoken_by: Spoke, line: Line) -> str:
        marks = set(spoken_by.marks)
        for used in self._job.voices.values():
            if not marks.isdisjoint(likeness_of(used.voice, used.engine, used.fingerprint)):
                return ""  # a voice of this production, as it was: its consent is asked for anyway
        wanted = Wanted(self._job.production.USE, self._job.territories)
        language = line.read_as or line.language
        return self._permission.refusal_of(consent_of(bare(spoken_by.name), self._job.repo), marks, wanted, [language])

    @cached_property
    def _locked(self) -> frozenset[str]:
        """Of revocations that hold; an engine says the same words the same way for a consent that was given anew."""
        known = self._permission.revoked
        lifted = {place_of(one.revocation.marks) for one in known if one.lifts}
        lifted -= {place_of(one.revocation.marks) for one in known if not one.lifts}
        places = self._store.known_locked()
        return frozenset().union(*(digests for where, digests in places.items() if where not in lifted))

    @cached_property
    def _permission(self) -> Permission:
        return Permission.of(self._job.repo, self._store)

    @cached_property
    def _spoke(self) -> dict[str, Spoke]:
        return {one.fingerprint: one for one in spoke(self._store)}

    @cached_property
    def _voices_of(self) -> dict[str, set[str]]:
        """Fingerprints of the voices that spoke each take of the store."""
        found: dict[str, set[str]] = {}
        for recipe, key in self._store.entries():
            if recipe == "take" and not isinstance(entry := self._store.find(recipe, key), Missing):
                found.setdefault(entry.digest, set()).add(str(entry.inputs.get("voice", "")))
        return found
