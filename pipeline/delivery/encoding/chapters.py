"""Encodes chapters, without tags: each once per encoding, shared by every format that uses it.

Each encoding is decoded again in the same call, while the file is still in memory, and compared with its source
(`listening`). A chapter is encoded while its master is made (`ChapterEncoder`): reading the master back would cost 1.0
CPU second per hour of audio, a tenth of what the AAC encoder takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from pipeline.audio import Measured, Samples, sound_writer
from pipeline.delivery.encoding.codec import AAC_FRAME
from pipeline.delivery.encoding.encoder import FileEncoder
from pipeline.delivery.encoding.encodings import Encoding, Runs, length_of
from pipeline.delivery.verify.as_delivered import EncodedSound, measured_of
from pipeline.errors import DamagedError, MachineError
from pipeline.records import Master, Missing
from pipeline.store import CacheEntry, Store

BLOCK_S = 240 * AAC_FRAME / 24_000  # 10 s: each read and each call of the encoder costs its own


def find_encoded(store: Store, master: Master, encoding: Encoding, runs: Runs = ()) -> CacheEntry | Missing:
    return store.find("encoded", encoding.key(master, runs))


def encode(store: Store, master: Master, encoding: Encoding, runs: Runs = ()) -> CacheEntry:
    """Encodes a chapter or stretches of it, or finds them; what was encoded is decoded again and compared.

    Raises:
        DeliveryError: the encoded file decodes to another length, or to something else than the master.
        DamagedError: the master is missing or does not match its digest.
    """
    known = find_encoded(store, master, encoding, runs)
    if isinstance(known, CacheEntry):
        return known
    source = store.file(master.digest)
    with store.making() as path:
        if encoding.codec.soundfile:
            _write_lossless(source, path, runs, encoding, encoding.codec.soundfile)
            facts: object = {"samples": length_of(master, runs), "sample_rate_hz": master.sample_rate_hz}
        else:
            with FileEncoder(path, encoding, master.sample_rate_hz) as encoder:
                for block in _blocks(source, runs):
                    encoder.add(block)
                facts = encoder.finish()
        return store.keep_file("encoded", encoding.key(master, runs), path, facts, {"master": master.digest})


@contextmanager
def of_one_codec() -> Iterator[None]:
    """Drops what an encoder raises of itself: its format raises it again when it is delivered, and only that format.

    What the disk or the store raises stops the chapter.
    """
    try:
        yield
    except (OSError, MachineError):
        raise
    except Exception:  # noqa: BLE001  (PyAV's errors share no other class; nothing is lost, see above)
        pass


def measured_as(store: Store, cuts: Iterable[tuple[Master, Runs]], encoding: Encoding) -> Measured:
    """What was measured of these encodings when they were made, taken together.

    Raises:
        DamagedError: the record of one says no measures; it is forgotten, so that another round encodes again.
    """
    entries = [encode(store, master, encoding, runs) for master, runs in cuts]
    try:
        return measured_of([entry.facts_as(EncodedSound) for entry in entries])
    except (LookupError, ValueError):
        for entry in entries:
            store.forget(entry.recipe, entry.key)
        raise DamagedError(
            f"records of what was encoded as {encoding.codec.name} are damaged; run again and it is made again"
        ) from None


class ChapterEncoder:
    """Encodes a chapter in several encodings while its master is made (`masters.SoundSink`): sound is read once.

    Within `with`; what is not kept in the end is forgotten. A codec that fails is left out: the master and the other
    codecs go on, and the format that needs it reports why when it is delivered (`encode` tries again). Lossless
    encodings are left out as well: they are copies of the master that `encode` makes in seconds.
    """

    def __init__(self, store: Store, encodings: Iterable[Encoding]):
        self._store = store
        self._encodings = [encoding for encoding in encodings if encoding.codec.ffmpeg]
        self._open = ExitStack()
        self._running: list[FileEncoder] = []

    def __enter__(self) -> ChapterEncoder:
        return self

    def __exit__(self, *error: Any) -> None:
        self._open.__exit__(*error)  # the store reports a full disk

    def begin(self, sample_rate_hz: int) -> None:
        self._open.close()
        self._running = []
        for encoding in self._encodings:
            path = self._open.enter_context(self._store.making())
            with of_one_codec():
                self._running.append(self._open.enter_context(FileEncoder(path, encoding, sample_rate_hz)))

    def add(self, samples: Samples) -> None:
        still = []
        for encoder in self._running:
            with of_one_codec():
                encoder.add(samples)
                still.append(encoder)
        self._running = still

    def keep(self, master: Master) -> None:
        """All the sound of `master` has been added: finishes each file and puts it into the store."""
        for encoder in self._running:
            with of_one_codec():
                facts = encoder.finish()
                key = encoder.encoding.key(master)
                self._store.keep_file("encoded", key, encoder.path, facts, {"master": master.digest})


def _blocks(source: Path, runs: Runs) -> Iterator[Samples]:
    with soundfile.SoundFile(source) as file:
        size = int(BLOCK_S * file.samplerate)
        for first, last in runs or ((0, file.frames),):
            file.seek(first)
            for at in range(first, last, size):
                yield file.read(min(size, last - at), dtype="float32")


def _write_lossless(source: Path, path: Path, runs: Runs, encoding: Encoding, form: tuple[str, str]) -> None:
    """Stretches of a lossless file as another, sample by sample."""
    container, subtype = form
    how = {"format": container, "compression_level": 0.5 if container == "FLAC" else None}
    with (
        soundfile.SoundFile(source) as file,
        sound_writer(path, file.samplerate, encoding.channels, subtype, **how) as out,
    ):
        size = int(BLOCK_S * file.samplerate)
        for first, last in runs or ((0, file.frames),):
            file.seek(first)
            for at in range(first, last, size):
                sound = file.read(min(size, last - at), dtype="int16")
                out.write(np.repeat(sound[:, None], encoding.channels, axis=1))
