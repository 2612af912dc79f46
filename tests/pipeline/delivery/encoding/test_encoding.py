"""ChapterEncoder: the same bytes whether the encoder hears a master while it is made or reads its file."""

from pathlib import Path

import pytest

from pipeline.delivery import ChapterEncoder, Encoding, encode, find_encoded
from pipeline.delivery.encoding.codec import AAC, FLAC, MP3, OPUS
from pipeline.errors import DamagedError, StoreError
from pipeline.manifests import Spec, read_yaml
from pipeline.masters import make_master
from pipeline.records import Take
from pipeline.store import CacheEntry, Store
from tests.factories import keep_take
from tests.pipeline.audio.test_audio import speech

ENCODINGS = (Encoding(AAC, 64_000), Encoding(MP3, 192_000, 44_100), Encoding(OPUS, 48_000, 0, 2))
ACX = read_yaml(Path(__file__).parents[4] / "configs/specs/acx.yaml", Spec)


def takes(store: Store) -> list[Take]:
    return [keep_take(store, speech(9.3, seed=n), f"take {n}") for n in range(4)]


@pytest.mark.parametrize("gain_db", [6.0, -9.0])  # the second is so far off that the chapter is assembled twice
def test_it_is_the_same_heard_on_the_way_or_read_from_the_file(tmp_path: Path, gain_db: float) -> None:
    heard, read = Store(tmp_path / "heard"), Store(tmp_path / "read")
    with ChapterEncoder(heard, [*ENCODINGS, Encoding(FLAC)]) as encoder:
        master = make_master(heard, takes(heard), [400, 0, 2_000, 13], ACX, gain_db, encoder)
        encoder.keep(master)
    assert bool(master.levels.corrected_db) == (gain_db < 0)
    again = make_master(read, takes(read), [400, 0, 2_000, 13], ACX, gain_db)
    for encoding in ENCODINGS:
        found = find_encoded(heard, master, encoding)
        assert isinstance(found, CacheEntry)
        assert found == encode(read, again, encoding)


def test_nothing_is_left_of_a_chapter_that_fails(tmp_path: Path) -> None:
    store = Store(tmp_path)
    made = takes(store)
    (store.objects / made[2].digest).unlink()
    with pytest.raises(DamagedError), ChapterEncoder(store, ENCODINGS) as encoder:
        make_master(store, made, [0] * 4, ACX, 6.0, encoder)
    assert not list((tmp_path / "making").iterdir())
    assert not (tmp_path / "slips" / "encoded").exists()


def test_a_full_disk_is_told_as_the_store_tells_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is full"):
        _fill(Store(tmp_path))


def _fill(store: Store) -> None:
    with ChapterEncoder(store, ENCODINGS) as encoder:
        encoder.begin(24_000)
        raise OSError(28, "No space left on device")
