"""Job: a production as its manifest names it, with its voices, its rules and its lock. Nothing of it is made yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import yaml

from pipeline.audio import Room
from pipeline.consent import Permission, Wanted
from pipeline.delivery.provenance.signing import Signer
from pipeline.engine import Watermark
from pipeline.errors import ConsentError, LockError, VoiceError
from pipeline.manifests import Approval, Cast, Later, Lexicon, Lock, Pickup, Production, Spec, Waiver, bare
from pipeline.manifests.consent.forbidden import ForbiddenList
from pipeline.production.gating.in_force import GateInForce
from pipeline.production.job.locks import differences, rights_changed
from pipeline.qa.findings import PlacedFinding, in_words, placed
from pipeline.qa.verdict import failing
from pipeline.qa.waivers import waive
from pipeline.records import Deliverable
from pipeline.store import write_atomically
from pipeline.takes import VoiceInUse

LOCKED = ("manuscript", "lexicons", "spec", "voices", "consent", "disclosure", "watermark")


@dataclass(frozen=True)
class Job:
    """What all kinds of production have in common. Not slotted: kinds read their source when it is first asked for."""

    FORMATS: ClassVar[Collection[str]] = ()  # what `deliver:` may name

    path: Path  # of production.yaml
    repo: Path
    slug: str
    production: Production
    spec_name: str  # of those that the production names
    spec: Spec
    cast: Cast
    voices: Mapping[str, VoiceInUse]
    lexicons: tuple[tuple[str, Lexicon], ...]
    pickups: tuple[Pickup, ...]
    waivers: tuple[Waiver, ...]
    approvals: tuple[Approval, ...]
    later: tuple[Later, ...]  # what reviewers have put off
    gate: GateInForce | None  # None where takes are not judged
    signer: Signer | None  # of finished files
    room: Room | None  # the narrator's, where a recording of it was given: the production is in it
    manuscript_path: Path  # what its lines come from; the manifest itself where they stand there
    lock_path: Path
    lock: Lock | None
    fixed: Lock  # what a lock would say today
    out: Path
    rehearsal: bool
    territories: tuple[str, ...]  # where it is published; () for everywhere
    forbidden: Mapping[str, ForbiddenList]  # the house's own lists, by name

    @classmethod
    def check_source(cls, path: Path) -> None:
        """Raises ManuscriptError where `path` is nothing that this kind reads."""

    @cached_property
    def formats(self) -> tuple[str, ...]:
        """Those that are made at this spec."""
        return tuple(form for form in self.production.formats if self.spec_name in self.production.specs_of(form))

    @property
    def narrator(self) -> str:
        voice = self.voices[self.cast.narrator]
        return voice.voice.narrator or bare(voice.name)

    @property
    def watermark(self) -> Watermark | None:
        """The mark that all of its sound carries; None where one of its voices leaves none."""
        marks = [used.engine.capabilities.watermark for used in self.voices.values()]
        return marks[0] if all(marks) else None

    def check_ready(self) -> None:
        """Raises MissingExtraError where an engine wants something that is not installed."""
        for used in self.voices.values():
            used.engine.check_ready()

    def check_consent(self, permission: Permission, languages: Mapping[str, Collection[str]] | None = None) -> None:
        """Raises ConsentError unless every voice may speak at this moment: see `unagreed`."""
        if reason := self.unagreed(permission, languages):
            raise ConsentError(reason)

    def unagreed(self, permission: Permission, languages: Mapping[str, Collection[str]] | None = None) -> str:
        """Why its voices may not speak; "" where they may. A rehearsal hums, and hurts nobody.

        Args:
            languages: in which each voice speaks; the production's own where nobody says.
        """
        if self.rehearsal:
            return ""
        wanted = Wanted(self.production.USE, self.territories)
        for name, used in self.voices.items():
            asked = (self.production.language,) if languages is None else languages.get(name, ())
            if why := permission.refusal(used, wanted, filter(None, asked)):
                return f"{used.where}: the voice {name!r} does not speak: {why}"
        return ""

    def retired(self) -> str:
        """Why it may not begin with one of its voices; "" where it may. What its lock holds it may go on with."""
        for name, voice in self.voices.items():
            if voice.retired and (self.lock is None or self.lock.voices.get(name) != self.fixed.voices[name]):
                return f"{self.path}: {voice.retired}; name another version, or an alias"
        return ""

    def check_retired(self) -> None:
        """Raises VoiceError where a voice was retired before this production was locked to it."""
        if why := self.retired():
            raise VoiceError(why)

    def refusing(self, deliverable: Deliverable) -> list[PlacedFinding]:
        """Why a deliverable is not published; nothing where it is. A person may waive what a shop would not accept."""
        against, _ = waive(map(placed, deliverable.refusing), self.waivers)
        return failing(against, self.rehearsal)

    def refuses(self, deliverable: Deliverable) -> str:
        """The same in words; "" where it is published."""
        return in_words(self.refusing(deliverable))

    def changed(self) -> dict[str, str]:
        """What the lock fixes and is no longer so: field of the lock -> a sentence."""
        if self.lock is None:
            return {}
        changes = {}
        if self.lock.manuscript != self.fixed.manuscript:
            source = f"the {self.production.SOURCE} {self.production.source}"
            changes["manuscript"] = (
                f"{source} has changed" if self.production.SOURCE else "what it has spoken has changed"
            )
        if self.lock.spec != self.fixed.spec:
            changes["spec"] = f"the spec {self.spec_name!r} is not the one that was locked"
        for field in ("lexicons", "voices"):
            if how := differences(field, getattr(self.lock, field), getattr(self.fixed, field)):
                changes[field] = how
        return changes | rights_changed(self.lock, self.fixed)

    def check_lock(self, upgrade: Iterable[str]) -> None:
        """Raises LockError when something has changed that `upgrade` does not name."""
        accepted = set(upgrade)
        refused = {field: change for field, change in self.changed().items() if field not in accepted}
        if refused:
            accept = " ".join(f"--accept {field}" for field in refused)
            raise LockError(
                f"{self.lock_path.name}: {'; '.join(refused.values())}. Accept it with --upgrade "
                f"(or {accept}), or put back what was locked"
            )

    def write_lock(self, gain_db: float | None = None) -> None:
        """Writes what the production was made from, where it says something new; `gain_db` is the whole book's."""
        lock = self.fixed.model_copy(update={"gain_db": gain_db})
        if lock == self.lock and self.lock_path.exists():
            return
        text = "# Written by voicepress: what this production was made from. Commit it.\n" + yaml.safe_dump(
            lock.model_dump(mode="json"), sort_keys=False, allow_unicode=True
        )
        write_atomically(self.lock_path, text.encode())
