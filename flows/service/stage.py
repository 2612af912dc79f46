"""The stage: what all requests share: the house's voices, its store, one pool of warm engines and the queue before it.

Voices are read again once a second, so that what an owner takes back is refused from then on, and a version that is
promoted speaks. A voice that changed gets engines of its own; those before it end when they have nothing left to say.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from flows.repo import Repo
from flows.service.audit import Audit
from flows.service.metrics import Metrics
from flows.service.queueing import Queue
from flows.service.recent import Recent
from models.pool import IN_FLIGHT, PoolSpec
from models.registry import engine_of
from pipeline.consent import Permission
from pipeline.consent.permission import Wanted
from pipeline.consent.revocations import digest_of_consent
from pipeline.errors import ConsentError, ManifestError, VoicepressError
from pipeline.manifests import Pauses, find_spec, read_yaml
from pipeline.manifests.consent.forbidden import ForbiddenList, forbidden_lists
from pipeline.manifests.spec import Spec
from pipeline.production.job.voices import voices_in_use
from pipeline.records import Take
from pipeline.takes import Failure, TakeRequest, VoiceInUse, find_takes, perform

USE = "service"  # what a consent has to name
FRESH_S = 1.0
SPEC = "podcast"  # whose pauses stand between lines
_NAME = re.compile(r"[\w][\w.-]{0,127}(@[\w-]{1,64})?")


class UnknownVoiceError(ManifestError):
    """There is no such voice, or it is not for the service."""


@dataclass(slots=True)
class _Known:
    used: VoiceInUse
    at: float


def _mark(used: VoiceInUse) -> str:
    return f"{used.fingerprint} {digest_of_consent(used.voice.agreed)}"


@dataclass(slots=True)
class _Pool:
    spec: PoolSpec
    marks: dict[str, str]  # of each voice: its fingerprint and its consent, which its worker holds it to
    busy: int = 0
    old: bool = False


@dataclass
class Stage:
    """Not slotted: what is opened, is opened when it is first asked for. Thread-safe."""

    repo: Repo
    names: tuple[str, ...]  # of the voices that it offers
    most_wait_s: float = 10.0
    warm: tuple[str, ...] = ()  # of the names, those that engines load at once and keep; else as the house says
    left_out: dict[str, str] = field(default_factory=dict)  # voices of the house that cannot speak here, and why
    _known: dict[str, _Known] = field(default_factory=dict)
    _pool: _Pool | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _lists: tuple[float, dict[str, ForbiddenList]] = (-FRESH_S, {})

    @classmethod
    def of(cls, repo: Repo, names: Sequence[str] = (), most_wait_s: float = 10.0) -> Stage:
        """A stage with these voices; with all of manifests/voices whose consent covers the service, if none is named.

        Raises:
            RefusedError: a voice that is named cannot speak here.
        """
        stage = cls(repo, tuple(names), most_wait_s, tuple(names))
        if not names:
            there = sorted(path.stem for path in (repo.root / "manifests" / "voices").glob("*.yaml"))
            stage.left_out = {name: why for name in there if (why := stage._why_not(name))}
            stage.names = tuple(name for name in there if name not in stage.left_out)
        else:
            for name in names:
                stage.voice(name).engine.check_ready()
        return stage

    def _why_not(self, name: str) -> str:
        """Why a voice cannot speak here; "" where it can."""
        try:
            self.voice(name).engine.check_ready()
        except VoicepressError as error:
            return str(error)
        return ""

    @cached_property
    def queue(self) -> Queue:
        return Queue(self.perform, IN_FLIGHT * self.repo.workers, self.repo.workers, self.most_wait_s)

    @cached_property
    def metrics(self) -> Metrics:
        return Metrics(lambda: self.queue.wait_s)

    @cached_property
    def recent(self) -> Recent:
        return Recent()

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.repo.out / "service" / "audit")

    @cached_property
    def pauses(self) -> Pauses:
        return read_yaml(find_spec(SPEC, self.repo.root), Spec).pauses

    @property
    def forbidden(self) -> dict[str, ForbiddenList]:
        """The house's lists of what no voice says."""
        at, lists = self._lists
        if time.monotonic() - at > FRESH_S:
            lists = forbidden_lists(self.repo.root)
            self._lists = time.monotonic(), lists
        return lists

    def voice(self, name: str) -> VoiceInUse:
        """The voice of this name, as its manifest and consent are now.

        Raises:
            UnknownVoiceError: there is none, or its consent does not name the service.
            ManifestError, VoiceError: it cannot be read, or cannot speak.
        """
        if not _NAME.fullmatch(name) or (self.names and name.partition("@")[0] not in self._offered):
            raise UnknownVoiceError(f"there is no voice {name[:80]!r} here; there are: {', '.join(self.names)}")
        with self._lock:
            known = self._known.get(name)
            if known and time.monotonic() - known.at < FRESH_S:
                return known.used
        used = self._read(name)
        with self._lock:
            self._known[name] = _Known(used, time.monotonic())
        return used

    @cached_property
    def _offered(self) -> frozenset[str]:
        return frozenset(name.partition("@")[0] for name in self.names)

    def _read(self, name: str) -> VoiceInUse:
        settings = self.repo.settings
        try:
            used = voices_in_use([name], self.repo.root, engine_of, settings.watermark, rehearsal=False)[name]
        except ManifestError as error:
            if "@" in name:  # it asks for a version, or an alias, that there is not
                raise UnknownVoiceError(str(error)) from None
            raise
        if used.retired:
            raise UnknownVoiceError(used.retired)
        self.check_agreed(used, used.voice.languages[:1])
        return used

    def check_agreed(self, used: VoiceInUse, languages: Sequence[str]) -> None:
        """Raises ConsentError where the voice may not speak here and now."""
        permission = Permission.of(self.repo.root, self.repo.store)
        wanted = Wanted(USE, self.repo.settings.territories)
        if why := permission.refusal(used, wanted, [one for one in languages if one != "*"]):
            raise ConsentError(f"the voice {used.name!r} does not speak here: {why}")
        permission.remember([used])

    def stored(self, requests: Sequence[TakeRequest]) -> dict[str, Take]:
        """What has been spoken before, by a book or by the service, by the requests' keys."""
        found = find_takes(self.repo.store, requests)
        return {key: take for key, take in found.items() if isinstance(take, Take)}

    def perform(self, requests: Sequence[TakeRequest]) -> Sequence[Take | Failure]:
        """Speaks a batch of one voice, in this thread."""
        used = self.voice(requests[0].voice)
        self.check_agreed(used, list(dict.fromkeys(request.language for request in requests)))
        with self._using(used) as spec:
            answers = perform(spec, requests)
        self._count(used.voice.engine, answers)
        return answers

    def _count(self, engine: str, answers: Sequence[Take | Failure]) -> None:
        made = [one for one in answers if isinstance(one, Take)]
        metrics = self.metrics
        metrics.batch_lines.observe(len(answers))
        metrics.takes.labels("spoken").inc(len(made))
        metrics.takes.labels("failed").inc(len(answers) - len(made))
        metrics.audio.labels(engine).inc(sum(take.duration_ms for take in made) / 1000)
        metrics.compute.labels(engine).inc(sum(take.compute_ms for take in made) / 1000)

    @contextmanager
    def _using(self, used: VoiceInUse) -> Iterator[PoolSpec]:
        with self._lock:
            pool = self._pool
            if pool is None or pool.marks.get(used.name) != _mark(used):
                pool = self._pool = self._renewed(pool, used)
            pool.busy += 1
        try:
            yield pool.spec
        finally:
            with self._lock:
                pool.busy -= 1
                ended = pool.old and not pool.busy
            if ended:
                pool.spec.close()

    def _renewed(self, before: _Pool | None, used: VoiceInUse) -> _Pool:
        """A pool that has this voice beside those that were asked for before."""
        using = {name: known.used for name, known in self._known.items()} | {used.name: used}
        spec = self.repo.pool_of(using, self.logs, self.warm or self.repo.settings.warm or self.names[:1])
        if before is not None:
            before.old = True
            if not before.busy and before.spec != spec:
                before.spec.close()
        return _Pool(spec, {name: _mark(one) for name, one in using.items()})

    @property
    def logs(self) -> Path:
        return self.repo.out / "service" / "logs"

    def open(self) -> None:
        """Starts the engines: one pool for all voices that it offers, those that are to be warm loaded at once."""
        for name in self.names:
            self.voice(name)
        with self._using(self.voice(self.names[0])) as spec:
            spec.open()

    def close(self) -> None:
        if "queue" in self.__dict__:
            self.queue.close()
        with self._lock:
            pool, self._pool = self._pool, None
        if pool:
            pool.spec.close()
