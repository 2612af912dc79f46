"""What a worker can do with a batch: speak it with an engine, or hear it with a listener."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from pipeline.audio import take_clip
from pipeline.consent.standing import check_standing
from pipeline.engine import Engine, Performance
from pipeline.hearing import HearRequest, find_hearings, keep_hearings
from pipeline.listener import Hearing, Listener, Sound
from pipeline.manifests import Voice
from pipeline.records import Missing, Take
from pipeline.store import Store
from pipeline.takes import Failure, TakeRequest, find_takes, keep_performances, perform_requests

HEARD_AT_ONCE = 16  # takes per call of a listener: some 100 s of sound, which a GPU takes in one pass


class Ability(Protocol):
    """An engine or a listener as its worker uses it. Requests, answers and results are of one kind each."""

    @property
    def width(self) -> int:
        """How many requests it answers in one pass."""
        ...

    def load(self) -> None:
        """Loads weights now, so that the first answer need not."""
        ...

    def prepare(self, requests: Sequence[Any]) -> None:
        """These come next; called from another thread."""
        ...

    def find(self, store: Store, requests: Sequence[Any]) -> Mapping[str, Any]:
        """What the store holds already, by the requests' keys."""
        ...

    def check(self, store: Store, began: dt.datetime) -> None:
        """Raises ConsentError where what begins, or began, at this moment may not be kept."""
        ...

    def answer(self, store: Store, requests: Sequence[Any]) -> Sequence[Any]:
        """One answer per request, in order."""
        ...

    def keep(self, store: Store, requests: Sequence[Any], answers: Sequence[Any], seconds: float) -> Sequence[Any]:
        """Keeps the answers, which took so long; one result per request: a record, or a Failure."""
        ...


class Speaking:
    """The ability of an engine, as long as the voice's owner agrees."""

    def __init__(self, engine: Engine, voice: Voice):
        self._engine, self._voice = engine, voice

    @property
    def width(self) -> int:
        return self._engine.width

    def load(self) -> None:
        self._engine.load()

    def prepare(self, requests: Sequence[TakeRequest]) -> None:
        self._engine.prepare([prompt for request in requests for prompt in request.prompts])

    def find(self, store: Store, requests: Sequence[TakeRequest]) -> Mapping[str, Take]:
        return {key: take for key, take in find_takes(store, requests).items() if isinstance(take, Take)}

    def check(self, store: Store, began: dt.datetime) -> None:
        check_standing(self._voice, self._engine, store, began)

    def answer(self, store: Store, requests: Sequence[TakeRequest]) -> Sequence[Performance]:  # noqa: ARG002
        return perform_requests(self._engine, requests)

    def keep(
        self, store: Store, requests: Sequence[TakeRequest], answers: Sequence[Performance], seconds: float
    ) -> Sequence[Take | Failure]:
        return keep_performances(store, requests, answers, seconds, self._engine)


class Listening:
    """The ability of a listener."""

    width = HEARD_AT_ONCE

    def __init__(self, listener: Listener):
        self._listener = listener

    def load(self) -> None:
        """Listeners load with the first take: most workers of theirs hear with one alone."""

    def prepare(self, requests: Sequence[HearRequest]) -> None:
        """There is nothing to prepare: the store is read while the device computes."""

    def find(self, store: Store, requests: Sequence[HearRequest]) -> Mapping[str, Hearing]:
        found = find_hearings(store, requests)
        return {key: hearing for key, hearing in found.items() if not isinstance(hearing, Missing)}

    def check(self, store: Store, began: dt.datetime) -> None:
        """Hearing needs nobody's consent."""

    def answer(self, store: Store, requests: Sequence[HearRequest]) -> Sequence[Hearing]:
        sounds = [Sound(take_clip(store.read(one.take)), one.spoken, one.language) for one in requests]
        return self._listener.hear(sounds) if sounds else []

    def keep(
        self,
        store: Store,
        requests: Sequence[HearRequest],
        answers: Sequence[Hearing],
        seconds: float,  # noqa: ARG002
    ) -> Sequence[Hearing]:
        return keep_hearings(store, requests, answers)
