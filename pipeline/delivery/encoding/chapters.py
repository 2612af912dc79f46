"""One chapter's audio in a codec, without tags; encoded once and shared by every format that uses it.

What was encoded is decoded again in the same call, while the file is still in memory, and held against its source
(`listening`). A chapter whose master is being made is encoded on the way (`Encodings`): reading the master back would
cost 1.0 CPU second an hour, a tenth of the encoder's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from pipeline.audio import Measured, Samples
from pipeline.delivery.encoding.codec import AAC_FRAME, ENCODERS, Codec, Runs, length_of
from pipeline.delivery.encoding.encoder import Encoder
from pipeline.delivery.verify.as_delivered import measured_of
from pipeline.errors import DamagedError, MachineError
from pipeline.records import Master
from pipeline.store import CacheEntry, Store

BLOCK_S = 240 * AAC_FRAME / 24_000  # 10 s: each read and each call of the encoder costs its own


def find_encoded(store: Store, master: Master, codec: Codec, runs: Runs = ()) -> CacheEntry | str:
    return store.find("encoded", codec.key(master, runs))


def encode(store: Store, master: Master, codec: Codec, runs: Runs = ()) -> CacheEntry:
    """Encodes a chapter or stretches of it, or finds them; what was encoded is decoded again and compared.

    Raises:
        DeliveryError: the encoded file decodes to another length, or to something else than the master.
        DamagedError: the master is missing or does not match its digest.
    """
    known = find_encoded(store, master, codec, runs)
    if isinstance(known, CacheEntry):
        return known
    source = store.file(master.digest)
    with store.making() as path:
        if codec.name == "flac":
            _cut(source, path, runs, codec.channels)
            facts: dict[str, Any] = {"samples": length_of(master, runs), "sample_rate_hz": master.sample_rate_hz}
        else:
            with Encoder(path, codec, master.sample_rate_hz) as encoding:
                for block in _blocks(source, runs):
                    encoding.add(block)
                facts = encoding.finish()
        return store.keep_file("encoded", codec.key(master, runs), path, facts, {"master": master.digest})


@contextmanager
def of_one_codec() -> Iterator[None]:
    """What an encoder raises of itself stays with it: its format raises it again when it is delivered, and alone.

    What the disk or the store raises stops the chapter.
    """
    try:
        yield
    except (OSError, MachineError):
        raise
    except Exception:  # noqa: BLE001  (PyAV's errors share no other class; nothing is lost, see above)
        pass


def measured_as(store: Store, cuts: Iterable[tuple[Master, Runs]], codec: Codec) -> Measured:
    """What was measured of these encodings when they were made, taken together.

    Raises:
        DamagedError: the record of one says no measures; it is forgotten, so that another round encodes again.
    """
    entries = [encode(store, master, codec, runs) for master, runs in cuts]
    try:
        return measured_of([entry.facts for entry in entries])
    except (LookupError, TypeError, ValueError, AttributeError):
        for entry in entries:
            store.forget(entry.recipe, entry.key)
        raise DamagedError(
            f"records of what was encoded as {codec.name} are damaged; run again and it is made again"
        ) from None


class Encodings:
    """A chapter's encodings in some codecs, made of the sound of its master while that is made (`masters.Hearer`).

    Within `with`; what is not kept in the end is forgotten. A codec that fails is left out: the master and the other
    codecs go on, and the format that needs it tells why when it is delivered (`encode` tries again).
    """

    def __init__(self, store: Store, codecs: Iterable[Codec]):
        self._store = store
        self._codecs = [codec for codec in codecs if codec.name in ENCODERS]
        self._open = ExitStack()
        self._under_way: list[Encoder] = []

    def __enter__(self) -> Encodings:
        return self

    def __exit__(self, *error: Any) -> None:
        self._open.__exit__(*error)  # a full disk is told as the store tells it

    def begin(self, sample_rate_hz: int) -> None:
        self._open.close()
        self._under_way = []
        for codec in self._codecs:
            path = self._open.enter_context(self._store.making())
            with of_one_codec():
                self._under_way.append(self._open.enter_context(Encoder(path, codec, sample_rate_hz)))

    def add(self, samples: Samples) -> None:
        going = []
        for encoding in self._under_way:
            with of_one_codec():
                encoding.add(samples)
                going.append(encoding)
        self._under_way = going

    def keep(self, master: Master) -> None:
        """The sound was that of `master`, and that was all of it."""
        for encoding in self._under_way:
            with of_one_codec():
                facts = encoding.finish()
                self._store.keep_file(
                    "encoded", encoding.codec.key(master), encoding.path, facts, {"master": master.digest}
                )


def _blocks(source: Path, runs: Runs) -> Iterator[Samples]:
    with soundfile.SoundFile(source) as file:
        size = int(BLOCK_S * file.samplerate)
        for first, last in runs or ((0, file.frames),):
            file.seek(first)
            for at in range(first, last, size):
                yield file.read(min(size, last - at), dtype="float32")


def _cut(source: Path, path: Path, runs: Runs, channels: int) -> None:
    """Stretches of a lossless file as another, sample by sample."""
    with (
        soundfile.SoundFile(source) as file,
        soundfile.SoundFile(
            path, "w", file.samplerate, channels, "PCM_16", format="FLAC", compression_level=0.5
        ) as out,
    ):
        size = int(BLOCK_S * file.samplerate)
        for first, last in runs or ((0, file.frames),):
            file.seek(first)
            for at in range(first, last, size):
                sound = file.read(min(size, last - at), dtype="int16")
                out.write(np.repeat(sound[:, None], channels, axis=1))
