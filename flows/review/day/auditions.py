"""Auditions: voices of the repo that speak the book's language, on typical sentences of the book itself.

A take of an audition is kept in the store like any other; the book that is spoken by this voice later finds it again.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from flows.review.desk import Desk
from flows.review.messages import body_of, record
from flows.review.sound import ranged, wav
from flows.review.studio import SLATE, desk_of
from models.pool import WorkerPool
from models.registry import engine_of
from pipeline.audio import Clip, take_clip
from pipeline.consent import Permission, Wanted
from pipeline.errors import VoicepressError
from pipeline.languages.tags import speaks
from pipeline.manifests import voice_files
from pipeline.production.deciding.forbidden import forbidden_to
from pipeline.production.job.voices import voices_in_use
from pipeline.records import Line, Missing, Take
from pipeline.script.typical import typical_lines
from pipeline.takes import Failure, TakeRequest, VoiceInUse, find_takes, perform, request_for

NAME = re.compile(r"[\w.-]{1,80}")
WARM = 3  # voices whose workers stay: each holds its weights
LEVEL_DB = -23.0  # RMS of what sounds: voices are compared at one level, not by which of them is louder
CEILING = 0.9


@dataclass(frozen=True, slots=True)
class Sentence:
    slate: str
    text: str
    shows: str  # what it was chosen for


@dataclass(frozen=True, slots=True)
class Candidate:
    """A voice that could speak the book; `trouble` says why it cannot be heard."""

    name: str
    narrator: str
    engine: str
    version: int
    current: bool
    cloned: bool
    spoken: tuple[str, ...]  # slates of the sentences that it has spoken already
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Auditions:
    slug: str
    title: str
    language: str
    sentences: tuple[Sentence, ...]
    voices: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    voice: str
    slate: str


@dataclass(frozen=True, slots=True)
class Spoken:
    voice: str
    slate: str
    duration_ms: int


class Booths:
    """Warm workers of the voices that are auditioned, started with the first sentence of each. Thread-safe."""

    def __init__(self) -> None:
        self._pools: OrderedDict[tuple[str, str], WorkerPool] = OrderedDict()
        self._lock = threading.Lock()

    def speak(self, desk: Desk, used: VoiceInUse, line: Line) -> Take:
        """The line by the voice: as the store has it, or spoken now.

        Raises:
            HTTPException: the engine cannot speak it.
        """
        request = request_for(_by(line, used), used)
        found = _found(desk, request)
        if isinstance(found, Take):
            return found
        with self._lock:
            pool = self._pools.get((desk.slug, used.name))
            if pool is None:
                used.engine.check_ready()
                logs = desk.reviewed.assembly.job.out / "logs"
                pool = WorkerPool(
                    {used.name: used.voice}, str(desk.repo.store.root), logs, devices=desk.repo.settings.devices
                )
                self._pools[desk.slug, used.name] = pool
                while len(self._pools) > WARM:
                    self._pools.popitem(last=False)[1].close()
            self._pools.move_to_end((desk.slug, used.name))
            (spoken,) = perform(pool, [request])
        if isinstance(spoken, Failure):
            raise HTTPException(409, f"{used.name} cannot speak this sentence: {spoken.why}")
        return spoken

    def close(self) -> None:
        with self._lock:
            while self._pools:
                self._pools.popitem()[1].close()


def auditions_of(desk: Desk) -> Auditions:
    """Sentences and voices."""
    seen = desk.reviewed
    assembly = seen.assembly
    language = seen.book.language
    chosen = _sentences(desk)
    current = set(assembly.job.voices)
    voices = []
    for name in [path.stem for path in voice_files(desk.repo.root)]:
        try:
            used = _voice(desk, name)
        except (VoicepressError, HTTPException) as error:
            said = error.detail if isinstance(error, HTTPException) else str(error)
            voices.append(Candidate(name, name, "", 0, name in current, False, (), said))
            continue
        if not speaks(frozenset(used.voice.languages), language):
            continue
        spoken = tuple(
            line.slate for _, line in chosen if isinstance(_found(desk, request_for(_by(line, used), used)), Take)
        )
        trouble = _unagreed(desk, used, language)
        voices.append(
            Candidate(name, used.voice.narrator or name, used.engine.version, used.voice.version, name in current,
                      used.voice.cloned, spoken, trouble)
        )  # fmt: skip
    sentences = tuple(Sentence(line.slate, line.text, shows) for shows, line in chosen)
    voices.sort(key=lambda one: (not one.current, bool(one.trouble), one.name))
    return Auditions(desk.slug, seen.book.title, language, sentences, tuple(voices))


def spoken_by(desk: Desk, booths: Booths, name: str, slate: str) -> tuple[Take, Clip]:
    """A sentence by a voice, at the level at which voices are compared."""
    line = next((line for _, line in _sentences(desk) if line.slate == slate), None)
    if line is None or not SLATE.fullmatch(slate):
        raise HTTPException(404, "this is no sentence of the audition")
    used = _voice(desk, name)
    if trouble := _unagreed(desk, used, line.read_as or line.language):
        raise HTTPException(409, f"{name}: {trouble}")
    if said := forbidden_to(desk.reviewed.assembly.job.forbidden, used.voice, line):
        raise HTTPException(409, f"{name}: {said}")
    Permission.of(desk.repo.root, desk.repo.store).remember([used])
    take = booths.speak(desk, used, line)
    return take, _levelled(take_clip(desk.repo.store.read(take.digest)))


def _sentences(desk: Desk) -> list[tuple[str, Line]]:
    return typical_lines(desk.reviewed.assembly.state.lines)


def _voice(desk: Desk, name: str) -> VoiceInUse:
    if not NAME.fullmatch(name) or not (desk.repo.root / "manifests" / "voices" / f"{name}.yaml").is_file():
        raise HTTPException(404, "there is no such voice")
    known: Mapping[str, VoiceInUse] = voices_in_use([name], desk.repo.root, engine_of, "", rehearsal=False)
    return known[name]


def _unagreed(desk: Desk, used: VoiceInUse, language: str) -> str:
    """Why a voice may not speak this book in this language; "" where its owner has agreed to it."""
    job = desk.reviewed.assembly.job
    wanted = Wanted(job.production.USE, job.territories)
    permission = Permission.of(desk.repo.root, desk.repo.store)
    return permission.refusal(used, wanted, [language])


def _found(desk: Desk, request: TakeRequest) -> Take | Missing:
    return find_takes(desk.repo.store, [request])[request.key]


def _by(line: Line, used: VoiceInUse) -> Line:
    return line.but(voice=used.name)


def _levelled(clip: Clip) -> Clip:
    sounding = clip.samples[np.abs(clip.samples) > 0.01]
    if not len(sounding):
        return clip
    gain = 10 ** (LEVEL_DB / 20) / float(np.sqrt(np.mean(np.square(sounding, dtype=np.float64))))
    gain = min(gain, CEILING / float(np.abs(clip.samples).max()))
    return Clip(clip.samples * np.float32(gain), clip.sample_rate_hz)


# ---------------------------------------------------------------- routes


async def _auditions(request: Request) -> Response:
    desk = desk_of(request)
    return await run_in_threadpool(lambda: record(auditions_of(desk)))


async def _speak(request: Request) -> Response:
    desk, asked = desk_of(request), await body_of(request, Asked)
    booths: Booths = request.app.state.booths
    take, _ = await run_in_threadpool(lambda: spoken_by(desk, booths, asked.voice, asked.slate))
    return record(Spoken(asked.voice, asked.slate, take.duration_ms))


async def _sound(request: Request) -> Response:
    """Only what has been spoken: a GET makes nothing."""
    desk, name, slate = desk_of(request), request.path_params["voice"], request.path_params["slate"]

    def found() -> bytes:
        line = next((line for _, line in _sentences(desk) if line.slate == slate), None)
        if line is None:
            raise HTTPException(404, "this is no sentence of the audition")
        used = _voice(desk, name)
        if trouble := _unagreed(desk, used, line.read_as or line.language):
            raise HTTPException(409, f"{name}: {trouble}")
        take = _found(desk, request_for(_by(line, used), used))
        if not isinstance(take, Take):
            raise HTTPException(404, "this voice has not spoken it yet")
        return wav(_levelled(take_clip(desk.repo.store.read(take.digest))))

    return ranged(request, await run_in_threadpool(found), "audio/wav")


ROUTES = (
    Route("/api/books/{book}/auditions", _auditions),
    Route("/api/books/{book}/auditions/speak", _speak, methods=["POST"]),
    Route("/sound/{book}/audition/{voice}/{slate}.wav", _sound),
)
