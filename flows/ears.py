"""Engines and listeners for commands that examine takes outside a production: warm workers on all cores or GPUs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from flows.local import cores
from models import ENGINES, LISTENERS
from models.devices import visible_devices
from models.pool import PoolSpec
from models.registry import engine_of, listener_in_use
from pipeline.hearing import ListenerOf, hear
from pipeline.production.job.voices import voices_in_use
from pipeline.qa.examining import Ears
from pipeline.records import Take
from pipeline.store import Store
from pipeline.takes import Failure, TakeRequest, VoiceInUse, batches, find_takes, perform

MOST_WORKERS = 8


@contextmanager
def listening(
    store: str | None,
    workers: int = 0,
    progress: Callable[[int, int], None] | None = None,
    listener_of: ListenerOf = listener_in_use,
) -> Iterator[Ears]:
    """Everything that hears, until the end of the block.

    Args:
        store: where sounds and hearings are kept; a folder that is removed in the end, where nobody names one.
        workers: processes; 0 is one a core, or one a GPU where there is one.
        listener_of: who hears, by role and language; a repo may name others (`Repo.listener_of`).
    """
    with tempfile.TemporaryDirectory(prefix="voicepress-") as folder:
        root = store or str(Path(folder) / "store")
        devices = visible_devices()[: workers or None]
        count = workers or min(MOST_WORKERS, cores())
        pool = PoolSpec.of_listeners(tuple(LISTENERS), root, Path(folder) / "logs", count, devices)
        ears = Ears(Store(root), listener_of, partial(hear, pool), pool.capacity)
        if progress:
            ears.progress = progress
        try:
            yield ears
        finally:
            pool.close()


def voice_named(name: str, repo: Path) -> VoiceInUse:
    """The voice of manifests/voices/NAME.yaml with its engine."""
    voice = voices_in_use([name], repo, engine_of, "", rehearsal=False)[name]
    voice.engine.check_ready()
    return voice


@contextmanager
def speaking(
    voice: VoiceInUse, store: Store, workers: int = 0, progress: Callable[[int, int], None] | None = None
) -> Iterator[Callable[[Sequence[TakeRequest]], Mapping[str, Take | Failure]]]:
    """Engine workers of one voice, until the end of the block: requests in, takes by their keys out.

    What the store holds is not spoken again; Ctrl-C keeps what was spoken.
    """
    devices = visible_devices()[: workers or None] if ENGINES[voice.voice.engine].on_gpu else ()
    with tempfile.TemporaryDirectory(prefix="voicepress-") as folder:
        count = workers or min(MOST_WORKERS, cores())
        pool = PoolSpec.of({voice.name: voice.voice}, str(store.root), Path(folder), count, devices)
        try:
            yield partial(_spoken, voice, store, pool, progress)
        finally:
            pool.close()


def _spoken(
    voice: VoiceInUse,
    store: Store,
    pool: PoolSpec,
    progress: Callable[[int, int], None] | None,
    requests: Sequence[TakeRequest],
) -> Mapping[str, Take | Failure]:
    found: dict[str, Take | Failure] = {
        key: take for key, take in find_takes(store, requests).items() if isinstance(take, Take)
    }
    missing = [request for request in requests if request.key not in found]
    total, done = sum(voice.expected_ms(request) for request in missing), 0
    with ThreadPoolExecutor(pool.capacity, thread_name_prefix="takes") as threads:
        waiting = {threads.submit(perform, pool, batch): batch for batch in batches(missing, voice.expected_ms)}
        try:
            for future in as_completed(waiting):
                batch = waiting[future]
                found.update({r.key: take for r, take in zip(batch, future.result(), strict=True)})
                done += sum(voice.expected_ms(request) for request in batch)
                if progress:
                    progress(done, total)
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return found
