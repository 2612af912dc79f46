"""Encodings: what is part of their keys, at which rate they are, how far they are padded."""

from __future__ import annotations

import pytest

from pipeline.delivery import FORMATS
from pipeline.delivery.encoding.codec import AAC, FLAC, MP3, OPUS, Codec, whole_frames
from pipeline.delivery.encoding.encodings import Encoding, length_of, padded_samples
from pipeline.delivery.formats import format_of
from pipeline.manifests import SHIPPED_CONFIGS, Spec, read_yaml
from pipeline.records import Levels, Master

MASTER = Master("k", "d", 3_000, 24_000, (), Levels(0, 0, 0, 0, 0, 0, 0, 0))


def test_settings_are_those_of_the_first_version() -> None:
    """They are in the keys of everything that was ever encoded; the names of codecs are, too."""
    settings = Encoding(MP3, 192_000, 44_100, 2).settings()
    assert settings.pop("encoder").startswith("av ")
    assert settings == {"name": "mp3", "bit_rate": 192_000, "sample_rate_hz": 44_100, "channels": 2, "version": 3}
    assert [codec.name for codec in (AAC, MP3, OPUS, FLAC)] == ["aac", "mp3", "opus", "flac"]


def test_versions_and_encodings_of_formats_are_those_of_the_first_version() -> None:
    """A version is raised on purpose, and makes every file of its format again."""
    versions = {name: format_of(name).version for name in FORMATS}
    assert versions == dict.fromkeys(FORMATS, 2) | {"acx": 1}
    acx = read_yaml(SHIPPED_CONFIGS / "specs" / "acx.yaml", Spec)
    codecs = {name: encoding.codec.name for name in FORMATS if (encoding := format_of(name).encoding_at(acx))}
    mp3 = ("mp3", "mp3-book", "acx", "lpf", "podcast")
    aac = ("m4b", "m4a", "epub", "audiobookshelf")
    assert codecs == dict.fromkeys(mp3, "mp3") | dict.fromkeys(aac, "aac") | {"opus": "opus"}


def test_a_master_is_its_own_flac_in_one_channel_only() -> None:
    assert Encoding(FLAC).is_the_masters
    assert not Encoding(FLAC, channels=2).is_the_masters
    assert not Encoding(AAC, 64_000).is_the_masters
    assert [Encoding(FLAC, channels=n).layout for n in (1, 2)] == ["mono", "stereo"]


@pytest.mark.parametrize(
    ("encoding", "master_hz", "wanted"),
    [
        (Encoding(AAC), 24_000, 24_000),
        (Encoding(MP3, 0, 44_100), 24_000, 44_100),
        (Encoding(OPUS), 24_000, 24_000),
        (Encoding(OPUS), 44_100, 48_000),
        (Encoding(OPUS), 22_050, 48_000),
    ],
)
def test_a_rate_that_the_codec_does_not_know_becomes_one_that_it_knows(
    encoding: Encoding, master_hz: int, wanted: int
) -> None:
    assert encoding.rate_for(master_hz) == wanted


def test_chapters_are_padded_to_whole_frames() -> None:
    assert [whole_frames(n) for n in (0, 1, 1_024, 1_025)] == [0, 1_024, 1_024, 2_048]
    assert (length_of(MASTER), padded_samples(MASTER)) == (3_000, 3_072)
    assert (length_of(MASTER, ((0, 1_000), (2_000, 2_025))), padded_samples(MASTER, ((5, 6),))) == (1_025, 1_024)
    assert AAC.padded
    assert AAC.padded(3_000, 24_000, 24_000) == 3_072
    assert MP3.padded
    assert MP3.padded(3_000, 24_000, 24_000) == 6 * 576  # frames of MPEG-2: as long as the AAC, or a frame more
    assert MP3.padded(3_072, 24_000, 48_000) == 6 * 1_152


def test_every_codec_is_written_by_one_library() -> None:
    known: list[Codec] = [AAC, MP3, OPUS, FLAC]
    assert all((codec.ffmpeg is None) != (codec.soundfile is None) for codec in known)
    assert [codec.name for codec in known if codec.lossless] == ["flac"]
