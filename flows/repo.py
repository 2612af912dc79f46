"""Repo: a production repo as commands and flows work with it. One object for its settings, its store and its jobs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flows.local import Threads, cores
from models import ENGINES, LISTENERS
from models.devices import visible_devices
from models.pool import PoolSpec
from models.registry import engine_of, listener_in_use
from pipeline.errors import RefusedError
from pipeline.hearing import ListenerInUse
from pipeline.listener import Role
from pipeline.manifests import RepoSettings, read_settings, repo_of
from pipeline.production import (
    Assembly,
    Job,
    Plan,
    Progress,
    Runtime,
    Sweep,
    lay_out,
    load,
    load_all,
    plan_all,
    silent,
    sweep,
)
from pipeline.production.deciding.accepting import give_up, given_up, without
from pipeline.registry.house import house_of
from pipeline.store import Store
from pipeline.takes import VoiceInUse

MOST_WORKERS = 8  # engine processes on CPU cores, where nobody names a number


@dataclass(frozen=True)
class Repo:
    """Not slotted: the store is opened when it is first asked for."""

    root: Path
    settings: RepoSettings

    @classmethod
    def at(
        cls, path: Path, store: str | None = None, workers: int | None = None, devices: tuple[str, ...] | None = None
    ) -> Repo:
        """The production repo around `path`, with its settings (configs/house.yaml, if it has one).

        Args:
            store, workers, devices: in place of what the settings say.

        Raises:
            RefusedError: a store without a name, fewer than no workers.
        """
        if store == "":
            raise RefusedError("--store is empty; name a folder or a URL")
        if workers is not None and workers < 0:
            raise RefusedError(f"--workers {workers}: say how many engine processes there shall be; 0 is one a core")
        root = repo_of(path)
        given = {"store": store, "workers": workers, "devices": devices}
        changes = {name: value for name, value in given.items() if value is not None}
        return cls(root, read_settings(root).model_copy(update=changes))

    @cached_property
    def store(self) -> Store:
        named = self.settings.store
        return Store(named if "://" in named else self.root / named)

    @property
    def out(self) -> Path:
        """The folder of deliverables."""
        return self.root / self.settings.out

    def load(self, path: Path, *, rehearsal: bool = False, spec: str = "") -> Job:
        """The production at `path` at one of its specs: see `pipeline.production.load`."""
        return load(path, engine_of, rehearsal=rehearsal, out=self.out, spec=spec, listener_of=listener_in_use)

    def jobs(self, path: Path, *, rehearsal: bool = False) -> list[Job]:
        """The production at `path`, once for each spec that it names."""
        return load_all(path, engine_of, rehearsal=rehearsal, out=self.out, listener_of=listener_in_use)

    def lay_out(self, path: Path, *, rehearsal: bool = False, spec: str = "") -> Assembly:
        """Where the production at `path` stands now, at one of its specs."""
        return lay_out(self.load(path, rehearsal=rehearsal, spec=spec), self.store)

    def plan(self, path: Path, *, rehearsal: bool = False, accept: Collection[str] = ()) -> Plan:
        """What a run would make of the production at `path`, for all specs that it names.

        Args:
            accept: slates of lines whose approved takes would be given up; "all" for every one that differs.
        """
        jobs = self.jobs(path, rehearsal=rehearsal)
        if accept:
            gone = given_up(lay_out(jobs[0], self.store), accept)
            jobs = [without(job, gone) for job in jobs]
        return plan_all(jobs, self.store)

    def accept(self, path: Path, accept: Collection[str]) -> None:
        """Takes the approvals of these lines out of approvals.yaml: what would be made today takes their place.

        Raises:
            RefusedError: a line has none.
        """
        if accept:
            job = self.load(path)
            give_up(job, given_up(lay_out(job, self.store), accept))

    def sweep(self, folder: Path) -> Sweep:
        """What the store holds and no production under `folder` refers to."""
        return sweep(self.store, folder, engine_of, self.out, listener_in_use)

    @property
    def workers(self) -> int:
        """Engine processes on CPU cores: as the settings say, else one a core, at most MOST_WORKERS."""
        return self.settings.workers or min(MOST_WORKERS, cores())

    def pool(self, job: Job) -> PoolSpec:
        """The pool of this job's voices."""
        return self.pool_of(job.voices, job.out / "logs", self.settings.warm)

    def pool_of(self, voices: Mapping[str, VoiceInUse], logs: Path, warm: Sequence[str]) -> PoolSpec:
        """One worker per device where one of the voices speaks on a GPU, else one per core."""
        manifests = {name: used.voice for name, used in voices.items()}
        devices = self.settings.devices
        if not devices and any(ENGINES[voice.engine].on_gpu for voice in manifests.values()):
            devices = visible_devices()[: self.settings.workers or None]
        spec = PoolSpec.of(manifests, str(self.store.root), logs, self.workers, devices, warm)
        files = {name: used.version.files for name, used in voices.items() if used.version}
        return spec.with_files(files, house_of(self.root)) if files else spec

    def listener_of(self, role: Role, language: str) -> ListenerInUse | None:
        """Who hears takes of a language in a role here; None where nobody does.

        Raises:
            RefusedError: configs/house.yaml names one that there is not.
            MissingExtraError: something that its module imports is installed separately.
        """
        return listener_in_use(role, language, getattr(self.settings.listeners, role, ""))

    def listeners_pool(self, job: Job, names: Iterable[str] = ()) -> PoolSpec:
        """The pool of this job's listeners: one worker per device where one of them hears on a GPU, else one per core.

        Args:
            names: of listeners (LISTENERS); all that there are where nobody says which.
        """
        names = tuple(names) or tuple(LISTENERS)
        devices = self.settings.devices
        if not devices and any(LISTENERS[name].on_gpu for name in names):
            devices = visible_devices()[: self.settings.workers or None]
        return PoolSpec.of_listeners(names, str(self.store.root), job.out / "logs", self.workers, devices)

    @contextmanager
    def runtime(self, job: Job, progress: Progress = silent) -> Iterator[Runtime]:
        """Threads that feed a pool of engine workers and one of listeners of this job, until the end of the block.

        The processes of a pool are started by its first batch: a production that nothing hears has no listeners.
        """
        pool, hearer = self.pool(job), self.listeners_pool(job)
        threads = Threads(pool.capacity, cores(), hearer.capacity)
        try:
            yield Runtime(self.store, pool, threads, pool.capacity, progress, hearer=hearer)
        finally:
            threads.close()
            pool.close()
            hearer.close()
