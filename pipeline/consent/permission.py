"""Permission: whether a voice may speak here and now, by its consent, the revocations and the moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.consent.likeness import likeness_of, note_voice
from pipeline.consent.moment import behind, latest_seen, note, now
from pipeline.consent.refusal import refusal
from pipeline.consent.revocations import Known, revocations, revoked
from pipeline.engine import Engine
from pipeline.errors import ConsentError
from pipeline.manifests import Consent, Voice
from pipeline.store import Store


class InUse(Protocol):
    """A voice with its engine, as productions have it."""

    @property
    def name(self) -> str: ...
    @property
    def voice(self) -> Voice: ...
    @property
    def engine(self) -> Engine: ...
    @property
    def fingerprint(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What voices are asked to do: the use, and where it will be heard (ISO 3166; () for everywhere)."""

    use: str
    territories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Permission:
    """What is known at one moment of the consents of a repo. Made anew for every batch: it may be revoked meanwhile."""

    store: Store
    at: dt.datetime
    seen: dt.datetime | None
    revoked: tuple[Known, ...]

    @classmethod
    def of(cls, repo: Path, store: Store, clock: Callable[[], dt.datetime] = now) -> Permission:
        return cls(store, clock(), latest_seen(store), tuple(revocations(repo, store)))

    def refusal(self, used: InUse, wanted: Wanted, languages: Iterable[str] = ()) -> str:
        """Why a voice may not do what is wanted, in these languages; "" where it may."""
        try:
            consent = used.voice.agreed
        except ConsentError as error:
            return str(error)
        return self.refusal_of(consent, likeness_of(used.voice, used.engine, used.fingerprint), wanted, languages)

    def refusal_of(
        self, consent: Consent | None, likeness: Collection[str], wanted: Wanted, languages: Iterable[str] = ()
    ) -> str:
        """The same of a voice that is known by its likeness alone: one whose take is all that is left here."""
        if found := revoked(self.revoked, likeness, consent):
            return str(found)
        at = max(self.at, self.seen or self.at)
        asked = tuple(dict.fromkeys(languages)) or ("",)
        for territory in wanted.territories or ("",):
            for language in asked:
                if why := refusal(consent, wanted.use, language, territory, at):
                    allowed = not refusal(consent, wanted.use, language, territory, self.at)
                    return why + (behind(self.at, self.seen, self.store) if allowed else "")
        return ""

    def in_house(self, used: InUse, languages: Iterable[str] = ()) -> str:
        """Why a voice may not speak for the house's own ears (a canary, a calibration), where nothing is published:
        it was revoked, has ended, or is for other languages; "" where it may."""
        try:
            consent = used.voice.agreed
        except ConsentError as error:
            return str(error)
        wanted = Wanted(consent.uses[0], consent.territories[:1]) if consent else Wanted("audiobook")
        return self.refusal(used, wanted, languages)

    def remember(self, voices: Iterable[InUse]) -> None:
        """Notes in the store that these voices spoke: their likeness, and the moment where one has an end."""
        voices = list(voices)
        for used in voices:
            note_voice(self.store, used.name, used.fingerprint, likeness_of(used.voice, used.engine, used.fingerprint))
        if any(used.voice.agreed and used.voice.agreed.ends for used in voices):
            note(self.store, self.at)
