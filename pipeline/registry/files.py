"""A voice's files: which its manifest names, kept in a store by digest, and brought back to a machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from pipeline.errors import VoiceError
from pipeline.manifests import Voice
from pipeline.registry.cache import VoiceCache
from pipeline.registry.records import StoredFile
from pipeline.store import Store, digest_of_file
from pipeline.untrusted.bounds import off_limits

FILE, FOLDER = "_path", "_folder"  # settings whose names end so name a file, or a folder, of the repo
ROOM_TONE = "room_tone"


def with_paths(voice: Voice, repo: Path) -> Voice:
    """The voice with whole paths in its settings: they are written relative to the repo, and engines hash contents."""
    settings = {**voice.settings, **{name: str(repo / named) for name, named in _named(voice) if name != ROOM_TONE}}
    room = str(repo / voice.room_tone) if voice.room_tone else ""
    return voice.model_copy(update={"settings": settings, ROOM_TONE: room})


def keep_files(voice: Voice, repo: Path, store: Store) -> tuple[StoredFile, ...]:
    """Keeps every file that the voice names in `store`, which holds what its versions share once.

    Raises:
        VoiceError: one is missing, or belongs to the system.
        StoreError: the store cannot be written to.
    """
    return tuple(
        _kept(one, path, store) for setting, named in _named(voice) for one, path in _files(setting, named, repo)
    )


def sizes(files: Sequence[StoredFile], cache: VoiceCache) -> tuple[int, int]:
    """Bytes of a version's files, and how many of these are still to be fetched to this machine."""
    parts = list(_by_setting(files))
    absent = sum(file.size for part in parts if not cache.has(part) for file in part)
    return sum(file.size for part in parts for file in part), absent


def localised(voice: Voice, files: Sequence[StoredFile], cache: VoiceCache, store: Store) -> Voice:
    """The voice with the paths of its files on this machine; they are fetched where they are not here.

    Raises:
        DamagedError, StoreError: as `VoiceCache.bring`.
    """
    settings, room = dict(voice.settings), voice.room_tone
    for part in _by_setting(files):
        folder = cache.bring(part, store)
        path = str(folder if part[0].of_folder else folder / part[0].name)
        if part[0].setting == ROOM_TONE:
            room = path
        else:
            settings[part[0].setting] = path
    return voice.model_copy(update={"settings": settings, ROOM_TONE: room})


def _named(voice: Voice) -> Iterator[tuple[str, str]]:
    """Settings that name files of the repo, with what they name."""
    for name, value in voice.settings.items():
        if name.endswith((FILE, FOLDER)) and isinstance(value, str) and value:
            yield name, value
    if voice.room_tone:
        yield ROOM_TONE, voice.room_tone


def _files(setting: str, named: str, repo: Path) -> Iterator[tuple[StoredFile, Path]]:
    """The files of a setting, not digested yet, with their paths."""
    path = repo / named
    if not path.exists():
        raise VoiceError(f"{setting}: {path} does not exist; put it there, or name where it is")
    if path.is_file():
        yield StoredFile(setting, path.name, "", 0), path
        return
    for file in sorted(path.rglob("*")):
        if file.is_file():
            yield StoredFile(setting, file.relative_to(path).as_posix(), "", 0, of_folder=True), file


def _kept(file: StoredFile, path: Path, store: Store) -> StoredFile:
    if why := off_limits(path):
        raise VoiceError(f"{file.setting}: {path} {why}, which no voice may name")
    try:
        digest, size = digest_of_file(path), path.stat().st_size
    except OSError as error:
        raise VoiceError(f"{file.setting}: {path} cannot be read: {error.strerror}") from None
    if not store.has(digest):
        with store.making() as copy:
            shutil.copyfile(path, copy)
            if store.keep_object(copy) != digest:
                raise VoiceError(f"{file.setting}: {path} was changed while it was read; register again")
    return StoredFile(file.setting, file.name, digest, size, file.of_folder)


def _by_setting(files: Sequence[StoredFile]) -> Iterator[tuple[StoredFile, ...]]:
    for _, part in groupby(files, lambda file: file.setting):
        yield tuple(part)
