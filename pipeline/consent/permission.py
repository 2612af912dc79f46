"""Permission: whether a voice may speak here and now, by its consent, the revocations and the moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.consent.likeness import likeness_of
from pipeline.consent.moment import behind, latest_seen, note, now
from pipeline.consent.refusal import refusal
from pipeline.consent.revocations import Revocation, revocations, revoked
from pipeline.engine import Engine
from pipeline.errors import ConsentError
from pipeline.manifests import Voice
from pipeline.store import Store


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
    revoked: tuple[Revocation, ...]

    @classmethod
    def of(cls, repo: Path, store: Store, clock: Callable[[], dt.datetime] = now) -> Permission:
        return cls(store, clock(), latest_seen(store), tuple(revocations(repo, store)))

    def refusal(
        self, voice: Voice, engine: Engine, fingerprint: str, wanted: Wanted, languages: Iterable[str] = ()
    ) -> str:
        """Why a voice may not do what is wanted, in these languages; "" where it may."""
        try:
            consent = voice.agreed
            if found := revoked(self.revoked, likeness_of(voice, engine, fingerprint)):
                return str(found)
        except ConsentError as error:
            return str(error)
        at = max(self.at, self.seen or self.at)
        for territory in wanted.territories or ("",):
            for language in dict.fromkeys(languages) or ("",):
                if why := refusal(consent, wanted.use, language, territory, at):
                    allowed = not refusal(consent, wanted.use, language, territory, self.at)
                    return why + (behind(self.at, self.seen, self.store) if allowed else "")
        return ""

    def remember(self, voices: Collection[Voice]) -> None:
        """Notes the moment in the store where one of these voices may not speak for ever."""
        if any(voice.agreed and voice.agreed.ends for voice in voices):
            note(self.store, self.at)
